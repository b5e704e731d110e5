//! UTF-8.

use super::{CodePoints, CodecError};

/// Decodes from `start` on.
pub fn decode_utf_8(
    bytes: &[u8],
    start: usize,
    is_final: bool,
    out: &mut impl CodePoints,
) -> Result<usize, CodecError> {
    let rest = bytes.get(start..).unwrap_or(&[]);
    let Some(chunk) = rest.utf8_chunks().next() else { return Ok(bytes.len()) };
    out.push_str(chunk.valid());
    let bad = chunk.invalid();
    let error_start = start + chunk.valid().len();
    let error_end = error_start + bad.len();
    let Some(first) = bad.first() else { return Ok(bytes.len()) };
    let needed = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let reason = if needed == 1 {
        "invalid start byte"
    } else if error_end == bytes.len() && bad.len() < needed {
        if !is_final {
            return Ok(error_start);
        }
        "unexpected end of data"
    } else {
        "invalid continuation byte"
    };
    Err(CodecError { start: error_start, end: error_end, reason })
}

/// Encodes from `start` on; the error spans a whole run of surrogates.
pub fn encode_utf_8(text: &[u32], start: usize, out: &mut Vec<u8>) -> Result<(), CodecError> {
    let mut buffer = [0; 4];
    for (index, c) in text.iter().enumerate().skip(start) {
        match char::from_u32(*c) {
            Some(character) => {
                out.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
            }
            None => {
                let run = text.iter().skip(index).take_while(|c| char::from_u32(**c).is_none());
                let end = index + run.count();
                return Err(CodecError { start: index, end, reason: "surrogates not allowed" });
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
            (b"a\x80".as_slice(), 1, 2, "invalid start byte"),
            (b"\xc0\x80", 0, 1, "invalid start byte"),
            (b"\xe2\x82", 0, 2, "unexpected end of data"),
            (b"\xe2\x82a", 0, 2, "invalid continuation byte"),
            (b"\xed\xa0\x80", 0, 1, "invalid continuation byte"),
            (b"\xf4\x90", 0, 1, "invalid continuation byte"),
            (b"\xf0\x9f\x98", 0, 3, "unexpected end of data"),
            (b"\xe2", 0, 1, "unexpected end of data"),
            (b"\xe0\x80", 0, 1, "invalid continuation byte"),
        ] {
            let mut out = Vec::new();
            let expected = CodecError { start, end, reason };
            assert_eq!(decode_utf_8(bytes, 0, true, &mut out), Err(expected), "{bytes:?}");
        }
        let mut out = Vec::new();
        assert_eq!(
            decode_utf_8("é€".as_bytes().get(..4).unwrap_or(&[]), 0, false, &mut out),
            Ok(2)
        );
        assert_eq!(out, [0xE9]);
        let mut bytes = Vec::new();
        let expected = CodecError { start: 1, end: 3, reason: "surrogates not allowed" };
        assert_eq!(encode_utf_8(&[0x20AC, 0xD800, 0xDC00, 0x41], 0, &mut bytes), Err(expected));
        assert_eq!(bytes, "€".as_bytes());
    }
}
