//! What a heap keeps, what it frees, and a model it is compared with step by step.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ptr::NonNull;

use super::*;
use crate::{Field, TempVec};

crate::heap_struct! {
    /// A node with two references and a name.
    struct Node(Kind(0)) { name: u64, left: Field, right: Field }
}

crate::heap_struct! {
    /// A run of references.
    struct Tuple(Kind(1), tail(|tuple| tuple.len as usize)) { name: u64, len: u32 }
}

crate::heap_struct! {
    /// Bytes.
    struct Bytes(Kind(2), bytes(|bytes| bytes.len as usize)) { name: u64, len: u32 }
}

crate::heap_struct! {
    /// A weak reference: `referent` is not shown.
    struct Weak(Kind(3)) { name: u64, referent: Hidden }
}

crate::heap_struct! {
    /// Stands for something outside.
    struct Handle(Kind(4)) { number: u32 }
}

/// A field the collector does not follow.
#[repr(transparent)]
struct Hidden(Cell<Value>);

impl crate::Visit for Hidden {
    fn visit(&self, _: &mut Visitor) {}
}

unsafe fn weak_field(header: *const Header) -> *const Cell<Value> {
    // SAFETY: the row is the one of `Weak`.
    unsafe { &raw const (*header.cast::<Weak>()).referent.0 }
}

unsafe fn handle_number(header: *const Header) -> u32 {
    // SAFETY: the row is the one of `Handle`.
    unsafe { (*header.cast::<Handle>()).number }
}

static KINDS: [KindInfo; 5] = [
    KindInfo::of::<Node>("node"),
    KindInfo::of::<Tuple>("tuple"),
    KindInfo::of::<Bytes>("bytes"),
    KindInfo { weak: Some(weak_field), ..KindInfo::of::<Weak>("weak") },
    KindInfo { release: Some(handle_number), ..KindInfo::of::<Handle>("handle") },
];

fn options() -> HeapOptions {
    HeapOptions { reserve: 1 << 30, verify: true, ..HeapOptions::default() }
}

fn heap() -> Heap {
    Heap::new(&KINDS, options())
}

fn node(heap: &mut Heap, name: u64, left: Value, right: Value) -> Gc<Node> {
    let (left, right) = (Field::new(left), Field::new(right));
    heap.allocate_struct(9, Node { header: Header::unset(), name, left, right })
        .expect("the heap has no limit")
}

fn bytes(heap: &mut Heap, name: u64, len: usize) -> Result<Gc<Bytes>, OutOfMemory> {
    let length = u32::try_from(len).map_err(|_| OutOfMemory)?;
    let head = Bytes { header: Header::unset(), name, len: length, bytes: [] };
    heap.allocate_tail(8, 3, head, len)
}

fn tuple(heap: &mut Heap, name: u64, len: usize) -> Gc<Tuple> {
    let head = Tuple { header: Header::unset(), name, len: len as u32, tail: [] };
    heap.allocate_tail(7, 0, head, 8 * len).expect("the heap has no limit")
}

fn weak(heap: &mut Heap, name: u64, referent: Value) -> Gc<Weak> {
    let head = Weak { header: Header::unset(), name, referent: Hidden(Cell::new(referent)) };
    let weak = heap.allocate_struct(6, head).expect("the heap has no limit");
    heap.register_weak(NonNull::from(weak.header())).expect("the list grows");
    weak
}

fn items(tuple: &Gc<Tuple>) -> &[Field] {
    // SAFETY: tuples are allocated with `len` fields behind them.
    unsafe { std::slice::from_raw_parts(tuple.tail.as_ptr(), tuple.len as usize) }
}

fn collect(heap: &mut Heap, roots: &[Value], collection: Collection) -> Summary {
    heap.collect(&mut |visitor: &mut Visitor| visitor.values(roots), collection)
}

fn count(heap: &Heap) -> usize {
    let mut count = 0;
    heap.walk_objects(|_| count += 1);
    count
}

