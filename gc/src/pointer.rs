//! `Gc<T>`: a typed, non-null reference into the heap.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::header::bits;
use crate::{Header, Kind, Value, Visit};

/// A struct that lives in the heap. Made by [`heap_struct!`](crate::heap_struct).
///
/// # Safety
/// The struct is `repr(C)`, starts with a [`Header`], holds references only in what `visit`
/// shows, needs no `Drop`, and objects of kind `KIND` are laid out as `Self`.
pub unsafe trait HeapObject: Visit + Sized {
    /// The number of this struct in the table of kinds.
    const KIND: Kind;

    /// The size in bytes of this object: the struct and its tail, a multiple of 8.
    fn size(&self) -> usize {
        size_of::<Self>().next_multiple_of(8)
    }
}

/// A reference to an object of the heap: copied freely, never null, never moved.
///
/// It keeps nothing alive by itself: see *reachable* in the crate's documentation.
#[repr(transparent)]
pub struct Gc<T>(NonNull<T>, PhantomData<*const T>);

impl<T> Clone for Gc<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Gc<T> {}

impl<T> PartialEq for Gc<T> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Gc<T> {}

impl<T> Deref for Gc<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: *non-moving* and *reachable*; heap structs are only ever shared (`Cell`s
        // inside), so no exclusive reference exists.
        unsafe { self.0.as_ref() }
    }
}

/// By identity, as `PartialEq`: objects do not move.
impl<T> std::hash::Hash for Gc<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> fmt::Debug for Gc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gc({:p})", self.0)
    }
}

impl<T: HeapObject> Gc<T> {
    /// The object at `header` as a `T`.
    ///
    /// # Safety
    /// The object's kind is `T::KIND`.
    #[inline(always)]
    pub unsafe fn from_header(header: NonNull<Header>) -> Gc<T> {
        Gc(header.cast(), PhantomData)
    }

    /// The object's header.
    #[inline(always)]
    pub fn header(&self) -> &'static Header {
        // SAFETY: *header*: every object starts with one; lifetime as for `Value::as_header`.
        unsafe { self.0.cast::<Header>().as_ref() }
    }

    /// The object as a value.
    #[inline(always)]
    pub fn value(self) -> Value {
        Value::from_header(self.0.cast())
    }

    /// The address, for code that computes field addresses.
    #[inline(always)]
    pub fn as_ptr(self) -> *mut T {
        self.0.as_ptr()
    }

    /// Remembers that this object may now refer to a younger one. [`crate::Field::set`] calls it; code
    /// that writes references any other way must call it itself, before the next safepoint.
    #[inline(always)]
    pub fn barrier(&self) {
        let header = self.header();
        if header.has(bits::OLD) {
            crate::barrier::remember(NonNull::from(header));
        }
    }

    /// The word that follows the object's own layout, if the object has one ([`bits::EXTRA`]).
    #[inline]
    pub fn extra(&self) -> Option<&'static std::cell::Cell<Value>> {
        if !self.header().has(bits::EXTRA) {
            return None;
        }
        // SAFETY: EXTRA promises one more word, a `Value`, behind `size()` bytes.
        Some(unsafe { &*self.0.cast::<u8>().as_ptr().add(self.size()).cast() })
    }
}

impl<T: HeapObject> From<Gc<T>> for Value {
    #[inline(always)]
    fn from(object: Gc<T>) -> Value {
        object.value()
    }
}
