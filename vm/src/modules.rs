//! The modules implemented in Rust.

mod gc_module;
mod host_files;
mod math;
mod sre;
mod streams;
mod sys;
mod thread;
mod time;
mod weakref;

use crate::native::ModuleDef;

/// Every native module but `builtins`, which exists from the start.
pub static MODULES: &[&ModuleDef] = &[
    &gc_module::GC,
    &host_files::HOST,
    &math::MATH,
    &sre::SRE_ENGINE,
    &sys::SYS,
    &thread::THREAD,
    &time::TIME,
    &weakref::WEAKREF,
];
