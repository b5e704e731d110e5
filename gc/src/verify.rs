//! Invariants of the whole heap, checked around collections in debug builds.

use std::ptr::NonNull;

use crate::header::bits;
use crate::mark::{is_marked, size_of_object, visit_object};
use crate::{Header, Heap, Visitor};

impl Heap {
    /// Checks every object: what it shows are objects, and an old object that was not written to
    /// refers to old objects only. The message says what is wrong.
    pub fn verify(&self) -> Result<(), String> {
        let mut problem = None;
        let mut visitor = Visitor::new();
        self.each_object(|header| {
            if problem.is_none() {
                problem = self.check(header, &mut visitor).err();
            }
        });
        problem.map_or(Ok(()), Err)
    }

    fn check(&self, header: NonNull<Header>, visitor: &mut Visitor) -> Result<(), String> {
        // SAFETY: *start*: only places where objects start are shown.
        let object = unsafe { header.as_ref() };
        let address = header.as_ptr();
        let kind = usize::from(object.kind().0);
        let Some(info) = self.kinds.get(kind) else {
            return Err(format!("the object at {address:p} is of the unknown kind {kind}"));
        };
        let name = info.name;
        if object.has(bits::OLD) && !is_marked(object) {
            return Err(format!("the {name} at {address:p} is old but not marked"));
        }
        if object.has(bits::MARK) {
            return Err(format!("the {name} at {address:p} was left on the way"));
        }
        if size_of_object(self.kinds, object) < size_of::<Header>() {
            return Err(format!("the {name} at {address:p} is smaller than its header"));
        }
        visit_object(self.kinds, object, visitor);
        if let Some(weak) = info.weak {
            // SAFETY: *header*: the row is the one of the object's kind.
            visitor.value(unsafe { (*weak(object)).get() });
            if let Some(&referent) = visitor.pending.last()
                && !self.is_object_start(referent as usize)
            {
                return Err(format!("the {name} at {address:p} weakly refers to no object"));
            }
            visitor.pending.clear();
            visit_object(self.kinds, object, visitor);
        }
        let young_allowed = !object.has(bits::OLD);
        for child in std::mem::take(&mut visitor.pending) {
            if !self.is_object_start(child as usize) {
                return Err(format!("the {name} at {address:p} refers to {child:p}: no object"));
            }
            // SAFETY: *start*: just checked.
            let child_header = unsafe { &*child };
            if !young_allowed && !is_marked(child_header) {
                let child_name = self.info(child_header).name;
                return Err(format!(
                    "the old {name} at {address:p} refers to the young {child_name} at {child:p}: \
                     a store without its barrier"
                ));
            }
        }
        Ok(())
    }

    /// Fails with a message if the heap is not in order.
    pub(crate) fn assert_in_order(&self, when: &str) {
        if let Err(problem) = self.verify() {
            panic!("{when} a collection: {problem}");
        }
    }
}
