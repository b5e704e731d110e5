//! The descriptors in built-in types' dicts: methods, slot wrappers, computed attributes, `__slots__` members.

use gc::field::GcField;
use gc::{Field, Gc, Value};

use super::str::Str;
use crate::native::{Args, GetSetDef, NativeDef};
use crate::object::slots::{DUNDERS, Dunder};
use crate::object::{CompareOp, Type, kind, shape};
use crate::{PyResult, Raised, Vm, builtin_type};

gc::heap_struct! {
    /// A native method (or class method) in its type's dict.
    pub struct MethodDescriptor(kind::METHOD_DESCRIPTOR) {
        owner: GcField<Type>,
        def: u32,
    }
}

gc::heap_struct! {
    /// A special method of a built-in type: row `row` of [`DUNDERS`].
    pub struct SlotWrapper(kind::SLOT_WRAPPER) {
        owner: GcField<Type>,
        row: u32,
    }
}

gc::heap_struct! {
    /// A slot wrapper bound to its receiver.
    pub struct MethodWrapper(kind::METHOD_WRAPPER) {
        wrapper: GcField<SlotWrapper>,
        receiver: Field,
    }
}

gc::heap_struct! {
    /// An attribute computed by native functions.
    pub struct GetSetDescriptor(kind::GETSET_DESCRIPTOR) {
        owner: GcField<Type>,
        def: u32,
    }
}

gc::heap_struct! {
    /// A member of `__slots__`: attribute place `place`.
    pub struct MemberDescriptor(kind::MEMBER_DESCRIPTOR) {
        owner: GcField<Type>,
        name: Field,
        doc: Field,
        place: u16,
    }
}

crate::plain_kinds!(
    MethodDescriptor,
    SlotWrapper,
    MethodWrapper,
    GetSetDescriptor,
    MemberDescriptor
);

macro_rules! owned {
    ($($Struct:ident)*) => { $(
        impl $Struct {
            /// The type it belongs to.
            #[inline(always)]
            pub fn owner(&self) -> Gc<Type> {
                self.owner.get().expect("a descriptor has an owner")
            }
        }
    )* };
}

owned! { MethodDescriptor SlotWrapper GetSetDescriptor MemberDescriptor }

impl MethodDescriptor {
    /// The row of the table that defines the method.
    #[inline(always)]
    pub fn def(&self, vm: &Vm) -> &'static NativeDef {
        vm.native_defs[self.def as usize]
    }

    /// Does it bind to the class?
    pub fn is_class_method(&self) -> bool {
        self.header.shape() == shape::CLASS_METHOD_DESCRIPTOR
    }
}

impl SlotWrapper {
    /// The special method.
    #[inline(always)]
    pub fn dunder(&self) -> &'static Dunder {
        &DUNDERS[self.row as usize]
    }
}

impl MethodWrapper {
    fn parts(&self) -> (Gc<SlotWrapper>, Value) {
        (self.wrapper.get().expect("a method wrapper has a wrapper"), self.receiver.get())
    }
}

impl GetSetDescriptor {
    /// The row of the table that defines the attribute.
    #[inline(always)]
    pub fn def(&self, vm: &Vm) -> &'static GetSetDef {
        vm.getset_defs[self.def as usize]
    }
}

impl MemberDescriptor {
    /// The attribute place.
    #[inline(always)]
    pub fn place(&self) -> u16 {
        self.place
    }

    /// The member's name.
    pub fn name(&self) -> Gc<Str> {
        self.name.get().cast().expect("a member's name is a string")
    }

    /// What `help()` says of it, when `__slots__` is a dict.
    pub fn doc(&self) -> Value {
        self.doc.get()
    }
}

