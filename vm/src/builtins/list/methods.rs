//! The type `list`.

use gc::{Gc, TempVec, Value};

use super::List;
use crate::builtins::slice::Slice;
use crate::builtins::tuple::Tuple;
use crate::native::{Keywords, Rest};
use crate::object::storage::ArrayExt;
use crate::object::{CompareOp, Type, kind};
use crate::{PyResult, Vm, builtin_type};

fn this(value: Value) -> Gc<List> {
    value.cast().expect("the receiver was checked")
}

/// An iterable that says it has more items than this is not believed.
const MOST_EXPECTED: usize = 1 << 28;

impl Vm {
    /// `list.extend(iterable)`.
    pub fn list_extend(&mut self, list: Gc<List>, iterable: Value) -> PyResult<()> {
        let exact = iterable.cast::<List>().is_some_and(|list| list.is_exact())
            || iterable.cast::<Tuple>().is_some_and(|tuple| tuple.is_exact());
        if exact {
            let items = self.collect_items(iterable)?;
            return self.list_append_all(list, &items);
        }
        let hint = self.length_hint(iterable, 0)?;
        if (2..=MOST_EXPECTED).contains(&hint)
            && let Err(raised) = self.list_reserve(list, hint)
        {
            // It was an estimate only.
            let class = self.exceptions.MemoryError;
            self.catch_if(raised, class)?;
        }
        self.for_each(iterable, |vm, item| {
            vm.list_append(list, item)?;
            Ok(true)
        })
    }

    fn list_append_all(&mut self, list: Gc<List>, items: &[Value]) -> PyResult<()> {
        if items.is_empty() {
            return Ok(());
        }
        let len = list.len();
        let store = self.list_reserve(list, items.len())?;
        store.write(len, items);
        list.len.set(len + items.len());
        Ok(())
    }

    /// `list.insert(index, item)`, the index being within the list or at its end.
    pub fn list_insert(&mut self, list: Gc<List>, index: usize, item: Value) -> PyResult<()> {
        let len = list.len();
        let store = self.list_reserve(list, 1)?;
        store.move_within(index, index + 1, len - index);
        store.set(index, item);
        list.len.set(len + 1);
        Ok(())
    }

    /// `list.pop(index)`, the index being within the list.
    pub fn list_remove_at(&mut self, list: Gc<List>, index: usize) -> Value {
        let len = list.len();
        let Some(store) = list.store.get() else { return Value::NONE };
        let item = store.get(index);
        store.move_within(index + 1, index, len - index - 1);
        store.set(len - 1, Value::UNBOUND);
        list.len.set(len - 1);
        item
    }

    /// Replaces the whole content.
    pub fn list_replace(&mut self, list: Gc<List>, items: &[Value]) -> PyResult<()> {
        let store = if items.is_empty() {
            None
        } else {
            let store = self.new_array(items.len(), Value::UNBOUND)?;
            store.write(0, items);
            Some(store)
        };
        list.store.set(list, store);
        list.len.set(items.len());
        Ok(())
    }
}

fn new(vm: &mut Vm, class: Gc<Type>, _args: Rest, _kwargs: Keywords) -> PyResult<Gc<List>> {
    vm.new_list_of(class, &[])
}

fn init(vm: &mut Vm, value: Value, iterable: Option<Value>) -> PyResult<()> {
    let list = this(value);
    vm.list_replace(list, &[])?;
    match iterable {
        Some(iterable) => vm.list_extend(list, iterable),
        None => Ok(()),
    }
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    if this(value).is_empty() {
        return Ok(vm.new_str("[]")?.value());
    }
    if !vm.enter_repr(value)? {
        return Ok(vm.new_str("[...]")?.value());
    }
    let list = this(value);
    let text = vm.repr_indexed(&|index| list.get(index), "[", "]");
    vm.leave_repr(value);
    text
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<List>(), right.cast::<List>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && a.len() != b.len() {
        return Ok(Value::from_bool(op == CompareOp::Ne));
    }
    vm.compare_sequences(&|index| a.get(index), &|index| b.get(index), op)
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let list = this(value);
    if let Some(slice) = key.cast::<Slice>() {
        let range = vm.slice_indices(slice, list.len())?;
        let items =
            TempVec::from(range.indices().filter_map(|index| list.get(index)).collect::<Vec<_>>());
        return Ok(vm.new_list(&items)?.value());
    }
    let index = vm.sequence_index(key, list.len(), "list")?;
    match index.and_then(|index| list.get(index)) {
        Some(item) => Ok(item),
        None => Err(vm.index_error("list index out of range")),
    }
}

