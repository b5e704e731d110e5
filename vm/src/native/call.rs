//! The native function ABI.

use gc::Value;

use super::{FromArg, IntoReturn};
use crate::{PyResult, Vm};

/// A native function as the machine calls it: one value for each parameter of its signature.
pub type NativeFn = fn(&mut Vm, &[Value]) -> PyResult<Value>;

/// Arguments of a call: positional ones, then keyword ones named by `names` (interned or not strings).
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    /// All values; the last `names.len()` of them are keyword arguments.
    pub values: &'a [Value],
    /// The names of the keyword arguments, each a string.
    pub names: &'a [Value],
}

impl<'a> Args<'a> {
    /// No arguments.
    pub const NONE: Args<'static> = Args { values: &[], names: &[] };

    /// Positional arguments only.
    #[inline(always)]
    pub fn positional(values: &'a [Value]) -> Args<'a> {
        Args { values, names: &[] }
    }

    /// The number of positional arguments.
    #[inline(always)]
    pub fn positional_count(&self) -> usize {
        self.values.len() - self.names.len()
    }

    /// The positional arguments.
    #[inline(always)]
    pub fn positionals(&self) -> &'a [Value] {
        &self.values[..self.positional_count()]
    }

    /// The keyword arguments as (name, value).
    pub fn keywords(&self) -> impl Iterator<Item = (Value, Value)> + 'a {
        self.names.iter().copied().zip(self.values[self.positional_count()..].iter().copied())
    }

    /// The keyword argument called `name`.
    pub fn keyword(&self, name: &str) -> Option<Value> {
        self.keywords().find_map(|(each, value)| {
            each.cast::<crate::builtins::str::Str>().filter(|each| each.eq_str(name)).map(|_| value)
        })
    }

    /// All but the first positional argument.
    #[inline]
    pub fn without_first(&self) -> Args<'a> {
        Args { values: self.values.get(1..).unwrap_or(&[]), names: self.names }
    }
}

/// A Rust function that can be a native: parameters convert by type. `M` tells the arities apart.
pub trait Native<M>: Copy + 'static {
    /// How many values the parameters consume.
    const ARITY: usize;
    /// Converts, calls, converts back.
    fn invoke(self, vm: &mut Vm, args: &[Value]) -> PyResult<Value>;
}

macro_rules! natives {
    ($(($($A:ident)*))*) => { $(
        impl<F, R, $($A),*> Native<(R, $($A,)*)> for F
        where
            F: Fn(&mut Vm, $($A),*) -> R + Copy + 'static,
            R: IntoReturn,
            $($A: FromArg,)*
        {
            const ARITY: usize = 0 $(+ $A::CONSUMES as usize)*;

            #[inline(always)]
            #[allow(unused, non_snake_case, reason = "one macro for all arities")]
            fn invoke(self, vm: &mut Vm, args: &[Value]) -> PyResult<Value> {
                debug_assert!(args.len() >= Self::ARITY);
                let mut index = 0;
                $(
                    let $A = if $A::CONSUMES {
                        let value = args[index];
                        index += 1;
                        $A::from_arg(vm, value)?
                    } else {
                        $A::from_arg(vm, Value::UNBOUND)?
                    };
                )*
                self(vm, $($A),*).into_return(vm)
            }
        }
    )* };
}

natives! {
    ()
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E G)
    (A B C D E G H)
    (A B C D E G H I)
    (A B C D E G H I J)
    (A B C D E G H I J K)
    (A B C D E G H I J K L)
    (A B C D E G H I J K L N)
}

/// The ABI function of a Rust function. The function must be a plain `fn` item or capture nothing.
pub const fn native<F: Native<M>, M>(_: F) -> NativeFn {
    assert!(size_of::<F>() == 0, "natives capture nothing");
    adapter::<F, M>
}

/// How many values a native consumes.
pub const fn arity<F: Native<M>, M>(_: &F) -> usize {
    F::ARITY
}

fn adapter<F: Native<M>, M>(vm: &mut Vm, args: &[Value]) -> PyResult<Value> {
    // SAFETY: `F` is zero-sized (asserted where the pointer was made) and `Copy`, so any aligned
    // pointer reads one.
    let function = unsafe { std::ptr::NonNull::<F>::dangling().read() };
    function.invoke(vm, args)
}
