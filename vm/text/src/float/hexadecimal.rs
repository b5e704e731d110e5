//! `float.hex` and `float.fromhex`.

use super::{compose, strip_number};

/// Why `float.fromhex` refuses a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FromHexError {
    /// ValueError.
    Invalid,
    /// OverflowError.
    TooLarge,
}

impl FromHexError {
    /// CPython's message.
    pub fn message(self) -> &'static str {
        match self {
            FromHexError::Invalid => "invalid hexadecimal floating-point string",
            FromHexError::TooLarge => "hexadecimal value too large to represent as a float",
        }
    }
}

/// `float.hex`.
pub fn to_hex(value: f64) -> String {
    if !value.is_finite() {
        return super::repr(value);
    }
    let bits = value.to_bits();
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let fraction = bits & ((1 << 52) - 1);
    let exponent = ((bits >> 52) & 0x7FF) as i64;
    match (exponent, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!("{sign}0x1.{fraction:013x}p{:+}", exponent - 1023),
    }
}

/// `float.fromhex`.
pub fn from_hex(text: &str) -> Result<f64, FromHexError> {
    // Unlike float(), fromhex strips ASCII white space only.
    let text =
        if text.is_ascii() { strip_number_ascii(text) } else { return Err(FromHexError::Invalid) };
    let (negative, rest) = match text.as_bytes() {
        [b'-', ..] => (true, text.get(1..).unwrap_or("")),
        [b'+', ..] => (false, text.get(1..).unwrap_or("")),
        _ => (false, text),
    };
    let signed = |value: f64| if negative { -value } else { value };
    match rest.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => return Ok(signed(f64::INFINITY)),
        "nan" => return Ok(signed(f64::NAN)),
        _ => {}
    }
    let rest = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")).unwrap_or(rest);
    let (digits, exponent) = match rest.find(['p', 'P']) {
        Some(at) => {
            (rest.get(..at).unwrap_or(""), parse_exponent(rest.get(at + 1..).unwrap_or(""))?)
        }
        None => (rest, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + fraction.len() == 0 {
        return Err(FromHexError::Invalid);
    }
    let mut mantissa: u64 = 0;
    let mut sticky = false;
    let mut scale = exponent;
    for (position, digit) in whole.bytes().chain(fraction.bytes()).enumerate() {
        let digit = char::from(digit).to_digit(16).ok_or(FromHexError::Invalid)?;
        let after_point = position >= whole.len();
        if mantissa >> 60 == 0 {
            mantissa = (mantissa << 4) | u64::from(digit);
            if after_point {
                scale = scale.saturating_sub(4);
            }
        } else {
            sticky |= digit != 0;
            if !after_point {
                scale = scale.saturating_add(4);
            }
        }
    }
    compose(mantissa, scale, sticky).map(signed).ok_or(FromHexError::TooLarge)
}

fn strip_number_ascii(text: &str) -> &str {
    // The separators 0x1C to 0x1F are white space to str, not to C's isspace.
    let inner = strip_number(text);
    if text.bytes().any(|byte| matches!(byte, 0x1C..=0x1F)) { text } else { inner }
}

fn parse_exponent(text: &str) -> Result<i64, FromHexError> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(FromHexError::Invalid);
    }
    // Far beyond any float, far below overflow: no text is long enough to bring it back in range.
    let value = digits
        .iter()
        .fold(0_i64, |value, digit| (value * 10 + i64::from(digit - b'0')).min(i64::MAX / 16));
    Ok(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_there_and_back() {
        for (value, text) in [
            (1.0, "0x1.0000000000000p+0"),
            (-0.1, "-0x1.999999999999ap-4"),
            (5e-324, "0x0.0000000000001p-1022"),
            (0.0, "0x0.0p+0"),
            (-0.0, "-0x0.0p+0"),
            (f64::MAX, "0x1.fffffffffffffp+1023"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(to_hex(value), text);
            assert_eq!(from_hex(text).map(f64::to_bits), Ok(value.to_bits()));
        }
        assert!(from_hex("nan").is_ok_and(f64::is_nan));
    }

    #[test]
    fn fromhex_rounds_and_refuses() {
        for (text, expected) in [
            (" a.8 \n", Ok(10.5)),
            ("0X.8P+1", Ok(1.0)),
            ("1p-1075", Ok(0.0)),
            ("0x1.8p-1075", Ok(5e-324)),
            ("0x1.00000000000008p0", Ok(1.0)),
            ("0x1.000000000000080000000000001p0", Ok(1.0000000000000002)),
            ("0x1.00000000000018p0", Ok(1.0000000000000004)),
            ("0x1.fffffffffffff7p1023", Ok(f64::MAX)),
            ("0x1.fffffffffffff8p1023", Err(FromHexError::TooLarge)),
            ("1p1024", Err(FromHexError::TooLarge)),
            ("0p99999999999999999999", Ok(0.0)),
            ("1p-99999999999999999999", Ok(0.0)),
            ("", Err(FromHexError::Invalid)),
            ("0x", Err(FromHexError::Invalid)),
            ("0x.p1", Err(FromHexError::Invalid)),
            ("1p", Err(FromHexError::Invalid)),
            ("1.2.3", Err(FromHexError::Invalid)),
            ("0xg", Err(FromHexError::Invalid)),
            ("- 1", Err(FromHexError::Invalid)),
        ] {
            assert_eq!(from_hex(text), expected, "{text}");
        }
    }
}
