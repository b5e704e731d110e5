//! `gc`.

use gc::{Collection, Value};

use crate::{PyResult, Vm, native_module};

fn collect(vm: &mut Vm, _generation: i64) -> PyResult<Value> {
    let summary = vm.collect(Some(Collection::Full));
    vm.run_finalizers()?;
    vm.new_int(summary.finalizable as i64)
}

native_module! {
    /// This module provides access to the garbage collector.
    pub(super) static GC = "gc" {
        functions {
            /// Run the garbage collector.
            "collect(generation=2)" => collect;
            /// Enable automatic garbage collection.
            "enable()" => |_: &mut Vm| ();
            /// Disable automatic garbage collection.
            "disable()" => |_: &mut Vm| ();
            /// Returns true if automatic garbage collection is enabled.
            "isenabled()" => |_: &mut Vm| true;
            /// Returns true if the object is tracked by the garbage collector.
            "is_tracked(obj, /)" => |_: &mut Vm, value: Value| value.is_object();
        }
    }
}
