//! Which error CPython would report for a source that is not Python.
//!
//! CPython reads a refused source a second time with rules for common mistakes; what none of them explains is "invalid
//! syntax" at the furthest token reached. Ruff's first error says where and, by its type, in which situation; the words
//! and the exact range are then found by looking at the tokens around, as CPython's rules do.

mod mapping;
mod targets;

use ruff_python_ast::Mod;
use ruff_python_parser::ParseError;
use ruff_text_size::Ranged;

use crate::source::Source;

use super::tokens::{Extent, Kind, LexicalError, Scan, Token};
use super::{Mode, SyntaxError, SyntaxErrorKind};

/// The error of a refused source; `refusal` is the parser's, if it got that far.
pub(super) fn diagnose(
    source: &Source,
    scan: &Scan,
    _mode: Mode,
    refusal: Option<&ParseError>,
) -> SyntaxError {
    if let Some(error) = &scan.error {
        return lexical(source, scan, error);
    }
    let view = View { source, text: source.text(), scan, tokens: &scan.tokens };
    match refusal {
        Some(refusal) => view.explain(refusal),
        None => view.invalid(view.tokens.len().saturating_sub(1)),
    }
}

/// Checks that ruff leaves to others.
pub(super) fn check_tree(source: &Source, module: &Mod) -> Result<(), SyntaxError> {
    let _ = (source, module);
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

/// Keywords that begin no expression.
const NO_EXPRESSION: &[&str] = &[
    "and", "as", "assert", "async", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "nonlocal", "or",
    "pass", "raise", "return", "try", "while", "with",
];

/// The tokens of the source, to be looked at.
struct View<'a> {
    source: &'a Source,
    text: &'a str,
    scan: &'a Scan,
    tokens: &'a [Token],
}

