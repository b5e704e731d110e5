//! Encoding and decoding of text by the built-in codecs.

use gc::{Gc, Value};
use text::codec::{self, ByteOrder, CodecError, Encoding};

use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::{PyResult, Vm};

impl Vm {
    fn encoding(&mut self, name: &str) -> PyResult<Encoding> {
        match Encoding::from_name(name) {
            Some(encoding) => Ok(encoding),
            None => Err(self.lookup_error(format_args!("unknown encoding: {name}"))),
        }
    }

    /// `bytes.decode(encoding, errors)`; `object` is what errors show.
    pub fn decode(
        &mut self,
        object: Value,
        bytes: &[u8],
        encoding: &str,
        errors: &str,
    ) -> PyResult<Gc<Str>> {
        if Encoding::from_name(encoding).is_none() {
            let result = self.call_codec("decode", object, encoding, errors)?;
            return match result.cast::<Str>() {
                Some(text) => Ok(text),
                None => {
                    let class = self.type_of(result).name_text();
                    Err(self.type_error(format_args!(
                        "'{encoding}' decoder returned '{class}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
                    )))
                }
            };
        }
        Ok(self.decode_part(object, bytes, encoding, errors, true)?.0)
    }

    /// Decodes and says how many bytes were used up: not all if the last character is incomplete and more may come (not `is_final`).
    pub(crate) fn decode_part(
        &mut self,
        object: Value,
        bytes: &[u8],
        encoding: &str,
        errors: &str,
        is_final: bool,
    ) -> PyResult<(Gc<Str>, usize)> {
        let encoding = self.encoding(encoding)?;
        if bytes.is_ascii()
            && matches!(encoding, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1)
        {
            let class = self.types.str;
            return Ok((self.new_str_of_bytes(class, bytes)?, bytes.len()));
        }
        let mut points: Vec<u32> = Vec::with_capacity(bytes.len());
        let mut start = 0;
        let (mut order16, mut order32) = (None, None);
        loop {
            let result = match encoding {
                Encoding::Utf8 => codec::decode_utf_8(bytes, start, is_final, &mut points),
                Encoding::Ascii => codec::decode_ascii(bytes, start, &mut points),
                Encoding::Latin1 => {
                    codec::decode_latin_1(&bytes[start..], &mut points);
                    Ok(bytes.len())
                }
                Encoding::Utf16 | Encoding::Utf16Le | Encoding::Utf16Be => {
                    let order = match (encoding, order16) {
                        (Encoding::Utf16Le, _) => ByteOrder::Little,
                        (Encoding::Utf16Be, _) => ByteOrder::Big,
                        (_, Some(order)) => order,
                        (_, None) => {
                            let detected = codec::detect_byte_order_16(bytes);
                            start = if detected.is_some() { 2 } else { 0 };
                            *order16.insert(detected.unwrap_or(ByteOrder::Little))
                        }
                    };
                    codec::decode_utf_16(bytes, start, order, is_final, &mut points)
                }
                Encoding::Utf32 | Encoding::Utf32Le | Encoding::Utf32Be => {
                    let order = match (encoding, order32) {
                        (Encoding::Utf32Le, _) => ByteOrder::Little,
                        (Encoding::Utf32Be, _) => ByteOrder::Big,
                        (_, Some(order)) => order,
                        (_, None) => {
                            let detected = codec::detect_byte_order_32(bytes);
                            start = if detected.is_some() { 4 } else { 0 };
                            *order32.insert(detected.unwrap_or(ByteOrder::Little))
                        }
                    };
                    codec::decode_utf_32(bytes, start, order, is_final, &mut points)
                }
                Encoding::UnicodeEscape => {
                    codec::decode_unicode_escape(bytes, start, is_final, &mut points, &mut None)
                }
                Encoding::RawUnicodeEscape => {
                    codec::decode_raw_unicode_escape(bytes, start, is_final, &mut points)
                }
            };
            match result {
                Ok(used) => return Ok((self.new_str_from_points(&points)?, used)),
                Err(error) => {
                    start = self.handle_decode_error(
                        object,
                        bytes,
                        encoding,
                        errors,
                        error,
                        &mut points,
                    )?
                }
            }
        }
    }

