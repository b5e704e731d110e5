//! The types `int` and `bool`.

use gc::{Gc, Value};
use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::Signed;

use super::{
    Int, add, bit_and, bit_or, bit_xor, compare, divmod, floor_divide, int_value, left_shift,
    modulo, multiply, power, right_shift, subtract, true_divide,
};
use crate::builtins::str::Str;
use crate::object::{Type, kind};
use crate::{PyResult, Vm, builtin_type};

fn this(value: Value) -> Int {
    int_value(value).expect("the receiver was checked")
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let text = vm.int_to_text(&this(value))?;
    Ok(vm.new_str(&text)?.value())
}

fn hash(_: &mut Vm, value: Value) -> PyResult<i64> {
    Ok(match this(value) {
        Int::Small(number) => text::hash::hash_i64(number),
        Int::Big(number) => text::hash::hash_bigint(&number),
    })
}

/// The plain int of a value of a derived class.
fn plain(vm: &mut Vm, value: Value) -> PyResult<Value> {
    match this(value) {
        Int::Small(number) => vm.new_int(number),
        Int::Big(number) => vm.new_big_int(number),
    }
}

fn negative(vm: &mut Vm, value: Value) -> PyResult<Value> {
    vm.new_big_int(-this(value).into_big())
}

fn absolute(vm: &mut Vm, value: Value) -> PyResult<Value> {
    vm.new_big_int(this(value).into_big().abs())
}

fn invert(vm: &mut Vm, value: Value) -> PyResult<Value> {
    vm.new_big_int(!this(value).into_big())
}

fn float(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let number = vm.big_to_f64(&this(value).into_big())?;
    Ok(Value::from_f64(number))
}

fn new(
    vm: &mut Vm,
    class: Gc<Type>,
    number: Option<Value>,
    base: Option<Value>,
) -> PyResult<Value> {
    let value = match (number, base) {
        (None, None) => Value::from_small(0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(number), None) => convert(vm, number)?,
        (Some(number), Some(base)) => {
            let base = vm.index_as_i64(base)?;
            if base != 0 && !(2..=36).contains(&base) {
                return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
            }
            if number.is::<Str>() || vm.bytes_text(number).is_some() {
                parse(vm, number, base as u32)?
            } else {
                return Err(vm.type_error("int() can't convert non-string with explicit base"));
            }
        }
    };
    if class == vm.types.int {
        return Ok(value);
    }
    let number = this(value).into_big();
    vm.new_int_of(class, number)
}

fn convert(vm: &mut Vm, value: Value) -> PyResult<Value> {
    if value.is_small() {
        return Ok(value);
    }
    let slots = vm.slots(value);
    let (int, index) = (slots.int, slots.index);
    if let Some(int) = int {
        let result = int(vm, value)?;
        if int_value(result).is_none() {
            let class = vm.type_of(result).name_text();
            return Err(vm.type_error(format_args!("__int__ returned non-int (type {class})")));
        }
        return plain(vm, result);
    }
    if index.is_some() {
        let result = vm.index(value)?;
        return plain(vm, result);
    }
    if value.is::<Str>() || vm.bytes_text(value).is_some() {
        return parse(vm, value, 10);
    }
    let class = vm.type_of(value).name_text();
    Err(vm.type_error(format_args!(
        "int() argument must be a string, a bytes-like object or a real number, not '{class}'"
    )))
}

fn parse(vm: &mut Vm, value: Value, base: u32) -> PyResult<Value> {
    let text = match value.cast::<Str>() {
        Some(text) => text.to_utf8(),
        None => vm.bytes_text(value).and_then(|bytes| String::from_utf8(bytes).ok()),
    };
    let parsed =
        text.as_deref().map(|text| text::int::parse_int(text, base, vm.int_max_str_digits));
    match parsed {
        Some(Ok(number)) => vm.new_integer(number),
        Some(Err(text::int::IntParseError::TooManyDigits(error))) => {
            Err(vm.value_error(error.message()))
        }
        _ => {
            let shown = vm.repr_text(value)?;
            let shown: String = shown.chars().take(200).collect();
            Err(vm.value_error(format_args!("invalid literal for int() with base {base}: {shown}")))
        }
    }
}

