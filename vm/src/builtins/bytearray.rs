//! `bytearray`: bytes that change. What does not change the content is done by the methods of `bytes` on a copy.

use std::cell::Cell;

use gc::field::GcField;
use gc::{Gc, Value};

use super::slice::Slice;
use super::str::Str;
use crate::native::{Args, Keywords, Rest};
use crate::object::{CompareOp, Raw, Type, kind};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A mutable run of bytes.
    pub struct ByteArray(kind::BYTE_ARRAY) { store: GcField<Raw>, len: Cell<usize> }
}

crate::plain_kinds!(ByteArray);

impl ByteArray {
    /// A copy of the content.
    pub fn to_vec(&self) -> Vec<u8> {
        self.store.get().map_or_else(Vec::new, |store| store.as_slice()[..self.len.get()].to_vec())
    }

    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.len.get()
    }

    /// Calls `use_` with the content.
    pub(crate) fn with_bytes<R>(&self, use_: impl FnOnce(&[u8]) -> R) -> R {
        match self.store.get() {
            Some(store) => use_(&store.as_slice()[..self.len.get()]),
            None => use_(&[]),
        }
    }

    /// Writes over the bytes from `start`; they lie within the content.
    pub(crate) fn overwrite(&self, start: usize, bytes: &[u8]) {
        if let Some(store) = self.store.get()
            && start.checked_add(bytes.len()).is_some_and(|end| end <= self.len())
        {
            store.write(start, bytes);
        }
    }

    /// Has it no bytes?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Vm {
    /// A bytearray of `class`.
    pub fn new_bytearray_of(&mut self, class: Gc<Type>, bytes: &[u8]) -> PyResult<Gc<ByteArray>> {
        let object =
            ByteArray { header: gc::Header::unset(), store: GcField::new(None), len: Cell::new(0) };
        let object = self.new_object_of(class, object)?;
        self.bytearray_replace(object, bytes)?;
        Ok(object)
    }

    /// Replaces the whole content.
    pub fn bytearray_replace(&mut self, object: Gc<ByteArray>, bytes: &[u8]) -> PyResult<()> {
        let store = match object.store.get() {
            Some(store)
                if bytes.len() <= store.capacity() && store.capacity() <= 2 * bytes.len() + 64 =>
            {
                store
            }
            _ => {
                let store = self.new_raw(bytes.len() + bytes.len() / 8 + 8)?;
                object.store.set(object, Some(store));
                store
            }
        };
        store.write(0, bytes);
        object.len.set(bytes.len());
        Ok(())
    }

    fn bytearray_append(&mut self, object: Gc<ByteArray>, bytes: &[u8]) -> PyResult<()> {
        let len = object.len();
        match object.store.get() {
            Some(store) if len + bytes.len() <= store.capacity() => {
                store.write(len, bytes);
                object.len.set(len + bytes.len());
                Ok(())
            }
            _ => {
                let mut content = object.to_vec();
                content.extend_from_slice(bytes);
                self.bytearray_replace(object, &content)
            }
        }
    }
}

fn this(value: Value) -> Gc<ByteArray> {
    value.cast().expect("the receiver was checked")
}

fn new(vm: &mut Vm, class: Gc<Type>, _args: Rest, _kwargs: Keywords) -> PyResult<Gc<ByteArray>> {
    vm.new_bytearray_of(class, b"")
}

fn init(vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords) -> PyResult<()> {
    // The constructor of `bytes` takes the same arguments.
    let mut values = gc::TempVec::from(args.0.items());
    let mut names = gc::TempVec::new();
    let mut position = 0;
    while let Some((next, key, item)) = kwargs.0.and_then(|kwargs| kwargs.next_entry(position)) {
        names.push(key);
        values.push(item);
        position = next;
    }
    let class = vm.types.bytes.value();
    let bytes = vm.call(class, Args { values: &values, names: &names })?;
    let bytes = vm.bytes_like(bytes)?;
    vm.bytearray_replace(this(value), &bytes)
}

/// Calls a method of `bytes` on the content; bytes that come back become bytearrays.
fn by_bytes(
    vm: &mut Vm,
    value: Value,
    method: &str,
    args: Rest,
    kwargs: Keywords,
) -> PyResult<Value> {
    let bytes = vm.new_bytes(&this(value).to_vec())?;
    let name = vm.intern(method)?;
    let function = vm.get_attribute(bytes.value(), name)?;
    let result = vm.call_with_keywords(function, args.0.items(), kwargs.0)?;
    as_bytearray(vm, result)
}

