//! Conversions every type takes part in: truth, length, `repr`, `str`, index, float.

use gc::{Gc, Value};
use num_bigint::BigInt;

use crate::builtins::int::BigInteger;
use crate::builtins::str::Str;
use crate::{Name, PyResult, Raised, Vm};

impl Vm {
    /// The truth of `value`.
    #[inline]
    pub fn is_true(&mut self, value: Value) -> PyResult<bool> {
        if let Some(truth) = value.as_bool() {
            return Ok(truth);
        }
        if let Some(number) = value.as_small() {
            return Ok(number != 0);
        }
        if value.is_none() {
            return Ok(false);
        }
        if let Some(number) = value.as_f64() {
            return Ok(number != 0.0);
        }
        self.is_true_slow(value)
    }

    #[inline(never)]
    fn is_true_slow(&mut self, value: Value) -> PyResult<bool> {
        let slots = self.slots(value);
        if let Some(truth) = slots.truth {
            return truth(self, value);
        }
        if let Some(len) = slots.len {
            return Ok(len(self, value)? != 0);
        }
        Ok(true)
    }

    /// `len(value)`.
    pub fn len(&mut self, value: Value) -> PyResult<usize> {
        match self.slots(value).len {
            Some(len) => len(self, value),
            None => {
                let class = self.type_of(value).name_text();
                Err(self.type_error(format_args!("object of type '{class}' has no len()")))
            }
        }
    }

    /// What a Python `__len__` returned, as a length.
    pub fn len_from_result(&mut self, result: Value) -> PyResult<usize> {
        let number = self.index(result)?;
        match number.as_small() {
            Some(len) => {
                usize::try_from(len).map_err(|_| self.value_error("__len__() should return >= 0"))
            }
            None if self.index_as_big(number)?.sign() == num_bigint::Sign::Minus => {
                Err(self.value_error("__len__() should return >= 0"))
            }
            None => Err(self.overflow_error("cannot fit 'int' into an index-sized integer")),
        }
    }

    /// `repr(value)`.
    pub fn repr(&mut self, value: Value) -> PyResult<Gc<Str>> {
        self.check_stack()?;
        let Some(repr) = self.slots(value).repr else {
            return Err(self.system_error("the type has no repr"));
        };
        let result = repr(self, value)?;
        self.expect_str(result, "__repr__")
    }

    /// `str(value)`.
    pub fn str(&mut self, value: Value) -> PyResult<Gc<Str>> {
        if let Some(text) = value.cast::<Str>()
            && text.is_exact()
        {
            return Ok(text);
        }
        self.check_stack()?;
        match self.slots(value).str {
            Some(str) => {
                let result = str(self, value)?;
                self.expect_str(result, "__str__")
            }
            None => self.repr(value),
        }
    }

    fn expect_str(&mut self, result: Value, method: &str) -> PyResult<Gc<Str>> {
        match result.cast::<Str>() {
            Some(text) => Ok(text),
            None => {
                let class = self.type_of(result).name_text();
                Err(self.type_error(format_args!("{method} returned non-string (type {class})")))
            }
        }
    }

    /// `repr(value)` as Rust text; surrogates become `\udc80`-like escapes.
    pub fn repr_text(&mut self, value: Value) -> PyResult<String> {
        Ok(self.repr(value)?.to_string_lossy())
    }

    /// `format(value, spec)`.
    pub fn format(&mut self, value: Value, spec: Gc<Str>) -> PyResult<Gc<Str>> {
        if spec.is_empty()
            && (value.is_small()
                || value.is_f64()
                || value.cast::<Str>().is_some_and(|text| text.is_exact()))
        {
            return self.str(value);
        }
        match self.call_special(value, Name::Format, &[spec.value()])? {
            Some(result) => match result.cast::<Str>() {
                Some(text) => Ok(text),
                None => {
                    let class = self.type_of(result).name_text();
                    Err(self.type_error(format_args!("__format__ must return a str, not {class}")))
                }
            },
            None => {
                let class = self.type_of(value).name_text();
                Err(self.type_error(format_args!("Type {class} doesn't define __format__")))
            }
        }
    }

