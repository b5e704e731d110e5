//! `object`, the base of everything.

use gc::{Gc, TempVec, Value};

use super::dict::Dict;
use super::str::Str;
use super::tuple::Tuple;
use crate::builtins::dict::DictChange;
use crate::native::{Keywords, NativeDef, Rest};
use crate::object::attribute::{generic_get_attribute, generic_set_attribute};
use crate::object::hash::hash_identity;
use crate::object::slots::Maker;
use crate::object::{CompareOp, Type, TypeFlags, kind};
use crate::{Name, PyResult, Vm, builtin_type};

fn is_makers(maker: Option<Maker>, def: &'static NativeDef) -> bool {
    maker == Some(Maker::Native(def))
}

/// The rows of `object.__new__` and `object.__init__`.
fn own_makers() -> (&'static NativeDef, &'static NativeDef) {
    match (OBJECT.slots.new, OBJECT.slots.init) {
        (Some(Maker::Native(new)), Some(Maker::Native(init))) => (new, init),
        _ => unreachable!("the table of object has both"),
    }
}

fn new(vm: &mut Vm, class: Gc<Type>, args: Rest, kwargs: Keywords) -> PyResult<Value> {
    if !args.0.is_empty() || kwargs.0.is_some() {
        let (own_new, own_init) = own_makers();
        let slots = vm.slots_of_type(class);
        let (overrides_new, overrides_init) =
            (!is_makers(slots.new, own_new), !is_makers(slots.init, own_init));
        if overrides_new {
            return Err(vm.type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if !overrides_init {
            let name = class.name_text();
            return Err(vm.type_error(format_args!("{name}() takes no arguments")));
        }
    }
    if class.flags().contains(TypeFlags::ABSTRACT) {
        return Err(abstract_error(vm, class)?);
    }
    Ok(vm.new_instance(class)?.value())
}

#[cold]
fn abstract_error(vm: &mut Vm, class: Gc<Type>) -> PyResult<crate::Raised> {
    let name = vm.name(Name::AbstractMethods);
    let methods = class.dict().get_name(vm, name)?.unwrap_or(Value::NONE);
    let mut names = Vec::new();
    for method in vm.collect_items(methods)?.iter() {
        names.push(vm.str(*method)?.to_string_lossy());
    }
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    let list = names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let class = class.name_text();
    Ok(vm.type_error(format_args!(
        "Can't instantiate abstract class {class} without an implementation for abstract method{plural} {list}"
    )))
}

fn init(vm: &mut Vm, this: Value, args: Rest, kwargs: Keywords) -> PyResult<()> {
    if args.0.is_empty() && kwargs.0.is_none() {
        return Ok(());
    }
    let (own_new, own_init) = own_makers();
    let class = vm.type_of(this);
    let slots = vm.slots_of_type(class);
    if !is_makers(slots.init, own_init) {
        return Err(vm.type_error(
            "object.__init__() takes exactly one argument (the instance to initialize)",
        ));
    }
    if is_makers(slots.new, own_new) {
        let name = class.name_text();
        return Err(vm.type_error(format_args!(
            "{name}.__init__() takes exactly one argument (the instance to initialize)"
        )));
    }
    Ok(())
}

fn repr(vm: &mut Vm, this: Value) -> PyResult<Value> {
    let class = vm.type_of(this);
    let id = vm.identity(this);
    let name =
        class.qualname.get().cast::<Str>().map(|name| name.to_string_lossy()).unwrap_or_default();
    let module = vm.type_module(class)?;
    let text = match module.cast::<Str>() {
        Some(module) if !module.eq_str("builtins") => {
            format!("<{}.{name} object at {id:#x}>", module.to_string_lossy())
        }
        _ => format!("<{name} object at {id:#x}>"),
    };
    Ok(vm.new_str(&text)?.value())
}

fn str(vm: &mut Vm, this: Value) -> PyResult<Value> {
    Ok(vm.repr(this)?.value())
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    match op {
        CompareOp::Eq if left == right => Ok(Value::TRUE),
        CompareOp::Ne => {
            // By default the opposite of `==`.
            let Some(compare) = vm.slots(left).compare else { return Ok(Value::NOT_IMPLEMENTED) };
            let result = compare(vm, left, right, CompareOp::Eq)?;
            if result == Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
            Ok(Value::from_bool(!vm.is_true(result)?))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn format(vm: &mut Vm, this: Value, spec: Value) -> PyResult<Value> {
    let Some(spec) = spec.cast::<Str>() else {
        let class = vm.type_of(spec).name_text();
        return Err(vm.type_error(format_args!("__format__() argument must be str, not {class}")));
    };
    if !spec.is_empty() {
        let class = vm.type_of(this).name_text();
        return Err(
            vm.type_error(format_args!("unsupported format string passed to {class}.__format__"))
        );
    }
    Ok(vm.str(this)?.value())
}

fn class(vm: &mut Vm, this: Value) -> PyResult<Value> {
    Ok(vm.type_of(this).value())
}

fn set_class(vm: &mut Vm, this: Value, new: Value) -> PyResult<()> {
    if new.is_unbound() {
        return Err(vm.type_error("can't delete __class__ attribute"));
    }
    let Some(new) = new.cast::<Type>() else {
        let class = vm.type_of(new).name_text();
        return Err(
            vm.type_error(format_args!("__class__ must be set to a class, not '{class}' object"))
        );
    };
    let old = vm.type_of(this);
    if old == new {
        return Ok(());
    }
    let is_module = this.is::<super::module::Module>() && new.is_subtype(vm.types.module);
    let both_on_heap = old.is_heap_type() && new.is_heap_type();
    if !(is_module || both_on_heap) {
        return Err(vm.type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses",
        ));
    }
    let layout = |vm: &Vm, class: Gc<Type>| {
        let relevant = TypeFlags::HAS_DICT | TypeFlags::HAS_WEAKREF;
        (
            class.instance_kind(),
            vm.type_data[class.index()].slot_names.clone(),
            class.flags() & relevant,
        )
    };
    let fits = if is_module { true } else { layout(vm, old) == layout(vm, new) };
    let Some(header) = this.as_header() else { return Ok(()) };
    let has_room = header.has(gc::header::bits::EXTRA) || this.is::<crate::object::Instance>();
    if !fits
        || (is_module
            && new.is_heap_type()
            && !has_room
            && vm.type_data[new.index()].slot_count > 0)
    {
        let (new, old) = (new.name_text(), old.name_text());
        return Err(vm.type_error(format_args!(
            "__class__ assignment: '{new}' object layout differs from '{old}'"
        )));
    }
    if is_module {
        header.set_shape(new.root_shape());
        return Ok(());
    }
    // The attributes go over by way of a dict: the shapes of the two classes have nothing in common.
    if old.flags().contains(TypeFlags::HAS_DICT) {
        vm.materialize_dict(this)?;
        let shape = vm.dict_shape(new);
        header.set_shape(shape);
    } else {
        header.set_shape(new.root_shape());
    }
    if new.has_finalizer() && !old.has_finalizer() {
        vm.register_new(new, header)?;
    }
    Ok(())
}

/// Names for `dir(object)`: the object's own, its class's, and all its bases'.
fn dir(vm: &mut Vm, this: Value) -> PyResult<Value> {
    let names = vm.new_dict()?;
    if let Some(own) = vm.find_attribute_named(this, Name::Dict)?
        && let Some(own) = own.cast::<Dict>()
    {
        names.update_from(vm, own)?;
    }
    let class = vm.get_attribute_named(this, Name::Class)?;
    if let Some(class) = class.cast::<Type>() {
        vm.merge_class_names(names, class)?;
    }
    let names = vm.collect_items(names.value())?;
    Ok(vm.new_list(&names)?.value())
}

impl Vm {
    /// Adds the names of `class` and all its bases to `names`.
    pub fn merge_class_names(&mut self, names: Gc<Dict>, class: Gc<Type>) -> PyResult<()> {
        let mro = TempVec::from(class.mro().items());
        for base in mro.iter() {
            if let Some(base) = base.cast::<Type>() {
                let dict = base.dict();
                names.update_from(self, dict)?;
            }
        }
        Ok(())
    }
}

/// `object.__getstate__()`: the attributes, and the slots if there are any.
fn get_state(vm: &mut Vm, this: Value) -> PyResult<Value> {
    let mut state = Value::NONE;
    if let Some(dict) = vm.find_attribute_named(this, Name::Dict)?
        && let Some(dict) = dict.cast::<Dict>()
        && !dict.is_empty()
    {
        state = dict.copy(vm)?.value();
    }
    let class = vm.type_of(this);
    let names = vm.slot_member_names(class);
    let is_built_in = !this.is::<crate::object::Instance>() && !class.is_heap_type();
    if is_built_in {
        return Ok(state);
    }
    let mut slots: Option<Gc<Dict>> = None;
    for name in names {
        let name = vm.intern(&name)?;
        if let Some(value) = vm.find_attribute(this, name)? {
            let dict = match slots {
                Some(dict) => dict,
                None => vm.new_dict()?,
            };
            dict.set_name(vm, name, value)?;
            slots = Some(dict);
        }
    }
    match slots {
        Some(slots) => Ok(vm.new_tuple(&[state, slots.value()])?.value()),
        None => Ok(state),
    }
}

/// `object.__reduce_ex__(protocol)`.
fn reduce_ex(vm: &mut Vm, this: Value, protocol: i64) -> PyResult<Value> {
    let name = vm.name(Name::Reduce);
    let class = vm.type_of(this);
    let own = vm.lookup(vm.types.object, name);
    if vm.lookup(class, name) != own {
        return vm.call_method(this, name, &[]);
    }
    reduce_common(vm, this, protocol)
}

fn reduce_common(vm: &mut Vm, this: Value, protocol: i64) -> PyResult<Value> {
    let copyreg = vm.import_module("copyreg")?;
    if protocol < 2 {
        let name = vm.intern("_reduce_ex")?;
        return vm.call_method(copyreg, name, &[this, Value::from_small(protocol)]);
    }
    let class = vm.type_of(this);
    let (args, kwargs) = new_arguments(vm, this)?;
    let has_args = args.is_some() || kwargs.is_some();
    if !has_args
        && !this.is::<crate::object::Instance>()
        && !class.is_heap_type()
        && class != vm.types.object
    {
        let picklable = [vm.types.list, vm.types.dict].contains(&class);
        if !picklable {
            let name = class.name_text();
            return Err(vm.type_error(format_args!("cannot pickle '{name}' object")));
        }
    }
    let (function, arguments) = match kwargs.filter(|kwargs| !kwargs.is_empty()) {
        Some(kwargs) => {
            let name = vm.intern("__newobj_ex__")?;
            let args = args.unwrap_or(vm.empty_tuple);
            (
                vm.get_attribute(copyreg, name)?,
                vm.new_tuple(&[class.value(), args.value(), kwargs.value()])?,
            )
        }
        None => {
            let name = vm.intern("__newobj__")?;
            let mut values = TempVec::from(vec![class.value()]);
            if let Some(args) = args {
                values.extend_from_slice(args.items());
            }
            (vm.get_attribute(copyreg, name)?, vm.new_tuple(&values)?)
        }
    };
    let state = vm.call_method_named(this, Name::GetState, &[])?;
    let list_items = if class.is_subtype(vm.types.list) { vm.iter(this)? } else { Value::NONE };
    let dict_items = if class.is_subtype(vm.types.dict) {
        let items = vm.call_method_named(this, Name::Items, &[])?;
        vm.iter(items)?
    } else {
        Value::NONE
    };
    Ok(vm.new_tuple(&[function, arguments.value(), state, list_items, dict_items])?.value())
}

/// What `__getnewargs_ex__` or `__getnewargs__` gives.
fn new_arguments(vm: &mut Vm, this: Value) -> PyResult<(Option<Gc<Tuple>>, Option<Gc<Dict>>)> {
    let extended = vm.intern("__getnewargs_ex__")?;
    if let Some(method) = vm.find_attribute(this, extended)? {
        let result = vm.call_values(method, &[])?;
        let Some(pair) = result.cast::<Tuple>() else {
            let class = vm.type_of(result).name_text();
            return Err(vm.type_error(format_args!(
                "__getnewargs_ex__ should return a tuple, not '{class}'"
            )));
        };
        if pair.len() != 2 {
            let len = pair.len();
            return Err(vm.value_error(format_args!(
                "__getnewargs_ex__ should return a tuple of length 2, not {len}"
            )));
        }
        let Some(args) = pair.items()[0].cast::<Tuple>() else {
            let class = vm.type_of(pair.items()[0]).name_text();
            return Err(vm.type_error(format_args!("first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{class}'")));
        };
        let Some(kwargs) = pair.items()[1].cast::<Dict>() else {
            let class = vm.type_of(pair.items()[1]).name_text();
            return Err(vm.type_error(format_args!("second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{class}'")));
        };
        return Ok((Some(args), Some(kwargs)));
    }
    match vm.find_attribute_named(this, Name::GetNewArgs)? {
        Some(method) => {
            let result = vm.call_values(method, &[])?;
            match result.cast::<Tuple>() {
                Some(args) => Ok((Some(args), None)),
                None => {
                    let class = vm.type_of(result).name_text();
                    Err(vm.type_error(format_args!(
                        "__getnewargs__ should return a tuple, not '{class}'"
                    )))
                }
            }
        }
        None => Ok((None, None)),
    }
}

fn size_of(vm: &mut Vm, this: Value) -> PyResult<Value> {
    let size = vm.object_size(this);
    vm.new_int(size as i64)
}

impl Vm {
    /// Bytes an object takes, without what it owns elsewhere in the heap except its own backing store.
    pub fn object_size(&self, value: Value) -> usize {
        let Some(header) = value.as_header() else { return 8 };
        let info = &crate::object::KINDS[header.kind().0 as usize];
        // SAFETY: *header* for `size`: the row is the one of the object's kind.
        unsafe { (info.size)(std::ptr::from_ref(header)) }
    }
}

builtin_type! {
    /// The base class of the class hierarchy.
    ///
    /// When called, it accepts no arguments and returns a new featureless
    /// instance that has no instance attributes and cannot be given any.
    pub static OBJECT = "object"("") {
        kind kind::INSTANCE;
        traits { is_base }
        slots {
            repr: repr,
            str: str,
            hash: hash_identity,
            compare: compare,
            get_attribute: generic_get_attribute,
            set_attribute: generic_set_attribute,
        }
        new "object(cls, *args, **kwargs)" => new;
        init "__init__(self, /, *args, **kwargs)" => init;
        methods {
            /// Default object formatter.
            ///
            /// Return str(self) if format_spec is empty. Raise TypeError otherwise.
            "__format__(self, format_spec, /)" => format;
            /// Default dir() implementation.
            "__dir__(self, /)" => dir;
            /// Helper for pickle.
            "__getstate__(self, /)" => get_state;
            /// Helper for pickle.
            "__reduce__(self, /)" => |vm: &mut Vm, this: Value| reduce_common(vm, this, 0);
            /// Helper for pickle.
            "__reduce_ex__(self, protocol, /)" => reduce_ex;
            /// Size of object in memory, in bytes.
            "__sizeof__(self, /)" => size_of;
        }
        class_methods {
            /// This method is called when a class is subclassed.
            ///
            /// The default implementation does nothing. It may be
            /// overridden to extend subclasses.
            "__init_subclass__(cls)" => |_: &mut Vm, _class: Value| ();
            /// Abstract classes can override this to customize issubclass().
            ///
            /// This is invoked early on by abc.ABCMeta.__subclasscheck__().
            /// It should return True, False or NotImplemented.  If it returns
            /// NotImplemented, the normal algorithm is used.  Otherwise, it
            /// overrides the normal algorithm (and the outcome is cached).
            "__subclasshook__(cls, object, /)" => |_: &mut Vm, _class: Value, _other: Value| Value::NOT_IMPLEMENTED;
        }
        getters {
            /// the object's class
            "__class__" => class, set_class;
        }
    }
}
