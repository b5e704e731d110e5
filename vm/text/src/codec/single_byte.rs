//! ASCII, Latin-1 and encodings given by a table.

use super::{CodePoints, CodecError};

/// Decodes ASCII from `start` on.
pub fn decode_ascii(
    bytes: &[u8],
    start: usize,
    out: &mut impl CodePoints,
) -> Result<usize, CodecError> {
    let rest = bytes.get(start..).unwrap_or(&[]);
    let length = rest.iter().take_while(|byte| byte.is_ascii()).count();
    let ascii = rest.get(..length).and_then(|run| std::str::from_utf8(run).ok());
    out.push_str(ascii.unwrap_or(""));
    if length == rest.len() {
        return Ok(bytes.len());
    }
    let start = start + length;
    Err(CodecError { start, end: start + 1, reason: "ordinal not in range(128)" })
}

/// Decodes Latin-1, which cannot fail.
pub fn decode_latin_1(bytes: &[u8], out: &mut impl CodePoints) {
    bytes.iter().for_each(|byte| out.push(u32::from(*byte)));
}

/// Decodes from `start` on by a table, which gives `None` for bytes without a character.
pub fn decode_charmap(
    bytes: &[u8],
    start: usize,
    table: impl Fn(u8) -> Option<u32>,
    out: &mut impl CodePoints,
) -> Result<usize, CodecError> {
    for (index, byte) in bytes.iter().enumerate().skip(start) {
        match table(*byte) {
            Some(c) => out.push(c),
            None => {
                let reason = "character maps to <undefined>";
                return Err(CodecError { start: index, end: index + 1, reason });
            }
        }
    }
    Ok(bytes.len())
}

fn encode_with(
    text: &[u32],
    start: usize,
    table: impl Fn(u32) -> Option<u8>,
    reason: &'static str,
    out: &mut Vec<u8>,
) -> Result<(), CodecError> {
    for (index, c) in text.iter().enumerate().skip(start) {
        match table(*c) {
            Some(byte) => out.push(byte),
            None => {
                let run = text.iter().skip(index).take_while(|c| table(**c).is_none());
                return Err(CodecError { start: index, end: index + run.count(), reason });
            }
        }
    }
    Ok(())
}

/// Encodes ASCII from `start` on; the error spans a whole run.
pub fn encode_ascii(text: &[u32], start: usize, out: &mut Vec<u8>) -> Result<(), CodecError> {
    let table = |c| u8::try_from(c).ok().filter(u8::is_ascii);
    encode_with(text, start, table, "ordinal not in range(128)", out)
}

/// Encodes Latin-1 from `start` on; the error spans a whole run.
pub fn encode_latin_1(text: &[u32], start: usize, out: &mut Vec<u8>) -> Result<(), CodecError> {
    encode_with(text, start, |c| u8::try_from(c).ok(), "ordinal not in range(256)", out)
}

/// Encodes by a table from `start` on; the error spans a whole run.
pub fn encode_charmap(
    text: &[u32],
    start: usize,
    table: impl Fn(u32) -> Option<u8>,
    out: &mut Vec<u8>,
) -> Result<(), CodecError> {
    encode_with(text, start, table, "character maps to <undefined>", out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_reported() {
        let mut bytes = Vec::new();
        let error = encode_ascii(&[0x41, 0xE9, 0x20AC, 0x42], 0, &mut bytes);
        let reason = "ordinal not in range(128)";
        assert_eq!(error, Err(CodecError { start: 1, end: 3, reason }));
        assert_eq!(encode_latin_1(&[0x41, 0xE9], 1, &mut bytes), Ok(()));
        assert_eq!(bytes, b"A\xe9");
        let mut text = Vec::new();
        let error = decode_ascii(b"ab\xff\xff", 0, &mut text);
        assert_eq!(error, Err(CodecError { start: 2, end: 3, reason }));
        assert_eq!(text, [0x61, 0x62]);
    }
}
