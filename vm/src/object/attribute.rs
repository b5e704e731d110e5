//! Attribute lookup: descriptors, the object's own attributes, the class's.

use gc::{Gc, Value};

use super::Type;
use super::slots::GetAttrFn;
use crate::builtins::str::Str;
use crate::native::Args;
use crate::{Name, PyResult, Raised, Vm};

impl Vm {
    /// `object.name`, the name interned.
    #[inline]
    pub fn get_attribute(&mut self, object: Value, name: Gc<Str>) -> PyResult<Value> {
        match self.slots(object).get_attribute {
            Some(get) => get(self, object, name),
            None => generic_get_attribute(self, object, name),
        }
    }

    /// `object.name` of a well-known name.
    pub fn get_attribute_named(&mut self, object: Value, name: Name) -> PyResult<Value> {
        let name = self.name(name);
        self.get_attribute(object, name)
    }

    /// `object.name`, or `None` where that raises `AttributeError`.
    pub fn find_attribute(&mut self, object: Value, name: Gc<Str>) -> PyResult<Option<Value>> {
        match self.slots(object).get_attribute {
            // The usual function tells a missing attribute without making an exception.
            Some(get) if std::ptr::fn_addr_eq(get, generic_get_attribute as GetAttrFn) => {
                generic_find_attribute(self, object, name)
            }
            _ => match self.get_attribute(object, name) {
                Ok(value) => Ok(Some(value)),
                Err(raised) => {
                    let class = self.exceptions.AttributeError;
                    self.catch_if(raised, class)?;
                    Ok(None)
                }
            },
        }
    }

    /// As [`Vm::find_attribute`] for a well-known name.
    pub fn find_attribute_named(&mut self, object: Value, name: Name) -> PyResult<Option<Value>> {
        let name = self.name(name);
        self.find_attribute(object, name)
    }

    /// `object.name = value`, the name interned; an unbound value deletes.
    pub fn set_attribute(&mut self, object: Value, name: Gc<Str>, value: Value) -> PyResult<()> {
        match self.slots(object).set_attribute {
            Some(set) => set(self, object, name, value),
            None => generic_set_attribute(self, object, name, value),
        }
    }

    /// The attribute name `value`, interned; anything but a string raises `TypeError`.
    pub fn attribute_name(&mut self, value: Value) -> PyResult<Gc<Str>> {
        match value.cast::<Str>() {
            Some(name) => self.intern_str(name),
            None => {
                let class = self.type_of(value).name_text();
                Err(self.type_error(format_args!("attribute name must be string, not '{class}'")))
            }
        }
    }

    /// The special method `name` of `object`: looked up on its class and bound. `None` if it has none.
    pub fn special_method(&mut self, object: Value, name: Name) -> PyResult<Option<Value>> {
        let class = self.type_of(object);
        match self.lookup(class, self.name(name)) {
            Some(found) => self.bind(found, object, class).map(Some),
            None => Ok(None),
        }
    }

    /// Calls the special method `name` of `receiver`, looked up on its class. `None` if it has none.
    pub fn call_special(
        &mut self,
        receiver: Value,
        name: Name,
        args: &[Value],
    ) -> PyResult<Option<Value>> {
        let class = self.type_of(receiver);
        match self.lookup(class, self.name(name)) {
            Some(method) => self.call_bound(method, receiver, Args::positional(args)).map(Some),
            None => Ok(None),
        }
    }

    /// Calls the method `name` of `receiver` as `receiver.name(*args)` does.
    pub fn call_method(
        &mut self,
        receiver: Value,
        name: Gc<Str>,
        args: &[Value],
    ) -> PyResult<Value> {
        let function = self.get_attribute(receiver, name)?;
        self.call(function, Args::positional(args))
    }

    /// As [`Vm::call_method`] for a well-known name.
    pub fn call_method_named(
        &mut self,
        receiver: Value,
        name: Name,
        args: &[Value],
    ) -> PyResult<Value> {
        let name = self.name(name);
        self.call_method(receiver, name, args)
    }

    /// What `found` on `class` becomes as an attribute of `object`.
    pub fn bind(&mut self, found: Value, object: Value, class: Gc<Type>) -> PyResult<Value> {
        match self.slots(found).descr_get {
            Some(get) => get(self, found, object, class.value()),
            None => Ok(found),
        }
    }