#[test]
fn what_roots_reach_survives_and_the_rest_is_freed() {
    let mut heap = heap();
    let leaf = node(&mut heap, 1, Value::NONE, Value::from_small(5));
    let root = node(&mut heap, 2, leaf.value(), Value::NONE);
    for name in 0..100_000 {
        node(&mut heap, name, Value::NONE, Value::NONE);
    }
    assert!(heap.is_collection_pending() || heap.used() < 4 << 20);
    collect(&mut heap, &[root.value()], Collection::Minor);
    assert_eq!(count(&heap), 2);
    assert_eq!((root.left.get(), leaf.right.get()), (leaf.value(), Value::from_small(5)));
    assert_eq!((root.header().shape(), root.name), (9, 2));
    root.left.set(root, Value::NONE);
    collect(&mut heap, &[root.value()], Collection::Minor);
    assert_eq!(count(&heap), 2, "an old object outlives minor collections");
    collect(&mut heap, &[root.value()], Collection::Full);
    assert_eq!(count(&heap), 1);
    collect(&mut heap, &[], Collection::Full);
    assert_eq!((count(&heap), heap.used()), (0, 0));
}

#[test]
fn stores_into_old_objects_keep_young_ones() {
    let mut heap = heap();
    let old = node(&mut heap, 1, Value::NONE, Value::NONE);
    let big = tuple(&mut heap, 2, 5000);
    let roots = [old.value(), big.value()];
    collect(&mut heap, &roots, Collection::Minor);
    for round in 0..50 {
        old.left.set(old, node(&mut heap, 10 + round, Value::NONE, Value::NONE).value());
        let item = &items(&big)[4321];
        item.set(big, node(&mut heap, 100 + round, Value::NONE, Value::NONE).value());
        collect(&mut heap, &roots, Collection::Minor);
        let name = |value: Value| value.cast::<Node>().expect("a node was stored").name;
        assert_eq!(
            (name(old.left.get()), name(items(&big)[4321].get())),
            (10 + round, 100 + round)
        );
    }
    collect(&mut heap, &roots, Collection::Full);
    assert_eq!(count(&heap), 4);
}

#[test]
fn a_store_without_barrier_is_noticed() {
    let mut heap = heap();
    let old = node(&mut heap, 1, Value::NONE, Value::NONE);
    collect(&mut heap, &[old.value()], Collection::Minor);
    let young = node(&mut heap, 2, Value::NONE, Value::NONE);
    old.left.cell().set(young.value());
    assert!(heap.verify().is_err_and(|problem| problem.contains("without its barrier")));
    old.barrier();
    assert_eq!(heap.verify(), Ok(()));
}

#[test]
fn memory_is_zeroed_again_and_used_again() {
    let mut heap = heap();
    let keep = node(&mut heap, 1, Value::NONE, Value::NONE);
    let mut most = 0;
    for round in 0..200 {
        for _ in 0..1000 {
            let bytes = bytes(&mut heap, round, 90).expect("the heap has no limit");
            // SAFETY: the object has 90 bytes behind its head.
            let tail =
                unsafe { std::slice::from_raw_parts_mut(bytes.bytes.as_ptr().cast_mut(), 90) };
            assert!(tail.iter().all(|&byte| byte == 0));
            tail.fill(0xA5);
        }
        collect(&mut heap, &[keep.value()], Collection::Minor);
        most = most.max(heap.stats().blocks);
    }
    assert!(most <= 2, "{most} blocks for one live node");
    assert!(heap.region.low_committed() <= 8 << 20);
}

#[test]
fn large_objects_are_found_freed_and_used_again() {
    let mut heap = heap();
    let keep = bytes(&mut heap, 1, 100_000).expect("the heap has no limit");
    for size in [9_000, 40_000, 1 << 20, 80 << 20] {
        let big = bytes(&mut heap, 2, size).expect("the heap has no limit");
        // SAFETY: the object has `size` bytes behind its head.
        let tail = unsafe { std::slice::from_raw_parts_mut(big.bytes.as_ptr().cast_mut(), size) };
        assert!(tail.iter().all(|&byte| byte == 0));
        tail.fill(7);
        let inside = big.as_ptr() as usize + size / 2;
        assert_eq!(heap.find_object(inside), Some(NonNull::from(big.header())));
        assert!(big.header().has(bits::LARGE) && big.header().aux() == 3);
        collect(&mut heap, &[keep.value()], Collection::Minor);
        assert_eq!(heap.find_object(inside), None);
    }
    assert_eq!(heap.stats().large_objects, 1);
    collect(&mut heap, &[], Collection::Full);
    assert_eq!(heap.used(), 0);
}

