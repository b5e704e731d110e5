//! What each exception class adds: its constructor, members and text.

use gc::{Gc, Value};

use super::{Exception, methods};
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::native::define::NO_TRAITS;
use crate::native::{GetSetDef, Keywords, NativeDef, Rest, TypeDef};
use crate::object::slots::{EMPTY, Maker};
use crate::object::{Slots, Type, kind};
use crate::{PyResult, Vm, native_def};

/// Places of [`Exception::fields`].
pub(crate) const MAX_FIELDS: usize = 9;

pub(crate) mod place {
    pub(crate) const STOP_VALUE: usize = 0;
    pub(crate) const EXIT_CODE: usize = 0;
    pub(crate) const IMPORT_MSG: usize = 0;
    pub(crate) const IMPORT_NAME: usize = 1;
    pub(crate) const IMPORT_PATH: usize = 2;
    pub(crate) const IMPORT_NAME_FROM: usize = 3;
    pub(crate) const NAME: usize = 0;
    pub(crate) const OBJ: usize = 1;
    pub(crate) const ERRNO: usize = 0;
    pub(crate) const STRERROR: usize = 1;
    pub(crate) const FILENAME: usize = 2;
    pub(crate) const FILENAME2: usize = 3;
    pub(crate) const WRITTEN: usize = 4;
    pub(crate) const SYNTAX_MSG: usize = 0;
    pub(crate) const SYNTAX_FILENAME: usize = 1;
    pub(crate) const SYNTAX_LINENO: usize = 2;
    pub(crate) const SYNTAX_OFFSET: usize = 3;
    pub(crate) const SYNTAX_TEXT: usize = 4;
    pub(crate) const SYNTAX_END_LINENO: usize = 5;
    pub(crate) const SYNTAX_END_OFFSET: usize = 6;
    pub(crate) const SYNTAX_PRINT: usize = 7;
    pub(crate) const UNICODE_ENCODING: usize = 0;
    pub(crate) const UNICODE_OBJECT: usize = 1;
    pub(crate) const UNICODE_START: usize = 2;
    pub(crate) const UNICODE_END: usize = 3;
    pub(crate) const UNICODE_REASON: usize = 4;
    pub(crate) const GROUP_MESSAGE: usize = 0;
    pub(crate) const GROUP_EXCEPTIONS: usize = 1;
}

fn this(value: Value) -> Gc<Exception> {
    value.cast().expect("the receiver was checked")
}

static NEW: NativeDef =
    native_def!("Create and return a new object.", "__new__(cls, /, *args, **kwargs)", new);
static INIT: NativeDef =
    native_def!("Initialize self.", "__init__(self, /, *args, **kwargs)", init);

pub(crate) fn base_new() -> &'static NativeDef {
    &NEW
}

pub(crate) fn base_init() -> &'static NativeDef {
    &INIT
}

fn new(vm: &mut Vm, class: Gc<Type>, args: Rest, _kwargs: Keywords) -> PyResult<Gc<Exception>> {
    vm.new_exception_object(class, args.0.value())
}

fn init(vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords) -> PyResult<()> {
    no_keywords(vm, value, kwargs)?;
    this(value).args.set(this(value), args.0.value());
    Ok(())
}

fn no_keywords(vm: &mut Vm, value: Value, kwargs: Keywords) -> PyResult<()> {
    if kwargs.0.is_some_and(|kwargs| !kwargs.is_empty()) {
        let class = vm.type_of(value).name_text();
        return Err(vm.type_error(format_args!("{class}() takes no keyword arguments")));
    }
    Ok(())
}

const fn def(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
    slots: Slots,
    getters: &'static [GetSetDef],
    methods: &'static [NativeDef],
) -> TypeDef {
    let mut traits = NO_TRAITS;
    traits.is_base = true;
    traits.has_dict = true;
    TypeDef {
        name,
        base,
        doc,
        kind: Some(kind::EXCEPTION),
        slots,
        methods,
        class_methods: &[],
        static_methods: &[],
        getters,
        traits,
    }
}

/// Nothing but the name.
pub(super) const fn plain(name: &'static str, base: &'static str, doc: &'static str) -> TypeDef {
    let mut table = def(name, base, doc, EMPTY, &[], &[]);
    // The dict comes from the base.
    table.traits.has_dict = false;
    table
}

