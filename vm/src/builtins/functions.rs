//! The module `builtins`.

mod classes;
mod code;
mod output;
mod site;
mod tree;

use gc::{Gc, TempVec, Value};

use super::dict::Dict;
use super::str::Str;
use crate::native::Rest;
use crate::object::{BinaryOp, CompareOp, Type};
use crate::{Name, PyResult, Vm, native_module};

fn get_attr(vm: &mut Vm, object: Value, name: Value, default: Option<Value>) -> PyResult<Value> {
    let name = vm.attribute_name(name)?;
    match default {
        None => vm.get_attribute(object, name),
        Some(default) => Ok(vm.find_attribute(object, name)?.unwrap_or(default)),
    }
}

fn has_attr(vm: &mut Vm, object: Value, name: Value) -> PyResult<bool> {
    let name = vm.attribute_name(name)?;
    Ok(vm.find_attribute(object, name)?.is_some())
}

fn set_attr(vm: &mut Vm, object: Value, name: Value, value: Value) -> PyResult<()> {
    let name = vm.attribute_name(name)?;
    vm.set_attribute(object, name, value)
}

fn del_attr(vm: &mut Vm, object: Value, name: Value) -> PyResult<()> {
    let name = vm.attribute_name(name)?;
    vm.set_attribute(object, name, Value::UNBOUND)
}

fn iter(vm: &mut Vm, object: Value, sentinel: Option<Value>) -> PyResult<Value> {
    match sentinel {
        None => vm.iter(object),
        Some(sentinel) => {
            if !vm.is_callable(object) {
                return Err(vm.type_error("iter(v, w): v must be callable"));
            }
            super::iterators::new_callable_iterator(vm, object, sentinel)
        }
    }
}

fn next(vm: &mut Vm, iterator: Value, default: Option<Value>) -> PyResult<Value> {
    vm.stop_iteration = Value::NONE;
    match vm.next(iterator) {
        Ok(Some(item)) => Ok(item),
        Ok(None) => match default {
            Some(default) => Ok(default),
            None => {
                let value = std::mem::replace(&mut vm.stop_iteration, Value::NONE);
                Err(vm.stop_iteration_with(value))
            }
        },
        Err(raised) => match default {
            Some(default) => {
                let class = vm.exceptions.StopIteration;
                vm.catch_if(raised, class)?;
                Ok(default)
            }
            None => Err(raised),
        },
    }
}

fn aiter(vm: &mut Vm, object: Value) -> PyResult<Value> {
    match vm.slots(object).aiter {
        Some(aiter) => aiter(vm, object),
        None => {
            let class = vm.type_of(object).name_text();
            Err(vm.type_error(format_args!("'{class}' object is not an async iterable")))
        }
    }
}

fn anext(vm: &mut Vm, object: Value, default: Option<Value>) -> PyResult<Value> {
    match vm.slots(object).anext {
        Some(anext) => {
            let awaitable = anext(vm, object)?;
            match default {
                Some(default) => super::generator::new_anext_default(vm, awaitable, default),
                None => Ok(awaitable),
            }
        }
        None => {
            let class = vm.type_of(object).name_text();
            Err(vm.type_error(format_args!("'{class}' object is not an async iterator")))
        }
    }
}

/// `min` (`op` is `<`) and `max` (`>`).
fn extreme(
    vm: &mut Vm,
    name: &str,
    args: Rest,
    default: Option<Value>,
    key: Value,
    op: CompareOp,
) -> PyResult<Value> {
    let items = TempVec::from(args.0.items());
    let source = match &items[..] {
        [] => return Err(vm.type_error(format_args!("{name} expected at least 1 argument, got 0"))),
        &[iterable] => iterable,
        _ => {
            if default.is_some() {
                return Err(vm.type_error(format_args!(
                    "Cannot specify a default for {name}() with multiple positional arguments"
                )));
            }
            args.0.value()
        }
    };
    let (mut best, mut best_key) = (None, Value::NONE);
    vm.for_each(source, |vm, item| {
        let item_key = if key.is_none() { item } else { vm.call_values(key, &[item])? };
        if best.is_none() || vm.compare_bool(item_key, best_key, op)? {
            best = Some(item);
            best_key = item_key;
        }
        Ok(true)
    })?;
    match best.or(default) {
        Some(best) => Ok(best),
        None => Err(vm.value_error(format_args!("{name}() iterable argument is empty"))),
    }
}

