//! Large objects: each in its own run of pages, behind a small prefix with its mark.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ptr::NonNull;

use crate::blocks::fill;
use crate::header::bits;
use crate::region::{PAGE, Region};
use crate::value::POISON;
use crate::{Header, OutOfMemory};

/// Objects above this size get a run of their own when they do not fit where allocation is going on.
pub(crate) const LARGE: usize = 8 * 1024;
/// Freed runs of at least this size give their memory back at once.
const RELEASED: usize = 256 * 1024;

/// What precedes a large object in its run.
#[repr(C, align(64))]
pub(crate) struct Prefix {
    pub(crate) marked: Cell<bool>,
    pub(crate) dirty: Cell<bool>,
}

impl Prefix {
    /// The prefix of the large object at `header`.
    ///
    /// # Safety
    /// The object's `LARGE` bit is set.
    #[inline(always)]
    pub(crate) unsafe fn of(header: *const Header) -> &'static Prefix {
        // SAFETY: *header*: `LARGE` is only set for objects behind a prefix.
        unsafe { &*header.byte_sub(size_of::<Prefix>()).cast() }
    }
}

/// A run of pages without an object.
#[derive(Clone, Copy)]
struct Free {
    size: usize,
    /// Its memory is known to be zero.
    clean: bool,
}

/// All large objects of a heap.
#[derive(Default)]
pub(crate) struct LargeSpace {
    /// The runs in use, by address, with their sizes.
    runs: BTreeMap<usize, usize>,
    /// The runs in use in order of allocation; the first `old` survived a collection.
    order: Vec<usize>,
    old: usize,
    free: BTreeMap<usize, Free>,
    by_size: BTreeSet<(usize, usize)>,
    bytes: usize,
}

impl LargeSpace {
    /// The bytes an object of `size` bytes takes from the region.
    pub(crate) fn footprint(size: usize) -> Option<usize> {
        size.checked_add(size_of::<Prefix>())?.checked_next_multiple_of(PAGE)
    }

    /// Bytes of the runs in use.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Objects in this space.
    pub(crate) fn count(&self) -> usize {
        self.order.len()
    }

    /// Zeroed memory for an object, in a run of `footprint` bytes.
    pub(crate) fn allocate(
        &mut self,
        region: &mut Region,
        footprint: usize,
    ) -> Result<usize, OutOfMemory> {
        self.order.try_reserve(1).map_err(|_| OutOfMemory)?;
        let run = match self.by_size.range((footprint, 0)..).next().copied() {
            Some((size, start)) => {
                let clean = self.take_free(start).is_some_and(|free| free.clean);
                if size > footprint {
                    self.put_free(start + footprint, Free { size: size - footprint, clean });
                }
                if !clean {
                    fill(start, footprint, 0);
                }
                start
            }
            None => region.grow_high(footprint).ok_or(OutOfMemory)?,
        };
        self.runs.insert(run, footprint);
        self.order.push(run);
        self.bytes += footprint;
        Ok(run + size_of::<Prefix>())
    }

    fn take_free(&mut self, start: usize) -> Option<Free> {
        let free = self.free.remove(&start)?;
        self.by_size.remove(&(free.size, start));
        Some(free)
    }

    fn put_free(&mut self, start: usize, free: Free) {
        self.free.insert(start, free);
        self.by_size.insert((free.size, start));
    }

    /// Makes a run free, joined with its neighbours.
    fn release(&mut self, region: &Region, run: usize, size: usize, poison: bool) {
        if poison {
            fill(run, size, POISON);
        }
        let (mut start, mut free) = (run, Free { size, clean: false });
        if let Some(next) = self.take_free(run + size) {
            free.size += next.size;
        }
        let before = self.free.range(..run).next_back().map(|(&start, free)| (start, free.size));
        if let Some((previous, previous_size)) = before
            && previous + previous_size == run
        {
            self.take_free(previous);
            start = previous;
            free.size += previous_size;
        }
        if free.size >= RELEASED && !poison {
            free.clean = region.release(start, free.size);
        }
        self.put_free(start, free);
    }

    /// The object whose run `address` lies in.
    pub(crate) fn find(&self, address: usize) -> Option<NonNull<Header>> {
        let (&run, &size) = self.runs.range(..=address).next_back()?;
        let object = run + size_of::<Prefix>();
        if address < object || address >= run + size {
            return None;
        }
        NonNull::new(object as *mut Header)
    }

    /// Shows every object.
    pub(crate) fn each(&self, mut found: impl FnMut(NonNull<Header>)) {
        for &run in &self.order {
            let object = (run + size_of::<Prefix>()) as *mut Header;
            found(NonNull::new(object).expect("no run lies at address 0"));
        }
    }

    /// Shows the old objects that were written to, and forgets that they were.
    pub(crate) fn take_dirty(&self, mut found: impl FnMut(&'static Header)) {
        for &run in &self.order[..self.old] {
            // SAFETY: *start*: every run in `order` holds a prefix and an object.
            let (prefix, header) = unsafe {
                let object = (run + size_of::<Prefix>()) as *const Header;
                (Prefix::of(object), &*object)
            };
            if prefix.dirty.replace(false) && !header.has(bits::OLD) {
                found(header);
            }
        }
    }

    /// Takes all marks away.
    pub(crate) fn clear_marks(&self) {
        self.each(|header| {
            // SAFETY: objects of this space lie behind a prefix.
            let prefix = unsafe { Prefix::of(header.as_ptr()) };
            prefix.marked.set(false);
            prefix.dirty.set(false);
        });
    }

    /// Frees the unmarked objects: all of them, or only among the young. Returns the bytes freed.
    pub(crate) fn sweep(&mut self, region: &Region, full: bool, poison: bool) -> usize {
        let from = if full { 0 } else { self.old };
        let before = self.bytes;
        let mut kept = from;
        for index in from..self.order.len() {
            let run = self.order[index];
            // SAFETY: *start*: every run in `order` holds a prefix and an object.
            let prefix = unsafe { Prefix::of((run + size_of::<Prefix>()) as *const Header) };
            if prefix.marked.get() {
                self.order[kept] = run;
                kept += 1;
            } else if let Some(size) = self.runs.remove(&run) {
                self.bytes -= size;
                self.release(region, run, size, poison);
            }
        }
        self.order.truncate(kept);
        self.old = kept;
        before - self.bytes
    }
}
