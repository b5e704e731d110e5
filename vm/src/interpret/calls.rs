//! Calls from Python code: pushes a frame where it can, calls Rust where it must.

use gc::{Gc, TempVec, Value};

use super::Continuation;
use crate::builtins::descriptors::MethodDescriptor;
use crate::builtins::dict::Dict;
use crate::builtins::function::Function;
use crate::builtins::list::List;
use crate::builtins::method::BoundMethod;
use crate::builtins::native_function::NativeFunction;
use crate::builtins::tuple::Tuple;
use crate::native::Args;
use crate::object::Type;
use crate::object::slots::Maker;
use crate::{Name, PyResult, Vm};

/// What became of a call.
pub(super) enum Called {
    /// It is done.
    Value(Value),
    /// A frame was pushed; its result goes to the register.
    Frame,
}

/// Arguments as they lie in the caller's registers.
#[inline(always)]
fn arguments(vm: &mut Vm, first: usize, count: usize) -> &'static [Value] {
    let start = vm.interpreter.register(first);
    // SAFETY: *window*: the compiler put the arguments into the caller's temporaries. Whoever reads the slice does so
    // before the caller's frame goes on; callees write to registers above the caller's window only, but for
    // the window of a frame pushed at `first`, which takes the arguments over.
    unsafe { std::slice::from_raw_parts(start, count) }
}

#[inline(always)]
fn caller_base(vm: &Vm) -> usize {
    vm.interpreter.frames.last().map_or(0, |frame| frame.base)
}

/// `result = r[callable](r[callable + 1], …)`.
#[inline]
pub(super) fn call(vm: &mut Vm, callable: u16, count: u16, result: u16) -> PyResult<Called> {
    let at = caller_base(vm) + usize::from(callable);
    // SAFETY: *window*.
    let function = unsafe { *vm.interpreter.register(at) };
    call_value(vm, function, at, at + 1, usize::from(count), result)
}

/// Calls `callable` with `count` arguments from register `first`; `spare` is the register before them (or the first
/// argument's own, if there is none to spare).
#[inline]
fn call_value(
    vm: &mut Vm,
    callable: Value,
    spare: usize,
    first: usize,
    count: usize,
    result: u16,
) -> PyResult<Called> {
    if let Some(function) = callable.cast::<Function>() {
        return call_python(vm, function, first, count, result, Continuation::Call, Value::UNBOUND);
    }
    call_other(vm, callable, spare, first, count, result)
}

#[inline(always)]
fn call_python(
    vm: &mut Vm,
    function: Gc<Function>,
    first: usize,
    count: usize,
    result: u16,
    continuation: Continuation,
    extra: Value,
) -> PyResult<Called> {
    let code = function.code();
    let data = vm.codes.data(code);
    // SAFETY: the code object lives as long as the function, which the caller's register holds.
    if unsafe { data.as_ref() }.simple_parameters != Some(count as u16) {
        let args = arguments(vm, first, count);
        return bind_and_push(
            vm,
            function,
            Args::positional(args),
            first,
            result,
            continuation,
            extra,
        );
    }
    vm.push_frame(function, code, data, first, continuation, result, extra)?;
    Ok(Called::Frame)
}

#[inline(never)]
fn bind_and_push(
    vm: &mut Vm,
    function: Gc<Function>,
    args: Args<'_>,
    base: usize,
    result: u16,
    continuation: Continuation,
    extra: Value,
) -> PyResult<Called> {
    let code = function.code();
    let data = vm.codes.data(code);
    // SAFETY: as in `call_python`.
    let registers = usize::from(unsafe { data.as_ref() }.register_count);
    if !vm.interpreter.has_room(base, registers) {
        return Err(vm.too_deep());
    }
    super::arguments::bind(vm, function, args, base)?;
    vm.push_frame(function, code, data, base, continuation, result, extra)?;
    Ok(Called::Frame)
}

#[inline(never)]
fn call_other(
    vm: &mut Vm,
    callable: Value,
    spare: usize,
    first: usize,
    count: usize,
    result: u16,
) -> PyResult<Called> {
    let args = arguments(vm, first, count);
    if let Some(function) = callable.cast::<NativeFunction>()
        && !function.is_new()
    {
        let def = function.def(vm);
        return vm
            .call_native(def, function.receiver().bound(), Args::positional(args))
            .map(Called::Value);
    }
    if let Some(class) = callable.cast::<Type>()
        && vm.type_of(callable) == vm.types.type_
    {
        return call_class(vm, class, spare, first, count, result);
    }
    if let Some(method) = callable.cast::<BoundMethod>()
        && let Some(function) = method.function().cast::<Function>()
        && spare < first
    {
        // SAFETY: *window*: the register before the arguments held the callable, which is no longer needed.
        unsafe { vm.interpreter.register(first - 1).write(method.receiver()) };
        return call_python(
            vm,
            function,
            first - 1,
            count + 1,
            result,
            Continuation::Call,
            Value::UNBOUND,
        );
    }
    vm.call(callable, Args::positional(args)).map(Called::Value)
}

/// `C(…)`.
fn call_class(
    vm: &mut Vm,
    class: Gc<Type>,
    spare: usize,
    first: usize,
    count: usize,
    result: u16,
) -> PyResult<Called> {
    let slots = vm.slots_of_type(class);
    let (new, init) = (slots.new, slots.init);
    let object_new = vm.slots_of_type(vm.types.object).new;
    let is_plain = class.is_heap_type()
        && new == object_new
        && init == Some(Maker::Python)
        && !class.flags().contains(crate::object::TypeFlags::ABSTRACT);
    if is_plain
        && spare < first
        && let Some(function) =
            vm.lookup(class, vm.name(Name::Init)).and_then(|method| method.cast::<Function>())
    {
        let instance = vm.new_instance(class)?.value();
        // SAFETY: *window*: the register before the arguments held the class, which is no longer needed.
        unsafe { vm.interpreter.register(first - 1).write(instance) };
        return call_python(
            vm,
            function,
            first - 1,
            count + 1,
            result,
            Continuation::Init,
            instance,
        );
    }
    let args = arguments(vm, first, count);
    crate::builtins::class::call(vm, class.value(), Args::positional(args)).map(Called::Value)
}

