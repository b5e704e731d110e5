//! Globals, names of class bodies and modules, and the errors of missing variables.
//!
//! The cache of `load_global` holds the namespace it was filled in, the cell of the name there and the cell of the
//! name in `builtins`; a missing name has an empty cell as placeholder, so nothing needs to be invalidated.

use gc::{Field, Gc, Value};

use crate::builtins::cell::Cell;
use crate::builtins::code::CACHE_WORDS;
use crate::builtins::dict::Dict;
use crate::builtins::dict::DictChange;
use crate::builtins::str::Str;
use crate::{PyResult, Raised, Vm};

impl Vm {
    /// The cache `index` of the running code.
    fn cache(&self, index: u16) -> &'static [Field] {
        let array = self.interpreter.frames.last().and_then(|frame| frame.code.caches.get());
        let fields = array.map_or(&[][..], |array| {
            let all = array.fields();
            // SAFETY: the code object, which the running frame holds, keeps the array.
            unsafe { std::slice::from_raw_parts(all.as_ptr(), all.len()) }
        });
        let start = usize::from(index) * CACHE_WORDS;
        &fields[start..start + CACHE_WORDS]
    }

    fn scope(&self) -> (Gc<Dict>, Gc<Dict>, Value) {
        let frame = self.interpreter.frames.last().expect("a frame runs");
        (frame.globals, frame.builtins, frame.namespace)
    }

    fn fill_global(&mut self, index: u16, globals: Gc<Dict>, own: Gc<Cell>, builtin: Value) {
        let cache = self.cache(index);
        let Some(owner) = self.interpreter.frames.last().and_then(|frame| frame.code.caches.get())
        else {
            return;
        };
        cache[1].set(owner, own.value());
        cache[2].set(owner, builtin);
        cache[0].set(owner, globals.value());
    }

    #[inline(never)]
    pub(super) fn load_global(&mut self, index: u16) -> PyResult<Value> {
        let name = super::attribute::name(self.cache(index));
        let (globals, builtins, _) = self.scope();
        if globals.make_namespace(self)? && builtins.make_namespace(self)? {
            let own = globals.cell_of(self, name)?;
            let builtin = builtins.cell_of(self, name)?;
            self.fill_global(index, globals, own, builtin.value());
            return match own.get().bound().or(builtin.get().bound()) {
                Some(value) => Ok(value),
                None => Err(self.undefined_name(name)),
            };
        }
        self.load_global_plain(globals, builtins, name)
    }

    fn load_global_plain(
        &mut self,
        globals: Gc<Dict>,
        builtins: Gc<Dict>,
        name: Gc<Str>,
    ) -> PyResult<Value> {
        if let Some(value) = self.mapping_get(globals.value(), name)? {
            return Ok(value);
        }
        match self.mapping_get(builtins.value(), name)? {
            Some(value) => Ok(value),
            None => Err(self.undefined_name(name)),
        }
    }

    /// `mapping[name]`, or `None` for a `KeyError`.
    fn mapping_get(&mut self, mapping: Value, name: Gc<Str>) -> PyResult<Option<Value>> {
        if let Some(dict) = mapping.cast::<Dict>()
            && dict.is_exact()
        {
            return dict.get_name(self, name);
        }
        match self.get_item(mapping, name.value()) {
            Ok(value) => Ok(Some(value)),
            Err(raised) => {
                let class = self.exceptions.KeyError;
                self.catch_if(raised, class)?;
                Ok(None)
            }
        }
    }

    #[inline(never)]
    pub(super) fn store_global(&mut self, index: u16, value: Value) -> PyResult<()> {
        let name = super::attribute::name(self.cache(index));
        let (globals, _, _) = self.scope();
        globals.set_name(self, name, value)?;
        if globals.make_namespace(self)? {
            let own = globals.cell_of(self, name)?;
            self.fill_global(index, globals, own, own.value());
        }
        Ok(())
    }

    pub(super) fn delete_global(&mut self, index: u16) -> PyResult<()> {
        let name = super::attribute::name(self.cache(index));
        let (globals, _, _) = self.scope();
        match globals.delete_name(self, name)? {
            Some(_) => Ok(()),
            None => Err(self.undefined_name(name)),
        }
    }

    pub(super) fn load_name(&mut self, index: u16) -> PyResult<Value> {
        let name = super::attribute::name(self.cache(index));
        let (globals, builtins, namespace) = self.scope();
        if !namespace.is_unbound()
            && namespace != globals.value()
            && let Some(value) = self.mapping_get(namespace, name)?
        {
            return Ok(value);
        }
        self.load_global_plain(globals, builtins, name)
    }

    pub(super) fn store_name(&mut self, index: u16, value: Value) -> PyResult<()> {
        let name = super::attribute::name(self.cache(index));
        let (globals, _, namespace) = self.scope();
        let target = if namespace.is_unbound() { globals.value() } else { namespace };
        match target.cast::<Dict>() {
            Some(dict) if dict.is_exact() => dict.set_name(self, name, value),
            _ => self.set_item(target, name.value(), value),
        }
    }

    pub(super) fn delete_name(&mut self, index: u16) -> PyResult<()> {
        let name = super::attribute::name(self.cache(index));
        let (globals, _, namespace) = self.scope();
        let target = if namespace.is_unbound() { globals.value() } else { namespace };
        if let Some(dict) = target.cast::<Dict>()
            && dict.is_exact()
        {
            return match dict.delete_name(self, name)? {
                Some(_) => Ok(()),
                None => Err(self.undefined_name(name)),
            };
        }
        match self.set_item(target, name.value(), Value::UNBOUND) {
            Ok(()) => Ok(()),
            Err(raised) => {
                let class = self.exceptions.KeyError;
                self.catch_if(raised, class)?;
                Err(self.undefined_name(name))
            }
        }
    }

    pub(super) fn load_from_mapping_or_global(
        &mut self,
        mapping: Value,
        index: u16,
    ) -> PyResult<Value> {
        let name = super::attribute::name(self.cache(index));
        if let Some(value) = self.mapping_get(mapping, name)? {
            return Ok(value);
        }
        let (globals, builtins, _) = self.scope();
        self.load_global_plain(globals, builtins, name)
    }

    pub(super) fn load_locals(&mut self) -> PyResult<Value> {
        let (globals, _, namespace) = self.scope();
        Ok(if namespace.is_unbound() { globals.value() } else { namespace })
    }

    /// A free variable read in a class body, where a local of the same name comes first.
    pub(super) fn load_class_cell(&mut self, cell: Value, variable: u16) -> PyResult<Value> {
        let (_, _, namespace) = self.scope();
        let name = self.variable_name(variable);
        if !namespace.is_unbound() {
            let name = self.intern(&name)?;
            if let Some(value) = self.mapping_get(namespace, name)? {
                return Ok(value);
            }
        }
        match cell.cast::<Cell>().and_then(|cell| cell.get().bound()) {
            Some(value) => Ok(value),
            None => Err(self.unbound_cell(variable)),
        }
    }

    fn variable_name(&self, variable: u16) -> String {
        let frame = self.interpreter.frames.last();
        let name = frame.and_then(|frame| frame.data().code.variables.get(usize::from(variable)));
        name.map_or_else(String::new, |variable| variable.name.to_string())
    }

    /// Raises `NameError` about a name found nowhere.
    #[cold]
    pub(super) fn undefined_name(&mut self, name: Gc<Str>) -> Raised {
        crate::builtins::exceptions::name_error(
            self,
            name,
            &format!("name '{}' is not defined", name.to_string_lossy()),
        )
    }

    /// Raises the error of reading the register of a local (or, if `free`, free) variable that has no value.
    #[cold]
    pub(super) fn unbound_variable(&mut self, variable: u16, free: bool) -> Raised {
        let name = self.variable_name(variable);
        if free {
            return self.unbound_free(&name);
        }
        let class = self.exceptions.UnboundLocalError;
        self.raise_new(
            class,
            format_args!(
                "cannot access local variable '{name}' where it is not associated with a value"
            ),
        )
    }

    #[cold]
    fn unbound_free(&mut self, name: &str) -> Raised {
        let text = format!(
            "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
        );
        match self.intern(name) {
            Ok(name) => crate::builtins::exceptions::name_error(self, name, &text),
            Err(raised) => raised,
        }
    }

    /// Raises the error of reading an empty cell.
    #[cold]
    pub(super) fn unbound_cell(&mut self, variable: u16) -> Raised {
        let name = self.variable_name(variable);
        let frame = self.interpreter.frames.last();
        let kind = frame
            .and_then(|frame| frame.data().code.variables.get(usize::from(variable)))
            .map(|variable| variable.kind);
        if kind == Some(frontend::bytecode::VariableKind::Free) {
            return self.unbound_free(&name);
        }
        let class = self.exceptions.UnboundLocalError;
        self.raise_new(
            class,
            format_args!(
                "cannot access local variable '{name}' where it is not associated with a value"
            ),
        )
    }

    /// `locals()`: the namespace of a module or class body; of a function a new dict of its variables.
    pub fn locals(&mut self) -> PyResult<Value> {
        let Some(index) = self.interpreter.frames.len().checked_sub(1) else {
            return Err(self.system_error("no running frame"));
        };
        self.locals_of_frame(index)
    }

    pub(crate) fn locals_of_frame(&mut self, index: usize) -> PyResult<Value> {
        let frame = &self.interpreter.frames[index];
        let is_function =
            frame.data().code.flags.contains(frontend::bytecode::CodeFlags::OPTIMIZED);
        if !is_function {
            let (namespace, globals) = (frame.namespace, frame.globals);
            return Ok(if namespace.is_unbound() { globals.value() } else { namespace });
        }
        let dict = self.new_dict()?;
        for (code, variable, value) in self.frame_variables(index) {
            let name = self.intern(&code.variables[variable].name)?;
            dict.set_name(self, name, value)?;
        }
        Ok(dict.value())
    }
}
