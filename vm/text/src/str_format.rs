//! Templates of `str.format`: literals, fields, and the names of fields.

use std::ops::Range;

use crate::format_spec::shown;
use crate::unicode::decimal_value;

/// A ValueError with this message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TemplateError(pub &'static str);

/// A field of a template, as positions in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name with its attributes and indices.
    pub name: Range<usize>,
    /// The character after `!`.
    pub conversion: Option<u32>,
    /// What follows the colon.
    pub spec: Range<usize>,
    /// Whether the specification has fields of its own.
    pub nested: bool,
}

/// Some text and the field after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup {
    /// Text taken as it is, of a doubled brace the first.
    pub literal: Range<usize>,
    /// The field that follows, if one does.
    pub field: Option<Field>,
}

/// The parts of a template. It ends after the first error.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    text: &'a [u32],
    position: usize,
}

const OPEN: u32 = '{' as u32;
const CLOSE: u32 = '}' as u32;
const COLON: u32 = ':' as u32;
const EXCLAMATION: u32 = '!' as u32;
const BRACKET: u32 = '[' as u32;
const END_BRACKET: u32 = ']' as u32;
const DOT: u32 = '.' as u32;

impl<'a> Template<'a> {
    /// The parts of that template.
    pub fn new(text: &'a [u32]) -> Template<'a> {
        Template { text, position: 0 }
    }

    fn take(&mut self) -> Option<u32> {
        let c = self.text.get(self.position).copied()?;
        self.position += 1;
        Some(c)
    }

    fn part(&mut self) -> Result<Markup, TemplateError> {
        let start = self.position;
        let rest = self.text.get(start..).unwrap_or(&[]);
        let Some(length) = rest.iter().position(|c| matches!(*c, OPEN | CLOSE)) else {
            self.position = self.text.len();
            return Ok(Markup { literal: start..self.text.len(), field: None });
        };
        let brace = start + length;
        self.position = brace + 1;
        let first = self.text.get(brace).copied();
        let second = self.text.get(brace + 1).copied();
        if first == second {
            self.position += 1;
            return Ok(Markup { literal: start..brace + 1, field: None });
        }
        if first == Some(CLOSE) {
            return Err(TemplateError("Single '}' encountered in format string"));
        }
        if second.is_none() {
            return Err(TemplateError("Single '{' encountered in format string"));
        }
        let field = self.field()?;
        Ok(Markup { literal: start..brace, field: Some(field) })
    }

    fn field(&mut self) -> Result<Field, TemplateError> {
        let start = self.position;
        let mut last = None;
        while let Some(c) = self.take() {
            last = Some(c);
            match c {
                OPEN => return Err(TemplateError("unexpected '{' in field name")),
                BRACKET => {
                    let rest = self.text.get(self.position..).unwrap_or(&[]);
                    let length = rest.iter().position(|c| *c == END_BRACKET);
                    self.position += length.unwrap_or(rest.len());
                }
                CLOSE | COLON | EXCLAMATION => break,
                _ => {}
            }
        }
        let name = start..self.position.saturating_sub(1);
        let plain = |name, conversion, at| Field { name, conversion, spec: at..at, nested: false };
        let mut conversion = None;
        match last {
            Some(CLOSE) => return Ok(plain(name, None, self.position)),
            Some(COLON) => {}
            Some(EXCLAMATION) => {
                let Some(c) = self.take() else {
                    return Err(TemplateError(
                        "end of string while looking for conversion specifier",
                    ));
                };
                conversion = Some(c);
                match self.take() {
                    Some(CLOSE) => return Ok(plain(name, conversion, self.position)),
                    None | Some(COLON) => {}
                    Some(_) => {
                        return Err(TemplateError("expected ':' after conversion specifier"));
                    }
                }
            }
            _ => return Err(TemplateError("expected '}' before end of string")),
        }
        let spec = self.position;
        let mut depth = 1_usize;
        let mut nested = false;
        while let Some(c) = self.take() {
            match c {
                OPEN => {
                    nested = true;
                    depth += 1;
                }
                CLOSE => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(Field {
                            name,
                            conversion,
                            spec: spec..self.position - 1,
                            nested,
                        });
                    }
                }
                _ => {}
            }
        }
        Err(TemplateError("unmatched '{' in format spec"))
    }
}

