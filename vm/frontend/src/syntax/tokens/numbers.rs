//! Numeric literals: their extent and the ways they can be wrong.

use super::{Extent, Kind, LexicalError, Scanner, Step};

impl Scanner<'_> {
    pub(super) fn number(&mut self) -> Step {
        let start = self.at;
        let radix = match (self.peek(0), self.peek(1)) {
            (b'0', b'x' | b'X') => Some((16, "hexadecimal")),
            (b'0', b'o' | b'O') => Some((8, "octal")),
            (b'0', b'b' | b'B') => Some((2, "binary")),
            _ => None,
        };
        let what = match radix {
            Some((radix, what)) => {
                self.radix_digits(radix, what)?;
                what
            }
            None => self.decimal(start)?,
        };
        self.number_ends(what)?;
        self.push(Kind::Number, start, self.at);
        Ok(())
    }

    fn radix_digits(&mut self, radix: u32, what: &str) -> Step {
        self.at += 2;
        loop {
            if self.peek(0) == b'_' {
                self.at += 1;
            }
            let first = self.peek(0);
            if !char::from(first).is_digit(radix) {
                return Err(if first.is_ascii_digit() {
                    self.bad_digit(first, what)
                } else {
                    self.hard(format!("invalid {what} literal"), self.at - 1)
                });
            }
            while char::from(self.peek(0)).is_digit(radix) {
                self.at += 1;
            }
            if self.peek(0) != b'_' {
                break;
            }
        }
        let next = self.peek(0);
        if next.is_ascii_digit() { Err(self.bad_digit(next, what)) } else { Ok(()) }
    }

    fn bad_digit(&self, digit: u8, what: &str) -> LexicalError {
        self.hard(format!("invalid digit '{}' in {what} literal", char::from(digit)), self.at)
    }

    fn decimal_tail(&mut self) -> Step {
        loop {
            while self.peek(0).is_ascii_digit() {
                self.at += 1;
            }
            if self.peek(0) != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.peek(0).is_ascii_digit() {
                return Err(self.hard("invalid decimal literal", self.at - 1));
            }
        }
    }

    fn decimal(&mut self, start: usize) -> Result<&'static str, LexicalError> {
        let mut what = "decimal";
        if self.peek(0) != b'.' {
            self.decimal_tail()?;
        }
        let whole_end = self.at;
        if self.peek(0) == b'.' {
            self.at += 1;
            if self.peek(0).is_ascii_digit() {
                self.decimal_tail()?;
            }
        }
        if matches!(self.peek(0), b'e' | b'E') {
            let sign = usize::from(matches!(self.peek(1), b'+' | b'-'));
            if self.peek(1 + sign).is_ascii_digit() {
                self.at += 1 + sign;
                self.decimal_tail()?;
            } else if sign == 1 {
                return Err(self.hard("invalid decimal literal", self.at + 1));
            }
        }
        let imaginary = matches!(self.peek(0), b'j' | b'J');
        if imaginary {
            self.at += 1;
            what = "imaginary";
        }
        let whole = self.bytes.get(start..whole_end).unwrap_or_default();
        if self.at == whole_end
            && whole.first() == Some(&b'0')
            && let Some(nonzero) = whole.iter().position(|byte| !matches!(byte, b'0' | b'_'))
        {
            let mut error = self.hard(
                "leading zeros in decimal integer literals are not permitted; \
                 use an 0o prefix for octal integers",
                start,
            );
            error.extent = Extent::Until((start + nonzero) as u32);
            return Err(error);
        }
        Ok(what)
    }

    /// A number may touch a keyword that can follow it, but no other name.
    fn number_ends(&mut self, what: &str) -> Step {
        let next = self.peek(0);
        if !(next.is_ascii_alphanumeric() || next == b'_') {
            return Ok(());
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let keywords: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"not", b"or"];
        if keywords.iter().any(|word| rest.starts_with(word)) {
            return Ok(());
        }
        Err(self.hard(format!("invalid {what} literal"), self.at.saturating_sub(1)))
    }
}