#[test]
fn interior_and_tagged_words_find_their_object_and_others_do_not() {
    let mut heap = heap();
    let first = bytes(&mut heap, 1, 400).expect("the heap has no limit");
    let second = node(&mut heap, 2, Value::NONE, Value::NONE);
    let (start, found) = (first.as_ptr() as usize, NonNull::from(first.header()));
    for offset in [0, 1, 8, 200, 423] {
        assert_eq!(heap.find_object(start + offset), Some(found), "offset {offset}");
    }
    assert_eq!(heap.find_object(first.value().bits() as usize), Some(found));
    let beyond = second.as_ptr() as usize + size_of::<Node>();
    for word in [0, 8, 1 << 40, beyond, beyond + 1000, start & !(BLOCK - 1), usize::MAX] {
        assert_eq!(heap.find_object(word), None, "{word:#x}");
    }
}

#[inline(never)]
fn under_a_frame(heap: &mut Heap, object: Gc<Node>) -> u64 {
    // Only this frame knows the object.
    heap.collect(&mut |_: &mut Visitor| (), Collection::Full);
    std::hint::black_box(object).name
}

#[test]
fn the_native_stack_keeps_objects_alive() {
    let mut heap = heap();
    let base = 0usize;
    heap.set_stack_base(Some(&raw const base as usize));
    let object = node(&mut heap, 77, Value::NONE, Value::NONE);
    assert_eq!(under_a_frame(&mut heap, object), 77);
    assert_eq!(object.name, 77);
    assert!(count(&heap) >= 1);
    heap.set_stack_base(None);
    collect(&mut heap, &[], Collection::Full);
    assert_eq!(count(&heap), 0);
}

#[test]
fn temporary_vectors_keep_objects_of_their_heap_alive() {
    let (mut heap, mut other) = (heap(), heap());
    let mut values = TempVec::new();
    values.push(node(&mut heap, 1, Value::NONE, Value::NONE).value());
    values.push(node(&mut other, 2, Value::NONE, Value::NONE).value());
    collect(&mut heap, &[], Collection::Full);
    collect(&mut other, &[], Collection::Minor);
    assert_eq!((count(&heap), count(&other)), (1, 1));
    drop(values);
    collect(&mut heap, &[], Collection::Full);
    assert_eq!(count(&heap), 0);
}

#[test]
fn extra_words_are_unbound_at_first_and_visited() {
    let mut heap = heap();
    let head = Node {
        header: Header::unset(),
        name: 1,
        left: Field::new(Value::NONE),
        right: Field::new(Value::NONE),
    };
    let object = heap.allocate_struct_extra(1, head).expect("the heap has no limit");
    let extra = object.extra().expect("the object was made with one");
    assert!(extra.get().is_unbound());
    extra.set(node(&mut heap, 2, Value::NONE, Value::NONE).value());
    collect(&mut heap, &[object.value()], Collection::Full);
    assert_eq!(count(&heap), 2);
    assert_eq!(extra.get().cast::<Node>().map(|node| node.name), Some(2));
    let head = Bytes { header: Header::unset(), name: 3, len: 13, bytes: [] };
    let text = heap.allocate_tail_extra(1, 0, head, 13).expect("the heap has no limit");
    assert!(text.extra().is_some_and(|extra| extra.get().is_unbound()));
    assert!(object.header().has(bits::EXTRA) && text.header().has(bits::EXTRA));
}

#[test]
fn weak_references_lose_dead_referents_and_report_once() {
    for collection in [Collection::Minor, Collection::Full] {
        let mut heap = heap();
        let kept = node(&mut heap, 1, Value::NONE, Value::NONE);
        let lost = node(&mut heap, 2, Value::NONE, Value::NONE);
        let to_kept = weak(&mut heap, 3, kept.value());
        let to_lost = weak(&mut heap, 4, lost.value());
        weak(&mut heap, 5, lost.value());
        let roots = [kept.value(), to_kept.value(), to_lost.value()];
        let summary = collect(&mut heap, &roots, collection);
        assert_eq!(summary.cleared, 1, "a dead weak reference is not told");
        assert_eq!(to_kept.referent.0.get(), kept.value());
        assert!(to_lost.referent.0.get().is_unbound());
        assert_eq!(heap.take_cleared(), [to_lost.value()]);
        assert_eq!(collect(&mut heap, &roots, Collection::Full).cleared, 0);
        assert!(heap.take_cleared().is_empty());
    }
}

