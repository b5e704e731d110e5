//! Python arguments as Rust parameters.

use gc::{Gc, HeapObject, Value};
use num_bigint::BigInt;

use crate::builtins::bytes::Bytes;
use crate::builtins::dict::Dict;
use crate::builtins::function::Function;
use crate::builtins::list::List;
use crate::builtins::module::Module;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::object::Type;
use crate::{PyResult, Vm};

/// A parameter of a native function.
pub trait FromArg: Sized {
    /// Does the parameter stand for one of the signature's? Doors do not.
    const CONSUMES: bool = true;

    /// Converts an argument.
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<Self>;

    /// Converts an argument that may be omitted or `None`.
    fn from_optional(vm: &mut Vm, value: Value) -> PyResult<Option<Self>> {
        if value.is_unbound() || value.is_none() {
            Ok(None)
        } else {
            Self::from_arg(vm, value).map(Some)
        }
    }
}

impl FromArg for Value {
    #[inline(always)]
    fn from_arg(_: &mut Vm, value: Value) -> PyResult<Value> {
        Ok(value)
    }

    /// `None` is a value like any other here; only an omitted argument is nothing.
    #[inline(always)]
    fn from_optional(_: &mut Vm, value: Value) -> PyResult<Option<Value>> {
        Ok(value.bound())
    }
}

impl<T: FromArg> FromArg for Option<T> {
    const CONSUMES: bool = T::CONSUMES;

    #[inline(always)]
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<Option<T>> {
        T::from_optional(vm, value)
    }
}

/// A heap struct that is a Python type of its own, with the name messages use.
pub trait Named: HeapObject {
    /// "argument must be NAME, not …".
    const NAME: &'static str;
}

macro_rules! named {
    ($($Struct:ty = $name:literal;)*) => { $(impl Named for $Struct { const NAME: &'static str = $name; })* };
}

named! {
    Str = "str";
    Bytes = "bytes";
    Tuple = "tuple";
    List = "list";
    Dict = "dict";
    Type = "type";
    Function = "function";
    Module = "module";
}

impl<T: Named> FromArg for Gc<T> {
    #[inline(always)]
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<Gc<T>> {
        match value.cast::<T>() {
            Some(object) => Ok(object),
            None => {
                let class = vm.type_of(value).name_text();
                Err(vm.type_error(format_args!("argument must be {}, not {class}", T::NAME)))
            }
        }
    }
}

impl FromArg for bool {
    #[inline(always)]
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<bool> {
        vm.is_true(value)
    }
}

impl FromArg for i64 {
    /// Through `__index__`; too large raises `OverflowError`.
    #[inline(always)]
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<i64> {
        match value.as_small() {
            Some(number) => Ok(number),
            None => vm.index_as_i64(value),
        }
    }
}

impl FromArg for i32 {
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<i32> {
        let number = i64::from_arg(vm, value)?;
        i32::try_from(number).map_err(|_| {
            vm.overflow_error(if number > 0 {
                "signed integer is greater than maximum"
            } else {
                "signed integer is less than minimum"
            })
        })
    }
}

impl FromArg for usize {
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<usize> {
        let number = i64::from_arg(vm, value)?;
        usize::try_from(number)
            .map_err(|_| vm.value_error("argument must be a non-negative integer"))
    }
}

impl FromArg for f64 {
    /// Through `__float__` or `__index__`.
    #[inline(always)]
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<f64> {
        match value.as_f64() {
            Some(number) => Ok(number),
            None => vm.to_f64(value),
        }
    }
}

impl FromArg for BigInt {
    /// Through `__index__`.
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<BigInt> {
        vm.index_as_big(value)
    }
}

impl FromArg for String {
    /// A `str` without surrogates.
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<String> {
        let text = Gc::<Str>::from_arg(vm, value)?;
        match text.to_utf8() {
            Some(text) => Ok(text),
            None => Err(vm.value_error("surrogates not allowed")),
        }
    }
}

/// The positional arguments that `*args` collects, as the native sees them.
#[derive(Clone, Copy)]
pub struct Rest(pub Gc<Tuple>);

impl FromArg for Rest {
    #[inline(always)]
    fn from_arg(vm: &mut Vm, value: Value) -> PyResult<Rest> {
        match value.cast() {
            Some(tuple) => Ok(Rest(tuple)),
            None => Ok(Rest(vm.empty_tuple)),
        }
    }
}

/// The keyword arguments that `**kwargs` collects; `None` when there are none.
#[derive(Clone, Copy)]
pub struct Keywords(pub Option<Gc<Dict>>);

impl FromArg for Keywords {
    #[inline(always)]
    fn from_arg(_: &mut Vm, value: Value) -> PyResult<Keywords> {
        Ok(Keywords(value.cast()))
    }
}
