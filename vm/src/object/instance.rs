//! `Instance`: an object of a class written in Python, and where any object keeps its attributes.

use gc::{Field, Gc, HeapObject, Value};

use super::shape::Mode;
use super::{Array, ShapeId, Type, kind};
use crate::builtins::dict::Dict;
use crate::builtins::dict::DictChange;
use crate::builtins::str::Str;
use crate::object::storage::ArrayExt;
use crate::{PyResult, Vm};

gc::heap_struct! {
    /// An instance of a Python class. The first attributes lie inline (the header's sixteen bits say
    /// how many), the rest in `overflow`, an [`Array`]; in dict mode `overflow` is the dict.
    pub struct Instance(kind::INSTANCE, tail(|instance| instance.inline_count())) { pub(crate) overflow: Field }
}

crate::plain_kinds!(Instance);

impl Instance {
    /// How many attribute places lie inline.
    #[inline(always)]
    pub fn inline_count(&self) -> usize {
        self.header.aux() as usize
    }

    /// The inline attribute places.
    #[inline(always)]
    pub fn inline(&self) -> &[Field] {
        // SAFETY: allocated with `inline_count` fields behind the struct, all initialised.
        unsafe { std::slice::from_raw_parts(self.tail.as_ptr(), self.inline_count()) }
    }
}

/// Byte offset of the first inline attribute place of an [`Instance`].
pub const INLINE_OFFSET: usize = 16;
const _: () = assert!(size_of::<Instance>() == INLINE_OFFSET);

/// Most attribute places that an instance has inline.
pub const MAX_INLINE: u16 = 12;

impl Vm {
    /// A new instance of `class` (whose instances are plain [`Instance`]s), without attributes.
    #[inline]
    pub fn new_instance(&mut self, class: Gc<Type>) -> PyResult<Gc<Instance>> {
        let inline = class.inline_count();
        let size = INLINE_OFFSET + 8 * inline as usize;
        let header = self.allocate(size, kind::INSTANCE, class.root_shape(), inline)?;
        // SAFETY: fresh memory of `size` bytes; every place is initialised here.
        let instance = unsafe {
            let words = header.as_ptr().cast::<Value>();
            for index in 1..2 + inline as usize {
                words.add(index).write(Value::UNBOUND);
            }
            Gc::<Instance>::from_header(header)
        };
        self.register_new(class, instance.header())?;
        Ok(instance)
    }

