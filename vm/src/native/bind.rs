//! Binding the arguments of a call to a native's signature.

use gc::{Gc, TempVec, Value};

use super::signature::{Default, ParameterKind, Signature};
use super::{Args, NativeDef};
use crate::builtins::dict::DictChange;
use crate::builtins::str::Str;
use crate::{PyResult, Raised, Vm};

/// Up to this many bound arguments lie on the native stack.
const INLINE: usize = 8;

impl Vm {
    /// Calls the native `def` with `receiver` (if any) in front of `args`.
    #[inline]
    pub fn call_native(
        &mut self,
        def: &'static NativeDef,
        receiver: Option<Value>,
        args: Args<'_>,
    ) -> PyResult<Value> {
        let signature = def.signature();
        if signature.is_simple && args.names.is_empty() {
            let given = args.values.len() + usize::from(receiver.is_some());
            let count = signature.parameters.len();
            if given == count && receiver.is_none() {
                return (def.call)(self, args.values);
            }
            if given <= count && given >= signature.required && count <= INLINE {
                let mut bound = [Value::UNBOUND; INLINE];
                let mut filled = 0;
                if let Some(receiver) = receiver {
                    bound[0] = receiver;
                    filled = 1;
                }
                bound[filled..given].copy_from_slice(args.values);
                for (place, parameter) in
                    bound[..count].iter_mut().zip(&signature.parameters).skip(given)
                {
                    *place = self.default_value(parameter.default)?;
                }
                return (def.call)(self, &bound[..count]);
            }
        }
        let bound = self.bind_native(def, signature, receiver, args)?;
        (def.call)(self, &bound)
    }

    fn default_value(&mut self, default: Default) -> PyResult<Value> {
        Ok(match default {
            Default::Required | Default::Unbound => Value::UNBOUND,
            Default::None => Value::NONE,
            Default::Bool(truth) => Value::from_bool(truth),
            Default::Int(number) => self.new_int(number)?,
            Default::Float(number) => Value::from_f64(number),
            Default::Str(text) => self.intern(text)?.value(),
            Default::EmptyTuple => self.empty_tuple.value(),
            Default::EmptyBytes => self.new_bytes(b"")?.value(),
        })
    }

    #[inline(never)]
    fn bind_native(
        &mut self,
        def: &'static NativeDef,
        signature: &Signature,
        receiver: Option<Value>,
        args: Args<'_>,
    ) -> PyResult<TempVec> {
        let parameters = &signature.parameters;
        let mut bound = TempVec::from(vec![Value::UNBOUND; parameters.len()]);
        let mut given = vec![false; parameters.len()];
        let mut positional = TempVec::with_capacity(args.values.len() + 1);
        positional.extend(receiver);
        positional.extend_from_slice(args.positionals());
        let direct = positional.len().min(signature.positional);
        bound[..direct].copy_from_slice(&positional[..direct]);
        given[..direct].fill(true);
        let rest = parameters.iter().position(|parameter| parameter.kind == ParameterKind::Rest);
        match rest {
            Some(index) => {
                let tuple = self.new_tuple(&positional[direct..])?;
                bound[index] = tuple.value();
            }
            None if positional.len() > direct => {
                return Err(self.too_many(
                    def,
                    signature,
                    positional.len(),
                    receiver.is_some(),
                    args,
                ));
            }
            None => {}
        }
        let keywords_index =
            parameters.iter().position(|parameter| parameter.kind == ParameterKind::Keywords);
        for (name, value) in args.keywords() {
            let Some(name) = name.cast::<Str>() else {
                return Err(self.type_error("keywords must be strings"));
            };
            let found = parameters.iter().position(|parameter| {
                matches!(parameter.kind, ParameterKind::Positional | ParameterKind::KeywordOnly)
                    && name.eq_str(parameter.name)
            });
            match (found, keywords_index) {
                (Some(index), _) if given[index] => {
                    return Err(self.type_error(format_args!(
                        "argument for {}() given by name ('{}') and position ({})",
                        def.name(),
                        parameters[index].name,
                        index + usize::from(receiver.is_none())
                    )));
                }
                (Some(index), _) => {
                    bound[index] = value;
                    given[index] = true;
                }
                (None, Some(index)) => {
                    if bound[index].is_unbound() {
                        bound[index] = self.new_dict()?.value();
                    }
                    if let Some(dict) = bound[index].cast::<crate::builtins::dict::Dict>() {
                        dict.set(self, name.value(), value)?;
                    }
                }
                (None, None) => {
                    let first = positional.first().copied();
                    return Err(self.unknown_keyword(def, signature, name, first));
                }
            }
        }
        for (index, parameter) in parameters.iter().enumerate() {
            if given[index] || !bound[index].is_unbound() {
                continue;
            }
            if parameter.default == Default::Required {
                return Err(self.missing(
                    def,
                    signature,
                    index,
                    positional.len(),
                    receiver.is_some(),
                ));
            }
            bound[index] = self.default_value(parameter.default)?;
        }
        Ok(bound)
    }

