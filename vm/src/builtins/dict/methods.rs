//! The type `dict`.

use gc::{Gc, TempVec, Value};

use super::iterators::{Part, new_iterator};
use super::views::new_view;
use super::{Dict, DictChange};
use crate::native::{Keywords, Rest};
use crate::object::{CompareOp, Type, kind};
use crate::{Name, PyResult, Vm, builtin_type};

fn this(value: Value) -> Gc<Dict> {
    value.cast().expect("the receiver was checked")
}

fn new(vm: &mut Vm, class: Gc<Type>, _args: Rest, _kwargs: Keywords) -> PyResult<Gc<Dict>> {
    vm.new_dict_of(class)
}

fn init(vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords) -> PyResult<()> {
    update_with(vm, value, args, kwargs, "dict")
}

fn update(vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords) -> PyResult<()> {
    update_with(vm, value, args, kwargs, "update")
}

fn update_with(
    vm: &mut Vm,
    value: Value,
    args: Rest,
    kwargs: Keywords,
    name: &str,
) -> PyResult<()> {
    let dict = this(value);
    match args.0.items() {
        [] => {}
        &[source] => merge(vm, dict, source)?,
        items => {
            let got = items.len();
            return Err(
                vm.type_error(format_args!("{name} expected at most 1 argument, got {got}"))
            );
        }
    }
    if let Some(kwargs) = kwargs.0 {
        dict.update_from(vm, kwargs)?;
    }
    Ok(())
}

/// Enters a mapping, or an iterable of pairs.
fn merge(vm: &mut Vm, dict: Gc<Dict>, source: Value) -> PyResult<()> {
    if let Some(other) = source.cast::<Dict>() {
        // A subclass that changes iteration is asked by its methods.
        let class = vm.type_of(source);
        let plain = other.is_exact()
            || vm.slots_of_type(class).iter.map(|f| f as usize)
                == vm.slots_of_type(vm.types.dict).iter.map(|f| f as usize);
        if plain {
            return dict.update_from(vm, other);
        }
    }
    if vm.find_attribute_named(source, Name::Keys)?.is_some() {
        return vm.for_each_entry(source, |vm, key, value| dict.set(vm, key, value));
    }
    let iterator = vm.iter(source)?;
    let mut index = 0;
    while let Some(item) = vm.next(iterator)? {
        vm.charge(1)?;
        if vm.slots(item).iter.is_none() && vm.slots(item).get_item.is_none() {
            let raised = vm.type_error("object is not iterable");
            let exception = vm.catch(raised)?;
            let note =
                format!("Cannot convert dictionary update sequence element #{index} to a sequence");
            let (add, note) = (vm.intern("add_note")?, vm.new_str(&note)?.value());
            vm.call_method(exception, add, &[note])?;
            return Err(vm.raise(exception));
        }
        let pair = vm.collect_items(item)?;
        if pair.len() != 2 {
            let len = pair.len();
            return Err(vm.value_error(format_args!(
                "dictionary update sequence element #{index} has length {len}; 2 is required"
            )));
        }
        dict.set(vm, pair[0], pair[1])?;
        index += 1;
    }
    Ok(())
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let dict = this(value);
    if dict.is_empty() {
        return Ok(vm.new_str("{}")?.value());
    }
    if !vm.enter_repr(value)? {
        return Ok(vm.new_str("{...}")?.value());
    }
    let text = repr_entries(vm, dict);
    vm.leave_repr(value);
    let parts = text?;
    Ok(vm.concat_strings(&parts)?.value())
}

fn repr_entries(vm: &mut Vm, dict: Gc<Dict>) -> PyResult<TempVec> {
    let (open, close, comma, colon) =
        (vm.intern("{")?, vm.intern("}")?, vm.intern(", ")?, vm.intern(": ")?);
    let mut parts = TempVec::from(vec![open.value()]);
    let mut position = 0;
    while let Some((next, key, value)) = dict.next_entry(position) {
        position = next;
        if parts.len() > 1 {
            parts.push(comma.value());
        }
        parts.push(vm.repr(key)?.value());
        parts.push(colon.value());
        parts.push(vm.repr(value)?.value());
    }
    parts.push(close.value());
    Ok(parts)
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Dict>(), right.cast::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut equal = a.len() == b.len();
    let mut position = 0;
    while equal && let Some((next, key, value)) = a.next_entry(position) {
        position = next;
        equal = match b.get(vm, key)? {
            Some(other) => vm.is_equal(value, other)?,
            None => false,
        };
    }
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let dict = this(value);
    if let Some(found) = dict.get(vm, key)? {
        return Ok(found);
    }
    if !dict.is_exact()
        && let Some(found) = vm.call_special(value, Name::Missing, &[key])?
    {
        return Ok(found);
    }
    Err(vm.key_error(key))
}

fn set_item(vm: &mut Vm, value: Value, key: Value, item: Value) -> PyResult<()> {
    let dict = this(value);
    if item.is_unbound() {
        return match dict.delete(vm, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        };
    }
    dict.set(vm, key, item)
}

