//! `_sre_engine`: runs compiled regular expressions. Patterns and matches are Python objects, in the library's `_sre`.
//!
//! The engine is the crate `rustpython-sre_engine`.

use gc::{Gc, TempVec, Value};
use rustpython_sre_engine::{Request, State, StrDrive};

use crate::builtins::host_object::HostObject;
use crate::builtins::str::{Points, Str};
use crate::object::kind;
use crate::{PyResult, Vm, builtin_type, native_module};

/// A compiled expression.
struct Program {
    codes: Vec<u32>,
}

builtin_type! {
    /// A compiled regular expression for the engine.
    pub(super) static PROGRAM = "_sre_engine.Program"("object") {
        kind kind::HOST_OBJECT;
        slots { }
    }
}

fn program(vm: &mut Vm, codes: Value) -> PyResult<Gc<HostObject>> {
    let mut program = Program { codes: Vec::new() };
    for &code in vm.collect_items(codes)?.iter() {
        match u32::try_from(vm.index_clamped(code)?) {
            Ok(code) => program.codes.push(code),
            Err(_) => return Err(vm.overflow_error("regular expression code size limit exceeded")),
        }
    }
    let class = vm.native_type(&PROGRAM)?;
    vm.new_host_object(class, program)
}

/// How a program is run: numbers of the library's `_sre`.
const SEARCH: i64 = 1;
const FULL: i64 = 2;

fn execute<S: StrDrive>(
    text: S,
    codes: &[u32],
    start: usize,
    end: usize,
    mode: i64,
    must_advance: bool,
) -> Option<Vec<Option<(usize, usize)>>> {
    let mut request = Request::new(text, start, end, codes, mode == FULL);
    request.must_advance = must_advance;
    let mut state = State::default();
    let found = if mode == SEARCH { state.search(request) } else { state.py_match(&request) };
    if !found {
        return None;
    }
    let mut marks = vec![Some((state.start, state.cursor.position))];
    let groups = state.marks.raw().len().div_ceil(2);
    for group in 0..groups {
        let (from, to) = state.marks.get(group);
        marks.push(from.into_option().zip(to.into_option()));
    }
    // Where the last group that matched is told lies behind the groups.
    let last = state.marks.last_index();
    marks.push(usize::try_from(last).ok().map(|last| (last, last)));
    Some(marks)
}

fn run(
    vm: &mut Vm,
    program: Value,
    text: Value,
    start: i64,
    end: i64,
    mode: i64,
    must_advance: bool,
) -> PyResult<Value> {
    let Some(object) = program.cast::<HostObject>() else {
        return Err(vm.type_error("a program is required"));
    };
    let codes = match vm.host_state::<Program>(object) {
        Some(program) => std::mem::take(&mut program.codes),
        None => return Err(vm.type_error("a program is required")),
    };
    let bound = |number: i64| usize::try_from(number).unwrap_or(0);
    let (start, end) = (bound(start), bound(end));
    let bytes = vm.bytes_text(text);
    let string = text.cast::<Str>();
    // The engine trusts its program; one that was made up may make it panic, which is no reason to end.
    let result =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match (string, &bytes) {
            (Some(string), _) => match string.points() {
                Points::One(points) => Ok(execute(points, &codes, start, end, mode, must_advance)),
                _ => {
                    let lossy: String = string
                        .iter()
                        .map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
                        .collect();
                    Ok(execute(lossy.as_str(), &codes, start, end, mode, must_advance))
                }
            },
            (None, Some(bytes)) => Ok(execute(&bytes[..], &codes, start, end, mode, must_advance)),
            (None, None) => Err(()),
        }));
    if let Some(program) = vm.host_state::<Program>(object) {
        program.codes = codes;
    }
    vm.charge(1 + end.saturating_sub(start) / 16)?;
    match result {
        Ok(Ok(None)) => Ok(Value::NONE),
        Ok(Ok(Some(marks))) => {
            let mut values = TempVec::with_capacity(marks.len() * 2);
            for mark in marks {
                let (from, to) = mark.map_or((-1, -1), |(from, to)| (from as i64, to as i64));
                values.push(Value::from_small(from));
                values.push(Value::from_small(to));
            }
            Ok(vm.new_tuple(&values)?.value())
        }
        Ok(Err(())) => {
            let class = vm.type_of(text).name_text();
            Err(vm.type_error(format_args!("expected string or bytes-like object, got '{class}'")))
        }
        Err(_) => Err(vm.runtime_error("invalid SRE code")),
    }
}

fn lower(point: i64) -> i64 {
    let lowered = text::unicode::to_lower(u32::try_from(point).unwrap_or(0));
    match lowered.as_slice() {
        &[one] => i64::from(one),
        _ => point,
    }
}

fn is_cased(point: i64) -> bool {
    let point = u32::try_from(point).unwrap_or(0);
    let (lower, upper) = (text::unicode::to_lower(point), text::unicode::to_upper(point));
    lower.as_slice() != [point] || upper.as_slice() != [point]
}

native_module! {
    /// The engine of regular expressions.
    pub(super) static SRE_ENGINE = "_sre_engine" {
        functions {
            "program(codes, /)" => program;
            "run(program, text, start, end, mode, must_advance, /)" => run;
            "unicode_tolower(character, /)" => |_: &mut Vm, point: i64| lower(point);
            "unicode_iscased(character, /)" => |_: &mut Vm, point: i64| is_cased(point);
        }
        types { &PROGRAM }
    }
}