    fn handle_decode_error(
        &mut self,
        object: Value,
        bytes: &[u8],
        encoding: Encoding,
        errors: &str,
        error: CodecError,
        points: &mut Vec<u32>,
    ) -> PyResult<usize> {
        let bad = &bytes[error.start..error.end.min(bytes.len())];
        match errors {
            "strict" => {}
            "ignore" => return Ok(error.end),
            "replace" => {
                points.push(0xFFFD);
                return Ok(error.end);
            }
            "backslashreplace" => {
                points.extend(codec::handler::backslash_replace_bytes(bad).chars().map(u32::from));
                return Ok(error.end);
            }
            "surrogateescape" => {
                if let Some(escaped) = codec::handler::surrogate_escape_bytes(bad) {
                    let count = escaped.len();
                    points.extend(escaped);
                    return Ok(error.start + count);
                }
            }
            "surrogatepass" => {
                if let Some((point, size)) = passed_surrogate(&bytes[error.start..], encoding) {
                    points.push(point);
                    return Ok(error.start + size);
                }
            }
            name => {
                let class = self.exceptions.UnicodeDecodeError;
                let raised = self.unicode_error(
                    class,
                    encoding.name(),
                    object,
                    error.start,
                    error.end,
                    error.reason,
                );
                let exception = self.catch(raised)?;
                let (replacement, position) =
                    self.call_error_handler(name, exception, bytes.len())?;
                let Some(text) = replacement.cast::<Str>() else {
                    return Err(
                        self.type_error("decoding error handler must return (str, int) tuple")
                    );
                };
                points.extend(text.iter());
                return Ok(position);
            }
        }
        let class = self.exceptions.UnicodeDecodeError;
        Err(self.unicode_error(
            class,
            encoding.name(),
            object,
            error.start,
            error.end,
            error.reason,
        ))
    }

    fn call_error_handler(
        &mut self,
        name: &str,
        exception: Value,
        len: usize,
    ) -> PyResult<(Value, usize)> {
        let handlers = self.codec_error_handlers;
        let Some(handler) = handlers.get_str(self, name)? else {
            return Err(self.lookup_error(format_args!("unknown error handler name '{name}'")));
        };
        let result = self.call_values(handler, &[exception])?;
        let pair = result.cast::<Tuple>().filter(|pair| pair.len() == 2);
        let Some(position) = pair.and_then(|pair| pair.items()[1].as_small()) else {
            return Err(
                self.type_error("encoding error handler must return (str/bytes, int) tuple")
            );
        };
        let position = if position < 0 { position + len as i64 } else { position };
        match (pair, usize::try_from(position).ok().filter(|&position| position <= len)) {
            (Some(pair), Some(position)) => Ok((pair.items()[0], position)),
            _ => Err(self
                .index_error(format_args!("position {position} from error handler out of bounds"))),
        }
    }

    /// `codecs.encode` and `codecs.decode` for codecs written in Python.
    fn call_codec(
        &mut self,
        function: &str,
        object: Value,
        encoding: &str,
        errors: &str,
    ) -> PyResult<Value> {
        let module = self.import_module("_codecs")?;
        let name = self.intern(&format!("_{function}_text"))?;
        let function = self.get_attribute(module, name)?;
        let (encoding, errors) = (self.new_str(encoding)?.value(), self.new_str(errors)?.value());
        self.call_values(function, &[object, encoding, errors])
    }

    /// `str.encode(encoding, errors)`.
    pub fn encode(&mut self, text: Value, encoding: &str, errors: &str) -> PyResult<Value> {
        if Encoding::from_name(encoding).is_none() && text.is::<Str>() {
            let result = self.call_codec("encode", text, encoding, errors)?;
            return match result.is::<crate::builtins::bytes::Bytes>() {
                true => Ok(result),
                false => {
                    let class = self.type_of(result).name_text();
                    Err(self.type_error(format_args!(
                        "'{encoding}' encoder returned '{class}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
                    )))
                }
            };
        }
        let encoding = self.encoding(encoding)?;
        let Some(string) = text.cast::<Str>() else {
            let class = self.type_of(text).name_text();
            return Err(self.type_error(format_args!("encode() argument must be str, not {class}")));
        };
        if let Some(ascii) = string.as_ascii()
            && matches!(encoding, Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1)
        {
            return Ok(self.new_bytes(ascii.as_bytes())?.value());
        }
        let points = string.to_points();
        let mut bytes = Vec::with_capacity(points.len() * 2);
        match encoding {
            Encoding::Utf16 => bytes.extend_from_slice(&[0xFF, 0xFE]),
            Encoding::Utf32 => bytes.extend_from_slice(&[0xFF, 0xFE, 0, 0]),
            _ => {}
        }
        let mut start = 0;
        loop {
            let result = match encoding {
                Encoding::Utf8 => codec::encode_utf_8(&points, start, &mut bytes),
                Encoding::Ascii => codec::encode_ascii(&points, start, &mut bytes),
                Encoding::Latin1 => codec::encode_latin_1(&points, start, &mut bytes),
                Encoding::Utf16 | Encoding::Utf16Le => {
                    codec::encode_utf_16(&points, start, ByteOrder::Little, &mut bytes)
                }
                Encoding::Utf16Be => {
                    codec::encode_utf_16(&points, start, ByteOrder::Big, &mut bytes)
                }
                Encoding::Utf32 | Encoding::Utf32Le => {
                    codec::encode_utf_32(&points, start, ByteOrder::Little, &mut bytes)
                }
                Encoding::Utf32Be => {
                    codec::encode_utf_32(&points, start, ByteOrder::Big, &mut bytes)
                }
                Encoding::UnicodeEscape => {
                    bytes.extend_from_slice(codec::encode_unicode_escape(&points).as_bytes());
                    Ok(())
                }
                Encoding::RawUnicodeEscape => {
                    bytes.extend_from_slice(&codec::encode_raw_unicode_escape(&points));
                    Ok(())
                }
            };
            match result {
                Ok(()) => return Ok(self.new_bytes(&bytes)?.value()),
                Err(error) => {
                    start = self
                        .handle_encode_error(text, &points, encoding, errors, error, &mut bytes)?
                }
            }
        }
    }

