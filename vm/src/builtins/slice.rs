//! `slice`, and the arithmetic of indexing.

use gc::{Field, Gc, TempVec, Value};

use crate::object::{CompareOp, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A slice.
    pub struct Slice(kind::SLICE) { start: Field, stop: Field, step: Field }
}

crate::plain_kinds!(Slice);

impl Slice {
    /// Start, stop and step.
    pub fn parts_values(&self) -> [Value; 3] {
        [self.start.get(), self.stop.get(), self.step.get()]
    }
}

/// The indices a slice means for a certain length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SliceRange {
    /// The first index.
    pub start: i64,
    /// From one to the next.
    pub step: i64,
    /// How many.
    pub count: usize,
}

impl SliceRange {
    /// The indices in order.
    pub fn indices(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |index| (self.start + index * self.step) as usize)
    }
}

/// Containers nested more deeply have no repr: making it would take quadratic time.
const MAX_REPR_DEPTH: usize = 10_000;

impl Vm {
    /// `slice(start, stop, step)`.
    pub fn new_slice(&mut self, start: Value, stop: Value, step: Value) -> PyResult<Gc<Slice>> {
        let slice = Slice {
            header: gc::Header::unset(),
            start: Field::new(start),
            stop: Field::new(stop),
            step: Field::new(step),
        };
        self.new_object(shape::SLICE, slice)
    }

    fn slice_part(&mut self, part: Value) -> PyResult<Option<i64>> {
        if part.is_none() {
            return Ok(None);
        }
        if !part.is_small() && self.slots(part).index.is_none() {
            return Err(self
                .type_error("slice indices must be integers or None or have an __index__ method"));
        }
        self.index_clamped(part).map(Some)
    }

    /// The indices that `slice` means in a sequence of `len` items.
    pub fn slice_indices(&mut self, slice: Gc<Slice>, len: usize) -> PyResult<SliceRange> {
        let step = self.slice_part(slice.step.get())?.unwrap_or(1);
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        // Not below -MAX, so that it can be negated.
        let step = step.max(-i64::MAX);
        let (start, stop) =
            (self.slice_part(slice.start.get())?, self.slice_part(slice.stop.get())?);
        let len = len as i64;
        let (lowest, highest) = if step < 0 { (-1, len - 1) } else { (0, len) };
        let clamp = |index: Option<i64>, default: i64| match index {
            None => default,
            Some(index) if index < 0 => index.saturating_add(len).max(lowest),
            Some(index) => index.min(highest),
        };
        let (start, stop) = if step < 0 {
            (clamp(start, len - 1), clamp(stop, -1))
        } else {
            (clamp(start, 0), clamp(stop, len))
        };
        let count = if step < 0 {
            if stop < start { (start - stop - 1) / -step + 1 } else { 0 }
        } else if start < stop {
            (stop - start - 1) / step + 1
        } else {
            0
        };
        Ok(SliceRange { start, step, count: count as usize })
    }

    /// The index `key` in a sequence of `len` items, counted from the end when negative; `None` when it is out of range.
    pub fn sequence_index(
        &mut self,
        key: Value,
        len: usize,
        what: &str,
    ) -> PyResult<Option<usize>> {
        if !key.is_small() && self.slots(key).index.is_none() {
            let class = self.type_of(key).name_text();
            return Err(if what == "string" {
                self.type_error(format_args!("string indices must be integers, not '{class}'"))
            } else {
                self.type_error(format_args!(
                    "{what} indices must be integers or slices, not {class}"
                ))
            });
        }
        let value = self.index(key)?;
        let Some(index) = value
            .as_small()
            .or_else(|| value.cast::<super::int::BigInteger>().and_then(|number| number.to_i64()))
        else {
            let class = self.type_of(key).name_text();
            return Err(
                self.index_error(format_args!("cannot fit '{class}' into an index-sized integer"))
            );
        };
        let index = if index < 0 { index.saturating_add(len as i64) } else { index };
        Ok(usize::try_from(index).ok().filter(|&index| index < len))
    }

    /// `start` and `stop` of a search in a sequence of `len` items.
    pub fn search_bounds(
        &mut self,
        start: Option<Value>,
        stop: Option<Value>,
        len: usize,
    ) -> PyResult<(usize, usize)> {
        let none = Value::NONE;
        let (start, stop) = (
            self.slice_part(start.unwrap_or(none))?.unwrap_or(0),
            self.slice_part(stop.unwrap_or(none))?.unwrap_or(i64::MAX),
        );
        let clamp = |index: i64| if index < 0 { index.saturating_add(len as i64).max(0) } else { index.min(len as i64) } as usize;
        let start_at = if start > len as i64 { len + 1 } else { clamp(start) };
        Ok((start_at, clamp(stop)))
    }

    /// The items `count` times over.
    pub(crate) fn repeat_items(&mut self, items: &[Value], count: Value) -> PyResult<TempVec> {
        let count = self.repeat_count(count)?;
        let Some(total) = items.len().checked_mul(count).filter(|&total| total < 1 << 40) else {
            return Err(self.memory_error());
        };
        self.charge(total / 8)?;
        let mut repeated = TempVec::new();
        if repeated.try_reserve(total).is_err() {
            return Err(self.memory_error());
        }
        for _ in 0..count {
            repeated.extend_from_slice(items);
        }
        Ok(repeated)
    }

    /// How often a sequence is repeated: not at all when negative.
    pub(crate) fn repeat_count(&mut self, count: Value) -> PyResult<usize> {
        let value = self.index(count)?;
        match super::int::int_value(value) {
            Some(super::int::Int::Small(count)) => Ok(usize::try_from(count).unwrap_or(0)),
            _ => {
                let class = self.type_of(count).name_text();
                Err(self.overflow_error(format_args!(
                    "cannot fit '{class}' into an index-sized integer"
                )))
            }
        }
    }