impl Vm {
    /// A method of `owner`.
    pub(crate) fn new_method_descriptor(
        &mut self,
        owner: Gc<Type>,
        def: &'static NativeDef,
        of_class: bool,
    ) -> PyResult<Gc<MethodDescriptor>> {
        let def = self.native_number(def);
        let shape =
            if of_class { shape::CLASS_METHOD_DESCRIPTOR } else { shape::METHOD_DESCRIPTOR };
        self.new_object(
            shape,
            MethodDescriptor { header: gc::Header::unset(), owner: GcField::new(Some(owner)), def },
        )
    }

    /// Special method number `row` of `owner`.
    pub(crate) fn new_slot_wrapper(
        &mut self,
        owner: Gc<Type>,
        row: usize,
    ) -> PyResult<Gc<SlotWrapper>> {
        self.new_object(
            shape::SLOT_WRAPPER,
            SlotWrapper {
                header: gc::Header::unset(),
                owner: GcField::new(Some(owner)),
                row: row as u32,
            },
        )
    }

    /// A computed attribute of `owner`.
    pub(crate) fn new_getset(
        &mut self,
        owner: Gc<Type>,
        def: &'static GetSetDef,
    ) -> PyResult<Gc<GetSetDescriptor>> {
        self.getset_defs.push(def);
        let def = (self.getset_defs.len() - 1) as u32;
        self.new_object(
            shape::GETSET_DESCRIPTOR,
            GetSetDescriptor { header: gc::Header::unset(), owner: GcField::new(Some(owner)), def },
        )
    }

    /// A `__slots__` member of `owner`.
    pub(crate) fn new_member(
        &mut self,
        owner: Gc<Type>,
        name: Gc<Str>,
        place: u16,
        doc: Value,
    ) -> PyResult<Gc<MemberDescriptor>> {
        self.new_object(
            shape::MEMBER_DESCRIPTOR,
            MemberDescriptor {
                header: gc::Header::unset(),
                owner: GcField::new(Some(owner)),
                name: Field::new(name.value()),
                doc: Field::new(doc),
                place,
            },
        )
    }
}

fn cast<T: gc::HeapObject>(value: Value) -> Gc<T> {
    value.cast().expect("the receiver was checked")
}

// -- Methods ---------------------------------------------------------------------------------------

fn method_get(vm: &mut Vm, value: Value, instance: Value, _owner: Value) -> PyResult<Value> {
    if instance.is_unbound() {
        return Ok(value);
    }
    let descriptor: Gc<MethodDescriptor> = cast(value);
    let owner = descriptor.owner();
    if !vm.type_of(instance).is_subtype(owner) {
        let name = descriptor.def(vm).name();
        return Err(wrong_receiver(vm, name, owner, instance));
    }
    Ok(vm.new_native_function_numbered(descriptor.def, instance, Value::NONE, 0)?.value())
}

#[cold]
fn wrong_receiver(vm: &mut Vm, name: &str, owner: Gc<Type>, instance: Value) -> Raised {
    let (owner, got) = (owner.name_text(), vm.type_of(instance).name_text());
    vm.type_error(format_args!(
        "descriptor '{name}' for '{owner}' objects doesn't apply to a '{got}' object"
    ))
}

fn class_method_get(vm: &mut Vm, value: Value, instance: Value, owner: Value) -> PyResult<Value> {
    let descriptor: Gc<MethodDescriptor> = cast(value);
    let class = match owner.cast::<Type>() {
        Some(class) => class,
        None => vm.type_of(instance),
    };
    if !class.is_subtype(descriptor.owner()) {
        let (name, owner, got) =
            (descriptor.def(vm).name(), descriptor.owner().name_text(), class.name_text());
        return Err(vm.type_error(format_args!(
            "descriptor '{name}' requires a subtype of '{owner}' but received '{got}'"
        )));
    }
    Ok(vm.new_native_function_numbered(descriptor.def, class.value(), Value::NONE, 0)?.value())
}

