//! The exception classes.
//!
//! One struct holds every exception. What a class adds to `BaseException` (`errno`, `name`, …) lies in `fields`, an array
//! whose places [`fields_of`] names. [`for_each_exception!`] is the hierarchy.

mod group;
mod members;
mod methods;
mod raising;

use gc::field::GcField;
use gc::{Field, Gc, Value, Visitor};

use super::tuple::Tuple;
use crate::native::{Args, TypeDef};
use crate::object::storage::ArrayExt;
use crate::object::{Array, Type, kind};
use crate::{PyResult, Vm};

pub use group::{match_group, prepare_reraise_star};
pub use raising::{
    attribute_error, exception_matches, make_raised, name_error, set_cause, set_context,
    set_traceback, stop_iteration_value,
};

gc::heap_struct! {
    /// An exception.
    pub struct Exception(kind::EXCEPTION) {
        pub(crate) args: Field,
        pub(crate) traceback: Field,
        pub(crate) context: Field,
        pub(crate) cause: Field,
        /// What the class adds.
        pub(crate) fields: GcField<Array>,
        pub(crate) suppress_context: std::cell::Cell<bool>,
    }
}

crate::plain_kinds!(Exception);

impl Exception {
    /// Place `index` of what the class adds; `None` when it was not set.
    pub fn field(&self, index: usize) -> Value {
        match self.fields.get() {
            Some(fields) if index < fields.capacity() => fields.get(index),
            _ => Value::NONE,
        }
    }

    /// The arguments.
    pub fn args(&self) -> &[Value] {
        match self.args.get().cast::<Tuple>() {
            // SAFETY: the tuple is immutable and the exception keeps it alive; `set_args` replaces it only between uses.
            Some(args) => unsafe { std::slice::from_raw_parts(args.items().as_ptr(), args.len()) },
            None => &[],
        }
    }
}

/// Calls `$callback!` with every exception class: name, base, table of methods and members, doc. A base comes first.
#[macro_export]
macro_rules! for_each_exception {
    ($callback:ident) => { $callback! {
        BaseException object base "Common base class for all exceptions.";
        Exception BaseException plain "Common base class for all non-exit exceptions.";
        BaseExceptionGroup BaseException group "A combination of multiple unrelated exceptions.";
        GeneratorExit BaseException plain "Request that a generator exit.";
        KeyboardInterrupt BaseException plain "Program interrupted by user.";
        SystemExit BaseException system_exit "Request to exit from the interpreter.";
        ArithmeticError Exception plain "Base class for arithmetic errors.";
        FloatingPointError ArithmeticError plain "Floating-point operation failed.";
        OverflowError ArithmeticError plain "Result too large to be represented.";
        ZeroDivisionError ArithmeticError plain "Second argument to a division or modulo operation was zero.";
        AssertionError Exception plain "Assertion failed.";
        AttributeError Exception attribute_error "Attribute not found.";
        BufferError Exception plain "Buffer error.";
        EOFError Exception plain "Read beyond end of file.";
        ImportError Exception import_error "Import can't find module, or can't find name in module.";
        ModuleNotFoundError ImportError plain "Module not found.";
        LookupError Exception plain "Base class for lookup errors.";
        IndexError LookupError plain "Sequence index out of range.";
        KeyError LookupError key_error "Mapping key not found.";
        MemoryError Exception plain "Out of memory.";
        NameError Exception name_error "Name not found globally.";
        UnboundLocalError NameError plain "Local name referenced but not bound to a value.";
        OSError Exception os_error "Base class for I/O related errors.";
        BlockingIOError OSError plain "I/O operation would block.";
        ChildProcessError OSError plain "Child process error.";
        ConnectionError OSError plain "Connection error.";
        BrokenPipeError ConnectionError plain "Broken pipe.";
        ConnectionAbortedError ConnectionError plain "Connection aborted.";
        ConnectionRefusedError ConnectionError plain "Connection refused.";
        ConnectionResetError ConnectionError plain "Connection reset.";
        FileExistsError OSError plain "File already exists.";
        FileNotFoundError OSError plain "File not found.";
        InterruptedError OSError plain "Interrupted by signal.";
        IsADirectoryError OSError plain "Operation doesn't work on directories.";
        NotADirectoryError OSError plain "Operation only works on directories.";
        PermissionError OSError plain "Not enough permissions.";
        ProcessLookupError OSError plain "Process not found.";
        TimeoutError OSError plain "Timeout expired.";
        ReferenceError Exception plain "Weak ref proxy used after referent went away.";
        RuntimeError Exception plain "Unspecified run-time error.";
        NotImplementedError RuntimeError plain "Method or function hasn't been implemented yet.";
        PythonFinalizationError RuntimeError plain "Operation blocked during Python finalization.";
        RecursionError RuntimeError plain "Recursion limit exceeded.";
        StopAsyncIteration Exception plain "Signal the end from iterator.__anext__().";
        StopIteration Exception stop_iteration "Signal the end from iterator.__next__().";
        SyntaxError Exception syntax_error "Invalid syntax.";
        IndentationError SyntaxError plain "Improper indentation.";
        TabError IndentationError plain "Improper mixture of spaces and tabs.";
        SystemError Exception plain "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.";
        TypeError Exception plain "Inappropriate argument type.";
        ValueError Exception plain "Inappropriate argument value (of correct type).";
        UnicodeError ValueError plain "Unicode related error.";
        UnicodeDecodeError UnicodeError unicode_decode_error "Unicode decoding error.";
        UnicodeEncodeError UnicodeError unicode_encode_error "Unicode encoding error.";
        UnicodeTranslateError UnicodeError unicode_translate_error "Unicode translation error.";
        Warning Exception plain "Base class for warning categories.";
        BytesWarning Warning plain "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.";
        DeprecationWarning Warning plain "Base class for warnings about deprecated features.";
        EncodingWarning Warning plain "Base class for warnings about encodings.";
        FutureWarning Warning plain "Base class for warnings about constructs that will change semantically\nin the future.";
        ImportWarning Warning plain "Base class for warnings about probable mistakes in module imports";
        PendingDeprecationWarning Warning plain "Base class for warnings about features which will be deprecated\nin the future.";
        ResourceWarning Warning plain "Base class for warnings about resource usage.";
        RuntimeWarning Warning plain "Base class for warnings about dubious runtime behavior.";
        SyntaxWarning Warning plain "Base class for warnings about dubious syntax.";
        UnicodeWarning Warning plain "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
        UserWarning Warning plain "Base class for warnings generated by user code.";
    } };
}