    #[cold]
    fn unknown_keyword(
        &mut self,
        def: &NativeDef,
        signature: &Signature,
        name: Gc<Str>,
        first: Option<Value>,
    ) -> Raised {
        let names: Vec<&str> = signature
            .parameters
            .iter()
            .skip(usize::from(is_method(def, signature)))
            .filter(|parameter| takes_keyword(parameter.kind))
            .map(|parameter| parameter.name)
            .collect();
        if names.is_empty() {
            let function = match first.and_then(|first| first.cast::<crate::object::Type>()) {
                Some(class) => format!("{}.{}", class.name_text(), def.name()),
                None => self.qualified_name(def),
            };
            return self.type_error(format_args!("{function}() takes no keyword arguments"));
        }
        let name = name.to_string_lossy();
        let hint = crate::suggest::closest(&name, names.iter().copied())
            .map_or_else(String::new, |found| format!(". Did you mean '{found}'?"));
        let function = def.name();
        self.type_error(format_args!(
            "{function}() got an unexpected keyword argument '{name}'{hint}"
        ))
    }

    /// The name of a native as CPython shows it in errors about the number of arguments: with its class or module.
    fn qualified_name(&self, def: &NativeDef) -> String {
        let is_in = |defs: &[NativeDef]| defs.iter().any(|each| std::ptr::eq(each, def));
        let name = def.name();
        for class in crate::builtins::TYPE_DEFS {
            if is_in(class.methods) || is_in(class.class_methods) || is_in(class.static_methods) {
                return format!("{}.{name}", class.name);
            }
        }
        for module in &self.native_modules {
            if is_in(module.functions) && module.name != "builtins" {
                return format!("{}.{name}", module.name);
            }
        }
        name.to_owned()
    }

    #[cold]
    fn too_many(
        &mut self,
        def: &NativeDef,
        signature: &Signature,
        given: usize,
        has_receiver: bool,
        args: Args<'_>,
    ) -> Raised {
        let hidden = usize::from(has_receiver || is_method(def, signature));
        let (given, most, least) = (
            given - hidden.min(given),
            signature.positional - hidden.min(signature.positional),
            signature.required.saturating_sub(hidden),
        );
        let name = def.name();
        if !signature.parameters.iter().any(|parameter| takes_keyword(parameter.kind)) {
            return self.wrong_count(def, least, most, given, hidden > 0);
        }
        let all = signature.parameters.len() - hidden;
        let total = given + args.names.len();
        if total > all {
            let exactly = if least < all { "at most" } else { "exactly" };
            let kind = if given == 0 { "keyword " } else { "" };
            return self.type_error(format_args!(
                "{name}() takes {exactly} {all} {kind}argument{} ({total} given)",
                plural(all)
            ));
        }
        if most == 0 {
            return self.type_error(format_args!("{name}() takes no positional arguments"));
        }
        let exactly = if least < most { "at most" } else { "exactly" };
        self.type_error(format_args!(
            "{name}() takes {exactly} {most} positional argument{} ({given} given)",
            plural(most)
        ))
    }

    /// The wrong number of arguments for a native without keywords. `is_method`: or is it a function or a type?
    fn wrong_count(
        &mut self,
        def: &NativeDef,
        least: usize,
        most: usize,
        given: usize,
        is_method: bool,
    ) -> Raised {
        let name = def.name();
        let is_constructor =
            is_method && crate::builtins::TYPE_DEFS.iter().any(|class| class.name == name);
        match (least, most) {
            (0, 0) => {
                let name = self.qualified_name(def);
                self.type_error(format_args!("{name}() takes no arguments ({given} given)"))
            }
            (1, 1) if !is_constructor => {
                let name = self.qualified_name(def);
                self.type_error(format_args!("{name}() takes exactly one argument ({given} given)"))
            }
            (least, most) if least == most => self.type_error(format_args!(
                "{name} expected {most} argument{}, got {given}",
                plural(most)
            )),
            _ if given > most => self.type_error(format_args!(
                "{name} expected at most {most} argument{}, got {given}",
                plural(most)
            )),
            _ => self.type_error(format_args!(
                "{name} expected at least {least} argument{}, got {given}",
                plural(least)
            )),
        }
    }

    #[cold]
    fn missing(
        &mut self,
        def: &NativeDef,
        signature: &Signature,
        index: usize,
        given: usize,
        has_receiver: bool,
    ) -> Raised {
        let hidden = usize::from(has_receiver || is_method(def, signature));
        let given = given - hidden.min(given);
        let (most, least) = (
            signature.positional - hidden.min(signature.positional),
            signature.required.saturating_sub(hidden),
        );
        let name = def.name();
        let parameter = &signature.parameters[index];
        if parameter.kind == ParameterKind::PositionalOnly {
            if !signature.parameters.iter().any(|parameter| takes_keyword(parameter.kind)) {
                return self.wrong_count(def, least, most, given, hidden > 0);
            }
            let exactly = if least < most { "at least" } else { "exactly" };
            return self.type_error(format_args!(
                "{name}() takes {exactly} {least} positional argument{} ({given} given)",
                plural(least)
            ));
        }
        self.type_error(format_args!(
            "{name}() missing required argument '{}' (pos {})",
            parameter.name,
            index + 1 - hidden
        ))
    }
}

fn takes_keyword(kind: ParameterKind) -> bool {
    matches!(kind, ParameterKind::Positional | ParameterKind::KeywordOnly)
}

/// Is the first parameter a receiver, which callers do not count?
fn is_method(def: &NativeDef, signature: &Signature) -> bool {
    match signature.parameters.first().map(|first| first.name) {
        Some("self") => true,
        // The class of a constructor or class method; a plain function may have a parameter of that name.
        Some("cls") => crate::builtins::TYPE_DEFS.iter().any(|class| {
            class.name == def.name()
                || class.class_methods.iter().any(|each| std::ptr::eq(each, def))
        }),
        _ => false,
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
