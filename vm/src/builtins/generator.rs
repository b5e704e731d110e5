//! `generator`, `coroutine`, `async_generator`: suspended frames.

mod asynchronous;

use std::cell::Cell;

use gc::field::GcField;
use gc::{Field, Gc, Value};

use super::code::CodeObject;
use super::dict::Dict;
use super::str::Str;
use crate::interpret::{Outcome, Resumption, resume};
use crate::object::{Array, Type, kind, shape};
use crate::{PyResult, Vm, builtin_type};

pub use asynchronous::{
    ANEXT_DEFAULT, ASYNC_GENERATOR, ASYNC_STEP, ASYNC_WRAPPED, AnextDefault, AsyncStep,
    AsyncWrapped, new_anext_default,
};

gc::heap_struct! {
    /// A generator, coroutine or async generator; which, its class says.
    pub struct Generator(kind::GENERATOR) {
        pub(crate) code: GcField<CodeObject>,
        pub(crate) globals: GcField<Dict>,
        pub(crate) builtins: GcField<Dict>,
        pub(crate) function: Field,
        pub(crate) namespace: Field,
        /// The registers while it is suspended.
        pub(crate) registers: GcField<Array>,
        pub(crate) handled: Field,
        pub(crate) name: Field,
        pub(crate) qualname: Field,
        /// The frame object, once somebody asked for it.
        pub(crate) frame: Field,
        /// The finalizer hook of an async generator.
        pub(crate) hook: Field,
        pub(crate) pc: Cell<u32>,
        pub(crate) state: Cell<u8>,
        /// Bits of [`flags`].
        pub(crate) flags: Cell<u8>,
    }
}

gc::heap_struct! {
    /// What `coroutine.__await__()` gives.
    pub struct CoroutineWrapper(kind::COROUTINE_WRAPPER) { coroutine: GcField<Generator> }
}

crate::plain_kinds!(Generator, CoroutineWrapper);

/// Bits of [`Generator::flags`].
pub(crate) mod flags {
    /// The hooks of the event loop were told of the async generator.
    pub(crate) const HOOKED: u8 = 1;
    /// An `asend`, `athrow` or `aclose` of it is under way.
    pub(crate) const RUNNING_ASYNC: u8 = 2;
    /// `aclose` has finished it, or it ran to its end.
    pub(crate) const CLOSED: u8 = 4;
}

/// Where a generator is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum State {
    /// Nothing of it ran yet.
    Created = 0,
    /// At a `yield`.
    Suspended = 1,
    /// On the stack.
    Running = 2,
    /// It returned or raised.
    Finished = 3,
}

impl Generator {
    /// Where it is in its life.
    #[inline(always)]
    pub fn state(&self) -> State {
        match self.state.get() {
            0 => State::Created,
            1 => State::Suspended,
            2 => State::Running,
            _ => State::Finished,
        }
    }

    /// Is it a generator (not a coroutine), which a `for` loop may resume without its `__next__`?
    #[inline(always)]
    pub fn is_plain(&self, _: &Vm) -> bool {
        self.header.shape() == shape::GENERATOR
    }

    /// Its code.
    #[inline(always)]
    pub fn code(&self) -> Gc<CodeObject> {
        self.code.get().expect("a generator has code")
    }

    pub(crate) fn globals(&self) -> Gc<Dict> {
        self.globals.get().expect("a generator has globals")
    }

    pub(crate) fn builtins(&self) -> Gc<Dict> {
        self.builtins.get().expect("a generator has builtins")
    }

    /// The word for it in messages.
    pub fn description(&self) -> &'static str {
        match self.header.shape() {
            shape::COROUTINE => "coroutine",
            shape::ASYNC_GENERATOR => "async generator",
            _ => "generator",
        }
    }
}

fn this(value: Value) -> Gc<Generator> {
    value.cast().expect("the receiver was checked")
}

/// The result of a generator that was resumed by hand: what it returned travels as `StopIteration`.
fn by_hand(vm: &mut Vm, generator: Gc<Generator>, outcome: Outcome) -> PyResult<Value> {
    let _ = generator;
    match outcome {
        Outcome::Yielded(value) => Ok(value),
        Outcome::Returned(value) => Err(vm.stop_iteration_with(value)),
    }
}

fn check_reuse(vm: &mut Vm, generator: Gc<Generator>) -> PyResult<()> {
    if generator.state() == State::Finished && generator.header().shape() == shape::COROUTINE {
        return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
    }
    Ok(())
}

