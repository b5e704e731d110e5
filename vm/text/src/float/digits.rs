//! The decimal digits of a float, shortest or exactly rounded.

/// More digits than any float has: the smallest has 1074 after the point, none has more than 767
/// significant ones.
const ENOUGH: usize = 1100;

/// A finite float in decimal: `0.d1d2d3… * 10**(exponent + 1)`, that is, the exponent is that of the
/// first digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Whether the sign bit is set.
    pub negative: bool,
    /// ASCII digits, at least one.
    pub digits: Vec<u8>,
    /// The power of ten of the first digit.
    pub exponent: i32,
}

impl Decimal {
    /// The fewest digits that read back as the same float.
    pub fn shortest(value: f64) -> Decimal {
        let shortest = Decimal::from_scientific(&format!("{value:e}"), 0);
        // Of two shortest texts equally near, the even one is wanted; the standard library takes the
        // upper. An ulp spans that much only from 16 digits on.
        let odd = shortest.digits.last().is_some_and(|digit| digit % 2 == 1);
        if odd && shortest.digits.len() >= 15 {
            let even = Decimal::rounded(value, shortest.digits.len());
            if even.exponent == shortest.exponent {
                return even;
            }
        }
        shortest
    }

    /// Exactly `count` significant digits (at least one), rounded half to even.
    pub fn rounded(value: f64, count: usize) -> Decimal {
        let count = count.max(1);
        let precision = (count - 1).min(ENOUGH);
        Decimal::from_scientific(&format!("{value:.precision$e}"), count - 1 - precision)
    }

    fn from_scientific(text: &str, zeros: usize) -> Decimal {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
        digits.resize(digits.len() + zeros, b'0');
        Decimal {
            negative: mantissa.starts_with('-'),
            digits,
            exponent: exponent.parse().unwrap_or(0),
        }
    }

    /// Takes trailing zeros away, leaving one digit.
    pub fn strip_zeros(&mut self) {
        let kept = self.digits.iter().rposition(|digit| *digit != b'0').unwrap_or(0);
        self.digits.truncate(kept + 1);
    }
}

/// The magnitude of a finite float with `places` digits after the point, rounded half to even.
pub(super) fn fixed(value: f64, places: usize) -> String {
    let precision = places.min(ENOUGH);
    let mut text = format!("{:.precision$}", value.abs());
    text.extend(std::iter::repeat_n('0', places - precision));
    text
}
