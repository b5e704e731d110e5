//! `str`: fixed-width text.
//!
//! A string stores its code points as 1, 2 or 4 bytes each, the narrowest that fits its greatest one, so
//! indexing is one load and lone surrogates are ordinary. ASCII strings are a Rust `&str` for free. The
//! header's sixteen bits hold the [`Width`], whether all is ASCII, and whether it is interned.

mod buffer;
mod build;
mod format;
mod methods;

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use gc::{Gc, Visitor};

use crate::object::{Raw, Type, kind, shape};

use crate::{PyResult, Vm};
pub(crate) use format::PercentArguments;
pub use methods::{STR, STR_ITERATOR, StrIterator};

/// Immutable text, its code points inline or, if the text grew by being added to, at the front of a
/// shared [`buffer`].
#[repr(C)]
pub struct Str {
    pub(crate) header: gc::Header,
    len: usize,
    /// The keyed hash once asked for; 0 before.
    hash: Cell<u64>,
    #[doc(hidden)]
    bytes: [u8; 0],
}

impl gc::Visit for Str {
    #[inline]
    fn visit(&self, visitor: &mut Visitor) {
        if let Some(buffer) = self.buffer() {
            visitor.object(buffer);
        }
    }
}

// SAFETY: `repr(C)`, the header comes first, `visit` shows the buffer, the only reference a string
// holds, and the kind's row is made from this very type.
unsafe impl gc::HeapObject for Str {
    const KIND: gc::Kind = kind::STR;

    #[inline]
    fn size(&self) -> usize {
        let tail = if self.is_shared() { size_of::<Gc<Raw>>() } else { self.byte_len() };
        (std::mem::offset_of!(Str, bytes) + tail).next_multiple_of(8)
    }
}

crate::plain_kinds!(Str);

/// Bytes per code point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u16)]
pub enum Width {
    /// Latin-1 (ASCII included).
    One = 0,
    /// The basic plane.
    Two = 1,
    /// Everything.
    Four = 2,
}

/// Header bits.
mod aux {
    /// The [`super::Width`].
    pub(super) const WIDTH: u16 = 3;
    /// All code points are below 128.
    pub(super) const ASCII: u16 = 4;
    /// The only string of its text in the interner.
    pub(super) const INTERNED: u16 = 8;
    /// The code points lie in a shared buffer, whose reference takes their place.
    pub(super) const SHARED: u16 = 16;
    /// Made by `+`: what is added to it may be added in place, in a buffer.
    pub(super) const SUM: u16 = 32;
}

