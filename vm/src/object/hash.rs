//! `hash()`.

use gc::Value;

use crate::{PyResult, Vm};

/// The slot of types whose objects cannot be hashed.
pub fn not_hashable(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let class = vm.type_of(value).name_text();
    Err(vm.type_error(format_args!("unhashable type: '{class}'")))
}

/// The slot of `object`: from the identity number.
pub fn hash_identity(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let identity = vm.identity(value);
    // Spread, so that consecutive objects do not fill consecutive places.
    Ok((identity.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 4) as i64)
}

impl Vm {
    /// `hash(value)`.
    pub fn hash(&mut self, value: Value) -> PyResult<i64> {
        if let Some(number) = value.as_small() {
            return Ok(text::hash::hash_i64(number));
        }
        if let Some(text) = value.cast::<crate::builtins::str::Str>()
            && text.is_exact()
        {
            return Ok(text.hash(self));
        }
        self.check_stack()?;
        match self.slots(value).hash {
            Some(hash) => hash(self, value),
            None => not_hashable(self, value),
        }
    }

    /// What a Python `__hash__` returned, as a hash.
    pub fn hash_from_result(&mut self, result: Value) -> PyResult<i64> {
        let hash = match result.as_small() {
            Some(number) => number,
            None => match result.cast::<crate::builtins::int::BigInteger>() {
                Some(number) => match i64::try_from(&number.to_bigint()) {
                    Ok(number) => number,
                    Err(_) => text::hash::hash_bigint(&number.to_bigint()),
                },
                None if result.is_bool() => i64::from(result == Value::TRUE),
                None => return Err(self.type_error("__hash__ method should return an integer")),
            },
        };
        Ok(if hash == -1 { -2 } else { hash })
    }

    /// `id(value)`: never an address. Objects are numbered on first request; other values by their word.
    pub fn identity(&mut self, value: Value) -> u64 {
        match value.as_header() {
            Some(header) => 0x1_0000 + self.heap.identity(std::ptr::NonNull::from(header)) * 16,
            // Words of numbers and immediates are no addresses; keyed so that they do not look like other ids.
            None => (value.bits().wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 2) | 1 << 61,
        }
    }
}
