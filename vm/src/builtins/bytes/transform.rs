//! Methods of bytes that make other bytes of them: padding, case, lines, translation.

use gc::Value;

use super::{is_space, list_of, this};
use crate::builtins::str::Str;
use crate::{PyResult, Vm};

fn padding(vm: &mut Vm, value: Value, width: i64) -> PyResult<usize> {
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(this(value).len);
    if missing > 1 << 40 || vm.heap.budget().limit().is_some_and(|limit| missing > limit) {
        return Err(vm.memory_error());
    }
    vm.charge(missing / 64)?;
    Ok(missing)
}

fn fill_byte(vm: &mut Vm, fill: Option<Value>, name: &str) -> PyResult<u8> {
    let Some(fill) = fill else { return Ok(b' ') };
    match vm.bytes_text(fill).as_deref() {
        Some(&[byte]) => Ok(byte),
        Some(bytes) => {
            let len = bytes.len();
            let class = vm.type_of(fill).name_text();
            Err(vm.type_error(format_args!(
                "{name}(): argument 2 must be a byte string of length 1, not a {class} object of length {len}"
            )))
        }
        None => {
            let class = vm.type_of(fill).name_text();
            Err(vm.type_error(format_args!(
                "{name}() argument 2 must be a byte string of length 1, not {class}"
            )))
        }
    }
}

fn padded(vm: &mut Vm, value: Value, left: usize, right: usize, fill: u8) -> PyResult<Value> {
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(left + right + this(value).len).is_err() {
        return Err(vm.memory_error());
    }
    bytes.resize(left, fill);
    bytes.extend_from_slice(this(value).as_slice());
    bytes.resize(bytes.len() + right, fill);
    Ok(vm.new_bytes(&bytes)?.value())
}

pub(super) fn left_justify(
    vm: &mut Vm,
    value: Value,
    width: i64,
    fill: Option<Value>,
) -> PyResult<Value> {
    let fill = fill_byte(vm, fill, "ljust")?;
    let missing = padding(vm, value, width)?;
    padded(vm, value, 0, missing, fill)
}

pub(super) fn right_justify(
    vm: &mut Vm,
    value: Value,
    width: i64,
    fill: Option<Value>,
) -> PyResult<Value> {
    let fill = fill_byte(vm, fill, "rjust")?;
    let missing = padding(vm, value, width)?;
    padded(vm, value, missing, 0, fill)
}

pub(super) fn center(
    vm: &mut Vm,
    value: Value,
    width: i64,
    fill: Option<Value>,
) -> PyResult<Value> {
    let fill = fill_byte(vm, fill, "center")?;
    let missing = padding(vm, value, width)?;
    let left = missing / 2 + (missing & width as usize & 1);
    padded(vm, value, left, missing - left, fill)
}

pub(super) fn zero_fill(vm: &mut Vm, value: Value, width: i64) -> PyResult<Value> {
    let missing = padding(vm, value, width)?;
    let content = this(value).as_slice().to_vec();
    let sign = usize::from(matches!(content.first(), Some(b'+' | b'-')));
    let mut bytes = content[..sign].to_vec();
    bytes.resize(sign + missing, b'0');
    bytes.extend_from_slice(&content[sign..]);
    Ok(vm.new_bytes(&bytes)?.value())
}

pub(super) fn expand_tabs(vm: &mut Vm, value: Value, size: i64) -> PyResult<Value> {
    let size = usize::try_from(size).unwrap_or(0);
    let content = this(value).as_slice().to_vec();
    let tabs = content.iter().filter(|&&byte| byte == b'\t').count();
    if tabs.checked_mul(size).is_none_or(|total| total > 1 << 32) {
        return Err(vm.overflow_error("result too long"));
    }
    let (mut bytes, mut column) = (Vec::with_capacity(content.len()), 0);
    for byte in content {
        match byte {
            b'\t' if size > 0 => {
                let fill = size - column % size;
                bytes.resize(bytes.len() + fill, b' ');
                column += fill;
            }
            b'\t' => {}
            b'\n' | b'\r' => {
                bytes.push(byte);
                column = 0;
            }
            _ => {
                bytes.push(byte);
                column += 1;
            }
        }
    }
    Ok(vm.new_bytes(&bytes)?.value())
}

pub(super) fn split_lines(vm: &mut Vm, value: Value, keep: bool) -> PyResult<Value> {
    let content = this(value).as_slice().to_vec();
    let mut lines = Vec::new();
    let mut rest = &content[..];
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let (line, next) = match end {
            None => (rest.len(), rest.len()),
            Some(end) if rest[end..].starts_with(b"\r\n") => (end, end + 2),
            Some(end) => (end, end + 1),
        };
        lines.push(rest[..if keep { next } else { line }].to_vec());
        rest = &rest[next..];
    }
    list_of(vm, lines)
}

