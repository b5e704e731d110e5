//! Division with Python's signs, powers, rounding, and exact dealings with ints.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_traits::{FromPrimitive, ToPrimitive, Zero};

use super::digits::Decimal;

/// Why a float operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatError {
    /// ZeroDivisionError of a division.
    DivisionByZero,
    /// ZeroDivisionError of zero to a negative power.
    ZeroToNegativePower,
    /// The power of a negative number to a fraction is complex.
    ComplexResult,
    /// OverflowError `(34, 'Numerical result out of range')`.
    OutOfRange,
    /// OverflowError of `round`: "rounded value too large to represent".
    RoundedTooLarge,
    /// OverflowError: "cannot convert float infinity to integer" or "… to integer ratio".
    Infinity,
    /// ValueError: "cannot convert float NaN to integer" or "… to integer ratio".
    NotANumber,
    /// OverflowError: "int too large to convert to float".
    IntTooLarge,
}

/// `left % right`: the sign is that of `right`.
pub fn modulo(left: f64, right: f64) -> Result<f64, FloatError> {
    divmod(left, right).map(|(_, remainder)| remainder)
}

/// `left // right`.
pub fn floor_divide(left: f64, right: f64) -> Result<f64, FloatError> {
    divmod(left, right).map(|(quotient, _)| quotient)
}

/// `divmod(left, right)`.
pub fn divmod(left: f64, right: f64) -> Result<(f64, f64), FloatError> {
    if right == 0.0 {
        return Err(FloatError::DivisionByZero);
    }
    let mut remainder = left % right;
    // The remainder is exact, so that the division below is nearly so.
    let mut quotient = (left - remainder) / right;
    if remainder == 0.0 {
        remainder = f64::copysign(0.0, right);
    } else if (right < 0.0) != (remainder < 0.0) {
        remainder += right;
        quotient -= 1.0;
    }
    let floored = if quotient == 0.0 {
        f64::copysign(0.0, left / right)
    } else {
        let floored = quotient.floor();
        if quotient - floored > 0.5 { floored + 1.0 } else { floored }
    };
    Ok((floored, remainder))
}

/// `base ** exponent`.
pub fn power(base: f64, exponent: f64) -> Result<f64, FloatError> {
    if base == 0.0 && exponent < 0.0 {
        return Err(FloatError::ZeroToNegativePower);
    }
    if base < 0.0 && base.is_finite() && exponent.is_finite() && exponent.fract() != 0.0 {
        return Err(FloatError::ComplexResult);
    }
    let result = base.powf(exponent);
    if result.is_infinite() && base.is_finite() && exponent.is_finite() {
        return Err(FloatError::OutOfRange);
    }
    Ok(result)
}

/// The nearest whole number, halves to even, as a float (`round(x)` before it becomes an int).
pub fn round_half_even(value: f64) -> f64 {
    value.round_ties_even()
}

/// `round(value, digits)`: rounds the exact decimal value, halves to even.
pub fn round_to_digits(value: f64, digits: i64) -> Result<f64, FloatError> {
    // Beyond 323 places every float is itself; before 10**308 every float is zero.
    if !value.is_finite() || value == 0.0 || digits > 323 {
        return Ok(value);
    }
    if digits < -308 {
        return Ok(f64::copysign(0.0, value));
    }
    let rounded = if let Ok(places) = usize::try_from(digits) {
        format!("{value:.places$}").parse().unwrap_or(value)
    } else {
        round_to_tens(value, digits.unsigned_abs() as usize)
    };
    if rounded.is_finite() { Ok(rounded) } else { Err(FloatError::RoundedTooLarge) }
}

