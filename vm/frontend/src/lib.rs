//! (see the package description)
pub mod bytecode;
pub mod compile;
pub mod source;
pub mod syntax;

pub use compile::compile_text;
