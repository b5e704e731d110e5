//! `frame`: an activation as Python sees it.
//!
//! A frame object is made when somebody asks (a traceback, `sys._getframe`). While the activation runs, the object
//! refers to it by its depth; when the activation ends, the object keeps the variables.

use std::cell::Cell;

use gc::field::GcField;
use gc::{Field, Gc, Value};

use super::code::CodeObject;
use super::dict::Dict;
use super::generator::{Generator, State};
use crate::builtins::dict::DictChange;
use crate::interpret::{Frame, variables_in};
use crate::object::storage::ArrayExt;
use crate::object::{Array, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A frame object.
    pub struct FrameObject(kind::FRAME) {
        code: GcField<CodeObject>,
        globals: GcField<Dict>,
        builtins: GcField<Dict>,
        /// Namespace of a module or class body.
        namespace: Field,
        /// The registers, once the activation has ended.
        registers: GcField<Array>,
        /// The caller's frame object, once the activation has ended; `None` at the bottom.
        back: Field,
        generator: Field,
        /// `f_trace`
        trace: Field,
        /// Index of the activation, or `GONE`.
        depth: Cell<u32>,
        pc: Cell<u32>,
    }
}

crate::plain_kinds!(FrameObject);

const GONE: u32 = u32::MAX;

impl FrameObject {
    /// The activation with this object runs (again) as number `depth`.
    pub(crate) fn attach(&self, depth: usize) {
        self.depth.set(depth as u32);
    }

    /// The code.
    pub fn code(&self) -> Gc<CodeObject> {
        self.code.get().expect("a frame has code")
    }

    /// The globals.
    pub fn globals(&self) -> Gc<Dict> {
        self.globals.get().expect("a frame has globals")
    }

    fn activation(&self) -> Option<usize> {
        match self.depth.get() {
            GONE => None,
            depth => Some(depth as usize),
        }
    }
}

impl Vm {
    /// The frame object of activation `index`.
    pub(crate) fn frame_object(&mut self, index: usize) -> PyResult<Value> {
        let frame = &self.interpreter.frames[index];
        if !frame.object.is_unbound() {
            return Ok(frame.object);
        }
        let object = FrameObject {
            header: gc::Header::unset(),
            code: GcField::new(Some(frame.code)),
            globals: GcField::new(Some(frame.globals)),
            builtins: GcField::new(Some(frame.builtins)),
            namespace: Field::new(frame.namespace),
            registers: GcField::new(None),
            back: Field::new(Value::NONE),
            generator: Field::new(frame.generator),
            trace: Field::new(Value::NONE),
            depth: Cell::new(index as u32),
            pc: Cell::new(frame.pc),
        };
        let object = self.new_object(shape::FRAME, object)?.value();
        self.interpreter.frames[index].object = object;
        Ok(object)
    }

    /// The frame object of the caller `depth` activations up (0 is the running one).
    pub fn caller_frame(&mut self, depth: usize) -> PyResult<Option<Value>> {
        match self.interpreter.frames.len().checked_sub(depth + 1) {
            Some(index) => self.frame_object(index).map(Some),
            None => Ok(None),
        }
    }

    /// The activation `frame`, just popped, has a frame object, which keeps what it needs.
    pub(crate) fn detach_frame(&mut self, frame: &Frame) -> PyResult<()> {
        let Some(object) = frame.object.cast::<FrameObject>() else { return Ok(()) };
        object.depth.set(GONE);
        object.pc.set(frame.pc);
        let suspended = frame
            .generator
            .cast::<Generator>()
            .is_some_and(|generator| generator.state() == State::Suspended);
        if suspended {
            return Ok(());
        }
        let count = usize::from(frame.data().variable_count);
        let registers = self.new_array(count, Value::UNBOUND)?;
        registers.write(0, &self.interpreter.window(frame)[..count]);
        object.registers.set(object, Some(registers));
        let back = match self.interpreter.frames.len().checked_sub(1) {
            Some(caller) => self.frame_object(caller)?,
            None => Value::NONE,
        };
        object.back.set(object, back);
        Ok(())
    }

    /// `generator.gi_frame`.
    pub(crate) fn generator_frame(&mut self, generator: Gc<Generator>) -> PyResult<Value> {
        match generator.state() {
            State::Finished => Ok(Value::NONE),
            State::Running => {
                let index = self
                    .interpreter
                    .frames
                    .iter()
                    .rposition(|frame| frame.generator == generator.value());
                match index {
                    Some(index) => self.frame_object(index),
                    None => Ok(Value::NONE),
                }
            }
            State::Created | State::Suspended => {
                if generator.frame.get().is_unbound() {
                    let object = FrameObject {
                        header: gc::Header::unset(),
                        code: GcField::new(Some(generator.code())),
                        globals: GcField::new(Some(generator.globals())),
                        builtins: GcField::new(Some(generator.builtins())),
                        namespace: Field::new(generator.namespace.get()),
                        registers: GcField::new(None),
                        back: Field::new(Value::NONE),
                        generator: Field::new(generator.value()),
                        trace: Field::new(Value::NONE),
                        depth: Cell::new(GONE),
                        pc: Cell::new(generator.pc.get()),
                    };
                    let object = self.new_object(shape::FRAME, object)?;
                    generator.frame.set(generator, object.value());
                }
                Ok(generator.frame.get())
            }
        }
    }

