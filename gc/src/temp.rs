//! `TempVec`: values kept in malloc'ed memory for a while, where the collector still sees them.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

use crate::{Value, Visitor};

thread_local! {
    /// Every `TempVec` alive on this thread. Boxed, so that the vectors keep their addresses.
    static ALIVE: RefCell<Vec<*const Vec<Value>>> = const { RefCell::new(Vec::new()) };
}

/// A vector of values that the collector treats as roots while it lives.
///
/// A plain `Vec<Value>` is invisible to the collector: fine while nothing can reach a safepoint,
/// wrong across any call that may run Python code. This is the vector for the second case.
#[expect(
    clippy::box_collection,
    reason = "the registry holds the vector's address, which must not move"
)]
pub struct TempVec(Box<Vec<Value>>);

impl TempVec {
    /// An empty vector.
    pub fn new() -> TempVec {
        TempVec::from(Vec::new())
    }

    /// An empty vector with room for `capacity` values.
    pub fn with_capacity(capacity: usize) -> TempVec {
        TempVec::from(Vec::with_capacity(capacity))
    }

    /// Shows what all vectors of this thread hold.
    pub fn visit_all(visitor: &mut Visitor) {
        ALIVE.with_borrow(|alive| {
            for &values in alive {
                // SAFETY: registered by `from`, taken out by `drop`, boxed in between; the thread
                // is inside a collection, so nobody holds an exclusive reference in use.
                visitor.values(unsafe { &*values });
            }
        });
    }

    /// The values, no longer watched.
    pub fn into_vec(mut self) -> Vec<Value> {
        std::mem::take(&mut *self.0)
    }
}

impl Default for TempVec {
    fn default() -> Self {
        TempVec::new()
    }
}

impl From<Vec<Value>> for TempVec {
    fn from(values: Vec<Value>) -> TempVec {
        let boxed = Box::new(values);
        ALIVE.with_borrow_mut(|alive| alive.push(&*boxed));
        TempVec(boxed)
    }
}

impl From<&[Value]> for TempVec {
    fn from(values: &[Value]) -> TempVec {
        TempVec::from(values.to_vec())
    }
}

impl Drop for TempVec {
    fn drop(&mut self) {
        let address: *const Vec<Value> = &*self.0;
        ALIVE.with_borrow_mut(|alive| {
            // Nearly always the last one: they nest like the calls that own them.
            if let Some(index) = alive.iter().rposition(|&each| each == address) {
                alive.swap_remove(index);
            }
        });
    }
}

impl Deref for TempVec {
    type Target = Vec<Value>;

    fn deref(&self) -> &Vec<Value> {
        &self.0
    }
}

impl DerefMut for TempVec {
    fn deref_mut(&mut self) -> &mut Vec<Value> {
        &mut self.0
    }
}
