//! The heap: allocation, and collection at safepoints.

use std::ptr::NonNull;

use crate::blocks::{BLOCK, BlockHeader, Blocks, Bump, LINE};
use crate::finalize::Identities;
use crate::header::bits;
use crate::large::{LARGE, LargeSpace};
use crate::pace::Pace;
use crate::region::Region;
use crate::weak::Watched;
use crate::{
    Budget, Collection, Gc, Header, HeapObject, Kind, KindInfo, Roots, Stats, Summary, Value,
    Visitor, mark,
};

/// The heap cannot grow any further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfMemory;

/// How a heap is set up.
#[derive(Clone)]
pub struct HeapOptions {
    /// Bytes of addresses to reserve; less is taken if the system refuses.
    pub reserve: usize,
    /// Bytes of memory that may be charged: the heap's and what is charged to its [`Budget`].
    pub limit: Option<usize>,
    /// A collection is always pending, and freed memory is overwritten with poison.
    pub stress: bool,
    /// Bytes allocated between two minor collections.
    pub young_budget: usize,
    /// Whether minor collections are made at all; without them every collection is full.
    pub generational: bool,
    /// Checks the whole heap around every collection.
    pub verify: bool,
    /// A clock in nanoseconds, to time pauses with.
    pub clock: Option<fn() -> u64>,
    /// References kept on the mark stack before marking falls back to walking the heap.
    pub mark_stack: usize,
}

impl Default for HeapOptions {
    fn default() -> HeapOptions {
        HeapOptions {
            reserve: if size_of::<usize>() == 8 {
                1usize << (usize::BITS / 2 + 4)
            } else {
                256 << 20
            },
            limit: None,
            stress: false,
            young_budget: 4 << 20,
            generational: true,
            verify: cfg!(debug_assertions),
            clock: None,
            mark_stack: 16 << 20,
        }
    }
}

/// The most bytes of heap for which every minor collection is verified.
const VERIFIED: usize = 16 << 20;

/// All objects of one virtual machine.
#[repr(C)]
pub struct Heap {
    /// Where small objects go: the first field, for machine code that allocates.
    bump: Bump,
    /// Where objects go that are larger than a line and did not fit there.
    overflow: Bump,
    pub(crate) kinds: &'static [KindInfo],
    pub(crate) region: Region,
    pub(crate) blocks: Blocks,
    pub(crate) large: LargeSpace,
    pub(crate) budget: Budget,
    pace: Pace,
    pub(crate) stack_base: Option<usize>,
    pub(crate) weak: Watched,
    pub(crate) cleared: Vec<Value>,
    pub(crate) finalizable: Watched,
    pub(crate) finalizer_queue: Vec<Value>,
    pub(crate) releasable: Watched,
    pub(crate) released: Vec<(Kind, u32)>,
    pub(crate) identities: Identities,
    mark_stack: Vec<*const Header>,
    stats: Stats,
    options: HeapOptions,
}

impl Heap {
    /// An empty heap for objects described by `kinds`.
    pub fn new(kinds: &'static [KindInfo], options: HeapOptions) -> Heap {
        let budget = Budget::new(options.limit);
        Heap {
            bump: Bump::default(),
            overflow: Bump::default(),
            kinds,
            region: Region::reserve(options.reserve),
            blocks: Blocks::default(),
            large: LargeSpace::default(),
            pace: Pace::new(options.young_budget, options.stress, &budget),
            budget,
            stack_base: None,
            weak: Watched::default(),
            cleared: Vec::new(),
            finalizable: Watched::default(),
            finalizer_queue: Vec::new(),
            releasable: Watched::default(),
            released: Vec::new(),
            identities: Identities::default(),
            mark_stack: Vec::new(),
            stats: Stats::default(),
            options,
        }
    }

    // -- Allocation --------------------------------------------------------------------------

    /// `size` zeroed bytes (a multiple of 8) with their header written. Never collects.
    #[inline(always)]
    pub fn allocate(
        &mut self,
        size: usize,
        kind: Kind,
        shape: u32,
        aux: u16,
    ) -> Result<NonNull<Header>, OutOfMemory> {
        debug_assert!(usize::from(kind.0) < self.kinds.len());
        let header = self.allocate_bytes(size)?;
        // SAFETY: fresh memory of at least 8 bytes, of which nobody else knows. The large space
        // has set its bit already: keep it.
        unsafe {
            let bits = header.as_ref().gc_bits();
            header.write(Header::new(kind, shape, aux));
            header.as_ref().set_bits(bits);
        }
        Ok(header)
    }

