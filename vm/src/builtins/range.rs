//! `range`.

use std::cell::Cell;

use gc::{Field, Gc, Value};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

use super::int::int_value;
use super::slice::Slice;
use crate::native::Rest;
use crate::object::{CompareOp, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// An arithmetic progression; the parts are ints.
    pub struct Range(kind::RANGE) { start: Field, stop: Field, step: Field, len: Field }
}

gc::heap_struct! {
    /// An iterator over a range of small ints.
    pub struct RangeIterator(kind::RANGE_ITERATOR) { next: Cell<i64>, step: Cell<i64>, left: Cell<i64> }
}

gc::heap_struct! {
    /// An iterator over a range of big ints.
    pub struct LongRangeIterator(kind::LONG_RANGE_ITERATOR) { next: Field, step: Field, left: Field }
}

crate::plain_kinds!(Range, RangeIterator, LongRangeIterator);

fn this(value: Value) -> Gc<Range> {
    value.cast().expect("the receiver was checked")
}

fn big(value: Value) -> BigInt {
    int_value(value).map(|number| number.into_big()).unwrap_or_default()
}

fn length(start: &BigInt, stop: &BigInt, step: &BigInt) -> BigInt {
    let (low, high) = if step.is_negative() { (stop, start) } else { (start, stop) };
    if low >= high { BigInt::zero() } else { (high - low - 1) / step.abs() + 1 }
}

impl Vm {
    /// `range(start, stop, step)` of ints.
    pub fn new_range(&mut self, start: Value, stop: Value, step: Value) -> PyResult<Value> {
        let len = match (start.as_small(), stop.as_small(), step.as_small()) {
            (Some(start), Some(stop), Some(step)) if step != 0 => {
                let len = if step > 0 && start < stop {
                    (stop - start - 1) / step + 1
                } else if step < 0 && start > stop {
                    (start - stop - 1) / -step + 1
                } else {
                    0
                };
                self.new_int(len)?
            }
            _ => {
                let step = big(step);
                if step.is_zero() {
                    return Err(self.value_error("range() arg 3 must not be zero"));
                }
                let len = length(&big(start), &big(stop), &step);
                self.new_big_int(len)?
            }
        };
        let range = Range {
            header: gc::Header::unset(),
            start: Field::new(start),
            stop: Field::new(stop),
            step: Field::new(step),
            len: Field::new(len),
        };
        Ok(self.new_object(shape::RANGE, range)?.value())
    }
}

fn new(vm: &mut Vm, _class: Value, args: Rest) -> PyResult<Value> {
    let one = Value::from_small(1);
    let (start, stop, step) = match *args.0.items() {
        [] => return Err(vm.type_error("range expected at least 1 argument, got 0")),
        [stop] => (Value::from_small(0), stop, one),
        [start, stop] => (start, stop, one),
        [start, stop, step] => (start, stop, step),
        ref more => {
            let got = more.len();
            return Err(
                vm.type_error(format_args!("range expected at most 3 arguments, got {got}"))
            );
        }
    };
    let (start, stop, step) = (vm.index(start)?, vm.index(stop)?, vm.index(step)?);
    vm.new_range(start, stop, step)
}

fn item(vm: &mut Vm, range: Gc<Range>, index: &BigInt) -> PyResult<Value> {
    if let (Some(start), Some(step), Some(index)) =
        (range.start.get().as_small(), range.step.get().as_small(), index.to_i64())
        && let Some(value) = step.checked_mul(index).and_then(|offset| start.checked_add(offset))
    {
        return vm.new_int(value);
    }
    vm.new_big_int(big(range.start.get()) + big(range.step.get()) * index)
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let range = this(value);
    let len = big(range.len.get());
    if let Some(slice) = key.cast::<Slice>() {
        return get_slice(vm, range, slice, &len);
    }
    if !key.is_small() && vm.slots(key).index.is_none() {
        let class = vm.type_of(key).name_text();
        return Err(
            vm.type_error(format_args!("range indices must be integers or slices, not {class}"))
        );
    }
    let mut index = vm.index_as_big(key)?;
    if index.is_negative() {
        index += &len;
    }
    if index.is_negative() || index >= len {
        return Err(vm.index_error("range object index out of range"));
    }
    item(vm, range, &index)
}

