//! Making a machine: the heap, the types, the exceptions, the module `builtins`.

use std::cell::Cell;

use capabilities::Host;
use gc::{Gc, Heap, HeapObject, HeapOptions, TempVec, Value};

use crate::builtins::dict::Dict;
use crate::builtins::dict::DictChange;
use crate::builtins::exceptions::Exceptions;
use crate::builtins::str::Interner;
use crate::builtins::{TYPE_DEFS, Types};
use crate::interpret::Interpreter;
use crate::native::{GetSetDef, ModuleDef, TypeDef};
use crate::object::shape::{FIRST_TYPE, Mode};
use crate::object::slots::{DUNDERS, Maker};
use crate::object::type_object::Complete;
use crate::object::type_object::METHOD_CACHE_SIZE;
use crate::object::{KINDS, Shapes, Type, TypeFlags, kind};
use crate::{Name, PyResult, Vm};

/// How a machine is set up.
#[derive(Clone)]
pub struct VmOptions {
    /// The heap.
    pub heap: HeapOptions,
    /// Bytes of native stack that the machine may use below the frame that enters it ([`Vm::enter`]).
    pub native_stack: usize,
    /// `-O` (1) and `-OO` (2).
    pub optimize: u8,
    /// The files of the frozen standard library.
    pub frozen: fn(&str) -> Option<Vec<u8>>,
    /// Those of them that count as built in (`sys.builtin_module_names`).
    pub frozen_builtins: &'static [&'static str],
}

impl Default for VmOptions {
    fn default() -> VmOptions {
        VmOptions {
            heap: HeapOptions::default(),
            native_stack: 4 << 20,
            optimize: 0,
            frozen: |_| None,
            frozen_builtins: &[],
        }
    }
}

/// Something that stands where an object will be until the objects of that kind can be made.
fn stand_in<T: HeapObject>(class: Gc<Type>) -> Gc<T> {
    // SAFETY: of the wrong kind on purpose; every place that holds one is overwritten by `Vm::new`
    // before anything reads it, and no safepoint is reached until then.
    unsafe { Gc::from_header(std::ptr::NonNull::from(class.header())) }
}

impl Vm {
    /// A machine on `host`, with `modules` to import natively. Boxed: its address is fixed. Code runs within [`Vm::enter`].
    pub fn new(
        host: Host,
        options: &VmOptions,
        modules: Vec<&'static ModuleDef>,
    ) -> PyResult<Box<Vm>> {
        let mut heap = Heap::new(KINDS, options.heap.clone());
        let mut shapes = Shapes::new();
        for def in TYPE_DEFS {
            shapes.new_builtin(mode_of(def.kind.unwrap_or(kind::INSTANCE), def.traits.has_dict));
        }
        // First the bare type objects, so that everything made from here on has a class.
        let mut classes = Vec::with_capacity(TYPE_DEFS.len());
        for index in 0..TYPE_DEFS.len() {
            let Ok(class) = heap.allocate_struct_extra(
                crate::object::shape::TYPE,
                Type::bare(index, FIRST_TYPE + index as u32),
            ) else {
                return Err(crate::Raised::without_machine());
            };
            shapes.set_class(FIRST_TYPE + index as u32, class);
            classes.push(class);
        }
        let types = Types::from_list(&classes);
        let object = types.object;
        let hash_key = host.hash_key();
        let mut vm = Box::new(Vm {
            heap,
            shapes,
            type_data: classes
                .iter()
                .map(|&class| Box::new(crate::object::type_object::TypeData::new(class)))
                .collect(),
            types,
            exceptions: Exceptions::all(object),
            names: Vec::new(),
            interner: Interner::default(),
            ending: None,
            stop_iteration: Value::NONE,
            spare_memory_error: Value::NONE,
            keeps_traceback: false,
            async_generator_hooks: (Value::NONE, Value::NONE),
            method_cache: vec![Cell::new((0, Value::UNBOUND, Value::UNBOUND)); METHOD_CACHE_SIZE]
                .into_boxed_slice(),
            next_type_version: Cell::new(1),
            object_getattribute: Value::UNBOUND,
            empty_tuple: stand_in(object),
            empty_bytes: stand_in(object),
            latin1: Vec::new(),
            codes: Default::default(),
            native_defs: Vec::new(),
            native_numbers: Default::default(),
            getset_defs: Vec::new(),
            native_types: Default::default(),
            host_objects: Vec::new(),
            free_host_objects: Vec::new(),
            modules: stand_in(object),
            builtins: stand_in(object),
            codec_error_handlers: stand_in(object),
            interpreter: Interpreter::new(),
            repr_stack: TempVec::new(),
            sources: Default::default(),
            int_max_str_digits: 4300,
            optimize: options.optimize,
            frozen: options.frozen,
            frozen_builtins: options.frozen_builtins,
            host,
            native_modules: modules,
            tracer: None,
            importing: Vec::new(),
            describes: false,
            describing: false,
            thread_ident: 1,
            audit_hooks: TempVec::new(),
            native_stack: options.native_stack,
            // Nothing is bounded and nothing scanned until `enter`.
            stack_limit: 0,
            hash_key,
        });
        vm.complete()?;
        Ok(vm)
    }