/// Calls a method descriptor: the first argument is the receiver.
pub fn call_method(vm: &mut Vm, value: Value, args: Args<'_>) -> PyResult<Value> {
    let descriptor: Gc<MethodDescriptor> = cast(value);
    let def = descriptor.def(vm);
    let owner = descriptor.owner();
    let Some(&receiver) = args.positionals().first() else {
        let (owner, name) = (owner.name_text(), def.name());
        return Err(
            vm.type_error(format_args!("unbound method {owner}.{name}() needs an argument"))
        );
    };
    if descriptor.is_class_method() {
        let fits = receiver.cast::<Type>().is_some_and(|class| class.is_subtype(owner));
        if !fits {
            return Err(wrong_receiver(vm, def.name(), owner, receiver));
        }
    } else if !vm.type_of(receiver).is_subtype(owner) {
        return Err(wrong_receiver(vm, def.name(), owner, receiver));
    }
    vm.call_native(def, None, args)
}

fn method_repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let descriptor: Gc<MethodDescriptor> = cast(value);
    let text = format!(
        "<method '{}' of '{}' objects>",
        descriptor.def(vm).name(),
        descriptor.owner().name_text()
    );
    Ok(vm.new_str(&text)?.value())
}

fn owner_qualname(owner: Gc<Type>, name: &str) -> String {
    let class =
        owner.qualname.get().cast::<Str>().map(|name| name.to_string_lossy()).unwrap_or_default();
    format!("{class}.{name}")
}

fn reduce_by_getattr(vm: &mut Vm, owner: Gc<Type>, name: &str) -> PyResult<Value> {
    let getattr = vm.builtin("getattr")?;
    let name = vm.intern(name)?;
    let args = vm.new_tuple(&[owner.value(), name.value()])?;
    Ok(vm.new_tuple(&[getattr, args.value()])?.value())
}

macro_rules! method_type {
    ($(#[doc = $doc:literal])* $NAME:ident $name:literal $get:expr) => {
        builtin_type! {
            $(#[doc = $doc])*
            pub static $NAME = $name("object") {
                kind kind::METHOD_DESCRIPTOR;
                slots { repr: method_repr, call: call_method, descr_get: $get }
                methods {
                    "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                        let descriptor: Gc<MethodDescriptor> = cast(value);
                        let name = descriptor.def(vm).name();
                        reduce_by_getattr(vm, descriptor.owner(), name)
                    };
                }
                getters {
                    "__name__" => |vm, value| Ok(vm.intern(cast::<MethodDescriptor>(value).def(vm).name())?.value());
                    "__qualname__" => |vm, value| {
                        let descriptor: Gc<MethodDescriptor> = cast(value);
                        let text = owner_qualname(descriptor.owner(), descriptor.def(vm).name());
                        Ok(vm.new_str(&text)?.value())
                    };
                    "__objclass__" => |_, value| Ok(cast::<MethodDescriptor>(value).owner().value());
                    "__doc__" => |vm, value| vm.native_doc(cast::<MethodDescriptor>(value).def(vm).doc);
                    "__text_signature__" => |vm, value| vm.native_text_signature(cast::<MethodDescriptor>(value).def(vm));
                }
            }
        }
    };
}

method_type! {
    /// A method of a built-in type.
    METHOD_DESCRIPTOR "method_descriptor" method_get
}
method_type! {
    /// A class method of a built-in type.
    CLASS_METHOD_DESCRIPTOR "classmethod_descriptor" class_method_get
}

// -- Special methods -------------------------------------------------------------------------------

fn slot_get(vm: &mut Vm, value: Value, instance: Value, _owner: Value) -> PyResult<Value> {
    if instance.is_unbound() {
        return Ok(value);
    }
    let wrapper: Gc<SlotWrapper> = cast(value);
    if !vm.type_of(instance).is_subtype(wrapper.owner()) {
        return Err(wrong_receiver(vm, wrapper.dunder().name.text(), wrapper.owner(), instance));
    }
    let bound = MethodWrapper {
        header: gc::Header::unset(),
        wrapper: GcField::new(Some(wrapper)),
        receiver: Field::new(instance),
    };
    Ok(vm.new_object(shape::METHOD_WRAPPER, bound)?.value())
}

/// Calls a slot wrapper: the first argument is the receiver.
pub fn call_slot(vm: &mut Vm, value: Value, args: Args<'_>) -> PyResult<Value> {
    let wrapper: Gc<SlotWrapper> = cast(value);
    let (owner, dunder) = (wrapper.owner(), wrapper.dunder());
    let Some(&receiver) = args.positionals().first() else {
        let (name, owner) = (dunder.name.text(), owner.name_text());
        return Err(vm.type_error(format_args!(
            "descriptor '{name}' of '{owner}' object needs an argument"
        )));
    };
    if !vm.type_of(receiver).is_subtype(owner) {
        let (name, owner, got) =
            (dunder.name.text(), owner.name_text(), vm.type_of(receiver).name_text());
        return Err(vm.type_error(format_args!(
            "descriptor '{name}' requires a '{owner}' object but received a '{got}'"
        )));
    }
    if let Some((least, most)) = dunder.arity {
        let count = args.values.len();
        if !args.names.is_empty() {
            let name = dunder.name.text();
            return Err(vm.type_error(format_args!("wrapper {name}() takes no keyword arguments")));
        }
        if count < least || count > most {
            let given = count - 1;
            let (least, most) = (least - 1, most - 1);
            return Err(if least == most {
                let plural = if least == 1 { "" } else { "s" };
                vm.type_error(format_args!("expected {least} argument{plural}, got {given}"))
            } else if given < least {
                vm.type_error(format_args!("expected at least {least} argument, got {given}"))
            } else {
                vm.type_error(format_args!("expected at most {most} arguments, got {given}"))
            });
        }
    }
    let slots = *vm.slots_of_type(owner);
    (dunder.call)(vm, &slots, args)
}

fn slot_repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let wrapper: Gc<SlotWrapper> = cast(value);
    let text = format!(
        "<slot wrapper '{}' of '{}' objects>",
        wrapper.dunder().name.text(),
        wrapper.owner().name_text()
    );
    Ok(vm.new_str(&text)?.value())
}

