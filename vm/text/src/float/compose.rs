//! Rounding an exact binary number to a float.

/// `mantissa * 2**exponent`, plus something below the mantissa's last bit when `sticky`, rounded half
/// to even; `None` beyond the largest float. With `sticky` the mantissa must have at least 55 bits or
/// reach below the subnormals, or the sticky part would be lost.
pub(crate) fn compose(mantissa: u64, exponent: i64, sticky: bool) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let bits = i64::from(64 - mantissa.leading_zeros());
    let top = exponent.saturating_add(bits - 1);
    if top > 1023 {
        return None;
    }
    if top < -1080 {
        return Some(0.0);
    }
    // From here all exponents are small, so that no sum below overflows.
    let lowest = (top - 52).max(-1074);
    let drop = lowest - exponent;
    let kept = if drop <= 0 {
        mantissa << -drop
    } else {
        // top >= -1080 bounds drop by the mantissa's 64 bits plus 6.
        let wide = u128::from(mantissa);
        let kept = wide >> drop;
        let rest = wide & ((1 << drop) - 1);
        let half = 1_u128 << (drop - 1);
        let up = rest > half || (rest == half && (sticky || kept & 1 == 1));
        (kept as u64) + u64::from(up)
    };
    const HIDDEN: u64 = 1 << 52;
    let encoded = if kept < HIDDEN {
        kept
    } else {
        // A carry into 2**53 moves on into the exponent field, which is what it should do.
        (((lowest + 1075) as u64) << 52) + (kept - HIDDEN)
    };
    let value = f64::from_bits(encoded);
    value.is_finite().then_some(value)
}
