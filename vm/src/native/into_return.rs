//! Rust results as Python values.

use gc::{Gc, HeapObject, Value};
use num_bigint::BigInt;

use crate::{PyResult, Raised, Vm};

/// A result that can become a Python value.
pub trait IntoReturn {
    /// Converts.
    fn into_return(self, vm: &mut Vm) -> PyResult<Value>;
}

macro_rules! returns {
    ($($Type:ty: |$vm:ident, $result:ident| $body:expr;)*) => { $(
        impl IntoReturn for $Type {
            #[inline(always)]
            fn into_return(self, $vm: &mut Vm) -> PyResult<Value> {
                let $result = self;
                let _ = &$vm;
                $body
            }
        }
    )* };
}

returns! {
    Value: |vm, value| Ok(value);
    (): |vm, _unit| Ok(Value::NONE);
    bool: |vm, truth| Ok(Value::from_bool(truth));
    i32: |vm, number| Ok(Value::from_small(i64::from(number)));
    u32: |vm, number| Ok(Value::from_small(i64::from(number)));
    i64: |vm, number| vm.new_int(number);
    u64: |vm, number| vm.new_big_int(BigInt::from(number));
    usize: |vm, number| vm.new_big_int(BigInt::from(number));
    BigInt: |vm, number| vm.new_big_int(number);
    f64: |vm, number| Ok(Value::from_f64_foreign(number));
    String: |vm, text| Ok(vm.new_str(&text)?.value());
    &str: |vm, text| Ok(vm.new_str(text)?.value());
    Raised: |vm, raised| Err(raised);
}

impl<T: HeapObject> IntoReturn for Gc<T> {
    #[inline(always)]
    fn into_return(self, _: &mut Vm) -> PyResult<Value> {
        Ok(self.value())
    }
}

impl<T: IntoReturn> IntoReturn for Option<T> {
    #[inline(always)]
    fn into_return(self, vm: &mut Vm) -> PyResult<Value> {
        match self {
            Some(result) => result.into_return(vm),
            None => Ok(Value::NONE),
        }
    }
}

impl<T: IntoReturn> IntoReturn for PyResult<T> {
    #[inline(always)]
    fn into_return(self, vm: &mut Vm) -> PyResult<Value> {
        self?.into_return(vm)
    }
}
