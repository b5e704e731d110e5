//! `Type`: a class, built-in or written in Python.
//!
//! What Python can see lies in the heap object; function pointers and other host data lie in
//! [`TypeData`], in a table outside the heap that `Type::index` leads to.

use std::cell::Cell;

use gc::field::GcField;
use gc::{Field, Gc, Kind, Value};

use super::shape::{self, ShapeId};
use super::slots::DUNDERS;
use super::{Slots, instance, kind};
use crate::builtins::dict::Dict;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::native::TypeDef;
use crate::{Name, PyResult, Vm};

bitflags::bitflags! {
    /// What is true of a type. The numbers are CPython's `__flags__` where Python can see them.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct TypeFlags: u32 {
        /// Pattern matching takes instances for sequences.
        const SEQUENCE = 1 << 5;
        /// Pattern matching takes instances for mappings.
        const MAPPING = 1 << 6;
        /// Attributes cannot be set.
        const IMMUTABLE = 1 << 8;
        /// Made by a class statement or `type()`.
        const HEAP = 1 << 9;
        /// May be derived from.
        const BASE = 1 << 10;
        /// Functions of this type act as methods.
        const METHOD_DESCRIPTOR = 1 << 17;
        /// Has abstract methods left.
        const ABSTRACT = 1 << 20;
        /// Derived from `int`.
        const INT = 1 << 24;
        /// Derived from `list`.
        const LIST = 1 << 25;
        /// Derived from `tuple`.
        const TUPLE = 1 << 26;
        /// Derived from `bytes`.
        const BYTES = 1 << 27;
        /// Derived from `str`.
        const STR = 1 << 28;
        /// Derived from `dict`.
        const DICT = 1 << 29;
        /// Derived from `BaseException`.
        const EXCEPTION = 1 << 30;
        /// Derived from `type`.
        const TYPE = 1 << 31;
        /// Instances have a `__dict__`.
        const HAS_DICT = 1 << 0;
        /// Instances may be weakly referenced.
        const HAS_WEAKREF = 1 << 1;
        /// Instances have a `__del__`.
        const HAS_FINALIZER = 1 << 2;
        /// Cannot be instantiated by calling it.
        const NOT_CALLABLE = 1 << 7;
    }
}

gc::heap_struct! {
    /// A class.
    pub struct Type(kind::TYPE) {
        pub(crate) name: Field,
        pub(crate) qualname: Field,
        pub(crate) bases: Field,
        pub(crate) mro: Field,
        pub(crate) base: Field,
        pub(crate) dict: GcField<Dict>,
        /// A list of the weak references to direct subclasses.
        pub(crate) subclasses: Field,
        index: Cell<u32>,
        /// Changes with every change of the class or of a base; unique among all types, 0 when it has none yet.
        pub(crate) version: Cell<u32>,
        flags: Cell<u32>,
        root_shape: Cell<u32>,
        /// Inline attribute places of new instances, learnt from the first ones.
        inline: Cell<u16>,
        instance_kind: Cell<u8>,
    }
}

crate::plain_kinds!(Type);

/// What a type has outside the heap.
pub struct TypeData {
    /// The type itself.
    pub class: Option<Gc<Type>>,
    /// The special methods, own and inherited.
    pub slots: Slots,
    /// The table the type was made from, if it is built in.
    pub def: Option<&'static TypeDef>,
    /// How many shapes the class has.
    pub shape_count: u32,
    /// The shape of instances that keep their attributes in a dict, once there is one.
    pub dict_shape: ShapeId,
    /// Places taken by `__slots__` members.
    pub slot_count: u16,
    /// The names of the members the class itself adds, sorted.
    pub own_slot_names: Vec<String>,
    /// The names of all members by place.
    pub slot_names: Vec<String>,
}

impl TypeData {
    /// The data of a class that is still being made.
    pub(crate) fn new(class: Gc<Type>) -> TypeData {
        TypeData {
            class: Some(class),
            slots: Slots::default(),
            def: None,
            shape_count: 0,
            dict_shape: shape::NONE,
            slot_count: 0,
            own_slot_names: Vec::new(),
            slot_names: Vec::new(),
        }
    }
}

