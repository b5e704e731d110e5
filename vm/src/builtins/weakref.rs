//! Weak references.

use std::cell::Cell;
use std::ptr::NonNull;

use gc::{Field, Gc, Value, Visit, Visitor};

use super::str::Str;
use crate::native::{Args, Keywords, Rest};
use crate::object::{BinaryOp, CompareOp, Type, TypeFlags, kind};
use crate::{Name, PyResult, Vm, builtin_type};

/// A reference that does not keep its object alive: the collector empties it.
#[repr(transparent)]
pub struct WeakField(Cell<Value>);

impl Visit for WeakField {
    fn visit(&self, _: &mut Visitor) {}
}

gc::heap_struct! {
    /// A weak reference or weak proxy; which, its class says.
    pub struct WeakReference(kind::WEAK_REFERENCE) {
        referent: WeakField,
        callback: Field,
        /// The referent's hash, once asked for; -1 before.
        hash: Cell<i64>,
    }
}

impl crate::object::kind::Describe for WeakReference {
    // SAFETY: called with objects of this kind only.
    const WEAK: Option<unsafe fn(*const gc::Header) -> *const Cell<Value>> =
        Some(|header| unsafe { &raw const (*header.cast::<WeakReference>()).referent.0 });
}

impl WeakReference {
    /// What it refers to, if that is still there.
    pub fn referent(&self) -> Option<Value> {
        self.referent.0.get().bound()
    }
}

impl Vm {
    /// A weak reference to `object`.
    pub fn new_weak_reference(
        &mut self,
        class: Gc<Type>,
        object: Value,
        callback: Value,
    ) -> PyResult<Gc<WeakReference>> {
        if !self.type_of(object).flags().contains(TypeFlags::HAS_WEAKREF) {
            let name = self.type_of(object).name_text();
            return Err(
                self.type_error(format_args!("cannot create weak reference to '{name}' object"))
            );
        }
        let reference = WeakReference {
            header: gc::Header::unset(),
            referent: WeakField(Cell::new(object)),
            callback: Field::new(callback),
            hash: Cell::new(-1),
        };
        let reference = self.new_object_of(class, reference)?;
        let result = self.heap.register_weak(NonNull::from(reference.header()));
        self.or_memory_error(result)?;
        Ok(reference)
    }

    /// The referent of `reference` died: calls its callback.
    pub(crate) fn weak_reference_cleared(&mut self, reference: Value) -> PyResult<()> {
        let Some(object) = reference.cast::<WeakReference>() else { return Ok(()) };
        let callback = object.callback.get();
        if callback.is_none() {
            return Ok(());
        }
        object.callback.set(object, Value::NONE);
        if let Err(raised) = self.call_values(callback, &[reference]) {
            let exception = self.catch(raised)?;
            self.write_unraisable(exception, callback)?;
        }
        Ok(())
    }
}

fn this(value: Value) -> Gc<WeakReference> {
    value.cast().expect("the receiver was checked")
}

fn new(
    vm: &mut Vm,
    class: Gc<Type>,
    object: Value,
    callback: Value,
    _rest: Rest,
    _kwargs: Keywords,
) -> PyResult<Gc<WeakReference>> {
    vm.new_weak_reference(class, object, callback)
}

