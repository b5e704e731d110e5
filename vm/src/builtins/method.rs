//! `method`: a function bound to its receiver.

use gc::{Field, Gc, Value};

use crate::native::Args;
use crate::object::{CompareOp, kind, shape};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A bound method.
    pub struct BoundMethod(kind::BOUND_METHOD) {
        function: Field,
        receiver: Field,
    }
}

crate::plain_kinds!(BoundMethod);

impl BoundMethod {
    /// `__func__`.
    #[inline(always)]
    pub fn function(&self) -> Value {
        self.function.get()
    }

    /// `__self__`.
    #[inline(always)]
    pub fn receiver(&self) -> Value {
        self.receiver.get()
    }
}

impl Vm {
    /// `function` bound to `receiver`.
    #[inline]
    pub fn new_bound_method(
        &mut self,
        function: Value,
        receiver: Value,
    ) -> PyResult<Gc<BoundMethod>> {
        self.new_object(
            shape::BOUND_METHOD,
            BoundMethod {
                header: gc::Header::unset(),
                function: Field::new(function),
                receiver: Field::new(receiver),
            },
        )
    }
}

fn this(value: Value) -> Gc<BoundMethod> {
    value.cast().expect("the receiver was checked")
}

fn new(vm: &mut Vm, _class: Value, function: Value, instance: Value) -> PyResult<Gc<BoundMethod>> {
    if !vm.is_callable(function) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if instance.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    vm.new_bound_method(function, instance)
}

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> PyResult<Value> {
    vm.call_with_first(this(value).function(), this(value).receiver(), args)
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let (function, receiver) = (this(value).function(), this(value).receiver());
    let mut name = vm.find_attribute_named(function, Name::QualName)?;
    if name.is_none() {
        name = vm.find_attribute_named(function, Name::NameDunder)?;
    }
    let name = match name.and_then(|name| name.cast::<super::str::Str>()) {
        Some(name) => name.to_string_lossy(),
        None => "?".to_owned(),
    };
    let receiver = vm.repr_text(receiver)?;
    Ok(vm.new_str(&format!("<bound method {name} of {receiver}>"))?.value())
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<BoundMethod>(), right.cast::<BoundMethod>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = a.receiver() == b.receiver() && vm.is_equal(a.function(), b.function())?;
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let receiver = crate::object::hash::hash_identity(vm, this(value).receiver())?;
    let function = vm.hash(this(value).function())?;
    Ok(match receiver ^ function {
        -1 => -2,
        hash => hash,
    })
}

fn get_attribute(vm: &mut Vm, value: Value, name: Gc<super::str::Str>) -> PyResult<Value> {
    let class = vm.type_of(value);
    if let Some(found) = vm.lookup(class, name) {
        return vm.bind(found, value, class);
    }
    vm.get_attribute(this(value).function(), name)
}

fn reduce(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let getattr = vm.builtin("getattr")?;
    let name = vm.get_attribute_named(this(value).function(), Name::NameDunder)?;
    let args = vm.new_tuple(&[this(value).receiver(), name])?;
    Ok(vm.new_tuple(&[getattr, args.value()])?.value())
}

builtin_type! {
    /// Create a bound instance method object.
    pub static BOUND_METHOD = "method"("object") {
        kind kind::BOUND_METHOD;
        traits { has_weakref }
        slots {
            repr: repr, call: call, compare: compare, hash: hash, get_attribute: get_attribute,
            descr_get: |_, value, _, _| Ok(value)
        }
        new "method(cls, function, instance, /)" => new;
        methods { "__reduce__(self, /)" => reduce; }
        getters {
            /// the function (or other callable) implementing a method
            "__func__" => |_, value| Ok(this(value).function());
            /// the instance to which a method is bound
            "__self__" => |_, value| Ok(this(value).receiver());
            "__doc__" => |vm, value| {
                let doc = vm.find_attribute_named(this(value).function(), Name::Doc)?;
                Ok(doc.unwrap_or(Value::NONE))
            };
        }
    }
}
