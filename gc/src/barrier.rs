//! The write barrier's slow part, and how a minor collection finds what it noted.
//!
//! An old object that is written to loses its `OLD` bit, so that later writes to it cost nothing
//! more, and its line (or its prefix, for a large object) is made dirty. Both are found from the
//! object's address alone: the barrier needs no heap.

use std::ptr::NonNull;

use crate::Header;
use crate::blocks::BlockHeader;
use crate::header::bits;
use crate::large::Prefix;

/// Notes that the old object at `header` may now refer to a young one.
#[cold]
#[inline(never)]
pub(crate) fn remember(header: NonNull<Header>) {
    // SAFETY: *header*: the caller holds an object.
    let object = unsafe { header.as_ref() };
    object.clear_bits(bits::OLD);
    if object.has(bits::LARGE) {
        // SAFETY: the bit says that a prefix precedes the object.
        unsafe { Prefix::of(header.as_ptr()) }.dirty.set(true);
    } else {
        let address = header.as_ptr() as usize;
        // SAFETY: *block*: an object that is not large lies in a committed block.
        unsafe { BlockHeader::of(address) }.set_dirty(address);
    }
}
