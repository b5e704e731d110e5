//! What the interpreter asks of a trace compiler. `jit` implements it, the root plugs it in.
//!
//! Only rare events cross this trait object; entering a compiled trace will be a plain call through
//! the loop head's cache.

use crate::Vm;
use frontend::bytecode::Instruction;

/// A place in a program where a trace may start: a loop head, a function's entry, a resumption.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CodePoint {
    /// Index of the code in the machine's table.
    pub code: u32,
    /// Index of the instruction.
    pub pc: u32,
}

/// What the interpreter does after telling the tracer that a place is hot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reaction {
    /// Goes on interpreting; the counter starts again from `back_off`.
    Interpret {
        /// How often the place runs before the tracer is asked again.
        back_off: u16,
    },
    /// Shows every instruction to [`Tracer::observe`] from here on.
    Record,
}

/// Whether recording goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Recording {
    /// Show the next instruction too.
    Continue,
    /// The trace is closed or given up.
    Stop,
}

/// A trace compiler.
pub trait Tracer {
    /// A loop head, function entry or resumption became hot.
    fn on_hot(&mut self, vm: &mut Vm, at: CodePoint) -> Reaction;

    /// Recording is on and `instruction` is about to run. Registers, caches and shapes may be
    /// read; nothing of the machine may be changed.
    fn observe(&mut self, vm: &Vm, at: CodePoint, instruction: Instruction) -> Recording;

    /// An assumption a trace was compiled under no longer holds: global cell, type version or shape.
    fn on_invalidate(&mut self, watch: u32);
}
