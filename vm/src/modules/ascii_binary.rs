//! `binascii`.

use gc::{Gc, Value};

use crate::builtins::dict::DictChange;
use crate::builtins::module::Module;
use crate::builtins::str::Str;
use crate::{PyResult, Raised, Vm, native_module};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What is decoded: bytes, or text that must be ASCII.
fn source(vm: &mut Vm, data: Value) -> PyResult<Vec<u8>> {
    if let Some(text) = data.cast::<Str>() {
        return match text.as_ascii() {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => Err(vm.value_error("string argument should contain only ASCII characters")),
        };
    }
    match vm.bytes_text(data) {
        Some(bytes) => Ok(bytes),
        None => {
            let class = vm.type_of(data).name_text();
            Err(vm.type_error(format_args!(
                "argument should be bytes, buffer or ASCII string, not '{class}'"
            )))
        }
    }
}

fn error(vm: &mut Vm, message: &str) -> Raised {
    match make_error(vm, message) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn make_error(vm: &mut Vm, message: &str) -> PyResult<Value> {
    let module = vm.import_module("binascii")?;
    let name = vm.intern("Error")?;
    let class = vm.get_attribute(module, name)?;
    let text = vm.new_str(message)?.value();
    vm.call_values(class, &[text])
}

fn to_base64(vm: &mut Vm, data: Value, newline: bool) -> PyResult<Value> {
    let bytes = vm.bytes_like(data)?;
    vm.charge(bytes.len() / 32)?;
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4 + 1);
    for chunk in bytes.chunks(3) {
        let word = u32::from(chunk[0]) << 16
            | u32::from(*chunk.get(1).unwrap_or(&0)) << 8
            | u32::from(*chunk.get(2).unwrap_or(&0));
        for place in 0..4 {
            text.push(if place <= chunk.len() {
                ALPHABET[(word >> (18 - 6 * place) & 63) as usize]
            } else {
                b'='
            });
        }
    }
    if newline {
        text.push(b'\n');
    }
    Ok(vm.new_bytes(&text)?.value())
}

fn sextet(byte: u8) -> Option<u32> {
    match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

fn from_base64(vm: &mut Vm, data: Value, strict: bool) -> PyResult<Value> {
    let text = source(vm, data)?;
    vm.charge(text.len() / 32)?;
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut word, mut filled, mut padding) = (0u32, 0usize, 0usize);
    if strict && text.first() == Some(&b'=') {
        return Err(error(vm, "Leading padding not allowed"));
    }
    for (index, &byte) in text.iter().enumerate() {
        if byte == b'=' {
            padding += 1;
            if filled >= 2 && filled + padding >= 4 {
                if strict && index + 1 < text.len() {
                    return Err(error(vm, "Excess data after padding"));
                }
                return Ok(vm.new_bytes(&bytes)?.value());
            }
            if strict && filled == 0 {
                return Err(error(vm, "Excess padding not allowed"));
            }
            continue;
        }
        let Some(bits) = sextet(byte) else {
            if strict {
                return Err(error(vm, "Only base64 data is allowed"));
            }
            continue;
        };
        if strict && padding > 0 {
            return Err(error(vm, "Discontinuous padding not allowed"));
        }
        padding = 0;
        word = word << 6 | bits;
        filled += 1;
        match filled {
            2 => bytes.push((word >> 4) as u8),
            3 => bytes.push((word >> 2) as u8),
            4 => {
                bytes.push(word as u8);
                (word, filled) = (0, 0);
            }
            _ => {}
        }
    }
    match filled {
        0 => Ok(vm.new_bytes(&bytes)?.value()),
        1 => {
            let count = bytes.len() / 3 * 4 + 1;
            Err(error(
                vm,
                &format!(
                    "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a multiple of 4"
                ),
            ))
        }
        _ => Err(error(vm, "Incorrect padding")),
    }
}