fn dunder_text_signature(vm: &mut Vm, dunder: &Dunder) -> PyResult<Value> {
    let open = dunder.signature.find('(').unwrap_or(0);
    let text = dunder.signature[open..].replacen("(self", "($self", 1);
    Ok(vm.new_str(&text)?.value())
}

builtin_type! {
    /// A special method of a built-in type.
    pub static SLOT_WRAPPER = "wrapper_descriptor"("object") {
        kind kind::SLOT_WRAPPER;
        slots { repr: slot_repr, call: call_slot, descr_get: slot_get }
        methods {
            "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                let wrapper: Gc<SlotWrapper> = cast(value);
                reduce_by_getattr(vm, wrapper.owner(), wrapper.dunder().name.text())
            };
        }
        getters {
            "__name__" => |vm, value| Ok(vm.name(cast::<SlotWrapper>(value).dunder().name).value());
            "__qualname__" => |vm, value| {
                let wrapper: Gc<SlotWrapper> = cast(value);
                Ok(vm.new_str(&owner_qualname(wrapper.owner(), wrapper.dunder().name.text()))?.value())
            };
            "__objclass__" => |_, value| Ok(cast::<SlotWrapper>(value).owner().value());
            "__doc__" => |vm, value| Ok(vm.new_str(cast::<SlotWrapper>(value).dunder().doc)?.value());
            "__text_signature__" => |vm, value| dunder_text_signature(vm, cast::<SlotWrapper>(value).dunder());
        }
    }
}

fn wrapper_call(vm: &mut Vm, value: Value, args: Args<'_>) -> PyResult<Value> {
    let (wrapper, receiver) = cast::<MethodWrapper>(value).parts();
    vm.call_with_first(wrapper.value(), receiver, args)
}