fn format(vm: &mut Vm, value: Value, spec: Gc<Str>) -> PyResult<Value> {
    if spec.is_empty() {
        return Ok(vm.str(value)?.value());
    }
    let class = vm.type_of(value).name_text();
    let spec = spec.to_string_lossy();
    let number = this(value);
    let digits = vm.int_max_str_digits;
    let text =
        text::format_spec::FormatSpec::parse(&spec, text::format_spec::FormatKind::Int, &class)
            .and_then(|spec| match &number {
                Int::Small(number) => text::format_spec::format_i64(&spec, *number),
                Int::Big(number) => text::format_spec::format_bigint(&spec, number, digits),
            });
    vm.formatted(text)
}

fn round(vm: &mut Vm, value: Value, digits: Option<Value>) -> PyResult<Value> {
    let Some(digits) = digits.filter(|digits| !digits.is_none()) else { return plain(vm, value) };
    let digits = vm.index_as_big(digits)?;
    if !digits.is_negative() {
        return plain(vm, value);
    }
    let number = this(value).into_big();
    let places = (-digits).iter_u64_digits().next().unwrap_or(0);
    if places > number.bits() / 3 + 2 {
        return Ok(Value::from_small(0));
    }
    let unit: BigInt = num_traits::Pow::pow(BigInt::from(10), places);
    let (mut quotient, remainder) = number.div_mod_floor(&unit);
    let twice: BigInt = remainder * 2;
    if twice > unit || (twice == unit && quotient.is_odd()) {
        quotient += 1;
    }
    vm.new_big_int(quotient * unit)
}

fn bit_length(vm: &mut Vm, value: Value) -> PyResult<Value> {
    vm.new_int(text::int::bit_length(&this(value).into_big()) as i64)
}

fn bit_count(vm: &mut Vm, value: Value) -> PyResult<Value> {
    vm.new_int(text::int::bit_count(&this(value).into_big()) as i64)
}

fn ratio(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let number = plain(vm, value)?;
    Ok(vm.new_tuple(&[number, Value::from_small(1)])?.value())
}

fn byte_order(vm: &mut Vm, order: Gc<Str>) -> PyResult<bool> {
    if order.eq_str("little") {
        Ok(true)
    } else if order.eq_str("big") {
        Ok(false)
    } else {
        Err(vm.value_error("byteorder must be either 'little' or 'big'"))
    }
}

fn to_bytes(
    vm: &mut Vm,
    value: Value,
    length: i64,
    order: Gc<Str>,
    signed: bool,
) -> PyResult<Value> {
    let little = byte_order(vm, order)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    vm.check_bits(length as u64 * 8)?;
    match text::int::to_bytes(&this(value).into_big(), length, little, signed) {
        Ok(bytes) => Ok(vm.new_bytes(&bytes)?.value()),
        Err(error) => Err(vm.overflow_error(error.message())),
    }
}

fn from_bytes(
    vm: &mut Vm,
    class: Value,
    source: Value,
    order: Gc<Str>,
    signed: bool,
) -> PyResult<Value> {
    let little = byte_order(vm, order)?;
    let bytes = vm.bytes_from(source)?;
    let number = vm.new_big_int(text::int::from_bytes(&bytes, little, signed))?;
    if class == vm.types.int.value() { Ok(number) } else { vm.call_values(class, &[number]) }
}

