//! Imports.
//!
//! Modules come from the native ones, then from what `sys.path` finds through the door to the file system. `sys.modules` is
//! the machine's own dict of them.

use gc::{Gc, TempVec, Value};

use crate::builtins::dict::DictChange;
use crate::builtins::module::Module;
use crate::builtins::str::Str;
use crate::{Name, PyResult, Vm};

impl Vm {
    /// `__import__(name, globals, locals, fromlist, level)`.
    pub fn import(
        &mut self,
        name: Value,
        globals: Value,
        fromlist: Value,
        level: i64,
    ) -> PyResult<Value> {
        let Some(name) = name.cast::<Str>() else {
            return Err(self.type_error("module name must be a string"));
        };
        if level < 0 {
            return Err(self.value_error("level must be >= 0"));
        }
        let text = name.to_string_lossy();
        let full =
            if level > 0 { self.resolve_relative(&text, globals, level)? } else { text.clone() };
        if full.is_empty() {
            return Err(self.value_error("Empty module name"));
        }
        let module = self.import_module(&full)?;
        if self.is_true(fromlist)? {
            self.import_submodules(module, &full, fromlist)?;
            return Ok(module);
        }
        // `import a.b` binds `a`.
        match text.split_once('.') {
            None => Ok(module),
            Some((head, _)) if level == 0 => self.import_module(head),
            Some((head, _)) => {
                let cut = full.len() - text.len() + head.len();
                self.import_module(&full[..cut])
            }
        }
    }

    fn resolve_relative(&mut self, name: &str, globals: Value, level: i64) -> PyResult<String> {
        let package = match globals.cast::<crate::builtins::dict::Dict>() {
            Some(globals) => {
                let package = globals
                    .get_name(self, self.name(Name::Package))?
                    .filter(|package| !package.is_none());
                match package.and_then(|package| package.cast::<Str>()) {
                    Some(package) => package.to_string_lossy(),
                    None => {
                        let module = globals
                            .get_name(self, self.name(Name::NameDunder))?
                            .and_then(|name| name.cast::<Str>());
                        let module = module.map(|name| name.to_string_lossy()).unwrap_or_default();
                        let is_package = globals.get_name(self, self.name(Name::Path))?.is_some();
                        if is_package {
                            module
                        } else {
                            module
                                .rsplit_once('.')
                                .map_or(String::new(), |(package, _)| package.to_owned())
                        }
                    }
                }
            }
            None => String::new(),
        };
        let class = self.exceptions.ImportError;
        if package.is_empty() {
            return Err(self.import_error(
                class,
                "attempted relative import with no known parent package",
                Value::NONE,
                Value::NONE,
            ));
        }
        let mut base = package.as_str();
        for _ in 1..level {
            match base.rsplit_once('.') {
                Some((parent, _)) => base = parent,
                None => {
                    return Err(self.import_error(
                        class,
                        "attempted relative import beyond top-level package",
                        Value::NONE,
                        Value::NONE,
                    ));
                }
            }
        }
        Ok(if name.is_empty() { base.to_owned() } else { format!("{base}.{name}") })
    }

    /// The module `name`, imported if need be.
    pub fn import_module(&mut self, name: &str) -> PyResult<Value> {
        let key = self.intern(name)?;
        let modules = self.modules;
        if let Some(module) = modules.get_name(self, key)? {
            if module.is_none() {
                let class = self.exceptions.ModuleNotFoundError;
                let message = format!("import of {name} halted; None in sys.modules");
                return Err(self.import_error(class, &message, key.value(), Value::NONE));
            }
            return Ok(module);
        }
        self.check_stack()?;
        let parent = match name.rsplit_once('.') {
            Some((parent, _)) => Some(self.import_module(parent)?),
            None => None,
        };
        // The parent's code may have imported it.
        if let Some(module) = modules.get_name(self, key)? {
            return Ok(module);
        }
        let module = match self.import_through_finders(name, parent)? {
            Some(module) => module,
            None => self.import_by_machine(name, key, parent)?,
        };
        if let Some(parent) = parent
            && let Some((_, child)) = name.rsplit_once('.')
        {
            let child = self.intern(child)?;
            self.set_attribute(parent, child, module)?;
        }
        Ok(module)
    }

