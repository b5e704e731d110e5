//! `mappingproxy`: a read-only view of a mapping.

use gc::{Field, Gc, Value};

use crate::object::{CompareOp, kind, shape};
use crate::{PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A read-only view.
    pub struct MappingProxy(kind::MAPPING_PROXY) { mapping: Field }
}

crate::plain_kinds!(MappingProxy);

impl Vm {
    /// A read-only view of `mapping`.
    pub fn new_mapping_proxy(&mut self, mapping: Value) -> PyResult<Value> {
        let proxy = MappingProxy { header: gc::Header::unset(), mapping: Field::new(mapping) };
        Ok(self.new_object(shape::MAPPING_PROXY, proxy)?.value())
    }
}

fn inner(value: Value) -> Value {
    let proxy: Gc<MappingProxy> = value.cast().expect("the receiver was checked");
    proxy.mapping.get()
}

fn unwrap(value: Value) -> Value {
    value.cast::<MappingProxy>().map_or(value, |proxy| proxy.mapping.get())
}

fn new(vm: &mut Vm, _class: Value, mapping: Value) -> PyResult<Value> {
    let is_mapping = vm.slots(mapping).get_item.is_some()
        && !mapping.is::<crate::builtins::list::List>()
        && !mapping.is::<crate::builtins::tuple::Tuple>();
    if !is_mapping {
        let class = vm.type_of(mapping).name_text();
        return Err(
            vm.type_error(format_args!("mappingproxy() argument must be a mapping, not {class}"))
        );
    }
    vm.new_mapping_proxy(mapping)
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let text = vm.repr_text(inner(value))?;
    Ok(vm.new_str(&format!("mappingproxy({text})"))?.value())
}

fn forward(vm: &mut Vm, value: Value, name: &str, args: &[Value]) -> PyResult<Value> {
    let name = vm.intern(name)?;
    vm.call_method(inner(value), name, args)
}

builtin_type! {
    /// Read-only proxy of a mapping.
    pub static MAPPING_PROXY = "mappingproxy"("object") {
        kind kind::MAPPING_PROXY;
        traits { is_mapping }
        slots {
            repr: repr,
            str: |vm, value| Ok(vm.str(inner(value))?.value()),
            len: |vm, value| vm.len(inner(value)),
            iter: |vm, value| vm.iter(inner(value)),
            get_item: |vm, value, key| vm.get_item(inner(value), key),
            contains: |vm, value, key| vm.contains(inner(value), key),
            compare: |vm: &mut Vm, left: Value, right: Value, op: CompareOp| vm.compare(inner(left), unwrap(right), op),
            hash: |vm, value| vm.hash(inner(value)),
            bit_or: |vm, left, right| vm.binary(unwrap(left), unwrap(right), crate::object::BinaryOp::BitOr),
            inplace_bit_or: |vm: &mut Vm, left: Value, _right: Value| {
                let class = vm.type_of(left).name_text();
                Err(vm.type_error(format_args!("'|=' is not supported by {class}; use '|' instead")))
            },
        }
        new "mappingproxy(cls, mapping)" => new;
        methods {
            "get(self, key, default=None, /)" => |vm: &mut Vm, value: Value, key: Value, default: Value| forward(vm, value, "get", &[key, default]);
            "keys(self, /)" => |vm: &mut Vm, value: Value| forward(vm, value, "keys", &[]);
            "values(self, /)" => |vm: &mut Vm, value: Value| forward(vm, value, "values", &[]);
            "items(self, /)" => |vm: &mut Vm, value: Value| forward(vm, value, "items", &[]);
            "copy(self, /)" => |vm: &mut Vm, value: Value| forward(vm, value, "copy", &[]);
            "__reversed__(self, /)" => |vm: &mut Vm, value: Value| forward(vm, value, "__reversed__", &[]);
        }
        class_methods {
            /// See PEP 585
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, class: Value, item: Value| vm.new_generic_alias(class, item);
        }
    }
}
