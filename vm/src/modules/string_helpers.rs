//! `_string`: the parser of `str.format` templates, for `string.Formatter`.

use gc::{Gc, TempVec, Value};
use text::str_format::{Accessor, First, Template, TemplateError, split_field_name};

use crate::builtins::str::Str;
use crate::{PyResult, Raised, Vm, native_module};

fn error(vm: &mut Vm, error: TemplateError) -> Raised {
    vm.value_error(error.0)
}

fn parse(vm: &mut Vm, template: Gc<Str>) -> PyResult<Value> {
    let points = template.to_points();
    let mut parts = TempVec::new();
    for markup in Template::new(&points) {
        let markup = match markup {
            Ok(markup) => markup,
            Err(wrong) => return Err(error(vm, wrong)),
        };
        let literal = vm.new_str_from_points(&points[markup.literal])?.value();
        let (name, spec, conversion) = match markup.field {
            None => (Value::NONE, Value::NONE, Value::NONE),
            Some(field) => {
                let name = vm.new_str_from_points(&points[field.name])?.value();
                let spec = vm.new_str_from_points(&points[field.spec])?.value();
                let conversion = match field.conversion {
                    None => Value::NONE,
                    Some(conversion) => vm.new_str_from_points(&[conversion])?.value(),
                };
                (name, spec, conversion)
            }
        };
        parts.push(vm.new_tuple(&[literal, name, spec, conversion])?.value());
    }
    let list = vm.new_list(&parts)?.value();
    vm.iter(list)
}

fn split(vm: &mut Vm, name: Gc<Str>) -> PyResult<Value> {
    let points = name.to_points();
    let (first, accessors) = match split_field_name(&points) {
        Ok(parts) => parts,
        Err(wrong) => return Err(error(vm, wrong)),
    };
    let first = match first {
        First::Automatic => vm.new_str("")?.value(),
        First::Index(index) => vm.new_int(index as i64)?,
        First::Name(range) => vm.new_str_from_points(&points[range])?.value(),
    };
    let mut rest = TempVec::new();
    for accessor in accessors {
        let (is_attribute, key) = match accessor {
            Err(wrong) => return Err(error(vm, wrong)),
            Ok(Accessor::Attribute(range)) => {
                (true, vm.new_str_from_points(&points[range])?.value())
            }
            Ok(Accessor::Index(index)) => (false, vm.new_int(index as i64)?),
            Ok(Accessor::Key(range)) => (false, vm.new_str_from_points(&points[range])?.value()),
        };
        rest.push(vm.new_tuple(&[Value::from_bool(is_attribute), key])?.value());
    }
    let rest = vm.new_list(&rest)?.value();
    let rest = vm.iter(rest)?;
    Ok(vm.new_tuple(&[first, rest])?.value())
}

native_module! {
    /// string helper module
    pub(super) static STRING = "_string" {
        functions {
            /// parse the argument as a format string
            "formatter_parser(template, /)" => parse;
            /// split the argument as a field name
            "formatter_field_name_split(name, /)" => split;
        }
    }
}
