//! Iterators over dicts, both ways.

use std::cell::Cell;

use gc::field::GcField;
use gc::{Gc, Value};

use super::Dict;
use crate::object::kind;
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// An iterator over keys, values or items; which, its class says.
    pub struct DictIterator(kind::DICT_ITERATOR) {
        dict: GcField<Dict>,
        position: Cell<usize>,
        len: Cell<usize>,
        left: Cell<usize>,
        version: Cell<u32>,
        reversed: Cell<bool>,
    }
}

crate::plain_kinds!(DictIterator);

/// What iterators and views show of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Keys,
    Values,
    Items,
}

pub(super) fn new_iterator(
    vm: &mut Vm,
    dict: Gc<Dict>,
    part: Part,
    reversed: bool,
) -> PyResult<Value> {
    let class = match (part, reversed) {
        (Part::Keys, false) => vm.types.dict_key_iterator,
        (Part::Values, false) => vm.types.dict_value_iterator,
        (Part::Items, false) => vm.types.dict_item_iterator,
        (Part::Keys, true) => vm.types.dict_reverse_key_iterator,
        (Part::Values, true) => vm.types.dict_reverse_value_iterator,
        (Part::Items, true) => vm.types.dict_reverse_item_iterator,
    };
    let iterator = DictIterator {
        header: gc::Header::unset(),
        dict: GcField::new(Some(dict)),
        position: Cell::new(if reversed { dict.end_position() } else { 0 }),
        len: Cell::new(dict.len()),
        left: Cell::new(dict.len()),
        version: Cell::new(dict.keys_version()),
        reversed: Cell::new(reversed),
    };
    Ok(vm.new_object_of(class, iterator)?.value())
}

fn this(value: Value) -> Gc<DictIterator> {
    value.cast().expect("the receiver was checked")
}

fn step(vm: &mut Vm, value: Value) -> PyResult<Option<(Value, Value)>> {
    let iterator = this(value);
    let Some(dict) = iterator.dict.get() else { return Ok(None) };
    if dict.len() != iterator.len.get() {
        // Sticky: it stays in error.
        iterator.len.set(usize::MAX);
        return Err(vm.runtime_error("dictionary changed size during iteration"));
    }
    let found = if iterator.reversed.get() {
        dict.previous_entry(iterator.position.get())
    } else {
        dict.next_entry(iterator.position.get())
    };
    match found {
        Some((position, key, item)) => {
            if iterator.left.get() == 0
                || (dict.keys_version() != iterator.version.get() && iterator.left.get() == 0)
            {
                return Err(vm.runtime_error("dictionary keys changed during iteration"));
            }
            iterator.left.set(iterator.left.get() - 1);
            iterator.position.set(position);
            Ok(Some((key, item)))
        }
        None => {
            iterator.dict.set(iterator, None);
            Ok(None)
        }
    }
}

fn next_key(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    Ok(step(vm, value)?.map(|(key, _)| key))
}

fn next_value(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    Ok(step(vm, value)?.map(|(_, item)| item))
}

fn next_item(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    match step(vm, value)? {
        Some((key, item)) => Ok(Some(vm.new_tuple(&[key, item])?.value())),
        None => Ok(None),
    }
}

fn length_hint(_: &mut Vm, value: Value) -> i64 {
    let iterator = this(value);
    match iterator.dict.get() {
        Some(dict) if dict.len() == iterator.len.get() => iterator.left.get() as i64,
        _ => 0,
    }
}

/// Pickled as an iterator over a list of what is left.
fn reduce(
    vm: &mut Vm,
    value: Value,
    next: fn(&mut Vm, Value) -> PyResult<Option<Value>>,
) -> PyResult<Value> {
    let original = this(value);
    let state = (original.position.get(), original.left.get(), original.dict.get());
    let mut left = gc::TempVec::new();
    while let Some(item) = next(vm, value)? {
        left.push(item);
    }
    original.position.set(state.0);
    original.left.set(state.1);
    original.dict.set(original, state.2);
    let iter = vm.builtin("iter")?;
    let list = vm.new_list(&left)?;
    let args = vm.new_tuple(&[list.value()])?;
    Ok(vm.new_tuple(&[iter, args.value()])?.value())
}

macro_rules! iterator_type {
    ($NAME:ident $name:literal $next:ident) => {
        builtin_type! {
            /// An iterator over a dict.
            pub static $NAME = $name("object") {
                kind kind::DICT_ITERATOR;
                slots { iter: |_, value| Ok(value), next: $next }
                methods {
                    /// Private method returning an estimate of len(list(it)).
                    "__length_hint__(self, /)" => length_hint;
                    /// Return state information for pickling.
                    "__reduce__(self, /)" => |vm: &mut Vm, value: Value| reduce(vm, value, $next);
                }
            }
        }
    };
}

iterator_type! { DICT_KEY_ITERATOR "dict_keyiterator" next_key }
iterator_type! { DICT_VALUE_ITERATOR "dict_valueiterator" next_value }
iterator_type! { DICT_ITEM_ITERATOR "dict_itemiterator" next_item }
iterator_type! { DICT_REVERSE_KEY_ITERATOR "dict_reversekeyiterator" next_key }
iterator_type! { DICT_REVERSE_VALUE_ITERATOR "dict_reversevalueiterator" next_value }
iterator_type! { DICT_REVERSE_ITEM_ITERATOR "dict_reverseitemiterator" next_item }
