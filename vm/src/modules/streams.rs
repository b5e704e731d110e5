//! The standard streams as text.

use gc::Value;

use crate::builtins::simple::Cells;
use crate::builtins::str::Str;
use crate::native::Rest;
use crate::object::kind;
use crate::{PyResult, Vm, builtin_type};

fn number(value: Value) -> i64 {
    value.cast::<Cells>().and_then(|cells| cells.first.get().as_small()).unwrap_or(0)
}

fn is_closed(value: Value) -> bool {
    value.cast::<Cells>().is_some_and(|cells| cells.second.get() == Value::TRUE)
}

fn check_open(vm: &mut Vm, value: Value) -> PyResult<()> {
    if is_closed(value) {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(())
}

fn close(_: &mut Vm, value: Value) {
    if let Some(cells) = value.cast::<Cells>() {
        cells.second.set(cells, Value::TRUE);
    }
}

/// The name of the error handler.
fn errors_of(value: Value) -> String {
    match value.cast::<Cells>().and_then(|cells| cells.third.get().cast::<Str>()) {
        Some(errors) => errors.to_string_lossy(),
        None if number(value) == 2 => "backslashreplace".to_owned(),
        None => "strict".to_owned(),
    }
}

/// The name of the encoding.
fn encoding_of(value: Value) -> String {
    match value.cast::<Cells>().and_then(|cells| cells.fourth.get().cast::<Str>()) {
        Some(encoding) => encoding.to_string_lossy(),
        None => "utf-8".to_owned(),
    }
}

fn reconfigure(
    vm: &mut Vm,
    value: Value,
    encoding: Value,
    errors: Value,
    _newline: Value,
    _line_buffering: Value,
    _write_through: Value,
) -> PyResult<()> {
    let Some(cells) = value.cast::<Cells>() else { return Ok(()) };
    for (what, name) in [(encoding, "encoding"), (errors, "errors")] {
        if what.is_none() {
            continue;
        }
        if !what.is::<Str>() {
            let class = vm.type_of(what).name_text();
            return Err(vm.type_error(format_args!(
                "reconfigure() argument '{name}' must be str or None, not {class}"
            )));
        }
        let field = if name == "errors" { &cells.third } else { &cells.fourth };
        field.set(cells, what);
    }
    Ok(())
}

fn not_seekable(vm: &mut Vm, _value: Value, _args: Rest) -> PyResult<Value> {
    let io = vm.import_module("_io")?;
    let name = vm.intern("UnsupportedOperation")?;
    let class = vm.get_attribute(io, name)?;
    let message = vm.new_str("underlying stream is not seekable")?.value();
    let exception = vm.call_values(class, &[message])?;
    Err(vm.raise(exception))
}

fn read_lines(vm: &mut Vm, value: Value, _hint: i64) -> PyResult<Value> {
    let mut lines = gc::TempVec::new();
    while let Some(line) = next(vm, value)? {
        lines.push(line);
    }
    Ok(vm.new_list(&lines)?.value())
}

fn name_of(value: Value) -> &'static str {
    ["<stdin>", "<stdout>", "<stderr>"][number(value).clamp(0, 2) as usize]
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let mode = if number(value) == 0 { "r" } else { "w" };
    let (name, encoding) = (name_of(value), encoding_of(value));
    let text = format!("<_io.TextIOWrapper name='{name}' mode='{mode}' encoding='{encoding}'>");
    Ok(vm.new_str(&text)?.value())
}

fn write(vm: &mut Vm, value: Value, text: Value) -> PyResult<Value> {
    check_open(vm, value)?;
    let Some(string) = text.cast::<Str>() else {
        let class = vm.type_of(text).name_text();
        return Err(vm.type_error(format_args!("write() argument must be str, not {class}")));
    };
    let is_plain = value.cast::<Cells>().is_some_and(|cells| cells.fourth.get().is_none());
    if is_plain && let Some(ascii) = string.as_ascii() {
        write_raw(vm, value, ascii.as_bytes())?;
    } else {
        let encoded = vm.encode(text, &encoding_of(value), &errors_of(value))?;
        let bytes = vm.bytes_like(encoded)?;
        write_raw(vm, value, &bytes)?;
    }
    vm.new_int(string.len() as i64)
}

