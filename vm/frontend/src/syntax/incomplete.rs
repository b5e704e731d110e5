//! Whether a source is wrong or merely not finished, for interactive use.

use crate::source::Source;

use super::tokens::{Kind, Scan};
use super::{Mode, ParseFlags, SyntaxError, SyntaxErrorKind, parse, tokens};

/// What an interactive prompt should do with the text so far.
#[derive(Clone, Debug)]
pub enum Completeness {
    /// A whole statement, or nothing at all: run it.
    Complete,
    /// More lines are needed.
    Incomplete,
    /// No continuation can make it right.
    Wrong(SyntaxError),
}

/// Judges interactive input as `codeop.compile_command` does: a block is complete only once a
/// blank line follows it.
pub fn is_incomplete(filename: &str, text: &str) -> Completeness {
    let source = match Source::new(filename, text) {
        Ok(source) => source,
        Err(error) => return Completeness::Wrong(error),
    };
    let flags = ParseFlags { allow_incomplete: true, ..ParseFlags::default() };
    match parse(&source, Mode::Single, flags) {
        Ok(_) => {
            if ends_inside_block(source.text(), &tokens::scan(&source)) {
                Completeness::Incomplete
            } else {
                Completeness::Complete
            }
        }
        Err(error) if error.kind == SyntaxErrorKind::IncompleteInput => Completeness::Incomplete,
        Err(error) => Completeness::Wrong(error),
    }
}

/// A compound statement without the blank line that ends it at a prompt.
fn ends_inside_block(text: &str, scan: &Scan) -> bool {
    let mut words = scan.tokens.iter().rev().skip_while(|token| token.kind == Kind::End);
    let in_block = words.next().is_some_and(|token| token.kind == Kind::Dedent);
    let first = scan.tokens.first().and_then(|t| text.get(t.start as usize..t.end as usize));
    let compound = matches!(
        first,
        Some("if" | "while" | "for" | "try" | "with" | "def" | "class" | "async" | "@" | "match")
    ) && scan.tokens.len() > 1
        && scan
            .tokens
            .iter()
            .any(|token| text.get(token.start as usize..token.end as usize) == Some(":"))
        && first != Some("match");
    if !in_block && !compound {
        return false;
    }
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    !(text.ends_with('\n') && last_line.is_empty()
        || last_line.trim().is_empty() && text.contains('\n'))
}

/// Whether `error` says only that the text ends too early.
pub(super) fn stops_early(source: &Source, scan: &Scan, error: &SyntaxError) -> bool {
    if let Some(lexical) = &scan.error {
        let at_end = lexical.message.is_empty()
            || lexical.message == "unexpected EOF while parsing"
            || lexical.message.starts_with("unterminated triple-quoted");
        return at_end
            && (error.message.starts_with("unterminated triple")
                || error.message.ends_with("was never closed")
                || error.message == "unexpected EOF while parsing");
    }
    if error.message == "expected 'except' or 'finally' block"
        || error.message.starts_with("expected an indented block")
    {
        // The last token before the closing dedents and the end is where the text stops.
        let end = scan
            .tokens
            .iter()
            .rev()
            .find(|token| !matches!(token.kind, Kind::End | Kind::Dedent | Kind::Newline))
            .map_or(0, |token| token.end);
        return error.line > source.line_of(end)
            || (error.line, error.column.saturating_sub(1)) >= {
                let place = source.position(end);
                (place.line, place.column)
            };
    }
    false
}
