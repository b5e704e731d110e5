//! `tuple`.

use std::cell::Cell;

use gc::{Field, Gc, Value};

use crate::object::{Type, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// An immutable sequence, its items inline.
    pub struct Tuple(kind::TUPLE, tail(|tuple| tuple.len)) {
        len: usize,
        /// The hash once asked for; 0 before.
        pub(crate) hash: Cell<u64>,
    }
}

crate::plain_kinds!(Tuple);

impl Tuple {
    /// The number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Has it no items?
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        // SAFETY: allocated with `len` fields behind the struct, all written when it was made and never again;
        // `Field` is a transparent word.
        unsafe { std::slice::from_raw_parts(self.tail.as_ptr().cast(), self.len) }
    }

    /// Is its class `tuple` itself?
    #[inline(always)]
    pub fn is_exact(&self) -> bool {
        self.header.shape() == shape::TUPLE
    }

    fn fields(&self) -> &[Field] {
        // SAFETY: as for `items`.
        unsafe { std::slice::from_raw_parts(self.tail.as_ptr(), self.len) }
    }
}

impl Vm {
    /// A tuple of `items`.
    #[inline]
    pub fn new_tuple(&mut self, items: &[Value]) -> PyResult<Gc<Tuple>> {
        if items.is_empty() {
            return Ok(self.empty_tuple);
        }
        let class = self.types.tuple;
        self.new_tuple_of(class, items)
    }

    /// A tuple of `items`, of `class` (`tuple` or derived from it).
    pub fn new_tuple_of(&mut self, class: Gc<Type>, items: &[Value]) -> PyResult<Gc<Tuple>> {
        let Some(tail) = items.len().checked_mul(8) else { return Err(self.memory_error()) };
        let head = Tuple { header: gc::Header::unset(), len: items.len(), hash: Cell::new(0), tail: [] };
        let tuple = self.new_tail_of(class, 0, head, tail)?;
        for (field, &item) in tuple.fields().iter().zip(items) {
            field.cell().set(item);
        }
        tuple.barrier();
        Ok(tuple)
    }
}