const fn with_init(init: &'static NativeDef, str: Option<crate::object::slots::Unary>) -> Slots {
    let mut slots = EMPTY;
    slots.init = Some(Maker::Native(init));
    slots.str = str;
    slots
}

const fn derived(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
    slots: Slots,
    getters: &'static [GetSetDef],
    methods: &'static [NativeDef],
) -> TypeDef {
    let mut table = def(name, base, doc, slots, getters, methods);
    table.traits.has_dict = false;
    table
}

/// `BaseException`.
pub(super) const fn base(name: &'static str, base: &'static str, doc: &'static str) -> TypeDef {
    let mut slots = EMPTY;
    slots.repr = Some(methods::repr);
    slots.str = Some(methods::str);
    slots.new = Some(Maker::Native(&NEW));
    slots.init = Some(Maker::Native(&INIT));
    def(name, base, doc, slots, methods::GETTERS, methods::METHODS)
}

/// A getter and setter for a place.
macro_rules! member {
    ($name:literal, $place:expr, $doc:literal) => {
        GetSetDef {
            name: $name,
            doc: $doc,
            get: |_, value| Ok(this(value).field($place)),
            set: Some(|vm, value, new| {
                vm.set_exception_field(this(value), $place, new.bound().unwrap_or(Value::NONE))
            }),
        }
    };
}

// -- StopIteration, SystemExit --------------------------------------------------------------------

fn first_argument(
    vm: &mut Vm,
    value: Value,
    args: Rest,
    kwargs: Keywords,
    several_as_tuple: bool,
) -> PyResult<()> {
    init(vm, value, args, kwargs)?;
    let items = args.0.items();
    let content = match items.len() {
        0 => return Ok(()),
        1 => items[0],
        _ if several_as_tuple => args.0.value(),
        _ => items[0],
    };
    vm.set_exception_field(this(value), 0, content)
}

static STOP_INIT: NativeDef = native_def!(
    "Initialize self.",
    "__init__(self, /, *args, **kwargs)",
    |vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords| {
        first_argument(vm, value, args, kwargs, false)
    }
);
static EXIT_INIT: NativeDef = native_def!(
    "Initialize self.",
    "__init__(self, /, *args, **kwargs)",
    |vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords| {
        first_argument(vm, value, args, kwargs, true)
    }
);

pub(super) const fn stop_iteration(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    const GETTERS: &[GetSetDef] = &[member!("value", place::STOP_VALUE, "generator return value")];
    derived(name, base, doc, with_init(&STOP_INIT, None), GETTERS, &[])
}

pub(super) const fn system_exit(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    const GETTERS: &[GetSetDef] = &[member!("code", place::EXIT_CODE, "exception code")];
    derived(name, base, doc, with_init(&EXIT_INIT, None), GETTERS, &[])
}

// -- KeyError --------------------------------------------------------------------------------------

fn key_str(vm: &mut Vm, value: Value) -> PyResult<Value> {
    match this(value).args() {
        &[key] => Ok(vm.repr(key)?.value()),
        _ => methods::str(vm, value),
    }
}

pub(super) const fn key_error(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    let mut slots = EMPTY;
    slots.str = Some(key_str);
    derived(name, base, doc, slots, &[], &[])
}

// -- Errors with keyword members -------------------------------------------------------------------

/// Takes the keywords `names` to the places beside them.
fn take_keywords(
    vm: &mut Vm,
    value: Value,
    kwargs: Keywords,
    names: &[(&str, usize)],
) -> PyResult<()> {
    let Some(kwargs) = kwargs.0 else { return Ok(()) };
    let mut position = 0;
    while let Some((next, key, item)) = kwargs.next_entry(position) {
        position = next;
        let key = key.cast::<Str>().map(|key| key.to_string_lossy()).unwrap_or_default();
        match names.iter().find(|(name, _)| *name == key) {
            Some(&(_, place)) => vm.set_exception_field(this(value), place, item)?,
            None => {
                let class = vm.type_of(value).name_text();
                return Err(vm.type_error(format_args!(
                    "{class}() got an unexpected keyword argument '{key}'"
                )));
            }
        }
    }
    Ok(())
}

