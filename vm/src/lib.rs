//! moltvm's objects, interpreter and imports.
//!
//! Being written. The files of `native`, `object`, `names`, `raise` and `tracing` beside this one are the
//! model the rest is built on; they join the crate together with the built-in types they name.
//! What stands on its own already: [`signature`].

#[path = "native/signature.rs"]
pub mod signature;
