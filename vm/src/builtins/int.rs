//! `int` and `bool`.
//!
//! Ints of 49 bits are immediate. All others, and every instance of a class derived from `int`, are
//! [`BigInteger`]s: sign and magnitude, in limbs of 64 bits, least significant first.

mod methods;

use gc::{Gc, Value};
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, ToPrimitive, Zero};
use text::int::{IntError, Integer};

use crate::object::{CompareOp, Type, kind};
use crate::{PyResult, Raised, Vm};

pub use methods::{BOOL, INT};

gc::heap_struct! {
    /// An int that is not immediate.
    pub struct BigInteger(kind::INT, bytes(|number| number.len * 8)) {
        /// The number of limbs; the last one is not 0.
        len: usize,
    }
}

crate::plain_kinds!(BigInteger);

/// Header bit: the number is below zero.
const NEGATIVE: u16 = 1;

impl BigInteger {
    /// The magnitude in halves of limbs; the last one may be 0.
    fn halves(&self) -> &[u32] {
        // SAFETY: allocated with `len` limbs behind the struct, 8-aligned, all written when it was made. Both
        // platforms are little-endian, so that halves of limbs follow each other in order.
        unsafe { std::slice::from_raw_parts(self.bytes.as_ptr().cast(), self.len * 2) }
    }

    /// The number.
    pub fn to_bigint(&self) -> BigInt {
        let sign = if self.is_negative() { Sign::Minus } else { Sign::Plus };
        BigInt::from_slice(sign, self.halves())
    }

    /// The number if it fits 64 bits.
    pub fn to_i64(&self) -> Option<i64> {
        let halves = self.halves();
        let magnitude = match halves {
            [] => 0,
            &[low, high] => u64::from(high) << 32 | u64::from(low),
            _ => return None,
        };
        if self.is_negative() {
            0i64.checked_sub_unsigned(magnitude)
        } else {
            i64::try_from(magnitude).ok()
        }
    }

    /// Is it below zero?
    pub fn is_negative(&self) -> bool {
        self.header.aux() & NEGATIVE != 0
    }
}

const _: () = assert!(cfg!(target_endian = "little"));

/// The number an int, bool or instance of a class derived from them stands for.
#[derive(Clone, Debug)]
pub enum Int {
    /// It fits 64 bits.
    Small(i64),
    /// It does not, or was not asked.
    Big(BigInt),
}

impl Int {
    /// Without limit.
    pub fn into_big(self) -> BigInt {
        match self {
            Int::Small(number) => BigInt::from(number),
            Int::Big(number) => number,
        }
    }

    /// Is it zero?
    pub fn is_zero(&self) -> bool {
        match self {
            Int::Small(number) => *number == 0,
            Int::Big(number) => number.is_zero(),
        }
    }
}

/// The number of an int, bool or an instance of a class derived from them.
#[inline]
pub fn int_value(value: Value) -> Option<Int> {
    if let Some(number) = value.as_small() {
        return Some(Int::Small(number));
    }
    if let Some(truth) = value.as_bool() {
        return Some(Int::Small(i64::from(truth)));
    }
    let number = value.cast::<BigInteger>()?;
    Some(match number.to_i64() {
        Some(small) => Int::Small(small),
        None => Int::Big(number.to_bigint()),
    })
}

impl Vm {
    /// An int of any size.
    pub fn new_big_int(&mut self, number: BigInt) -> PyResult<Value> {
        if let Some(value) = number.to_i64().and_then(Value::from_i64) {
            return Ok(value);
        }
        let class = self.types.int;
        Ok(self.new_int_object(class, &number)?.value())
    }

    /// An int of `class`: immediate if it may be.
    pub fn new_int_of(&mut self, class: Gc<Type>, number: BigInt) -> PyResult<Value> {
        if class == self.types.int {
            return self.new_big_int(number);
        }
        Ok(self.new_int_object(class, &number)?.value())
    }

    fn new_int_object(&mut self, class: Gc<Type>, number: &BigInt) -> PyResult<Gc<BigInteger>> {
        let limbs = number.iter_u64_digits();
        let len = limbs.len();
        let aux = if number.is_negative() { NEGATIVE } else { 0 };
        let head = BigInteger { header: gc::Header::unset().with_aux(aux), len, bytes: [] };
        let object = self.new_tail_of(class, aux, head, len * 8)?;
        let start = object.bytes.as_ptr().cast_mut().cast::<u64>();
        for (index, limb) in limbs.enumerate() {
            // SAFETY: the fresh object has room for exactly these limbs, 8-aligned.
            unsafe { start.add(index).write(limb) };
        }
        Ok(object)
    }

