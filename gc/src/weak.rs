//! Weak references: cleared when what they refer to dies, before any finalizer could bring it back.

use std::ptr::NonNull;

use crate::header::bits;
use crate::mark::is_marked;
use crate::{Collection, Header, Heap, OutOfMemory, Value};

/// Objects that need attention when they, or what they refer to, die. Those before `old` survived
/// a collection; a minor collection need not look at them.
#[derive(Default)]
pub(crate) struct Watched {
    pub(crate) objects: Vec<NonNull<Header>>,
    pub(crate) old: usize,
}

impl Watched {
    pub(crate) fn push(&mut self, header: NonNull<Header>) -> Result<(), OutOfMemory> {
        self.objects.try_reserve(1).map_err(|_| OutOfMemory)?;
        self.objects.push(header);
        Ok(())
    }

    /// The first object a collection has to look at.
    pub(crate) fn from(&self, collection: Collection) -> usize {
        if collection == Collection::Full { 0 } else { self.old }
    }

    /// Forgets the unmarked objects, showing each, in order of registration.
    pub(crate) fn prune(&mut self, collection: Collection, mut dead: impl FnMut(NonNull<Header>)) {
        let from = self.from(collection);
        let mut kept = from;
        for index in from..self.objects.len() {
            let header = self.objects[index];
            if alive(header) {
                self.objects[kept] = header;
                kept += 1;
            } else {
                dead(header);
            }
        }
        self.objects.truncate(kept);
        self.old = kept;
    }
}

/// Was the object reached? Asked between marking and sweeping, when every object is still there.
pub(crate) fn alive(header: NonNull<Header>) -> bool {
    // SAFETY: *safepoint*: watched objects are forgotten before they are swept.
    is_marked(unsafe { header.as_ref() })
}

impl Heap {
    /// Watches a weak reference: when its referent dies, its field is set to `UNBOUND` and, if it
    /// is alive itself, it is reported by [`Heap::take_cleared`].
    ///
    /// Registering must follow each store into the field that could make it refer to a younger
    /// object.
    pub fn register_weak(&mut self, header: NonNull<Header>) -> Result<(), OutOfMemory> {
        // SAFETY: *reachable*: the caller holds the object.
        let holder = unsafe { header.as_ref() };
        debug_assert!(self.info(holder).weak.is_some(), "not a weak reference");
        // SAFETY: *header*: the row is the one of the object's kind.
        let referent = self.info(holder).weak.map(|field| unsafe { (*field(holder)).get() });
        if let Some(referent) = referent.and_then(Value::as_header) {
            referent.set_bits(bits::WEAKLY_REFERENCED);
        }
        self.weak.push(header)
    }

    /// Clears the weak references whose referent was not reached.
    pub(crate) fn clear_weak(&mut self, collection: Collection) {
        let from = self.weak.from(collection);
        for index in from..self.weak.objects.len() {
            let header = self.weak.objects[index];
            // SAFETY: *safepoint*: watched objects are forgotten before they are swept.
            let holder = unsafe { header.as_ref() };
            let Some(field) = self.info(holder).weak else { continue };
            // SAFETY: *header*: the row is the one of the object's kind; the field is in the object.
            let field = unsafe { &*field(holder) };
            if let Some(referent) = field.get().as_header()
                && !is_marked(referent)
            {
                field.set(Value::UNBOUND);
                if is_marked(holder) {
                    self.cleared.push(Value::from_header(header));
                }
            }
        }
    }

    /// The live weak references that lost their referents since this was asked last.
    pub fn take_cleared(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.cleared)
    }
}
