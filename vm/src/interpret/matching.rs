//! Structural pattern matching.

use gc::{TempVec, Value};

use crate::builtins::dict::Dict;
use crate::builtins::dict::DictChange;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::object::Type;
use crate::{Name, PyResult, Vm};

impl Vm {
    /// The attributes that the patterns of `class(…)` look at, or `None`.
    pub(super) fn match_class(
        &mut self,
        subject: Value,
        class: Value,
        names: Value,
        positional: usize,
    ) -> PyResult<Value> {
        let Some(class_type) = class.cast::<Type>() else {
            return Err(self.type_error("called match pattern must be a class"));
        };
        if !self.is_instance(subject, class)? {
            return Ok(Value::NONE);
        }
        let mut values = TempVec::new();
        let mut seen: Vec<String> = Vec::new();
        if positional > 0 {
            let match_args = self.find_attribute_named(class, Name::MatchArgs)?;
            let is_self = match_args.is_none() && self.matches_itself(class_type);
            let args = match match_args {
                Some(args) => match args.cast::<Tuple>() {
                    Some(args) => TempVec::from(args.items()),
                    None => {
                        let (class, got) = (class_type.name_text(), self.type_of(args).name_text());
                        return Err(self.type_error(format_args!(
                            "{class}.__match_args__ must be a tuple (got {got})"
                        )));
                    }
                },
                None => TempVec::new(),
            };
            let allowed = if is_self { 1 } else { args.len() };
            if positional > allowed {
                let (name, plural) = (class_type.name_text(), if allowed == 1 { "" } else { "s" });
                return Err(self.type_error(format_args!(
                    "{name}() accepts {allowed} positional sub-pattern{plural} ({positional} given)"
                )));
            }
            if is_self {
                values.push(subject);
            } else {
                for &name in args.iter().take(positional) {
                    let Some(text) = name.cast::<Str>() else {
                        let got = self.type_of(name).name_text();
                        return Err(self.type_error(format_args!(
                            "__match_args__ elements must be strings (got {got})"
                        )));
                    };
                    match self.match_attribute(class_type, subject, text, &mut seen)? {
                        Some(value) => values.push(value),
                        None => return Ok(Value::NONE),
                    }
                }
            }
        }
        let names =
            names.cast::<Tuple>().map_or_else(TempVec::new, |names| TempVec::from(names.items()));
        for name in names.iter() {
            let Some(text) = name.cast::<Str>() else { continue };
            match self.match_attribute(class_type, subject, text, &mut seen)? {
                Some(value) => values.push(value),
                None => return Ok(Value::NONE),
            }
        }
        Ok(self.new_tuple(&values)?.value())
    }

    fn match_attribute(
        &mut self,
        class: gc::Gc<Type>,
        subject: Value,
        name: gc::Gc<Str>,
        seen: &mut Vec<String>,
    ) -> PyResult<Option<Value>> {
        let text = name.to_string_lossy();
        if seen.contains(&text) {
            let class = class.name_text();
            return Err(self.type_error(format_args!(
                "{class}() got multiple sub-patterns for attribute '{text}'"
            )));
        }
        seen.push(text);
        let name = self.intern_str(name)?;
        self.find_attribute(subject, name)
    }

    /// Is the one positional pattern of this class matched against the subject itself?
    fn matches_itself(&self, class: gc::Gc<Type>) -> bool {
        let types = &self.types;
        [
            types.bool,
            types.bytearray,
            types.bytes,
            types.dict,
            types.float,
            types.frozenset,
            types.int,
            types.list,
            types.set,
            types.str,
            types.tuple,
        ]
        .iter()
        .any(|&base| class.is_subtype(base))
    }

    /// The values of a mapping at `keys`, or `None` if one is missing.
    pub(super) fn match_keys(&mut self, subject: Value, keys: Value) -> PyResult<Value> {
        let keys =
            keys.cast::<Tuple>().map_or_else(TempVec::new, |keys| TempVec::from(keys.items()));
        if keys.is_empty() {
            return Ok(self.empty_tuple.value());
        }
        let get = self.intern("get")?;
        let get = self.get_attribute(subject, get)?;
        let class = self.types.object.value();
        let missing = self.call_values(class, &[])?;
        let seen = self.new_dict()?;
        let mut values = TempVec::with_capacity(keys.len());
        for &key in keys.iter() {
            if seen.get(self, key)?.is_some() {
                let key = self.repr_text(key)?;
                return Err(
                    self.value_error(format_args!("mapping pattern checks duplicate key ({key})"))
                );
            }
            seen.set(self, key, Value::TRUE)?;
            let value = self.call_values(get, &[key, missing])?;
            if value == missing {
                return Ok(Value::NONE);
            }
            values.push(value);
        }
        Ok(self.new_tuple(&values)?.value())
    }

    /// A dict of what `keys` did not take.
    pub(super) fn match_rest(&mut self, subject: Value, keys: Value) -> PyResult<Value> {
        let rest = self.new_dict()?;
        match subject.cast::<Dict>() {
            Some(dict) if dict.is_exact() => rest.update_from(self, dict)?,
            _ => self.for_each_entry(subject, |vm, key, value| rest.set(vm, key, value))?,
        }
        let keys =
            keys.cast::<Tuple>().map_or_else(TempVec::new, |keys| TempVec::from(keys.items()));
        for &key in keys.iter() {
            let _ = rest.delete(self, key)?;
        }
        Ok(rest.value())
    }
}
