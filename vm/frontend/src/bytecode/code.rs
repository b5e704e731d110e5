//! `Code`: a compiled function, class body or module.

use std::rc::Rc;

use num_bigint::BigInt;

use super::Instruction;

/// Text of a constant. Python strings may hold lone surrogates, which `str` cannot.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Text {
    /// Text without surrogates.
    Utf8(Box<str>),
    /// Code points, some of them surrogates.
    Points(Box<[u32]>),
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::Utf8(text.into())
    }
}

/// A literal before it is an object.
#[derive(Clone, Debug)]
pub enum Constant {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// `...`.
    Ellipsis,
    /// An int that fits 64 bits.
    Int(i64),
    /// Any other int.
    BigInt(BigInt),
    /// A float.
    Float(f64),
    /// A complex number with this imaginary part (literals have no real part; folded ones may).
    Complex(f64, f64),
    /// A string.
    Str(Text),
    /// A bytes object.
    Bytes(Box<[u8]>),
    /// A tuple.
    Tuple(Vec<Constant>),
    /// A frozenset (of a folded `x in {…}`).
    FrozenSet(Vec<Constant>),
    /// A slice of constants.
    Slice(Box<[Constant; 3]>),
    /// A nested function, class body or comprehension.
    Code(Rc<Code>),
}

bitflags::bitflags! {
    /// `co_flags`, with CPython's numbers.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct CodeFlags: u32 {
        /// Locals are registers.
        const OPTIMIZED = 0x1;
        /// A new namespace is made for each call.
        const NEWLOCALS = 0x2;
        /// Has `*args`.
        const VARARGS = 0x4;
        /// Has `**kwargs`.
        const VARKEYWORDS = 0x8;
        /// Defined inside another function.
        const NESTED = 0x10;
        /// A generator.
        const GENERATOR = 0x20;
        /// A coroutine.
        const COROUTINE = 0x80;
        /// A generator used as a coroutine (`types.coroutine`).
        const ITERABLE_COROUTINE = 0x100;
        /// An async generator.
        const ASYNC_GENERATOR = 0x200;
        /// `from __future__ import annotations`.
        const FUTURE_ANNOTATIONS = 0x0100_0000;
        /// The first constant is the docstring.
        const HAS_DOCSTRING = 0x0400_0000;
        /// Defined in a class body.
        const METHOD = 0x0800_0000;
    }
}

/// What a named register holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VariableKind {
    /// A parameter or local: the value itself.
    Local,
    /// A local that inner functions use: a cell.
    Cell,
    /// A variable of an enclosing function: a cell of the closure.
    Free,
    /// A local of an inlined comprehension or another compiler-made name, not shown by `locals()`.
    Hidden,
}

/// A named register. Register `i` is `Code::variables[i]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Variable {
    /// The name in the source.
    pub name: Box<str>,
    /// What the register holds.
    pub kind: VariableKind,
}

/// A range of instructions whose exceptions one handler takes. Of several that cover an
/// instruction the first in the table (the innermost) wins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handler {
    /// First instruction covered.
    pub start: u32,
    /// First instruction no longer covered.
    pub end: u32,
    /// Where control goes.
    pub target: u32,
    /// The register that receives the exception.
    pub register: u16,
}

/// Where in the source an instruction comes from. Lines from 1, columns from 0 in UTF-8 bytes, as in
/// `co_positions`; line 0 means nowhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// First column.
    pub column: u32,
    /// Column behind the last.
    pub end_column: u32,
}

/// What the compiler knows of one inline cache.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CacheSite {
    /// The attribute or variable; empty for loop heads.
    pub name: Box<str>,
}

/// A compiled function, class body or module. Immutable.
#[derive(Clone, Debug)]
pub struct Code {
    /// `co_name`.
    pub name: Box<str>,
    /// `co_qualname`.
    pub qualname: Box<str>,
    /// `co_filename`.
    pub filename: Rc<str>,
    /// `co_firstlineno`.
    pub first_line: u32,
    /// `co_flags`.
    pub flags: CodeFlags,
    /// Number of positional parameters, positional-only ones included.
    pub argument_count: u16,
    /// How many of them are positional-only.
    pub positional_only_count: u16,
    /// Number of keyword-only parameters; they follow the positional ones, then `*args`, then `**kwargs`.
    pub keyword_only_count: u16,
    /// The named registers, parameters first: what `co_varnames`, `co_cellvars` and `co_freevars` are made of.
    pub variables: Vec<Variable>,
    /// Number of registers of a frame, named ones included. At most 65,535.
    pub register_count: u16,
    /// The instructions. Control never runs off the end.
    pub instructions: Vec<Instruction>,
    /// Source range of each instruction.
    pub positions: Vec<Position>,
    /// The constants.
    pub constants: Vec<Constant>,
    /// Keyword names of calls: `call_keywords` indexes this.
    pub keyword_names: Vec<Vec<Box<str>>>,
    /// The inline caches.
    pub caches: Vec<CacheSite>,
    /// The exception table, innermost ranges first.
    pub handlers: Vec<Handler>,
    /// For each instruction, index into `live_sets`: which registers may still be read at its start.
    pub liveness: Vec<u32>,
    /// The distinct sets of live registers, as bitmaps of `register_count` bits.
    pub live_sets: Vec<Box<[u64]>>,
    /// Instructions where control joins from both arms of a branch (post-dominators): where a
    /// tree of traces may be cut.
    pub joins: Vec<u32>,
    /// Branches both of whose arms are a few moves or constants: recorded as a selection, not a guard.
    pub selectable_branches: Vec<u32>,
    /// `co_names` in order of first use: globals, attributes, imports.
    pub names: Vec<Box<str>>,
}

impl Code {
    /// Number of registers that parameters fill, `*args` and `**kwargs` included.
    pub fn parameter_count(&self) -> usize {
        self.argument_count as usize
            + self.keyword_only_count as usize
            + usize::from(self.flags.contains(CodeFlags::VARARGS))
            + usize::from(self.flags.contains(CodeFlags::VARKEYWORDS))
    }

    /// The handler that takes an exception raised at `pc`, if this code has one.
    pub fn handler_at(&self, pc: u32) -> Option<&Handler> {
        self.handlers.iter().find(|handler| handler.start <= pc && pc < handler.end)
    }
}