    /// Compares two sequences item by item; comparing may change them.
    pub(crate) fn compare_sequences(
        &mut self,
        left: &dyn Fn(usize) -> Option<Value>,
        right: &dyn Fn(usize) -> Option<Value>,
        op: CompareOp,
    ) -> PyResult<Value> {
        let mut index = 0;
        loop {
            match (left(index), right(index)) {
                (Some(a), Some(b)) => {
                    if !self.is_equal(a, b)? {
                        return match op {
                            CompareOp::Eq => Ok(Value::FALSE),
                            CompareOp::Ne => Ok(Value::TRUE),
                            _ => self.compare(a, b, op),
                        };
                    }
                }
                (a, b) => return Ok(Value::from_bool(op.holds(a.is_some().cmp(&b.is_some())))),
            }
            index += 1;
        }
    }

    /// The reprs of `items` between `open` and `close`.
    pub(crate) fn repr_items(
        &mut self,
        items: &[Value],
        open: &str,
        close: &str,
    ) -> PyResult<Value> {
        self.repr_indexed(&|index| items.get(index).copied(), open, close)
    }

    /// As `repr_items`, of items that may change meanwhile.
    pub(crate) fn repr_indexed(
        &mut self,
        item: &dyn Fn(usize) -> Option<Value>,
        open: &str,
        close: &str,
    ) -> PyResult<Value> {
        let (open, close, comma) = (self.intern(open)?, self.intern(close)?, self.intern(", ")?);
        let mut parts = TempVec::from(vec![open.value()]);
        let mut index = 0;
        while let Some(each) = item(index) {
            if index > 0 {
                parts.push(comma.value());
            }
            parts.push(self.repr(each)?.value());
            index += 1;
        }
        parts.push(close.value());
        Ok(self.concat_strings(&parts)?.value())
    }

    /// Begins the repr of a container; `false` when that is under way already.
    pub fn enter_repr(&mut self, value: Value) -> PyResult<bool> {
        if self.repr_stack.contains(&value) {
            return Ok(false);
        }
        if self.repr_stack.len() >= MAX_REPR_DEPTH {
            return Err(self.recursion_error(
                "maximum recursion depth exceeded while getting the repr of an object",
            ));
        }
        self.repr_stack.push(value);
        Ok(true)
    }

    /// Ends the repr of a container.
    pub fn leave_repr(&mut self, value: Value) {
        if let Some(index) = self.repr_stack.iter().rposition(|&each| each == value) {
            self.repr_stack.remove(index);
        }
    }
}

fn this(value: Value) -> Gc<Slice> {
    value.cast().expect("the receiver was checked")
}

fn new(vm: &mut Vm, _class: Value, args: crate::native::Rest) -> PyResult<Gc<Slice>> {
    match *args.0.items() {
        [] => Err(vm.type_error("slice expected at least 1 argument, got 0")),
        [stop] => vm.new_slice(Value::NONE, stop, Value::NONE),
        [start, stop] => vm.new_slice(start, stop, Value::NONE),
        [start, stop, step] => vm.new_slice(start, stop, step),
        ref more => {
            let got = more.len();
            Err(vm.type_error(format_args!("slice expected at most 3 arguments, got {got}")))
        }
    }
}

fn parts(value: Value) -> [Value; 3] {
    this(value).parts_values()
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    vm.repr_items(&parts(value), "slice(", ")")
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    if !right.is::<Slice>() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (a, b) = (parts(left), parts(right));
    vm.compare_sequences(&|index| a.get(index).copied(), &|index| b.get(index).copied(), op)
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let tuple = vm.new_tuple(&parts(value))?;
    vm.hash(tuple.value())
}

fn indices(vm: &mut Vm, value: Value, len: Value) -> PyResult<Value> {
    let len = vm.index_as_i64(len)?;
    let Ok(size) = usize::try_from(len) else {
        return Err(vm.value_error("length should not be negative"));
    };
    let slice = this(value);
    let range = vm.slice_indices(slice, size)?;
    // The stop is what the clamped slice would show, not what the last index gives.
    let step = range.step;
    let stop = match vm.slice_part(slice.stop.get())? {
        None => {
            if step < 0 {
                -1
            } else {
                len
            }
        }
        Some(stop) => {
            let (lowest, highest) = if step < 0 { (-1, len - 1) } else { (0, len) };
            if stop < 0 { stop.saturating_add(len).max(lowest) } else { stop.min(highest) }
        }
    };
    Ok(vm
        .new_tuple(&[
            Value::from_small(range.start),
            Value::from_small(stop),
            Value::from_small(step),
        ])?
        .value())
}

builtin_type! {
    /// slice(stop)
    /// slice(start, stop[, step])
    ///
    /// Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).
    pub static SLICE = "slice"("object") {
        kind kind::SLICE;
        slots { repr: repr, compare: compare, hash: hash }
        new "slice(cls, *args)" => new;
        methods {
            /// S.indices(len) -> (start, stop, stride)
            ///
            /// Assuming a sequence of length len, calculate the start and stop
            /// indices, and the stride length of the extended slice described by
            /// S. Out of bounds indices are clipped in a manner consistent with the
            /// handling of normal slices.
            "indices(self, object, /)" => indices;
            "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                let args = vm.new_tuple(&parts(value))?;
                let class = vm.types.slice.value();
                vm.new_tuple(&[class, args.value()])
            };
        }
        getters {
            "start" => |_, value| Ok(parts(value)[0]);
            "stop" => |_, value| Ok(parts(value)[1]);
            "step" => |_, value| Ok(parts(value)[2]);
        }

    }
}
