//! A tokenizer by CPython's lexical rules, for what ruff's lexer does not tell.
//!
//! It finds the lexical error CPython would report, with its words and place, and gives the token
//! sequence that [`super::depth`] measures and [`super::diagnose`] reads. It holds no strings:
//! a token is a range of the text.

use crate::source::Source;

use super::SyntaxErrorKind;

mod numbers;
mod strings;

/// Nesting of brackets CPython refuses to exceed.
pub(super) const MAX_BRACKETS: usize = 200;
/// Nesting of blocks CPython refuses to exceed.
const MAX_INDENTS: usize = 100;

/// The class of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or keyword.
    Name,
    Number,
    /// A whole string or bytes literal with prefix and quotes.
    String,
    /// Prefix and opening quotes of an f-string or t-string.
    FieldStart,
    /// Literal text in one.
    FieldText,
    /// Its closing quotes.
    FieldEnd,
    /// Operator, bracket or delimiter, and single characters that are no token at all.
    Operator,
    Newline,
    Indent,
    Dedent,
    /// End of the source, or the place of the lexical error.
    End,
}

/// One token: its class, its range of the text, and how many brackets are open after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) level: u16,
}

/// Where the error's end column is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// The end is the start.
    Point,
    /// The end is not known: column 0.
    Unknown,
    /// The end is this offset.
    Until(u32),
}

/// A lexical error.
#[derive(Clone, Debug)]
pub(super) struct LexicalError {
    pub(super) kind: SyntaxErrorKind,
    pub(super) message: String,
    pub(super) start: u32,
    pub(super) extent: Extent,
    /// Reported even when the parser fails at an earlier token.
    #[expect(dead_code, reason = "for the diagnosis of parser errors, which does not use it yet")]
    pub(super) overrides: bool,
}

/// An open bracket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) character: u8,
    pub(super) offset: u32,
    field: bool,
}

/// Everything the tokenizer found.
#[derive(Debug)]
pub(super) struct Scan {
    /// The tokens up to the error, or all, closed by one [`Kind::End`].
    pub(super) tokens: Vec<Token>,
    /// The first lexical error.
    pub(super) error: Option<LexicalError>,
    /// The innermost bracket open at the end.
    pub(super) open: Option<Open>,
}

/// An f-string being read.
#[derive(Clone, Copy, Debug)]
struct Interpolated {
    quote: u8,
    triple: bool,
    raw: bool,
    start: u32,
    fields: u8,
    letter: char,
}

/// What the characters at the cursor mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Code,
    Text,
    FormatSpec,
}

/// Splits the text of `source` into tokens.
pub(super) fn scan(source: &Source) -> Scan {
    let mut scanner = Scanner {
        source,
        text: source.text(),
        bytes: source.text().as_bytes(),
        at: 0,
        tokens: Vec::new(),
        brackets: Vec::new(),
        indents: vec![(0, 0)],
        strings: Vec::new(),
        states: vec![State::Code],
        line_begins: true,
        continued: false,
    };
    let error = scanner.run().err();
    let end = scanner.at.min(scanner.bytes.len());
    if let Some(error) = &error {
        scanner.push(Kind::End, error.start as usize, error.start as usize);
    } else {
        scanner.push(Kind::End, end, end);
    }
    let Scanner { tokens, brackets, .. } = scanner;
    Scan { tokens, error, open: brackets.last().copied() }
}

type Step = Result<(), LexicalError>;

struct Scanner<'source> {
    source: &'source Source,
    text: &'source str,
    bytes: &'source [u8],
    at: usize,
    tokens: Vec<Token>,
    brackets: Vec<Open>,
    indents: Vec<(u32, u32)>,
    strings: Vec<Interpolated>,
    states: Vec<State>,
    line_begins: bool,
    continued: bool,
}

