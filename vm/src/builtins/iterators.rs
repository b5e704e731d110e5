//! Iterators over sequences, and those that wrap other iterators: `enumerate`, `zip`, `map`, `filter`, `reversed`.

use std::cell::Cell;

use gc::{Field, Gc, TempVec, Value};

use super::list::List;
use super::tuple::Tuple;
use crate::native::Rest;
use crate::object::{Type, kind, shape};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// An iterator by index over a list, tuple or anything with `__getitem__`; which, its class says.
    pub struct SequenceIterator(kind::SEQUENCE_ITERATOR) {
        sequence: Field,
        /// The next index; -1 at the end of a reverse one.
        index: Cell<i64>,
    }
}

gc::heap_struct! {
    /// `iter(callable, sentinel)`.
    pub struct CallableIterator(kind::CALLABLE_ITERATOR) { callable: Field, sentinel: Field }
}

gc::heap_struct! {
    /// `enumerate`, `zip`, `map`, `filter`; which, its class says.
    pub struct Adaptor(kind::ADAPTOR) {
        /// The function of `map` and `filter`, the next number of `enumerate`.
        function: Field,
        /// The iterator, or a tuple of them.
        iterators: Field,
        strict: Cell<bool>,
    }
}

crate::plain_kinds!(SequenceIterator, CallableIterator, Adaptor);

/// An iterator over a list or tuple, forwards or backwards.
pub fn new_indexed(vm: &mut Vm, sequence: Value, reversed: bool) -> PyResult<Value> {
    let (shape, index) = match (sequence.is::<Tuple>(), reversed) {
        (true, false) => (shape::TUPLE_ITERATOR, 0),
        (false, false) => (shape::LIST_ITERATOR, 0),
        (true, true) => (shape::REVERSED, vm.len(sequence)? as i64 - 1),
        (false, true) => (shape::LIST_REVERSE_ITERATOR, vm.len(sequence)? as i64 - 1),
    };
    new_iterator(vm, shape, sequence, index)
}

/// An iterator over anything with `__getitem__`.
pub fn new_sequence_iterator(vm: &mut Vm, sequence: Value) -> PyResult<Value> {
    new_iterator(vm, shape::SEQUENCE_ITERATOR, sequence, 0)
}

fn new_iterator(vm: &mut Vm, shape: u32, sequence: Value, index: i64) -> PyResult<Value> {
    let iterator = SequenceIterator {
        header: gc::Header::unset(),
        sequence: Field::new(sequence),
        index: Cell::new(index),
    };
    Ok(vm.new_object(shape, iterator)?.value())
}

fn this(value: Value) -> Gc<SequenceIterator> {
    value.cast().expect("the receiver was checked")
}

fn next_forwards(_: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator = this(value);
    let (sequence, index) = (iterator.sequence.get(), iterator.index.get());
    let item = match sequence.cast::<List>() {
        Some(list) => list.get(index as usize),
        None => {
            sequence.cast::<Tuple>().and_then(|tuple| tuple.items().get(index as usize).copied())
        }
    };
    match item {
        Some(item) => {
            iterator.index.set(index + 1);
            Ok(Some(item))
        }
        None => {
            iterator.sequence.set(iterator, Value::NONE);
            Ok(None)
        }
    }
}

fn next_list_backwards(_: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator = this(value);
    let index = iterator.index.get();
    let item = iterator
        .sequence
        .get()
        .cast::<List>()
        .filter(|_| index >= 0)
        .and_then(|list| list.get(index as usize));
    match item {
        Some(item) => {
            iterator.index.set(index - 1);
            Ok(Some(item))
        }
        None => {
            iterator.sequence.set(iterator, Value::NONE);
            iterator.index.set(-1);
            Ok(None)
        }
    }
}

/// `sequence[index]`, or `None` where that raises `IndexError` or `StopIteration`.
fn item_at(vm: &mut Vm, sequence: Value, index: i64) -> PyResult<Option<Value>> {
    match vm.get_item(sequence, Value::from_small(index)) {
        Ok(item) => Ok(Some(item)),
        Err(raised) => {
            let exception = vm.catch(raised)?;
            let class = vm.type_of(exception);
            if class.is_subtype(vm.exceptions.IndexError)
                || class.is_subtype(vm.exceptions.StopIteration)
            {
                return Ok(None);
            }
            Err(vm.raise(exception))
        }
    }
}

