//! `Header`: the first 8 bytes of every object.

use std::cell::Cell;

use crate::Kind;

/// Bits of the collector's byte.
pub mod bits {
    /// Only during a collection: marked, but what the object refers to was not looked at yet.
    pub const MARK: u8 = 1;
    /// Survived a collection, and has not been written to since: a store must be remembered.
    pub const OLD: u8 = 2;
    /// Lives in the large-object space.
    pub const LARGE: u8 = 4;
    /// One more word follows the object's own layout: the attributes of an instance of a Python
    /// class derived from a built-in one.
    pub const EXTRA: u8 = 8;
    /// The object stands for something outside the heap that must be released with it.
    pub const RELEASE: u8 = 16;
    /// A weak reference to the object was made.
    pub const WEAKLY_REFERENCED: u8 = 32;
    /// The object's finalizer has run, or it has none left to run.
    pub const FINALIZED: u8 = 64;
    /// The object was asked for its identity number.
    pub const IDENTIFIED: u8 = 128;
}

/// What every object starts with. One 32-bit compare of `shape` checks class and layout at once.
#[repr(C)]
pub struct Header {
    shape: Cell<u32>,
    gc: Cell<u8>,
    kind: Kind,
    aux: Cell<u16>,
}

impl Header {
    /// The header of an object of `kind` and `shape`, with `aux` as its kind wants it.
    #[inline(always)]
    pub const fn new(kind: Kind, shape: u32, aux: u16) -> Header {
        Header { shape: Cell::new(shape), gc: Cell::new(0), kind, aux: Cell::new(aux) }
    }

    /// A header to be: the allocation writes the real one, keeping only `aux`.
    #[inline(always)]
    pub const fn unset() -> Header {
        Header::new(Kind(u8::MAX), 0, 0)
    }

    /// This header with `aux` as its kind wants it.
    #[inline(always)]
    pub const fn with_aux(self, aux: u16) -> Header {
        Header { aux: Cell::new(aux), ..self }
    }

    /// The number of the object's shape in the owner's table of shapes.
    #[inline(always)]
    pub fn shape(&self) -> u32 {
        self.shape.get()
    }

    /// Gives the object another shape; its layout must already agree with it.
    #[inline(always)]
    pub fn set_shape(&self, shape: u32) {
        self.shape.set(shape);
    }

    /// The kind: which Rust struct the object is.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Sixteen bits whose meaning the kind defines.
    #[inline(always)]
    pub fn aux(&self) -> u16 {
        self.aux.get()
    }

    /// Sets the kind's sixteen bits.
    #[inline(always)]
    pub fn set_aux(&self, aux: u16) {
        self.aux.set(aux);
    }

    /// The collector's byte ([`bits`]).
    #[inline(always)]
    pub fn gc_bits(&self) -> u8 {
        self.gc.get()
    }

    /// Is any bit of `mask` set in the collector's byte?
    #[inline(always)]
    pub fn has(&self, mask: u8) -> bool {
        self.gc.get() & mask != 0
    }

    /// Sets the bits of `mask` in the collector's byte.
    #[inline(always)]
    pub fn set_bits(&self, mask: u8) {
        self.gc.set(self.gc.get() | mask);
    }

    /// Clears the bits of `mask` in the collector's byte.
    #[inline(always)]
    pub fn clear_bits(&self, mask: u8) {
        self.gc.set(self.gc.get() & !mask);
    }
}

const _: () = assert!(size_of::<Header>() == 8 && align_of::<Header>() == 4);
