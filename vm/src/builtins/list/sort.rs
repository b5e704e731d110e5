//! Stable sorting that survives comparisons which raise or contradict each other: a bottom-up merge sort whose runs begin
//! as insertion-sorted blocks or as the ascending stretches already there (the idea of Tim Peters's timsort).

use gc::{TempVec, Value};

use crate::builtins::str::Str;
use crate::object::CompareOp;
use crate::{PyResult, Vm};

/// Blocks of this length are sorted by insertion.
const BLOCK: usize = 16;

/// Sorts `items` by `key` (or `None`). Whatever happens, what comes back is a permutation of them.
pub(crate) fn sort(
    vm: &mut Vm,
    items: TempVec,
    key: Value,
    reverse: bool,
) -> (TempVec, PyResult<()>) {
    let mut items = items;
    let keys = if key.is_none() {
        TempVec::from(&items[..])
    } else {
        let mut keys = TempVec::with_capacity(items.len());
        for &item in items.iter() {
            match vm.call_values(key, &[item]) {
                Ok(value) => keys.push(value),
                Err(raised) => return (items, Err(raised)),
            }
        }
        keys
    };
    if items.len() < 2 {
        return (items, Ok(()));
    }
    // Stability is kept under `reverse` by sorting the reversed sequence and reversing again.
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    if reverse {
        order.reverse();
    }
    let result = order_by(vm, &mut order, &keys);
    if reverse {
        order.reverse();
    }
    let sorted: Vec<Value> = order.iter().map(|&index| items[index as usize]).collect();
    items.clear();
    items.extend_from_slice(&sorted);
    (items, result)
}

fn order_by(vm: &mut Vm, order: &mut [u32], keys: &TempVec) -> PyResult<()> {
    let key = |index: u32| keys[index as usize];
    if keys.iter().all(|key| key.is_small()) {
        order.sort_by_key(|&index| key(index).to_small());
        return Ok(());
    }
    if keys.iter().all(|key| key.as_f64().is_some_and(|number| !number.is_nan())) {
        order.sort_by(|&a, &b| {
            key(a).to_f64().partial_cmp(&key(b).to_f64()).unwrap_or(std::cmp::Ordering::Equal)
        });
        return Ok(());
    }
    if keys.iter().all(|key| key.cast::<Str>().is_some_and(|text| text.is_exact())) {
        order.sort_by(|&a, &b| match (key(a).cast::<Str>(), key(b).cast::<Str>()) {
            (Some(a), Some(b)) => a.order(&b),
            _ => std::cmp::Ordering::Equal,
        });
        return Ok(());
    }
    merge_sort(order, &mut |a, b| {
        vm.charge(1)?;
        vm.compare_bool(key(a), key(b), CompareOp::Lt)
    })
}

/// Sorts by `less`, which may raise: then `order` is some permutation of what it was.
fn merge_sort(
    order: &mut [u32],
    less: &mut impl FnMut(u32, u32) -> PyResult<bool>,
) -> PyResult<()> {
    // The runs: ascending stretches, lengthened to blocks.
    let len = order.len();
    let mut runs = vec![0];
    let mut start = 0;
    while start < len {
        let mut end = start + 1;
        if end < len && less(order[end], order[start])? {
            while end < len && less(order[end], order[end - 1])? {
                end += 1;
            }
            order[start..end].reverse();
        } else {
            while end < len && !less(order[end], order[end - 1])? {
                end += 1;
            }
        }
        let wanted = (start + BLOCK).min(len);
        while end < wanted {
            insert(&mut order[start..=end], less)?;
            end += 1;
        }
        runs.push(end);
        start = end;
    }
    let mut buffer: Vec<u32> = Vec::with_capacity(len);
    while runs.len() > 2 {
        let mut merged = vec![0];
        let mut index = 0;
        while index + 2 < runs.len() {
            merge(order, runs[index], runs[index + 1], runs[index + 2], &mut buffer, less)?;
            merged.push(runs[index + 2]);
            index += 2;
        }
        if index + 1 < runs.len() {
            merged.push(runs[index + 1]);
        }
        runs = merged;
    }
    Ok(())
}

/// Inserts the last element into the sorted ones before it, by binary search.
fn insert(run: &mut [u32], less: &mut impl FnMut(u32, u32) -> PyResult<bool>) -> PyResult<()> {
    let last = run.len() - 1;
    let new = run[last];
    let (mut low, mut high) = (0, last);
    while low < high {
        let middle = low + (high - low) / 2;
        if less(new, run[middle])? { high = middle } else { low = middle + 1 }
    }
    run.copy_within(low..last, low + 1);
    run[low] = new;
    Ok(())
}

fn merge(
    order: &mut [u32],
    start: usize,
    middle: usize,
    end: usize,
    buffer: &mut Vec<u32>,
    less: &mut impl FnMut(u32, u32) -> PyResult<bool>,
) -> PyResult<()> {
    if !less(order[middle], order[middle - 1])? {
        return Ok(());
    }
    buffer.clear();
    let (mut left, mut right) = (start, middle);
    let mut result = Ok(());
    while left < middle && right < end {
        match less(order[right], order[left]) {
            Ok(true) => {
                buffer.push(order[right]);
                right += 1;
            }
            Ok(false) => {
                buffer.push(order[left]);
                left += 1;
            }
            Err(raised) => {
                result = Err(raised);
                break;
            }
        }
    }
    buffer.extend_from_slice(&order[left..middle]);
    buffer.extend_from_slice(&order[right..end]);
    order[start..end].copy_from_slice(buffer);
    result
}
