//! Finalizers, outside resources and identity numbers: what is owed to objects that die.
//!
//! The order is that of PEP 442: weak references to everything unreachable are cleared first; then
//! the unreachable objects with a finalizer, and all they refer to, are kept for one more round and
//! queued; what is still unreached dies.

use std::collections::BTreeMap;
use std::ptr::NonNull;

use crate::header::bits;
use crate::weak::{Watched, alive};
use crate::{Collection, Header, Heap, Kind, OutOfMemory, Value, Visitor};

/// Identity numbers given so far.
#[derive(Default)]
pub(crate) struct Identities {
    numbers: BTreeMap<usize, u64>,
    given: u64,
    watched: Watched,
}

/// Bytes charged for each number in the side tables.
const IDENTITY_COST: usize = 40;

impl Heap {
    /// Has the object queued for its finalizer, once, when it is no longer reachable.
    pub fn register_finalizable(&mut self, header: NonNull<Header>) -> Result<(), OutOfMemory> {
        self.finalizable.push(header)
    }

    /// Has the number its kind's `release` gives reported when the object dies.
    pub fn register_releasable(&mut self, header: NonNull<Header>) -> Result<(), OutOfMemory> {
        // SAFETY: *reachable*: the caller holds the object.
        unsafe { header.as_ref() }.set_bits(bits::RELEASE);
        self.releasable.push(header)
    }

    /// A number that no other object of this heap ever has, and that says nothing of the address.
    pub fn identity(&mut self, header: NonNull<Header>) -> u64 {
        let address = header.as_ptr() as usize;
        // SAFETY: *reachable*: the caller holds the object.
        let object = unsafe { header.as_ref() };
        let identities = &mut self.identities;
        if object.has(bits::IDENTIFIED)
            && let Some(&number) = identities.numbers.get(&address)
        {
            return number;
        }
        object.set_bits(bits::IDENTIFIED);
        identities.given += 1;
        identities.numbers.insert(address, identities.given);
        identities.watched.objects.push(header);
        // Over the limit the number is given all the same; the next allocation is refused.
        self.budget.charge_anyway(IDENTITY_COST);
        identities.given
    }

    /// Queues the unreached objects with a finalizer and marks through them.
    pub(crate) fn queue_finalizers(&mut self, collection: Collection, visitor: &mut Visitor) {
        let queue = &mut self.finalizer_queue;
        let first = queue.len();
        self.finalizable.prune(collection, |header| {
            // SAFETY: *safepoint*: watched objects are forgotten before they are swept.
            unsafe { header.as_ref() }.set_bits(bits::FINALIZED);
            queue.push(Value::from_header(header));
        });
        visitor.values(&self.finalizer_queue[first..]);
        self.drain(visitor);
    }

    /// Forgets what died.
    pub(crate) fn forget_dead(&mut self, collection: Collection) {
        let kinds = self.kinds;
        let released = &mut self.released;
        self.weak.prune(collection, |_| ());
        self.releasable.prune(collection, |header| {
            // SAFETY: *safepoint*: watched objects are forgotten before they are swept, and
            // *header*: the row is the one of the object's kind.
            unsafe {
                let kind = header.as_ref().kind();
                if let Some(release) = kinds[usize::from(kind.0)].release {
                    released.push((kind, release(header.as_ptr())));
                }
            }
        });
        let Identities { numbers, watched, .. } = &mut self.identities;
        let before = numbers.len();
        watched.prune(collection, |header| {
            numbers.remove(&(header.as_ptr() as usize));
        });
        self.budget.release((before - self.identities.numbers.len()) * IDENTITY_COST);
        debug_assert!(
            self.finalizer_queue.iter().all(|value| {
                value.as_header().is_some_and(|header| alive(NonNull::from(header)))
            })
        );
    }

    /// The objects whose finalizer has to run, in the order they were registered.
    pub fn take_finalizable(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.finalizer_queue)
    }

    /// Kind and number of each outside thing whose object died.
    pub fn take_released(&mut self) -> Vec<(Kind, u32)> {
        std::mem::take(&mut self.released)
    }
}