    /// As [`Heap::allocate`], with one more word, `UNBOUND`, behind `size` bytes ([`bits::EXTRA`]).
    #[inline]
    pub fn allocate_extra(
        &mut self,
        size: usize,
        kind: Kind,
        shape: u32,
        aux: u16,
    ) -> Result<NonNull<Header>, OutOfMemory> {
        let whole = size.checked_add(8).ok_or(OutOfMemory)?;
        let header = self.allocate(whole, kind, shape, aux)?;
        // SAFETY: eight bytes more than `size` were allocated.
        unsafe {
            header.byte_add(size).cast::<Value>().write(Value::UNBOUND);
            header.as_ref().set_bits(bits::EXTRA);
        }
        Ok(header)
    }

    /// Moves `value` into the heap as an object of `shape`. Of its header only `aux` is kept, so
    /// that [`Header::unset`] does.
    #[inline]
    pub fn allocate_struct<T: HeapObject>(
        &mut self,
        shape: u32,
        value: T,
    ) -> Result<Gc<T>, OutOfMemory> {
        let header = self.allocate(const { struct_size::<T>() }, T::KIND, shape, 0)?;
        // SAFETY: the object is large enough for a `T`, and its kind is `T`'s.
        Ok(unsafe { move_in(header, value) })
    }

    /// As [`Heap::allocate_struct`], with an extra word behind the struct ([`bits::EXTRA`]).
    #[inline]
    pub fn allocate_struct_extra<T: HeapObject>(
        &mut self,
        shape: u32,
        value: T,
    ) -> Result<Gc<T>, OutOfMemory> {
        let header = self.allocate_extra(const { struct_size::<T>() }, T::KIND, shape, 0)?;
        // SAFETY: the object is large enough for a `T`, and its kind is `T`'s.
        Ok(unsafe { move_in(header, value) })
    }

    /// An object that starts as `head` and goes on for `tail_bytes` zeroed bytes. `head` must
    /// already say how long its tail is. Tails of fields start out as the float 0.0.
    #[inline]
    pub fn allocate_tail<T: HeapObject>(
        &mut self,
        shape: u32,
        aux: u16,
        head: T,
        tail_bytes: usize,
    ) -> Result<Gc<T>, OutOfMemory> {
        let size = tail_size(&head, tail_bytes)?;
        let header = self.allocate(size, T::KIND, shape, aux)?;
        // SAFETY: the object is large enough for a `T`, and its kind is `T`'s.
        let object = unsafe { move_in(header, head) };
        object.header().set_aux(aux);
        debug_assert!(object.size() <= size);
        Ok(object)
    }

    /// As [`Heap::allocate_tail`], with an extra word behind the tail ([`bits::EXTRA`]).
    #[inline]
    pub fn allocate_tail_extra<T: HeapObject>(
        &mut self,
        shape: u32,
        aux: u16,
        head: T,
        tail_bytes: usize,
    ) -> Result<Gc<T>, OutOfMemory> {
        let size = tail_size(&head, tail_bytes)?;
        let header = self.allocate_extra(size, T::KIND, shape, aux)?;
        // SAFETY: the object is large enough for a `T`, and its kind is `T`'s.
        let object = unsafe { move_in(header, head) };
        object.header().set_aux(aux);
        debug_assert_eq!(object.size().next_multiple_of(8), size);
        Ok(object)
    }

    /// Memory for an object, its start noted.
    #[inline(always)]
    fn allocate_bytes(&mut self, size: usize) -> Result<NonNull<Header>, OutOfMemory> {
        debug_assert!(size >= 8 && size.is_multiple_of(8));
        match self.bump.take(size) {
            // SAFETY: the bump range lies in a committed block.
            Some(address) => Ok(unsafe { found(address) }),
            None => self.allocate_slow(size),
        }
    }

    #[cold]
    #[inline(never)]
    fn allocate_slow(&mut self, size: usize) -> Result<NonNull<Header>, OutOfMemory> {
        if size > LARGE {
            return self.allocate_large(size);
        }
        if size > LINE {
            if let Some(address) = self.overflow.take(size) {
                // SAFETY: the overflow range lies in a committed block.
                return Ok(unsafe { found(address) });
            }
            // Neither has room for it. The one with less room is replaced, so that neither a hole
            // nor a nearly empty block is given up for one object.
            let hole = self.fresh_block()?;
            let target = if self.overflow.room() < self.bump.room() {
                &mut self.overflow
            } else {
                &mut self.bump
            };
            *target = hole;
            let address = target.take(size).ok_or(OutOfMemory)?;
            // SAFETY: both ranges lie in committed blocks.
            return Ok(unsafe { found(address) });
        }
        self.bump = match self.blocks.next_hole(&self.region, size) {
            Some(hole) => {
                self.note_taken(hole.room());
                hole
            }
            None => self.fresh_block()?,
        };
        let address = self.bump.take(size).ok_or(OutOfMemory)?;
        // SAFETY: the bump range lies in a committed block.
        Ok(unsafe { found(address) })
    }