    fn handle_encode_error(
        &mut self,
        text: Value,
        points: &[u32],
        encoding: Encoding,
        errors: &str,
        error: CodecError,
        bytes: &mut Vec<u8>,
    ) -> PyResult<usize> {
        let bad = &points[error.start..error.end];
        let replacement = match errors {
            "ignore" => return Ok(error.end),
            "replace" => "?".repeat(bad.len()),
            "backslashreplace" => codec::handler::backslash_replace(bad),
            "xmlcharrefreplace" => codec::handler::xml_reference_replace(bad),
            "namereplace" => codec::handler::name_replace(bad),
            "surrogateescape" => match codec::handler::surrogate_escape(bad) {
                Some(escaped) => {
                    bytes.extend_from_slice(&escaped);
                    return Ok(error.end);
                }
                None => return Err(self.encode_error(text, encoding, error)),
            },
            "surrogatepass" => match pass_surrogates(bad, encoding) {
                Some(passed) => {
                    bytes.extend_from_slice(&passed);
                    return Ok(error.end);
                }
                None => return Err(self.encode_error(text, encoding, error)),
            },
            "strict" => return Err(self.encode_error(text, encoding, error)),
            name => {
                let raised = self.encode_error(text, encoding, error);
                let exception = self.catch(raised)?;
                let (replacement, position) =
                    self.call_error_handler(name, exception, points.len())?;
                if let Some(raw) = self.bytes_text(replacement) {
                    bytes.extend_from_slice(&raw);
                } else {
                    let encoded = self.encode(replacement, encoding.name(), "strict")?;
                    bytes.extend_from_slice(&self.bytes_like(encoded)?);
                }
                return Ok(position);
            }
        };
        let replacement: Vec<u32> = replacement.chars().map(u32::from).collect();
        let encoded = match encoding {
            Encoding::Utf16 | Encoding::Utf16Le => {
                codec::encode_utf_16(&replacement, 0, ByteOrder::Little, bytes)
            }
            Encoding::Utf16Be => codec::encode_utf_16(&replacement, 0, ByteOrder::Big, bytes),
            Encoding::Utf32 | Encoding::Utf32Le => {
                codec::encode_utf_32(&replacement, 0, ByteOrder::Little, bytes)
            }
            Encoding::Utf32Be => codec::encode_utf_32(&replacement, 0, ByteOrder::Big, bytes),
            _ => codec::encode_ascii(&replacement, 0, bytes),
        };
        match encoded {
            Ok(()) => Ok(error.end),
            Err(_) => Err(self.encode_error(text, encoding, error)),
        }
    }

    fn encode_error(
        &mut self,
        text: Value,
        encoding: Encoding,
        error: CodecError,
    ) -> crate::Raised {
        let class = self.exceptions.UnicodeEncodeError;
        self.unicode_error(class, encoding.name(), text, error.start, error.end, error.reason)
    }
}

/// Surrogates as the encoding would write them if they were characters; `None` if others are among them.
fn pass_surrogates(points: &[u32], encoding: Encoding) -> Option<Vec<u8>> {
    if !points.iter().all(|point| (0xD800..0xE000).contains(point)) {
        return None;
    }
    Some(match encoding {
        Encoding::Utf16 | Encoding::Utf16Le => {
            points.iter().flat_map(|&point| (point as u16).to_le_bytes()).collect()
        }
        Encoding::Utf16Be => {
            points.iter().flat_map(|&point| (point as u16).to_be_bytes()).collect()
        }
        Encoding::Utf32 | Encoding::Utf32Le => {
            points.iter().flat_map(|point| point.to_le_bytes()).collect()
        }
        Encoding::Utf32Be => points.iter().flat_map(|point| point.to_be_bytes()).collect(),
        _ => return codec::handler::surrogate_pass_utf_8(points),
    })
}

/// The surrogate that bytes begin with, written as a character, and how many bytes it takes.
fn passed_surrogate(bytes: &[u8], encoding: Encoding) -> Option<(u32, usize)> {
    let two = || bytes.first_chunk::<2>().copied();
    let four = || bytes.first_chunk::<4>().copied();
    let (point, size) = match encoding {
        Encoding::Utf16 | Encoding::Utf16Le => (u32::from(u16::from_le_bytes(two()?)), 2),
        Encoding::Utf16Be => (u32::from(u16::from_be_bytes(two()?)), 2),
        Encoding::Utf32 | Encoding::Utf32Le => (u32::from_le_bytes(four()?), 4),
        Encoding::Utf32Be => (u32::from_be_bytes(four()?), 4),
        _ => (codec::handler::surrogate_pass_utf_8_bytes(bytes)?, 3),
    };
    (0xD800..0xE000).contains(&point).then_some((point, size))
}
