//! The modules implemented in Rust.

mod gc_module;
mod math;
mod sys;
mod time;

use crate::native::ModuleDef;

/// Every native module but `builtins`, which exists from the start.
pub static MODULES: &[&ModuleDef] = &[&gc_module::GC, &math::MATH, &sys::SYS, &time::TIME];
