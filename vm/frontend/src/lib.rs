//! (see the package description)
pub mod bytecode;