    // -- Integers ----------------------------------------------------------------------------

    /// `operator.index(value)`: an int (perhaps an instance of a subclass).
    pub fn index(&mut self, value: Value) -> PyResult<Value> {
        if value.is_small() || value.is::<BigInteger>() {
            return Ok(value);
        }
        if let Some(truth) = value.as_bool() {
            return Ok(Value::from_small(i64::from(truth)));
        }
        let Some(index) = self.slots(value).index else {
            let class = self.type_of(value).name_text();
            return Err(self
                .type_error(format_args!("'{class}' object cannot be interpreted as an integer")));
        };
        let result = index(self, value)?;
        if result.is_small() || result.is::<BigInteger>() {
            return Ok(result);
        }
        if let Some(truth) = result.as_bool() {
            return Ok(Value::from_small(i64::from(truth)));
        }
        let class = self.type_of(result).name_text();
        Err(self.type_error(format_args!("__index__ returned non-int (type {class})")))
    }

    /// The int `value` (through `__index__`) as 64 bits; larger raises `OverflowError`.
    pub fn index_as_i64(&mut self, value: Value) -> PyResult<i64> {
        let value = self.index(value)?;
        match value.as_small() {
            Some(number) => Ok(number),
            None => match value.cast::<BigInteger>().and_then(|number| number.to_i64()) {
                Some(number) => Ok(number),
                None => Err(self.overflow_error("Python int too large to convert to C long")),
            },
        }
    }

    /// The int `value` (through `__index__`) with no limit.
    pub fn index_as_big(&mut self, value: Value) -> PyResult<BigInt> {
        let value = self.index(value)?;
        match value.as_small() {
            Some(number) => Ok(BigInt::from(number)),
            None => {
                Ok(value.cast::<BigInteger>().map(|number| number.to_bigint()).unwrap_or_default())
            }
        }
    }

    /// An index for slicing: the int `value` (through `__index__`) clamped to 64 bits.
    pub fn index_clamped(&mut self, value: Value) -> PyResult<i64> {
        let value = self.index(value)?;
        match value.as_small() {
            Some(number) => Ok(number),
            None => match value.cast::<BigInteger>() {
                Some(number) => Ok(number.to_i64().unwrap_or(if number.is_negative() {
                    i64::MIN
                } else {
                    i64::MAX
                })),
                None => Ok(0),
            },
        }
    }

    /// The number `value` as a float (through `__float__`, then `__index__`).
    pub fn to_f64(&mut self, value: Value) -> PyResult<f64> {
        if let Some(number) = value.as_f64() {
            return Ok(number);
        }
        if let Some(number) = value.as_small() {
            return Ok(number as f64);
        }
        if let Some(float) = self.slots(value).float {
            let result = float(self, value)?;
            if let Some(number) = crate::builtins::float::value_of(result) {
                return Ok(number);
            }
            let (class, got) = (self.type_of(value).name_text(), self.type_of(result).name_text());
            return Err(
                self.type_error(format_args!("{class}.__float__ returned non-float (type {got})"))
            );
        }
        if self.slots(value).index.is_some() {
            let number = self.index_as_big(value)?;
            return self.big_to_f64(&number);
        }
        let class = self.type_of(value).name_text();
        Err(self.type_error(format_args!("must be real number, not {class}")))
    }

    /// The nearest float of an int; too large raises `OverflowError`.
    pub fn big_to_f64(&mut self, number: &BigInt) -> PyResult<f64> {
        match text::float::f64_from_bigint(number) {
            Ok(number) => Ok(number),
            Err(error) => Err(self.float_error(error)),
        }
    }

    /// An int of 64 bits as a value.
    #[inline]
    pub fn new_int(&mut self, number: i64) -> PyResult<Value> {
        match Value::from_i64(number) {
            Some(value) => Ok(value),
            None => self.new_big_int(BigInt::from(number)),
        }
    }

    /// Raises `TypeError`: `expected`, but got `value`'s type.
    #[cold]
    pub fn expected(&mut self, expected: &str, value: Value) -> Raised {
        let class = self.type_of(value).name_text();
        self.type_error(format_args!("expected {expected}, not {class}"))
    }
}
