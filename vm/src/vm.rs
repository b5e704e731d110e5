//! `Vm`: all that one interpreter owns.

use std::any::Any;
use std::cell::Cell;

use capabilities::Host;
use gc::{Gc, Header, HeapObject, Kind, Value};
use std::ptr::NonNull;

use crate::builtins::code::CodeTable;
use crate::builtins::dict::Dict;
use crate::builtins::exceptions::Exceptions;
use crate::builtins::str::{Interner, Str};
use crate::builtins::tuple::Tuple;
use crate::builtins::{Types, bytes::Bytes};
use crate::interpret::Interpreter;
use crate::native::{GetSetDef, ModuleDef, NativeDef};
use crate::object::type_object::TypeData;
use crate::object::{Shapes, Type};
use crate::raise::Ending;
use crate::tracing::Tracer;
use crate::{Name, PyResult};

/// One entry of the machine-wide cache of class lookups: type version, name, what was found.
pub(crate) type MethodCacheEntry = Cell<(u32, Value, Value)>;

/// One interpreter and all it owns: heap, types, modules, frames, the host behind its doors.
///
/// A `Vm` is one isolate with one mutator thread; nothing is shared with another.
pub struct Vm {
    /// All objects.
    pub heap: gc::Heap,
    /// All hidden classes.
    pub shapes: Shapes,
    /// Host data of every type, by `Type::index`.
    pub type_data: Vec<Box<TypeData>>,
    /// The built-in types.
    pub types: Types,
    /// The built-in exceptions.
    pub exceptions: Exceptions,
    pub(crate) names: Vec<Gc<Str>>,
    pub(crate) interner: Interner,
    pub(crate) ending: Option<Ending>,
    /// The `StopIteration` by which a Python `__next__` ended last; `yield from` reads its value.
    pub(crate) stop_iteration: Value,
    pub(crate) spare_memory_error: Value,
    /// The next unwinding does not add its first frame to the traceback: the exception is raised again.
    pub(crate) keeps_traceback: bool,
    /// `sys.set_asyncgen_hooks`: first iteration, finalizer.
    pub(crate) async_generator_hooks: (Value, Value),
    pub(crate) method_cache: Box<[MethodCacheEntry]>,
    pub(crate) next_type_version: Cell<u32>,
    /// `object.__getattribute__`, to recognise it.
    pub(crate) object_getattribute: Value,
    /// `()`.
    pub empty_tuple: Gc<Tuple>,
    /// `b''`.
    pub empty_bytes: Gc<Bytes>,
    /// The strings of one Latin-1 character.
    pub(crate) latin1: Vec<Gc<Str>>,
    /// Every compiled code object's host data.
    pub codes: CodeTable,
    /// Native functions by number: what heap objects hold instead of pointers.
    pub(crate) native_defs: Vec<&'static NativeDef>,
    /// Number of each native in `native_defs`, by address.
    pub(crate) native_numbers: std::collections::HashMap<usize, u32, rustc_hash::FxBuildHasher>,
    /// Computed attributes by number.
    pub(crate) getset_defs: Vec<&'static GetSetDef>,
    /// Types of native modules made so far, by the address of their table.
    pub(crate) native_types: std::collections::HashMap<usize, Gc<Type>, rustc_hash::FxBuildHasher>,
    /// Rust objects by number, for [`crate::builtins::host_object::HostObject`].
    pub(crate) host_objects: Vec<Option<Box<dyn Any>>>,
    /// Free numbers of `host_objects`.
    pub(crate) free_host_objects: Vec<u32>,
    /// `sys.modules`.
    pub modules: Gc<Dict>,
    /// The namespace of the module `builtins`.
    pub builtins: Gc<Dict>,
    /// Error handlers of codecs that Python registered, by name.
    pub codec_error_handlers: Gc<Dict>,
    /// Containers whose `repr` is being made.
    pub(crate) repr_stack: gc::TempVec,
    /// Source texts by file name, for tracebacks of code that no file holds.
    pub sources: std::collections::HashMap<String, std::rc::Rc<str>>,
    /// `sys.get_int_max_str_digits()`.
    pub int_max_str_digits: usize,
    /// `-O` (1) and `-OO` (2).
    pub optimize: u8,
    /// The files of the frozen standard library.
    pub frozen: fn(&str) -> Option<Vec<u8>>,
    /// Those of them that count as built in.
    pub(crate) frozen_builtins: &'static [&'static str],
    /// Frames and registers.
    pub interpreter: Interpreter,
    /// The host, behind grants.
    pub host: Host,
    /// The native modules that can be imported.
    pub native_modules: Vec<&'static ModuleDef>,
    /// The trace compiler, if there is one.
    pub tracer: Option<Box<dyn Tracer>>,
    /// Native stack addresses below this are not used: see [`Vm::check_stack`].
    pub(crate) stack_limit: usize,
    /// The names of the modules whose code is running for the first time (interned).
    pub(crate) importing: Vec<Gc<Str>>,
    /// importlib is there: modules get their specs before they run.
    pub(crate) describes: bool,
    /// A spec is being made: making it needs no other.
    pub(crate) describing: bool,
    /// What `threading.get_ident()` returns.
    pub(crate) thread_ident: i64,
    /// The hooks of `sys.addaudithook`.
    pub(crate) audit_hooks: gc::TempVec,
    /// Bytes of native stack that may be used below [`Vm::enter`].
    pub(crate) native_stack: usize,
    /// Secret key of string hashes and dict indices.
    pub(crate) hash_key: [u64; 2],
}