fn set_item(vm: &mut Vm, value: Value, key: Value, item: Value) -> PyResult<()> {
    let list = this(value);
    if let Some(slice) = key.cast::<Slice>() {
        return set_slice(vm, list, slice, item);
    }
    let index = vm.sequence_index(key, list.len(), "list")?;
    match index.filter(|&index| index < list.len()) {
        Some(index) if item.is_unbound() => {
            vm.list_remove_at(list, index);
            Ok(())
        }
        Some(index) => {
            if let Some(store) = list.store.get() {
                store.set(index, item);
            }
            Ok(())
        }
        None => Err(vm.index_error("list assignment index out of range")),
    }
}

fn set_slice(vm: &mut Vm, list: Gc<List>, slice: Gc<Slice>, item: Value) -> PyResult<()> {
    let new = if item.is_unbound() {
        TempVec::new()
    } else {
        if vm.slots(item).iter.is_none() && vm.slots(item).get_item.is_none() {
            return Err(vm.type_error("must assign iterable to extended slice"));
        }
        vm.collect_items(item)?
    };
    // The list may have changed meanwhile: its length counts now.
    let range = vm.slice_indices(slice, list.len())?;
    let old = TempVec::from(list.items());
    if range.step == 1 {
        let start = range.start as usize;
        let mut items = TempVec::with_capacity(old.len() + new.len());
        items.extend_from_slice(&old[..start]);
        items.extend_from_slice(&new);
        items.extend_from_slice(&old[start + range.count..]);
        return vm.list_replace(list, &items);
    }
    if item.is_unbound() {
        let mut doomed = vec![false; old.len()];
        for index in range.indices() {
            doomed[index] = true;
        }
        let kept: TempVec = TempVec::from(
            old.iter()
                .zip(&doomed)
                .filter(|(_, doomed)| !**doomed)
                .map(|(item, _)| *item)
                .collect::<Vec<_>>(),
        );
        return vm.list_replace(list, &kept);
    }
    if new.len() != range.count {
        let (got, size) = (new.len(), range.count);
        return Err(vm.value_error(format_args!(
            "attempt to assign sequence of size {got} to extended slice of size {size}"
        )));
    }
    if let Some(store) = list.store.get() {
        for (index, &item) in range.indices().zip(new.iter()) {
            store.set(index, item);
        }
    }
    Ok(())
}

fn concat(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let Some(other) = right.cast::<List>() else {
        let class = vm.type_of(right).name_text();
        return Err(
            vm.type_error(format_args!("can only concatenate list (not \"{class}\") to list"))
        );
    };
    let mut items = TempVec::from(this(left).items());
    items.extend_from_slice(other.items());
    Ok(vm.new_list(&items)?.value())
}

fn inplace_concat(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    if vm.slots(right).iter.is_none() && vm.slots(right).get_item.is_none() {
        let class = vm.type_of(right).name_text();
        return Err(vm.type_error(format_args!("'{class}' object is not iterable")));
    }
    vm.list_extend(this(left), right)?;
    Ok(left)
}

fn repeat(vm: &mut Vm, value: Value, count: Value) -> PyResult<Value> {
    let items = TempVec::from(this(value).items());
    let repeated = vm.repeat_items(&items, count)?;
    Ok(vm.new_list(&repeated)?.value())
}

fn inplace_repeat(vm: &mut Vm, value: Value, count: Value) -> PyResult<Value> {
    let items = TempVec::from(this(value).items());
    let repeated = vm.repeat_items(&items, count)?;
    vm.list_replace(this(value), &repeated)?;
    Ok(value)
}

