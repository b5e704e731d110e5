//! `_json`: the hot loops of the module `json`.

use gc::{Gc, TempVec, Value};

use crate::builtins::dict::DictChange;
use crate::builtins::simple::Cells;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::native::Args;
use crate::object::{Type, kind};
use crate::{PyResult, Raised, Vm, builtin_type, native_module};

// -- Reading ---------------------------------------------------------------------------------------

/// Raises `json.JSONDecodeError` about a place of the document.
fn decode_error(vm: &mut Vm, message: &str, document: Value, place: usize) -> Raised {
    match make_decode_error(vm, message, document, place) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

fn make_decode_error(vm: &mut Vm, message: &str, document: Value, place: usize) -> PyResult<Value> {
    let module = vm.import_module("json.decoder")?;
    let name = vm.intern("JSONDecodeError")?;
    let class = vm.get_attribute(module, name)?;
    let message = vm.new_str(message)?.value();
    vm.call_values(class, &[message, document, Value::from_small(place as i64)])
}

/// Raises `StopIteration(place)`: no value begins there.
fn no_value(vm: &mut Vm, place: usize) -> Raised {
    let class = vm.exceptions.StopIteration;
    vm.raise_args(class, &[Value::from_small(place as i64)])
}

fn hex(points: &[u32]) -> Option<u32> {
    points
        .iter()
        .try_fold(0, |number, &point| Some(number * 16 + char::from_u32(point)?.to_digit(16)?))
}

/// The string whose first character is at `start`, and the place behind its closing quote.
fn string(
    vm: &mut Vm,
    document: Value,
    points: &[u32],
    start: usize,
    strict: bool,
) -> PyResult<(Gc<Str>, usize)> {
    let begin = start.saturating_sub(1);
    let mut out: Vec<u32> = Vec::new();
    let mut place = start;
    loop {
        let rest = points.get(place..).unwrap_or(&[]);
        let run = rest
            .iter()
            .position(|&point| point == 0x22 || point == 0x5C || point < 0x20)
            .unwrap_or(rest.len());
        if out.is_empty() && rest.get(run) == Some(&0x22) {
            // Nothing to replace: the usual case.
            return Ok((vm.new_str_from_points(&rest[..run])?, place + run + 1));
        }
        out.extend_from_slice(&rest[..run]);
        place += run;
        match points.get(place) {
            None => {
                return Err(decode_error(vm, "Unterminated string starting at", document, begin));
            }
            Some(0x22) => return Ok((vm.new_str_from_points(&out)?, place + 1)),
            Some(0x5C) => {}
            Some(&control) => {
                if strict {
                    return Err(decode_error(vm, "Invalid control character at", document, place));
                }
                out.push(control);
                place += 1;
                continue;
            }
        }
        let Some(&escape) = points.get(place + 1) else {
            return Err(decode_error(vm, "Unterminated string starting at", document, begin));
        };
        place += 2;
        out.push(match char::from_u32(escape) {
            Some('"' | '\\' | '/') => escape,
            Some('b') => 8,
            Some('f') => 12,
            Some('n') => 10,
            Some('r') => 13,
            Some('t') => 9,
            Some('u') => {
                let Some(mut point) = points.get(place..place + 4).and_then(hex) else {
                    return Err(decode_error(vm, "Invalid \\uXXXX escape", document, place - 1));
                };
                place += 4;
                if (0xD800..0xDC00).contains(&point)
                    && points.get(place..place + 2) == Some(&[0x5C, 0x75][..])
                    && let Some(low) = points.get(place + 2..place + 6).and_then(hex)
                    && (0xDC00..0xE000).contains(&low)
                {
                    point = 0x10000 + ((point - 0xD800) << 10 | (low - 0xDC00));
                    place += 6;
                }
                point
            }
            _ => return Err(decode_error(vm, "Invalid \\escape", document, place - 2)),
        });
    }
}

fn scan_string(vm: &mut Vm, document: Gc<Str>, end: i64, strict: bool) -> PyResult<Value> {
    let points = document.to_points();
    let Some(start) = usize::try_from(end).ok().filter(|&start| start <= points.len()) else {
        return Err(vm.value_error("end is out of bounds"));
    };
    let (text, place) = string(vm, document.value(), &points, start, strict)?;
    Ok(vm.new_tuple(&[text.value(), Value::from_small(place as i64)])?.value())
}

/// What a scanner was made with.
struct Context {
    strict: bool,
    object_hook: Value,
    object_pairs_hook: Value,
    parse_float: Value,
    parse_int: Value,
    parse_constant: Value,
}

/// A document that is being read.
struct Reader<'a> {
    document: Value,
    points: &'a [u32],
    context: Context,
}