static ATTRIBUTE_INIT: NativeDef = native_def!(
    "Initialize self.",
    "__init__(self, /, *args, **kwargs)",
    |vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords| {
        this(value).args.set(this(value), args.0.value());
        take_keywords(vm, value, kwargs, &[("name", place::NAME), ("obj", place::OBJ)])
    }
);
static NAME_INIT: NativeDef = native_def!(
    "Initialize self.",
    "__init__(self, /, *args, **kwargs)",
    |vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords| {
        this(value).args.set(this(value), args.0.value());
        take_keywords(vm, value, kwargs, &[("name", place::NAME)])
    }
);
static IMPORT_INIT: NativeDef = native_def!(
    "Initialize self.",
    "__init__(self, /, *args, **kwargs)",
    |vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords| {
        this(value).args.set(this(value), args.0.value());
        if args.0.len() == 1 {
            vm.set_exception_field(this(value), place::IMPORT_MSG, args.0.items()[0])?;
        }
        take_keywords(
            vm,
            value,
            kwargs,
            &[
                ("name", place::IMPORT_NAME),
                ("path", place::IMPORT_PATH),
                ("name_from", place::IMPORT_NAME_FROM),
            ],
        )
    }
);

pub(super) const fn attribute_error(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    const GETTERS: &[GetSetDef] =
        &[member!("name", place::NAME, "attribute name"), member!("obj", place::OBJ, "object")];
    derived(name, base, doc, with_init(&ATTRIBUTE_INIT, None), GETTERS, &[])
}

pub(super) const fn name_error(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    const GETTERS: &[GetSetDef] = &[member!("name", place::NAME, "name")];
    derived(name, base, doc, with_init(&NAME_INIT, None), GETTERS, &[])
}

fn import_str(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let message = this(value).field(place::IMPORT_MSG);
    if message.is::<Str>() { Ok(message) } else { methods::str(vm, value) }
}

pub(super) const fn import_error(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    const GETTERS: &[GetSetDef] = &[
        member!("msg", place::IMPORT_MSG, "exception message"),
        member!("name", place::IMPORT_NAME, "module name"),
        member!("path", place::IMPORT_PATH, "module path"),
        member!("name_from", place::IMPORT_NAME_FROM, "name imported from module"),
    ];
    derived(name, base, doc, with_init(&IMPORT_INIT, Some(import_str)), GETTERS, &[])
}

// -- OSError ---------------------------------------------------------------------------------------

static OS_NEW: NativeDef =
    native_def!("Create and return a new object.", "__new__(cls, /, *args, **kwargs)", os_new);
static OS_INIT: NativeDef = native_def!(
    "Initialize self.",
    "__init__(self, /, *args, **kwargs)",
    |vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords| {
        // `__new__` has done it, unless a derived class has its own.
        let class = vm.type_of(value);
        if vm.maker_of(class) == Some(std::ptr::from_ref(&OS_NEW))
            && this(value).fields.get().is_some()
        {
            return Ok(());
        }
        no_keywords(vm, value, kwargs)?;
        os_fill(vm, this(value), args.0)
    }
);

fn os_new(vm: &mut Vm, class: Gc<Type>, args: Rest, kwargs: Keywords) -> PyResult<Gc<Exception>> {
    let mut class = class;
    if class == vm.exceptions.OSError
        && (2..=5).contains(&args.0.len())
        && let Some(errno) = args.0.items()[0].as_small()
        && let Some(specific) = os_class(vm, errno)
    {
        class = specific;
    }
    let exception = vm.new_exception_object(class, args.0.value())?;
    let has_own_init = vm.slots_of_type(class).init != Some(Maker::Native(&OS_INIT));
    if !has_own_init {
        no_keywords(vm, exception.value(), kwargs)?;
        os_fill(vm, exception, args.0)?;
    }
    Ok(exception)
}