fn send(vm: &mut Vm, value: Value, sent: Value) -> PyResult<Value> {
    let generator = this(value);
    check_reuse(vm, generator)?;
    let outcome = resume(vm, generator, Resumption::Send(sent))?;
    by_hand(vm, generator, outcome)
}

fn next(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    match resume(vm, this(value), Resumption::Send(Value::NONE))? {
        Outcome::Yielded(value) => Ok(Some(value)),
        Outcome::Returned(value) => {
            vm.stop_iteration = value;
            Ok(None)
        }
    }
}

/// The exception that `throw(type, value, traceback)` means.
pub(crate) fn thrown_exception(
    vm: &mut Vm,
    class: Value,
    value: Option<Value>,
    traceback: Option<Value>,
) -> PyResult<Value> {
    let traceback = traceback.filter(|traceback| !traceback.is_none());
    if let Some(traceback) = traceback
        && !traceback.is::<super::traceback::Traceback>()
    {
        return Err(vm.type_error("throw() third argument must be a traceback object"));
    }
    let base = vm.exceptions.BaseException;
    let exception = match class.cast::<Type>() {
        Some(exception_class) if exception_class.is_subtype(base) => {
            match value.filter(|value| !value.is_none()) {
                None => vm.call_values(class, &[])?,
                Some(value) if vm.type_of(value).is_subtype(exception_class) => value,
                Some(value) => match value.cast::<super::tuple::Tuple>() {
                    Some(args) => {
                        let args = gc::TempVec::from(args.items());
                        vm.call_values(class, &args)?
                    }
                    None => vm.call_values(class, &[value])?,
                },
            }
        }
        _ if vm.type_of(class).is_subtype(base) => {
            if value.is_some_and(|value| !value.is_none()) {
                return Err(vm.type_error("instance exception may not have a separate value"));
            }
            class
        }
        _ => {
            let name = vm.type_of(class).name_text();
            return Err(vm.type_error(format_args!(
                "exceptions must be classes or instances deriving from BaseException, not {name}"
            )));
        }
    };
    if let Some(traceback) = traceback {
        super::exceptions::set_traceback(exception, traceback);
    }
    Ok(exception)
}

fn throw(
    vm: &mut Vm,
    value: Value,
    class: Value,
    instance: Option<Value>,
    traceback: Option<Value>,
) -> PyResult<Value> {
    let generator = this(value);
    let exception = thrown_exception(vm, class, instance, traceback)?;
    check_reuse(vm, generator)?;
    let outcome = resume(vm, generator, Resumption::Throw(exception))?;
    by_hand(vm, generator, outcome)
}

/// `generator.close()`: what it returned, if it did, else `None`.
pub fn close(vm: &mut Vm, generator: Gc<Generator>) -> PyResult<Value> {
    match generator.state() {
        State::Finished => return Ok(Value::NONE),
        State::Created => {
            generator.state.set(State::Finished as u8);
            generator.registers.set(generator, None);
            return Ok(Value::NONE);
        }
        State::Running | State::Suspended => {}
    }
    let class = vm.exceptions.GeneratorExit;
    let exception = super::exceptions::new_exception(vm, class, &[])?;
    match resume(vm, generator, Resumption::Throw(exception)) {
        Ok(Outcome::Returned(value)) => Ok(value),
        Ok(Outcome::Yielded(_)) => {
            let what = generator.description();
            Err(vm.runtime_error(format_args!("{what} ignored GeneratorExit")))
        }
        Err(raised) => {
            let exit = vm.exceptions.GeneratorExit;
            let exception = vm.catch(raised)?;
            let stop = vm.exceptions.StopIteration;
            let class = vm.type_of(exception);
            if class.is_subtype(exit) {
                return Ok(Value::NONE);
            }
            if class.is_subtype(stop) {
                return Ok(super::exceptions::stop_iteration_value(exception));
            }
            Err(vm.raise(exception))
        }
    }
}

fn finalize(vm: &mut Vm, value: Value) -> PyResult<Value> {
    close(vm, this(value))
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let class = vm.type_of(value).name_text();
    let name = this(value)
        .qualname
        .get()
        .cast::<Str>()
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    let id = vm.identity(value);
    Ok(vm.new_str(&format!("<{class} object {name} at {id:#x}>"))?.value())
}

fn set_name(vm: &mut Vm, value: Value, name: Value) -> PyResult<()> {
    if !name.is::<Str>() {
        return Err(vm.type_error("__name__ must be set to a string object"));
    }
    this(value).name.set(this(value), name);
    Ok(())
}