fn as_bytearray(vm: &mut Vm, result: Value) -> PyResult<Value> {
    let class = vm.types.bytearray;
    if let Some(bytes) = result.cast::<super::bytes::Bytes>() {
        let bytes = bytes.as_slice().to_vec();
        return Ok(vm.new_bytearray_of(class, &bytes)?.value());
    }
    let items = match (result.cast::<super::list::List>(), result.cast::<super::tuple::Tuple>()) {
        (Some(list), _) => gc::TempVec::from(list.items()),
        (None, Some(tuple)) => gc::TempVec::from(tuple.items()),
        (None, None) => return Ok(result),
    };
    let mut converted = gc::TempVec::new();
    for &item in items.iter() {
        let item = as_bytearray(vm, item)?;
        converted.push(item);
    }
    if result.is::<super::list::List>() {
        Ok(vm.new_list(&converted)?.value())
    } else {
        Ok(vm.new_tuple(&converted)?.value())
    }
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let (class, text) =
        (vm.type_of(value).name_text(), text::escape::repr_bytes(&this(value).to_vec()));
    // Unlike bytes, a bytearray escapes apostrophes within double quotes too.
    let text = if text.starts_with("b\"") { text.replace('\'', "\\'") } else { text };
    Ok(vm.new_str(&format!("{class}({text})"))?.value())
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    match vm.bytes_text(right) {
        Some(right) => Ok(Value::from_bool(op.holds(this(left).to_vec().cmp(&right)))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let content = this(value).to_vec();
    if let Some(slice) = key.cast::<Slice>() {
        let range = vm.slice_indices(slice, content.len())?;
        let part: Vec<u8> = range.indices().map(|index| content[index]).collect();
        let class = vm.types.bytearray;
        return Ok(vm.new_bytearray_of(class, &part)?.value());
    }
    match vm.sequence_index(key, content.len(), "bytearray")? {
        Some(index) => Ok(Value::from_small(i64::from(content[index]))),
        None => Err(vm.index_error("bytearray index out of range")),
    }
}

fn byte(vm: &mut Vm, value: Value) -> PyResult<u8> {
    match u8::try_from(vm.index_clamped(value)?) {
        Ok(byte) => Ok(byte),
        Err(_) => Err(vm.value_error("byte must be in range(0, 256)")),
    }
}

fn set_item(vm: &mut Vm, value: Value, key: Value, item: Value) -> PyResult<()> {
    let object = this(value);
    if let Some(slice) = key.cast::<Slice>() {
        let new = if item.is_unbound() { Vec::new() } else { vm.bytes_from(item)? };
        let mut content = object.to_vec();
        let range = vm.slice_indices(slice, content.len())?;
        if range.step == 1 {
            let start = range.start as usize;
            content.splice(start..start + range.count, new);
        } else if item.is_unbound() {
            let doomed: Vec<usize> = range.indices().collect();
            content = content
                .iter()
                .enumerate()
                .filter(|(index, _)| !doomed.contains(index))
                .map(|(_, &byte)| byte)
                .collect();
        } else {
            if new.len() != range.count {
                let (got, size) = (new.len(), range.count);
                return Err(vm.value_error(format_args!(
                    "attempt to assign bytes of size {got} to extended slice of size {size}"
                )));
            }
            for (index, byte) in range.indices().zip(new) {
                content[index] = byte;
            }
        }
        return vm.bytearray_replace(object, &content);
    }
    let Some(index) = vm.sequence_index(key, object.len(), "bytearray")? else {
        return Err(vm.index_error("bytearray index out of range"));
    };
    if item.is_unbound() {
        let mut content = object.to_vec();
        content.remove(index);
        return vm.bytearray_replace(object, &content);
    }
    let byte = byte(vm, item)?;
    if let Some(store) = object.store.get()
        && index < object.len()
    {
        store.write(index, &[byte]);
    }
    Ok(())
}

fn concat(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some(right_bytes) = vm.bytes_text(right) else {
        let class = vm.type_of(right).name_text();
        return Err(vm.type_error(format_args!("can't concat {class} to bytearray")));
    };
    let mut content = this(left).to_vec();
    content.extend_from_slice(&right_bytes);
    let class = vm.types.bytearray;
    Ok(vm.new_bytearray_of(class, &content)?.value())
}

fn inplace_concat(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some(bytes) = vm.bytes_text(right) else {
        let class = vm.type_of(right).name_text();
        return Err(vm.type_error(format_args!("can't concat {class} to bytearray")));
    };
    vm.bytearray_append(this(left), &bytes)?;
    Ok(left)
}

fn repeat(vm: &mut Vm, value: Value, count: Value) -> PyResult<Value> {
    let count = vm.repeat_count(count)?;
    let content = this(value).to_vec();
    if content.len().checked_mul(count).is_none_or(|total| total > 1 << 40) {
        return Err(vm.memory_error());
    }
    let class = vm.types.bytearray;
    Ok(vm.new_bytearray_of(class, &content.repeat(count))?.value())
}

fn inplace_repeat(vm: &mut Vm, value: Value, count: Value) -> PyResult<Value> {
    let count = vm.repeat_count(count)?;
    let content = this(value).to_vec();
    if content.len().checked_mul(count).is_none_or(|total| total > 1 << 40) {
        return Err(vm.memory_error());
    }
    vm.bytearray_replace(this(value), &content.repeat(count))?;
    Ok(value)
}

fn percent(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some(template) = left.cast::<ByteArray>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let result = vm.percent_bytes(&template.to_vec(), right)?;
    let class = vm.types.bytearray;
    Ok(vm.new_bytearray_of(class, &result)?.value())
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> PyResult<bool> {
    let bytes = vm.new_bytes(&this(value).to_vec())?;
    vm.contains(bytes.value(), item)
}

fn iter(vm: &mut Vm, value: Value) -> PyResult<Value> {
    super::iterators::new_sequence_iterator(vm, value)
}

fn extend(vm: &mut Vm, value: Value, iterable: Value) -> PyResult<()> {
    let bytes = vm.bytes_from(iterable)?;
    vm.bytearray_append(this(value), &bytes)
}

fn insert(vm: &mut Vm, value: Value, index: i64, item: Value) -> PyResult<()> {
    let byte = byte(vm, item)?;
    let mut content = this(value).to_vec();
    let len = content.len() as i64;
    let index = if index < 0 { (index + len).max(0) } else { index.min(len) };
    content.insert(index as usize, byte);
    vm.bytearray_replace(this(value), &content)
}

fn pop(vm: &mut Vm, value: Value, index: i64) -> PyResult<Value> {
    let mut content = this(value).to_vec();
    if content.is_empty() {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let index = if index < 0 { index + content.len() as i64 } else { index };
    if !(0..content.len() as i64).contains(&index) {
        return Err(vm.index_error("pop index out of range"));
    }
    let byte = content.remove(index as usize);
    vm.bytearray_replace(this(value), &content)?;
    Ok(Value::from_small(i64::from(byte)))
}

fn remove(vm: &mut Vm, value: Value, item: Value) -> PyResult<()> {
    let byte = byte(vm, item)?;
    let mut content = this(value).to_vec();
    match content.iter().position(|&each| each == byte) {
        Some(index) => {
            content.remove(index);
            vm.bytearray_replace(this(value), &content)
        }
        None => Err(vm.value_error("value not found in bytearray")),
    }
}

fn reverse(vm: &mut Vm, value: Value) -> PyResult<()> {
    let mut content = this(value).to_vec();
    content.reverse();
    vm.bytearray_replace(this(value), &content)
}

macro_rules! by_bytes_methods {
    ($($function:ident $name:literal)*) => { $(
        fn $function(vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords) -> PyResult<Value> {
            by_bytes(vm, value, $name, args, kwargs)
        }
    )* };
}

by_bytes_methods! {
    decode "decode" find "find" rfind "rfind" index "index" rindex "rindex" count "count" starts_with "startswith" ends_with "endswith" split "split"
    strip "strip" strip_left "lstrip" strip_right "rstrip" replace "replace" join "join" partition "partition" partition_right "rpartition" hex "hex"
    upper "upper" lower "lower" is_alpha "isalpha" is_digit "isdigit" is_alnum "isalnum" is_space "isspace" is_ascii "isascii"
    capitalize "capitalize" center "center" expand_tabs "expandtabs" is_lower "islower" is_title "istitle" is_upper "isupper" left_justify "ljust"
    remove_prefix "removeprefix" remove_suffix "removesuffix" right_justify "rjust" split_right "rsplit" split_lines "splitlines"
    swap_case "swapcase" title "title" translate "translate" zero_fill "zfill"
}

builtin_type! {
    /// bytearray(iterable_of_ints) -> bytearray
    /// bytearray(string, encoding[, errors]) -> bytearray
    /// bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer
    /// bytearray(int) -> bytes array of size given by the parameter initialized with null bytes
    /// bytearray() -> empty bytes array
    ///
    /// Construct a mutable bytearray object from:
    ///   - an iterable yielding integers in range(256)
    ///   - a text string encoded using the specified encoding
    ///   - a bytes or a buffer object
    ///   - any object implementing the buffer API.
    ///   - an integer
    pub static BYTEARRAY = "bytearray"("object") {
        kind kind::BYTE_ARRAY;
        traits { is_base }
        slots {
            repr: repr, str: repr, hash: crate::object::hash::not_hashable, compare: compare, len: |_, value| Ok(this(value).len()), get_item: get_item,
            set_item: set_item, concat: concat, inplace_concat: inplace_concat, repeat: repeat, inplace_repeat: inplace_repeat, contains: contains, iter: iter, modulo: percent,
        }
        new "bytearray(cls, *args, **kwargs)" => new;
        init "__init__(self, /, *args, **kwargs)" => init;
        methods {
            /// Append a single item to the end of the bytearray.
            "append(self, item, /)" => |vm: &mut Vm, value: Value, item: Value| { let byte = byte(vm, item)?; vm.bytearray_append(this(value), &[byte]) };
            /// Append all the items from the iterator or sequence to the end of the bytearray.
            "extend(self, iterable_of_ints, /)" => extend;
            /// Insert a single item into the bytearray before the given index.
            "insert(self, index, item, /)" => insert;
            /// Remove and return a single item from B.
            "pop(self, index=-1, /)" => pop;
            /// Remove the first occurrence of a value in the bytearray.
            "remove(self, value, /)" => remove;
            /// Reverse the order of the values in B in place.
            "reverse(self, /)" => reverse;
            /// Remove all items from the bytearray.
            "clear(self, /)" => |vm: &mut Vm, value: Value| vm.bytearray_replace(this(value), b"");
            /// Return a copy of B.
            "copy(self, /)" => |vm: &mut Vm, value: Value| { let content = this(value).to_vec(); let class = vm.types.bytearray; vm.new_bytearray_of(class, &content) };
            "decode(self, /, *args, **kwargs)" => decode; "find(self, /, *args, **kwargs)" => find; "rfind(self, /, *args, **kwargs)" => rfind;
            "index(self, /, *args, **kwargs)" => index; "rindex(self, /, *args, **kwargs)" => rindex; "count(self, /, *args, **kwargs)" => count;
            "startswith(self, /, *args, **kwargs)" => starts_with; "endswith(self, /, *args, **kwargs)" => ends_with; "split(self, /, *args, **kwargs)" => split;
            "strip(self, /, *args, **kwargs)" => strip; "lstrip(self, /, *args, **kwargs)" => strip_left; "rstrip(self, /, *args, **kwargs)" => strip_right;
            "replace(self, /, *args, **kwargs)" => replace; "join(self, /, *args, **kwargs)" => join; "partition(self, /, *args, **kwargs)" => partition;
            "rpartition(self, /, *args, **kwargs)" => partition_right; "hex(self, /, *args, **kwargs)" => hex; "upper(self, /, *args, **kwargs)" => upper;
            "lower(self, /, *args, **kwargs)" => lower; "isalpha(self, /, *args, **kwargs)" => is_alpha; "isdigit(self, /, *args, **kwargs)" => is_digit;
            "isalnum(self, /, *args, **kwargs)" => is_alnum; "isspace(self, /, *args, **kwargs)" => is_space; "isascii(self, /, *args, **kwargs)" => is_ascii;
            "capitalize(self, /, *args, **kwargs)" => capitalize; "center(self, /, *args, **kwargs)" => center; "expandtabs(self, /, *args, **kwargs)" => expand_tabs;
            "islower(self, /, *args, **kwargs)" => is_lower; "istitle(self, /, *args, **kwargs)" => is_title; "isupper(self, /, *args, **kwargs)" => is_upper;
            "ljust(self, /, *args, **kwargs)" => left_justify; "removeprefix(self, /, *args, **kwargs)" => remove_prefix; "removesuffix(self, /, *args, **kwargs)" => remove_suffix;
            "rjust(self, /, *args, **kwargs)" => right_justify; "rsplit(self, /, *args, **kwargs)" => split_right; "splitlines(self, /, *args, **kwargs)" => split_lines;
            "swapcase(self, /, *args, **kwargs)" => swap_case; "title(self, /, *args, **kwargs)" => title; "translate(self, /, *args, **kwargs)" => translate;
            "zfill(self, /, *args, **kwargs)" => zero_fill;
            /// Return the number of bytes allocated.
            "__alloc__(self, /)" => |_: &mut Vm, value: Value| this(value).len() as i64 + 1;
            /// Return a buffer object that exposes the underlying memory of the object.
            "__buffer__(self, flags, /)" => |vm: &mut Vm, value: Value, _flags: i64| { let class = vm.types.memoryview.value(); vm.call_values(class, &[value]) };
        }
        class_methods {
            /// Create a bytearray object from a string of hexadecimal numbers.
            "fromhex(cls, string, /)" => |vm: &mut Vm, class: Value, text: Gc<Str>| {
                let (bytes, name) = (vm.types.bytes.value(), vm.intern("fromhex")?);
                let content = vm.call_method(bytes, name, &[text.value()])?;
                vm.call_values(class, &[content])
            };
        }
        static_methods {
            /// Return a translation table usable for the bytes or bytearray translate method.
            "maketrans(frm, to, /)" => |vm: &mut Vm, from: Value, to: Value| super::bytes::make_table(vm, from, to);
        }
    }
}
