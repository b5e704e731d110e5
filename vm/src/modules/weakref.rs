//! `_weakref`.

use gc::{Gc, Value};

use crate::builtins::dict::{Dict, DictChange};
use crate::builtins::module::Module;
use crate::builtins::weakref::WeakReference;
use crate::{PyResult, Vm, native_module};

fn references(vm: &mut Vm, object: Value) -> gc::TempVec {
    let mut found = gc::TempVec::new();
    vm.heap.walk_objects(|value| {
        if value
            .cast::<WeakReference>()
            .is_some_and(|reference| reference.referent() == Some(object))
        {
            found.push(value);
        }
    });
    found
}

fn proxy(vm: &mut Vm, object: Value, callback: Value) -> PyResult<Gc<WeakReference>> {
    let class = vm.types.weak_proxy;
    vm.new_weak_reference(class, object, callback)
}

fn remove_dead(vm: &mut Vm, dict: Gc<Dict>, key: Value) -> PyResult<()> {
    if let Some(value) = dict.get(vm, key)?
        && value.cast::<WeakReference>().is_some_and(|reference| reference.referent().is_none())
    {
        let _ = dict.delete(vm, key)?;
    }
    Ok(())
}

fn complete(vm: &mut Vm, module: Gc<Module>) -> PyResult<()> {
    let Some(dict) = module.dict() else { return Ok(()) };
    let (reference, proxy) = (vm.types.weak_reference.value(), vm.types.weak_proxy.value());
    for (name, value) in [
        ("ref", reference),
        ("ReferenceType", reference),
        ("ProxyType", proxy),
        ("CallableProxyType", proxy),
    ] {
        let name = vm.intern(name)?;
        dict.set_name(vm, name, value)?;
    }
    Ok(())
}

native_module! {
    /// Weak-reference support module.
    pub(super) static WEAKREF = "_weakref" {
        functions {
            /// Return the number of weak references to 'object'.
            "getweakrefcount(object, /)" => |vm: &mut Vm, object: Value| references(vm, object).len();
            /// Return a list of all weak reference objects pointing to 'object'.
            "getweakrefs(object, /)" => |vm: &mut Vm, object: Value| { let found = references(vm, object); vm.new_list(&found) };
            /// Create a proxy object that weakly references 'object'.
            "proxy(object, callback=None, /)" => proxy;
            /// Atomically remove key from dict if it points to a dead weakref.
            "_remove_dead_weakref(dct, key, /)" => remove_dead;
        }
        init complete;
    }
}
