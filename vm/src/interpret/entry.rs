//! Entering the interpreter from Rust.

use std::rc::Rc;

use frontend::bytecode::{Code, VariableKind};
use gc::{Gc, Value};

use super::{Continuation, Frame, Outcome};
use crate::builtins::cell::Cell;
use crate::builtins::code::CodeObject;
use crate::builtins::dict::Dict;
use crate::builtins::dict::DictChange;
use crate::builtins::function::Function;
use crate::builtins::module::Module;
use crate::native::Args;
use crate::object::Type;
use crate::{Name, PyResult, Vm};

/// Calls a Python function from Rust.
pub fn call_function(vm: &mut Vm, function: Gc<Function>, args: Args<'_>) -> PyResult<Value> {
    vm.check_stack()?;
    let code = function.code();
    let data = vm.codes.data(code);
    let base = vm.interpreter.top();
    // SAFETY: the code object lives as long as the function, which the caller holds.
    let info = unsafe { data.as_ref() };
    if !vm.interpreter.has_room(base, usize::from(info.register_count).max(args.values.len())) {
        return Err(vm.too_deep());
    }
    let is_simple = args.names.is_empty()
        && info.simple_parameters == Some(args.values.len() as u16)
        && args.values.len() < 65536;
    if is_simple {
        let window = vm.interpreter.register(base);
        for (index, &value) in args.values.iter().enumerate() {
            // SAFETY: *window*: checked for room above.
            unsafe { window.add(index).write(value) };
        }
    } else {
        super::arguments::bind(vm, function, args, base)?;
    }
    vm.push_frame(function, code, data, base, Continuation::Entry, 0, Value::UNBOUND)?;
    match super::dispatch::run(vm)? {
        Outcome::Returned(value) | Outcome::Yielded(value) => Ok(value),
    }
}

/// Where code with these globals looks up what is no global: `globals["__builtins__"]`, a module or dict.
pub fn builtins_of(vm: &mut Vm, globals: Gc<Dict>) -> PyResult<Gc<Dict>> {
    match globals.get_name(vm, vm.name(Name::Builtins))? {
        Some(value) => Ok(match value.cast::<Module>().and_then(|module| module.dict()) {
            Some(dict) => dict,
            None => value.cast::<Dict>().unwrap_or(vm.builtins),
        }),
        None => Ok(vm.builtins),
    }
}

impl Vm {
    /// Runs the code of a module, `exec` or `eval`: `locals` is where its names live.
    pub fn run_code(
        &mut self,
        code: Gc<CodeObject>,
        globals: Gc<Dict>,
        locals: Value,
        closure: Value,
    ) -> PyResult<Value> {
        self.check_stack()?;
        if globals.get_name(self, self.name(Name::Builtins))?.is_none() {
            let builtins = self.builtins_module()?;
            globals.set_name(self, self.name(Name::Builtins), builtins)?;
        }
        let builtins = builtins_of(self, globals)?;
        let data = self.codes.data(code);
        // SAFETY: the caller holds the code object.
        let info = unsafe { data.as_ref() };
        let (count, variables) =
            (usize::from(info.register_count), usize::from(info.variable_count));
        let base = self.interpreter.top();
        if !self.interpreter.has_room(base, count) {
            return Err(self.too_deep());
        }
        let registers = self.interpreter.register(base);
        for index in 0..variables {
            // SAFETY: *window*: checked for room above.
            unsafe { registers.add(index).write(Value::UNBOUND) };
        }
        // A function object carries the closure for `copy_free`.
        let function = if closure.is_unbound() {
            Value::UNBOUND
        } else {
            let function = self.new_function(code, globals, builtins)?;
            function.closure.set(function, closure);
            function.value()
        };
        self.interpreter.note_use(base + count);
        self.interpreter.frames.push(Frame {
            code,
            data,
            globals,
            builtins,
            function,
            namespace: locals,
            base,
            pc: 0,
            return_register: 0,
            continuation: Continuation::Entry,
            handled: Value::UNBOUND,
            object: Value::UNBOUND,
            generator: Value::UNBOUND,
            extra: Value::UNBOUND,
        });
        match super::dispatch::run(self)? {
            Outcome::Returned(value) | Outcome::Yielded(value) => Ok(value),
        }
    }

    /// The module `builtins`.
    pub fn builtins_module(&mut self) -> PyResult<Value> {
        let modules = self.modules;
        let name = self.name(Name::BuiltinsModule);
        Ok(modules.get_name(self, name)?.unwrap_or(Value::NONE))
    }

    /// The named variables of the frame `depth` places below the top, with their values (cells opened).
    pub(crate) fn frame_variables(&self, index: usize) -> Vec<(Rc<Code>, usize, Value)> {
        let Some(frame) = self.interpreter.frames.get(index) else { return Vec::new() };
        let code = Rc::clone(&frame.data().code);
        let window = self.interpreter.window(frame);
        variables_in(&code, window)
    }
}

/// The named variables of `code` with their values in `window`, cells opened, unbound ones left out.
pub(crate) fn variables_in(code: &Rc<Code>, window: &[Value]) -> Vec<(Rc<Code>, usize, Value)> {
    let mut found = Vec::new();
    for (index, variable) in code.variables.iter().enumerate() {
        if variable.kind == VariableKind::Hidden {
            continue;
        }
        let Some(mut value) = window.get(index).copied() else { break };
        if matches!(variable.kind, VariableKind::Cell | VariableKind::Free)
            && let Some(cell) = value.cast::<Cell>()
        {
            value = cell.get();
        }
        if !value.is_unbound() {
            found.push((Rc::clone(code), index, value));
        }
    }
    found
}

/// What `super()` without arguments means in the running function.
pub fn super_arguments(vm: &mut Vm) -> PyResult<(Gc<Type>, Value)> {
    let Some(frame) = vm.interpreter.frames.last() else {
        return Err(vm.runtime_error("super(): no current frame"));
    };
    let code = Rc::clone(&frame.data().code);
    let window = vm.interpreter.window(frame);
    if code.argument_count == 0 && code.parameter_count() == 0 {
        return Err(vm.runtime_error("super(): no arguments"));
    }
    let mut first = window.first().copied().unwrap_or(Value::UNBOUND);
    if code.variables.first().is_some_and(|variable| variable.kind == VariableKind::Cell)
        && let Some(cell) = first.cast::<Cell>()
    {
        first = cell.get();
    }
    let class = code
        .variables
        .iter()
        .position(|variable| &*variable.name == "__class__" && variable.kind == VariableKind::Free);
    let cell = class.and_then(|index| window.get(index)).and_then(|cell| cell.cast::<Cell>());
    if first.is_unbound() {
        return Err(vm.runtime_error("super(): arg[0] deleted"));
    }
    let Some(cell) = cell else {
        return Err(vm.runtime_error("super(): __class__ cell not found"));
    };
    match cell.get().bound() {
        Some(class) => match class.cast::<Type>() {
            Some(class) => Ok((class, first)),
            None => {
                let got = vm.type_of(class).name_text();
                Err(vm.runtime_error(format_args!("super(): __class__ is not a type ({got})")))
            }
        },
        None => Err(vm.runtime_error("super(): empty __class__ cell")),
    }
}
