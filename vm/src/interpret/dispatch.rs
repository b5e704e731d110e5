//! The interpreter loop.
//!
//! One match over opcodes. Frequent cases are here; everything else is a call of a function in a sibling file.
//! `pc`, `registers`, `constants` and `caches` are the top frame's, kept in local variables and read again (`enter!`)
//! whenever the top frame changes.

use frontend::bytecode::{Instruction, Opcode};
use gc::Value;

use super::calls::Called;
use super::{Continuation, Outcome};
use crate::builtins::cell::{Cell, CellExt};
use crate::builtins::code::CACHE_WORDS;
use crate::builtins::function::Function;
use crate::builtins::list::List;
use crate::builtins::tuple::Tuple;
use crate::object::{BinaryOp, CompareOp};
use crate::{Name, PyResult, Vm};

/// The opcode of an instruction of compiled code.
#[inline(always)]
fn opcode(instruction: Instruction) -> Opcode {
    // SAFETY: instructions are made from an `Opcode` only, whose numbers are dense from 0.
    unsafe { std::mem::transmute::<u8, Opcode>(instruction.op_byte()) }
}

/// Runs the top frame, and all it calls, until it ends.
#[inline(never)]
pub(super) fn run(vm: &mut Vm) -> PyResult<Outcome> {
    debug_assert!(vm.heap.stack_base().is_some(), "Python code runs within `Vm::enter`");
    let entry_depth = vm.interpreter.frames.len();
    let mut pc: *const Instruction;
    let mut start: *const Instruction;
    let mut registers: *mut Value;
    let mut constants: *const Value;
    let mut caches: *const gc::Field;

    macro_rules! frame {
        () => {{
            let index = vm.interpreter.frames.len() - 1;
            // SAFETY: there is a frame while the loop runs.
            unsafe { vm.interpreter.frames.get_unchecked_mut(index) }
        }};
    }
    // Loads the local variables from the top frame, to go on at its `pc`.
    macro_rules! enter {
        () => {{
            let frame = frame!();
            let data = frame.data();
            start = data.code.instructions.as_ptr();
            // SAFETY: `pc` is the index of an instruction of this code.
            pc = unsafe { start.add(frame.pc as usize) };
            let (base, code) = (frame.base, frame.code);
            constants = match code.constants.get() {
                Some(array) => array.values().as_ptr(),
                None => std::ptr::null(),
            };
            caches = match code.caches.get() {
                Some(array) => array.fields().as_ptr(),
                None => std::ptr::null(),
            };
            registers = vm.interpreter.register(base);
        }};
    }
    enter!();
    loop {
        // What a raising instruction breaks out with.
        let raised = 'raised: loop {
            // *Verified*: compiled code names only registers, constants, caches and instructions that exist, and control
            // never runs off its end. All unsafe blocks of the loop rest on this and on *window*.
            // SAFETY: *window* and *verified*, as said at the head of the loop.
            let instruction = unsafe { *pc };
            // SAFETY: *window* and *verified*, as said at the head of the loop.
            pc = unsafe { pc.add(1) };

            macro_rules! r {
                ($index:expr) => {
                    // SAFETY: *window* and *verified*, as said at the head of the loop.
                    unsafe { *registers.add(usize::from($index)) }
                };
            }
            macro_rules! set {
                ($index:expr, $value:expr) => {{
                    let value: Value = $value;
                    // SAFETY: *window* and *verified*, as said at the head of the loop.
                    unsafe { registers.add(usize::from($index)).write(value) }
                }};
            }
            macro_rules! k {
                ($index:expr) => {
                    // SAFETY: *window* and *verified*, as said at the head of the loop.
                    unsafe { *constants.add($index as usize) }
                };
            }
            macro_rules! cache {
                ($index:expr) => {
                    // SAFETY: *window* and *verified*, as said at the head of the loop.
                    unsafe {
                        std::slice::from_raw_parts(
                            caches.add(usize::from($index) * CACHE_WORDS),
                            CACHE_WORDS,
                        )
                    }
                };
            }
            macro_rules! range {
                ($first:expr, $count:expr) => {
                    // SAFETY: *window* and *verified*, as said at the head of the loop.
                    unsafe {
                        std::slice::from_raw_parts(
                            registers.add(usize::from($first)),
                            usize::from($count),
                        )
                    }
                };
            }
            macro_rules! jump {
                ($offset:expr) => {
                    // SAFETY: *window* and *verified*, as said at the head of the loop.
                    pc = unsafe { pc.offset($offset as isize) }
                };
            }
            // Notes where the frame is, before anything that may raise, call or collect.
            macro_rules! save {
                () => {
                    // SAFETY: *window* and *verified*, as said at the head of the loop.
                    frame!().pc = unsafe { pc.offset_from(start) } as u32 - 1
                };
            }
            macro_rules! attempt {
                ($result:expr) => {
                    match $result {
                        Ok(value) => value,
                        Err(raised) => break 'raised raised,
                    }
                };
            }
            macro_rules! arithmetic {
                ($right:expr, $op:ident, |$a:ident, $b:ident| $small:expr, |$x:ident, $y:ident| $float:expr) => {{
                    let (left, right) = (r!(instruction.b()), $right);
                    if left.both_small(right) {
                        let ($a, $b) = (left.to_small(), right.to_small());
                        if let Some(value) = $small {
                            set!(instruction.a(), value);
                            continue;
                        }
                    } else if left.is_f64() && right.is_f64() {
                        let ($x, $y) = (left.to_f64(), right.to_f64());
                        if let Some(value) = $float {
                            set!(instruction.a(), Value::from_f64(value));
                            continue;
                        }
                    }
                    save!();
                    let value =
                        attempt!(slow_binary(vm, left, right, BinaryOp::$op, instruction.x() != 0));
                    set!(instruction.a(), value);
                }};
            }
            macro_rules! binary {
                ($right:expr, $op:ident) => {
                    arithmetic!($right, $op, |_a, _b| None::<Value>, |_x, _y| None::<f64>)
                };
            }
            macro_rules! bitwise {
                ($right:expr, $op:ident, |$a:ident, $b:ident| $small:expr) => {
                    arithmetic!($right, $op, |$a, $b| Value::from_i64($small), |_x, _y| None::<f64>)
                };
            }
            macro_rules! compare {
                ($op:ident, |$a:ident, $b:ident| $holds:expr) => {{
                    let (left, right) = (r!(instruction.b()), r!(instruction.c()));
                    if left.both_small(right) {
                        let ($a, $b) = (left.to_small(), right.to_small());
                        set!(instruction.a(), Value::from_bool($holds));
                    } else if left.is_f64() && right.is_f64() {
                        let ($a, $b) = (left.to_f64(), right.to_f64());
                        set!(instruction.a(), Value::from_bool($holds));
                    } else {
                        save!();
                        let value = attempt!(slow_compare(vm, left, right, CompareOp::$op));
                        set!(instruction.a(), value);
                    }
                }};
            }
            // Jumps if the comparison's truth is `$wanted`.
            macro_rules! compare_jump {
                ($right:expr, $op:ident, $wanted:expr, |$a:ident, $b:ident| $holds:expr) => {{
                    let (left, right) = (r!(instruction.a()), $right);
                    let truth = if left.both_small(right) {
                        let ($a, $b) = (left.to_small(), right.to_small());
                        $holds
                    } else if left.is_f64() && right.is_f64() {
                        let ($a, $b) = (left.to_f64(), right.to_f64());
                        $holds
                    } else {
                        save!();
                        attempt!(slow_compare_bool(vm, left, right, CompareOp::$op))
                    };
                    if truth == $wanted {
                        jump!(instruction.offset());
                    }
                }};
            }
            // The value of a call: `None` when a frame was pushed instead.
            macro_rules! called {
                ($result:expr) => {
                    match attempt!($result) {
                        Called::Value(value) => set!(instruction.a(), value),
                        Called::Frame => enter!(),
                    }
                };
            }
            // The top frame ended with `$value`, which was a yield if `$yielded`.
            macro_rules! deliver {
                ($value:expr, $yielded:expr) => {{
                    let value: Value = $value;
                    let frame = vm.interpreter.frames.pop().expect("the frame that ended");
                    if !frame.object.is_unbound() {
                        attempt_detached!(vm.detach_frame(&frame));
                    }
                    match frame.continuation {
                        Continuation::Call => {
                            enter!();
                            // SAFETY: *window* and *verified*, as said at the head of the loop.
                            pc = unsafe { pc.add(1) };
                            set!(frame.return_register, value);
                        }
                        Continuation::Entry => {
                            return Ok(if $yielded {
                                Outcome::Yielded(value)
                            } else {
                                Outcome::Returned(value)
                            });
                        }
                        Continuation::Init => {
                            enter!();
                            if !value.is_none() {
                                let _ = start;
                                break 'raised vm.init_returned(value);
                            }
                            // SAFETY: *window* and *verified*, as said at the head of the loop.
                            pc = unsafe { pc.add(1) };
                            set!(frame.return_register, frame.extra);
                        }
                        Continuation::ForIter => {
                            enter!();
                            // SAFETY: *window* and *verified*, as said at the head of the loop.
                            let waiting = unsafe { *pc };
                            // SAFETY: *window* and *verified*, as said at the head of the loop.
                            pc = unsafe { pc.add(1) };
                            if $yielded {
                                set!(frame.return_register, value);
                            } else {
                                jump!(waiting.offset());
                            }
                        }
                        Continuation::Send => {
                            enter!();
                            // SAFETY: *window* and *verified*, as said at the head of the loop.
                            let waiting = unsafe { *pc };
                            // SAFETY: *window* and *verified*, as said at the head of the loop.
                            pc = unsafe { pc.add(1) };
                            set!(frame.return_register, value);
                            if !$yielded {
                                jump!(waiting.offset());
                            }
                        }
                    }
                }};
            }
            macro_rules! attempt_detached {
                ($result:expr) => {
                    if let Err(raised) = $result {
                        // Out of memory while the frame's variables were kept: the caller goes on with the error.
                        if vm.interpreter.frames.len() < entry_depth {
                            return Err(raised);
                        }
                        enter!();
                        let _ = (pc, start, registers, constants, caches);
                        break 'raised raised;
                    }
                };
            }

            match opcode(instruction) {
                Opcode::Nop => {}
                Opcode::Move => set!(instruction.a(), r!(instruction.b())),
                Opcode::LoadConstant => set!(instruction.a(), k!(instruction.bc())),
                Opcode::LoadInt => {
                    set!(instruction.a(), Value::from_small(i64::from(instruction.bc() as i32)))
                }
                Opcode::LoadImmediate => set!(
                    instruction.a(),
                    match instruction.x() {
                        0 => Value::NONE,
                        1 => Value::FALSE,
                        2 => Value::TRUE,
                        _ => Value::ELLIPSIS,
                    }
                ),
                Opcode::Unset => set!(instruction.a(), Value::UNBOUND),
                Opcode::CheckBound => {
                    if r!(instruction.a()).is_unbound() {
                        save!();
                        break 'raised vm.unbound_variable(instruction.c(), instruction.x() != 0);
                    }
                }

                // -- Variables
                Opcode::MakeCell => {
                    save!();
                    let cell = attempt!(vm.new_cell(r!(instruction.a())));
                    set!(instruction.a(), cell.value());
                }
                Opcode::CopyFree => {
                    let function = frame!().function;
                    if let Some(cells) = function
                        .cast::<Function>()
                        .and_then(|function| function.closure.get().cast::<Tuple>())
                    {
                        for (index, &cell) in
                            cells.items().iter().take(usize::from(instruction.c())).enumerate()
                        {
                            set!(instruction.a() + index as u16, cell);
                        }
                    }
                }
                Opcode::LoadCell => match r!(instruction.b()).cast::<Cell>().map(|cell| cell.get())
                {
                    Some(value) if !value.is_unbound() => set!(instruction.a(), value),
                    _ => {
                        save!();
                        break 'raised vm.unbound_cell(instruction.c());
                    }
                },
                Opcode::StoreCell => {
                    if let Some(cell) = r!(instruction.a()).cast::<Cell>() {
                        cell.set(r!(instruction.b()));
                    }
                }
                Opcode::DeleteCell => match r!(instruction.a()).cast::<Cell>() {
                    Some(cell) if !cell.get().is_unbound() => cell.set(Value::UNBOUND),
                    _ => {
                        save!();
                        break 'raised vm.unbound_cell(instruction.c());
                    }
                },
                Opcode::LoadClassCell => {
                    save!();
                    let value = attempt!(vm.load_class_cell(r!(instruction.b()), instruction.c()));
                    set!(instruction.a(), value);
                }
                Opcode::LoadGlobal => {
                    let cache = cache!(instruction.c());
                    if cache[0].get() == frame!().globals.value() {
                        // SAFETY: `load_global` fills both words with cells when it fills the first.
                        let (own, builtin) = unsafe {
                            (
                                cache[1].get().cast_unchecked::<Cell>(),
                                cache[2].get().cast_unchecked::<Cell>(),
                            )
                        };
                        let mut value = own.get();
                        if value.is_unbound() {
                            value = builtin.get();
                        }
                        if !value.is_unbound() {
                            set!(instruction.a(), value);
                            continue;
                        }
                    }
                    save!();
                    let value = attempt!(vm.load_global(instruction.c()));
                    set!(instruction.a(), value);
                }
                Opcode::StoreGlobal => {
                    let cache = cache!(instruction.c());
                    if cache[0].get() == frame!().globals.value() {
                        // SAFETY: `store_global` fills the second word with a cell when it fills the first.
                        let cell = unsafe { cache[1].get().cast_unchecked::<Cell>() };
                        // A name that was deleted comes back at the end of the namespace: not by the cell alone.
                        if !cell.get().is_unbound() {
                            cell.set(r!(instruction.a()));
                            continue;
                        }
                    }
                    save!();
                    attempt!(vm.store_global(instruction.c(), r!(instruction.a())));
                }
                Opcode::DeleteGlobal => {
                    save!();
                    attempt!(vm.delete_global(instruction.c()));
                }
                Opcode::LoadName => {
                    // At the top of a module the namespace is the globals.
                    let frame = frame!();
                    let cache = cache!(instruction.c());
                    let at_top = frame.namespace == frame.globals.value();
                    if at_top && cache[0].get() == frame.namespace {
                        // SAFETY: as for `load_global`.
                        let (own, builtin) = unsafe {
                            (
                                cache[1].get().cast_unchecked::<Cell>(),
                                cache[2].get().cast_unchecked::<Cell>(),
                            )
                        };
                        let mut value = own.get();
                        if value.is_unbound() {
                            value = builtin.get();
                        }
                        if !value.is_unbound() {
                            set!(instruction.a(), value);
                            continue;
                        }
                    }
                    save!();
                    let value = if at_top {
                        attempt!(vm.load_global(instruction.c()))
                    } else {
                        attempt!(vm.load_name(instruction.c()))
                    };
                    set!(instruction.a(), value);
                }
                Opcode::StoreName => {
                    let frame = frame!();
                    let cache = cache!(instruction.c());
                    let at_top = frame.namespace == frame.globals.value();
                    if at_top && cache[0].get() == frame.namespace {
                        // SAFETY: as for `store_global`.
                        let cell = unsafe { cache[1].get().cast_unchecked::<Cell>() };
                        if !cell.get().is_unbound() {
                            cell.set(r!(instruction.a()));
                            continue;
                        }
                    }
                    save!();
                    if at_top {
                        attempt!(vm.store_global(instruction.c(), r!(instruction.a())));
                    } else {
                        attempt!(vm.store_name(instruction.c(), r!(instruction.a())));
                    }
                }
                Opcode::DeleteName => {
                    save!();
                    attempt!(vm.delete_name(instruction.c()));
                }
                Opcode::LoadFromDictOrGlobal => {
                    save!();
                    let value = attempt!(
                        vm.load_from_mapping_or_global(r!(instruction.b()), instruction.c())
                    );
                    set!(instruction.a(), value);
                }
                Opcode::LoadLocals => {
                    save!();
                    let value = attempt!(vm.load_locals());
                    set!(instruction.a(), value);
                }

                // -- Attributes and items
                Opcode::LoadAttr => {
                    let object = r!(instruction.b());
                    let cache = cache!(instruction.c());
                    match super::attribute::cached(object, cache) {
                        Some(value) => set!(instruction.a(), value),
                        None => {
                            save!();
                            let value = attempt!(vm.load_attr(object, cache));
                            set!(instruction.a(), value);
                        }
                    }
                }
                Opcode::StoreAttr => {
                    let (object, value) = (r!(instruction.a()), r!(instruction.b()));
                    let cache = cache!(instruction.c());
                    if !super::attribute::store_cached(object, value, cache) {
                        save!();
                        attempt!(vm.store_attr(object, value, cache));
                    }
                }
                Opcode::DeleteAttr => {
                    save!();
                    let name = super::attribute::name(cache!(instruction.c()));
                    attempt!(vm.set_attribute(r!(instruction.a()), name, Value::UNBOUND));
                }
                Opcode::LoadMethod => {
                    let object = r!(instruction.b());
                    let cache = cache!(instruction.c());
                    match super::attribute::cached_method(object, cache) {
                        Some(method) => {
                            set!(instruction.a(), method);
                            set!(instruction.a() + 1, object);
                        }
                        None => {
                            save!();
                            let (method, receiver) = attempt!(vm.load_method(object, cache));
                            set!(instruction.a(), method);
                            set!(instruction.a() + 1, receiver);
                        }
                    }
                }
                Opcode::LoadSuperAttr => {
                    save!();
                    let parts = range!(instruction.b(), 3u16);
                    let name = super::attribute::name(cache!(instruction.c()));
                    let value = attempt!(vm.load_super_attr(
                        [parts[0], parts[1], parts[2]],
                        name,
                        instruction.x() == 1
                    ));
                    set!(instruction.a(), value);
                }
                Opcode::LoadSuperMethod => {
                    save!();
                    let parts = range!(instruction.b(), 3u16);
                    let name = super::attribute::name(cache!(instruction.c()));
                    let (method, receiver) = attempt!(vm.load_super_method(
                        [parts[0], parts[1], parts[2]],
                        name,
                        instruction.x() == 1
                    ));
                    set!(instruction.a(), method);
                    set!(instruction.a() + 1, receiver);
                }
                Opcode::LoadItem | Opcode::LoadItemK => {
                    let container = r!(instruction.b());
                    let key = if opcode(instruction) == Opcode::LoadItem {
                        r!(instruction.c())
                    } else {
                        k!(instruction.c())
                    };
                    if let Some(index) = key.as_small() {
                        if let Some(list) = container.cast::<List>()
                            && list.is_exact()
                        {
                            let index = if index < 0 { index + list.len() as i64 } else { index };
                            if let Some(value) = list.get(index as usize) {
                                set!(instruction.a(), value);
                                continue;
                            }
                        } else if let Some(tuple) = container.cast::<Tuple>()
                            && tuple.is_exact()
                        {
                            let index = if index < 0 { index + tuple.len() as i64 } else { index };
                            if let Some(&value) = tuple.items().get(index as usize) {
                                set!(instruction.a(), value);
                                continue;
                            }
                        }
                    }
                    save!();
                    let value = attempt!(slow_get_item(vm, container, key));
                    set!(instruction.a(), value);
                }
                Opcode::StoreItem => {
                    let (container, key, value) =
                        (r!(instruction.a()), r!(instruction.b()), r!(instruction.c()));
                    if let Some(index) = key.as_small()
                        && let Some(list) = container.cast::<List>()
                        && list.is_exact()
                    {
                        let index = if index < 0 { index + list.len() as i64 } else { index };
                        if (index as usize) < list.len()
                            && let Some(store) = list.store.get()
                        {
                            crate::object::storage::ArrayExt::set(store, index as usize, value);
                            continue;
                        }
                    }
                    save!();
                    attempt!(vm.set_item(container, key, value));
                }
                Opcode::DeleteItem => {
                    save!();
                    attempt!(vm.set_item(r!(instruction.a()), r!(instruction.b()), Value::UNBOUND));
                }

                // -- Operators
                Opcode::Add => {
                    arithmetic!(r!(instruction.c()), Add, |a, b| Value::from_i64(a + b), |x, y| {
                        Some(x + y)
                    })
                }
                Opcode::AddK => {
                    arithmetic!(k!(instruction.c()), Add, |a, b| Value::from_i64(a + b), |x, y| {
                        Some(x + y)
                    })
                }
                Opcode::Subtract => arithmetic!(
                    r!(instruction.c()),
                    Subtract,
                    |a, b| Value::from_i64(a - b),
                    |x, y| Some(x - y)
                ),
                Opcode::SubtractK => arithmetic!(
                    k!(instruction.c()),
                    Subtract,
                    |a, b| Value::from_i64(a - b),
                    |x, y| Some(x - y)
                ),
                Opcode::Multiply => {
                    arithmetic!(
                        r!(instruction.c()),
                        Multiply,
                        |a, b| a.checked_mul(b).and_then(Value::from_i64),
                        |x, y| Some(x * y)
                    )
                }
                Opcode::MultiplyK => {
                    arithmetic!(
                        k!(instruction.c()),
                        Multiply,
                        |a, b| a.checked_mul(b).and_then(Value::from_i64),
                        |x, y| Some(x * y)
                    )
                }
                Opcode::TrueDivide => {
                    arithmetic!(r!(instruction.c()), TrueDivide, |a, b| divide(a, b), |x, y| if y
                        == 0.0
                    {
                        None
                    } else {
                        Some(x / y)
                    })
                }
                Opcode::TrueDivideK => {
                    arithmetic!(k!(instruction.c()), TrueDivide, |a, b| divide(a, b), |x, y| if y
                        == 0.0
                    {
                        None
                    } else {
                        Some(x / y)
                    })
                }
                Opcode::FloorDivide => arithmetic!(
                    r!(instruction.c()),
                    FloorDivide,
                    |a, b| floor_divide(a, b),
                    |_x, _y| None::<f64>
                ),
                Opcode::FloorDivideK => arithmetic!(
                    k!(instruction.c()),
                    FloorDivide,
                    |a, b| floor_divide(a, b),
                    |_x, _y| None::<f64>
                ),
                Opcode::Modulo => {
                    arithmetic!(r!(instruction.c()), Modulo, |a, b| modulo(a, b), |_x, _y| None::<
                        f64,
                    >)
                }
                Opcode::ModuloK => {
                    arithmetic!(k!(instruction.c()), Modulo, |a, b| modulo(a, b), |_x, _y| None::<
                        f64,
                    >)
                }
                Opcode::Power | Opcode::PowerK => {
                    let (left, inplace) = (r!(instruction.b()), instruction.x() != 0);
                    let right = if opcode(instruction) == Opcode::Power {
                        r!(instruction.c())
                    } else {
                        k!(instruction.c())
                    };
                    save!();
                    let value = attempt!(vm.power(left, right, Value::UNBOUND, inplace));
                    set!(instruction.a(), value);
                }
                Opcode::MatrixMultiply => binary!(r!(instruction.c()), MatrixMultiply),
                Opcode::LeftShift => arithmetic!(
                    r!(instruction.c()),
                    LeftShift,
                    |a, b| left_shift(a, b),
                    |_x, _y| None::<f64>
                ),
                Opcode::LeftShiftK => arithmetic!(
                    k!(instruction.c()),
                    LeftShift,
                    |a, b| left_shift(a, b),
                    |_x, _y| None::<f64>
                ),
                Opcode::RightShift => arithmetic!(
                    r!(instruction.c()),
                    RightShift,
                    |a, b| right_shift(a, b),
                    |_x, _y| None::<f64>
                ),
                Opcode::RightShiftK => arithmetic!(
                    k!(instruction.c()),
                    RightShift,
                    |a, b| right_shift(a, b),
                    |_x, _y| None::<f64>
                ),
                Opcode::BitAnd => bitwise!(r!(instruction.c()), BitAnd, |a, b| a & b),
                Opcode::BitAndK => bitwise!(k!(instruction.c()), BitAnd, |a, b| a & b),
                Opcode::BitOr => bitwise!(r!(instruction.c()), BitOr, |a, b| a | b),
                Opcode::BitOrK => bitwise!(k!(instruction.c()), BitOr, |a, b| a | b),
                Opcode::BitXor => bitwise!(r!(instruction.c()), BitXor, |a, b| a ^ b),
                Opcode::BitXorK => bitwise!(k!(instruction.c()), BitXor, |a, b| a ^ b),
                Opcode::Negative => {
                    let value = r!(instruction.b());
                    if let Some(negated) =
                        value.as_small().and_then(|number| Value::from_i64(-number))
                    {
                        set!(instruction.a(), negated);
                    } else if let Some(number) = value.as_f64() {
                        set!(instruction.a(), Value::from_f64(-number));
                    } else {
                        save!();
                        let value = attempt!(vm.unary(value, Name::Neg));
                        set!(instruction.a(), value);
                    }
                }
                Opcode::Positive => {
                    save!();
                    let value = attempt!(vm.unary(r!(instruction.b()), Name::Pos));
                    set!(instruction.a(), value);
                }
                Opcode::Invert => {
                    save!();
                    let value = attempt!(vm.unary(r!(instruction.b()), Name::Invert));
                    set!(instruction.a(), value);
                }
                Opcode::Not => {
                    let value = r!(instruction.b());
                    let truth = match value.as_bool() {
                        Some(truth) => truth,
                        None => {
                            save!();
                            attempt!(vm.is_true(value))
                        }
                    };
                    set!(instruction.a(), Value::from_bool(!truth));
                }
                Opcode::ToBool => {
                    save!();
                    let truth = attempt!(vm.is_true(r!(instruction.b())));
                    set!(instruction.a(), Value::from_bool(truth));
                }
                Opcode::Lt => compare!(Lt, |a, b| a < b),
                Opcode::Le => compare!(Le, |a, b| a <= b),
                Opcode::Eq => compare!(Eq, |a, b| a == b),
                Opcode::Ne => compare!(Ne, |a, b| a != b),
                Opcode::Gt => compare!(Gt, |a, b| a > b),
                Opcode::Ge => compare!(Ge, |a, b| a >= b),
                Opcode::Is => {
                    let same = r!(instruction.b()) == r!(instruction.c());
                    set!(instruction.a(), Value::from_bool(same != (instruction.x() != 0)));
                }
                Opcode::Contains => {
                    save!();
                    let found = attempt!(vm.contains(r!(instruction.c()), r!(instruction.b())));
                    set!(instruction.a(), Value::from_bool(found != (instruction.x() != 0)));
                }

                // -- Jumps
                Opcode::Jump => jump!(instruction.bc() as i32),
                Opcode::LoopHead => {
                    vm.interpreter.slice -= 1;
                    if vm.interpreter.slice < 0
                        || vm.heap.is_collection_pending()
                        || vm.interpreter.has_finalizers
                    {
                        save!();
                        attempt!(vm.python_safepoint());
                    }
                }
                Opcode::JumpIfTrue => {
                    let value = r!(instruction.a());
                    let truth = match value.as_bool() {
                        Some(truth) => truth,
                        None => {
                            save!();
                            attempt!(vm.is_true(value))
                        }
                    };
                    if truth {
                        jump!(instruction.offset());
                    }
                }
                Opcode::JumpIfFalse => {
                    let value = r!(instruction.a());
                    let truth = match value.as_bool() {
                        Some(truth) => truth,
                        None => {
                            save!();
                            attempt!(vm.is_true(value))
                        }
                    };
                    if !truth {
                        jump!(instruction.offset());
                    }
                }
                Opcode::JumpIfNone => {
                    if r!(instruction.a()).is_none() {
                        jump!(instruction.offset());
                    }
                }
                Opcode::JumpIfNotNone => {
                    if !r!(instruction.a()).is_none() {
                        jump!(instruction.offset());
                    }
                }
                Opcode::JumpIfUnbound => {
                    if r!(instruction.a()).is_unbound() {
                        jump!(instruction.offset());
                    }
                }
                Opcode::JumpLt => compare_jump!(r!(instruction.b()), Lt, true, |a, b| a < b),
                Opcode::JumpLe => compare_jump!(r!(instruction.b()), Le, true, |a, b| a <= b),
                Opcode::JumpEq => compare_jump!(r!(instruction.b()), Eq, true, |a, b| a == b),
                Opcode::JumpNe => compare_jump!(r!(instruction.b()), Ne, true, |a, b| a != b),
                Opcode::JumpGt => compare_jump!(r!(instruction.b()), Gt, true, |a, b| a > b),
                Opcode::JumpGe => compare_jump!(r!(instruction.b()), Ge, true, |a, b| a >= b),
                Opcode::JumpNotLt => compare_jump!(r!(instruction.b()), Lt, false, |a, b| a < b),
                Opcode::JumpNotLe => compare_jump!(r!(instruction.b()), Le, false, |a, b| a <= b),
                Opcode::JumpNotEq => compare_jump!(r!(instruction.b()), Eq, false, |a, b| a == b),
                Opcode::JumpNotNe => compare_jump!(r!(instruction.b()), Ne, false, |a, b| a != b),
                Opcode::JumpNotGt => compare_jump!(r!(instruction.b()), Gt, false, |a, b| a > b),
                Opcode::JumpNotGe => compare_jump!(r!(instruction.b()), Ge, false, |a, b| a >= b),
                Opcode::JumpLtK => compare_jump!(k!(instruction.b()), Lt, true, |a, b| a < b),
                Opcode::JumpLeK => compare_jump!(k!(instruction.b()), Le, true, |a, b| a <= b),
                Opcode::JumpEqK => compare_jump!(k!(instruction.b()), Eq, true, |a, b| a == b),
                Opcode::JumpNeK => compare_jump!(k!(instruction.b()), Ne, true, |a, b| a != b),
                Opcode::JumpGtK => compare_jump!(k!(instruction.b()), Gt, true, |a, b| a > b),
                Opcode::JumpGeK => compare_jump!(k!(instruction.b()), Ge, true, |a, b| a >= b),
                Opcode::JumpNotLtK => compare_jump!(k!(instruction.b()), Lt, false, |a, b| a < b),
                Opcode::JumpNotLeK => compare_jump!(k!(instruction.b()), Le, false, |a, b| a <= b),
                Opcode::JumpNotEqK => compare_jump!(k!(instruction.b()), Eq, false, |a, b| a == b),
                Opcode::JumpNotNeK => compare_jump!(k!(instruction.b()), Ne, false, |a, b| a != b),
                Opcode::JumpNotGtK => compare_jump!(k!(instruction.b()), Gt, false, |a, b| a > b),
                Opcode::JumpNotGeK => compare_jump!(k!(instruction.b()), Ge, false, |a, b| a >= b),
                Opcode::JumpIs => {
                    if r!(instruction.a()) == r!(instruction.b()) {
                        jump!(instruction.offset());
                    }
                }
                Opcode::JumpIsNot => {
                    if r!(instruction.a()) != r!(instruction.b()) {
                        jump!(instruction.offset());
                    }
                }

                // -- Building values
                Opcode::BuildTuple => {
                    save!();
                    let tuple = attempt!(vm.new_tuple(range!(instruction.b(), instruction.c())));
                    set!(instruction.a(), tuple.value());
                }
                Opcode::BuildList => {
                    save!();
                    let list = attempt!(vm.new_list(range!(instruction.b(), instruction.c())));
                    set!(instruction.a(), list.value());
                }
                Opcode::BuildSet => {
                    save!();
                    let set = attempt!(vm.build_set(range!(instruction.b(), instruction.c())));
                    set!(instruction.a(), set);
                }
                Opcode::BuildDict => {
                    save!();
                    let dict =
                        attempt!(vm.build_dict(range!(instruction.b(), instruction.c() * 2)));
                    set!(instruction.a(), dict);
                }
                Opcode::BuildSlice => {
                    save!();
                    let slice = attempt!(vm.new_slice(
                        r!(instruction.b()),
                        r!(instruction.b() + 1),
                        r!(instruction.b() + 2)
                    ));
                    set!(instruction.a(), slice.value());
                }
                Opcode::BuildString => {
                    save!();
                    let text = attempt!(vm.build_string(range!(instruction.b(), instruction.c())));
                    set!(instruction.a(), text);
                }
                Opcode::ListAppend => {
                    if let Some(list) = r!(instruction.a()).cast::<List>() {
                        save!();
                        attempt!(vm.list_append(list, r!(instruction.b())));
                    }
                }
                Opcode::ListExtend => {
                    save!();
                    attempt!(vm.extend_display(r!(instruction.a()), r!(instruction.b())));
                }
                Opcode::ListToTuple => {
                    save!();
                    let items = gc::TempVec::from(
                        r!(instruction.b())
                            .cast::<List>()
                            // SAFETY: *window* and *verified*, as said at the head of the loop.
                            .map_or(&[][..], |list| unsafe { &*(list.items() as *const [Value]) }),
                    );
                    let tuple = attempt!(vm.new_tuple(&items));
                    set!(instruction.a(), tuple.value());
                }
                Opcode::SetAdd => {
                    save!();
                    attempt!(vm.set_add(r!(instruction.a()), r!(instruction.b())));
                }
                Opcode::SetUpdate => {
                    save!();
                    attempt!(vm.set_update(r!(instruction.a()), r!(instruction.b())));
                }
                Opcode::DictAdd => {
                    save!();
                    attempt!(vm.dict_add(
                        r!(instruction.a()),
                        r!(instruction.b()),
                        r!(instruction.c())
                    ));
                }
                Opcode::DictUpdate => {
                    save!();
                    attempt!(vm.dict_update_display(r!(instruction.a()), r!(instruction.b())));
                }
                Opcode::DictMerge => {
                    save!();
                    attempt!(vm.dict_merge_keywords(
                        r!(instruction.a()),
                        r!(instruction.b()),
                        r!(instruction.c())
                    ));
                }
                Opcode::FormatValue => {
                    save!();
                    let spec =
                        if instruction.x() & 4 != 0 { r!(instruction.c()) } else { Value::UNBOUND };
                    let text =
                        attempt!(vm.format_value(r!(instruction.b()), instruction.x() & 3, spec));
                    set!(instruction.a(), text);
                }
                Opcode::BuildInterpolation => {
                    save!();
                    let parts = range!(instruction.b(), 3u16);
                    let value = attempt!(
                        vm.build_interpolation([parts[0], parts[1], parts[2]], instruction.x())
                    );
                    set!(instruction.a(), value);
                }
                Opcode::BuildTemplate => {
                    save!();
                    let value =
                        attempt!(vm.build_template(r!(instruction.b()), r!(instruction.b() + 1)));
                    set!(instruction.a(), value);
                }
                Opcode::Unpack => {
                    let source = r!(instruction.b());
                    let count = usize::from(instruction.c());
                    if let Some(tuple) = source.cast::<Tuple>()
                        && tuple.len() == count
                        && tuple.is_exact()
                    {
                        for (index, &item) in tuple.items().iter().enumerate() {
                            set!(instruction.a() + index as u16, item);
                        }
                    } else {
                        save!();
                        let items = attempt!(vm.unpack(source, count));
                        for (index, &item) in items.iter().enumerate() {
                            set!(instruction.a() + index as u16, item);
                        }
                    }
                }
                Opcode::UnpackStar => {
                    save!();
                    let items = attempt!(vm.unpack_star(
                        r!(instruction.b()),
                        usize::from(instruction.x()),
                        usize::from(instruction.c())
                    ));
                    for (index, &item) in items.iter().enumerate() {
                        set!(instruction.a() + index as u16, item);
                    }
                }

                // -- Calls
                Opcode::Call => {
                    save!();
                    called!(super::calls::call(
                        vm,
                        instruction.b(),
                        instruction.c(),
                        instruction.a()
                    ));
                }
                Opcode::CallMethod => {
                    save!();
                    called!(super::calls::call_method(
                        vm,
                        instruction.b(),
                        instruction.c(),
                        instruction.a()
                    ));
                }
                Opcode::CallKeywords => {
                    save!();
                    called!(super::calls::call_keywords(
                        vm,
                        instruction.b(),
                        1,
                        instruction.c(),
                        instruction.x(),
                        instruction.a()
                    ));
                }
                Opcode::CallMethodKeywords => {
                    save!();
                    called!(super::calls::call_keywords(
                        vm,
                        instruction.b(),
                        2,
                        instruction.c(),
                        instruction.x(),
                        instruction.a()
                    ));
                }
                Opcode::CallSpread => {
                    save!();
                    called!(super::calls::call_spread(vm, instruction.b(), instruction.a()));
                }
                Opcode::Return => {
                    let value = r!(instruction.a());
                    let generator = frame!().generator;
                    if !generator.is_unbound() {
                        vm.finish_generator(generator);
                    }
                    deliver!(value, false);
                }
                Opcode::Intrinsic => {
                    save!();
                    let value = attempt!(
                        vm.intrinsic(instruction.x(), range!(instruction.b(), instruction.c()))
                    );
                    set!(instruction.a(), value);
                }
                Opcode::MakeFunction => {
                    save!();
                    let parts = range!(instruction.c(), instruction.x().count_ones() as u16);
                    let function =
                        attempt!(vm.make_function(k!(instruction.b()), instruction.x(), parts));
                    set!(instruction.a(), function);
                }
                Opcode::LoadBuildClass => {
                    save!();
                    let value = attempt!(vm.load_build_class());
                    set!(instruction.a(), value);
                }

                // -- Iteration
                Opcode::GetIter => {
                    save!();
                    let iterator = attempt!(vm.get_iter(r!(instruction.b())));
                    set!(instruction.a(), iterator);
                }
                Opcode::ForIter => {
                    save!();
                    match attempt!(super::iteration::for_iter(
                        vm,
                        r!(instruction.b()),
                        instruction.a()
                    )) {
                        super::iteration::Step::Item(item) => set!(instruction.a(), item),
                        super::iteration::Step::End => jump!(instruction.offset()),
                        super::iteration::Step::Frame => enter!(),
                    }
                }

                // -- Generators and coroutines
                Opcode::MakeGenerator => {
                    save!();
                    let generator = attempt!(vm.make_generator());
                    deliver!(generator, false);
                }
                Opcode::Yield => {
                    save!();
                    let value = r!(instruction.b());
                    attempt!(vm.suspend_generator());
                    deliver!(value, true);
                }
                Opcode::Send => {
                    save!();
                    match attempt!(super::generators::send(
                        vm,
                        r!(instruction.b()),
                        r!(instruction.a()),
                        instruction.a()
                    )) {
                        super::generators::Sent::Yielded(value) => set!(instruction.a(), value),
                        super::generators::Sent::Returned(value) => {
                            set!(instruction.a(), value);
                            jump!(instruction.offset());
                        }
                        super::generators::Sent::Frame => enter!(),
                    }
                }
                Opcode::GetYieldFromIter => {
                    save!();
                    let value = attempt!(vm.get_yield_from_iter(r!(instruction.b())));
                    set!(instruction.a(), value);
                }
                Opcode::GetAwaitable => {
                    save!();
                    let value =
                        attempt!(vm.get_awaitable_for(r!(instruction.b()), instruction.x()));
                    set!(instruction.a(), value);
                }
                Opcode::GetAsyncIter => {
                    save!();
                    let value = attempt!(vm.get_async_iter(r!(instruction.b())));
                    set!(instruction.a(), value);
                }
                Opcode::GetAsyncNext => {
                    save!();
                    let value = attempt!(vm.get_async_next(r!(instruction.b())));
                    set!(instruction.a(), value);
                }
                Opcode::EndAsyncFor => {
                    save!();
                    let exception = r!(instruction.a());
                    let class = vm.exceptions.StopAsyncIteration;
                    if vm.type_of(exception).is_subtype(class) {
                        jump!(instruction.offset());
                    } else {
                        vm.interpreter.frames.last_mut().expect("a frame runs").extra =
                            Value::UNBOUND;
                        break 'raised vm.reraise(exception);
                    }
                }

                // -- Exceptions
                Opcode::Raise => {
                    save!();
                    let value =
                        if instruction.x() >= 1 { r!(instruction.a()) } else { Value::UNBOUND };
                    let cause =
                        if instruction.x() == 2 { r!(instruction.b()) } else { Value::UNBOUND };
                    break 'raised vm.raise_statement(value, cause);
                }
                Opcode::Reraise => {
                    save!();
                    break 'raised vm.reraise(r!(instruction.a()));
                }
                Opcode::PushHandled => {
                    let frame = frame!();
                    let before = std::mem::replace(&mut frame.handled, r!(instruction.b()));
                    // An unbound register may not be moved about: `None` stands for "nothing handled".
                    set!(instruction.a(), before.bound().unwrap_or(Value::NONE));
                }
                Opcode::PopHandled => {
                    let before = r!(instruction.a());
                    frame!().handled = if before.is_none() { Value::UNBOUND } else { before };
                }
                Opcode::JumpUnlessMatch => {
                    save!();
                    if !attempt!(crate::builtins::exceptions::exception_matches(
                        vm,
                        r!(instruction.a()),
                        r!(instruction.b())
                    )) {
                        jump!(instruction.offset());
                    }
                }
                Opcode::MatchGroup => {
                    save!();
                    let (matched, rest) = attempt!(crate::builtins::exceptions::match_group(
                        vm,
                        r!(instruction.b()),
                        r!(instruction.c())
                    ));
                    set!(instruction.a(), matched);
                    set!(instruction.a() + 1, rest);
                }
                Opcode::PrepareReraiseStar => {
                    save!();
                    let value = attempt!(crate::builtins::exceptions::prepare_reraise_star(
                        vm,
                        r!(instruction.b()),
                        r!(instruction.c())
                    ));
                    set!(instruction.a(), value);
                }
                Opcode::LoadSpecial => {
                    save!();
                    let (method, receiver) =
                        attempt!(vm.load_special(r!(instruction.b()), instruction.x()));
                    set!(instruction.a(), method);
                    set!(instruction.a() + 1, receiver);
                }
                Opcode::WithExit => {
                    save!();
                    let value = attempt!(vm.with_exit(
                        r!(instruction.b()),
                        r!(instruction.b() + 1),
                        r!(instruction.c())
                    ));
                    set!(instruction.a(), value);
                }
                Opcode::RaiseAssertion => {
                    save!();
                    let message =
                        if instruction.x() == 1 { Some(r!(instruction.a())) } else { None };
                    break 'raised vm.raise_assertion(message);
                }

                // -- Imports
                Opcode::ImportName => {
                    save!();
                    let name = super::attribute::name(cache!(instruction.c()));
                    let value = attempt!(vm.import_statement(
                        name,
                        r!(instruction.b()),
                        r!(instruction.b() + 1)
                    ));
                    set!(instruction.a(), value);
                }
                Opcode::ImportFrom => {
                    save!();
                    let name = super::attribute::name(cache!(instruction.c()));
                    let value = attempt!(vm.import_from(r!(instruction.b()), name));
                    set!(instruction.a(), value);
                }
                Opcode::ImportStar => {
                    save!();
                    attempt!(vm.import_star(r!(instruction.a())));
                }

                // -- Pattern matching
                Opcode::MatchClass => {
                    save!();
                    let value = attempt!(vm.match_class(
                        r!(instruction.b()),
                        r!(instruction.c()),
                        r!(instruction.c() + 1),
                        usize::from(instruction.x())
                    ));
                    set!(instruction.a(), value);
                }
                Opcode::MatchKeys => {
                    save!();
                    let value = attempt!(vm.match_keys(r!(instruction.b()), r!(instruction.c())));
                    set!(instruction.a(), value);
                }
                Opcode::MatchMapping => {
                    let fits = vm
                        .type_of(r!(instruction.b()))
                        .flags()
                        .contains(crate::object::TypeFlags::MAPPING);
                    set!(instruction.a(), Value::from_bool(fits));
                }
                Opcode::MatchSequence => {
                    let fits = vm
                        .type_of(r!(instruction.b()))
                        .flags()
                        .contains(crate::object::TypeFlags::SEQUENCE);
                    set!(instruction.a(), Value::from_bool(fits));
                }
                Opcode::MatchRest => {
                    save!();
                    let value = attempt!(vm.match_rest(r!(instruction.b()), r!(instruction.c())));
                    set!(instruction.a(), value);
                }
                Opcode::GetLen => {
                    save!();
                    let len = attempt!(vm.len(r!(instruction.b())));
                    set!(instruction.a(), Value::from_small(len as i64));
                }
            }
        };
        super::unwind::unwind(vm, entry_depth, raised)?;
        enter!();
    }
}

