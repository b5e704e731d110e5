//! `repr` of floats and the printf-like codes.

use super::digits::{Decimal, fixed};

/// How to print a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatCode {
    /// `e`: always an exponent.
    Exponent,
    /// `f`: never an exponent.
    Fixed,
    /// `g`: whichever suits the size.
    General,
    /// `r`: the shortest digits that read back; the precision is ignored.
    Shortest,
}

/// Details of printing a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FloatFlags {
    /// `#`: keep the point and the zeros of `g`.
    pub alternate: bool,
    /// A plus sign before numbers that are not negative.
    pub always_sign: bool,
    /// Add `.0` to what looks like an int.
    pub add_dot_zero: bool,
    /// Print what rounds to minus zero without its sign.
    pub no_negative_zero: bool,
    /// Upper-case letters.
    pub upper: bool,
}

/// `repr(value)`.
pub fn repr(value: f64) -> String {
    // Ints below this print their digits exactly, and quickly.
    if value.fract() == 0.0 && value.abs() < 1e15 && (value != 0.0 || value.is_sign_positive()) {
        return format!("{}.0", value as i64);
    }
    let flags = FloatFlags { add_dot_zero: true, ..FloatFlags::default() };
    format_double(value, FloatCode::Shortest, 0, flags)
}

/// The value as C's printf would write it, exactly rounded whatever the precision.
/// NaN has no sign, as in CPython.
pub fn format_double(value: f64, code: FloatCode, precision: usize, flags: FloatFlags) -> String {
    let mut text = String::new();
    if !value.is_finite() {
        if value.is_infinite() && value.is_sign_negative() {
            text.push('-');
        } else if flags.always_sign {
            text.push('+');
        }
        text.push_str(match (value.is_nan(), flags.upper) {
            (true, false) => "nan",
            (true, true) => "NAN",
            (false, false) => "inf",
            (false, true) => "INF",
        });
        return text;
    }
    match code {
        FloatCode::Fixed => {
            text = fixed(value, precision);
            if precision == 0 && flags.alternate {
                text.push('.');
            }
        }
        FloatCode::Exponent => {
            let decimal = Decimal::rounded(value, precision.saturating_add(1));
            write_scientific(&decimal, flags, &mut text);
        }
        FloatCode::General => {
            let precision = precision.max(1);
            let mut decimal = Decimal::rounded(value, precision);
            // With ".0" to come, one digit less fits before the point.
            let room = precision - usize::from(flags.add_dot_zero);
            let scientific = decimal.exponent < -4
                || usize::try_from(decimal.exponent).is_ok_and(|exponent| exponent >= room);
            if !flags.alternate {
                decimal.strip_zeros();
            }
            if scientific {
                write_scientific(&decimal, flags, &mut text);
            } else {
                write_plain(&decimal, flags, &mut text);
            }
        }
        FloatCode::Shortest => {
            let decimal = Decimal::shortest(value);
            if (-4..16).contains(&decimal.exponent) {
                write_plain(&decimal, flags, &mut text);
            } else {
                write_scientific(&decimal, flags, &mut text);
            }
        }
    }
    let negative = value.is_sign_negative()
        && !(flags.no_negative_zero
            && text
                .bytes()
                .take_while(|byte| !matches!(byte, b'e' | b'E'))
                .all(|byte| matches!(byte, b'0' | b'.')));
    if negative {
        text.insert(0, '-');
    } else if flags.always_sign {
        text.insert(0, '+');
    }
    text
}

fn push_digits(digits: &[u8], text: &mut String) {
    text.extend(digits.iter().map(|digit| char::from(*digit)));
}

fn write_scientific(decimal: &Decimal, flags: FloatFlags, text: &mut String) {
    let (first, rest) = decimal.digits.split_first().unwrap_or((&b'0', &[]));
    text.push(char::from(*first));
    if !rest.is_empty() || flags.alternate {
        text.push('.');
    }
    push_digits(rest, text);
    let sign = if decimal.exponent < 0 { '-' } else { '+' };
    let letter = if flags.upper { 'E' } else { 'e' };
    text.push_str(&format!("{letter}{sign}{:02}", decimal.exponent.unsigned_abs()));
}

fn write_plain(decimal: &Decimal, flags: FloatFlags, text: &mut String) {
    let digits = decimal.digits.as_slice();
    match usize::try_from(decimal.exponent) {
        Ok(exponent) => {
            let whole = exponent + 1;
            let (before, after) = digits.split_at(whole.min(digits.len()));
            push_digits(before, text);
            text.extend(std::iter::repeat_n('0', whole - before.len()));
            if !after.is_empty() || flags.alternate {
                text.push('.');
                push_digits(after, text);
            } else if flags.add_dot_zero {
                text.push_str(".0");
            }
        }
        Err(_) => {
            text.push_str("0.");
            let zeros = decimal.exponent.unsigned_abs() as usize - 1;
            text.extend(std::iter::repeat_n('0', zeros));
            push_digits(digits, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_is_shortest() {
        for (value, expected) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (-3.0, "-3.0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (f64::MAX, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
            (9007199254740993.0, "9007199254740992.0"),
            (280163479256125.13, "280163479256125.12"),
        ] {
            assert_eq!(repr(value), expected);
        }
    }

    #[test]
    fn codes_follow_printf() {
        let plain = FloatFlags::default();
        let alternate = FloatFlags { alternate: true, ..plain };
        for (value, code, precision, flags, expected) in [
            (2.5, FloatCode::Fixed, 0, plain, "2"),
            (3.5, FloatCode::Fixed, 0, plain, "4"),
            (0.5, FloatCode::Fixed, 0, plain, "0"),
            (0.125, FloatCode::Fixed, 2, plain, "0.12"),
            (25.0, FloatCode::Exponent, 0, plain, "2e+01"),
            (35.0, FloatCode::Exponent, 0, alternate, "4.e+01"),
            (2.0, FloatCode::Fixed, 0, alternate, "2."),
            (100000.0, FloatCode::General, 6, plain, "100000"),
            (1000000.0, FloatCode::General, 6, plain, "1e+06"),
            (1000000.0, FloatCode::General, 6, alternate, "1.00000e+06"),
            (0.0001, FloatCode::General, 6, plain, "0.0001"),
            (1.0, FloatCode::General, 3, alternate, "1.00"),
            (0.0, FloatCode::General, 6, plain, "0"),
            (-0.0, FloatCode::Exponent, 2, plain, "-0.00e+00"),
            (0.1, FloatCode::Fixed, 25, plain, "0.1000000000000000055511151"),
            (1e22, FloatCode::Fixed, 1, plain, "10000000000000000000000.0"),
        ] {
            assert_eq!(format_double(value, code, precision, flags), expected);
        }
        let no_negative_zero = FloatFlags { no_negative_zero: true, ..plain };
        assert_eq!(format_double(-0.001, FloatCode::Fixed, 1, no_negative_zero), "0.0");
        assert_eq!(format_double(-0.1, FloatCode::Fixed, 1, no_negative_zero), "-0.1");
        let long = format_double(0.1, FloatCode::Exponent, 100_000, plain);
        assert_eq!(long.len(), 100_006);
        assert!(long.starts_with("1.00000000000000005551115123125782702118158340454101562500"));
        assert_eq!(format_double(5e-324, FloatCode::Fixed, 70_000, plain).len(), 70_002);
    }
}