    fn complete(&mut self) -> PyResult<()> {
        self.empty_tuple = self.new_tuple_of(self.types.tuple, &[])?;
        self.make_latin1()?;
        for text in Name::TEXTS {
            let name = self.intern(text)?;
            self.names.push(name);
        }
        self.empty_bytes = self.new_bytes_of(self.types.bytes, b"")?;
        for index in 0..TYPE_DEFS.len() {
            self.complete_builtin(index)?;
        }
        self.object_getattribute =
            self.lookup(self.types.object, self.name(Name::GetAttribute)).unwrap_or(Value::UNBOUND);
        self.exceptions = Exceptions::create(self)?;
        let memory_error = self.exceptions.MemoryError;
        self.spare_memory_error =
            crate::builtins::exceptions::new_exception(self, memory_error, &[])?;
        self.modules = self.new_dict()?;
        self.codec_error_handlers = self.new_dict()?;
        let builtins = self.new_native_module(&crate::builtins::functions::BUILTINS)?;
        let Some(namespace) = builtins.dict() else {
            return Err(self.system_error("a module without a namespace"));
        };
        self.builtins = namespace;
        let modules = self.modules;
        modules.set_name(self, self.name(Name::BuiltinsModule), builtins.value())?;
        Ok(())
    }

    /// Fills the bare type number `index` from its table.
    fn complete_builtin(&mut self, index: usize) -> PyResult<()> {
        let def = TYPE_DEFS[index];
        let Some(class) = self.type_data[index].class else {
            return Err(self.system_error("a type without its object"));
        };
        let base = if def.base.is_empty() {
            None
        } else {
            let position = TYPE_DEFS[..index].iter().position(|each| each.name == def.base);
            match position.and_then(|position| self.type_data[position].class) {
                Some(base) => Some(base),
                None => {
                    return Err(
                        self.system_error(format_args!("{} has no base {}", def.name, def.base))
                    );
                }
            }
        };
        let name = self.intern(short_name(def.name))?;
        let bases: Vec<Value> = base.iter().map(|base| base.value()).collect();
        let bases = self.new_tuple(&bases)?;
        let dict = self.new_dict()?;
        let kind = match (def.kind, base) {
            (Some(kind), _) => kind,
            (None, Some(base)) => base.instance_kind(),
            (None, None) => kind::INSTANCE,
        };
        class.complete(name, bases, base, flags_of(def, base), kind, dict);
        self.type_data[index].def = Some(def);
        self.finish_type(class, def)
    }

    /// Makes a type from its table, with `base` for the base the table names.
    pub fn make_type(&mut self, def: &'static TypeDef, base: Gc<Type>) -> PyResult<Gc<Type>> {
        let bases = self.new_tuple(&[base.value()])?;
        self.make_type_with_bases(def, bases, base)
    }

    /// As [`Vm::make_type`] with several bases, `base` being the one that decides the layout.
    pub fn make_type_with_bases(
        &mut self,
        def: &'static TypeDef,
        bases: Gc<crate::builtins::tuple::Tuple>,
        base: Gc<Type>,
    ) -> PyResult<Gc<Type>> {
        let name = self.intern(short_name(def.name))?;
        let dict = self.new_dict()?;
        let kind = def.kind.unwrap_or(base.instance_kind());
        let shape = self.types.type_.root_shape();
        let class = self.allocate_type(
            shape,
            name,
            bases,
            Some(base),
            flags_of(def, Some(base)),
            kind,
            dict,
            true,
        )?;
        self.type_data[class.index()].def = Some(def);
        self.set_root_shape(class, 0);
        self.finish_type(class, def)?;
        Ok(class)
    }