/// The code points of a string, by width.
#[derive(Clone, Copy, Debug)]
pub enum Points<'a> {
    /// Latin-1.
    One(&'a [u8]),
    /// The basic plane.
    Two(&'a [u16]),
    /// Everything.
    Four(&'a [u32]),
}

impl Str {
    /// The number of code points.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Has it no code points?
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes per code point.
    #[inline(always)]
    pub fn width(&self) -> Width {
        match self.header.aux() & aux::WIDTH {
            0 => Width::One,
            1 => Width::Two,
            _ => Width::Four,
        }
    }

    /// Are all code points below 128?
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.header.aux() & aux::ASCII != 0
    }

    /// Is this the interned string of its text?
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.header.aux() & aux::INTERNED != 0
    }

    /// Is its class `str` itself?
    #[inline(always)]
    pub fn is_exact(&self) -> bool {
        self.header.shape() == shape::STR
    }

    fn byte_len(&self) -> usize {
        self.len << (self.header.aux() & aux::WIDTH)
    }

    /// The code points.
    #[inline]
    pub fn points(&self) -> Points<'_> {
        let start = match self.buffer() {
            None => self.bytes.as_ptr(),
            Some(buffer) => buffer::start(buffer),
        };
        // SAFETY: inline: allocated with `byte_len` bytes behind the struct, which starts 8-aligned and has a size
        // divisible by 4, all written when the string was made and never again.
        unsafe {
            match self.width() {
                Width::One => Points::One(std::slice::from_raw_parts(start, self.len)),
                Width::Two => Points::Two(std::slice::from_raw_parts(start.cast(), self.len)),
                Width::Four => Points::Four(std::slice::from_raw_parts(start.cast(), self.len)),
            }
        }
    }

    /// The code point at `index`, which is below the length.
    #[inline]
    pub fn get(&self, index: usize) -> u32 {
        match self.points() {
            Points::One(points) => u32::from(points[index]),
            Points::Two(points) => u32::from(points[index]),
            Points::Four(points) => points[index],
        }
    }

    /// The code points one by one.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        (0..self.len).map(|index| self.get(index))
    }

    /// The text as Rust text if it is ASCII, at no cost.
    #[inline]
    pub fn as_ascii(&self) -> Option<&str> {
        match self.points() {
            Points::One(bytes) if self.is_ascii() => {
                // SAFETY: ASCII is UTF-8.
                Some(unsafe { std::str::from_utf8_unchecked(bytes) })
            }
            _ => None,
        }
    }

    /// The text as Rust text, unless it holds surrogates.
    pub fn to_utf8(&self) -> Option<String> {
        match self.as_ascii() {
            Some(text) => Some(text.to_owned()),
            None => self.iter().map(char::from_u32).collect(),
        }
    }

    /// The text as Rust text; a surrogate becomes its escape, `\udc80`.
    pub fn to_string_lossy(&self) -> String {
        if let Some(text) = self.as_ascii() {
            return text.to_owned();
        }
        let mut text = String::with_capacity(self.len);
        for point in self.iter() {
            match char::from_u32(point) {
                Some(char) => text.push(char),
                None => text.push_str(&format!("\\u{point:04x}")),
            }
        }
        text
    }

    /// Is the text `other`?
    pub fn eq_str(&self, other: &str) -> bool {
        match self.as_ascii() {
            Some(text) => text == other,
            None => self.iter().eq(other.chars().map(u32::from)),
        }
    }

    /// Have both the same text?
    pub fn equals(&self, other: &Str) -> bool {
        if std::ptr::eq(self, other) {
            return true;
        }
        // The width is the narrowest that fits, so equal texts have equal widths.
        self.len == other.len
            && match (self.points(), other.points()) {
                (Points::One(left), Points::One(right)) => left == right,
                (Points::Two(left), Points::Two(right)) => left == right,
                (Points::Four(left), Points::Four(right)) => left == right,
                _ => false,
            }
    }

    /// Does it begin and end in two underscores?
    pub fn starts_with_dunder(&self) -> bool {
        self.as_ascii().is_some_and(|text| text.starts_with("__") && text.ends_with("__"))
    }

    /// `hash(text)`: keyed, so that no one outside can make collisions.
    #[inline]
    pub fn hash(&self, vm: &Vm) -> i64 {
        match self.hash.get() {
            0 => {
                let hash = match self.points() {
                    Points::One(points) => keyed_hash(vm.hash_key, points),
                    Points::Two(points) => keyed_hash(vm.hash_key, units(points)),
                    Points::Four(points) => keyed_hash(vm.hash_key, units(points)),
                };
                self.hash.set(hash);
                hash as i64
            }
            hash => hash as i64,
        }
    }
}

/// SipHash-1-3 of the code points as they are stored, under a secret key; never 0 nor -1. Equal texts are stored alike.
fn keyed_hash(key: [u64; 2], bytes: &[u8]) -> u64 {
    let mut hasher = siphasher::sip::SipHasher13::new_with_keys(key[0], key[1]);
    hasher.write(bytes);
    match hasher.finish() {
        0 | u64::MAX => 1,
        hash => hash,
    }
}

/// The bytes of wide code points.
fn units<T: Copy>(points: &[T]) -> &[u8] {
    // SAFETY: integers without padding (`u16`, `u32`), seen as the bytes they are made of.
    unsafe { std::slice::from_raw_parts(points.as_ptr().cast(), size_of_val(points)) }
}

// -- Making strings --------------------------------------------------------------------------------

impl Vm {
    /// A string of Rust text.
    pub fn new_str(&mut self, text: &str) -> PyResult<Gc<Str>> {
        let class = self.types.str;
        if text.is_ascii() {
            return self.new_str_of_bytes(class, text.as_bytes());
        }
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        self.new_str_of_points(class, &points)
    }

    /// A string of code points.
    pub fn new_str_from_points(&mut self, points: &[u32]) -> PyResult<Gc<Str>> {
        let class = self.types.str;
        self.new_str_of_points(class, points)
    }