fn write_raw(vm: &mut Vm, value: Value, bytes: &[u8]) -> PyResult<()> {
    let stdio = vm.host.stdio();
    let result = match number(value) {
        1 => stdio.write_out(bytes),
        2 => stdio.write_error(bytes),
        _ => return Err(vm.value_error("not writable")),
    };
    match result {
        Ok(()) => Ok(()),
        Err(error) => Err(vm.host_error(error)),
    }
}

/// `sys.stdout.buffer.write`.
fn write_bytes(vm: &mut Vm, value: Value, data: Value) -> PyResult<i64> {
    check_open(vm, value)?;
    let bytes = vm.bytes_like(data)?;
    write_raw(vm, value, &bytes)?;
    Ok(bytes.len() as i64)
}

/// All or `size` bytes of standard input.
fn read_bytes_up_to(vm: &mut Vm, size: i64) -> PyResult<Vec<u8>> {
    let stdio = vm.host.stdio();
    let limit = usize::try_from(size).unwrap_or(usize::MAX);
    let (mut content, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    while content.len() < limit {
        let want = buffer.len().min(limit - content.len());
        match stdio.read(&mut buffer[..want]) {
            Ok(0) => break,
            Ok(count) => content.extend_from_slice(&buffer[..count]),
            Err(error) => return Err(vm.host_error(error)),
        }
    }
    Ok(content)
}

fn read_bytes(vm: &mut Vm, value: Value, size: Value) -> PyResult<Value> {
    check_open(vm, value)?;
    let size = if size.is_none() { -1 } else { vm.index_clamped(size)? };
    let bytes = read_bytes_up_to(vm, size)?;
    Ok(vm.new_bytes(&bytes)?.value())
}

fn bytes_line(vm: &mut Vm, value: Value) -> PyResult<Value> {
    check_open(vm, value)?;
    let stdio = vm.host.stdio();
    match stdio.read_line() {
        Ok(line) => Ok(vm.new_bytes(&line)?.value()),
        Err(error) => Err(vm.host_error(error)),
    }
}

fn next_bytes(vm: &mut Vm, value: Value) -> PyResult<Option<Value>> {
    let line = bytes_line(vm, value)?;
    let is_empty = vm.bytes_text(line).is_none_or(|line| line.is_empty());
    Ok((!is_empty).then_some(line))
}

fn write_lines(vm: &mut Vm, value: Value, lines: Value) -> PyResult<()> {
    vm.for_each(lines, |vm, line| {
        write(vm, value, line)?;
        Ok(true)
    })
}

fn line(vm: &mut Vm) -> PyResult<Value> {
    let stdio = vm.host.stdio();
    match stdio.read_line() {
        Ok(line) => Ok(vm.decode(Value::NONE, &line, "utf-8", "surrogateescape")?.value()),
        Err(error) => Err(vm.host_error(error)),
    }
}

fn read(vm: &mut Vm, value: Value, size: Value) -> PyResult<Value> {
    check_open(vm, value)?;
    let size = if size.is_none() { -1 } else { vm.index_clamped(size)? };
    let mut bytes = read_bytes_up_to(vm, size)?;
    // Characters beyond ASCII are of several bytes: as many more as are missing.
    loop {
        let points = bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as i64;
        let open = match bytes.iter().rev().take(4).position(|&byte| byte & 0xC0 != 0x80) {
            Some(back) => {
                let first = bytes[bytes.len() - 1 - back];
                let wanted = match first {
                    0xC0..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    0xF0..=0xFF => 4,
                    _ => 1,
                };
                wanted > back + 1
            }
            None => false,
        };
        if size < 0 || (points >= size && !open) {
            break;
        }
        let more = read_bytes_up_to(vm, if open { 1 } else { size - points })?;
        if more.is_empty() {
            break;
        }
        bytes.extend_from_slice(&more);
    }
    Ok(vm.decode(Value::NONE, &bytes, "utf-8", "surrogateescape")?.value())
}

fn next(vm: &mut Vm, _value: Value) -> PyResult<Option<Value>> {
    let line = line(vm)?;
    Ok(line.cast::<Str>().is_some_and(|line| !line.is_empty()).then_some(line))
}

fn terminal(vm: &mut Vm, value: Value) -> bool {
    vm.host.stdio().is_terminal(capabilities::FileId(number(value) as i32))
}

builtin_type! {
    /// A standard stream.
    pub(super) static STREAM = "_io.TextIOWrapper"("object") {
        kind kind::CELLS;
        traits { has_weakref }
        slots { repr: repr, iter: |_, value| Ok(value), next: next }
        methods {
            /// Write string s to stream.
            "write(self, s, /)" => write;
            "writelines(self, lines, /)" => write_lines;
            /// Read until newline or EOF.
            "readline(self, size=-1, /)" => |vm: &mut Vm, _value: Value, _size: i64| line(vm);
            /// Read at most size characters from stream.
            "read(self, size=-1, /)" => read;
            /// Return a list of lines from the stream.
            "readlines(self, hint=-1, /)" => read_lines;
            /// Flush write buffers, if applicable.
            "flush(self, /)" => check_open;
            /// Flush and close the IO object.
            "close(self, /)" => close;
            /// Reconfigure the text stream with new parameters.
            "reconfigure(self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)" => reconfigure;
            "seek(self, /, *args)" => not_seekable;
            "tell(self, /, *args)" => not_seekable;
            "truncate(self, /, *args)" => not_seekable;
            "__enter__(self, /)" => |vm: &mut Vm, value: Value| { check_open(vm, value)?; Ok::<Value, crate::Raised>(value) };
            "__exit__(self, /, *args)" => |vm: &mut Vm, value: Value, _args: Rest| close(vm, value);
            "isatty(self, /)" => terminal;
            "fileno(self, /)" => |_: &mut Vm, value: Value| number(value);
            "readable(self, /)" => |_: &mut Vm, value: Value| number(value) == 0;
            "writable(self, /)" => |_: &mut Vm, value: Value| number(value) != 0;
            "seekable(self, /)" => |_: &mut Vm, _value: Value| false;
        }
        getters {
            "encoding" => |vm, value| Ok(vm.new_str(&encoding_of(value))?.value());
            "errors" => |vm, value| Ok(vm.new_str(&errors_of(value))?.value());
            "closed" => |_, value| Ok(Value::from_bool(is_closed(value)));
            "write_through" => |_, _| Ok(Value::FALSE);
            "buffer" => |vm, value| { let class = vm.native_type(&STREAM_BUFFER)?; Ok(vm.new_cells(class, Value::from_small(number(value)))?.value()) };
            "line_buffering" => |_, _| Ok(Value::TRUE);
            "newlines" => |_, _| Ok(Value::NONE);
            "name" => |vm, value| Ok(vm.intern(name_of(value))?.value());
            "mode" => |vm, value| Ok(vm.intern(if number(value) == 0 { "r" } else { "w" })?.value());
        }
    }
}

builtin_type! {
    /// A standard stream as bytes.
    static STREAM_BUFFER = "_io.BufferedWriter"("object") {
        kind kind::CELLS;
        traits { has_weakref }
        slots { iter: |_, value| Ok(value), next: next_bytes }
        methods {
            /// Write bytes to the stream.
            "write(self, data, /)" => write_bytes;
            /// Read and return up to n bytes.
            "read(self, size=-1, /)" => read_bytes;
            "read1(self, size=-1, /)" => read_bytes;
            /// Read and return a line from the stream.
            "readline(self, size=-1, /)" => |vm: &mut Vm, value: Value, _size: i64| bytes_line(vm, value);
            "flush(self, /)" => check_open;
            "close(self, /)" => close;
            "isatty(self, /)" => terminal;
            "fileno(self, /)" => |_: &mut Vm, value: Value| number(value);
            "readable(self, /)" => |_: &mut Vm, value: Value| number(value) == 0;
            "writable(self, /)" => |_: &mut Vm, value: Value| number(value) != 0;
            "seekable(self, /)" => |_: &mut Vm, _value: Value| false;
            "__enter__(self, /)" => |vm: &mut Vm, value: Value| { check_open(vm, value)?; Ok::<Value, crate::Raised>(value) };
            "__exit__(self, /, *args)" => |vm: &mut Vm, value: Value, _args: Rest| close(vm, value);
        }
        getters {
            "closed" => |_, value| Ok(Value::from_bool(is_closed(value)));
            "name" => |vm, value| Ok(vm.intern(name_of(value))?.value());
            "mode" => |vm, value| Ok(vm.intern(if number(value) == 0 { "rb" } else { "wb" })?.value());
        }
    }
}
