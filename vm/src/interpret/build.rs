//! What displays, formatted strings, functions and classes are made by.

use gc::{Gc, TempVec, Value};

use crate::builtins::code::CodeObject;
use crate::builtins::dict::Dict;
use crate::builtins::dict::DictChange;
use crate::builtins::function::Function;
use crate::builtins::list::List;
use crate::builtins::str::Str;
use crate::{Name, PyResult, Vm};

impl Vm {
    pub(super) fn build_set(&mut self, items: &[Value]) -> PyResult<Value> {
        let set = self.new_set()?;
        for &item in items {
            self.set_add(set, item)?;
        }
        Ok(set)
    }

    pub(super) fn build_dict(&mut self, pairs: &[Value]) -> PyResult<Value> {
        let dict = self.new_dict()?;
        for pair in pairs.chunks_exact(2) {
            dict.set(self, pair[0], pair[1])?;
        }
        Ok(dict.value())
    }

    /// The strings, which are all exact, one behind the other.
    pub(super) fn build_string(&mut self, parts: &[Value]) -> PyResult<Value> {
        let parts: TempVec = TempVec::from(parts);
        Ok(self.concat_strings(&parts)?.value())
    }

    pub(super) fn extend_display(&mut self, list: Value, iterable: Value) -> PyResult<()> {
        let Some(list) = list.cast::<List>() else { return Ok(()) };
        let has_iter =
            self.slots(iterable).iter.is_some() || self.slots(iterable).get_item.is_some();
        if !has_iter {
            let class = self.type_of(iterable).name_text();
            return Err(
                self.type_error(format_args!("Value after * must be an iterable, not {class}"))
            );
        }
        self.list_extend(list, iterable)
    }

    pub(super) fn set_update(&mut self, set: Value, iterable: Value) -> PyResult<()> {
        self.for_each(iterable, |vm, item| {
            vm.set_add(set, item)?;
            Ok(true)
        })
    }

    pub(super) fn dict_add(&mut self, dict: Value, key: Value, value: Value) -> PyResult<()> {
        match dict.cast::<Dict>() {
            Some(dict) => dict.set(self, key, value),
            None => Ok(()),
        }
    }

    pub(super) fn dict_update_display(&mut self, dict: Value, mapping: Value) -> PyResult<()> {
        let Some(dict) = dict.cast::<Dict>() else { return Ok(()) };
        if let Some(other) = mapping.cast::<Dict>()
            && other.is_exact()
        {
            return dict.update_from(self, other);
        }
        if self.find_attribute_named(mapping, Name::Keys)?.is_none() {
            let class = self.type_of(mapping).name_text();
            return Err(self.type_error(format_args!("'{class}' object is not a mapping")));
        }
        self.for_each_entry(mapping, |vm, key, value| dict.set(vm, key, value))
    }

    /// Calls `visit` with the keys and values of a mapping that has `keys()`.
    pub fn for_each_entry(
        &mut self,
        mapping: Value,
        mut visit: impl FnMut(&mut Vm, Value, Value) -> PyResult<()>,
    ) -> PyResult<()> {
        let keys = self.call_method_named(mapping, Name::Keys, &[])?;
        let keys = self.collect_items(keys)?;
        for &key in keys.iter() {
            let value = self.get_item(mapping, key)?;
            visit(self, key, value)?;
        }
        Ok(())
    }

    pub(super) fn dict_merge_keywords(
        &mut self,
        dict: Value,
        mapping: Value,
        callable: Value,
    ) -> PyResult<()> {
        let Some(dict) = dict.cast::<Dict>() else { return Ok(()) };
        let is_mapping =
            mapping.is::<Dict>() || self.find_attribute_named(mapping, Name::Keys)?.is_some();
        if !is_mapping {
            let (function, class) =
                (self.function_text(callable)?, self.type_of(mapping).name_text());
            return Err(self.type_error(format_args!(
                "{function} argument after ** must be a mapping, not {class}"
            )));
        }
        let merge = |vm: &mut Vm, key: Value, value: Value| {
            if !key.is::<Str>() {
                return Err(vm.type_error("keywords must be strings"));
            }
            if dict.get(vm, key)?.is_some() {
                let (function, key) = (vm.function_text(callable)?, vm.str(key)?.to_string_lossy());
                return Err(vm.type_error(format_args!(
                    "{function} got multiple values for keyword argument '{key}'"
                )));
            }
            dict.set(vm, key, value)
        };
        if let Some(other) = mapping.cast::<Dict>()
            && other.is_exact()
        {
            let mut position = 0;
            while let Some((next, key, value)) = other.next_entry(position) {
                merge(self, key, value)?;
                position = next;
            }
            return Ok(());
        }
        self.for_each_entry(mapping, merge)
    }

    /// `module.qualname()` of a callable, for messages.
    pub fn function_text(&mut self, callable: Value) -> PyResult<String> {
        let Some(name) = self
            .find_attribute_named(callable, Name::QualName)?
            .and_then(|name| name.cast::<Str>())
        else {
            return Ok(self.str(callable)?.to_string_lossy());
        };
        let module = self
            .find_attribute_named(callable, Name::Module)?
            .and_then(|module| module.cast::<Str>());
        Ok(match module {
            Some(module) if !module.eq_str("builtins") => {
                format!("{}.{}()", module.to_string_lossy(), name.to_string_lossy())
            }
            _ => format!("{}()", name.to_string_lossy()),
        })
    }