fn next_by_item(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator = this(value);
    let (sequence, index) = (iterator.sequence.get(), iterator.index.get());
    if sequence.is_none() {
        return Ok(None);
    }
    match item_at(vm, sequence, index)? {
        Some(item) => {
            iterator.index.set(index + 1);
            Ok(Some(item))
        }
        None => {
            iterator.sequence.set(iterator, Value::NONE);
            Ok(None)
        }
    }
}

fn next_reversed(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator = this(value);
    let (sequence, index) = (iterator.sequence.get(), iterator.index.get());
    if sequence.is_none() || index < 0 {
        return Ok(None);
    }
    match item_at(vm, sequence, index)? {
        Some(item) => {
            iterator.index.set(index - 1);
            Ok(Some(item))
        }
        None => {
            iterator.sequence.set(iterator, Value::NONE);
            Ok(None)
        }
    }
}

fn length_hint(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let iterator = this(value);
    let sequence = iterator.sequence.get();
    if sequence.is_none() {
        return Ok(Value::from_small(0));
    }
    let backwards =
        matches!(iterator.header().shape(), shape::LIST_REVERSE_ITERATOR | shape::REVERSED);
    if backwards {
        let len = vm.len(sequence)? as i64;
        let left = iterator.index.get() + 1;
        return Ok(Value::from_small(if len < left { 0 } else { left }));
    }
    if vm.slots(sequence).len.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let left = vm.len(sequence)? as i64 - iterator.index.get();
    Ok(Value::from_small(left.max(0)))
}

fn reduce(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let iterator = this(value);
    let sequence = iterator.sequence.get();
    let backwards =
        matches!(iterator.header().shape(), shape::LIST_REVERSE_ITERATOR | shape::REVERSED);
    let function =
        vm.builtin(if backwards && !sequence.is_none() { "reversed" } else { "iter" })?;
    if sequence.is_none() {
        let empty = if iterator.header().shape() == shape::LIST_ITERATOR || backwards {
            vm.new_list(&[])?.value()
        } else {
            vm.empty_tuple.value()
        };
        let args = vm.new_tuple(&[empty])?;
        return Ok(vm.new_tuple(&[function, args.value()])?.value());
    }
    let args = vm.new_tuple(&[sequence])?;
    Ok(vm.new_tuple(&[function, args.value(), Value::from_small(iterator.index.get())])?.value())
}

fn set_state(vm: &mut Vm, value: Value, state: i64) -> PyResult<()> {
    let iterator = this(value);
    if iterator.sequence.get().is_none() {
        return Ok(());
    }
    let backwards =
        matches!(iterator.header().shape(), shape::LIST_REVERSE_ITERATOR | shape::REVERSED);
    let state = if backwards {
        state.clamp(-1, vm.len(iterator.sequence.get())? as i64 - 1)
    } else {
        state.max(0)
    };
    iterator.index.set(state);
    Ok(())
}

macro_rules! sequence_iterator_type {
    ($NAME:ident $name:literal $next:ident $(new $new_sig:literal => $new:expr;)?) => {
        builtin_type! {
            /// An iterator over a sequence.
            pub static $NAME = $name("object") {
                kind kind::SEQUENCE_ITERATOR;
                traits { is_base }
                slots { iter: |_, value| Ok(value), next: $next }
                $(new $new_sig => $new;)?
                methods {
                    /// Private method returning an estimate of len(list(it)).
                    "__length_hint__(self, /)" => length_hint;
                    /// Return state information for pickling.
                    "__reduce__(self, /)" => reduce;
                    /// Set state information for unpickling.
                    "__setstate__(self, object, /)" => set_state;
                }
            }
        }
    };
}

