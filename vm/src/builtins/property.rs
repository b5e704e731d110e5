//! `property`, `classmethod`, `staticmethod`.

use gc::{Field, Gc, Value};

use crate::native::{Args, Keywords, Rest};
use crate::object::{Type, kind};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A property.
    pub struct Property(kind::PROPERTY) {
        getter: Field,
        setter: Field,
        deleter: Field,
        doc: Field,
        name: Field,
    }
}

gc::heap_struct! {
    /// A class method or static method; which, its class says.
    pub struct WrappedMethod(kind::WRAPPED_METHOD) { function: Field }
}

crate::plain_kinds!(Property, WrappedMethod);

impl WrappedMethod {
    /// The function inside.
    pub fn function(&self) -> Value {
        self.function.get()
    }
}

impl Property {
    /// `fget`.
    pub fn getter(&self) -> Value {
        self.getter.get()
    }
}

fn property(value: Value) -> Gc<Property> {
    value.cast().expect("the receiver was checked")
}

fn property_new(
    vm: &mut Vm,
    class: Gc<Type>,
    _args: Rest,
    _kwargs: Keywords,
) -> PyResult<Gc<Property>> {
    let none = || Field::new(Value::NONE);
    vm.new_object_of(
        class,
        Property {
            header: gc::Header::unset(),
            getter: none(),
            setter: none(),
            deleter: none(),
            doc: none(),
            name: Field::new(Value::UNBOUND),
        },
    )
}

fn property_init(
    vm: &mut Vm,
    this: Value,
    getter: Value,
    setter: Value,
    deleter: Value,
    doc: Value,
) -> PyResult<()> {
    let object = property(this);
    object.getter.set(object, getter);
    object.setter.set(object, setter);
    object.deleter.set(object, deleter);
    let mut doc = doc;
    if doc.is_none() && !getter.is_none() {
        doc = vm.find_attribute_named(getter, Name::Doc)?.unwrap_or(Value::NONE);
    }
    if vm.type_of(this) != vm.types.property && !doc.is_none() {
        // A subclass shows its own docstring unless the instance has one.
        let name = vm.name(Name::Doc);
        vm.set_own_attribute(this, name, doc)?;
    }
    object.doc.set(object, doc);
    Ok(())
}

fn property_name(vm: &mut Vm, object: Gc<Property>) -> PyResult<Option<Value>> {
    if let Some(name) = object.name.get().bound() {
        return Ok(Some(name));
    }
    let getter = object.getter.get();
    if getter.is_none() { Ok(None) } else { vm.find_attribute_named(getter, Name::NameDunder) }
}

#[cold]
fn inaccessible(
    vm: &mut Vm,
    object: Gc<Property>,
    instance: Value,
    what: &str,
) -> PyResult<crate::Raised> {
    let name = match property_name(vm, object)? {
        Some(name) => format!(" {}", vm.repr_text(name)?),
        None => String::new(),
    };
    let class = vm.type_of(instance).qualname.get();
    let class = vm.repr_text(class)?;
    let attribute_error = vm.exceptions.AttributeError;
    Ok(vm
        .raise_new(attribute_error, format_args!("property{name} of {class} object has no {what}")))
}

fn property_get(vm: &mut Vm, this: Value, instance: Value, _owner: Value) -> PyResult<Value> {
    if instance.is_unbound() {
        return Ok(this);
    }
    let object = property(this);
    let getter = object.getter.get();
    if getter.is_none() {
        return Err(inaccessible(vm, object, instance, "getter")?);
    }
    vm.call_values(getter, &[instance])
}

fn property_set(vm: &mut Vm, this: Value, instance: Value, value: Value) -> PyResult<()> {
    let object = property(this);
    let (function, what) = if value.is_unbound() {
        (object.deleter.get(), "deleter")
    } else {
        (object.setter.get(), "setter")
    };
    if function.is_none() {
        return Err(inaccessible(vm, object, instance, what)?);
    }
    if value.is_unbound() {
        vm.call_values(function, &[instance])?;
    } else {
        vm.call_values(function, &[instance, value])?;
    }
    Ok(())
}

/// A copy of the property with one function replaced, made by its own class.
fn property_copy(vm: &mut Vm, this: Value, replace: impl Fn(&mut [Value; 3])) -> PyResult<Value> {
    let object = property(this);
    let mut functions = [object.getter.get(), object.setter.get(), object.deleter.get()];
    let old_getter = functions[0];
    replace(&mut functions);
    // A docstring that came from the getter comes from the new getter again.
    let from_getter =
        if old_getter.is_none() { None } else { vm.find_attribute_named(old_getter, Name::Doc)? };
    let doc = if from_getter == Some(object.doc.get()) { Value::NONE } else { object.doc.get() };
    let class = vm.type_of(this);
    let [getter, setter, deleter] = functions;
    let copy = vm.call_values(class.value(), &[getter, setter, deleter, doc])?;
    if let Some(copy) = copy.cast::<Property>() {
        copy.name.set(copy, object.name.get());
    }
    Ok(copy)
}

