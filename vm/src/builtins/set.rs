//! `set` and `frozenset`: a dict's table whose values mean nothing.

use std::cell::Cell;

use gc::field::GcField;
use gc::{Gc, TempVec, Value};

use super::dict::{Dict, DictChange};
use crate::native::{Keywords, Rest};
use crate::object::{CompareOp, Type, kind, shape};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A set or frozenset; which, its class says.
    pub struct Set(kind::SET) {
        table: GcField<Dict>,
        /// The hash of a frozenset, once asked for; -1 before.
        hash: Cell<i64>,
    }
}

gc::heap_struct! {
    /// An iterator over a set.
    pub struct SetIterator(kind::SET_ITERATOR) { set: GcField<Set>, position: Cell<usize>, len: Cell<usize>, left: Cell<usize> }
}

crate::plain_kinds!(Set, SetIterator);

impl Set {
    fn table(&self) -> Gc<Dict> {
        self.table.get().expect("a set has a table")
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.table().len()
    }

    /// Has it no elements?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements as they are now.
    pub fn items(&self) -> TempVec {
        let table = self.table();
        let mut items = TempVec::with_capacity(table.len());
        let mut position = 0;
        while let Some((next, key, _)) = table.next_entry(position) {
            items.push(key);
            position = next;
        }
        items
    }
}

impl Vm {
    /// An empty set.
    pub fn new_set(&mut self) -> PyResult<Value> {
        let class = self.types.set;
        Ok(self.new_set_of(class)?.value())
    }

    fn new_set_of(&mut self, class: Gc<Type>) -> PyResult<Gc<Set>> {
        let table = self.new_dict()?;
        self.new_object_of(
            class,
            Set {
                header: gc::Header::unset(),
                table: GcField::new(Some(table)),
                hash: Cell::new(-1),
            },
        )
    }

    /// A frozenset of `items`.
    pub fn new_frozenset_from(&mut self, items: &[Value]) -> PyResult<Value> {
        let class = self.types.frozenset;
        let set = self.new_set_of(class)?;
        for &item in items {
            self.set_add(set.value(), item)?;
        }
        Ok(set.value())
    }

    /// Adds an element to a set (or to a frozenset that is being made).
    pub fn set_add(&mut self, set: Value, item: Value) -> PyResult<()> {
        let Some(set) = set.cast::<Set>() else { return Err(self.system_error("not a set")) };
        let hash = self.hash_for_table(item, "a set element")?;
        let table = set.table();
        if table.get_hashed(self, item, hash)?.is_none() {
            table.set_hashed(self, item, hash, Value::NONE)?;
        }
        Ok(())
    }

    /// Is `value` a set or frozenset, or of a class derived from them?
    pub fn is_set(&self, value: Value) -> bool {
        value.is::<Set>()
    }

    /// Is `item` in the set? A set that is looked for counts as the frozenset of the same elements.
    pub fn set_contains(&mut self, set: Gc<Set>, item: Value) -> PyResult<bool> {
        let hash = match item.cast::<Set>() {
            Some(other) if self.is_mutable(item) => hash_elements(self, other)?,
            _ => self.hash_for_table(item, "a set element")?,
        };
        Ok(set.table().get_hashed(self, item, hash)?.is_some())
    }

    fn is_mutable(&self, value: Value) -> bool {
        self.type_of(value).is_subtype(self.types.set)
    }

    fn set_remove(&mut self, set: Gc<Set>, item: Value) -> PyResult<bool> {
        if !self.set_contains(set, item)? {
            return Ok(false);
        }
        let key = match item.cast::<Set>() {
            Some(other) if self.is_mutable(item) => {
                let items = other.items();
                self.new_frozenset_from(&items)?
            }
            _ => item,
        };
        Ok(set.table().delete(self, key)?.is_some())
    }
}

fn this(value: Value) -> Gc<Set> {
    value.cast().expect("the receiver was checked")
}