fn reversed_new(vm: &mut Vm, _class: Value, sequence: Value) -> PyResult<Value> {
    if let Some(method) = vm.special_method(sequence, Name::Reversed)? {
        if method.is_none() {
            let class = vm.type_of(sequence).name_text();
            return Err(vm.type_error(format_args!("'{class}' object is not reversible")));
        }
        return vm.call_values(method, &[]);
    }
    let is_sequence = vm.slots(sequence).get_item.is_some()
        && vm.slots(sequence).len.is_some()
        && !sequence.is::<super::dict::Dict>();
    if !is_sequence {
        let class = vm.type_of(sequence).name_text();
        return Err(vm.type_error(format_args!("'{class}' object is not reversible")));
    }
    let len = vm.len(sequence)? as i64;
    new_iterator(vm, shape::REVERSED, sequence, len - 1)
}

sequence_iterator_type! { LIST_ITERATOR "list_iterator" next_forwards }
sequence_iterator_type! { LIST_REVERSE_ITERATOR "list_reverseiterator" next_list_backwards }
sequence_iterator_type! { TUPLE_ITERATOR "tuple_iterator" next_forwards }
sequence_iterator_type! { SEQUENCE_ITERATOR "iterator" next_by_item }
sequence_iterator_type! { REVERSED "reversed" next_reversed new "reversed(cls, object, /)" => reversed_new; }

// -- iter(callable, sentinel) ----------------------------------------------------------------------

/// `iter(callable, sentinel)`.
pub fn new_callable_iterator(vm: &mut Vm, callable: Value, sentinel: Value) -> PyResult<Value> {
    let iterator = CallableIterator {
        header: gc::Header::unset(),
        callable: Field::new(callable),
        sentinel: Field::new(sentinel),
    };
    Ok(vm.new_object(shape::CALLABLE_ITERATOR, iterator)?.value())
}

fn next_call(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let iterator: Gc<CallableIterator> = value.cast().expect("the receiver was checked");
    let callable = iterator.callable.get();
    if callable.is_none() {
        return Ok(None);
    }
    match vm.call_values(callable, &[]) {
        Ok(item) => {
            if vm.is_equal(item, iterator.sentinel.get())? {
                iterator.callable.set(iterator, Value::NONE);
                return Ok(None);
            }
            Ok(Some(item))
        }
        Err(raised) => {
            let class = vm.exceptions.StopIteration;
            vm.catch_if(raised, class)?;
            iterator.callable.set(iterator, Value::NONE);
            Ok(None)
        }
    }
}

builtin_type! {
    /// An iterator that calls a function until it returns the sentinel.
    pub static CALLABLE_ITERATOR = "callable_iterator"("object") {
        kind kind::CALLABLE_ITERATOR;
        slots { iter: |_, value| Ok(value), next: next_call }
    }
}

// -- Adaptors --------------------------------------------------------------------------------------

fn adaptor(value: Value) -> Gc<Adaptor> {
    value.cast().expect("the receiver was checked")
}

fn new_adaptor(
    vm: &mut Vm,
    class: Gc<Type>,
    function: Value,
    iterators: Value,
    strict: bool,
) -> PyResult<Value> {
    let object = Adaptor {
        header: gc::Header::unset(),
        function: Field::new(function),
        iterators: Field::new(iterators),
        strict: Cell::new(strict),
    };
    Ok(vm.new_object_of(class, object)?.value())
}

fn iterators_of(vm: &mut Vm, iterables: &[Value]) -> PyResult<Value> {
    let mut iterators = TempVec::with_capacity(iterables.len());
    for &iterable in iterables {
        let iterator = vm.iter(iterable)?;
        iterators.push(iterator);
    }
    Ok(vm.new_tuple(&iterators)?.value())
}

fn enumerate_new(vm: &mut Vm, class: Gc<Type>, iterable: Value, start: Value) -> PyResult<Value> {
    let start = vm.index(start)?;
    let iterator = vm.iter(iterable)?;
    new_adaptor(vm, class, start, iterator, false)
}

fn enumerate_next(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let object = adaptor(value);
    let Some(item) = vm.next(object.iterators.get())? else { return Ok(None) };
    let number = object.function.get();
    let next = match number.as_small().and_then(|number| Value::from_i64(number + 1)) {
        Some(next) => next,
        None => vm.binary(number, Value::from_small(1), crate::object::BinaryOp::Add)?,
    };
    object.function.set(object, next);
    Ok(Some(vm.new_tuple(&[number, item])?.value()))
}