const THREE: [&str; 5] = ["**=", "//=", ">>=", "<<=", "..."];
const TWO: [&str; 20] = [
    "!=", "%=", "&=", "**", "*=", "+=", "-=", "->", "//", "/=", ":=", "<<", "<=", "==", ">=", ">>",
    "@=", "^=", "|=", "<>",
];

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        // Offsets fit: Source refuses texts over MAX_SOURCE_BYTES; levels are at most 200.
        let level = self.brackets.len() as u16;
        self.tokens.push(Token { kind, start: start as u32, end: end as u32, level });
    }

    fn hard(&self, message: impl Into<String>, at: usize) -> LexicalError {
        LexicalError {
            kind: SyntaxErrorKind::Syntax,
            message: message.into(),
            start: at as u32,
            extent: Extent::Point,
            overrides: true,
        }
    }

    fn soft(&self, kind: SyntaxErrorKind, message: &str, at: usize) -> LexicalError {
        LexicalError {
            kind,
            message: message.to_owned(),
            start: at as u32,
            extent: Extent::Unknown,
            overrides: false,
        }
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.iter().position(|&byte| byte == b'\n').map_or(self.bytes.len(), |length| at + length)
    }

    fn run(&mut self) -> Step {
        loop {
            match self.states.last().copied().unwrap_or(State::Code) {
                State::Code => {
                    if self.line_begins && self.brackets.is_empty() {
                        self.begin_line()?;
                    }
                    if self.at_end() {
                        return self.finish();
                    }
                    self.code()?;
                }
                State::Text | State::FormatSpec => {
                    if !self.interpolated_text()? {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn finish(&mut self) -> Step {
        let end = self.bytes.len();
        if self.continued {
            return Err(self.soft(SyntaxErrorKind::Syntax, "unexpected EOF while parsing", end));
        }
        if !self.brackets.is_empty() {
            // The caller words this by the bracket that is open.
            return Err(self.soft(SyntaxErrorKind::Syntax, "", end));
        }
        if self
            .tokens
            .last()
            .is_some_and(|last| !matches!(last.kind, Kind::Newline | Kind::Indent | Kind::Dedent))
        {
            self.push(Kind::Newline, end, end);
        }
        while self.indents.len() > 1 {
            self.indents.pop();
            self.push(Kind::Dedent, end, end);
        }
        Ok(())
    }

    /// Measures the indentation of the next line that holds anything.
    fn begin_line(&mut self) -> Step {
        self.line_begins = false;
        loop {
            let start = self.at;
            let (mut column, mut alternative) = (0_u32, 0_u32);
            loop {
                match self.peek(0) {
                    b' ' => (column, alternative) = (column + 1, alternative + 1),
                    b'\t' => (column, alternative) = ((column / 8 + 1) * 8, alternative + 1),
                    b'\x0c' => (column, alternative) = (0, 0),
                    b'\\' if self.peek(1) == b'\n' => self.at += 1,
                    _ => break,
                }
                self.at += 1;
            }
            match self.peek(0) {
                b'#' => self.at = self.line_end(self.at),
                _ if self.at_end() => return Ok(()),
                b'\n' => {}
                _ => return self.indent(start, column, alternative),
            }
            if self.at_end() {
                return Ok(());
            }
            self.at += 1;
        }
    }

    fn indent(&mut self, start: usize, column: u32, alternative: u32) -> Step {
        let tabs = "inconsistent use of tabs and spaces in indentation";
        let (top, top_alternative) = self.indents.last().copied().unwrap_or((0, 0));
        if column == top {
            if alternative != top_alternative {
                return Err(self.soft(SyntaxErrorKind::Tab, tabs, start));
            }
        } else if column > top {
            if self.indents.len() >= MAX_INDENTS {
                return Err(self.soft(
                    SyntaxErrorKind::Indentation,
                    "too many levels of indentation",
                    start,
                ));
            }
            if alternative <= top_alternative {
                return Err(self.soft(SyntaxErrorKind::Tab, tabs, start));
            }
            self.indents.push((column, alternative));
            self.push(Kind::Indent, start, self.at);
        } else {
            while self.indents.last().is_some_and(|&(outer, _)| outer > column) {
                self.indents.pop();
                self.push(Kind::Dedent, self.at, self.at);
            }
            let (outer, outer_alternative) = self.indents.last().copied().unwrap_or((0, 0));
            if outer != column {
                return Err(self.soft(
                    SyntaxErrorKind::Indentation,
                    "unindent does not match any outer indentation level",
                    self.line_end(self.at),
                ));
            }
            if outer_alternative != alternative {
                return Err(self.soft(SyntaxErrorKind::Tab, tabs, start));
            }
        }
        Ok(())
    }

    fn code(&mut self) -> Step {
        let start = self.at;
        let byte = self.peek(0);
        if byte != b'\n' && byte != b' ' {
            self.continued = false;
        }
        match byte {
            b' ' | b'\t' | b'\x0c' => self.at += 1,
            b'#' => self.at = self.line_end(start),
            b'\n' => {
                self.at += 1;
                self.continued = false;
                if self.brackets.is_empty() {
                    self.line_begins = true;
                    self.push(Kind::Newline, start, start + 1);
                }
            }
            b'\\' => {
                if self.peek(1) == b'\n' {
                    self.at += 2;
                    self.continued = self.at_end();
                } else if start + 1 >= self.bytes.len() {
                    self.at += 1;
                    self.continued = true;
                } else {
                    let message = "unexpected character after line continuation character";
                    return Err(self.soft(SyntaxErrorKind::Syntax, message, start + 1));
                }
            }
            b'0'..=b'9' => self.number()?,
            b'.' if self.peek(1).is_ascii_digit() => self.number()?,
            b'"' | b'\'' => self.string(start)?,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.name()?,
            _ => self.operator()?,
        }
        Ok(())
    }

    fn name(&mut self) -> Step {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let length = rest
            .find(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        let quoted = matches!(self.bytes.get(start + length), Some(b'"' | b'\''));
        if quoted && strings::is_prefix(word) {
            self.at += length;
            return self.string(start);
        }
        for (at, character) in word.char_indices() {
            let fits = if at == 0 {
                character == '_' || unicode_ident::is_xid_start(character)
            } else {
                unicode_ident::is_xid_continue(character)
            };
            if !fits {
                return Err(self.bad_character(character, start + at));
            }
        }
        self.at += length;
        self.push(Kind::Name, start, self.at);
        Ok(())
    }

    fn bad_character(&self, character: char, at: usize) -> LexicalError {
        let code = u32::from(character);
        if is_printable(character) {
            self.hard(format!("invalid character '{character}' (U+{code:04X})"), at)
        } else {
            self.hard(format!("invalid non-printable character U+{code:04X}"), at)
        }
    }

    fn operator(&mut self) -> Step {
        let start = self.at;
        let byte = self.peek(0);
        let in_field = self.brackets.last().is_some_and(|open| open.field);
        match byte {
            b'(' | b'[' | b'{' => return self.open_bracket(byte, false),
            b')' | b']' | b'}' => return self.close_bracket(byte),
            b':' if in_field => {
                self.at += 1;
                self.push(Kind::Operator, start, self.at);
                self.states.push(State::FormatSpec);
                return Ok(());
            }
            0..=0x1f | 0x7f => return Err(self.bad_character(char::from(byte), start)),
            _ => {}
        }
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = if THREE.iter().any(|op| rest.starts_with(op.as_bytes())) {
            3
        } else if TWO.iter().any(|op| rest.starts_with(op.as_bytes())) {
            2
        } else {
            1
        };
        self.at += length;
        self.push(Kind::Operator, start, self.at);
        Ok(())
    }

    fn open_bracket(&mut self, byte: u8, field: bool) -> Step {
        let start = self.at;
        if self.brackets.len() >= MAX_BRACKETS {
            return Err(self.hard("too many nested parentheses", start));
        }
        self.at += 1;
        self.brackets.push(Open { character: byte, offset: start as u32, field });
        self.push(Kind::Operator, start, self.at);
        if field {
            self.states.push(State::Code);
        }
        Ok(())
    }

    fn close_bracket(&mut self, byte: u8) -> Step {
        let start = self.at;
        let closing = char::from(byte);
        let Some(open) = self.brackets.last().copied() else {
            return Err(self.hard(format!("unmatched '{closing}'"), start));
        };
        let fits = matches!((open.character, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
        if !fits {
            if open.field {
                let letter = self.strings.last().map_or('f', |string| string.letter);
                return Err(self.hard(format!("{letter}-string: unmatched '{closing}'"), start));
            }
            let opening = char::from(open.character);
            let line = self.source.line_of(open.offset);
            let place = if line == self.source.line_of(start as u32) {
                String::new()
            } else {
                format!(" on line {line}")
            };
            return Err(self.hard(
                format!(
                    "closing parenthesis '{closing}' does not match opening parenthesis \
                     '{opening}'{place}"
                ),
                start,
            ));
        }
        self.brackets.pop();
        self.at += 1;
        self.push(Kind::Operator, start, self.at);
        if open.field {
            self.states.pop();
            if let Some(string) = self.strings.last_mut() {
                string.fields = string.fields.saturating_sub(1);
            }
        }
        Ok(())
    }
}

/// Python's `str.isprintable` for the characters that occur in practice.
fn is_printable(character: char) -> bool {
    !(character.is_control()
        || character.is_whitespace()
        || matches!(
            u32::from(character),
            0xad | 0x61c | 0x180e
                | 0x200b..=0x200f
                | 0x2028..=0x202e
                | 0x2060..=0x206f
                | 0xe000..=0xf8ff
                | 0xfeff
                | 0xfff9..=0xfffb
                | 0xfffe | 0xffff
                | 0xe0000..
        ))
}