fn sum(vm: &mut Vm, iterable: Value, start: Value) -> PyResult<Value> {
    let refused = match () {
        () if start.is::<Str>() => Some("strings [use ''.join(seq) instead]"),
        () if start.is::<super::bytes::Bytes>() => Some("bytes [use b''.join(seq) instead]"),
        () => None,
    };
    if let Some(what) = refused {
        return Err(vm.type_error(format_args!("sum() can't sum {what}")));
    }
    let mut total = start;
    // Floats are added with compensation (Neumaier), as CPython does since 3.12.
    let mut float: Option<(f64, f64)> = None;
    vm.for_each(iterable, |vm, item| {
        if let Some((sum, correction)) = &mut float {
            let number = item.as_f64().or_else(|| item.as_small().map(|number| number as f64));
            if let Some(number) = number {
                let next = *sum + number;
                *correction += if sum.abs() >= number.abs() {
                    (*sum - next) + number
                } else {
                    (number - next) + *sum
                };
                *sum = next;
                return Ok(true);
            }
            total = Value::from_f64(finish(*sum, *correction));
            float = None;
        }
        if let (Some(a), Some(b)) = (total.as_small(), item.as_small())
            && let Some(sum) = Value::from_i64(a + b)
        {
            total = sum;
            return Ok(true);
        }
        if item.is_f64()
            && let Some(number) =
                total.as_f64().or_else(|| total.as_small().map(|number| number as f64))
        {
            let item = item.to_f64();
            let next = number + item;
            let correction = if number.abs() >= item.abs() {
                (number - next) + item
            } else {
                (item - next) + number
            };
            float = Some((next, correction));
            return Ok(true);
        }
        total = vm.binary(total, item, BinaryOp::Add)?;
        Ok(true)
    })?;
    Ok(match float {
        Some((sum, correction)) => Value::from_f64(finish(sum, correction)),
        None => total,
    })
}

fn finish(sum: f64, correction: f64) -> f64 {
    if correction != 0.0 && correction.is_finite() { sum + correction } else { sum }
}

fn sorted(vm: &mut Vm, iterable: Value, key: Value, reverse: bool) -> PyResult<Value> {
    let items = vm.collect_items(iterable)?;
    let (sorted, result) = super::list::sort::sort(vm, items, key, reverse);
    result?;
    Ok(vm.new_list(&sorted)?.value())
}

fn any(vm: &mut Vm, iterable: Value) -> PyResult<bool> {
    let mut found = false;
    vm.for_each(iterable, |vm, item| {
        found = vm.is_true(item)?;
        Ok(!found)
    })?;
    Ok(found)
}

fn all(vm: &mut Vm, iterable: Value) -> PyResult<bool> {
    let mut holds = true;
    vm.for_each(iterable, |vm, item| {
        holds = vm.is_true(item)?;
        Ok(holds)
    })?;
    Ok(holds)
}

