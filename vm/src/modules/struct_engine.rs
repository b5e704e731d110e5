//! `_struct_engine`: packing values into bytes and back, for `_struct`.

use gc::{Gc, TempVec, Value};
use num_bigint::{BigInt, Sign};
use num_traits::Zero;

use crate::builtins::bytearray::ByteArray;
use crate::builtins::int::int_value;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::{PyResult, Raised, Vm, native_module};

/// One item of a format, repeated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    code: u8,
    count: usize,
    size: usize,
    /// Where its first value lies.
    offset: usize,
}

impl Item {
    /// One value by itself.
    pub(crate) fn single(code: u8, size: usize) -> Item {
        Item { code, count: 1, size, offset: 0 }
    }
}

#[derive(Debug)]
struct Format {
    big: bool,
    native: bool,
    items: Vec<Item>,
    size: usize,
    values: usize,
}

fn error(vm: &mut Vm, message: impl std::fmt::Display) -> Raised {
    match make_error(vm, &message.to_string()) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn make_error(vm: &mut Vm, message: &str) -> PyResult<Value> {
    let module = vm.import_module("_struct")?;
    let name = vm.intern("error")?;
    let class = vm.get_attribute(module, name)?;
    let text = vm.new_str(message)?.value();
    vm.call_values(class, &[text])
}

/// The size of one value; native sizes are those of the 64-bit C of this platform.
pub(crate) fn size_of(code: u8, native: bool) -> Option<usize> {
    Some(match code {
        b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' => {
            if native {
                8
            } else {
                4
            }
        }
        b'q' | b'Q' | b'd' => 8,
        b'n' | b'N' | b'P' if native => 8,
        b'F' => 8,
        b'D' => 16,
        _ => return None,
    })
}

fn parse(vm: &mut Vm, format: Value) -> PyResult<Format> {
    let text = match format.cast::<Str>() {
        Some(text) => text.to_string_lossy().into_bytes(),
        None => match vm.bytes_text(format) {
            Some(bytes) => bytes,
            None => {
                let class = vm.type_of(format).name_text();
                return Err(vm.type_error(format_args!(
                    "Struct() argument 1 must be a str or bytes object, not {class}"
                )));
            }
        },
    };
    let (big, native, mut rest) = match text.first() {
        Some(b'@') => (false, true, &text[1..]),
        Some(b'=' | b'<') => (false, false, &text[1..]),
        Some(b'>' | b'!') => (true, false, &text[1..]),
        _ => (false, true, &text[..]),
    };
    let mut parsed = Format { big, native, items: Vec::new(), size: 0, values: 0 };
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte.is_ascii_whitespace() {
            continue;
        }
        let (mut code, mut count) = (byte, 1usize);
        if byte.is_ascii_digit() {
            let mut number = usize::from(byte - b'0');
            loop {
                match rest.split_first() {
                    Some((&digit, after)) if digit.is_ascii_digit() => {
                        rest = after;
                        let next = number
                            .checked_mul(10)
                            .and_then(|number| number.checked_add(usize::from(digit - b'0')));
                        match next {
                            Some(next) if next < 1 << 60 => number = next,
                            _ => return Err(error(vm, "overflow in item count")),
                        }
                    }
                    Some((&next, after)) => {
                        rest = after;
                        code = next;
                        break;
                    }
                    None => {
                        return Err(error(vm, "repeat count given without format specifier"));
                    }
                }
            }
            count = number;
        }
        let Some(size) = size_of(code, native) else {
            return Err(error(vm, "bad char in struct format"));
        };
        if native {
            let alignment = match code {
                b'D' => 8,
                b'F' => 4,
                _ => size,
            };
            parsed.size = parsed.size.next_multiple_of(alignment);
        }
        let offset = parsed.size;
        let total = count.checked_mul(size).and_then(|size| size.checked_add(parsed.size));
        match total.filter(|&total| total < 1 << 62) {
            Some(total) => parsed.size = total,
            None => return Err(error(vm, "total struct size too long")),
        }
        match code {
            b'x' => {}
            b's' | b'p' => parsed.values += 1,
            _ => parsed.values += count,
        }
        parsed.items.push(Item { code, count, size, offset });
    }
    Ok(parsed)
}