/// The class for an error number.
pub(crate) fn os_class(vm: &Vm, errno: i64) -> Option<Gc<Type>> {
    let all = &vm.exceptions;
    Some(match errno {
        11 | 114 | 115 => all.BlockingIOError,
        10 => all.ChildProcessError,
        32 | 108 => all.BrokenPipeError,
        103 => all.ConnectionAbortedError,
        111 => all.ConnectionRefusedError,
        104 => all.ConnectionResetError,
        17 => all.FileExistsError,
        2 => all.FileNotFoundError,
        4 => all.InterruptedError,
        21 => all.IsADirectoryError,
        20 => all.NotADirectoryError,
        1 | 13 => all.PermissionError,
        3 => all.ProcessLookupError,
        110 => all.TimeoutError,
        _ => return None,
    })
}

fn os_fill(vm: &mut Vm, exception: Gc<Exception>, args: Gc<Tuple>) -> PyResult<()> {
    exception.args.set(exception, args.value());
    vm.set_exception_field(exception, place::WRITTEN, Value::UNBOUND)?;
    let items = args.items();
    if !(2..=5).contains(&items.len()) {
        return Ok(());
    }
    vm.set_exception_field(exception, place::ERRNO, items[0])?;
    vm.set_exception_field(exception, place::STRERROR, items[1])?;
    if let Some(&filename) = items.get(2) {
        let blocking = vm.exceptions.BlockingIOError;
        if vm.type_of(exception.value()).is_subtype(blocking) && filename.is_small() {
            vm.set_exception_field(exception, place::WRITTEN, filename)?;
        } else {
            vm.set_exception_field(exception, place::FILENAME, filename)?;
        }
        if let Some(&second) = items.get(4) {
            vm.set_exception_field(exception, place::FILENAME2, second)?;
        }
        let args = vm.new_tuple(&items[..2])?;
        exception.args.set(exception, args.value());
    }
    Ok(())
}

fn os_str(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let exception = this(value);
    let (errno, strerror) = (exception.field(place::ERRNO), exception.field(place::STRERROR));
    if errno.is_none() && strerror.is_none() {
        return methods::str(vm, value);
    }
    let (errno, strerror) = (vm.str(errno)?.to_string_lossy(), vm.str(strerror)?.to_string_lossy());
    let (first, second) = (exception.field(place::FILENAME), exception.field(place::FILENAME2));
    let mut text = format!("[Errno {errno}] {strerror}");
    if !first.is_none() {
        text.push_str(": ");
        text.push_str(&vm.repr_text(first)?);
        if !second.is_none() {
            text.push_str(" -> ");
            text.push_str(&vm.repr_text(second)?);
        }
    }
    Ok(vm.new_str(&text)?.value())
}

fn os_reduce(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let exception = this(value);
    let mut args = gc::TempVec::from(exception.args());
    let filename = exception.field(place::FILENAME);
    if args.len() == 2 && !filename.is_none() {
        args.push(filename);
        let second = exception.field(place::FILENAME2);
        if !second.is_none() {
            args.push(Value::NONE);
            args.push(second);
        }
    }
    let args = vm.new_tuple(&args)?;
    methods::reduce_with(vm, value, args)
}

pub(super) const fn os_error(name: &'static str, base: &'static str, doc: &'static str) -> TypeDef {
    static METHODS: &[NativeDef] = &[native_def!("", "__reduce__(self, /)", os_reduce)];
    const GETTERS: &[GetSetDef] = &[
        member!("errno", place::ERRNO, "POSIX exception code"),
        member!("strerror", place::STRERROR, "exception strerror"),
        member!("filename", place::FILENAME, "exception filename"),
        member!("filename2", place::FILENAME2, "second exception filename"),
        GetSetDef {
            name: "characters_written",
            doc: "",
            get: |vm, value| match this(value).field(place::WRITTEN).bound() {
                Some(count) if !count.is_none() => Ok(count),
                _ => {
                    let name = vm.intern("characters_written")?;
                    Err(vm.attribute_error(value, name, "characters_written"))
                }
            },
            set: Some(|vm, value, new| vm.set_exception_field(this(value), place::WRITTEN, new)),
        },
    ];
    let mut slots = with_init(&OS_INIT, Some(os_str));
    slots.new = Some(Maker::Native(&OS_NEW));
    derived(name, base, doc, slots, GETTERS, METHODS)
}

// -- SyntaxError -----------------------------------------------------------------------------------

