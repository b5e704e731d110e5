//! Struct sequences: tuples whose items have names too, as `sys.version_info`.

use gc::Value;

use super::tuple::Tuple;
use crate::{PyResult, Vm};

/// The item at `index`.
pub(crate) fn item(value: Value, index: usize) -> Value {
    value.cast::<Tuple>().and_then(|tuple| tuple.items().get(index).copied()).unwrap_or(Value::NONE)
}

/// `sys.version_info(major=3, …)`.
pub(crate) fn repr(vm: &mut Vm, value: Value, fields: &[&str]) -> PyResult<Value> {
    let class = vm.type_of(value);
    let module = vm.intern("__module__")?;
    let module = match vm.find_attribute(class.value(), module)? {
        Some(module) => vm.str(module)?.to_string_lossy(),
        None => String::new(),
    };
    let mut parts = Vec::with_capacity(fields.len());
    for (index, field) in fields.iter().enumerate() {
        parts.push(format!("{field}={}", vm.repr_text(item(value, index))?));
    }
    let (name, parts) = (class.name_text(), parts.join(", "));
    Ok(vm.new_str(&format!("{module}.{name}({parts})"))?.value())
}

/// Declares the type of a struct sequence. It is not made by calling it.
#[macro_export]
macro_rules! struct_sequence {
    ($(#[doc = $doc:literal])* static $NAME:ident = $name:literal { $($index:literal $field:literal;)* }) => {
        $crate::builtin_type! {
            $(#[doc = $doc])*
            static $NAME = $name("tuple") {
                kind $crate::object::kind::TUPLE;
                slots { repr: |vm, value| $crate::builtins::struct_sequence::repr(vm, value, &[$($field),*]) }
                getters {
                    $($field => |_, value| Ok($crate::builtins::struct_sequence::item(value, $index));)*
                    "n_fields" => |_, _| Ok(Value::from_small([$($field),*].len() as i64));
                    "n_sequence_fields" => |_, _| Ok(Value::from_small([$($field),*].len() as i64));
                    "n_unnamed_fields" => |_, _| Ok(Value::from_small(0));
                }
            }
        }
    };
}
