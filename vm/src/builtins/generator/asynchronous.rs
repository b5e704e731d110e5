//! Async generators (PEP 525) and the awaitables of `asend`, `athrow` and `aclose`.

use std::cell::Cell;

use gc::field::GcField;
use gc::{Field, Gc, Value};

use super::{Generator, State, close, flags, thrown_exception};
use crate::interpret::{Outcome, Resumption, resume};
use crate::object::{kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A value that an async generator yields, as opposed to one that passes through from an `await`.
    pub struct AsyncWrapped(kind::ASYNC_WRAPPED) { pub(crate) value: Field }
}

gc::heap_struct! {
    /// One step of an async generator, to be awaited.
    pub struct AsyncStep(kind::ASYNC_STEP) {
        generator: GcField<Generator>,
        /// What to send, or the exception to throw.
        argument: Field,
        /// A [`Step`].
        step: Cell<u8>,
        /// 0 not begun, 1 under way, 2 done.
        progress: Cell<u8>,
    }
}

crate::plain_kinds!(AsyncWrapped, AsyncStep);

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Step {
    Send = 0,
    Throw = 1,
    Close = 2,
}

fn this(value: Value) -> Gc<Generator> {
    value.cast().expect("the receiver was checked")
}

fn step_of(value: Value) -> Gc<AsyncStep> {
    value.cast().expect("the receiver was checked")
}

fn has(generator: Gc<Generator>, flag: u8) -> bool {
    generator.flags.get() & flag != 0
}

fn set(generator: Gc<Generator>, flag: u8, on: bool) {
    let bits = generator.flags.get();
    generator.flags.set(if on { bits | flag } else { bits & !flag });
}

/// Tells the event loop of an async generator that is used for the first time.
fn tell_hooks(vm: &mut Vm, generator: Gc<Generator>) -> PyResult<()> {
    if has(generator, flags::HOOKED) {
        return Ok(());
    }
    set(generator, flags::HOOKED, true);
    let (first, finalizer) = vm.async_generator_hooks;
    generator.hook.set(generator, finalizer);
    if !first.is_none() {
        vm.call_values(first, &[generator.value()])?;
    }
    Ok(())
}

fn new_step(vm: &mut Vm, generator: Value, step: Step, argument: Value) -> PyResult<Value> {
    tell_hooks(vm, this(generator))?;
    let step = AsyncStep {
        header: gc::Header::unset(),
        generator: GcField::new(Some(this(generator))),
        argument: Field::new(argument),
        step: Cell::new(step as u8),
        progress: Cell::new(0),
    };
    Ok(vm.new_object(shape::ASYNC_STEP, step)?.value())
}

fn kind_of(step: Gc<AsyncStep>) -> Step {
    match step.step.get() {
        0 => Step::Send,
        1 => Step::Throw,
        _ => Step::Close,
    }
}

fn method_name(step: Step) -> &'static str {
    match step {
        Step::Send => "anext()",
        Step::Throw => "athrow()",
        Step::Close => "aclose()",
    }
}

/// Advances a step, resuming the generator with `with`.
fn advance(vm: &mut Vm, step: Gc<AsyncStep>, with: Resumption) -> PyResult<Value> {
    let Some(generator) = step.generator.get() else {
        return Err(vm.system_error("an async step without generator"));
    };
    let outcome = resume(vm, generator, with);
    let kind = kind_of(step);
    match outcome {
        Ok(Outcome::Yielded(value)) => match value.cast::<AsyncWrapped>() {
            // An `await` inside passes through to the event loop.
            None => Ok(value),
            Some(wrapped) => {
                finish(step, generator);
                if kind == Step::Close {
                    return Err(vm.runtime_error("async generator ignored GeneratorExit"));
                }
                Err(vm.stop_iteration_with(wrapped.value.get()))
            }
        },
        Ok(Outcome::Returned(_)) => {
            finish(step, generator);
            set(generator, flags::CLOSED, true);
            if kind == Step::Close {
                return Err(vm.stop_iteration_with(Value::NONE));
            }
            let class = vm.exceptions.StopAsyncIteration;
            Err(vm.raise_args(class, &[]))
        }
        Err(raised) => {
            finish(step, generator);
            let exception = vm.catch(raised)?;
            let class = vm.type_of(exception);
            if generator.state() == State::Finished {
                set(generator, flags::CLOSED, true);
            }
            let (stop, exit) = (vm.exceptions.StopAsyncIteration, vm.exceptions.GeneratorExit);
            if kind == Step::Close && (class.is_subtype(stop) || class.is_subtype(exit)) {
                return Err(vm.stop_iteration_with(Value::NONE));
            }
            Err(vm.raise(exception))
        }
    }
}

