//! `int.to_bytes` and `int.from_bytes`.

use num_bigint::{BigInt, Sign};

/// OverflowError of `to_bytes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToBytesError {
    /// A negative int without `signed=True`.
    Negative,
    /// It needs more bytes.
    TooBig,
}

impl ToBytesError {
    /// CPython's message.
    pub fn message(self) -> &'static str {
        match self {
            ToBytesError::Negative => "can't convert negative int to unsigned",
            ToBytesError::TooBig => "int too big to convert",
        }
    }
}

/// `int.to_bytes`; two's complement when `signed`.
pub fn to_bytes(
    value: &BigInt,
    length: usize,
    little_endian: bool,
    signed: bool,
) -> Result<Vec<u8>, ToBytesError> {
    let negative = value.sign() == Sign::Minus;
    if negative && !signed {
        return Err(ToBytesError::Negative);
    }
    let mut bytes = match (signed, value.sign()) {
        (_, Sign::NoSign) => Vec::new(),
        (true, _) => value.to_signed_bytes_le(),
        (false, _) => value.to_bytes_le().1,
    };
    if bytes.len() > length {
        return Err(ToBytesError::TooBig);
    }
    bytes.resize(length, if negative { 0xFF } else { 0 });
    if !little_endian {
        bytes.reverse();
    }
    Ok(bytes)
}

/// `int.from_bytes`.
pub fn from_bytes(bytes: &[u8], little_endian: bool, signed: bool) -> BigInt {
    match (little_endian, signed) {
        (true, true) => BigInt::from_signed_bytes_le(bytes),
        (false, true) => BigInt::from_signed_bytes_be(bytes),
        (true, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
        (false, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_there_and_back() {
        let minus = BigInt::from(-129);
        assert_eq!(to_bytes(&minus, 2, false, true), Ok(vec![0xFF, 0x7F]));
        assert_eq!(to_bytes(&minus, 1, false, true), Err(ToBytesError::TooBig));
        assert_eq!(to_bytes(&minus, 4, false, false), Err(ToBytesError::Negative));
        assert_eq!(to_bytes(&BigInt::from(128), 1, true, true), Err(ToBytesError::TooBig));
        assert_eq!(to_bytes(&BigInt::from(128), 1, true, false), Ok(vec![128]));
        assert_eq!(to_bytes(&BigInt::from(258), 4, true, true), Ok(vec![2, 1, 0, 0]));
        assert_eq!(to_bytes(&BigInt::ZERO, 0, true, true), Ok(vec![]));
        assert_eq!(from_bytes(&[0xFF, 0x7F], false, true), minus);
        assert_eq!(from_bytes(&[2, 1], true, false), BigInt::from(258));
        assert_eq!(from_bytes(&[], true, true), BigInt::ZERO);
    }
}
