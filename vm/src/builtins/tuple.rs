//! `tuple`.

use std::cell::Cell;

use gc::{Field, Gc, TempVec, Value};

use crate::object::{CompareOp, Type, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// An immutable sequence, its items inline.
    pub struct Tuple(kind::TUPLE, tail(|tuple| tuple.len)) {
        len: usize,
        /// The hash once asked for; 0 before.
        pub(crate) hash: Cell<u64>,
    }
}

crate::plain_kinds!(Tuple);

impl Tuple {
    /// The number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Has it no items?
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        // SAFETY: allocated with `len` fields behind the struct, all written when it was made and never again;
        // `Field` is a transparent word.
        unsafe { std::slice::from_raw_parts(self.tail.as_ptr().cast(), self.len) }
    }

    /// Is its class `tuple` itself?
    #[inline(always)]
    pub fn is_exact(&self) -> bool {
        self.header.shape() == shape::TUPLE
    }

    fn fields(&self) -> &[Field] {
        // SAFETY: as for `items`.
        unsafe { std::slice::from_raw_parts(self.tail.as_ptr(), self.len) }
    }
}

impl Vm {
    /// A tuple of `items`.
    #[inline]
    pub fn new_tuple(&mut self, items: &[Value]) -> PyResult<Gc<Tuple>> {
        if items.is_empty() {
            return Ok(self.empty_tuple);
        }
        let class = self.types.tuple;
        self.new_tuple_of(class, items)
    }

    /// A tuple of `items`, of `class` (`tuple` or derived from it).
    pub fn new_tuple_of(&mut self, class: Gc<Type>, items: &[Value]) -> PyResult<Gc<Tuple>> {
        let Some(tail) = items.len().checked_mul(8) else { return Err(self.memory_error()) };
        let head =
            Tuple { header: gc::Header::unset(), len: items.len(), hash: Cell::new(0), tail: [] };
        let tuple = self.new_tail_of(class, 0, head, tail)?;
        for (field, &item) in tuple.fields().iter().zip(items) {
            field.cell().set(item);
        }
        tuple.barrier();
        Ok(tuple)
    }
}

fn this(value: Value) -> Gc<Tuple> {
    value.cast().expect("the receiver was checked")
}

fn new(vm: &mut Vm, class: Gc<Type>, iterable: Option<Value>) -> PyResult<Value> {
    let exact = class == vm.types.tuple;
    match iterable {
        None if exact => Ok(vm.empty_tuple.value()),
        None => Ok(vm.new_tuple_of(class, &[])?.value()),
        Some(iterable) if exact && vm.type_of(iterable) == class => Ok(iterable),
        Some(iterable) => {
            let items = vm.collect_items(iterable)?;
            if exact {
                Ok(vm.new_tuple(&items)?.value())
            } else {
                Ok(vm.new_tuple_of(class, &items)?.value())
            }
        }
    }
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let tuple = this(value);
    if tuple.is_empty() {
        return Ok(vm.new_str("()")?.value());
    }
    if !vm.enter_repr(value)? {
        return Ok(vm.new_str("(...)")?.value());
    }
    let items = TempVec::from(tuple.items());
    let close = if items.len() == 1 { ",)" } else { ")" };
    let text = vm.repr_items(&items, "(", close);
    vm.leave_repr(value);
    text
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let tuple = this(value);
    if tuple.hash.get() != 0 {
        return Ok(tuple.hash.get() as i64);
    }
    let mut hasher = text::hash::TupleHasher::default();
    for &item in tuple.items() {
        let hash = vm.hash(item)?;
        hasher.add(hash);
    }
    let hash = hasher.finish();
    tuple.hash.set(hash as u64);
    Ok(hash)
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Tuple>(), right.cast::<Tuple>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    vm.compare_sequences(
        &|index| a.items().get(index).copied(),
        &|index| b.items().get(index).copied(),
        op,
    )
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let tuple = this(value);
    if let Some(slice) = key.cast::<super::slice::Slice>() {
        let range = vm.slice_indices(slice, tuple.len())?;
        if range.step == 1 && range.count == tuple.len() && tuple.is_exact() {
            return Ok(value);
        }
        let items: Vec<Value> = range.indices().map(|index| tuple.items()[index]).collect();
        return Ok(vm.new_tuple(&items)?.value());
    }
    let index = vm.sequence_index(key, tuple.len(), "tuple")?;
    match index {
        Some(index) => Ok(tuple.items()[index]),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn concat(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some(other) = right.cast::<Tuple>() else {
        let class = vm.type_of(right).name_text();
        return Err(
            vm.type_error(format_args!("can only concatenate tuple (not \"{class}\") to tuple"))
        );
    };
    let mut items = TempVec::from(this(left).items());
    items.extend_from_slice(other.items());
    Ok(vm.new_tuple(&items)?.value())
}

fn repeat(vm: &mut Vm, value: Value, count: Value) -> PyResult<Value> {
    let items = TempVec::from(this(value).items());
    let repeated = vm.repeat_items(&items, count)?;
    Ok(vm.new_tuple(&repeated)?.value())
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> PyResult<bool> {
    for &each in this(value).items() {
        if vm.is_equal(each, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn index(
    vm: &mut Vm,
    value: Value,
    item: Value,
    start: Option<Value>,
    stop: Option<Value>,
) -> PyResult<i64> {
    let tuple = this(value);
    let (start, stop) = vm.search_bounds(start, stop, tuple.len())?;
    for index in start..stop {
        if vm.is_equal(tuple.items()[index], item)? {
            return Ok(index as i64);
        }
    }
    Err(vm.value_error("tuple.index(x): x not in tuple"))
}

fn count(vm: &mut Vm, value: Value, item: Value) -> PyResult<i64> {
    let mut count = 0;
    for &each in this(value).items() {
        count += i64::from(vm.is_equal(each, item)?);
    }
    Ok(count)
}

builtin_type! {
    /// Built-in immutable sequence.
    ///
    /// If no argument is given, the constructor returns an empty tuple.
    /// If iterable is specified the tuple is initialized from iterable's items.
    ///
    /// If the argument is a tuple, the return value is the same object.
    pub static TUPLE = "tuple"("object") {
        kind kind::TUPLE;
        traits { is_base, is_sequence }
        slots {
            repr: repr, hash: hash, compare: compare, len: |_, value| Ok(this(value).len()), get_item: get_item, concat: concat, repeat: repeat,
            contains: contains, iter: |vm, value| super::iterators::new_indexed(vm, value, false),
        }
        new "tuple(cls, iterable=<unrepresentable>, /)" => new;
        methods {
            /// Return first index of value.
            ///
            /// Raises ValueError if the value is not present.
            "index(self, value, start=<unrepresentable>, stop=<unrepresentable>, /)" => index;
            /// Return number of occurrences of value.
            "count(self, value, /)" => count;
            "__getnewargs__(self, /)" => |vm: &mut Vm, value: Value| {
                let items = TempVec::from(this(value).items());
                let copy = vm.new_tuple(&items)?;
                vm.new_tuple(&[copy.value()])
            };
        }
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
    }
}