    /// The word that leads to the attributes an object does not keep inline, if it can have any.
    #[inline]
    pub fn attribute_word(&self, object: Value) -> Option<&'static std::cell::Cell<Value>> {
        if let Some(instance) = object.cast::<Instance>() {
            // SAFETY: the field lives as long as the object (*non-moving*, *reachable*).
            return Some(unsafe { &*std::ptr::from_ref(instance.overflow.cell()) });
        }
        let header = object.as_header()?;
        if !header.has(gc::header::bits::EXTRA) {
            return None;
        }
        let info = &super::KINDS[header.kind().0 as usize];
        // SAFETY: *header* for `size`; EXTRA promises a `Value` behind it.
        unsafe {
            let base = std::ptr::from_ref(header);
            Some(&*base.cast::<u8>().add((info.size)(base)).cast())
        }
    }

    /// Attribute place `index` of an object in shaped or fixed mode; unbound when empty.
    #[inline]
    pub fn read_place(&self, object: Value, index: u16) -> Value {
        let mut index = index as usize;
        if let Some(instance) = object.cast::<Instance>() {
            let inline = instance.inline();
            if index < inline.len() {
                return inline[index].get();
            }
            index -= inline.len();
        }
        match self.attribute_word(object).and_then(|word| word.get().cast::<Array>()) {
            Some(array) if index < array.capacity() => array.get(index),
            _ => Value::UNBOUND,
        }
    }

    /// Stores to attribute place `index` of an object in shaped or fixed mode, making room.
    pub fn write_place(&mut self, object: Value, index: u16, value: Value) -> PyResult<()> {
        let mut index = index as usize;
        if let Some(instance) = object.cast::<Instance>() {
            let inline = instance.inline();
            if index < inline.len() {
                inline[index].set(instance, value);
                return Ok(());
            }
            index -= inline.len();
        }
        let Some(word) = self.attribute_word(object) else {
            return Err(self.system_error("the object has no attributes"));
        };
        let array = match word.get().cast::<Array>() {
            Some(array) if index < array.capacity() => array,
            old => {
                let array =
                    self.new_array((index + 1).next_power_of_two().max(4), Value::UNBOUND)?;
                if let Some(old) = old {
                    array.write(0, old.values());
                }
                word.set(array.value());
                self.barrier(object);
                array
            }
        };
        array.set(index, value);
        Ok(())
    }

    /// The write barrier for an object whose kind is not known statically.
    #[inline]
    pub fn barrier(&self, object: Value) {
        if let Some(header) = object.as_header() {
            // SAFETY: the barrier reads the header only.
            unsafe { Gc::<Array>::from_header(std::ptr::NonNull::from(header)) }.barrier();
        }
    }

    /// The object's attribute dict if it is in dict mode.
    pub fn dict_of(&self, object: Value) -> Option<Gc<Dict>> {
        let shape = self.shapes.get(object.as_header()?.shape());
        if shape.mode != Mode::Dict {
            return None;
        }
        if let Some(module) = object.cast::<crate::builtins::module::Module>() {
            return module.dict();
        }
        let word = self.attribute_word(object)?.get();
        match word.cast::<Array>() {
            // Objects whose `__slots__` members lie in the array keep the dict behind them.
            Some(array) => array.values().get(usize::from(shape.count))?.cast(),
            None => word.cast::<Dict>(),
        }
    }

    /// `object.__dict__`: moves the attributes to a dict, which is theirs from now on. `None` if objects of
    /// this class have no `__dict__`.
    pub fn materialize_dict(&mut self, object: Value) -> PyResult<Option<Gc<Dict>>> {
        if let Some(module) = object.cast::<crate::builtins::module::Module>() {
            return Ok(module.dict());
        }
        if let Some(dict) = self.dict_of(object) {
            return Ok(Some(dict));
        }
        let Some(header) = object.as_header() else { return Ok(None) };
        let id = header.shape();
        if self.shapes.get(id).mode == Mode::Fixed {
            return Ok(None);
        }
        let dict = self.new_dict()?;
        let names = self.shapes.get(id).names();
        for (name, index) in names {
            let value = self.read_place(object, index);
            if !value.is_unbound() {
                dict.set_name(self, name, value)?;
            }
        }
        self.adopt_dict(object, dict)?;
        Ok(Some(dict))
    }

    /// `object.__dict__ = dict`: `dict` holds the attributes from now on. Slots keep their places.
    pub fn adopt_dict(&mut self, object: Value, dict: Gc<Dict>) -> PyResult<()> {
        let Some(header) = object.as_header() else {
            return Err(self.system_error("the object has no attributes"));
        };
        if let Some(module) = object.cast::<crate::builtins::module::Module>() {
            crate::builtins::module::ModuleExt::set_dict(module, dict);
            return Ok(());
        }
        let shape = self.shapes.get(header.shape());
        let Some(class) = shape.class else {
            return Err(self.system_error("the object has no class"));
        };
        let Some(word) = self.attribute_word(object) else {
            return Err(self.system_error("the object has no attributes"));
        };
        let id = self.dict_shape(class);
        let slots = self.type_data[class.index()].slot_count;
        if slots > 0 && !object.is::<Instance>() {
            self.write_place(object, slots, dict.value())?;
        } else {
            word.set(dict.value());
            self.barrier(object);
        }
        header.set_shape(id);
        Ok(())
    }

    /// The shape of objects of `class` that keep their attributes in a dict.
    pub fn dict_shape(&mut self, class: Gc<Type>) -> ShapeId {
        let data = &self.type_data[class.index()];
        if data.dict_shape != super::shape::NONE {
            return data.dict_shape;
        }
        let id = self.shapes.new_root_with_slots(class, Mode::Dict, data.slot_count);
        self.type_data[class.index()].dict_shape = id;
        id
    }

    /// The object's own attribute `name` (interned): not its class's.
    pub fn own_attribute(&mut self, object: Value, name: Gc<Str>) -> PyResult<Option<Value>> {
        let Some(header) = object.as_header() else { return Ok(None) };
        let shape = self.shapes.get(header.shape());
        match shape.mode {
            Mode::Fixed => Ok(None),
            Mode::Shaped => {
                Ok(shape.index_of(name).and_then(|index| self.read_place(object, index).bound()))
            }
            Mode::Dict => match self.dict_of(object) {
                Some(dict) => dict.get_name(self, name),
                None => Ok(None),
            },
        }
    }

    /// Sets the object's own attribute `name` (interned). `false`: objects of this class have none.
    pub fn set_own_attribute(
        &mut self,
        object: Value,
        name: Gc<Str>,
        value: Value,
    ) -> PyResult<bool> {
        let Some(header) = object.as_header() else { return Ok(false) };
        let id = header.shape();
        let shape = self.shapes.get(id);
        match shape.mode {
            Mode::Fixed => Ok(false),
            Mode::Shaped => {
                if let Some(index) = shape.index_of(name) {
                    self.write_place(object, index, value)?;
                    return Ok(true);
                }
                let index = shape.count;
                let Some(class) = shape.class else { return Ok(false) };
                let data = &mut self.type_data[class.index()];
                match self.shapes.transition(id, name, &mut data.shape_count) {
                    Some(child) => {
                        self.write_place(object, index, value)?;
                        header.set_shape(child);
                        class.learn_inline_count(index + 1);
                    }
                    None => {
                        if let Some(dict) = self.materialize_dict(object)? {
                            dict.set_name(self, name, value)?;
                        }
                    }
                }
                Ok(true)
            }
            Mode::Dict => {
                if let Some(dict) = self.dict_of(object) {
                    dict.set_name(self, name, value)?;
                }
                Ok(true)
            }
        }
    }

    /// Deletes the object's own attribute `name` (interned); `false` if it has none of that name.
    pub fn delete_own_attribute(&mut self, object: Value, name: Gc<Str>) -> PyResult<bool> {
        if self.own_attribute(object, name)?.is_none() {
            return Ok(false);
        }
        // A hole in the shape would cost every later lookup; deleting attributes is rare.
        match self.materialize_dict(object)? {
            Some(dict) => Ok(dict.delete_name(self, name)?.is_some()),
            None => Ok(false),
        }
    }
}

const _: fn(&Instance) -> usize = <Instance as HeapObject>::size;
