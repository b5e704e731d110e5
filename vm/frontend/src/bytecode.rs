//! The bytecode: what the compiler hands to the interpreter and to the trace recorder.
//!
//! A register machine. A function's frame is a window of registers: first its parameters, then its
//! other locals, cells and free variables (`Code::variables` names them), then temporaries.
//! Instructions are 64 bits wide ([`Instruction`]) and never change once made; what adapts at run
//! time (inline caches, counters, trace entries) lives in a side array indexed by an operand.
//!
//! All facts about an instruction are in one table, [`for_each_opcode!`](crate::for_each_opcode).

pub mod code;
pub mod instruction;
pub mod opcode;

pub use code::{
    CacheSite, Code, CodeFlags, Constant, Handler, Position, Text, Variable, VariableKind,
};
pub use instruction::Instruction;
pub use opcode::{Opcode, OpcodeInfo, Operand};
