//! `bytes`.

mod format;
mod transform;

use std::cell::Cell;

use gc::field::GcField;
use gc::{Gc, TempVec, Value};
use text::search;

use super::slice::Slice;
use super::str::Str;
use super::tuple::Tuple;
use crate::object::{CompareOp, Type, kind, shape};
use crate::{Name, PyResult, Vm, builtin_type};

pub(crate) use transform::{hex_text, make_table};

gc::heap_struct! {
    /// Immutable bytes, inline.
    pub struct Bytes(kind::BYTES, bytes(|bytes| bytes.len)) {
        len: usize,
        hash: Cell<i64>,
    }
}

gc::heap_struct! {
    /// An iterator over bytes.
    pub struct BytesIterator(kind::BYTES_ITERATOR) { content: GcField<Bytes>, index: Cell<usize> }
}

crate::plain_kinds!(Bytes, BytesIterator);

impl Bytes {
    /// The bytes.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: allocated with `len` bytes behind the struct, all written when it was made and never again.
        unsafe { std::slice::from_raw_parts(self.bytes.as_ptr(), self.len) }
    }
}

impl Vm {
    /// Bytes.
    pub fn new_bytes(&mut self, bytes: &[u8]) -> PyResult<Gc<Bytes>> {
        let class = self.types.bytes;
        self.new_bytes_of(class, bytes)
    }

    /// Bytes of `class` (`bytes` or derived from it).
    pub fn new_bytes_of(&mut self, class: Gc<Type>, bytes: &[u8]) -> PyResult<Gc<Bytes>> {
        let head =
            Bytes { header: gc::Header::unset(), len: bytes.len(), hash: Cell::new(-1), bytes: [] };
        let object = self.new_tail_of(class, 0, head, bytes.len())?;
        // SAFETY: the fresh object has room for exactly these bytes.
        unsafe {
            object.bytes.as_ptr().cast_mut().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len())
        };
        Ok(object)
    }

    /// A copy of the content of a bytes-like object, or `None` of anything else.
    pub fn bytes_text(&self, value: Value) -> Option<Vec<u8>> {
        if let Some(array) = value.cast::<super::bytearray::ByteArray>() {
            return Some(array.to_vec());
        }
        if let Some(view) = value.cast::<super::memoryview::MemoryView>() {
            return Some(self.view_bytes(view));
        }
        value.cast::<Bytes>().map(|bytes| bytes.as_slice().to_vec())
    }

    /// A copy of the content of a bytes-like object; anything else raises `TypeError`.
    pub fn bytes_like(&mut self, value: Value) -> PyResult<Vec<u8>> {
        match self.bytes_text(value) {
            Some(bytes) => Ok(bytes),
            None => {
                if let Some(view) = self.buffer_of(value)? {
                    return Ok(self.view_bytes(view));
                }
                let class = self.type_of(value).name_text();
                Err(self.type_error(format_args!("a bytes-like object is required, not '{class}'")))
            }
        }
    }

    /// What `bytes(source)` holds.
    pub fn bytes_from(&mut self, source: Value) -> PyResult<Vec<u8>> {
        if let Some(bytes) = self.bytes_text(source) {
            return Ok(bytes);
        }
        if let Some(result) = self.call_special(source, Name::Bytes, &[])? {
            return match self.bytes_text(result) {
                Some(bytes) => Ok(bytes),
                None => {
                    let class = self.type_of(result).name_text();
                    Err(self
                        .type_error(format_args!("__bytes__ returned non-bytes (type {class})")))
                }
            };
        }
        if let Some(view) = self.buffer_of(source)? {
            return Ok(self.view_bytes(view));
        }
        if source.is::<Str>()
            || (self.slots(source).iter.is_none() && self.slots(source).get_item.is_none())
        {
            let class = self.type_of(source).name_text();
            return Err(self.type_error(format_args!("cannot convert '{class}' object to bytes")));
        }
        let mut bytes = Vec::new();
        self.for_each(source, |vm, item| {
            bytes.push(vm.byte(item)?);
            Ok(true)
        })?;
        Ok(bytes)
    }

    fn byte(&mut self, value: Value) -> PyResult<u8> {
        match u8::try_from(self.index_clamped(value)?) {
            Ok(byte) => Ok(byte),
            Err(_) => Err(self.value_error("bytes must be in range(0, 256)")),
        }
    }
}

