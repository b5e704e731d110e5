//! `memoryview` over bytes and bytearrays: one dimension of unsigned bytes.

use gc::{Field, Gc, Value};

use super::bytearray::ByteArray;
use super::slice::Slice;
use crate::object::{CompareOp, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A view of bytes.
    pub struct MemoryView(kind::MEMORY_VIEW) {
        /// What is viewed; `None` once released.
        object: Field,
        start: i64,
        step: i64,
        count: usize,
    }
}

crate::plain_kinds!(MemoryView);

fn this(value: Value) -> Gc<MemoryView> {
    value.cast().expect("the receiver was checked")
}

impl MemoryView {
    fn indices(&self) -> impl Iterator<Item = usize> {
        let (start, step) = (self.start, self.step);
        (0..self.count as i64).map(move |index| (start + index * step) as usize)
    }
}

impl Vm {
    /// The bytes that a view shows.
    pub(crate) fn view_bytes(&self, view: Gc<MemoryView>) -> Vec<u8> {
        let content = self.bytes_text(view.object.get()).unwrap_or_default();
        view.indices().filter_map(|index| content.get(index).copied()).collect()
    }

    fn new_view(
        &mut self,
        object: Value,
        start: i64,
        step: i64,
        count: usize,
    ) -> PyResult<Gc<MemoryView>> {
        self.new_object(
            shape::MEMORY_VIEW,
            MemoryView {
                header: gc::Header::unset(),
                object: Field::new(object),
                start,
                step,
                count,
            },
        )
    }
}

