//! `time`: clocks. The calendar is written in Python.

use std::time::Duration;

use gc::{Gc, Value};

use crate::builtins::str::Str;

use crate::{PyResult, Vm, native_module};

fn wall(vm: &mut Vm) -> PyResult<(i64, u32)> {
    let clock = vm.host.clock();
    match clock.wall() {
        Ok(stamp) => Ok((stamp.seconds, stamp.nanoseconds)),
        Err(error) => Err(vm.host_error(error)),
    }
}

fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64()
}

fn nanoseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)
}

fn sleep(vm: &mut Vm, duration: Value) -> PyResult<()> {
    let duration = vm.to_f64(duration)?;
    if duration < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    let Ok(duration) = Duration::try_from_secs_f64(duration) else {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    };
    vm.host.clock().sleep(duration);
    vm.check_interrupt()
}

native_module! {
    /// This module provides various functions to manipulate time values.
    pub(super) static TIME = "time" {
        functions {
            /// Return the current time in seconds since the Epoch.
            "time()" => |vm: &mut Vm| { let (seconds, nanoseconds) = wall(vm)?; Ok::<f64, crate::Raised>(seconds as f64 + f64::from(nanoseconds) * 1e-9) };
            /// Return the current time in nanoseconds since the Epoch.
            "time_ns()" => |vm: &mut Vm| { let (seconds, nanoseconds) = wall(vm)?; Ok::<i64, crate::Raised>(seconds * 1_000_000_000 + i64::from(nanoseconds)) };
            /// Monotonic clock, cannot go backward.
            "monotonic()" => |vm: &mut Vm| seconds(vm.host.clock().monotonic());
            /// Monotonic clock, cannot go backward, as nanoseconds.
            "monotonic_ns()" => |vm: &mut Vm| nanoseconds(vm.host.clock().monotonic());
            /// Performance counter for benchmarking.
            "perf_counter()" => |vm: &mut Vm| seconds(vm.host.clock().monotonic());
            /// Performance counter for benchmarking as nanoseconds.
            "perf_counter_ns()" => |vm: &mut Vm| nanoseconds(vm.host.clock().monotonic());
            /// Process time for profiling: sum of the kernel and user-space CPU time.
            "process_time()" => |vm: &mut Vm| seconds(vm.host.clock().process_time());
            /// Process time for profiling as nanoseconds.
            "process_time_ns()" => |vm: &mut Vm| nanoseconds(vm.host.clock().process_time());
            /// Thread time for profiling: sum of the kernel and user-space CPU time.
            "thread_time()" => |vm: &mut Vm| seconds(vm.host.clock().thread_time());
            /// Delay execution for a given number of seconds.
            "sleep(seconds, /)" => sleep;
            "__getattr__(name, /)" => |vm: &mut Vm, name: Gc<Str>| vm.rest_of_module("time", "_time_calendar", name);
        }
    }
}