#[test]
fn finalizable_objects_come_back_once_in_order_with_what_they_need() {
    for collection in [Collection::Minor, Collection::Full] {
        let mut heap = heap();
        let need = node(&mut heap, 1, Value::NONE, Value::NONE);
        let second = node(&mut heap, 3, need.value(), Value::NONE);
        let first = node(&mut heap, 2, second.value(), Value::NONE);
        for object in [first, second] {
            heap.register_finalizable(NonNull::from(object.header())).expect("the list grows");
        }
        let watcher = weak(&mut heap, 4, first.value());
        let summary = collect(&mut heap, &[watcher.value()], collection);
        assert_eq!((summary.finalizable, summary.cleared), (2, 1));
        assert!(watcher.referent.0.get().is_unbound(), "cleared before the finalizer runs");
        assert_eq!(heap.take_cleared(), [watcher.value()]);
        // The queue keeps them alive until it is taken.
        collect(&mut heap, &[], Collection::Full);
        assert_eq!((count(&heap), first.left.get()), (3, second.value()));
        assert_eq!(heap.take_finalizable(), [first.value(), second.value()]);
        assert!(first.header().has(bits::FINALIZED));
        assert_eq!(collect(&mut heap, &[], Collection::Full).finalizable, 0);
        assert_eq!(count(&heap), 0);
    }
}

#[test]
fn dead_handles_are_reported() {
    let mut heap = heap();
    let mut make = |number| {
        let handle = heap.allocate_struct(1, Handle { header: Header::unset(), number });
        let handle = handle.expect("the heap has no limit");
        heap.register_releasable(NonNull::from(handle.header())).expect("the list grows");
        handle.value()
    };
    let (kept, _lost) = (make(5), make(6));
    assert_eq!(collect(&mut heap, &[kept], Collection::Minor).released, 1);
    assert_eq!(heap.take_released(), [(Kind(4), 6)]);
    collect(&mut heap, &[], Collection::Full);
    assert_eq!(heap.take_released(), [(Kind(4), 5)]);
}

#[test]
fn identities_are_never_given_twice() {
    let mut heap = heap();
    let kept = node(&mut heap, 0, Value::NONE, Value::NONE);
    let number = heap.identity(NonNull::from(kept.header()));
    let mut seen = BTreeSet::from([number]);
    for round in 0..20 {
        for name in 0..10 {
            let object = node(&mut heap, name, Value::NONE, Value::NONE);
            assert!(seen.insert(heap.identity(NonNull::from(object.header()))));
        }
        let kind = if round % 3 == 0 { Collection::Full } else { Collection::Minor };
        collect(&mut heap, &[kept.value()], kind);
        assert_eq!(heap.identity(NonNull::from(kept.header())), number);
    }
    collect(&mut heap, &[], Collection::Full);
    assert_eq!(heap.used(), 0, "the side table is given back");
}

#[test]
fn the_limit_refuses_and_collecting_makes_room() {
    let mut heap = Heap::new(&KINDS, HeapOptions { limit: Some(4 << 20), ..options() });
    assert_eq!(bytes(&mut heap, 1, 5 << 20).err(), Some(OutOfMemory));
    let mut made = 0;
    while bytes(&mut heap, 1, 1000).is_ok() {
        made += 1;
        assert!(made < 5000, "the limit does not hold");
    }
    assert!(made > 3500, "only {made} KiB of 4 MiB could be used");
    assert!(heap.is_collection_pending() && heap.due() == Collection::Full);
    assert!(heap.used() <= 4 << 20);
    collect(&mut heap, &[], Collection::Full);
    assert!(bytes(&mut heap, 1, 1000).is_ok());
    assert_eq!(heap.charge_external(4 << 20), Err(OutOfMemory));
    assert_eq!(heap.charge_external(3 << 20), Ok(()));
    assert_eq!(bytes(&mut heap, 1, 1 << 20).err(), Some(OutOfMemory));
    heap.release_external(3 << 20);
    assert!(bytes(&mut heap, 1, 1 << 20).is_ok());
}