    fn import_by_machine(
        &mut self,
        name: &str,
        key: Gc<Str>,
        parent: Option<Value>,
    ) -> PyResult<Value> {
        if name.starts_with("_frozen_importlib")
            && !self.describes
            && !self.is_importing("importlib")
        {
            // Other names of parts of importlib.
            self.import_module("importlib")?;
            let modules = self.modules;
            if let Some(module) = modules.get_name(self, key)? {
                return Ok(module);
            }
        }
        match self.native_modules.iter().find(|def| def.name == name).copied() {
            Some(def) => {
                let module = self.new_native_module(def)?;
                self.leave_to_describe(module)?;
                let modules = self.modules;
                modules.set_name(self, key, module.value())?;
                Ok(module.value())
            }
            None => self.import_source(name, key, parent),
        }
    }

    /// Asks the finders that the program put into `sys.meta_path` before the machine's own.
    fn import_through_finders(
        &mut self,
        name: &str,
        parent: Option<Value>,
    ) -> PyResult<Option<Value>> {
        let modules = self.modules;
        let Some(sys) = modules.get_name(self, self.name(Name::Sys))? else { return Ok(None) };
        let finders = self.intern("meta_path")?;
        let finders = match self.find_attribute(sys, finders)? {
            Some(finders) => match finders.cast::<crate::builtins::list::List>() {
                Some(list) if !list.is_empty() => self.collect_items(list.value())?,
                _ => return Ok(None),
            },
            None => return Ok(None),
        };
        let path = match parent {
            Some(parent) => self.find_attribute_named(parent, Name::Path)?.unwrap_or(Value::NONE),
            None => Value::NONE,
        };
        let marker = self.intern("_machine_default")?;
        for &finder in finders.iter() {
            if self.find_attribute(finder, marker)?.is_some() {
                return Ok(None);
            }
            let text = self.new_str(name)?.value();
            let found = self.call_import_hook("load_with", &[finder, text, path])?;
            if !found.is_none() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn call_import_hook(&mut self, function: &str, arguments: &[Value]) -> PyResult<Value> {
        let hooks = self.import_by_machine_once("_import_hooks")?;
        let function = self.intern(function)?;
        self.call_method(hooks, function, arguments)
    }

    /// A module of the machine's own, past all finders.
    fn import_by_machine_once(&mut self, name: &str) -> PyResult<Value> {
        let key = self.intern(name)?;
        let modules = self.modules;
        match modules.get_name(self, key)? {
            Some(module) => Ok(module),
            None => self.import_by_machine(name, key, None),
        }
    }

    /// Takes `__spec__` and `__loader__` out of a new module: they are made when someone asks.
    fn leave_to_describe(&mut self, module: Gc<Module>) -> PyResult<()> {
        let Some(dict) = module.dict() else { return Ok(()) };
        for name in [Name::Spec, Name::Loader] {
            let _ = dict.delete_name(self, self.name(name))?;
        }
        Ok(())
    }

    /// The `__spec__` or `__loader__` of a module that was imported without.
    pub(crate) fn describe_module(
        &mut self,
        module: Value,
        name: Gc<Str>,
    ) -> PyResult<Option<Value>> {
        if self.describing {
            return Ok(None);
        }
        self.describing = true;
        let described = self.call_import_hook("describe", &[module, name.value()]);
        self.describing = false;
        described.map(Some)
    }

    /// Is the code of the module of that name running for the first time?
    pub(crate) fn is_importing(&self, name: &str) -> bool {
        self.importing.iter().any(|importing| importing.eq_str(name))
    }

    /// Finds `name` in the frozen library, then in `sys.path` or the parent's `__path__`, and runs it.
    fn import_source(
        &mut self,
        name: &str,
        key: Gc<Str>,
        parent: Option<Value>,
    ) -> PyResult<Value> {
        let last = name.rsplit('.').next().unwrap_or(name);
        let search = match parent {
            None => self.search_path()?,
            Some(parent) => match self.find_attribute_named(parent, Name::Path)? {
                Some(path) => self.collect_items(path)?,
                None => {
                    let class = self.exceptions.ModuleNotFoundError;
                    let package = name.rsplit_once('.').map_or("", |(package, _)| package);
                    let message = format!("No module named '{name}'; '{package}' is not a package");
                    return Err(self.import_error(class, &message, key.value(), Value::NONE));
                }
            },
        };
        let mut portions = TempVec::new();
        for &folder in search.iter() {
            let Some(folder) = folder.cast::<Str>() else { continue };
            let folder = folder.to_string_lossy();
            let base = if folder.is_empty() {
                last.to_owned()
            } else {
                format!("{}/{last}", folder.trim_end_matches('/'))
            };
            for (file, package) in
                [(format!("{base}/__init__.py"), Some(base.as_str())), (format!("{base}.py"), None)]
            {
                if let Some(source) = self.read_source(&file)? {
                    return self.run_module(key, &file, package, &source);
                }
            }
            if is_archive(&folder) {
                let (entry, text) = (self.new_str(&folder)?.value(), self.new_str(name)?.value());
                let found = self.call_import_hook("load_from_hook", &[entry, text])?;
                if !found.is_none() {
                    return Ok(found);
                }
                continue;
            }
            if self.is_directory(&base) {
                let portion = self.new_str(&base)?;
                portions.push(portion.value());
            }
        }
        if !portions.is_empty() {
            return self.namespace_package(key, &portions);
        }
        let class = self.exceptions.ModuleNotFoundError;
        let message = format!("No module named '{name}'");
        Err(self.import_error(class, &message, key.value(), Value::NONE))
    }

    fn search_path(&mut self) -> PyResult<TempVec> {
        let modules = self.modules;
        let Some(sys) = modules.get_name(self, self.name(Name::Sys))? else {
            return Ok(TempVec::new());
        };
        let path = self.intern("path")?;
        match self.find_attribute(sys, path)? {
            Some(path) => self.collect_items(path),
            None => Ok(TempVec::new()),
        }
    }

    fn read_source(&mut self, path: &str) -> PyResult<Option<Vec<u8>>> {
        if let Some(source) = self.frozen_source(path) {
            return Ok(Some(source));
        }
        if path.starts_with(crate::frozen::ROOT) {
            return Ok(None);
        }
        let fs = self.host.fs();
        // What may not be read is not there to be imported.
        Ok(fs.read_file(path.as_bytes()).ok())
    }

    fn is_directory(&self, path: &str) -> bool {
        if path.starts_with(crate::frozen::ROOT) {
            return false;
        }
        let metadata = self.host.fs().metadata(path.as_bytes());
        metadata.is_ok_and(|metadata| metadata.file_type() == capabilities::FileType::Directory)
    }

    fn namespace_package(&mut self, key: Gc<Str>, portions: &[Value]) -> PyResult<Value> {
        let module = self.new_module(&key.to_string_lossy())?;
        let path = self.new_list(portions)?;
        let Some(dict) = module.dict() else { return Ok(module.value()) };
        dict.set_name(self, self.name(Name::Path), path.value())?;
        dict.set_name(self, self.name(Name::Package), key.value())?;
        let modules = self.modules;
        modules.set_name(self, key, module.value())?;
        self.leave_to_describe(module)?;
        Ok(module.value())
    }

    /// Makes the module of a source file and runs it.
    fn run_module(
        &mut self,
        key: Gc<Str>,
        file: &str,
        package: Option<&str>,
        source: &[u8],
    ) -> PyResult<Value> {
        let name = key.to_string_lossy();
        let module = self.new_module(&name)?;
        let Some(dict) = module.dict() else { return Ok(module.value()) };
        let path = self.new_str(file)?;
        dict.set_name(self, self.name(Name::File), path.value())?;
        let parent = match package {
            Some(folder) => {
                let folder = self.new_str(folder)?;
                let list = self.new_list(&[folder.value()])?;
                dict.set_name(self, self.name(Name::Path), list.value())?;
                name.clone()
            }
            None => name.rsplit_once('.').map_or(String::new(), |(parent, _)| parent.to_owned()),
        };
        let parent = self.intern(&parent)?;
        dict.set_name(self, self.name(Name::Package), parent.value())?;
        self.leave_to_describe(module)?;
        let modules = self.modules;
        modules.set_name(self, key, module.value())?;
        if !self.describing && self.describes {
            self.describe_module(module.value(), self.name(Name::Spec))?;
        }
        self.importing.push(key);
        // While importlib is being made nobody can describe a module.
        let describing = self.describing;
        self.describing |= name == "importlib";
        let result = self.run_source(source, file, module);
        self.describing = describing;
        self.importing.pop();
        if let Err(raised) = result {
            let _ = modules.delete_name(self, key)?;
            return Err(raised);
        }
        if name == "importlib" {
            self.call_import_hook("install", &[])?;
            self.describes = true;
        }
        if name == "linecache" {
            self.call_import_hook("know_sources", &[module.value()])?;
        }
        // A module may replace itself.
        Ok(modules.get_name(self, key)?.unwrap_or(module.value()))
    }

    /// Compiles and runs the source of `module`.
    pub fn run_source(&mut self, source: &[u8], file: &str, module: Gc<Module>) -> PyResult<()> {
        let options =
            frontend::compile::CompileOptions { optimize: self.optimize, ..Default::default() };
        let code =
            self.compile_source(source, file, frontend::compile::CompileMode::Module, &options)?;
        let Some(dict) = module.dict() else { return Ok(()) };
        self.run_code(code, dict, dict.value(), Value::UNBOUND)?;
        Ok(())
    }

    /// Imports the submodules that a `from package import …` names.
    fn import_submodules(&mut self, module: Value, full: &str, fromlist: Value) -> PyResult<()> {
        if self.find_attribute_named(module, Name::Path)?.is_none() {
            return Ok(());
        }
        for &item in self.collect_items(fromlist)?.iter() {
            let Some(name) = item.cast::<Str>() else {
                let class = self.type_of(item).name_text();
                return Err(
                    self.type_error(format_args!("Item in ``from list'' must be str, not {class}"))
                );
            };
            if name.eq_str("*") {
                let all = self.name(Name::All);
                if let Some(all) = self.find_attribute(module, all)? {
                    self.import_submodules(module, full, all)?;
                }
                continue;
            }
            let interned = self.intern_str(name)?;
            if self.find_attribute(module, interned)?.is_some() {
                continue;
            }
            let child = format!("{full}.{}", name.to_string_lossy());
            if let Err(raised) = self.import_module(&child) {
                let class = self.exceptions.ModuleNotFoundError;
                let exception = self.catch_if(raised, class)?;
                // Only the submodule itself may be missing; the name is then looked for as an attribute.
                let missing = self
                    .find_attribute_named(exception, Name::NameAttr)?
                    .and_then(|name| name.cast::<Str>());
                if !missing.is_some_and(|missing| missing.eq_str(&child)) {
                    return Err(self.raise(exception));
                }
            }
        }
        Ok(())
    }

    /// The `import` statement.
    pub(crate) fn import_statement(
        &mut self,
        name: Gc<Str>,
        level: Value,
        fromlist: Value,
    ) -> PyResult<Value> {
        let Some(frame) = self.interpreter.frames.last() else {
            return Err(self.system_error("no running frame"));
        };
        let (globals, builtins) = (frame.globals, frame.builtins);
        let key = self.name(Name::Import);
        let Some(function) = builtins.get_name(self, key)? else {
            let class = self.exceptions.ImportError;
            return Err(self.import_error(class, "__import__ not found", Value::NONE, Value::NONE));
        };
        let locals = self.load_locals_for_import();
        self.call_values(function, &[name.value(), globals.value(), locals, fromlist, level])
    }

    fn load_locals_for_import(&self) -> Value {
        let namespace = self.interpreter.frames.last().map(|frame| frame.namespace);
        namespace.and_then(Value::bound).unwrap_or(Value::NONE)
    }

    /// `from module import name`.
    pub(crate) fn import_from(&mut self, module: Value, name: Gc<Str>) -> PyResult<Value> {
        if let Some(value) = self.find_attribute(module, name)? {
            return Ok(value);
        }
        let module_name = self.find_attribute_named(module, Name::NameDunder)?;
        let text = name.to_string_lossy();
        if let Some(package) = module_name.and_then(|name| name.cast::<Str>()) {
            // A submodule that is being imported in a circle.
            let full = self.intern(&format!("{}.{text}", package.to_string_lossy()))?;
            let modules = self.modules;
            if let Some(found) = modules.get_name(self, full)? {
                return Ok(found);
            }
        }
        let shown = module_name
            .and_then(|name| name.cast::<Str>())
            .map_or_else(|| "<unknown module name>".to_owned(), |name| name.to_string_lossy());
        let file = self.find_attribute_named(module, Name::File)?;
        let place = match file.and_then(|file| file.cast::<Str>()) {
            Some(file) => file.to_string_lossy(),
            None => "unknown location".to_owned(),
        };
        let class = self.exceptions.ImportError;
        let wanted = name.value();
        let message = if self.is_importing(&shown) {
            format!(
                "cannot import name '{text}' from partially initialized module '{shown}' (most likely due to a circular import) ({place})"
            )
        } else {
            format!("cannot import name '{text}' from '{shown}' ({place})")
        };
        let raised = self.import_error(
            class,
            &message,
            module_name.unwrap_or(Value::NONE),
            file.unwrap_or(Value::NONE),
        );
        let exception = self.catch(raised)?;
        let key = self.intern("name_from")?;
        self.set_attribute(exception, key, wanted)?;
        Err(self.raise(exception))
    }

    /// `from module import *`.
    pub(crate) fn import_star(&mut self, module: Value) -> PyResult<()> {
        let target = self.locals()?;
        let all = self.find_attribute_named(module, Name::All)?;
        let names = match all {
            Some(all) => self.collect_items(all)?,
            None => {
                let Some(dict) = self.find_attribute_named(module, Name::Dict)? else {
                    let class = self.exceptions.ImportError;
                    return Err(self.import_error(
                        class,
                        "from-import-* object has no __dict__ and no __all__",
                        Value::NONE,
                        Value::NONE,
                    ));
                };
                self.collect_items(dict)?
            }
        };
        for &name in names.iter() {
            let Some(text) = name.cast::<Str>() else {
                let class = self.type_of(name).name_text();
                return Err(
                    self.type_error(format_args!("Item in __all__ must be str, not {class}"))
                );
            };
            if all.is_none() && !text.is_empty() && text.get(0) == u32::from(b'_') {
                continue;
            }
            let key = self.intern_str(text)?;
            let value = self.get_attribute(module, key)?;
            self.set_item(target, key.value(), value)?;
        }
        Ok(())
    }
}

/// Is the entry of the search path an archive rather than a folder?
fn is_archive(entry: &str) -> bool {
    [".zip", ".egg", ".pyz", ".whl"].iter().any(|suffix| entry.ends_with(suffix))
        && !entry.starts_with(crate::frozen::ROOT)
}
