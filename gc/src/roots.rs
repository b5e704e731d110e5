//! Roots: where marking starts.

use std::ptr::NonNull;

use crate::{Header, Heap, TempVec, Visitor, stack};

/// What the owner of a heap holds references in, outside the heap.
pub trait Roots {
    /// Shows every reference held.
    fn visit(&mut self, visitor: &mut Visitor);
}

impl<F: FnMut(&mut Visitor)> Roots for F {
    fn visit(&mut self, visitor: &mut Visitor) {
        self(visitor);
    }
}

impl Heap {
    /// Shows what temporary vectors, queues and the native stack hold.
    pub(crate) fn visit_own_roots(&self, visitor: &mut Visitor) {
        visitor.values(&self.finalizer_queue);
        visitor.values(&self.cleared);
        // Vectors of this thread may hold objects of another heap.
        let mut temporary = Visitor::new();
        TempVec::visit_all(&mut temporary);
        for value in temporary.take() {
            if value.as_header().is_some_and(|header| self.contains(header)) {
                visitor.value(value);
            }
        }
        if let Some(base) = self.stack_base {
            stack::scan(base, &mut |word| {
                if let Some(header) = self.find_object(word) {
                    visitor.header(header);
                }
            });
        }
    }

    /// The object that a word points to or into, whether the word is an address or a value.
    pub fn find_object(&self, word: usize) -> Option<NonNull<Header>> {
        let address = address_in(word)?;
        if self.region.in_blocks(address) {
            if !self.blocks.is_used(&self.region, address) {
                return None;
            }
            // SAFETY: *block*: the blocks' part of the region is committed.
            let start = unsafe { crate::blocks::BlockHeader::of(address) }.start_below(address)?;
            let header = NonNull::new(start as *mut Header)?;
            // SAFETY: *start*: an object starts there.
            let size = crate::mark::size_of_object(self.kinds, unsafe { header.as_ref() });
            (address < start + size).then_some(header)
        } else if self.region.in_runs(address) {
            self.large.find(address)
        } else {
            None
        }
    }

    /// Is the object one of this heap's?
    pub fn contains(&self, header: &Header) -> bool {
        self.region.contains(header as *const Header as usize)
    }

    /// Does an object of a known kind start at `address`?
    pub(crate) fn is_object_start(&self, address: usize) -> bool {
        let starts = if self.region.in_blocks(address) {
            // SAFETY: *block*: the blocks' part of the region is committed.
            self.blocks.is_used(&self.region, address)
                && unsafe { crate::blocks::BlockHeader::of(address) }.is_start(address)
        } else {
            self.region.in_runs(address)
                && self.large.find(address).is_some_and(|found| found.as_ptr() as usize == address)
        };
        // SAFETY: *start*: an object starts there.
        starts && usize::from(unsafe { &*(address as *const Header) }.kind().0) < self.kinds.len()
    }
}

/// The address in a word: an address is its own, a reference carries it under its tag.
#[cfg(target_pointer_width = "64")]
fn address_in(word: usize) -> Option<usize> {
    const TAG: usize = (crate::value::OBJECT_TAG >> 48) as usize;
    match word >> 48 {
        0 => Some(word),
        TAG => Some(word & ((1 << 48) - 1)),
        _ => None,
    }
}

#[cfg(not(target_pointer_width = "64"))]
fn address_in(word: usize) -> Option<usize> {
    Some(word)
}
