//! String literals, and the text parts of f-strings and t-strings.

use super::{Interpolated, Kind, LexicalError, Scanner, State, Step};

/// Nesting of f-strings in each other that CPython refuses to exceed.
const MAX_STRINGS: usize = 149;
/// Nesting of replacement fields in format specifications.
const MAX_FIELDS: u8 = 3;

/// Whether `word` directly before a quote belongs to the string.
pub(super) fn is_prefix(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "r" | "u" | "b" | "f" | "t" | "br" | "rb" | "fr" | "rf" | "tr" | "rt"
    )
}

impl Scanner<'_> {
    /// Reads the string whose prefix began at `start` and whose quote is at the cursor.
    pub(super) fn string(&mut self, start: usize) -> Step {
        let quote = self.peek(0);
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        let prefix = self.text.get(start..self.at).unwrap_or_default().to_ascii_lowercase();
        self.at += if triple { 3 } else { 1 };
        if prefix.contains(['f', 't']) {
            if self.strings.len() >= MAX_STRINGS {
                return Err(self.hard("too many nested f-strings", start));
            }
            self.push(Kind::FieldStart, start, self.at);
            self.strings.push(Interpolated {
                quote,
                triple,
                raw: prefix.contains('r'),
                start: start as u32,
                fields: 0,
                letter: if prefix.contains('t') { 't' } else { 'f' },
            });
            self.states.push(State::Text);
            return Ok(());
        }
        if !triple && self.peek(0) == quote {
            self.at += 1;
            self.push(Kind::String, start, self.at);
            return Ok(());
        }
        let mut escaped_quote = false;
        loop {
            if self.at_end() || (!triple && self.peek(0) == b'\n') {
                return Err(self.unterminated(start, quote, triple, escaped_quote));
            }
            match self.peek(0) {
                b'\\' => {
                    escaped_quote |= self.peek(1) == quote;
                    self.at = (self.at + 2).min(self.bytes.len());
                }
                byte if byte == quote && !triple => {
                    self.at += 1;
                    break;
                }
                byte if byte == quote && self.peek(1) == quote && self.peek(2) == quote => {
                    self.at += 3;
                    break;
                }
                _ => self.at += 1,
            }
        }
        self.push(Kind::String, start, self.at);
        Ok(())
    }

    fn unterminated(
        &self,
        start: usize,
        quote: u8,
        triple: bool,
        escaped_quote: bool,
    ) -> LexicalError {
        if self.brackets.iter().any(|open| open.field)
            && let Some(string) = self.strings.last()
            && string.quote == quote
            && string.triple == triple
        {
            return self.hard(format!("{}-string: expecting '}}'", string.letter), start);
        }
        let line = self.detected_line();
        if triple {
            self.hard(
                format!("unterminated triple-quoted string literal (detected at line {line})"),
                start,
            )
        } else {
            let hint = if escaped_quote { "; perhaps you escaped the end quote?" } else { "" };
            self.hard(format!("unterminated string literal (detected at line {line}){hint}"), start)
        }
    }

    /// The line the end of a string was missed on; a final newline begins no line.
    fn detected_line(&self) -> u32 {
        let at = self.at.min(self.bytes.len());
        let ended = self.at_end() && at > 0 && self.bytes.get(at - 1) == Some(&b'\n');
        self.source.line_of((at - usize::from(ended)) as u32)
    }

    /// Reads text up to a field, the end of the format specification or the end of the string.
    /// False when the string ended inside a field: nothing after it can be read sensibly.
    pub(super) fn interpolated_text(&mut self) -> Result<bool, LexicalError> {
        let Some(string) = self.strings.last().copied() else {
            self.states.pop();
            return Ok(true);
        };
        let in_spec = self.states.last() == Some(&State::FormatSpec);
        let start = self.at;
        loop {
            if self.at_end() || (!string.triple && self.peek(0) == b'\n') {
                if in_spec && !self.at_end() {
                    self.text_part(start);
                    self.states.pop();
                    return Ok(true);
                }
                let line = self.detected_line();
                let what = if string.triple { "triple-quoted " } else { "" };
                let letter = string.letter;
                return Err(self.hard(
                    format!("unterminated {what}{letter}-string literal (detected at line {line})"),
                    string.start as usize,
                ));
            }
            match self.peek(0) {
                byte if byte == string.quote => {
                    let closes = !string.triple
                        || (self.peek(1) == string.quote && self.peek(2) == string.quote);
                    if !closes {
                        self.at += 1;
                        continue;
                    }
                    self.text_part(start);
                    let end = self.at + if string.triple { 3 } else { 1 };
                    self.push(Kind::FieldEnd, self.at, end);
                    self.at = end;
                    self.strings.pop();
                    self.states.pop();
                    return Ok(!in_spec);
                }
                b'{' => {
                    if !in_spec && self.peek(1) == b'{' {
                        self.at += 2;
                        continue;
                    }
                    self.text_part(start);
                    self.enter_field(string.letter)?;
                    return Ok(true);
                }
                b'}' => {
                    if in_spec {
                        self.text_part(start);
                        self.states.pop();
                        return Ok(true);
                    }
                    if self.peek(1) == b'}' {
                        self.at += 2;
                        continue;
                    }
                    let letter = string.letter;
                    return Err(
                        self.hard(format!("{letter}-string: single '}}' is not allowed"), self.at)
                    );
                }
                b'\\' if !string.raw && self.peek(1) == b'N' && self.peek(2) == b'{' => {
                    self.at += 3;
                    while self.peek(0).is_ascii_alphanumeric()
                        || matches!(self.peek(0), b' ' | b'-' | b'_')
                    {
                        self.at += 1;
                    }
                    if self.peek(0) == b'}' {
                        self.at += 1;
                    }
                }
                b'\\' => {
                    let brace = matches!(self.peek(1), b'{' | b'}');
                    let step = if brace { 1 } else { 2 };
                    self.at = (self.at + step).min(self.bytes.len());
                }
                _ => self.at += 1,
            }
        }
    }

    fn text_part(&mut self, start: usize) {
        if self.at > start {
            self.push(Kind::FieldText, start, self.at);
        }
    }

    fn enter_field(&mut self, letter: char) -> Step {
        let depth = self.strings.last().map_or(0, |string| string.fields);
        if depth >= MAX_FIELDS {
            return Err(
                self.hard(format!("{letter}-string: expressions nested too deeply"), self.at)
            );
        }
        if let Some(string) = self.strings.last_mut() {
            string.fields += 1;
        }
        self.open_bracket(b'{', true)
    }
}
