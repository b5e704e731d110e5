//! `unicodedata`.

use gc::{Gc, Value};
use text::unicode::{self, NormalForm};

use crate::builtins::dict::DictChange;
use crate::builtins::module::Module;
use crate::builtins::str::Str;
use crate::{PyResult, Vm, native_module};

fn point(vm: &mut Vm, character: Value, name: &str) -> PyResult<u32> {
    let Some(text) = character.cast::<Str>() else {
        let class = vm.type_of(character).name_text();
        return Err(vm.type_error(format_args!(
            "{name}() argument must be a unicode character, not {class}"
        )));
    };
    if text.len() != 1 {
        let len = text.len();
        return Err(vm.type_error(format_args!(
            "{name}(): argument must be a unicode character, not a string of length {len}"
        )));
    }
    Ok(text.get(0))
}

fn first_point(vm: &mut Vm, character: Value, name: &str) -> PyResult<u32> {
    let Some(text) = character.cast::<Str>() else {
        let class = vm.type_of(character).name_text();
        return Err(vm.type_error(format_args!(
            "{name}() argument 1 must be a unicode character, not {class}"
        )));
    };
    if text.len() != 1 {
        let len = text.len();
        return Err(vm.type_error(format_args!(
            "{name}(): argument 1 must be a unicode character, not a string of length {len}"
        )));
    }
    Ok(text.get(0))
}

fn or_default(
    vm: &mut Vm,
    found: Option<Value>,
    default: Option<Value>,
    what: &str,
) -> PyResult<Value> {
    match found.or(default) {
        Some(value) => Ok(value),
        None => Err(vm.value_error(what)),
    }
}

fn name(vm: &mut Vm, character: Value, default: Option<Value>) -> PyResult<Value> {
    let point = first_point(vm, character, "name")?;
    let found = match unicode::name(point) {
        Some(name) => Some(vm.new_str(&name)?.value()),
        None => None,
    };
    or_default(vm, found, default, "no such name")
}

fn lookup(vm: &mut Vm, name: Gc<Str>) -> PyResult<Value> {
    let text = name.to_string_lossy();
    match unicode::lookup(&text) {
        Some(point) => Ok(vm.char_str(point)?.value()),
        None => {
            let message = vm.new_str(&format!("undefined character name '{text}'"))?;
            Err(vm.key_error(message.value()))
        }
    }
}

fn form(vm: &mut Vm, name: Gc<Str>) -> PyResult<NormalForm> {
    match NormalForm::from_name(&name.to_string_lossy()) {
        Some(form) => Ok(form),
        None => Err(vm.value_error("invalid normalization form")),
    }
}

fn normalize(vm: &mut Vm, name: Gc<Str>, text: Gc<Str>) -> PyResult<Gc<Str>> {
    let form = form(vm, name)?;
    if text.is_ascii() {
        return Ok(text);
    }
    vm.charge(text.len() / 8)?;
    let normal = unicode::normalize(form, &text.to_points());
    vm.new_str_from_points(&normal)
}

fn is_normalized(vm: &mut Vm, name: Gc<Str>, text: Gc<Str>) -> PyResult<bool> {
    let form = form(vm, name)?;
    Ok(text.is_ascii() || unicode::is_normalized(form, &text.to_points()))
}

fn decimal(vm: &mut Vm, character: Value, default: Option<Value>) -> PyResult<Value> {
    let point = first_point(vm, character, "decimal")?;
    let found = unicode::decimal_value(point).map(|digit| Value::from_small(i64::from(digit)));
    or_default(vm, found, default, "not a decimal")
}

fn digit(vm: &mut Vm, character: Value, default: Option<Value>) -> PyResult<Value> {
    let point = first_point(vm, character, "digit")?;
    let found = unicode::digit_value(point).map(|digit| Value::from_small(i64::from(digit)));
    or_default(vm, found, default, "not a digit")
}

fn numeric(vm: &mut Vm, character: Value, default: Option<Value>) -> PyResult<Value> {
    let point = first_point(vm, character, "numeric")?;
    let found = unicode::numeric_value(point).map(Value::from_f64);
    or_default(vm, found, default, "not a numeric character")
}

fn complete(vm: &mut Vm, module: Gc<Module>) -> PyResult<()> {
    let Some(dict) = module.dict() else { return Ok(()) };
    let version = vm.new_str(unicode::UNIDATA_VERSION)?.value();
    let name = vm.intern("unidata_version")?;
    dict.set_name(vm, name, version)
}

native_module! {
    /// This module provides access to the Unicode Character Database which
    /// defines character properties for all Unicode characters.
    pub(super) static UNICODEDATA = "unicodedata" {
        functions {
            /// Returns the name assigned to the character chr as a string.
            "name(chr, default=<unrepresentable>, /)" => name;
            /// Look up character by name.
            "lookup(name, /)" => lookup;
            /// Return the normal form 'form' for the Unicode string unistr.
            "normalize(form, unistr, /)" => normalize;
            /// Return whether the Unicode string unistr is in the normal form 'form'.
            "is_normalized(form, unistr, /)" => is_normalized;
            /// Converts a Unicode character into its equivalent decimal value.
            "decimal(chr, default=<unrepresentable>, /)" => decimal;
            /// Converts a Unicode character into its equivalent digit value.
            "digit(chr, default=<unrepresentable>, /)" => digit;
            /// Converts a Unicode character into its equivalent numeric value.
            "numeric(chr, default=<unrepresentable>, /)" => numeric;
            /// Returns the general category assigned to the character chr as string.
            "category(chr, /)" => |vm: &mut Vm, chr: Value| { let point = point(vm, chr, "category")?; Ok::<&'static str, crate::Raised>(unicode::category(point)) };
            /// Returns the bidirectional class assigned to the character chr as string.
            "bidirectional(chr, /)" => |vm: &mut Vm, chr: Value| { let point = point(vm, chr, "bidirectional")?; Ok::<&'static str, crate::Raised>(unicode::bidirectional(point)) };
            /// Returns the canonical combining class assigned to the character chr as integer.
            "combining(chr, /)" => |vm: &mut Vm, chr: Value| { let point = point(vm, chr, "combining")?; Ok::<i64, crate::Raised>(i64::from(unicode::combining(point))) };
            /// Returns the mirrored property assigned to the character chr as integer.
            "mirrored(chr, /)" => |vm: &mut Vm, chr: Value| { let point = point(vm, chr, "mirrored")?; Ok::<i64, crate::Raised>(i64::from(unicode::mirrored(point))) };
            /// Returns the east asian width assigned to the character chr as string.
            "east_asian_width(chr, /)" => |vm: &mut Vm, chr: Value| { let point = point(vm, chr, "east_asian_width")?; Ok::<&'static str, crate::Raised>(unicode::east_asian_width(point)) };
            /// Returns the character decomposition mapping assigned to the character chr as string.
            "decomposition(chr, /)" => |vm: &mut Vm, chr: Value| { let point = point(vm, chr, "decomposition")?; Ok::<String, crate::Raised>(unicode::decomposition(point)) };
        }
        init complete;
    }
}
