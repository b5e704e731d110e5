//! `memoryview`: typed, strided views of bytes and bytearrays.

use gc::{Field, Gc, TempVec, Value};

use super::bytearray::ByteArray;
use super::bytes::Bytes;
use super::slice::Slice;
use super::str::Str;
use super::tuple::Tuple;
use crate::modules::struct_engine::{self, Item};
use crate::object::{CompareOp, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A view of bytes.
    pub struct MemoryView(kind::MEMORY_VIEW) {
        /// The bytes or bytearray viewed; `None` once released.
        object: Field,
        /// What `obj` shows.
        shown: Field,
        /// The format, a string.
        format: Field,
        /// For a view of several dimensions their lengths, a tuple (the view is then contiguous); else `None`.
        dimensions: Field,
        /// The format's character.
        code: u8,
        read_only: bool,
        /// Bytes of an element.
        size: usize,
        /// Byte offset of the first element.
        start: i64,
        /// Bytes from one element to the next.
        step: i64,
        /// The number of elements, of all dimensions.
        count: usize,
    }
}

crate::plain_kinds!(MemoryView);

/// What a view is of and how it is read, without the header.
#[derive(Clone, Copy)]
struct Layout {
    object: Value,
    shown: Value,
    format: Value,
    dimensions: Value,
    code: u8,
    read_only: bool,
    size: usize,
    start: i64,
    step: i64,
    count: usize,
}

fn this(value: Value) -> Gc<MemoryView> {
    value.cast().expect("the receiver was checked")
}

impl MemoryView {
    fn layout(&self) -> Layout {
        Layout {
            object: self.object.get(),
            shown: self.shown.get(),
            format: self.format.get(),
            dimensions: self.dimensions.get(),
            code: self.code,
            read_only: self.read_only,
            size: self.size,
            start: self.start,
            step: self.step,
            count: self.count,
        }
    }

    fn is_contiguous(&self) -> bool {
        self.step == self.size as i64 || self.count <= 1
    }

    /// The length of the first dimension.
    fn len(&self) -> usize {
        match self.dimensions.get().cast::<Tuple>() {
            Some(dimensions) => {
                dimensions.items().first().and_then(|len| len.as_small()).unwrap_or(0) as usize
            }
            None => self.count,
        }
    }

    fn item(&self) -> Item {
        Item::single(self.code, self.size)
    }

    /// Calls `use_` with all bytes of what is viewed.
    fn with_bytes<R>(&self, use_: impl FnOnce(&[u8]) -> R) -> R {
        let object = self.object.get();
        if let Some(bytes) = object.cast::<Bytes>() {
            use_(bytes.as_slice())
        } else if let Some(array) = object.cast::<ByteArray>() {
            array.with_bytes(use_)
        } else {
            use_(&[])
        }
    }
}

impl Vm {
    /// The bytes that a view shows.
    pub(crate) fn view_bytes(&self, view: Gc<MemoryView>) -> Vec<u8> {
        view.with_bytes(|content| {
            if view.is_contiguous() {
                let start = view.start as usize;
                return content.get(start..start + view.count * view.size).unwrap_or(&[]).to_vec();
            }
            let mut bytes = Vec::with_capacity(view.count * view.size);
            for index in 0..view.count as i64 {
                let place = (view.start + index * view.step) as usize;
                bytes.extend_from_slice(content.get(place..place + view.size).unwrap_or(&[]));
            }
            bytes
        })
    }

    fn new_view(&mut self, layout: Layout) -> PyResult<Gc<MemoryView>> {
        self.new_object(
            shape::MEMORY_VIEW,
            MemoryView {
                header: gc::Header::unset(),
                object: Field::new(layout.object),
                shown: Field::new(layout.shown),
                format: Field::new(layout.format),
                dimensions: Field::new(layout.dimensions),
                code: layout.code,
                read_only: layout.read_only,
                size: layout.size,
                start: layout.start,
                step: layout.step,
                count: layout.count,
            },
        )
    }

    /// The element at `place`, a byte offset.
    fn view_element(&mut self, view: Gc<MemoryView>, place: usize) -> PyResult<Value> {
        if view.code == b'B' {
            let byte = view.with_bytes(|content| content.get(place).copied());
            return match byte {
                Some(byte) => Ok(Value::from_small(i64::from(byte))),
                None => Err(self.index_error("index out of bounds on dimension 1")),
            };
        }
        let bytes =
            view.with_bytes(|content| content.get(place..place + view.size).map(<[u8]>::to_vec));
        match bytes {
            Some(bytes) => struct_engine::unpack_one(self, &view.item(), false, &bytes),
            None => Err(self.index_error("index out of bounds on dimension 1")),
        }
    }

