//! Calling anything, from Rust.

use gc::{Gc, TempVec, Value};

use crate::builtins::descriptors::{MethodDescriptor, SlotWrapper};
use crate::builtins::function::Function;
use crate::native::Args;
use crate::{PyResult, Raised, Vm};

/// Up to this many arguments behind a receiver lie on the native stack.
const INLINE: usize = 8;

impl Vm {
    /// `callable(*args)`.
    pub fn call(&mut self, callable: Value, args: Args<'_>) -> PyResult<Value> {
        if let Some(function) = callable.cast::<Function>() {
            return crate::interpret::call_function(self, function, args);
        }
        match self.slots(callable).call {
            Some(call) => {
                self.check_stack()?;
                call(self, callable, args)
            }
            None => Err(self.not_callable(callable)),
        }
    }

    /// `callable(*values)`.
    pub fn call_values(&mut self, callable: Value, values: &[Value]) -> PyResult<Value> {
        self.call(callable, Args::positional(values))
    }

    /// `callable(*args, **kwargs)`.
    pub(crate) fn call_with_keywords(
        &mut self,
        callable: Value,
        args: &[Value],
        kwargs: Option<Gc<crate::builtins::dict::Dict>>,
    ) -> PyResult<Value> {
        let mut values = TempVec::from(args);
        let mut names = TempVec::new();
        let mut position = 0;
        while let Some((next, key, item)) = kwargs.and_then(|kwargs| kwargs.next_entry(position)) {
            names.push(key);
            values.push(item);
            position = next;
        }
        self.call(callable, Args { values: &values, names: &names })
    }

    /// Calls `method`, found on the class of `receiver`, bound to it, without making the bound object.
    pub fn call_bound(
        &mut self,
        method: Value,
        receiver: Value,
        args: Args<'_>,
    ) -> PyResult<Value> {
        let binds_itself = method.is::<Function>()
            || method.is::<MethodDescriptor>()
            || method.is::<SlotWrapper>();
        if binds_itself {
            return self.call_with_first(method, receiver, args);
        }
        let class = self.type_of(receiver);
        let bound = self.bind(method, receiver, class)?;
        self.call(bound, args)
    }

    /// `callable(first, *args)`.
    pub fn call_with_first(
        &mut self,
        callable: Value,
        first: Value,
        args: Args<'_>,
    ) -> PyResult<Value> {
        let count = args.values.len() + 1;
        if count <= INLINE {
            let mut values = [Value::UNBOUND; INLINE];
            values[0] = first;
            values[1..count].copy_from_slice(args.values);
            return self.call(callable, Args { values: &values[..count], names: args.names });
        }
        let mut values = TempVec::with_capacity(count);
        values.push(first);
        values.extend_from_slice(args.values);
        self.call(callable, Args { values: &values, names: args.names })
    }

    /// Raises `TypeError`: not callable.
    #[cold]
    pub fn not_callable(&mut self, value: Value) -> Raised {
        let class = self.type_of(value).name_text();
        self.type_error(format_args!("'{class}' object is not callable"))
    }

    /// Can `value` be called?
    pub fn is_callable(&self, value: Value) -> bool {
        value.is::<Function>() || self.slots(value).call.is_some()
    }
}
