//! printf-style formats: the parser, shared by `str` and `bytes`, and the conversions of numbers.

use std::ops::Range;

use num_bigint::BigInt;
use num_traits::Signed;

use crate::float::{FloatCode, FloatFlags, format_double};
use crate::int::{TooManyDigits, to_decimal};

/// A width or precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Written in the format.
    Given(usize),
    /// `*`: the next argument.
    Argument,
}

/// The flags of a conversion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// A conversion as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Where the key in parentheses stands.
    pub key: Option<Range<usize>>,
    /// The flags.
    pub flags: Flags,
    /// The least width.
    pub width: Option<Count>,
    /// The precision.
    pub precision: Option<Count>,
    /// The conversion character; `%` if there was something between two of them. It is any other
    /// character too, see [`Conversion::unsupported`].
    pub code: u32,
    /// Where it stands.
    pub index: usize,
}

/// A part of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text taken as it is.
    Literal(Range<usize>),
    /// A conversion.
    Conversion(Conversion),
}

/// Why a format is malformed; all are ValueErrors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentError {
    /// The text ends within a conversion.
    Incomplete,
    /// The text ends within a key.
    IncompleteKey,
    /// The width has too many digits.
    WidthTooBig,
    /// The precision has too many digits.
    PrecisionTooBig,
}

impl PercentError {
    /// CPython's message.
    pub fn message(self) -> &'static str {
        match self {
            PercentError::Incomplete => "incomplete format",
            PercentError::IncompleteKey => "incomplete format key",
            PercentError::WidthTooBig => "width too big",
            PercentError::PrecisionTooBig => "precision too big",
        }
    }
}

impl Conversion {
    /// The message of the ValueError for a conversion character that means nothing.
    pub fn unsupported(&self) -> String {
        let code = self.code;
        let shown = char::from_u32(code).filter(|c| ('\x1f'..='~').contains(c)).unwrap_or('?');
        format!("unsupported format character '{shown}' (0x{code:x}) at index {}", self.index)
    }
}

/// The pieces of a format, over code points or bytes. It is lazy: errors come after the pieces
/// before them, as the arguments are consumed in CPython.
#[derive(Clone, Debug)]
pub struct PercentParser<'a, T> {
    text: &'a [T],
    position: usize,
}

impl<'a, T: Copy + Into<u32>> PercentParser<'a, T> {
    /// A parser of that format.
    pub fn new(text: &'a [T]) -> PercentParser<'a, T> {
        PercentParser { text, position: 0 }
    }

    fn peek(&self) -> Option<u32> {
        self.text.get(self.position).map(|c| (*c).into())
    }

    fn accept(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(u32::from(wanted));
        self.position += usize::from(found);
        found
    }

    fn count(
        &mut self,
        too_big: PercentError,
        limit: usize,
    ) -> Result<Option<Count>, PercentError> {
        if self.accept('*') {
            return Ok(Some(Count::Argument));
        }
        let mut value: Option<usize> = None;
        while let Some(digit) = self.peek().and_then(char::from_u32).and_then(|c| c.to_digit(10)) {
            // Below the limit, ten times the value and a digit fit.
            let next = value.unwrap_or(0).saturating_mul(10).saturating_add(digit as usize);
            if next > limit {
                return Err(too_big);
            }
            value = Some(next);
            self.position += 1;
        }
        Ok(value.map(Count::Given))
    }

    fn key(&mut self) -> Result<Option<Range<usize>>, PercentError> {
        if !self.accept('(') {
            return Ok(None);
        }
        let start = self.position;
        let mut depth = 1_usize;
        while let Some(c) = self.peek() {
            match char::from_u32(c) {
                Some('(') => depth += 1,
                Some(')') => depth -= 1,
                _ => {}
            }
            self.position += 1;
            if depth == 0 {
                return Ok(Some(start..self.position - 1));
            }
        }
        Err(PercentError::IncompleteKey)
    }

    fn conversion(&mut self) -> Result<Conversion, PercentError> {
        let key = self.key()?;
        let mut flags = Flags::default();
        while let Some(c) = self.peek().and_then(char::from_u32) {
            match c {
                '-' => flags.left = true,
                '+' => flags.plus = true,
                ' ' => flags.space = true,
                '#' => flags.alternate = true,
                '0' => flags.zero = true,
                _ => break,
            }
            self.position += 1;
        }
        let width = self.count(PercentError::WidthTooBig, isize::MAX as usize)?;
        let mut precision = None;
        if self.accept('.') {
            let given = self.count(PercentError::PrecisionTooBig, i32::MAX as usize)?;
            precision = Some(given.unwrap_or(Count::Given(0)));
        }
        // One length modifier, without meaning.
        let _ = self.accept('h') || self.accept('l') || self.accept('L');
        let code = self.peek().ok_or(PercentError::Incomplete)?;
        let index = self.position;
        self.position += 1;
        Ok(Conversion { key, flags, width, precision, code, index })
    }
}

impl<T: Copy + Into<u32>> Iterator for PercentParser<'_, T> {
    type Item = Result<Piece, PercentError>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.position;
        self.peek()?;
        let percent = |c: &T| (*c).into() == u32::from('%');
        let rest = self.text.get(start..)?;
        let literal = rest.iter().position(percent).unwrap_or(rest.len());
        if literal > 0 {
            self.position += literal;
            return Some(Ok(Piece::Literal(start..self.position)));
        }
        self.position += 1;
        if self.accept('%') {
            return Some(Ok(Piece::Literal(start + 1..self.position)));
        }
        let piece = self.conversion().map(Piece::Conversion);
        if piece.is_err() {
            self.position = self.text.len();
        }
        Some(piece)
    }
}