impl Type {
    /// A type object with nothing but its number and the shape of its instances; `complete` does the rest.
    pub(crate) fn unfinished(index: u32, root_shape: ShapeId) -> Type {
        let none = || Field::new(Value::NONE);
        Type {
            header: gc::Header::unset(),
            name: none(),
            qualname: none(),
            bases: none(),
            mro: none(),
            base: none(),
            dict: GcField::new(None),
            subclasses: none(),
            index: Cell::new(index),
            version: Cell::new(0),
            flags: Cell::new(0),
            root_shape: Cell::new(root_shape),
            inline: Cell::new(0),
            instance_kind: Cell::new(kind::INSTANCE.0),
        }
    }

    /// `__name__`.
    pub fn name(&self) -> Gc<Str> {
        // Set when the type is made, and `set_name` checks.
        self.name.get().cast().expect("a type's name is a string")
    }

    /// `__name__` as Rust text, for messages. For built-in types this is the last part only.
    pub fn name_text(&self) -> String {
        self.name().to_string_lossy()
    }

    /// `__mro__`.
    pub fn mro(&self) -> Gc<Tuple> {
        self.mro.get().cast().expect("a type's mro is a tuple")
    }

    /// `__bases__`.
    pub fn bases(&self) -> Gc<Tuple> {
        self.bases.get().cast().expect("a type's bases are a tuple")
    }

    /// `__base__`, none for `object`.
    pub fn base(&self) -> Option<Gc<Type>> {
        self.base.get().cast()
    }

    /// The class's own namespace.
    pub fn dict(&self) -> Gc<Dict> {
        self.dict.get().expect("a type has a dict")
    }

    /// Index into the machine's table of [`TypeData`].
    #[inline(always)]
    pub fn index(&self) -> usize {
        self.index.get() as usize
    }

    /// The flags.
    #[inline(always)]
    pub fn flags(&self) -> TypeFlags {
        TypeFlags::from_bits_retain(self.flags.get())
    }

    /// Sets the flags of `mask` to `on`.
    pub fn set_flags(&self, mask: TypeFlags, on: bool) {
        let mut flags = self.flags();
        flags.set(mask, on);
        self.flags.set(flags.bits());
    }

    /// The shape of a fresh instance.
    #[inline(always)]
    pub fn root_shape(&self) -> ShapeId {
        self.root_shape.get()
    }

    /// Which Rust struct instances are.
    #[inline(always)]
    pub fn instance_kind(&self) -> Kind {
        Kind(self.instance_kind.get())
    }

    /// Inline attribute places of a new instance.
    #[inline(always)]
    pub fn inline_count(&self) -> u16 {
        self.inline.get()
    }

    /// An instance has `count` attributes: later ones get at least as many places inline.
    pub(crate) fn learn_inline_count(&self, count: u16) {
        if count > self.inline.get() && count <= instance::MAX_INLINE {
            self.inline.set(count);
        }
    }

    /// Is this `base` or derived from it (by mro)?
    #[inline]
    pub fn is_subtype(&self, base: Gc<Type>) -> bool {
        std::ptr::eq(self, &raw const *base)
            || self.mro.get().cast::<Tuple>().is_some_and(|mro| mro.items().contains(&base.value()))
    }

    /// Made by a class statement or `type()`.
    #[inline(always)]
    pub fn is_heap_type(&self) -> bool {
        self.flags().contains(TypeFlags::HEAP)
    }

    /// Do instances have a `__del__`?
    #[inline(always)]
    pub fn has_finalizer(&self) -> bool {
        self.flags.get() & TypeFlags::HAS_FINALIZER.bits() != 0
    }
}

/// Completing a type, which needs its own address.
pub(crate) trait Complete {
    /// Fills in what [`Type::unfinished`] left open.
    fn complete(
        self,
        name: Gc<Str>,
        bases: Gc<Tuple>,
        base: Option<Gc<Type>>,
        flags: TypeFlags,
        instance_kind: Kind,
        dict: Gc<Dict>,
    );
}

