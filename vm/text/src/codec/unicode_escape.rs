//! `unicode_escape` and `raw_unicode_escape`.

use super::{CodePoints, CodecError};
use crate::escape::push_hexadecimal_escape;
use crate::unicode::lookup;

/// An escape without meaning, which is kept as it is but warned about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidEscape {
    /// Where its backslash stands.
    pub at: usize,
    /// Whether it is an octal escape beyond `\377`, which has its value all the same.
    pub octal: bool,
}

/// Up to `count` hexadecimal digits at `at`: their value and how many there are.
fn hexadecimal(bytes: &[u8], at: usize, count: usize) -> (u32, usize) {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let digits = rest.iter().take(count).map_while(|byte| char::from(*byte).to_digit(16));
    // At most eight digits fit 32 bits.
    digits.fold((0, 0), |(value, length), digit| (value << 4 | digit, length + 1))
}

/// Decodes `unicode_escape` from `start` on. The first escape without meaning is put in `warning`
/// unless one is there already.
pub fn decode_unicode_escape(
    bytes: &[u8],
    start: usize,
    is_final: bool,
    out: &mut impl CodePoints,
    warning: &mut Option<InvalidEscape>,
) -> Result<usize, CodecError> {
    let mut at = start;
    while let Some(byte) = bytes.get(at).copied() {
        if byte != b'\\' {
            out.push(u32::from(byte));
            at += 1;
            continue;
        }
        let escape = at;
        let fail = |end, reason| Err(CodecError { start: escape, end, reason });
        let Some(kind) = bytes.get(at + 1).copied() else {
            return if is_final { fail(bytes.len(), "\\ at end of string") } else { Ok(escape) };
        };
        at += 2;
        let simple = match kind {
            b'\n' => continue,
            b'\\' | b'\'' | b'"' => Some(kind),
            b'a' => Some(7),
            b'b' => Some(8),
            b't' => Some(9),
            b'n' => Some(10),
            b'v' => Some(11),
            b'f' => Some(12),
            b'r' => Some(13),
            _ => None,
        };
        if let Some(simple) = simple {
            out.push(u32::from(simple));
            continue;
        }
        let (count, truncated) = match kind {
            b'x' => (2, "truncated \\xXX escape"),
            b'u' => (4, "truncated \\uXXXX escape"),
            b'U' => (8, "truncated \\UXXXXXXXX escape"),
            b'0'..=b'7' => {
                let rest = bytes.get(at - 1..).unwrap_or(&[]);
                let digits = rest.iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
                let (value, length) = digits.fold((0, 0), |(value, length), b| {
                    (value * 8 + u32::from(b - b'0'), length + 1)
                });
                if length < 3 && at - 1 + length == bytes.len() && !is_final {
                    return Ok(escape);
                }
                at += length - 1;
                if value > 0o377 {
                    warning.get_or_insert(InvalidEscape { at: escape, octal: true });
                }
                out.push(value);
                continue;
            }
            b'N' => {
                let malformed = "malformed \\N character escape";
                match bytes.get(at) {
                    None if !is_final => return Ok(escape),
                    Some(b'{') => at += 1,
                    _ => return fail(at, malformed),
                }
                let rest = bytes.get(at..).unwrap_or(&[]);
                let Some(length) = memchr::memchr(b'}', rest) else {
                    return if is_final { fail(bytes.len(), malformed) } else { Ok(escape) };
                };
                if length == 0 {
                    return fail(at, malformed);
                }
                let name = rest.get(..length).and_then(|name| std::str::from_utf8(name).ok());
                at += length + 1;
                match name.and_then(lookup) {
                    Some(c) => out.push(c),
                    None => return fail(at, "unknown Unicode character name"),
                }
                continue;
            }
            other => {
                warning.get_or_insert(InvalidEscape { at: escape, octal: false });
                out.push(u32::from(b'\\'));
                out.push(u32::from(other));
                continue;
            }
        };
        let (value, length) = hexadecimal(bytes, at, count);
        at += length;
        if length < count {
            let more_may_come = at == bytes.len() && !is_final;
            return if more_may_come { Ok(escape) } else { fail(at, truncated) };
        }
        if value > 0x10_FFFF {
            return fail(at, "illegal Unicode character");
        }
        out.push(value);
    }
    Ok(at)
}

