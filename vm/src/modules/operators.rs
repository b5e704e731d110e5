//! `_operator`: the operators as functions.

use gc::Value;

use crate::builtins::str::Str;
use crate::object::{BinaryOp, CompareOp};
use crate::{Name, PyResult, Vm, native_module};

macro_rules! binary {
    ($($function:ident $inplace:ident $Op:ident;)*) => { $(
        fn $function(vm: &mut Vm, a: Value, b: Value) -> PyResult<Value> {
            vm.binary(a, b, BinaryOp::$Op)
        }

        fn $inplace(vm: &mut Vm, a: Value, b: Value) -> PyResult<Value> {
            vm.binary_inplace(a, b, BinaryOp::$Op)
        }
    )* };
}

binary! {
    add iadd Add; and iand BitAnd; floor_divide ifloor_divide FloorDivide; left_shift ileft_shift LeftShift; modulo imodulo Modulo;
    multiply imultiply Multiply; matrix_multiply imatrix_multiply MatrixMultiply; or ior BitOr; right_shift iright_shift RightShift;
    subtract isubtract Subtract; true_divide itrue_divide TrueDivide; xor ixor BitXor;
}

macro_rules! comparison {
    ($($function:ident $Op:ident;)*) => { $(
        fn $function(vm: &mut Vm, a: Value, b: Value) -> PyResult<Value> {
            vm.compare(a, b, CompareOp::$Op)
        }
    )* };
}

comparison! { lt Lt; le Le; eq Eq; ne Ne; ge Ge; gt Gt; }

/// Bytes, or ASCII text, to be compared in constant time.
fn secret(vm: &mut Vm, value: Value, other: Value) -> PyResult<Vec<u8>> {
    if let (Some(text), true) = (value.cast::<Str>(), other.is::<Str>()) {
        return match text.as_ascii() {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => {
                Err(vm.type_error("comparing strings with non-ASCII characters is not supported"))
            }
        };
    }
    if value.is::<Str>() || other.is::<Str>() {
        let (left, right) = (vm.type_of(value).name_text(), vm.type_of(other).name_text());
        return Err(vm.type_error(format_args!(
            "unsupported operand types(s) or combination of types: '{left}' and '{right}'"
        )));
    }
    vm.bytes_like(value)
}

fn compare_digest(vm: &mut Vm, a: Value, b: Value) -> PyResult<bool> {
    let (left, right) = (secret(vm, a, b)?, secret(vm, b, a)?);
    // Looks at every byte of `right`, whatever `left` is.
    let mut different = u8::from(left.len() != right.len());
    for (index, byte) in right.iter().enumerate() {
        different |= byte ^ left.get(index).copied().unwrap_or(!byte);
    }
    Ok(different == 0)
}

