//! `sys`.

use gc::{Gc, Value};

use crate::builtins::dict::DictChange;
use crate::builtins::module::Module;
use crate::builtins::str::Str;
use crate::native::ConstantDef;
use crate::{PyResult, Vm, native_module};

fn exit(vm: &mut Vm, status: Option<Value>) -> PyResult<Value> {
    let class = vm.exceptions.SystemExit;
    Err(match status {
        Some(status) => vm.raise_args(class, &[status]),
        None => vm.raise_args(class, &[]),
    })
}

fn set_recursion_limit(vm: &mut Vm, limit: i64) -> PyResult<()> {
    let Some(limit) = usize::try_from(limit).ok().filter(|&limit| limit > 0) else {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    };
    let depth = vm.interpreter.frames.len();
    if limit <= depth {
        return Err(vm.recursion_error(format_args!("cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low")));
    }
    vm.interpreter.recursion_limit = limit;
    Ok(())
}

fn get_frame(vm: &mut Vm, depth: i64) -> PyResult<Value> {
    match vm.caller_frame(usize::try_from(depth).unwrap_or(0))? {
        Some(frame) => Ok(frame),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

fn exception_info(vm: &mut Vm) -> PyResult<Value> {
    let parts = match vm.interpreter.handled_exception() {
        Some(exception) => [vm.type_of(exception).value(), exception, vm.traceback_of(exception)],
        None => [Value::NONE; 3],
    };
    Ok(vm.new_tuple(&parts)?.value())
}

fn size_of(vm: &mut Vm, object: Value, _default: Option<Value>) -> PyResult<Value> {
    let name = crate::Name::SizeOf;
    let size = match vm.call_special(object, name, &[])? {
        Some(size) => size,
        None => Value::from_small(16),
    };
    vm.binary(size, Value::from_small(16), crate::object::BinaryOp::Add)
}

fn set_digits(vm: &mut Vm, digits: i64) -> PyResult<()> {
    match usize::try_from(digits) {
        Ok(digits) if digits == 0 || digits >= 640 => {
            vm.int_max_str_digits = digits;
            Ok(())
        }
        _ => Err(vm.value_error("maxdigits must be 0 or larger than 640")),
    }
}

fn complete(vm: &mut Vm, module: Gc<Module>) -> PyResult<()> {
    let Some(dict) = module.dict() else { return Ok(()) };
    let set = |vm: &mut Vm, name: &str, value: Value| {
        let name = vm.intern(name)?;
        dict.set_name(vm, name, value)
    };
    let modules = vm.modules.value();
    set(vm, "modules", modules)?;
    let (path, argv) = (vm.new_list(&[])?.value(), vm.new_list(&[])?.value());
    set(vm, "path", path)?;
    set(vm, "argv", argv)?;
    for name in ["meta_path", "path_hooks", "warnoptions", "orig_argv"] {
        let list = vm.new_list(&[])?.value();
        set(vm, name, list)?;
    }
    let cache = vm.new_dict()?.value();
    set(vm, "path_importer_cache", cache)?;
    let mut names: Vec<&str> = vm.native_modules.iter().map(|def| def.name).collect();
    names.push("builtins");
    names.extend(vm.frozen_builtins);
    names.sort_unstable();
    let mut values = gc::TempVec::new();
    for name in names {
        let name = vm.intern(name)?;
        values.push(name.value());
    }
    let names = vm.new_tuple(&values)?.value();
    set(vm, "builtin_module_names", names)?;
    let level = vm.intern("final")?.value();
    let version = [3, 14, 2].map(Value::from_small);
    let info =
        vm.new_tuple(&[version[0], version[1], version[2], level, Value::from_small(0)])?.value();
    set(vm, "version_info", info)?;
    set(vm, "dont_write_bytecode", Value::TRUE)?;
    let namespace = vm.types.simple_namespace;
    let implementation = crate::builtins::class::make(vm, namespace, crate::native::Args::NONE)?;
    let flags = crate::builtins::class::make(vm, namespace, crate::native::Args::NONE)?;
    let (name, tag) = (vm.intern("moltvm")?.value(), vm.intern("moltvm-314")?.value());
    for (key, value) in [
        ("name", name),
        ("cache_tag", tag),
        ("version", info),
        ("hexversion", Value::from_small(0x030E_02F0)),
    ] {
        let key = vm.intern(key)?;
        vm.set_attribute(implementation, key, value)?;
    }
    for key in [
        "debug",
        "inspect",
        "interactive",
        "no_user_site",
        "no_site",
        "ignore_environment",
        "verbose",
        "bytes_warning",
        "quiet",
        "hash_randomization",
        "isolated",
        "dev_mode",
        "utf8_mode",
        "warn_default_encoding",
        "safe_path",
        "context_aware_warnings",
        "thread_inherit_context",
    ] {
        let key = vm.intern(key)?;
        vm.set_attribute(flags, key, Value::from_small(0))?;
    }
    let (key, level) = (vm.intern("optimize")?, Value::from_small(i64::from(vm.optimize)));
    vm.set_attribute(flags, key, level)?;
    set(vm, "implementation", implementation)?;
    set(vm, "flags", flags)?;
    for (name, file) in [("stdin", 0), ("stdout", 1), ("stderr", 2)] {
        let class = vm.native_type(&super::streams::STREAM)?;
        let stream = vm.new_cells(class, Value::from_small(file))?.value();
        set(vm, name, stream)?;
        set(vm, &format!("__{name}__"), stream)?;
    }
    Ok(())
}

native_module! {
    /// This module provides access to some objects used or maintained by the
    /// interpreter and to functions that interact strongly with the interpreter.
    pub(super) static SYS = "sys" {
        constants {
            "version" = ConstantDef::Str("3.14.2 (moltvm)");
            "platform" = ConstantDef::Str("linux");
            "byteorder" = ConstantDef::Str("little");
            "maxsize" = ConstantDef::Int(i64::MAX);
            "maxunicode" = ConstantDef::Int(0x10FFFF);
            "hexversion" = ConstantDef::Int(0x030E_02F0);
            "api_version" = ConstantDef::Int(1013);
            "copyright" = ConstantDef::Str("");
            "executable" = ConstantDef::Str("");
            "prefix" = ConstantDef::Str("");
            "exec_prefix" = ConstantDef::Str("");
            "base_prefix" = ConstantDef::Str("");
            "base_exec_prefix" = ConstantDef::Str("");
            "platlibdir" = ConstantDef::Str("lib");
            "float_repr_style" = ConstantDef::Str("short");
        }
        functions {
            /// Exit the interpreter by raising SystemExit(status).
            "exit(status=<unrepresentable>, /)" => exit;
            /// Return the current value of the recursion limit.
            "getrecursionlimit()" => |vm: &mut Vm| vm.interpreter.recursion_limit;
            /// Set the maximum depth of the Python interpreter stack to n.
            "setrecursionlimit(limit, /)" => set_recursion_limit;
            /// Return a frame object from the call stack.
            "_getframe(depth=0, /)" => get_frame;
            /// Return current exception information: (type, value, traceback).
            "exc_info()" => exception_info;
            /// Return the current exception.
            "exception()" => |vm: &mut Vm| vm.interpreter.handled_exception();
            /// ``Intern'' the given string.
            "intern(string, /)" => |vm: &mut Vm, text: Gc<Str>| vm.intern_str(text);
            /// Return the size of object in bytes.
            "getsizeof(object, default=<unrepresentable>)" => size_of;
            /// Return the maximum string digits limit for non-binary int<->str conversions.
            "get_int_max_str_digits()" => |vm: &mut Vm| vm.int_max_str_digits;
            /// Set the maximum string digits limit for non-binary int<->str conversions.
            "set_int_max_str_digits(maxdigits)" => set_digits;
            /// Return the current default encoding used by the Unicode implementation.
            "getdefaultencoding()" => |_: &mut Vm| "utf-8";
            /// Return the encoding used to convert Unicode filenames to OS filenames.
            "getfilesystemencoding()" => |_: &mut Vm| "utf-8";
            /// Return the error mode used for Unicode to OS filename conversion.
            "getfilesystemencodeerrors()" => |_: &mut Vm| "surrogateescape";
            /// Return True if Python is exiting.
            "is_finalizing()" => |_: &mut Vm| false;
        }
        init complete;
    }
}