fn contains(vm: &mut Vm, value: Value, key: Value) -> PyResult<bool> {
    Ok(this(value).get(vm, key)?.is_some())
}

fn get(vm: &mut Vm, value: Value, key: Value, default: Value) -> PyResult<Value> {
    Ok(this(value).get(vm, key)?.unwrap_or(default))
}

fn set_default(vm: &mut Vm, value: Value, key: Value, default: Value) -> PyResult<Value> {
    let dict = this(value);
    if let Some(found) = dict.get(vm, key)? {
        return Ok(found);
    }
    dict.set(vm, key, default)?;
    Ok(default)
}

fn pop(vm: &mut Vm, value: Value, key: Value, default: Option<Value>) -> PyResult<Value> {
    match (this(value).delete(vm, key)?, default) {
        (Some(found), _) => Ok(found),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(vm.key_error(key)),
    }
}

fn pop_item(vm: &mut Vm, value: Value) -> PyResult<Value> {
    match this(value).pop_item(vm, true)? {
        Some((key, item)) => Ok(vm.new_tuple(&[key, item])?.value()),
        None => {
            let message = vm.new_str("popitem(): dictionary is empty")?;
            Err(vm.key_error(message.value()))
        }
    }
}

fn from_keys(vm: &mut Vm, class: Value, iterable: Value, value: Value) -> PyResult<Value> {
    let target = vm.call_values(class, &[])?;
    let exact = target.cast::<Dict>().filter(|dict| dict.is_exact());
    vm.for_each(iterable, |vm, key| {
        match exact {
            Some(dict) => dict.set(vm, key, value)?,
            None => vm.set_item(target, key, value)?,
        }
        Ok(true)
    })?;
    Ok(target)
}

fn or(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Dict>(), right.cast::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let copy = a.copy_plain(vm)?;
    copy.update_from(vm, b)?;
    Ok(copy.value())
}

fn inplace_or(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    merge(vm, this(left), right)?;
    Ok(left)
}

builtin_type! {
    /// dict() -> new empty dictionary
    /// dict(mapping) -> new dictionary initialized from a mapping object's
    ///     (key, value) pairs
    /// dict(iterable) -> new dictionary initialized as if via:
    ///     d = {}
    ///     for k, v in iterable:
    ///         d[k] = v
    /// dict(**kwargs) -> new dictionary initialized with the name=value pairs
    ///     in the keyword argument list.  For example:  dict(one=1, two=2)
    pub static DICT = "dict"("object") {
        kind kind::DICT;
        traits { is_base, is_mapping }
        slots {
            repr: repr, compare: compare, len: |_, value| Ok(this(value).len()),
            iter: |vm, value| new_iterator(vm, this(value), Part::Keys, false),
            get_item: get_item, set_item: set_item, contains: contains, bit_or: or, inplace_bit_or: inplace_or,
        }
        new "dict(cls, *args, **kwargs)" => new;
        init "__init__(self, /, *args, **kwargs)" => init;
        methods {
            /// Return the value for key if key is in the dictionary, else default.
            "get(self, key, default=None, /)" => get;
            /// Insert key with a value of default if key is not in the dictionary.
            ///
            /// Return the value for key if key is in the dictionary, else default.
            "setdefault(self, key, default=None, /)" => set_default;
            /// D.pop(k[,d]) -> v, remove specified key and return the corresponding value.
            ///
            /// If the key is not found, return the default if given; otherwise,
            /// raise a KeyError.
            "pop(self, key, default=<unrepresentable>, /)" => pop;
            /// Remove and return a (key, value) pair as a 2-tuple.
            ///
            /// Pairs are returned in LIFO (last-in, first-out) order.
            /// Raises KeyError if the dict is empty.
            "popitem(self, /)" => pop_item;
            /// D.keys() -> a set-like object providing a view on D's keys
            "keys(self, /)" => |vm: &mut Vm, value: Value| new_view(vm, this(value), Part::Keys);
            /// D.items() -> a set-like object providing a view on D's items
            "items(self, /)" => |vm: &mut Vm, value: Value| new_view(vm, this(value), Part::Items);
            /// D.values() -> an object providing a view on D's values
            "values(self, /)" => |vm: &mut Vm, value: Value| new_view(vm, this(value), Part::Values);
            /// D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.
            "update(self, /, *args, **kwargs)" => update;
            /// Remove all items from the dict.
            "clear(self, /)" => |vm: &mut Vm, value: Value| this(value).clear(vm);
            /// Return a shallow copy of the dict.
            "copy(self, /)" => |vm: &mut Vm, value: Value| this(value).copy_plain(vm);
            /// Return a reverse iterator over the dict keys.
            "__reversed__(self, /)" => |vm: &mut Vm, value: Value| new_iterator(vm, this(value), Part::Keys, true);
        }
        class_methods {
            /// Create a new dictionary with keys from iterable and values set to value.
            "fromkeys(cls, iterable, value=None, /)" => from_keys;
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
    }
}
