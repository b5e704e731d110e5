//! Binding the arguments of a call to a Python function's parameters.

use frontend::bytecode::{Code, CodeFlags};
use gc::{Gc, TempVec, Value};

use crate::builtins::dict::Dict;
use crate::builtins::dict::DictChange;
use crate::builtins::function::Function;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::native::Args;
use crate::{PyResult, Raised, Vm};

/// Writes `args` to the parameters of `function` in the window from register `base`, which has room. `args` may
/// lie in the window itself.
pub(super) fn bind(
    vm: &mut Vm,
    function: Gc<Function>,
    args: Args<'_>,
    base: usize,
) -> PyResult<()> {
    let code = vm.code_of(function.code());
    let positional = usize::from(code.argument_count);
    let keyword_only = usize::from(code.keyword_only_count);
    let total = positional + keyword_only;
    let mut bound = TempVec::from(vec![Value::UNBOUND; code.parameter_count()]);
    let given = args.positionals();
    let direct = given.len().min(positional);
    bound[..direct].copy_from_slice(&given[..direct]);
    let mut next = total;
    if code.flags.contains(CodeFlags::VARARGS) {
        let rest = vm.new_tuple(&given[direct..])?;
        bound[next] = rest.value();
        next += 1;
    }
    let keywords = if code.flags.contains(CodeFlags::VARKEYWORDS) {
        let dict = vm.new_dict()?;
        bound[next] = dict.value();
        Some(dict)
    } else {
        None
    };
    for (name, value) in args.keywords() {
        bind_keyword(vm, function, &code, &mut bound, keywords, name, value)?;
    }
    if given.len() > positional && !code.flags.contains(CodeFlags::VARARGS) {
        return Err(too_many(vm, function, &code, given.len(), &bound));
    }
    if given.len() < positional {
        let defaults = function.defaults.get().cast::<Tuple>();
        let count = defaults.map_or(0, |defaults| defaults.len());
        let required = positional.saturating_sub(count);
        let missing: Vec<&str> = (given.len()..required)
            .filter(|&index| bound[index].is_unbound())
            .map(|index| &*code.variables[index].name)
            .collect();
        if !missing.is_empty() {
            return Err(missing_arguments(vm, function, "positional", &missing));
        }
        if let Some(defaults) = defaults {
            for index in given.len().max(required)..positional {
                if bound[index].is_unbound() {
                    bound[index] = defaults.items()[index + count - positional];
                }
            }
        }
    }
    if keyword_only > 0 {
        let defaults = function.keyword_defaults.get().cast::<Dict>();
        let mut missing = Vec::new();
        for index in positional..total {
            if !bound[index].is_unbound() {
                continue;
            }
            let name = vm.intern(&code.variables[index].name)?;
            let default = match defaults {
                Some(defaults) => defaults.get_name(vm, name)?,
                None => None,
            };
            match default {
                Some(value) => bound[index] = value,
                None => missing.push(&*code.variables[index].name),
            }
        }
        if !missing.is_empty() {
            return Err(missing_arguments(vm, function, "keyword-only", &missing));
        }
    }
    let window = vm.interpreter.register(base);
    vm.interpreter.note_use(base + bound.len());
    for (index, &value) in bound.iter().enumerate() {
        // SAFETY: *window*: the caller made sure of room for all of the function's registers.
        unsafe { window.add(index).write(value) };
    }
    Ok(())
}

fn bind_keyword(
    vm: &mut Vm,
    function: Gc<Function>,
    code: &Code,
    bound: &mut TempVec,
    keywords: Option<Gc<Dict>>,
    name: Value,
    value: Value,
) -> PyResult<()> {
    let qualname = || function.qualname_text();
    let Some(text) = name.cast::<Str>() else {
        return Err(vm.type_error(format_args!("{}() keywords must be strings", qualname())));
    };
    let total = usize::from(code.argument_count) + usize::from(code.keyword_only_count);
    let positional_only = usize::from(code.positional_only_count);
    let found = code.variables[..total].iter().position(|variable| text.eq_str(&variable.name));
    match found {
        Some(index) if index >= positional_only => {
            if !bound[index].is_unbound() {
                return Err(vm.type_error(format_args!(
                    "{}() got multiple values for argument '{}'",
                    qualname(),
                    text.to_string_lossy()
                )));
            }
            bound[index] = value;
            Ok(())
        }
        _ => match keywords {
            Some(dict) => {
                if dict.get(vm, name)?.is_some() {
                    return Err(vm.type_error(format_args!(
                        "{}() got multiple values for keyword argument '{}'",
                        qualname(),
                        text.to_string_lossy()
                    )));
                }
                dict.set(vm, name, value)
            }
            None if found.is_some() => {
                let names: Vec<&str> = code.variables[..positional_only]
                    .iter()
                    .map(|variable| &*variable.name)
                    .collect();
                Err(vm.type_error(format_args!(
                    "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                    qualname(),
                    names
                        .iter()
                        .filter(|name| text.eq_str(name))
                        .copied()
                        .collect::<Vec<_>>()
                        .join(", ")
                )))
            }
            None => Err(unexpected_keyword(vm, function, code, text)),
        },
    }
}

#[cold]
fn unexpected_keyword(vm: &mut Vm, function: Gc<Function>, code: &Code, name: Gc<Str>) -> Raised {
    let name = name.to_string_lossy();
    let total = usize::from(code.argument_count) + usize::from(code.keyword_only_count);
    let candidates: Vec<&str> = code.variables[usize::from(code.positional_only_count)..total]
        .iter()
        .map(|variable| &*variable.name)
        .collect();
    let message =
        format!("{}() got an unexpected keyword argument '{name}'", function.qualname_text());
    match crate::suggest::closest(&name, candidates.iter().copied()) {
        Some(close) => vm.type_error(format_args!("{message}. Did you mean '{close}'?")),
        None => vm.type_error(message),
    }
}

#[cold]
fn too_many(
    vm: &mut Vm,
    function: Gc<Function>,
    code: &Code,
    given: usize,
    bound: &TempVec,
) -> Raised {
    let positional = usize::from(code.argument_count);
    let total = positional + usize::from(code.keyword_only_count);
    let defaults = function.defaults.get().cast::<Tuple>().map_or(0, |defaults| defaults.len());
    let keyword_given = bound[positional..total].iter().filter(|value| !value.is_unbound()).count();
    let takes = if defaults > 0 {
        format!("from {} to {positional}", positional.saturating_sub(defaults))
    } else {
        positional.to_string()
    };
    let plural = if positional == 1 && defaults == 0 { "" } else { "s" };
    let (given_text, verb) = if keyword_given > 0 {
        let (s, k) = (if given == 1 { "" } else { "s" }, if keyword_given == 1 { "" } else { "s" });
        (
            format!(
                "{given} positional argument{s} (and {keyword_given} keyword-only argument{k})"
            ),
            "were",
        )
    } else {
        (given.to_string(), if given == 1 { "was" } else { "were" })
    };
    vm.type_error(format_args!(
        "{}() takes {takes} positional argument{plural} but {given_text} {verb} given",
        function.qualname_text()
    ))
}

#[cold]
fn missing_arguments(vm: &mut Vm, function: Gc<Function>, kind: &str, names: &[&str]) -> Raised {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let list = match &quoted[..] {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
        [] => String::new(),
    };
    let (count, plural) = (names.len(), if names.len() == 1 { "" } else { "s" });
    vm.type_error(format_args!(
        "{}() missing {count} required {kind} argument{plural}: {list}",
        function.qualname_text()
    ))
}
