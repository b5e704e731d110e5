//! moltvm's objects, interpreter and imports.
//!
//! Where to look:
//!
//! * [`vm`]: the [`Vm`], all that one interpreter owns. It is the first parameter of nearly everything.
//! * [`object`]: what every object has: kinds, shapes, types, slots, attribute lookup, operators.
//! * [`builtins`]: one file per built-in Python type.
//! * [`native`]: how Rust functions, types and modules appear in Python.
//! * [`interpret`]: frames, the loop, calls, unwinding.
//! * [`import`]: modules, finders, the frozen library.
//! * [`raise`]: how errors travel.
//! * [`tracing`]: what the interpreter asks of a trace compiler.

pub mod bootstrap;
pub mod builtins;
mod codecs;
mod collect;
mod frozen;
pub mod import;
pub mod interpret;
mod main_module;
pub mod modules;
pub mod names;
pub mod native;
pub mod object;
pub mod raise;
pub mod report;
pub mod suggest;
pub mod tracing;
pub mod vm;

pub use frontend;
pub use gc::{Field, Gc, TempVec, Value};
pub use names::Name;
pub use native::{Args, NativeDef};
pub use raise::{Kill, PyResult, Raised};
pub use vm::Vm;
