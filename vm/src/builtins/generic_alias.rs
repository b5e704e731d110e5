//! `types.GenericAlias` (`list[int]`) and `types.UnionType` (`int | str`).

use gc::{Field, Gc, TempVec, Value};

use super::str::Str;
use super::tuple::Tuple;
use crate::native::Args;
use crate::object::{CompareOp, Type, kind, shape};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A parameterised class.
    pub struct GenericAlias(kind::GENERIC_ALIAS) {
        origin: Field,
        args: Field,
        parameters: Field,
        /// `*list[int]`
        starred: std::cell::Cell<bool>,
    }
}

gc::heap_struct! {
    /// A union of classes.
    pub struct Union(kind::UNION) { args: Field, parameters: Field }
}

crate::plain_kinds!(GenericAlias, Union);

fn alias(value: Value) -> Gc<GenericAlias> {
    value.cast().expect("the receiver was checked")
}

fn items(value: Value) -> TempVec {
    value.cast::<Tuple>().map_or_else(TempVec::new, |tuple| TempVec::from(tuple.items()))
}

impl Vm {
    /// `origin[args]`; an argument that is no tuple is the only one.
    pub fn new_generic_alias(&mut self, origin: Value, args: Value) -> PyResult<Value> {
        self.new_alias(origin, args, false)
    }

    fn new_alias(&mut self, origin: Value, args: Value, starred: bool) -> PyResult<Value> {
        let args = if args.is::<Tuple>() { args } else { self.new_tuple(&[args])?.value() };
        let parameters = self.collect_parameters(args)?;
        let object = GenericAlias {
            header: gc::Header::unset(),
            origin: Field::new(origin),
            args: Field::new(args),
            parameters: Field::new(parameters),
            starred: std::cell::Cell::new(starred),
        };
        Ok(self.new_object(shape::GENERIC_ALIAS, object)?.value())
    }

    /// The type variables among `args` and in their own parameters, each once.
    fn collect_parameters(&mut self, args: Value) -> PyResult<Value> {
        let mut found = TempVec::new();
        let (subst, parameters) =
            (self.intern("__typing_subst__")?, self.intern("__parameters__")?);
        for &arg in items(args).iter() {
            if arg.is::<Type>() {
                continue;
            }
            if self.find_attribute(arg, subst)?.is_some() {
                if !found.contains(&arg) {
                    found.push(arg);
                }
            } else if let Some(inner) = self.find_attribute(arg, parameters)? {
                for &each in items(inner).iter() {
                    if !found.contains(&each) {
                        found.push(each);
                    }
                }
            }
        }
        Ok(self.new_tuple(&found)?.value())
    }

    /// `left | right` of classes and what may stand for them; `NotImplemented` for anything else.
    pub fn union_of(&mut self, left: Value, right: Value) -> PyResult<Value> {
        if !self.is_unionable(left) || !self.is_unionable(right) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        self.make_union(&[left, right])
    }

    fn is_unionable(&self, value: Value) -> bool {
        value.is_none()
            || value.is::<Type>()
            || value.is::<GenericAlias>()
            || value.is::<Union>()
            || {
                let class = self.type_of(value);
                let def = self.type_data[class.index()].def;
                def.is_some_and(|def| matches!(def.name, "typing.TypeAliasType" | "typing.TypeVar"))
            }
    }

    /// `Union[members]`: flattened, without duplicates.
    pub fn make_union(&mut self, members: &[Value]) -> PyResult<Value> {
        let mut flat = TempVec::new();
        for &member in members {
            let parts = match member.cast::<Union>() {
                Some(union) => items(union.args.get()),
                None if member.is_none() => TempVec::from(vec![self.types.none_type.value()]),
                None => TempVec::from(vec![member]),
            };
            for &part in parts.iter() {
                let mut seen = false;
                for &each in flat.clone_values().iter() {
                    seen = seen || self.is_equal(each, part)?;
                }
                if !seen {
                    flat.push(part);
                }
            }
        }
        if flat.len() == 1 {
            return Ok(flat[0]);
        }
        let args = self.new_tuple(&flat)?.value();
        let parameters = self.collect_parameters(args)?;
        let union = Union {
            header: gc::Header::unset(),
            args: Field::new(args),
            parameters: Field::new(parameters),
        };
        Ok(self.new_object(shape::UNION, union)?.value())
    }

