//! Ints: reading and printing in any base, and arithmetic with Python's rules.

mod arithmetic;
mod bytes;
mod parse;
mod print;

pub use arithmetic::{
    IntError, bit_count, bit_length, floor_divmod, gcd, isqrt, modular_power, power_bits,
    shift_left, shift_right, true_divide,
};
pub use bytes::{ToBytesError, from_bytes, to_bytes};
pub use parse::{IntParseError, parse_int};
pub use print::{
    DEFAULT_MAX_STR_DIGITS, MAX_STR_DIGITS_THRESHOLD, TooManyDigits, check_printable,
    magnitude_in_radix, to_decimal, with_prefix,
};

use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// An int in its smallest form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Integer {
    /// Fits 64 bits.
    Small(i64),
    /// Does not.
    Big(BigInt),
}

impl From<BigInt> for Integer {
    fn from(value: BigInt) -> Integer {
        match value.to_i64() {
            Some(small) => Integer::Small(small),
            None => Integer::Big(value),
        }
    }
}

impl From<Integer> for BigInt {
    fn from(value: Integer) -> BigInt {
        match value {
            Integer::Small(small) => BigInt::from(small),
            Integer::Big(big) => big,
        }
    }
}
