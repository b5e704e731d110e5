//! `BaseExceptionGroup`, and `except*`.

use gc::{Gc, TempVec, Value};

use super::members::place;
use super::raising::exception_matches;
use super::{Exception, new_exception};
use crate::builtins::list::List;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::native::NativeDef;
use crate::object::Type;
use crate::{Name, PyResult, Vm, native_def};

fn this(value: Value) -> Gc<Exception> {
    value.cast().expect("the receiver was checked")
}

pub(super) static NEW: NativeDef = native_def!(
    "Create and return a new object.",
    "BaseExceptionGroup(cls, message, exceptions, /)",
    new
);
pub(super) static METHODS: &[NativeDef] = &[
    native_def!("", "derive(self, excs, /)", derive),
    native_def!(
        "",
        "split(self, matcher_value, /)",
        |vm: &mut Vm, group: Value, condition: Value| {
            let (matched, rest) = split_by(vm, group, condition)?;
            vm.new_tuple(&[matched, rest])
        }
    ),
    native_def!(
        "",
        "subgroup(self, matcher_value, /)",
        |vm: &mut Vm, group: Value, condition: Value| {
            split_by(vm, group, condition).map(|(matched, _)| matched)
        }
    ),
];
pub(super) static CLASS_METHODS: &[NativeDef] = &[native_def!(
    " See PEP 585",
    "__class_getitem__(cls, item, /)",
    |vm: &mut Vm, class: Value, item: Value| { vm.new_generic_alias(class, item) }
)];

fn new(vm: &mut Vm, class: Gc<Type>, message: Value, exceptions: Value) -> PyResult<Gc<Exception>> {
    if !message.is::<Str>() {
        let got = vm.type_of(message).name_text();
        return Err(vm.type_error(format_args!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {got}"
        )));
    }
    let is_sequence = exceptions.is::<List>()
        || exceptions.is::<Tuple>()
        || (vm.slots(exceptions).get_item.is_some() && !vm.is_set(exceptions));
    if !is_sequence {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = vm.collect_items(exceptions)?;
    if items.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let all = vm.exceptions;
    let mut only_exceptions = true;
    for (index, &item) in items.iter().enumerate() {
        let item_class = vm.type_of(item);
        if !item_class.is_subtype(all.BaseException) {
            return Err(vm.value_error(format_args!(
                "Item {index} of second argument (exceptions) is not an exception"
            )));
        }
        only_exceptions = only_exceptions && item_class.is_subtype(all.Exception);
    }
    let mut class = class;
    if class == all.BaseExceptionGroup {
        if only_exceptions {
            class = all.ExceptionGroup;
        }
    } else if !only_exceptions {
        if class == all.ExceptionGroup {
            return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
        }
        if class.is_subtype(all.Exception) {
            let name = class.name_text();
            return Err(vm.type_error(format_args!("Cannot nest BaseExceptions in '{name}'")));
        }
    }
    let args = vm.new_tuple(&[message, exceptions])?;
    let tuple = vm.new_tuple(&items)?;
    let group = vm.new_exception_object(class, args.value())?;
    vm.set_exception_field(group, place::GROUP_MESSAGE, message)?;
    vm.set_exception_field(group, place::GROUP_EXCEPTIONS, tuple.value())?;
    Ok(group)
}

pub(super) fn str(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let message = vm.str(this(value).field(place::GROUP_MESSAGE))?.to_string_lossy();
    let count = exceptions_of(value).len();
    let plural = if count == 1 { "" } else { "s" };
    Ok(vm.new_str(&format!("{message} ({count} sub-exception{plural})"))?.value())
}

fn exceptions_of(group: Value) -> TempVec {
    let tuple = this(group).field(place::GROUP_EXCEPTIONS);
    tuple.cast::<Tuple>().map_or_else(TempVec::new, |tuple| TempVec::from(tuple.items()))
}

fn derive(vm: &mut Vm, group: Value, exceptions: Value) -> PyResult<Value> {
    let class = vm.exceptions.BaseExceptionGroup;
    let message = this(group).field(place::GROUP_MESSAGE);
    new_exception(vm, class, &[message, exceptions])
}

fn is_group(vm: &Vm, value: Value) -> bool {
    vm.type_of(value).is_subtype(vm.exceptions.BaseExceptionGroup)
}

