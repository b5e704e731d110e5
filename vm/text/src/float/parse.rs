//! `float(text)`.

use std::borrow::Cow;

use crate::unicode;

/// The text without white space around it, as `int` and `float` strip it.
pub fn strip_number(text: &str) -> &str {
    text.trim_matches(|c: char| unicode::is_space(u32::from(c)))
}

/// The text with all decimal digits of other scripts made ASCII digits.
pub fn to_ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let convert = |c: char| match unicode::decimal_value(u32::from(c)) {
        Some(value) => char::from(b'0' + value.min(9)),
        None => c,
    };
    Cow::Owned(text.chars().map(convert).collect())
}

/// The float that `float(text)` gives, or `None` where it raises ValueError.
pub fn parse_float(text: &str) -> Option<f64> {
    let text = to_ascii_digits(strip_number(text));
    if !text.contains('_') {
        return parse_plain(&text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut previous = '\0';
    for c in text.chars() {
        if c == '_' {
            if !previous.is_ascii_digit() {
                return None;
            }
        } else {
            if previous == '_' && !c.is_ascii_digit() {
                return None;
            }
            plain.push(c);
        }
        previous = c;
    }
    if previous == '_' { None } else { parse_plain(&plain) }
}

/// Rust reads the same grammar as Python: digits, point, exponent, and inf, infinity, nan.
fn parse_plain(text: &str) -> Option<f64> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_float_accepts() {
        for (text, expected) in [
            ("1", 1.0),
            (" \u{2003}1.5\n", 1.5),
            ("+.5e-1", 0.05),
            ("1_0.0_1", 10.01),
            ("1e1_0", 1e10),
            ("5.", 5.0),
            ("١٢٣", 123.0),
            ("iNf", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
            ("1e400", f64::INFINITY),
            ("1e-400", 0.0),
        ] {
            assert_eq!(parse_float(text), Some(expected), "{text}");
        }
        assert!(parse_float("-NaN").is_some_and(f64::is_nan));
        for text in [
            "", " ", ".", "e5", "1e", "_1", "1_", "1__0", "1_.0", "1._0", "1e_5", "0x1", "1 2",
            "infinit", "++1", "1²", "in_f", "nan(1)", "1\0",
        ] {
            assert_eq!(parse_float(text), None, "{text}");
        }
    }
}
