//! What CPython's `site` adds to the builtins for people at a prompt, and `breakpoint`.

use gc::Value;

use crate::native::{Keywords, Rest};
use crate::{PyResult, Vm};

pub(super) fn breakpoint(vm: &mut Vm, args: Rest, kwargs: Keywords) -> PyResult<Value> {
    let sys = vm.import_module("sys")?;
    let name = vm.intern("breakpointhook")?;
    let Some(hook) = vm.find_attribute(sys, name)? else {
        return Err(vm.runtime_error("lost sys.breakpointhook"));
    };
    vm.call_with_keywords(hook, args.0.items(), kwargs.0)
}

pub(super) fn exit(vm: &mut Vm, code: Value) -> PyResult<Value> {
    let class = vm.exceptions.SystemExit;
    Err(vm.raise_args(class, &[code]))
}

pub(super) fn help(vm: &mut Vm, args: Rest, kwargs: Keywords) -> PyResult<Value> {
    let pydoc = vm.import_module("pydoc")?;
    let name = vm.intern("help")?;
    let help = vm.get_attribute(pydoc, name)?;
    vm.call_with_keywords(help, args.0.items(), kwargs.0)
}

fn print(vm: &mut Vm, text: &str) -> PyResult<()> {
    let (print, text) = (vm.builtin("print")?, vm.new_str(text)?.value());
    vm.call_values(print, &[text])?;
    Ok(())
}

pub(super) fn copyright(vm: &mut Vm) -> PyResult<()> {
    print(
        vm,
        "moltvm, by its contributors; the standard library is CPython's, (c) Python Software Foundation.",
    )
}

pub(super) fn license(vm: &mut Vm) -> PyResult<()> {
    print(vm, "moltvm is under the MIT licence; the standard library under the PSF licence.")
}
