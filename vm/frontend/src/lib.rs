//! (see the package description)
pub mod bytecode;
pub mod source;
pub mod syntax;
