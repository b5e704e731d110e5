//! Suspending and resuming. A suspended generator keeps its registers in the heap; resuming copies them to a window.

use frontend::bytecode::{CodeFlags, Opcode};
use gc::field::GcField;
use gc::{Field, Gc, Value};

use super::{Continuation, Frame, Outcome};
use crate::builtins::exceptions::stop_iteration_value;
use crate::builtins::function::Function;
use crate::builtins::generator::{Generator, State};
use crate::object::shape;
use crate::object::storage::ArrayExt;
use crate::{Name, PyResult, Vm};

/// What a generator is resumed with.
#[derive(Clone, Copy)]
pub(crate) enum Resumption {
    /// The value of the `yield` expression.
    Send(Value),
    /// An exception raised at the `yield`.
    Throw(Value),
}

/// What became of a `send`.
pub(super) enum Sent {
    /// The receiver yielded.
    Yielded(Value),
    /// The receiver returned.
    Returned(Value),
    /// Its frame was pushed.
    Frame,
}

impl Vm {
    /// Makes the running frame, which has just begun, a suspended generator.
    pub(super) fn make_generator(&mut self) -> PyResult<Value> {
        let index = self.interpreter.frames.len() - 1;
        let count = usize::from(self.interpreter.frames[index].data().register_count);
        let registers = self.new_array(count, Value::UNBOUND)?;
        let frame = &self.interpreter.frames[index];
        registers.write(0, self.interpreter.window(frame));
        let flags = frame.data().code.flags;
        let shape = if flags.contains(CodeFlags::ASYNC_GENERATOR) {
            shape::ASYNC_GENERATOR
        } else if flags.contains(CodeFlags::COROUTINE) {
            shape::COROUTINE
        } else {
            shape::GENERATOR
        };
        let (name, qualname) = match frame.function.cast::<Function>() {
            Some(function) => (function.name.get(), function.qualname.get()),
            None => {
                let code = frame.data().code.clone();
                let name = self.intern(&code.name)?.value();
                (name, name)
            }
        };
        let frame = &self.interpreter.frames[index];
        let generator = Generator {
            header: gc::Header::unset(),
            code: GcField::new(Some(frame.code)),
            globals: GcField::new(Some(frame.globals)),
            builtins: GcField::new(Some(frame.builtins)),
            function: Field::new(frame.function),
            namespace: Field::new(frame.namespace),
            registers: GcField::new(Some(registers)),
            handled: Field::new(Value::UNBOUND),
            name: Field::new(name),
            qualname: Field::new(qualname),
            frame: Field::new(frame.object),
            hook: Field::new(Value::UNBOUND),
            pc: std::cell::Cell::new(frame.pc),
            state: std::cell::Cell::new(State::Created as u8),
            flags: std::cell::Cell::new(0),
        };
        let generator = self.new_object(shape, generator)?;
        Ok(generator.value())
    }

    /// Puts the running generator's frame away, which is at a `yield`.
    pub(super) fn suspend_generator(&mut self) -> PyResult<()> {
        let frame = self.interpreter.frames.last().expect("a frame runs");
        let Some(generator) = frame.generator.cast::<Generator>() else {
            return Err(self.system_error("yield outside a generator"));
        };
        if let Some(registers) = generator.registers.get() {
            registers.write(0, self.interpreter.window(frame));
        }
        generator.handled.set(generator, frame.handled);
        generator.frame.set(generator, frame.object);
        generator.pc.set(frame.pc);
        generator.state.set(State::Suspended as u8);
        Ok(())
    }

    /// The generator's frame is gone.
    pub(super) fn finish_generator(&mut self, generator: Value) {
        if let Some(generator) = generator.cast::<Generator>() {
            generator.state.set(State::Finished as u8);
            generator.registers.set(generator, None);
            generator.handled.set(generator, Value::UNBOUND);
        }
    }

    /// The iterator `yield from value` delegates to.
    pub(super) fn get_yield_from_iter(&mut self, value: Value) -> PyResult<Value> {
        if let Some(generator) = value.cast::<Generator>() {
            if generator.header().shape() == shape::COROUTINE && !self.runs_in_coroutine() {
                return Err(self.type_error(
                    "cannot 'yield from' a coroutine object in a non-coroutine generator",
                ));
            }
            if generator.header().shape() != shape::ASYNC_GENERATOR {
                return Ok(value);
            }
        }
        self.iter(value)
    }