fn chr(vm: &mut Vm, number: Value) -> PyResult<Value> {
    match vm.index_clamped(number)? {
        point @ 0..=0x10FFFF => Ok(vm.char_str(point as u32)?.value()),
        _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let (len, point) = match (value.cast::<Str>(), vm.bytes_text(value)) {
        (Some(text), _) => (text.len(), if text.is_empty() { 0 } else { text.get(0) }),
        (None, Some(bytes)) => (bytes.len(), bytes.first().map_or(0, |&byte| u32::from(byte))),
        (None, None) => {
            let class = vm.type_of(value).name_text();
            return Err(
                vm.type_error(format_args!("ord() expected string of length 1, but {class} found"))
            );
        }
    };
    if len != 1 {
        return Err(vm.type_error(format_args!(
            "ord() expected a character, but string of length {len} found"
        )));
    }
    Ok(Value::from_small(i64::from(point)))
}

fn in_radix(vm: &mut Vm, value: Value, radix: u32) -> PyResult<Value> {
    let number = vm.index_as_big(value)?;
    Ok(vm.new_str(&text::int::with_prefix(&number, radix))?.value())
}

fn divmod(vm: &mut Vm, left: Value, right: Value) -> PyResult<Value> {
    vm.binary(left, right, BinaryOp::DivMod)
}

fn pow(vm: &mut Vm, base: Value, exponent: Value, modulus: Value) -> PyResult<Value> {
    let modulus = if modulus.is_none() { Value::UNBOUND } else { modulus };
    vm.power(base, exponent, modulus, false)
}

fn round(vm: &mut Vm, number: Value, digits: Value) -> PyResult<Value> {
    let args: &[Value] = if digits.is_none() { &[] } else { &[digits] };
    match vm.call_special(number, Name::Round, args)? {
        Some(result) => Ok(result),
        None => {
            let class = vm.type_of(number).name_text();
            Err(vm.type_error(format_args!("type {class} doesn't define __round__ method")))
        }
    }
}

fn format(vm: &mut Vm, value: Value, spec: Value) -> PyResult<Value> {
    let Some(spec) = spec.cast::<Str>() else {
        let class = vm.type_of(spec).name_text();
        return Err(vm.type_error(format_args!("format() argument 2 must be str, not {class}")));
    };
    Ok(vm.format(value, spec)?.value())
}

fn id(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let identity = vm.identity(value);
    vm.new_big_int(num_bigint::BigInt::from(identity))
}

fn hash(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let hash = vm.hash(value)?;
    vm.new_int(hash)
}

fn dir(vm: &mut Vm, object: Option<Value>) -> PyResult<Value> {
    let names = match object {
        None => {
            let locals = vm.locals()?;
            match locals.cast::<Dict>() {
                Some(_) => vm.collect_items(locals)?,
                None => {
                    let keys = vm.call_method_named(locals, Name::Keys, &[])?;
                    vm.collect_items(keys)?
                }
            }
        }
        Some(object) => match vm.call_special(object, Name::Dir, &[])? {
            Some(names) => vm.collect_items(names)?,
            None => return Err(vm.type_error("object does not provide __dir__")),
        },
    };
    let (sorted, result) = super::list::sort::sort(vm, names, Value::NONE, false);
    result?;
    Ok(vm.new_list(&sorted)?.value())
}

fn vars(vm: &mut Vm, object: Option<Value>) -> PyResult<Value> {
    let Some(object) = object else { return vm.locals() };
    match vm.find_attribute_named(object, Name::Dict)? {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}

fn globals(vm: &mut Vm) -> PyResult<Value> {
    match vm.current_globals() {
        Some(globals) => Ok(globals.value()),
        None => Err(vm.system_error("globals() without a running frame")),
    }
}

fn is_subclass(vm: &mut Vm, derived: Value, class_info: Value) -> PyResult<bool> {
    vm.is_subclass(derived, class_info)
}

fn complete(vm: &mut Vm, module: Gc<super::module::Module>) -> PyResult<()> {
    let Some(dict) = module.dict() else { return Ok(()) };
    let types = vm.types;
    let named: [(&str, Gc<Type>); 29] = [
        ("object", types.object),
        ("type", types.type_),
        ("int", types.int),
        ("bool", types.bool),
        ("float", types.float),
        ("complex", types.complex),
        ("str", types.str),
        ("bytes", types.bytes),
        ("bytearray", types.bytearray),
        ("memoryview", types.memoryview),
        ("tuple", types.tuple),
        ("list", types.list),
        ("dict", types.dict),
        ("set", types.set),
        ("frozenset", types.frozenset),
        ("range", types.range),
        ("slice", types.slice),
        ("property", types.property),
        ("classmethod", types.class_method),
        ("staticmethod", types.static_method),
        ("super", types.super_),
        ("enumerate", types.enumerate),
        ("zip", types.zip),
        ("map", types.map),
        ("filter", types.filter),
        ("reversed", types.reversed),
        ("BaseException", vm.exceptions.BaseException),
        ("Exception", vm.exceptions.Exception),
        ("EnvironmentError", vm.exceptions.OSError),
    ];
    for (name, class) in named {
        let name = vm.intern(name)?;
        super::dict::DictChange::set_name(dict, vm, name, class.value())?;
    }
    let io_error = vm.exceptions.OSError;
    for (name, class) in vm.exceptions.all_classes().into_iter().chain([("IOError", io_error)]) {
        let name = vm.intern(name)?;
        super::dict::DictChange::set_name(dict, vm, name, class.value())?;
    }
    for (name, value) in [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("__debug__", Value::from_bool(vm.optimize == 0)),
    ] {
        let name = vm.intern(name)?;
        super::dict::DictChange::set_name(dict, vm, name, value)?;
    }
    Ok(())
}

native_module! {
    /// Built-in functions, types, exceptions, and other objects.
    ///
    /// This module provides direct access to all 'built-in'
    /// identifiers of Python; for example, builtins.len is
    /// the full name for the built-in function len().
    ///
    /// This module is not normally accessed explicitly by most
    /// applications, but can be useful in modules that provide
    /// objects with the same name as a builtin, but in which the
    /// built-in of that name is also needed.
    pub static BUILTINS = "builtins" {
        functions {
            /// __build_class__(func, name, /, *bases, [metaclass], **kwds) -> class
            ///
            /// Internal helper function used by the class statement.
            "__build_class__(func, name, /, *bases, **kwds)" => classes::build_class;
            /// Import a module.
            "__import__(name, globals=None, locals=None, fromlist=(), level=0)" => |vm: &mut Vm, name: Value, globals: Value, _locals: Value, fromlist: Value, level: i64| vm.import(name, globals, fromlist, level);
            /// Return the absolute value of the argument.
            "abs(x, /)" => |vm: &mut Vm, value: Value| vm.unary(value, Name::Abs);
            /// Return True if bool(x) is True for all values x in the iterable.
            ///
            /// If the iterable is empty, return True.
            "all(iterable, /)" => all;
            /// Return True if bool(x) is True for any x in the iterable.
            ///
            /// If the iterable is empty, return False.
            "any(iterable, /)" => any;
            /// Return an ASCII-only representation of an object.
            "ascii(obj, /)" => |vm: &mut Vm, value: Value| vm.ascii(value);
            /// Return the binary representation of an integer.
            "bin(number, /)" => |vm: &mut Vm, value: Value| in_radix(vm, value, 2);
            /// Call sys.breakpointhook(*args, **kws).
            "breakpoint(*args, **kws)" => site::breakpoint;
            /// Exit the program.
            "exit(code=None)" => site::exit;
            /// Exit the program.
            "quit(code=None)" => site::exit;
            /// Show help on an object.
            "help(*args, **kwds)" => site::help;
            /// Print the copyright notice.
            "copyright()" => site::copyright;
            /// Print who made it.
            "credits()" => site::copyright;
            /// Print the licence.
            "license()" => site::license;
            /// Return whether the object is callable (i.e., some kind of function).
            "callable(obj, /)" => |vm: &mut Vm, value: Value| vm.is_callable(value);
            /// Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.
            "chr(i, /)" => chr;
            /// Compile source into a code object that can be executed by exec() or eval().
            "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)" => code::compile;
            /// Deletes the named attribute from the given object.
            "delattr(obj, name, /)" => del_attr;
            /// dir([object]) -> list of strings
            "dir(object=<unrepresentable>, /)" => dir;
            /// Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.
            "divmod(x, y, /)" => divmod;
            /// Evaluate the given source in the context of globals and locals.
            "eval(source, /, globals=None, locals=None)" => code::eval;
            /// Execute the given source in the context of globals and locals.
            "exec(source, /, globals=None, locals=None, *, closure=None)" => code::exec;
            /// Return type(value).__format__(value, format_spec).
            "format(value, format_spec='', /)" => format;
            /// getattr(object, name[, default]) -> value
            "getattr(object, name, default=<unrepresentable>, /)" => get_attr;
            /// Return the dictionary containing the current scope's global variables.
            "globals()" => globals;
            /// Return whether the object has an attribute with the given name.
            "hasattr(obj, name, /)" => has_attr;
            /// Return the hash value for the given object.
            "hash(obj, /)" => hash;
            /// Return the hexadecimal representation of an integer.
            "hex(number, /)" => |vm: &mut Vm, value: Value| in_radix(vm, value, 16);
            /// Return the identity of an object.
            "id(obj, /)" => id;
            /// Read a string from standard input.  The trailing newline is stripped.
            "input(prompt='', /)" => output::input;
            /// Return whether an object is an instance of a class or of a subclass thereof.
            "isinstance(obj, class_or_tuple, /)" => |vm: &mut Vm, value: Value, class: Value| vm.is_instance(value, class);
            /// Return whether 'cls' is derived from another class or is the same class.
            "issubclass(cls, class_or_tuple, /)" => is_subclass;
            /// Get an iterator from an object.
            "iter(object, sentinel=<unrepresentable>, /)" => iter;
            /// Return an AsyncIterator for an AsyncIterable object.
            "aiter(async_iterable, /)" => aiter;
            /// Return the next item from the async iterator.
            "anext(aiterator, default=<unrepresentable>, /)" => anext;
            /// Return the number of items in a container.
            "len(obj, /)" => |vm: &mut Vm, value: Value| { let len = vm.len(value)?; vm.new_int(len as i64) };
            /// Return a dictionary containing the current scope's local variables.
            "locals()" => |vm: &mut Vm| vm.locals();
            /// With a single iterable argument, return its biggest item.
            "max(*args, default=<unrepresentable>, key=None)" => |vm: &mut Vm, args: Rest, default: Option<Value>, key: Value| extreme(vm, "max", args, default, key, CompareOp::Gt);
            /// With a single iterable argument, return its smallest item.
            "min(*args, default=<unrepresentable>, key=None)" => |vm: &mut Vm, args: Rest, default: Option<Value>, key: Value| extreme(vm, "min", args, default, key, CompareOp::Lt);
            /// next(iterator[, default])
            "next(iterator, default=<unrepresentable>, /)" => next;
            /// Return the octal representation of an integer.
            "oct(number, /)" => |vm: &mut Vm, value: Value| in_radix(vm, value, 8);
            /// Open file and return a stream.  Raise OSError upon failure.
            "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)" => output::open;
            /// Return the ordinal value of a character.
            "ord(character, /)" => ord;
            /// Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.
            "pow(base, exp, mod=None)" => pow;
            /// Prints the values to a stream, or to sys.stdout by default.
            "print(*args, sep=' ', end='\\n', file=None, flush=False)" => output::print;
            /// Return the canonical string representation of the object.
            "repr(obj, /)" => |vm: &mut Vm, value: Value| vm.repr(value);
            /// Round a number to a given precision in decimal digits.
            "round(number, ndigits=None)" => round;
            /// Sets the named attribute on the given object to the specified value.
            "setattr(obj, name, value, /)" => set_attr;
            /// Return a new list containing all items from the iterable in ascending order.
            "sorted(iterable, /, *, key=None, reverse=False)" => sorted;
            /// Return the sum of a 'start' value (default: 0) plus an iterable of numbers
            "sum(iterable, /, start=0)" => sum;
            /// vars([object]) -> dictionary
            "vars(object=<unrepresentable>, /)" => vars;
        }
        init complete;
    }
}