#[inline(never)]
fn slow_binary(
    vm: &mut Vm,
    left: Value,
    right: Value,
    op: BinaryOp,
    inplace: bool,
) -> PyResult<Value> {
    if inplace { vm.binary_inplace(left, right, op) } else { vm.binary(left, right, op) }
}

#[inline(never)]
fn slow_compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    vm.compare(left, right, op)
}

#[inline(never)]
fn slow_compare_bool(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<bool> {
    if let (CompareOp::Eq | CompareOp::Ne, Some(left), Some(right)) =
        (op, left.cast::<crate::builtins::str::Str>(), right.cast::<crate::builtins::str::Str>())
        && left.is_exact()
        && right.is_exact()
    {
        return Ok(left.equals(&right) == (op == CompareOp::Eq));
    }
    vm.compare_bool(left, right, op)
}

#[inline(never)]
fn slow_get_item(vm: &mut Vm, container: Value, key: Value) -> PyResult<Value> {
    vm.get_item(container, key)
}

#[inline(always)]
fn divide(a: i64, b: i64) -> Option<Value> {
    // Small ints are exact as floats.
    if b == 0 { None } else { Some(Value::from_f64(a as f64 / b as f64)) }
}

#[inline(always)]
fn floor_divide(a: i64, b: i64) -> Option<Value> {
    if b == 0 {
        return None;
    }
    let quotient = a / b;
    Value::from_i64(if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
}

#[inline(always)]
fn modulo(a: i64, b: i64) -> Option<Value> {
    if b == 0 {
        return None;
    }
    let remainder = a % b;
    Some(Value::from_small(if remainder != 0 && (remainder < 0) != (b < 0) {
        remainder + b
    } else {
        remainder
    }))
}

#[inline(always)]
fn left_shift(a: i64, b: i64) -> Option<Value> {
    if !(0..=48).contains(&b) {
        return None;
    }
    let shifted = a << b;
    if shifted >> b == a { Value::from_i64(shifted) } else { None }
}

#[inline(always)]
fn right_shift(a: i64, b: i64) -> Option<Value> {
    if b < 0 { None } else { Some(Value::from_small(a >> b.min(63))) }
}