    /// How a class or annotation is written in the repr of an alias.
    fn annotation_repr(&mut self, value: Value) -> PyResult<String> {
        if value == Value::ELLIPSIS {
            return Ok("...".to_owned());
        }
        if value == self.types.none_type.value() {
            return Ok("None".to_owned());
        }
        if let Some(list) = value.cast::<super::list::List>() {
            let mut parts = Vec::new();
            for &each in TempVec::from(list.items()).iter() {
                parts.push(self.annotation_repr(each)?);
            }
            return Ok(format!("[{}]", parts.join(", ")));
        }
        if value.is::<GenericAlias>() {
            return self.repr_text(value);
        }
        if let Some(qualname) = self.find_attribute_named(value, Name::QualName)?
            && let Some(module) = self.find_attribute_named(value, Name::Module)?
            && let (Some(qualname), Some(module)) = (qualname.cast::<Str>(), module.cast::<Str>())
        {
            let qualname = qualname.to_string_lossy();
            return Ok(if module.eq_str("builtins") {
                qualname
            } else {
                format!("{}.{qualname}", module.to_string_lossy())
            });
        }
        self.repr_text(value)
    }
}

trait CloneValues {
    fn clone_values(&self) -> TempVec;
}

impl CloneValues for TempVec {
    fn clone_values(&self) -> TempVec {
        TempVec::from(&self[..])
    }
}

fn alias_repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let this = alias(value);
    let origin = vm.annotation_repr(this.origin.get())?;
    let mut parts = Vec::new();
    for &arg in items(this.args.get()).iter() {
        parts.push(vm.annotation_repr(arg)?);
    }
    let star = if this.starred.get() { "*" } else { "" };
    let list = if parts.is_empty() { "()".to_owned() } else { parts.join(", ") };
    Ok(vm.new_str(&format!("{star}{origin}[{list}]"))?.value())
}

/// Attributes that are the alias's own, not its origin's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__parameters__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
    "__unpacked__",
    "__typing_unpacked_tuple_args__",
    "__getitem__",
    "__call__",
    "__eq__",
    "__hash__",
    "__repr__",
    "__or__",
    "__ror__",
    "__iter__",
    "__dir__",
    "__instancecheck__",
    "__subclasscheck__",
    "__getattribute__",
];

fn alias_get_attribute(vm: &mut Vm, value: Value, name: Gc<Str>) -> PyResult<Value> {
    let own = OWN.iter().any(|own| name.eq_str(own));
    if !own {
        let origin = alias(value).origin.get();
        return vm.get_attribute(origin, name);
    }
    crate::object::attribute::generic_get_attribute(vm, value, name)
}

fn alias_call(vm: &mut Vm, value: Value, args: Args<'_>) -> PyResult<Value> {
    let object = vm.call(alias(value).origin.get(), args)?;
    let name = vm.name(Name::OrigClass);
    if let Err(raised) = vm.set_attribute(object, name, value) {
        // Not every object takes attributes.
        let exception = vm.catch(raised)?;
        let class = vm.type_of(exception);
        let (attribute, type_) = (vm.exceptions.AttributeError, vm.exceptions.TypeError);
        if !class.is_subtype(attribute) && !class.is_subtype(type_) {
            return Err(vm.raise(exception));
        }
    }
    Ok(object)
}

