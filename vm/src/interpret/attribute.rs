//! Attribute access with inline caches (Deutsch & Schiffman, "Efficient implementation of the Smalltalk-80 system", 1984).
//!
//! A cache has five words. `key` packs the shape the object must have, what was found ([`Found`]) and an index, in 48
//! bits, so that the collector takes the word for a float. `holder` is the class whose `version` must not have
//! changed, `value` what was found. The last word is the attribute's name.

use gc::{Field, Gc, Value};

use crate::builtins::cell::Cell;
use crate::builtins::descriptors::{MemberDescriptor, MethodDescriptor};
use crate::builtins::dict::DictChange;
use crate::builtins::function::Function;
use crate::builtins::module::Module;
use crate::builtins::str::Str;
use crate::object::attribute::{
    generic_find_attribute, generic_get_attribute, generic_set_attribute,
};
use crate::object::shape::Mode;
use crate::object::slots::{GetAttrFn, SetAttrFn};
use crate::object::{Array, Instance, Type};
use crate::{Name, PyResult, Vm};

const KEY: usize = 0;
const HOLDER: usize = 1;
const VERSION: usize = 2;
const VALUE: usize = 3;
const NAME: usize = 4;

/// What a cache says was found.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Found {
    /// An inline attribute place of an [`Instance`].
    Inline = 1,
    /// An attribute place in its overflow array; the index counts the inline places of the object at hand too.
    Overflow = 2,
    /// `value`, in a class.
    Class = 3,
    /// The content of the cell `value`: the attribute of the module `holder`.
    Module = 4,
    /// `value`, an attribute of the class `holder` itself.
    OfClass = 5,
    /// The attribute is new: `index` is its inline place and `value` the new shape.
    Added = 6,
}

#[inline(always)]
fn pack(shape: u32, found: Found, index: u16) -> Value {
    Value::from_bits(u64::from(shape) | u64::from(index & 0xFFF) << 32 | (found as u64) << 44)
}

/// The name a cache is about.
#[inline(always)]
pub(super) fn name(cache: &[Field]) -> Gc<Str> {
    // SAFETY: `new_code` put an interned string there and nothing else is ever stored.
    unsafe { cache[NAME].get().cast_unchecked() }
}

/// `Some(key)` if the cache is for objects of the shape of `object`.
#[inline(always)]
fn matching(object: Value, cache: &[Field]) -> Option<(&'static gc::Header, u64)> {
    let header = object.as_header()?;
    let key = cache[KEY].get().bits();
    if key as u32 != header.shape() || key >> 48 != 0 {
        return None;
    }
    Some((header, key))
}

#[inline(always)]
fn holder_unchanged(cache: &[Field]) -> bool {
    // SAFETY: caches with a key that says so hold a class.
    let class: Gc<Type> = unsafe { cache[HOLDER].get().cast_unchecked() };
    u64::from(class.version.get()) == cache[VERSION].get().bits()
}

/// The attribute, if the cache knows it.
#[inline(always)]
pub(super) fn cached(object: Value, cache: &[Field]) -> Option<Value> {
    let (_, key) = matching(object, cache)?;
    let index = (key >> 32 & 0xFFF) as usize;
    match key >> 44 {
        found if found == Found::Inline as u64 => {
            if !holder_unchanged(cache) {
                return None;
            }
            // SAFETY: the shape belongs to a class whose instances are `Instance`s.
            let instance: Gc<Instance> = unsafe { object.cast_unchecked() };
            instance.inline().get(index)?.get().bound()
        }
        found if found == Found::Class as u64 => {
            if !holder_unchanged(cache) {
                return None;
            }
            Some(cache[VALUE].get())
        }
        found if found == Found::Overflow as u64 => {
            if !holder_unchanged(cache) {
                return None;
            }
            // SAFETY: as above.
            let instance: Gc<Instance> = unsafe { object.cast_unchecked() };
            let index = index.checked_sub(instance.inline().len())?;
            instance.overflow.get().cast::<Array>()?.values().get(index)?.bound()
        }
        found if found == Found::Module as u64 => {
            if cache[HOLDER].get() != object {
                return None;
            }
            // SAFETY: such caches hold a cell.
            unsafe { cache[VALUE].get().cast_unchecked::<Cell>() }.get().bound()
        }
        found if found == Found::OfClass as u64 => {
            if cache[HOLDER].get() != object || !holder_unchanged(cache) {
                return None;
            }
            Some(cache[VALUE].get())
        }
        _ => None,
    }
}