    /// Raises the `AttributeError` of `object.name`, with the name and object it suggests from.
    #[cold]
    pub fn no_attribute(&mut self, object: Value, name: Gc<Str>) -> Raised {
        let text = name.to_string_lossy();
        let message = match object.cast::<Type>() {
            Some(class) => format!("type object '{}' has no attribute '{text}'", class.name_text()),
            None => {
                format!("'{}' object has no attribute '{text}'", self.type_of(object).name_text())
            }
        };
        self.attribute_error(object, name, message)
    }

    /// Raises `AttributeError` with `message` about `name` of `object`.
    #[cold]
    pub fn attribute_error(
        &mut self,
        object: Value,
        name: Gc<Str>,
        message: impl std::fmt::Display,
    ) -> Raised {
        crate::builtins::exceptions::attribute_error(self, object, name, &message.to_string())
    }
}

/// `object.__getattribute__`.
pub fn generic_get_attribute(vm: &mut Vm, object: Value, name: Gc<Str>) -> PyResult<Value> {
    match generic_find_attribute(vm, object, name)? {
        Some(value) => Ok(value),
        None => Err(vm.no_attribute(object, name)),
    }
}

/// `object.__getattribute__`, a missing attribute being `None`.
pub fn generic_find_attribute(
    vm: &mut Vm,
    object: Value,
    name: Gc<Str>,
) -> PyResult<Option<Value>> {
    let class = vm.type_of(object);
    let found = vm.lookup(class, name);
    if let Some(found) = found {
        let slots = vm.slots(found);
        if let (Some(get), Some(_)) = (slots.descr_get, slots.descr_set) {
            return get(vm, found, object, class.value()).map(Some);
        }
    }
    if let Some(value) = vm.own_attribute(object, name)? {
        return Ok(Some(value));
    }
    match found {
        Some(found) => vm.bind(found, object, class).map(Some),
        None => Ok(None),
    }
}

/// `object.__setattr__` and `object.__delattr__`.
pub fn generic_set_attribute(
    vm: &mut Vm,
    object: Value,
    name: Gc<Str>,
    value: Value,
) -> PyResult<()> {
    let class = vm.type_of(object);
    let found = vm.lookup(class, name);
    if let Some(found) = found
        && let Some(set) = vm.slots(found).descr_set
    {
        return set(vm, found, object, value);
    }
    let done = if value.is_unbound() {
        vm.delete_own_attribute(object, name)?
    } else {
        vm.set_own_attribute(object, name, value)?
    };
    if done {
        return Ok(());
    }
    let has_attributes = class.flags().contains(super::TypeFlags::HAS_DICT);
    if has_attributes {
        return Err(vm.no_attribute(object, name));
    }
    let (class, text) = (class.name_text(), name.to_string_lossy());
    Err(match found {
        Some(_) => vm.attribute_error(object, name, format_args!("'{class}' object attribute '{text}' is read-only")),
        None => vm.attribute_error(
            object,
            name,
            format_args!("'{class}' object has no attribute '{text}' and no __dict__ for setting new attributes"),
        ),
    })
}

/// The slot of classes whose `__getattribute__` or `__getattr__` is written in Python.
pub(super) fn python_get_attribute(vm: &mut Vm, object: Value, name: Gc<Str>) -> PyResult<Value> {
    let class = vm.type_of(object);
    let getattribute = vm.lookup(class, vm.name(Name::GetAttribute));
    let fallback = vm.lookup(class, vm.name(Name::GetAttr));
    let usual = getattribute.is_none_or(|method| method == vm.object_getattribute);
    if usual {
        match generic_find_attribute(vm, object, name) {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => {
                return match fallback {
                    Some(fallback) => {
                        vm.call_bound(fallback, object, Args::positional(&[name.value()]))
                    }
                    None => Err(vm.no_attribute(object, name)),
                };
            }
            Err(raised) => {
                let Some(fallback) = fallback else { return Err(raised) };
                let class = vm.exceptions.AttributeError;
                vm.catch_if(raised, class)?;
                return vm.call_bound(fallback, object, Args::positional(&[name.value()]));
            }
        }
    }
    let Some(getattribute) = getattribute else { return Err(vm.no_attribute(object, name)) };
    match vm.call_bound(getattribute, object, Args::positional(&[name.value()])) {
        Ok(value) => Ok(value),
        Err(raised) => {
            let Some(fallback) = fallback else { return Err(raised) };
            let class = vm.exceptions.AttributeError;
            vm.catch_if(raised, class)?;
            vm.call_bound(fallback, object, Args::positional(&[name.value()]))
        }
    }
}
