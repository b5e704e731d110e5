//! `code`: a compiled function, class body or module as an object.
//!
//! The heap object holds what the collector must see: constants and inline caches. Everything else is the
//! immutable [`Code`], in the machine's [`CodeTable`] that [`CodeObject::index`] leads to.

use std::ptr::NonNull;
use std::rc::Rc;

use frontend::bytecode::{Code, CodeFlags, Constant, Text, VariableKind};
use gc::field::GcField;
use gc::{Gc, Value};

use crate::object::storage::ArrayExt;
use crate::object::{Array, CompareOp, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A code object.
    pub struct CodeObject(kind::CODE) {
        /// The constants as objects.
        pub(crate) constants: GcField<Array>,
        /// [`CACHE_WORDS`] words for each cache site.
        pub(crate) caches: GcField<Array>,
        /// Tuples of the keyword names of calls.
        pub(crate) keyword_names: GcField<Array>,
        index: u32,
    }
}

/// Words of each inline cache. What they hold depends on the instruction; see `interpret::attribute` and `interpret::variables`.
pub const CACHE_WORDS: usize = 5;

impl crate::object::kind::Describe for CodeObject {
    // SAFETY: called with objects of this kind only.
    const RELEASE: Option<unsafe fn(*const gc::Header) -> u32> =
        Some(|header| unsafe { (*header.cast::<CodeObject>()).index });
}

/// What the machine keeps of a code object outside the heap. Boxed: frames hold its address.
pub struct CodeData {
    /// The code.
    pub code: Rc<Code>,
    /// The number of positional parameters if a call with exactly that many positional arguments needs no
    /// further thought: no `*args`, keyword-only parameters or `**kwargs`.
    pub simple_parameters: Option<u16>,
    /// Registers `parameters..variables` start unbound.
    pub parameter_count: u16,
    /// The number of named registers.
    pub variable_count: u16,
    /// Registers of a frame.
    pub register_count: u16,
    /// Is it a generator, coroutine or async generator?
    pub is_suspendable: bool,
}

/// The host data of all code objects.
#[derive(Default)]
pub struct CodeTable {
    entries: Vec<Option<Box<CodeData>>>,
    free: Vec<u32>,
}

impl CodeTable {
    fn add(&mut self, data: CodeData) -> u32 {
        let data = Some(Box::new(data));
        match self.free.pop() {
            Some(index) => {
                self.entries[index as usize] = data;
                index
            }
            None => {
                self.entries.push(data);
                (self.entries.len() - 1) as u32
            }
        }
    }

    /// The object numbered `index` died.
    pub(crate) fn release(&mut self, index: u32) {
        if let Some(entry) = self.entries.get_mut(index as usize)
            && entry.take().is_some()
        {
            self.free.push(index);
        }
    }

    /// The data of a living code object.
    #[inline(always)]
    pub fn get(&self, object: Gc<CodeObject>) -> &CodeData {
        self.entries[object.index as usize].as_deref().expect("a living code object has its data")
    }

    /// As [`CodeTable::get`], as an address that is valid as long as the object lives.
    #[inline(always)]
    pub(crate) fn data(&self, object: Gc<CodeObject>) -> NonNull<CodeData> {
        NonNull::from(self.get(object))
    }
}

impl CodeObject {
    /// Index into [`CodeTable`].
    #[inline(always)]
    pub fn index(&self) -> u32 {
        self.index
    }
}

impl Vm {
    /// The object of a compiled code and, nested in its constants, of all codes inside it.
    pub fn new_code(&mut self, code: Rc<Code>) -> PyResult<Gc<CodeObject>> {
        self.check_stack()?;
        let constants = self.new_array(code.constants.len(), Value::NONE)?;
        for (index, constant) in code.constants.iter().enumerate() {
            let value = self.constant(constant)?;
            constants.set(index, value);
        }
        let caches = self.new_array(code.caches.len() * CACHE_WORDS, Value::UNBOUND)?;
        for (index, site) in code.caches.iter().enumerate() {
            // The last word is the site's name, interned.
            let name = self.intern(&site.name)?;
            caches.set(index * CACHE_WORDS + CACHE_WORDS - 1, name.value());
        }
        let keyword_names = self.new_array(code.keyword_names.len(), Value::NONE)?;
        for (index, names) in code.keyword_names.iter().enumerate() {
            let mut values = gc::TempVec::with_capacity(names.len());
            for name in names {
                let name = self.intern(name)?;
                values.push(name.value());
            }
            let tuple = self.new_tuple(&values)?;
            keyword_names.set(index, tuple.value());
        }
        let variadic = CodeFlags::VARARGS | CodeFlags::VARKEYWORDS;
        let is_simple = code.keyword_only_count == 0 && !code.flags.intersects(variadic);
        let suspends = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        let data = CodeData {
            simple_parameters: is_simple.then_some(code.argument_count),
            parameter_count: code.parameter_count() as u16,
            variable_count: code.variables.len() as u16,
            register_count: code.register_count.max(code.variables.len() as u16),
            is_suspendable: code.flags.intersects(suspends),
            code,
        };
        let index = self.codes.add(data);
        let object = self.new_object(
            shape::CODE,
            CodeObject {
                header: gc::Header::unset(),
                constants: GcField::new(Some(constants)),
                caches: GcField::new(Some(caches)),
                keyword_names: GcField::new(Some(keyword_names)),
                index,
            },
        )?;
        let result = self.heap.register_releasable(NonNull::from(object.header()));
        self.or_memory_error(result)?;
        Ok(object)
    }