    pub(super) fn format_value(
        &mut self,
        value: Value,
        conversion: u8,
        spec: Value,
    ) -> PyResult<Value> {
        let converted = match conversion {
            1 => self.str(value)?.value(),
            2 => self.repr(value)?.value(),
            3 => self.ascii(value)?.value(),
            _ => value,
        };
        let spec = match spec.cast::<Str>() {
            Some(spec) => spec,
            None => self.name(Name::Empty),
        };
        Ok(self.format(converted, spec)?.value())
    }

    pub(super) fn build_interpolation(
        &mut self,
        parts: [Value; 3],
        conversion: u8,
    ) -> PyResult<Value> {
        let conversion = match conversion & 3 {
            1 => self.intern("s")?.value(),
            2 => self.intern("r")?.value(),
            3 => self.intern("a")?.value(),
            _ => Value::NONE,
        };
        let class = self.templatelib("Interpolation")?;
        self.call_values(class, &[parts[0], parts[1], conversion, parts[2]])
    }

    pub(super) fn build_template(
        &mut self,
        strings: Value,
        interpolations: Value,
    ) -> PyResult<Value> {
        let (strings, interpolations) =
            (self.collect_items(strings)?, self.collect_items(interpolations)?);
        let mut parts = TempVec::new();
        for (index, &text) in strings.iter().enumerate() {
            parts.push(text);
            parts.extend(interpolations.get(index).copied());
        }
        let class = self.templatelib("Template")?;
        self.call_values(class, &parts)
    }

    fn templatelib(&mut self, name: &str) -> PyResult<Value> {
        let module = self.import_module("_template")?;
        let name = self.intern(name)?;
        self.get_attribute(module, name)
    }

    /// Exactly `count` items of `source`.
    pub(super) fn unpack(&mut self, source: Value, count: usize) -> PyResult<TempVec> {
        let iterator = self.unpack_iterator(source)?;
        let mut items = TempVec::with_capacity(count);
        while items.len() < count {
            match self.next(iterator)? {
                Some(item) => items.push(item),
                None => {
                    let got = items.len();
                    return Err(self.value_error(format_args!(
                        "not enough values to unpack (expected {count}, got {got})"
                    )));
                }
            }
        }
        if self.next(iterator)?.is_none() {
            return Ok(items);
        }
        // Containers know how many they have.
        let sized = source.is::<List>()
            || source.is::<crate::builtins::tuple::Tuple>()
            || source.is::<Dict>();
        if sized {
            let got = self.len(source)?;
            return Err(self.value_error(format_args!(
                "too many values to unpack (expected {count}, got {got})"
            )));
        }
        Err(self.value_error(format_args!("too many values to unpack (expected {count})")))
    }

    fn unpack_iterator(&mut self, source: Value) -> PyResult<Value> {
        if self.slots(source).iter.is_none() && self.slots(source).get_item.is_none() {
            let class = self.type_of(source).name_text();
            return Err(self.type_error(format_args!("cannot unpack non-iterable {class} object")));
        }
        self.iter(source)
    }

    /// `before` items, a list, `after` items.
    pub(super) fn unpack_star(
        &mut self,
        source: Value,
        before: usize,
        after: usize,
    ) -> PyResult<TempVec> {
        let iterator = self.unpack_iterator(source)?;
        let mut items = TempVec::new();
        while let Some(item) = self.next(iterator)? {
            self.charge(1)?;
            items.push(item);
        }
        if items.len() < before + after {
            let (least, got) = (before + after, items.len());
            return Err(self.value_error(format_args!(
                "not enough values to unpack (expected at least {least}, got {got})"
            )));
        }
        let middle = self.new_list(&items[before..items.len() - after])?;
        let mut result = TempVec::with_capacity(before + 1 + after);
        result.extend_from_slice(&items[..before]);
        result.push(middle.value());
        result.extend_from_slice(&items[items.len() - after..]);
        Ok(result)
    }

    pub(super) fn make_function(
        &mut self,
        code: Value,
        flags: u8,
        parts: &[Value],
    ) -> PyResult<Value> {
        let Some(code) = code.cast::<CodeObject>() else {
            return Err(self.system_error("a function without code"));
        };
        let frame = self.interpreter.frames.last().expect("a frame runs");
        let (globals, builtins) = (frame.globals, frame.builtins);
        let parts = TempVec::from(parts);
        let function: Gc<Function> = self.new_function(code, globals, builtins)?;
        let mut parts = parts.iter().copied();
        for (bit, field) in [
            (1, &function.defaults),
            (2, &function.keyword_defaults),
            (4, &function.annotate),
            (8, &function.closure),
        ] {
            if flags & bit != 0
                && let Some(part) = parts.next()
            {
                field.set(function, part);
            }
        }
        Ok(function.value())
    }

    pub(super) fn load_build_class(&mut self) -> PyResult<Value> {
        let frame = self.interpreter.frames.last().expect("a frame runs");
        let builtins = frame.builtins;
        let name = self.name(Name::BuildClass);
        match builtins.get_name(self, name)? {
            Some(function) => Ok(function),
            None => Err(crate::builtins::exceptions::name_error(
                self,
                name,
                "__build_class__ not found",
            )),
        }
    }
}
