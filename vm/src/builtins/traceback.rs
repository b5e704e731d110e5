//! `traceback`: where an exception came through.

use std::cell::Cell;

use gc::{Field, Gc, Value};

use super::exceptions::Exception;
use super::frame::FrameObject;
use crate::object::{kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// One frame that an exception came through.
    pub struct Traceback(kind::TRACEBACK) {
        next: Field,
        frame: Field,
        instruction: Cell<u32>,
        line: Cell<u32>,
    }
}

crate::plain_kinds!(Traceback);

impl Traceback {
    /// The frame below, nearer to where it was raised.
    pub fn next(&self) -> Option<Gc<Traceback>> {
        self.next.get().cast()
    }

    /// The frame.
    pub fn frame(&self) -> Option<Gc<FrameObject>> {
        self.frame.get().cast()
    }

    /// The instruction that raised or called.
    pub fn instruction(&self) -> u32 {
        self.instruction.get()
    }

    /// Its line.
    pub fn line(&self) -> u32 {
        self.line.get()
    }
}

impl Vm {
    /// Adds a frame in front of the traceback of `exception`.
    pub(crate) fn add_traceback(
        &mut self,
        exception: Value,
        frame: Value,
        instruction: u32,
        line: u32,
    ) -> PyResult<()> {
        let Some(object) = exception.cast::<Exception>() else { return Ok(()) };
        let traceback = Traceback {
            header: gc::Header::unset(),
            next: Field::new(object.traceback.get()),
            frame: Field::new(frame),
            instruction: Cell::new(instruction),
            line: Cell::new(line),
        };
        let traceback = self.new_object(shape::TRACEBACK, traceback)?;
        object.traceback.set(object, traceback.value());
        Ok(())
    }
}

fn this(value: Value) -> Gc<Traceback> {
    value.cast().expect("the receiver was checked")
}

fn new(
    vm: &mut Vm,
    _class: Value,
    next: Value,
    frame: Value,
    instruction: i64,
    line: i64,
) -> PyResult<Gc<Traceback>> {
    if !next.is_none() && !next.is::<Traceback>() {
        let class = vm.type_of(next).name_text();
        return Err(vm.type_error(format_args!("expected traceback object or None, got '{class}'")));
    }
    if !frame.is::<FrameObject>() {
        let class = vm.type_of(frame).name_text();
        return Err(vm.type_error(format_args!(
            "traceback() argument 'tb_frame' must be frame, not {class}"
        )));
    }
    let traceback = Traceback {
        header: gc::Header::unset(),
        next: Field::new(next),
        frame: Field::new(frame),
        instruction: Cell::new((instruction / 2).clamp(0, i64::from(u32::MAX)) as u32),
        line: Cell::new(line.clamp(0, i64::from(u32::MAX)) as u32),
    };
    vm.new_object(shape::TRACEBACK, traceback)
}

fn set_next(vm: &mut Vm, value: Value, next: Value) -> PyResult<()> {
    if next.is_unbound() {
        return Err(vm.type_error("can't delete tb_next attribute"));
    }
    if !next.is_none() && !next.is::<Traceback>() {
        let class = vm.type_of(next).name_text();
        return Err(vm.type_error(format_args!("expected traceback object, got '{class}'")));
    }
    let mut current = next.cast::<Traceback>();
    while let Some(each) = current {
        if each == this(value) {
            return Err(vm.value_error("traceback loop detected"));
        }
        current = each.next();
    }
    this(value).next.set(this(value), next);
    Ok(())
}

builtin_type! {
    /// Create a new traceback object.
    pub static TRACEBACK = "traceback"("object") {
        kind kind::TRACEBACK;
        slots { }
        new "traceback(cls, tb_next, tb_frame, tb_lasti, tb_lineno)" => new;
        methods { "__dir__(self, /)" => |vm: &mut Vm, _value: Value| {
            let mut names = gc::TempVec::new();
            for name in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] {
                let name = vm.intern(name)?;
                names.push(name.value());
            }
            vm.new_list(&names)
        }; }
        getters {
            "tb_next" => |_, value| Ok(this(value).next.get()), set_next;
            "tb_frame" => |_, value| Ok(this(value).frame.get());
            "tb_lasti" => |_, value| Ok(Value::from_small(i64::from(this(value).instruction.get()) * 2));
            "tb_lineno" => |_, value| Ok(Value::from_small(i64::from(this(value).line.get())));
        }
    }
}