    /// The line a frame is at.
    pub fn frame_line(&self, frame: Gc<FrameObject>) -> u32 {
        let code = &self.codes.get(frame.code()).code;
        code.positions
            .get(self.frame_pc(frame) as usize)
            .map_or(code.first_line, |position| position.line)
    }

    /// The instruction a frame is at.
    pub fn frame_pc(&self, frame: Gc<FrameObject>) -> u32 {
        if let Some(index) = frame.activation()
            && let Some(active) = self.interpreter.frames.get(index)
        {
            return active.pc;
        }
        match frame.generator.get().cast::<Generator>() {
            Some(generator) if generator.state() != State::Finished => generator.pc.get(),
            _ => frame.pc.get(),
        }
    }

    /// `frame.f_locals`.
    pub fn frame_locals(&mut self, frame: Gc<FrameObject>) -> PyResult<Value> {
        if let Some(index) = frame.activation()
            && index < self.interpreter.frames.len()
        {
            return self.locals_of_frame(index);
        }
        let code = self.code_of(frame.code());
        if !code.flags.contains(frontend::bytecode::CodeFlags::OPTIMIZED) {
            let namespace = frame.namespace.get();
            return Ok(if namespace.is_unbound() { frame.globals().value() } else { namespace });
        }
        let registers = match frame.generator.get().cast::<Generator>() {
            Some(generator) if generator.state() != State::Finished => generator.registers.get(),
            _ => frame.registers.get(),
        };
        let dict = self.new_dict()?;
        if let Some(registers) = registers {
            for (code, variable, value) in variables_in(&code, registers.values()) {
                let name = self.intern(&code.variables[variable].name)?;
                dict.set_name(self, name, value)?;
            }
        }
        Ok(dict.value())
    }
}

fn this(value: Value) -> Gc<FrameObject> {
    value.cast().expect("the receiver was checked")
}

fn back(vm: &mut Vm, value: Value) -> PyResult<Value> {
    match this(value).activation() {
        Some(0) => Ok(Value::NONE),
        Some(index) => vm.frame_object(index - 1),
        None => Ok(this(value).back.get()),
    }
}

fn clear(vm: &mut Vm, value: Value) -> PyResult<()> {
    let frame = this(value);
    if frame.activation().is_some() {
        return Err(vm.runtime_error("cannot clear an executing frame"));
    }
    if let Some(generator) = frame.generator.get().cast::<Generator>() {
        if generator.state() == State::Suspended {
            return Err(vm.runtime_error("cannot clear a suspended frame"));
        }
        super::generator::close(vm, generator)?;
    }
    frame.registers.set(frame, None);
    Ok(())
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let frame = this(value);
    let code = vm.code_of(frame.code());
    let (line, id) = (vm.frame_line(frame), vm.identity(value));
    Ok(vm
        .new_str(&format!(
            "<frame at {id:#x}, file '{}', line {line}, code {}>",
            code.filename, code.name
        ))?
        .value())
}

builtin_type! {
    /// An activation of Python code.
    pub static FRAME = "frame"("object") {
        kind kind::FRAME;
        slots { repr: repr }
        methods {
            /// Clear all references held by the frame.
            "clear(self, /)" => clear;
        }
        getters {
            "f_code" => |_, value| Ok(this(value).code().value());
            "f_globals" => |_, value| Ok(this(value).globals().value());
            "f_builtins" => |_, value| Ok(this(value).builtins.get().map_or(Value::NONE, Gc::value));
            "f_locals" => |vm, value| vm.frame_locals(this(value));
            "f_lineno" => |vm, value| Ok(Value::from_small(i64::from(vm.frame_line(this(value)))));
            "f_lasti" => |vm, value| Ok(Value::from_small(i64::from(vm.frame_pc(this(value))) * 2));
            "f_back" => back;
            "f_trace" => |_, value| Ok(this(value).trace.get()), |_, value, trace| {
                this(value).trace.set(this(value), trace.bound().unwrap_or(Value::NONE));
                Ok(())
            };
            "f_trace_lines" => |_, _| Ok(Value::TRUE);
            "f_trace_opcodes" => |_, _| Ok(Value::FALSE);
            "f_generator" => |_, value| Ok(this(value).generator.get().bound().unwrap_or(Value::NONE));
        }
    }
}
