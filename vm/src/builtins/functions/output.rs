//! `print` and `input`.

use gc::Value;

use crate::builtins::str::Str;
use crate::native::Rest;
use crate::{Name, PyResult, Vm};

impl Vm {
    /// `sys.stdout` or `sys.stderr`, once there is a module `sys` that has it.
    pub(crate) fn standard_stream(&mut self, name: Name) -> PyResult<Option<Value>> {
        let modules = self.modules;
        let Some(sys) = modules.get_name(self, self.name(Name::Sys))? else { return Ok(None) };
        self.find_attribute_named(sys, name)
    }
}

fn separator(vm: &mut Vm, value: Value, name: &str, default: &str) -> PyResult<String> {
    if value.is_none() {
        return Ok(default.to_owned());
    }
    match value.cast::<Str>() {
        Some(text) => Ok(text.to_string_lossy()),
        None => {
            let class = vm.type_of(value).name_text();
            Err(vm.type_error(format_args!("{name} must be None or a string, not {class}")))
        }
    }
}

pub(super) fn print(
    vm: &mut Vm,
    args: Rest,
    sep: Value,
    end: Value,
    file: Value,
    flush: bool,
) -> PyResult<()> {
    let (sep, end) = (separator(vm, sep, "sep", " ")?, separator(vm, end, "end", "\n")?);
    let file = if file.is_none() { vm.standard_stream(Name::Stdout)? } else { Some(file) };
    if file.is_some_and(Value::is_none) {
        return Ok(());
    }
    let mut parts = gc::TempVec::new();
    let (sep, end) = (vm.new_str(&sep)?.value(), vm.new_str(&end)?.value());
    for (index, &arg) in args.0.items().iter().enumerate() {
        if index > 0 {
            parts.push(sep);
        }
        parts.push(vm.str(arg)?.value());
    }
    parts.push(end);
    match file {
        Some(file) => {
            for &part in parts.iter() {
                vm.call_method_named(file, Name::Write, &[part])?;
            }
            if flush {
                vm.call_method_named(file, Name::Flush, &[])?;
            }
            Ok(())
        }
        None => {
            let text = vm.concat_strings(&parts)?;
            vm.write_out(&text.to_wtf8())
        }
    }
}

impl Vm {
    /// Writes to the standard output, past any `sys.stdout`.
    pub(crate) fn write_out(&mut self, bytes: &[u8]) -> PyResult<()> {
        let stdio = self.host.stdio();
        match stdio.write_out(bytes) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.host_error(error)),
        }
    }
}

pub(super) fn input(vm: &mut Vm, prompt: Value) -> PyResult<Value> {
    let prompt = vm.str(prompt)?;
    if !prompt.is_empty() {
        vm.write_out(&prompt.to_wtf8())?;
    }
    let stdio = vm.host.stdio();
    let line = match stdio.read_line() {
        Ok(line) => line,
        Err(error) => return Err(vm.host_error(error)),
    };
    if line.is_empty() {
        return Err(vm.eof_error("EOF when reading a line"));
    }
    let line = line.strip_suffix(b"\n").unwrap_or(&line).to_vec();
    Ok(vm.decode(Value::NONE, &line, "utf-8", "surrogateescape")?.value())
}

#[allow(clippy::too_many_arguments, reason = "one for each parameter")]
pub(super) fn open(
    vm: &mut Vm,
    file: Value,
    mode: Value,
    buffering: Value,
    encoding: Value,
    errors: Value,
    newline: Value,
    closefd: Value,
    opener: Value,
) -> PyResult<Value> {
    let module = vm.import_module("_io")?;
    let name = vm.intern("open")?;
    vm.call_method(
        module,
        name,
        &[file, mode, buffering, encoding, errors, newline, closefd, opener],
    )
}
