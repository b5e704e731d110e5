//! Source text: from bytes to Unicode, and from offsets to lines and columns.
//!
//! A [`Source`] is made once for each compiled file or string and outlives compilation, because
//! tracebacks quote its lines. Its text has only `\n` line ends and no byte order mark, so offsets
//! into it are the offsets of every syntax tree node made from it.

use crate::syntax::{SyntaxError, SyntaxErrorKind};

/// Where source bytes came from; errors about their encoding are worded by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file: errors name it and point to the documentation of encoding declarations.
    File,
    /// Bytes handed to `compile`, `exec` or `eval`.
    Bytes,
}

/// A place in a [`Source`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, counted from 1.
    pub line: u32,
    /// Column in code points, counted from 0.
    pub column: u32,
    /// Column in bytes of UTF-8, counted from 0: the unit of `ast` and of `co_positions`.
    pub byte_column: u32,
}

/// Decoded, newline-normalised source text and its line index.
#[derive(Clone, Debug)]
pub struct Source {
    filename: String,
    text: String,
    line_starts: Vec<u32>,
    encoding: String,
}

/// Sources beyond this many bytes are refused: every offset then fits `u32` with room to add to.
pub const MAX_SOURCE_BYTES: usize = 1 << 30;

impl Source {
    /// A source from text that is already Unicode, as given to `compile` as a `str`.
    pub fn new(filename: &str, text: &str) -> Result<Source, SyntaxError> {
        Source::build(filename, text, "utf-8".to_owned())
    }

    /// Decodes `bytes`: byte order mark, then the PEP 263 declaration, then UTF-8.
    pub fn from_bytes(filename: &str, bytes: &[u8], origin: Origin) -> Result<Source, SyntaxError> {
        let (marked, body) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => (true, rest),
            None => (false, bytes),
        };
        let declared = declared_encoding(body);
        let name = declared.as_deref().map(canonical_name);
        if marked && name.as_deref().is_some_and(|name| name != "utf-8") {
            let shown = declared.unwrap_or_default();
            return Err(SyntaxError::without_place(
                SyntaxErrorKind::Syntax,
                format!("encoding problem: {shown} with BOM"),
            ));
        }
        let encoding = name.unwrap_or_else(|| "utf-8".to_owned());
        let text = match encoding.as_str() {
            "utf-8" => match std::str::from_utf8(body) {
                Ok(text) => text.to_owned(),
                Err(error) => {
                    let at = error.valid_up_to();
                    return Err(bad_utf8(filename, body, at, origin, declared.is_some()));
                }
            },
            "iso-8859-1" => body.iter().map(|&byte| char::from(byte)).collect(),
            "ascii" => match body.iter().position(|byte| !byte.is_ascii()) {
                None => body.iter().map(|&byte| char::from(byte)).collect(),
                Some(at) => {
                    let byte = body.get(at).copied().unwrap_or_default();
                    return Err(SyntaxError::without_place(
                        SyntaxErrorKind::Syntax,
                        format!(
                            "(unicode error) 'ascii' codec can't decode byte 0x{byte:02x} in \
                             position {at}: ordinal not in range(128)"
                        ),
                    ));
                }
            },
            other => decode_by_label(other, body, declared.as_deref().unwrap_or(other))?,
        };
        Source::build(filename, &text, encoding)
    }

    fn build(filename: &str, text: &str, encoding: String) -> Result<Source, SyntaxError> {
        if text.len() > MAX_SOURCE_BYTES {
            return Err(SyntaxError::without_place(
                SyntaxErrorKind::Memory,
                "source code is too large to compile".to_owned(),
            ));
        }
        if text.as_bytes().contains(&0) {
            return Err(SyntaxError::without_place(
                SyntaxErrorKind::Syntax,
                "source code string cannot contain null bytes".to_owned(),
            ));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = if text.as_bytes().contains(&b'\r') {
            normalise_newlines(text)
        } else {
            text.to_owned()
        };
        let mut line_starts = vec![0];
        // `text.len()` is at most MAX_SOURCE_BYTES, so no offset is cut by the conversion.
        line_starts.extend(
            text.bytes()
                .enumerate()
                .filter(|&(_, byte)| byte == b'\n')
                .map(|(at, _)| at as u32 + 1),
        );
        Ok(Source { filename: filename.to_owned(), text, line_starts, encoding })
    }

    /// The name errors and tracebacks show.
    pub fn filename(&self) -> &str {
        &self.filename
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The canonical name of the encoding the bytes had; `utf-8` for text.
    pub fn encoding(&self) -> &str {
        &self.encoding
    }

    /// How many lines there are; a final newline begins one more, empty, line.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The place of a byte offset; one past the end, or inside a character, is moved back.
    pub fn position(&self, offset: u32) -> Position {
        let mut at = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.line_starts.partition_point(|&start| start as usize <= at);
        let start = self.line_starts.get(line.saturating_sub(1)).map_or(0, |&start| start as usize);
        let prefix = self.text.get(start..at).unwrap_or_default();
        let column = if prefix.is_ascii() { prefix.len() } else { prefix.chars().count() };
        Position { line: line as u32, column: column as u32, byte_column: prefix.len() as u32 }
    }

    /// The line (from 1) an offset is on.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|&start| start <= offset).max(1) as u32
    }

    /// The offset at which a line (from 1) begins, or the end of the text past the last line.
    pub fn line_start(&self, line: u32) -> u32 {
        let index = (line as usize).saturating_sub(1);
        self.line_starts.get(index).copied().unwrap_or(self.text.len() as u32)
    }

    /// The text of a line (from 1) without its newline; empty when there is no such line.
    pub fn line_text(&self, line: u32) -> &str {
        let start = self.line_start(line) as usize;
        let rest = self.text.get(start..).unwrap_or_default();
        rest.split('\n').next().unwrap_or_default()
    }
}

