//! What collections did and how long they took.

use crate::Collection;

/// Counters of one heap since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Bytes in blocks and large runs that hold objects.
    pub heap_bytes: usize,
    /// Bytes charged for tables outside the heap.
    pub external_bytes: usize,
    /// Blocks in use.
    pub blocks: usize,
    /// Large objects.
    pub large_objects: usize,
    /// Bytes of holes, blocks and runs ever handed to the allocator.
    pub taken_bytes: u64,
    /// Minor collections.
    pub minor_collections: u64,
    /// Full collections.
    pub full_collections: u64,
    /// Nanoseconds spent in collections; zero without a clock.
    pub pause_total: u64,
    /// The longest pause of a minor collection in nanoseconds.
    pub minor_pause_longest: u64,
    /// The longest pause of a full collection in nanoseconds.
    pub full_pause_longest: u64,
}

impl Stats {
    pub(crate) fn record(&mut self, collection: Collection, pause: u64) {
        self.pause_total += pause;
        let (count, longest) = match collection {
            Collection::Minor => (&mut self.minor_collections, &mut self.minor_pause_longest),
            Collection::Full => (&mut self.full_collections, &mut self.full_pause_longest),
        };
        *count += 1;
        *longest = (*longest).max(pause);
    }
}

/// What one collection did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What kind of collection was made.
    pub collection: Collection,
    /// Bytes of blocks and runs in use before.
    pub bytes_before: usize,
    /// Bytes of blocks and runs in use after.
    pub bytes_after: usize,
    /// Weak references that lost their referent and have to be told (`Heap::take_cleared`).
    pub cleared: usize,
    /// Objects whose finalizer has to run (`Heap::take_finalizable`).
    pub finalizable: usize,
    /// Outside things to release (`Heap::take_released`).
    pub released: usize,
    /// Nanoseconds it took; zero without a clock.
    pub pause: u64,
}
