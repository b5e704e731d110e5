//! Marking: what can be reached from the roots survives.
//!
//! The grey objects wait on the visitor's explicit stack. It grows only as long as memory can be
//! had: when it is full, an object is marked at once, gets the header's `MARK` bit as a note that
//! its references were not looked at, and is found again by walking the marked objects.

use std::ptr::NonNull;

use crate::blocks::{BLOCK, BlockHeader};
use crate::header::bits;
use crate::large::Prefix;
use crate::{Header, Heap, KindInfo, Value, Visitor};

/// Marks the object; false if it was marked.
#[inline(always)]
pub(crate) fn mark_bit(header: &Header) -> bool {
    if header.has(bits::LARGE) {
        // SAFETY: the bit says that a prefix precedes the object.
        return !unsafe { Prefix::of(header) }.marked.replace(true);
    }
    let address = header as *const Header as usize;
    // SAFETY: *block*: an object that is not large lies in a committed block.
    unsafe { BlockHeader::of(address) }.mark(address)
}

/// Is the object marked? Between collections: is it old?
#[inline(always)]
pub(crate) fn is_marked(header: &Header) -> bool {
    if header.has(bits::LARGE) {
        // SAFETY: the bit says that a prefix precedes the object.
        return unsafe { Prefix::of(header) }.marked.get();
    }
    let address = header as *const Header as usize;
    // SAFETY: *block*: an object that is not large lies in a committed block.
    unsafe { BlockHeader::of(address) }.is_marked(address)
}

/// Marks an object for which the mark stack has no room; true if its references must be looked at later.
#[cold]
pub(crate) fn mark_without_room(header: &Header) -> bool {
    let fresh = mark_bit(header);
    if fresh {
        header.set_bits(bits::MARK);
    }
    fresh
}

/// The size in bytes of the object with its extra word.
#[inline(always)]
pub(crate) fn size_of_object(kinds: &[KindInfo], header: &Header) -> usize {
    let info = &kinds[header.kind().0 as usize];
    // SAFETY: *header*: the row is the one of the object's kind.
    let size = unsafe { (info.size)(header) };
    size.next_multiple_of(8) + if header.has(bits::EXTRA) { 8 } else { 0 }
}

/// Shows the references of the object.
#[inline(always)]
pub(crate) fn visit_object(kinds: &[KindInfo], header: &Header, visitor: &mut Visitor) {
    let info = &kinds[header.kind().0 as usize];
    // SAFETY: *header*: the row is the one of the object's kind, and `EXTRA` promises one more
    // word, a value, behind the size.
    unsafe {
        (info.visit)(header, visitor);
        if header.has(bits::EXTRA) {
            let size = (info.size)(header).next_multiple_of(8);
            visitor.value((header as *const Header).byte_add(size).cast::<Value>().read());
        }
    }
}

impl Heap {
    /// Looks at one object that was just marked: keeps its lines, ages it, shows its references.
    #[inline(always)]
    fn scan(kinds: &[KindInfo], header: &Header, visitor: &mut Visitor) {
        header.set_bits(bits::OLD);
        if !header.has(bits::LARGE) {
            let address = header as *const Header as usize;
            let size = size_of_object(kinds, header);
            debug_assert!((address & (BLOCK - 1)) + size <= BLOCK, "an object outgrew its block");
            // SAFETY: *block*: an object that is not large lies in a committed block.
            unsafe { BlockHeader::of(address) }.mark_lines(address, size);
        }
        visit_object(kinds, header, visitor);
    }

    /// Marks everything that can be reached from what the visitor holds.
    pub(crate) fn drain(&self, visitor: &mut Visitor) {
        loop {
            while let Some(pointer) = visitor.pending.pop() {
                debug_assert!(self.is_object_start(pointer as usize), "a wild reference");
                // SAFETY: *reachable*: references shown by live objects and roots are objects.
                let header = unsafe { &*pointer };
                if mark_bit(header) {
                    Heap::scan(self.kinds, header, visitor);
                }
            }
            if !std::mem::take(&mut visitor.overflowed) {
                return;
            }
            self.revisit(visitor);
        }
    }

    /// Looks at the objects for which the mark stack had no room.
    #[cold]
    fn revisit(&self, visitor: &mut Visitor) {
        let look = |header: NonNull<Header>, visitor: &mut Visitor| {
            // SAFETY: *start*: only places where objects start are shown.
            let header = unsafe { header.as_ref() };
            if header.has(bits::MARK) {
                header.clear_bits(bits::MARK);
                Heap::scan(self.kinds, header, visitor);
            }
        };
        self.blocks.each(&self.region, |block, base| {
            block.each(base, true, |header| look(header, visitor));
        });
        self.large.each(|header| look(header, visitor));
    }

    /// Shows what the old objects written to since the last collection refer to.
    pub(crate) fn visit_remembered(&self, visitor: &mut Visitor) {
        let kinds = self.kinds;
        let mut again = |header: &'static Header| {
            header.set_bits(bits::OLD);
            visit_object(kinds, header, visitor);
        };
        self.blocks.each(&self.region, |block, base| block.take_dirty(base, &mut again));
        self.large.take_dirty(&mut again);
    }
}
