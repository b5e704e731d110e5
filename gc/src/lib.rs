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

pub mod field;
pub mod header;
pub mod heap;
pub mod kind;
pub mod pointer;
pub mod temp;
pub mod value;
pub mod visit;

pub use field::Field;
pub use header::Header;
pub use heap::{Heap, OutOfMemory};
pub use kind::{Kind, KindInfo};
pub use pointer::{Gc, HeapObject};
pub use temp::TempVec;
pub use value::Value;
pub use visit::{Visit, Visitor};