static SYNTAX_INIT: NativeDef = native_def!(
    "Initialize self.",
    "__init__(self, /, *args, **kwargs)",
    |vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords| {
        init(vm, value, args, kwargs)?;
        let exception = this(value);
        if let Some(&message) = args.0.items().first() {
            vm.set_exception_field(exception, place::SYNTAX_MSG, message)?;
        }
        if args.0.len() == 2 {
            let details = vm.collect_items(args.0.items()[1])?;
            if details.len() != 4 && details.len() != 6 && details.len() != 7 {
                return Err(if details.len() == 5 {
                    vm.type_error("end_offset must be provided when end_lineno is provided")
                } else {
                    let got = details.len();
                    vm.type_error(format_args!(
                        "function takes {} 4 arguments ({got} given)",
                        if got < 4 { "at least" } else { "at most" }
                    ))
                });
            }
            for (index, &detail) in details.iter().enumerate().take(6) {
                vm.set_exception_field(exception, place::SYNTAX_FILENAME + index, detail)?;
            }
        }
        Ok::<(), crate::Raised>(())
    }
);

fn syntax_str(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let exception = this(value);
    let message = exception.field(place::SYNTAX_MSG);
    let text = vm.str(message)?.to_string_lossy();
    let filename =
        exception.field(place::SYNTAX_FILENAME).cast::<Str>().map(|name| name.to_string_lossy());
    let filename = filename.map(|name| name.rsplit('/').next().unwrap_or("").to_owned());
    let line = exception.field(place::SYNTAX_LINENO).as_small();
    let text = match (filename, line) {
        (Some(name), Some(line)) => format!("{text} ({name}, line {line})"),
        (Some(name), None) => format!("{text} ({name})"),
        (None, Some(line)) => format!("{text} (line {line})"),
        (None, None) => text,
    };
    Ok(vm.new_str(&text)?.value())
}

pub(super) const fn syntax_error(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    const GETTERS: &[GetSetDef] = &[
        member!("msg", place::SYNTAX_MSG, "exception msg"),
        member!("filename", place::SYNTAX_FILENAME, "exception filename"),
        member!("lineno", place::SYNTAX_LINENO, "exception lineno"),
        member!("offset", place::SYNTAX_OFFSET, "exception offset"),
        member!("text", place::SYNTAX_TEXT, "exception text"),
        member!("end_lineno", place::SYNTAX_END_LINENO, "exception end lineno"),
        member!("end_offset", place::SYNTAX_END_OFFSET, "exception end offset"),
        member!("print_file_and_line", place::SYNTAX_PRINT, "exception print_file_and_line"),
    ];
    derived(name, base, doc, with_init(&SYNTAX_INIT, Some(syntax_str)), GETTERS, &[])
}

// -- Unicode errors --------------------------------------------------------------------------------

fn unicode_init(
    vm: &mut Vm,
    value: Value,
    args: Rest,
    kwargs: Keywords,
    has_encoding: bool,
) -> PyResult<()> {
    init(vm, value, args, kwargs)?;
    let exception = this(value);
    let class = vm.type_of(value).name_text();
    let expected = if has_encoding { 5 } else { 4 };
    let items = args.0.items();
    if items.len() != expected {
        let got = items.len();
        return Err(vm.type_error(format_args!(
            "function takes exactly {expected} arguments ({got} given)"
        )));
    }
    let offset = usize::from(!has_encoding);
    if has_encoding && !items[0].is::<Str>() {
        let got = vm.type_of(items[0]).name_text();
        return Err(vm.type_error(format_args!("{class}() argument 1 must be str, not {got}")));
    }
    for (index, &item) in items.iter().enumerate() {
        let place = index + offset;
        let item = if place == place::UNICODE_START || place == place::UNICODE_END {
            vm.index(item)?
        } else {
            item
        };
        vm.set_exception_field(exception, place, item)?;
    }
    Ok(())
}

static ENCODE_INIT: NativeDef = native_def!(
    "Initialize self.",
    "__init__(self, /, *args, **kwargs)",
    |vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords| {
        unicode_init(vm, value, args, kwargs, true)
    }
);
static TRANSLATE_INIT: NativeDef = native_def!(
    "Initialize self.",
    "__init__(self, /, *args, **kwargs)",
    |vm: &mut Vm, value: Value, args: Rest, kwargs: Keywords| {
        unicode_init(vm, value, args, kwargs, false)
    }
);