/// As `call`, of what `load_method` left in two registers.
#[inline]
pub(super) fn call_method(vm: &mut Vm, at: u16, count: u16, result: u16) -> PyResult<Called> {
    let at = caller_base(vm) + usize::from(at);
    // SAFETY: *window*.
    let (method, receiver) =
        unsafe { (*vm.interpreter.register(at), *vm.interpreter.register(at + 1)) };
    let count = usize::from(count);
    if receiver.is_unbound() {
        return call_value(vm, method, at + 1, at + 2, count, result);
    }
    if let Some(function) = method.cast::<Function>() {
        return call_python(
            vm,
            function,
            at + 1,
            count + 1,
            result,
            Continuation::Call,
            Value::UNBOUND,
        );
    }
    if let Some(descriptor) = method.cast::<MethodDescriptor>() {
        // `load_method` found it on the receiver's own class.
        let def = descriptor.def(vm);
        let args = arguments(vm, at + 1, count + 1);
        return vm.call_native(def, None, Args::positional(args)).map(Called::Value);
    }
    call_other(vm, method, at + 1, at + 1, count + 1, result)
}

/// Calls with keyword arguments: `before` registers lie before the first argument (1: callable; 2: what
/// `load_method` left).
pub(super) fn call_keywords(
    vm: &mut Vm,
    at: u16,
    before: usize,
    count: u16,
    names: u8,
    result: u16,
) -> PyResult<Called> {
    let at = caller_base(vm) + usize::from(at);
    // SAFETY: *window*.
    let (callable, receiver) =
        unsafe { (*vm.interpreter.register(at), *vm.interpreter.register(at + 1)) };
    let frame = vm.interpreter.frames.last().and_then(|frame| frame.code.keyword_names.get());
    let names = frame
        .and_then(|all| all.values().get(usize::from(names)).copied())
        .and_then(|names| names.cast::<Tuple>());
    let Some(names) = names else {
        return Err(vm.system_error("a call without its keyword names"));
    };
    let (mut first, mut count) = (at + before, usize::from(count));
    if before == 2 && !receiver.is_unbound() {
        first -= 1;
        count += 1;
    }
    let values = arguments(vm, first, count);
    // SAFETY: the tuple is immutable and the code object keeps it alive.
    let names = unsafe { std::slice::from_raw_parts(names.items().as_ptr(), names.len()) };
    call_args(vm, callable, Args { values, names }, first, result)
}

/// Calls with any arguments; a Python function's window begins at `base`.
fn call_args(
    vm: &mut Vm,
    callable: Value,
    args: Args<'_>,
    base: usize,
    result: u16,
) -> PyResult<Called> {
    if let Some(function) = callable.cast::<Function>() {
        return bind_and_push(vm, function, args, base, result, Continuation::Call, Value::UNBOUND);
    }
    if let Some(method) = callable.cast::<BoundMethod>()
        && let Some(function) = method.function().cast::<Function>()
    {
        let mut values = TempVec::with_capacity(args.values.len() + 1);
        values.push(method.receiver());
        values.extend_from_slice(args.values);
        return bind_and_push(
            vm,
            function,
            Args { values: &values, names: args.names },
            base,
            result,
            Continuation::Call,
            Value::UNBOUND,
        );
    }
    if let Some(class) = callable.cast::<Type>()
        && vm.type_of(callable) == vm.types.type_
        && class.is_heap_type()
        && !class.flags().contains(crate::object::TypeFlags::ABSTRACT)
    {
        let slots = vm.slots_of_type(class);
        let is_plain =
            slots.new == vm.slots_of_type(vm.types.object).new && slots.init == Some(Maker::Python);
        if is_plain
            && let Some(function) =
                vm.lookup(class, vm.name(Name::Init)).and_then(|method| method.cast::<Function>())
        {
            let instance = vm.new_instance(class)?.value();
            let mut values = TempVec::with_capacity(args.values.len() + 1);
            values.push(instance);
            values.extend_from_slice(args.values);
            return bind_and_push(
                vm,
                function,
                Args { values: &values, names: args.names },
                base,
                result,
                Continuation::Init,
                instance,
            );
        }
    }
    vm.call(callable, args).map(Called::Value)
}

/// `result = r[at](*r[at + 1], **r[at + 2])`.
pub(super) fn call_spread(vm: &mut Vm, at: u16, result: u16) -> PyResult<Called> {
    let at = caller_base(vm) + usize::from(at);
    // SAFETY: *window*.
    let (callable, positional, keywords) = unsafe {
        (
            *vm.interpreter.register(at),
            *vm.interpreter.register(at + 1),
            *vm.interpreter.register(at + 2),
        )
    };
    let mut values = match (positional.cast::<Tuple>(), positional.cast::<List>()) {
        (Some(tuple), _) => TempVec::from(tuple.items()),
        (None, Some(list)) => TempVec::from(list.items()),
        (None, None) => TempVec::new(),
    };
    let mut names = TempVec::new();
    if let Some(keywords) = keywords.cast::<Dict>() {
        let mut position = 0;
        while let Some((next, key, value)) = keywords.next_entry(position) {
            names.push(key);
            values.push(value);
            position = next;
        }
    }
    call_args(vm, callable, Args { values: &values, names: &names }, at, result)
}
