//! Backing stores: runs of values and of bytes, owned by one list, dict, bytearray, … each.

use std::cell::Cell;

use gc::{Field, Gc, Value};

use super::kind;
use crate::{PyResult, Vm};

gc::heap_struct! {
    /// A run of values: list items, dict entries, overflow attributes.
    pub struct Array(kind::ARRAY, tail(|array| array.capacity)) { capacity: usize }
}

gc::heap_struct! {
    /// A run of bytes: bytearray contents, dict index tables.
    pub struct Raw(kind::RAW, bytes(|raw| raw.capacity)) { capacity: usize }
}

crate::plain_kinds!(Array, Raw);

impl Array {
    /// The number of values.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// All values.
    #[inline(always)]
    pub fn values(&self) -> &[Value] {
        // SAFETY: allocated with `capacity` values behind the struct, all initialised by
        // `new_array`; `Field` is a transparent `Cell<Value>`, and no slice outlives a write that the
        // same thread makes through `set` without the caller seeing it (single-threaded VM; callers
        // re-read after running Python code).
        unsafe { std::slice::from_raw_parts(self.tail.as_ptr().cast(), self.capacity) }
    }

    /// The cells of all values.
    #[inline(always)]
    pub fn fields(&self) -> &[Field] {
        // SAFETY: as for `values`.
        unsafe { std::slice::from_raw_parts(self.tail.as_ptr(), self.capacity) }
    }

    /// The value at `index`, which is below the capacity.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Value {
        self.fields()[index].get()
    }
}

/// Writes that carry the barrier.
pub trait ArrayExt {
    /// Stores `value` at `index`, which is below the capacity.
    fn set(self, index: usize, value: Value);
    /// Copies `values` to the places from `index`.
    fn write(self, index: usize, values: &[Value]);
    /// Moves `count` values from `from` to `to`; the ranges may overlap.
    fn move_within(self, from: usize, to: usize, count: usize);
}

impl ArrayExt for Gc<Array> {
    #[inline(always)]
    fn set(self, index: usize, value: Value) {
        self.fields()[index].set(self, value);
    }

    fn write(self, index: usize, values: &[Value]) {
        for (field, &value) in self.fields()[index..index + values.len()].iter().zip(values) {
            field.cell().set(value);
        }
        self.barrier();
    }

    fn move_within(self, from: usize, to: usize, count: usize) {
        let fields = self.fields();
        assert!(from.max(to).checked_add(count).is_some_and(|end| end <= fields.len()));
        // SAFETY: both ranges were checked; `Field` is a `Copy`-able word inside a `Cell`.
        unsafe {
            let base = fields.as_ptr().cast_mut();
            std::ptr::copy(base.add(from), base.add(to), count);
        }
    }
}

impl Raw {
    /// The number of bytes.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// All bytes.
    #[inline(always)]
    pub fn bytes(&self) -> &[Cell<u8>] {
        // SAFETY: allocated (zeroed) with `capacity` bytes behind the struct.
        unsafe { std::slice::from_raw_parts(self.bytes.as_ptr().cast(), self.capacity) }
    }

    /// A copy-free view of the bytes. The caller writes nothing to this store while it holds it.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: as for `bytes`; bytes are always initialised.
        unsafe { std::slice::from_raw_parts(self.bytes.as_ptr(), self.capacity) }
    }

    /// The start of the bytes, for code that writes runs (`ptr::copy`) within the capacity.
    #[inline(always)]
    pub fn as_mut_ptr(&self) -> *mut u8 {
        self.bytes.as_ptr().cast_mut()
    }

    /// Overwrites the bytes from `index`; the run lies within the capacity.
    pub fn write(&self, index: usize, bytes: &[u8]) {
        for (cell, &byte) in self.bytes()[index..index + bytes.len()].iter().zip(bytes) {
            cell.set(byte);
        }
    }
}

impl Vm {
    /// A run of `capacity` values, all `fill` (which refers to no object).
    pub fn new_array(&mut self, capacity: usize, fill: Value) -> PyResult<Gc<Array>> {
        let Some(size) =
            capacity.checked_mul(8).and_then(|size| size.checked_add(size_of::<Array>()))
        else {
            return Err(self.memory_error());
        };
        let header = self.allocate(size, kind::ARRAY, crate::object::shape::ARRAY, 0)?;
        // SAFETY: fresh memory of `size` bytes: the struct and `capacity` values.
        unsafe {
            let array = header.cast::<Array>();
            (*array.as_ptr()).capacity = capacity;
            if fill.bits() != 0 {
                let tail = (*array.as_ptr()).tail.as_mut_ptr().cast::<Value>();
                for index in 0..capacity {
                    tail.add(index).write(fill);
                }
            }
            Ok(Gc::from_header(header))
        }
    }

    /// A run of `capacity` zero bytes.
    pub fn new_raw(&mut self, capacity: usize) -> PyResult<Gc<Raw>> {
        let Some(size) = capacity.checked_add(size_of::<Raw>() + 7).map(|size| size & !7) else {
            return Err(self.memory_error());
        };
        let header = self.allocate(size, kind::RAW, crate::object::shape::RAW, 0)?;
        // SAFETY: fresh zeroed memory of `size` bytes.
        unsafe {
            (*header.cast::<Raw>().as_ptr()).capacity = capacity;
            Ok(Gc::from_header(header))
        }
    }
}