/// The first position from `start` below `stop` with an equal item. Comparing may change the list.
fn position(
    vm: &mut Vm,
    list: Gc<List>,
    item: Value,
    start: usize,
    stop: usize,
) -> PyResult<Option<usize>> {
    let mut index = start;
    while index < stop
        && let Some(each) = list.get(index)
    {
        if vm.is_equal(each, item)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> PyResult<bool> {
    Ok(position(vm, this(value), item, 0, usize::MAX)?.is_some())
}

fn index(
    vm: &mut Vm,
    value: Value,
    item: Value,
    start: Option<Value>,
    stop: Option<Value>,
) -> PyResult<i64> {
    let list = this(value);
    let (start, stop) = vm.search_bounds(start, stop, list.len())?;
    match position(vm, list, item, start, stop)? {
        Some(index) => Ok(index as i64),
        None => Err(vm.value_error("list.index(x): x not in list")),
    }
}

fn remove(vm: &mut Vm, value: Value, item: Value) -> PyResult<()> {
    let list = this(value);
    match position(vm, list, item, 0, usize::MAX)? {
        Some(index) if index < list.len() => {
            vm.list_remove_at(list, index);
            Ok(())
        }
        _ => Err(vm.value_error("list.remove(x): x not in list")),
    }
}

fn count(vm: &mut Vm, value: Value, item: Value) -> PyResult<i64> {
    let (list, mut count, mut index) = (this(value), 0, 0);
    while let Some(each) = list.get(index) {
        count += i64::from(vm.is_equal(each, item)?);
        index += 1;
    }
    Ok(count)
}

fn insert(vm: &mut Vm, value: Value, index: Value, item: Value) -> PyResult<()> {
    let index = vm.index_clamped(index)?;
    let list = this(value);
    let len = list.len() as i64;
    let index = if index < 0 { (index + len).max(0) } else { index.min(len) };
    vm.list_insert(list, index as usize, item)
}

fn pop(vm: &mut Vm, value: Value, index: i64) -> PyResult<Value> {
    let list = this(value);
    let len = list.len() as i64;
    if len == 0 {
        return Err(vm.index_error("pop from empty list"));
    }
    let index = if index < 0 { index + len } else { index };
    if !(0..len).contains(&index) {
        return Err(vm.index_error("pop index out of range"));
    }
    Ok(vm.list_remove_at(list, index as usize))
}

fn reverse(_: &mut Vm, value: Value) {
    let list = this(value);
    if let Some(store) = list.store.get() {
        let mut items = TempVec::from(list.items());
        items.reverse();
        store.write(0, &items);
    }
}

fn sort(vm: &mut Vm, value: Value, key: Value, reverse: bool) -> PyResult<()> {
    let list = this(value);
    let items = TempVec::from(list.items());
    // While it is being sorted the list looks empty, and a change is noticed.
    list.store.set(list, None);
    list.len.set(0);
    let (sorted, result) = super::sort::sort(vm, items, key, reverse);
    let modified = !list.is_empty() || list.store.get().is_some();
    vm.list_replace(list, &sorted)?;
    result?;
    if modified {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(())
}

builtin_type! {
    /// Built-in mutable sequence.
    ///
    /// If no argument is given, the constructor creates a new empty list.
    /// The argument must be an iterable if specified.
    pub static LIST = "list"("object") {
        kind kind::LIST;
        traits { is_base, is_sequence }
        slots {
            repr: repr, hash: crate::object::hash::not_hashable, compare: compare, len: |_, value| Ok(this(value).len()), get_item: get_item,
            set_item: set_item, concat: concat, inplace_concat: inplace_concat, repeat: repeat, inplace_repeat: inplace_repeat, contains: contains,
            iter: |vm, value| crate::builtins::iterators::new_indexed(vm, value, false),
        }
        new "list(cls, *args, **kwargs)" => new;
        init "list(self, iterable=<unrepresentable>, /)" => init;
        methods {
            /// Append object to the end of the list.
            "append(self, object, /)" => |vm: &mut Vm, value: Value, item: Value| vm.list_append(this(value), item);
            /// Extend list by appending elements from the iterable.
            "extend(self, iterable, /)" => |vm: &mut Vm, value: Value, iterable: Value| vm.list_extend(this(value), iterable);
            /// Insert object before index.
            "insert(self, index, object, /)" => insert;
            /// Remove and return item at index (default last).
            ///
            /// Raises IndexError if list is empty or index is out of range.
            "pop(self, index=-1, /)" => pop;
            /// Remove first occurrence of value.
            ///
            /// Raises ValueError if the value is not present.
            "remove(self, value, /)" => remove;
            /// Remove all items from list.
            "clear(self, /)" => |vm: &mut Vm, value: Value| vm.list_replace(this(value), &[]);
            /// Return a shallow copy of the list.
            "copy(self, /)" => |vm: &mut Vm, value: Value| { let items = TempVec::from(this(value).items()); vm.new_list(&items) };
            /// Return first index of value.
            ///
            /// Raises ValueError if the value is not present.
            "index(self, value, start=<unrepresentable>, stop=<unrepresentable>, /)" => index;
            /// Return number of occurrences of value.
            "count(self, value, /)" => count;
            /// Reverse *IN PLACE*.
            "reverse(self, /)" => reverse;
            /// Sort the list in ascending order and return None.
            ///
            /// The sort is in-place (i.e. the list itself is modified) and stable (i.e. the
            /// order of two equal elements is maintained).
            ///
            /// If a key function is given, apply it once to each list item and sort them,
            /// ascending or descending, according to their function values.
            ///
            /// The reverse flag can be set to sort in descending order.
            "sort(self, /, *, key=None, reverse=False)" => sort;
            /// Return a reverse iterator over the list.
            "__reversed__(self, /)" => |vm: &mut Vm, value: Value| crate::builtins::iterators::new_indexed(vm, value, true);
            /// Return the size of the list in memory, in bytes.
            "__sizeof__(self, /)" => |vm: &mut Vm, value: Value| vm.object_size(value) as i64 + 8 * this(value).store.get().map_or(0, |store| store.capacity() as i64);
        }
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
    }
}