/// Decodes `raw_unicode_escape` from `start` on.
pub fn decode_raw_unicode_escape(
    bytes: &[u8],
    start: usize,
    is_final: bool,
    out: &mut impl CodePoints,
) -> Result<usize, CodecError> {
    let mut at = start;
    while let Some(byte) = bytes.get(at).copied() {
        let next = bytes.get(at + 1).copied();
        if byte == b'\\' && next.is_none() && !is_final {
            return Ok(at);
        }
        let (count, truncated) = match (byte, next) {
            (b'\\', Some(b'u')) => (4, "truncated \\uXXXX escape"),
            (b'\\', Some(b'U')) => (8, "truncated \\UXXXXXXXX escape"),
            (b'\\', Some(other)) => {
                out.push(u32::from(byte));
                out.push(u32::from(other));
                at += 2;
                continue;
            }
            _ => {
                out.push(u32::from(byte));
                at += 1;
                continue;
            }
        };
        let (value, length) = hexadecimal(bytes, at + 2, count);
        let end = at + 2 + length;
        if length < count {
            if end == bytes.len() && !is_final {
                return Ok(at);
            }
            return Err(CodecError { start: at, end, reason: truncated });
        }
        if value > 0x10_FFFF {
            return Err(CodecError { start: at, end, reason: "\\Uxxxxxxxx out of range" });
        }
        out.push(value);
        at = end;
    }
    Ok(at)
}

/// Encodes `unicode_escape`, which cannot fail.
pub fn encode_unicode_escape(text: &[u32]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text {
        match char::from_u32(*c) {
            Some('\\') => out.push_str("\\\\"),
            Some('\t') => out.push_str("\\t"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some(character @ ' '..='~') => out.push(character),
            _ => push_hexadecimal_escape(*c, &mut out),
        }
    }
    out
}

/// Encodes `raw_unicode_escape`, which cannot fail: Latin-1 with escapes for the rest.
pub fn encode_raw_unicode_escape(text: &[u32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text {
        match u8::try_from(*c) {
            Ok(byte) => out.push(byte),
            Err(_) => {
                let mut escape = String::new();
                push_hexadecimal_escape(*c, &mut escape);
                out.extend_from_slice(escape.as_bytes());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_decode() {
        let mut out = Vec::new();
        let mut warning = None;
        let bytes = br"\x41\u20ac\101\n\q\N{EURO SIGN}";
        let consumed = decode_unicode_escape(bytes, 0, true, &mut out, &mut warning);
        assert_eq!(consumed, Ok(bytes.len()));
        assert_eq!(out, [0x41, 0x20AC, 0x41, 10, 0x5C, 0x71, 0x20AC]);
        assert_eq!(warning, Some(InvalidEscape { at: 16, octal: false }));
        for (bytes, end, reason) in [
            (br"\".as_slice(), 1, "\\ at end of string"),
            (br"\x4g", 3, "truncated \\xXX escape"),
            (br"\u12", 4, "truncated \\uXXXX escape"),
            (br"\U00110000", 10, "illegal Unicode character"),
            (br"\Nx", 2, "malformed \\N character escape"),
            (br"\N{", 3, "malformed \\N character escape"),
            (br"\N{}", 3, "malformed \\N character escape"),
            (br"\N{no}", 6, "unknown Unicode character name"),
        ] {
            let result = decode_unicode_escape(bytes, 0, true, &mut out, &mut warning);
            assert_eq!(result, Err(CodecError { start: 0, end, reason }), "{bytes:?}");
        }
        assert_eq!(decode_unicode_escape(br"a\u12", 0, false, &mut out, &mut warning), Ok(1));
        assert_eq!(encode_unicode_escape(&[0x5C, 10, 0x7F, 0xE9, 0xD800]), r"\\\n\x7f\xe9\ud800");
    }

    #[test]
    fn raw_escapes_decode() {
        let mut out = Vec::new();
        assert_eq!(decode_raw_unicode_escape(b"\\u20ac\\n\xe9\\", 0, true, &mut out), Ok(10));
        assert_eq!(out, [0x20AC, 0x5C, 0x6E, 0xE9, 0x5C]);
        let result = decode_raw_unicode_escape(br"\U00110000", 0, true, &mut out);
        let reason = "\\Uxxxxxxxx out of range";
        assert_eq!(result, Err(CodecError { start: 0, end: 10, reason }));
        assert_eq!(encode_raw_unicode_escape(&[0x5C, 0xE9, 0x20AC]), b"\\\xe9\\u20ac");
    }
}