fn calculate(vm: &mut Vm, format: Value) -> PyResult<Value> {
    let format = parse(vm, format)?;
    let (size, values) = (Value::from_small(format.size as i64), format.values as i64);
    Ok(vm.new_tuple(&[size, Value::from_small(values)])?.value())
}

fn put(target: &mut [u8], bytes: &[u8], big: bool) {
    // `bytes` is little-endian.
    if big {
        for (place, &byte) in target.iter_mut().rev().zip(bytes) {
            *place = byte;
        }
    } else {
        target.copy_from_slice(bytes);
    }
}

fn integer(vm: &mut Vm, value: Value, item: &Item) -> PyResult<Vec<u8>> {
    let number = match int_value(value) {
        Some(number) => number.into_big(),
        None if vm.slots(value).index.is_some() => vm.index_as_big(value)?,
        None => return Err(error(vm, "required argument is not an integer")),
    };
    let signed = item.code.is_ascii_lowercase();
    let bits = item.size as u64 * 8;
    let (low, high) = if signed {
        (-(BigInt::from(1) << (bits - 1)), (BigInt::from(1) << (bits - 1)) - 1)
    } else {
        (BigInt::zero(), (BigInt::from(1) << bits) - 1)
    };
    if number < low || number > high {
        let code = item.code as char;
        let message = format!("'{code}' format requires {low} <= number <= {high}");
        return Err(error(vm, message));
    }
    let mut bytes = number.to_signed_bytes_le();
    let fill = if number.sign() == Sign::Minus { 0xFF } else { 0 };
    bytes.resize(item.size, fill);
    Ok(bytes)
}

fn half(vm: &mut Vm, number: f64) -> PyResult<[u8; 2]> {
    let bits = number.to_bits();
    let sign = (bits >> 48 & 0x8000) as u16;
    let result = if number.is_nan() {
        0x7E00
    } else if number.is_infinite() {
        0x7C00
    } else {
        // Scaled so that the unit in the last place of the result is one; rounded to even.
        let size = number.abs();
        let exponent = ((size.to_bits() >> 52) as i64 - 1023).max(-14);
        let scaled = (size / 2f64.powi(exponent as i32 - 10)).round_ties_even() as u32;
        let value = if scaled >= 2048 { 1024 } else { scaled };
        let exponent = if scaled >= 2048 { exponent + 1 } else { exponent };
        if exponent > 15 {
            return Err(vm.overflow_error("float too large to pack with e format"));
        }
        if value < 1024 {
            value as u16
        } else {
            ((exponent + 15) as u16) << 10 | (value - 1024) as u16
        }
    };
    Ok((sign | result).to_le_bytes())
}

fn from_half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    match exponent {
        0 => sign * fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => sign * f64::INFINITY,
        31 => f64::NAN.copysign(sign),
        _ => sign * (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    }
}

/// Packs one value; `(big, native)` is the byte order and whether sizes are native.
pub(crate) fn pack_one(
    vm: &mut Vm,
    item: &Item,
    (big, native): (bool, bool),
    value: Value,
    target: &mut [u8],
) -> PyResult<()> {
    let number = |vm: &mut Vm| -> PyResult<f64> {
        if value.is_f64()
            || int_value(value).is_some()
            || vm.slots(value).float.is_some()
            || vm.slots(value).index.is_some()
        {
            vm.to_f64(value)
        } else {
            Err(error(vm, "required argument is not a float"))
        }
    };
    match item.code {
        b'c' => match vm.bytes_text(value).as_deref() {
            Some(&[byte]) => target[0] = byte,
            _ => return Err(error(vm, "char format requires a bytes object of length 1")),
        },
        b'?' => target[0] = u8::from(vm.is_true(value)?),
        b'e' => {
            let number = number(vm)?;
            put(target, &half(vm, number)?, big);
        }
        b'f' => {
            let number = number(vm)?;
            let single = number as f32;
            if single.is_infinite() && number.is_finite() && !native {
                return Err(vm.overflow_error("float too large to pack with f format"));
            }
            put(target, &single.to_le_bytes(), big);
        }
        b'd' => {
            let number = number(vm)?;
            put(target, &number.to_le_bytes(), big);
        }
        b'F' | b'D' => return Err(error(vm, "bad char in struct format")),
        _ => {
            let bytes = integer(vm, value, item)?;
            put(target, &bytes, big);
        }
    }
    Ok(())
}