impl Vm {
    /// The interned string of a well-known name.
    #[inline(always)]
    pub fn name(&self, name: Name) -> Gc<Str> {
        self.names[name as usize]
    }

    // -- Allocation --------------------------------------------------------------------------

    /// `size` zeroed bytes with their header; see [`gc::Heap::allocate`].
    #[inline]
    pub(crate) fn allocate(
        &mut self,
        size: usize,
        kind: Kind,
        shape: u32,
        aux: u16,
    ) -> PyResult<NonNull<Header>> {
        let result = self.heap.allocate(size, kind, shape, aux);
        self.or_memory_error(result)
    }

    /// A new object of a fixed-size struct, of the built-in type whose shape is `shape`.
    #[inline]
    pub fn new_object<T: HeapObject>(&mut self, shape: u32, object: T) -> PyResult<Gc<T>> {
        let result = self.heap.allocate_struct(shape, object);
        self.or_memory_error(result)
    }

    /// A new object of a fixed-size struct, of `class` or a Python class derived from it: then it gets room for
    /// attributes.
    pub fn new_object_of<T: HeapObject>(&mut self, class: Gc<Type>, object: T) -> PyResult<Gc<T>> {
        let shape = class.root_shape();
        let has_attributes = class.flags().contains(crate::object::TypeFlags::HAS_DICT);
        if !class.is_heap_type() && !has_attributes {
            return self.new_object(shape, object);
        }
        let result = self.heap.allocate_struct_extra(shape, object);
        let object = self.or_memory_error(result)?;
        self.register_new(class, object.header())?;
        Ok(object)
    }

    /// As [`Vm::new_object_of`] for a struct with a tail of `tail` bytes.
    pub fn new_tail_of<T: HeapObject>(
        &mut self,
        class: Gc<Type>,
        aux: u16,
        head: T,
        tail: usize,
    ) -> PyResult<Gc<T>> {
        let shape = class.root_shape();
        if !class.is_heap_type() {
            let result = self.heap.allocate_tail(shape, aux, head, tail);
            return self.or_memory_error(result);
        }
        let result = self.heap.allocate_tail_extra(shape, aux, head, tail);
        let object = self.or_memory_error(result)?;
        self.register_new(class, object.header())?;
        Ok(object)
    }

    /// Tells the collector of a new object whose class has a `__del__`.
    pub(crate) fn register_new(&mut self, class: Gc<Type>, header: &Header) -> PyResult<()> {
        if class.has_finalizer() {
            let result = self.heap.register_finalizable(NonNull::from(header));
            self.or_memory_error(result)?;
        }
        Ok(())
    }

    // -- Limits ------------------------------------------------------------------------------

    /// Does `work` with the machine. All Python code runs within: from here downwards the native stack is bounded, and
    /// what Rust code holds in it is safe from the collector. References held further out are not.
    #[inline(never)]
    pub fn enter<R>(&mut self, work: impl FnOnce(&mut Vm) -> R) -> R {
        // `work` is called in frames below this one, so that all it holds lies below the marker.
        #[inline(never)]
        fn below<R>(vm: &mut Vm, work: impl FnOnce(&mut Vm) -> R) -> R {
            work(vm)
        }
        let marker = 0usize;
        let base = std::hint::black_box(&raw const marker) as usize;
        if self.heap.stack_base().is_some_and(|outer| outer > base) {
            return below(self, work);
        }
        let before = (self.stack_limit, self.heap.stack_base());
        self.stack_limit = base.saturating_sub(self.native_stack);
        self.heap.set_stack_base(Some(base));
        let result = below(self, work);
        self.stack_limit = before.0;
        self.heap.set_stack_base(before.1);
        result
    }

    /// Raises `RecursionError` when the native stack is nearly used up. Every Rust function that recurses along
    /// a structure Python can make deep calls it.
    #[inline(always)]
    pub fn check_stack(&mut self) -> PyResult<()> {
        let marker = 0u8;
        if (&raw const marker as usize) < self.stack_limit {
            Err(self.stack_is_full())
        } else {
            Ok(())
        }
    }

    #[cold]
    fn stack_is_full(&mut self) -> crate::Raised {
        self.recursion_error("maximum recursion depth exceeded")
    }

    // -- Host objects ------------------------------------------------------------------------

    /// The number by which heap objects know the native `def`.
    pub(crate) fn native_number(&mut self, def: &'static NativeDef) -> u32 {
        let next = self.native_defs.len() as u32;
        let number = *self.native_numbers.entry(std::ptr::from_ref(def) as usize).or_insert(next);
        if number == next {
            self.native_defs.push(def);
        }
        number
    }
}
