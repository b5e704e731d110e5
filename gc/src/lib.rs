//! moltvm's memory: what a value is, what an object starts with, where objects live and how they die.
//!
//! * A [`Value`] is one NaN-boxed machine word ([`value`]).
//! * Every object starts with an 8-byte [`Header`] naming its shape and kind ([`header`]).
//! * Objects never move, so a [`Gc<T>`] is a plain pointer ([`pointer`]).
//! * Objects hold references in [`Field`]s, whose `set` carries the write barrier ([`field`]).
//! * The [`Heap`] allocates; it never collects on its own: it raises a flag, and its owner
//!   collects at a safepoint, handing over the roots ([`heap`]).
//!
//! This crate knows nothing of Python: kinds are numbers described by a table its owner supplies.
//!
//! # The invariants every `unsafe` block here argues from
//!
//! * **non-moving**: an object keeps its address from allocation until it is swept.
//! * **safepoint**: nothing is freed except inside [`Heap::collect`]; a pointer that was live when
//!   a function began is live until that function lets a collection happen.
//! * **reachable**: at a safepoint every object a caller still uses is reachable from the roots, the
//!   native stack (scanned conservatively) or a [`TempVec`].
//! * **header**: the first 8 bytes of every object are its `Header`, and `kind` selects the table
//!   row whose size and visit functions describe it.
//! * **region**: the addresses of a heap lie in one mapping that it owns until it is dropped;
//!   between the two frontiers nothing lives, outside them memory is readable and writable.
//! * **block**: a committed block starts with its metadata, found by masking any address in it;
//!   only objects with the `LARGE` bit lie elsewhere, each behind its prefix. A line that is
//!   neither marked nor in a hole being allocated into holds nothing that is referred to.
//! * **start**: a bit among a block's starts, or an entry among the large runs, is there exactly
//!   while an object is, with a header whose kind has a row.

mod barrier;
mod blocks;
pub mod budget;
pub mod field;
mod finalize;
pub mod header;
pub mod heap;
pub mod kind;
mod large;
mod mark;
pub mod pace;
pub mod pointer;
mod region;
pub mod roots;
mod stack;
pub mod stats;
pub mod temp;
pub mod value;
mod verify;
pub mod visit;
mod weak;

pub use budget::Budget;
pub use field::Field;
pub use header::Header;
pub use heap::{Heap, HeapOptions, OutOfMemory};
pub use kind::{Kind, KindInfo};
pub use pace::Collection;
pub use pointer::{Gc, HeapObject};
pub use roots::Roots;
pub use stats::{Stats, Summary};
pub use temp::TempVec;
pub use value::Value;
pub use visit::{Visit, Visitor};