    fn fresh_block(&mut self) -> Result<Bump, OutOfMemory> {
        self.budget.charge_heap(BLOCK).inspect_err(|_| self.pace.request_full())?;
        let block = self.blocks.fresh(&mut self.region);
        if block.is_err() {
            self.budget.release_heap(BLOCK);
            self.pace.request_full();
        }
        self.note_taken(BLOCK);
        block
    }

    fn allocate_large(&mut self, size: usize) -> Result<NonNull<Header>, OutOfMemory> {
        let footprint = LargeSpace::footprint(size).ok_or(OutOfMemory)?;
        self.budget.charge_heap(footprint).inspect_err(|_| self.pace.request_full())?;
        let Ok(address) = self.large.allocate(&mut self.region, footprint) else {
            self.budget.release_heap(footprint);
            self.pace.request_full();
            return Err(OutOfMemory);
        };
        self.note_taken(footprint);
        let header = NonNull::new(address as *mut Header).ok_or(OutOfMemory)?;
        // SAFETY: fresh memory of at least 8 bytes; zeros are a header.
        unsafe { header.as_ref() }.set_bits(bits::LARGE);
        Ok(header)
    }

    fn note_taken(&mut self, bytes: usize) {
        self.stats.taken_bytes += bytes as u64;
        self.pace.taken(bytes, &self.budget);
    }

    // -- Collection --------------------------------------------------------------------------

    /// Should the owner collect at the next safepoint?
    #[inline(always)]
    pub fn is_collection_pending(&self) -> bool {
        self.pace.pending
    }

    /// Makes a full collection pending.
    pub fn request_collection(&mut self) {
        self.pace.request_full();
    }

    /// The kind of collection that suits the state of the heap.
    pub fn due(&self) -> Collection {
        self.pace.due(&self.budget)
    }

    /// The oldest address of the native stack to scan; `None` when no native frame can hold
    /// references.
    pub fn set_stack_base(&mut self, address: Option<usize>) {
        self.stack_base = address;
    }

    /// As set by [`Heap::set_stack_base`].
    pub fn stack_base(&self) -> Option<usize> {
        self.stack_base
    }

    /// Frees what cannot be reached from `roots`, the temporary vectors and the native stack
    /// between here and the stack base. Called at a safepoint only.
    #[inline(never)]
    pub fn collect(&mut self, roots: &mut dyn Roots, collection: Collection) -> Summary {
        let started = self.options.clock.map(|clock| clock());
        let collection = if self.options.generational { collection } else { Collection::Full };
        let full = collection == Collection::Full;
        let verified = self.options.verify && (full || self.budget.used() <= VERIFIED);
        if verified {
            self.assert_in_order("before");
        }
        let bytes_before = self.heap_bytes();
        self.bump = Bump::default();
        self.overflow = Bump::default();
        self.blocks.retire();

        let mut visitor = Visitor {
            pending: std::mem::take(&mut self.mark_stack),
            bound: Some(self.options.mark_stack),
            overflowed: false,
        };
        if full {
            self.blocks.clear_marks(&self.region);
            self.large.clear_marks();
        } else {
            self.visit_remembered(&mut visitor);
        }
        roots.visit(&mut visitor);
        self.visit_own_roots(&mut visitor);
        self.drain(&mut visitor);

        let (queued, reported) = (self.finalizer_queue.len(), self.released.len());
        let cleared = self.cleared.len();
        self.clear_weak(collection);
        self.queue_finalizers(collection, &mut visitor);
        self.forget_dead(collection);
        self.sweep(full);

        // A mark stack that had to grow far is not kept.
        visitor.pending.shrink_to(64 << 10);
        self.mark_stack = visitor.pending;
        self.pace.collected(collection, &self.budget);
        let pause = match (started, self.options.clock) {
            (Some(started), Some(clock)) => clock().saturating_sub(started),
            _ => 0,
        };
        self.stats.record(collection, pause);
        if verified {
            self.assert_in_order("after");
        }
        Summary {
            collection,
            bytes_before,
            bytes_after: self.heap_bytes(),
            cleared: self.cleared.len() - cleared,
            finalizable: self.finalizer_queue.len() - queued,
            released: self.released.len() - reported,
            pause,
        }
    }

