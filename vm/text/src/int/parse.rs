//! `int(text, base)` and int literals.

use num_bigint::{BigInt, BigUint, Sign};

use super::{Integer, MAX_STR_DIGITS_THRESHOLD, TooManyDigits};
use crate::float::{strip_number, to_ascii_digits};

/// Why a text is no int.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntParseError {
    /// ValueError: "int() base must be >= 2 and <= 36, or 0".
    Base,
    /// ValueError: "invalid literal for int() with base …", which the caller words with the repr.
    Invalid,
    /// ValueError: more digits than the limit allows.
    TooManyDigits(TooManyDigits),
}

/// Reads an int as `int(text, base)` does; base 0 takes the base from the prefix, as literals do.
/// `maximum_digits` is `sys.get_int_max_str_digits()`, 0 for no limit.
pub fn parse_int(text: &str, base: u32, maximum_digits: usize) -> Result<Integer, IntParseError> {
    if base == 1 || base > 36 {
        return Err(IntParseError::Base);
    }
    let text = to_ascii_digits(strip_number(text));
    let (negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let (radix, digits, prefixed) = match (base, rest) {
        (0 | 16, [b'0', b'x' | b'X', digits @ ..]) => (16, digits, true),
        (0 | 8, [b'0', b'o' | b'O', digits @ ..]) => (8, digits, true),
        (0 | 2, [b'0', b'b' | b'B', digits @ ..]) => (2, digits, true),
        (0, digits) => (10, digits, false),
        (radix, digits) => (radix, digits, false),
    };
    // An underscore may follow the prefix.
    let digits = match digits {
        [b'_', after @ ..] if prefixed => after,
        digits => digits,
    };
    let mut values = Vec::with_capacity(digits.len());
    let mut after_underscore = true;
    for byte in digits {
        if *byte == b'_' {
            if after_underscore {
                return Err(IntParseError::Invalid);
            }
            after_underscore = true;
            continue;
        }
        let value = char::from(*byte).to_digit(radix).ok_or(IntParseError::Invalid)?;
        values.push(value as u8);
        after_underscore = false;
    }
    if after_underscore {
        return Err(IntParseError::Invalid);
    }
    if base == 0 && !prefixed && values.first() == Some(&0) && values.iter().any(|v| *v != 0) {
        return Err(IntParseError::Invalid);
    }
    if !radix.is_power_of_two()
        && maximum_digits != 0
        && values.len() > MAX_STR_DIGITS_THRESHOLD
        && values.len() > maximum_digits
    {
        return Err(IntParseError::TooManyDigits(TooManyDigits {
            limit: maximum_digits,
            digits: Some(values.len()),
        }));
    }
    let small = values.iter().try_fold(0_i64, |value, digit| {
        value.checked_mul(i64::from(radix))?.checked_add(i64::from(*digit))
    });
    if let Some(small) = small {
        return Ok(Integer::Small(if negative { -small } else { small }));
    }
    let magnitude = if radix.is_power_of_two() {
        // Linear for powers of two, and the digits are below the radix.
        BigUint::from_radix_be(&values, radix).ok_or(IntParseError::Invalid)?
    } else {
        join(&values, radix)
    };
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    Ok(Integer::from(BigInt::from_biguint(sign, magnitude)))
}

/// The number of these digits. Splitting in halves leaves the work to the multiplication of large
/// numbers, which is better than quadratic; the depth is the logarithm of the length.
fn join(digits: &[u8], radix: u32) -> BigUint {
    const LEAF: usize = 256;
    let mut powers: Vec<BigUint> = Vec::new();
    // The numbers of blocks of LEAF digits, the least significant first.
    let mut blocks: Vec<BigUint> = digits
        .rchunks(LEAF)
        .map(|block| BigUint::from_radix_be(block, radix).unwrap_or_default())
        .collect();
    while blocks.len() > 1 {
        let power = match powers.last() {
            None => BigUint::from(radix).pow(LEAF as u32),
            Some(previous) => previous * previous,
        };
        blocks = blocks
            .chunks(2)
            .map(|pair| match pair {
                [low, high] => high * &power + low,
                single => single.iter().sum(),
            })
            .collect();
        powers.push(power);
    }
    blocks.pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_int_reads() {
        for (text, base, expected) in [
            ("12", 10, 12),
            (" -1_000\n", 10, -1000),
            ("0x_Ff", 16, 255),
            ("0xff", 0, 255),
            ("0b1", 16, 0xB1),
            ("0o17", 8, 15),
            ("017", 8, 15),
            ("00_0", 0, 0),
            ("z", 36, 35),
            ("٣٤", 10, 34),
            ("-9223372036854775808", 10, i64::MIN),
        ] {
            assert_eq!(parse_int(text, base, 4300), Ok(Integer::Small(expected)), "{text}");
        }
        for (text, base) in [
            ("", 10),
            ("-", 10),
            ("1__0", 10),
            ("_1", 10),
            ("1_", 10),
            ("017", 0),
            ("0x", 0),
            ("0x__1", 0),
            ("0xg", 16),
            ("2", 2),
            ("1 2", 10),
            ("1.0", 10),
            ("²", 10),
            ("+-1", 10),
        ] {
            assert_eq!(parse_int(text, base, 4300), Err(IntParseError::Invalid), "{text}");
        }
        assert_eq!(parse_int("1", 37, 0), Err(IntParseError::Base));
    }

    #[test]
    fn long_numbers_are_exact_and_limited() {
        let text = "1234567890".repeat(500);
        let expected: BigInt = BigInt::parse_bytes(text.as_bytes(), 10).unwrap_or_default();
        assert_eq!(parse_int(&text, 10, 0), Ok(Integer::Big(expected)));
        let Err(IntParseError::TooManyDigits(error)) = parse_int(&text, 10, 4300) else {
            panic!("the limit holds")
        };
        assert_eq!(
            error.message(),
            "Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; \
             use sys.set_int_max_str_digits() to increase the limit"
        );
        assert!(parse_int(&text, 16, 4300).is_ok());
    }
}