    /// The type of a table, made when first asked for.
    pub fn native_type(&mut self, def: &'static TypeDef) -> PyResult<Gc<Type>> {
        if let Some(index) = TYPE_DEFS.iter().position(|each| std::ptr::eq(*each, def))
            && let Some(class) = self.type_data[index].class
        {
            return Ok(class);
        }
        let key = std::ptr::from_ref(def) as usize;
        if let Some(&class) = self.native_types.get(&key) {
            return Ok(class);
        }
        let base = match TYPE_DEFS
            .iter()
            .position(|each| each.name == def.base)
            .and_then(|index| self.type_data[index].class)
        {
            Some(base) => base,
            None => match self.native_types.values().copied().find(|class| {
                self.type_data[class.index()].def.is_some_and(|each| each.name == def.base)
            }) {
                Some(base) => base,
                None => match self.exceptions.find(def.base) {
                    Some(base) => base,
                    None => {
                        return Err(self
                            .system_error(format_args!("{} has no base {}", def.name, def.base)));
                    }
                },
            },
        };
        let class = self.make_type(def, base)?;
        self.native_types.insert(key, class);
        Ok(class)
    }

    fn finish_type(&mut self, class: Gc<Type>, def: &'static TypeDef) -> PyResult<()> {
        let order = {
            let mut order = TempVec::from(vec![class.value()]);
            match class.bases().items() {
                [] => {}
                [base] => {
                    if let Some(base) = base.cast::<Type>() {
                        order.extend_from_slice(base.mro().items());
                    }
                }
                _ => {
                    self.compute_mro(class)?;
                    order.clear();
                }
            }
            order
        };
        if !order.is_empty() {
            let mro = self.new_tuple(&order)?;
            class.mro.set(class, mro.value());
        }
        self.fill_namespace(class, def)?;
        crate::builtins::class::link_subclass(self, class)?;
        self.fill_slots(class);
        Ok(())
    }

    fn fill_namespace(&mut self, class: Gc<Type>, def: &'static TypeDef) -> PyResult<()> {
        let dict = class.dict();
        for (row, dunder) in DUNDERS.iter().enumerate() {
            let name = self.name(dunder.name);
            if (dunder.is_filled)(&def.slots) && dict.find_interned(self, name).is_none() {
                let wrapper = self.new_slot_wrapper(class, row)?;
                dict.set_name(self, name, wrapper.value())?;
            }
        }
        if let Some(Maker::Native(maker)) = def.slots.new {
            let function = self.new_native_maker(maker, class)?;
            dict.set_name(self, self.name(Name::New), function.value())?;
        }
        for method in def.methods {
            let descriptor = self.new_method_descriptor(class, method, false)?;
            let name = self.intern(method.name())?;
            dict.set_name(self, name, descriptor.value())?;
        }
        for method in def.class_methods {
            let descriptor = self.new_method_descriptor(class, method, true)?;
            let name = self.intern(method.name())?;
            dict.set_name(self, name, descriptor.value())?;
        }
        for method in def.static_methods {
            let function = self.new_native_function(method, Value::UNBOUND, Value::NONE)?;
            let function = self.new_static_method(function.value())?;
            let name = self.intern(method.name())?;
            dict.set_name(self, name, function)?;
        }
        for getter in def.getters {
            let descriptor = self.new_getset(class, getter)?;
            let name = self.intern(getter.name)?;
            dict.set_name(self, name, descriptor.value())?;
        }
        if def.traits.has_dict && class.instance_kind() != kind::TYPE {
            self.add_dict_getter(class)?;
        }
        let doc = self.native_doc(def.doc)?;
        let name = self.name(Name::Doc);
        if dict.find_interned(self, name).is_none() {
            dict.set_name(self, name, doc)?;
        }
        let hash = self.name(Name::Hash);
        let not_hashable = match def.slots.hash {
            None => def.slots.compare.is_some(),
            Some(hash) => hash as usize == crate::object::hash::not_hashable as *const () as usize,
        };
        if not_hashable {
            dict.set_name(self, hash, Value::NONE)?;
        }
        Ok(())
    }

    /// Gives `class` the attribute `__dict__`.
    pub(crate) fn add_dict_getter(&mut self, class: Gc<Type>) -> PyResult<()> {
        self.add_getter(class, &DICT_GETTER)
    }

    /// Gives `class` the attribute `__weakref__`.
    pub(crate) fn add_weakref_getter(&mut self, class: Gc<Type>) -> PyResult<()> {
        self.add_getter(class, &WEAKREF_GETTER)
    }

    fn add_getter(&mut self, class: Gc<Type>, def: &'static GetSetDef) -> PyResult<()> {
        let descriptor = self.new_getset(class, def)?;
        let name = self.intern(def.name)?;
        class.dict().set_name(self, name, descriptor.value())?;
        Ok(())
    }