fn normalise_newlines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\r') {
        out.push_str(line);
        out.push('\n');
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    out.push_str(rest);
    out
}

/// The name in a `coding:` or `coding=` comment in the first two lines. The second line counts
/// only when the first is blank or a comment.
fn declared_encoding(body: &[u8]) -> Option<String> {
    for line in body.split(|&byte| byte == b'\n' || byte == b'\r').take(2) {
        let start = line.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\x0c'));
        let Some(content) = start.and_then(|start| line.get(start..)) else { continue };
        if content.first() != Some(&b'#') {
            return None;
        }
        if let Some(name) = coding_in_comment(content) {
            return Some(name);
        }
    }
    None
}

fn coding_in_comment(comment: &[u8]) -> Option<String> {
    let mut rest = comment;
    while let Some(at) = rest.windows(6).position(|window| window == b"coding") {
        rest = rest.get(at + 6..)?;
        let Some((b':' | b'=', mut value)) = rest.split_first() else { continue };
        while let Some((b' ' | b'\t', after)) = value.split_first() {
            value = after;
        }
        let name: String = value
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
            .map(|&byte| char::from(byte))
            .collect();
        if !name.is_empty() {
            return Some(name);
        }
    }
    None
}

/// Folds the spellings of the encodings handled here to one name each.
fn canonical_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let is = |stem: &str| {
        lower == stem || lower.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-'))
    };
    if is("utf-8") || lower == "utf8" || lower == "u8" {
        "utf-8".to_owned()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".to_owned()
    } else {
        match lower.as_str() {
            "latin1" | "latin" | "l1" | "iso8859-1" | "8859" | "cp819" => "iso-8859-1".to_owned(),
            "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" => "ascii".to_owned(),
            _ => lower,
        }
    }
}

/// The label `encoding_rs` knows an encoding by, for the ones Python spells otherwise.
fn web_label(name: &str) -> String {
    if let Some(number) = name.strip_prefix("cp125") {
        return format!("windows-125{number}");
    }
    if let Some(number) = name.strip_prefix("iso8859-") {
        return format!("iso-8859-{number}");
    }
    match name {
        "latin2" | "l2" | "latin-2" => "iso-8859-2",
        "latin9" | "l9" | "latin-9" => "iso-8859-15",
        "cp932" | "sjis" | "s-jis" | "shiftjis" => "shift_jis",
        "shift-jis" => "shift_jis",
        "cp949" | "uhc" => "euc-kr",
        "cp936" => "gbk",
        "cp950" | "big5-tw" => "big5",
        "eucjp" | "ujis" => "euc-jp",
        "euckr" => "euc-kr",
        "iso-2022-jp" | "iso2022-jp" => "iso-2022-jp",
        "cp866" => "ibm866",
        "mac-roman" | "macroman" => "macintosh",
        "mac-cyrillic" => "x-mac-cyrillic",
        other => other,
    }
    .to_owned()
}