fn pack_bytes(vm: &mut Vm, format: Value, values: Gc<Tuple>, what: &str) -> PyResult<Vec<u8>> {
    let format = parse(vm, format)?;
    let values = TempVec::from(values.items());
    if values.len() != format.values {
        let (wanted, got) = (format.values, values.len());
        return Err(error(
            vm,
            format_args!("{what} expected {wanted} items for packing (got {got})"),
        ));
    }
    let mut bytes = Vec::new();
    if format.size > 1 << 40 || bytes.try_reserve_exact(format.size).is_err() {
        return Err(vm.memory_error());
    }
    bytes.resize(format.size, 0);
    let mut next = 0;
    for item in &format.items {
        match item.code {
            b'x' => {}
            b's' | b'p' => {
                let value = values[next];
                next += 1;
                let Some(content) = vm.bytes_text(value) else {
                    let code = item.code as char;
                    return Err(error(
                        vm,
                        format_args!("argument for '{code}' must be a bytes object"),
                    ));
                };
                let target = &mut bytes[item.offset..item.offset + item.count];
                let (start, room) = if item.code == b'p' {
                    (1, item.count.saturating_sub(1))
                } else {
                    (0, item.count)
                };
                let len = content.len().min(room);
                if item.code == b'p' && item.count > 0 {
                    target[0] = len.min(255) as u8;
                }
                if room > 0 {
                    target[start..start + len].copy_from_slice(&content[..len]);
                }
            }
            _ => {
                for index in 0..item.count {
                    let start = item.offset + index * item.size;
                    let value = values[next];
                    next += 1;
                    pack_one(
                        vm,
                        item,
                        (format.big, format.native),
                        value,
                        &mut bytes[start..start + item.size],
                    )?;
                }
            }
        }
    }
    Ok(bytes)
}

fn pack(vm: &mut Vm, format: Value, values: Gc<Tuple>) -> PyResult<Value> {
    let bytes = pack_bytes(vm, format, values, "pack")?;
    Ok(vm.new_bytes(&bytes)?.value())
}

fn pack_into(
    vm: &mut Vm,
    format: Value,
    buffer: Value,
    offset: i64,
    values: Gc<Tuple>,
) -> PyResult<()> {
    let bytes = pack_bytes(vm, format, values, "pack_into")?;
    let len = match vm.bytes_text(buffer) {
        Some(content) if !buffer.is::<crate::builtins::bytes::Bytes>() => content.len() as i64,
        _ => {
            let class = vm.type_of(buffer).name_text();
            return Err(vm.type_error(format_args!(
                "argument must be read-write bytes-like object, not {class}"
            )));
        }
    };
    let size = bytes.len() as i64;
    let mut start = offset;
    if start < 0 {
        if start + size > 0 {
            return Err(error(
                vm,
                format_args!("no space to pack {size} bytes at offset {offset}"),
            ));
        }
        if start + len < 0 {
            return Err(error(
                vm,
                format_args!("offset {offset} out of range for {len}-byte buffer"),
            ));
        }
        start += len;
    }
    if len - start < size {
        let wanted = size + start;
        return Err(error(
            vm,
            format_args!(
                "pack_into requires a buffer of at least {wanted} bytes for packing {size} bytes at offset {start} (actual buffer size is {len})"
            ),
        ));
    }
    if let Some(array) = buffer.cast::<ByteArray>() {
        array.overwrite(start as usize, &bytes);
        return Ok(());
    }
    for (index, byte) in bytes.into_iter().enumerate() {
        let place = Value::from_small(start + index as i64);
        vm.set_item(buffer, place, Value::from_small(i64::from(byte)))?;
    }
    Ok(())
}