#[test]
fn absurd_sizes_are_refused() {
    let mut heap = heap();
    for size in [usize::MAX & !7, 1 << 62, 1 << 40] {
        assert!(heap.allocate(size, Kind(2), 0, 0).is_err());
        assert!(heap.allocate_extra(size, Kind(2), 0, 0).is_err());
    }
    assert_eq!(heap.used(), 0);
}

#[test]
fn the_region_runs_out_in_an_orderly_way() {
    let mut heap = Heap::new(&KINDS, HeapOptions { reserve: 4 << 20, ..options() });
    let mut root = Value::NONE;
    let mut made = 0;
    while let Ok(object) = heap.allocate_struct(
        0,
        Node { header: Header::unset(), name: 0, left: Field::new(root), right: Field::new(root) },
    ) {
        root = object.value();
        made += 1;
    }
    assert!(made > 100_000);
    assert!(bytes(&mut heap, 1, 100_000).is_err());
    collect(&mut heap, &[root], Collection::Full);
    assert_eq!(count(&heap), made);
    collect(&mut heap, &[], Collection::Full);
    assert!(node(&mut heap, 1, Value::NONE, Value::NONE).name == 1);
}

#[test]
fn a_small_mark_stack_only_costs_time() {
    let mut heap = Heap::new(&KINDS, HeapOptions { mark_stack: 64, ..options() });
    let wide = tuple(&mut heap, 0, 3000);
    for (index, item) in items(&wide).iter().enumerate() {
        let mut chain = Value::NONE;
        for _ in 0..index % 7 {
            chain = node(&mut heap, 1, chain, wide.value()).value();
        }
        item.set(wide, chain);
    }
    let made = count(&heap);
    for kind in [Collection::Minor, Collection::Full] {
        collect(&mut heap, &[wide.value()], kind);
        assert_eq!(count(&heap), made);
    }
}

#[test]
fn a_long_chain_needs_no_recursion() {
    let mut heap = heap();
    let mut chain = Value::NONE;
    for name in 0..500_000 {
        chain = node(&mut heap, name, chain, Value::NONE).value();
    }
    collect(&mut heap, &[chain], Collection::Full);
    assert_eq!(count(&heap), 500_000);
}

#[test]
fn stress_is_always_pending_and_poisons() {
    let mut heap = Heap::new(&KINDS, HeapOptions { stress: true, ..options() });
    let lost = bytes(&mut heap, 1, 1000).expect("the heap has no limit");
    let address = lost.as_ptr() as usize + 512;
    for _ in 0..20 {
        assert!(heap.is_collection_pending());
        collect(&mut heap, &[], Collection::Minor);
    }
    // SAFETY: blocks stay mapped while the heap lives.
    assert_eq!(unsafe { (address as *const u64).read() }, crate::value::POISON);
}

#[test]
fn full_collections_become_due_as_the_heap_grows() {
    let mut heap = Heap::new(&KINDS, HeapOptions { verify: false, ..options() });
    let root = tuple(&mut heap, 0, 1 << 16);
    let mut full = 0;
    for round in 0..1 << 21 {
        let object = node(&mut heap, round, Value::NONE, Value::NONE);
        items(&root)[round as usize % (1 << 16)].set(root, object.value());
        if heap.is_collection_pending() {
            let due = heap.due();
            full += u32::from(due == Collection::Full);
            collect(&mut heap, &[root.value()], due);
        }
        assert!(heap.used() < 48 << 20);
    }
    assert!(full >= 1);
    let stats = heap.stats();
    assert_eq!(stats.full_collections, u64::from(full));
    assert!(stats.minor_collections > stats.full_collections);
}

// -- The model -----------------------------------------------------------------------------

/// A small generator of numbers (xorshift), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }
}

/// What the model knows of an object: its value, and the names it refers to, by place.
struct Twin {
    value: Value,
    fields: Vec<Option<u64>>,
}