fn this(value: Value) -> Gc<Bytes> {
    value.cast().expect("the receiver was checked")
}

fn new(
    vm: &mut Vm,
    class: Gc<Type>,
    source: Option<Value>,
    encoding: Option<Gc<Str>>,
    errors: Option<Gc<Str>>,
) -> PyResult<Value> {
    let bytes = match source {
        None if encoding.is_some() || errors.is_some() => {
            return Err(vm.type_error("encoding without a string argument"));
        }
        None => Vec::new(),
        Some(source) if source.is::<Str>() => {
            let Some(encoding) = encoding else {
                return Err(vm.type_error("string argument without an encoding"));
            };
            let errors =
                errors.map_or_else(|| "strict".to_owned(), |errors| errors.to_string_lossy());
            let encoded = vm.encode(source, &encoding.to_string_lossy(), &errors)?;
            vm.bytes_like(encoded)?
        }
        Some(_) if encoding.is_some() || errors.is_some() => {
            return Err(vm.type_error("encoding without a string argument"));
        }
        Some(source) => {
            let has_bytes = vm.special_method(source, Name::Bytes)?.is_some();
            if !has_bytes && vm.bytes_text(source).is_none() && vm.slots(source).index.is_some() {
                let count = vm.index_as_i64(source)?;
                let Ok(count) = usize::try_from(count) else {
                    return Err(vm.value_error("negative count"));
                };
                if count > 1 << 40 {
                    return Err(vm.memory_error());
                }
                vec![0; count]
            } else {
                if class == vm.types.bytes && vm.type_of(source) == class {
                    return Ok(source);
                }
                vm.bytes_from(source)?
            }
        }
    };
    Ok(vm.new_bytes_of(class, &bytes)?.value())
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let text = text::escape::repr_bytes(this(value).as_slice());
    Ok(vm.new_str(&text)?.value())
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    use std::hash::Hasher;
    let bytes = this(value);
    if bytes.hash.get() == -1 {
        let mut hasher = siphasher::sip::SipHasher13::new_with_keys(vm.hash_key[0], vm.hash_key[1]);
        hasher.write(bytes.as_slice());
        let hash = hasher.finish() as i64;
        bytes.hash.set(if hash == -1 { -2 } else { hash });
    }
    Ok(bytes.hash.get())
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    match vm.bytes_text(right) {
        Some(right) => Ok(Value::from_bool(op.holds(this(left).as_slice().cmp(&right)))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let bytes = this(value);
    if let Some(slice) = key.cast::<Slice>() {
        let range = vm.slice_indices(slice, bytes.as_slice().len())?;
        let content: Vec<u8> = range.indices().map(|index| bytes.as_slice()[index]).collect();
        return Ok(vm.new_bytes(&content)?.value());
    }
    let index = vm.sequence_index(key, bytes.as_slice().len(), "byte")?;
    match index {
        Some(index) => Ok(Value::from_small(i64::from(bytes.as_slice()[index]))),
        None => Err(vm.index_error("index out of range")),
    }
}

fn concat(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some(right_bytes) = vm.bytes_text(right) else {
        let class = vm.type_of(right).name_text();
        return Err(vm.type_error(format_args!("can't concat {class} to bytes")));
    };
    let mut bytes = this(left).as_slice().to_vec();
    bytes.extend_from_slice(&right_bytes);
    Ok(vm.new_bytes(&bytes)?.value())
}

fn repeat(vm: &mut Vm, value: Value, count: Value) -> PyResult<Value> {
    let count = vm.repeat_count(count)?;
    let bytes = &this(value).as_slice().to_vec()[..];
    let Some(total) = bytes.len().checked_mul(count).filter(|&total| total < 1 << 40) else {
        return Err(vm.memory_error());
    };
    vm.charge(total / 64)?;
    let content = bytes.repeat(count);
    Ok(vm.new_bytes(&content)?.value())
}

/// What is searched for: bytes, or one byte as an int.
fn needle(vm: &mut Vm, value: Value) -> PyResult<Vec<u8>> {
    if let Some(bytes) = vm.bytes_text(value) {
        return Ok(bytes);
    }
    if vm.slots(value).index.is_some() {
        return match u8::try_from(vm.index_clamped(value)?) {
            Ok(byte) => Ok(vec![byte]),
            Err(_) => Err(vm.value_error("byte must be in range(0, 256)")),
        };
    }
    let class = vm.type_of(value).name_text();
    Err(vm
        .type_error(format_args!("argument should be integer or bytes-like object, not '{class}'")))
}

fn find(
    vm: &mut Vm,
    value: Value,
    sub: Value,
    start: Option<Value>,
    end: Option<Value>,
    last: bool,
) -> PyResult<Option<usize>> {
    let sub = needle(vm, sub)?;
    let bytes = this(value);
    let (start, end) = vm.search_bounds(start, end, bytes.len)?;
    if start > end {
        return Ok(None);
    }
    let part = &bytes.as_slice()[start..end];
    let found = if last { search::rfind_bytes(part, &sub) } else { search::find_bytes(part, &sub) };
    Ok(found.map(|index| index + start))
}

fn found_or_error(vm: &mut Vm, found: Option<usize>) -> PyResult<i64> {
    match found {
        Some(index) => Ok(index as i64),
        None => Err(vm.value_error("subsection not found")),
    }
}

fn affix(
    vm: &mut Vm,
    value: Value,
    affix: Value,
    start: Option<Value>,
    end: Option<Value>,
    at_end: bool,
) -> PyResult<bool> {
    let bytes = this(value);
    let (start, end) = vm.search_bounds(start, end, bytes.len)?;
    let part = bytes.as_slice().get(start..end.max(start).min(bytes.len)).unwrap_or(&[]);
    let affixes = affix
        .cast::<Tuple>()
        .map_or_else(|| TempVec::from(vec![affix]), |tuple| TempVec::from(tuple.items()));
    for &each in affixes.iter() {
        let Some(each) = vm.bytes_text(each) else {
            let (class, name) =
                (vm.type_of(each).name_text(), if at_end { "endswith" } else { "startswith" });
            return Err(vm.type_error(format_args!(
                "{name} first arg must be bytes or a tuple of bytes, not {class}"
            )));
        };
        if start <= bytes.len
            && if at_end { part.ends_with(&each) } else { part.starts_with(&each) }
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn list_of(vm: &mut Vm, parts: Vec<Vec<u8>>) -> PyResult<Value> {
    let mut values = TempVec::with_capacity(parts.len());
    for part in parts {
        let part = vm.new_bytes(&part)?;
        values.push(part.value());
    }
    Ok(vm.new_list(&values)?.value())
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn split(vm: &mut Vm, value: Value, separator: Value, limit: i64) -> PyResult<Value> {
    let bytes = &this(value).as_slice().to_vec()[..];
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    if separator.is_none() {
        let mut rest = bytes;
        loop {
            let start = rest.iter().position(|&byte| !is_space(byte));
            let Some(start) = start else { break };
            rest = &rest[start..];
            if parts.len() == limit {
                parts.push(rest.to_vec());
                break;
            }
            let end = rest.iter().position(|&byte| is_space(byte)).unwrap_or(rest.len());
            parts.push(rest[..end].to_vec());
            rest = &rest[end..];
        }
        return list_of(vm, parts);
    }
    let separator = vm.bytes_like(separator)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let content = this(value).as_slice().to_vec();
    let mut rest = &content[..];
    while parts.len() < limit
        && let Some(found) = search::find_bytes(rest, &separator)
    {
        parts.push(rest[..found].to_vec());
        rest = &rest[found + separator.len()..];
    }
    parts.push(rest.to_vec());
    list_of(vm, parts)
}

fn strip(vm: &mut Vm, value: Value, chars: Value, left: bool, right: bool) -> PyResult<Value> {
    let set = if chars.is_none() { b" \t\n\r\x0b\x0c".to_vec() } else { vm.bytes_like(chars)? };
    let content = this(value).as_slice().to_vec();
    let mut part = &content[..];
    while left
        && let [first, rest @ ..] = part
        && set.contains(first)
    {
        part = rest;
    }
    while right
        && let [rest @ .., last] = part
        && set.contains(last)
    {
        part = rest;
    }
    let part = part.to_vec();
    Ok(vm.new_bytes(&part)?.value())
}

fn replace(vm: &mut Vm, value: Value, old: Value, new: Value, count: i64) -> PyResult<Value> {
    let (old, new) = (vm.bytes_like(old)?, vm.bytes_like(new)?);
    let bytes = &this(value).as_slice().to_vec()[..];
    let places = search::occurrences(bytes, &old, usize::try_from(count).unwrap_or(usize::MAX));
    let (mut result, mut last) = (Vec::with_capacity(bytes.len()), 0);
    for place in places {
        result.extend_from_slice(&bytes[last..place]);
        result.extend_from_slice(&new);
        last = place + old.len();
    }
    result.extend_from_slice(&bytes[last..]);
    Ok(vm.new_bytes(&result)?.value())
}

fn join(vm: &mut Vm, value: Value, iterable: Value) -> PyResult<Value> {
    let items = vm.collect_items(iterable)?;
    let mut result = Vec::new();
    for (index, &item) in items.iter().enumerate() {
        let Some(bytes) = vm.bytes_text(item) else {
            let class = vm.type_of(item).name_text();
            return Err(vm.type_error(format_args!(
                "sequence item {index}: expected a bytes-like object, {class} found"
            )));
        };
        if index > 0 {
            result.extend_from_slice(this(value).as_slice());
        }
        result.extend_from_slice(&bytes);
    }
    Ok(vm.new_bytes(&result)?.value())
}

fn decode(vm: &mut Vm, value: Value, encoding: Gc<Str>, errors: Gc<Str>) -> PyResult<Gc<Str>> {
    let bytes = this(value).as_slice().to_vec();
    vm.decode(value, &bytes, &encoding.to_string_lossy(), &errors.to_string_lossy())
}

fn from_hex(vm: &mut Vm, class: Value, text: Value) -> PyResult<Value> {
    let text = match text.cast::<Str>() {
        Some(text) => text.to_string_lossy(),
        None => {
            let class = vm.type_of(text).name_text();
            return Err(vm.type_error(format_args!(
                "fromhex() argument must be str or bytes-like, not {class}"
            )));
        }
    };
    let (mut bytes, mut chars) = (Vec::new(), text.char_indices().peekable());
    while let Some((index, high)) = chars.next() {
        if high.is_ascii_whitespace() {
            continue;
        }
        let low = chars.next();
        match (high.to_digit(16), low.and_then(|(_, low)| low.to_digit(16))) {
            (Some(high), Some(low)) => bytes.push((high * 16 + low) as u8),
            (None, _) => {
                return Err(vm.value_error(format_args!(
                    "non-hexadecimal number found in fromhex() arg at position {index}"
                )));
            }
            (Some(_), None) => {
                let message = if low.is_none() {
                    "fromhex() arg must contain an even number of hexadecimal digits".to_owned()
                } else {
                    format!(
                        "non-hexadecimal number found in fromhex() arg at position {}",
                        index + 1
                    )
                };
                return Err(vm.value_error(message));
            }
        }
    }
    let result = vm.new_bytes(&bytes)?.value();
    if class == vm.types.bytes.value() { Ok(result) } else { vm.call_values(class, &[result]) }
}

fn mapped(vm: &mut Vm, value: Value, map: impl Fn(u8) -> u8) -> PyResult<Value> {
    let content: Vec<u8> = this(value).as_slice().iter().map(|&byte| map(byte)).collect();
    Ok(vm.new_bytes(&content)?.value())
}

fn all(value: Value, test: fn(&u8) -> bool) -> bool {
    let bytes = &this(value).as_slice().to_vec()[..];
    !bytes.is_empty() && bytes.iter().all(test)
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> PyResult<bool> {
    if vm.bytes_text(item).is_none() && vm.slots(item).index.is_none() {
        let class = vm.type_of(item).name_text();
        return Err(vm.type_error(format_args!("a bytes-like object is required, not '{class}'")));
    }
    Ok(find(vm, value, item, None, None, false)?.is_some())
}

fn partition(vm: &mut Vm, value: Value, separator: Value, last: bool) -> PyResult<Value> {
    let separator = vm.bytes_like(separator)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let bytes = &this(value).as_slice().to_vec()[..];
    let found = if last {
        search::rfind_bytes(bytes, &separator)
    } else {
        search::find_bytes(bytes, &separator)
    };
    let parts = match found {
        Some(index) => {
            [bytes[..index].to_vec(), separator.clone(), bytes[index + separator.len()..].to_vec()]
        }
        None if last => [vec![], vec![], bytes.to_vec()],
        None => [bytes.to_vec(), vec![], vec![]],
    };
    let mut values = TempVec::new();
    for part in parts {
        let part = vm.new_bytes(&part)?;
        values.push(part.value());
    }
    Ok(vm.new_tuple(&values)?.value())
}

fn iter(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let iterator = BytesIterator {
        header: gc::Header::unset(),
        content: GcField::new(Some(this(value))),
        index: Cell::new(0),
    };
    Ok(vm.new_object(shape::BYTES_ITERATOR, iterator)?.value())
}

fn next(_: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator: Gc<BytesIterator> = value.cast().expect("the receiver was checked");
    let index = iterator.index.get();
    match iterator.content.get().and_then(|content| content.as_slice().get(index).copied()) {
        Some(byte) => {
            iterator.index.set(index + 1);
            Ok(Some(Value::from_small(i64::from(byte))))
        }
        None => Ok(None),
    }
}

fn hex(vm: &mut Vm, value: Value, separator: Option<Value>, group: i64) -> PyResult<Value> {
    let bytes = this(value);
    transform::hex_text(vm, bytes.as_slice(), separator, group)
}

fn percent(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some(template) = left.cast::<Bytes>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let result = vm.percent_bytes(template.as_slice(), right)?;
    Ok(vm.new_bytes(&result)?.value())
}

builtin_type! {
    /// bytes(iterable_of_ints) -> bytes
    /// bytes(string, encoding[, errors]) -> bytes
    /// bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer
    /// bytes(int) -> bytes object of size given by the parameter initialized with null bytes
    /// bytes() -> empty bytes object
    ///
    /// Construct an immutable array of bytes from:
    ///   - an iterable yielding integers in range(256)
    ///   - a text string encoded using the specified encoding
    ///   - any object implementing the buffer API.
    ///   - an integer
    pub static BYTES = "bytes"("object") {
        kind kind::BYTES;
        traits { is_base }
        slots {
            repr: repr, str: repr, hash: hash, compare: compare, len: |_, value| Ok(this(value).len), get_item: get_item, concat: concat, repeat: repeat,
            contains: contains, iter: iter, modulo: percent,
        }
        new "bytes(cls, source=<unrepresentable>, encoding=<unrepresentable>, errors=<unrepresentable>)" => new;
        methods {
            /// Decode the bytes using the codec registered for encoding.
            "decode(self, /, encoding='utf-8', errors='strict')" => decode;
            /// Return the lowest index in B where subsection sub is found.
            "find(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, sub: Value, start: Option<Value>, end: Option<Value>| Ok::<i64, crate::Raised>(find(vm, value, sub, start, end, false)?.map_or(-1, |index| index as i64));
            /// Return the highest index in B where subsection sub is found.
            "rfind(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, sub: Value, start: Option<Value>, end: Option<Value>| Ok::<i64, crate::Raised>(find(vm, value, sub, start, end, true)?.map_or(-1, |index| index as i64));
            /// Return the lowest index in B where subsection sub is found.
            "index(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, sub: Value, start: Option<Value>, end: Option<Value>| { let found = find(vm, value, sub, start, end, false)?; found_or_error(vm, found) };
            /// Return the highest index in B where subsection sub is found.
            "rindex(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, sub: Value, start: Option<Value>, end: Option<Value>| { let found = find(vm, value, sub, start, end, true)?; found_or_error(vm, found) };
            /// Return the number of non-overlapping occurrences of subsection sub.
            "count(self, sub, start=<unrepresentable>, end=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, sub: Value, start: Option<Value>, end: Option<Value>| {
                let sub = needle(vm, sub)?;
                let bytes = this(value);
                let (start, end) = vm.search_bounds(start, end, bytes.len)?;
                Ok::<i64, crate::Raised>(if start > end { 0 } else { search::count(&bytes.as_slice()[start..end], &sub) as i64 })
            };
            /// Return True if the bytes starts with the specified prefix, False otherwise.
            "startswith(self, prefix, start=<unrepresentable>, end=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, prefix: Value, start: Option<Value>, end: Option<Value>| affix(vm, value, prefix, start, end, false);
            /// Return True if the bytes ends with the specified suffix, False otherwise.
            "endswith(self, suffix, start=<unrepresentable>, end=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, suffix: Value, start: Option<Value>, end: Option<Value>| affix(vm, value, suffix, start, end, true);
            /// Return a list of the sections in the bytes, using sep as the delimiter.
            "split(self, /, sep=None, maxsplit=-1)" => split;
            /// Strip leading and trailing bytes contained in the argument.
            "strip(self, bytes=None, /)" => |vm: &mut Vm, value: Value, chars: Value| strip(vm, value, chars, true, true);
            /// Strip leading bytes contained in the argument.
            "lstrip(self, bytes=None, /)" => |vm: &mut Vm, value: Value, chars: Value| strip(vm, value, chars, true, false);
            /// Strip trailing bytes contained in the argument.
            "rstrip(self, bytes=None, /)" => |vm: &mut Vm, value: Value, chars: Value| strip(vm, value, chars, false, true);
            /// Return a copy with all occurrences of substring old replaced by new.
            "replace(self, old, new, count=-1, /)" => replace;
            /// Concatenate any number of bytes objects.
            "join(self, iterable_of_bytes, /)" => join;
            /// Partition the bytes into three parts using the given separator.
            "partition(self, sep, /)" => |vm: &mut Vm, value: Value, separator: Value| partition(vm, value, separator, false);
            /// Partition the bytes into three parts using the given separator, from the right.
            "rpartition(self, sep, /)" => |vm: &mut Vm, value: Value, separator: Value| partition(vm, value, separator, true);
            /// Create a string of hexadecimal numbers from a bytes object.
            "hex(self, sep=<unrepresentable>, bytes_per_sep=1)" => hex;
            /// Return a copy of the bytes with only its first byte capitalized and the rest lowercased.
            "capitalize(self, /)" => transform::capitalize;
            /// Return a centered bytes of length width.
            "center(self, width, fillchar=<unrepresentable>, /)" => transform::center;
            /// Return a copy where all tab characters are expanded using spaces.
            "expandtabs(self, /, tabsize=8)" => transform::expand_tabs;
            /// Return True if all cased characters in B are lowercase and there is at least one cased character in B.
            "islower(self, /)" => transform::is_lower;
            /// Return True if B is a titlecased string and there is at least one character in B.
            "istitle(self, /)" => transform::is_title;
            /// Return True if all cased characters in B are uppercase and there is at least one cased character in B.
            "isupper(self, /)" => transform::is_upper;
            /// Return a left-justified bytes of length width.
            "ljust(self, width, fillchar=<unrepresentable>, /)" => transform::left_justify;
            /// Return a bytes object with the given prefix string removed if present.
            "removeprefix(self, prefix, /)" => transform::remove_prefix;
            /// Return a bytes object with the given suffix string removed if present.
            "removesuffix(self, suffix, /)" => transform::remove_suffix;
            /// Return a right-justified bytes of length width.
            "rjust(self, width, fillchar=<unrepresentable>, /)" => transform::right_justify;
            /// Return a list of the sections in the bytes, using sep as the delimiter, from the right.
            "rsplit(self, /, sep=None, maxsplit=-1)" => transform::split_right;
            /// Return a list of the lines in the bytes, breaking at line boundaries.
            "splitlines(self, /, keepends=False)" => transform::split_lines;
            /// Return a copy of B with uppercase ASCII characters converted to lowercase and vice versa.
            "swapcase(self, /)" => |vm: &mut Vm, value: Value| mapped(vm, value, transform::swap_case);
            /// Return a titlecased version of B, i.e. ASCII words start with uppercase characters.
            "title(self, /)" => transform::title;
            /// Return a copy with each character mapped by the given translation table.
            "translate(self, table, /, delete=<unrepresentable>)" => transform::translate;
            /// Pad a numeric string with zeros on the left, to fill a field of the given width.
            "zfill(self, width, /)" => transform::zero_fill;
            /// Convert this value to exact type bytes.
            "__bytes__(self, /)" => |vm: &mut Vm, value: Value| { let content = this(value).as_slice().to_vec(); if vm.type_of(value) == vm.types.bytes { Ok(value) } else { Ok::<Value, crate::Raised>(vm.new_bytes(&content)?.value()) } };
            /// Return a buffer object that exposes the underlying memory of the object.
            "__buffer__(self, flags, /)" => |vm: &mut Vm, value: Value, _flags: i64| { let class = vm.types.memoryview.value(); vm.call_values(class, &[value]) };
            /// Return a copy of B with all ASCII characters converted to uppercase.
            "upper(self, /)" => |vm: &mut Vm, value: Value| mapped(vm, value, |byte| byte.to_ascii_uppercase());
            /// Return a copy of B with all ASCII characters converted to lowercase.
            "lower(self, /)" => |vm: &mut Vm, value: Value| mapped(vm, value, |byte| byte.to_ascii_lowercase());
            /// Return True if all characters in B are alphabetic.
            "isalpha(self, /)" => |_: &mut Vm, value: Value| all(value, u8::is_ascii_alphabetic);
            /// Return True if all characters in B are digits.
            "isdigit(self, /)" => |_: &mut Vm, value: Value| all(value, u8::is_ascii_digit);
            /// Return True if all characters in B are alphanumeric.
            "isalnum(self, /)" => |_: &mut Vm, value: Value| all(value, u8::is_ascii_alphanumeric);
            /// Return True if all characters in B are whitespace.
            "isspace(self, /)" => |_: &mut Vm, value: Value| all(value, |&byte| is_space(byte));
            /// Return True if B is empty or all characters in B are ASCII.
            "isascii(self, /)" => |_: &mut Vm, value: Value| this(value).as_slice().is_ascii();
            "__getnewargs__(self, /)" => |vm: &mut Vm, value: Value| { let content = this(value).as_slice().to_vec(); let copy = vm.new_bytes(&content)?; vm.new_tuple(&[copy.value()]) };
        }
        class_methods {
            /// Create a bytes object from a string of hexadecimal numbers.
            "fromhex(cls, string, /)" => from_hex;
        }
        static_methods {
            /// Return a translation table usable for the bytes or bytearray translate method.
            "maketrans(frm, to, /)" => transform::make_table;
        }
    }
}

builtin_type! {
    /// An iterator over bytes.
    pub static BYTES_ITERATOR = "bytes_iterator"("object") {
        kind kind::BYTES_ITERATOR;
        slots { iter: |_, value| Ok(value), next: next }
    }
}