/// Rounds to a multiple of `10**tens`; infinite where that is too large.
fn round_to_tens(value: f64, tens: usize) -> f64 {
    let zero = f64::copysign(0.0, value);
    let whole = format!("{:.0}", value.abs().trunc());
    if whole.len() < tens || whole == "0" {
        return zero;
    }
    if whole.len() > tens {
        let precision = whole.len() - tens - 1;
        return format!("{value:.precision$e}").parse().unwrap_or(value);
    }
    // All digits go: more than half of 10**tens rounds up, half itself down to the even zero.
    let half = whole.bytes().next() == Some(b'5') && whole.bytes().skip(1).all(|b| b == b'0');
    let more = whole.as_bytes() >= b"5".as_slice() && !(half && value.fract() == 0.0);
    if more {
        format!("1e{tens}").parse::<f64>().map_or(value, |unit| f64::copysign(unit, value))
    } else {
        zero
    }
}

/// `float.as_integer_ratio`: in lowest terms, the denominator positive.
pub fn as_integer_ratio(value: f64) -> Result<(BigInt, BigInt), FloatError> {
    if value.is_nan() {
        return Err(FloatError::NotANumber);
    }
    if value.is_infinite() {
        return Err(FloatError::Infinity);
    }
    let (mantissa, exponent) = decode(value);
    if mantissa == 0 {
        return Ok((BigInt::ZERO, BigInt::from(1)));
    }
    let zeros = mantissa.trailing_zeros();
    let mantissa = mantissa >> zeros;
    let exponent = exponent + i64::from(zeros);
    let mut numerator = BigInt::from(mantissa);
    if value < 0.0 {
        numerator = -numerator;
    }
    let shift = exponent.unsigned_abs();
    if exponent >= 0 {
        Ok((numerator << shift, BigInt::from(1)))
    } else {
        Ok((numerator, BigInt::from(1) << shift))
    }
}

/// The magnitude of a finite float as `mantissa * 2**exponent`.
pub(crate) fn decode(value: f64) -> (u64, i64) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let exponent = ((bits >> 52) & 0x7FF) as i64;
    if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) }
}

/// `int(value)`: towards zero.
pub fn bigint_from_f64(value: f64) -> Result<BigInt, FloatError> {
    if value.is_nan() {
        return Err(FloatError::NotANumber);
    }
    BigInt::from_f64(value.trunc()).ok_or(FloatError::Infinity)
}

/// `float(value)`, correctly rounded.
pub fn f64_from_bigint(value: &BigInt) -> Result<f64, FloatError> {
    match value.to_f64() {
        Some(float) if float.is_finite() => Ok(float),
        _ => Err(FloatError::IntTooLarge),
    }
}