impl Iterator for Template<'_> {
    type Item = Result<Markup, TemplateError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.position >= self.text.len() {
            return None;
        }
        let part = self.part();
        if part.is_err() {
            self.position = self.text.len();
        }
        Some(part)
    }
}

/// The first part of a field's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// Nothing: the next argument by position.
    Automatic,
    /// The position of an argument.
    Index(usize),
    /// A keyword, as a range of the name.
    Name(Range<usize>),
}

/// A step after the first part of a field's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accessor {
    /// `.name`
    Attribute(Range<usize>),
    /// `[number]`
    Index(usize),
    /// `[key]`
    Key(Range<usize>),
}

/// A number if the text is all decimal digits.
fn index_of(text: &[u32]) -> Result<Option<usize>, TemplateError> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut value: usize = 0;
    for c in text {
        let Some(digit) = decimal_value(*c) else { return Ok(None) };
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(usize::from(digit)))
            .filter(|value| *value <= isize::MAX as usize)
            .ok_or(TemplateError("Too many decimal digits in format string"))?;
    }
    Ok(Some(value))
}

/// Splits a field's name into its first part and the steps after it, lazily, as
/// `_string.formatter_field_name_split` does.
pub fn split_field_name(name: &[u32]) -> Result<(First, Accessors<'_>), TemplateError> {
    let length = name.iter().position(|c| matches!(*c, DOT | BRACKET)).unwrap_or(name.len());
    let first = name.get(..length).unwrap_or(name);
    let first = match index_of(first)? {
        Some(index) => First::Index(index),
        None if first.is_empty() => First::Automatic,
        None => First::Name(0..length),
    };
    Ok((first, Accessors { name, position: length }))
}

/// The steps after the first part of a field's name. It ends after the first error.
#[derive(Clone, Debug)]
pub struct Accessors<'a> {
    name: &'a [u32],
    position: usize,
}

impl Accessors<'_> {
    fn accessor(&mut self, kind: u32) -> Result<Accessor, TemplateError> {
        let start = self.position;
        let rest = self.name.get(start..).unwrap_or(&[]);
        let empty = TemplateError("Empty attribute in format string");
        if kind == DOT {
            let length = rest.iter().position(|c| matches!(*c, DOT | BRACKET));
            self.position += length.unwrap_or(rest.len());
            let range = start..self.position;
            return if range.is_empty() { Err(empty) } else { Ok(Accessor::Attribute(range)) };
        }
        if kind != BRACKET {
            return Err(TemplateError("Only '.' or '[' may follow ']' in format field specifier"));
        }
        let Some(length) = rest.iter().position(|c| *c == END_BRACKET) else {
            return Err(TemplateError("Missing ']' in format string"));
        };
        let key = rest.get(..length).unwrap_or(&[]);
        self.position += length + 1;
        match index_of(key)? {
            Some(index) => Ok(Accessor::Index(index)),
            None if key.is_empty() => Err(empty),
            None => Ok(Accessor::Key(start..start + length)),
        }
    }
}

impl Iterator for Accessors<'_> {
    type Item = Result<Accessor, TemplateError>;

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.name.get(self.position).copied()?;
        self.position += 1;
        let accessor = self.accessor(kind);
        if accessor.is_err() {
            self.position = self.name.len();
        }
        Some(accessor)
    }
}

/// Numbers the fields of one template, which must be all automatic or all manual.
#[derive(Clone, Copy, Debug, Default)]
pub struct AutoNumber {
    next: usize,
    manual: Option<bool>,
}