fn finish(step: Gc<AsyncStep>, generator: Gc<Generator>) {
    step.progress.set(2);
    set(generator, flags::RUNNING_ASYNC, false);
}

fn step_send(vm: &mut Vm, value: Value, sent: Value) -> PyResult<Value> {
    let step = step_of(value);
    let kind = kind_of(step);
    let Some(generator) = step.generator.get() else {
        return Err(vm.system_error("an async step without generator"));
    };
    match step.progress.get() {
        2 => {
            let name = match kind {
                Step::Send => "__anext__()/asend()",
                Step::Throw | Step::Close => "aclose()/athrow()",
            };
            return Err(vm.runtime_error(format_args!("cannot reuse already awaited {name}")));
        }
        1 => return advance(vm, step, Resumption::Send(sent)),
        _ => {}
    }
    if has(generator, flags::RUNNING_ASYNC) {
        step.progress.set(2);
        let name = method_name(kind);
        return Err(
            vm.runtime_error(format_args!("{name}: asynchronous generator is already running"))
        );
    }
    if kind != Step::Send && !sent.is_none() {
        return Err(vm.runtime_error("can't send non-None value to a just-started coroutine"));
    }
    if has(generator, flags::CLOSED) || generator.state() == State::Finished {
        step.progress.set(2);
        return match kind {
            Step::Close => Err(vm.stop_iteration_with(Value::NONE)),
            Step::Send | Step::Throw => {
                let class = vm.exceptions.StopAsyncIteration;
                Err(vm.raise_args(class, &[]))
            }
        };
    }
    step.progress.set(1);
    set(generator, flags::RUNNING_ASYNC, true);
    match kind {
        Step::Send => {
            let first = if sent.is_none() { step.argument.get() } else { sent };
            advance(vm, step, Resumption::Send(first))
        }
        Step::Throw => advance(vm, step, Resumption::Throw(step.argument.get())),
        Step::Close => {
            set(generator, flags::CLOSED, true);
            if generator.state() == State::Created {
                finish(step, generator);
                close(vm, generator)?;
                return Err(vm.stop_iteration_with(Value::NONE));
            }
            let class = vm.exceptions.GeneratorExit;
            let exception = crate::builtins::exceptions::new_exception(vm, class, &[])?;
            advance(vm, step, Resumption::Throw(exception))
        }
    }
}

fn step_throw(
    vm: &mut Vm,
    value: Value,
    class: Value,
    instance: Option<Value>,
    traceback: Option<Value>,
) -> PyResult<Value> {
    let step = step_of(value);
    let exception = thrown_exception(vm, class, instance, traceback)?;
    let Some(generator) = step.generator.get() else {
        return Err(vm.system_error("an async step without generator"));
    };
    match step.progress.get() {
        2 => Err(vm.runtime_error("cannot reuse already awaited __anext__()/asend()")),
        0 => {
            if has(generator, flags::RUNNING_ASYNC) {
                step.progress.set(2);
                let name = method_name(kind_of(step));
                return Err(vm.runtime_error(format_args!(
                    "{name}: asynchronous generator is already running"
                )));
            }
            step.progress.set(1);
            set(generator, flags::RUNNING_ASYNC, true);
            advance(vm, step, Resumption::Throw(exception))
        }
        _ => advance(vm, step, Resumption::Throw(exception)),
    }
}

fn step_close(vm: &mut Vm, value: Value) -> PyResult<()> {
    let step = step_of(value);
    if step.progress.get() == 2 {
        return Ok(());
    }
    let class = vm.exceptions.GeneratorExit;
    let exception = crate::builtins::exceptions::new_exception(vm, class, &[])?;
    match step_throw(vm, value, exception, None, None) {
        Ok(_) => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
        Err(raised) => {
            let exception = vm.catch(raised)?;
            let class = vm.type_of(exception);
            let ends = [
                vm.exceptions.StopIteration,
                vm.exceptions.StopAsyncIteration,
                vm.exceptions.GeneratorExit,
            ];
            if ends.iter().any(|&end| class.is_subtype(end)) {
                Ok(())
            } else {
                Err(vm.raise(exception))
            }
        }
    }
}

builtin_type! {
    /// A value of an async generator on its way.
    pub static ASYNC_WRAPPED = "async_generator_wrapped_value"("object") {
        kind kind::ASYNC_WRAPPED;
    }
}

builtin_type! {
    /// An awaitable step of an async generator.
    pub static ASYNC_STEP = "async_generator_asend"("object") {
        kind kind::ASYNC_STEP;
        slots {
            iter: |_, value| Ok(value),
            await_: |_, value| Ok(value),
            next: |vm, value| step_send(vm, value, Value::NONE).map(Some)
        }
        methods {
            "send(self, value, /)" => step_send;
            "throw(self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)" => step_throw;
            "close(self, /)" => step_close;
        }
    }
}

