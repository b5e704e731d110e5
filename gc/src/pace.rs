//! When to collect, and how thoroughly.

use crate::Budget;

/// How much of the heap a collection looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Collection {
    /// Only objects made since the last collection can be freed.
    Minor,
    /// Every object can be freed.
    Full,
}

/// A heap smaller than this is never collected fully for its size.
const SMALLEST_FULL: usize = 32 << 20;

/// Under stress so many collections follow each other without a pause.
const STRESSED: u32 = 3_000;
/// Bytes between two collections after that.
const STRESSED_BUDGET: usize = 64 << 10;

/// Decides from what was allocated when a collection is due.
pub(crate) struct Pace {
    /// Bytes taken for allocation since the last collection.
    young: usize,
    young_budget: usize,
    /// The use at which the next collection is a full one.
    full_at: usize,
    pub(crate) pending: bool,
    full_requested: bool,
    stress: bool,
    stressed: u32,
}

impl Pace {
    pub(crate) fn new(young_budget: usize, stress: bool, budget: &Budget) -> Pace {
        let mut pace = Pace {
            young: 0,
            young_budget: young_budget.max(64 << 10),
            full_at: 0,
            pending: stress,
            full_requested: false,
            stress,
            stressed: 0,
        };
        pace.set_target(budget);
        pace
    }

    /// Notes that `bytes` were taken for young objects.
    #[inline]
    pub(crate) fn taken(&mut self, bytes: usize, budget: &Budget) {
        self.young = self.young.saturating_add(bytes);
        if self.young >= self.young_budget
            || self.young.saturating_add(budget.recent()) >= self.young_budget
            || budget.used() >= self.full_at
        {
            self.pending = true;
        }
    }

    /// Makes a full collection pending.
    pub(crate) fn request_full(&mut self) {
        self.pending = true;
        self.full_requested = true;
    }

    /// What kind of collection the next one should be.
    pub(crate) fn due(&self, budget: &Budget) -> Collection {
        let stressed = self.stress && self.stressed % 8 == 7;
        if self.full_requested || stressed || budget.used() >= self.full_at {
            Collection::Full
        } else {
            Collection::Minor
        }
    }

    /// Starts the next cycle.
    pub(crate) fn collected(&mut self, collection: Collection, budget: &Budget) {
        self.young = 0;
        budget.take_recent();
        self.stressed = self.stressed.saturating_add(1);
        self.pending = self.stress && self.stressed < STRESSED;
        if self.stress && !self.pending {
            // Programs that run long are stressed less, so that they end.
            self.young_budget = STRESSED_BUDGET;
        }
        if collection == Collection::Full {
            self.full_requested = false;
            self.set_target(budget);
        }
    }

    /// Sets the use at which the heap is collected fully, from what is live now.
    fn set_target(&mut self, budget: &Budget) {
        let live = budget.used();
        let grown = live.saturating_add(live / 5 * 4).max(SMALLEST_FULL);
        // Near the limit: early enough that garbage does not pass for exhaustion, and never so
        // early that nothing can be allocated between two full collections.
        self.full_at = match budget.limit() {
            Some(limit) => {
                let margin = (limit / 8).min(2 * self.young_budget);
                let near = limit.saturating_sub(margin).max(live + limit.saturating_sub(live) / 2);
                grown.min(near)
            }
            None => grown,
        };
    }
}
