//! `types.SimpleNamespace`.

use gc::{Gc, Value};

use super::dict::{Dict, DictChange};
use super::str::Str;
use crate::native::{Keywords, Rest};
use crate::object::{CompareOp, Type, kind};
use crate::{PyResult, Vm, builtin_type};

fn attributes(vm: &mut Vm, value: Value) -> PyResult<Gc<Dict>> {
    match vm.materialize_dict(value)? {
        Some(dict) => Ok(dict),
        None => vm.new_dict(),
    }
}

fn init(vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords) -> PyResult<()> {
    let dict = attributes(vm, value)?;
    match args.0.items() {
        [] => {}
        &[mapping] => {
            let copy = vm.types.dict.value();
            let copy = vm.call_values(copy, &[mapping])?;
            if let Some(copy) = copy.cast::<Dict>() {
                let mut position = 0;
                while let Some((next, key, _)) = copy.next_entry(position) {
                    if !key.is::<Str>() {
                        return Err(vm.type_error("keywords must be strings"));
                    }
                    position = next;
                }
                dict.update_from(vm, copy)?;
            }
        }
        more => {
            let got = more.len();
            return Err(vm.type_error(format_args!(
                "SimpleNamespace expected at most 1 argument, got {got}"
            )));
        }
    }
    if let Some(kwargs) = kwargs.0 {
        dict.update_from(vm, kwargs)?;
    }
    Ok(())
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = vm.type_of(value);
    let name =
        if class == vm.types.simple_namespace { "namespace".to_owned() } else { class.name_text() };
    if !vm.enter_repr(value)? {
        return Ok(vm.new_str(&format!("{name}(...)"))?.value());
    }
    let parts = (|| {
        let dict = attributes(vm, value)?;
        let (mut parts, mut position) = (Vec::new(), 0);
        while let Some((next, key, item)) = dict.next_entry(position) {
            position = next;
            if let Some(key) = key.cast::<Str>() {
                parts.push(format!("{}={}", key.to_string_lossy(), vm.repr_text(item)?));
            }
        }
        Ok(parts)
    })();
    vm.leave_repr(value);
    let parts: Vec<String> = parts?;
    Ok(vm.new_str(&format!("{name}({})", parts.join(", ")))?.value())
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let class = vm.types.simple_namespace;
    if !vm.type_of(right).is_subtype(class) || !vm.type_of(left).is_subtype(class) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (left, right) = (attributes(vm, left)?, attributes(vm, right)?);
    vm.compare(left.value(), right.value(), op)
}

builtin_type! {
    /// A simple attribute-based namespace.
    pub static SIMPLE_NAMESPACE = "types.SimpleNamespace"("object") {
        kind kind::INSTANCE;
        traits { is_base, has_dict, has_weakref }
        slots { repr: repr, compare: compare, hash: crate::object::hash::not_hashable }
        new "SimpleNamespace(cls, *args, **kwargs)" => |vm: &mut Vm, class: Gc<Type>, _args: Rest, _kwargs: Keywords| vm.new_instance(class);
        init "__init__(self, /, *args, **kwargs)" => init;
        methods {
            /// Return a copy of the namespace object with new values for the specified attributes.
            "__replace__(self, /, **changes)" => |vm: &mut Vm, value: Value, changes: Keywords| {
                let class = vm.type_of(value);
                let copy = crate::builtins::class::make(vm, class, crate::native::Args::NONE)?;
                let (from, to) = (attributes(vm, value)?, attributes(vm, copy)?);
                to.update_from(vm, from)?;
                if let Some(changes) = changes.0 {
                    to.update_from(vm, changes)?;
                }
                Ok::<Value, crate::Raised>(copy)
            };
            "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                let state = attributes(vm, value)?.value();
                let (class, args) = (vm.type_of(value).value(), vm.empty_tuple.value());
                vm.new_tuple(&[class, args, state])
            };
        }
    }
}