    /// A string of Latin-1 bytes, of `class` (`str` or derived from it).
    pub fn new_str_of_bytes(&mut self, class: Gc<Type>, bytes: &[u8]) -> PyResult<Gc<Str>> {
        let ascii = if bytes.is_ascii() { aux::ASCII } else { 0 };
        let text = self.new_str_blank(class, bytes.len(), Width::One, ascii)?;
        // SAFETY: the fresh string has room for exactly these bytes, and nobody reads it yet.
        unsafe { text.bytes_mut().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
        Ok(text)
    }

    /// A string of code points, of `class` (`str` or derived from it), as narrow as they allow.
    pub fn new_str_of_points(&mut self, class: Gc<Type>, points: &[u32]) -> PyResult<Gc<Str>> {
        let greatest = points.iter().fold(0, |greatest, &point| greatest | point);
        let width = match greatest {
            0..=0xFF => Width::One,
            0x100..=0xFFFF => Width::Two,
            _ => Width::Four,
        };
        let ascii = if greatest < 0x80 { aux::ASCII } else { 0 };
        let text = self.new_str_blank(class, points.len(), width, ascii)?;
        let start = text.bytes_mut();
        // SAFETY: the fresh string has room for `len` code points of its width; 8-aligned.
        unsafe {
            match width {
                Width::One => {
                    for (index, &point) in points.iter().enumerate() {
                        start.add(index).write(point as u8);
                    }
                }
                Width::Two => {
                    for (index, &point) in points.iter().enumerate() {
                        start.cast::<u16>().add(index).write(point as u16);
                    }
                }
                Width::Four => {
                    start.cast::<u32>().copy_from_nonoverlapping(points.as_ptr(), points.len())
                }
            }
        }
        Ok(text)
    }

    fn new_str_blank(
        &mut self,
        class: Gc<Type>,
        len: usize,
        width: Width,
        flags: u16,
    ) -> PyResult<Gc<Str>> {
        let Some(tail) = len.checked_mul(1 << width as u16) else {
            return Err(self.memory_error());
        };
        let bits = width as u16 | flags;
        let head =
            Str { header: gc::Header::unset().with_aux(bits), len, hash: Cell::new(0), bytes: [] };
        self.new_tail_of(class, bits, head, tail)
    }

    // -- Interning ---------------------------------------------------------------------------

    /// The number of interned strings.
    pub(crate) fn interned_count(&self) -> usize {
        self.interner.by_text.len()
    }

    /// The interned string of `text`.
    pub fn intern(&mut self, text: &str) -> PyResult<Gc<Str>> {
        if let Some(&found) = self.interner.by_text.get(text) {
            return Ok(found);
        }
        let string = self.new_str(text)?;
        Ok(self.interner.add(text.to_owned(), string))
    }

    /// The interned string of the same text.
    #[inline]
    pub fn intern_str(&mut self, string: Gc<Str>) -> PyResult<Gc<Str>> {
        if string.is_interned() {
            return Ok(string);
        }
        let text = string.to_string_lossy();
        if let Some(&found) = self.interner.by_text.get(text.as_str())
            && found.equals(&string)
        {
            return Ok(found);
        }
        let exact =
            if string.is_exact() && !string.is_shared() { string } else { self.new_str(&text)? };
        Ok(self.interner.add(text, exact))
    }
}

/// Code that fills a fresh string.
trait Fill {
    /// Where the code points lie.
    fn bytes_mut(self) -> *mut u8;
}

impl Fill for Gc<Str> {
    fn bytes_mut(self) -> *mut u8 {
        self.bytes.as_ptr().cast_mut()
    }
}

/// The interned strings: one for each text, so that names compare by identity.
#[derive(Default)]
pub struct Interner {
    by_text: HashMap<String, Gc<Str>, BuildHasherDefault<rustc_hash::FxHasher>>,
}

impl Interner {
    fn add(&mut self, text: String, string: Gc<Str>) -> Gc<Str> {
        string.header().set_aux(string.header().aux() | aux::INTERNED);
        self.by_text.insert(text, string);
        string
    }

    /// Shows every string to the visitor.
    pub fn visit(&self, visitor: &mut Visitor) {
        for &string in self.by_text.values() {
            visitor.object(string);
        }
    }
}
