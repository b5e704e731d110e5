//! The standard streams as text.

use gc::Value;

use crate::builtins::simple::Cells;
use crate::builtins::str::Str;
use crate::object::kind;
use crate::{PyResult, Vm, builtin_type};

fn number(value: Value) -> i64 {
    value.cast::<Cells>().and_then(|cells| cells.first.get().as_small()).unwrap_or(0)
}

fn write(vm: &mut Vm, value: Value, text: Value) -> PyResult<Value> {
    let Some(string) = text.cast::<Str>() else {
        let class = vm.type_of(text).name_text();
        return Err(vm.type_error(format_args!("write() argument must be str, not {class}")));
    };
    let (stdio, errors) =
        (vm.host.stdio(), if number(value) == 2 { "backslashreplace" } else { "strict" });
    let encoded = vm.encode(text, "utf-8", errors)?;
    let bytes = vm.bytes_like(encoded)?;
    let result = match number(value) {
        1 => stdio.write_out(&bytes),
        2 => stdio.write_error(&bytes),
        _ => return Err(vm.value_error("not writable")),
    };
    match result {
        Ok(()) => vm.new_int(string.len() as i64),
        Err(error) => Err(vm.host_error(error)),
    }
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

fn read(vm: &mut Vm, _value: Value, _size: i64) -> PyResult<Value> {
    let stdio = vm.host.stdio();
    let (mut content, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    loop {
        match stdio.read(&mut buffer) {
            Ok(0) => {
                return Ok(vm.decode(Value::NONE, &content, "utf-8", "surrogateescape")?.value());
            }
            Ok(count) => content.extend_from_slice(&buffer[..count]),
            Err(error) => return Err(vm.host_error(error)),
        }
    }
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
        slots { iter: |_, value| Ok(value), next: next }
        methods {
            /// Write string s to stream.
            "write(self, s, /)" => write;
            "writelines(self, lines, /)" => write_lines;
            /// Read until newline or EOF.
            "readline(self, size=-1, /)" => |vm: &mut Vm, _value: Value, _size: i64| line(vm);
            /// Read at most size characters from stream.
            "read(self, size=-1, /)" => read;
            "flush(self, /)" => |_: &mut Vm, _value: Value| ();
            "isatty(self, /)" => terminal;
            "fileno(self, /)" => |_: &mut Vm, value: Value| number(value);
            "readable(self, /)" => |_: &mut Vm, value: Value| number(value) == 0;
            "writable(self, /)" => |_: &mut Vm, value: Value| number(value) != 0;
            "seekable(self, /)" => |_: &mut Vm, _value: Value| false;
        }
        getters {
            "encoding" => |vm, _| Ok(vm.intern("utf-8")?.value());
            "errors" => |vm, value| Ok(vm.intern(if number(value) == 2 { "backslashreplace" } else { "strict" })?.value());
            "closed" => |_, _| Ok(Value::FALSE);
            "line_buffering" => |_, _| Ok(Value::TRUE);
            "newlines" => |_, _| Ok(Value::NONE);
            "name" => |vm, value| Ok(vm.intern(["<stdin>", "<stdout>", "<stderr>"][number(value).clamp(0, 2) as usize])?.value());
            "mode" => |vm, value| Ok(vm.intern(if number(value) == 0 { "r" } else { "w" })?.value());
        }
    }
}
