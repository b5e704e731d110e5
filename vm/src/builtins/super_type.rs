//! `super`.

use gc::field::GcField;
use gc::{Field, Gc, Value};

use super::str::Str;
use crate::native::{Keywords, Rest};
use crate::object::attribute::generic_get_attribute;
use crate::object::{Type, kind};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A view of an object that starts behind a class in its resolution order.
    pub struct Super(kind::SUPER) {
        class: GcField<Type>,
        object: Field,
        object_type: GcField<Type>,
    }
}

crate::plain_kinds!(Super);

fn this(value: Value) -> Gc<Super> {
    value.cast().expect("the receiver was checked")
}

fn new(vm: &mut Vm, class: Gc<Type>, _args: Rest, _kwargs: Keywords) -> PyResult<Gc<Super>> {
    vm.new_object_of(
        class,
        Super {
            header: gc::Header::unset(),
            class: GcField::new(None),
            object: Field::new(Value::NONE),
            object_type: GcField::new(None),
        },
    )
}

fn init(vm: &mut Vm, value: Value, class: Option<Value>, object: Option<Value>) -> PyResult<()> {
    let (class, object) = match class {
        Some(class) => {
            let Some(found) = class.cast::<Type>() else {
                let got = vm.type_of(class).name_text();
                return Err(
                    vm.type_error(format_args!("super() argument 1 must be a type, not {got}"))
                );
            };
            (found, object.unwrap_or(Value::NONE))
        }
        None => crate::interpret::super_arguments(vm)?,
    };
    let view = this(value);
    view.class.set(view, Some(class));
    if object.is_none() {
        return Ok(());
    }
    let object_type = check(vm, class, object)?;
    view.object.set(view, object);
    view.object_type.set(view, Some(object_type));
    Ok(())
}

/// The class whose resolution order `super(class, object)` walks.
pub fn check(vm: &mut Vm, class: Gc<Type>, object: Value) -> PyResult<Gc<Type>> {
    if let Some(object) = object.cast::<Type>()
        && object.is_subtype(class)
    {
        return Ok(object);
    }
    let object_type = vm.type_of(object);
    if object_type.is_subtype(class) {
        return Ok(object_type);
    }
    if let Some(claimed) = vm.find_attribute_named(object, Name::Class)?
        && let Some(claimed) = claimed.cast::<Type>()
        && claimed.is_subtype(class)
    {
        return Ok(claimed);
    }
    let (kind, name) = match object.cast::<Type>() {
        Some(object) => ("type", object.name_text()),
        None => ("instance of", object_type.name_text()),
    };
    let class = class.name_text();
    Err(vm.type_error(format_args!(
        "super(type, obj): obj ({kind} {name}) is not an instance or subtype of type ({class})."
    )))
}

/// What `super(class, object).name` finds behind `class`, not yet bound.
pub fn lookup_behind(
    vm: &Vm,
    class: Gc<Type>,
    object_type: Gc<Type>,
    name: Gc<Str>,
) -> Option<Value> {
    let mro = object_type.mro();
    let items = mro.items();
    let position = items.iter().position(|&each| each == class.value())?;
    items[position + 1..]
        .iter()
        .find_map(|each| each.cast::<Type>()?.dict().find_interned(vm, name))
}

/// `super(class, object).name`, or nothing if no class behind has it.
pub fn find(
    vm: &mut Vm,
    class: Gc<Type>,
    object_type: Gc<Type>,
    object: Value,
    name: Gc<Str>,
) -> PyResult<Option<Value>> {
    let Some(found) = lookup_behind(vm, class, object_type, name) else { return Ok(None) };
    match vm.slots(found).descr_get {
        Some(get) => {
            let instance = if object == object_type.value() { Value::UNBOUND } else { object };
            get(vm, found, instance, object_type.value()).map(Some)
        }
        None => Ok(Some(found)),
    }
}

fn get_attribute(vm: &mut Vm, value: Value, name: Gc<Str>) -> PyResult<Value> {
    let view = this(value);
    // `__class__` is the view's own.
    if let (Some(class), Some(object_type)) = (view.class.get(), view.object_type.get())
        && name != vm.name(Name::Class)
        && let Some(found) = find(vm, class, object_type, view.object.get(), name)?
    {
        return Ok(found);
    }
    generic_get_attribute(vm, value, name)
}

fn descr_get(vm: &mut Vm, value: Value, instance: Value, _owner: Value) -> PyResult<Value> {
    let view = this(value);
    if instance.is_unbound() || !view.object.get().is_none() {
        return Ok(value);
    }
    let Some(class) = view.class.get() else { return Ok(value) };
    let own = vm.type_of(value);
    if own != vm.types.super_ {
        return vm.call_values(own.value(), &[class.value(), instance]);
    }
    let object_type = check(vm, class, instance)?;
    let bound = Super {
        header: gc::Header::unset(),
        class: GcField::new(Some(class)),
        object: Field::new(instance),
        object_type: GcField::new(Some(object_type)),
    };
    Ok(vm.new_object_of(own, bound)?.value())
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let view = this(value);
    let class = view.class.get().map_or_else(|| "NULL".to_owned(), |class| class.name_text());
    let text = match view.object_type.get() {
        Some(object_type) => {
            format!("<super: <class '{class}'>, <{} object>>", object_type.name_text())
        }
        None => format!("<super: <class '{class}'>, NULL>"),
    };
    Ok(vm.new_str(&text)?.value())
}

builtin_type! {
    /// super() -> same as super(__class__, <first argument>)
    /// super(type) -> unbound super object
    /// super(type, obj) -> bound super object; requires isinstance(obj, type)
    /// super(type, type2) -> bound super object; requires issubclass(type2, type)
    /// Typical use to call a cooperative superclass method:
    /// class C(B):
    ///     def meth(self, arg):
    ///         super().meth(arg)
    /// This works for class methods too:
    /// class C(B):
    ///     @classmethod
    ///     def cmeth(cls, arg):
    ///         super().cmeth(arg)
    pub static SUPER = "super"("object") {
        kind kind::SUPER;
        traits { is_base }
        slots { repr: repr, get_attribute: get_attribute, descr_get: descr_get }
        new "super(cls, *args, **kwargs)" => new;
        init "super(self, type=<unrepresentable>, object_or_type=<unrepresentable>, /)" => init;
        getters {
            /// the class invoking super()
            "__thisclass__" => |_, value| Ok(this(value).class.get().map_or(Value::NONE, Gc::value));
            /// the instance invoking super(); may be None
            "__self__" => |_, value| Ok(this(value).object.get());
            /// the type of the instance invoking super(); may be None
            "__self_class__" => |_, value| Ok(this(value).object_type.get().map_or(Value::NONE, Gc::value));
        }
    }
}