impl<'a> View<'a> {
    fn word(&self, index: usize) -> &'a str {
        self.tokens
            .get(index)
            .and_then(|token| self.text.get(token.start as usize..token.end as usize))
            .unwrap_or("")
    }

    fn kind(&self, index: usize) -> Kind {
        self.tokens.get(index).map_or(Kind::End, |token| token.kind)
    }

    /// How many brackets are open before a token.
    fn level(&self, index: usize) -> u16 {
        index
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .map_or(0, |token| token.level)
    }

    fn is_layout(&self, index: usize) -> bool {
        matches!(self.kind(index), Kind::Newline | Kind::Indent | Kind::Dedent | Kind::End)
    }

    /// The first token that does not end before `offset`.
    fn at(&self, offset: u32) -> usize {
        let found = self.tokens.iter().position(|token| {
            token.end > offset
                || token.start >= offset && token.kind == Kind::End
                || token.start >= offset && matches!(token.kind, Kind::Newline)
        });
        found.unwrap_or(self.tokens.len().saturating_sub(1))
    }

    /// The first token of the simple statement or header that a token is in.
    fn statement(&self, index: usize) -> usize {
        let mut first = index;
        while first > 0 && !self.is_layout(first - 1) {
            if self.level(first) == 0 && self.word(first - 1) == ";" {
                break;
            }
            first -= 1;
        }
        first
    }

    fn error(&self, message: impl Into<String>, start: u32, end: u32) -> SyntaxError {
        SyntaxError::at(self.source, SyntaxErrorKind::Syntax, message.into(), start, end)
    }

    /// About the tokens from `first` to `last`, that one included.
    fn between(&self, message: impl Into<String>, first: usize, last: usize) -> SyntaxError {
        let (first, last) = (self.tokens[first], self.tokens[last]);
        self.error(message, first.start, last.end)
    }

    /// About one token.
    fn on(&self, message: impl Into<String>, index: usize) -> SyntaxError {
        let index = index.min(self.tokens.len().saturating_sub(1));
        let Some(token) = self.tokens.get(index) else { return self.error(message, 0, 0) };
        let mut error = self.error(message, token.start, token.end);
        if matches!(token.kind, Kind::Newline | Kind::End) {
            // The end of a line is one column wide, whether there is a character or not.
            error.end_line = error.line;
            error.end_column = error.column + 1;
        }
        error
    }

    /// "invalid syntax" at a token, unless there is more to say.
    fn invalid(&self, index: usize) -> SyntaxError {
        match self.hint(index) {
            Some(hint) => hint,
            None => self.plain_invalid(index),
        }
    }

    fn plain_invalid(&self, index: usize) -> SyntaxError {
        if let Some(open) = self.scan.open {
            let line = self.tokens.get(index).map_or(0, |token| self.source.line_of(token.start));
            let at_end = matches!(self.kind(index), Kind::End | Kind::Newline);
            if line > self.source.line_of(open.offset) || at_end {
                return never_closed(self.source, char::from(open.character), open.offset);
            }
        }
        self.on("invalid syntax", index)
    }

    /// What the rules for common mistakes say of a token that nothing fits.
    fn hint(&self, index: usize) -> Option<SyntaxError> {
        let first = self.statement(index);
        let word = self.word(first);
        if matches!(word, "print" | "exec")
            && index == first + 1
            && self.begins_expression(index)
            && self.word(index) != "("
        {
            let last = self.end_of_line(index);
            let message =
                format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
            return Some(self.between(message, first, last));
        }
        if word == "import" && self.word(index) == "from" {
            let last = self.end_of_line(index);
            return Some(self.between(
                "Did you mean to use 'from ... import ...' instead?",
                first,
                last,
            ));
        }
        if matches!(word, "import" | "from")
            && let Some(hint) = self.import_target(first, index)
        {
            return Some(hint);
        }
        if self.word(index) == "="
            && let Some(hint) = self.meant_comparison(index)
        {
            return Some(hint);
        }
        if self.level(index) > 0
            && self.begins_expression(index)
            && index > 0
            && self.ends_expression(index - 1)
        {
            let a = self.start_of_disjunction(index - 1)?;
            let b = self.end_of_expression(index)?;
            let is_soft = a + 1 == index
                && (matches!(self.word(a), "match" | "case" | "type" | "_")
                    || self.kind(a) == Kind::Name && self.kind(index) == Kind::String);
            if !is_soft {
                return Some(self.between("invalid syntax. Perhaps you forgot a comma?", a, b));
            }
        }
        None
    }

    /// `import a as b.c`.
    fn import_target(&self, first: usize, index: usize) -> Option<SyntaxError> {
        let r#as = (first..=index).rev().find(|&index| self.word(index) == "as")?;
        if self.word(first) == "from" && !(first..r#as).any(|index| self.word(index) == "import") {
            return None;
        }
        let last = self.end_of_expression(r#as + 1)?;
        let (start, end) = (self.tokens[r#as + 1].start, self.tokens[last].end);
        let what = targets::describe(self.text.get(start as usize..end as usize)?)?;
        if what == "name" {
            return None;
        }
        Some(self.error(format!("cannot use {what} as import target"), start, end))
    }

    /// `name = value` where an expression is wanted.
    fn meant_comparison(&self, equals: usize) -> Option<SyntaxError> {
        let before = equals.checked_sub(1).filter(|&before| self.ends_expression(before))?;
        let last = self.end_of_bitwise_or(equals + 1)?;
        if matches!(self.word(last + 1), "=" | ":=") {
            return None;
        }
        let first = self.start_of_bitwise_or(before)?;
        if first == before && self.kind(before) == Kind::Name && !is_constant(self.word(before)) {
            return Some(self.between(
                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                first,
                last,
            ));
        }
        let range = self.tokens[first].start..self.tokens[before].end;
        let text = self.text.get(range.start as usize..range.end as usize)?;
        let what = targets::describe(text)?;
        if matches!(what, "tuple" | "list" | "generator expression" | "True" | "False" | "None") {
            return None;
        }
        Some(self.error(
            format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"),
            range.start,
            range.end,
        ))
    }

    fn begins_expression(&self, index: usize) -> bool {
        match self.kind(index) {
            Kind::Name => !NO_EXPRESSION.contains(&self.word(index)),
            Kind::Number | Kind::String | Kind::FieldStart => true,
            Kind::Operator => matches!(self.word(index), "(" | "[" | "{" | "-" | "+" | "~" | "..."),
            _ => false,
        }
    }

    fn ends_expression(&self, index: usize) -> bool {
        match self.kind(index) {
            Kind::Name => {
                let word = self.word(index);
                !NO_EXPRESSION.contains(&word)
                    && !matches!(word, "not" | "lambda" | "yield" | "await")
            }
            Kind::Number | Kind::String | Kind::FieldEnd => true,
            Kind::Operator => matches!(self.word(index), ")" | "]" | "}" | "..."),
            _ => false,
        }
    }

    /// The last token of the logical line (or of the statement before a `;`).
    fn end_of_line(&self, index: usize) -> usize {
        let mut last = index;
        while !self.is_layout(last + 1) && (self.level(last + 1) != 0 || self.word(last + 1) != ";")
        {
            last += 1;
        }
        last
    }

    /// Walks backwards over what stands at the same level until `stops`.
    fn walk_back(&self, from: usize, stops: impl Fn(&str) -> bool) -> Option<usize> {
        let mut index = from;
        let level = self.tokens.get(from)?.level;
        loop {
            let Some(before) = index.checked_sub(1) else { return Some(index) };
            let depth = self.tokens[before].level;
            if depth < level || self.is_layout(before) {
                return Some(index);
            }
            // An opening bracket at this level leads out of the expression.
            if self.level(before) < depth && depth == level {
                return Some(index);
            }
            if depth == level && stops(self.word(before)) {
                return Some(index);
            }
            index = before;
        }
    }

    /// The first token of the disjunction that ends at a token.
    fn start_of_disjunction(&self, last: usize) -> Option<usize> {
        self.walk_back(last, |word| {
            matches!(
                word,
                "," | ":"
                    | "="
                    | ":="
                    | ";"
                    | "lambda"
                    | "if"
                    | "else"
                    | "for"
                    | "yield"
                    | "return"
                    | "->"
            ) || word.ends_with('=') && !matches!(word, "==" | "!=" | "<=" | ">=")
        })
    }

    /// The first token of the arithmetic that ends at a token.
    fn start_of_bitwise_or(&self, last: usize) -> Option<usize> {
        self.walk_back(last, |word| {
            matches!(
                word,
                "," | ":"
                    | "="
                    | ":="
                    | ";"
                    | "lambda"
                    | "if"
                    | "elif"
                    | "while"
                    | "assert"
                    | "else"
                    | "for"
                    | "in"
                    | "is"
                    | "not"
                    | "and"
                    | "or"
                    | "<"
                    | ">"
                    | "=="
                    | "!="
                    | "<="
                    | ">="
                    | "yield"
                    | "return"
                    | "->"
                    | "with"
                    | "del"
                    | "raise"
            )
        })
    }

    fn walk_forward(&self, from: usize, stops: impl Fn(&str) -> bool) -> Option<usize> {
        if self.is_layout(from) {
            return None;
        }
        let level = self.level(from);
        let mut index = from;
        loop {
            let next = index + 1;
            let depth = self.tokens.get(index)?.level;
            if self.is_layout(next) {
                return Some(index);
            }
            if depth <= level {
                let after = self.tokens.get(next)?.level;
                if after < level || stops(self.word(next)) {
                    return Some(index);
                }
                // Two operands beside each other: the expression ended.
                if self.ends_expression(index)
                    && self.begins_expression(next)
                    && !matches!(self.word(next), "(" | "[" | "-" | "+" | "not")
                    && !(self.kind(index) == Kind::String && self.kind(next) == Kind::String)
                {
                    return Some(index);
                }
            }
            index = next;
        }
    }

    /// The last token of the expression that begins at a token.
    fn end_of_expression(&self, first: usize) -> Option<usize> {
        self.walk_forward(first, |word| {
            matches!(word, "," | ":" | "=" | ":=" | ";" | "for" | "async" | "as" | "from" | "!")
        })
    }

    fn end_of_bitwise_or(&self, first: usize) -> Option<usize> {
        self.walk_forward(first, |word| {
            matches!(
                word,
                "," | ":"
                    | "="
                    | ":="
                    | ";"
                    | "for"
                    | "async"
                    | "as"
                    | "from"
                    | "if"
                    | "else"
                    | "and"
                    | "or"
                    | "not"
                    | "in"
                    | "is"
                    | "<"
                    | ">"
                    | "=="
                    | "!="
                    | "<="
                    | ">="
            )
        })
    }
}

fn is_constant(word: &str) -> bool {
    matches!(word, "True" | "False" | "None")
}

/// The range of the parser's error.
fn range_of(refusal: &ParseError) -> (u32, u32) {
    (refusal.range().start().to_u32(), refusal.range().end().to_u32())
}