fn new(vm: &mut Vm, class: Gc<Type>, _args: Rest, _kwargs: Keywords) -> PyResult<Gc<Set>> {
    vm.new_set_of(class)
}

fn init(vm: &mut Vm, value: Value, iterable: Option<Value>) -> PyResult<()> {
    let set = this(value);
    set.table().clear(vm);
    match iterable {
        Some(iterable) => add_all(vm, value, iterable),
        None => Ok(()),
    }
}

fn add_all(vm: &mut Vm, set: Value, iterable: Value) -> PyResult<()> {
    vm.for_each(iterable, |vm, item| {
        vm.set_add(set, item)?;
        Ok(true)
    })
}

fn frozen_new(vm: &mut Vm, class: Gc<Type>, args: Rest, kwargs: Keywords) -> PyResult<Value> {
    let exact = class == vm.types.frozenset;
    if exact && kwargs.0.is_some() {
        return Err(vm.type_error("frozenset() takes no keyword arguments"));
    }
    match args.0.items() {
        [] => Ok(vm.new_set_of(class)?.value()),
        &[iterable] => {
            if exact && vm.type_of(iterable) == class {
                return Ok(iterable);
            }
            let set = vm.new_set_of(class)?.value();
            add_all(vm, set, iterable)?;
            Ok(set)
        }
        items => {
            let got = items.len();
            Err(vm.type_error(format_args!("frozenset expected at most 1 argument, got {got}")))
        }
    }
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = vm.type_of(value);
    let name = class.name_text();
    let items = this(value).items();
    if items.is_empty() {
        return Ok(vm.new_str(&format!("{name}()"))?.value());
    }
    if !vm.enter_repr(value)? {
        return Ok(vm.new_str(&format!("{name}(...)"))?.value());
    }
    let list = vm.new_list(&items)?;
    let text = vm.repr_text(list.value());
    vm.leave_repr(value);
    let text = text?;
    let inner = format!("{{{}}}", &text[1..text.len() - 1]);
    let text = if class == vm.types.set { inner } else { format!("{name}({inner})") };
    Ok(vm.new_str(&text)?.value())
}