macro_rules! define_exceptions {
    ($($Name:ident $Base:ident $members:ident $doc:literal;)*) => {
        /// Every exception class.
        #[derive(Clone, Copy)]
        #[allow(missing_docs, non_snake_case, reason = "each is the Python class of its name")]
        pub struct Exceptions {
            $(pub $Name: Gc<Type>,)*
            pub ExceptionGroup: Gc<Type>,
        }

        static DEFS: &[TypeDef] = &[$(members::$members(stringify!($Name), stringify!($Base), $doc)),*];

        impl Exceptions {
            /// All classes the same: what stands in while there are none.
            pub(crate) fn all(class: Gc<Type>) -> Exceptions {
                Exceptions { $($Name: class,)* ExceptionGroup: class }
            }

            fn list(&self) -> Vec<(&'static str, Gc<Type>)> {
                vec![$((stringify!($Name), self.$Name),)* ("ExceptionGroup", self.ExceptionGroup)]
            }

            fn from_list(classes: &[Gc<Type>]) -> Exceptions {
                let mut classes = classes.iter().copied();
                Exceptions {
                    $($Name: classes.next().expect("as many classes as rows"),)*
                    ExceptionGroup: classes.next().expect("one more"),
                }
            }
        }
    };
}

for_each_exception!(define_exceptions);

static EXCEPTION_GROUP: TypeDef = members::plain("ExceptionGroup", "BaseExceptionGroup", "");

impl Exceptions {
    /// Makes all the classes.
    pub(crate) fn create(vm: &mut Vm) -> PyResult<Exceptions> {
        let mut classes: Vec<Gc<Type>> = Vec::with_capacity(DEFS.len() + 1);
        for def in DEFS {
            let base = match DEFS.iter().position(|each| each.name == def.base) {
                Some(index) => classes[index],
                None => vm.types.object,
            };
            let class = vm.make_type(def, base)?;
            classes.push(class);
        }
        let find =
            |name: &str| DEFS.iter().position(|def| def.name == name).map(|index| classes[index]);
        let (Some(group), Some(exception)) = (find("BaseExceptionGroup"), find("Exception")) else {
            return Err(vm.system_error("the table of exceptions is not whole"));
        };
        let bases = vm.new_tuple(&[group.value(), exception.value()])?;
        let class = vm.make_type_with_bases(&EXCEPTION_GROUP, bases, group)?;
        classes.push(class);
        Ok(Exceptions::from_list(&classes))
    }

    /// The class called `name`.
    pub fn find(&self, name: &str) -> Option<Gc<Type>> {
        self.list().into_iter().find(|(each, _)| *each == name).map(|(_, class)| class)
    }

    /// Every class with its name.
    pub fn all_classes(&self) -> Vec<(&'static str, Gc<Type>)> {
        self.list()
    }

    /// Shows every class to the visitor.
    pub fn visit(&self, visitor: &mut Visitor) {
        for (_, class) in self.list() {
            visitor.object(class);
        }
    }
}

impl Vm {
    /// A bare exception of `class` with these arguments; its `__init__` has not run.
    pub(crate) fn new_exception_object(
        &mut self,
        class: Gc<Type>,
        args: Value,
    ) -> PyResult<Gc<Exception>> {
        let exception = Exception {
            header: gc::Header::unset(),
            args: Field::new(args),
            traceback: Field::new(Value::NONE),
            context: Field::new(Value::NONE),
            cause: Field::new(Value::NONE),
            fields: GcField::new(None),
            suppress_context: std::cell::Cell::new(false),
        };
        let result = self.heap.allocate_struct_extra(class.root_shape(), exception);
        let exception = self.or_memory_error(result)?;
        self.register_new(class, exception.header())?;
        Ok(exception)
    }

    /// Sets place `index` of what the class adds.
    pub(crate) fn set_exception_field(
        &mut self,
        exception: Gc<Exception>,
        index: usize,
        value: Value,
    ) -> PyResult<()> {
        let fields = match exception.fields.get() {
            Some(fields) => fields,
            None => {
                let fields = self.new_array(members::MAX_FIELDS, Value::NONE)?;
                exception.fields.set(exception, Some(fields));
                fields
            }
        };
        fields.set(index, value);
        Ok(())
    }
}

/// An exception of `class`, made as calling the class does.
pub fn new_exception(vm: &mut Vm, class: Gc<Type>, args: &[Value]) -> PyResult<Value> {
    let is_plain = !class.is_heap_type()
        && vm.slots_of_type(class).init
            == Some(crate::object::slots::Maker::Native(members::base_init()));
    if is_plain && vm.maker_of(class) == Some(std::ptr::from_ref(members::base_new())) {
        let args = vm.new_tuple(args)?;
        return Ok(vm.new_exception_object(class, args.value())?.value());
    }
    super::class::call(vm, class.value(), Args::positional(args))
}