builtin_type! {
    /// int([x]) -> integer
    /// int(x, base=10) -> integer
    ///
    /// Convert a number or string to an integer, or return 0 if no arguments
    /// are given.  If x is a number, return x.__int__().  For floating-point
    /// numbers, this truncates towards zero.
    ///
    /// If x is not a number or if base is given, then x must be a string,
    /// bytes, or bytearray instance representing an integer literal in the
    /// given base.  The literal can be preceded by '+' or '-' and be surrounded
    /// by whitespace.  The base defaults to 10.  Valid bases are 0 and 2-36.
    /// Base 0 means to interpret the base from the string as an integer literal.
    pub static INT = "int"("object") {
        kind kind::INT;
        traits { is_base }
        slots {
            repr: repr, hash: hash, compare: compare, add: add, subtract: subtract, multiply: multiply, true_divide: true_divide,
            floor_divide: floor_divide, modulo: modulo, divmod: divmod, power: power, left_shift: left_shift, right_shift: right_shift,
            bit_and: bit_and, bit_or: bit_or, bit_xor: bit_xor, negative: negative, positive: plain, absolute: absolute, invert: invert,
            int: plain, index: plain, float: float, truth: |_, value| Ok(!this(value).is_zero()),
        }
        new "int(cls, x=<unrepresentable>, /, base=<unrepresentable>)" => new;
        methods {
            /// Convert to a string according to format_spec.
            "__format__(self, format_spec, /)" => format;
            /// Rounding an Integral returns itself.
            ///
            /// Rounding with an ndigits argument also returns an integer.
            "__round__(self, ndigits=<unrepresentable>, /)" => round;
            /// Truncating an Integral returns itself.
            "__trunc__(self, /)" => plain;
            /// Flooring an Integral returns itself.
            "__floor__(self, /)" => plain;
            /// Ceiling of an Integral returns itself.
            "__ceil__(self, /)" => plain;
            "__getnewargs__(self, /)" => |vm: &mut Vm, value: Value| { let number = plain(vm, value)?; vm.new_tuple(&[number]) };
            /// Returns size in memory, in bytes.
            "__sizeof__(self, /)" => |vm: &mut Vm, value: Value| vm.object_size(value) as i64;
            /// Returns self, the complex conjugate of any int.
            "conjugate(self, /)" => plain;
            /// Number of bits necessary to represent self in binary.
            "bit_length(self, /)" => bit_length;
            /// Number of ones in the binary representation of the absolute value of self.
            ///
            /// Also known as the population count.
            "bit_count(self, /)" => bit_count;
            /// Return a pair of integers, whose ratio is equal to the original int.
            "as_integer_ratio(self, /)" => ratio;
            /// Returns True. Exists for duck type compatibility with float.is_integer.
            "is_integer(self, /)" => |_: &mut Vm, _value: Value| true;
            /// Return an array of bytes representing an integer.
            "to_bytes(self, /, length=1, byteorder='big', *, signed=False)" => to_bytes;
        }
        class_methods {
            /// Return the integer represented by the given array of bytes.
            "from_bytes(cls, /, bytes, byteorder='big', *, signed=False)" => from_bytes;
        }
        getters {
            /// the real part of a complex number
            "real" => plain;
            /// the imaginary part of a complex number
            "imag" => |_, _| Ok(Value::from_small(0));
            /// the numerator of a rational number in lowest terms
            "numerator" => plain;
            /// the denominator of a rational number in lowest terms
            "denominator" => |_, _| Ok(Value::from_small(1));
        }
    }
}

fn bool_new(vm: &mut Vm, _class: Value, value: Option<Value>) -> PyResult<bool> {
    match value {
        Some(value) => vm.is_true(value),
        None => Ok(false),
    }
}

fn bool_repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    Ok(vm.intern(if value == Value::TRUE { "True" } else { "False" })?.value())
}

macro_rules! bool_operators {
    ($($function:ident $op:tt $int:ident;)*) => { $(
        fn $function(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
            match (left.as_bool(), right.as_bool()) {
                (Some(left), Some(right)) => Ok(Value::from_bool(left $op right)),
                _ => $int(vm, left, right),
            }
        }
    )* };
}

bool_operators! { bool_and & bit_and; bool_or | bit_or; bool_xor ^ bit_xor; }

builtin_type! {
    /// Returns True when the argument is true, False otherwise.
    ///
    /// The builtins True and False are the only two instances of the class bool.
    /// The class bool is a subclass of the class int, and cannot be subclassed.
    pub static BOOL = "bool"("int") {
        slots { repr: bool_repr, bit_and: bool_and, bit_or: bool_or, bit_xor: bool_xor }
        new "bool(cls, object=<unrepresentable>, /)" => bool_new;
    }
}
