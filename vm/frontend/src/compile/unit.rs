//! A unit: one code object while it is being made.

use std::collections::HashMap;
use std::rc::Rc;

use ruff_text_size::TextRange;

use super::scope::ScopeId;
use super::{Failure, Result};
use crate::bytecode::{
    CacheSite, Code, CodeFlags, Constant, Handler, Instruction, Opcode, Position, Text, Variable,
    VariableKind,
};
use crate::source::Source;

/// A register.
pub(super) type Reg = u16;

/// A place to jump to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Label(usize);

/// What identifies a constant, so that each is kept once.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    None,
    Bool(bool),
    Ellipsis,
    Int(i64),
    Float(u64),
    Complex(u64, u64),
    Str(Text),
    Bytes(Box<[u8]>),
}

/// An exit through which `return`, `break` and `continue` must go.
pub(super) enum Block<'a> {
    Loop {
        again: Label,
        end: Label,
    },
    /// `try … finally`: the body to run.
    Finally {
        body: &'a [ruff_python_ast::Stmt],
        protected: Protected,
    },
    /// `try … except`: nothing to run, but its exceptions are not those of the code that leaves it.
    Except {
        protected: Protected,
    },
    /// In a handler: what was handled before, and the name to unbind.
    Handler {
        saved: Reg,
        name: Option<&'a str>,
        protected: Option<Protected>,
    },
    /// `with`: the exit method and its receiver.
    With {
        exit: Reg,
        is_async: bool,
        protected: Protected,
        range: TextRange,
    },
}

/// The instructions whose exceptions one handler takes.
pub(super) struct Protected {
    pub(super) target: Label,
    pub(super) register: Reg,
    pub(super) start: Option<u32>,
    pub(super) segments: Vec<(u32, u32)>,
}

pub(super) struct Unit<'a> {
    pub(super) scope: ScopeId,
    pub(super) name: String,
    pub(super) qualname: String,
    pub(super) flags: CodeFlags,
    pub(super) first_line: u32,
    pub(super) counts: (u16, u16, u16),
    pub(super) variables: Vec<Variable>,
    /// Register of each named variable, by scope (comprehensions have their own).
    pub(super) registers: HashMap<(ScopeId, String), Reg>,
    pub(super) temp: u32,
    max: u32,
    code: Vec<Instruction>,
    ranges: Vec<TextRange>,
    constants: Vec<Constant>,
    keys: HashMap<Key, u32>,
    caches: Vec<CacheSite>,
    names: Vec<Box<str>>,
    keyword_names: Vec<Vec<Box<str>>>,
    labels: Vec<Option<u32>>,
    fixups: Vec<(u32, Label, bool)>,
    handlers: Vec<(u32, u32, Label, Reg)>,
    pub(super) blocks: Vec<Block<'a>>,
    /// What the frame handles here: the register of the exception of the handler around, if any.
    pub(super) handling: Option<Reg>,
    /// Named registers that have a value on every path to here.
    pub(super) bound: Vec<bool>,
    pub(super) unreachable: bool,
    pub(super) range: TextRange,
    pub(super) static_attributes: Vec<String>,
    pub(super) failure: Option<Failure>,
}

