//! Text and number algorithms of Python that need no Python objects.
//!
//! Text is a slice of `u32` code points where it may hold lone surrogates, `&str` where it cannot.
//!
//! - [`float`]: `repr`, `float()`, printf-like printing, hexadecimal, rounding, division and powers
//! - [`int`]: `int()`, printing in any base, division, shifts, modular powers, bytes
//! - [`hash`]: the hashes of numbers, tuples and frozensets
//! - [`format_spec`]: the format mini-language for text and numbers
//! - [`percent`] and [`str_format`]: the parsers of `%` formats and of `str.format` templates
//! - [`unicode`]: properties, case, normalization and names
//! - [`codec`]: encodings and error handlers
//! - [`escape`]: `repr` and `ascii` of text and bytes
//! - [`search`]: linear-time substring search over elements of any width
#![forbid(unsafe_code)]

pub mod codec;
pub mod escape;
pub mod float;
pub mod format_spec;
pub mod hash;
pub mod int;
pub mod percent;
pub mod search;
pub mod str_format;
pub mod unicode;
