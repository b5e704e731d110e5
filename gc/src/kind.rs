//! Kinds: which Rust struct an object is, and what the collector must know of it.

use crate::{Header, HeapObject, Value, Visitor};

/// A number naming one heap struct; row `kind` of the owner's table describes it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
#[repr(transparent)]
pub struct Kind(pub u8);

/// What the collector knows about one kind. The functions get a pointer whose kind is this row's.
#[derive(Clone, Copy)]
pub struct KindInfo {
    /// The struct's name, for dumps.
    pub name: &'static str,
    /// The object's size in bytes without the extra word, a multiple of 8.
    pub size: unsafe fn(*const Header) -> usize,
    /// Shows every reference the object holds to the visitor.
    pub visit: unsafe fn(*const Header, &mut Visitor),
    /// For a weak reference: the field that holds its referent, which `visit` must not show.
    pub weak: Option<unsafe fn(*const Header) -> *const std::cell::Cell<Value>>,
    /// For an object that stands for something outside the heap: the number to report when it dies.
    pub release: Option<unsafe fn(*const Header) -> u32>,
}

impl KindInfo {
    /// The row for objects laid out as `T`, neither weak nor to be released.
    pub const fn of<T: HeapObject>(name: &'static str) -> KindInfo {
        KindInfo {
            name,
            size: size_of_object::<T>,
            visit: visit_object::<T>,
            weak: None,
            release: None,
        }
    }
}

/// # Safety
/// The object's kind is `T`'s.
unsafe fn size_of_object<T: HeapObject>(header: *const Header) -> usize {
    // SAFETY: *header*, and the caller's promise.
    unsafe { &*header.cast::<T>() }.size()
}

/// # Safety
/// The object's kind is `T`'s.
unsafe fn visit_object<T: HeapObject>(header: *const Header, visitor: &mut Visitor) {
    // SAFETY: *header*, and the caller's promise.
    unsafe { &*header.cast::<T>() }.visit(visitor);
}
