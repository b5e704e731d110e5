//! Text encodings as steps that stop at an error and can be resumed behind it.
//!
//! A decoder writes what it can to a [`CodePoints`] and returns how many bytes it has consumed, or a
//! [`CodecError`]; all before the error has been written. The caller asks the error handler (the
//! built-in ones are in [`handler`]), writes its replacement and calls again from where it says.
//! With `is_final` false an unfinished sequence at the end is left for the next call.

pub mod handler;
mod name;
mod single_byte;
mod unicode_escape;
mod utf8;
mod utf_wide;

pub use name::{Encoding, normalize_name};
pub use single_byte::{
    decode_ascii, decode_charmap, decode_latin_1, encode_ascii, encode_charmap, encode_latin_1,
};
pub use unicode_escape::{
    InvalidEscape, decode_raw_unicode_escape, decode_unicode_escape, encode_raw_unicode_escape,
    encode_unicode_escape,
};
pub use utf_wide::{
    ByteOrder, decode_utf_16, decode_utf_32, detect_byte_order_16, detect_byte_order_32,
    encode_utf_16, encode_utf_32,
};
pub use utf8::{decode_utf_8, encode_utf_8};

/// Where decoded text goes.
pub trait CodePoints {
    /// Adds one code point.
    fn push(&mut self, code_point: u32);

    /// Adds text.
    fn push_str(&mut self, text: &str) {
        text.chars().for_each(|c| self.push(u32::from(c)));
    }
}

impl CodePoints for Vec<u32> {
    fn push(&mut self, code_point: u32) {
        Vec::push(self, code_point);
    }

    fn push_str(&mut self, text: &str) {
        self.extend(text.chars().map(u32::from));
    }
}

/// What cannot be decoded (a range of bytes) or encoded (a range of characters), and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodecError {
    /// The first of them.
    pub start: usize,
    /// Behind the last of them.
    pub end: usize,
    /// CPython's reason.
    pub reason: &'static str,
}
