//! `Field`: a place in an object that holds a value, and whose writes carry the barrier.

use std::cell::Cell;
use std::marker::PhantomData;

use crate::{Gc, HeapObject, Value, Visit, Visitor};

/// A value held by an object. Reading is free; writing names the owner, for the write barrier.
#[repr(transparent)]
pub struct Field(Cell<Value>);

impl Field {
    /// A field of an object that is being made.
    #[inline(always)]
    pub const fn new(value: Value) -> Field {
        Field(Cell::new(value))
    }

    /// The value held.
    #[inline(always)]
    pub fn get(&self) -> Value {
        self.0.get()
    }

    /// Stores `value` in this field of `owner`.
    #[inline(always)]
    pub fn set<T: HeapObject>(&self, owner: Gc<T>, value: Value) {
        self.0.set(value);
        owner.barrier();
    }

    /// Stores a value that refers to no object (a number, an immediate): needs no barrier.
    #[inline(always)]
    pub fn set_plain(&self, value: Value) {
        debug_assert!(!value.is_object());
        self.0.set(value);
    }

    /// The cell itself, for code that does its own barrier.
    #[inline(always)]
    pub fn cell(&self) -> &Cell<Value> {
        &self.0
    }
}

impl Visit for Field {
    #[inline(always)]
    fn visit(&self, visitor: &mut Visitor) {
        visitor.value(self.0.get());
    }
}

/// A field that holds an object of one kind, or nothing.
#[repr(transparent)]
pub struct GcField<T>(Cell<Option<Gc<T>>>, PhantomData<T>);

impl<T: HeapObject> GcField<T> {
    /// A field of an object that is being made.
    #[inline(always)]
    pub const fn new(object: Option<Gc<T>>) -> GcField<T> {
        GcField(Cell::new(object), PhantomData)
    }

    /// The object held, if any.
    #[inline(always)]
    pub fn get(&self) -> Option<Gc<T>> {
        self.0.get()
    }

    /// Stores `object` in this field of `owner`.
    #[inline(always)]
    pub fn set<O: HeapObject>(&self, owner: Gc<O>, object: Option<Gc<T>>) {
        self.0.set(object);
        owner.barrier();
    }
}

impl<T: HeapObject> Visit for GcField<T> {
    #[inline(always)]
    fn visit(&self, visitor: &mut Visitor) {
        if let Some(object) = self.0.get() {
            visitor.value(object.value());
        }
    }
}
