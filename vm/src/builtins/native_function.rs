//! `builtin_function_or_method`: a Rust function as a Python value.

use gc::{Field, Gc, Value};

use super::str::Str;
use crate::native::{Args, NativeDef};
use crate::object::{CompareOp, Type, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A native function, perhaps bound to a receiver.
    pub struct NativeFunction(kind::NATIVE_FUNCTION) {
        /// What it is bound to; unbound for a function of a module. For `__new__` the type it makes.
        receiver: Field,
        /// Name of its module, or `None`.
        module: Field,
        def: u32,
    }
}

crate::plain_kinds!(NativeFunction);

/// Header bit: the function is a type's `__new__`.
const IS_NEW: u16 = 1;

impl NativeFunction {
    /// The row of the table that defines the function.
    #[inline(always)]
    pub fn def(&self, vm: &Vm) -> &'static NativeDef {
        vm.native_defs[self.def as usize]
    }

    /// Is it a type's `__new__`?
    pub fn is_new(&self) -> bool {
        self.header.aux() & IS_NEW != 0
    }

    /// What it is bound to; unbound for functions of modules.
    #[inline(always)]
    pub fn receiver(&self) -> Value {
        self.receiver.get()
    }
}

impl Vm {
    /// The native `def` bound to `receiver` (or to nothing, if that is unbound).
    pub fn new_native_function(
        &mut self,
        def: &'static NativeDef,
        receiver: Value,
        module: Value,
    ) -> PyResult<Gc<NativeFunction>> {
        let def = self.native_number(def);
        self.new_native_function_numbered(def, receiver, module, 0)
    }

    pub(crate) fn new_native_function_numbered(
        &mut self,
        def: u32,
        receiver: Value,
        module: Value,
        aux: u16,
    ) -> PyResult<Gc<NativeFunction>> {
        self.new_object(
            shape::NATIVE_FUNCTION,
            NativeFunction {
                header: gc::Header::unset().with_aux(aux),
                receiver: Field::new(receiver),
                module: Field::new(module),
                def,
            },
        )
    }

    /// The `__new__` of the built-in type `class`.
    pub(crate) fn new_native_maker(
        &mut self,
        def: &'static NativeDef,
        class: Gc<Type>,
    ) -> PyResult<Gc<NativeFunction>> {
        let number = self.native_number(def);
        let function =
            self.new_native_function_numbered(number, class.value(), Value::NONE, IS_NEW)?;
        function.header().set_aux(IS_NEW);
        Ok(function)
    }
}

fn this(value: Value) -> Gc<NativeFunction> {
    value.cast().expect("the receiver was checked")
}

/// Calls a native function object.
#[inline]
pub fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> PyResult<Value> {
    let function = this(value);
    let def = function.def(vm);
    if function.is_new() {
        return call_new(vm, function, def, args);
    }
    vm.call_native(def, function.receiver().bound(), args)
}

/// `T.__new__(cls, …)`.
fn call_new(
    vm: &mut Vm,
    function: Gc<NativeFunction>,
    def: &'static NativeDef,
    args: Args<'_>,
) -> PyResult<Value> {
    let Some(owner) = function.receiver().cast::<Type>() else {
        return Err(vm.system_error("a __new__ without a type was called"));
    };
    let owner_name = owner.name_text();
    let Some(&first) = args.positionals().first() else {
        return Err(vm.type_error(format_args!("{owner_name}.__new__(): not enough arguments")));
    };
    let Some(class) = first.cast::<Type>() else {
        let got = vm.type_of(first).name_text();
        return Err(
            vm.type_error(format_args!("{owner_name}.__new__(X): X is not a type object ({got})"))
        );
    };
    let name = class.name_text();
    if !class.is_subtype(owner) {
        return Err(vm.type_error(format_args!(
            "{owner_name}.__new__({name}): {name} is not a subtype of {owner_name}"
        )));
    }
    // The nearest built-in base decides how instances are laid out; making them by another's function would not fit.
    let mut base = Some(class);
    while let Some(each) = base.filter(|each| each.is_heap_type()) {
        base = each.base();
    }
    if let Some(base) = base
        && base != owner
        && vm.maker_of(base) != Some(std::ptr::from_ref(def))
    {
        let base = base.name_text();
        return Err(vm.type_error(format_args!(
            "{owner_name}.__new__({name}) is not safe, use {base}.__new__()"
        )));
    }
    vm.call_native(def, None, args)
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let function = this(value);
    let name = function.def(vm).name();
    let text = match function
        .receiver()
        .bound()
        .filter(|receiver| !receiver.is::<super::module::Module>())
    {
        None => format!("<built-in function {name}>"),
        Some(receiver) => {
            let class = vm.type_of(receiver).name_text();
            format!("<built-in method {name} of {class} object at {:#x}>", vm.identity(receiver))
        }
    };
    Ok(vm.new_str(&text)?.value())
}

