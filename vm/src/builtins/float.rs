//! `float`.

use gc::{Gc, Value};
use num_bigint::BigInt;
use text::float::FloatError;

use super::int::{Int, int_value};
use super::str::Str;
use crate::object::{CompareOp, Type, kind};
use crate::{PyResult, Raised, Vm, builtin_type};

gc::heap_struct! {
    /// An instance of a class derived from `float`; floats themselves are immediate.
    pub struct FloatObject(kind::FLOAT_OBJECT) { number: f64 }
}

crate::plain_kinds!(FloatObject);

/// The number of a float or an instance of a class derived from it.
#[inline]
pub fn value_of(value: Value) -> Option<f64> {
    value.as_f64().or_else(|| value.cast::<FloatObject>().map(|object| object.number))
}

fn this(value: Value) -> f64 {
    value_of(value).expect("the receiver was checked")
}

impl Vm {
    #[cold]
    pub(crate) fn float_error(&mut self, error: FloatError) -> Raised {
        match error {
            FloatError::DivisionByZero => self.zero_division_error("division by zero"),
            FloatError::ZeroToNegativePower => self.zero_division_error("zero to a negative power"),
            FloatError::OutOfRange => {
                let class = self.exceptions.OverflowError;
                match self.new_str("Numerical result out of range") {
                    Ok(text) => self.raise_args(class, &[Value::from_small(34), text.value()]),
                    Err(raised) => raised,
                }
            }
            FloatError::RoundedTooLarge => {
                self.overflow_error("rounded value too large to represent")
            }
            FloatError::Infinity => self.overflow_error("cannot convert float infinity to integer"),
            FloatError::NotANumber => self.value_error("cannot convert float NaN to integer"),
            FloatError::IntTooLarge => self.overflow_error("int too large to convert to float"),
            FloatError::ComplexResult => self.value_error("the result is complex"),
        }
    }

    /// The int part of a float.
    pub fn truncate(&mut self, number: f64) -> PyResult<Value> {
        if number.abs() < 9e15 {
            return self.new_int(number as i64);
        }
        match text::float::bigint_from_f64(number) {
            Ok(number) => self.new_big_int(number),
            Err(error) => Err(self.float_error(error)),
        }
    }

    /// A float of `class`.
    pub fn new_float_of(&mut self, class: Gc<Type>, number: f64) -> PyResult<Value> {
        if class == self.types.float {
            return Ok(Value::from_f64_foreign(number));
        }
        Ok(self.new_object_of(class, FloatObject { header: gc::Header::unset(), number })?.value())
    }

    /// What a format produced.
    pub(crate) fn formatted(
        &mut self,
        result: Result<String, text::format_spec::FormatError>,
    ) -> PyResult<Value> {
        match result {
            Ok(text) => Ok(self.new_str(&text)?.value()),
            Err(text::format_spec::FormatError::Value(message)) => Err(self.value_error(message)),
            Err(text::format_spec::FormatError::Overflow(message)) => {
                Err(self.overflow_error(message))
            }
        }
    }
}

/// An operand of float arithmetic: floats and ints.
fn operand(vm: &mut Vm, value: Value) -> PyResult<Option<f64>> {
    if let Some(number) = value_of(value) {
        return Ok(Some(number));
    }
    match int_value(value) {
        Some(Int::Small(number)) => Ok(Some(number as f64)),
        Some(Int::Big(number)) => vm.big_to_f64(&number).map(Some),
        None => Ok(None),
    }
}

macro_rules! operators {
    ($($function:ident: |$vm:ident, $x:ident, $y:ident| $result:expr;)*) => { $(
        fn $function(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
            let (Some($x), Some($y)) = (operand(vm, left)?, operand(vm, right)?) else { return Ok(Value::NOT_IMPLEMENTED) };
            let $vm = vm;
            $result
        }
    )* };
}

fn or_error(vm: &mut Vm, result: Result<f64, FloatError>) -> PyResult<Value> {
    match result {
        Ok(number) => Ok(Value::from_f64(number)),
        Err(error) => Err(vm.float_error(error)),
    }
}

