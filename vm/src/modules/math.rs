//! `math`.

use gc::Value;
use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::native::{ConstantDef, Rest};
use crate::{Name, PyResult, Vm, native_module};

/// The result of a function; an invalid or infinite one of finite arguments is an error.
fn checked(vm: &mut Vm, argument: f64, result: f64) -> PyResult<f64> {
    if result.is_nan() && !argument.is_nan() {
        return Err(vm.value_error("math domain error"));
    }
    if result.is_infinite() && argument.is_finite() {
        return Err(vm.overflow_error("math range error"));
    }
    Ok(result)
}

macro_rules! functions {
    ($($name:ident: $function:expr;)*) => { $(
        fn $name(vm: &mut Vm, x: f64) -> PyResult<f64> {
            let function: fn(f64) -> f64 = $function;
            checked(vm, x, function(x))
        }
    )* };
}

functions! {
    sin: f64::sin; cos: f64::cos; tan: f64::tan; asin: f64::asin; acos: f64::acos; atan: f64::atan; sinh: f64::sinh; cosh: f64::cosh; tanh: f64::tanh;
    asinh: libm::asinh; exp: f64::exp; exp2: f64::exp2; expm1: f64::exp_m1; cbrt: f64::cbrt; degrees: f64::to_degrees; radians: f64::to_radians; fabs: f64::abs;
    acosh: libm::acosh;
}

fn sqrt(vm: &mut Vm, x: f64) -> PyResult<f64> {
    if x < 0.0 {
        let shown = text::float::repr(x);
        return Err(vm.value_error(format_args!("expected a nonnegative input, got {shown}")));
    }
    Ok(x.sqrt())
}

/// A logarithm, of ints of any size.
fn log_of(vm: &mut Vm, value: Value, log: fn(f64) -> f64, of_two: f64) -> PyResult<f64> {
    if let Some(crate::builtins::int::Int::Big(number)) = crate::builtins::int::int_value(value) {
        if number.is_positive() {
            let shift = number.bits().saturating_sub(60);
            let top = (&number >> shift).to_f64().unwrap_or(f64::INFINITY);
            return Ok(log(top) + shift as f64 * of_two);
        }
        return Err(vm.value_error("expected a positive input"));
    }
    let x = vm.to_f64(value)?;
    if x <= 0.0 {
        let message = if value.is_f64() {
            format!("expected a positive input, got {}", text::float::repr(x))
        } else {
            "expected a positive input".to_owned()
        };
        return Err(vm.value_error(message));
    }
    Ok(log(x))
}

fn log(vm: &mut Vm, value: Value, base: Option<Value>) -> PyResult<f64> {
    let numerator = log_of(vm, value, f64::ln, std::f64::consts::LN_2)?;
    match base {
        None => Ok(numerator),
        Some(base) => {
            let denominator = log_of(vm, base, f64::ln, std::f64::consts::LN_2)?;
            if denominator == 0.0 {
                return Err(vm.zero_division_error("division by zero"));
            }
            Ok(numerator / denominator)
        }
    }
}

fn rounded(vm: &mut Vm, value: Value, method: Name, round: fn(f64) -> f64) -> PyResult<Value> {
    if let Some(number) = value.as_f64() {
        return vm.truncate(round(number));
    }
    match vm.call_special(value, method, &[])? {
        Some(result) => Ok(result),
        None if method == Name::Trunc => {
            let class = vm.type_of(value).name_text();
            Err(vm.type_error(format_args!("type {class} doesn't define __trunc__ method")))
        }
        None => {
            let number = vm.to_f64(value)?;
            vm.truncate(round(number))
        }
    }
}

