//! Prints what allocation and collection cost: `cargo run --release -p moltvm-gc --example allocation`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a measurement on the developer's machine needs a clock"
)]

use std::hint::black_box;
use std::sync::OnceLock;
use std::time::Instant;

use moltvm_gc as gc;
use moltvm_gc::{Collection, Field, Gc, Header, Heap, HeapOptions, Kind, KindInfo, Value, Visitor};

gc::heap_struct! {
    /// Forty bytes.
    struct Node(Kind(0)) { name: u64, left: Field, right: Field, next: Field }
}

gc::heap_struct! {
    /// A run of references.
    struct Array(Kind(1), tail(|array| array.len as usize)) { len: u64 }
}

static KINDS: [KindInfo; 2] = [KindInfo::of::<Node>("node"), KindInfo::of::<Array>("array")];

fn now() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_nanos() as u64
}

fn node(heap: &mut Heap, next: Value) -> Gc<Node> {
    let [left, right, next] = [Value::NONE, Value::NONE, next].map(Field::new);
    heap.allocate_struct(1, Node { header: Header::unset(), name: 0, left, right, next })
        .expect("the measurement fits the heap")
}

fn array(heap: &mut Heap, len: usize) -> Gc<Array> {
    let head = Array { header: Header::unset(), len: len as u64, tail: [] };
    heap.allocate_tail(1, 0, head, 8 * len).expect("the measurement fits the heap")
}

fn collect(heap: &mut Heap, root: Value, collection: Collection) -> f64 {
    let summary = heap.collect(&mut |visitor: &mut Visitor| visitor.value(root), collection);
    summary.pause as f64 / 1e6
}

fn main() {
    const COUNT: u64 = 20_000_000;
    let mut heap = Heap::new(
        &KINDS,
        HeapOptions { clock: Some(now), verify: false, ..HeapOptions::default() },
    );
    let round = |heap: &mut Heap| {
        let (start, paused) = (now(), heap.stats().pause_total);
        for _ in 0..COUNT {
            black_box(node(heap, Value::NONE));
            if heap.is_collection_pending() {
                let due = heap.due();
                collect(heap, Value::NONE, due);
            }
        }
        let paused = heap.stats().pause_total - paused;
        let total = now() - start;
        (total as f64 / COUNT as f64, paused as f64 / COUNT as f64)
    };
    for _ in 0..3 {
        let (total, paused) = round(&mut heap);
        println!("40-byte objects, all dead: {total:.2} ns each, {paused:.3} of them collecting");
    }

    let start = now();
    let mut chain = Value::NONE;
    for _ in 0..COUNT / 10 {
        chain = node(&mut heap, chain).value();
    }
    println!(
        "40-byte objects, all kept: {:.2} ns each",
        (now() - start) as f64 / (COUNT / 10) as f64
    );
    println!(
        "  minor over {} of them: {:.1} ms",
        COUNT / 10,
        collect(&mut heap, chain, Collection::Minor)
    );
    println!("  minor with nothing new: {:.2} ms", collect(&mut heap, chain, Collection::Minor));
    println!("  full, a chain: {:.1} ms", collect(&mut heap, chain, Collection::Full));

    let wide = array(&mut heap, 2_000_000);
    // SAFETY: the array was made with this many fields behind it.
    let fields =
        unsafe { std::slice::from_raw_parts(wide.as_ptr().add(1).cast::<Field>(), 2_000_000) };
    for field in fields {
        field.set(wide, node(&mut heap, Value::NONE).value());
    }
    println!(
        "  full, an array of 2 M: {:.1} ms",
        collect(&mut heap, wide.value(), Collection::Full)
    );

    let start = now();
    let plain = array(&mut heap, 10_000_000);
    println!("array of 10 M words: {:.1} ms to allocate", (now() - start) as f64 / 1e6);
    println!("  full over it: {:.1} ms", collect(&mut heap, plain.value(), Collection::Full));
    let start = now();
    for _ in 0..100 {
        drop(black_box(Heap::new(&KINDS, HeapOptions::default())));
    }
    println!("an empty heap: {:.1} us", (now() - start) as f64 / 1e5);
    println!("{:?}", heap.stats());
}