builtin_type! {
    /// Return an enumerate object.
    ///
    ///   iterable
    ///     an object supporting iteration
    ///
    /// The enumerate object yields pairs containing a count (from start, which
    /// defaults to zero) and a value yielded by the iterable argument.
    ///
    /// enumerate is useful for obtaining an indexed list:
    ///     (0, seq[0]), (1, seq[1]), (2, seq[2]), ...
    pub static ENUMERATE = "enumerate"("object") {
        kind kind::ADAPTOR;
        traits { is_base }
        slots { iter: |_, value| Ok(value), next: enumerate_next }
        new "enumerate(cls, iterable, start=0)" => enumerate_new;
        methods {
            "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                let object = adaptor(value);
                let args = vm.new_tuple(&[object.iterators.get(), object.function.get()])?;
                let class = vm.type_of(value).value();
                vm.new_tuple(&[class, args.value()])
            };
        }
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
    }
}

fn zip_new(vm: &mut Vm, class: Gc<Type>, iterables: Rest, strict: bool) -> PyResult<Value> {
    let items = TempVec::from(iterables.0.items());
    for (index, &item) in items.iter().enumerate() {
        if vm.slots(item).iter.is_none() && vm.slots(item).get_item.is_none() {
            let number = index + 1;
            let class = vm.type_of(item).name_text();
            let _ = number;
            return Err(vm.type_error(format_args!("'{class}' object is not iterable")));
        }
    }
    let iterators = iterators_of(vm, &items)?;
    new_adaptor(vm, class, Value::NONE, iterators, strict)
}

/// So many items are kept on the native stack, where the collector sees them.
const FEW: usize = 4;

/// Items, on the native stack if they are few.
struct Items {
    few: [Value; FEW],
    many: Option<TempVec>,
    len: usize,
}

impl std::ops::Deref for Items {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        match &self.many {
            Some(many) => many,
            None => &self.few[..self.len],
        }
    }
}

/// The next item of each iterator; `None` at the end of the first that ends.
#[inline]
fn next_of_each(vm: &mut Vm, object: Gc<Adaptor>, name: &str) -> PyResult<Option<Items>> {
    let Some(tuple) = object.iterators.get().cast::<Tuple>() else { return Ok(None) };
    let iterators = tuple.items();
    if iterators.is_empty() {
        return Ok(None);
    }
    let many = (iterators.len() > FEW).then(|| TempVec::with_capacity(iterators.len()));
    let mut items = Items { few: [Value::UNBOUND; FEW], many, len: iterators.len() };
    for (index, &iterator) in iterators.iter().enumerate() {
        match vm.next(iterator)? {
            Some(item) => match &mut items.many {
                Some(many) => many.push(item),
                None => items.few[index] = item,
            },
            None => {
                if object.strict.get() {
                    check_strict(vm, iterators, index, name)?;
                }
                return Ok(None);
            }
        }
    }
    Ok(Some(items))
}

fn check_strict(vm: &mut Vm, iterators: &[Value], ended: usize, name: &str) -> PyResult<()> {
    let before = |count: usize| {
        if count == 1 { "argument 1".to_owned() } else { format!("arguments 1-{count}") }
    };
    if ended > 0 {
        let (number, others) = (ended + 1, before(ended));
        return Err(
            vm.value_error(format_args!("{name}() argument {number} is shorter than {others}"))
        );
    }
    for (index, &iterator) in iterators.iter().enumerate().skip(1) {
        if vm.next(iterator)?.is_some() {
            let (number, others) = (index + 1, before(index));
            return Err(
                vm.value_error(format_args!("{name}() argument {number} is longer than {others}"))
            );
        }
    }
    Ok(())
}

fn zip_next(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    match next_of_each(vm, adaptor(value), "zip")? {
        Some(items) => Ok(Some(vm.new_tuple(&items)?.value())),
        None => Ok(None),
    }
}

