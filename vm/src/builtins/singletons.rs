//! The types of `None`, `Ellipsis` and `NotImplemented`.

use gc::Value;

use crate::native::{Keywords, Rest};
use crate::{PyResult, Vm, builtin_type};

fn no_arguments(
    vm: &mut Vm,
    name: &str,
    args: Rest,
    kwargs: Keywords,
    singleton: Value,
) -> PyResult<Value> {
    if !args.0.is_empty() || kwargs.0.is_some() {
        return Err(vm.type_error(format_args!("{name} takes no arguments")));
    }
    Ok(singleton)
}

macro_rules! reprs {
    ($($function:ident $text:literal)*) => { $(
        fn $function(vm: &mut Vm, _: Value) -> PyResult<Value> {
            Ok(vm.intern($text)?.value())
        }
    )* };
}

reprs! { none_repr "None" ellipsis_repr "Ellipsis" not_implemented_repr "NotImplemented" }

builtin_type! {
    /// The type of the None singleton.
    pub static NONE_TYPE = "NoneType"("object") {
        slots { repr: none_repr, truth: |_, _| Ok(false), hash: |_, _| Ok(0xfca8_6420) }
        new "NoneType(cls, *args, **kwargs)" => |vm: &mut Vm, _class: Value, args: Rest, kwargs: Keywords| no_arguments(vm, "NoneType", args, kwargs, Value::NONE);
    }
}

builtin_type! {
    /// The type of the Ellipsis singleton.
    pub static ELLIPSIS = "ellipsis"("object") {
        slots { repr: ellipsis_repr }
        new "ellipsis(cls, *args, **kwargs)" => |vm: &mut Vm, _class: Value, args: Rest, kwargs: Keywords| no_arguments(vm, "EllipsisType", args, kwargs, Value::ELLIPSIS);
        methods { "__reduce__(self, /)" => |_: &mut Vm, _this: Value| "Ellipsis"; }
    }
}

builtin_type! {
    /// The type of the NotImplemented singleton.
    pub static NOT_IMPLEMENTED = "NotImplementedType"("object") {
        slots {
            repr: not_implemented_repr,
            truth: |vm, _| Err(vm.type_error("NotImplemented should not be used in a boolean context"))
        }
        new "NotImplementedType(cls, *args, **kwargs)" => |vm: &mut Vm, _class: Value, args: Rest, kwargs: Keywords| no_arguments(vm, "NotImplementedType", args, kwargs, Value::NOT_IMPLEMENTED);
        methods { "__reduce__(self, /)" => |_: &mut Vm, _this: Value| "NotImplemented"; }
    }
}
