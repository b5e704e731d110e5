//! Operators on any two values: which side's method is asked, in which order.

use gc::Value;

use super::BinaryOp;
use crate::{Name, PyResult, Raised, Vm};

impl Vm {
    /// `left op right`.
    pub fn binary(&mut self, left: Value, right: Value, op: BinaryOp) -> PyResult<Value> {
        let result = self.binary_numbers(left, right, op)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
        self.binary_sequences(left, right, op, false)
    }

    /// `left op= right`.
    pub fn binary_inplace(&mut self, left: Value, right: Value, op: BinaryOp) -> PyResult<Value> {
        if let Some(inplace) = op.inplace_slot(self.slots(left)) {
            let result = inplace(self, left, right)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        let result = self.binary_numbers(left, right, op)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
        self.binary_sequences(left, right, op, true)
    }

    fn binary_numbers(&mut self, left: Value, right: Value, op: BinaryOp) -> PyResult<Value> {
        let (left_class, right_class) = (self.type_of(left), self.type_of(right));
        let left_slot = op.slot(self.slots_of_type(left_class));
        let mut right_slot = op.slot(self.slots_of_type(right_class));
        if left_class == right_class || same(left_slot, right_slot) {
            right_slot = None;
        }
        if let Some(left_slot) = left_slot {
            if let Some(function) = right_slot
                && right_class.is_subtype(left_class)
            {
                let result = function(self, left, right)?;
                if result != Value::NOT_IMPLEMENTED {
                    return Ok(result);
                }
                right_slot = None;
            }
            let result = left_slot(self, left, right)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        match right_slot {
            Some(function) => function(self, left, right),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    fn binary_sequences(
        &mut self,
        left: Value,
        right: Value,
        op: BinaryOp,
        inplace: bool,
    ) -> PyResult<Value> {
        match op {
            BinaryOp::Add => {
                let slots = self.slots(left);
                if inplace && let Some(concat) = slots.inplace_concat {
                    return concat(self, left, right);
                }
                if let Some(concat) = slots.concat {
                    return concat(self, left, right);
                }
            }
            BinaryOp::Multiply => {
                let slots = self.slots(left);
                if inplace && let Some(repeat) = slots.inplace_repeat {
                    return self.repeat_by(repeat, left, right);
                }
                if let Some(repeat) = slots.repeat {
                    return self.repeat_by(repeat, left, right);
                }
                if let Some(repeat) = self.slots(right).repeat {
                    return self.repeat_by(repeat, right, left);
                }
            }
            _ => {}
        }
        let symbol = op.symbol();
        Err(self.unsupported(left, right, symbol, inplace))
    }

    fn repeat_by(
        &mut self,
        repeat: super::slots::Binary,
        sequence: Value,
        count: Value,
    ) -> PyResult<Value> {
        if self.slots(count).index.is_none() {
            let class = self.type_of(count).name_text();
            return Err(self
                .type_error(format_args!("can't multiply sequence by non-int of type '{class}'")));
        }
        repeat(self, sequence, count)
    }

    /// `base ** exponent`, or `pow(base, exponent, modulus)` when the modulus is bound.
    pub fn power(
        &mut self,
        base: Value,
        exponent: Value,
        modulus: Value,
        inplace: bool,
    ) -> PyResult<Value> {
        if inplace && let Some(function) = self.slots(base).inplace_power {
            let result = function(self, base, exponent)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        let (left_class, right_class) = (self.type_of(base), self.type_of(exponent));
        let left_slot = self.slots_of_type(left_class).power;
        let mut right_slot = self.slots_of_type(right_class).power;
        if left_class == right_class
            || left_slot.map(|f| f as usize) == right_slot.map(|f| f as usize)
        {
            right_slot = None;
        }
        if let Some(left_slot) = left_slot {
            if let Some(function) = right_slot
                && right_class.is_subtype(left_class)
            {
                let result = function(self, base, exponent, modulus)?;
                if result != Value::NOT_IMPLEMENTED {
                    return Ok(result);
                }
                right_slot = None;
            }
            let result = left_slot(self, base, exponent, modulus)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        if let Some(function) = right_slot {
            let result = function(self, base, exponent, modulus)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        if !modulus.is_unbound() {
            let names = [base, exponent, modulus].map(|value| self.type_of(value).name_text());
            return Err(self.type_error(format_args!(
                "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
                names[0], names[1], names[2]
            )));
        }
        let symbol = if inplace { "**" } else { "** or pow()" };
        Err(self.unsupported(base, exponent, symbol, inplace))
    }

    #[cold]
    fn unsupported(&mut self, left: Value, right: Value, symbol: &str, inplace: bool) -> Raised {
        let (left_name, right_name) =
            (self.type_of(left).name_text(), self.type_of(right).name_text());
        let equals = if inplace { "=" } else { "" };
        if symbol == ">>"
            && !inplace
            && left_name == "builtin_function_or_method"
            && left
                .cast::<crate::builtins::native_function::NativeFunction>()
                .is_some_and(|function| function.def(self).name() == "print")
        {
            return self.type_error(format_args!(
                "unsupported operand type(s) for >>: '{left_name}' and '{right_name}'. Did you mean \"print(<message>, file=<output_stream>)\"?"
            ));
        }
        self.type_error(format_args!(
            "unsupported operand type(s) for {symbol}{equals}: '{left_name}' and '{right_name}'"
        ))
    }

    /// `-value`, `+value`, `~value`, `abs(value)`: by the slot that `slot` picks.
    pub fn unary(&mut self, value: Value, method: Name) -> PyResult<Value> {
        let slots = self.slots(value);
        let (slot, symbol) = match method {
            Name::Neg => (slots.negative, "unary -"),
            Name::Pos => (slots.positive, "unary +"),
            Name::Invert => (slots.invert, "unary ~"),
            _ => (slots.absolute, "abs()"),
        };
        match slot {
            Some(function) => function(self, value),
            None => {
                let class = self.type_of(value).name_text();
                Err(self.type_error(format_args!("bad operand type for {symbol}: '{class}'")))
            }
        }
    }

    /// `container[key]`.
    pub fn get_item(&mut self, container: Value, key: Value) -> PyResult<Value> {
        if let Some(get) = self.slots(container).get_item {
            return get(self, container, key);
        }
        if let Some(class) = container.cast::<super::Type>() {
            return crate::builtins::class::class_get_item(self, class, key);
        }
        let class = self.type_of(container).name_text();
        Err(self.type_error(format_args!("'{class}' object is not subscriptable")))
    }

    /// `container[key] = value`; an unbound value deletes.
    pub fn set_item(&mut self, container: Value, key: Value, value: Value) -> PyResult<()> {
        if let Some(set) = self.slots(container).set_item {
            return set(self, container, key, value);
        }
        let class = self.type_of(container).name_text();
        let what = if value.is_unbound() { "deletion" } else { "assignment" };
        Err(self.type_error(format_args!(
            "'{class}' object {} item {what}",
            if value.is_unbound() { "doesn't support" } else { "does not support" }
        )))
    }

    /// `item in container`.
    pub fn contains(&mut self, container: Value, item: Value) -> PyResult<bool> {
        if let Some(contains) = self.slots(container).contains {
            return contains(self, container, item);
        }
        if self.slots(container).iter.is_none() && self.slots(container).get_item.is_none() {
            let class = self.type_of(container).name_text();
            return Err(self.type_error(format_args!(
                "argument of type '{class}' is not a container or iterable"
            )));
        }
        let mut found = false;
        self.for_each(container, |vm, each| {
            found = vm.is_equal(each, item)?;
            Ok(!found)
        })?;
        Ok(found)
    }
}

fn same(left: Option<super::slots::Binary>, right: Option<super::slots::Binary>) -> bool {
    left.map(|function| function as usize) == right.map(|function| function as usize)
}
