//! Ints as text.

use num_bigint::BigInt;

/// The default of `sys.get_int_max_str_digits()`.
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;

/// Numbers of up to this many digits are never refused, and no lower limit can be set.
pub const MAX_STR_DIGITS_THRESHOLD: usize = 640;

/// ValueError: a conversion between int and decimal text is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyDigits {
    /// The limit in force.
    pub limit: usize,
    /// How many digits the text has; unknown where an int was to be printed.
    pub digits: Option<usize>,
}

impl TooManyDigits {
    /// CPython's message.
    pub fn message(&self) -> String {
        let limit = self.limit;
        let value = match self.digits {
            Some(digits) => format!(": value has {digits} digits"),
            None => String::new(),
        };
        format!(
            "Exceeds the limit ({limit} digits) for integer string conversion{value}; \
             use sys.set_int_max_str_digits() to increase the limit"
        )
    }
}

/// Refuses, before the work is done, ints that surely have more decimal digits than the limit.
pub fn check_printable(value: &BigInt, maximum_digits: usize) -> Result<(), TooManyDigits> {
    // log10(2) is a little more than 0.30102.
    let at_least = value.bits().saturating_sub(1).saturating_mul(30102) / 100_000;
    if maximum_digits != 0 && at_least >= maximum_digits.max(MAX_STR_DIGITS_THRESHOLD) as u64 {
        return Err(TooManyDigits { limit: maximum_digits, digits: None });
    }
    Ok(())
}

/// `str(value)` under the limit on digits; 0 is no limit.
pub fn to_decimal(value: &BigInt, maximum_digits: usize) -> Result<String, TooManyDigits> {
    check_printable(value, maximum_digits)?;
    let text = value.to_str_radix(10);
    let digits = text.len() - usize::from(text.starts_with('-'));
    if maximum_digits != 0 && digits > maximum_digits.max(MAX_STR_DIGITS_THRESHOLD) {
        return Err(TooManyDigits { limit: maximum_digits, digits: None });
    }
    Ok(text)
}

/// The digits of a 64-bit magnitude in a base of 2 to 36, lower case.
pub fn magnitude_in_radix(mut magnitude: u64, radix: u32) -> String {
    let radix = u64::from(radix.clamp(2, 36));
    if radix == 10 {
        return magnitude.to_string();
    }
    let mut digits = Vec::with_capacity(64);
    loop {
        // A remainder below 36 has a digit.
        let digit = char::from_digit((magnitude % radix) as u32, radix as u32).unwrap_or('0');
        digits.push(digit);
        magnitude /= radix;
        if magnitude == 0 {
            break;
        }
    }
    digits.iter().rev().collect()
}

/// `bin`, `oct` and `hex`: the sign, the prefix of the base, the digits.
pub fn with_prefix(value: &BigInt, radix: u32) -> String {
    let prefix = match radix {
        2 => "0b",
        8 => "0o",
        16 => "0x",
        _ => "",
    };
    let digits = value.to_str_radix(radix.clamp(2, 36));
    match digits.strip_prefix('-') {
        Some(magnitude) => format!("-{prefix}{magnitude}"),
        None => format!("{prefix}{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_in_bases_and_limits_decimal() {
        assert_eq!(with_prefix(&BigInt::from(-255), 16), "-0xff");
        assert_eq!(with_prefix(&BigInt::from(5), 2), "0b101");
        assert_eq!(magnitude_in_radix(u64::MAX, 36), "3w5e11264sgsf");
        assert_eq!(magnitude_in_radix(0, 2), "0");
        let large = BigInt::from(10).pow(4300);
        assert_eq!(
            to_decimal(&large, 4300).map_err(|error| error.message()),
            Err("Exceeds the limit (4300 digits) for integer string conversion; \
                 use sys.set_int_max_str_digits() to increase the limit"
                .to_owned())
        );
        assert_eq!(to_decimal(&(large - 1), 4300).map(|text| text.len()), Ok(4300));
    }
}
