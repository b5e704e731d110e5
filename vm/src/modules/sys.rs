//! `sys`.

mod hooks;
mod info;
mod names;

use gc::{Gc, Value};

use crate::builtins::dict::DictChange;
use crate::builtins::module::Module;
use crate::builtins::str::Str;
use crate::native::{ConstantDef, Keywords, Rest};
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

fn clear_type_descriptors(vm: &mut Vm, class: Gc<crate::object::Type>) -> PyResult<()> {
    for name in ["__dict__", "__weakref__"] {
        let name = vm.intern(name)?;
        if class.dict().find_interned(vm, name).is_some() {
            vm.delete_own_attribute(class.value(), name)?;
        }
    }
    Ok(())
}

fn breakpoint_hook(vm: &mut Vm, args: Rest, _kwargs: Keywords) -> PyResult<Value> {
    let pdb = vm.import_module("pdb")?;
    let name = vm.intern("set_trace")?;
    vm.call_method(pdb, name, args.0.items())
}

fn set_async_generator_hooks(
    vm: &mut Vm,
    first: Option<Value>,
    last: Option<Value>,
) -> PyResult<()> {
    for (hook, what) in [(first, "firstiter"), (last, "finalizer")] {
        if let Some(hook) = hook.filter(|hook| !hook.is_none())
            && !vm.is_callable(hook)
        {
            let class = vm.type_of(hook).name_text();
            return Err(vm.type_error(format_args!("callable {what} expected, got {class}")));
        }
    }
    let (old_first, old_last) = vm.async_generator_hooks;
    vm.async_generator_hooks = (first.unwrap_or(old_first), last.unwrap_or(old_last));
    Ok(())
}

fn frame_module_name(vm: &mut Vm, depth: i64) -> PyResult<Value> {
    let Some(frame) = vm.caller_frame(usize::try_from(depth).unwrap_or(0))? else {
        return Ok(Value::NONE);
    };
    let name = vm.intern("f_globals")?;
    let globals = vm.get_attribute(frame, name)?;
    match globals.cast::<crate::builtins::dict::Dict>() {
        Some(globals) => Ok(globals.get_str(vm, "__name__")?.unwrap_or(Value::NONE)),
        None => Ok(Value::NONE),
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
    set(vm, "dont_write_bytecode", Value::TRUE)?;
    info::complete(vm, dict)?;
    let mut modules = gc::TempVec::new();
    for name in names::STDLIB.split(' ') {
        modules.push(vm.intern(name)?.value());
    }
    let modules = vm.new_frozenset_from(&modules)?;
    set(vm, "stdlib_module_names", modules)?;
    let options = vm.new_dict()?.value();
    set(vm, "_xoptions", options)?;
    set(vm, "pycache_prefix", Value::NONE)?;
    for hook in ["displayhook", "excepthook", "unraisablehook", "breakpointhook"] {
        if let Some(function) = dict.get_str(vm, hook)? {
            set(vm, &format!("__{hook}__"), function)?;
        }
    }
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
            "abiflags" = ConstantDef::Str("");
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
            /// Print an object to sys.stdout and also save it in builtins._
            "displayhook(object, /)" => hooks::display;
            /// Handle an exception by displaying it with a traceback on sys.stderr.
            "excepthook(exctype, value, traceback, /)" => hooks::show_exception;
            /// Handle an unraisable exception.
            "unraisablehook(unraisable, /)" => hooks::show_unraisable;
            /// This hook function is called by built-in breakpoint().
            "breakpointhook(*args, **kwargs)" => breakpoint_hook;
            /// Adds a new audit hook callback.
            "addaudithook(hook)" => hooks::add_audit_hook;
            /// Passes the event to any hooks that are attached.
            "audit(event, /, *args)" => hooks::audit;
            /// Return the reference count of object. Nothing here counts references.
            "getrefcount(object, /)" => |_: &mut Vm, _object: Value| 2;
            /// Return the number of memory blocks currently allocated.
            "getallocatedblocks()" => |vm: &mut Vm| (vm.heap.used() / 16) as i64;
            /// Return the number of elements of the unicode interned dictionary
            "getunicodeinternedsize(*, _only_immortal=False)" => |vm: &mut Vm, _only: bool| vm.interned_count() as i64;
            /// Return the current thread switch interval; see sys.setswitchinterval().
            "getswitchinterval()" => |_: &mut Vm| 0.005;
            /// Set the ideal thread switching delay inside the Python interpreter.
            "setswitchinterval(interval, /)" => |vm: &mut Vm, interval: f64| if interval > 0.0 { Ok(()) } else { Err(vm.value_error("switch interval must be strictly positive")) };
            /// Return True if the given string is "interned".
            "_is_interned(string, /)" => |_: &mut Vm, text: Gc<Str>| text.is_interned();
            /// Return True if the GIL is currently enabled.
            "_is_gil_enabled()" => |_: &mut Vm| true;
            /// Clear the internal type lookup cache.
            "_clear_type_cache()" => |_: &mut Vm| ();
            /// Drop the descriptors `__dict__` and `__weakref__` of a class that another takes the place of.
            "_clear_type_descriptors(type, /)" => clear_type_descriptors;
            /// Return the installed asynchronous generators hooks.
            "get_asyncgen_hooks()" => |vm: &mut Vm| { let (first, last) = vm.async_generator_hooks; vm.new_tuple(&[first, last]) };
            /// Set a finalizer and an iteration hook for asynchronous generators.
            "set_asyncgen_hooks(firstiter=<unrepresentable>, finalizer=<unrepresentable>)" => set_async_generator_hooks;
            /// Check status of origin tracking for coroutine objects in this thread.
            "get_coroutine_origin_tracking_depth()" => |_: &mut Vm| 0;
            /// Return the name of the module of a calling frame.
            "_getframemodulename(depth=0)" => frame_module_name;
            "__getattr__(name, /)" => |vm: &mut Vm, name: Gc<Str>| vm.rest_of_module("sys", "_sys_rest", name);
            /// Return True if Python is exiting.
            "is_finalizing()" => |_: &mut Vm| false;
        }
        init complete;
    }
}