/// The method for a call, if the cache knows it: the function, to be called with `object` first.
#[inline(always)]
pub(super) fn cached_method(object: Value, cache: &[Field]) -> Option<Value> {
    let (_, key) = matching(object, cache)?;
    if key >> 44 == Found::Class as u64 && holder_unchanged(cache) {
        Some(cache[VALUE].get())
    } else {
        None
    }
}

/// Stores the attribute if the cache knows where; `false` if it does not.
#[inline(always)]
pub(super) fn store_cached(object: Value, value: Value, cache: &[Field]) -> bool {
    let Some((header, key)) = matching(object, cache) else { return false };
    if !holder_unchanged(cache) {
        return false;
    }
    let index = (key >> 32 & 0xFFF) as usize;
    // SAFETY: the shape belongs to a class whose instances are `Instance`s.
    let instance: Gc<Instance> = unsafe { object.cast_unchecked() };
    match key >> 44 {
        found if found == Found::Inline as u64 => match instance.inline().get(index) {
            Some(place) => {
                place.set(instance, value);
                true
            }
            None => false,
        },
        found if found == Found::Added as u64 => match instance.inline().get(index) {
            Some(place) => {
                place.set(instance, value);
                header.set_shape(cache[VALUE].get().bits() as u32);
                true
            }
            None => false,
        },
        found if found == Found::Overflow as u64 => {
            let Some(index) = index.checked_sub(instance.inline().len()) else { return false };
            match instance.overflow.get().cast::<Array>() {
                Some(array) if index < array.capacity() => {
                    crate::object::storage::ArrayExt::set(array, index, value);
                    true
                }
                _ => false,
            }
        }
        _ => false,
    }
}

/// The cache of the running code that `cache` is a view of, to be written.
fn fill(vm: &Vm, cache: &[Field], key: Value, holder: Value, version: u32, value: Value) {
    let Some(owner) = vm.interpreter.frames.last().and_then(|frame| frame.code.caches.get()) else {
        return;
    };
    // The key is written last only for readers' peace of mind: there is one thread.
    cache[HOLDER].set(owner, holder);
    cache[VERSION].set(owner, Value::from_bits(u64::from(version)));
    cache[VALUE].set(owner, value);
    cache[KEY].set(owner, key);
}

fn is_generic(get: Option<GetAttrFn>) -> bool {
    get.is_some_and(|get| std::ptr::fn_addr_eq(get, generic_get_attribute as GetAttrFn))
}

impl Vm {
    /// `object.name`, filling the cache.
    #[inline(never)]
    pub(super) fn load_attr(&mut self, object: Value, cache: &[Field]) -> PyResult<Value> {
        let name = name(cache);
        self.learn_attribute(object, name, cache);
        self.get_attribute(object, name)
    }

    fn learn_attribute(&mut self, object: Value, name: Gc<Str>, cache: &[Field]) {
        let Some(header) = object.as_header() else { return };
        let class = self.type_of(object);
        let shape = header.shape();
        if is_generic(self.slots_of_type(class).get_attribute) {
            let found = self.lookup(class, name);
            let version = class.version.get();
            if version == 0 {
                return;
            }
            if let Some(found) = found {
                if let Some(member) = found.cast::<MemberDescriptor>() {
                    if let Some(instance) = object.cast::<Instance>()
                        && usize::from(member.place()) < instance.inline().len()
                        && member.place() < 0xFFF
                        && class.is_subtype(member.owner())
                    {
                        fill(
                            self,
                            cache,
                            pack(shape, Found::Inline, member.place()),
                            class.value(),
                            version,
                            Value::NONE,
                        );
                    }
                    return;
                }
                let slots = self.slots(found);
                if slots.descr_get.is_some() && slots.descr_set.is_some() {
                    return;
                }
            }
            let info = self.shapes.get(shape);
            match info.mode {
                Mode::Dict => return,
                Mode::Shaped => {
                    if let Some(index) = info.index_of(name) {
                        self.learn_place(object, shape, index, class, cache);
                        return;
                    }
                }
                Mode::Fixed => {}
            }
            if let Some(found) = found
                && self.slots(found).descr_get.is_none()
            {
                fill(self, cache, pack(shape, Found::Class, 0), class.value(), version, found);
            }
            return;
        }
        if let Some(module) = object.cast::<Module>()
            && class == self.types.module
            && let Some(dict) = module.dict()
            && self.lookup(class, name).is_none()
            && let Some(cell) = dict.find_cell(self, name)
        {
            fill(self, cache, pack(shape, Found::Module, 0), object, 0, cell.value());
            return;
        }
        if let Some(subject) = object.cast::<Type>()
            && class == self.types.type_
            && self.lookup(class, name).is_none()
            && let Some(found) = self.lookup(subject, name)
        {
            // A function of a class is itself when read from the class.
            let is_plain = self.slots(found).descr_get.is_none() || found.is::<Function>();
            let version = subject.version.get();
            if is_plain && version != 0 {
                fill(self, cache, pack(shape, Found::OfClass, 0), object, version, found);
            }
        }
    }

