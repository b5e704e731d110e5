//! Raising exceptions from Rust, and what the `raise` statement does.

use capabilities::HostError;
use gc::{Gc, Value};

use super::members::place;
use super::{Exception, new_exception};
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::native::Args;
use crate::object::Type;
use crate::{PyResult, Raised, Vm};

fn exception_of(value: Value) -> Option<Gc<Exception>> {
    value.cast()
}

/// Raises `AttributeError` about `name` of `object`.
#[cold]
pub fn attribute_error(vm: &mut Vm, object: Value, name: Gc<Str>, message: &str) -> Raised {
    let class = vm.exceptions.AttributeError;
    let result =
        with_fields(vm, class, message, &[(place::NAME, name.value()), (place::OBJ, object)]);
    finish(vm, result)
}

/// Raises `NameError` about `name`.
#[cold]
pub fn name_error(vm: &mut Vm, name: Gc<Str>, message: &str) -> Raised {
    let class = vm.exceptions.NameError;
    let result = with_fields(vm, class, message, &[(place::NAME, name.value())]);
    finish(vm, result)
}

fn with_fields(
    vm: &mut Vm,
    class: Gc<Type>,
    message: &str,
    fields: &[(usize, Value)],
) -> PyResult<Value> {
    let message = vm.new_str(message)?;
    let args = vm.new_tuple(&[message.value()])?;
    let exception = vm.new_exception_object(class, args.value())?;
    for &(place, value) in fields {
        vm.set_exception_field(exception, place, value)?;
    }
    Ok(exception.value())
}

fn finish(vm: &mut Vm, result: PyResult<Value>) -> Raised {
    match result {
        Ok(exception) => {
            set_context(vm, exception);
            vm.raise(exception)
        }
        Err(raised) => raised,
    }
}

impl Vm {
    /// Raises `KeyError(key)`.
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raised {
        let class = self.exceptions.KeyError;
        self.raise_args(class, &[key])
    }

    /// Raises `StopIteration` with the value a generator returned.
    #[cold]
    pub fn stop_iteration_with(&mut self, value: Value) -> Raised {
        let class = self.exceptions.StopIteration;
        if value.is_none() {
            return self.raise_args(class, &[]);
        }
        let result = self.new_tuple(&[value]).and_then(|args| {
            let exception = self.new_exception_object(class, args.value())?;
            self.set_exception_field(exception, place::STOP_VALUE, value)?;
            Ok(exception.value())
        });
        finish(self, result)
    }

    /// Raises the `OSError` of an error number.
    #[cold]
    pub fn os_error(
        &mut self,
        errno: i32,
        filename: Option<Value>,
        filename2: Option<Value>,
    ) -> Raised {
        let message = HostError::message(errno);
        let result = self.new_str(&message).and_then(|message| {
            let mut args = vec![Value::from_small(i64::from(errno)), message.value()];
            args.extend(filename);
            if let Some(second) = filename2 {
                args.push(Value::NONE);
                args.push(second);
            }
            let class = self.exceptions.OSError;
            new_exception(self, class, &args)
        });
        finish(self, result)
    }

    /// Raises what the host answered.
    #[cold]
    pub fn host_error(&mut self, error: HostError) -> Raised {
        let path = |vm: &mut Vm, path: &Option<Vec<u8>>| match path {
            Some(path) => vm.path_text(path).map(Some),
            None => Ok(None),
        };
        match &error {
            HostError::Os { errno, filename, filename2 } => {
                let names =
                    path(self, filename).and_then(|first| Ok((first, path(self, filename2)?)));
                match names {
                    Ok((first, second)) => self.os_error(*errno, first, second),
                    Err(raised) => raised,
                }
            }
            HostError::Denied(denied) => {
                let class = self.exceptions.PermissionError;
                self.raise_new(class, denied)
            }
            HostError::InvalidPath => self.value_error("embedded null byte"),
        }
    }

    /// A path of the host as a string; bytes that are no UTF-8 become surrogates.
    pub fn path_text(&mut self, path: &[u8]) -> PyResult<Value> {
        Ok(match std::str::from_utf8(path) {
            Ok(text) => self.new_str(text)?.value(),
            Err(_) => {
                let mut points = Vec::with_capacity(path.len());
                for chunk in path.utf8_chunks() {
                    points.extend(chunk.valid().chars().map(u32::from));
                    points.extend(chunk.invalid().iter().map(|&byte| 0xDC00 + u32::from(byte)));
                }
                self.new_str_from_points(&points)?.value()
            }
        })
    }

    /// Raises `class` (`ImportError` or derived from it) about the module `name`.
    #[cold]
    pub fn import_error(
        &mut self,
        class: Gc<Type>,
        message: &str,
        name: Value,
        path: Value,
    ) -> Raised {
        let result = with_fields(
            self,
            class,
            message,
            &[(place::IMPORT_NAME, name), (place::IMPORT_PATH, path)],
        )
        .and_then(|exception| {
            if let Some(exception) = exception_of(exception) {
                let message = exception.args()[0];
                self.set_exception_field(exception, place::IMPORT_MSG, message)?;
            }
            Ok(exception)
        });
        finish(self, result)
    }

