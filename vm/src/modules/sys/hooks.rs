//! The hooks of `sys`: what shows results and errors, and what is told of events.

use gc::{TempVec, Value};

use crate::native::Rest;
use crate::{PyResult, Vm};

/// `sys.displayhook`: shows the value of an expression and remembers it as `_`.
pub(super) fn display(vm: &mut Vm, value: Value) -> PyResult<()> {
    if value.is_none() {
        return Ok(());
    }
    let builtins = vm.builtins_module()?;
    let name = vm.intern("_")?;
    vm.set_attribute(builtins, name, Value::NONE)?;
    let text = vm.repr(value)?.value();
    let print = vm.builtin("print")?;
    vm.call_values(print, &[text])?;
    vm.set_attribute(builtins, name, value)
}

/// `sys.excepthook`: prints the traceback to `sys.stderr`.
pub(super) fn show_exception(
    vm: &mut Vm,
    _class: Value,
    exception: Value,
    traceback: Value,
) -> PyResult<()> {
    if !exception.is::<crate::builtins::exceptions::Exception>() {
        let class = vm.type_of(exception).name_text();
        return Err(vm.type_error(format_args!(
            "print_exception(): Exception expected for value, {class} found"
        )));
    }
    if !traceback.is_none() {
        let name = vm.intern("__traceback__")?;
        let own = vm.get_attribute(exception, name)?;
        if own.is_none() {
            vm.set_attribute(exception, name, traceback)?;
        }
    }
    vm.print_exception(exception)
}

/// `sys.unraisablehook`.
pub(super) fn show_unraisable(vm: &mut Vm, details: Value) -> PyResult<()> {
    let mut parts = TempVec::new();
    for name in ["exc_value", "err_msg", "object"] {
        let name = vm.intern(name)?;
        parts.push(vm.get_attribute(details, name)?);
    }
    let (exception, message, object) = (parts[0], parts[1], parts[2]);
    let mut text = String::new();
    if message.is_none() {
        if !object.is_none() {
            text.push_str("Exception ignored in: ");
        }
    } else {
        text.push_str(&vm.str(message)?.to_string_lossy());
        text.push_str(if object.is_none() { ":\n" } else { ": " });
    }
    if !object.is_none() {
        text.push_str(&vm.repr_text(object)?);
        text.push('\n');
    }
    vm.print_error(&text)?;
    if exception.is_none() {
        return Ok(());
    }
    vm.print_exception(exception)
}

/// `sys.addaudithook`.
pub(super) fn add_audit_hook(vm: &mut Vm, hook: Value) -> PyResult<()> {
    vm.audit_hooks.push(hook);
    Ok(())
}

/// `sys.audit`.
pub(super) fn audit(vm: &mut Vm, event: Value, args: Rest) -> PyResult<()> {
    let hooks = TempVec::from(vm.audit_hooks.to_vec());
    for &hook in hooks.iter() {
        vm.call_values(hook, &[event, args.0.value()])?;
    }
    Ok(())
}

impl Vm {
    /// Prints an exception with its traceback to `sys.stderr`, as the module `traceback` does it; should that fail, plainly.
    pub(crate) fn print_exception(&mut self, exception: Value) -> PyResult<()> {
        if let Err(raised) = self.print_by_traceback_module(exception) {
            // The reason is of no interest: the exception is.
            let _ = self.catch(raised)?;
            let text = self.report(exception);
            return self.print_error(&text);
        }
        Ok(())
    }

    fn print_by_traceback_module(&mut self, exception: Value) -> PyResult<()> {
        let traceback = self.import_module("traceback")?;
        let print = self.intern("_print_exception_bltin")?;
        self.call_method(traceback, print, &[exception])?;
        Ok(())
    }

