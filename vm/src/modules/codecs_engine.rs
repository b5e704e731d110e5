//! `_codecs_engine`: the built-in codecs, for the Python module `_codecs` and everything on top of it.

use gc::{Gc, Value};
use text::codec::Encoding;

use crate::builtins::str::Str;
use crate::{PyResult, Vm, native_module};

fn decode(
    vm: &mut Vm,
    data: Value,
    encoding: Gc<Str>,
    errors: Gc<Str>,
    is_final: bool,
) -> PyResult<Value> {
    let bytes = match data.cast::<Str>() {
        Some(text) => text.to_wtf8(),
        None => vm.bytes_like(data)?,
    };
    let (encoding, errors) = (encoding.to_string_lossy(), errors.to_string_lossy());
    let object = vm.new_bytes(&bytes)?.value();
    let (text, used) = vm.decode_part(object, &bytes, &encoding, &errors, is_final)?;
    let used = Value::from_small(used as i64);
    Ok(vm.new_tuple(&[text.value(), used])?.value())
}

fn encode(vm: &mut Vm, text: Value, encoding: Gc<Str>, errors: Gc<Str>) -> PyResult<Value> {
    let (encoding, errors) = (encoding.to_string_lossy(), errors.to_string_lossy());
    vm.encode(text, &encoding, &errors)
}

fn escape_bytes(vm: &mut Vm, data: Value) -> PyResult<Value> {
    let bytes = vm.bytes_like(data)?;
    let shown = text::escape::repr_bytes(&bytes);
    // Without the `b` and the quotes; quotes are escaped as within apostrophes.
    let inner = &shown[2..shown.len() - 1];
    let inner =
        if shown.starts_with("b\"") { inner.replace('\'', "\\'") } else { inner.to_owned() };
    Ok(vm.new_bytes(inner.as_bytes())?.value())
}

native_module! {
    /// The built-in codecs.
    pub(super) static CODECS_ENGINE = "_codecs_engine" {
        functions {
            "decode(data, encoding, errors, final, /)" => decode;
            "encode(text, encoding, errors, /)" => encode;
            "escape_bytes(data, /)" => escape_bytes;
            "is_built_in(encoding, /)" => |_: &mut Vm, name: Gc<Str>| Encoding::from_name(&name.to_string_lossy()).is_some();
            "error_handlers()" => |vm: &mut Vm| vm.codec_error_handlers;
        }
    }
}
