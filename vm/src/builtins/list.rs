//! `list`.

mod methods;
pub(crate) mod sort;

use std::cell::Cell;

use gc::field::GcField;
use gc::{Gc, Value};

use crate::object::storage::ArrayExt;
use crate::object::{Array, Type, kind, shape};
use crate::{PyResult, Vm};

pub use methods::LIST;

gc::heap_struct! {
    /// A mutable sequence: a length and a backing store.
    pub struct List(kind::LIST) {
        pub(crate) store: GcField<Array>,
        pub(crate) len: Cell<usize>,
    }
}

crate::plain_kinds!(List);

impl List {
    /// The number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Has it no items?
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len.get() == 0
    }

    /// The items as they are now. Running Python code may replace them: read again afterwards.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        match self.store.get() {
            // SAFETY: the slice lies in the store, which lives as long as the list refers to it and, by
            // *safepoint*, until the caller lets a collection happen.
            Some(store) => unsafe {
                std::slice::from_raw_parts(store.values().as_ptr(), self.len.get())
            },
            None => &[],
        }
    }

    /// The item at `index`, if there is one.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        if index < self.len.get() { self.store.get().map(|store| store.get(index)) } else { None }
    }

    /// Is its class `list` itself?
    #[inline(always)]
    pub fn is_exact(&self) -> bool {
        self.header.shape() == shape::LIST
    }
}

impl Vm {
    /// A list of `items`.
    pub fn new_list(&mut self, items: &[Value]) -> PyResult<Gc<List>> {
        let class = self.types.list;
        self.new_list_of(class, items)
    }

    /// A list of `items`, of `class` (`list` or derived from it).
    pub fn new_list_of(&mut self, class: Gc<Type>, items: &[Value]) -> PyResult<Gc<List>> {
        let store = if items.is_empty() {
            None
        } else {
            let store = self.new_array(items.len(), Value::UNBOUND)?;
            store.write(0, items);
            Some(store)
        };
        self.new_object_of(
            class,
            List {
                header: gc::Header::unset(),
                store: GcField::new(store),
                len: Cell::new(items.len()),
            },
        )
    }

    /// `list.append(item)`, amortised constant time.
    #[inline]
    pub fn list_append(&mut self, list: Gc<List>, item: Value) -> PyResult<()> {
        let len = list.len.get();
        match list.store.get() {
            Some(store) if len < store.capacity() => store.set(len, item),
            _ => self.list_reserve(list, 1)?.set(len, item),
        }
        list.len.set(len + 1);
        Ok(())
    }

    /// Makes room for `more` items behind the last and returns the store.
    #[inline(never)]
    pub(crate) fn list_reserve(&mut self, list: Gc<List>, more: usize) -> PyResult<Gc<Array>> {
        let len = list.len.get();
        let Some(needed) = len.checked_add(more) else { return Err(self.memory_error()) };
        if let Some(store) = list.store.get()
            && needed <= store.capacity()
        {
            return Ok(store);
        }
        // CPython's growth: an eighth more and a little, a multiple of four. What fills an empty list at once has its size.
        let capacity = if len == 0 && more > 8 {
            needed
        } else {
            needed.saturating_add(needed >> 3).saturating_add(6) & !3
        };
        let store = self.new_array(capacity, Value::UNBOUND)?;
        store.write(0, list.items());
        list.store.set(list, Some(store));
        Ok(store)
    }
}