    fn set_view_element(
        &mut self,
        view: Gc<MemoryView>,
        place: usize,
        item: Value,
    ) -> PyResult<()> {
        let mut bytes = vec![0; view.size];
        if let Err(raised) =
            struct_engine::pack_one(self, &view.item(), (false, true), item, &mut bytes)
        {
            let exception = self.catch(raised)?;
            let format = view.format.get();
            let format = self.str(format)?.to_string_lossy();
            let is_number = super::int::int_value(item).is_some() || item.is_f64();
            return Err(
                if is_number
                    && !self.type_of(exception).is_subtype(self.exceptions.TypeError)
                    && (view.code != b'c')
                {
                    self.value_error(format_args!(
                        "memoryview: invalid value for format '{format}'"
                    ))
                } else {
                    self.type_error(format_args!("memoryview: invalid type for format '{format}'"))
                },
            );
        }
        if let Some(array) = view.object.get().cast::<ByteArray>() {
            array.overwrite(place, &bytes);
        }
        Ok(())
    }
}

fn new(vm: &mut Vm, _class: Value, object: Value) -> PyResult<Gc<MemoryView>> {
    if object.is::<MemoryView>() {
        let view = check(vm, object)?;
        return vm.new_view(view.layout());
    }
    let count = match (object.cast::<Bytes>(), object.cast::<ByteArray>()) {
        (Some(bytes), _) => bytes.as_slice().len(),
        (None, Some(array)) => array.len(),
        (None, None) => {
            if let Some(view) = vm.buffer_of(object)? {
                return vm.new_view(Layout { shown: object, ..view.layout() });
            }
            let class = vm.type_of(object).name_text();
            return Err(vm.type_error(format_args!(
                "memoryview: a bytes-like object is required, not '{class}'"
            )));
        }
    };
    let format = vm.intern("B")?.value();
    vm.new_view(Layout {
        object,
        shown: object,
        format,
        dimensions: Value::NONE,
        code: b'B',
        read_only: !object.is::<ByteArray>(),
        size: 1,
        start: 0,
        step: 1,
        count,
    })
}

impl Vm {
    /// What `__buffer__` of an object of a Python class returns.
    pub(crate) fn buffer_of(&mut self, object: Value) -> PyResult<Option<Gc<MemoryView>>> {
        let name = self.intern("__buffer__")?;
        let class = self.type_of(object);
        if self.lookup(class, name).is_none() {
            return Ok(None);
        }
        let view = self.call_method(object, name, &[Value::from_small(0x11C)])?;
        match view.cast::<MemoryView>() {
            Some(view) => Ok(Some(view)),
            None => Err(self.type_error("__buffer__ returned non-memoryview object")),
        }
    }
}

fn check(vm: &mut Vm, value: Value) -> PyResult<Gc<MemoryView>> {
    let view = this(value);
    if view.object.get().is_none() {
        return Err(vm.value_error("operation forbidden on released memoryview object"));
    }
    Ok(view)
}