fn is_abstract(vm: &mut Vm, value: Value) -> PyResult<bool> {
    if value.is_none() {
        return Ok(false);
    }
    match vm.find_attribute_named(value, Name::IsAbstractMethod)? {
        Some(truth) => vm.is_true(truth),
        None => Ok(false),
    }
}

builtin_type! {
    /// Property attribute.
    ///
    ///   fget
    ///     function to be used for getting an attribute value
    ///   fset
    ///     function to be used for setting an attribute value
    ///   fdel
    ///     function to be used for del'ing an attribute
    ///   doc
    ///     docstring
    ///
    /// Typical use is to define a managed attribute x:
    ///
    /// class C(object):
    ///     def getx(self): return self._x
    ///     def setx(self, value): self._x = value
    ///     def delx(self): del self._x
    ///     x = property(getx, setx, delx, "I'm the 'x' property.")
    ///
    /// Decorators make defining new properties or modifying existing ones easy:
    ///
    /// class C(object):
    ///     @property
    ///     def x(self):
    ///         "I am the 'x' property."
    ///         return self._x
    ///     @x.setter
    ///     def x(self, value):
    ///         self._x = value
    ///     @x.deleter
    ///     def x(self):
    ///         del self._x
    pub static PROPERTY = "property"("object") {
        kind kind::PROPERTY;
        traits { is_base }
        slots { descr_get: property_get, descr_set: property_set }
        new "property(cls, *args, **kwargs)" => property_new;
        init "property(self, fget=None, fset=None, fdel=None, doc=None)" => property_init;
        methods {
            /// Descriptor to obtain a copy of the property with a different getter.
            "getter(self, object, /)" => |vm: &mut Vm, this: Value, function: Value| property_copy(vm, this, |all| all[0] = function);
            /// Descriptor to obtain a copy of the property with a different setter.
            "setter(self, object, /)" => |vm: &mut Vm, this: Value, function: Value| property_copy(vm, this, |all| all[1] = function);
            /// Descriptor to obtain a copy of the property with a different deleter.
            "deleter(self, object, /)" => |vm: &mut Vm, this: Value, function: Value| property_copy(vm, this, |all| all[2] = function);
            /// Method to set name of a property.
            "__set_name__(self, owner, name, /)" => |_: &mut Vm, this: Value, _owner: Value, name: Value| {
                let object = property(this);
                object.name.set(object, name);
            };
        }
        getters {
            "fget" => |_, this| Ok(property(this).getter.get());
            "fset" => |_, this| Ok(property(this).setter.get());
            "fdel" => |_, this| Ok(property(this).deleter.get());
            "__doc__" => |_, this| Ok(property(this).doc.get()), |_, this, doc| {
                property(this).doc.set(property(this), doc.bound().unwrap_or(Value::NONE));
                Ok(())
            };
            "__name__" => |vm, this| match property_name(vm, property(this))? {
                Some(name) => Ok(name),
                None => { let name = vm.name(Name::NameDunder); Err(vm.no_attribute(this, name)) }
            }, |_, this, name| {
                property(this).name.set(property(this), name);
                Ok(())
            };
            "__isabstractmethod__" => |vm, this| {
                let object = property(this);
                for function in [object.getter.get(), object.setter.get(), object.deleter.get()] {
                    if is_abstract(vm, function)? {
                        return Ok(Value::TRUE);
                    }
                }
                Ok(Value::FALSE)
            };
        }
    }
}

// -- classmethod, staticmethod ---------------------------------------------------------------------

fn wrapped(value: Value) -> Gc<WrappedMethod> {
    value.cast().expect("the receiver was checked")
}

fn wrapped_new(
    vm: &mut Vm,
    class: Gc<Type>,
    _args: Rest,
    _kwargs: Keywords,
) -> PyResult<Gc<WrappedMethod>> {
    vm.new_object_of(
        class,
        WrappedMethod { header: gc::Header::unset(), function: Field::new(Value::NONE) },
    )
}

/// Copies what identifies the function, as `functools.wraps` does.
fn wrapped_init(vm: &mut Vm, this: Value, function: Value) -> PyResult<()> {
    let object = wrapped(this);
    object.function.set(object, function);
    for name in [Name::Module, Name::NameDunder, Name::QualName, Name::Doc] {
        if let Some(value) = vm.find_attribute_named(function, name)? {
            let name = vm.name(name);
            vm.set_own_attribute(this, name, value)?;
        }
    }
    Ok(())
}