impl AutoNumber {
    /// The position that `first` means, `None` for a keyword.
    pub fn resolve(&mut self, first: &First) -> Result<Option<usize>, TemplateError> {
        let manual = match first {
            First::Name(_) => return Ok(None),
            First::Automatic => false,
            First::Index(_) => true,
        };
        match (self.manual.replace(manual), first) {
            (Some(true), First::Automatic) => Err(TemplateError(
                "cannot switch from manual field specification to automatic field numbering",
            )),
            (Some(false), First::Index(_)) => Err(TemplateError(
                "cannot switch from automatic field numbering to manual field specification",
            )),
            (_, First::Index(index)) => Ok(Some(*index)),
            _ => {
                let index = self.next;
                self.next = index.saturating_add(1);
                Ok(Some(index))
            }
        }
    }
}

/// The message for a conversion other than `r`, `s` and `a`.
pub fn unknown_conversion(conversion: u32) -> String {
    format!("Unknown conversion specifier {}", shown(conversion))
}

/// The message for specifications nested too deeply: their fields may have none again.
pub const RECURSION_MESSAGE: &str = "Max string recursion exceeded";

#[cfg(test)]
mod tests {
    use super::*;

    fn code_points(text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }

    #[test]
    fn templates_divide() {
        let text = code_points("a{{b{0.x[}]!r:>{w}}c}}");
        let parts: Vec<_> = Template::new(&text).map(|part| part.expect("well-formed")).collect();
        assert_eq!(parts[0], Markup { literal: 0..2, field: None });
        assert_eq!(parts[1].literal, 3..4);
        let field = parts[1].field.clone().expect("a field");
        assert_eq!(field.name, 5..11);
        assert_eq!(field.conversion, Some(u32::from('r')));
        assert_eq!((field.spec, field.nested), (14..18, true));
        assert_eq!(parts[2].literal, 19..21);
    }

    #[test]
    fn malformed_templates() {
        for (text, expected) in [
            ("}", "Single '}' encountered in format string"),
            ("a}b", "Single '}' encountered in format string"),
            ("{", "Single '{' encountered in format string"),
            ("{a", "expected '}' before end of string"),
            ("{a{b}}", "unexpected '{' in field name"),
            ("{a[b", "expected '}' before end of string"),
            ("{!", "end of string while looking for conversion specifier"),
            ("{!r", "unmatched '{' in format spec"),
            ("{!rx}", "expected ':' after conversion specifier"),
            ("{:{}", "unmatched '{' in format spec"),
        ] {
            let text = code_points(text);
            let error = Template::new(&text).find_map(Result::err);
            assert_eq!(error, Some(TemplateError(expected)), "{text:?}");
        }
    }

    #[test]
    fn names_split() {
        let name = code_points("12.a[b][3]");
        let (first, rest) = split_field_name(&name).expect("well-formed");
        assert_eq!(first, First::Index(12));
        let rest: Result<Vec<_>, _> = rest.collect();
        let expected = vec![Accessor::Attribute(3..4), Accessor::Key(5..6), Accessor::Index(3)];
        assert_eq!(rest, Ok(expected));
        for (name, expected) in [
            ("a.", "Empty attribute in format string"),
            ("a[]", "Empty attribute in format string"),
            ("a..b", "Empty attribute in format string"),
            ("a[b", "Missing ']' in format string"),
            ("a[b]c", "Only '.' or '[' may follow ']' in format field specifier"),
        ] {
            let name = code_points(name);
            let (_, mut rest) = split_field_name(&name).expect("the first part is fine");
            assert_eq!(rest.find_map(Result::err), Some(TemplateError(expected)));
        }
        let mut numbers = AutoNumber::default();
        assert_eq!(numbers.resolve(&First::Automatic), Ok(Some(0)));
        assert_eq!(numbers.resolve(&First::Automatic), Ok(Some(1)));
        assert!(numbers.resolve(&First::Index(0)).is_err());
        assert_eq!(unknown_conversion(u32::from('x')), "Unknown conversion specifier x");
    }
}