/// CPython's order-independent hash of a frozenset.
fn hash_elements(vm: &mut Vm, set: Gc<Set>) -> PyResult<i64> {
    if set.hash.get() != -1 && !vm.is_mutable(set.value()) {
        return Ok(set.hash.get());
    }
    let items = set.items();
    let mut hash: u64 = 0;
    for &item in items.iter() {
        let each = vm.hash(item)? as u64;
        hash ^= (each ^ 89_869_747 ^ (each << 16)).wrapping_mul(3_644_798_167);
    }
    hash ^= (items.len() as u64 + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    let hash = if hash == u64::MAX { 590_923_713 } else { hash as i64 };
    set.hash.set(hash);
    Ok(hash)
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Set>(), right.cast::<Set>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let holds = match op {
        CompareOp::Eq => a.len() == b.len() && is_subset(vm, a, b)?,
        CompareOp::Ne => a.len() != b.len() || !is_subset(vm, a, b)?,
        CompareOp::Le => a.len() <= b.len() && is_subset(vm, a, b)?,
        CompareOp::Lt => a.len() < b.len() && is_subset(vm, a, b)?,
        CompareOp::Ge => b.len() <= a.len() && is_subset(vm, b, a)?,
        CompareOp::Gt => b.len() < a.len() && is_subset(vm, b, a)?,
    };
    Ok(Value::from_bool(holds))
}

fn is_subset(vm: &mut Vm, a: Gc<Set>, b: Gc<Set>) -> PyResult<bool> {
    for &item in a.items().iter() {
        if !vm.set_contains(b, item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `other` as a set, for looking things up in it.
fn as_set(vm: &mut Vm, other: Value) -> PyResult<Gc<Set>> {
    match other.cast::<Set>() {
        Some(set) => Ok(set),
        None => {
            let set = vm.new_set()?;
            add_all(vm, set, other)?;
            Ok(this(set))
        }
    }
}

/// The class of results: `set` or `frozenset`, never a derived class.
fn result_class(vm: &Vm, value: Value) -> Gc<Type> {
    if vm.is_mutable(value) { vm.types.set } else { vm.types.frozenset }
}

fn copy_as(vm: &mut Vm, value: Value, class: Gc<Type>) -> PyResult<Gc<Set>> {
    let copy = vm.new_set_of(class)?;
    copy.table().update_from(vm, this(value).table())?;
    Ok(copy)
}

fn copy(vm: &mut Vm, value: Value) -> PyResult<Value> {
    if vm.type_of(value) == vm.types.frozenset {
        return Ok(value);
    }
    let class = result_class(vm, value);
    Ok(copy_as(vm, value, class)?.value())
}

fn union(vm: &mut Vm, value: Value, others: Rest) -> PyResult<Value> {
    let class = result_class(vm, value);
    let result = copy_as(vm, value, class)?.value();
    for &other in TempVec::from(others.0.items()).iter() {
        add_all(vm, result, other)?;
    }
    Ok(result)
}

fn intersection_of(vm: &mut Vm, value: Value, other: Value) -> PyResult<Value> {
    let class = result_class(vm, value);
    let result = vm.new_set_of(class)?;
    if let Some(other) = other.cast::<Set>() {
        let (small, large) = if other.len() > this(value).len() {
            (this(value), other)
        } else {
            (other, this(value))
        };
        for &item in small.items().iter() {
            if vm.set_contains(large, item)? {
                vm.set_add(result.value(), item)?;
            }
        }
        return Ok(result.value());
    }
    let set = this(value);
    vm.for_each(other, |vm, item| {
        if vm.set_contains(set, item)? {
            vm.set_add(result.value(), item)?;
        }
        Ok(true)
    })?;
    Ok(result.value())
}

fn intersection(vm: &mut Vm, value: Value, others: Rest) -> PyResult<Value> {
    let class = result_class(vm, value);
    let mut result = copy_as(vm, value, class)?.value();
    for &other in TempVec::from(others.0.items()).iter() {
        result = intersection_of(vm, result, other)?;
    }
    Ok(result)
}

fn difference_of(vm: &mut Vm, value: Value, other: Value) -> PyResult<Value> {
    let class = result_class(vm, value);
    let result = vm.new_set_of(class)?;
    let other = as_set(vm, other)?;
    for &item in this(value).items().iter() {
        if !vm.set_contains(other, item)? {
            vm.set_add(result.value(), item)?;
        }
    }
    Ok(result.value())
}

fn difference(vm: &mut Vm, value: Value, others: Rest) -> PyResult<Value> {
    let class = result_class(vm, value);
    let mut result = copy_as(vm, value, class)?.value();
    for &other in TempVec::from(others.0.items()).iter() {
        result = difference_of(vm, result, other)?;
    }
    Ok(result)
}

fn symmetric_difference(vm: &mut Vm, value: Value, other: Value) -> PyResult<Value> {
    let class = result_class(vm, value);
    let other = as_set(vm, other)?;
    let result = vm.new_set_of(class)?;
    for &item in this(value).items().iter() {
        if !vm.set_contains(other, item)? {
            vm.set_add(result.value(), item)?;
        }
    }
    for &item in other.items().iter() {
        if !vm.set_contains(this(value), item)? {
            vm.set_add(result.value(), item)?;
        }
    }
    Ok(result.value())
}

/// Takes over the content of `other`, a set made by one of the functions above.
fn become_(vm: &mut Vm, value: Value, other: Value) -> PyResult<()> {
    let _ = vm;
    let (set, table) = (this(value), this(other).table());
    set.table.set(set, Some(table));
    Ok(())
}

macro_rules! operator {
    ($function:ident $inplace:ident $of:expr) => {
        fn $function(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
            if !left.is::<Set>() || !right.is::<Set>() {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            $of(vm, left, right)
        }

        fn $inplace(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
            if !right.is::<Set>() {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            let result = $of(vm, left, right)?;
            become_(vm, left, result)?;
            Ok(left)
        }
    };
}

fn union_of(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let class = result_class(vm, left);
    let result = copy_as(vm, left, class)?.value();
    add_all(vm, result, right)?;
    Ok(result)
}

operator! { or inplace_or union_of }
operator! { and inplace_and intersection_of }
operator! { subtract inplace_subtract difference_of }
operator! { xor inplace_xor symmetric_difference }

fn add(vm: &mut Vm, value: Value, item: Value) -> PyResult<()> {
    vm.set_add(value, item)
}

fn discard(vm: &mut Vm, value: Value, item: Value) -> PyResult<()> {
    vm.set_remove(this(value), item)?;
    Ok(())
}

fn remove(vm: &mut Vm, value: Value, item: Value) -> PyResult<()> {
    if vm.set_remove(this(value), item)? { Ok(()) } else { Err(vm.key_error(item)) }
}

fn pop(vm: &mut Vm, value: Value) -> PyResult<Value> {
    match this(value).table().pop_item(vm, false)? {
        Some((key, _)) => Ok(key),
        None => {
            let message = vm.new_str("pop from an empty set")?;
            Err(vm.key_error(message.value()))
        }
    }
}

fn is_disjoint(vm: &mut Vm, value: Value, other: Value) -> PyResult<bool> {
    let mut disjoint = true;
    let set = this(value);
    vm.for_each(other, |vm, item| {
        disjoint = !vm.set_contains(set, item)?;
        Ok(disjoint)
    })?;
    Ok(disjoint)
}

fn iter(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let set = this(value);
    let iterator = SetIterator {
        header: gc::Header::unset(),
        set: GcField::new(Some(set)),
        position: Cell::new(0),
        len: Cell::new(set.len()),
        left: Cell::new(set.len()),
    };
    Ok(vm.new_object(shape::SET_ITERATOR, iterator)?.value())
}

fn iterator(value: Value) -> Gc<SetIterator> {
    value.cast().expect("the receiver was checked")
}

fn next(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator = iterator(value);
    let Some(set) = iterator.set.get() else { return Ok(None) };
    if set.len() != iterator.len.get() {
        iterator.len.set(usize::MAX);
        return Err(vm.runtime_error("Set changed size during iteration"));
    }
    match set.table().next_entry(iterator.position.get()) {
        Some((position, key, _)) => {
            iterator.position.set(position);
            iterator.left.set(iterator.left.get().saturating_sub(1));
            Ok(Some(key))
        }
        None => {
            iterator.set.set(iterator, None);
            Ok(None)
        }
    }
}

fn reduce(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let items = this(value).items();
    let list = vm.new_list(&items)?;
    let args = vm.new_tuple(&[list.value()])?;
    let class = vm.type_of(value);
    let state = vm.call_method_named(value, Name::GetState, &[])?;
    Ok(vm.new_tuple(&[class.value(), args.value(), state])?.value())
}

fn each(
    vm: &mut Vm,
    value: Value,
    others: Rest,
    change: fn(&mut Vm, Value, Value) -> PyResult<Value>,
) -> PyResult<()> {
    for &other in TempVec::from(others.0.items()).iter() {
        let result = change(vm, value, other)?;
        become_(vm, value, result)?;
    }
    Ok(())
}

macro_rules! set_type {
    ($(#[doc = $doc:literal])* $NAME:ident $name:literal { $($slots:tt)* } $(init $init_sig:literal => $init:expr;)? new $new_sig:literal => $new:expr; { $($methods:tt)* }) => {
        builtin_type! {
            $(#[doc = $doc])*
            pub static $NAME = $name("object") {
                kind kind::SET;
                traits { is_base, has_weakref }
                slots {
                    repr: repr, compare: compare, len: |_, value| Ok(this(value).len()), iter: iter,
                    contains: |vm, value, item| vm.set_contains(this(value), item),
                    bit_or: or, bit_and: and, subtract: subtract, bit_xor: xor, $($slots)*
                }
                new $new_sig => $new;
                $(init $init_sig => $init;)?
                methods {
                    /// Return a shallow copy of a set.
                    "copy(self, /)" => copy;
                    /// Return a new set with elements from the set and all others.
                    "union(self, /, *others)" => union;
                    /// Return a new set with elements common to the set and all others.
                    "intersection(self, /, *others)" => intersection;
                    /// Return a new set with elements in the set that are not in the others.
                    "difference(self, /, *others)" => difference;
                    /// Return a new set with elements in either the set or other but not both.
                    "symmetric_difference(self, other, /)" => symmetric_difference;
                    /// Return True if two sets have a null intersection.
                    "isdisjoint(self, other, /)" => is_disjoint;
                    /// Report whether another set contains this set.
                    "issubset(self, other, /)" => |vm: &mut Vm, value: Value, other: Value| { let other = as_set(vm, other)?; is_subset(vm, this(value), other) };
                    /// Report whether this set contains another set.
                    "issuperset(self, other, /)" => |vm: &mut Vm, value: Value, other: Value| { let other = as_set(vm, other)?; is_subset(vm, other, this(value)) };
                    /// Return state information for pickling.
                    "__reduce__(self, /)" => reduce;
                    $($methods)*
                }
                class_methods {
                    /// See PEP 585
                    "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
                }
            }
        }
    };
}

set_type! {
    /// Build an unordered collection of unique elements.
    SET "set" {
        hash: crate::object::hash::not_hashable,
        inplace_bit_or: inplace_or, inplace_bit_and: inplace_and, inplace_subtract: inplace_subtract, inplace_bit_xor: inplace_xor,
    }
    init "__init__(self, iterable=<unrepresentable>, /)" => init;
    new "set(cls, *args, **kwargs)" => new;
    {
        /// Add an element to a set.
        "add(self, object, /)" => add;
        /// Remove all elements from this set.
        "clear(self, /)" => |vm: &mut Vm, value: Value| this(value).table().clear(vm);
        /// Remove an element from a set if it is a member.
        "discard(self, object, /)" => discard;
        /// Remove an element from a set; it must be a member.
        "remove(self, object, /)" => remove;
        /// Remove and return an arbitrary set element.
        "pop(self, /)" => pop;
        /// Update the set, adding elements from all others.
        "update(self, /, *others)" => |vm: &mut Vm, value: Value, others: Rest| {
            for &other in TempVec::from(others.0.items()).iter() {
                add_all(vm, value, other)?;
            }
            Ok::<(), crate::Raised>(())
        };
        /// Update the set, keeping only elements found in it and all others.
        "intersection_update(self, /, *others)" => |vm: &mut Vm, value: Value, others: Rest| each(vm, value, others, intersection_of);
        /// Update the set, removing elements found in others.
        "difference_update(self, /, *others)" => |vm: &mut Vm, value: Value, others: Rest| each(vm, value, others, difference_of);
        /// Update the set, keeping only elements found in either set, but not in both.
        "symmetric_difference_update(self, other, /)" => |vm: &mut Vm, value: Value, other: Value| {
            let result = symmetric_difference(vm, value, other)?;
            become_(vm, value, result)
        };
    }
}

set_type! {
    /// Build an immutable unordered collection of unique elements.
    FROZENSET "frozenset" { hash: |vm, value| hash_elements(vm, this(value)), }
    new "frozenset(cls, *args, **kwargs)" => frozen_new;
    { }
}

builtin_type! {
    /// An iterator over a set.
    pub static SET_ITERATOR = "set_iterator"("object") {
        kind kind::SET_ITERATOR;
        slots { iter: |_, value| Ok(value), next: next }
        methods {
            /// Private method returning an estimate of len(list(it)).
            "__length_hint__(self, /)" => |_: &mut Vm, value: Value| iterator(value).left.get() as i64;
        }
    }
}