/// The byte offset that a tuple of indices means.
fn place_of(vm: &mut Vm, view: Gc<MemoryView>, indices: Gc<Tuple>) -> PyResult<usize> {
    let dimensions = match view.dimensions.get().cast::<Tuple>() {
        Some(dimensions) => TempVec::from(dimensions.items()),
        None => TempVec::from(vec![Value::from_small(view.count as i64)]),
    };
    let (have, got) = (dimensions.len(), indices.len());
    if got != have {
        if got < have {
            return Err(vm.not_implemented_error("sub-views are not implemented"));
        }
        return Err(vm.type_error(format_args!(
            "cannot index {have}-dimension view with {got}-element tuple"
        )));
    }
    let mut element = 0i64;
    for (number, (&len, &index)) in dimensions.iter().zip(indices.items()).enumerate() {
        let len = len.as_small().unwrap_or(0);
        let index = vm.index_clamped(index)?;
        let index = if index < 0 { index + len } else { index };
        if !(0..len).contains(&index) {
            let dimension = number + 1;
            return Err(
                vm.index_error(format_args!("index out of bounds on dimension {dimension}"))
            );
        }
        element = element * len + index;
    }
    Ok((view.start + element * view.step) as usize)
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let view = check(vm, value)?;
    if let Some(indices) = key.cast::<Tuple>() {
        let place = place_of(vm, view, indices)?;
        return vm.view_element(view, place);
    }
    if !view.dimensions.get().is_none() {
        return Err(vm.not_implemented_error(if key.is::<Slice>() {
            "multi-dimensional slicing is not implemented"
        } else {
            "multi-dimensional sub-views are not implemented"
        }));
    }
    if let Some(slice) = key.cast::<Slice>() {
        let range = vm.slice_indices(slice, view.count)?;
        let layout = Layout {
            start: view.start + range.start * view.step,
            step: view.step * range.step,
            count: range.count,
            ..view.layout()
        };
        return Ok(vm.new_view(layout)?.value());
    }
    if !key.is_small() && vm.slots(key).index.is_none() {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    match vm.sequence_index(key, view.count, "memoryview")? {
        Some(index) => {
            let place = view.start + index as i64 * view.step;
            vm.view_element(view, place as usize)
        }
        None => Err(vm.index_error("index out of bounds on dimension 1")),
    }
}

fn set_item(vm: &mut Vm, value: Value, key: Value, item: Value) -> PyResult<()> {
    let view = check(vm, value)?;
    if view.read_only {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    if item.is_unbound() {
        return Err(vm.type_error("cannot delete memory"));
    }
    if let Some(indices) = key.cast::<Tuple>() {
        let place = place_of(vm, view, indices)?;
        return vm.set_view_element(view, place, item);
    }
    if !view.dimensions.get().is_none() {
        return Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented"));
    }
    if let Some(slice) = key.cast::<Slice>() {
        let range = vm.slice_indices(slice, view.count)?;
        let new = vm.bytes_like(item)?;
        let same_format = match item.cast::<MemoryView>() {
            Some(other) => other.code == view.code,
            None => view.code == b'B',
        };
        if new.len() != range.count * view.size || !same_format {
            return Err(vm.value_error(
                "memoryview assignment: lvalue and rvalue have different structures",
            ));
        }
        if let Some(array) = view.object.get().cast::<ByteArray>() {
            for (index, bytes) in range.indices().zip(new.chunks_exact(view.size)) {
                array.overwrite((view.start + index as i64 * view.step) as usize, bytes);
            }
        }
        return Ok(());
    }
    if !key.is_small() && vm.slots(key).index.is_none() {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    match vm.sequence_index(key, view.count, "memoryview")? {
        Some(index) => {
            let place = view.start + index as i64 * view.step;
            vm.set_view_element(view, place as usize, item)
        }
        None => Err(vm.index_error("index out of bounds on dimension 1")),
    }
}

/// The elements, nested as the dimensions say.
fn elements(vm: &mut Vm, view: Gc<MemoryView>, dimensions: &[Value], at: i64) -> PyResult<Value> {
    let Some((len, rest)) = dimensions.split_first() else {
        return vm.view_element(view, (view.start + at * view.step) as usize);
    };
    let len = len.as_small().unwrap_or(0);
    let stride: i64 = rest.iter().map(|len| len.as_small().unwrap_or(0)).product();
    let mut values = TempVec::new();
    for index in 0..len {
        values.push(elements(vm, view, rest, at + index * stride)?);
    }
    Ok(vm.new_list(&values)?.value())
}

fn shape_of(vm: &mut Vm, view: Gc<MemoryView>) -> PyResult<Gc<Tuple>> {
    match view.dimensions.get().cast::<Tuple>() {
        Some(dimensions) => Ok(dimensions),
        None => vm.new_tuple(&[Value::from_small(view.count as i64)]),
    }
}

fn strides_of(vm: &mut Vm, view: Gc<MemoryView>) -> PyResult<Value> {
    let dimensions = TempVec::from(shape_of(vm, view)?.items());
    let mut strides = vec![Value::from_small(view.step); dimensions.len()];
    let mut stride = view.step;
    for (place, len) in strides.iter_mut().zip(dimensions.iter()).rev() {
        *place = Value::from_small(stride);
        stride *= len.as_small().unwrap_or(0);
    }
    Ok(vm.new_tuple(&strides)?.value())
}

fn cast(vm: &mut Vm, value: Value, format: Gc<Str>, dimensions: Option<Value>) -> PyResult<Value> {
    let view = check(vm, value)?;
    if !view.is_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let text = format.to_string_lossy();
    let code = match text.strip_prefix('@').unwrap_or(&text).as_bytes() {
        &[code] if b"cbBhHiIlLqQnNfdePe?".contains(&code) => code,
        _ => {
            return Err(vm.value_error(
                "memoryview: destination format must be a native single character format prefixed with an optional '@'",
            ));
        }
    };
    let is_bytes = |code: u8| matches!(code, b'b' | b'B' | b'c');
    if !is_bytes(code) && !is_bytes(view.code) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let size = struct_engine::size_of(code, true).unwrap_or(1);
    let bytes = view.count * view.size;
    if bytes % size != 0 {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let mut count = bytes / size;
    let mut shape = Value::NONE;
    if let Some(dimensions) = dimensions.filter(|dimensions| !dimensions.is_none()) {
        let lengths = vm.collect_items(dimensions)?;
        if lengths.len() > 64 {
            return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
        }
        let mut product = 1usize;
        for &len in lengths.iter() {
            match len.as_small() {
                Some(len) if len > 0 => {
                    product = product.saturating_mul(len as usize);
                }
                Some(_) => {
                    return Err(
                        vm.value_error("memoryview.cast(): elements of shape must be integers > 0")
                    );
                }
                None => {
                    return Err(
                        vm.type_error("memoryview.cast(): elements of shape must be integers")
                    );
                }
            }
        }
        if product.checked_mul(size) != Some(bytes) {
            return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
        }
        count = product;
        if lengths.len() != 1 {
            shape = vm.new_tuple(&lengths)?.value();
        }
    }
    let layout = Layout {
        format: format.value(),
        dimensions: shape,
        code,
        size,
        step: size as i64,
        count,
        ..view.layout()
    };
    Ok(vm.new_view(layout)?.value())
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let view = this(left);
    if left == right {
        return Ok(Value::from_bool(op == CompareOp::Eq));
    }
    let other = match right.cast::<MemoryView>() {
        Some(other) => other,
        None if vm.bytes_text(right).is_some() => {
            let class = vm.types.memoryview.value();
            new(vm, class, right)?
        }
        None => match vm.buffer_of(right)? {
            Some(other) => other,
            None => return Ok(Value::NOT_IMPLEMENTED),
        },
    };
    if view.object.get().is_none() || other.object.get().is_none() {
        return Ok(Value::from_bool(op == CompareOp::Ne));
    }
    let mut equal = {
        let (left, right) = (shape_of(vm, view)?.value(), shape_of(vm, other)?.value());
        vm.is_equal(left, right)?
    };
    if equal {
        if view.code == other.code && !matches!(view.code, b'f' | b'd' | b'e') {
            equal = vm.view_bytes(view) == vm.view_bytes(other);
        } else {
            for index in 0..view.count as i64 {
                let a = vm.view_element(view, (view.start + index * view.step) as usize)?;
                let b = vm.view_element(other, (other.start + index * other.step) as usize)?;
                if !vm.is_equal(a, b)? {
                    equal = false;
                    break;
                }
            }
        }
    }
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let view = check(vm, value)?;
    if !view.read_only {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(view.code, b'b' | b'B' | b'c') {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    let bytes = vm.view_bytes(view);
    let bytes = vm.new_bytes(&bytes)?;
    vm.hash(bytes.value())
}

fn to_bytes(vm: &mut Vm, value: Value, order: Value) -> PyResult<Value> {
    let view = check(vm, value)?;
    if !order.is_none()
        && !order
            .cast::<Str>()
            .is_some_and(|order| ["C", "F", "A"].iter().any(|name| order.eq_str(name)))
    {
        return Err(vm.value_error("order must be 'C', 'F' or 'A'"));
    }
    let bytes = vm.view_bytes(view);
    Ok(vm.new_bytes(&bytes)?.value())
}

fn to_list(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let view = check(vm, value)?;
    let dimensions = TempVec::from(shape_of(vm, view)?.items());
    elements(vm, view, &dimensions, 0)
}

fn hex(vm: &mut Vm, value: Value, separator: Option<Value>, group: i64) -> PyResult<Value> {
    let view = check(vm, value)?;
    let bytes = vm.view_bytes(view);
    super::bytes::hex_text(vm, &bytes, separator, group)
}

fn to_read_only(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let view = check(vm, value)?;
    Ok(vm.new_view(Layout { read_only: true, ..view.layout() })?.value())
}

fn release(_: &mut Vm, value: Value) {
    this(value).object.set(this(value), Value::NONE);
    this(value).shown.set(this(value), Value::NONE);
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let id = vm.identity(value);
    let released = this(value).object.get().is_none();
    let text = if released {
        format!("<released memory at {id:#x}>")
    } else {
        format!("<memory at {id:#x}>")
    };
    Ok(vm.new_str(&text)?.value())
}

fn number(number: usize) -> Value {
    Value::from_small(number as i64)
}

fn index_of(vm: &mut Vm, value: Value, item: Value, start: i64, stop: i64) -> PyResult<i64> {
    let view = check(vm, value)?;
    let len = view.count as i64;
    let clamp = |place: i64| if place < 0 { (place + len).max(0) } else { place.min(len) };
    for index in clamp(start)..clamp(stop) {
        let each = vm.view_element(view, (view.start + index * view.step) as usize)?;
        if each == item || vm.is_equal(each, item)? {
            return Ok(index);
        }
    }
    Err(vm.value_error("memoryview.index(x): x not found"))
}

fn count_of(vm: &mut Vm, value: Value, item: Value) -> PyResult<i64> {
    let view = check(vm, value)?;
    let mut count = 0;
    for index in 0..view.count as i64 {
        let each = vm.view_element(view, (view.start + index * view.step) as usize)?;
        count += i64::from(each == item || vm.is_equal(each, item)?);
    }
    Ok(count)
}

builtin_type! {
    /// Create a new memoryview object which references the given object.
    pub static MEMORY_VIEW = "memoryview"("object") {
        kind kind::MEMORY_VIEW;
        traits { has_weakref, is_sequence }
        slots {
            repr: repr, hash: hash, compare: compare, len: |vm, value| Ok(check(vm, value)?.len()), get_item: get_item, set_item: set_item,
            iter: super::iterators::new_sequence_iterator,
        }
        new "memoryview(cls, object)" => new;
        methods {
            /// Return the data in the buffer as a byte string.
            "tobytes(self, /, order='C')" => to_bytes;
            /// Return the data in the buffer as a list of elements.
            "tolist(self, /)" => to_list;
            /// Return the data in the buffer as a str of hexadecimal numbers.
            "hex(self, sep=<unrepresentable>, bytes_per_sep=1)" => hex;
            /// Cast a memoryview to a new format or shape.
            "cast(self, format, shape=<unrepresentable>)" => cast;
            /// Release the underlying buffer exposed by the memoryview object.
            "release(self, /)" => release;
            /// Return a readonly version of the memoryview.
            "toreadonly(self, /)" => to_read_only;
            /// Return the index of the first occurrence of a value.
            "index(self, value, start=0, stop=9223372036854775807, /)" => index_of;
            /// Count the number of occurrences of a value.
            "count(self, value, /)" => count_of;
            "__enter__(self, /)" => |vm: &mut Vm, value: Value| { check(vm, value)?; Ok::<Value, crate::Raised>(value) };
            "__exit__(self, /, *args)" => |vm: &mut Vm, value: Value, _args: crate::native::Rest| release(vm, value);
            /// Return a buffer object that exposes the underlying memory of the object.
            "__buffer__(self, flags, /)" => |vm: &mut Vm, value: Value, _flags: i64| { let view = check(vm, value)?; vm.new_view(view.layout()) };
        }
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
        getters {
            "obj" => |vm, value| Ok(check(vm, value)?.shown.get());
            "nbytes" => |vm, value| { let view = check(vm, value)?; Ok(number(view.count * view.size)) };
            "readonly" => |vm, value| Ok(Value::from_bool(check(vm, value)?.read_only));
            "itemsize" => |vm, value| Ok(number(check(vm, value)?.size));
            "format" => |vm, value| Ok(check(vm, value)?.format.get());
            "ndim" => |vm, value| { let view = check(vm, value)?; Ok(number(shape_of(vm, view)?.len())) };
            "shape" => |vm, value| { let view = check(vm, value)?; Ok(shape_of(vm, view)?.value()) };
            "strides" => |vm, value| { let view = check(vm, value)?; strides_of(vm, view) };
            "suboffsets" => |vm, value| { check(vm, value)?; Ok(vm.empty_tuple.value()) };
            "c_contiguous" => |vm, value| Ok(Value::from_bool(check(vm, value)?.is_contiguous()));
            "f_contiguous" => |vm, value| { let view = check(vm, value)?; Ok(Value::from_bool(view.is_contiguous() && view.dimensions.get().is_none())) };
            "contiguous" => |vm, value| Ok(Value::from_bool(check(vm, value)?.is_contiguous()));
        }
    }
}
