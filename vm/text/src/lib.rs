//! Text and number algorithms of Python that need no Python objects.
#![forbid(unsafe_code)]

pub mod float;
pub mod format_spec;
pub mod hash;
pub mod int;
pub mod percent;
pub mod str_format;
pub mod unicode;