fn adaptor_reduce(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let object = adaptor(value);
    let mut args = TempVec::new();
    if !object.function.get().is_none() || object.header().shape() == shape::FILTER {
        args.push(object.function.get());
    }
    match object.iterators.get().cast::<Tuple>() {
        Some(iterators) => args.extend_from_slice(iterators.items()),
        None => args.push(object.iterators.get()),
    }
    let args = vm.new_tuple(&args)?;
    let class = vm.type_of(value).value();
    if object.strict.get() {
        return Ok(vm.new_tuple(&[class, args.value(), Value::TRUE])?.value());
    }
    Ok(vm.new_tuple(&[class, args.value()])?.value())
}

fn adaptor_set_state(vm: &mut Vm, value: Value, state: Value) -> PyResult<()> {
    let strict = vm.is_true(state)?;
    adaptor(value).strict.set(strict);
    Ok(())
}

builtin_type! {
    /// The zip object yields n-length tuples, where n is the number of iterables
    /// passed as positional arguments to zip().  The i-th element in every tuple
    /// comes from the i-th iterable argument to zip().  This continues until the
    /// shortest argument is exhausted.
    ///
    /// If strict is true and one of the arguments is exhausted before the others,
    /// raise a ValueError.
    ///
    ///    >>> list(zip('abcdefg', range(3), range(4)))
    ///    [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]
    pub static ZIP = "zip"("object") {
        kind kind::ADAPTOR;
        traits { is_base }
        slots { iter: |_, value| Ok(value), next: zip_next }
        new "zip(cls, *iterables, strict=False)" => zip_new;
        methods {
            /// Return state information for pickling.
            "__reduce__(self, /)" => adaptor_reduce;
            /// Set state information for unpickling.
            "__setstate__(self, object, /)" => adaptor_set_state;
        }
    }
}

fn map_new(
    vm: &mut Vm,
    class: Gc<Type>,
    function: Value,
    iterables: Rest,
    strict: bool,
) -> PyResult<Value> {
    if iterables.0.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let items = TempVec::from(iterables.0.items());
    let iterators = iterators_of(vm, &items)?;
    new_adaptor(vm, class, function, iterators, strict)
}

fn map_next(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let object = adaptor(value);
    if let Some(iterators) = object.iterators.get().cast::<Tuple>()
        && let &[iterator] = iterators.items()
    {
        return match vm.next(iterator)? {
            Some(item) => vm.call_values(object.function.get(), &[item]).map(Some),
            None => Ok(None),
        };
    }
    match next_of_each(vm, object, "map")? {
        Some(items) => vm.call_values(object.function.get(), &items).map(Some),
        None => Ok(None),
    }
}

builtin_type! {
    /// Make an iterator that computes the function using arguments from
    /// each of the iterables.  Stops when the shortest iterable is exhausted.
    ///
    /// If strict is true and one of the arguments is exhausted before the others,
    /// raise a ValueError.
    pub static MAP = "map"("object") {
        kind kind::ADAPTOR;
        traits { is_base }
        slots { iter: |_, value| Ok(value), next: map_next }
        new "map(cls, function, /, *iterables, strict=False)" => map_new;
        methods {
            /// Return state information for pickling.
            "__reduce__(self, /)" => adaptor_reduce;
            /// Set state information for unpickling.
            "__setstate__(self, object, /)" => adaptor_set_state;
        }
    }
}

fn filter_new(vm: &mut Vm, class: Gc<Type>, function: Value, iterable: Value) -> PyResult<Value> {
    let iterator = vm.iter(iterable)?;
    new_adaptor(vm, class, function, iterator, false)
}

fn filter_next(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let object = adaptor(value);
    let function = object.function.get();
    let by_truth = function.is_none() || function == vm.types.bool.value();
    while let Some(item) = vm.next(object.iterators.get())? {
        vm.charge(1)?;
        let keep = if by_truth { item } else { vm.call_values(function, &[item])? };
        if vm.is_true(keep)? {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

builtin_type! {
    /// Return an iterator yielding those items of iterable for which function(item)
    /// is true. If function is None, return the items that are true.
    pub static FILTER = "filter"("object") {
        kind kind::ADAPTOR;
        traits { is_base }
        slots { iter: |_, value| Ok(value), next: filter_next }
        new "filter(cls, function, iterable, /)" => filter_new;
        methods {
            /// Return state information for pickling.
            "__reduce__(self, /)" => adaptor_reduce;
        }
    }
}
