//! `set` and `frozenset`.

mod algebra;
mod table;

use std::cell::Cell;

use gc::field::GcField;
use gc::{Gc, TempVec, Value};

use super::dict::Dict;
use crate::native::{Keywords, Rest};
use crate::object::{Array, CompareOp, Raw, Type, kind, shape};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A set or frozenset; which, its class says.
    pub struct Set(kind::SET) {
        keys: GcField<Array>,
        hashes: GcField<Raw>,
        /// Elements.
        used: Cell<u32>,
        /// Places in use, those of removed elements included.
        fill: Cell<u32>,
        /// Where `pop` goes on.
        finger: Cell<u32>,
        /// Changes whenever an element comes or goes.
        version: Cell<u32>,
        /// The hash of a frozenset, once asked for; -1 before.
        hash: Cell<i64>,
    }
}

gc::heap_struct! {
    /// An iterator over a set.
    pub struct SetIterator(kind::SET_ITERATOR) { set: GcField<Set>, position: Cell<usize>, len: Cell<usize>, left: Cell<usize> }
}

crate::plain_kinds!(Set, SetIterator);

impl Vm {
    /// An empty set.
    pub fn new_set(&mut self) -> PyResult<Value> {
        let class = self.types.set;
        Ok(self.new_set_of(class)?.value())
    }

    fn new_set_of(&mut self, class: Gc<Type>) -> PyResult<Gc<Set>> {
        self.new_object_of(class, table::empty())
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
        let hash = self.hash_element(item)?;
        self.set_add_hashed(set, item, hash)?;
        Ok(())
    }

    fn hash_element(&mut self, item: Value) -> PyResult<i64> {
        self.hash_for_table(item, "a set element")
    }

    /// Is `value` a set or frozenset, or of a class derived from them?
    pub fn is_set(&self, value: Value) -> bool {
        value.is::<Set>()
    }

    /// Is `item` in the set? A set that is looked for counts as the frozenset of the same elements.
    pub fn set_contains(&mut self, set: Gc<Set>, item: Value) -> PyResult<bool> {
        let (key, hash) = self.sought(item)?;
        self.set_has_hashed(set, key, hash)
    }

    /// What to look for, and its hash: for a mutable set the frozenset of its elements.
    fn sought(&mut self, item: Value) -> PyResult<(Value, i64)> {
        match item.cast::<Set>() {
            Some(set)
                if self.is_mutable(item)
                    && self.slots(item).hash.is_some_and(|slot| {
                        std::ptr::fn_addr_eq(
                            slot,
                            crate::object::hash::not_hashable
                                as fn(&mut Vm, Value) -> PyResult<i64>,
                        )
                    }) =>
            {
                let class = self.types.frozenset;
                let frozen = self.new_set_of(class)?;
                self.set_merge(frozen, set)?;
                let hash = hash_elements(self, frozen)?;
                Ok((frozen.value(), hash))
            }
            _ => Ok((item, self.hash_element(item)?)),
        }
    }

    fn is_mutable(&self, value: Value) -> bool {
        self.type_of(value).is_subtype(self.types.set)
    }

