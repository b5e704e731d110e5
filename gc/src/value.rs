//! `Value`: one Python value in one machine word.
//!
//! NaN boxing that favours doubles (LuaJIT's choice): a double is stored as itself, everything
//! else lives in the part of the NaN space that hardware never produces.
//!
//! | top 16 bits     | meaning                                         |
//! |-----------------|-------------------------------------------------|
//! | `0x0000‥0xFFF8` | a double                                        |
//! | `0xFFF9`        | an object: 48-bit address                       |
//! | `0xFFFA`        | an immediate: `None`, `False`, `True`, …        |
//! | `0xFFFD`        | poison: written over freed memory               |
//! | `0xFFFE‥0xFFFF` | a small int: 49-bit two's complement            |

use std::fmt;
use std::ptr::NonNull;

use crate::{Gc, Header, HeapObject, Kind};

/// The smallest bit pattern that is not a double; also the tag of objects.
pub const OBJECT_TAG: u64 = 0xFFF9 << 48;
/// The tag of immediates.
pub const IMMEDIATE_TAG: u64 = 0xFFFA << 48;
/// What freed memory is overwritten with under stress.
pub const POISON: u64 = 0xFFFD_DEAD_DEAD_DEAD;
/// The smallest bit pattern that is a small int.
pub const INT_TAG: u64 = 0xFFFE << 48;
/// Number of bits of a small int, sign included.
pub const INT_BITS: u32 = 49;
/// The greatest small int.
pub const INT_MAX: i64 = (1 << (INT_BITS - 1)) - 1;
/// The least small int.
pub const INT_MIN: i64 = -(1 << (INT_BITS - 1));
const PAYLOAD: u64 = (1 << 48) - 1;

/// One Python value: a double, a small int, an immediate or a reference to an object.
///
/// `==` on values is identity of the word, which is Python's `is` except that equal doubles are
/// one value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(u64);

impl Value {
    /// Python's `None`.
    pub const NONE: Value = Value(IMMEDIATE_TAG);
    /// Python's `False`.
    pub const FALSE: Value = Value(IMMEDIATE_TAG | 1);
    /// Python's `True`; differs from `FALSE` in bit 1 alone.
    pub const TRUE: Value = Value(IMMEDIATE_TAG | 3);
    /// Python's `Ellipsis`.
    pub const ELLIPSIS: Value = Value(IMMEDIATE_TAG | 4);
    /// Python's `NotImplemented`.
    pub const NOT_IMPLEMENTED: Value = Value(IMMEDIATE_TAG | 6);
    /// Nothing here: an unset local, an absent argument, a deleted entry. Never seen by Python.
    pub const UNBOUND: Value = Value(IMMEDIATE_TAG | 8);

    // -- Making values ---------------------------------------------------------------------