fn unicode_str(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let exception = this(value);
    let object = exception.field(place::UNICODE_OBJECT);
    if object.is_none() {
        return Ok(vm.new_str("")?.value());
    }
    let reason = vm.str(exception.field(place::UNICODE_REASON))?.to_string_lossy();
    let encoding = vm.str(exception.field(place::UNICODE_ENCODING))?.to_string_lossy();
    let (start, end) = (
        exception.field(place::UNICODE_START).as_small().unwrap_or(0),
        exception.field(place::UNICODE_END).as_small().unwrap_or(0),
    );
    let single = end == start + 1;
    let point = object
        .cast::<Str>()
        .filter(|text| (start as usize) < text.len())
        .map(|text| text.get(start as usize));
    let byte = vm.bytes_text(object).and_then(|bytes| bytes.get(start as usize).copied());
    let escape = |point: u32| match point {
        0..=0xFF => format!("\\x{point:02x}"),
        0x100..=0xFFFF => format!("\\u{point:04x}"),
        _ => format!("\\U{point:08x}"),
    };
    let class = vm.type_of(value);
    let is_decode = class.is_subtype(vm.exceptions.UnicodeDecodeError);
    let is_translate = class.is_subtype(vm.exceptions.UnicodeTranslateError);
    let last = end - 1;
    let text = if is_translate {
        match point.filter(|_| single) {
            Some(point) => format!(
                "can't translate character '{}' in position {start}: {reason}",
                escape(point)
            ),
            None => format!("can't translate characters in position {start}-{last}: {reason}"),
        }
    } else if is_decode {
        match byte.filter(|_| single) {
            Some(byte) => format!(
                "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
            ),
            None => format!(
                "'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}"
            ),
        }
    } else {
        match point.filter(|_| single) {
            Some(point) => format!(
                "'{encoding}' codec can't encode character '{}' in position {start}: {reason}",
                escape(point)
            ),
            None => format!(
                "'{encoding}' codec can't encode characters in position {start}-{last}: {reason}"
            ),
        }
    };
    Ok(vm.new_str(&text)?.value())
}

const UNICODE_GETTERS: &[GetSetDef] = &[
    member!("encoding", place::UNICODE_ENCODING, "exception encoding"),
    member!("object", place::UNICODE_OBJECT, "exception object"),
    member!("start", place::UNICODE_START, "exception start"),
    member!("end", place::UNICODE_END, "exception end"),
    member!("reason", place::UNICODE_REASON, "exception reason"),
];

pub(super) const fn unicode_decode_error(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    derived(name, base, doc, with_init(&ENCODE_INIT, Some(unicode_str)), UNICODE_GETTERS, &[])
}

pub(super) const fn unicode_encode_error(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    derived(name, base, doc, with_init(&ENCODE_INIT, Some(unicode_str)), UNICODE_GETTERS, &[])
}

pub(super) const fn unicode_translate_error(
    name: &'static str,
    base: &'static str,
    doc: &'static str,
) -> TypeDef {
    derived(name, base, doc, with_init(&TRANSLATE_INIT, Some(unicode_str)), UNICODE_GETTERS, &[])
}

// -- Groups ----------------------------------------------------------------------------------------

pub(super) const fn group(name: &'static str, base: &'static str, doc: &'static str) -> TypeDef {
    const GETTERS: &[GetSetDef] = &[
        GetSetDef {
            name: "message",
            doc: "exception message",
            get: |_, value| Ok(this(value).field(place::GROUP_MESSAGE)),
            set: None,
        },
        GetSetDef {
            name: "exceptions",
            doc: "nested exceptions",
            get: |_, value| Ok(this(value).field(place::GROUP_EXCEPTIONS)),
            set: None,
        },
    ];
    let mut slots = EMPTY;
    slots.str = Some(super::group::str);
    slots.new = Some(Maker::Native(&super::group::NEW));
    let mut table = derived(name, base, doc, slots, GETTERS, super::group::METHODS);
    table.class_methods = super::group::CLASS_METHODS;
    table
}
