//! Which error CPython would report for a source that is not Python.

use ruff_python_ast::Mod;

use crate::source::Source;

use super::tokens::{Extent, LexicalError, Scan};
use super::{Mode, SyntaxError, SyntaxErrorKind};

/// The error of a refused source.
pub(super) fn diagnose(source: &Source, scan: &Scan, _mode: Mode) -> SyntaxError {
    if let Some(error) = &scan.error {
        return lexical(source, scan, error);
    }
    let end = scan.tokens.last().map_or(0, |token| token.start);
    SyntaxError::at(source, SyntaxErrorKind::Syntax, "invalid syntax".to_owned(), end, end)
}

/// Checks that ruff leaves to others.
pub(super) fn check_tree(_source: &Source, _module: &Mod) -> Result<(), SyntaxError> {
    Ok(())
}

fn lexical(source: &Source, scan: &Scan, error: &LexicalError) -> SyntaxError {
    if error.message.is_empty()
        && let Some(open) = scan.open
    {
        return never_closed(source, char::from(open.character), open.offset);
    }
    let end = match error.extent {
        Extent::Until(end) => end,
        Extent::Point | Extent::Unknown => error.start,
    };
    let mut out = SyntaxError::at(source, error.kind, error.message.clone(), error.start, end);
    if error.extent == Extent::Unknown {
        out.end_line = out.line;
        out.end_column = 0;
    }
    out
}

fn never_closed(source: &Source, bracket: char, offset: u32) -> SyntaxError {
    let message = format!("'{bracket}' was never closed");
    let mut out = SyntaxError::at(source, SyntaxErrorKind::Syntax, message, offset, offset);
    out.end_column = 0;
    out
}