impl Complete for Gc<Type> {
    fn complete(
        self,
        name: Gc<Str>,
        bases: Gc<Tuple>,
        base: Option<Gc<Type>>,
        flags: TypeFlags,
        instance_kind: Kind,
        dict: Gc<Dict>,
    ) {
        self.name.set(self, name.value());
        self.qualname.set(self, name.value());
        self.bases.set(self, bases.value());
        self.base.set(self, base.map_or(Value::NONE, Gc::value));
        self.flags.set(flags.bits());
        self.instance_kind.set(instance_kind.0);
        self.dict.set(self, Some(dict));
    }
}

/// What needs the type's own address.
impl Vm {
    /// A new type object with everything but its dict's content; the caller completes it.
    #[allow(clippy::too_many_arguments, reason = "a type is made in one go")]
    pub(crate) fn allocate_type(
        &mut self,
        metatype_shape: ShapeId,
        name: Gc<Str>,
        bases: Gc<Tuple>,
        base: Option<Gc<Type>>,
        flags: TypeFlags,
        instance_kind: Kind,
        dict: Gc<Dict>,
        with_extra: bool,
    ) -> PyResult<Gc<Type>> {
        let index = u32::try_from(self.type_data.len()).unwrap_or(u32::MAX);
        let class = Type::unfinished(index, shape::NONE);
        let result = if with_extra {
            self.heap.allocate_struct_extra(metatype_shape, class)
        } else {
            self.heap.allocate_struct(metatype_shape, class)
        };
        let class = self.or_memory_error(result)?;
        class.complete(name, bases, base, flags, instance_kind, dict);
        self.type_data.push(Box::new(TypeData::new(class)));
        Ok(class)
    }

    /// Gives `class` the root shape of its instances: `slot_count` places for `__slots__`, and attributes if its
    /// instances have a dict.
    pub(crate) fn set_root_shape(&mut self, class: Gc<Type>, slot_count: u16) {
        let mode = crate::bootstrap::mode_of(
            class.instance_kind(),
            class.flags().contains(TypeFlags::HAS_DICT),
        );
        let id = self.shapes.new_root_with_slots(class, mode, slot_count);
        self.type_data[class.index()].slot_count = slot_count;
        class.root_shape.set(id);
        if class.instance_kind() == kind::INSTANCE {
            class.inline.set(slot_count);
        }
    }

    /// The class of `value`.
    #[inline]
    pub fn type_of(&self, value: Value) -> Gc<Type> {
        if let Some(header) = value.as_header() {
            if let Some(class) = self.shapes.get(header.shape()).class {
                return class;
            }
            return self.types.object;
        }
        if value.is_small() {
            self.types.int
        } else if value.is_f64() {
            self.types.float
        } else if value.is_bool() {
            self.types.bool
        } else if value.is_none() {
            self.types.none_type
        } else if value == Value::ELLIPSIS {
            self.types.ellipsis
        } else if value == Value::NOT_IMPLEMENTED {
            self.types.not_implemented
        } else {
            self.types.object
        }
    }

    /// The special methods of `value`'s class.
    #[inline]
    pub fn slots(&self, value: Value) -> &Slots {
        self.slots_of_type(self.type_of(value))
    }

    /// The special methods of `class`.
    #[inline]
    pub fn slots_of_type(&self, class: Gc<Type>) -> &Slots {
        &self.type_data[class.index()].slots
    }

    /// The attribute `name` (interned) of `class` or of the first base that has it, unbound by any
    /// descriptor. Runs no Python code.
    #[inline]
    pub fn lookup(&self, class: Gc<Type>, name: Gc<Str>) -> Option<Value> {
        let version = class.version.get();
        let slot = &self.method_cache[cache_index(version, name)];
        if version != 0
            && let (cached_version, cached_name, value) = slot.get()
            && cached_version == version
            && cached_name == name.value()
        {
            return value.bound();
        }
        self.lookup_uncached(class, name)
    }

    #[inline(never)]
    fn lookup_uncached(&self, class: Gc<Type>, name: Gc<Str>) -> Option<Value> {
        let mut found = Value::UNBOUND;
        match class.mro.get().cast::<Tuple>() {
            Some(mro) => {
                for &base in mro.items() {
                    if let Some(base) = base.cast::<Type>()
                        && let Some(value) = base.dict().find_interned(self, name)
                    {
                        found = value;
                        break;
                    }
                }
            }
            // The type is still being made.
            None => found = class.dict().find_interned(self, name).unwrap_or(Value::UNBOUND),
        }
        if class.version.get() == 0 {
            let version = self.next_type_version.get();
            if version == u32::MAX {
                return found.bound();
            }
            self.next_type_version.set(version + 1);
            class.version.set(version);
        }
        let version = class.version.get();
        self.method_cache[cache_index(version, name)].set((version, name.value(), found));
        found.bound()
    }