    fn new_integer(&mut self, number: Integer) -> PyResult<Value> {
        match number {
            Integer::Small(number) => self.new_int(number),
            Integer::Big(number) => self.new_big_int(number),
        }
    }

    #[cold]
    pub(crate) fn int_error(&mut self, error: IntError) -> Raised {
        match error {
            IntError::DivisionByZero => self.zero_division_error("division by zero"),
            IntError::ZeroModulus => self.value_error("pow() 3rd argument cannot be 0"),
            IntError::NotInvertible => {
                self.value_error("base is not invertible for the given modulus")
            }
            IntError::NegativeShift => self.value_error("negative shift count"),
            IntError::TooLarge => self.memory_error(),
            IntError::QuotientTooLarge => {
                self.overflow_error("integer division result too large for a float")
            }
            IntError::NegativeRoot => self.value_error("isqrt() argument must be nonnegative"),
        }
    }

    /// Charges for arithmetic on numbers of `bits` bits and refuses what cannot fit the heap.
    pub(crate) fn check_bits(&mut self, bits: u64) -> PyResult<()> {
        // 2 GiB: more than any sensible number, and time for it is charged.
        if bits > 1 << 34 || self.heap.budget().limit().is_some_and(|limit| bits / 8 > limit as u64)
        {
            return Err(self.memory_error());
        }
        self.charge((bits / 64) as usize)
    }

    /// `str(number)`, under `sys.set_int_max_str_digits`.
    pub fn int_to_text(&mut self, number: &Int) -> PyResult<String> {
        match number {
            Int::Small(number) => Ok(number.to_string()),
            Int::Big(number) => match text::int::to_decimal(number, self.int_max_str_digits) {
                Ok(text) => Ok(text),
                Err(error) => Err(self.value_error(error.message())),
            },
        }
    }
}

fn operands(left: Value, right: Value) -> Option<(Int, Int)> {
    Some((int_value(left)?, int_value(right)?))
}

