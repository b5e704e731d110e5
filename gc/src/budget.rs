//! `Budget`: one account for all memory a virtual machine takes, the heap's and the host's.

use std::cell::Cell;
use std::rc::Rc;

use crate::OutOfMemory;

#[derive(Default)]
struct Account {
    heap: Cell<usize>,
    external: Cell<usize>,
    limit: Cell<Option<usize>>,
    /// External bytes charged since the last collection.
    recent: Cell<usize>,
}

/// A handle to the account: clones charge the same one.
#[derive(Clone, Default)]
pub struct Budget(Rc<Account>);

impl Budget {
    /// An account with a limit in bytes, or without one.
    pub fn new(limit: Option<usize>) -> Budget {
        let budget = Budget::default();
        budget.0.limit.set(limit);
        budget
    }

    /// Charges `bytes` for a table outside the heap, unless that would exceed the limit.
    pub fn charge(&self, bytes: usize) -> Result<(), OutOfMemory> {
        let external = self.allow(bytes).map(|_| self.0.external.get() + bytes)?;
        self.0.external.set(external);
        self.0.recent.set(self.0.recent.get().saturating_add(bytes));
        Ok(())
    }

    /// Takes back a charge.
    pub fn release(&self, bytes: usize) {
        debug_assert!(self.0.external.get() >= bytes, "more released than charged");
        self.0.external.set(self.0.external.get().saturating_sub(bytes));
    }

    /// Charges `bytes` for a table outside the heap even beyond the limit.
    pub(crate) fn charge_anyway(&self, bytes: usize) {
        self.0.external.set(self.0.external.get().saturating_add(bytes));
    }

    /// Charges `bytes` of the heap.
    pub(crate) fn charge_heap(&self, bytes: usize) -> Result<(), OutOfMemory> {
        self.allow(bytes)?;
        self.0.heap.set(self.0.heap.get() + bytes);
        Ok(())
    }

    pub(crate) fn release_heap(&self, bytes: usize) {
        self.0.heap.set(self.0.heap.get() - bytes);
    }

    pub(crate) fn take_recent(&self) -> usize {
        self.0.recent.take()
    }

    pub(crate) fn recent(&self) -> usize {
        self.0.recent.get()
    }

    fn allow(&self, bytes: usize) -> Result<(), OutOfMemory> {
        let total = self.used().checked_add(bytes).ok_or(OutOfMemory)?;
        match self.limit() {
            Some(limit) if total > limit => Err(OutOfMemory),
            _ => Ok(()),
        }
    }

    /// Bytes charged: the heap's blocks and runs, and what is outside.
    pub fn used(&self) -> usize {
        self.0.heap.get() + self.0.external.get()
    }

    /// Bytes charged for what is outside the heap.
    pub fn external(&self) -> usize {
        self.0.external.get()
    }

    /// The greatest number of bytes that may be charged.
    pub fn limit(&self) -> Option<usize> {
        self.0.limit.get()
    }

    /// Changes the limit; what is charged already stays.
    pub fn set_limit(&self, limit: Option<usize>) {
        self.0.limit.set(limit);
    }
}
