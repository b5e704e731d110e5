//! The error of a refused source, in the terms of Python's `SyntaxError`.

use crate::source::Source;

/// Which exception a [`SyntaxError`] becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// `SyntaxError`.
    Syntax,
    /// `IndentationError`.
    Indentation,
    /// `TabError`.
    Tab,
    /// `_IncompleteInputError`: the text could still become right by going on.
    IncompleteInput,
    /// `MemoryError`: too deep or too large to parse.
    Memory,
    /// `RecursionError`: parsed, but too deep to compile.
    Recursion,
}

/// Why and where a source is not Python.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The exception to raise.
    pub kind: SyntaxErrorKind,
    /// Its message, without place.
    pub message: String,
    /// Line from 1; 0 when there is no place.
    pub line: u32,
    /// Column in code points, from 1; 0 when there is no place.
    pub column: u32,
    /// Line of the end, from 1.
    pub end_line: u32,
    /// Column of the end in code points, from 1, exclusive.
    pub end_column: u32,
    /// The text of the line, with its newline.
    pub text_line: Option<String>,
}

impl SyntaxError {
    /// An error about the source as a whole.
    pub fn without_place(kind: SyntaxErrorKind, message: String) -> SyntaxError {
        SyntaxError {
            kind,
            message,
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
            text_line: None,
        }
    }

    /// An error about the bytes `start..end` of `source`.
    pub fn at(
        source: &Source,
        kind: SyntaxErrorKind,
        message: String,
        start: u32,
        end: u32,
    ) -> SyntaxError {
        let from = source.position(start);
        let to = source.position(end.max(start));
        SyntaxError {
            kind,
            message,
            line: from.line,
            column: from.column.saturating_add(1),
            end_line: to.line,
            end_column: to.column.saturating_add(1),
            text_line: Some(format!("{}\n", source.line_text(from.line))),
        }
    }
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line == 0 {
            formatter.write_str(&self.message)
        } else {
            write!(formatter, "{} (line {})", self.message, self.line)
        }
    }
}

impl std::error::Error for SyntaxError {}
