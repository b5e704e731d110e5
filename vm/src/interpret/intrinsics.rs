//! The built-in operations of the `intrinsic` instruction.

use frontend::bytecode::opcode::Intrinsic;
use gc::{Field, TempVec, Value};

use crate::builtins::function::Function;
use crate::builtins::generator::AsyncWrapped;
use crate::object::shape;
use crate::{Name, PyResult, Vm};

impl Vm {
    pub(super) fn intrinsic(&mut self, number: u8, args: &[Value]) -> PyResult<Value> {
        let Some(&operation) = Intrinsic::ALL.get(usize::from(number)) else {
            return Err(self.system_error("an intrinsic that does not exist"));
        };
        match operation {
            Intrinsic::PrintExpression => self.display(args[0]),
            Intrinsic::StopIterationError => self.stop_iteration_error(args[0]),
            Intrinsic::AsyncGeneratorWrap => {
                let wrapped =
                    AsyncWrapped { header: gc::Header::unset(), value: Field::new(args[0]) };
                Ok(self.new_object(shape::ASYNC_WRAPPED, wrapped)?.value())
            }
            Intrinsic::ListFrom => {
                let items = self.collect_items(args[0])?;
                Ok(self.new_list(&items)?.value())
            }
            Intrinsic::CheckAnnotationFormat => {
                let format = self.index_clamped(args[0])?;
                if format > 2 {
                    let class = self.exceptions.NotImplementedError;
                    return Err(self.raise_args(class, &[]));
                }
                Ok(Value::NONE)
            }
            Intrinsic::SetFunctionTypeParams => {
                if let Some(function) = args[0].cast::<Function>() {
                    function.type_params.set(function, args[1]);
                }
                Ok(args[0])
            }
            Intrinsic::TypeVar => self.typing_call("_typevar", args),
            Intrinsic::TypeVarWithBound => self.typing_call("_typevar_with_bound", args),
            Intrinsic::TypeVarWithConstraints => {
                self.typing_call("_typevar_with_constraints", args)
            }
            Intrinsic::ParamSpec => self.typing_call("_paramspec", args),
            Intrinsic::TypeVarTuple => self.typing_call("_typevartuple", args),
            Intrinsic::SetTypeParamDefault => self.typing_call("_set_typeparam_default", args),
            Intrinsic::SubscriptGeneric => self.typing_call("_subscript_generic", args),
            Intrinsic::TypeAlias => self.typing_call("_typealias", args),
        }
    }

    fn typing_call(&mut self, function: &str, args: &[Value]) -> PyResult<Value> {
        let args = TempVec::from(args);
        let module = self.import_module("_typing")?;
        let name = self.intern(function)?;
        let function = self.get_attribute(module, name)?;
        self.call_values(function, &args)
    }

    /// The value of an expression typed at the prompt.
    fn display(&mut self, value: Value) -> PyResult<Value> {
        let modules = self.modules;
        if let Some(sys) = modules.get_name(self, self.name(Name::Sys))?
            && let Some(hook) = self.find_attribute_named(sys, Name::Displayhook)?
        {
            return self.call_values(hook, &[value]);
        }
        if !value.is_none() {
            let text = self.repr(value)?;
            self.write_out(&text.to_wtf8())?;
            self.write_out(b"\n")?;
        }
        Ok(Value::NONE)
    }

    /// `StopIteration` may not leave a generator by accident (PEP 479).
    fn stop_iteration_error(&mut self, exception: Value) -> PyResult<Value> {
        use frontend::bytecode::CodeFlags;
        let class = self.type_of(exception);
        let flags = self
            .interpreter
            .frames
            .last()
            .map_or(CodeFlags::empty(), |frame| frame.data().code.flags);
        let what = if flags.contains(CodeFlags::ASYNC_GENERATOR) {
            "async generator"
        } else if flags.contains(CodeFlags::COROUTINE) {
            "coroutine"
        } else {
            "generator"
        };
        let message = if class.is_subtype(self.exceptions.StopIteration) {
            format!("{what} raised StopIteration")
        } else if flags.contains(CodeFlags::ASYNC_GENERATOR)
            && class.is_subtype(self.exceptions.StopAsyncIteration)
        {
            "async generator raised StopAsyncIteration".to_owned()
        } else {
            return Ok(exception);
        };
        let class = self.exceptions.RuntimeError;
        let message = self.new_str(&message)?;
        let new = crate::builtins::exceptions::new_exception(self, class, &[message.value()])?;
        crate::builtins::exceptions::set_cause(new, exception);
        if let Some(object) = new.cast::<crate::builtins::exceptions::Exception>() {
            object.context.set(object, exception);
        }
        Ok(new)
    }
}