/// The same graph twice: in a heap, and in ordinary Rust collections.
struct Model {
    heap: Heap,
    random: Random,
    twins: BTreeMap<u64, Twin>,
    roots: Vec<u64>,
    weak: BTreeMap<u64, u64>,
    finalizable: BTreeSet<u64>,
    next: u64,
}

impl Model {
    fn new(seed: u64, options: HeapOptions) -> Model {
        Model {
            heap: Heap::new(&KINDS, options),
            random: Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
            twins: BTreeMap::new(),
            roots: Vec::new(),
            weak: BTreeMap::new(),
            finalizable: BTreeSet::new(),
            next: 0,
        }
    }

    /// The names reachable from `from`.
    fn reach(&self, from: impl IntoIterator<Item = u64>) -> BTreeSet<u64> {
        let mut reached = BTreeSet::new();
        let mut grey: Vec<u64> = from.into_iter().collect();
        while let Some(name) = grey.pop() {
            if reached.insert(name) {
                grey.extend(self.twins[&name].fields.iter().flatten());
            }
        }
        reached
    }

    fn some_name(&mut self) -> Option<u64> {
        // Only what is reachable may be used.
        let index = self.random.next(self.roots.len().max(1));
        let mut name = *self.roots.get(index)?;
        for _ in 0..self.random.next(6) {
            let fields: Vec<u64> = self.twins[&name].fields.iter().flatten().copied().collect();
            if fields.is_empty() {
                break;
            }
            name = fields[self.random.next(fields.len())];
        }
        Some(name)
    }

    fn make(&mut self) {
        let name = self.next;
        self.next += 1;
        let (value, fields) = match self.random.next(20) {
            0..9 => (node(&mut self.heap, name, Value::NONE, Value::NONE).value(), 2),
            9..15 => {
                let len = self.random.next(40);
                (tuple(&mut self.heap, name, len).value(), len)
            }
            15 => {
                let len = 500 + self.random.next(3000);
                (tuple(&mut self.heap, name, len).value(), len)
            }
            16 => {
                let len = self.random.next(30_000);
                (bytes(&mut self.heap, name, len).expect("the heap has no limit").value(), 0)
            }
            17 => {
                let Some(target) = self.some_name() else { return };
                let value = weak(&mut self.heap, name, self.twins[&target].value).value();
                self.weak.insert(name, target);
                (value, 0)
            }
            _ => {
                let len = self.random.next(200);
                (bytes(&mut self.heap, name, len).expect("the heap has no limit").value(), 0)
            }
        };
        if self.random.next(30) == 0 {
            let header = value.as_header().expect("an object was made");
            self.heap.register_finalizable(NonNull::from(header)).expect("the list grows");
            self.finalizable.insert(name);
        }
        self.twins.insert(name, Twin { value, fields: vec![None; fields] });
        // Linked from something, or a root.
        if self.random.next(3) == 0 || !self.link(name) {
            self.roots.push(name);
        }
    }

    fn link(&mut self, to: u64) -> bool {
        let Some(from) = self.some_name() else { return false };
        let target = self.twins[&to].value;
        let twin = self.twins.get_mut(&from).expect("reachable names are known");
        if twin.fields.is_empty() {
            return false;
        }
        let place = self.random.next(twin.fields.len());
        twin.fields[place] = Some(to);
        if let Some(node) = twin.value.cast::<Node>() {
            if place == 0 { &node.left } else { &node.right }.set(node, target);
        } else if let Some(tuple) = twin.value.cast::<Tuple>() {
            items(&tuple)[place].set(tuple, target);
        }
        true
    }