impl<'a> Unit<'a> {
    pub(super) fn new(
        scope: ScopeId,
        name: &str,
        qualname: String,
        flags: CodeFlags,
        first_line: u32,
    ) -> Unit<'a> {
        Unit {
            scope,
            name: name.to_owned(),
            qualname,
            flags,
            first_line,
            counts: (0, 0, 0),
            variables: Vec::new(),
            registers: HashMap::new(),
            temp: 0,
            max: 0,
            code: Vec::new(),
            ranges: Vec::new(),
            constants: Vec::new(),
            keys: HashMap::new(),
            caches: Vec::new(),
            names: Vec::new(),
            keyword_names: Vec::new(),
            labels: Vec::new(),
            fixups: Vec::new(),
            handlers: Vec::new(),
            blocks: Vec::new(),
            handling: None,
            bound: Vec::new(),
            unreachable: false,
            range: TextRange::default(),
            static_attributes: Vec::new(),
            failure: None,
        }
    }

    fn too_large(&mut self, what: &str) {
        if self.failure.is_none() {
            self.failure = Some(Failure::at(
                self.range,
                format!("too many {what} in one function, class or module"),
            ));
        }
    }

    // -- Registers ---------------------------------------------------------------------------

    /// A named register.
    pub(super) fn variable(
        &mut self,
        scope: ScopeId,
        name: &str,
        kind: VariableKind,
        bound: bool,
    ) -> Reg {
        let register = self.variables.len();
        if register >= 60_000 {
            self.too_large("variables");
        }
        self.variables.push(Variable { name: name.into(), kind });
        self.bound.push(bound);
        self.registers.insert((scope, name.to_owned()), register as Reg);
        register as Reg
    }

    /// All named registers are known: temporaries follow.
    pub(super) fn begin_temporaries(&mut self) {
        self.temp = self.variables.len() as u32;
        self.max = self.temp;
    }

    /// A temporary.
    pub(super) fn alloc(&mut self) -> Reg {
        self.alloc_many(1)
    }

    /// Temporaries behind each other.
    pub(super) fn alloc_many(&mut self, count: usize) -> Reg {
        let first = self.temp;
        self.temp = self.temp.saturating_add(count as u32);
        self.max = self.max.max(self.temp);
        if self.temp > 65_000 {
            self.too_large("values at once");
            self.temp = first.min(60_000);
            return self.temp as Reg;
        }
        first as Reg
    }

    // -- Instructions ------------------------------------------------------------------------

    pub(super) fn here(&self) -> u32 {
        self.code.len() as u32
    }

    fn push(&mut self, instruction: Instruction) {
        self.code.push(instruction);
        self.ranges.push(self.range);
    }

    pub(super) fn emit(&mut self, op: Opcode, x: u8, a: u16, b: u16, c: u16) {
        self.push(Instruction::new(op, x, a, b, c));
    }

    pub(super) fn emit_wide(&mut self, op: Opcode, a: u16, bc: u32) {
        self.push(Instruction::wide(op, 0, a, bc));
    }

    pub(super) fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() - 1)
    }

    pub(super) fn place(&mut self, label: Label) {
        self.labels[label.0] = Some(self.here());
    }

    /// A jump with the 32-bit offset.
    pub(super) fn jump(&mut self, label: Label) {
        self.fixups.push((self.here(), label, true));
        self.emit_wide(Opcode::Jump, 0, 0);
        self.unreachable = true;
    }

    /// A conditional jump, whose offset lies in `x` and `c`.
    pub(super) fn branch(&mut self, op: Opcode, a: u16, b: u16, label: Label) {
        self.fixups.push((self.here(), label, false));
        self.push(Instruction::jump(op, a, b, 0));
    }

    /// The head of a loop.
    pub(super) fn loop_head(&mut self) {
        let cache = self.cache("");
        self.emit(Opcode::LoopHead, 0, 0, 0, cache);
    }

    pub(super) fn load_none(&mut self, to: Reg) {
        self.emit(Opcode::LoadImmediate, 0, to, 0, 0);
    }

    pub(super) fn move_to(&mut self, to: Reg, from: Reg) {
        if to != from {
            self.emit(Opcode::Move, 0, to, from, 0);
        }
    }

    // -- Tables ------------------------------------------------------------------------------

    pub(super) fn cache(&mut self, name: &str) -> u16 {
        if !name.is_empty()
            && !self.names.iter().any(|each| &**each == name)
            && self.names.len() < 4096
        {
            self.names.push(name.into());
        }
        self.caches.push(CacheSite { name: name.into() });
        if self.caches.len() > 65_535 {
            self.too_large("names");
            return 0;
        }
        (self.caches.len() - 1) as u16
    }

    pub(super) fn keywords(&mut self, names: Vec<Box<str>>) -> Option<u8> {
        let index = match self.keyword_names.iter().position(|each| *each == names) {
            Some(index) => index,
            None => {
                self.keyword_names.push(names);
                self.keyword_names.len() - 1
            }
        };
        u8::try_from(index).ok()
    }

    pub(super) fn constant(&mut self, constant: Constant) -> u32 {
        let key = match &constant {
            Constant::None => Some(Key::None),
            Constant::Bool(truth) => Some(Key::Bool(*truth)),
            Constant::Ellipsis => Some(Key::Ellipsis),
            Constant::Int(number) => Some(Key::Int(*number)),
            Constant::Float(number) => Some(Key::Float(number.to_bits())),
            Constant::Complex(real, imaginary) => {
                Some(Key::Complex(real.to_bits(), imaginary.to_bits()))
            }
            Constant::Str(text) => Some(Key::Str(text.clone())),
            Constant::Bytes(bytes) => Some(Key::Bytes(bytes.clone())),
            _ => None,
        };
        let next = self.constants.len() as u32;
        if let Some(key) = key {
            let index = *self.keys.entry(key).or_insert(next);
            if index != next {
                return index;
            }
        }
        self.constants.push(constant);
        next
    }

    pub(super) fn load_constant(&mut self, to: Reg, constant: Constant) {
        match constant {
            Constant::None => self.load_none(to),
            Constant::Bool(truth) => {
                self.emit(Opcode::LoadImmediate, if truth { 2 } else { 1 }, to, 0, 0)
            }
            Constant::Ellipsis => self.emit(Opcode::LoadImmediate, 3, to, 0, 0),
            Constant::Int(number) if i32::try_from(number).is_ok() => {
                self.emit_wide(Opcode::LoadInt, to, number as i32 as u32)
            }
            constant => {
                let index = self.constant(constant);
                self.emit_wide(Opcode::LoadConstant, to, index);
            }
        }
    }

    pub(super) fn load_text(&mut self, to: Reg, text: &str) {
        self.load_constant(to, Constant::Str(text.into()));
    }

    // -- Protected ranges --------------------------------------------------------------------

    pub(super) fn protect(&mut self, target: Label, register: Reg) -> Protected {
        Protected { target, register, start: Some(self.here()), segments: Vec::new() }
    }

    pub(super) fn end_segment(here: u32, protected: &mut Protected) {
        if let Some(start) = protected.start.take()
            && start < here
        {
            protected.segments.push((start, here));
        }
    }

    /// The protected code ends here.
    pub(super) fn unprotect(&mut self, mut protected: Protected) {
        Self::end_segment(self.here(), &mut protected);
        for (start, end) in protected.segments {
            self.handlers.push((start, end, protected.target, protected.register));
        }
    }

    // -- The end -----------------------------------------------------------------------------

    pub(super) fn finish(mut self, source: &Source, filename: &Rc<str>) -> Result<Rc<Code>> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        for (at, label, wide) in std::mem::take(&mut self.fixups) {
            let target = self.labels[label.0].expect("every label that is jumped to is placed");
            let offset = i64::from(target) - i64::from(at) - 1;
            let old = self.code[at as usize];
            self.code[at as usize] = if wide {
                Instruction::wide(old.op(), 0, old.a(), offset as i32 as u32)
            } else {
                if offset.unsigned_abs() >= 1 << 23 {
                    return Err(Failure::at(
                        self.ranges[at as usize],
                        "code is too large".to_owned(),
                    ));
                }
                Instruction::jump(old.op(), old.a(), old.b(), offset as i32)
            };
        }
        let mut positions = Vec::with_capacity(self.ranges.len());
        let (mut last, mut position) = (TextRange::default(), Position::default());
        for &range in &self.ranges {
            if range != last {
                last = range;
                position = position_of(source, range);
            }
            positions.push(position);
        }
        let handlers = self
            .handlers
            .iter()
            .map(|&(start, end, target, register)| Handler {
                start,
                end,
                target: self.labels[target.0].expect("every handler is placed"),
                register,
            })
            .collect();
        let count = self.code.len();
        Ok(Rc::new(Code {
            name: self.name.into(),
            qualname: self.qualname.into(),
            filename: Rc::clone(filename),
            first_line: self.first_line,
            flags: self.flags,
            argument_count: self.counts.0,
            positional_only_count: self.counts.1,
            keyword_only_count: self.counts.2,
            variables: self.variables,
            register_count: self.max.max(1) as u16,
            instructions: self.code,
            positions,
            constants: self.constants,
            keyword_names: self.keyword_names,
            caches: self.caches,
            handlers,
            liveness: vec![0; count],
            live_sets: Vec::new(),
            joins: Vec::new(),
            selectable_branches: Vec::new(),
            names: self.names,
        }))
    }
}

/// Lines and columns of a range.
pub(super) fn position_of(source: &Source, range: TextRange) -> Position {
    if range == TextRange::default() {
        return Position::default();
    }
    let (start, end) =
        (source.position(range.start().to_u32()), source.position(range.end().to_u32()));
    Position {
        line: start.line,
        end_line: end.line,
        column: start.byte_column,
        end_column: end.byte_column,
    }
}
