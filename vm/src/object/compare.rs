//! Rich comparison.

use gc::Value;

use super::CompareOp;
use crate::{PyResult, Vm};

impl Vm {
    /// `left op right`.
    pub fn compare(&mut self, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
        self.check_stack()?;
        let (left_class, right_class) = (self.type_of(left), self.type_of(right));
        let right_compare = self.slots_of_type(right_class).compare;
        let mut try_right = true;
        if left_class != right_class
            && right_class.is_subtype(left_class)
            && let Some(compare) = right_compare
        {
            let result = compare(self, right, left, op.swapped())?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
            try_right = false;
        }
        if let Some(compare) = self.slots_of_type(left_class).compare {
            let result = compare(self, left, right, op)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        if try_right && let Some(compare) = right_compare {
            let result = compare(self, right, left, op.swapped())?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::from_bool(left == right)),
            CompareOp::Ne => Ok(Value::from_bool(left != right)),
            _ => {
                let (left, right) = (left_class.name_text(), right_class.name_text());
                Err(self.type_error(format_args!(
                    "'{}' not supported between instances of '{left}' and '{right}'",
                    op.symbol()
                )))
            }
        }
    }

    /// The truth of `left op right`.
    pub fn compare_bool(&mut self, left: Value, right: Value, op: CompareOp) -> PyResult<bool> {
        let result = self.compare(left, right, op)?;
        match result.as_bool() {
            Some(truth) => Ok(truth),
            None => self.is_true(result),
        }
    }

    /// `left == right`, or the same object: what containers mean by equal.
    #[inline]
    pub fn is_equal(&mut self, left: Value, right: Value) -> PyResult<bool> {
        if left == right && !left.is_f64() {
            return Ok(true);
        }
        if left.both_small(right) {
            return Ok(false);
        }
        if let (Some(left), Some(right)) = (left.as_f64(), right.as_f64()) {
            // Equal words are one float object to containers, NaN included.
            return Ok(left == right || left.to_bits() == right.to_bits());
        }
        if let (Some(left), Some(right)) =
            (left.cast::<crate::builtins::str::Str>(), right.cast::<crate::builtins::str::Str>())
            && left.is_exact()
            && right.is_exact()
        {
            return Ok(left.equals(&right));
        }
        self.compare_bool(left, right, CompareOp::Eq)
    }
}