    /// What `builtins.name` is now.
    pub fn builtin(&mut self, name: &str) -> PyResult<Value> {
        let name = self.intern(name)?;
        let builtins = self.builtins;
        match builtins.get_name(self, name)? {
            Some(value) => Ok(value),
            None => Err(self.attribute_error(
                Value::NONE,
                name,
                format_args!("module 'builtins' has no attribute '{}'", name.to_string_lossy()),
            )),
        }
    }
}

static DICT_GETTER: GetSetDef = GetSetDef {
    name: "__dict__",
    doc: "dictionary for instance variables",
    get: |vm, object| match vm.materialize_dict(object)? {
        Some(dict) => Ok(dict.value()),
        None => {
            let name = vm.name(Name::Dict);
            Err(vm.no_attribute(object, name))
        }
    },
    set: Some(|vm, object, dict| {
        if dict.is_unbound() {
            let dict = vm.new_dict()?;
            return vm.adopt_dict(object, dict);
        }
        match dict.cast::<Dict>() {
            Some(_) if object.is::<crate::builtins::module::Module>() => {
                let name = vm.name(Name::Dict);
                Err(vm.attribute_error(object, name, "readonly attribute"))
            }
            Some(dict) => vm.adopt_dict(object, dict),
            None => {
                let class = vm.type_of(dict).name_text();
                Err(vm.type_error(format_args!(
                    "__dict__ must be set to a dictionary, not a '{class}'"
                )))
            }
        }
    }),
};

static WEAKREF_GETTER: GetSetDef = GetSetDef {
    name: "__weakref__",
    doc: "list of weak references to the object",
    get: |_, _| Ok(Value::NONE),
    set: None,
};

fn short_name(name: &'static str) -> &'static str {
    name.rsplit('.').next().unwrap_or(name)
}

/// How instances laid out as `kind` keep attributes.
pub(crate) fn mode_of(kind: gc::Kind, has_dict: bool) -> Mode {
    if kind == kind::MODULE {
        Mode::Dict
    } else if has_dict && kind != kind::TYPE {
        Mode::Shaped
    } else {
        Mode::Fixed
    }
}

fn flags_of(def: &TypeDef, base: Option<Gc<Type>>) -> TypeFlags {
    let inherited = TypeFlags::HAS_DICT
        | TypeFlags::HAS_WEAKREF
        | TypeFlags::SEQUENCE
        | TypeFlags::MAPPING
        | TypeFlags::INT
        | TypeFlags::LIST
        | TypeFlags::TUPLE
        | TypeFlags::BYTES
        | TypeFlags::STR
        | TypeFlags::DICT
        | TypeFlags::EXCEPTION
        | TypeFlags::TYPE;
    let mut flags =
        base.map_or(TypeFlags::empty(), |base| base.flags() & inherited) | TypeFlags::IMMUTABLE;
    let traits = def.traits;
    flags.set(TypeFlags::BASE, traits.is_base);
    flags.set(TypeFlags::HAS_DICT, flags.contains(TypeFlags::HAS_DICT) || traits.has_dict);
    flags.set(TypeFlags::HAS_WEAKREF, flags.contains(TypeFlags::HAS_WEAKREF) || traits.has_weakref);
    flags.set(TypeFlags::SEQUENCE, flags.contains(TypeFlags::SEQUENCE) || traits.is_sequence);
    flags.set(TypeFlags::MAPPING, flags.contains(TypeFlags::MAPPING) || traits.is_mapping);
    flags.set(
        TypeFlags::NOT_CALLABLE,
        def.slots.new.is_none()
            && base.is_some_and(|base| !base.flags().contains(TypeFlags::EXCEPTION)),
    );
    let own = match def.name {
        "int" => TypeFlags::INT,
        "list" => TypeFlags::LIST,
        "tuple" => TypeFlags::TUPLE,
        "bytes" => TypeFlags::BYTES,
        "str" => TypeFlags::STR,
        "dict" => TypeFlags::DICT,
        "BaseException" => TypeFlags::EXCEPTION,
        "type" => TypeFlags::TYPE,
        _ => TypeFlags::empty(),
    };
    let methods = matches!(def.name, "function" | "method_descriptor" | "wrapper_descriptor");
    flags.set(TypeFlags::METHOD_DESCRIPTOR, methods);
    flags | own
}

impl Type {
    /// A type object with nothing but its number and the shape of its instances.
    fn bare(index: usize, root_shape: u32) -> Type {
        Type::unfinished(index as u32, root_shape)
    }
}
