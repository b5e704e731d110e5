//! UTF-16 and UTF-32.

use super::{CodePoints, CodecError};

/// The order of bytes in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The lowest first.
    Little,
    /// The highest first.
    Big,
}

/// The byte order that a byte order mark of UTF-16 tells.
pub fn detect_byte_order_16(bytes: &[u8]) -> Option<ByteOrder> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(ByteOrder::Little),
        [0xFE, 0xFF, ..] => Some(ByteOrder::Big),
        _ => None,
    }
}

/// The byte order that a byte order mark of UTF-32 tells.
pub fn detect_byte_order_32(bytes: &[u8]) -> Option<ByteOrder> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => Some(ByteOrder::Little),
        [0, 0, 0xFE, 0xFF, ..] => Some(ByteOrder::Big),
        _ => None,
    }
}

fn unit_16(bytes: &[u8], at: usize, order: ByteOrder) -> Option<u32> {
    let pair = <[u8; 2]>::try_from(bytes.get(at..at.checked_add(2)?)?).ok()?;
    Some(u32::from(match order {
        ByteOrder::Little => u16::from_le_bytes(pair),
        ByteOrder::Big => u16::from_be_bytes(pair),
    }))
}

/// Decodes UTF-16 from `start` on, behind a byte order mark.
pub fn decode_utf_16(
    bytes: &[u8],
    start: usize,
    order: ByteOrder,
    is_final: bool,
    out: &mut impl CodePoints,
) -> Result<usize, CodecError> {
    let mut at = start;
    let error = |start, end, reason| Err(CodecError { start, end, reason });
    while at < bytes.len() {
        let Some(unit) = unit_16(bytes, at, order) else {
            return if is_final { error(at, bytes.len(), "truncated data") } else { Ok(at) };
        };
        match unit {
            0xD800..=0xDBFF => match unit_16(bytes, at + 2, order) {
                Some(low @ 0xDC00..=0xDFFF) => {
                    out.push(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
                    at += 4;
                    continue;
                }
                Some(_) => return error(at, at + 2, "illegal UTF-16 surrogate"),
                None if is_final => return error(at, bytes.len(), "unexpected end of data"),
                None => return Ok(at),
            },
            0xDC00..=0xDFFF => return error(at, at + 2, "illegal encoding"),
            _ => out.push(unit),
        }
        at += 2;
    }
    Ok(at)
}

/// Decodes UTF-32 from `start` on, behind a byte order mark.
pub fn decode_utf_32(
    bytes: &[u8],
    start: usize,
    order: ByteOrder,
    is_final: bool,
    out: &mut impl CodePoints,
) -> Result<usize, CodecError> {
    let mut at = start;
    let error = |start, end, reason| Err(CodecError { start, end, reason });
    while at < bytes.len() {
        let unit = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>());
        let Some(unit) = unit else {
            return if is_final { error(at, bytes.len(), "truncated data") } else { Ok(at) };
        };
        let c = match order {
            ByteOrder::Little => u32::from_le_bytes(*unit),
            ByteOrder::Big => u32::from_be_bytes(*unit),
        };
        match c {
            0xD800..=0xDFFF => {
                return error(
                    at,
                    at + 4,
                    "code point in surrogate code point range(0xd800, 0xe000)",
                );
            }
            0x11_0000.. => return error(at, at + 4, "code point not in range(0x110000)"),
            _ => out.push(c),
        }
        at += 4;
    }
    Ok(at)
}

/// Encodes UTF-16 from `start` on, without a byte order mark.
pub fn encode_utf_16(
    text: &[u32],
    start: usize,
    order: ByteOrder,
    out: &mut Vec<u8>,
) -> Result<(), CodecError> {
    let mut buffer = [0_u16; 2];
    encode_units(text, start, |character| {
        for unit in character.encode_utf16(&mut buffer) {
            out.extend_from_slice(&match order {
                ByteOrder::Little => unit.to_le_bytes(),
                ByteOrder::Big => unit.to_be_bytes(),
            });
        }
    })
}

/// Encodes UTF-32 from `start` on, without a byte order mark.
pub fn encode_utf_32(
    text: &[u32],
    start: usize,
    order: ByteOrder,
    out: &mut Vec<u8>,
) -> Result<(), CodecError> {
    encode_units(text, start, |character| {
        out.extend_from_slice(&match order {
            ByteOrder::Little => u32::from(character).to_le_bytes(),
            ByteOrder::Big => u32::from(character).to_be_bytes(),
        });
    })
}

fn encode_units(text: &[u32], start: usize, mut write: impl FnMut(char)) -> Result<(), CodecError> {
    for (index, c) in text.iter().enumerate().skip(start) {
        match char::from_u32(*c) {
            Some(character) => write(character),
            None => {
                let reason = "surrogates not allowed";
                return Err(CodecError { start: index, end: index + 1, reason });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_those_of_cpython() {
        for (bytes, start, end, reason) in [
            (b"a\0b".as_slice(), 2, 3, "truncated data"),
            (b"\0\xd8", 0, 2, "unexpected end of data"),
            (b"\0\xd8a\0", 0, 2, "illegal UTF-16 surrogate"),
            (b"\0\xdca\0", 0, 2, "illegal encoding"),
            (b"\0\xd8a", 0, 3, "unexpected end of data"),
        ] {
            let result = decode_utf_16(bytes, 0, ByteOrder::Little, true, &mut Vec::new());
            assert_eq!(result, Err(CodecError { start, end, reason }), "{bytes:?}");
        }
        let mut bytes = Vec::new();
        assert_eq!(encode_utf_16(&[0x1F600], 0, ByteOrder::Big, &mut bytes), Ok(()));
        assert_eq!(bytes, b"\xd8\x3d\xde\x00");
        let mut text = Vec::new();
        assert_eq!(decode_utf_16(&bytes, 0, ByteOrder::Big, true, &mut text), Ok(4));
        assert_eq!(text, [0x1F600]);
        assert_eq!(decode_utf_16(b"a\0b", 0, ByteOrder::Little, false, &mut text), Ok(2));
        let result = decode_utf_32(b"\0\0\x11\0", 0, ByteOrder::Little, true, &mut text);
        let reason = "code point not in range(0x110000)";
        assert_eq!(result, Err(CodecError { start: 0, end: 4, reason }));
    }
}
