//! `for` loops.

use gc::Value;

use super::Continuation;
use crate::builtins::generator::Generator;
use crate::{PyResult, Vm};

/// One step of a loop.
pub(super) enum Step {
    /// The next item.
    Item(Value),
    /// There are no more.
    End,
    /// The generator's frame was pushed; what it yields goes to the register.
    Frame,
}

#[inline]
pub(super) fn for_iter(vm: &mut Vm, iterator: Value, result: u16) -> PyResult<Step> {
    if let Some(generator) = iterator.cast::<Generator>()
        && generator.is_plain(vm)
    {
        return match super::generators::push(
            vm,
            generator,
            Value::NONE,
            Continuation::ForIter,
            result,
        )? {
            true => Ok(Step::Frame),
            false => Ok(Step::End),
        };
    }
    match vm.next(iterator)? {
        Some(item) => Ok(Step::Item(item)),
        None => Ok(Step::End),
    }
}

impl Vm {
    /// `iter(value)` for a loop.
    #[inline]
    pub(super) fn get_iter(&mut self, value: Value) -> PyResult<Value> {
        self.iter(value)
    }
}
