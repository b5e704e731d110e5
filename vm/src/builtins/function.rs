//! `function`: a function written in Python.

use gc::field::GcField;
use gc::{Field, Gc, Value};

use super::code::CodeObject;
use super::dict::Dict;
use super::str::Str;
use super::tuple::Tuple;
use crate::native::Args;
use crate::object::{kind, shape};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A function. Absent parts are `None`.
    pub struct Function(kind::FUNCTION) {
        pub(crate) code: GcField<CodeObject>,
        pub(crate) globals: GcField<Dict>,
        pub(crate) builtins: GcField<Dict>,
        pub(crate) defaults: Field,
        pub(crate) keyword_defaults: Field,
        pub(crate) closure: Field,
        pub(crate) name: Field,
        pub(crate) qualname: Field,
        pub(crate) doc: Field,
        pub(crate) module: Field,
        /// The evaluated annotations, once asked for.
        pub(crate) annotations: Field,
        /// The function that evaluates them.
        pub(crate) annotate: Field,
        pub(crate) type_params: Field,
    }
}

crate::plain_kinds!(Function);

impl Function {
    /// `__code__`.
    #[inline(always)]
    pub fn code(&self) -> Gc<CodeObject> {
        self.code.get().expect("a function has code")
    }

    /// `__globals__`.
    #[inline(always)]
    pub fn globals(&self) -> Gc<Dict> {
        self.globals.get().expect("a function has globals")
    }

    /// Where names that are no globals are looked up.
    #[inline(always)]
    pub fn builtins(&self) -> Gc<Dict> {
        self.builtins.get().expect("a function has builtins")
    }

    /// `__qualname__` as Rust text.
    pub fn qualname_text(&self) -> String {
        self.qualname.get().cast::<Str>().map(|name| name.to_string_lossy()).unwrap_or_default()
    }
}

impl Vm {
    /// A function of `code` in the namespace `globals`.
    pub fn new_function(
        &mut self,
        code: Gc<CodeObject>,
        globals: Gc<Dict>,
        builtins: Gc<Dict>,
    ) -> PyResult<Gc<Function>> {
        let (name, qualname, doc) = {
            let code = self.code_of(code);
            let name = self.intern(&code.name)?;
            let qualname =
                if code.qualname == code.name { name } else { self.new_str(&code.qualname)? };
            let has_doc = code.flags.contains(frontend::bytecode::CodeFlags::HAS_DOCSTRING);
            (name, qualname, has_doc)
        };
        let doc = match code.constants.get() {
            Some(constants) if doc && constants.capacity() > 0 => constants.get(0),
            _ => Value::NONE,
        };
        let module = globals.get_name(self, self.name(Name::NameDunder))?.unwrap_or(Value::NONE);
        let function = Function {
            header: gc::Header::unset(),
            code: GcField::new(Some(code)),
            globals: GcField::new(Some(globals)),
            builtins: GcField::new(Some(builtins)),
            defaults: Field::new(Value::NONE),
            keyword_defaults: Field::new(Value::NONE),
            closure: Field::new(Value::NONE),
            name: Field::new(name.value()),
            qualname: Field::new(qualname.value()),
            doc: Field::new(doc),
            module: Field::new(module),
            annotations: Field::new(Value::NONE),
            annotate: Field::new(Value::NONE),
            type_params: Field::new(Value::NONE),
        };
        let result = self.heap.allocate_struct_extra(shape::FUNCTION, function);
        self.or_memory_error(result)
    }
}

fn this(value: Value) -> Gc<Function> {
    value.cast().expect("the receiver was checked")
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let text = format!("<function {} at {:#x}>", this(value).qualname_text(), vm.identity(value));
    Ok(vm.new_str(&text)?.value())
}

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> PyResult<Value> {
    crate::interpret::call_function(vm, this(value), args)
}

fn descr_get(vm: &mut Vm, value: Value, instance: Value, _owner: Value) -> PyResult<Value> {
    if instance.is_unbound() {
        Ok(value)
    } else {
        Ok(vm.new_bound_method(value, instance)?.value())
    }
}

