//! The heap: allocation, and collection at safepoints.

use std::alloc::{Layout, alloc_zeroed};
use std::ptr::NonNull;

use crate::{Field, Gc, Header, HeapObject, Kind, KindInfo, Value};

/// The heap cannot grow any further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfMemory;

/// All objects of one virtual machine.
pub struct Heap {
    kinds: &'static [KindInfo],
    allocated: usize,
}

impl Heap {
    /// An empty heap for objects described by `kinds`.
    pub fn new(kinds: &'static [KindInfo]) -> Heap {
        Heap { kinds, allocated: 0 }
    }

    /// `size` zeroed bytes (a multiple of 8) with their header written. Never collects.
    #[inline]
    pub fn allocate(
        &mut self,
        size: usize,
        kind: Kind,
        shape: u32,
        aux: u16,
    ) -> Result<NonNull<Header>, OutOfMemory> {
        debug_assert!((kind.0 as usize) < self.kinds.len());
        let layout = Layout::from_size_align(size, 8).map_err(|_| OutOfMemory)?;
        // SAFETY: every object is at least a header long, so the layout is not empty.
        let memory = NonNull::new(unsafe { alloc_zeroed(layout) }).ok_or(OutOfMemory)?;
        self.allocated += size;
        let header = memory.cast::<Header>();
        // SAFETY: fresh memory of at least 8 bytes.
        unsafe { header.write(Header::new(kind, shape, aux)) };
        Ok(header)
    }

    /// Bytes allocated and not yet swept.
    pub fn used(&self) -> usize {
        self.allocated
    }
}

/// The slow part of the write barrier: the object at `header` may refer to a younger one.
#[cold]
pub(crate) fn remember(_header: NonNull<Header>) {}

const _: fn(&Field) -> Value = Field::get;
const _: Option<Gc<()>> = None;
fn _bound<T: HeapObject>() {}
