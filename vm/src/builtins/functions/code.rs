//! `compile`, `eval`, `exec`.

use frontend::bytecode::{CodeFlags, VariableKind};
use frontend::compile::{CompileMode, CompileOptions};
use frontend::syntax::Mode;
use gc::{Gc, Value};

use crate::builtins::code::CodeObject;
use crate::builtins::dict::{Dict, DictChange};
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::{Name, PyResult, Vm};

impl Vm {
    /// Compiles a source text; the text is kept for tracebacks if `remember`.
    pub fn compile_source(
        &mut self,
        source: &[u8],
        filename: &str,
        mode: CompileMode,
        options: &CompileOptions,
    ) -> PyResult<Gc<CodeObject>> {
        let compiled = frontend::compile_text(source, filename, mode, options);
        match compiled {
            Ok(compiled) => {
                for warning in compiled.warnings {
                    self.warn_syntax(&warning, filename)?;
                }
                self.new_code(compiled.code)
            }
            Err(error) => Err(self.syntax_error(&error, filename)),
        }
    }
}

fn source_of(vm: &mut Vm, source: Value, function: &str, what: &str) -> PyResult<Vec<u8>> {
    if let Some(text) = source.cast::<Str>() {
        return match text.to_utf8() {
            Some(text) => Ok(text.into_bytes()),
            None => {
                let class = vm.exceptions.UnicodeEncodeError;
                let start =
                    text.iter().position(|point| char::from_u32(point).is_none()).unwrap_or(0);
                Err(vm.unicode_error(
                    class,
                    "utf-8",
                    source,
                    start,
                    start + 1,
                    "surrogates not allowed",
                ))
            }
        };
    }
    match vm.bytes_text(source) {
        Some(bytes) => Ok(bytes),
        None => Err(vm.type_error(format_args!(
            "{function}() arg 1 must be a string, bytes or {what} object"
        ))),
    }
}

/// `from __future__ import annotations` in the caller is inherited.
fn inherited_annotations(vm: &Vm) -> bool {
    let flags = vm.interpreter.frames.last().map(|frame| frame.data().code.flags);
    flags.is_some_and(|flags| flags.contains(CodeFlags::FUTURE_ANNOTATIONS))
}

/// `ast.PyCF_ONLY_AST`.
const ONLY_TREE: i64 = 0x400;

