//! Operations whose rules differ from the big-number crate's, or that it would panic in.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer as _;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::float::compose;

/// Why an operation on ints fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntError {
    /// ZeroDivisionError.
    DivisionByZero,
    /// ValueError: "pow() 3rd argument cannot be 0".
    ZeroModulus,
    /// ValueError: "base is not invertible for the given modulus".
    NotInvertible,
    /// ValueError: "negative shift count".
    NegativeShift,
    /// OverflowError: "too many digits in integer", or a limit of the caller.
    TooLarge,
    /// OverflowError: "integer division result too large for a float".
    QuotientTooLarge,
    /// ValueError: "isqrt() argument must be nonnegative".
    NegativeRoot,
}

/// `divmod(left, right)`: the quotient rounds down, the remainder has the sign of `right`.
pub fn floor_divmod(left: &BigInt, right: &BigInt) -> Result<(BigInt, BigInt), IntError> {
    if right.is_zero() { Err(IntError::DivisionByZero) } else { Ok(left.div_mod_floor(right)) }
}

/// `pow(base, exponent, modulus)`; a negative exponent takes the modular inverse.
pub fn modular_power(
    base: &BigInt,
    exponent: &BigInt,
    modulus: &BigInt,
) -> Result<BigInt, IntError> {
    if modulus.is_zero() {
        return Err(IntError::ZeroModulus);
    }
    if exponent.is_negative() {
        let positive = modulus.abs();
        let inverse =
            if positive == BigInt::from(1) { Some(BigInt::ZERO) } else { base.modinv(&positive) };
        let inverse = inverse.ok_or(IntError::NotInvertible)?;
        return Ok(inverse.modpow(&-exponent, modulus));
    }
    Ok(base.modpow(exponent, modulus))
}

/// A bound on the bits of `base ** exponent`, to be checked against a budget before the work.
pub fn power_bits(base: &BigInt, exponent: u64) -> u64 {
    base.bits().saturating_mul(exponent)
}

/// `value << count`, refused when the result would have more than `maximum_bits` bits.
pub fn shift_left(value: &BigInt, count: &BigInt, maximum_bits: u64) -> Result<BigInt, IntError> {
    if count.is_negative() {
        return Err(IntError::NegativeShift);
    }
    if value.is_zero() {
        return Ok(BigInt::ZERO);
    }
    match count.to_u64() {
        Some(count) if value.bits().saturating_add(count) <= maximum_bits => Ok(value << count),
        _ => Err(IntError::TooLarge),
    }
}

/// `value >> count`, rounding down.
pub fn shift_right(value: &BigInt, count: &BigInt) -> Result<BigInt, IntError> {
    if count.is_negative() {
        return Err(IntError::NegativeShift);
    }
    match count.to_u64() {
        Some(count) if count < value.bits() => Ok(value >> count),
        _ => Ok(if value.is_negative() { BigInt::from(-1) } else { BigInt::ZERO }),
    }
}

/// `math.isqrt`.
pub fn isqrt(value: &BigInt) -> Result<BigInt, IntError> {
    if value.is_negative() { Err(IntError::NegativeRoot) } else { Ok(value.sqrt()) }
}

/// `math.gcd` of two ints, never negative.
pub fn gcd(left: &BigInt, right: &BigInt) -> BigInt {
    left.gcd(right)
}

/// `int.bit_length`.
pub fn bit_length(value: &BigInt) -> u64 {
    value.bits()
}

/// `int.bit_count`: the ones of the magnitude.
pub fn bit_count(value: &BigInt) -> u64 {
    value.iter_u64_digits().map(|digit| u64::from(digit.count_ones())).sum()
}