impl Vm {
    /// `staticmethod(function)`.
    pub fn new_static_method(&mut self, function: Value) -> PyResult<Value> {
        let class = self.types.static_method;
        let object = self.new_wrapped(class, function)?;
        Ok(object.value())
    }

    /// `classmethod(function)`.
    pub fn new_class_method(&mut self, function: Value) -> PyResult<Value> {
        let class = self.types.class_method;
        let object = self.new_wrapped(class, function)?;
        Ok(object.value())
    }

    fn new_wrapped(&mut self, class: Gc<Type>, function: Value) -> PyResult<Gc<WrappedMethod>> {
        let object = WrappedMethod { header: gc::Header::unset(), function: Field::new(function) };
        let result = self.heap.allocate_struct_extra(class.root_shape(), object);
        self.or_memory_error(result)
    }
}

fn wrapped_repr(vm: &mut Vm, this: Value) -> PyResult<Value> {
    let function = vm.repr_text(wrapped(this).function())?;
    let class = vm.type_of(this).name_text();
    Ok(vm.new_str(&format!("<{class}({function})>"))?.value())
}

fn class_method_get(vm: &mut Vm, this: Value, instance: Value, owner: Value) -> PyResult<Value> {
    let class =
        if owner.is_unbound() || owner.is_none() { vm.type_of(instance).value() } else { owner };
    let function = wrapped(this).function();
    Ok(vm.new_bound_method(function, class)?.value())
}

fn wrapped_annotations(vm: &mut Vm, this: Value, name: Name) -> PyResult<Value> {
    let key = vm.name(name);
    if let Some(value) = vm.own_attribute(this, key)? {
        return Ok(value);
    }
    let function = wrapped(this).function();
    vm.get_attribute_named(function, name)
}

macro_rules! wrapped_type {
    ($(#[doc = $doc:literal])* $NAME:ident $name:literal $signature:literal $init:literal { $($slots:tt)* }) => {
        builtin_type! {
            $(#[doc = $doc])*
            pub static $NAME = $name("object") {
                kind kind::WRAPPED_METHOD;
                traits { is_base, has_dict }
                slots { repr: wrapped_repr, $($slots)* }
                new $signature => wrapped_new;
                init $init => wrapped_init;
                getters {
                    "__func__" => |_, this| Ok(wrapped(this).function());
                    "__wrapped__" => |_, this| Ok(wrapped(this).function());
                    "__isabstractmethod__" => |vm, this| Ok(Value::from_bool(is_abstract(vm, wrapped(this).function())?));
                    "__annotations__" => |vm, this| wrapped_annotations(vm, this, Name::Annotations), |vm, this, value| {
                        let key = vm.name(Name::Annotations);
                        vm.set_own_attribute(this, key, value)?;
                        Ok(())
                    };
                    "__annotate__" => |vm, this| wrapped_annotations(vm, this, Name::Annotate), |vm, this, value| {
                        let key = vm.name(Name::Annotate);
                        vm.set_own_attribute(this, key, value)?;
                        Ok(())
                    };
                }
            }
        }
    };
}

wrapped_type! {
    /// Convert a function to be a class method.
    ///
    /// A class method receives the class as implicit first argument,
    /// just like an instance method receives the instance.
    /// To declare a class method, use this idiom:
    ///
    ///   class C:
    ///       @classmethod
    ///       def f(cls, arg1, arg2, argN):
    ///           ...
    ///
    /// It can be called either on the class (e.g. C.f()) or on an instance
    /// (e.g. C().f()).  The instance is ignored except for its class.
    CLASS_METHOD "classmethod" "classmethod(cls, *args, **kwargs)" "classmethod(self, function, /)" { descr_get: class_method_get }
}

wrapped_type! {
    /// Convert a function to be a static method.
    ///
    /// A static method does not receive an implicit first argument.
    /// To declare a static method, use this idiom:
    ///
    ///      class C:
    ///          @staticmethod
    ///          def f(arg1, arg2, argN):
    ///              ...
    ///
    /// It can be called either on the class (e.g. C.f()) or on an instance
    /// (e.g. C().f()). Both the class and the instance are ignored, and
    /// neither is passed implicitly as the first argument to the method.
    STATIC_METHOD "staticmethod" "staticmethod(cls, *args, **kwargs)" "staticmethod(self, function, /)" {
        descr_get: |_, this, _, _| Ok(wrapped(this).function()),
        call: |vm: &mut Vm, this: Value, args: Args<'_>| { let function = wrapped(this).function(); vm.call(function, args) }
    }
}