fn wrapper_repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let (wrapper, receiver) = cast::<MethodWrapper>(value).parts();
    let text = format!(
        "<method-wrapper '{}' of {} object at {:#x}>",
        wrapper.dunder().name.text(),
        vm.type_of(receiver).name_text(),
        vm.identity(receiver)
    );
    Ok(vm.new_str(&text)?.value())
}

fn wrapper_compare(_: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<MethodWrapper>(), right.cast::<MethodWrapper>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let ((wrapper_a, receiver_a), (wrapper_b, receiver_b)) = (a.parts(), b.parts());
    let equal = wrapper_a == wrapper_b && receiver_a == receiver_b;
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn wrapper_hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let (wrapper, receiver) = cast::<MethodWrapper>(value).parts();
    let (a, b) = (
        crate::object::hash::hash_identity(vm, wrapper.value())?,
        crate::object::hash::hash_identity(vm, receiver)?,
    );
    Ok(match a ^ b {
        -1 => -2,
        hash => hash,
    })
}

builtin_type! {
    /// A special method of a built-in type, bound to its receiver.
    pub static METHOD_WRAPPER = "method-wrapper"("object") {
        kind kind::METHOD_WRAPPER;
        slots { repr: wrapper_repr, call: wrapper_call, compare: wrapper_compare, hash: wrapper_hash }
        methods {
            "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                let (wrapper, receiver) = cast::<MethodWrapper>(value).parts();
                let getattr = vm.builtin("getattr")?;
                let name = vm.name(wrapper.dunder().name);
                let args = vm.new_tuple(&[receiver, name.value()])?;
                Ok::<Value, Raised>(vm.new_tuple(&[getattr, args.value()])?.value())
            };
        }
        getters {
            "__self__" => |_, value| Ok(cast::<MethodWrapper>(value).parts().1);
            "__name__" => |vm, value| Ok(vm.name(cast::<MethodWrapper>(value).parts().0.dunder().name).value());
            "__qualname__" => |vm, value| {
                let wrapper = cast::<MethodWrapper>(value).parts().0;
                Ok(vm.new_str(&owner_qualname(wrapper.owner(), wrapper.dunder().name.text()))?.value())
            };
            "__objclass__" => |_, value| Ok(cast::<MethodWrapper>(value).parts().0.owner().value());
            "__doc__" => |vm, value| Ok(vm.new_str(cast::<MethodWrapper>(value).parts().0.dunder().doc)?.value());
            "__text_signature__" => |vm, value| dunder_text_signature(vm, cast::<MethodWrapper>(value).parts().0.dunder());
        }
    }
}

// -- Computed attributes ---------------------------------------------------------------------------

fn getset_get(vm: &mut Vm, value: Value, instance: Value, _owner: Value) -> PyResult<Value> {
    if instance.is_unbound() {
        return Ok(value);
    }
    let descriptor: Gc<GetSetDescriptor> = cast(value);
    let def = descriptor.def(vm);
    if !vm.type_of(instance).is_subtype(descriptor.owner()) {
        return Err(wrong_receiver(vm, def.name, descriptor.owner(), instance));
    }
    (def.get)(vm, instance)
}

fn getset_set(vm: &mut Vm, value: Value, instance: Value, new: Value) -> PyResult<()> {
    let descriptor: Gc<GetSetDescriptor> = cast(value);
    let def = descriptor.def(vm);
    if !vm.type_of(instance).is_subtype(descriptor.owner()) {
        return Err(wrong_receiver(vm, def.name, descriptor.owner(), instance));
    }
    match def.set {
        Some(set) => set(vm, instance, new),
        None => {
            let (name, owner) = (def.name, descriptor.owner().name_text());
            let attribute = vm.intern(name)?;
            Err(vm.attribute_error(
                instance,
                attribute,
                format_args!("attribute '{name}' of '{owner}' objects is not writable"),
            ))
        }
    }
}