/// `alias[args]`: replaces the type variables.
fn substitute(
    vm: &mut Vm,
    value: Value,
    args: Value,
    parameters: Value,
    key: Value,
) -> PyResult<TempVec> {
    let parameters = items(parameters);
    if parameters.is_empty() {
        let text = vm.repr_text(value)?;
        return Err(vm.type_error(format_args!("{text} is not a generic class")));
    }
    let mut key = if key.is::<Tuple>() { items(key) } else { TempVec::from(vec![key]) };
    // Parameters may want to prepare the arguments (ParamSpec, TypeVarTuple).
    let prepare = vm.intern("__typing_prepare_subst__")?;
    for &parameter in parameters.iter() {
        if let Some(method) = vm.find_attribute(parameter, prepare)? {
            let tuple = vm.new_tuple(&key)?;
            let prepared = vm.call_values(method, &[value, tuple.value()])?;
            key = if prepared.is::<Tuple>() {
                items(prepared)
            } else {
                TempVec::from(vec![prepared])
            };
        }
    }
    if key.len() != parameters.len() {
        let text = vm.repr_text(value)?;
        let many = if key.len() > parameters.len() { "many" } else { "few" };
        let (got, expected) = (key.len(), parameters.len());
        return Err(vm.type_error(format_args!(
            "Too {many} arguments for {text}; actual {got}, expected {expected}"
        )));
    }
    let (subst, inner_parameters, unpacked) = (
        vm.intern("__typing_subst__")?,
        vm.intern("__parameters__")?,
        vm.intern("__typing_is_unpacked_typevartuple__")?,
    );
    let mut result = TempVec::new();
    for &arg in items(args).iter() {
        if arg.is::<Type>() {
            result.push(arg);
            continue;
        }
        if let Some(index) = parameters.iter().position(|&parameter| parameter == arg) {
            let is_unpacked = match vm.find_attribute(arg, unpacked)? {
                Some(truth) => vm.is_true(truth)?,
                None => false,
            };
            let method = vm.get_attribute(arg, subst)?;
            let new = vm.call_values(method, &[key[index]])?;
            if is_unpacked && new.is::<Tuple>() {
                result.extend_from_slice(&items(new));
            } else {
                result.push(new);
            }
            continue;
        }
        let inner = match vm.find_attribute(arg, inner_parameters)? {
            Some(inner) => items(inner),
            None => TempVec::new(),
        };
        if inner.is_empty() {
            result.push(arg);
            continue;
        }
        let mut values = TempVec::new();
        for each in inner.iter() {
            if let Some(index) = parameters.iter().position(|parameter| parameter == each) {
                let value = key[index];
                if each.is::<Tuple>() {
                    values.extend_from_slice(&items(value))
                } else {
                    values.push(value)
                }
            }
        }
        let tuple = vm.new_tuple(&values)?;
        let new = vm.get_item(arg, tuple.value())?;
        result.push(new);
    }
    Ok(result)
}

fn alias_get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let this = alias(value);
    let args = substitute(vm, value, this.args.get(), this.parameters.get(), key)?;
    let args = vm.new_tuple(&args)?;
    vm.new_alias(this.origin.get(), args.value(), this.starred.get())
}

fn alias_compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<GenericAlias>(), right.cast::<GenericAlias>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = a.starred.get() == b.starred.get()
        && vm.is_equal(a.origin.get(), b.origin.get())?
        && vm.is_equal(a.args.get(), b.args.get())?;
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn alias_hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let (origin, args) = (vm.hash(alias(value).origin.get())?, vm.hash(alias(value).args.get())?);
    Ok(match origin ^ args {
        -1 => -2,
        hash => hash,
    })
}

fn alias_new(vm: &mut Vm, class: Gc<Type>, origin: Value, args: Value) -> PyResult<Value> {
    let args = if args.is::<Tuple>() { args } else { vm.new_tuple(&[args])?.value() };
    let parameters = vm.collect_parameters(args)?;
    let object = GenericAlias {
        header: gc::Header::unset(),
        origin: Field::new(origin),
        args: Field::new(args),
        parameters: Field::new(parameters),
        starred: std::cell::Cell::new(false),
    };
    Ok(vm.new_object_of(class, object)?.value())
}

fn alias_iter(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let this = alias(value);
    let starred = vm.new_alias(this.origin.get(), this.args.get(), true)?;
    let tuple = vm.new_tuple(&[starred])?;
    vm.iter(tuple.value())
}

fn alias_reduce(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let this = alias(value);
    let args = vm.new_tuple(&[this.origin.get(), this.args.get()])?;
    let class = vm.types.generic_alias.value();
    Ok(vm.new_tuple(&[class, args.value()])?.value())
}

