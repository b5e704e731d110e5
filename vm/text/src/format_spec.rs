//! The format mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.

mod layout;
mod number;

pub use layout::{StrLayout, layout_str};
pub use number::{format_bigint, format_complex, format_f64, format_i64};

use crate::unicode::decimal_value;

/// Why a format fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// ValueError with this message.
    Value(String),
    /// OverflowError with this message.
    Overflow(String),
}

impl FormatError {
    pub(crate) fn value(message: &str) -> FormatError {
        FormatError::Value(message.to_owned())
    }
}

/// Where the padding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `=`: between sign and digits.
    AfterSign,
    /// `^`
    Center,
}

/// When a sign is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignRule {
    /// `-`: for negative numbers only.
    Minus,
    /// `+`: always.
    Plus,
    /// A space where there is no minus.
    Space,
}

/// What separates groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Grouping {
    /// The separator.
    pub fn separator(self) -> char {
        match self {
            Grouping::Comma => ',',
            Grouping::Underscore => '_',
        }
    }
}

/// What kind of object is formatted: it decides the defaults and the wording of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatKind {
    /// Text aligns left and has the type `s`.
    Str,
    /// Ints align right and have the type `d`.
    Int,
    /// Floats align right and have no default type.
    Float,
    /// Complex numbers align right and have no default type.
    Complex,
}

/// A parsed specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatSpec {
    /// What pads.
    pub fill: char,
    /// Where the padding goes.
    pub alignment: Alignment,
    /// The sign, if one was given.
    pub sign: Option<SignRule>,
    /// `z`: no negative zero.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least width.
    pub width: usize,
    /// Separators of the digits before the point.
    pub grouping: Option<Grouping>,
    /// Separators of the digits after the point (Python 3.14).
    pub fraction_grouping: Option<Grouping>,
    /// The precision, if given.
    pub precision: Option<usize>,
    /// The presentation type; `None` is the default of floats and complex numbers.
    pub code: Option<char>,
    /// The name of the object's type, for errors.
    pub type_name: String,
}

struct Reader<'a> {
    chars: Vec<char>,
    position: usize,
    type_name: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.position).copied()
    }

    fn accept(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.position += usize::from(found);
        found
    }

    fn number(&mut self) -> Result<Option<usize>, FormatError> {
        let mut value: Option<usize> = None;
        while let Some(digit) = self.peek().and_then(|c| decimal_value(u32::from(c))) {
            let next =
                value.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(usize::from(digit)));
            match next.filter(|next| *next <= isize::MAX as usize) {
                Some(next) => value = Some(next),
                None => return Err(FormatError::value("Too many decimal digits in format string")),
            }
            self.position += 1;
        }
        Ok(value)
    }

    fn grouping(&mut self) -> Result<Option<Grouping>, FormatError> {
        let comma = self.accept(',');
        let underscore = self.accept('_');
        if underscore && (comma || self.peek() == Some(',')) {
            return Err(FormatError::value("Cannot specify both ',' and '_'."));
        }
        Ok(if comma {
            Some(Grouping::Comma)
        } else if underscore {
            Some(Grouping::Underscore)
        } else {
            None
        })
    }
}

fn alignment(c: Option<&char>) -> Option<Alignment> {
    match c? {
        '<' => Some(Alignment::Left),
        '>' => Some(Alignment::Right),
        '=' => Some(Alignment::AfterSign),
        '^' => Some(Alignment::Center),
        _ => None,
    }
}

/// How errors show a character: itself, or its number where it is not plain ASCII.
pub(crate) fn shown(c: u32) -> String {
    match char::from_u32(c) {
        Some(character @ '!'..='\x7F') => character.to_string(),
        _ => format!("\\x{c:x}"),
    }
}

impl FormatSpec {
    /// Parses the specification for an object of that kind and type name.
    pub fn parse(spec: &str, kind: FormatKind, type_name: &str) -> Result<FormatSpec, FormatError> {
        let mut reader = Reader { chars: spec.chars().collect(), position: 0, type_name };
        let mut fill = None;
        let mut align = alignment(reader.chars.get(1));
        if align.is_some() {
            fill = reader.peek();
            reader.position = 2;
        } else {
            align = alignment(reader.chars.first());
            reader.position = usize::from(align.is_some());
        }
        let sign = match reader.peek() {
            Some('-') => Some(SignRule::Minus),
            Some('+') => Some(SignRule::Plus),
            Some(' ') => Some(SignRule::Space),
            _ => None,
        };
        reader.position += usize::from(sign.is_some());
        let no_negative_zero = reader.accept('z');
        let alternate = reader.accept('#');
        if fill.is_none() && reader.accept('0') {
            fill = Some('0');
            if align.is_none() && kind != FormatKind::Str {
                align = Some(Alignment::AfterSign);
            }
        }
        let width = reader.number()?.unwrap_or(0);
        let grouping = reader.grouping()?;
        let mut precision = None;
        let mut fraction_grouping = None;
        if reader.accept('.') {
            precision = reader.number()?;
            fraction_grouping = reader.grouping()?;
            if precision.is_none() && fraction_grouping.is_none() {
                return Err(FormatError::value("Format specifier missing precision"));
            }
        }
        if reader.chars.len() - reader.position > 1 {
            return Err(FormatError::Value(format!(
                "Invalid format specifier '{spec}' for object of type '{}'",
                reader.type_name
            )));
        }
        let default = match kind {
            FormatKind::Str => Some('s'),
            FormatKind::Int => Some('d'),
            FormatKind::Float | FormatKind::Complex => None,
        };
        let code = reader.peek().or(default);
        if let Some(separator) = grouping {
            let allowed = match code {
                None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => true,
                Some('b' | 'o' | 'x' | 'X') => separator == Grouping::Underscore,
                _ => false,
            };
            check_grouping(allowed, separator, code)?;
        }
        if let Some(separator) = fraction_grouping {
            let allowed = matches!(code, None | Some('e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F'));
            check_grouping(allowed, separator, code)?;
        }
        let default_alignment =
            if kind == FormatKind::Str { Alignment::Left } else { Alignment::Right };
        Ok(FormatSpec {
            fill: fill.unwrap_or(' '),
            alignment: align.unwrap_or(default_alignment),
            sign,
            no_negative_zero,
            alternate,
            width,
            grouping,
            fraction_grouping,
            precision,
            code,
            type_name: type_name.to_owned(),
        })
    }

    pub(crate) fn unknown_code(&self) -> FormatError {
        let code = shown(self.code.map_or(0, u32::from));
        let type_name = &self.type_name;
        FormatError::Value(format!("Unknown format code '{code}' for object of type '{type_name}'"))
    }
}

fn check_grouping(
    allowed: bool,
    separator: Grouping,
    code: Option<char>,
) -> Result<(), FormatError> {
    if allowed {
        return Ok(());
    }
    let code = shown(code.map_or(0, u32::from));
    Err(FormatError::Value(format!("Cannot specify '{}' with '{code}'.", separator.separator())))
}
