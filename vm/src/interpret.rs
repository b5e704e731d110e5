//! Frames and the interpreter loop.
//!
//! Registers of all frames lie in one run of memory; a callee's window overlaps the caller's temporaries where
//! the arguments were put, so a call moves nothing. Frames are records in a second run. Both are
//! reserved once and never move, so the loop keeps raw pointers into them. What happens when a frame ends
//! is its [`Continuation`]: Python code calls Python code without growing the native stack.
//!
//! Invariant *window*: a frame's window of `register_count` registers from `base` lies within the reserved run, and
//! compiled code (checked by the verifier of `frontend`) names registers below `register_count` only.

mod arguments;
mod attribute;
mod build;
mod calls;
mod dispatch;
mod entry;
mod generators;
mod intrinsics;
mod iteration;
mod matching;
mod unwind;
mod variables;

use std::ptr::NonNull;

use gc::{Gc, TempVec, Value, Visitor};

use crate::builtins::code::{CodeData, CodeObject};
use crate::builtins::dict::Dict;
use crate::builtins::function::Function;
use crate::{PyResult, Vm};

pub(crate) use entry::variables_in;
pub use entry::{builtins_of, call_function, super_arguments};
pub(crate) use generators::{Resumption, resume};

/// What happens with the result of a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Continuation {
    /// The loop that runs the frame returns to Rust.
    Entry,
    /// It goes to the caller's register `return_register`.
    Call,
    /// It must be `None`; the new object, `extra`, goes to `return_register`.
    Init,
    /// The frame is a generator that `for_iter` resumed.
    ForIter,
    /// The frame is a generator or coroutine that `send` resumed.
    Send,
}

/// One activation.
pub(crate) struct Frame {
    pub(crate) code: Gc<CodeObject>,
    pub(crate) data: NonNull<CodeData>,
    pub(crate) globals: Gc<Dict>,
    pub(crate) builtins: Gc<Dict>,
    /// The function, or unbound for modules and class bodies run by `exec`.
    pub(crate) function: Value,
    /// Where names of a class body or module live; unbound in functions.
    pub(crate) namespace: Value,
    /// Index of the first register.
    pub(crate) base: usize,
    /// Index of the instruction that runs or that called.
    pub(crate) pc: u32,
    pub(crate) return_register: u16,
    pub(crate) continuation: Continuation,
    /// The exception this frame handles; unbound when none.
    pub(crate) handled: Value,
    /// The frame object, once somebody asked for it.
    pub(crate) object: Value,
    /// The generator whose activation this is; unbound for others.
    pub(crate) generator: Value,
    /// What the continuation needs.
    pub(crate) extra: Value,
}

impl Frame {
    /// The host data of the code.
    #[inline(always)]
    pub(crate) fn data(&self) -> &CodeData {
        // SAFETY: valid as long as the code object lives, which the frame keeps alive.
        unsafe { self.data.as_ref() }
    }
}

/// How a frame that returned to Rust ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    /// By returning.
    Returned(Value),
    /// By yielding.
    Yielded(Value),
}

/// Registers that can be reserved: their pages are touched only when used.
const REGISTERS: usize = 16 << 20;
/// The most frames there can ever be, whatever `sys.setrecursionlimit` says.
pub(crate) const MAX_FRAMES: usize = 200_000;

/// Frames, registers and what safepoints look at.
pub struct Interpreter {
    pub(crate) frames: Vec<Frame>,
    registers: Box<[Value]>,
    /// Registers from here on were never used since the last collection.
    high: usize,
    /// `sys.getrecursionlimit()`.
    pub recursion_limit: usize,
    /// Fuel until the next look at the outside.
    pub(crate) slice: i64,
    pub(crate) has_finalizers: bool,
    pub(crate) finalizers: TempVec,
    pub(crate) cleared: TempVec,
}

impl Interpreter {
    pub(crate) fn new() -> Interpreter {
        Interpreter {
            frames: Vec::with_capacity(MAX_FRAMES + 1),
            registers: zeroed_registers(),
            high: 0,
            recursion_limit: 1000,
            slice: crate::collect::SLICE,
            has_finalizers: false,
            finalizers: TempVec::new(),
            cleared: TempVec::new(),
        }
    }

    /// The first register no frame uses.
    #[inline(always)]
    pub(crate) fn top(&self) -> usize {
        match self.frames.last() {
            Some(frame) => frame.base + usize::from(frame.data().register_count),
            None => 0,
        }
    }

