//! Running a program: the module `__main__`.

use gc::Value;

use crate::builtins::dict::DictChange;
use crate::{Name, PyResult, Vm};

impl Vm {
    /// Fills `sys.argv` and `sys.path`.
    pub fn prepare_main(&mut self, arguments: &[String], path: &[String]) -> PyResult<()> {
        let sys = self.import_module("sys")?;
        for (name, items) in [("argv", arguments), ("path", path)] {
            let mut values = gc::TempVec::new();
            for item in items {
                let item = self.new_str(item)?;
                values.push(item.value());
            }
            let list = self.new_list(&values)?;
            let name = self.intern(name)?;
            self.set_attribute(sys, name, list.value())?;
        }
        Ok(())
    }

    /// Fills `sys.warnoptions` and `sys._xoptions`.
    pub fn prepare_settings(&mut self, warnings: &[String], extras: &[String]) -> PyResult<()> {
        let sys = self.import_module("sys")?;
        if !warnings.is_empty() {
            let mut values = gc::TempVec::new();
            for filter in warnings {
                values.push(self.new_str(filter)?.value());
            }
            let (list, name) = (self.new_list(&values)?.value(), self.intern("warnoptions")?);
            self.set_attribute(sys, name, list)?;
            // The filters are installed by the module itself, when it is imported.
            self.import_module("warnings")?;
        }
        if !extras.is_empty() {
            let dict = self.new_dict()?;
            for extra in extras {
                let (key, value) = match extra.split_once('=') {
                    Some((key, value)) => (key, self.new_str(value)?.value()),
                    None => (extra.as_str(), Value::TRUE),
                };
                let key = self.new_str(key)?.value();
                dict.set(self, key, value)?;
            }
            let name = self.intern("_xoptions")?;
            self.set_attribute(sys, name, dict.value())?;
        }
        Ok(())
    }

    /// Reads and runs statements in `__main__` until the end of the input.
    pub fn run_prompt(&mut self, banner: &str) -> PyResult<()> {
        let key = self.name(Name::Main);
        let modules = self.modules;
        let module = match modules.get_name(self, key)? {
            Some(module) => module,
            None => self.make_main()?.value(),
        };
        let names = self.find_attribute_named(module, Name::Dict)?.unwrap_or(Value::NONE);
        let prompt = self.import_module("_prompt")?;
        let (run, banner) = (self.intern("run")?, self.new_str(banner)?.value());
        self.call_method(prompt, run, &[names, banner])?;
        Ok(())
    }

    fn make_main(&mut self) -> PyResult<gc::Gc<crate::builtins::module::Module>> {
        let module = self.new_module("__main__")?;
        let key = self.name(Name::Main);
        let modules = self.modules;
        modules.set_name(self, key, module.value())?;
        if let Some(dict) = module.dict() {
            let builtins = self.builtins_module()?;
            dict.set_name(self, self.name(Name::Builtins), builtins)?;
        }
        Ok(module)
    }

    /// Runs a source text as `__main__`.
    pub fn run_main(&mut self, source: &[u8], filename: &str) -> PyResult<()> {
        let module = self.make_main()?;
        if let Some(dict) = module.dict()
            && !filename.starts_with('<')
        {
            let file = self.new_str(filename)?;
            dict.set_name(self, self.name(Name::File), file.value())?;
        }
        self.sources.insert(filename.to_owned(), String::from_utf8_lossy(source).into());
        self.run_source(source, filename, module)
    }

    /// Runs a module of the search path as `__main__`.
    pub fn run_module_as_main(&mut self, name: &str) -> PyResult<()> {
        self.make_main()?;
        let runpy = self.import_module("runpy")?;
        let function = self.intern("_run_module_as_main")?;
        let name = self.new_str(name)?;
        self.call_method(runpy, function, &[name.value()])?;
        Ok(())
    }

    /// What `SystemExit` asks for: the status and what is printed; `None` of other exceptions.
    pub fn exit_status(&mut self, exception: Value) -> Option<(u8, Option<String>)> {
        if !self.type_of(exception).is_subtype(self.exceptions.SystemExit) {
            return None;
        }
        let name = self.intern("code").ok()?;
        let code = match self.find_attribute(exception, name) {
            Ok(code) => code.unwrap_or(Value::NONE),
            Err(_) => Value::NONE,
        };
        if code.is_none() {
            return Some((0, None));
        }
        if let Some(crate::builtins::int::Int::Small(code)) = crate::builtins::int::int_value(code)
        {
            return Some((code as u8, None));
        }
        let text = match self.str(code) {
            Ok(text) => text.to_string_lossy(),
            Err(_) => String::new(),
        };
        Some((1, Some(text)))
    }

    /// Is it `KeyboardInterrupt`?
    pub fn is_interrupt(&self, exception: Value) -> bool {
        self.type_of(exception).is_subtype(self.exceptions.KeyboardInterrupt)
    }
}