/// Unpacks one value.
pub(crate) fn unpack_one(vm: &mut Vm, item: &Item, big: bool, source: &[u8]) -> PyResult<Value> {
    let mut little = source.to_vec();
    if big {
        little.reverse();
    }
    let wide = |bytes: &[u8]| {
        let mut wide = [0u8; 8];
        wide[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(wide)
    };
    Ok(match item.code {
        b'c' => vm.new_bytes(source)?.value(),
        b'?' => Value::from_bool(source[0] != 0),
        b'e' => Value::from_f64_foreign(from_half(wide(&little) as u16)),
        b'f' => Value::from_f64_foreign(f64::from(f32::from_bits(wide(&little) as u32))),
        b'd' => Value::from_f64_foreign(f64::from_bits(wide(&little))),
        code if code.is_ascii_lowercase() => {
            let shift = 64 - item.size as u32 * 8;
            vm.new_int(((wide(&little) << shift) as i64) >> shift)?
        }
        _ => match i64::try_from(wide(&little)) {
            Ok(number) => vm.new_int(number)?,
            Err(_) => vm.new_big_int(BigInt::from(wide(&little)))?,
        },
    })
}

/// The values at `offset`; `exact`: the buffer holds nothing else.
fn unpack(vm: &mut Vm, format: Value, buffer: Value, offset: i64, exact: bool) -> PyResult<Value> {
    let format = parse(vm, format)?;
    let content = vm.bytes_like(buffer)?;
    let (size, len) = (format.size as i64, content.len() as i64);
    if exact && len != size {
        return Err(error(vm, format_args!("unpack requires a buffer of {size} bytes")));
    }
    let mut start = offset;
    if start < 0 {
        if start + size > 0 {
            return Err(error(
                vm,
                format_args!("not enough data to unpack {size} bytes at offset {offset}"),
            ));
        }
        if start + len < 0 {
            return Err(error(
                vm,
                format_args!("offset {offset} out of range for {len}-byte buffer"),
            ));
        }
        start += len;
    }
    if len - start < size {
        let wanted = size.saturating_add(start);
        return Err(error(
            vm,
            format_args!(
                "unpack_from requires a buffer of at least {wanted} bytes for unpacking {size} bytes at offset {start} (actual buffer size is {len})"
            ),
        ));
    }
    let bytes = &content[start as usize..start as usize + format.size];
    let mut values = TempVec::new();
    for item in &format.items {
        let source = &bytes[item.offset..];
        match item.code {
            b'x' => {}
            b's' => values.push(vm.new_bytes(&source[..item.count])?.value()),
            b'p' => {
                let len = source
                    .first()
                    .map_or(0, |&len| usize::from(len).min(item.count.saturating_sub(1)));
                let content = if item.count == 0 { &[][..] } else { &source[1..1 + len] };
                values.push(vm.new_bytes(content)?.value());
            }
            _ => {
                for index in 0..item.count {
                    let part = &source[index * item.size..(index + 1) * item.size];
                    values.push(unpack_one(vm, item, format.big, part)?);
                }
            }
        }
    }
    Ok(vm.new_tuple(&values)?.value())
}

native_module! {
    /// Packing and unpacking of values.
    pub(super) static STRUCT_ENGINE = "_struct_engine" {
        functions {
            "calculate(format, /)" => calculate;
            "pack(format, values, /)" => pack;
            "pack_into(format, buffer, offset, values, /)" => pack_into;
            "unpack(format, buffer, offset, exact, /)" => unpack;
        }
    }
}