fn new(
    vm: &mut Vm,
    _class: Value,
    code: Value,
    globals: Value,
    name: Option<Value>,
    argdefs: Option<Value>,
    closure: Option<Value>,
    kwdefaults: Option<Value>,
) -> PyResult<Value> {
    let Some(code) = code.cast::<CodeObject>() else {
        let class = vm.type_of(code).name_text();
        return Err(
            vm.type_error(format_args!("function() argument 'code' must be code, not {class}"))
        );
    };
    let Some(globals) = globals.cast::<Dict>() else {
        let class = vm.type_of(globals).name_text();
        return Err(
            vm.type_error(format_args!("function() argument 'globals' must be dict, not {class}"))
        );
    };
    let builtins = crate::interpret::builtins_of(vm, globals)?;
    let function = vm.new_function(code, globals, builtins)?;
    match name {
        Some(name) if name.is::<Str>() => function.name.set(function, name),
        Some(name) if !name.is_none() => {
            return Err(vm.expected_none_or("arg 3 (name)", "string", name));
        }
        _ => {}
    }
    match argdefs {
        Some(defaults) if defaults.is::<Tuple>() => function.defaults.set(function, defaults),
        Some(defaults) if !defaults.is_none() => {
            return Err(vm.expected_none_or("arg 4 (defaults)", "tuple", defaults));
        }
        _ => {}
    }
    let needed = {
        let code = vm.code_of(code);
        let frees = code
            .variables
            .iter()
            .filter(|variable| variable.kind == frontend::bytecode::VariableKind::Free)
            .count();
        (frees, code.name.to_string())
    };
    let given = closure.and_then(|closure| closure.cast::<Tuple>());
    match (given, closure) {
        (Some(cells), _) => {
            if cells.len() != needed.0 {
                return Err(vm.value_error(format_args!(
                    "{} requires closure of length {}, not {}",
                    needed.1,
                    needed.0,
                    cells.len()
                )));
            }
            if let Some(&other) = cells.items().iter().find(|cell| !cell.is::<super::cell::Cell>())
            {
                let class = vm.type_of(other).name_text();
                return Err(
                    vm.type_error(format_args!("arg 5 (closure) expected cell, found {class}"))
                );
            }
            function.closure.set(function, cells.value());
        }
        (None, Some(closure)) if !closure.is_none() => {
            return Err(vm.expected_none_or("arg 5 (closure)", "tuple", closure));
        }
        _ if needed.0 > 0 => return Err(vm.type_error("arg 5 (closure) must be tuple")),
        _ => {}
    }
    if let Some(defaults) = kwdefaults.filter(|defaults| defaults.is::<Dict>()) {
        function.keyword_defaults.set(function, defaults);
    }
    Ok(function.value())
}

impl Vm {
    #[cold]
    fn expected_none_or(&mut self, what: &str, expected: &str, _value: Value) -> crate::Raised {
        self.type_error(format_args!("{what} must be None or {expected}"))
    }

    /// `function.__annotations__`: evaluated by its `__annotate__` when first asked for.
    pub fn function_annotations(&mut self, function: Gc<Function>) -> PyResult<Value> {
        if function.annotations.get().is_none() {
            let annotate = function.annotate.get();
            let annotations = if annotate.is_none() {
                self.new_dict()?.value()
            } else {
                let result = self.call_values(annotate, &[Value::from_small(1)])?;
                if !result.is::<Dict>() {
                    let class = self.type_of(result).name_text();
                    return Err(self.type_error(format_args!(
                        "__annotate__ returned non-dict of type '{class}'"
                    )));
                }
                result
            };
            function.annotations.set(function, annotations);
        }
        Ok(function.annotations.get())
    }
}

fn set_str(vm: &mut Vm, value: Value, what: &str) -> PyResult<Value> {
    if value.is::<Str>() {
        Ok(value)
    } else {
        Err(vm.type_error(format_args!("{what} must be set to a string object")))
    }
}

fn set_code(vm: &mut Vm, value: Value, code: Value) -> PyResult<()> {
    let function = this(value);
    let Some(code) = code.cast::<CodeObject>() else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let frees = |vm: &Vm, code: Gc<CodeObject>| {
        vm.code_of(code)
            .variables
            .iter()
            .filter(|variable| variable.kind == frontend::bytecode::VariableKind::Free)
            .count()
    };
    let (has, needs) =
        (function.closure.get().cast::<Tuple>().map_or(0, |cells| cells.len()), frees(vm, code));
    if has != needs {
        let name = function
            .name
            .get()
            .cast::<Str>()
            .map(|name| name.to_string_lossy())
            .unwrap_or_default();
        return Err(vm.value_error(format_args!(
            "{name}() requires a code object with {has} free vars, not {needs}"
        )));
    }
    function.code.set(function, Some(code));
    Ok(())
}