fn set_qualname(vm: &mut Vm, value: Value, name: Value) -> PyResult<()> {
    if !name.is::<Str>() {
        return Err(vm.type_error("__qualname__ must be set to a string object"));
    }
    this(value).qualname.set(this(value), name);
    Ok(())
}

fn frame(vm: &mut Vm, value: Value) -> PyResult<Value> {
    vm.generator_frame(this(value))
}

fn delegate(vm: &mut Vm, value: Value) -> PyResult<Value> {
    Ok(vm.delegate_of(this(value)).unwrap_or(Value::NONE))
}

macro_rules! state_getters {
    ($($function:ident $state:ident;)*) => { $(
        fn $function(_: &mut Vm, value: Value) -> PyResult<Value> {
            Ok(Value::from_bool(this(value).state() == State::$state))
        }
    )* };
}

state_getters! { is_running Running; is_suspended Suspended; }

builtin_type! {
    /// A generator.
    pub static GENERATOR = "generator"("object") {
        kind kind::GENERATOR;
        traits { has_weakref }
        slots { repr: repr, iter: |_, value| Ok(value), next: next, finalize: finalize }
        methods {
            /// Send 'value' into the generator.
            "send(self, value, /)" => send;
            /// Raise exception in generator, return next yielded value or raise StopIteration.
            "throw(self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)" => throw;
            /// Raise GeneratorExit inside generator.
            "close(self, /)" => |vm: &mut Vm, value: Value| close(vm, this(value));
            /// See PEP 585
            "__sizeof__(self, /)" => |vm: &mut Vm, value: Value| vm.object_size(value) as i64;
        }
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
        getters {
            "gi_running" => is_running;
            "gi_suspended" => is_suspended;
            "gi_code" => |_, value| Ok(this(value).code().value());
            "gi_frame" => frame;
            /// object being iterated by yield from, or None
            "gi_yieldfrom" => delegate;
            "__name__" => |_, value| Ok(this(value).name.get()), set_name;
            "__qualname__" => |_, value| Ok(this(value).qualname.get()), set_qualname;
        }
    }
}

fn await_(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let wrapper = CoroutineWrapper {
        header: gc::Header::unset(),
        coroutine: GcField::new(Some(this(value))),
    };
    Ok(vm.new_object(shape::COROUTINE_WRAPPER, wrapper)?.value())
}

builtin_type! {
    /// A coroutine.
    pub static COROUTINE = "coroutine"("object") {
        kind kind::GENERATOR;
        traits { has_weakref }
        slots { repr: repr, await_: await_, finalize: finalize }
        methods {
            /// Send 'value' into the coroutine.
            "send(self, value, /)" => send;
            /// Raise exception in coroutine, return next yielded value or raise StopIteration.
            "throw(self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)" => throw;
            /// Raise GeneratorExit inside coroutine.
            "close(self, /)" => |vm: &mut Vm, value: Value| close(vm, this(value));
        }
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
        getters {
            "cr_running" => is_running;
            "cr_suspended" => is_suspended;
            "cr_code" => |_, value| Ok(this(value).code().value());
            "cr_frame" => frame;
            "cr_origin" => |_, _| Ok(Value::NONE);
            /// object being awaited on, or None
            "cr_await" => delegate;
            "__name__" => |_, value| Ok(this(value).name.get()), set_name;
            "__qualname__" => |_, value| Ok(this(value).qualname.get()), set_qualname;
        }
    }
}

fn inner(value: Value) -> Value {
    let wrapper: Gc<CoroutineWrapper> = value.cast().expect("the receiver was checked");
    wrapper.coroutine.get().map_or(Value::NONE, Gc::value)
}

builtin_type! {
    /// A wrapper object implementing __await__ for coroutines.
    pub static COROUTINE_WRAPPER = "coroutine_wrapper"("object") {
        kind kind::COROUTINE_WRAPPER;
        slots {
            iter: |_, value| Ok(value),
            next: |vm, value| { let generator = inner(value); check_reuse(vm, this(generator))?; next(vm, generator) }
        }
        methods {
            /// Send 'value' into the coroutine.
            "send(self, value, /)" => |vm: &mut Vm, value: Value, sent: Value| send(vm, inner(value), sent);
            /// Raise exception in coroutine, return next yielded value or raise StopIteration.
            "throw(self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)" => |vm: &mut Vm, value: Value, class: Value, instance: Option<Value>, traceback: Option<Value>| throw(vm, inner(value), class, instance, traceback);
            /// Raise GeneratorExit inside coroutine.
            "close(self, /)" => |vm: &mut Vm, value: Value| close(vm, this(inner(value)));
        }
    }
}