    /// The address of register `index` of all.
    #[inline(always)]
    pub(crate) fn register(&mut self, index: usize) -> *mut Value {
        // SAFETY: *window*: callers pass the base of a window that was checked by `push_frame`.
        unsafe { self.registers.as_mut_ptr().add(index) }
    }

    /// The registers of `frame`.
    pub(crate) fn window(&self, frame: &Frame) -> &[Value] {
        let end = frame.base + usize::from(frame.data().register_count);
        &self.registers[frame.base..end]
    }

    /// Is there room for a window of `count` registers from `base`, and for one more frame?
    #[inline(always)]
    pub(crate) fn has_room(&self, base: usize, count: usize) -> bool {
        base + count + 8 < REGISTERS && self.frames.len() < self.recursion_limit.min(MAX_FRAMES)
    }

    /// Notes how far registers are used, so that a collection can clear what lies above the live ones.
    #[inline(always)]
    pub(crate) fn note_use(&mut self, end: usize) {
        if end > self.high {
            self.high = end;
        }
    }

    /// Before a collection: registers above the last frame may name objects that die in it.
    pub(crate) fn forget_dead_registers(&mut self) {
        let top = self.top();
        let high = self.high.max(top).min(self.registers.len());
        self.registers[top..high].fill(Value::NONE);
        self.high = top;
    }

    pub(crate) fn visit(&self, visitor: &mut Visitor) {
        for frame in &self.frames {
            visitor.object(frame.code);
            visitor.object(frame.globals);
            visitor.object(frame.builtins);
            visitor.values(&[
                frame.function,
                frame.namespace,
                frame.handled,
                frame.object,
                frame.generator,
                frame.extra,
            ]);
            visitor.values(self.window(frame));
        }
    }

    /// The exception that is being handled: of the innermost frame that handles one.
    pub(crate) fn handled_exception(&self) -> Option<Value> {
        self.frames.iter().rev().find_map(|frame| frame.handled.bound())
    }
}

fn zeroed_registers() -> Box<[Value]> {
    let layout = std::alloc::Layout::array::<Value>(REGISTERS).expect("a fixed size");
    // SAFETY: the layout is not empty; zero bits are the float 0.0, a valid value; `Box` frees with the same layout.
    unsafe {
        let start = std::alloc::alloc_zeroed(layout).cast::<Value>();
        if start.is_null() {
            std::alloc::handle_alloc_error(layout);
        }
        Box::from_raw(std::ptr::slice_from_raw_parts_mut(start, REGISTERS))
    }
}

impl Vm {
    /// Pushes a frame whose window begins at register `base`; the parameters are in place already.
    #[inline(always)]
    pub(crate) fn push_frame(
        &mut self,
        function: Gc<Function>,
        code: Gc<CodeObject>,
        data: NonNull<CodeData>,
        base: usize,
        continuation: Continuation,
        return_register: u16,
        extra: Value,
    ) -> PyResult<()> {
        // SAFETY: valid as long as the code object lives.
        let info = unsafe { data.as_ref() };
        let count = usize::from(info.register_count);
        if !self.interpreter.has_room(base, count) {
            return Err(self.too_deep());
        }
        let registers = self.interpreter.register(base);
        for index in info.parameter_count..info.variable_count {
            // SAFETY: *window*.
            unsafe { registers.add(usize::from(index)).write(Value::UNBOUND) };
        }
        self.interpreter.note_use(base + count);
        self.interpreter.frames.push(Frame {
            code,
            data,
            globals: function.globals(),
            builtins: function.builtins(),
            function: function.value(),
            namespace: Value::UNBOUND,
            base,
            pc: 0,
            return_register,
            continuation,
            handled: Value::UNBOUND,
            object: Value::UNBOUND,
            generator: Value::UNBOUND,
            extra,
        });
        Ok(())
    }

    #[cold]
    pub(crate) fn too_deep(&mut self) -> crate::Raised {
        // Some room to handle the error in.
        let limit = self.interpreter.recursion_limit;
        self.interpreter.recursion_limit = limit.saturating_add(64);
        let raised = self.recursion_error("maximum recursion depth exceeded");
        self.interpreter.recursion_limit = limit;
        raised
    }

    /// The globals of the Python code that runs, if any does.
    pub fn current_globals(&self) -> Option<Gc<Dict>> {
        self.interpreter.frames.last().map(|frame| frame.globals)
    }
}
