//! The algebra of sets. Elements are taken in the order CPython takes them, so that results show theirs in the same order.

use gc::{Gc, TempVec, Value};

use super::{Set, add_all, as_set, result_class, table, this};
use crate::builtins::dict::Dict;
use crate::native::Rest;
use crate::object::Type;
use crate::{PyResult, Vm};

fn copy_as(vm: &mut Vm, value: Value, class: Gc<Type>) -> PyResult<Gc<Set>> {
    let copy = vm.new_set_of(class)?;
    vm.set_merge(copy, this(value))?;
    Ok(copy)
}

fn copy_of(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = result_class(vm, value);
    Ok(copy_as(vm, value, class)?.value())
}

/// `set.copy()`.
pub(super) fn copy(vm: &mut Vm, value: Value) -> PyResult<Value> {
    if vm.type_of(value) == vm.types.frozenset {
        return Ok(value);
    }
    copy_of(vm, value)
}

/// `set.union(*others)`.
pub(super) fn union(vm: &mut Vm, value: Value, others: Rest) -> PyResult<Value> {
    let result = copy_of(vm, value)?;
    for &other in TempVec::from(others.0.items()).iter() {
        if other != value {
            add_all(vm, result, other)?;
        }
    }
    Ok(result)
}

pub(super) fn union_of(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let result = copy_of(vm, left)?;
    if left != right {
        add_all(vm, result, right)?;
    }
    Ok(result)
}

pub(super) fn intersection_of(vm: &mut Vm, value: Value, other: Value) -> PyResult<Value> {
    if value == other {
        return copy_of(vm, value);
    }
    let class = result_class(vm, value);
    let result = vm.new_set_of(class)?;
    let set = this(value);
    if let Some(other) = other.cast::<Set>() {
        let (small, large) = if other.len() > set.len() { (set, other) } else { (other, set) };
        vm.charge(small.len() / 16)?;
        let mut place = 0;
        while let Some((next, item, hash)) = small.next_element(place) {
            place = next;
            if vm.set_has_hashed(large, item, hash)? {
                vm.set_add_hashed(result, item, hash)?;
            }
        }
        return Ok(result.value());
    }
    vm.for_each(other, |vm, item| {
        let hash = vm.hash_element(item)?;
        if vm.set_has_hashed(set, item, hash)? {
            vm.set_add_hashed(result, item, hash)?;
        }
        Ok(true)
    })?;
    Ok(result.value())
}

/// `set.intersection(*others)`.
pub(super) fn intersection(vm: &mut Vm, value: Value, others: Rest) -> PyResult<Value> {
    let others = TempVec::from(others.0.items());
    let Some((&first, rest)) = others.split_first() else { return copy_of(vm, value) };
    let mut result = intersection_of(vm, value, first)?;
    for &other in rest {
        result = intersection_of(vm, result, other)?;
    }
    Ok(result)
}

/// `set.difference_update(other)`.
pub(super) fn remove_all(vm: &mut Vm, value: Value, other: Value) -> PyResult<()> {
    let set = this(value);
    if value == other {
        table::clear(set);
        return Ok(());
    }
    if let Some(found) = other.cast::<Set>() {
        // Removing from a small set what a large one has: by what both have.
        let common = match found.len() >> 3 > set.len() {
            true => this(intersection_of(vm, value, other)?),
            false => found,
        };
        vm.charge(common.len() / 16)?;
        let mut place = 0;
        while let Some((next, item, hash)) = common.next_element(place) {
            place = next;
            vm.set_discard_hashed(set, item, hash)?;
        }
    } else {
        vm.for_each(other, |vm, item| {
            let hash = vm.hash_element(item)?;
            vm.set_discard_hashed(set, item, hash)?;
            Ok(true)
        })?;
    }
    vm.set_tidy(set)
}

pub(super) fn difference_of(vm: &mut Vm, value: Value, other: Value) -> PyResult<Value> {
    let set = this(value);
    let size = match (other.cast::<Set>(), other.cast::<Dict>()) {
        (Some(other), _) => Some(other.len()),
        (None, Some(dict)) => Some(dict.len()),
        (None, None) => None,
    };
    if size.is_none_or(|size| set.len() >> 2 > size) {
        let copy = copy_of(vm, value)?;
        remove_all(vm, copy, other)?;
        return Ok(copy);
    }
    let class = result_class(vm, value);
    let result = vm.new_set_of(class)?;
    vm.charge(set.len() / 16)?;
    let mut place = 0;
    while let Some((next, item, hash)) = set.next_element(place) {
        place = next;
        let there = match (other.cast::<Set>(), other.cast::<Dict>()) {
            (Some(other), _) => vm.set_has_hashed(other, item, hash)?,
            (None, Some(dict)) => dict.get_hashed(vm, item, hash)?.is_some(),
            (None, None) => false,
        };
        if !there {
            vm.set_add_hashed(result, item, hash)?;
        }
    }
    Ok(result.value())
}

/// `set.difference(*others)`.
pub(super) fn difference(vm: &mut Vm, value: Value, others: Rest) -> PyResult<Value> {
    let others = TempVec::from(others.0.items());
    let Some((&first, rest)) = others.split_first() else { return copy_of(vm, value) };
    let result = difference_of(vm, value, first)?;
    for &other in rest {
        remove_all(vm, result, other)?;
    }
    Ok(result)
}

/// `set.symmetric_difference_update(other)`.
pub(super) fn toggle_all(vm: &mut Vm, value: Value, other: Value) -> PyResult<()> {
    let set = this(value);
    if value == other {
        table::clear(set);
        return Ok(());
    }
    let other = as_set(vm, other)?;
    vm.charge(other.len() / 16)?;
    let mut place = 0;
    while let Some((next, item, hash)) = other.next_element(place) {
        place = next;
        if !vm.set_discard_hashed(set, item, hash)? {
            vm.set_add_hashed(set, item, hash)?;
        }
    }
    Ok(())
}

/// `set.symmetric_difference(other)`.
pub(super) fn symmetric_difference(vm: &mut Vm, value: Value, other: Value) -> PyResult<Value> {
    let class = result_class(vm, value);
    let result = vm.new_set_of(class)?.value();
    add_all(vm, result, other)?;
    toggle_all(vm, result, value)?;
    Ok(result)
}

/// `set.intersection_update(*others)`.
pub(super) fn intersection_update(vm: &mut Vm, value: Value, others: Rest) -> PyResult<()> {
    let result = intersection(vm, value, others)?;
    table::take_over(this(value), this(result));
    Ok(())
}

fn keep_common(vm: &mut Vm, value: Value, other: Value) -> PyResult<()> {
    let result = intersection_of(vm, value, other)?;
    table::take_over(this(value), this(result));
    Ok(())
}

macro_rules! operator {
    ($function:ident $of:path; $inplace:ident $update:path) => {
        pub(super) fn $function(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
            if !left.is::<Set>() || !right.is::<Set>() {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            $of(vm, left, right)
        }

        pub(super) fn $inplace(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
            if !right.is::<Set>() {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            $update(vm, left, right)?;
            Ok(left)
        }
    };
}

operator! { or union_of; inplace_or add_all }
operator! { and intersection_of; inplace_and keep_common }
operator! { subtract difference_of; inplace_subtract remove_all }
operator! { xor symmetric_difference; inplace_xor toggle_all }