    fn runs_in_coroutine(&self) -> bool {
        let flags = self.interpreter.frames.last().map(|frame| frame.data().code.flags);
        flags.is_some_and(|flags| {
            flags.intersects(CodeFlags::COROUTINE | CodeFlags::ITERABLE_COROUTINE)
        })
    }

    /// The iterator `await value` delegates to; `from`: 1 the result of `__aenter__`, 2 of `__aexit__`.
    pub(super) fn get_awaitable_for(&mut self, value: Value, from: u8) -> PyResult<Value> {
        let class = self.type_of(value);
        let is_awaitable = self.slots_of_type(class).await_.is_some() || value.is::<Generator>();
        if !is_awaitable && from != 0 {
            let (name, method) =
                (class.name_text(), if from == 1 { "__aenter__" } else { "__aexit__" });
            return Err(self.type_error(format_args!("'async with' received an object from {method} that does not implement __await__: {name}")));
        }
        let iterator = self.get_awaitable(value)?;
        if let Some(coroutine) = iterator.cast::<Generator>()
            && coroutine.header().shape() == shape::COROUTINE
            && coroutine.state() == State::Suspended
            && self.delegate_of(coroutine).is_some()
        {
            return Err(self.runtime_error("coroutine is being awaited already"));
        }
        Ok(iterator)
    }

