//! Text and number algorithms of Python that need no Python objects.
#![forbid(unsafe_code)]

pub mod float;
pub mod hash;
pub mod unicode;
