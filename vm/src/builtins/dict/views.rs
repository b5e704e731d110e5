//! `dict.keys()`, `dict.values()`, `dict.items()`.

use gc::field::GcField;
use gc::{Gc, Value};

use super::Dict;
use super::iterators::{Part, new_iterator};
use crate::builtins::tuple::Tuple;
use crate::object::{CompareOp, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A view of a dict; which, its class says.
    pub struct DictView(kind::DICT_VIEW) { dict: GcField<Dict> }
}

crate::plain_kinds!(DictView);

pub(super) fn new_view(vm: &mut Vm, dict: Gc<Dict>, part: Part) -> PyResult<Value> {
    let shape = match part {
        Part::Keys => shape::DICT_KEYS,
        Part::Values => shape::DICT_VALUES,
        Part::Items => shape::DICT_ITEMS,
    };
    Ok(vm
        .new_object(
            shape,
            DictView { header: gc::Header::unset(), dict: GcField::new(Some(dict)) },
        )?
        .value())
}

fn dict_of(value: Value) -> Gc<Dict> {
    let view: Gc<DictView> = value.cast().expect("the receiver was checked");
    view.dict.get().expect("a view has a dict")
}

fn part_of(value: Value) -> Part {
    match value.as_header().map(|header| header.shape()) {
        Some(shape::DICT_VALUES) => Part::Values,
        Some(shape::DICT_ITEMS) => Part::Items,
        _ => Part::Keys,
    }
}

fn len(_: &mut Vm, value: Value) -> PyResult<usize> {
    Ok(dict_of(value).len())
}

fn iter(vm: &mut Vm, value: Value) -> PyResult<Value> {
    new_iterator(vm, dict_of(value), part_of(value), false)
}

fn reversed(vm: &mut Vm, value: Value) -> PyResult<Value> {
    new_iterator(vm, dict_of(value), part_of(value), true)
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = vm.type_of(value).name_text();
    if !vm.enter_repr(value)? {
        return Ok(vm.new_str("...")?.value());
    }
    let items = vm.collect_items(value);
    let text = match items {
        Ok(items) => {
            let list = vm.new_list(&items)?;
            vm.repr_text(list.value())
        }
        Err(raised) => Err(raised),
    };
    vm.leave_repr(value);
    let text = text?;
    Ok(vm.new_str(&format!("{class}({text})"))?.value())
}

fn contains_key(vm: &mut Vm, value: Value, key: Value) -> PyResult<bool> {
    Ok(dict_of(value).get(vm, key)?.is_some())
}

fn contains_item(vm: &mut Vm, value: Value, item: Value) -> PyResult<bool> {
    let Some(pair) = item.cast::<Tuple>().filter(|pair| pair.len() == 2) else { return Ok(false) };
    match dict_of(value).get(vm, pair.items()[0])? {
        Some(found) => vm.is_equal(found, pair.items()[1]),
        None => Ok(false),
    }
}

/// The view's elements as a new set.
fn to_set(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let set = vm.new_set()?;
    vm.for_each(value, |vm, item| {
        vm.set_add(set, item)?;
        Ok(true)
    })?;
    Ok(set)
}

fn operate(vm: &mut Vm, left: Value, right: Value, method: &str) -> PyResult<Value> {
    let is_view = |value: Value| value.is::<DictView>() && part_of(value) != Part::Values;
    if !is_view(left) && !is_view(right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    if vm.slots(right).iter.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let set = to_set(vm, left)?;
    let name = vm.intern(method)?;
    vm.call_method(set, name, &[right])?;
    Ok(set)
}

/// Intersection keeps the order of the view and the elements of the other side.
fn intersect(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    operate(vm, left, right, "intersection_update")
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let is_setlike = vm.is_set(right) || (right.is::<DictView>() && part_of(right) != Part::Values);
    if !is_setlike {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (left_len, right_len) = (vm.len(left)?, vm.len(right)?);
    let all_in = |vm: &mut Vm, small: Value, large: Value| {
        let mut all = true;
        vm.for_each(small, |vm, item| {
            all = vm.contains(large, item)?;
            Ok(all)
        })?;
        Ok(all)
    };
    let holds = match op {
        CompareOp::Eq | CompareOp::Ne => {
            (left_len == right_len && all_in(vm, left, right)?) == (op == CompareOp::Eq)
        }
        CompareOp::Lt => left_len < right_len && all_in(vm, left, right)?,
        CompareOp::Le => left_len <= right_len && all_in(vm, left, right)?,
        CompareOp::Gt => left_len > right_len && all_in(vm, right, left)?,
        CompareOp::Ge => left_len >= right_len && all_in(vm, right, left)?,
    };
    Ok(Value::from_bool(holds))
}

fn is_disjoint(vm: &mut Vm, value: Value, other: Value) -> PyResult<bool> {
    let mut disjoint = true;
    vm.for_each(other, |vm, item| {
        disjoint = !vm.contains(value, item)?;
        Ok(disjoint)
    })?;
    Ok(disjoint)
}

fn mapping(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let dict = dict_of(value);
    vm.new_mapping_proxy(dict.value())
}

macro_rules! set_view {
    ($NAME:ident $name:literal $contains:ident) => {
        builtin_type! {
            /// A set-like view of a dict.
            pub static $NAME = $name("object") {
                kind kind::DICT_VIEW;
                slots {
                    repr: repr, len: len, iter: iter, contains: $contains, compare: compare,
                    bit_and: intersect,
                    bit_or: |vm, left, right| operate(vm, left, right, "update"),
                    bit_xor: |vm, left, right| operate(vm, left, right, "symmetric_difference_update"),
                    subtract: |vm, left, right| operate(vm, left, right, "difference_update"),
                }
                methods {
                    /// Return True if the view and the given iterable have a null intersection.
                    "isdisjoint(self, other, /)" => is_disjoint;
                    /// Return a reverse iterator over the view.
                    "__reversed__(self, /)" => reversed;
                }
                getters {
                    /// dictionary that this view refers to
                    "mapping" => mapping;
                }
            }
        }
    };
}

set_view! { DICT_KEYS "dict_keys" contains_key }
set_view! { DICT_ITEMS "dict_items" contains_item }

builtin_type! {
    /// A view of a dict's values.
    pub static DICT_VALUES = "dict_values"("object") {
        kind kind::DICT_VIEW;
        slots { repr: repr, len: len, iter: iter }
        methods {
            /// Return a reverse iterator over the dict values.
            "__reversed__(self, /)" => reversed;
        }
        getters {
            /// dictionary that this view refers to
            "mapping" => mapping;
        }
    }
}