/// A group like `original` of `exceptions`, with its traceback, context, cause and notes; `None` of none.
fn derive_like(vm: &mut Vm, original: Value, exceptions: &[Value]) -> PyResult<Value> {
    if exceptions.is_empty() {
        return Ok(Value::NONE);
    }
    let list = vm.new_list(exceptions)?;
    let name = vm.intern("derive")?;
    let derived = vm.call_method(original, name, &[list.value()])?;
    if !is_group(vm, derived) {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    let (from, to) = (this(original), this(derived));
    to.traceback.set(to, from.traceback.get());
    to.context.set(to, from.context.get());
    to.cause.set(to, from.cause.get());
    to.suppress_context.set(from.suppress_context.get());
    if let Some(notes) = vm.find_attribute_named(original, Name::Notes)?
        && notes.is::<List>()
    {
        let notes = vm.collect_items(notes)?;
        let notes = vm.new_list(&notes)?;
        let name = vm.name(Name::Notes);
        vm.set_attribute(derived, name, notes.value())?;
    }
    Ok(derived)
}

/// What of a group (or single exception) fits, and the rest.
fn split(
    vm: &mut Vm,
    value: Value,
    fits: &mut dyn FnMut(&mut Vm, Value) -> PyResult<bool>,
) -> PyResult<(Value, Value)> {
    vm.check_stack()?;
    if fits(vm, value)? {
        return Ok((value, Value::NONE));
    }
    if !is_group(vm, value) {
        return Ok((Value::NONE, value));
    }
    let (mut matched, mut rest) = (TempVec::new(), TempVec::new());
    for &each in exceptions_of(value).iter() {
        let (first, second) = split(vm, each, fits)?;
        if !first.is_none() {
            matched.push(first);
        }
        if !second.is_none() {
            rest.push(second);
        }
    }
    Ok((derive_like(vm, value, &matched)?, derive_like(vm, value, &rest)?))
}

fn split_by(vm: &mut Vm, group: Value, condition: Value) -> PyResult<(Value, Value)> {
    let base = vm.exceptions.BaseException;
    let is_class = |value: Value| value.cast::<Type>().is_some_and(|class| class.is_subtype(base));
    let is_classes = is_class(condition)
        || condition
            .cast::<Tuple>()
            .is_some_and(|classes| classes.items().iter().all(|&class| is_class(class)));
    if is_classes {
        return split(vm, group, &mut |vm, value| exception_matches(vm, value, condition));
    }
    if condition.is::<Type>() || !vm.is_callable(condition) {
        return Err(vm.type_error("expected an exception type, a tuple of exception types, or a callable (other than a class)"));
    }
    split(vm, group, &mut |vm, value| {
        let result = vm.call_values(condition, &[value])?;
        vm.is_true(result)
    })
}

/// `except*`: the part of `exception` that matches `classes` (as a group), and the rest.
pub fn match_group(vm: &mut Vm, exception: Value, classes: Value) -> PyResult<(Value, Value)> {
    let group = vm.exceptions.BaseExceptionGroup;
    let each = classes
        .cast::<Tuple>()
        .map_or_else(|| TempVec::from(vec![classes]), |classes| TempVec::from(classes.items()));
    for class in each.iter() {
        match class.cast::<Type>() {
            Some(class) if class.is_subtype(group) => {
                return Err(vm.type_error(
                    "catching ExceptionGroup with except* is not allowed. Use except instead.",
                ));
            }
            Some(class) if class.is_subtype(vm.exceptions.BaseException) => {}
            _ => {
                return Err(vm.type_error(
                    "catching classes that do not inherit from BaseException is not allowed",
                ));
            }
        }
    }
    if exception.is_none() {
        return Ok((Value::NONE, Value::NONE));
    }
    if exception_matches(vm, exception, classes)? {
        if is_group(vm, exception) {
            return Ok((exception, Value::NONE));
        }
        let list = vm.new_list(&[exception])?;
        let message = vm.name(Name::Empty);
        let class = vm.exceptions.BaseExceptionGroup;
        let wrapped = new_exception(vm, class, &[message.value(), list.value()])?;
        let traceback = this(exception).traceback.get();
        this(wrapped).traceback.set(this(wrapped), traceback);
        return Ok((wrapped, Value::NONE));
    }
    if !is_group(vm, exception) {
        return Ok((Value::NONE, exception));
    }
    split(vm, exception, &mut |vm, value| exception_matches(vm, value, classes))
}

/// What is raised at the end of an `except*` statement, or `None`: `raised` are the exceptions of its clauses and the unmatched
/// rest.
pub fn prepare_reraise_star(vm: &mut Vm, original: Value, raised: Value) -> PyResult<Value> {
    let items = vm.collect_items(raised)?;
    let items: TempVec =
        TempVec::from(items.iter().copied().filter(|item| !item.is_none()).collect::<Vec<_>>());
    if items.is_empty() {
        return Ok(Value::NONE);
    }
    if !is_group(vm, original) {
        // A single exception that no clause took, or what its only clause raised.
        return Ok(items[0]);
    }
    let (mut new, mut kept) = (TempVec::new(), TempVec::new());
    for &item in items.iter() {
        if is_same_origin(vm, item, original) { kept.push(item) } else { new.push(item) }
    }
    // What was raised again is put together as it was in the original.
    let mut leaves = TempVec::new();
    for &item in kept.iter() {
        collect_leaves(vm, item, &mut leaves)?;
    }
    let again = if leaves.is_empty() {
        Value::NONE
    } else {
        split(vm, original, &mut |vm, value| Ok(!is_group(vm, value) && leaves.contains(&value)))?.0
    };
    if new.is_empty() {
        return Ok(again);
    }
    if !again.is_none() {
        new.push(again);
    }
    if new.len() == 1 {
        return Ok(new[0]);
    }
    let list = vm.new_list(&new)?;
    let message = vm.name(Name::Empty);
    let class = vm.exceptions.BaseExceptionGroup;
    new_exception(vm, class, &[message.value(), list.value()])
}

/// Was `item` split from `original` (the same traceback, cause and context) rather than raised anew?
fn is_same_origin(vm: &Vm, item: Value, original: Value) -> bool {
    if !is_group(vm, item) {
        return false;
    }
    let (a, b) = (this(item), this(original));
    a.traceback.get() == b.traceback.get()
        && a.cause.get() == b.cause.get()
        && a.context.get() == b.context.get()
}

fn collect_leaves(vm: &mut Vm, value: Value, leaves: &mut TempVec) -> PyResult<()> {
    vm.check_stack()?;
    if !is_group(vm, value) {
        leaves.push(value);
        return Ok(());
    }
    for &each in exceptions_of(value).iter() {
        collect_leaves(vm, each, leaves)?;
    }
    Ok(())
}