#[allow(clippy::too_many_arguments, reason = "one for each parameter")]
pub(super) fn compile(
    vm: &mut Vm,
    source: Value,
    filename: Value,
    mode: Gc<Str>,
    flags: i64,
    dont_inherit: bool,
    optimize: i64,
    _feature_version: i64,
) -> PyResult<Value> {
    let filename = match filename.cast::<Str>() {
        Some(name) => name.to_string_lossy(),
        None => String::from_utf8_lossy(&vm.bytes_like(filename)?).into_owned(),
    };
    let mode = match mode.to_string_lossy().as_str() {
        "exec" => CompileMode::Module,
        "eval" => CompileMode::Eval,
        "single" => CompileMode::Single,
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let optimize = match optimize {
        -1 => vm.optimize,
        level @ 0..=2 => level as u8,
        _ => return Err(vm.value_error("compile(): invalid optimize value")),
    };
    let tree_wanted = flags & ONLY_TREE != 0;
    let source = if vm.is_tree(source)? {
        if tree_wanted {
            return Ok(source);
        }
        let mode = match mode {
            CompileMode::Module => "exec",
            CompileMode::Eval => "eval",
            CompileMode::Single => "single",
        };
        vm.source_of_tree(source, mode)?
    } else {
        source_of(vm, source, "compile", "AST")?
    };
    if tree_wanted {
        let mode = match mode {
            CompileMode::Module => Mode::Exec,
            CompileMode::Eval => Mode::Eval,
            CompileMode::Single => Mode::Single,
        };
        return vm.parse_tree(&source, &filename, mode);
    }
    let options = CompileOptions {
        optimize,
        future_annotations: flags & 0x0100_0000 != 0
            || (!dont_inherit && inherited_annotations(vm)),
        allow_top_level_await: flags & 0x2000 != 0,
    };
    Ok(vm.compile_source(&source, &filename, mode, &options)?.value())
}

/// Globals and locals of `eval` and `exec`.
fn namespaces(
    vm: &mut Vm,
    globals: Value,
    locals: Value,
    name: &str,
) -> PyResult<(Gc<Dict>, Value)> {
    let globals = match (globals.is_none(), globals.cast::<Dict>()) {
        (true, _) => {
            let Some(current) = vm.current_globals() else {
                return Err(vm.system_error("globals and locals cannot be NULL"));
            };
            let locals = if locals.is_none() { vm.locals()? } else { locals };
            return Ok((current, locals));
        }
        (false, Some(globals)) => globals,
        (false, None) => {
            let class = vm.type_of(globals).name_text();
            return Err(vm.type_error(format_args!("{name}() globals must be a dict, not {class}")));
        }
    };
    if !locals.is_none() && vm.slots(locals).get_item.is_none() {
        let class = vm.type_of(locals).name_text();
        return Err(
            vm.type_error(format_args!("{name}() locals must be a mapping or None, not {class}"))
        );
    }
    if globals.get_name(vm, vm.name(Name::Builtins))?.is_none() {
        let builtins = vm.builtins_module()?;
        globals.set_name(vm, vm.name(Name::Builtins), builtins)?;
    }
    Ok((globals, if locals.is_none() { globals.value() } else { locals }))
}

fn free_count(vm: &Vm, code: Gc<CodeObject>) -> usize {
    vm.code_of(code).variables.iter().filter(|variable| variable.kind == VariableKind::Free).count()
}

pub(super) fn eval(vm: &mut Vm, source: Value, globals: Value, locals: Value) -> PyResult<Value> {
    let (globals, locals) = namespaces(vm, globals, locals, "eval")?;
    let code = match source.cast::<CodeObject>() {
        Some(code) => code,
        None => {
            let text = source_of(vm, source, "eval", "code")?;
            let start =
                text.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(text.len());
            let options = CompileOptions {
                optimize: vm.optimize,
                future_annotations: inherited_annotations(vm),
                allow_top_level_await: false,
            };
            vm.compile_source(&text[start..], "<string>", CompileMode::Eval, &options)?
        }
    };
    if free_count(vm, code) > 0 {
        return Err(vm.type_error("code object passed to eval() may not contain free variables"));
    }
    vm.run_code(code, globals, locals, Value::UNBOUND)
}

pub(super) fn exec(
    vm: &mut Vm,
    source: Value,
    globals: Value,
    locals: Value,
    closure: Value,
) -> PyResult<()> {
    let (globals, locals) = namespaces(vm, globals, locals, "exec")?;
    let code = match source.cast::<CodeObject>() {
        Some(code) => code,
        None => {
            if !closure.is_none() {
                return Err(vm.type_error("closure can only be used when source is a code object"));
            }
            let text = source_of(vm, source, "exec", "code")?;
            let options = CompileOptions {
                optimize: vm.optimize,
                future_annotations: inherited_annotations(vm),
                allow_top_level_await: false,
            };
            vm.compile_source(&text, "<string>", CompileMode::Module, &options)?
        }
    };
    let frees = free_count(vm, code);
    let closure = match closure.cast::<Tuple>() {
        Some(cells)
            if frees > 0
                && cells.len() == frees
                && cells.items().iter().all(|cell| cell.is::<crate::builtins::cell::Cell>()) =>
        {
            cells.value()
        }
        _ if frees > 0 => {
            return Err(vm.type_error(format_args!(
                "code object requires a closure of exactly length {frees}"
            )));
        }
        _ if !closure.is_none() => {
            return Err(vm.type_error("cannot use a closure with this code object"));
        }
        _ => Value::UNBOUND,
    };
    vm.run_code(code, globals, locals, closure)?;
    Ok(())
}