    /// The value whose word is `bits`; the inverse of [`Value::bits`].
    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }

    /// A double that arithmetic on doubles produced.
    #[inline(always)]
    pub fn from_f64(number: f64) -> Value {
        let bits = number.to_bits();
        debug_assert!(bits < OBJECT_TAG, "a forged NaN: use from_f64_foreign");
        Value(bits)
    }

    /// A double that came from outside (bytes, a buffer, a library): any NaN becomes the one
    /// canonical NaN, so that no byte string can spell a pointer.
    #[inline(always)]
    pub fn from_f64_foreign(number: f64) -> Value {
        if number.is_nan() { Value(0x7FF8 << 48) } else { Value(number.to_bits()) }
    }

    /// A small int, if `number` fits 49 bits.
    #[inline(always)]
    pub const fn from_i64(number: i64) -> Option<Value> {
        if number >= INT_MIN && number <= INT_MAX { Some(Value::from_small(number)) } else { None }
    }

    /// A small int; `number` must lie in `INT_MIN..=INT_MAX` (any other is truncated).
    #[inline(always)]
    pub const fn from_small(number: i64) -> Value {
        debug_assert!(number >= INT_MIN && number <= INT_MAX);
        Value(INT_TAG | (number as u64 & ((1 << INT_BITS) - 1)))
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn from_bool(truth: bool) -> Value {
        Value(IMMEDIATE_TAG | 1 | ((truth as u64) << 1))
    }

    /// A reference to the object at `header`.
    #[inline(always)]
    pub fn from_header(header: NonNull<Header>) -> Value {
        Value(OBJECT_TAG | header.as_ptr() as u64)
    }

    // -- Asking ----------------------------------------------------------------------------

    /// The word itself.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Is this a double?
    #[inline(always)]
    pub const fn is_f64(self) -> bool {
        self.0 < OBJECT_TAG
    }

    /// Is this a small int?
    #[inline(always)]
    pub const fn is_small(self) -> bool {
        self.0 >= INT_TAG
    }

    /// Are both small ints? One comparison.
    #[inline(always)]
    pub const fn both_small(self, other: Value) -> bool {
        self.0 & other.0 >= INT_TAG
    }

    /// Is this a reference to an object?
    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.0 >> 48 == OBJECT_TAG >> 48
    }

    /// Is this `True` or `False`?
    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 | 2 == Value::TRUE.0
    }

    /// Is this `None`?
    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == Value::NONE.0
    }

    /// Is nothing here?
    #[inline(always)]
    pub const fn is_unbound(self) -> bool {
        self.0 == Value::UNBOUND.0
    }

    /// This value, unless nothing is here.
    #[inline(always)]
    pub const fn bound(self) -> Option<Value> {
        if self.is_unbound() { None } else { Some(self) }
    }

    // -- Reading ---------------------------------------------------------------------------

    /// The double, if this is one.
    #[inline(always)]
    pub const fn as_f64(self) -> Option<f64> {
        if self.is_f64() { Some(f64::from_bits(self.0)) } else { None }
    }

    /// The word read as a double; meaningful only after [`Value::is_f64`].
    #[inline(always)]
    pub const fn to_f64(self) -> f64 {
        f64::from_bits(self.0)
    }

    /// The small int, if this is one.
    #[inline(always)]
    pub const fn as_small(self) -> Option<i64> {
        if self.is_small() { Some(self.to_small()) } else { None }
    }

    /// The word read as a small int; meaningful only after [`Value::is_small`].
    #[inline(always)]
    pub const fn to_small(self) -> i64 {
        ((self.0 << (64 - INT_BITS)) as i64) >> (64 - INT_BITS)
    }

    /// The truth value, if this is `True` or `False`.
    #[inline(always)]
    pub const fn as_bool(self) -> Option<bool> {
        if self.is_bool() { Some(self.0 == Value::TRUE.0) } else { None }
    }

    /// The object's header, if this refers to an object.
    #[inline(always)]
    pub fn as_header(self) -> Option<&'static Header> {
        if self.is_object() {
            // SAFETY: only `from_header` makes words with this tag (foreign doubles are made
            // canonical), so the payload is the address of an object; by *non-moving* and
            // *reachable* it is still there. The lifetime is a fiction the safepoint rule keeps.
            Some(unsafe { &*((self.0 & PAYLOAD) as *const Header) })
        } else {
            None
        }
    }

    /// The object's kind, if this refers to an object.
    #[inline(always)]
    pub fn object_kind(self) -> Option<Kind> {
        self.as_header().map(Header::kind)
    }

    /// The object as a `T`, if it is one (its kind is `T`'s).
    #[inline(always)]
    pub fn cast<T: HeapObject>(self) -> Option<Gc<T>> {
        let header = self.as_header()?;
        if header.kind() == T::KIND {
            // SAFETY: *header*: the kind says that the object is laid out as a `T`.
            Some(unsafe { Gc::from_header(NonNull::from(header)) })
        } else {
            None
        }
    }

    /// Is this an object of `T`'s kind?
    #[inline(always)]
    pub fn is<T: HeapObject>(self) -> bool {
        self.object_kind() == Some(T::KIND)
    }

    /// The object as a `T`, without asking.
    ///
    /// # Safety
    /// The value refers to an object whose kind is `T::KIND`.
    #[inline(always)]
    pub unsafe fn cast_unchecked<T: HeapObject>(self) -> Gc<T> {
        debug_assert!(self.is::<T>());
        // SAFETY: the caller's promise.
        unsafe { Gc::from_header(NonNull::new_unchecked((self.0 & PAYLOAD) as *mut Header)) }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Value::NONE => f.write_str("None"),
            Value::TRUE => f.write_str("True"),
            Value::FALSE => f.write_str("False"),
            Value::UNBOUND => f.write_str("<unbound>"),
            value => match (value.as_small(), value.as_f64(), value.object_kind()) {
                (Some(number), ..) => write!(f, "{number}"),
                (_, Some(number), _) => write!(f, "{number:?}"),
                (.., Some(kind)) => write!(f, "<object of kind {}>", kind.0),
                _ => write!(f, "<word {:#x}>", value.0),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_ints_survive_at_both_ends() {
        for number in [0, 1, -1, INT_MAX, INT_MIN, 1 << 40, -(1 << 40)] {
            let value = Value::from_i64(number).expect("the number fits 49 bits");
            assert!(value.is_small() && !value.is_f64() && !value.is_object());
            assert_eq!(value.to_small(), number);
        }
        assert_eq!(Value::from_i64(INT_MAX + 1), None);
        assert_eq!(Value::from_i64(INT_MIN - 1), None);
    }

    #[test]
    fn no_foreign_double_forges_another_kind_of_value() {
        for bits in [u64::MAX, OBJECT_TAG | 0x1000, IMMEDIATE_TAG, INT_TAG, 0x7FFF << 48] {
            let value = Value::from_f64_foreign(f64::from_bits(bits));
            assert!(value.is_f64() && value.to_f64().is_nan());
        }
        assert!(Value::from_f64(0.0 / std::hint::black_box(0.0)).is_f64());
    }

    #[test]
    fn both_small_asks_both() {
        let (one, half) = (Value::from_small(1), Value::from_f64(0.5));
        assert!(one.both_small(one));
        assert!(!one.both_small(half) && !half.both_small(one) && !Value::NONE.both_small(one));
    }
}
