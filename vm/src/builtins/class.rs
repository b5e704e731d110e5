//! `type`: the class of classes.

mod attributes;
mod creation;
mod layout;
mod mro;

use gc::{Gc, Value};

use super::dict::Dict;
use super::str::Str;
use super::tuple::Tuple;
use crate::native::{Args, Keywords, NativeDef};
use crate::object::slots::Maker;
use crate::object::{Type, TypeFlags, kind};
use crate::{Name, PyResult, Vm, builtin_type};

pub use attributes::find_class_attribute;
pub(crate) use creation::link_subclass;
pub use creation::{calculate_metaclass, new_class};

fn this(value: Value) -> Gc<Type> {
    value.cast().expect("the receiver was checked")
}

/// `class(*args)`.
pub fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> PyResult<Value> {
    let class = this(value);
    if class == vm.types.type_ && args.values.len() == 1 && args.names.is_empty() {
        return Ok(vm.type_of(args.values[0]).value());
    }
    let object = make(vm, class, args)?;
    let made = vm.type_of(object);
    if !made.is_subtype(class) {
        return Ok(object);
    }
    initialise(vm, made, object, args)?;
    Ok(object)
}

/// `class.__new__(class, *args)`.
pub fn make(vm: &mut Vm, class: Gc<Type>, args: Args<'_>) -> PyResult<Value> {
    if class.flags().contains(TypeFlags::NOT_CALLABLE) {
        let name = vm.type_full_name(class)?;
        return Err(vm.type_error(format_args!("cannot create '{name}' instances")));
    }
    match vm.slots_of_type(class).new {
        Some(Maker::Native(def)) => vm.call_native(def, Some(class.value()), args),
        Some(Maker::Python) => {
            let Some(found) = vm.lookup(class, vm.name(Name::New)) else {
                return Err(vm.system_error("a class without __new__"));
            };
            let function = vm.bind(found, Value::UNBOUND, class)?;
            vm.call_with_first(function, class.value(), args)
        }
        None => {
            let name = vm.type_full_name(class)?;
            Err(vm.type_error(format_args!("cannot create '{name}' instances")))
        }
    }
}

/// `object.__init__(*args)`, where `class` is the object's.
pub fn initialise(vm: &mut Vm, class: Gc<Type>, object: Value, args: Args<'_>) -> PyResult<()> {
    let result = match vm.slots_of_type(class).init {
        Some(Maker::Native(def)) => vm.call_native(def, Some(object), args)?,
        Some(Maker::Python) => match vm.lookup(class, vm.name(Name::Init)) {
            Some(method) => vm.call_bound(method, object, args)?,
            None => return Ok(()),
        },
        None => return Ok(()),
    };
    if result.is_none() { Ok(()) } else { Err(vm.init_returned(result)) }
}

impl Vm {
    /// Raises `TypeError`: `__init__` returned something.
    #[cold]
    pub fn init_returned(&mut self, result: Value) -> crate::Raised {
        let class = self.type_of(result).name_text();
        self.type_error(format_args!("__init__() should return None, not '{class}'"))
    }

    /// The native that makes instances of `class`, if it is one.
    pub(crate) fn maker_of(&self, class: Gc<Type>) -> Option<*const NativeDef> {
        match self.slots_of_type(class).new {
            Some(Maker::Native(def)) => Some(std::ptr::from_ref(def)),
            _ => None,
        }
    }

    /// `module.qualname` of a class, without `builtins.`.
    pub fn type_full_name(&mut self, class: Gc<Type>) -> PyResult<String> {
        let module = self.type_module(class)?;
        let name = class
            .qualname
            .get()
            .cast::<Str>()
            .map(|name| name.to_string_lossy())
            .unwrap_or_default();
        Ok(match module.cast::<Str>() {
            Some(module) if !module.eq_str("builtins") => {
                format!("{}.{name}", module.to_string_lossy())
            }
            _ => name,
        })
    }

    /// Is `value` an instance of `class` by its type or by its `__class__`? Without hooks.
    pub fn is_instance_plain(&mut self, value: Value, class: Gc<Type>) -> PyResult<bool> {
        if self.type_of(value).is_subtype(class) {
            return Ok(true);
        }
        match self.find_attribute_named(value, Name::Class)? {
            Some(claimed) => {
                Ok(claimed.cast::<Type>().is_some_and(|claimed| claimed.is_subtype(class)))
            }
            None => Ok(false),
        }
    }