    fn collect(&mut self, collection: Collection) {
        let live = self.reach(self.roots.iter().copied());
        let roots: Vec<Value> = self.roots.iter().map(|name| self.twins[name].value).collect();
        collect(&mut self.heap, &roots, collection);
        let finalized: Vec<u64> = self.heap.take_finalizable().into_iter().map(name_of).collect();
        let cleared: BTreeSet<u64> = self.heap.take_cleared().into_iter().map(name_of).collect();
        assert!(finalized.is_sorted(), "finalizers run in order of creation");
        for name in &finalized {
            assert!(!live.contains(name), "{name} is alive");
            assert!(self.finalizable.remove(name), "{name} was finalized twice");
        }
        // Half of the resurrected stay, as roots.
        let stay: Vec<u64> = finalized.into_iter().filter(|name| name % 2 == 0).collect();
        self.roots.extend(&stay);
        let kept = self.reach(self.roots.iter().copied());
        for name in &kept {
            self.check(*name);
        }
        for (holder, target) in std::mem::take(&mut self.weak) {
            if !kept.contains(&holder) {
                continue;
            }
            let value = self.twins[&holder].value;
            let referent = value.cast::<Weak>().expect("a weak reference").referent.0.get();
            if referent.is_unbound() {
                assert!(!live.contains(&target), "{target} is alive");
                assert!(
                    cleared.contains(&holder) || !live.contains(&holder),
                    "{holder} was not told"
                );
            } else {
                assert_eq!(name_of(referent), target);
                assert!(collection == Collection::Minor || live.contains(&target));
                self.weak.insert(holder, target);
            }
        }
        if collection == Collection::Full {
            for name in self.finalizable.iter() {
                assert!(live.contains(name), "{name} should have been finalized");
            }
        }
        // Names of objects an old weak reference may still show must stay known.
        // So must what a finalizer may yet bring back.
        let mut known = self.reach(self.roots.iter().chain(&self.finalizable).copied());
        known.extend(self.weak.values());
        self.twins.retain(|name, _| known.contains(name));
        let reached: BTreeSet<u64> = self.reach(self.roots.iter().copied());
        self.weak.retain(|holder, _| reached.contains(holder));
    }

    fn check(&self, name: u64) {
        let twin = &self.twins[&name];
        assert_eq!(name_of(twin.value), name);
        let expect = |place: usize| twin.fields[place].map(|target| self.twins[&target].value);
        let same = |field: &Field, place| match expect(place) {
            Some(value) => assert_eq!(field.get(), value, "place {place} of {name}"),
            None => assert!(!field.get().is_object()),
        };
        if let Some(node) = twin.value.cast::<Node>() {
            same(&node.left, 0);
            same(&node.right, 1);
        } else if let Some(tuple) = twin.value.cast::<Tuple>() {
            items(&tuple).iter().enumerate().for_each(|(place, field)| same(field, place));
        }
    }

    fn run(&mut self, steps: usize) {
        for _ in 0..steps {
            match self.random.next(100) {
                0..60 => self.make(),
                60..85 => {
                    if let Some(target) = self.some_name() {
                        self.link(target);
                    }
                }
                85..97 => {
                    if !self.roots.is_empty() {
                        let index = self.random.next(self.roots.len());
                        self.roots.swap_remove(index);
                    }
                }
                97 | 98 => self.collect(Collection::Minor),
                _ => self.collect(Collection::Full),
            }
        }
        self.collect(Collection::Full);
        // Exactly what is reachable is left, but for what finalizers kept this once.
        self.collect(Collection::Full);
        self.collect(Collection::Full);
        let live = self.reach(self.roots.iter().copied());
        let mut left = BTreeSet::new();
        self.heap.walk_objects(|value| assert!(left.insert(name_of(value))));
        let missing: Vec<_> = live.difference(&left).collect();
        assert!(missing.is_empty(), "lost: {missing:?}");
        let surplus: Vec<_> = left.difference(&live).collect();
        assert!(surplus.is_empty(), "kept: {surplus:?}");
    }
}

/// The name of an object of the tests: all kinds but the handle have it in the same place.
fn name_of(value: Value) -> u64 {
    let header: *const Header = value.as_header().expect("an object");
    // SAFETY: every kind of the model starts with a header and a `u64`.
    unsafe { header.byte_add(8).cast::<u64>().read() }
}

#[test]
fn heap_and_model_agree() {
    for seed in 1..=25 {
        Model::new(seed, options()).run(3000);
    }
}

#[test]
fn heap_and_model_agree_under_stress() {
    for seed in 100..=110 {
        Model::new(seed, HeapOptions { stress: true, mark_stack: 64, ..options() }).run(2000);
    }
}

#[test]
fn heap_and_model_agree_without_generations() {
    for seed in 200..=205 {
        Model::new(seed, HeapOptions { generational: false, ..options() }).run(2000);
    }
}
