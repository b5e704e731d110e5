//! Warnings that need only the source: they do not stop compilation.

use ruff_python_ast::Mod;
use ruff_python_ast::token::Tokens;

use crate::source::Source;

/// A `SyntaxWarning` to issue before the code runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxWarning {
    /// The text of the warning.
    pub message: String,
    /// The line, from 1.
    pub line: u32,
    /// Byte offset of the construct.
    pub start: u32,
    /// Byte offset of its end.
    pub end: u32,
}

/// Finds the warnings of an accepted source.
pub(super) fn collect(_source: &Source, _module: &Mod, _tokens: &Tokens) -> Vec<SyntaxWarning> {
    Vec::new()
}