native_module! {
    /// Operator interface.
    ///
    /// This module exports a set of functions implemented in C corresponding
    /// to the intrinsic operators of Python.  For example, operator.add(x, y)
    /// is equivalent to the expression x+y.
    pub(super) static OPERATOR = "_operator" {
        functions {
            /// Same as a < b.
            "lt(a, b, /)" => lt;
            /// Same as a <= b.
            "le(a, b, /)" => le;
            /// Same as a == b.
            "eq(a, b, /)" => eq;
            /// Same as a != b.
            "ne(a, b, /)" => ne;
            /// Same as a >= b.
            "ge(a, b, /)" => ge;
            /// Same as a > b.
            "gt(a, b, /)" => gt;
            /// Return True if a is true, False otherwise.
            "truth(a, /)" => |vm: &mut Vm, a: Value| vm.is_true(a);
            /// Same as not a.
            "not_(a, /)" => |vm: &mut Vm, a: Value| { let truth = vm.is_true(a)?; Ok::<bool, crate::Raised>(!truth) };
            /// Same as a is b.
            "is_(a, b, /)" => |_: &mut Vm, a: Value, b: Value| a == b;
            /// Same as a is not b.
            "is_not(a, b, /)" => |_: &mut Vm, a: Value, b: Value| a != b;
            /// Same as a is None.
            "is_none(a, /)" => |_: &mut Vm, a: Value| a.is_none();
            /// Same as a is not None.
            "is_not_none(a, /)" => |_: &mut Vm, a: Value| !a.is_none();
            /// Same as a + b.
            "add(a, b, /)" => add;
            /// Same as a & b.
            "and_(a, b, /)" => and;
            /// Same as a // b.
            "floordiv(a, b, /)" => floor_divide;
            /// Same as a << b.
            "lshift(a, b, /)" => left_shift;
            /// Same as a % b.
            "mod(a, b, /)" => modulo;
            /// Same as a * b.
            "mul(a, b, /)" => multiply;
            /// Same as a @ b.
            "matmul(a, b, /)" => matrix_multiply;
            /// Same as a | b.
            "or_(a, b, /)" => or;
            /// Same as a >> b.
            "rshift(a, b, /)" => right_shift;
            /// Same as a - b.
            "sub(a, b, /)" => subtract;
            /// Same as a / b.
            "truediv(a, b, /)" => true_divide;
            /// Same as a ^ b.
            "xor(a, b, /)" => xor;
            /// Same as a ** b.
            "pow(a, b, /)" => |vm: &mut Vm, a: Value, b: Value| vm.power(a, b, Value::UNBOUND, false);
            /// Same as a += b.
            "iadd(a, b, /)" => iadd;
            /// Same as a &= b.
            "iand(a, b, /)" => iand;
            /// Same as a //= b.
            "ifloordiv(a, b, /)" => ifloor_divide;
            /// Same as a <<= b.
            "ilshift(a, b, /)" => ileft_shift;
            /// Same as a %= b.
            "imod(a, b, /)" => imodulo;
            /// Same as a *= b.
            "imul(a, b, /)" => imultiply;
            /// Same as a @= b.
            "imatmul(a, b, /)" => imatrix_multiply;
            /// Same as a |= b.
            "ior(a, b, /)" => ior;
            /// Same as a >>= b.
            "irshift(a, b, /)" => iright_shift;
            /// Same as a -= b.
            "isub(a, b, /)" => isubtract;
            /// Same as a /= b.
            "itruediv(a, b, /)" => itrue_divide;
            /// Same as a ^= b.
            "ixor(a, b, /)" => ixor;
            /// Same as a **= b.
            "ipow(a, b, /)" => |vm: &mut Vm, a: Value, b: Value| vm.power(a, b, Value::UNBOUND, true);
            /// Same as -a.
            "neg(a, /)" => |vm: &mut Vm, a: Value| vm.unary(a, Name::Neg);
            /// Same as +a.
            "pos(a, /)" => |vm: &mut Vm, a: Value| vm.unary(a, Name::Pos);
            /// Same as ~a.
            "inv(a, /)" => |vm: &mut Vm, a: Value| vm.unary(a, Name::Invert);
            /// Same as ~a.
            "invert(a, /)" => |vm: &mut Vm, a: Value| vm.unary(a, Name::Invert);
            /// Same as a.__index__()
            "index(a, /)" => |vm: &mut Vm, a: Value| vm.index(a);
            /// Same as b in a (note reversed operands).
            "contains(a, b, /)" => |vm: &mut Vm, a: Value, b: Value| vm.contains(a, b);
            /// Same as a[b].
            "getitem(a, b, /)" => |vm: &mut Vm, a: Value, b: Value| vm.get_item(a, b);
            /// Same as a[b] = c.
            "setitem(a, b, c, /)" => |vm: &mut Vm, a: Value, b: Value, c: Value| vm.set_item(a, b, c);
            /// Return 'a == b', in a time that does not depend on where they differ.
            "_compare_digest(a, b, /)" => compare_digest;
        }
    }
}
