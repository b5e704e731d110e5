//! `complex`.

use gc::{Gc, Value};

use super::float::value_of;
use super::int::{Int, int_value};
use super::str::Str;
use crate::object::{CompareOp, Type, kind};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A complex number.
    pub struct Complex(kind::COMPLEX) { real: f64, imaginary: f64 }
}

crate::plain_kinds!(Complex);

/// Real and imaginary part.
type Parts = (f64, f64);

impl Complex {
    /// Real and imaginary part.
    pub fn parts(&self) -> (f64, f64) {
        (self.real, self.imaginary)
    }
}

impl Vm {
    /// A complex number.
    pub fn new_complex(&mut self, real: f64, imaginary: f64) -> PyResult<Value> {
        let class = self.types.complex;
        self.new_complex_of(class, (real, imaginary))
    }

    fn new_complex_of(&mut self, class: Gc<Type>, (real, imaginary): Parts) -> PyResult<Value> {
        Ok(self
            .new_object_of(class, Complex { header: gc::Header::unset(), real, imaginary })?
            .value())
    }

    /// The complex number a value stands for, by `__complex__`, `__float__` or `__index__`.
    pub fn to_complex(&mut self, value: Value) -> PyResult<(f64, f64)> {
        if let Some(number) = value.cast::<Complex>() {
            return Ok(number.parts());
        }
        if value_of(value).is_none()
            && let Some(result) = self.call_special(value, Name::Complex, &[])?
        {
            return match result.cast::<Complex>() {
                Some(number) => Ok(number.parts()),
                None => {
                    let (class, got) =
                        (self.type_of(value).name_text(), self.type_of(result).name_text());
                    Err(self.type_error(format_args!(
                        "{class}.__complex__() must return a complex, not {got}"
                    )))
                }
            };
        }
        Ok((self.to_f64(value)?, 0.0))
    }
}

fn this(value: Value) -> Parts {
    value.cast::<Complex>().expect("the receiver was checked").parts()
}

fn operand(vm: &mut Vm, value: Value) -> PyResult<Option<Parts>> {
    if let Some(number) = value.cast::<Complex>() {
        return Ok(Some(number.parts()));
    }
    if let Some(number) = value_of(value) {
        return Ok(Some((number, 0.0)));
    }
    match int_value(value) {
        Some(Int::Small(number)) => Ok(Some((number as f64, 0.0))),
        Some(Int::Big(number)) => Ok(Some((vm.big_to_f64(&number)?, 0.0))),
        None => Ok(None),
    }
}

fn multiply_parts((a, b): Parts, (c, d): Parts) -> Parts {
    (a * c - b * d, a * d + b * c)
}

