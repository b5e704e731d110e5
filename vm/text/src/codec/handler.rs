//! What the built-in error handlers put in place of what cannot be coded.

use crate::escape::push_hexadecimal_escape;
use crate::unicode::name;

/// `backslashreplace` when encoding.
pub fn backslash_replace(text: &[u32]) -> String {
    let mut out = String::new();
    text.iter().for_each(|c| push_hexadecimal_escape(*c, &mut out));
    out
}

/// `backslashreplace` when decoding.
pub fn backslash_replace_bytes(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()
}

/// `xmlcharrefreplace`.
pub fn xml_reference_replace(text: &[u32]) -> String {
    text.iter().map(|c| format!("&#{c};")).collect()
}

/// `namereplace`: names where there are any, else `backslashreplace`.
pub fn name_replace(text: &[u32]) -> String {
    let mut out = String::new();
    for c in text {
        match name(*c) {
            Some(name) => out.push_str(&format!("\\N{{{name}}}")),
            None => push_hexadecimal_escape(*c, &mut out),
        }
    }
    out
}

/// `surrogateescape` when encoding: the bytes, if every character stands for one.
pub fn surrogate_escape(text: &[u32]) -> Option<Vec<u8>> {
    text.iter()
        .map(|c| {
            c.checked_sub(0xDC00).and_then(|byte| u8::try_from(byte).ok()).filter(|b| *b >= 0x80)
        })
        .collect()
}

/// `surrogateescape` when decoding: the characters for up to four bytes, which end before the first
/// ASCII byte; `None` if that is the first. Decoding resumes behind as many bytes as characters.
pub fn surrogate_escape_bytes(bytes: &[u8]) -> Option<Vec<u32>> {
    let run = bytes.iter().take(4).take_while(|byte| !byte.is_ascii());
    let characters: Vec<u32> = run.map(|byte| 0xDC00 + u32::from(*byte)).collect();
    (!characters.is_empty()).then_some(characters)
}

/// `surrogatepass` when encoding UTF-8: the three bytes each, if all are surrogates.
pub fn surrogate_pass_utf_8(text: &[u32]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len().saturating_mul(3));
    for c in text {
        if !matches!(c, 0xD800..=0xDFFF) {
            return None;
        }
        // Six bits each, and the top of a surrogate is 0xED.
        out.extend([0xED, 0x80 | (c >> 6 & 0x3F) as u8, 0x80 | (c & 0x3F) as u8]);
    }
    Some(out)
}

/// `surrogatepass` when decoding UTF-8: the surrogate that the bytes at the error begin with; it takes
/// three of them.
pub fn surrogate_pass_utf_8_bytes(bytes: &[u8]) -> Option<u32> {
    match bytes {
        [0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF, ..] => {
            Some(0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_are_those_of_cpython() {
        assert_eq!(backslash_replace(&[0xE9, 0x20AC, 0x1F600]), "\\xe9\\u20ac\\U0001f600");
        assert_eq!(backslash_replace_bytes(b"\xff"), "\\xff");
        assert_eq!(xml_reference_replace(&[0x20AC]), "&#8364;");
        assert_eq!(name_replace(&[0x20AC, 0xD800]), "\\N{EURO SIGN}\\ud800");
        assert_eq!(surrogate_escape(&[0xDC80, 0xDCFF]), Some(vec![0x80, 0xFF]));
        assert_eq!(surrogate_escape(&[0xDC7F]), None);
        assert_eq!(surrogate_escape_bytes(b"\xff\x80a"), Some(vec![0xDCFF, 0xDC80]));
        assert_eq!(surrogate_escape_bytes(b"a"), None);
        assert_eq!(surrogate_pass_utf_8(&[0xD800]), Some(b"\xed\xa0\x80".to_vec()));
        assert_eq!(surrogate_pass_utf_8_bytes(b"\xed\xbf\xbfx"), Some(0xDFFF));
    }
}