fn get_slice(vm: &mut Vm, range: Gc<Range>, slice: Gc<Slice>, len: &BigInt) -> PyResult<Value> {
    let [start, stop, step] = slice.parts_values();
    let part = |vm: &mut Vm, part: Value| {
        if part.is_none() { Ok(None) } else { vm.index_as_big(part).map(Some) }
    };
    let step = part(vm, step)?.unwrap_or_else(|| BigInt::from(1));
    if step.is_zero() {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let (start, stop) = (part(vm, start)?, part(vm, stop)?);
    let negative = step.is_negative();
    let (lowest, highest) =
        if negative { (BigInt::from(-1), len - 1) } else { (BigInt::zero(), len.clone()) };
    let clamp = |index: Option<BigInt>, default: &BigInt| match index {
        None => default.clone(),
        Some(index) if index.is_negative() => (index + len).max(lowest.clone()),
        Some(index) => index.min(highest.clone()),
    };
    let (start, stop) = if negative {
        (clamp(start, &highest), clamp(stop, &lowest))
    } else {
        (clamp(start, &lowest), clamp(stop, &highest))
    };
    let (first, each) = (big(range.start.get()), big(range.step.get()));
    let (new_start, new_stop, new_step) =
        (&first + &start * &each, &first + &stop * &each, &each * &step);
    let (new_start, new_stop, new_step) =
        (vm.new_big_int(new_start)?, vm.new_big_int(new_stop)?, vm.new_big_int(new_step)?);
    vm.new_range(new_start, new_stop, new_step)
}

fn iter(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let range = this(value);
    iter_of(vm, range.start.get(), range.step.get(), range.len.get())
}

fn iter_of(vm: &mut Vm, start: Value, step: Value, len: Value) -> PyResult<Value> {
    if let (Some(start), Some(step), Some(len)) =
        (start.as_small(), step.as_small(), len.as_small())
        && step
            .checked_mul(len)
            .and_then(|span| span.checked_add(start))
            .is_some_and(|end| Value::from_i64(end).is_some())
    {
        let iterator = RangeIterator {
            header: gc::Header::unset(),
            next: Cell::new(start),
            step: Cell::new(step),
            left: Cell::new(len),
        };
        return Ok(vm.new_object(shape::RANGE_ITERATOR, iterator)?.value());
    }
    let iterator = LongRangeIterator {
        header: gc::Header::unset(),
        next: Field::new(start),
        step: Field::new(step),
        left: Field::new(len),
    };
    Ok(vm.new_object(shape::LONG_RANGE_ITERATOR, iterator)?.value())
}

fn reversed(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let range = this(value);
    let len = big(range.len.get());
    let last = big(range.start.get()) + big(range.step.get()) * (&len - 1);
    let (last, step) = (vm.new_big_int(last)?, vm.new_big_int(-big(range.step.get()))?);
    iter_of(vm, last, step, range.len.get())
}

impl RangeIterator {
    /// The next number.
    #[inline(always)]
    pub fn advance(&self) -> Option<Value> {
        let left = self.left.get();
        if left <= 0 {
            return None;
        }
        let number = self.next.get();
        self.left.set(left - 1);
        self.next.set(number + self.step.get());
        Some(Value::from_small(number))
    }
}

fn next(_: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator: Gc<RangeIterator> = value.cast().expect("the receiver was checked");
    Ok(iterator.advance())
}

fn next_long(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator: Gc<LongRangeIterator> = value.cast().expect("the receiver was checked");
    let left = big(iterator.left.get());
    if !left.is_positive() {
        return Ok(None);
    }
    let number = iterator.next.get();
    let left = vm.new_big_int(left - 1)?;
    let next = vm.new_big_int(big(number) + big(iterator.step.get()))?;
    iterator.left.set(iterator, left);
    iterator.next.set(iterator, next);
    Ok(Some(number))
}

/// Where `item` is in the range, for ints; others are compared one by one.
fn position(vm: &mut Vm, value: Value, item: Value) -> PyResult<Option<BigInt>> {
    let range = this(value);
    if let Some(number) =
        int_value(item).filter(|_| !item.is_object() || vm.type_of(item) == vm.types.int)
    {
        let offset = number.into_big() - big(range.start.get());
        let step = big(range.step.get());
        if !(&offset % &step).is_zero() {
            return Ok(None);
        }
        let index = offset / step;
        return Ok(
            Some(index).filter(|index| !index.is_negative() && *index < big(range.len.get()))
        );
    }
    let mut index = BigInt::zero();
    let mut found = false;
    vm.for_each(value, |vm, each| {
        found = vm.is_equal(each, item)?;
        if !found {
            index += 1;
        }
        Ok(!found)
    })?;
    Ok(found.then_some(index))
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> PyResult<bool> {
    Ok(position(vm, value, item)?.is_some())
}

fn index(vm: &mut Vm, value: Value, item: Value) -> PyResult<Value> {
    match position(vm, value, item)? {
        Some(index) => vm.new_big_int(index),
        None => {
            let text = vm.repr_text(item)?;
            Err(vm.value_error(if int_value(item).is_some() {
                {
                    let _ = text;
                    "range.index(x): x not in range".to_owned()
                }
            } else {
                "sequence.index(x): x not in sequence".to_owned()
            }))
        }
    }
}

fn count(vm: &mut Vm, value: Value, item: Value) -> PyResult<i64> {
    if int_value(item).is_some() {
        return Ok(i64::from(position(vm, value, item)?.is_some()));
    }
    let mut count = 0;
    vm.for_each(value, |vm, each| {
        count += i64::from(vm.is_equal(each, item)?);
        Ok(true)
    })?;
    Ok(count)
}

fn len(vm: &mut Vm, value: Value) -> PyResult<usize> {
    match big(this(value).len.get()).to_i64() {
        Some(len) => Ok(len as usize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let range = this(value);
    let parts = [range.start.get(), range.stop.get(), range.step.get()];
    let count = if parts[2] == Value::from_small(1) { 2 } else { 3 };
    vm.repr_items(&parts[..count], "range(", ")")
}

/// What makes two ranges equal: length, first item, and the step if there is a second.
fn essence(value: Value) -> (BigInt, Option<BigInt>, Option<BigInt>) {
    let range = this(value);
    let len = big(range.len.get());
    let one = BigInt::from(1);
    let first = (!len.is_zero()).then(|| big(range.start.get()));
    let step = (len > one).then(|| big(range.step.get()));
    (len, first, step)
}

fn compare(_: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    if !right.is::<Range>() || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(Value::from_bool((essence(left) == essence(right)) == (op == CompareOp::Eq)))
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let (len, first, step) = essence(value);
    let mut parts = [Value::NONE; 3];
    parts[0] = vm.new_big_int(len)?;
    if let Some(first) = first {
        parts[1] = vm.new_big_int(first)?;
    }
    if let Some(step) = step {
        parts[2] = vm.new_big_int(step)?;
    }
    let tuple = vm.new_tuple(&parts)?;
    vm.hash(tuple.value())
}

builtin_type! {
    /// range(stop) -> range object
    /// range(start, stop[, step]) -> range object
    ///
    /// Return an object that produces a sequence of integers from start (inclusive)
    /// to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.
    /// start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.
    /// These are exactly the valid indices for a list of 4 elements.
    /// When step is given, it specifies the increment (or decrement).
    pub static RANGE = "range"("object") {
        kind kind::RANGE;
        traits { is_sequence }
        slots {
            repr: repr, hash: hash, compare: compare, len: len, get_item: get_item, contains: contains, iter: iter,
            truth: |_, value| Ok(this(value).len.get() != Value::from_small(0)),
        }
        new "range(cls, *args)" => new;
        methods {
            /// Return a reverse iterator.
            "__reversed__(self, /)" => reversed;
            /// rangeobject.count(value) -> integer -- return number of occurrences of value
            "count(self, object, /)" => count;
            /// rangeobject.index(value) -> integer -- return index of value.
            /// Raise ValueError if the value is not present.
            "index(self, object, /)" => index;
            "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                let range = this(value);
                let args = vm.new_tuple(&[range.start.get(), range.stop.get(), range.step.get()])?;
                let class = vm.types.range.value();
                vm.new_tuple(&[class, args.value()])
            };
        }
        getters {
            "start" => |_, value| Ok(this(value).start.get());
            "stop" => |_, value| Ok(this(value).stop.get());
            "step" => |_, value| Ok(this(value).step.get());
        }
    }
}

builtin_type! {
    /// An iterator over a range.
    pub static RANGE_ITERATOR = "range_iterator"("object") {
        kind kind::RANGE_ITERATOR;
        slots { iter: |_, value| Ok(value), next: next }
        methods {
            /// Private method returning an estimate of len(list(it)).
            "__length_hint__(self, /)" => |_: &mut Vm, value: Value| value.cast::<RangeIterator>().map_or(0, |iterator| iterator.left.get().max(0));
            "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                let (next, step, left) = value.cast::<RangeIterator>().map_or((0, 1, 0), |iterator| (iterator.next.get(), iterator.step.get(), iterator.left.get().max(0)));
                let range = vm.new_range(Value::from_small(next), Value::from_small(next + step * left), Value::from_small(step))?;
                let args = vm.new_tuple(&[range])?;
                let iter = vm.builtin("iter")?;
                vm.new_tuple(&[iter, args.value()])
            };
        }
    }
}

builtin_type! {
    /// An iterator over a range of large numbers.
    pub static LONG_RANGE_ITERATOR = "longrange_iterator"("object") {
        kind kind::LONG_RANGE_ITERATOR;
        slots { iter: |_, value| Ok(value), next: next_long }
        methods {
            /// Private method returning an estimate of len(list(it)).
            "__length_hint__(self, /)" => |_: &mut Vm, value: Value| value.cast::<LongRangeIterator>().map_or(Value::from_small(0), |iterator| iterator.left.get());
        }
    }
}
