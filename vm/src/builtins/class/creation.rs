//! Making classes.

use gc::{Gc, TempVec, Value};

use super::layout;
use crate::builtins::cell::{Cell, CellExt};
use crate::builtins::dict::Dict;
use crate::builtins::dict::DictChange;
use crate::builtins::function::Function;
use crate::builtins::str::Str;
use crate::builtins::tuple::Tuple;
use crate::native::Args;
use crate::object::{Type, TypeFlags};
use crate::{Name, PyResult, Vm};

/// The most derived metaclass of `metaclass` and those of `bases`.
pub fn calculate_metaclass(
    vm: &mut Vm,
    metaclass: Gc<Type>,
    bases: &[Value],
) -> PyResult<Gc<Type>> {
    let mut winner = metaclass;
    for &base in bases {
        let candidate = vm.type_of(base);
        if winner.is_subtype(candidate) {
            continue;
        }
        if candidate.is_subtype(winner) {
            winner = candidate;
            continue;
        }
        return Err(vm.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

/// What `__slots__` asks for.
struct SlotRequest {
    names: Vec<(Gc<Str>, Value)>,
    adds_dict: bool,
    adds_weakref: bool,
}

/// `type.__new__(metaclass, name, bases, namespace, **keywords)`.
pub fn new_class(
    vm: &mut Vm,
    metaclass: Gc<Type>,
    name: Gc<Str>,
    bases: Gc<Tuple>,
    namespace: Gc<Dict>,
    keywords: Option<Gc<Dict>>,
) -> PyResult<Value> {
    for &base in bases.items() {
        if !base.is::<Type>() {
            if vm.special_method(base, Name::MroEntries)?.is_some()
                || vm.find_attribute_named(base, Name::MroEntries)?.is_some()
            {
                return Err(vm.type_error(
                    "type() doesn't support MRO entry resolution; use types.new_class()",
                ));
            }
            // The first thing that is wrong with it is its metaclass, which is no metaclass.
            return Err(vm.type_error("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"));
        }
    }
    for (index, base) in bases.items().iter().enumerate() {
        if bases.items()[..index].contains(base) {
            let name = base.cast::<Type>().map(|base| base.name_text()).unwrap_or_default();
            return Err(vm.type_error(format_args!("duplicate base class {name}")));
        }
    }
    let winner = calculate_metaclass(vm, metaclass, bases.items())?;
    if winner != metaclass && vm.maker_of(winner) != vm.maker_of(vm.types.type_) {
        // A base's metaclass makes the class its own way.
        let mut values = TempVec::from(vec![name.value(), bases.value(), namespace.value()]);
        let mut names = TempVec::new();
        let mut position = 0;
        while let Some((next, key, value)) =
            keywords.and_then(|keywords| keywords.next_entry(position))
        {
            names.push(key);
            values.push(value);
            position = next;
        }
        return super::make(vm, winner, Args { values: &values, names: &names });
    }
    let metaclass = winner;
    let bases = if bases.is_empty() { vm.new_tuple(&[vm.types.object.value()])? } else { bases };
    let base = layout::best_base(vm, bases)?;
    check_type_name(vm, name)?;

    let dict = namespace.copy_plain(vm)?;
    let slots = slot_request(vm, dict, base, bases)?;
    let qualname = match dict.delete_name(vm, vm.name(Name::QualName))? {
        Some(qualname) if qualname.is::<Str>() => qualname,
        Some(other) => {
            let class = vm.type_of(other).name_text();
            return Err(vm.type_error(format_args!("type __qualname__ must be a str, not {class}")));
        }
        None => name.value(),
    };

    let mut flags = TypeFlags::HEAP | TypeFlags::BASE;
    let inherited = TypeFlags::SEQUENCE
        | TypeFlags::MAPPING
        | TypeFlags::INT
        | TypeFlags::LIST
        | TypeFlags::TUPLE
        | TypeFlags::BYTES
        | TypeFlags::STR
        | TypeFlags::DICT
        | TypeFlags::EXCEPTION
        | TypeFlags::TYPE;
    flags |= base.flags() & inherited;
    for &each in bases.items() {
        if let Some(each) = each.cast::<Type>() {
            flags |= each.flags()
                & (TypeFlags::HAS_DICT
                    | TypeFlags::HAS_WEAKREF
                    | TypeFlags::SEQUENCE
                    | TypeFlags::MAPPING);
        }
    }
    flags.set(TypeFlags::HAS_DICT, flags.contains(TypeFlags::HAS_DICT) || slots.adds_dict);
    flags.set(TypeFlags::HAS_WEAKREF, flags.contains(TypeFlags::HAS_WEAKREF) || slots.adds_weakref);

    let has_extra = true;
    let interned = vm.intern_str(name)?;
    let class = vm.allocate_type(
        metaclass.root_shape(),
        interned,
        bases,
        Some(base),
        flags,
        base.instance_kind(),
        dict,
        has_extra,
    )?;
    if metaclass.has_finalizer() {
        vm.register_new(metaclass, class.header())?;
    }
    class.qualname.set(class, qualname);
    add_members(vm, class, base, &slots)?;
    complete_namespace(vm, class, dict)?;
    vm.compute_mro(class)?;
    link_subclass(vm, class)?;
    vm.fill_slots(class);

    // The cell that `__class__` and `super()` of the methods look into.
    if let Some(cell) = dict.delete_name(vm, vm.name(Name::ClassCell))? {
        match cell.cast::<Cell>() {
            Some(cell) => cell.set(class.value()),
            None => {
                let class = vm.type_of(cell).name_text();
                return Err(vm.type_error(format_args!(
                    "__classcell__ must be a nonlocal cell, not <class '{class}'>"
                )));
            }
        }
    }
    if let Some(cell) = dict.delete_name(vm, vm.name(Name::ClassDictCell))?
        && let Some(cell) = cell.cast::<Cell>()
    {
        cell.set(dict.value());
    }
    set_names(vm, class)?;
    init_subclass(vm, class, keywords)?;
    Ok(class.value())
}

pub(super) fn check_type_name(vm: &mut Vm, name: Gc<Str>) -> PyResult<()> {
    if name.iter().any(|point| point == 0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    Ok(())
}

fn slot_request(
    vm: &mut Vm,
    dict: Gc<Dict>,
    base: Gc<Type>,
    bases: Gc<Tuple>,
) -> PyResult<SlotRequest> {
    let base_has = |flag: TypeFlags| {
        bases
            .items()
            .iter()
            .any(|each| each.cast::<Type>().is_some_and(|each| each.flags().contains(flag)))
    };
    let (has_dict, has_weakref) = (base_has(TypeFlags::HAS_DICT), base_has(TypeFlags::HAS_WEAKREF));
    let Some(slots) = dict.get_name(vm, vm.name(Name::Slots))? else {
        return Ok(SlotRequest {
            names: Vec::new(),
            adds_dict: true,
            adds_weakref: !layout::is_variable_sized(base),
        });
    };
    let items =
        if slots.is::<Str>() { TempVec::from(vec![slots]) } else { vm.collect_items(slots)? };
    let docs = slots.cast::<Dict>();
    if !items.is_empty() && layout::is_variable_sized(base) {
        let only_special = items.iter().all(|item| {
            item.cast::<Str>()
                .is_some_and(|name| name.eq_str("__dict__") || name.eq_str("__weakref__"))
        });
        if !only_special {
            let name = base.name_text();
            return Err(vm.type_error(format_args!(
                "nonempty __slots__ not supported for subtype of '{name}'"
            )));
        }
    }
    let mut request = SlotRequest { names: Vec::new(), adds_dict: false, adds_weakref: false };
    let class_name = dict.get_name(vm, vm.name(Name::QualName))?;
    for &item in items.iter() {
        let Some(name) = item.cast::<Str>() else {
            let class = vm.type_of(item).name_text();
            return Err(
                vm.type_error(format_args!("__slots__ items must be strings, not '{class}'"))
            );
        };
        let text = name.to_string_lossy();
        let mut points = name.iter();
        let is_identifier = points.next().is_some_and(text::unicode::is_identifier_start)
            && points.all(text::unicode::is_identifier_continue);
        if !is_identifier {
            return Err(vm.type_error("__slots__ must be identifiers"));
        }
        match text.as_str() {
            "__dict__" => {
                if has_dict || request.adds_dict {
                    return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
                }
                request.adds_dict = true;
                continue;
            }
            "__weakref__" => {
                if has_weakref || request.adds_weakref {
                    return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
                }
                request.adds_weakref = true;
                continue;
            }
            _ => {}
        }
        let mangled = mangle(class_name.and_then(|name| name.cast::<Str>()), &text);
        let interned = vm.intern(&mangled)?;
        let in_class = dict.get_name(vm, interned)?.is_some();
        // These are taken out of the namespace anyway.
        let is_special =
            matches!(mangled.as_str(), "__qualname__" | "__classcell__" | "__classdictcell__");
        if in_class && !is_special {
            return Err(
                vm.value_error(format_args!("'{text}' in __slots__ conflicts with class variable"))
            );
        }
        let doc = match docs {
            Some(docs) => docs.get(vm, item)?.unwrap_or(Value::NONE),
            None => Value::NONE,
        };
        request.names.push((interned, doc));
    }
    request.names.sort_by_key(|(name, _)| name.to_string_lossy());
    request.names.dedup_by_key(|(name, _)| *name);
    Ok(request)
}

/// Private names are mangled with the name of the class.
fn mangle(class: Option<Gc<Str>>, name: &str) -> String {
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.to_owned();
    }
    let class = class.map(|class| class.to_string_lossy()).unwrap_or_default();
    let class = class.rsplit('.').next().unwrap_or("").trim_start_matches('_');
    if class.is_empty() { name.to_owned() } else { format!("_{class}{name}") }
}

fn add_members(vm: &mut Vm, class: Gc<Type>, base: Gc<Type>, slots: &SlotRequest) -> PyResult<()> {
    let before = vm.type_data[base.index()].slot_count;
    let Ok(more) = u16::try_from(slots.names.len()) else {
        return Err(vm.value_error("too many __slots__"));
    };
    let Some(count) = before.checked_add(more).filter(|&count| count < 4096) else {
        return Err(vm.value_error("too many __slots__"));
    };
    vm.set_root_shape(class, count);
    let dict = class.dict();
    for (index, &(name, doc)) in slots.names.iter().enumerate() {
        let member = vm.new_member(class, name, before + index as u16, doc)?;
        dict.set_name(vm, name, member.value())?;
    }
    let names: Vec<String> = slots.names.iter().map(|(name, _)| name.to_string_lossy()).collect();
    let data = &mut vm.type_data[class.index()];
    data.own_slot_names = names.clone();
    let mut all = vm.type_data[base.index()].slot_names.clone();
    all.extend(names);
    vm.type_data[class.index()].slot_names = all;
    let adds_dict = slots.adds_dict
        && !base.flags().contains(TypeFlags::HAS_DICT)
        && class.flags().contains(TypeFlags::HAS_DICT);
    if adds_dict {
        vm.add_dict_getter(class)?;
    }
    let adds_weakref = slots.adds_weakref && !base.flags().contains(TypeFlags::HAS_WEAKREF);
    if adds_weakref {
        vm.add_weakref_getter(class)?;
    }
    Ok(())
}

/// What every class's namespace has, and the functions that are wrapped without being told.
fn complete_namespace(vm: &mut Vm, class: Gc<Type>, dict: Gc<Dict>) -> PyResult<()> {
    if dict.get_name(vm, vm.name(Name::Module))?.is_none()
        && let Some(globals) = vm.current_globals()
        && let Some(module) = globals.get_name(vm, vm.name(Name::NameDunder))?
    {
        dict.set_name(vm, vm.name(Name::Module), module)?;
    }
    if dict.get_name(vm, vm.name(Name::Doc))?.is_none() {
        dict.set_name(vm, vm.name(Name::Doc), Value::NONE)?;
    }
    let new = vm.name(Name::New);
    if let Some(function) = dict.get_name(vm, new)?
        && function.is::<Function>()
    {
        let wrapped = vm.new_static_method(function)?;
        dict.set_name(vm, new, wrapped)?;
    }
    for name in [Name::InitSubclass, Name::ClassGetItem] {
        let name = vm.name(name);
        if let Some(function) = dict.get_name(vm, name)?
            && function.is::<Function>()
        {
            let wrapped = vm.new_class_method(function)?;
            dict.set_name(vm, name, wrapped)?;
        }
    }
    if dict.get_name(vm, vm.name(Name::Eq))?.is_some()
        && dict.get_name(vm, vm.name(Name::Hash))?.is_none()
    {
        dict.set_name(vm, vm.name(Name::Hash), Value::NONE)?;
    }
    let _ = class;
    Ok(())
}

pub(crate) fn link_subclass(vm: &mut Vm, class: Gc<Type>) -> PyResult<()> {
    let bases = class.bases();
    for &base in bases.items() {
        if let Some(base) = base.cast::<Type>() {
            let list = match base.subclasses.get().cast::<crate::builtins::list::List>() {
                Some(list) => list,
                None => {
                    let list = vm.new_list(&[])?;
                    base.subclasses.set(base, list.value());
                    list
                }
            };
            vm.list_append(list, class.value())?;
        }
    }
    Ok(())
}

fn unlink_subclass(vm: &mut Vm, class: Gc<Type>, bases: Gc<Tuple>) -> PyResult<()> {
    for &base in bases.items() {
        if let Some(base) = base.cast::<Type>()
            && let Some(list) = base.subclasses.get().cast::<crate::builtins::list::List>()
        {
            let kept: Vec<Value> =
                list.items().iter().copied().filter(|&each| each != class.value()).collect();
            let list = vm.new_list(&kept)?;
            base.subclasses.set(base, list.value());
        }
    }
    Ok(())
}

fn set_names(vm: &mut Vm, class: Gc<Type>) -> PyResult<()> {
    let dict = class.dict();
    let mut entries = TempVec::new();
    let mut position = 0;
    while let Some((next, key, value)) = dict.next_entry(position) {
        entries.push(key);
        entries.push(value);
        position = next;
    }
    for pair in entries.chunks_exact(2) {
        let (key, value) = (pair[0], pair[1]);
        let value_class = vm.type_of(value);
        let Some(method) = vm.lookup(value_class, vm.name(Name::SetName)) else { continue };
        if let Err(raised) = vm.call_bound(method, value, Args::positional(&[class.value(), key])) {
            let exception = vm.catch(raised)?;
            let (key, owner) = (vm.repr_text(key)?, class.name_text());
            let note = format!(
                "Error calling __set_name__ on '{}' instance {key} in '{owner}'",
                value_class.name_text()
            );
            let note = vm.new_str(&note)?;
            let add_note = vm.intern("add_note")?;
            vm.call_method(exception, add_note, &[note.value()])?;
            return Err(vm.raise(exception));
        }
    }
    Ok(())
}

fn init_subclass(vm: &mut Vm, class: Gc<Type>, keywords: Option<Gc<Dict>>) -> PyResult<()> {
    let name = vm.name(Name::InitSubclass);
    // `super(class, class).__init_subclass__(**keywords)`.
    let mut found = None;
    for base in class.mro().items().iter().skip(1) {
        if let Some(base) = base.cast::<Type>()
            && let Some(value) = base.dict().find_interned(vm, name)
        {
            found = Some(value);
            break;
        }
    }
    let Some(found) = found else { return Ok(()) };
    let method = match vm.slots(found).descr_get {
        Some(get) => get(vm, found, Value::UNBOUND, class.value())?,
        None => found,
    };
    let (mut values, mut names) = (TempVec::new(), TempVec::new());
    if let Some(keywords) = keywords {
        let mut position = 0;
        while let Some((next, key, value)) = keywords.next_entry(position) {
            names.push(key);
            values.push(value);
            position = next;
        }
    }
    vm.call(method, Args { values: &values, names: &names })?;
    Ok(())
}

/// `class.__bases__ = bases`.
pub(super) fn set_bases(vm: &mut Vm, value: Value, bases: Value) -> PyResult<()> {
    let class = super::this(value);
    let name = class.name_text();
    if !class.is_heap_type() {
        return Err(vm.type_error(format_args!(
            "cannot set '__bases__' attribute of immutable type '{name}'"
        )));
    }
    if bases.is_unbound() {
        return Err(
            vm.type_error(format_args!("cannot delete '__bases__' attribute of type '{name}'"))
        );
    }
    let Some(bases) = bases.cast::<Tuple>() else {
        let got = vm.type_of(bases).name_text();
        return Err(
            vm.type_error(format_args!("can only assign tuple to {name}.__bases__, not {got}"))
        );
    };
    if bases.is_empty() {
        return Err(vm.type_error(format_args!(
            "can only assign non-empty tuple to {name}.__bases__, not ()"
        )));
    }
    for &base in bases.items() {
        let Some(base) = base.cast::<Type>() else {
            let got = vm.type_of(base).name_text();
            return Err(vm.type_error(format_args!(
                "{name}.__bases__ must be tuple of classes, not '{got}'"
            )));
        };
        if base.is_subtype(class) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let base = layout::best_base(vm, bases)?;
    let old_base = class.base();
    let same_layout = old_base.is_some_and(|old| {
        old.instance_kind() == base.instance_kind()
            && vm.type_data[old.index()].slot_count == vm.type_data[base.index()].slot_count
            && (class.flags().contains(TypeFlags::HAS_DICT)
                || !base.flags().contains(TypeFlags::HAS_DICT))
    });
    if !same_layout {
        let (new, old) =
            (base.name_text(), old_base.map(|old| old.name_text()).unwrap_or_default());
        return Err(vm.type_error(format_args!(
            "__bases__ assignment: '{new}' object layout differs from '{old}'"
        )));
    }
    let (old_bases, old_mro) = (class.bases(), class.mro());
    class.bases.set(class, bases.value());
    class.base.set(class, base.value());
    if let Err(raised) = recompute(vm, class) {
        class.bases.set(class, old_bases.value());
        class.base.set(class, old_base.map_or(Value::NONE, Gc::value));
        class.mro.set(class, old_mro.value());
        return Err(raised);
    }
    unlink_subclass(vm, class, old_bases)?;
    link_subclass(vm, class)?;
    vm.type_changed(class, None);
    Ok(())
}

fn recompute(vm: &mut Vm, class: Gc<Type>) -> PyResult<()> {
    vm.check_stack()?;
    vm.compute_mro(class)?;
    for subclass in vm.direct_subclasses(class) {
        recompute(vm, subclass)?;
    }
    Ok(())
}