    /// The iterator behind an awaitable.
    pub fn get_awaitable(&mut self, value: Value) -> PyResult<Value> {
        if let Some(generator) = value.cast::<Generator>() {
            let is_coroutine = generator.header().shape() == shape::COROUTINE;
            let flags = self.code_of(generator.code()).flags;
            if is_coroutine
                || (generator.header().shape() == shape::GENERATOR
                    && flags.contains(CodeFlags::ITERABLE_COROUTINE))
            {
                return Ok(value);
            }
        }
        let class = self.type_of(value);
        let Some(await_) = self.slots_of_type(class).await_ else {
            let name = class.name_text();
            return Err(self.type_error(format_args!("'{name}' object can't be awaited")));
        };
        let iterator = await_(self, value)?;
        if let Some(generator) = iterator.cast::<Generator>()
            && generator.header().shape() == shape::COROUTINE
        {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if self.slots(iterator).next.is_none() {
            let name = self.type_of(iterator).name_text();
            return Err(
                self.type_error(format_args!("__await__() returned non-iterator of type '{name}'"))
            );
        }
        Ok(iterator)
    }

    pub(super) fn get_async_iter(&mut self, value: Value) -> PyResult<Value> {
        let class = self.type_of(value);
        let Some(aiter) = self.slots_of_type(class).aiter else {
            let name = class.name_text();
            return Err(self.type_error(format_args!(
                "'async for' requires an object with __aiter__ method, got {name}"
            )));
        };
        let iterator = aiter(self, value)?;
        if self.slots(iterator).anext.is_none() {
            let name = self.type_of(iterator).name_text();
            return Err(self.type_error(format_args!("'async for' received an object from __aiter__ that does not implement __anext__: {name}")));
        }
        Ok(iterator)
    }

    pub(super) fn get_async_next(&mut self, iterator: Value) -> PyResult<Value> {
        let class = self.type_of(iterator);
        let Some(anext) = self.slots_of_type(class).anext else {
            let name = class.name_text();
            return Err(self.type_error(format_args!(
                "'async for' requires an iterator with __anext__ method, got {name}"
            )));
        };
        let awaitable = anext(self, iterator)?;
        match self.get_awaitable(awaitable) {
            Ok(iterator) => Ok(iterator),
            Err(raised) => {
                let cause = self.catch(raised)?;
                let name = self.type_of(awaitable).name_text();
                let class = self.exceptions.TypeError;
                let message = self.new_str(&format!(
                    "'async for' received an invalid object from __anext__: {name}"
                ))?;
                let exception =
                    crate::builtins::exceptions::new_exception(self, class, &[message.value()])?;
                crate::builtins::exceptions::set_cause(exception, cause);
                Err(self.raise(exception))
            }
        }
    }

    /// What a suspended generator delegates to at its `yield`.
    pub(crate) fn delegate_of(&self, generator: Gc<Generator>) -> Option<Value> {
        if generator.state() != State::Suspended {
            return None;
        }
        let code = &self.codes.get(generator.code()).code;
        let instruction = *code.instructions.get(generator.pc.get() as usize)?;
        if instruction.op() != Opcode::Yield || instruction.x() & 1 == 0 {
            return None;
        }
        generator.registers.get()?.values().get(usize::from(instruction.c()))?.bound()
    }
}

/// Pushes the frame of a generator that is sent `value`. `false`: it is finished already.
pub(super) fn push(
    vm: &mut Vm,
    generator: Gc<Generator>,
    value: Value,
    continuation: Continuation,
    result: u16,
) -> PyResult<bool> {
    match generator.state() {
        State::Finished => return Ok(false),
        State::Running => {
            let what = generator.description();
            return Err(vm.value_error(format_args!("{what} already executing")));
        }
        State::Created if !value.is_none() => {
            let what = generator.description();
            return Err(
                vm.type_error(format_args!("can't send non-None value to a just-started {what}"))
            );
        }
        State::Created | State::Suspended => {}
    }
    let suspended = generator.state() == State::Suspended;
    push_frame(vm, generator, continuation, result)?;
    let frame = vm.interpreter.frames.last_mut().expect("just pushed");
    let (base, pc) = (frame.base, frame.pc);
    frame.pc = pc + 1;
    if suspended {
        let instruction = frame.data().code.instructions[pc as usize];
        // SAFETY: *window*.
        unsafe { vm.interpreter.register(base + usize::from(instruction.a())).write(value) };
    }
    Ok(true)
}

/// Pushes the frame of a generator that is created or suspended, as it was left.
fn push_frame(
    vm: &mut Vm,
    generator: Gc<Generator>,
    continuation: Continuation,
    result: u16,
) -> PyResult<()> {
    let Some(registers) = generator.registers.get() else {
        return Err(vm.system_error("a generator without registers"));
    };
    let code = generator.code();
    let data = vm.codes.data(code);
    let (base, count) = (vm.interpreter.top(), registers.capacity());
    if !vm.interpreter.has_room(base, count) {
        return Err(vm.too_deep());
    }
    let window = vm.interpreter.register(base);
    // SAFETY: *window*: checked for room; the heap is elsewhere.
    unsafe { std::ptr::copy_nonoverlapping(registers.values().as_ptr(), window, count) };
    vm.interpreter.note_use(base + count);
    let index = vm.interpreter.frames.len();
    let object = generator.frame.get();
    if let Some(object) = object.cast::<crate::builtins::frame::FrameObject>() {
        object.attach(index);
    }
    vm.interpreter.frames.push(Frame {
        code,
        data,
        globals: generator.globals(),
        builtins: generator.builtins(),
        function: generator.function.get(),
        namespace: generator.namespace.get(),
        base,
        pc: generator.pc.get(),
        return_register: result,
        continuation,
        handled: generator.handled.get(),
        object,
        generator: generator.value(),
        extra: Value::UNBOUND,
    });
    generator.state.set(State::Running as u8);
    Ok(())
}

/// Resumes a generator from Rust.
pub(crate) fn resume(vm: &mut Vm, generator: Gc<Generator>, with: Resumption) -> PyResult<Outcome> {
    vm.check_stack()?;
    match with {
        Resumption::Send(value) => {
            if push(vm, generator, value, Continuation::Entry, 0)? {
                super::dispatch::run(vm)
            } else {
                Ok(Outcome::Returned(Value::NONE))
            }
        }
        Resumption::Throw(exception) => throw(vm, generator, exception),
    }
}

fn throw(vm: &mut Vm, generator: Gc<Generator>, exception: Value) -> PyResult<Outcome> {
    match generator.state() {
        State::Finished => return Err(vm.raise(exception)),
        State::Running => {
            let what = generator.description();
            return Err(vm.value_error(format_args!("{what} already executing")));
        }
        State::Created | State::Suspended => {}
    }
    if let Some(delegate) = vm.delegate_of(generator) {
        generator.state.set(State::Running as u8);
        let outcome = throw_to_delegate(vm, delegate, exception);
        generator.state.set(State::Suspended as u8);
        match outcome {
            Ok(Some(Outcome::Yielded(value))) => return Ok(Outcome::Yielded(value)),
            Ok(Some(Outcome::Returned(value))) => return resume_behind_send(vm, generator, value),
            Ok(None) => {}
            Err(raised) => {
                let exception = vm.catch(raised)?;
                return throw_here(vm, generator, exception);
            }
        }
    }
    throw_here(vm, generator, exception)
}

/// Raises `exception` in the generator itself.
fn throw_here(vm: &mut Vm, generator: Gc<Generator>, exception: Value) -> PyResult<Outcome> {
    push_frame(vm, generator, Continuation::Entry, 0)?;
    let depth = vm.interpreter.frames.len();
    let raised = vm.raise(exception);
    super::unwind::unwind(vm, depth, raised)?;
    super::dispatch::run(vm)
}

/// The delegate ended with `value`: goes on behind the `send`.
fn resume_behind_send(vm: &mut Vm, generator: Gc<Generator>, value: Value) -> PyResult<Outcome> {
    push_frame(vm, generator, Continuation::Entry, 0)?;
    let frame = vm.interpreter.frames.last_mut().expect("just pushed");
    let (base, pc) = (frame.base, frame.pc);
    // The delegating `yield` follows its `send`.
    let send = frame.data().code.instructions[pc as usize - 1];
    debug_assert_eq!(send.op(), Opcode::Send);
    frame.pc = (i64::from(pc) + i64::from(send.offset())) as u32;
    // SAFETY: *window*.
    unsafe { vm.interpreter.register(base + usize::from(send.a())).write(value) };
    super::dispatch::run(vm)
}

/// `None`: the delegate has no `throw`, or it was closed: the exception is for the delegating generator.
fn throw_to_delegate(vm: &mut Vm, delegate: Value, exception: Value) -> PyResult<Option<Outcome>> {
    let generator_exit = vm.exceptions.GeneratorExit;
    if vm.type_of(exception).is_subtype(generator_exit) {
        match delegate.cast::<Generator>() {
            Some(generator) => {
                crate::builtins::generator::close(vm, generator)?;
            }
            None => {
                if let Some(close) = vm.find_attribute_named(delegate, Name::Close)? {
                    vm.call_values(close, &[])?;
                }
            }
        }
        return Ok(None);
    }
    if let Some(generator) = delegate.cast::<Generator>() {
        return resume(vm, generator, Resumption::Throw(exception)).map(Some);
    }
    let Some(method) = vm.find_attribute_named(delegate, Name::Throw)? else { return Ok(None) };
    match vm.call_values(method, &[exception]) {
        Ok(value) => Ok(Some(Outcome::Yielded(value))),
        Err(raised) => {
            let class = vm.exceptions.StopIteration;
            let stop = vm.catch_if(raised, class)?;
            Ok(Some(Outcome::Returned(stop_iteration_value(stop))))
        }
    }
}

/// Sends `value` to `receiver` on behalf of the running generator.
pub(super) fn send(vm: &mut Vm, receiver: Value, value: Value, result: u16) -> PyResult<Sent> {
    if let Some(generator) = receiver.cast::<Generator>()
        && generator.header().shape() != shape::ASYNC_GENERATOR
    {
        if generator.state() == State::Finished && generator.header().shape() == shape::COROUTINE {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        return match push(vm, generator, value, Continuation::Send, result)? {
            true => Ok(Sent::Frame),
            false => Ok(Sent::Returned(Value::NONE)),
        };
    }
    let outcome = if value.is_none() && vm.slots(receiver).next.is_some() {
        vm.stop_iteration = Value::NONE;
        match vm.next(receiver) {
            Ok(Some(item)) => Ok(item),
            Ok(None) => {
                return Ok(Sent::Returned(std::mem::replace(&mut vm.stop_iteration, Value::NONE)));
            }
            Err(raised) => Err(raised),
        }
    } else {
        vm.call_method_named(receiver, Name::Send, &[value])
    };
    match outcome {
        Ok(item) => Ok(Sent::Yielded(item)),
        Err(raised) => {
            let class = vm.exceptions.StopIteration;
            let stop = vm.catch_if(raised, class)?;
            Ok(Sent::Returned(stop_iteration_value(stop)))
        }
    }
}
