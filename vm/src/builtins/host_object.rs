//! `HostObject`: an instance of a native type whose state is a Rust object outside the heap.
//!
//! The heap object holds a number, never a pointer; when it dies the collector reports the number and the
//! Rust object is dropped. The state must hold no `Value`s: the collector does not see them. What must be seen
//! goes to [`HostObject::values`].

use std::any::Any;
use std::ptr::NonNull;

use gc::{Field, Gc};

use crate::object::{Type, kind};
use crate::{PyResult, Vm};

gc::heap_struct! {
    /// A handle on a Rust object.
    pub struct HostObject(kind::HOST_OBJECT) {
        /// References that belong to the object: a tuple, list or array, or nothing.
        pub values: Field,
        index: u32,
    }
}

impl crate::object::kind::Describe for HostObject {
    // SAFETY: called with objects of this kind only.
    const RELEASE: Option<unsafe fn(*const gc::Header) -> u32> =
        Some(|header| unsafe { (*header.cast::<HostObject>()).index });
}

impl Vm {
    /// An object of `class` that owns `state`.
    pub fn new_host_object<T: Any>(
        &mut self,
        class: Gc<Type>,
        state: T,
    ) -> PyResult<Gc<HostObject>> {
        let index = match self.free_host_objects.pop() {
            Some(index) => {
                self.host_objects[index as usize] = Some(Box::new(state));
                index
            }
            None => {
                self.host_objects.push(Some(Box::new(state)));
                (self.host_objects.len() - 1) as u32
            }
        };
        let object = self.new_object_of(
            class,
            HostObject { header: gc::Header::unset(), values: Field::new(gc::Value::NONE), index },
        )?;
        let result = self.heap.register_releasable(NonNull::from(object.header()));
        self.or_memory_error(result)?;
        Ok(object)
    }

    /// The state of `object` if it is a `T`.
    pub fn host_state<T: Any>(&mut self, object: Gc<HostObject>) -> Option<&mut T> {
        self.host_objects.get_mut(object.index as usize)?.as_mut()?.downcast_mut()
    }

    /// The object numbered `index` died.
    pub(crate) fn release_host_object(&mut self, index: u32) {
        if let Some(entry) = self.host_objects.get_mut(index as usize)
            && entry.take().is_some()
        {
            self.free_host_objects.push(index);
        }
    }
}