/// `left / right`, correctly rounded whatever their size.
pub fn true_divide(left: &BigInt, right: &BigInt) -> Result<f64, IntError> {
    if right.is_zero() {
        return Err(IntError::DivisionByZero);
    }
    let negative = left.is_negative() != right.is_negative();
    let signed = |value: f64| if negative { -value } else { value };
    if left.is_zero() {
        return Ok(signed(0.0));
    }
    let (left, right) = (left.magnitude(), right.magnitude());
    // Bit counts are below 2**63: memory ends long before.
    let difference = left.bits() as i64 - right.bits() as i64;
    if difference > 1025 {
        return Err(IntError::QuotientTooLarge);
    }
    if difference < -1080 {
        return Ok(signed(0.0));
    }
    // A quotient of 62 or 63 bits: enough to round from, with a sticky bit for the rest.
    let shift = 62 - difference;
    let (quotient, remainder) = if shift >= 0 {
        (left << shift as u64).div_rem(right)
    } else {
        left.div_rem(&(right << shift.unsigned_abs()))
    };
    let quotient = quotient.to_u64().unwrap_or(u64::MAX);
    let rounded = compose(quotient, -shift, remainder != BigUint::ZERO);
    rounded.map(signed).ok_or(IntError::QuotientTooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(text: &str) -> BigInt {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn division_follows_python() {
        assert_eq!(floor_divmod(&big("-7"), &big("2")), Ok((big("-4"), big("1"))));
        assert_eq!(floor_divmod(&big("7"), &big("-2")), Ok((big("-4"), big("-1"))));
        assert_eq!(floor_divmod(&big("1"), &big("0")), Err(IntError::DivisionByZero));
        assert_eq!(true_divide(&big("1"), &big("3")), Ok(1.0 / 3.0));
        assert_eq!(true_divide(&big("-6"), &big("4")), Ok(-1.5));
        let huge = BigInt::from(10).pow(400);
        assert_eq!(true_divide(&huge, &BigInt::from(10).pow(399)), Ok(10.0));
        assert_eq!(true_divide(&huge, &big("1")), Err(IntError::QuotientTooLarge));
        assert_eq!(true_divide(&big("1"), &huge), Ok(0.0));
        assert_eq!(true_divide(&big("1"), &(BigInt::from(1) << 1074u32)), Ok(5e-324));
        assert_eq!(true_divide(&big("1"), &(BigInt::from(1) << 1075u32)), Ok(0.0));
        assert_eq!(true_divide(&big("3"), &(BigInt::from(1) << 1076u32)), Ok(5e-324));
        assert_eq!(true_divide(&big("9007199254740993"), &big("1")), Ok(9007199254740992.0));
        let above = (big("9007199254740993") << 100u32) + 1;
        assert_eq!(true_divide(&above, &(BigInt::from(1) << 100u32)), Ok(9007199254740994.0));
    }

    #[test]
    fn powers_and_shifts_follow_python() {
        let power = |b, e, m| modular_power(&BigInt::from(b), &BigInt::from(e), &BigInt::from(m));
        assert_eq!(power(3, 4, 5), Ok(big("1")));
        assert_eq!(power(3, 4, -5), Ok(big("-4")));
        assert_eq!(power(38, -1, 97), Ok(big("23")));
        assert_eq!(power(38, -2, -97), Ok(big("-53")));
        assert_eq!(power(2, -1, 4), Err(IntError::NotInvertible));
        assert_eq!(power(2, 0, 1), Ok(big("0")));
        assert_eq!(power(5, -3, 1), Ok(big("0")));
        assert_eq!(power(2, 3, 0), Err(IntError::ZeroModulus));
        assert_eq!(shift_right(&big("-5"), &big("1")), Ok(big("-3")));
        assert_eq!(shift_right(&big("-5"), &big("100000000000000000000")), Ok(big("-1")));
        assert_eq!(shift_right(&big("5"), &big("3")), Ok(big("0")));
        assert_eq!(shift_left(&big("1"), &big("-1"), 100), Err(IntError::NegativeShift));
        assert_eq!(shift_left(&big("1"), &big("1000"), 100), Err(IntError::TooLarge));
        assert_eq!(shift_left(&big("-3"), &big("4"), 100), Ok(big("-48")));
        assert_eq!(
            isqrt(&big("99999999999999999999999999")).map(|r| r.to_string()).as_deref(),
            Ok("9999999999999")
        );
        assert_eq!((bit_count(&big("-7")), bit_length(&big("-8"))), (3, 4));
        assert_eq!(gcd(&big("-12"), &big("18")), big("6"));
    }
}
