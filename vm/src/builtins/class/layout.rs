//! Instance layouts: which Rust struct instances are, and which bases fit together.

use gc::Gc;

use crate::builtins::tuple::Tuple;
use crate::object::{Type, kind};
use crate::{PyResult, Vm};

/// The class that decides the layout of instances of `class`: the nearest that adds something to its base's.
fn solid(vm: &Vm, class: Gc<Type>) -> Gc<Type> {
    let mut class = class;
    while let Some(base) = class.base() {
        let adds_slots =
            vm.type_data[class.index()].slot_count > vm.type_data[base.index()].slot_count;
        if class.instance_kind() != base.instance_kind() || adds_slots {
            return class;
        }
        class = base;
    }
    class
}

/// Are instances of `class` laid out as those of `other`, or extend their layout?
pub(super) fn has_layout_of(vm: &Vm, class: Gc<Type>, other: Gc<Type>) -> bool {
    let wanted = solid(vm, other);
    let mut class = Some(class);
    while let Some(each) = class {
        if each == wanted {
            return true;
        }
        class = each.base();
    }
    false
}

/// The base that instances of a class with `bases` are laid out as.
pub(super) fn best_base(vm: &mut Vm, bases: Gc<Tuple>) -> PyResult<Gc<Type>> {
    let mut winner: Option<(Gc<Type>, Gc<Type>)> = None;
    for &base in bases.items() {
        let Some(base) = base.cast::<Type>() else {
            return Err(vm.type_error("bases must be types"));
        };
        if !base.flags().contains(crate::object::TypeFlags::BASE) {
            let name = vm.type_full_name(base)?;
            return Err(vm.type_error(format_args!("type '{name}' is not an acceptable base type")));
        }
        let candidate = solid(vm, base);
        winner = match winner {
            None => Some((base, candidate)),
            Some((kept, layout)) if layout.is_subtype(candidate) => Some((kept, layout)),
            Some((_, layout)) if candidate.is_subtype(layout) => Some((base, candidate)),
            Some(_) => return Err(vm.type_error("multiple bases have instance lay-out conflict")),
        };
    }
    Ok(winner.map_or(vm.types.object, |(base, _)| base))
}

/// `__basicsize__`.
pub(super) fn basic_size(vm: &Vm, class: Gc<Type>) -> i64 {
    let data = &vm.type_data[class.index()];
    16 + 8 * i64::from(data.slot_count)
}

/// `__itemsize__`: of types whose instances hold their content inline.
pub(super) fn item_size(class: Gc<Type>) -> i64 {
    match class.instance_kind() {
        kind::TUPLE => 8,
        kind::INT => 4,
        kind::BYTES => 1,
        _ => 0,
    }
}

/// Do instances hold a variable amount of content inline, so that CPython allows them no `__slots__`?
pub(super) fn is_variable_sized(class: Gc<Type>) -> bool {
    matches!(class.instance_kind(), kind::TUPLE | kind::INT | kind::BYTES)
}