fn decode_by_label(name: &str, body: &[u8], declared: &str) -> Result<String, SyntaxError> {
    let encoding = encoding_rs::Encoding::for_label(web_label(name).as_bytes())
        .filter(|encoding| encoding.is_ascii_compatible())
        .ok_or_else(|| {
            SyntaxError::without_place(
                SyntaxErrorKind::Syntax,
                format!("unknown encoding: {declared}"),
            )
        })?;
    encoding.decode_without_bom_handling_and_without_replacement(body).map_or_else(
        || {
            Err(SyntaxError::without_place(
                SyntaxErrorKind::Syntax,
                format!("(unicode error) '{declared}' codec can't decode the source"),
            ))
        },
        |text| Ok(text.into_owned()),
    )
}

fn bad_utf8(filename: &str, body: &[u8], at: usize, origin: Origin, declared: bool) -> SyntaxError {
    let byte = body.get(at).copied().unwrap_or_default();
    let before = body.get(..at).unwrap_or_default();
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    if origin == Origin::File && !declared {
        return SyntaxError::without_place(
            SyntaxErrorKind::Syntax,
            format!(
                "Non-UTF-8 code starting with '\\x{byte:02x}' in file {filename} on line {line}, \
                 but no encoding declared; see https://peps.python.org/pep-0263/ for details"
            ),
        );
    }
    let reason = match byte {
        0x80..=0xc1 | 0xf5..=0xff => "invalid start byte",
        _ => {
            let wanted = match byte {
                0xc2..=0xdf => 1,
                0xe0..=0xef => 2,
                _ => 3,
            };
            let tail = body.get(at + 1..).unwrap_or_default();
            let present = tail.iter().take(wanted).take_while(|&&b| b & 0xc0 == 0x80).count();
            if tail.len() < wanted && present == tail.len() {
                "unexpected end of data"
            } else {
                "invalid continuation byte"
            }
        }
    };
    SyntaxError::without_place(
        SyntaxErrorKind::Syntax,
        format!(
            "(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: {reason}"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8], origin: Origin) -> String {
        Source::from_bytes("x.py", bytes, origin)
            .map_or_else(|error| error.message, |_| String::new())
    }

    #[test]
    fn decodes_by_mark_declaration_and_default() {
        let text = |bytes: &[u8]| {
            Source::from_bytes("x", bytes, Origin::File).expect("valid source").text().to_owned()
        };
        assert_eq!(text(b"\xef\xbb\xbfx = 1\r\ny\rz"), "x = 1\ny\nz");
        assert_eq!(
            text(b"# -*- coding: latin-1 -*-\n'\xe9'"),
            "# -*- coding: latin-1 -*-\n'\u{e9}'"
        );
        assert_eq!(text(b"\n#coding=cp1252\n'\x80'"), "\n#coding=cp1252\n'\u{20ac}'");
        assert_eq!(text(b"x\n#coding=cp1252\n'\xc3\xa9'"), "x\n#coding=cp1252\n'\u{e9}'");
    }

    #[test]
    fn words_errors_like_cpython() {
        assert_eq!(
            message(b"'\xff'", Origin::File),
            "Non-UTF-8 code starting with '\\xff' in file x.py on line 1, but no encoding \
             declared; see https://peps.python.org/pep-0263/ for details"
        );
        assert_eq!(
            message(b"\xff", Origin::Bytes),
            "(unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"
        );
        assert_eq!(message(b"# coding: foo\n", Origin::File), "unknown encoding: foo");
        assert_eq!(
            message(b"\xef\xbb\xbf# coding: latin-1\n", Origin::File),
            "encoding problem: latin-1 with BOM"
        );
        assert_eq!(message(b"a\0b", Origin::Bytes), "source code string cannot contain null bytes");
    }

    #[test]
    fn finds_lines_and_columns() {
        let source = Source::new("x", "a\n\u{e9}b\n").expect("valid source");
        assert_eq!(source.position(4), Position { line: 2, column: 1, byte_column: 2 });
        assert_eq!(source.position(99), Position { line: 3, column: 0, byte_column: 0 });
        assert_eq!(source.line_text(2), "\u{e9}b");
        assert_eq!(source.line_text(7), "");
    }
}