fn call(_: &mut Vm, value: Value, _args: Args<'_>) -> PyResult<Value> {
    Ok(this(value).referent().unwrap_or(Value::NONE))
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let id = vm.identity(value);
    let text = match this(value).referent() {
        None => format!("<weakref at {id:#x}; dead>"),
        Some(object) => {
            let (class, to) = (vm.type_of(object).name_text(), vm.identity(object));
            let name = vm
                .find_attribute_named(object, Name::NameDunder)?
                .and_then(|name| name.cast::<Str>());
            let name =
                name.map_or_else(String::new, |name| format!(" ({})", name.to_string_lossy()));
            format!("<weakref at {id:#x}; to '{class}' at {to:#x}{name}>")
        }
    };
    Ok(vm.new_str(&text)?.value())
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let reference = this(value);
    if reference.hash.get() == -1 {
        let Some(object) = reference.referent() else {
            return Err(vm.type_error("weak object has gone away"));
        };
        let hash = vm.hash(object)?;
        reference.hash.set(hash);
    }
    Ok(reference.hash.get())
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<WeakReference>(), right.cast::<WeakReference>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = match (a.referent(), b.referent()) {
        (Some(a), Some(b)) => vm.is_equal(a, b)?,
        _ => left == right,
    };
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

builtin_type! {
    /// A weak reference.
    pub static WEAK_REFERENCE = "weakref.ReferenceType"("object") {
        kind kind::WEAK_REFERENCE;
        traits { is_base }
        slots { repr: repr, hash: hash, compare: compare, call: call }
        new "ReferenceType(cls, object, callback=None, /, *args, **kwargs)" => new;
        init "__init__(self, *args, **kwargs)" => |_: &mut Vm, _value: Value, _args: Rest, _kwargs: Keywords| ();
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
        getters { "__callback__" => |_, value| Ok(this(value).callback.get()); }
    }
}

// -- Proxies ---------------------------------------------------------------------------------------

/// The object behind a proxy; a proxy whose object is gone raises `ReferenceError`.
fn behind(vm: &mut Vm, value: Value) -> PyResult<Value> {
    match value.cast::<WeakReference>() {
        Some(reference) if vm.type_of(value) == vm.types.weak_proxy => match reference.referent() {
            Some(object) => Ok(object),
            None => Err(vm.reference_error("weakly-referenced object no longer exists")),
        },
        _ => Ok(value),
    }
}

macro_rules! forward_binary {
    ($($name:ident $op:ident;)*) => { $(
        fn $name(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
            let (left, right) = (behind(vm, left)?, behind(vm, right)?);
            vm.binary(left, right, BinaryOp::$op)
        }
    )* };
}

forward_binary! {
    add Add; subtract Subtract; multiply Multiply; true_divide TrueDivide; floor_divide FloorDivide; modulo Modulo;
    bit_and BitAnd; bit_or BitOr; bit_xor BitXor; left_shift LeftShift; right_shift RightShift;
}

builtin_type! {
    /// A proxy that does not keep its object alive.
    pub static WEAK_PROXY = "weakref.ProxyType"("object") {
        kind kind::WEAK_REFERENCE;
        slots {
            repr: |vm, value| { let object = behind(vm, value)?; Ok(vm.repr(object)?.value()) },
            str: |vm, value| { let object = behind(vm, value)?; Ok(vm.str(object)?.value()) },
            hash: crate::object::hash::not_hashable,
            call: |vm: &mut Vm, value: Value, args: Args<'_>| { let object = behind(vm, value)?; vm.call(object, args) },
            iter: |vm, value| { let object = behind(vm, value)?; vm.iter(object) },
            next: |vm, value| { let object = behind(vm, value)?; vm.next(object) },
            len: |vm, value| { let object = behind(vm, value)?; vm.len(object) },
            truth: |vm, value| { let object = behind(vm, value)?; vm.is_true(object) },
            get_item: |vm, value, key| { let object = behind(vm, value)?; vm.get_item(object, key) },
            set_item: |vm, value, key, item| { let object = behind(vm, value)?; vm.set_item(object, key, item) },
            contains: |vm, value, item| { let object = behind(vm, value)?; vm.contains(object, item) },
            get_attribute: |vm, value, name| { let object = behind(vm, value)?; vm.get_attribute(object, name) },
            set_attribute: |vm, value, name, new| { let object = behind(vm, value)?; vm.set_attribute(object, name, new) },
            compare: |vm: &mut Vm, left: Value, right: Value, op: CompareOp| { let (left, right) = (behind(vm, left)?, behind(vm, right)?); vm.compare(left, right, op) },
            add: add, subtract: subtract, multiply: multiply, true_divide: true_divide, floor_divide: floor_divide, modulo: modulo,
            bit_and: bit_and, bit_or: bit_or, bit_xor: bit_xor, left_shift: left_shift, right_shift: right_shift,
        }
    }
}
