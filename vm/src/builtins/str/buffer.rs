//! Text that grows: `s += t` in a loop takes time linear in the final length.
//!
//! Strings are immutable and nobody counts references, so `s + t` cannot tell that `s` is not needed any more. But the
//! code points of `s` may lie at the front of a buffer with room behind them. If nothing has been put there yet, `t` goes
//! there, and the sum is a new string that shares the buffer: `s` still sees its own front part (the way of Go's slices).
//! The buffer's first word says how much of it is taken. A first sum is an ordinary string; a sum of a sum gets a buffer.

use gc::{Gc, Value};

use super::{Str, aux};
use crate::object::Raw;
use crate::{PyResult, Vm};

/// Shorter sums are copied.
const WORTHWHILE: usize = 256;
/// The word before the code points that says how many bytes of them are taken.
const HEAD: usize = 8;

/// Where the code points in a buffer start.
#[inline(always)]
pub(super) fn start(buffer: Gc<Raw>) -> *const u8 {
    // SAFETY: a buffer is made with a head.
    unsafe { buffer.as_mut_ptr().cast_const().add(HEAD) }
}

fn taken(buffer: Gc<Raw>) -> usize {
    // SAFETY: the head of a buffer, 8-aligned.
    unsafe { buffer.as_mut_ptr().cast::<usize>().read() }
}

/// Puts `bytes` behind the first `at` bytes.
fn put(buffer: Gc<Raw>, at: usize, bytes: &[u8]) {
    buffer.write(HEAD + at, bytes);
    buffer.write(0, &(at + bytes.len()).to_ne_bytes());
}

impl Str {
    /// Do the code points lie in a buffer?
    #[inline(always)]
    pub(super) fn is_shared(&self) -> bool {
        self.header.aux() & aux::SHARED != 0
    }

    #[inline(always)]
    pub(super) fn buffer(&self) -> Option<Gc<Raw>> {
        if !self.is_shared() {
            return None;
        }
        // SAFETY: a shared string is made with the reference to its buffer behind the struct.
        Some(unsafe { self.bytes.as_ptr().cast::<Gc<Raw>>().read() })
    }

    /// The code points as they are stored.
    pub(super) fn stored(&self) -> &[u8] {
        match self.points() {
            super::Points::One(points) => points,
            super::Points::Two(points) => super::units(points),
            super::Points::Four(points) => super::units(points),
        }
    }
}

impl Vm {
    /// `left + right` in a buffer, if that is worthwhile.
    pub(super) fn str_grow(&mut self, left: Gc<Str>, right: Gc<Str>) -> PyResult<Option<Gc<Str>>> {
        let (front, back) = (left.byte_len(), right.byte_len());
        if front + back < WORTHWHILE
            || left.header.aux() & (aux::SHARED | aux::SUM) == 0
            || right.width() > left.width()
        {
            return Ok(None);
        }
        // What is added may be narrower than the text is.
        let widened;
        let added = if right.width() == left.width() {
            right.stored()
        } else {
            widened = right.widened(left.width());
            &widened
        };
        let total = front + added.len();
        let buffer = match left.buffer() {
            Some(buffer) if taken(buffer) == front && buffer.capacity() - HEAD >= total => buffer,
            _ => {
                let buffer = self.new_raw(HEAD + total + total / 2)?;
                put(buffer, 0, left.stored());
                buffer
            }
        };
        put(buffer, front, added);
        self.new_shared_str(buffer, left, right).map(Some)
    }

    fn new_shared_str(
        &mut self,
        buffer: Gc<Raw>,
        left: Gc<Str>,
        right: Gc<Str>,
    ) -> PyResult<Gc<Str>> {
        let ascii = left.header.aux() & right.header.aux() & aux::ASCII;
        let bits = left.width() as u16 | ascii | aux::SHARED;
        let head = Str {
            header: gc::Header::unset().with_aux(bits),
            len: left.len + right.len,
            hash: std::cell::Cell::new(0),
            bytes: [],
        };
        let class = self.types.str;
        let text = self.new_tail_of(class, bits, head, size_of::<Gc<Raw>>())?;
        // SAFETY: the fresh string has room for the reference; being new it needs no barrier.
        unsafe { text.bytes.as_ptr().cast_mut().cast::<Gc<Raw>>().write(buffer) };
        Ok(text)
    }

    /// Marks a string that `+` made.
    pub(super) fn mark_sum(&self, text: Gc<Str>) -> Gc<Str> {
        text.header().set_aux(text.header().aux() | aux::SUM);
        text
    }
}

const _: () = assert!(size_of::<Value>() == HEAD);