operators! {
    add: |_vm, x, y| Ok(Value::from_f64(x + y));
    subtract: |_vm, x, y| Ok(Value::from_f64(x - y));
    multiply: |_vm, x, y| Ok(Value::from_f64(x * y));
    true_divide: |vm, x, y| if y == 0.0 { Err(vm.zero_division_error("division by zero")) } else { Ok(Value::from_f64(x / y)) };
    floor_divide: |vm, x, y| or_error(vm, text::float::floor_divide(x, y));
    modulo: |vm, x, y| or_error(vm, text::float::modulo(x, y));
    divmod: |vm, x, y| match text::float::divmod(x, y) {
        Ok((quotient, remainder)) => Ok(vm.new_tuple(&[Value::from_f64(quotient), Value::from_f64(remainder)])?.value()),
        Err(error) => Err(vm.float_error(error)),
    };
}

/// `base ** exponent`, complex where it must be.
pub(super) fn power_of(vm: &mut Vm, base: f64, exponent: f64) -> PyResult<Value> {
    match text::float::power(base, exponent) {
        Ok(number) => Ok(Value::from_f64(number)),
        Err(FloatError::ComplexResult) => {
            super::complex::power_of(vm, (base, 0.0), (exponent, 0.0))
        }
        Err(error) => Err(vm.float_error(error)),
    }
}

fn power(vm: &mut Vm, left: Value, right: Value, modulus: Value) -> PyResult<Value> {
    let (Some(base), Some(exponent)) = (operand(vm, left)?, operand(vm, right)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !modulus.is_unbound() {
        return Err(
            vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")
        );
    }
    power_of(vm, base, exponent)
}

fn compare(_: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let left = this(left);
    let ordering = match (value_of(right), int_value(right)) {
        (Some(right), _) => left.partial_cmp(&right),
        (None, Some(Int::Small(right))) => {
            text::float::compare_bigint_f64(&BigInt::from(right), left)
                .map(std::cmp::Ordering::reverse)
        }
        (None, Some(Int::Big(right))) => {
            text::float::compare_bigint_f64(&right, left).map(std::cmp::Ordering::reverse)
        }
        (None, None) => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::from_bool(match ordering {
        Some(ordering) => op.holds(ordering),
        None => op == CompareOp::Ne,
    }))
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    match text::hash::hash_f64(this(value)) {
        Some(hash) => Ok(hash),
        // Every NaN hashes by itself.
        None => crate::object::hash::hash_identity(vm, value),
    }
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    Ok(vm.new_str(&text::float::repr(this(value)))?.value())
}

fn new(vm: &mut Vm, class: Gc<Type>, value: Value) -> PyResult<Value> {
    let number = match value.cast::<Str>() {
        Some(text) => parse(vm, value, text.to_utf8())?,
        None => match vm.bytes_text(value) {
            Some(bytes) => parse(vm, value, String::from_utf8(bytes).ok())?,
            None => convert(vm, value)?,
        },
    };
    vm.new_float_of(class, number)
}

fn convert(vm: &mut Vm, value: Value) -> PyResult<f64> {
    let slots = vm.slots(value);
    if slots.float.is_none() && slots.index.is_none() {
        let class = vm.type_of(value).name_text();
        return Err(vm.type_error(format_args!(
            "float() argument must be a string or a real number, not '{class}'"
        )));
    }
    vm.to_f64(value)
}

fn parse(vm: &mut Vm, value: Value, text: Option<String>) -> PyResult<f64> {
    match text.as_deref().and_then(text::float::parse_float) {
        Some(number) => Ok(number),
        None => {
            let shown = vm.repr_text(value)?;
            Err(vm.value_error(format_args!("could not convert string to float: {shown}")))
        }
    }
}

fn plain(_: &mut Vm, value: Value) -> PyResult<Value> {
    Ok(Value::from_f64(this(value)))
}

fn int(vm: &mut Vm, value: Value) -> PyResult<Value> {
    vm.truncate(this(value).trunc())
}

fn round(vm: &mut Vm, value: Value, digits: Option<Value>) -> PyResult<Value> {
    let number = this(value);
    match digits.filter(|digits| !digits.is_none()) {
        None => vm.truncate(text::float::round_half_even(number)),
        Some(digits) => {
            let digits = vm.index_clamped(digits)?;
            or_error(vm, text::float::round_to_digits(number, digits))
        }
    }
}

fn format(vm: &mut Vm, value: Value, spec: Gc<Str>) -> PyResult<Value> {
    if spec.is_empty() {
        return Ok(vm.str(value)?.value());
    }
    let (class, spec) = (vm.type_of(value).name_text(), spec.to_string_lossy());
    let text =
        text::format_spec::FormatSpec::parse(&spec, text::format_spec::FormatKind::Float, &class)
            .and_then(|spec| text::format_spec::format_f64(&spec, this(value)));
    vm.formatted(text)
}

fn ratio(vm: &mut Vm, value: Value) -> PyResult<Value> {
    match text::float::as_integer_ratio(this(value)) {
        Ok((numerator, denominator)) => {
            let (numerator, denominator) =
                (vm.new_big_int(numerator)?, vm.new_big_int(denominator)?);
            Ok(vm.new_tuple(&[numerator, denominator])?.value())
        }
        Err(FloatError::Infinity) => {
            Err(vm.overflow_error("cannot convert Infinity to integer ratio"))
        }
        Err(_) => Err(vm.value_error("cannot convert NaN to integer ratio")),
    }
}

fn from_hex(vm: &mut Vm, class: Value, text: Gc<Str>) -> PyResult<Value> {
    match text::float::from_hex(&text.to_string_lossy()) {
        Ok(number) if class == vm.types.float.value() => Ok(Value::from_f64_foreign(number)),
        Ok(number) => vm.call_values(class, &[Value::from_f64_foreign(number)]),
        Err(text::float::FromHexError::TooLarge) => {
            Err(vm.overflow_error("hexadecimal value too large to represent as a float"))
        }
        Err(error) => Err(vm.value_error(error.message())),
    }
}

fn from_number(vm: &mut Vm, class: Value, value: Value) -> PyResult<Value> {
    if value.is::<Str>() {
        return Err(vm.type_error("must be real number, not str"));
    }
    let number = Value::from_f64(vm.to_f64(value)?);
    if class == vm.types.float.value() { Ok(number) } else { vm.call_values(class, &[number]) }
}

fn get_format(vm: &mut Vm, _class: Value, kind: Gc<Str>) -> PyResult<&'static str> {
    if kind.eq_str("double") || kind.eq_str("float") {
        Ok("IEEE, little-endian")
    } else {
        Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'"))
    }
}