    fn learn_place(&self, object: Value, shape: u32, index: u16, class: Gc<Type>, cache: &[Field]) {
        let Some(instance) = object.cast::<Instance>() else { return };
        let inline = instance.inline().len();
        let version = class.version.get();
        if index >= 0xFFF {
            return;
        }
        // Objects of one shape may differ in how much they hold inline: each access looks at what its object has.
        if usize::from(index) < inline {
            fill(
                self,
                cache,
                pack(shape, Found::Inline, index),
                class.value(),
                version,
                Value::NONE,
            );
        } else {
            fill(
                self,
                cache,
                pack(shape, Found::Overflow, index),
                class.value(),
                version,
                Value::NONE,
            );
        }
    }

    /// `object.name = value`, filling the cache.
    #[inline(never)]
    pub(super) fn store_attr(
        &mut self,
        object: Value,
        value: Value,
        cache: &[Field],
    ) -> PyResult<()> {
        let name = name(cache);
        let class = self.type_of(object);
        let generic = self
            .slots_of_type(class)
            .set_attribute
            .is_some_and(|set| std::ptr::fn_addr_eq(set, generic_set_attribute as SetAttrFn));
        if !generic || !object.is::<Instance>() {
            return self.set_attribute(object, name, value);
        }
        let before = object.as_header().map_or(0, |header| header.shape());
        let found = self.lookup(class, name);
        self.set_attribute(object, name, value)?;
        let version = class.version.get();
        let after = object.as_header().map_or(0, |header| header.shape());
        if version == 0 || self.type_of(object) != class {
            return Ok(());
        }
        if let Some(found) = found {
            if let Some(member) = found.cast::<MemberDescriptor>() {
                if let Some(instance) = object.cast::<Instance>()
                    && usize::from(member.place()) < instance.inline().len()
                    && class.is_subtype(member.owner())
                {
                    fill(
                        self,
                        cache,
                        pack(before, Found::Inline, member.place()),
                        class.value(),
                        version,
                        Value::NONE,
                    );
                }
                return Ok(());
            }
            if self.slots(found).descr_set.is_some() {
                return Ok(());
            }
        }
        let info = self.shapes.get(after);
        if info.mode != Mode::Shaped {
            return Ok(());
        }
        let Some(index) = info.index_of(name) else { return Ok(()) };
        if before == after {
            self.learn_place(object, after, index, class, cache);
        } else if info.added == Some((name, before)) && index < 0xFFF {
            let shape = Value::from_bits(u64::from(after));
            fill(self, cache, pack(before, Found::Added, index), class.value(), version, shape);
        }
        Ok(())
    }

    /// What to call for `object.name(…)`: the function and its receiver, or any callable and unbound.
    #[inline(never)]
    pub(super) fn load_method(
        &mut self,
        object: Value,
        cache: &[Field],
    ) -> PyResult<(Value, Value)> {
        let name = name(cache);
        let class = self.type_of(object);
        if is_generic(self.slots_of_type(class).get_attribute)
            && let Some(found) = self.lookup(class, name)
        {
            let is_method = found.is::<Function>()
                || found.cast::<MethodDescriptor>().is_some_and(|descriptor| {
                    !descriptor.is_class_method() && class.is_subtype(descriptor.owner())
                });
            if is_method && self.own_attribute(object, name)?.is_none() {
                if let Some(header) = object.as_header() {
                    let shape = header.shape();
                    let version = class.version.get();
                    let cacheable = self.shapes.get(shape).mode != Mode::Dict && version != 0;
                    if cacheable {
                        fill(
                            self,
                            cache,
                            pack(shape, Found::Class, 0),
                            class.value(),
                            version,
                            found,
                        );
                    }
                }
                return Ok((found, object));
            }
        }
        Ok((self.get_attribute(object, name)?, Value::UNBOUND))
    }