    /// Writes to `sys.stderr`, whatever object that is.
    pub(crate) fn print_error(&mut self, text: &str) -> PyResult<()> {
        let sys = self.import_module("sys")?;
        let name = self.intern("stderr")?;
        let Some(stream) = self.find_attribute(sys, name)?.filter(|stream| !stream.is_none())
        else {
            return Ok(());
        };
        let (write, text) = (self.intern("write")?, self.new_str(text)?.value());
        self.call_method(stream, write, &[text])?;
        let flush = self.intern("flush")?;
        if let Some(flush) = self.find_attribute(stream, flush)? {
            self.call_values(flush, &[])?;
        }
        Ok(())
    }

    /// Shows an exception that nothing handled through `sys.excepthook`; what is left to print if the hook fails.
    pub fn show_uncaught(&mut self, exception: Value) -> Option<String> {
        match self.call_exception_hook(exception) {
            Ok(true) => None,
            Ok(false) => Some(self.report(exception)),
            Err(raised) => {
                let mut text = String::from("Error in sys.excepthook:\n");
                if let Ok(failure) = self.catch(raised) {
                    text.push_str(&self.report(failure));
                }
                text.push_str("\nOriginal exception was:\n");
                text.push_str(&self.report(exception));
                Some(text)
            }
        }
    }

    fn call_exception_hook(&mut self, exception: Value) -> PyResult<bool> {
        let sys = self.import_module("sys")?;
        let name = self.intern("excepthook")?;
        let Some(hook) = self.find_attribute(sys, name)? else { return Ok(false) };
        let class = self.type_of(exception).value();
        let traceback = self.traceback_of(exception);
        self.call_values(hook, &[class, exception, traceback])?;
        Ok(true)
    }

    /// Tells of an exception that nobody can handle, through `sys.unraisablehook`.
    pub(crate) fn report_unraisable(
        &mut self,
        exception: Value,
        message: &str,
        object: Value,
    ) -> PyResult<()> {
        let namespace = self.types.simple_namespace;
        let details = crate::builtins::class::make(self, namespace, crate::native::Args::NONE)?;
        let class = self.type_of(exception).value();
        let traceback = self.traceback_of(exception);
        let text = match message {
            "" => Value::NONE,
            message => self.new_str(message)?.value(),
        };
        for (name, value) in [
            ("exc_type", class),
            ("exc_value", exception),
            ("exc_traceback", traceback),
            ("err_msg", text),
            ("object", object),
        ] {
            let name = self.intern(name)?;
            self.set_attribute(details, name, value)?;
        }
        let sys = self.import_module("sys")?;
        let name = self.intern("unraisablehook")?;
        let hook = self.get_attribute(sys, name)?;
        self.call_values(hook, &[details])?;
        Ok(())
    }

    /// Runs what `atexit` has, writes what files still hold, and flushes the standard streams.
    pub fn finish_main(&mut self) {
        let modules = self.modules;
        for (module, function) in [("atexit", "_run_exitfuncs"), ("_io", "_flush_all")] {
            if let Ok(key) = self.intern(module)
                && let Ok(Some(module)) = modules.get_name(self, key)
                && let Ok(run) = self.intern(function)
                && let Err(raised) = self.call_method(module, run, &[])
                && let Ok(exception) = self.catch(raised)
            {
                let text = self.report(exception);
                let _ = self.print_error(&text);
            }
        }
        for name in ["stdout", "stderr"] {
            if let Err(raised) = self.flush_stream(name) {
                let _ = self.catch(raised);
            }
        }
    }

    fn flush_stream(&mut self, name: &str) -> PyResult<()> {
        let sys = self.import_module("sys")?;
        let name = self.intern(name)?;
        let Some(stream) = self.find_attribute(sys, name)?.filter(|stream| !stream.is_none())
        else {
            return Ok(());
        };
        let flush = self.intern("flush")?;
        if let Some(flush) = self.find_attribute(stream, flush)? {
            self.call_values(flush, &[])?;
        }
        Ok(())
    }
}