    /// As [`Vm::lookup`], with the class that has it.
    pub fn lookup_with_owner(&self, class: Gc<Type>, name: Gc<Str>) -> Option<(Value, Gc<Type>)> {
        for &base in class.mro().items() {
            if let Some(base) = base.cast::<Type>()
                && let Some(value) = base.dict().find_interned(self, name)
            {
                return Some((value, base));
            }
        }
        None
    }

    /// The namespace or the bases of `class` changed: forgets what was cached of it and its subclasses, and
    /// fills its slots anew. `name` is what changed, or `None` for everything.
    pub fn type_changed(&mut self, class: Gc<Type>, name: Option<Gc<Str>>) {
        class.version.set(0);
        let is_special = name.is_none_or(|name| name.starts_with_dunder());
        if is_special {
            self.fill_slots(class);
        }
        for subclass in self.direct_subclasses(class) {
            self.type_changed(subclass, name);
        }
    }

    /// Fills the slots of `class` from what its mro holds.
    pub fn fill_slots(&mut self, class: Gc<Type>) {
        let mut slots = Slots::default();
        if let Some(def) = self.type_data[class.index()].def {
            // A built-in type: its own functions, over its base's.
            if let Some(base) = class.base() {
                slots = *self.slots_of_type(base);
                if def.slots.compare.is_some() && def.slots.hash.is_none() {
                    slots.hash = None;
                }
            }
            slots.fill_from(&def.slots);
            if slots.hash.is_none() {
                slots.hash = Some(crate::object::hash::not_hashable);
            }
        } else {
            let mut trampolines = Vec::new();
            for dunder in DUNDERS {
                let Some(value) = self.lookup(class, self.name(dunder.name)) else { continue };
                match value.cast::<crate::builtins::descriptors::SlotWrapper>() {
                    // The function of a foreign type's slot would not know these instances.
                    Some(wrapper) if class.is_subtype(wrapper.owner()) => {
                        let owner = wrapper.owner();
                        // `__add__` of a sequence fills `concat`, that of a number `add`: the wrapper's
                        // row decides, not the name.
                        let row = wrapper.dunder();
                        if std::ptr::eq(row, dunder) {
                            (dunder.copy)(&self.type_data[owner.index()].slots, &mut slots);
                        } else if row.name != dunder.name {
                            // `__str__ = int.__repr__`
                            trampolines.push(dunder);
                        }
                    }
                    _ => trampolines.push(dunder),
                }
            }
            for dunder in trampolines {
                (dunder.trampoline)(&mut slots);
            }
            let new = self.lookup_with_owner(class, self.name(Name::New));
            slots.new = match new {
                Some((value, owner))
                    if value.is::<crate::builtins::native_function::NativeFunction>() =>
                {
                    self.type_data[owner.index()].slots.new
                }
                Some(_) => Some(super::slots::Maker::Python),
                None => None,
            };
        }
        class.set_flags(TypeFlags::HAS_FINALIZER, slots.finalize.is_some() && class.is_heap_type());
        self.type_data[class.index()].slots = slots;
    }

    /// The direct subclasses alive.
    pub fn direct_subclasses(&self, class: Gc<Type>) -> Vec<Gc<Type>> {
        match class.subclasses.get().cast::<crate::builtins::list::List>() {
            Some(list) => list.items().iter().filter_map(|value| value.cast::<Type>()).collect(),
            None => Vec::new(),
        }
    }
}

/// Entries of the machine-wide cache of class lookups.
pub const METHOD_CACHE_SIZE: usize = 4096;

#[inline(always)]
fn cache_index(version: u32, name: Gc<Str>) -> usize {
    (version as usize ^ (name.as_ptr() as usize >> 4)) & (METHOD_CACHE_SIZE - 1)
}
