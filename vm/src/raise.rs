//! How errors travel.
//!
//! A function that may fail returns [`PyResult`]. Its error, [`Raised`], is proof that something is
//! pending in the [`Vm`]: either a Python exception, or a *kill* (a limit, an internal error) that
//! no Python code may see. `?` is how both travel; [`Vm::catch`] is how an exception is taken.

use std::fmt;

use gc::{Gc, OutOfMemory, Value};

use crate::Vm;
use crate::object::Type;

/// Proof that an exception or a kill is pending. Made only by raising.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "an error that is dropped stays pending"]
pub struct Raised(());

impl Raised {
    /// There is no memory to make a machine with.
    pub(crate) fn without_machine() -> Raised {
        Raised(())
    }
}

/// What functions that may raise return.
pub type PyResult<T> = Result<T, Raised>;

/// Why a program is ended in a way it cannot catch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kill {
    /// The fuel given at launch is spent.
    Fuel,
    /// The deadline given at launch is over.
    Deadline,
    /// The memory given at launch is used up.
    Memory,
    /// A bug in the machine: a panic was caught at the native boundary.
    Internal(String),
}

/// What is pending.
#[derive(Debug)]
pub enum Ending {
    /// A Python exception (an instance of `BaseException`).
    Exception(Value),
    /// The end of the program.
    Kill(Kill),
}

impl Vm {
    /// Raises the exception instance `exception`; the caller's frames add themselves to its traceback.
    pub fn raise(&mut self, exception: Value) -> Raised {
        if !matches!(self.ending, Some(Ending::Kill(_))) {
            self.ending = Some(Ending::Exception(exception));
        }
        Raised(())
    }

    /// Ends the program.
    pub fn kill(&mut self, why: Kill) -> Raised {
        self.ending = Some(Ending::Kill(why));
        Raised(())
    }

    /// Takes the pending exception. A kill stays pending and comes back as an error.
    pub fn catch(&mut self, raised: Raised) -> PyResult<Value> {
        match self.ending.take() {
            Some(Ending::Exception(exception)) => Ok(exception),
            other => {
                self.ending = other;
                Err(raised)
            }
        }
    }

    /// Takes the pending exception if it is an instance of `class`; anything else stays pending.
    pub fn catch_if(&mut self, raised: Raised, class: Gc<Type>) -> PyResult<Value> {
        match &self.ending {
            Some(Ending::Exception(exception)) if self.type_of(*exception).is_subtype(class) => {
                self.catch(raised)
            }
            _ => Err(raised),
        }
    }

    /// Raises an exception of `class` with `message` as its only argument.
    pub fn raise_new(&mut self, class: Gc<Type>, message: impl fmt::Display) -> Raised {
        let message = match self.new_str(&message.to_string()) {
            Ok(text) => text.value(),
            Err(raised) => return raised,
        };
        self.raise_args(class, &[message])
    }

    /// Raises an exception of `class` with these arguments.
    pub fn raise_args(&mut self, class: Gc<Type>, args: &[Value]) -> Raised {
        match crate::builtins::exceptions::new_exception(self, class, args) {
            Ok(exception) => self.raise(exception),
            Err(raised) => raised,
        }
    }

    /// Memory is used up: raises the `MemoryError` made at start.
    #[cold]
    pub fn memory_error(&mut self) -> Raised {
        let exception = self.spare_memory_error;
        self.raise(exception)
    }

    /// Turns a refusal of the heap into `MemoryError`.
    #[inline(always)]
    pub fn or_memory_error<T>(&mut self, result: Result<T, OutOfMemory>) -> PyResult<T> {
        match result {
            Ok(value) => Ok(value),
            Err(OutOfMemory) => Err(self.memory_error()),
        }
    }
}

macro_rules! define_raisers {
    ($($(#[$meta:meta])* $method:ident $Class:ident)*) => {
        impl Vm { $(
            $(#[$meta])*
            #[cold]
            pub fn $method(&mut self, message: impl fmt::Display) -> Raised {
                let class = self.exceptions.$Class;
                self.raise_new(class, message)
            }
        )* }
    };
}

define_raisers! {
    /// Raises `TypeError`.
    type_error TypeError
    /// Raises `ValueError`.
    value_error ValueError
    /// Raises `IndexError`.
    index_error IndexError
    /// Raises `OverflowError`.
    overflow_error OverflowError
    /// Raises `ZeroDivisionError`.
    zero_division_error ZeroDivisionError
    /// Raises `RuntimeError`.
    runtime_error RuntimeError
    /// Raises `NameError` (without its `name`; see `builtins::exceptions`).
    name_error NameError
    /// Raises `LookupError`.
    lookup_error LookupError
    /// Raises `AssertionError`.
    assertion_error AssertionError
    /// Raises `BufferError`.
    buffer_error BufferError
    /// Raises `SystemError`.
    system_error SystemError
    /// Raises `RecursionError`.
    recursion_error RecursionError
    /// Raises `NotImplementedError`.
    not_implemented_error NotImplementedError
    /// Raises `EOFError`.
    eof_error EOFError
    /// Raises `ReferenceError`.
    reference_error ReferenceError
}