    /// A literal as an object.
    pub fn constant(&mut self, constant: &Constant) -> PyResult<Value> {
        Ok(match constant {
            Constant::None => Value::NONE,
            Constant::Bool(truth) => Value::from_bool(*truth),
            Constant::Ellipsis => Value::ELLIPSIS,
            Constant::Int(number) => self.new_int(*number)?,
            Constant::BigInt(number) => self.new_big_int(number.clone())?,
            Constant::Float(number) => Value::from_f64_foreign(*number),
            Constant::Complex(real, imaginary) => self.new_complex(*real, *imaginary)?,
            Constant::Str(text) => self.constant_text(text)?,
            Constant::Bytes(bytes) => self.new_bytes(bytes)?.value(),
            Constant::Tuple(items) => {
                let values = self.constants(items)?;
                self.new_tuple(&values)?.value()
            }
            Constant::FrozenSet(items) => {
                let values = self.constants(items)?;
                self.new_frozenset_from(&values)?
            }
            Constant::Slice(parts) => {
                let values = self.constants(&parts[..])?;
                self.new_slice(values[0], values[1], values[2])?.value()
            }
            Constant::Code(code) => self.new_code(Rc::clone(code))?.value(),
        })
    }

    fn constants(&mut self, constants: &[Constant]) -> PyResult<gc::TempVec> {
        let mut values = gc::TempVec::with_capacity(constants.len());
        for constant in constants {
            let value = self.constant(constant)?;
            values.push(value);
        }
        Ok(values)
    }

    fn constant_text(&mut self, text: &Text) -> PyResult<Value> {
        match text {
            // Texts that look like names are compared as names: interned.
            Text::Utf8(text)
                if text.len() <= 20
                    && text.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric()) =>
            {
                Ok(self.intern(text)?.value())
            }
            Text::Utf8(text) => Ok(self.new_str(text)?.value()),
            Text::Points(points) => Ok(self.new_str_from_points(points)?.value()),
        }
    }

    /// The code of a code object.
    pub fn code_of(&self, object: Gc<CodeObject>) -> Rc<Code> {
        Rc::clone(&self.codes.get(object).code)
    }
}

fn this(vm: &Vm, value: Value) -> Rc<Code> {
    // Getters and slots are called with instances of the type only.
    vm.code_of(value.cast::<CodeObject>().expect("the receiver was checked"))
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let code = this(vm, value);
    let id = vm.identity(value);
    let text = format!(
        "<code object {} at {id:#x}, file \"{}\", line {}>",
        code.name, code.filename, code.first_line
    );
    Ok(vm.new_str(&text)?.value())
}

fn compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne)
        || !left.is::<CodeObject>()
        || !right.is::<CodeObject>()
    {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (a, b) = (this(vm, left), this(vm, right));
    let mut equal = a.name == b.name
        && a.first_line == b.first_line
        && a.flags == b.flags
        && a.argument_count == b.argument_count
        && a.instructions == b.instructions
        && a.variables == b.variables
        && a.positions == b.positions
        && a.constants.len() == b.constants.len();
    if equal {
        let (a, b) = (constants(vm, left)?, constants(vm, right)?);
        equal = vm.is_equal(a, b)?;
    }
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let code = this(vm, value);
    Ok(text::hash::hash_i64(i64::from(code.first_line) ^ ((code.instructions.len() as i64) << 20)))
}

fn constants(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let object = value.cast::<CodeObject>().and_then(|object| object.constants.get());
    let values = object.map(|array| gc::TempVec::from(array.values())).unwrap_or_default();
    Ok(vm.new_tuple(&values)?.value())
}

fn names_where(
    vm: &mut Vm,
    value: Value,
    wanted: impl Fn(usize, VariableKind) -> bool,
) -> PyResult<Value> {
    let code = this(vm, value);
    let mut names = gc::TempVec::new();
    for (index, variable) in code.variables.iter().enumerate() {
        if wanted(index, variable.kind) {
            let name = vm.intern(&variable.name)?;
            names.push(name.value());
        }
    }
    Ok(vm.new_tuple(&names)?.value())
}

fn variable_names(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let parameters = this(vm, value).parameter_count();
    names_where(vm, value, |index, kind| index < parameters || kind == VariableKind::Local)
}