    fn sweep(&mut self, full: bool) {
        let poison = self.options.stress;
        let blocks = if full {
            self.blocks.sweep_all(&self.region, poison)
        } else {
            self.blocks.sweep_touched(&self.region, poison)
        };
        let runs = self.large.sweep(&self.region, full, poison);
        self.budget.release_heap(blocks * BLOCK + runs);
    }

    // -- Asking ------------------------------------------------------------------------------

    /// Bytes charged: blocks and large runs in use, and what is charged for tables outside.
    pub fn used(&self) -> usize {
        self.budget.used()
    }

    fn heap_bytes(&self) -> usize {
        self.blocks.used() * BLOCK + self.large.bytes()
    }

    /// The account this heap charges, for tables outside the heap to charge too.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Charges `bytes` for a table outside the heap.
    pub fn charge_external(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        let charged = self.budget.charge(bytes);
        self.pace.taken(0, &self.budget);
        if charged.is_err() {
            self.pace.request_full();
        }
        charged
    }

    /// Takes back a charge for a table outside the heap.
    pub fn release_external(&mut self, bytes: usize) {
        self.budget.release(bytes);
    }

    /// Counters since the heap was made.
    pub fn stats(&self) -> Stats {
        Stats {
            heap_bytes: self.heap_bytes(),
            external_bytes: self.budget.external(),
            blocks: self.blocks.used(),
            large_objects: self.large.count(),
            ..self.stats
        }
    }

    /// Bytes of addresses the heap can use.
    pub fn reserved(&self) -> usize {
        self.region.size()
    }

    /// Shows every object, in no order that means anything. Objects that are no longer reachable
    /// but were not swept yet are among them.
    pub fn walk_objects(&self, mut found: impl FnMut(Value)) {
        self.each_object(|header| found(Value::from_header(header)));
    }

    pub(crate) fn each_object(&self, mut found: impl FnMut(NonNull<Header>)) {
        self.blocks.each(&self.region, |block, base| block.each(base, false, &mut found));
        self.large.each(found);
    }

    /// What `value` refers to directly.
    pub fn referents(&self, value: Value) -> Vec<Value> {
        let mut visitor = Visitor::new();
        if let Some(header) = value.as_header() {
            mark::visit_object(self.kinds, header, &mut visitor);
        }
        visitor.take()
    }

    /// The row of the table that describes the object.
    #[inline(always)]
    pub(crate) fn info(&self, header: &Header) -> &'static KindInfo {
        &self.kinds[usize::from(header.kind().0)]
    }
}

/// Notes that an object starts at `address`.
///
/// # Safety
/// `address` lies in a committed block, and nothing lives there.
#[inline(always)]
unsafe fn found(address: usize) -> NonNull<Header> {
    // SAFETY: the caller's promise; blocks do not lie at address 0.
    unsafe {
        BlockHeader::of(address).set_start(address);
        NonNull::new_unchecked(address as *mut Header)
    }
}

/// The size of an object that is a `T` without a tail.
const fn struct_size<T: HeapObject>() -> usize {
    assert!(align_of::<T>() <= 8 && size_of::<T>() >= size_of::<Header>());
    size_of::<T>().next_multiple_of(8)
}

/// The size of an object that starts as `head`, or nothing if that is more than memory can be.
#[inline]
fn tail_size<T: HeapObject>(head: &T, tail_bytes: usize) -> Result<usize, OutOfMemory> {
    let struct_size = const { struct_size::<T>() };
    let most = struct_size.checked_add(tail_bytes).ok_or(OutOfMemory)?;
    let most = most.checked_next_multiple_of(8).filter(|&most| most <= isize::MAX as usize);
    let most = most.ok_or(OutOfMemory)?;
    // The tail may start before the struct's padding: then the object is that much smaller.
    let said = head.size().next_multiple_of(8);
    debug_assert!(said <= most, "the head says that its tail is longer");
    Ok(said.clamp(struct_size, most))
}

/// Moves `value` over the zeroed object at `header`, keeping the object's header but for `aux`.
///
/// # Safety
/// The object has room for a `T`, and its kind is `T`'s.
#[inline(always)]
unsafe fn move_in<T: HeapObject>(header: NonNull<Header>, value: T) -> Gc<T> {
    // SAFETY: the caller's promise; `HeapObject` promises that a `T` starts with a header.
    unsafe {
        let kept = header.read();
        header.cast::<T>().write(value);
        kept.set_aux(header.as_ref().aux());
        header.write(kept);
        Gc::from_header(header)
    }
}

#[cfg(test)]
mod tests;
