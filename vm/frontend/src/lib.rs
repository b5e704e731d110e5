//! (see the package description)
pub mod bytecode;
pub mod compile;
pub mod source;
pub mod syntax;
pub mod tree;

pub use compile::compile_text;
