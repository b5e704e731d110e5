//! Attributes of classes.

use gc::{Gc, Value};

use super::this;
use crate::builtins::dict::Dict;
use crate::builtins::dict::DictChange;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::object::{Type, TypeFlags};
use crate::{Name, PyResult, Vm};

/// `class.name`, or `None` where that raises `AttributeError`.
pub fn find_class_attribute(vm: &mut Vm, value: Value, name: Gc<Str>) -> PyResult<Option<Value>> {
    let class = this(value);
    let metaclass = vm.type_of(value);
    let meta = vm.lookup(metaclass, name);
    if let Some(meta) = meta {
        let slots = vm.slots(meta);
        if let (Some(get), Some(_)) = (slots.descr_get, slots.descr_set) {
            return get(vm, meta, value, metaclass.value()).map(Some);
        }
    }
    if let Some(found) = vm.lookup(class, name) {
        return match vm.slots(found).descr_get {
            Some(get) => get(vm, found, Value::UNBOUND, value).map(Some),
            None => Ok(Some(found)),
        };
    }
    match meta {
        Some(meta) => vm.bind(meta, value, metaclass).map(Some),
        None => Ok(None),
    }
}

pub(super) fn get_attribute(vm: &mut Vm, value: Value, name: Gc<Str>) -> PyResult<Value> {
    match find_class_attribute(vm, value, name)? {
        Some(found) => Ok(found),
        None => Err(vm.no_attribute(value, name)),
    }
}

pub(super) fn set_attribute(vm: &mut Vm, value: Value, name: Gc<Str>, new: Value) -> PyResult<()> {
    let class = this(value);
    if !class.is_heap_type() {
        let (verb, text, class) = (
            if new.is_unbound() { "delete" } else { "set" },
            name.to_string_lossy(),
            class.name_text(),
        );
        return Err(vm.type_error(format_args!(
            "cannot {verb} '{text}' attribute of immutable type '{class}'"
        )));
    }
    let name = vm.intern_str(name)?;
    let metaclass = vm.type_of(value);
    if let Some(meta) = vm.lookup(metaclass, name)
        && let Some(set) = vm.slots(meta).descr_set
    {
        return set(vm, meta, value, new);
    }
    let dict = class.dict();
    if new.is_unbound() {
        if dict.delete_name(vm, name)?.is_none() {
            return Err(vm.no_attribute(value, name));
        }
    } else {
        dict.set_name(vm, name, new)?;
    }
    vm.type_changed(class, Some(name));
    Ok(())
}

fn check_settable(vm: &mut Vm, class: Gc<Type>, value: Value, name: &str) -> PyResult<()> {
    let text = class.name_text();
    if !class.is_heap_type() {
        return Err(
            vm.type_error(format_args!("cannot set '{name}' attribute of immutable type '{text}'"))
        );
    }
    if value.is_unbound() {
        return Err(
            vm.type_error(format_args!("cannot delete '{name}' attribute of type '{text}'"))
        );
    }
    Ok(())
}

pub(super) fn name(_: &mut Vm, value: Value) -> PyResult<Value> {
    Ok(this(value).name().value())
}

pub(super) fn set_name(vm: &mut Vm, value: Value, name: Value) -> PyResult<()> {
    let class = this(value);
    check_settable(vm, class, name, "__name__")?;
    let Some(text) = name.cast::<Str>() else {
        let (class, got) = (class.name_text(), vm.type_of(name).name_text());
        return Err(
            vm.type_error(format_args!("can only assign string to {class}.__name__, not '{got}'"))
        );
    };
    super::creation::check_type_name(vm, text)?;
    class.name.set(class, name);
    Ok(())
}

pub(super) fn set_qualname(vm: &mut Vm, value: Value, name: Value) -> PyResult<()> {
    let class = this(value);
    check_settable(vm, class, name, "__qualname__")?;
    if !name.is::<Str>() {
        let (class, got) = (class.name_text(), vm.type_of(name).name_text());
        return Err(vm.type_error(format_args!(
            "can only assign string to {class}.__qualname__, not '{got}'"
        )));
    }
    class.qualname.set(class, name);
    Ok(())
}

fn set_in_dict(vm: &mut Vm, class: Gc<Type>, name: Name, value: Value) -> PyResult<()> {
    let name = vm.name(name);
    class.dict().set_name(vm, name, value)?;
    vm.type_changed(class, Some(name));
    Ok(())
}

pub(super) fn set_module(vm: &mut Vm, value: Value, module: Value) -> PyResult<()> {
    check_settable(vm, this(value), module, "__module__")?;
    set_in_dict(vm, this(value), Name::Module, module)
}

pub(super) fn doc(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = this(value);
    if let Some(doc) = class.dict().get_name(vm, vm.name(Name::Doc))? {
        return match vm.slots(doc).descr_get {
            Some(get) => get(vm, doc, Value::UNBOUND, value),
            None => Ok(doc),
        };
    }
    Ok(Value::NONE)
}

pub(super) fn set_doc(vm: &mut Vm, value: Value, doc: Value) -> PyResult<()> {
    check_settable(vm, this(value), doc, "__doc__")?;
    set_in_dict(vm, this(value), Name::Doc, doc)
}

/// From the signature of `__new__` or `__init__` of a built-in type.
pub(super) fn text_signature(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let Some(def) = vm.type_data[this(value).index()].def else { return Ok(Value::NONE) };
    let native = |maker| match maker {
        Some(crate::object::slots::Maker::Native(def)) => Some(def),
        _ => None,
    };
    let maker: Option<&'static crate::native::NativeDef> =
        native(def.slots.init).or(native(def.slots.new));
    let Some(maker) = maker else { return Ok(Value::NONE) };
    let text = maker.signature_text;
    let open = text.find('(').map_or(text.len(), |open| open + 1);
    let rest = text[open..].split_once(',').map_or(")", |(_, rest)| rest.trim_start());
    let rest = rest.strip_prefix("/, ").or_else(|| rest.strip_prefix('/')).unwrap_or(rest);
    Ok(vm.new_str(&format!("({rest}"))?.value())
}