impl Reader<'_> {
    fn skip(&self, mut place: usize) -> usize {
        while matches!(self.points.get(place), Some(0x20 | 0x09 | 0x0A | 0x0D)) {
            place += 1;
        }
        place
    }

    fn error(&self, vm: &mut Vm, message: &str, place: usize) -> Raised {
        decode_error(vm, message, self.document, place)
    }

    fn starts(&self, place: usize, word: &str) -> bool {
        word.bytes()
            .enumerate()
            .all(|(index, byte)| self.points.get(place + index) == Some(&u32::from(byte)))
    }

    fn value(&self, vm: &mut Vm, place: usize) -> PyResult<(Value, usize)> {
        let Some(&point) = self.points.get(place) else { return Err(no_value(vm, place)) };
        match char::from_u32(point) {
            Some('"') => {
                let (text, end) =
                    string(vm, self.document, self.points, place + 1, self.context.strict)?;
                Ok((text.value(), end))
            }
            Some('{') => {
                vm.check_stack()?;
                self.object(vm, place + 1)
            }
            Some('[') => {
                vm.check_stack()?;
                self.array(vm, place + 1)
            }
            Some('n') if self.starts(place, "null") => Ok((Value::NONE, place + 4)),
            Some('t') if self.starts(place, "true") => Ok((Value::TRUE, place + 4)),
            Some('f') if self.starts(place, "false") => Ok((Value::FALSE, place + 5)),
            Some('N') if self.starts(place, "NaN") => self.constant(vm, "NaN", place),
            Some('I') if self.starts(place, "Infinity") => self.constant(vm, "Infinity", place),
            Some('-') if self.starts(place, "-Infinity") => self.constant(vm, "-Infinity", place),
            _ => self.number(vm, place),
        }
    }

    fn constant(&self, vm: &mut Vm, word: &str, place: usize) -> PyResult<(Value, usize)> {
        let text = vm.new_str(word)?.value();
        let value = vm.call_values(self.context.parse_constant, &[text])?;
        Ok((value, place + word.len()))
    }

    fn number(&self, vm: &mut Vm, start: usize) -> PyResult<(Value, usize)> {
        let digit = |place: usize| {
            self.points.get(place).is_some_and(|&point| (0x30..=0x39).contains(&point))
        };
        let mut place = start + usize::from(self.points.get(start) == Some(&0x2D));
        if !digit(place) {
            return Err(no_value(vm, start));
        }
        if self.points[place] == 0x30 {
            place += 1;
        } else {
            while digit(place) {
                place += 1;
            }
        }
        let mut is_float = false;
        if self.points.get(place) == Some(&0x2E) && digit(place + 1) {
            is_float = true;
            place += 2;
            while digit(place) {
                place += 1;
            }
        }
        if matches!(self.points.get(place), Some(0x65 | 0x45)) {
            let mut after = place + 1;
            if matches!(self.points.get(after), Some(0x2B | 0x2D)) {
                after += 1;
            }
            if digit(after) {
                is_float = true;
                place = after;
                while digit(place) {
                    place += 1;
                }
            }
        }
        let text: String =
            self.points[start..place].iter().filter_map(|&point| char::from_u32(point)).collect();
        let (hook, class) = if is_float {
            (self.context.parse_float, vm.types.float)
        } else {
            (self.context.parse_int, vm.types.int)
        };
        if hook == class.value() {
            if is_float && let Ok(number) = text.parse::<f64>() {
                return Ok((Value::from_f64(number), place));
            }
            if let Ok(number) = text.parse::<i64>() {
                return Ok((vm.new_int(number)?, place));
            }
        }
        let text = vm.new_str(&text)?.value();
        Ok((vm.call_values(hook, &[text])?, place))
    }

    /// The value of an item; that none begins there is an error within a container.
    fn item(&self, vm: &mut Vm, place: usize) -> PyResult<(Value, usize)> {
        vm.charge(1)?;
        match self.value(vm, place) {
            Ok(found) => Ok(found),
            Err(raised) => {
                let class = vm.exceptions.StopIteration;
                let exception = vm.catch_if(raised, class)?;
                let name = vm.intern("value")?;
                let at = vm.get_attribute(exception, name)?.as_small().unwrap_or(0);
                Err(self.error(vm, "Expecting value", at as usize))
            }
        }
    }

    fn array(&self, vm: &mut Vm, place: usize) -> PyResult<(Value, usize)> {
        let mut values = TempVec::new();
        let mut place = self.skip(place);
        if self.points.get(place) == Some(&0x5D) {
            return Ok((vm.new_list(&[])?.value(), place + 1));
        }
        loop {
            let (value, end) = self.item(vm, place)?;
            values.push(value);
            place = self.skip(end);
            match self.points.get(place) {
                Some(0x5D) => return Ok((vm.new_list(&values)?.value(), place + 1)),
                Some(0x2C) => {}
                _ => return Err(self.error(vm, "Expecting ',' delimiter", place)),
            }
            let comma = place;
            place = self.skip(place + 1);
            if self.points.get(place) == Some(&0x5D) {
                return Err(self.error(vm, "Illegal trailing comma before end of array", comma));
            }
        }
    }

    fn object(&self, vm: &mut Vm, place: usize) -> PyResult<(Value, usize)> {
        let pairs_wanted = !self.context.object_pairs_hook.is_none();
        let mut pairs = TempVec::new();
        let dict = vm.new_dict()?;
        let mut place = self.skip(place);
        if self.points.get(place) == Some(&0x7D) {
            place += 1;
        } else {
            if self.points.get(place) != Some(&0x22) {
                let message = "Expecting property name enclosed in double quotes";
                return Err(self.error(vm, message, place));
            }
            loop {
                let (key, end) =
                    string(vm, self.document, self.points, place + 1, self.context.strict)?;
                place = self.skip(end);
                if self.points.get(place) != Some(&0x3A) {
                    return Err(self.error(vm, "Expecting ':' delimiter", place));
                }
                place = self.skip(place + 1);
                let (value, end) = self.item(vm, place)?;
                if pairs_wanted {
                    pairs.push(vm.new_tuple(&[key.value(), value])?.value());
                } else {
                    dict.set(vm, key.value(), value)?;
                }
                place = self.skip(end);
                match self.points.get(place) {
                    Some(0x7D) => {
                        place += 1;
                        break;
                    }
                    Some(0x2C) => {}
                    _ => return Err(self.error(vm, "Expecting ',' delimiter", place)),
                }
                let comma = place;
                place = self.skip(place + 1);
                match self.points.get(place) {
                    Some(0x22) => {}
                    Some(0x7D) => {
                        let message = "Illegal trailing comma before end of object";
                        return Err(self.error(vm, message, comma));
                    }
                    _ => {
                        let message = "Expecting property name enclosed in double quotes";
                        return Err(self.error(vm, message, place));
                    }
                }
            }
        }
        if pairs_wanted {
            let pairs = vm.new_list(&pairs)?.value();
            return Ok((vm.call_values(self.context.object_pairs_hook, &[pairs])?, place));
        }
        let mut value = dict.value();
        if !self.context.object_hook.is_none() {
            value = vm.call_values(self.context.object_hook, &[value])?;
        }
        Ok((value, place))
    }
}

