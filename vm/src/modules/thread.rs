//! `_thread`, with one thread: locks are held or not, and waiting for a held one would never end.

use gc::{Gc, Value};

use crate::builtins::dict::DictChange;
use crate::builtins::module::Module;
use crate::builtins::simple::Cells;
use crate::builtins::str::Str;

use crate::object::{Type, kind};
use crate::{PyResult, Vm, builtin_type, native_module};

/// The count of a lock lies in the first word.
fn lock_new(vm: &mut Vm, class: Gc<Type>) -> PyResult<Gc<Cells>> {
    vm.new_cells(class, Value::from_small(0))
}

fn count(value: Value) -> i64 {
    value.cast::<Cells>().and_then(|cells| cells.first.get().as_small()).unwrap_or(0)
}

fn set_count(value: Value, count: i64) {
    if let Some(cells) = value.cast::<Cells>() {
        cells.first.set(cells, Value::from_small(count));
    }
}

fn acquire(vm: &mut Vm, value: Value, blocking: bool, timeout: f64) -> PyResult<bool> {
    if count(value) == 0 {
        set_count(value, 1);
        return Ok(true);
    }
    if !blocking {
        return Ok(false);
    }
    if timeout >= 0.0 {
        if let Ok(duration) = std::time::Duration::try_from_secs_f64(timeout) {
            vm.host.clock().sleep(duration);
        }
        return Ok(false);
    }
    Err(vm.runtime_error("deadlock: the only thread waits for a lock that it holds"))
}

fn release(vm: &mut Vm, value: Value) -> PyResult<()> {
    if count(value) == 0 {
        return Err(vm.runtime_error("release unlocked lock"));
    }
    set_count(value, 0);
    Ok(())
}

fn acquire_again(_: &mut Vm, value: Value, _blocking: bool, _timeout: f64) -> bool {
    set_count(value, count(value) + 1);
    true
}

fn release_again(vm: &mut Vm, value: Value) -> PyResult<()> {
    if count(value) == 0 {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    set_count(value, count(value) - 1);
    Ok(())
}

builtin_type! {
    /// A lock object is a synchronization primitive.
    pub(super) static LOCK = "_thread.lock"("object") {
        kind kind::CELLS;
        traits { has_weakref }
        slots { }
        new "lock(cls)" => lock_new;
        methods {
            /// Lock the lock.
            "acquire(self, blocking=True, timeout=-1)" => acquire;
            /// Release the lock.
            "release(self, /)" => release;
            /// Return whether the lock is in the locked state.
            "locked(self, /)" => |_: &mut Vm, value: Value| count(value) > 0;
            "__enter__(self, /)" => |vm: &mut Vm, value: Value| acquire(vm, value, true, -1.0);
            "__exit__(self, /, *args)" => |vm: &mut Vm, value: Value, _args: crate::native::Rest| release(vm, value);
            "_at_fork_reinit(self, /)" => |_: &mut Vm, value: Value| set_count(value, 0);
        }
    }
}

builtin_type! {
    /// A lock that its owner may acquire again.
    pub(super) static RLOCK = "_thread.RLock"("object") {
        kind kind::CELLS;
        traits { is_base, has_weakref }
        slots { }
        new "RLock(cls)" => lock_new;
        methods {
            /// Lock the lock.
            "acquire(self, blocking=True, timeout=-1)" => acquire_again;
            /// Release the lock.
            "release(self, /)" => release_again;
            /// Return whether the lock is in the locked state.
            "locked(self, /)" => |_: &mut Vm, value: Value| count(value) > 0;
            "__enter__(self, /)" => |vm: &mut Vm, value: Value| acquire_again(vm, value, true, -1.0);
            "__exit__(self, /, *args)" => |vm: &mut Vm, value: Value, _args: crate::native::Rest| release_again(vm, value);
            "_is_owned(self, /)" => |_: &mut Vm, value: Value| count(value) > 0;
            "_recursion_count(self, /)" => |_: &mut Vm, value: Value| count(value);
            "_at_fork_reinit(self, /)" => |_: &mut Vm, value: Value| set_count(value, 0);
        }
    }
}

builtin_type! {
    /// Thread-local data.
    pub(super) static LOCAL = "_thread._local"("object") {
        kind kind::INSTANCE;
        traits { is_base, has_dict, has_weakref }
        slots { }
        new "_local(cls, *args, **kwargs)" => |vm: &mut Vm, class: Gc<Type>, _args: crate::native::Rest, _kwargs: crate::native::Keywords| vm.new_instance(class);
    }
}

fn complete(vm: &mut Vm, module: Gc<Module>) -> PyResult<()> {
    let Some(dict) = module.dict() else { return Ok(()) };
    let lock = vm.native_type(&LOCK)?.value();
    for name in ["LockType", "allocate_lock", "allocate"] {
        let name = vm.intern(name)?;
        dict.set_name(vm, name, lock)?;
    }
    let (error, error_name) = (vm.exceptions.RuntimeError.value(), vm.intern("error")?);
    dict.set_name(vm, error_name, error)?;
    Ok(())
}

native_module! {
    /// This module provides primitive operations to write multi-threaded programs.
    pub(super) static THREAD = "_thread" {
        constants { "TIMEOUT_MAX" = crate::native::ConstantDef::Float(4294967.0); }
        functions {
            /// Return a non-zero integer that uniquely identifies the current thread.
            "get_ident()" => |vm: &mut Vm| vm.thread_ident;
            /// Return a non-negative integer identifying the thread as reported by the OS.
            "get_native_id()" => |vm: &mut Vm| vm.thread_ident;
            /// Says which thread runs from now on, and returns which one did.
            "_switch(ident, /)" => |vm: &mut Vm, ident: i64| std::mem::replace(&mut vm.thread_ident, ident);
            "__getattr__(name, /)" => |vm: &mut Vm, name: Gc<Str>| vm.rest_of_module("_thread", "_eager_threads", name);
            /// Return the thread stack size used when creating new threads.
            "stack_size(size=0, /)" => |_: &mut Vm, _size: i64| 0i64;
            /// Return True if the current interpreter is the main interpreter.
            "_is_main_interpreter()" => |_: &mut Vm| true;
        }
        types { &LOCK, &RLOCK, &LOCAL }
        init complete;
    }
}