fn set_or_none(
    vm: &mut Vm,
    value: Value,
    what: &str,
    kind: &str,
    fits: fn(Value) -> bool,
) -> PyResult<Value> {
    if value.is_unbound() || value.is_none() {
        Ok(Value::NONE)
    } else if fits(value) {
        Ok(value)
    } else {
        Err(vm.type_error(format_args!("{what} must be set to a {kind} object")))
    }
}

builtin_type! {
    /// Create a function object.
    ///
    ///   code
    ///     a code object
    ///   globals
    ///     the globals dictionary
    ///   name
    ///     a string that overrides the name from the code object
    ///   argdefs
    ///     a tuple that specifies the default argument values
    ///   closure
    ///     a tuple that supplies the bindings for free variables
    ///   kwdefaults
    ///     a dictionary that specifies the default keyword argument values
    pub static FUNCTION = "function"("object") {
        kind kind::FUNCTION;
        traits { has_dict, has_weakref }
        slots { repr: repr, call: call, descr_get: descr_get }
        new "function(cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)" => new;
        getters {
            "__code__" => |_, value| Ok(this(value).code().value()), set_code;
            "__globals__" => |_, value| Ok(this(value).globals().value());
            "__builtins__" => |_, value| Ok(this(value).builtins().value());
            "__closure__" => |_, value| Ok(this(value).closure.get());
            "__name__" => |_, value| Ok(this(value).name.get()), |vm, value, name| {
                let name = set_str(vm, name, "__name__")?;
                this(value).name.set(this(value), name);
                Ok(())
            };
            "__qualname__" => |_, value| Ok(this(value).qualname.get()), |vm, value, name| {
                let name = set_str(vm, name, "__qualname__")?;
                this(value).qualname.set(this(value), name);
                Ok(())
            };
            "__doc__" => |_, value| Ok(this(value).doc.get()), |_, value, doc| {
                this(value).doc.set(this(value), doc.bound().unwrap_or(Value::NONE));
                Ok(())
            };
            "__module__" => |_, value| Ok(this(value).module.get()), |_, value, module| {
                this(value).module.set(this(value), module.bound().unwrap_or(Value::NONE));
                Ok(())
            };
            "__defaults__" => |_, value| Ok(this(value).defaults.get()), |vm, value, defaults| {
                let defaults = set_or_none(vm, defaults, "__defaults__", "tuple", |value| value.is::<Tuple>())?;
                this(value).defaults.set(this(value), defaults);
                Ok(())
            };
            "__kwdefaults__" => |_, value| Ok(this(value).keyword_defaults.get()), |vm, value, defaults| {
                let defaults = set_or_none(vm, defaults, "__kwdefaults__", "dict", |value| value.is::<Dict>())?;
                this(value).keyword_defaults.set(this(value), defaults);
                Ok(())
            };
            "__annotations__" => |vm, value| vm.function_annotations(this(value)), |vm, value, annotations| {
                let annotations = set_or_none(vm, annotations, "__annotations__", "dict", |value| value.is::<Dict>())?;
                let function = this(value);
                function.annotations.set(function, annotations);
                function.annotate.set(function, Value::NONE);
                Ok(())
            };
            "__annotate__" => |_, value| Ok(this(value).annotate.get()), |vm, value, annotate| {
                if annotate.is_unbound() {
                    return Err(vm.type_error("__annotate__ cannot be deleted"));
                }
                if !annotate.is_none() && !vm.is_callable(annotate) {
                    return Err(vm.type_error("__annotate__ must be callable or None"));
                }
                let function = this(value);
                function.annotate.set(function, annotate);
                if !annotate.is_none() {
                    function.annotations.set(function, Value::NONE);
                }
                Ok(())
            };
            "__type_params__" => |vm, value| {
                let params = this(value).type_params.get();
                Ok(if params.is_none() { vm.empty_tuple.value() } else { params })
            }, |vm, value, params| {
                if !params.is::<Tuple>() {
                    return Err(vm.type_error("__type_params__ must be set to a tuple"));
                }
                this(value).type_params.set(this(value), params);
                Ok(())
            };
        }
    }
}
