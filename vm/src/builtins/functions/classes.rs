//! The `class` statement.

use gc::{TempVec, Value};

use crate::builtins::cell::Cell;
use crate::builtins::dict::DictChange;
use crate::builtins::function::Function;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::native::{Args, Keywords, Rest};
use crate::object::Type;
use crate::{Name, PyResult, Vm};

/// Replaces bases that are no classes by what their `__mro_entries__` says; `None` if none does.
fn resolve_bases(vm: &mut Vm, bases: &[Value]) -> PyResult<Option<TempVec>> {
    let mut resolved = TempVec::new();
    let mut changed = false;
    for &base in bases {
        if base.is::<Type>() {
            resolved.push(base);
            continue;
        }
        match vm.find_attribute_named(base, Name::MroEntries)? {
            None => resolved.push(base),
            Some(method) => {
                let all = vm.new_tuple(bases)?;
                let entries = vm.call_values(method, &[all.value()])?;
                let Some(entries) = entries.cast::<Tuple>() else {
                    return Err(vm.type_error("__mro_entries__ must return a tuple"));
                };
                changed = true;
                resolved.extend_from_slice(entries.items());
            }
        }
    }
    Ok(changed.then_some(resolved))
}

pub(super) fn build_class(
    vm: &mut Vm,
    function: Value,
    name: Value,
    bases: Rest,
    keywords: Keywords,
) -> PyResult<Value> {
    let Some(function) = function.cast::<Function>() else {
        return Err(vm.type_error("__build_class__: func must be a function"));
    };
    if !name.is::<Str>() {
        return Err(vm.type_error("__build_class__: name is not a string"));
    }
    let original = bases.0;
    let given = TempVec::from(original.items());
    let resolved = resolve_bases(vm, &given)?;
    let bases = match &resolved {
        Some(resolved) => vm.new_tuple(resolved)?,
        None => original,
    };
    let keywords = match keywords.0 {
        Some(keywords) => Some(keywords.copy_plain(vm)?),
        None => None,
    };
    let explicit = match keywords {
        Some(keywords) => keywords.delete_name(vm, vm.name(Name::Metaclass))?,
        None => None,
    };
    let mut metaclass = match explicit {
        Some(metaclass) => metaclass,
        None => match bases.items().first() {
            Some(&base) => vm.type_of(base).value(),
            None => vm.types.type_.value(),
        },
    };
    if let Some(class) = metaclass.cast::<Type>() {
        let bases = TempVec::from(bases.items());
        metaclass = crate::builtins::class::calculate_metaclass(vm, class, &bases)?.value();
    }
    let (mut keyword_names, mut keyword_values) = (TempVec::new(), TempVec::new());
    if let Some(keywords) = keywords {
        let mut position = 0;
        while let Some((next, key, value)) = keywords.next_entry(position) {
            keyword_names.push(key);
            keyword_values.push(value);
            position = next;
        }
    }
    let mut arguments = TempVec::from(vec![name, bases.value()]);
    arguments.extend_from_slice(&keyword_values);
    let namespace = match vm.find_attribute_named(metaclass, Name::Prepare)? {
        Some(prepare) => vm.call(prepare, Args { values: &arguments, names: &keyword_names })?,
        None => vm.new_dict()?.value(),
    };
    let is_mapping = vm.slots(namespace).get_item.is_some();
    if !is_mapping {
        let (meta, got) = match metaclass.cast::<Type>() {
            Some(class) => (class.name_text(), vm.type_of(namespace).name_text()),
            None => ("<metaclass>".to_owned(), vm.type_of(namespace).name_text()),
        };
        return Err(
            vm.type_error(format_args!("{meta}.__prepare__() must return a mapping, not {got}"))
        );
    }
    let (code, globals, closure) = (function.code(), function.globals(), function.closure.get());
    let closure = if closure.is_none() { Value::UNBOUND } else { closure };
    let cell = vm.run_code(code, globals, namespace, closure)?;
    if resolved.is_some() {
        let key = vm.name(Name::OrigBases);
        vm.set_item(namespace, key.value(), original.value())?;
    }
    let mut arguments = TempVec::from(vec![name, bases.value(), namespace]);
    arguments.extend_from_slice(&keyword_values);
    let class = vm.call(metaclass, Args { values: &arguments, names: &keyword_names })?;
    if let Some(cell) = cell.cast::<Cell>()
        && class.is::<Type>()
        && cell.get() != class
    {
        let name = vm.str(name)?.to_string_lossy();
        if cell.get().is_unbound() {
            let text = vm.repr_text(class)?;
            return Err(vm.runtime_error(format_args!("__class__ not set defining '{name}' as {text}. Was __classcell__ propagated to type.__new__?")));
        }
        let (set, text) = (vm.repr_text(cell.get())?, vm.repr_text(class)?);
        return Err(
            vm.type_error(format_args!("__class__ set to {set} defining '{name}' as {text}"))
        );
    }
    Ok(class)
}