fn qualname(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let function = this(value);
    let name = function.def(vm).name();
    let text = match function
        .receiver()
        .bound()
        .filter(|receiver| !receiver.is::<super::module::Module>())
    {
        None => name.to_owned(),
        Some(receiver) => {
            let class = receiver.cast::<Type>().unwrap_or_else(|| vm.type_of(receiver));
            let class = class
                .qualname
                .get()
                .cast::<Str>()
                .map(|name| name.to_string_lossy())
                .unwrap_or_default();
            format!("{class}.{name}")
        }
    };
    Ok(vm.new_str(&text)?.value())
}

fn receiver(_: &mut Vm, value: Value) -> PyResult<Value> {
    Ok(this(value).receiver().bound().unwrap_or(Value::NONE))
}

fn compare(_: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<NativeFunction>(), right.cast::<NativeFunction>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = a.receiver() == b.receiver() && a.def == b.def;
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let function = this(value);
    let receiver = crate::object::hash::hash_identity(vm, function.receiver())?;
    Ok(match receiver ^ i64::from(function.def).wrapping_mul(0x9E37_79B1) {
        -1 => -2,
        hash => hash,
    })
}

fn reduce(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let function = this(value);
    let name = vm.intern(function.def(vm).name())?.value();
    match function.receiver().bound().filter(|receiver| !receiver.is::<super::module::Module>()) {
        None => Ok(name),
        Some(receiver) => {
            let getattr = vm.builtin("getattr")?;
            let args = vm.new_tuple(&[receiver, name])?;
            Ok(vm.new_tuple(&[getattr, args.value()])?.value())
        }
    }
}

impl Vm {
    /// `__doc__` of a native: without the blank that the table's doc comments begin with.
    pub fn native_doc(&mut self, doc: &str) -> PyResult<Value> {
        let doc = clean_doc(doc);
        if doc.is_empty() { Ok(Value::NONE) } else { Ok(self.new_str(&doc)?.value()) }
    }

    /// `__text_signature__` of a native.
    pub fn native_text_signature(&mut self, def: &NativeDef) -> PyResult<Value> {
        let text = def.signature_text;
        let parameters = text.find('(').map_or("()", |open| &text[open..]);
        let parameters = match parameters.strip_prefix("(self") {
            Some(rest) => format!("($self{rest}"),
            None => parameters.to_owned(),
        };
        Ok(self.new_str(&parameters)?.value())
    }
}

/// A doc comment as a docstring: one leading blank per line and the blank lines around it removed.
pub fn clean_doc(doc: &str) -> String {
    let lines: Vec<&str> =
        doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

builtin_type! {
    /// The type of functions and methods that are implemented natively.
    pub static NATIVE_FUNCTION = "builtin_function_or_method"("object") {
        kind kind::NATIVE_FUNCTION;
        traits { has_weakref }
        slots { repr: repr, call: call, compare: compare, hash: hash }
        methods { "__reduce__(self, /)" => reduce; }
        getters {
            "__name__" => |vm, value| Ok(vm.intern(this(value).def(vm).name())?.value());
            "__qualname__" => qualname;
            "__self__" => receiver;
            "__module__" => |_, value| Ok(this(value).module.get()), |_, value, module| {
                this(value).module.set(this(value), module.bound().unwrap_or(Value::NONE));
                Ok(())
            };
            "__doc__" => |vm, value| vm.native_doc(this(value).def(vm).doc);
            "__text_signature__" => |vm, value| vm.native_text_signature(this(value).def(vm));
        }
    }
}