    fn set_remove(&mut self, set: Gc<Set>, item: Value) -> PyResult<bool> {
        let (key, hash) = self.sought(item)?;
        self.set_discard_hashed(set, key, hash)
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
    table::clear(set);
    match iterable {
        Some(iterable) => add_all(vm, value, iterable),
        None => Ok(()),
    }
}

/// Adds all elements of an iterable.
fn add_all(vm: &mut Vm, value: Value, iterable: Value) -> PyResult<()> {
    let set = this(value);
    if let Some(other) = iterable.cast::<Set>() {
        return vm.set_merge(set, other);
    }
    if let Some(dict) = iterable.cast::<Dict>()
        && dict.is_exact()
    {
        vm.set_reserve(set, dict.len())?;
    }
    vm.for_each(iterable, |vm, item| {
        vm.set_add(value, item)?;
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
    let (items, hashes) = set.items_with_hashes();
    let mut hash: u64 = 0;
    for each in hashes {
        let each = each as u64;
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
    if a.len() > b.len() {
        return Ok(false);
    }
    vm.charge(a.len() / 16)?;
    let mut place = 0;
    while let Some((next, item, hash)) = a.next_element(place) {
        place = next;
        if !vm.set_has_hashed(b, item, hash)? {
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
    match table::pop(this(value)) {
        Some(key) => Ok(key),
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
    match set.next_element(iterator.position.get()) {
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

/// An iterator is pickled as one over a list of what is left.
fn iterator_reduce(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let iterator = iterator(value);
    let mut left = TempVec::new();
    let mut position = iterator.position.get();
    if let Some(set) = iterator.set.get() {
        while let Some((next, key, _)) = set.next_element(position) {
            left.push(key);
            position = next;
        }
    }
    let iter = vm.builtin("iter")?;
    let list = vm.new_list(&left)?;
    let args = vm.new_tuple(&[list.value()])?;
    Ok(vm.new_tuple(&[iter, args.value()])?.value())
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
                    bit_or: algebra::or, bit_and: algebra::and, subtract: algebra::subtract, bit_xor: algebra::xor, $($slots)*
                }
                new $new_sig => $new;
                $(init $init_sig => $init;)?
                methods {
                    /// Return a shallow copy of a set.
                    "copy(self, /)" => algebra::copy;
                    /// Return a new set with elements from the set and all others.
                    "union(self, /, *others)" => algebra::union;
                    /// Return a new set with elements common to the set and all others.
                    "intersection(self, /, *others)" => algebra::intersection;
                    /// Return a new set with elements in the set that are not in the others.
                    "difference(self, /, *others)" => algebra::difference;
                    /// Return a new set with elements in either the set or other but not both.
                    "symmetric_difference(self, other, /)" => algebra::symmetric_difference;
                    /// Return True if two sets have a null intersection.
                    "isdisjoint(self, other, /)" => is_disjoint;
                    /// Report whether another set contains this set.
                    "issubset(self, other, /)" => |vm: &mut Vm, value: Value, other: Value| { let other = as_set(vm, other)?; is_subset(vm, this(value), other) };
                    /// Report whether this set contains another set.
                    "issuperset(self, other, /)" => |vm: &mut Vm, value: Value, other: Value| { let other = as_set(vm, other)?; is_subset(vm, other, this(value)) };
                    /// Return state information for pickling.
                    "__reduce__(self, /)" => reduce;
                    /// S.__sizeof__() -> size of S in memory, in bytes.
                    "__sizeof__(self, /)" => |_: &mut Vm, value: Value| (200 + this(value).table_bytes()) as i64;
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
        inplace_bit_or: algebra::inplace_or, inplace_bit_and: algebra::inplace_and,
        inplace_subtract: algebra::inplace_subtract, inplace_bit_xor: algebra::inplace_xor,
    }
    init "set(self, iterable=<unrepresentable>, /)" => init;
    new "set(cls, *args, **kwargs)" => new;
    {
        /// Add an element to a set.
        "add(self, object, /)" => add;
        /// Remove all elements from this set.
        "clear(self, /)" => |_: &mut Vm, value: Value| table::clear(this(value));
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
        "intersection_update(self, /, *others)" => algebra::intersection_update;
        /// Update the set, removing elements found in others.
        "difference_update(self, /, *others)" => |vm: &mut Vm, value: Value, others: Rest| {
            for &other in TempVec::from(others.0.items()).iter() {
                algebra::remove_all(vm, value, other)?;
            }
            Ok::<(), crate::Raised>(())
        };
        /// Update the set, keeping only elements found in either set, but not in both.
        "symmetric_difference_update(self, other, /)" => algebra::toggle_all;
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
            /// Return state information for pickling.
            "__reduce__(self, /)" => iterator_reduce;
        }
    }
}