    /// `super().name` or `super(C, x).name`: `parts` are class, receiver and what is called `super` here.
    pub(super) fn load_super_attr(
        &mut self,
        parts: [Value; 3],
        name: Gc<Str>,
        bare: bool,
    ) -> PyResult<Value> {
        let (function, receiver) = self.load_super_method_or(parts, name, bare, false)?;
        debug_assert!(receiver.is_unbound());
        Ok(function)
    }

    /// As `load_super_attr`, for a call.
    pub(super) fn load_super_method(
        &mut self,
        parts: [Value; 3],
        name: Gc<Str>,
        bare: bool,
    ) -> PyResult<(Value, Value)> {
        self.load_super_method_or(parts, name, bare, true)
    }

    fn load_super_method_or(
        &mut self,
        parts: [Value; 3],
        name: Gc<Str>,
        bare: bool,
        for_call: bool,
    ) -> PyResult<(Value, Value)> {
        let [class, receiver, callable] = parts;
        if callable != self.types.super_.value() {
            let view = if bare {
                self.call_values(callable, &[])?
            } else {
                self.call_values(callable, &[class, receiver])?
            };
            return Ok((self.get_attribute(view, name)?, Value::UNBOUND));
        }
        let Some(class) = class.cast::<Type>() else {
            let got = self.type_of(class).name_text();
            return Err(if bare {
                self.runtime_error("super(): __class__ cell not found")
            } else {
                self.type_error(format_args!("super() argument 1 must be a type, not {got}"))
            });
        };
        let object_type = crate::builtins::super_type::check(self, class, receiver)?;
        if for_call
            && receiver != object_type.value()
            && let Some(found) =
                crate::builtins::super_type::lookup_behind(self, class, object_type, name)
            && found.is::<Function>()
        {
            return Ok((found, receiver));
        }
        if name != self.name(Name::Class)
            && let Some(found) =
                crate::builtins::super_type::find(self, class, object_type, receiver, name)?
        {
            return Ok((found, Value::UNBOUND));
        }
        // Attributes of the view itself, or the error that names it.
        let view = self.call_values(callable, &[class.value(), receiver])?;
        match generic_find_attribute(self, view, name)? {
            Some(found) => Ok((found, Value::UNBOUND)),
            None => {
                let text = name.to_string_lossy();
                Err(self.attribute_error(
                    view,
                    name,
                    format_args!("'super' object has no attribute '{text}'"),
                ))
            }
        }
    }

    /// The context manager method number `which` of `manager`, with its receiver.
    pub(super) fn load_special(&mut self, manager: Value, which: u8) -> PyResult<(Value, Value)> {
        let name = match which {
            0 => Name::Enter,
            1 => Name::Exit,
            2 => Name::AEnter,
            _ => Name::AExit,
        };
        let class = self.type_of(manager);
        if let Some(found) = self.lookup(class, self.name(name)) {
            if found.is::<Function>() {
                return Ok((found, manager));
            }
            return Ok((self.bind(found, manager, class)?, Value::UNBOUND));
        }
        let text = class.name_text();
        let is_async = which >= 2;
        let protocol = if is_async { "asynchronous context manager" } else { "context manager" };
        let missed = format!(" (missed {} method)", name.text());
        // An object of the other protocol gets a hint.
        let other = if is_async { (Name::Enter, Name::Exit) } else { (Name::AEnter, Name::AExit) };
        let has_other = self.lookup(class, self.name(other.0)).is_some()
            && self.lookup(class, self.name(other.1)).is_some();
        let hint = match (has_other, is_async) {
            (true, false) => {
                " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"
            }
            (true, true) => {
                " but it supports the context manager protocol. Did you mean to use 'with'?"
            }
            (false, _) => "",
        };
        Err(self.type_error(format_args!(
            "'{text}' object does not support the {protocol} protocol{missed}{hint}"
        )))
    }

    /// Calls an exit method with the parts of `exception`.
    pub(super) fn with_exit(
        &mut self,
        method: Value,
        receiver: Value,
        exception: Value,
    ) -> PyResult<Value> {
        let class = self.type_of(exception).value();
        let traceback = self.traceback_of(exception);
        if receiver.is_unbound() {
            self.call_values(method, &[class, exception, traceback])
        } else {
            self.call_values(method, &[receiver, class, exception, traceback])
        }
    }
}