const SETTINGS: [&str; 6] =
    ["strict", "object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"];

fn new_scanner(vm: &mut Vm, class: Gc<Type>, context: Value) -> PyResult<Gc<Cells>> {
    let mut settings = TempVec::new();
    for name in SETTINGS {
        let name = vm.intern(name)?;
        settings.push(vm.get_attribute(context, name)?);
    }
    let settings = vm.new_tuple(&settings)?.value();
    vm.new_cells(class, settings)
}

fn scan_once(vm: &mut Vm, value: Value, args: Args<'_>) -> PyResult<Value> {
    let &[document, place] = args.values else {
        let got = args.values.len();
        return Err(vm.type_error(format_args!("scan_once expected 2 arguments, got {got}")));
    };
    let Some(text) = document.cast::<Str>() else {
        let class = vm.type_of(document).name_text();
        return Err(vm.type_error(format_args!("first argument must be a string, not {class}")));
    };
    let place = vm.index_clamped(place)?;
    let Ok(place) = usize::try_from(place) else {
        return Err(vm.value_error("idx cannot be negative"));
    };
    let settings = value.cast::<Cells>().and_then(|cells| cells.first.get().cast::<Tuple>());
    let Some(&[strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant]) =
        settings.as_ref().map(|settings| settings.items())
    else {
        return Err(vm.type_error("not a scanner"));
    };
    let context = Context {
        strict: vm.is_true(strict)?,
        object_hook,
        object_pairs_hook,
        parse_float,
        parse_int,
        parse_constant,
    };
    vm.charge(text.len() / 16)?;
    let points = text.to_points();
    let reader = Reader { document, points: &points, context };
    let (found, end) = reader.value(vm, place)?;
    Ok(vm.new_tuple(&[found, Value::from_small(end as i64)])?.value())
}

