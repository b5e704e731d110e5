//! Floats: printing and reading them, rounding, and the arithmetic that differs from the hardware's.

mod arithmetic;
mod compose;
mod digits;
mod format;
mod hexadecimal;
mod parse;

pub(crate) use arithmetic::decode;
pub use arithmetic::{
    FloatError, as_integer_ratio, bigint_from_f64, compare_bigint_f64, divmod, f64_from_bigint,
    floor_divide, modulo, power, round_half_even, round_to_digits,
};
pub(crate) use compose::compose;
pub use digits::Decimal;
pub use format::{FloatCode, FloatFlags, format_double, repr};
pub use hexadecimal::{FromHexError, from_hex, to_hex};
pub use parse::{parse_float, strip_number, to_ascii_digits};