pub(super) fn split_right(
    vm: &mut Vm,
    value: Value,
    separator: Value,
    limit: i64,
) -> PyResult<Value> {
    let content = this(value).as_slice().to_vec();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    let mut rest = &content[..];
    if separator.is_none() {
        while let Some(end) = rest.iter().rposition(|&byte| !is_space(byte)) {
            rest = &rest[..=end];
            if parts.len() == limit {
                parts.push(rest.to_vec());
                break;
            }
            let start = rest.iter().rposition(|&byte| is_space(byte)).map_or(0, |place| place + 1);
            parts.push(rest[start..].to_vec());
            rest = &rest[..start];
        }
    } else {
        let separator = vm.bytes_like(separator)?;
        if separator.is_empty() {
            return Err(vm.value_error("empty separator"));
        }
        while parts.len() < limit
            && let Some(found) = text::search::rfind_bytes(rest, &separator)
        {
            parts.push(rest[found + separator.len()..].to_vec());
            rest = &rest[..found];
        }
        parts.push(rest.to_vec());
    }
    parts.reverse();
    list_of(vm, parts)
}

pub(super) fn remove_prefix(vm: &mut Vm, value: Value, prefix: Value) -> PyResult<Value> {
    let prefix = vm.bytes_like(prefix)?;
    let content = this(value).as_slice().to_vec();
    Ok(vm.new_bytes(content.strip_prefix(&prefix[..]).unwrap_or(&content))?.value())
}

pub(super) fn remove_suffix(vm: &mut Vm, value: Value, suffix: Value) -> PyResult<Value> {
    let suffix = vm.bytes_like(suffix)?;
    let content = this(value).as_slice().to_vec();
    Ok(vm.new_bytes(content.strip_suffix(&suffix[..]).unwrap_or(&content))?.value())
}

pub(super) fn capitalize(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let mut bytes = this(value).as_slice().to_ascii_lowercase();
    if let Some(first) = bytes.first_mut() {
        first.make_ascii_uppercase();
    }
    Ok(vm.new_bytes(&bytes)?.value())
}

pub(super) fn title(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let mut bytes = this(value).as_slice().to_vec();
    let mut inside = false;
    for byte in &mut bytes {
        if inside {
            byte.make_ascii_lowercase();
        } else {
            byte.make_ascii_uppercase();
        }
        inside = byte.is_ascii_alphabetic();
    }
    Ok(vm.new_bytes(&bytes)?.value())
}

pub(super) fn swap_case(byte: u8) -> u8 {
    if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte }
}

pub(super) fn is_title(_: &mut Vm, value: Value) -> bool {
    let (mut inside, mut found) = (false, false);
    for &byte in this(value).as_slice() {
        if byte.is_ascii_uppercase() && inside || byte.is_ascii_lowercase() && !inside {
            return false;
        }
        inside = byte.is_ascii_alphabetic();
        found |= inside;
    }
    found
}

pub(super) fn is_lower(_: &mut Vm, value: Value) -> bool {
    let bytes = this(value);
    let bytes = bytes.as_slice();
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

pub(super) fn is_upper(_: &mut Vm, value: Value) -> bool {
    let bytes = this(value);
    let bytes = bytes.as_slice();
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

pub(super) fn translate(
    vm: &mut Vm,
    value: Value,
    table: Value,
    delete: Option<Value>,
) -> PyResult<Value> {
    let table = match table.is_none() {
        true => None,
        false => Some(vm.bytes_like(table)?),
    };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let delete = match delete {
        Some(delete) => vm.bytes_like(delete)?,
        None => Vec::new(),
    };
    let mut kept = [true; 256];
    for byte in delete {
        kept[usize::from(byte)] = false;
    }
    let bytes: Vec<u8> = this(value)
        .as_slice()
        .iter()
        .filter(|&&byte| kept[usize::from(byte)])
        .map(|&byte| table.as_ref().map_or(byte, |table| table[usize::from(byte)]))
        .collect();
    Ok(vm.new_bytes(&bytes)?.value())
}

pub(crate) fn make_table(vm: &mut Vm, from: Value, to: Value) -> PyResult<Value> {
    let (from, to) = (vm.bytes_like(from)?, vm.bytes_like(to)?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.into_iter().zip(to) {
        table[usize::from(from)] = to;
    }
    Ok(vm.new_bytes(&table)?.value())
}

/// Two hexadecimal digits for each byte, in groups of `group` bytes (counted from the right; from the left if negative).
pub(crate) fn hex_text(
    vm: &mut Vm,
    bytes: &[u8],
    separator: Option<Value>,
    group: i64,
) -> PyResult<Value> {
    let separator = match separator {
        None => None,
        Some(value) => {
            let point = match (value.cast::<Str>(), vm.bytes_text(value)) {
                (Some(text), _) => (text.len() == 1).then(|| text.get(0)),
                (None, Some(bytes)) => (bytes.len() == 1).then(|| u32::from(bytes[0])),
                (None, None) => return Err(vm.type_error("sep must be str or bytes.")),
            };
            match point {
                None => return Err(vm.value_error("sep must be length 1.")),
                Some(point) if point > 127 => return Err(vm.value_error("sep must be ASCII.")),
                Some(point) => Some(point as u8 as char),
            }
        }
    };
    vm.charge(bytes.len() / 32)?;
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut text = String::with_capacity(bytes.len() * 2);
    for (index, byte) in bytes.iter().enumerate() {
        let place = if group < 0 { index } else { bytes.len() - index };
        if let Some(separator) = separator
            && index > 0
            && size > 0
            && place % size == 0
        {
            text.push(separator);
        }
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    Ok(vm.new_str(&text)?.value())
}