// -- Writing ---------------------------------------------------------------------------------------

/// The text in quotes, with escapes; `ascii`: of everything beyond ASCII too.
fn quoted(text: &Str, ascii: bool, out: &mut Vec<u32>) {
    out.push(0x22);
    for point in text.iter() {
        let short = match point {
            0x22 | 0x5C => Some(point),
            0x0A => Some(u32::from(b'n')),
            0x0D => Some(u32::from(b'r')),
            0x09 => Some(u32::from(b't')),
            0x0C => Some(u32::from(b'f')),
            0x08 => Some(u32::from(b'b')),
            _ => None,
        };
        let unit = |unit: u32, out: &mut Vec<u32>| {
            out.extend(format!("\\u{unit:04x}").bytes().map(u32::from));
        };
        match (short, point) {
            (Some(short), _) => out.extend_from_slice(&[0x5C, short]),
            (None, 0x20..=0x7E) => out.push(point),
            (None, 0x7F..) if !ascii => out.push(point),
            (None, 0x7F) => out.push(point),
            (None, 0x10000..) => {
                let rest = point - 0x10000;
                unit(0xD800 | rest >> 10, out);
                unit(0xDC00 | rest & 0x3FF, out);
            }
            (None, _) => unit(point, out),
        }
    }
    out.push(0x22);
}

fn encode_string(vm: &mut Vm, text: Value, ascii: bool) -> PyResult<Gc<Str>> {
    let Some(text) = text.cast::<Str>() else {
        let class = vm.type_of(text).name_text();
        return Err(vm.type_error(format_args!("first argument must be a string, not {class}")));
    };
    vm.charge(text.len() / 16)?;
    let mut out = Vec::with_capacity(text.len() + 2);
    quoted(&text, ascii, &mut out);
    vm.new_str_from_points(&out)
}

native_module! {
    /// json speedups
    pub(super) static JSON = "_json" {
        functions {
            /// Scan the string s for a JSON string.
            "scanstring(string, end, strict=True, /)" => scan_string;
            /// Return an ASCII-only JSON representation of a Python string.
            "encode_basestring_ascii(string, /)" => |vm: &mut Vm, text: Value| encode_string(vm, text, true);
            /// Return a JSON representation of a Python string.
            "encode_basestring(string, /)" => |vm: &mut Vm, text: Value| encode_string(vm, text, false);
        }
        types { &SCANNER }
    }
}

builtin_type! {
    /// JSON scanner object
    static SCANNER = "_json.make_scanner"("object") {
        kind kind::CELLS;
        slots { call: scan_once }
        new "make_scanner(cls, context)" => new_scanner;
    }
}
