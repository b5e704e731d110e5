//! The cage: one reserved range of addresses in which every object of a heap lives.
//!
//! The range is reserved without memory behind it, between guard ranges that stay unmapped. Blocks
//! of small objects are committed from its bottom upwards, runs of pages for large objects from
//! its top downwards, so neither needs a share fixed in advance.

#[cfg(unix)]
use std::ptr::null_mut;

use crate::blocks::BLOCK;

/// Size of the pages runs are made of.
pub(crate) const PAGE: usize = 4096;
/// Memory is committed in steps of this size, to save system calls.
const STEP: usize = 1 << 20;
/// Below this there is no point in trying to reserve.
const SMALLEST: usize = 4 << 20;

/// A reserved range of addresses, committed from both ends.
pub(crate) struct Region {
    mapping: usize,
    mapping_size: usize,
    base: usize,
    end: usize,
    /// Blocks have been handed out up to here, and memory committed up to `low_committed`.
    low: usize,
    low_committed: usize,
    /// Pages have been handed out down to here, and memory committed down to `high_committed`.
    high: usize,
    high_committed: usize,
}

impl Region {
    /// Reserves `size` bytes, or as large a part of it as the system agrees to.
    ///
    /// When nothing can be reserved the region is empty, and every request fails in an orderly way.
    pub(crate) fn reserve(size: usize) -> Region {
        let mut wanted = size.max(SMALLEST).next_multiple_of(STEP);
        let mut refused = false;
        while wanted >= SMALLEST {
            // A refusal means that addresses are rationed (`ulimit -v`): leave the rest of the
            // program as much as is taken here.
            let attempt = if refused { wanted / 2 } else { wanted };
            if let Some(region) = Region::try_reserve(attempt.next_multiple_of(STEP)) {
                return region;
            }
            refused = true;
            wanted /= 2;
        }
        Region {
            mapping: 0,
            mapping_size: 0,
            base: 0,
            end: 0,
            low: 0,
            low_committed: 0,
            high: 0,
            high_committed: 0,
        }
    }

    fn try_reserve(size: usize) -> Option<Region> {
        let guard = (size / 16).min(1 << 31).next_multiple_of(STEP);
        let mapping_size = size.checked_add(2 * guard)?.checked_add(BLOCK)?;
        let mapping = map(mapping_size)?;
        let base = (mapping + guard).next_multiple_of(BLOCK);
        let end = base + size;
        Some(Region {
            mapping,
            mapping_size,
            base,
            end,
            low: base,
            low_committed: base,
            high: end,
            high_committed: end,
        })
    }

    /// The first address of the region.
    #[inline(always)]
    pub(crate) fn base(&self) -> usize {
        self.base
    }

    /// The size of the whole region.
    pub(crate) fn size(&self) -> usize {
        self.end - self.base
    }

    /// Bytes committed for blocks.
    #[cfg(test)]
    pub(crate) fn low_committed(&self) -> usize {
        self.low_committed - self.base
    }

    /// Is `address` inside the part handed out as blocks?
    #[inline(always)]
    pub(crate) fn in_blocks(&self, address: usize) -> bool {
        address >= self.base && address < self.low
    }

    /// Is `address` inside the part handed out as page runs?
    #[inline(always)]
    pub(crate) fn in_runs(&self, address: usize) -> bool {
        address >= self.high && address < self.end
    }

    /// Is `address` inside the region?
    #[inline(always)]
    pub(crate) fn contains(&self, address: usize) -> bool {
        address >= self.base && address < self.end
    }

    /// One more block of zeroed memory at the bottom end.
    pub(crate) fn grow_low(&mut self) -> Option<usize> {
        let start = self.low;
        if self.high_committed - start < BLOCK {
            return None;
        }
        let end = start + BLOCK;
        if end > self.low_committed {
            let target = (end + STEP - BLOCK).min(self.high_committed);
            let target = self.base + (target - self.base) / BLOCK * BLOCK;
            if !commit(self.low_committed, target - self.low_committed) {
                return None;
            }
            self.low_committed = target;
        }
        self.low = end;
        Some(start)
    }

    /// A run of `size` bytes (whole pages) of zeroed memory at the top end.
    pub(crate) fn grow_high(&mut self, size: usize) -> Option<usize> {
        let start = self.high.checked_sub(size)?;
        if start < self.low_committed {
            return None;
        }
        if start < self.high_committed {
            let target = start.saturating_sub(STEP).max(self.low_committed);
            let target = target.next_multiple_of(PAGE).min(start);
            if !commit(target, self.high_committed - target) {
                return None;
            }
            self.high_committed = target;
        }
        self.high = start;
        Some(start)
    }

    /// Gives the memory behind a range back; it reads as zeros afterwards. False if it could not.
    pub(crate) fn release(&self, start: usize, size: usize) -> bool {
        debug_assert!(self.contains(start) && start + size <= self.end);
        release(start, size)
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        if self.mapping_size != 0 {
            unmap(self.mapping, self.mapping_size);
        }
    }
}

#[cfg(unix)]
fn map(size: usize) -> Option<usize> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: an anonymous mapping at an address of the system's choice touches nothing that exists.
    let address = unsafe { libc::mmap(null_mut(), size, libc::PROT_NONE, flags, -1, 0) };
    (address != libc::MAP_FAILED).then_some(address as usize)
}

#[cfg(unix)]
fn commit(start: usize, size: usize) -> bool {
    // SAFETY: *region*: the range lies inside our own mapping, between the two frontiers, where
    // nothing lives yet.
    unsafe { libc::mprotect(start as *mut _, size, libc::PROT_READ | libc::PROT_WRITE) == 0 }
}

#[cfg(unix)]
fn release(start: usize, size: usize) -> bool {
    // SAFETY: *region*: a range of whole pages of our own mapping that holds no object.
    cfg!(target_os = "linux")
        && unsafe { libc::madvise(start as *mut _, size, libc::MADV_DONTNEED) == 0 }
}

#[cfg(unix)]
fn unmap(start: usize, size: usize) {
    // SAFETY: our own mapping, and the heap that owned it is being dropped.
    unsafe { libc::munmap(start as *mut _, size) };
}

/// Where there are no mappings (WebAssembly) the region is one allocation, grown by nobody.
#[cfg(not(unix))]
fn map(size: usize) -> Option<usize> {
    let layout = std::alloc::Layout::from_size_align(size, BLOCK).ok()?;
    // SAFETY: the size is not zero.
    let memory = unsafe { std::alloc::alloc_zeroed(layout) };
    (!memory.is_null()).then_some(memory as usize)
}

#[cfg(not(unix))]
fn commit(_: usize, _: usize) -> bool {
    true
}

#[cfg(not(unix))]
fn release(_: usize, _: usize) -> bool {
    false
}

#[cfg(not(unix))]
fn unmap(start: usize, size: usize) {
    if let Ok(layout) = std::alloc::Layout::from_size_align(size, BLOCK) {
        // SAFETY: made by `map` with this layout, and the heap that owned it is being dropped.
        unsafe { std::alloc::dealloc(start as *mut u8, layout) };
    }
}