fn pow(vm: &mut Vm, x: f64, y: f64) -> PyResult<f64> {
    let result = x.powf(y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() || (x == 0.0 && y < 0.0 && y.is_finite()) {
        return Err(vm.value_error("math domain error"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(vm.overflow_error("math range error"));
    }
    Ok(result)
}

fn fmod(vm: &mut Vm, x: f64, y: f64) -> PyResult<f64> {
    if (y == 0.0 && !x.is_nan()) || (x.is_infinite() && !y.is_nan()) {
        return Err(vm.value_error("math domain error"));
    }
    Ok(x % y)
}

fn factorial(vm: &mut Vm, number: BigInt) -> PyResult<BigInt> {
    if number.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Some(count) = number.to_u32().filter(|&count| count < 1 << 24) else {
        return Err(vm.overflow_error("factorial() argument should not exceed 9223372036854775807"));
    };
    fn product(low: u64, high: u64) -> BigInt {
        if high - low < 16 {
            (low..=high).map(BigInt::from).product()
        } else {
            let middle = (low + high) / 2;
            product(low, middle) * product(middle + 1, high)
        }
    }
    vm.charge(count as usize)?;
    Ok(if count < 2 { BigInt::from(1) } else { product(2, u64::from(count)) })
}

fn gcd(vm: &mut Vm, numbers: Rest, least: bool) -> PyResult<BigInt> {
    let mut result = BigInt::from(i32::from(least));
    for &number in numbers.0.items() {
        let number = vm.index_as_big(number)?;
        result = if least {
            if result.is_zero() || number.is_zero() { BigInt::zero() } else { result.lcm(&number) }
        } else {
            result.gcd(&number)
        };
    }
    Ok(result)
}

fn isqrt(vm: &mut Vm, number: BigInt) -> PyResult<BigInt> {
    match text::int::isqrt(&number) {
        Ok(root) => Ok(root),
        Err(error) => Err(vm.int_error(error)),
    }
}

fn combinations(vm: &mut Vm, n: BigInt, k: BigInt) -> PyResult<BigInt> {
    if n.is_negative() || k.is_negative() {
        return Err(vm.value_error(if n.is_negative() {
            "n must be a non-negative integer"
        } else {
            "k must be a non-negative integer"
        }));
    }
    if k > n {
        return Ok(BigInt::zero());
    }
    let k = k.clone().min(&n - &k);
    let Some(count) = k.to_u64().filter(|&count| count < 1 << 32) else {
        return Err(vm.overflow_error("min(n - k, k) must not exceed 18446744073709551615"));
    };
    let mut result = BigInt::from(1);
    for index in 0..count {
        vm.charge(1 + result.bits() as usize / 64)?;
        result = result * (&n - index) / (index + 1);
    }
    Ok(result)
}

fn permutations(vm: &mut Vm, n: BigInt, k: Option<BigInt>) -> PyResult<BigInt> {
    let Some(k) = k else { return factorial(vm, n) };
    if n.is_negative() || k.is_negative() {
        return Err(vm.value_error(if n.is_negative() {
            "n must be a non-negative integer"
        } else {
            "k must be a non-negative integer"
        }));
    }
    let mut result = BigInt::from(1);
    if k > n {
        return Ok(BigInt::zero());
    }
    let Some(count) = k.to_u64().filter(|&count| count < 1 << 32) else {
        return Err(vm.overflow_error("k must not exceed 18446744073709551615"));
    };
    for index in 0..count {
        vm.charge(1 + result.bits() as usize / 64)?;
        result *= &n - index;
    }
    Ok(result)
}

fn product(vm: &mut Vm, iterable: Value, start: Value) -> PyResult<Value> {
    let mut total = start;
    vm.for_each(iterable, |vm, item| {
        total = vm.binary(total, item, crate::object::BinaryOp::Multiply)?;
        Ok(true)
    })?;
    Ok(total)
}

/// Shewchuk's exact summation.
fn exact_sum(vm: &mut Vm, iterable: Value) -> PyResult<f64> {
    let mut partials: Vec<f64> = Vec::new();
    let mut special = 0.0;
    vm.for_each(iterable, |vm, item| {
        let mut x = vm.to_f64(item)?;
        if !x.is_finite() {
            special += x;
            return Ok(true);
        }
        let mut kept = 0;
        for index in 0..partials.len() {
            let mut y = partials[index];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        partials.push(x);
        Ok(true)
    })?;
    if special != 0.0 || special.is_nan() {
        return Ok(special);
    }
    let Some(mut high) = partials.pop() else { return Ok(0.0) };
    let mut low = 0.0;
    while let Some(y) = partials.pop() {
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    if let Some(&next) = partials.last()
        && ((low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0))
    {
        let y = low * 2.0;
        let x = high + y;
        if y == x - high {
            high = x;
        }
    }
    Ok(high)
}

fn hypot(vm: &mut Vm, coordinates: Rest) -> PyResult<f64> {
    let mut largest: f64 = 0.0;
    let mut numbers = Vec::new();
    for &coordinate in coordinates.0.items() {
        let number = vm.to_f64(coordinate)?.abs();
        if number.is_infinite() {
            return Ok(f64::INFINITY);
        }
        largest = largest.max(number);
        numbers.push(number);
    }
    if largest == 0.0 || numbers.iter().any(|number| number.is_nan()) {
        return Ok(if numbers.iter().any(|number| number.is_nan()) { f64::NAN } else { 0.0 });
    }
    if let &[a, b] = &numbers[..] {
        return Ok(a.hypot(b));
    }
    Ok(largest * numbers.iter().map(|number| (number / largest).powi(2)).sum::<f64>().sqrt())
}

fn is_close(vm: &mut Vm, a: f64, b: f64, relative: f64, absolute: f64) -> PyResult<bool> {
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let difference = (b - a).abs();
    Ok(difference <= (relative * b).abs()
        || difference <= (relative * a).abs()
        || difference <= absolute)
}

fn frexp(vm: &mut Vm, x: f64) -> PyResult<Value> {
    let (mantissa, exponent) = split(x);
    Ok(vm.new_tuple(&[Value::from_f64(mantissa), Value::from_small(exponent)])?.value())
}

fn split(x: f64) -> (f64, i64) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let bits = x.to_bits();
    let exponent = (bits >> 52 & 0x7FF) as i64;
    if exponent == 0 {
        let (mantissa, exponent) = split(x * 2f64.powi(64));
        return (mantissa, exponent - 64);
    }
    (f64::from_bits(bits & !(0x7FF << 52) | 0x3FE << 52), exponent - 1022)
}

fn ldexp(vm: &mut Vm, x: f64, exponent: Value) -> PyResult<f64> {
    let exponent = vm.index_clamped(exponent)?;
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let (mantissa, own) = split(x);
    let total = own.saturating_add(exponent);
    if total > 1024 {
        return Err(vm.overflow_error("math range error"));
    }
    if total < -1080 {
        return Ok(0.0f64.copysign(x));
    }
    // In two steps, so that subnormal results are rounded once.
    let result = mantissa * 2f64.powi((total / 2) as i32) * 2f64.powi((total - total / 2) as i32);
    if result.is_infinite() { Err(vm.overflow_error("math range error")) } else { Ok(result) }
}

fn modf(vm: &mut Vm, x: f64) -> PyResult<Value> {
    let (fraction, whole) =
        if x.is_infinite() { (0.0f64.copysign(x), x) } else { (x.fract().copysign(x), x.trunc()) };
    Ok(vm.new_tuple(&[Value::from_f64(fraction), Value::from_f64(whole)])?.value())
}

fn dist(vm: &mut Vm, p: Value, q: Value) -> PyResult<f64> {
    let (p, q) = (vm.collect_items(p)?, vm.collect_items(q)?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let mut differences = gc::TempVec::new();
    for (&a, &b) in p.iter().zip(q.iter()) {
        differences.push(Value::from_f64(vm.to_f64(a)? - vm.to_f64(b)?));
    }
    let tuple = vm.new_tuple(&differences)?;
    hypot(vm, Rest(tuple))
}

/// The coefficients of Lanczos' approximation (g = 6.0246…, 13 terms), from the highest power down in both.
const LANCZOS_ABOVE: [f64; 13] = [
    23_531_376_880.410_76,
    42_919_803_642.649_1,
    35_711_959_237.355_67,
    17_921_034_426.037_21,
    6_039_542_586.352_028,
    1_439_720_407.311_721_6,
    248_874_557.862_054_17,
    31_426_415.585_400_194,
    2_876_370.628_935_372_5,
    186_056.265_395_223_48,
    8_071.672_002_365_816,
    210.824_277_751_579_36,
    2.506_628_274_631_000_2,
];
const LANCZOS_BELOW: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];
const LANCZOS_G: f64 = 6.024_680_040_776_73;
const LANCZOS_G_MINUS_HALF: f64 = 5.524_680_040_776_73;

fn lanczos_sum(x: f64) -> f64 {
    let pairs = LANCZOS_ABOVE.iter().zip(LANCZOS_BELOW);
    let (above, below) = if x < 5.0 {
        pairs.rev().fold((0.0, 0.0), |(n, d), (a, b)| (n * x + a, d * x + b))
    } else {
        pairs.fold((0.0, 0.0), |(n, d), (a, b)| (n / x + a, d / x + b))
    };
    above / below
}

/// sin(πx), exact at the integers and halves.
fn sin_pi(x: f64) -> f64 {
    use std::f64::consts::PI;
    let y = x.abs() % 2.0;
    let quarter = (2.0 * y).round() as i32;
    let result = match quarter {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * result
}

/// Γ(x), as CPython computes it.
fn gamma(vm: &mut Vm, x: f64) -> PyResult<f64> {
    if !x.is_finite() {
        if x == f64::NEG_INFINITY {
            return Err(vm.value_error("expected a noninteger or positive integer, got -inf"));
        }
        return Ok(x);
    }
    if x == 0.0 || x < 0.0 && x == x.floor() {
        let shown = text::float::repr(x);
        return Err(
            vm.value_error(format_args!("expected a noninteger or positive integer, got {shown}"))
        );
    }
    if x == x.floor() && x <= 23.0 {
        return Ok((2..x as u32).map(f64::from).product());
    }
    let size = x.abs();
    if size < 1e-20 {
        let result = 1.0 / x;
        return checked(vm, x, result);
    }
    if size > 200.0 {
        if x < 0.0 {
            return Ok(0.0 / sin_pi(x));
        }
        return Err(vm.overflow_error("math range error"));
    }
    let y = size + LANCZOS_G_MINUS_HALF;
    let lost = if size > LANCZOS_G_MINUS_HALF {
        (y - size) - LANCZOS_G_MINUS_HALF
    } else {
        (y - LANCZOS_G_MINUS_HALF) - size
    };
    let z = lost * LANCZOS_G / y;
    let result = if x < 0.0 {
        let mut r = -std::f64::consts::PI / sin_pi(size) / size * y.exp() / lanczos_sum(size);
        r -= z * r;
        if size < 140.0 {
            r / y.powf(size - 0.5)
        } else {
            let root = y.powf(size / 2.0 - 0.25);
            r / root / root
        }
    } else {
        let mut r = lanczos_sum(size) / y.exp();
        r += z * r;
        if size < 140.0 {
            r * y.powf(size - 0.5)
        } else {
            let root = y.powf(size / 2.0 - 0.25);
            r * root * root
        }
    };
    checked(vm, x, result)
}

/// ln |Γ(x)|, as CPython computes it.
fn log_gamma(vm: &mut Vm, x: f64) -> PyResult<f64> {
    if !x.is_finite() {
        return Ok(if x.is_nan() { x } else { f64::INFINITY });
    }
    if x == x.floor() && x <= 2.0 {
        if x <= 0.0 {
            let shown = text::float::repr(x);
            return Err(vm.value_error(format_args!(
                "expected a noninteger or positive integer, got {shown}"
            )));
        }
        return Ok(0.0);
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-size.ln());
    }
    let mut r = lanczos_sum(size).ln() - LANCZOS_G;
    r += (size - 0.5) * ((size + LANCZOS_G - 0.5).ln() - 1.0);
    if x < 0.0 {
        r = std::f64::consts::PI.ln() - sin_pi(size).abs().ln() - size.ln() - r;
    }
    checked(vm, x, r)
}

fn next_after(vm: &mut Vm, x: f64, y: f64, steps: Option<Value>) -> PyResult<f64> {
    let steps = match steps.filter(|steps| !steps.is_none()) {
        None => 1,
        Some(steps) => {
            let steps = vm.index_clamped(steps)?;
            match u64::try_from(steps) {
                Ok(steps) => steps,
                Err(_) => {
                    return Err(vm.value_error("steps must be a non-negative integer"));
                }
            }
        }
    };
    if steps == 0 || x.is_nan() {
        return Ok(x);
    }
    if y.is_nan() {
        return Ok(y);
    }
    if x == y {
        return Ok(y);
    }
    // The bits of floats of one sign are ordered as the floats are.
    let place = |x: f64| {
        let bits = (x.to_bits() & !(1 << 63)) as i128;
        if x.is_sign_negative() { -bits } else { bits }
    };
    let (from, to) = (place(x), place(y));
    if from == to {
        return Ok(y);
    }
    let step = i128::from(steps).min((to - from).abs());
    let reached = if to > from { from + step } else { from - step };
    if reached == to {
        return Ok(y);
    }
    let magnitude = f64::from_bits(reached.unsigned_abs() as u64);
    Ok(if reached < 0 || reached == 0 && from < 0 { -magnitude } else { magnitude })
}

fn ulp(_: &mut Vm, x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let next = f64::from_bits(x.to_bits() + 1);
    if next.is_infinite() { x - f64::from_bits(x.to_bits() - 1) } else { next - x }
}

fn remainder(vm: &mut Vm, x: f64, y: f64) -> PyResult<f64> {
    if x.is_nan() || y.is_nan() {
        return Ok(if x.is_nan() { x } else { y });
    }
    if x.is_infinite() || y == 0.0 {
        return Err(vm.value_error("math domain error"));
    }
    if y.is_infinite() {
        return Ok(x);
    }
    Ok(libm::remainder(x, y))
}

/// The sum of the products; exact for ints, of extended precision for floats.
fn sum_of_products(vm: &mut Vm, p: Value, q: Value) -> PyResult<Value> {
    let (p, q) = (vm.collect_items(p)?, vm.collect_items(q)?);
    if p.len() != q.len() {
        return Err(vm.value_error("Inputs are not the same length"));
    }
    let number =
        |value: Value| value.as_f64().or_else(|| value.as_small().map(|number| number as f64));
    let floats = p.iter().chain(q.iter()).any(|value| value.is_f64());
    if floats
        && p.iter().chain(q.iter()).all(|&value| {
            value.is_f64() || value.as_small().is_some_and(|number| number.abs() < 1 << 53)
        })
    {
        let mut parts = gc::TempVec::new();
        for (&a, &b) in p.iter().zip(q.iter()) {
            let (Some(a), Some(b)) = (number(a), number(b)) else { continue };
            let product = a * b;
            parts.push(Value::from_f64(product));
            if product.is_finite() {
                parts.push(Value::from_f64(a.mul_add(b, -product)));
            }
        }
        let list = vm.new_list(&parts)?.value();
        return Ok(Value::from_f64(exact_sum(vm, list)?));
    }
    let mut total = Value::from_small(0);
    for (&a, &b) in p.iter().zip(q.iter()) {
        let product = vm.binary(a, b, crate::object::BinaryOp::Multiply)?;
        total = vm.binary(total, product, crate::object::BinaryOp::Add)?;
    }
    Ok(total)
}

native_module! {
    /// This module provides access to the mathematical functions
    /// defined by the C standard.
    pub(super) static MATH = "math" {
        constants {
            "pi" = ConstantDef::Float(std::f64::consts::PI);
            "e" = ConstantDef::Float(std::f64::consts::E);
            "tau" = ConstantDef::Float(std::f64::consts::TAU);
            "inf" = ConstantDef::Float(f64::INFINITY);
            "nan" = ConstantDef::Float(f64::NAN);
        }
        functions {
            "sin(x, /)" => sin, pure; "cos(x, /)" => cos, pure; "tan(x, /)" => tan, pure; "asin(x, /)" => asin, pure; "acos(x, /)" => acos, pure;
            "atan(x, /)" => atan, pure; "sinh(x, /)" => sinh, pure; "cosh(x, /)" => cosh, pure; "tanh(x, /)" => tanh, pure; "asinh(x, /)" => asinh, pure;
            "acosh(x, /)" => acosh, pure; "exp(x, /)" => exp, pure; "exp2(x, /)" => exp2, pure; "expm1(x, /)" => expm1, pure; "cbrt(x, /)" => cbrt, pure;
            "degrees(x, /)" => degrees, pure; "radians(x, /)" => radians, pure; "fabs(x, /)" => fabs, pure;
            /// Return the square root of x.
            "sqrt(x, /)" => sqrt, pure;
            "atanh(x, /)" => |vm: &mut Vm, x: f64| if x.abs() >= 1.0 { Err(vm.value_error("math domain error")) } else { Ok(libm::atanh(x)) };
            "atan2(y, x, /)" => |_: &mut Vm, y: f64, x: f64| y.atan2(x);
            "log(x, base=<unrepresentable>, /)" => log;
            "log2(x, /)" => |vm: &mut Vm, x: Value| log_of(vm, x, f64::log2, 1.0);
            "log10(x, /)" => |vm: &mut Vm, x: Value| log_of(vm, x, f64::log10, std::f64::consts::LOG10_2);
            "log1p(x, /)" => |vm: &mut Vm, x: f64| if x <= -1.0 { Err(vm.value_error("math domain error")) } else { Ok(x.ln_1p()) };
            "pow(x, y, /)" => pow; "fmod(x, y, /)" => fmod;
            "copysign(x, y, /)" => |_: &mut Vm, x: f64, y: f64| x.copysign(y);
            "floor(x, /)" => |vm: &mut Vm, x: Value| rounded(vm, x, Name::Floor, f64::floor);
            "ceil(x, /)" => |vm: &mut Vm, x: Value| rounded(vm, x, Name::Ceil, f64::ceil);
            "trunc(x, /)" => |vm: &mut Vm, x: Value| rounded(vm, x, Name::Trunc, f64::trunc);
            "isnan(x, /)" => |_: &mut Vm, x: f64| x.is_nan(); "isinf(x, /)" => |_: &mut Vm, x: f64| x.is_infinite(); "isfinite(x, /)" => |_: &mut Vm, x: f64| x.is_finite();
            "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)" => is_close;
            "factorial(n, /)" => factorial;
            "gcd(*integers)" => |vm: &mut Vm, numbers: Rest| gcd(vm, numbers, false);
            "lcm(*integers)" => |vm: &mut Vm, numbers: Rest| gcd(vm, numbers, true);
            "isqrt(n, /)" => isqrt; "comb(n, k, /)" => combinations; "perm(n, k=None, /)" => permutations;
            "prod(iterable, /, *, start=1)" => product; "fsum(seq, /)" => exact_sum; "hypot(*coordinates)" => hypot; "dist(p, q, /)" => dist;
            "frexp(x, /)" => frexp; "ldexp(x, i, /)" => ldexp; "modf(x, /)" => modf;
            /// Gamma function at x.
            "gamma(x, /)" => gamma;
            /// Natural logarithm of absolute value of Gamma function at x.
            "lgamma(x, /)" => log_gamma;
            /// Error function at x.
            "erf(x, /)" => |_: &mut Vm, x: f64| libm::erf(x);
            /// Complementary error function at x.
            "erfc(x, /)" => |_: &mut Vm, x: f64| libm::erfc(x);
            /// Return the floating-point value the given number of steps after x towards y.
            "nextafter(x, y, /, *, steps=<unrepresentable>)" => next_after;
            /// Return the value of the least significant bit of the float x.
            "ulp(x, /)" => ulp;
            /// Difference between x and the closest integer multiple of y.
            "remainder(x, y, /)" => remainder;
            /// Return the sum of products of values from two iterables p and q.
            "sumprod(p, q, /)" => sum_of_products;
            "fma(x, y, z, /)" => |_: &mut Vm, x: f64, y: f64, z: f64| x.mul_add(y, z);
        }
    }
}