    /// `isinstance(value, class_info)`.
    pub fn is_instance(&mut self, value: Value, class_info: Value) -> PyResult<bool> {
        if let Some(class) = class_info.cast::<Type>() {
            let value_class = self.type_of(value);
            if value_class == class {
                return Ok(true);
            }
            // Classes of `type` itself have no hooks.
            if self.type_of(class_info) == self.types.type_ {
                return self.is_instance_plain(value, class);
            }
        }
        if let Some(classes) = class_info.cast::<Tuple>() {
            self.check_stack()?;
            for &class in classes.items() {
                if self.is_instance(value, class)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if self.type_of(value).value() == class_info {
            return Ok(true);
        }
        if let Some(result) = self.call_special(class_info, Name::InstanceCheck, &[value])? {
            return self.is_true(result);
        }
        self.is_instance_of_abstract(value, class_info)
    }

    /// Of something that is no class but has `__bases__`.
    fn is_instance_of_abstract(&mut self, value: Value, class: Value) -> PyResult<bool> {
        self.check_abstract(
            class,
            "isinstance() arg 2 must be a type, a tuple of types, or a union",
        )?;
        match self.find_attribute_named(value, Name::Class)? {
            Some(claimed) => self.is_abstract_subclass(claimed, class),
            None => Ok(false),
        }
    }

    fn check_abstract(&mut self, class: Value, message: &str) -> PyResult<()> {
        match self.find_attribute_named(class, Name::Bases)? {
            Some(bases) if bases.is::<Tuple>() => Ok(()),
            _ => Err(self.type_error(message)),
        }
    }

    fn is_abstract_subclass(&mut self, derived: Value, class: Value) -> PyResult<bool> {
        self.check_stack()?;
        if derived == class {
            return Ok(true);
        }
        let Some(bases) = self
            .find_attribute_named(derived, Name::Bases)?
            .and_then(|bases| bases.cast::<Tuple>())
        else {
            return Ok(false);
        };
        for &base in bases.items() {
            if self.is_abstract_subclass(base, class)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// `issubclass(derived, class_info)`.
    pub fn is_subclass(&mut self, derived: Value, class_info: Value) -> PyResult<bool> {
        if class_info.is::<Type>() && self.type_of(class_info) == self.types.type_ {
            if derived == class_info {
                return Ok(true);
            }
            return self.is_subclass_plain(derived, class_info);
        }
        if let Some(classes) = class_info.cast::<Tuple>() {
            self.check_stack()?;
            for &class in classes.items() {
                if self.is_subclass(derived, class)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(result) = self.call_special(class_info, Name::SubclassCheck, &[derived])? {
            return self.is_true(result);
        }
        self.is_subclass_plain(derived, class_info)
    }

    /// As `type.__subclasscheck__`.
    pub fn is_subclass_plain(&mut self, derived: Value, class: Value) -> PyResult<bool> {
        if let (Some(derived), Some(class)) = (derived.cast::<Type>(), class.cast::<Type>()) {
            return Ok(derived.is_subtype(class));
        }
        self.check_abstract(derived, "issubclass() arg 1 must be a class")?;
        self.check_abstract(
            class,
            "issubclass() arg 2 must be a class, a tuple of classes, or a union",
        )?;
        self.is_abstract_subclass(derived, class)
    }
}

/// `class[key]` where the metaclass has no `__getitem__`.
pub fn class_get_item(vm: &mut Vm, class: Gc<Type>, key: Value) -> PyResult<Value> {
    if class == vm.types.type_ {
        return vm.new_generic_alias(class.value(), key);
    }
    let name = vm.name(Name::ClassGetItem);
    match vm.find_attribute(class.value(), name)? {
        Some(method) if !method.is_none() => vm.call_values(method, &[key]),
        _ => {
            let name = class.name_text();
            Err(vm.type_error(format_args!("type '{name}' is not subscriptable")))
        }
    }
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let name = vm.type_full_name(this(value))?;
    Ok(vm.new_str(&format!("<class '{name}'>"))?.value())
}

fn new(
    vm: &mut Vm,
    metaclass: Gc<Type>,
    name: Value,
    bases: Value,
    dict: Value,
    kwargs: Keywords,
) -> PyResult<Value> {
    let Some(name) = name.cast::<Str>() else {
        let class = vm.type_of(name).name_text();
        return Err(
            vm.type_error(format_args!("type.__new__() argument 1 must be str, not {class}"))
        );
    };
    let Some(bases) = bases.cast::<Tuple>() else {
        let class = vm.type_of(bases).name_text();
        return Err(
            vm.type_error(format_args!("type.__new__() argument 2 must be tuple, not {class}"))
        );
    };
    let Some(dict) = dict.cast::<Dict>() else {
        let class = vm.type_of(dict).name_text();
        return Err(
            vm.type_error(format_args!("type.__new__() argument 3 must be dict, not {class}"))
        );
    };
    new_class(vm, metaclass, name, bases, dict, kwargs.0)
}

/// What `__init__` takes; everything was done by `__new__`.
fn init(vm: &mut Vm, _this: Value, args: crate::native::Rest, kwargs: Keywords) -> PyResult<()> {
    let count = args.0.len();
    if kwargs.0.is_some() && count == 1 {
        return Err(vm.type_error("type.__init__() takes no keyword arguments"));
    }
    if count != 1 && count != 3 {
        return Err(vm.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(())
}

fn subclasses(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let classes = vm.direct_subclasses(this(value));
    let values: Vec<Value> = classes.into_iter().map(Gc::value).collect();
    Ok(vm.new_list(&values)?.value())
}

fn dir(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let names = vm.new_dict()?;
    vm.merge_class_names(names, this(value))?;
    let names = vm.collect_items(names.value())?;
    Ok(vm.new_list(&names)?.value())
}

builtin_type! {
    /// type(object) -> the object's type
    /// type(name, bases, dict, **kwds) -> a new type
    pub static TYPE = "type"("object") {
        kind kind::TYPE;
        traits { is_base, has_dict, has_weakref }
        slots {
            repr: repr,
            call: call,
            get_attribute: attributes::get_attribute,
            set_attribute: attributes::set_attribute,
            bit_or: |vm, left, right| vm.union_of(left, right),
        }
        new "type(cls, name, bases, dict, /, **kwds)" => new;
        init "__init__(self, /, *args, **kwargs)" => init;
        methods {
            /// Return a type's method resolution order.
            "mro(self, /)" => |vm: &mut Vm, value: Value| mro::default_mro(vm, this(value));
            /// Return a list of immediate subclasses.
            "__subclasses__(self, /)" => subclasses;
            /// Check if an object is an instance.
            "__instancecheck__(self, instance, /)" => |vm: &mut Vm, class: Value, value: Value| vm.is_instance_plain(value, this(class));
            /// Check if a class is a subclass.
            "__subclasscheck__(self, subclass, /)" => |vm: &mut Vm, class: Value, derived: Value| vm.is_subclass_plain(derived, class);
            /// Specialized __dir__ implementation for types.
            "__dir__(self, /)" => dir;
        }
        class_methods {
            /// Create the namespace for the class statement
            "__prepare__(cls, *args, **kwargs)" => |vm: &mut Vm, _class: Value, _args: crate::native::Rest, _kwargs: Keywords| vm.new_dict();
        }
        getters {
            "__name__" => attributes::name, attributes::set_name;
            "__qualname__" => |_, value| Ok(this(value).qualname.get()), attributes::set_qualname;
            "__bases__" => |_, value| Ok(this(value).bases().value()), creation::set_bases;
            "__base__" => |_, value| Ok(this(value).base().map_or(Value::NONE, Gc::value));
            "__mro__" => |_, value| Ok(this(value).mro().value());
            "__module__" => |vm, value| vm.type_module(this(value)), attributes::set_module;
            "__dict__" => |vm, value| { let dict = this(value).dict(); vm.new_mapping_proxy(dict.value()) };
            "__doc__" => attributes::doc, attributes::set_doc;
            "__text_signature__" => attributes::text_signature;
            "__abstractmethods__" => attributes::abstract_methods, attributes::set_abstract_methods;
            "__annotations__" => attributes::annotations, attributes::set_annotations;
            "__annotate__" => attributes::annotate, attributes::set_annotate;
            "__type_params__" => attributes::type_params, attributes::set_type_params;
            "__flags__" => |_, value| Ok(Value::from_small(i64::from((this(value).flags() - TypeFlags::HAS_DICT - TypeFlags::HAS_WEAKREF - TypeFlags::HAS_FINALIZER).bits())));
            "__basicsize__" => |vm, value| Ok(Value::from_small(layout::basic_size(vm, this(value))));
            "__itemsize__" => |_, value| Ok(Value::from_small(layout::item_size(this(value))));
            "__dictoffset__" => |_, value| Ok(Value::from_small(if this(value).flags().contains(TypeFlags::HAS_DICT) { -1 } else { 0 }));
            "__weakrefoffset__" => |_, value| Ok(Value::from_small(if this(value).flags().contains(TypeFlags::HAS_WEAKREF) { 8 } else { 0 }));
        }
    }
}
