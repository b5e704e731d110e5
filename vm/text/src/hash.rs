//! Hashes that must agree with each other: equal numbers of any type hash alike, modulo `2**61 - 1`.

use num_bigint::{BigInt, Sign};

use crate::float::decode;

/// The prime of numeric hashes (`sys.hash_info.modulus`).
pub const MODULUS: u64 = (1 << 61) - 1;

/// The hash of infinity (`sys.hash_info.inf`).
pub const INFINITY: i64 = 314_159;

/// The factor of the imaginary part (`sys.hash_info.imag`).
pub const IMAGINARY: u64 = 1_000_003;

/// Minus one means an error to CPython's hash functions, so that no hash is minus one.
#[inline]
fn finish(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

#[inline]
fn signed(residue: u64, negative: bool) -> i64 {
    // A residue is below 2**61.
    let residue = residue as i64;
    finish(if negative { -residue } else { residue })
}

/// The hash of an int.
#[inline]
pub fn hash_i64(value: i64) -> i64 {
    signed(value.unsigned_abs() % MODULUS, value < 0)
}

/// The hash of a large int; the same as [`hash_i64`] where both apply.
pub fn hash_bigint(value: &BigInt) -> i64 {
    let residue = value.iter_u64_digits().rev().fold(0_u64, |residue, digit| {
        // 2**64 is 8 modulo the prime.
        ((u128::from(residue) * 8 + u128::from(digit)) % u128::from(MODULUS)) as u64
    });
    signed(residue, value.sign() == Sign::Minus)
}

/// The hash of a float; `None` for NaN, which hashes by identity.
pub fn hash_f64(value: f64) -> Option<i64> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { INFINITY } else { -INFINITY });
    }
    let (mantissa, exponent) = decode(value);
    // Multiplying by a power of two modulo 2**61 - 1 rotates the 61 bits.
    let turn = exponent.rem_euclid(61) as u32;
    let residue = ((mantissa << turn) & MODULUS) | (mantissa >> (61 - turn));
    let residue = if residue == MODULUS { 0 } else { residue };
    Some(signed(residue, value < 0.0))
}

/// The hash of a complex number from those of its parts.
pub fn combine_complex(real: i64, imaginary: i64) -> i64 {
    finish((real as u64).wrapping_add(IMAGINARY.wrapping_mul(imaginary as u64)) as i64)
}

/// The hash of a tuple from those of its items.
pub fn combine_tuple(lanes: impl ExactSizeIterator<Item = i64>) -> i64 {
    let mut hasher = TupleHasher::default();
    lanes.for_each(|lane| hasher.add(lane));
    hasher.finish()
}

/// The hash of a tuple, item by item.
#[derive(Clone, Copy, Debug)]
pub struct TupleHasher {
    accumulator: u64,
    length: u64,
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

impl Default for TupleHasher {
    fn default() -> TupleHasher {
        TupleHasher { accumulator: PRIME_5, length: 0 }
    }
}

impl TupleHasher {
    /// Adds the hash of the next item.
    #[inline]
    pub fn add(&mut self, lane: i64) {
        let mixed = self.accumulator.wrapping_add((lane as u64).wrapping_mul(PRIME_2));
        self.accumulator = mixed.rotate_left(31).wrapping_mul(PRIME_1);
        self.length = self.length.wrapping_add(1);
    }

    /// The hash of all items added.
    #[inline]
    pub fn finish(self) -> i64 {
        let hash = self.accumulator.wrapping_add(self.length ^ (PRIME_5 ^ 3_527_539)) as i64;
        if hash == -1 { 1_546_275_796 } else { hash }
    }
}

/// The hash of a frozenset from those of its items, whatever their order.
pub fn combine_frozenset(items: impl ExactSizeIterator<Item = i64>) -> i64 {
    let length = items.len() as u64;
    let mut hash = items.fold(0_u64, |hash, item| {
        let item = item as u64;
        hash ^ ((item ^ 89_869_747) ^ (item << 16)).wrapping_mul(3_644_798_167)
    });
    hash ^= length.wrapping_add(1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    let hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923) as i64;
    if hash == -1 { 590_923_713 } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hash_as_in_cpython() {
        assert_eq!(hash_i64(-1), -2);
        assert_eq!(hash_i64(i64::MIN), -4);
        assert_eq!(hash_i64(1 << 61), 1);
        assert_eq!(hash_i64((1 << 61) - 1), 0);
        assert_eq!(hash_f64(0.5), Some(1152921504606846976));
        assert_eq!(hash_f64(-1.5), Some(-1152921504606846977));
        assert_eq!(hash_f64(0.1), Some(230584300921369408));
        assert_eq!(hash_f64(1e300), Some(1224995262755759164));
        assert_eq!(hash_f64(5e-324), Some(16777216));
        assert_eq!(hash_f64(-1.0), Some(-2));
        assert_eq!(hash_f64(f64::NEG_INFINITY), Some(-314159));
        assert_eq!(hash_bigint(&BigInt::from(10).pow(30)), 465258685558744706);
        assert_eq!(hash_bigint(&BigInt::from(-1)), -2);
    }

    #[test]
    fn containers_hash_as_in_cpython() {
        assert_eq!(combine_tuple([].into_iter()), 5740354900026072187);
        assert_eq!(combine_tuple([1, 2, 3].into_iter()), 529344067295497451);
        assert_eq!(combine_frozenset([].into_iter()), 133146708735736);
        assert_eq!(combine_frozenset([3, 1, 2].into_iter()), -272375401224217160);
        assert_eq!(combine_complex(1, 2), 2000007);
    }
}