fn positions(vm: &mut Vm, this_value: Value) -> PyResult<Value> {
    let code = this(vm, this_value);
    let mut rows = gc::TempVec::with_capacity(code.positions.len());
    for position in &code.positions {
        let row = if position.line == 0 {
            [Value::NONE; 4]
        } else {
            [position.line, position.end_line, position.column, position.end_column]
                .map(|number| Value::from_small(i64::from(number)))
        };
        let row = vm.new_tuple(&row)?;
        rows.push(row.value());
    }
    let list = vm.new_list(&rows)?;
    vm.iter(list.value())
}

fn lines(vm: &mut Vm, this_value: Value) -> PyResult<Value> {
    let code = this(vm, this_value);
    let mut rows = gc::TempVec::new();
    let mut start = 0;
    while start < code.positions.len() {
        let line = code.positions[start].line;
        let mut end = start + 1;
        while end < code.positions.len() && code.positions[end].line == line {
            end += 1;
        }
        let line = if line == 0 { Value::NONE } else { Value::from_small(i64::from(line)) };
        let row = vm.new_tuple(&[
            Value::from_small(start as i64 * 2),
            Value::from_small(end as i64 * 2),
            line,
        ])?;
        rows.push(row.value());
        start = end;
    }
    let list = vm.new_list(&rows)?;
    vm.iter(list.value())
}

/// `code.replace(…)` for what does not change the instructions.
#[allow(clippy::too_many_arguments, reason = "one for each keyword")]
fn replace(
    vm: &mut Vm,
    this_value: Value,
    name: Option<String>,
    qualname: Option<String>,
    filename: Option<String>,
    first_line: Option<i64>,
    flags: Option<i64>,
) -> PyResult<Gc<CodeObject>> {
    let mut code = (*this(vm, this_value)).clone();
    if let Some(name) = name {
        code.name = name.into();
    }
    if let Some(qualname) = qualname {
        code.qualname = qualname.into();
    }
    if let Some(filename) = filename {
        code.filename = filename.into();
    }
    if let Some(line) = first_line {
        code.first_line = u32::try_from(line).unwrap_or(0);
    }
    if let Some(flags) = flags {
        let changed = CodeFlags::from_bits_retain(flags as u32);
        let changeable = CodeFlags::ITERABLE_COROUTINE | CodeFlags::NESTED;
        code.flags = (code.flags - changeable) | (changed & changeable);
    }
    vm.new_code(Rc::new(code))
}

macro_rules! numbers {
    ($($function:ident: |$code:ident| $number:expr;)*) => { $(
        fn $function(vm: &mut Vm, value: Value) -> PyResult<Value> {
            let $code = this(vm, value);
            Ok(Value::from_small(i64::from($number)))
        }
    )* };
}

numbers! {
    argument_count: |code| code.argument_count;
    positional_only_count: |code| code.positional_only_count;
    keyword_only_count: |code| code.keyword_only_count;
    first_line: |code| code.first_line;
    flags: |code| code.flags.bits();
    stack_size: |code| code.register_count;
    local_count: |code| code.variables.iter().filter(|variable| variable.kind == VariableKind::Local).count() as u32;
}

builtin_type! {
    /// Create a code object.  Not for mere mortals.
    pub static CODE = "code"("object") {
        kind kind::CODE;
        slots { repr: repr, compare: compare, hash: hash }
        methods {
            /// Return a copy of the code object with new values for the specified fields.
            "replace(self, /, *, co_name=None, co_qualname=None, co_filename=None, co_firstlineno=None, co_flags=None)" => replace;
            /// Return an iterator over the source positions of the instructions.
            "co_positions(self, /)" => positions;
            /// Return an iterator over (start, end, line).
            "co_lines(self, /)" => lines;
        }
        getters {
            "co_name" => |vm, value| { let code = this(vm, value); Ok(vm.new_str(&code.name)?.value()) };
            "co_qualname" => |vm, value| { let code = this(vm, value); Ok(vm.new_str(&code.qualname)?.value()) };
            "co_filename" => |vm, value| { let code = this(vm, value); Ok(vm.new_str(&code.filename)?.value()) };
            "co_argcount" => argument_count;
            "co_posonlyargcount" => positional_only_count;
            "co_kwonlyargcount" => keyword_only_count;
            "co_firstlineno" => first_line;
            "co_flags" => flags;
            "co_stacksize" => stack_size;
            "co_nlocals" => local_count;
            "co_consts" => constants;
            "co_varnames" => variable_names;
            "co_cellvars" => |vm, value| names_where(vm, value, |_, kind| kind == VariableKind::Cell);
            "co_freevars" => |vm, value| names_where(vm, value, |_, kind| kind == VariableKind::Free);
            "co_names" => |vm, value| {
                let code = this(vm, value);
                let mut names = gc::TempVec::new();
                for name in &code.names {
                    let name = vm.intern(name)?;
                    names.push(name.value());
                }
                Ok(vm.new_tuple(&names)?.value())
            };
            "co_code" => |vm, value| {
                let code = this(vm, value);
                let bytes: Vec<u8> = code.instructions.iter().flat_map(|instruction| instruction.bits().to_le_bytes()).collect();
                Ok(vm.new_bytes(&bytes)?.value())
            };
        }
    }
}