builtin_type! {
    /// An attribute computed by native functions.
    pub static GETSET_DESCRIPTOR = "getset_descriptor"("object") {
        kind kind::GETSET_DESCRIPTOR;
        slots {
            repr: |vm, value| {
                let descriptor: Gc<GetSetDescriptor> = cast(value);
                let text = format!("<attribute '{}' of '{}' objects>", descriptor.def(vm).name, descriptor.owner().name_text());
                Ok(vm.new_str(&text)?.value())
            },
            descr_get: getset_get,
            descr_set: getset_set
        }
        getters {
            "__name__" => |vm, value| Ok(vm.intern(cast::<GetSetDescriptor>(value).def(vm).name)?.value());
            "__qualname__" => |vm, value| {
                let descriptor: Gc<GetSetDescriptor> = cast(value);
                let text = owner_qualname(descriptor.owner(), descriptor.def(vm).name);
                Ok(vm.new_str(&text)?.value())
            };
            "__objclass__" => |_, value| Ok(cast::<GetSetDescriptor>(value).owner().value());
            "__doc__" => |vm, value| vm.native_doc(cast::<GetSetDescriptor>(value).def(vm).doc);
        }
    }
}

// -- Members of __slots__ --------------------------------------------------------------------------

fn member_get(vm: &mut Vm, value: Value, instance: Value, _owner: Value) -> PyResult<Value> {
    if instance.is_unbound() {
        return Ok(value);
    }
    let member: Gc<MemberDescriptor> = cast(value);
    if !vm.type_of(instance).is_subtype(member.owner()) {
        let name = member.name().to_string_lossy();
        return Err(wrong_receiver(vm, &name, member.owner(), instance));
    }
    match vm.read_place(instance, member.place).bound() {
        Some(value) => Ok(value),
        None => {
            let name = member.name();
            Err(vm.no_attribute(instance, name))
        }
    }
}

fn member_set(vm: &mut Vm, value: Value, instance: Value, new: Value) -> PyResult<()> {
    let member: Gc<MemberDescriptor> = cast(value);
    if !vm.type_of(instance).is_subtype(member.owner()) {
        let name = member.name().to_string_lossy();
        return Err(wrong_receiver(vm, &name, member.owner(), instance));
    }
    if new.is_unbound() && vm.read_place(instance, member.place).is_unbound() {
        let name = member.name();
        return Err(vm.attribute_error(instance, name, name.to_string_lossy()));
    }
    vm.write_place(instance, member.place, new)
}

builtin_type! {
    /// A member of `__slots__`.
    pub static MEMBER_DESCRIPTOR = "member_descriptor"("object") {
        kind kind::MEMBER_DESCRIPTOR;
        slots {
            repr: |vm, value| {
                let member: Gc<MemberDescriptor> = cast(value);
                let text = format!("<member '{}' of '{}' objects>", member.name().to_string_lossy(), member.owner().name_text());
                Ok(vm.new_str(&text)?.value())
            },
            descr_get: member_get,
            descr_set: member_set
        }
        methods {
            "__reduce__(self, /)" => |vm: &mut Vm, value: Value| {
                let member: Gc<MemberDescriptor> = cast(value);
                let name = member.name().to_string_lossy();
                reduce_by_getattr(vm, member.owner(), &name)
            };
        }
        getters {
            "__name__" => |_, value| Ok(cast::<MemberDescriptor>(value).name().value());
            "__qualname__" => |vm, value| {
                let member: Gc<MemberDescriptor> = cast(value);
                let text = owner_qualname(member.owner(), &member.name().to_string_lossy());
                Ok(vm.new_str(&text)?.value())
            };
            "__objclass__" => |_, value| Ok(cast::<MemberDescriptor>(value).owner().value());
            "__doc__" => |_, value| Ok(cast::<MemberDescriptor>(value).doc());
        }
    }
}
