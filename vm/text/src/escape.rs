//! `repr` of text and bytes, and `ascii`.

use crate::unicode::is_printable;

/// Double quotes only where they save a backslash: text with single quotes and no double ones.
fn quote(mut has: impl FnMut(char) -> bool) -> char {
    if has('\'') && !has('"') { '"' } else { '\'' }
}

/// Writes an escape of the shortest of the forms `\x`, `\u` and `\U` that holds the code point.
pub fn push_hexadecimal_escape(c: u32, out: &mut String) {
    out.push_str(&match c {
        0..0x100 => format!("\\x{c:02x}"),
        0x100..0x1_0000 => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    });
}

fn push_escaped(c: u32, quote: char, shows: impl Fn(u32) -> bool, out: &mut String) {
    match char::from_u32(c) {
        Some('\\') => out.push_str("\\\\"),
        Some('\n') => out.push_str("\\n"),
        Some('\r') => out.push_str("\\r"),
        Some('\t') => out.push_str("\\t"),
        Some(character) if character == quote => {
            out.push('\\');
            out.push(character);
        }
        Some(character) if shows(c) => out.push(character),
        _ => push_hexadecimal_escape(c, out),
    }
}

fn quoted(text: &[u32], shows: impl Fn(u32) -> bool) -> String {
    let quote = quote(|wanted| text.contains(&u32::from(wanted)));
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push(quote);
    text.iter().for_each(|c| push_escaped(*c, quote, &shows, &mut out));
    out.push(quote);
    out
}

/// `repr(str)`.
pub fn repr_str(text: &[u32]) -> String {
    quoted(text, is_printable)
}

/// `ascii(str)`.
pub fn ascii_str(text: &[u32]) -> String {
    quoted(text, |c| matches!(c, 0x20..=0x7E))
}

/// `repr(bytes)`.
pub fn repr_bytes(bytes: &[u8]) -> String {
    let quote = quote(|wanted| memchr::memchr(wanted as u8, bytes).is_some());
    let mut out = String::with_capacity(bytes.len().saturating_add(3));
    out.push('b');
    out.push(quote);
    bytes.iter().for_each(|byte| {
        push_escaped(u32::from(*byte), quote, |c| matches!(c, 0x20..=0x7E), &mut out);
    });
    out.push(quote);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_are_quoted() {
        let repr = |text: &str| repr_str(&text.chars().map(u32::from).collect::<Vec<_>>());
        assert_eq!(repr("a'b"), "\"a'b\"");
        assert_eq!(repr("a'\"b"), "'a\\'\"b'");
        assert_eq!(
            repr("\\\n\r\t\0\x7f\u{ad}é\u{2028}😀"),
            "'\\\\\\n\\r\\t\\x00\\x7f\\xadé\\u2028😀'"
        );
        assert_eq!(repr_str(&[0xD800, 0x10FFFF]), "'\\ud800\\U0010ffff'");
        assert_eq!(ascii_str(&[0xE9, 0x20AC, 0x1F600]), "'\\xe9\\u20ac\\U0001f600'");
        assert_eq!(repr_bytes(b"a'\xff\n\\"), "b\"a'\\xff\\n\\\\\"");
    }
}
