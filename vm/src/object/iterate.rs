//! Iteration from Rust.

use gc::{TempVec, Value};

use crate::builtins::list::List;
use crate::builtins::tuple::Tuple;
use crate::{Name, PyResult, Vm};

impl Vm {
    /// `iter(value)`.
    pub fn iter(&mut self, value: Value) -> PyResult<Value> {
        if let Some(iter) = self.slots(value).iter {
            let iterator = iter(self, value)?;
            if self.slots(iterator).next.is_none() {
                let class = self.type_of(iterator).name_text();
                return Err(
                    self.type_error(format_args!("iter() returned non-iterator of type '{class}'"))
                );
            }
            return Ok(iterator);
        }
        if self.slots(value).get_item.is_some() && !value.is::<crate::builtins::dict::Dict>() {
            return crate::builtins::iterators::new_sequence_iterator(self, value);
        }
        let class = self.type_of(value).name_text();
        Err(self.type_error(format_args!("'{class}' object is not iterable")))
    }

    /// `next(iterator)`, or `None` at the end.
    #[inline]
    pub fn next(&mut self, iterator: Value) -> PyResult<Option<Value>> {
        match self.slots(iterator).next {
            Some(next) => next(self, iterator),
            None => {
                let class = self.type_of(iterator).name_text();
                Err(self.type_error(format_args!("'{class}' object is not an iterator")))
            }
        }
    }

    /// All items of `iterable`.
    pub fn collect_items(&mut self, iterable: Value) -> PyResult<TempVec> {
        if let Some(list) = iterable.cast::<List>()
            && list.is_exact()
        {
            return Ok(TempVec::from(list.items()));
        }
        if let Some(tuple) = iterable.cast::<Tuple>()
            && tuple.is_exact()
        {
            return Ok(TempVec::from(tuple.items()));
        }
        let mut items = TempVec::new();
        self.for_each(iterable, |vm, item| {
            if items.try_reserve(1).is_err() {
                return Err(vm.memory_error());
            }
            items.push(item);
            Ok(true)
        })?;
        Ok(items)
    }

    /// Calls `visit` with each item of `iterable` until it returns `false`.
    pub fn for_each(
        &mut self,
        iterable: Value,
        mut visit: impl FnMut(&mut Vm, Value) -> PyResult<bool>,
    ) -> PyResult<()> {
        let iterator = self.iter(iterable)?;
        while let Some(item) = self.next(iterator)? {
            self.charge(1)?;
            if !visit(self, item)? {
                break;
            }
        }
        Ok(())
    }

    /// An estimate of how many items `value` yields (`__len__`, `__length_hint__`), for sizing.
    pub fn length_hint(&mut self, value: Value, default: usize) -> PyResult<usize> {
        if let Some(len) = self.slots(value).len {
            match len(self, value) {
                Ok(len) => return Ok(len),
                Err(raised) => {
                    let class = self.exceptions.TypeError;
                    self.catch_if(raised, class)?;
                }
            }
        }
        let hint = match self.call_special(value, Name::LengthHint, &[]) {
            Ok(Some(hint)) if hint != Value::NOT_IMPLEMENTED => hint,
            Ok(_) => return Ok(default),
            Err(raised) => {
                let class = self.exceptions.TypeError;
                self.catch_if(raised, class)?;
                return Ok(default);
            }
        };
        match hint.as_small() {
            Some(number) if number >= 0 => Ok(number as usize),
            Some(_) => Err(self.value_error("__length_hint__() should return >= 0")),
            None => {
                let class = self.type_of(hint).name_text();
                Err(self
                    .type_error(format_args!("__length_hint__ must be an integer, not {class}")))
            }
        }
    }
}