/// How an int compares with a float, exactly; `None` for NaN.
pub fn compare_bigint_f64(left: &BigInt, right: f64) -> Option<Ordering> {
    if right.is_nan() {
        return None;
    }
    if right.is_infinite() {
        return Some(if right > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let sign = match left.sign() {
        Sign::Minus => -1.0,
        Sign::NoSign => 0.0,
        Sign::Plus => 1.0,
    };
    if left.is_zero() || right == 0.0 || (sign < 0.0) != (right < 0.0) {
        let right_sign = if right == 0.0 { 0.0 } else { right.signum() };
        return sign.partial_cmp(&right_sign);
    }
    // Same signs from here, so that magnitudes decide.
    let whole = BigInt::from_f64(right.trunc())?;
    Some(match left.cmp(&whole) {
        Ordering::Equal => 0.0_f64.partial_cmp(&right.fract())?,
        other => other,
    })
}

/// Digits and power of ten of a float, for callers that lay out numbers themselves.
impl From<f64> for Decimal {
    fn from(value: f64) -> Decimal {
        Decimal::shortest(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divmod_takes_the_sign_of_the_divisor() {
        for (left, right, expected) in [
            (7.0, 3.0, (2.0, 1.0)),
            (-7.0, 3.0, (-3.0, 2.0)),
            (7.0, -3.0, (-3.0, -2.0)),
            (1.0, 0.1, (9.0, 0.09999999999999995)),
            (-1.0, f64::INFINITY, (-1.0, f64::INFINITY)),
            (5.0, f64::INFINITY, (0.0, 5.0)),
        ] {
            assert_eq!(divmod(left, right), Ok(expected));
        }
        assert_eq!(divmod(1.0, 0.0), Err(FloatError::DivisionByZero));
        assert!(modulo(-4.0, 2.0).is_ok_and(|r| r == 0.0 && r.is_sign_positive()));
        assert!(modulo(4.0, -2.0).is_ok_and(|r| r == 0.0 && r.is_sign_negative()));
        assert!(floor_divide(-0.0, 3.0).is_ok_and(f64::is_sign_negative));
    }

    #[test]
    fn powers_know_their_errors() {
        assert_eq!(power(2.0, 0.5), Ok(std::f64::consts::SQRT_2));
        assert_eq!(power(0.0, -1.0), Err(FloatError::ZeroToNegativePower));
        assert_eq!(power(-8.0, 1.0 / 3.0), Err(FloatError::ComplexResult));
        assert_eq!(power(1e200, 2.0), Err(FloatError::OutOfRange));
        assert_eq!(power(f64::NEG_INFINITY, 0.5), Ok(f64::INFINITY));
        assert_eq!(power(1.0, f64::NAN), Ok(1.0));
        assert_eq!(power(-2.0, 3.0), Ok(-8.0));
    }

    #[test]
    fn rounding_uses_the_exact_value() {
        for (value, digits, expected) in [
            (2.675, 2, 2.67),
            (0.125, 2, 0.12),
            (0.375, 2, 0.38),
            (1234.5, -2, 1200.0),
            (1250.0, -2, 1200.0),
            (1350.0, -2, 1400.0),
            (50.0, -2, 0.0),
            (50.5, -2, 100.0),
            (49.9, -2, 0.0),
            (-51.0, -2, -100.0),
            (5e15, -16, 0.0),
            (1e300, -308, 0.0),
            (1e308, -308, 1e308),
            (1.5, 400, 1.5),
            (9.5e22, -23, 1e23),
        ] {
            assert_eq!(round_to_digits(value, digits), Ok(expected), "{value} {digits}");
        }
        assert_eq!(round_to_digits(1.7e308, -308), Err(FloatError::RoundedTooLarge));
        assert_eq!(round_half_even(2.5), 2.0);
    }

    #[test]
    fn ints_and_floats_convert_exactly() {
        let ratio = |value| as_integer_ratio(value).map(|(n, d)| (n.to_string(), d.to_string()));
        assert_eq!(ratio(-0.75), Ok(("-3".into(), "4".into())));
        assert_eq!(ratio(1e22), Ok(("10000000000000000000000".into(), "1".into())));
        assert_eq!(ratio(f64::NAN), Err(FloatError::NotANumber));
        let big: BigInt = (BigInt::from(1) << 1024u32) - 1;
        assert_eq!(f64_from_bigint(&big), Err(FloatError::IntTooLarge));
        let tie = (BigInt::from(1) << 53u32) + 1;
        assert_eq!(f64_from_bigint(&tie), Ok(9007199254740992.0));
        let above: BigInt = (((BigInt::from(1) << 53u32) + 1) << 200u32) + 1;
        assert_eq!(f64_from_bigint(&above), Ok(9007199254740994.0 * 2f64.powi(200)));
        assert_eq!(compare_bigint_f64(&tie, 9007199254740992.0), Some(Ordering::Greater));
        assert_eq!(compare_bigint_f64(&BigInt::from(3), 3.5), Some(Ordering::Less));
        assert_eq!(compare_bigint_f64(&BigInt::from(-3), -3.5), Some(Ordering::Greater));
        assert_eq!(compare_bigint_f64(&BigInt::ZERO, -0.0), Some(Ordering::Equal));
        assert_eq!(compare_bigint_f64(&big, f64::INFINITY), Some(Ordering::Less));
    }
}