fn new(vm: &mut Vm, _class: Value, object: Value) -> PyResult<Gc<MemoryView>> {
    if let Some(view) = object.cast::<MemoryView>() {
        check(vm, object)?;
        return vm.new_view(view.object.get(), view.start, view.step, view.count);
    }
    match vm.bytes_text(object) {
        Some(bytes) => vm.new_view(object, 0, 1, bytes.len()),
        None => {
            let class = vm.type_of(object).name_text();
            Err(vm.type_error(format_args!(
                "memoryview: a bytes-like object is required, not '{class}'"
            )))
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

fn is_read_only(value: Value) -> bool {
    !this(value).object.get().is::<ByteArray>()
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let view = check(vm, value)?;
    if let Some(slice) = key.cast::<Slice>() {
        let range = vm.slice_indices(slice, view.count)?;
        let (start, step) = (view.start + range.start * view.step, view.step * range.step);
        return Ok(vm.new_view(view.object.get(), start, step, range.count)?.value());
    }
    if !key.is_small() && vm.slots(key).index.is_none() {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    match vm.sequence_index(key, view.count, "memoryview")? {
        Some(index) => {
            let place = view.start + index as i64 * view.step;
            let bytes = vm.bytes_text(view.object.get()).unwrap_or_default();
            Ok(Value::from_small(bytes.get(place as usize).map_or(0, |&byte| i64::from(byte))))
        }
        None => Err(vm.index_error("index out of bounds on dimension 1")),
    }
}

fn set_item(vm: &mut Vm, value: Value, key: Value, item: Value) -> PyResult<()> {
    let view = check(vm, value)?;
    if is_read_only(value) {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    if item.is_unbound() {
        return Err(vm.type_error("cannot delete memory"));
    }
    let object = view.object.get();
    if let Some(slice) = key.cast::<Slice>() {
        let range = vm.slice_indices(slice, view.count)?;
        let new = vm.bytes_like(item)?;
        if new.len() != range.count {
            return Err(vm.value_error(
                "memoryview assignment: lvalue and rvalue have different structures",
            ));
        }
        for (index, byte) in range.indices().zip(new) {
            let place = view.start + index as i64 * view.step;
            vm.set_item(object, Value::from_small(place), Value::from_small(i64::from(byte)))?;
        }
        return Ok(());
    }
    match vm.sequence_index(key, view.count, "memoryview")? {
        Some(index) => {
            if vm.slots(item).index.is_none() {
                return Err(vm.type_error("memoryview: invalid type for format 'B'"));
            }
            let byte = vm.index_clamped(item)?;
            if !(0..256).contains(&byte) {
                return Err(vm.value_error("memoryview: invalid value for format 'B'"));
            }
            vm.set_item(
                object,
                Value::from_small(view.start + index as i64 * view.step),
                Value::from_small(byte),
            )
        }
        None => Err(vm.index_error("index out of bounds on dimension 1")),
    }
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match vm.bytes_text(right) {
        Some(right) => {
            let left = vm.view_bytes(this(left));
            Ok(Value::from_bool((left == right) == (op == CompareOp::Eq)))
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let view = check(vm, value)?;
    if !is_read_only(value) {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    let bytes = vm.view_bytes(view);
    let bytes = vm.new_bytes(&bytes)?;
    vm.hash(bytes.value())
}

fn to_bytes(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let view = check(vm, value)?;
    let bytes = vm.view_bytes(view);
    Ok(vm.new_bytes(&bytes)?.value())
}

fn to_list(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let view = check(vm, value)?;
    let values: Vec<Value> =
        vm.view_bytes(view).into_iter().map(|byte| Value::from_small(i64::from(byte))).collect();
    Ok(vm.new_list(&values)?.value())
}

fn hex(vm: &mut Vm, value: Value, separator: Option<Value>, group: i64) -> PyResult<Value> {
    let view = check(vm, value)?;
    let bytes = vm.view_bytes(view);
    super::bytes::hex_text(vm, &bytes, separator, group)
}

fn release(_: &mut Vm, value: Value) {
    this(value).object.set(this(value), Value::NONE);
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

fn one(vm: &mut Vm, number: i64) -> PyResult<Value> {
    Ok(vm.new_tuple(&[Value::from_small(number)])?.value())
}

builtin_type! {
    /// Create a new memoryview object which references the given object.
    pub static MEMORY_VIEW = "memoryview"("object") {
        kind kind::MEMORY_VIEW;
        traits { has_weakref, is_sequence }
        slots {
            repr: repr, hash: hash, compare: compare, len: |vm, value| Ok(check(vm, value)?.count), get_item: get_item, set_item: set_item,
            iter: super::iterators::new_sequence_iterator,
        }
        new "memoryview(cls, object)" => new;
        methods {
            /// Return the data in the buffer as a byte string.
            "tobytes(self, /)" => to_bytes;
            /// Return the data in the buffer as a list of elements.
            "tolist(self, /)" => to_list;
            /// Return the data in the buffer as a str of hexadecimal numbers.
            "hex(self, sep=<unrepresentable>, bytes_per_sep=1)" => hex;
            /// Release the underlying buffer exposed by the memoryview object.
            "release(self, /)" => release;
            /// Return a readonly version of the memoryview.
            "toreadonly(self, /)" => |vm: &mut Vm, value: Value| { let bytes = to_bytes(vm, value)?; new(vm, Value::NONE, bytes) };
            "__enter__(self, /)" => |vm: &mut Vm, value: Value| { check(vm, value)?; Ok::<Value, crate::Raised>(value) };
            "__exit__(self, /, *args)" => |vm: &mut Vm, value: Value, _args: crate::native::Rest| release(vm, value);
        }
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
        getters {
            "obj" => |vm, value| Ok(check(vm, value)?.object.get());
            "nbytes" => |vm, value| Ok(Value::from_small(check(vm, value)?.count as i64));
            "readonly" => |vm, value| { check(vm, value)?; Ok(Value::from_bool(is_read_only(value))) };
            "itemsize" => |vm, value| { check(vm, value)?; Ok(Value::from_small(1)) };
            "format" => |vm, value| { check(vm, value)?; Ok(vm.intern("B")?.value()) };
            "ndim" => |vm, value| { check(vm, value)?; Ok(Value::from_small(1)) };
            "shape" => |vm, value| { let count = check(vm, value)?.count as i64; one(vm, count) };
            "strides" => |vm, value| { let step = check(vm, value)?.step; one(vm, step) };
            "suboffsets" => |vm, value| { check(vm, value)?; Ok(vm.empty_tuple.value()) };
            "c_contiguous" => |vm, value| Ok(Value::from_bool(check(vm, value)?.step == 1));
            "f_contiguous" => |vm, value| Ok(Value::from_bool(check(vm, value)?.step == 1));
            "contiguous" => |vm, value| Ok(Value::from_bool(check(vm, value)?.step == 1));
        }
    }
}