fn athrow(
    vm: &mut Vm,
    value: Value,
    class: Value,
    instance: Option<Value>,
    traceback: Option<Value>,
) -> PyResult<Value> {
    let exception = thrown_exception(vm, class, instance, traceback)?;
    new_step(vm, value, Step::Throw, exception)
}

builtin_type! {
    /// An asynchronous generator.
    pub static ASYNC_GENERATOR = "async_generator"("object") {
        kind kind::GENERATOR;
        traits { has_weakref }
        slots {
            repr: super::repr,
            aiter: |_, value| Ok(value),
            anext: |vm, value| new_step(vm, value, Step::Send, Value::NONE),
        }
        methods {
            /// Send 'value' into the generator.
            "asend(self, value, /)" => |vm: &mut Vm, value: Value, sent: Value| new_step(vm, value, Step::Send, sent);
            /// Raise exception in generator, return next yielded value or raise StopAsyncIteration.
            "athrow(self, typ, val=<unrepresentable>, tb=<unrepresentable>, /)" => athrow;
            /// Raise GeneratorExit inside generator.
            "aclose(self, /)" => |vm: &mut Vm, value: Value| new_step(vm, value, Step::Close, Value::NONE);
        }
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
        getters {
            "ag_running" => |_, value| Ok(Value::from_bool(has(this(value), flags::RUNNING_ASYNC)));
            "ag_suspended" => super::is_suspended;
            "ag_code" => |_, value| Ok(this(value).code().value());
            "ag_frame" => super::frame;
            "ag_await" => super::delegate;
            "__name__" => |_, value| Ok(this(value).name.get()), super::set_name;
            "__qualname__" => |_, value| Ok(this(value).qualname.get()), super::set_qualname;
        }
    }
}

gc::heap_struct! {
    /// `anext(iterator, default)`, to be awaited.
    pub struct AnextDefault(kind::ANEXT_DEFAULT) { awaitable: Field, iterator: Field, default: Field }
}

crate::plain_kinds!(AnextDefault);

/// The awaitable of `anext` with a default.
pub fn new_anext_default(vm: &mut Vm, awaitable: Value, default: Value) -> PyResult<Value> {
    let object = AnextDefault {
        header: gc::Header::unset(),
        awaitable: Field::new(awaitable),
        iterator: Field::new(Value::NONE),
        default: Field::new(default),
    };
    Ok(vm.new_object(shape::ANEXT_DEFAULT, object)?.value())
}

/// Forwards a call to the awaitable's iterator; the end of the async iteration returns the default.
fn anext_forward(vm: &mut Vm, value: Value, method: &str, args: &[Value]) -> PyResult<Value> {
    let object: Gc<AnextDefault> = value.cast().expect("the receiver was checked");
    if object.iterator.get().is_none() {
        let iterator = vm.get_awaitable(object.awaitable.get())?;
        object.iterator.set(object, iterator);
    }
    let iterator = object.iterator.get();
    let result = if method == "__next__" {
        vm.stop_iteration = Value::NONE;
        match vm.next(iterator) {
            Ok(Some(item)) => Ok(item),
            Ok(None) => {
                let value = std::mem::replace(&mut vm.stop_iteration, Value::NONE);
                Err(vm.stop_iteration_with(value))
            }
            Err(raised) => Err(raised),
        }
    } else {
        let name = vm.intern(method)?;
        vm.call_method(iterator, name, args)
    };
    match result {
        Ok(item) => Ok(item),
        Err(raised) => {
            let class = vm.exceptions.StopAsyncIteration;
            vm.catch_if(raised, class)?;
            Err(vm.stop_iteration_with(object.default.get()))
        }
    }
}

builtin_type! {
    /// An awaitable of `anext()` with a default.
    pub static ANEXT_DEFAULT = "anext_awaitable"("object") {
        kind kind::ANEXT_DEFAULT;
        slots {
            iter: |_, value| Ok(value),
            await_: |_, value| Ok(value),
            next: |vm, value| anext_forward(vm, value, "__next__", &[]).map(Some)
        }
        methods {
            "send(self, value, /)" => |vm: &mut Vm, value: Value, sent: Value| anext_forward(vm, value, "send", &[sent]);
            "throw(self, typ, /)" => |vm: &mut Vm, value: Value, class: Value| anext_forward(vm, value, "throw", &[class]);
            "close(self, /)" => |vm: &mut Vm, value: Value| anext_forward(vm, value, "close", &[]);
        }
    }
}