fn hexlify(vm: &mut Vm, data: Value, separator: Option<Value>, group: i64) -> PyResult<Value> {
    let bytes = vm.bytes_like(data)?;
    let text = crate::builtins::bytes::hex_text(vm, &bytes, separator, group)?;
    let text = text.cast::<Str>().map(|text| text.to_wtf8()).unwrap_or_default();
    Ok(vm.new_bytes(&text)?.value())
}

fn unhexlify(vm: &mut Vm, data: Value) -> PyResult<Value> {
    let text = source(vm, data)?;
    if text.len() % 2 == 1 {
        return Err(error(vm, "Odd-length string"));
    }
    let digit = |byte: u8| (byte as char).to_digit(16);
    let mut bytes = Vec::with_capacity(text.len() / 2);
    for pair in text.chunks_exact(2) {
        match (digit(pair[0]), digit(pair[1])) {
            (Some(high), Some(low)) => bytes.push((high << 4 | low) as u8),
            _ => return Err(error(vm, "Non-hexadecimal digit found")),
        }
    }
    Ok(vm.new_bytes(&bytes)?.value())
}

/// CRC-32 as in zlib, by a table of remainders.
pub(super) fn crc_32(bytes: &[u8], start: u32) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut index = 0;
        while index < 256 {
            let mut word = index as u32;
            let mut bit = 0;
            while bit < 8 {
                word = if word & 1 == 1 { word >> 1 ^ 0xEDB8_8320 } else { word >> 1 };
                bit += 1;
            }
            table[index] = word;
            index += 1;
        }
        table
    };
    !bytes.iter().fold(!start, |word, &byte| TABLE[(word as u8 ^ byte) as usize] ^ (word >> 8))
}

fn crc32(vm: &mut Vm, data: Value, start: Value) -> PyResult<i64> {
    let bytes = vm.bytes_like(data)?;
    let start = vm.index_as_big(start)?;
    let start = start.to_u32_digits().1.first().copied().unwrap_or(0);
    vm.charge(bytes.len() / 32)?;
    Ok(i64::from(crc_32(&bytes, start)))
}

fn crc_hqx(vm: &mut Vm, data: Value, start: i64) -> PyResult<i64> {
    let bytes = vm.bytes_like(data)?;
    let mut word = (start & 0xFFFF) as u16;
    for byte in bytes {
        word ^= u16::from(byte) << 8;
        for _ in 0..8 {
            word = if word & 0x8000 == 0 { word << 1 } else { word << 1 ^ 0x1021 };
        }
    }
    Ok(i64::from(word))
}

fn complete(vm: &mut Vm, module: Gc<Module>) -> PyResult<()> {
    let Some(dict) = module.dict() else { return Ok(()) };
    let bases = [("Error", vm.exceptions.ValueError), ("Incomplete", vm.exceptions.Exception)];
    for (name, base) in bases {
        let class = vm.new_exception_class("binascii", name, base)?;
        let name = vm.intern(name)?;
        dict.set_name(vm, name, class)?;
    }
    Ok(())
}

native_module! {
    /// Conversion between binary data and ASCII
    pub(super) static BINASCII = "binascii" {
        functions {
            /// Base64-code line of data.
            "b2a_base64(data, /, *, newline=True)" => to_base64;
            /// Decode a line of base64 data.
            "a2b_base64(data, /, *, strict_mode=False)" => from_base64;
            /// Hexadecimal representation of binary data.
            "hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)" => hexlify;
            /// Hexadecimal representation of binary data.
            "b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)" => hexlify;
            /// Binary data of hexadecimal representation.
            "unhexlify(hexstr, /)" => unhexlify;
            /// Binary data of hexadecimal representation.
            "a2b_hex(hexstr, /)" => unhexlify;
            /// Compute CRC-32 incrementally.
            "crc32(data, crc=0, /)" => crc32;
            /// Compute CRC-CCITT incrementally.
            "crc_hqx(data, crc, /)" => crc_hqx;
        }
        init complete;
    }
}
