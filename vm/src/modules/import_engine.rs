//! `_import_engine`: what the Python side of the import system needs of the machine.

use gc::{Gc, Value};

use crate::builtins::str::Str;
use crate::{PyResult, Vm, native_module};

fn frozen_source(vm: &mut Vm, path: Gc<Str>) -> PyResult<Value> {
    match vm.frozen_source(&path.to_string_lossy()) {
        Some(source) => Ok(vm.new_bytes(&source)?.value()),
        None => Ok(Value::NONE),
    }
}

/// The text of a file that tracebacks show though the program may not read it: of the library, or the program itself.
fn known_source(vm: &mut Vm, path: Gc<Str>) -> PyResult<Value> {
    let path = path.to_string_lossy();
    if let Some(source) = vm.frozen_source(&path) {
        return Ok(vm.new_str(&String::from_utf8_lossy(&source))?.value());
    }
    match vm.sources.get(&path).map(|source| source.to_string()) {
        Some(source) => Ok(vm.new_str(&source)?.value()),
        None => Ok(Value::NONE),
    }
}

native_module! {
    /// The machine's importer.
    pub(super) static IMPORT_ENGINE = "_import_engine" {
        functions {
            /// The source of a file of the frozen library, or None.
            "frozen_source(path, /)" => frozen_source;
            /// The text of a file of the library or of the program itself, or None.
            "known_source(path, /)" => known_source;
            /// Does the text of an interactive statement need more lines?
            "is_incomplete(source, filename, /)" => |_: &mut Vm, source: Gc<Str>, filename: Gc<Str>| {
                let (source, filename) = (source.to_string_lossy(), filename.to_string_lossy());
                matches!(frontend::syntax::is_incomplete(&filename, &source), frontend::syntax::Completeness::Incomplete)
            };
            /// Imports a module by its full name and returns it.
            "import_module(name, /)" => |vm: &mut Vm, name: Gc<Str>| vm.import_module(&name.to_string_lossy());
        }
    }
}