pub(super) fn abstract_methods(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = this(value);
    let name = vm.name(Name::AbstractMethods);
    let found = if class == vm.types.type_ { None } else { class.dict().get_name(vm, name)? };
    match found {
        Some(methods) => Ok(methods),
        None => Err(vm.no_attribute(value, name)),
    }
}

pub(super) fn set_abstract_methods(vm: &mut Vm, value: Value, methods: Value) -> PyResult<()> {
    let class = this(value);
    let name = vm.name(Name::AbstractMethods);
    if !class.is_heap_type() {
        let class = class.name_text();
        return Err(vm.type_error(format_args!(
            "cannot set '__abstractmethods__' attribute of immutable type '{class}'"
        )));
    }
    let is_abstract = if methods.is_unbound() {
        if class.dict().delete_name(vm, name)?.is_none() {
            return Err(vm.no_attribute(value, name));
        }
        false
    } else {
        class.dict().set_name(vm, name, methods)?;
        vm.is_true(methods)?
    };
    class.set_flags(TypeFlags::ABSTRACT, is_abstract);
    vm.type_changed(class, Some(name));
    Ok(())
}

/// `class.__annotations__`: evaluated once by the class's own `__annotate__`.
pub(super) fn annotations(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = this(value);
    if !class.is_heap_type() {
        let name = vm.name(Name::Annotations);
        return Err(vm.no_attribute(value, name));
    }
    for name in [Name::Annotations, Name::AnnotationsCache] {
        if let Some(found) = class.dict().get_name(vm, vm.name(name))? {
            return match vm.slots(found).descr_get {
                Some(get) => get(vm, found, Value::UNBOUND, value),
                None => Ok(found),
            };
        }
    }
    let annotate = annotate(vm, value)?;
    let result = if annotate.is_none() {
        vm.new_dict()?.value()
    } else {
        let result = vm.call_values(annotate, &[Value::from_small(1)])?;
        if !result.is::<Dict>() {
            let got = vm.type_of(result).name_text();
            return Err(
                vm.type_error(format_args!("__annotate__ returned non-dict of type '{got}'"))
            );
        }
        result
    };
    set_in_dict(vm, class, Name::AnnotationsCache, result)?;
    Ok(result)
}

pub(super) fn set_annotations(vm: &mut Vm, value: Value, annotations: Value) -> PyResult<()> {
    let class = this(value);
    if !class.is_heap_type() {
        let class = class.name_text();
        return Err(vm.type_error(format_args!(
            "cannot set '__annotations__' attribute of immutable type '{class}'"
        )));
    }
    let (own, cached) = (vm.name(Name::Annotations), vm.name(Name::AnnotationsCache));
    let dict = class.dict();
    if annotations.is_unbound() {
        let deleted = [dict.delete_name(vm, own)?, dict.delete_name(vm, cached)?];
        if deleted.iter().all(Option::is_none) {
            return Err(vm.no_attribute(value, own));
        }
    } else {
        let key = if dict.get_name(vm, own)?.is_some() { own } else { cached };
        dict.set_name(vm, key, annotations)?;
    }
    for name in [Name::Annotate, Name::AnnotateFunc] {
        let name = vm.name(name);
        let _ = dict.delete_name(vm, name)?;
    }
    vm.type_changed(class, Some(own));
    Ok(())
}

pub(super) fn annotate(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = this(value);
    if !class.is_heap_type() {
        let name = vm.name(Name::Annotate);
        return Err(vm.no_attribute(value, name));
    }
    for name in [Name::AnnotateFunc, Name::Annotate] {
        if let Some(found) = class.dict().get_name(vm, vm.name(name))? {
            return match vm.slots(found).descr_get {
                Some(get) => get(vm, found, Value::UNBOUND, value),
                None => Ok(found),
            };
        }
    }
    Ok(Value::NONE)
}

pub(super) fn set_annotate(vm: &mut Vm, value: Value, annotate: Value) -> PyResult<()> {
    let class = this(value);
    if annotate.is_unbound() {
        return Err(vm.type_error("cannot delete __annotate__ attribute"));
    }
    if !class.is_heap_type() {
        let class = class.name_text();
        return Err(vm.type_error(format_args!(
            "cannot set '__annotate__' attribute of immutable type '{class}'"
        )));
    }
    if !annotate.is_none() && !vm.is_callable(annotate) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    let dict = class.dict();
    dict.set_name(vm, vm.name(Name::AnnotateFunc), annotate)?;
    if !annotate.is_none() {
        let _ = dict.delete_name(vm, vm.name(Name::AnnotationsCache))?;
    }
    vm.type_changed(class, Some(vm.name(Name::AnnotateFunc)));
    Ok(())
}

pub(super) fn type_params(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let name = vm.name(Name::TypeParams);
    Ok(this(value).dict().get_name(vm, name)?.unwrap_or(vm.empty_tuple.value()))
}

pub(super) fn set_type_params(vm: &mut Vm, value: Value, params: Value) -> PyResult<()> {
    check_settable(vm, this(value), params, "__type_params__")?;
    if !params.is::<Tuple>() {
        return Err(vm.type_error("__type_params__ must be set to a tuple"));
    }
    set_in_dict(vm, this(value), Name::TypeParams, params)
}