builtin_type! {
    /// Represent a PEP 585 generic type
    ///
    /// E.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).
    pub static GENERIC_ALIAS = "types.GenericAlias"("object") {
        kind kind::GENERIC_ALIAS;
        traits { is_base, has_weakref }
        slots {
            repr: alias_repr, call: alias_call, get_item: alias_get_item, get_attribute: alias_get_attribute,
            compare: alias_compare, hash: alias_hash, iter: alias_iter, bit_or: |vm, left, right| vm.union_of(left, right),
        }
        new "GenericAlias(cls, origin, args, /)" => alias_new;
        methods {
            "__mro_entries__(self, bases, /)" => |vm: &mut Vm, value: Value, _bases: Value| { let origin = alias(value).origin.get(); vm.new_tuple(&[origin]) };
            "__instancecheck__(self, instance, /)" => |vm: &mut Vm, _value: Value, _instance: Value| vm.type_error("isinstance() argument 2 cannot be a parameterized generic");
            "__subclasscheck__(self, subclass, /)" => |vm: &mut Vm, _value: Value, _class: Value| vm.type_error("issubclass() argument 2 cannot be a parameterized generic");
            "__reduce__(self, /)" => alias_reduce;
        }
        getters {
            "__origin__" => |_, value| Ok(alias(value).origin.get());
            "__args__" => |_, value| Ok(alias(value).args.get());
            "__parameters__" => |_, value| Ok(alias(value).parameters.get());
            "__unpacked__" => |_, value| Ok(Value::from_bool(alias(value).starred.get()));
            "__typing_unpacked_tuple_args__" => |vm, value| {
                let this = alias(value);
                let is_tuple = this.origin.get() == vm.types.tuple.value();
                Ok(if this.starred.get() && is_tuple { this.args.get() } else { Value::NONE })
            };
        }
    }
}

fn union(value: Value) -> Gc<Union> {
    value.cast().expect("the receiver was checked")
}

fn union_repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let mut parts = Vec::new();
    for &arg in items(union(value).args.get()).iter() {
        parts.push(vm.annotation_repr(arg)?);
    }
    Ok(vm.new_str(&parts.join(" | "))?.value())
}

fn union_compare(vm: &mut Vm, left: Value, right: Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.cast::<Union>(), right.cast::<Union>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (a, b) = (items(a.args.get()), items(b.args.get()));
    let mut equal = a.len() == b.len();
    for &each in a.iter() {
        let mut found = false;
        for &other in b.iter() {
            found = found || vm.is_equal(each, other)?;
        }
        equal = equal && found;
    }
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn union_hash(vm: &mut Vm, value: Value) -> PyResult<i64> {
    let mut hash = 0x5bd1_e995;
    for &arg in items(union(value).args.get()).iter() {
        hash ^= vm.hash(arg)?;
    }
    Ok(hash)
}

fn union_check(vm: &mut Vm, value: Value, subject: Value, is_class: bool) -> PyResult<bool> {
    for &arg in items(union(value).args.get()).iter() {
        if arg.is::<GenericAlias>() {
            let function = if is_class { "issubclass()" } else { "isinstance()" };
            return Err(vm.type_error(format_args!(
                "{function} argument 2 cannot be a parameterized generic"
            )));
        }
        if if is_class { vm.is_subclass(subject, arg)? } else { vm.is_instance(subject, arg)? } {
            return Ok(true);
        }
    }
    Ok(false)
}

fn union_get_item(vm: &mut Vm, value: Value, key: Value) -> PyResult<Value> {
    let this = union(value);
    let args = substitute(vm, value, this.args.get(), this.parameters.get(), key)?;
    vm.make_union(&args)
}

builtin_type! {
    /// Represent a union type
    ///
    /// E.g. for int | str
    pub static UNION = "typing.Union"("object") {
        kind kind::UNION;
        traits { has_weakref }
        slots {
            repr: union_repr, compare: union_compare, hash: union_hash, get_item: union_get_item,
            bit_or: |vm, left, right| vm.union_of(left, right),
        }
        methods {
            "__instancecheck__(self, instance, /)" => |vm: &mut Vm, value: Value, subject: Value| union_check(vm, value, subject, false);
            "__subclasscheck__(self, subclass, /)" => |vm: &mut Vm, value: Value, subject: Value| union_check(vm, value, subject, true);
            "__mro_entries__(self, bases, /)" => |vm: &mut Vm, value: Value, _bases: Value| {
                let text = vm.repr_text(value)?;
                Err::<Value, crate::Raised>(vm.type_error(format_args!("Cannot subclass {text}")))
            };
        }
        class_methods {
            "__class_getitem__(cls, item, /)" => |vm: &mut Vm, _class: Value, item: Value| {
                let members = if item.is::<Tuple>() { items(item) } else { TempVec::from(vec![item]) };
                vm.make_union(&members)
            };
        }
        getters {
            "__args__" => |_, value| Ok(union(value).args.get());
            "__parameters__" => |_, value| Ok(union(value).parameters.get());
            "__origin__" => |vm, _| Ok(vm.types.union.value());
            "__name__" => |vm, _| Ok(vm.intern("Union")?.value());
            "__qualname__" => |vm, _| Ok(vm.intern("Union")?.value());
        }
    }
}