macro_rules! operators {
    ($($function:ident: |$a:ident, $b:ident| $small:expr, |$vm:ident, $x:ident, $y:ident| $big:expr;)*) => { $(
        pub(super) fn $function(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
            let Some((left, right)) = operands(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
            if let (Int::Small($a), Int::Small($b)) = (&left, &right) {
                let ($a, $b) = (*$a, *$b);
                let result: Option<i64> = $small;
                if let Some(result) = result {
                    return vm.new_int(result);
                }
            }
            let ($x, $y) = (left.into_big(), right.into_big());
            let $vm = vm;
            $big
        }
    )* };
}

/// The product; a factor of one machine word needs no number of its own.
fn product(left: Int, right: Int) -> BigInt {
    match (left, right) {
        (Int::Big(big), Int::Small(small)) | (Int::Small(small), Int::Big(big)) => big * small,
        (left, right) => left.into_big() * right.into_big(),
    }
}

/// The sum, in the same way.
fn sum(left: Int, right: Int) -> BigInt {
    match (left, right) {
        (Int::Big(big), Int::Small(small)) | (Int::Small(small), Int::Big(big)) => big + small,
        (left, right) => left.into_big() + right.into_big(),
    }
}

impl Int {
    fn bits(&self) -> u64 {
        match self {
            Int::Small(number) => u64::from(64 - number.unsigned_abs().leading_zeros()),
            Int::Big(number) => number.bits(),
        }
    }
}

pub(super) fn multiply(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some((left, right)) = operands(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    if let (Int::Small(a), Int::Small(b)) = (&left, &right)
        && let Some(result) = a.checked_mul(*b)
    {
        return vm.new_int(result);
    }
    vm.check_bits(left.bits() + right.bits())?;
    vm.new_big_int(product(left, right))
}

pub(super) fn add(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some((left, right)) = operands(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    if let (Int::Small(a), Int::Small(b)) = (&left, &right)
        && let Some(result) = a.checked_add(*b)
    {
        return vm.new_int(result);
    }
    vm.new_big_int(sum(left, right))
}

fn floor_divide_small(a: i64, b: i64) -> Option<i64> {
    let quotient = a.checked_div(b)?;
    Some(if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
}

fn modulo_small(a: i64, b: i64) -> Option<i64> {
    let remainder = a.checked_rem(b)?;
    Some(if remainder != 0 && (remainder < 0) != (b < 0) { remainder + b } else { remainder })
}

operators! {
    subtract: |a, b| a.checked_sub(b), |vm, x, y| vm.new_big_int(x - y);
    floor_divide: |a, b| floor_divide_small(a, b), |vm, x, y| match text::int::floor_divmod(&x, &y) {
        Ok((quotient, _)) => vm.new_big_int(quotient),
        Err(error) => Err(vm.int_error(error)),
    };
    modulo: |a, b| modulo_small(a, b), |vm, x, y| match text::int::floor_divmod(&x, &y) {
        Ok((_, remainder)) => vm.new_big_int(remainder),
        Err(error) => Err(vm.int_error(error)),
    };
    bit_and: |a, b| Some(a & b), |vm, x, y| vm.new_big_int(x & y);
    bit_or: |a, b| Some(a | b), |vm, x, y| vm.new_big_int(x | y);
    bit_xor: |a, b| Some(a ^ b), |vm, x, y| vm.new_big_int(x ^ y);
    left_shift: |a, b| if (0..63).contains(&b) && (a << b) >> b == a { Some(a << b) } else { None }, |vm, x, y| {
        let bits = if x.is_zero() { 0 } else { x.bits().saturating_add(y.to_u64().unwrap_or(if y.is_negative() { 0 } else { u64::MAX })) };
        vm.check_bits(bits)?;
        match text::int::shift_left(&x, &y, 1 << 34) {
            Ok(number) => vm.new_big_int(number),
            Err(error) => Err(vm.int_error(error)),
        }
    };
    right_shift: |a, b| if b >= 0 { Some(a >> b.min(63)) } else { None }, |vm, x, y| match text::int::shift_right(&x, &y) {
        Ok(number) => vm.new_big_int(number),
        Err(error) => Err(vm.int_error(error)),
    };
}

pub(super) fn divmod(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some((left, right)) = operands(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (quotient, remainder) = match text::int::floor_divmod(&left.into_big(), &right.into_big()) {
        Ok(result) => result,
        Err(error) => return Err(vm.int_error(error)),
    };
    let (quotient, remainder) = (vm.new_big_int(quotient)?, vm.new_big_int(remainder)?);
    Ok(vm.new_tuple(&[quotient, remainder])?.value())
}

pub(super) fn true_divide(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some((left, right)) = operands(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    const EXACT: i64 = 1 << 53;
    if let (Int::Small(a), Int::Small(b)) = (&left, &right)
        && *b != 0
        && (-EXACT..=EXACT).contains(a)
        && (-EXACT..=EXACT).contains(b)
    {
        return Ok(Value::from_f64(*a as f64 / *b as f64));
    }
    match text::int::true_divide(&left.into_big(), &right.into_big()) {
        Ok(quotient) => Ok(Value::from_f64(quotient)),
        Err(error) => Err(vm.int_error(error)),
    }
}

pub(super) fn power(vm: &mut Vm, base: Value, exponent: Value, modulus: Value) -> PyResult<Value> {
    let Some((base, exponent)) = operands(base, exponent) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !modulus.is_unbound() {
        let Some(modulus) = int_value(modulus) else { return Ok(Value::NOT_IMPLEMENTED) };
        let (base, exponent, modulus) = (base.into_big(), exponent.into_big(), modulus.into_big());
        vm.charge((modulus.bits() / 64).saturating_mul(exponent.bits()) as usize)?;
        return match text::int::modular_power(&base, &exponent, &modulus) {
            Ok(number) => vm.new_big_int(number),
            Err(error) => Err(vm.int_error(error)),
        };
    }
    if let (Int::Small(base), Int::Small(exponent)) = (&base, &exponent)
        && let Ok(exponent) = u32::try_from(*exponent)
        && let Some(result) = base.checked_pow(exponent)
    {
        return vm.new_int(result);
    }
    let (base, exponent) = (base.into_big(), exponent.into_big());
    if exponent.is_negative() {
        let (base, exponent) = (vm.big_to_f64(&base)?, vm.big_to_f64(&exponent)?);
        return super::float::power_of(vm, base, exponent);
    }
    let magnitude = base.abs();
    let Some(count) = exponent.to_u64() else {
        // Only 0, 1 and -1 have powers that large.
        if magnitude.is_zero() || magnitude == BigInt::from(1) {
            let odd = exponent.bit(0);
            return vm.new_big_int(if odd { base } else { magnitude });
        }
        return Err(vm.memory_error());
    };
    if magnitude > BigInt::from(1) {
        vm.check_bits(text::int::power_bits(&base, count))?;
    }
    let result = num_traits::Pow::pow(&base, count);
    vm.new_big_int(result)
}

pub(super) fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let _ = vm;
    let Some((left, right)) = operands(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    let ordering = match (&left, &right) {
        (Int::Small(left), Int::Small(right)) => left.cmp(right),
        _ => left.into_big().cmp(&right.into_big()),
    };
    Ok(Value::from_bool(op.holds(ordering)))
}