/// A conversion whose `*` have been replaced by arguments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The flags.
    pub flags: Flags,
    /// The least width.
    pub width: usize,
    /// The precision.
    pub precision: Option<usize>,
}

impl Resolved {
    /// With the arguments for `*`: a negative width aligns left, a negative precision is zero.
    pub fn new(flags: Flags, width: Option<i64>, precision: Option<i64>) -> Resolved {
        let width = width.unwrap_or(0);
        Resolved {
            flags: Flags { left: flags.left || width < 0, ..flags },
            width: usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX),
            precision: precision.map(|precision| usize::try_from(precision).unwrap_or(0)),
        }
    }

    /// For `%s`, `%r`, `%a` and `%c`: how many of the characters are kept, and the spaces before and
    /// after them. (`%c` has no precision.)
    pub fn layout(&self, length: usize) -> (usize, usize, usize) {
        let kept = self.precision.map_or(length, |precision| precision.min(length));
        let spaces = self.width.saturating_sub(kept);
        if self.flags.left { (kept, 0, spaces) } else { (kept, spaces, 0) }
    }

    fn pad(&self, negative: bool, prefix: &str, body: &str) -> String {
        let sign = if negative {
            "-"
        } else if self.flags.plus {
            "+"
        } else if self.flags.space {
            " "
        } else {
            ""
        };
        let missing = self.width.saturating_sub(sign.len() + prefix.len() + body.len());
        let fill =
            |c: char, condition: bool| std::iter::repeat_n(c, if condition { missing } else { 0 });
        let mut out = String::new();
        out.extend(fill(' ', !self.flags.left && !self.flags.zero));
        out.push_str(sign);
        out.push_str(prefix);
        out.extend(fill('0', !self.flags.left && self.flags.zero));
        out.push_str(body);
        out.extend(fill(' ', self.flags.left));
        out
    }

    /// `%d`, `%i`, `%u`, `%o`, `%x` and `%X`. The decimal ones obey the limit on digits (0 for none).
    pub fn format_int(
        &self,
        code: char,
        value: &BigInt,
        maximum_digits: usize,
    ) -> Result<String, TooManyDigits> {
        let magnitude = value.abs();
        let (mut digits, prefix) = match code {
            'o' => (magnitude.to_str_radix(8), "0o"),
            'x' => (magnitude.to_str_radix(16), "0x"),
            'X' => (magnitude.to_str_radix(16).to_ascii_uppercase(), "0X"),
            _ => (to_decimal(&magnitude, maximum_digits)?, ""),
        };
        if let Some(zeros) =
            self.precision.and_then(|precision| precision.checked_sub(digits.len()))
        {
            digits.insert_str(0, &"0".repeat(zeros));
        }
        let prefix = if self.flags.alternate { prefix } else { "" };
        Ok(self.pad(value.is_negative(), prefix, &digits))
    }

    /// `%e`, `%f`, `%g` and their capitals.
    pub fn format_float(&self, code: char, value: f64) -> String {
        let float_code = match code {
            'e' | 'E' => FloatCode::Exponent,
            'f' | 'F' => FloatCode::Fixed,
            _ => FloatCode::General,
        };
        let flags = FloatFlags {
            alternate: self.flags.alternate,
            upper: code.is_ascii_uppercase(),
            ..FloatFlags::default()
        };
        let text = format_double(value, float_code, self.precision.unwrap_or(6), flags);
        match text.strip_prefix('-') {
            Some(magnitude) => self.pad(true, "", magnitude),
            None => self.pad(false, "", &text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(format: &str) -> (Conversion, Resolved) {
        let pieces: Vec<_> = PercentParser::new(format.as_bytes()).collect();
        match pieces.as_slice() {
            [Ok(Piece::Conversion(conversion))] => {
                let count = |count| match count {
                    Some(Count::Given(value)) => Some(value as i64),
                    _ => None,
                };
                let resolved = Resolved::new(
                    conversion.flags,
                    count(conversion.width),
                    count(conversion.precision),
                );
                (conversion.clone(), resolved)
            }
            other => panic!("{format}: {other:?}"),
        }
    }

    #[test]
    fn pieces() {
        let text: Vec<u32> = "a%%b%(k(x))-5.*d%".chars().map(u32::from).collect();
        let pieces: Vec<_> = PercentParser::new(&text).collect();
        assert_eq!(pieces[0], Ok(Piece::Literal(0..1)));
        assert_eq!(pieces[1], Ok(Piece::Literal(2..3)));
        assert_eq!(pieces[2], Ok(Piece::Literal(3..4)));
        let Ok(Piece::Conversion(conversion)) = &pieces[3] else { panic!("a conversion") };
        assert_eq!(conversion.key, Some(6..10));
        assert_eq!(conversion.width, Some(Count::Given(5)));
        assert_eq!(conversion.precision, Some(Count::Argument));
        assert!(conversion.flags.left && conversion.code == u32::from('d'));
        assert_eq!(pieces[4], Err(PercentError::Incomplete));
        assert_eq!(pieces.len(), 5);
        for (format, error) in [
            ("%(a", PercentError::IncompleteKey),
            ("%-", PercentError::Incomplete),
            ("%99999999999999999999d", PercentError::WidthTooBig),
            ("%.9999999999d", PercentError::PrecisionTooBig),
        ] {
            assert_eq!(PercentParser::new(format.as_bytes()).next(), Some(Err(error)));
        }
        assert_eq!(one("%y").0.unsupported(), "unsupported format character 'y' (0x79) at index 1");
    }

    #[test]
    fn numbers() {
        for (format, value, expected) in [
            ("%d", -5, "-5"),
            ("%5d", -5, "   -5"),
            ("%05d", -5, "-0005"),
            ("%-5d", 5, "5    "),
            ("%-05d", 5, "5    "),
            ("%+d", 5, "+5"),
            ("% d", 5, " 5"),
            ("%.3d", -5, "-005"),
            ("%#x", -255, "-0xff"),
            ("%#08X", 255, "0X0000FF"),
            ("%#.4o", 8, "0o0010"),
            ("%8.3d", 5, "     005"),
            ("%08.3d", 5, "00000005"),
        ] {
            let (conversion, resolved) = one(format);
            let code = char::from_u32(conversion.code).unwrap_or('?');
            let text = resolved.format_int(code, &BigInt::from(value), 4300);
            assert_eq!(text.as_deref(), Ok(expected), "{format}");
        }
        for (format, value, expected) in [
            ("%f", 1.5, "1.500000"),
            ("%08.2f", -1.255, "-0001.25"),
            ("%+e", 12345.678, "+1.234568e+04"),
            ("%G", 1e-10, "1E-10"),
            ("%#.0f", 1.0, "1."),
            ("%010f", f64::NEG_INFINITY, "-000000inf"),
            ("%-8.1f|", 0.0, "0.0     "),
        ] {
            let (conversion, resolved) = one(format.trim_end_matches('|'));
            let code = char::from_u32(conversion.code).unwrap_or('?');
            assert_eq!(resolved.format_float(code, value), expected, "{format}");
        }
        assert_eq!(one("%-6.2s").1.layout(5), (2, 0, 4));
    }
}
