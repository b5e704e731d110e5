//! Padding of text and numbers.

use super::{Alignment, FormatError, FormatSpec, Grouping, SignRule};

/// How a formatted string is made of the text: its first `length` characters between fill characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrLayout {
    /// Characters of the text that are kept.
    pub length: usize,
    /// Fill characters before it.
    pub left: usize,
    /// Fill characters after it.
    pub right: usize,
    /// The fill character.
    pub fill: char,
}

/// Lays out a string of `length` characters.
pub fn layout_str(spec: &FormatSpec, length: usize) -> Result<StrLayout, FormatError> {
    if spec.code != Some('s') {
        return Err(spec.unknown_code());
    }
    let refused = if spec.sign == Some(SignRule::Space) {
        Some("Space not allowed in string format specifier")
    } else if spec.sign.is_some() {
        Some("Sign not allowed in string format specifier")
    } else if spec.no_negative_zero {
        Some("Negative zero coercion (z) not allowed in string format specifier")
    } else if spec.alternate {
        Some("Alternate form (#) not allowed in string format specifier")
    } else if spec.alignment == Alignment::AfterSign {
        Some("'=' alignment not allowed in string format specifier")
    } else {
        None
    };
    if let Some(message) = refused {
        return Err(FormatError::value(message));
    }
    let length = spec.precision.map_or(length, |precision| precision.min(length));
    let (left, right) = padding(spec, length);
    Ok(StrLayout { length, left, right, fill: spec.fill })
}

/// The padding before and after something of that length; all before for [`Alignment::AfterSign`].
pub(super) fn padding(spec: &FormatSpec, length: usize) -> (usize, usize) {
    let total = spec.width.saturating_sub(length);
    let left = match spec.alignment {
        Alignment::Left => 0,
        Alignment::Right | Alignment::AfterSign => total,
        Alignment::Center => total / 2,
    };
    (left, total - left)
}

/// A number before padding.
pub(super) struct NumberParts<'a> {
    /// `-`, `+`, a space or nothing.
    pub(super) sign: &'a str,
    /// `0x` and the like.
    pub(super) prefix: &'a str,
    /// Digits before the point.
    pub(super) digits: &'a str,
    /// The digits after the point, with the point.
    pub(super) fraction: &'a str,
    /// Exponent, percent sign, `inf`, `nan`.
    pub(super) rest: &'a str,
    /// Digits in a group.
    pub(super) group: usize,
}

pub(super) fn push_fill(fill: char, count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(fill, count));
}

/// Writes a number with its grouping, zeros and padding.
pub(super) fn write_number(spec: &FormatSpec, parts: &NumberParts<'_>, out: &mut String) {
    let fraction = match spec.fraction_grouping {
        Some(grouping) => group_fraction(parts.fraction, grouping),
        None => parts.fraction.to_owned(),
    };
    // Everything but prefix and digits is ASCII, and so are they.
    let around = parts.sign.len() + parts.prefix.len() + fraction.len() + parts.rest.len();
    let zero_padded = spec.fill == '0' && spec.alignment == Alignment::AfterSign;
    let least = if zero_padded { spec.width.saturating_sub(around) } else { 0 };
    let digits = match spec.grouping {
        _ if parts.digits.is_empty() => String::new(),
        Some(grouping) => group_digits(parts.digits, parts.group, grouping, least),
        None => {
            let mut digits = String::new();
            push_fill('0', least.saturating_sub(parts.digits.len()), &mut digits);
            digits.push_str(parts.digits);
            digits
        }
    };
    let (left, right) = padding(spec, around + digits.len());
    let inner = spec.alignment == Alignment::AfterSign;
    if !inner {
        push_fill(spec.fill, left, out);
    }
    out.push_str(parts.sign);
    out.push_str(parts.prefix);
    if inner {
        push_fill(spec.fill, left, out);
    }
    out.push_str(&digits);
    out.push_str(&fraction);
    out.push_str(parts.rest);
    push_fill(spec.fill, right, out);
}

/// Digits in groups from the right, with zeros before them up to a least width. The result never
/// begins with a separator, so that it may be one longer than that.
fn group_digits(digits: &str, group: usize, grouping: Grouping, least: usize) -> String {
    let mut reversed = Vec::with_capacity(digits.len().max(least) * 2);
    let mut remaining = digits.bytes().rev();
    let mut left = digits.len();
    let mut least = least;
    loop {
        let take = group.min(left.max(least).max(1));
        for _ in 0..take {
            reversed.push(remaining.next().unwrap_or(b'0'));
        }
        left = left.saturating_sub(take);
        least = least.saturating_sub(take);
        if left == 0 && least == 0 {
            break;
        }
        reversed.push(grouping.separator() as u8);
        least = least.saturating_sub(1);
    }
    reversed.iter().rev().map(|byte| char::from(*byte)).collect()
}

/// The digits after the point in threes from the left; the point comes first.
fn group_fraction(fraction: &str, grouping: Grouping) -> String {
    let mut out = String::with_capacity(fraction.len() * 2);
    for (index, c) in fraction.chars().enumerate() {
        if index > 1 && index % 3 == 1 {
            out.push(grouping.separator());
        }
        out.push(c);
    }
    out
}