/// Smith's algorithm.
fn divide_parts((a, b): Parts, (c, d): Parts) -> Option<Parts> {
    if c.abs() >= d.abs() {
        if c == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        Some(((a + b * ratio) / denominator, (b - a * ratio) / denominator))
    } else if d.abs() > c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        Some(((a * ratio + b) / denominator, (b * ratio - a) / denominator))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

macro_rules! operators {
    ($($function:ident: |$vm:ident, $x:ident, $y:ident| $result:expr;)*) => { $(
        fn $function(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
            let (Some($x), Some($y)) = (operand(vm, left)?, operand(vm, right)?) else { return Ok(Value::NOT_IMPLEMENTED) };
            let $vm = vm;
            let (real, imaginary): Parts = $result;
            $vm.new_complex(real, imaginary)
        }
    )* };
}

operators! {
    add: |vm, x, y| (x.0 + y.0, x.1 + y.1);
    subtract: |vm, x, y| (x.0 - y.0, x.1 - y.1);
    multiply: |vm, x, y| multiply_parts(x, y);
    true_divide: |vm, x, y| match divide_parts(x, y) {
        Some(parts) => parts,
        None => return Err(vm.zero_division_error("division by zero")),
    };
}

/// `base ** exponent`.
pub(super) fn power_of(vm: &mut Vm, base: Parts, exponent: Parts) -> PyResult<Value> {
    if exponent == (0.0, 0.0) {
        return vm.new_complex(1.0, 0.0);
    }
    if base == (0.0, 0.0) {
        if exponent.1 != 0.0 || exponent.0 < 0.0 {
            return Err(vm.zero_division_error("zero to a negative or complex power"));
        }
        return vm.new_complex(0.0, 0.0);
    }
    if exponent.1 == 0.0 && exponent.0.fract() == 0.0 && exponent.0.abs() <= 100.0 {
        let mut count = exponent.0.abs() as u32;
        let (mut result, mut square) = ((1.0, 0.0), base);
        while count > 0 {
            if count & 1 == 1 {
                result = multiply_parts(result, square);
            }
            count >>= 1;
            square = multiply_parts(square, square);
        }
        if exponent.0 < 0.0 {
            result = match divide_parts((1.0, 0.0), result) {
                Some(result) => result,
                None => return Err(vm.zero_division_error("zero to a negative or complex power")),
            };
        }
        return vm.new_complex(result.0, result.1);
    }
    let (modulus, angle) = (base.0.hypot(base.1), base.1.atan2(base.0));
    let mut length = modulus.powf(exponent.0);
    let mut phase = angle * exponent.0;
    if exponent.1 != 0.0 {
        length *= (-angle * exponent.1).exp();
        phase += exponent.1 * modulus.ln();
    }
    let result = (length * phase.cos(), length * phase.sin());
    if (result.0.is_infinite() || result.1.is_infinite())
        && base.0.is_finite()
        && base.1.is_finite()
    {
        return Err(vm.overflow_error("complex exponentiation"));
    }
    vm.new_complex(result.0, result.1)
}

fn power(vm: &mut Vm, left: Value, right: Value, modulus: Value) -> PyResult<Value> {
    let (Some(base), Some(exponent)) = (operand(vm, left)?, operand(vm, right)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !modulus.is_unbound() {
        return Err(vm.value_error("complex modulo"));
    }
    power_of(vm, base, exponent)
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (real, imaginary) = this(left);
    let equal = match right.cast::<Complex>() {
        Some(right) => (real, imaginary) == right.parts(),
        None if int_value(right).is_some() || value_of(right).is_some() => {
            imaginary == 0.0 && vm.compare_bool(Value::from_f64(real), right, CompareOp::Eq)?
        }
        None => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let (real, imaginary) = this(value);
    let (Some(real), Some(imaginary)) =
        (text::hash::hash_f64(real), text::hash::hash_f64(imaginary))
    else {
        return crate::object::hash::hash_identity(vm, value);
    };
    Ok(text::hash::combine_complex(real, imaginary))
}

fn part_text(number: f64) -> String {
    let text = text::float::repr(number);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let (real, imaginary) = this(value);
    let text = if real == 0.0 && real.is_sign_positive() {
        format!("{}j", part_text(imaginary))
    } else {
        let sign = if imaginary.is_sign_negative() && !imaginary.is_nan() { "" } else { "+" };
        format!("({}{sign}{}j)", part_text(real), part_text(imaginary))
    };
    Ok(vm.new_str(&text)?.value())
}

fn parse(text: &str) -> Option<Parts> {
    let mut text = text.trim();
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        text = inner.trim();
    }
    let number = |part: &str| match part {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        _ => text::float::parse_float(part).filter(|_| !part.contains(char::is_whitespace)),
    };
    let Some(body) = text.strip_suffix(['j', 'J']) else {
        return text::float::parse_float(text).map(|real| (real, 0.0));
    };
    // The sign that separates the parts: the last one not behind an exponent's `e`.
    let bytes = body.as_bytes();
    let split = (1..bytes.len()).rev().find(|&index| {
        matches!(bytes[index], b'+' | b'-') && !matches!(bytes[index - 1], b'e' | b'E')
    });
    match split {
        Some(split) => {
            let real = text::float::parse_float(&body[..split])
                .filter(|_| !body[..split].contains(char::is_whitespace))?;
            Some((real, number(&body[split..])?))
        }
        None => Some((0.0, number(body)?)),
    }
}

fn new(
    vm: &mut Vm,
    class: Gc<Type>,
    real: Option<Value>,
    imaginary: Option<Value>,
) -> PyResult<Value> {
    let Some(real) = real else {
        let parts = match imaginary {
            Some(imaginary) => part_argument(vm, imaginary, "imag")?,
            None => (0.0, 0.0),
        };
        let parts = (-parts.1, parts.0);
        return vm.new_complex_of(class, (parts.0 + 0.0, parts.1));
    };
    if let Some(text) = real.cast::<Str>() {
        if imaginary.is_some() {
            return Err(vm.type_error("complex() can't take second arg if first is a string"));
        }
        return match text.to_utf8().as_deref().and_then(parse) {
            Some(parts) => vm.new_complex_of(class, parts),
            None => Err(vm.value_error("complex() arg is a malformed string")),
        };
    }
    if imaginary.is_none() && class == vm.types.complex && vm.type_of(real) == class {
        return Ok(real);
    }
    let first = match imaginary {
        Some(_) => part_argument(vm, real, "real")?,
        None => {
            let slots = vm.slots(real);
            let fits = real.is::<Complex>()
                || slots.float.is_some()
                || slots.index.is_some()
                || vm.special_method(real, Name::Complex)?.is_some();
            if !fits {
                let class = vm.type_of(real).name_text();
                return Err(vm.type_error(format_args!(
                    "complex() argument must be a string or a number, not {class}"
                )));
            }
            vm.to_complex(real)?
        }
    };
    let Some(imaginary) = imaginary else { return vm.new_complex_of(class, first) };
    let second = part_argument(vm, imaginary, "imag")?;
    // What has no imaginary part adds none: signs of zeros stay.
    let parts = (
        if imaginary.is::<Complex>() { first.0 - second.1 } else { first.0 },
        if real.is::<Complex>() { first.1 + second.0 } else { second.0 },
    );
    vm.new_complex_of(class, parts)
}

fn part_argument(vm: &mut Vm, value: Value, name: &str) -> PyResult<Parts> {
    let slots = vm.slots(value);
    if value.is::<Complex>() || slots.float.is_some() || slots.index.is_some() {
        return vm.to_complex(value);
    }
    let class = vm.type_of(value).name_text();
    Err(vm
        .type_error(format_args!("complex() argument '{name}' must be a real number, not {class}")))
}

fn format(vm: &mut Vm, value: Value, spec: Gc<Str>) -> PyResult<Value> {
    if spec.is_empty() {
        return Ok(vm.str(value)?.value());
    }
    let (class, spec, (real, imaginary)) =
        (vm.type_of(value).name_text(), spec.to_string_lossy(), this(value));
    let text =
        text::format_spec::FormatSpec::parse(&spec, text::format_spec::FormatKind::Complex, &class)
            .and_then(|spec| text::format_spec::format_complex(&spec, real, imaginary));
    vm.formatted(text)
}

fn absolute(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let (real, imaginary) = this(value);
    let result = real.hypot(imaginary);
    if result.is_infinite() && real.is_finite() && imaginary.is_finite() {
        return Err(vm.overflow_error("absolute value too large"));
    }
    Ok(Value::from_f64(result))
}

builtin_type! {
    /// Create a complex number from a string or numbers.
    ///
    /// If a string is given, parse it as a complex number.
    /// If a single number is given, convert it to a complex number.
    /// If the 'real' or 'imag' arguments are given, create a complex number
    /// with the specified real and imaginary components.
    pub static COMPLEX = "complex"("object") {
        kind kind::COMPLEX;
        traits { is_base }
        slots {
            repr: repr, hash: hash, compare: compare, add: add, subtract: subtract, multiply: multiply, true_divide: true_divide, power: power,
            negative: |vm, value| { let (real, imaginary) = this(value); vm.new_complex(-real, -imaginary) },
            positive: |vm, value| { let (real, imaginary) = this(value); vm.new_complex(real, imaginary) },
            absolute: absolute, truth: |_, value| Ok(this(value) != (0.0, 0.0)),
        }
        new "complex(cls, real=<unrepresentable>, imag=<unrepresentable>)" => new;
        methods {
            /// Convert to a string according to format_spec.
            "__format__(self, format_spec, /)" => format;
            /// Convert this value to exact type complex.
            "__complex__(self, /)" => |vm: &mut Vm, value: Value| { let (real, imaginary) = this(value); vm.new_complex(real, imaginary) };
            /// Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j.
            "conjugate(self, /)" => |vm: &mut Vm, value: Value| { let (real, imaginary) = this(value); vm.new_complex(real, -imaginary) };
            "__getnewargs__(self, /)" => |vm: &mut Vm, value: Value| { let (real, imaginary) = this(value); vm.new_tuple(&[Value::from_f64(real), Value::from_f64(imaginary)]) };
        }
        class_methods {
            /// Convert number to a complex floating-point number.
            "from_number(cls, number, /)" => |vm: &mut Vm, class: Value, value: Value| {
                let (real, imaginary) = vm.to_complex(value)?;
                let number = vm.new_complex(real, imaginary)?;
                if class == vm.types.complex.value() { Ok(number) } else { vm.call_values(class, &[number]) }
            };
        }
        getters {
            /// the real part of a complex number
            "real" => |_, value| Ok(Value::from_f64(this(value).0));
            /// the imaginary part of a complex number
            "imag" => |_, value| Ok(Value::from_f64(this(value).1));
        }
    }
}