    /// Raises a Unicode error of `class`: `object[start:end]` cannot be coded because of `reason`.
    #[cold]
    pub fn unicode_error(
        &mut self,
        class: Gc<Type>,
        encoding: &str,
        object: Value,
        start: usize,
        end: usize,
        reason: &str,
    ) -> Raised {
        let result = self.new_str(encoding).and_then(|encoding| {
            let reason = self.new_str(reason)?;
            let numbers = [Value::from_small(start as i64), Value::from_small(end as i64)];
            new_exception(
                self,
                class,
                &[encoding.value(), object, numbers[0], numbers[1], reason.value()],
            )
        });
        finish(self, result)
    }

    /// Raises the `SyntaxError` of a source.
    #[cold]
    pub fn syntax_error(
        &mut self,
        error: &frontend::syntax::SyntaxError,
        filename: &str,
    ) -> Raised {
        use frontend::syntax::SyntaxErrorKind as Kind;
        let class = match error.kind {
            Kind::Indentation => self.exceptions.IndentationError,
            Kind::Tab => self.exceptions.TabError,
            Kind::Recursion => return self.recursion_error(&error.message),
            Kind::Memory => return self.memory_error(),
            _ => self.exceptions.SyntaxError,
        };
        let result = self.new_str(&error.message).and_then(|message| {
            let filename = self.new_str(filename)?;
            let text = match &error.text_line {
                Some(text) => self.new_str(text)?.value(),
                None => Value::NONE,
            };
            let number = |number: u32| {
                if number == 0 { Value::NONE } else { Value::from_small(i64::from(number)) }
            };
            let details = self.new_tuple(&[
                filename.value(),
                number(error.line),
                number(error.column),
                text,
                number(error.end_line),
                Value::from_small(i64::from(error.end_column)),
            ])?;
            new_exception(self, class, &[message.value(), details.value()])
        });
        finish(self, result)
    }

    /// `exception.__traceback__`.
    pub fn traceback_of(&self, exception: Value) -> Value {
        exception_of(exception).map_or(Value::NONE, |exception| exception.traceback.get())
    }
}

/// The value of a `StopIteration`.
pub fn stop_iteration_value(exception: Value) -> Value {
    exception_of(exception).map_or(Value::NONE, |exception| exception.field(place::STOP_VALUE))
}

/// `exception.__cause__ = cause`.
pub fn set_cause(exception: Value, cause: Value) {
    if let Some(exception) = exception_of(exception) {
        exception.cause.set(exception, cause);
        exception.suppress_context.set(true);
    }
}

/// `exception.__traceback__ = traceback`.
pub fn set_traceback(exception: Value, traceback: Value) {
    if let Some(exception) = exception_of(exception) {
        exception.traceback.set(exception, traceback);
    }
}

/// Links a new exception to the one that is being handled.
pub fn set_context(vm: &mut Vm, exception: Value) {
    let Some(handled) = vm.interpreter.handled_exception() else { return };
    let Some(object) = exception_of(exception) else { return };
    if handled == exception {
        return;
    }
    // The chain of the handled one must not lead back here. A cycle that is there already is met by a slow pointer.
    let (mut current, mut slow, mut step) = (exception_of(handled), exception_of(handled), false);
    while let Some(each) = current {
        let next = each.context.get();
        if next == exception {
            each.context.set(each, Value::NONE);
            break;
        }
        current = exception_of(next);
        if step {
            slow = slow.and_then(|slow| exception_of(slow.context.get()));
            if slow == current {
                break;
            }
        }
        step = !step;
    }
    object.context.set(object, handled);
}

/// The exception that `raise value from cause` raises.
pub fn make_raised(vm: &mut Vm, value: Value, cause: Value) -> PyResult<Value> {
    let base = vm.exceptions.BaseException;
    let exception = instantiate(vm, value, base, "exceptions must derive from BaseException")?;
    if !cause.is_unbound() {
        let cause = if cause.is_none() {
            cause
        } else {
            instantiate(vm, cause, base, "exception causes must derive from BaseException")?
        };
        set_cause(exception, cause);
    }
    Ok(exception)
}

fn instantiate(vm: &mut Vm, value: Value, base: Gc<Type>, message: &str) -> PyResult<Value> {
    if let Some(class) = value.cast::<Type>()
        && class.is_subtype(base)
    {
        let exception = crate::builtins::class::call(vm, value, Args::NONE)?;
        if !vm.type_of(exception).is_subtype(base) {
            let (class, got) = (vm.repr_text(value)?, vm.type_of(exception));
            let got = vm.repr_text(got.value())?;
            return Err(vm.type_error(format_args!(
                "calling {class} should have returned an instance of BaseException, not {got}"
            )));
        }
        return Ok(exception);
    }
    if vm.type_of(value).is_subtype(base) { Ok(value) } else { Err(vm.type_error(message)) }
}

/// Does `exception` match the class (or tuple of classes) of an `except`?
pub fn exception_matches(vm: &mut Vm, exception: Value, classes: Value) -> PyResult<bool> {
    let base = vm.exceptions.BaseException;
    if let Some(class) = classes.cast::<Type>()
        && class.is_subtype(base)
    {
        return Ok(vm.type_of(exception).is_subtype(class));
    }
    if let Some(classes) = classes.cast::<Tuple>() {
        for &class in classes.items() {
            let fits = class.cast::<Type>().is_some_and(|class| class.is_subtype(base));
            if !fits && !class.is::<Tuple>() {
                return Err(vm.type_error(
                    "catching classes that do not inherit from BaseException is not allowed",
                ));
            }
        }
        vm.check_stack()?;
        for &class in classes.items() {
            if exception_matches(vm, exception, class)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    Err(vm.type_error("catching classes that do not inherit from BaseException is not allowed"))
}