builtin_type! {
    /// Convert a string or number to a floating-point number, if possible.
    pub static FLOAT = "float"("object") {
        kind kind::FLOAT_OBJECT;
        traits { is_base }
        slots {
            repr: repr, hash: hash, compare: compare, add: add, subtract: subtract, multiply: multiply, true_divide: true_divide,
            floor_divide: floor_divide, modulo: modulo, divmod: divmod, power: power, negative: |_, value| Ok(Value::from_f64(-this(value))),
            positive: plain, absolute: |_, value| Ok(Value::from_f64(this(value).abs())), int: int, float: plain,
            truth: |_, value| Ok(this(value) != 0.0),
        }
        new "float(cls, x=0, /)" => new;
        methods {
            /// Formats the float according to format_spec.
            "__format__(self, format_spec, /)" => format;
            /// Return the Integral closest to x, rounding half toward even.
            ///
            /// When an argument is passed, work like built-in round(x, ndigits).
            "__round__(self, ndigits=<unrepresentable>, /)" => round;
            /// Return the Integral closest to x between 0 and x.
            "__trunc__(self, /)" => int;
            /// Return the floor as an Integral.
            "__floor__(self, /)" => |vm: &mut Vm, value: Value| vm.truncate(this(value).floor());
            /// Return the ceiling as an Integral.
            "__ceil__(self, /)" => |vm: &mut Vm, value: Value| vm.truncate(this(value).ceil());
            "__getnewargs__(self, /)" => |vm: &mut Vm, value: Value| vm.new_tuple(&[Value::from_f64(this(value))]);
            /// Return a pair of integers, whose ratio is exactly equal to the original float.
            "as_integer_ratio(self, /)" => ratio;
            /// Return self, the complex conjugate of any float.
            "conjugate(self, /)" => plain;
            /// Return a hexadecimal representation of a floating-point number.
            "hex(self, /)" => |_: &mut Vm, value: Value| text::float::to_hex(this(value));
            /// Return True if the float is an integer.
            "is_integer(self, /)" => |_: &mut Vm, value: Value| { let number = this(value); number.is_finite() && number.fract() == 0.0 };
        }
        class_methods {
            /// Create a floating-point number from a hexadecimal string.
            "fromhex(cls, string, /)" => from_hex;
            /// Convert real number to a floating-point number.
            "from_number(cls, number, /)" => from_number;
            /// You probably don't want to use this function.
            "__getformat__(cls, typestr, /)" => get_format;
        }
        getters {
            /// the real part of a complex number
            "real" => plain;
            /// the imaginary part of a complex number
            "imag" => |_, _| Ok(Value::from_f64(0.0));
        }
    }
}
