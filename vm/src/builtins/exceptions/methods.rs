//! Methods and attributes of `BaseException`.

use gc::{Gc, Value};

use super::Exception;
use crate::builtins::dict::Dict;
use crate::builtins::list::List;
use crate::builtins::str::Str;
use crate::builtins::traceback::Traceback;
use crate::builtins::tuple::Tuple;
use crate::native::{GetSetDef, NativeDef};
use crate::{Name, PyResult, Vm, native_def};

fn this(value: Value) -> Gc<Exception> {
    value.cast().expect("the receiver was checked")
}

pub(super) fn str(vm: &mut Vm, value: Value) -> PyResult<Value> {
    match this(value).args() {
        [] => Ok(vm.name(Name::Empty).value()),
        &[one] => Ok(vm.str(one)?.value()),
        _ => {
            let args = this(value).args.get();
            Ok(vm.str(args)?.value())
        }
    }
}

pub(super) fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = vm.type_of(value).name_text();
    let args = this(value).args.get();
    let text = match this(value).args() {
        &[one] => format!("{class}({})", vm.repr_text(one)?),
        _ => format!("{class}{}", vm.repr_text(args)?),
    };
    Ok(vm.new_str(&text)?.value())
}

fn with_traceback(vm: &mut Vm, value: Value, traceback: Value) -> PyResult<Value> {
    set_traceback(vm, value, traceback)?;
    Ok(value)
}

fn set_traceback(vm: &mut Vm, value: Value, traceback: Value) -> PyResult<()> {
    if traceback.is_unbound() {
        return Err(vm.type_error("__traceback__ may not be deleted"));
    }
    if !traceback.is_none() && !traceback.is::<Traceback>() {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    this(value).traceback.set(this(value), traceback);
    Ok(())
}

fn set_link(vm: &mut Vm, new: Value, what: &str) -> PyResult<Value> {
    if new.is_unbound() {
        return Err(vm.type_error(format_args!("__{what}__ may not be deleted")));
    }
    if !new.is_none() && !new.is::<Exception>() {
        return Err(vm.type_error(format_args!(
            "exception {what} must be None or derive from BaseException"
        )));
    }
    Ok(new)
}

fn add_note(vm: &mut Vm, value: Value, note: Value) -> PyResult<()> {
    if !note.is::<Str>() {
        let class = vm.type_of(note).name_text();
        return Err(vm.type_error(format_args!("note must be a str, not '{class}'")));
    }
    let notes = match vm.find_attribute_named(value, Name::Notes)? {
        Some(notes) => notes,
        None => {
            let notes = vm.new_list(&[])?.value();
            let name = vm.name(Name::Notes);
            vm.set_attribute(value, name, notes)?;
            notes
        }
    };
    match notes.cast::<List>() {
        Some(list) => vm.list_append(list, note),
        None => Err(vm.type_error("Cannot add note: __notes__ is not a list")),
    }
}

/// `(class, args)` and the attributes if there are any.
pub(super) fn reduce_with(vm: &mut Vm, value: Value, args: Gc<Tuple>) -> PyResult<Value> {
    let class = vm.type_of(value).value();
    let state = state(vm, value)?;
    match state {
        Some(state) => Ok(vm.new_tuple(&[class, args.value(), state.value()])?.value()),
        None => Ok(vm.new_tuple(&[class, args.value()])?.value()),
    }
}

fn state(vm: &mut Vm, value: Value) -> PyResult<Option<Gc<Dict>>> {
    let name = vm.name(Name::Dict);
    let dict = vm.find_attribute(value, name)?.and_then(|dict| dict.cast::<Dict>());
    Ok(dict.filter(|dict| !dict.is_empty()))
}

fn reduce(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let args = vm.new_tuple(this(value).args())?;
    reduce_with(vm, value, args)
}

fn set_state(vm: &mut Vm, value: Value, state: Value) -> PyResult<()> {
    if state.is_none() {
        return Ok(());
    }
    let Some(state) = state.cast::<Dict>() else {
        return Err(vm.type_error("state is not a dictionary"));
    };
    let mut position = 0;
    while let Some((next, key, item)) = state.next_entry(position) {
        position = next;
        let name = vm.attribute_name(key)?;
        vm.set_attribute(value, name, item)?;
    }
    Ok(())
}

pub(super) static METHODS: &[NativeDef] = &[
    native_def!(
        " Set self.__traceback__ to tb and return self.",
        "with_traceback(self, tb, /)",
        with_traceback
    ),
    native_def!(" Add a note to the exception", "add_note(self, note, /)", add_note),
    native_def!("", "__reduce__(self, /)", reduce),
    native_def!("", "__setstate__(self, state, /)", set_state),
];

pub(super) const GETTERS: &[GetSetDef] = &[
    GetSetDef {
        name: "args",
        doc: "",
        get: |_, value| Ok(this(value).args.get()),
        set: Some(|vm, value, args| {
            if args.is_unbound() {
                return Err(vm.type_error("args may not be deleted"));
            }
            let items = vm.collect_items(args)?;
            let args = vm.new_tuple(&items)?;
            this(value).args.set(this(value), args.value());
            Ok(())
        }),
    },
    GetSetDef {
        name: "__traceback__",
        doc: "",
        get: |_, value| Ok(this(value).traceback.get()),
        set: Some(set_traceback),
    },
    GetSetDef {
        name: "__context__",
        doc: "exception context",
        get: |_, value| Ok(this(value).context.get()),
        set: Some(|vm, value, new| {
            let new = set_link(vm, new, "context")?;
            this(value).context.set(this(value), new);
            Ok(())
        }),
    },
    GetSetDef {
        name: "__cause__",
        doc: "exception cause",
        get: |_, value| Ok(this(value).cause.get()),
        set: Some(|vm, value, new| {
            let new = set_link(vm, new, "cause")?;
            this(value).cause.set(this(value), new);
            this(value).suppress_context.set(true);
            Ok(())
        }),
    },
    GetSetDef {
        name: "__suppress_context__",
        doc: "",
        get: |_, value| Ok(Value::from_bool(this(value).suppress_context.get())),
        set: Some(|vm, value, new| {
            let truth = if new.is_unbound() { false } else { vm.is_true(new)? };
            this(value).suppress_context.set(truth);
            Ok(())
        }),
    },
];
