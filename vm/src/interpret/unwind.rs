//! Exceptions on their way up.

use gc::Value;

use super::Continuation;
use crate::raise::Ending;
use crate::{PyResult, Raised, Vm};

/// Finds the handler of the pending exception in the frames from the top down to number `entry_depth`. `Ok`: the top
/// frame goes on at its `pc`. `Err`: all those frames are gone.
#[inline(never)]
pub(super) fn unwind(vm: &mut Vm, entry_depth: usize, raised: Raised) -> PyResult<()> {
    loop {
        let Some(frame) = vm.interpreter.frames.last() else { return Err(raised) };
        let exception = match &vm.ending {
            Some(Ending::Exception(exception)) => Some(*exception),
            _ => None,
        };
        let pc = frame.pc;
        if let Some(exception) = exception {
            let keeps = std::mem::take(&mut vm.keeps_traceback);
            if !keeps {
                note_frame(vm, exception);
            }
            // What noting the frame ran into, if anything, is what travels on.
            let exception = match &vm.ending {
                Some(Ending::Exception(exception)) => *exception,
                _ => exception,
            };
            let frame = vm.interpreter.frames.last_mut().expect("a frame runs");
            let handler = frame.data().code.handler_at(pc).copied();
            if let Some(handler) = handler {
                frame.pc = handler.target;
                let register = frame.base + usize::from(handler.register);
                // SAFETY: *window*: handlers name a register of their code.
                unsafe { vm.interpreter.register(register).write(exception) };
                vm.ending = None;
                return Ok(());
            }
        }
        let frame = vm.interpreter.frames.pop().expect("a frame runs");
        if !frame.generator.is_unbound() {
            vm.finish_generator(frame.generator);
        }
        if !frame.object.is_unbound() {
            let _ = vm.detach_frame(&frame);
        }
        if frame.continuation == Continuation::Entry {
            debug_assert!(vm.interpreter.frames.len() < entry_depth);
            return Err(raised);
        }
    }
}

/// Adds the top frame to the traceback of `exception`.
fn note_frame(vm: &mut Vm, exception: Value) {
    let Some(index) = vm.interpreter.frames.len().checked_sub(1) else { return };
    let (pc, line) = {
        let frame = &vm.interpreter.frames[index];
        if vm.is_machinery(&frame.data().code.filename) {
            return;
        }
        let line =
            frame.data().code.positions.get(frame.pc as usize).map_or(0, |position| position.line);
        (frame.pc, line)
    };
    // Without memory for it the traceback stays short.
    let saved = vm.ending.take();
    let object = vm.frame_object(index);
    let added = match object {
        Ok(object) => vm.add_traceback(exception, object, pc, line),
        Err(raised) => Err(raised),
    };
    match added {
        Ok(()) => vm.ending = saved,
        Err(_) => {
            if !matches!(vm.ending, Some(Ending::Kill(_))) {
                vm.ending = saved;
            }
        }
    }
}

impl Vm {
    /// Raises `exception` again; this frame is not added to its traceback once more.
    pub(super) fn reraise(&mut self, exception: Value) -> Raised {
        self.keeps_traceback = true;
        self.raise(exception)
    }

    /// The `raise` statement.
    pub(super) fn raise_statement(&mut self, value: Value, cause: Value) -> Raised {
        if value.is_unbound() {
            return match self.interpreter.handled_exception() {
                Some(exception) => self.reraise(exception),
                None => self.runtime_error("No active exception to reraise"),
            };
        }
        match crate::builtins::exceptions::make_raised(self, value, cause) {
            Ok(exception) => {
                crate::builtins::exceptions::set_context(self, exception);
                self.raise(exception)
            }
            Err(raised) => raised,
        }
    }

    pub(super) fn raise_assertion(&mut self, message: Option<Value>) -> Raised {
        let class = self.exceptions.AssertionError;
        match message {
            Some(message) => self.raise_args(class, &[message]),
            None => self.raise_args(class, &[]),
        }
    }
}
