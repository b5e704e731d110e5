//! `module`.

use gc::field::GcField;
use gc::{Gc, Value};

use super::dict::Dict;
use super::str::Str;
use crate::builtins::dict::DictChange;
use crate::object::attribute::generic_set_attribute;
use crate::object::{Type, kind};
use crate::{Name, PyResult, Vm, builtin_type};

gc::heap_struct! {
    /// A module: a namespace with a name.
    pub struct Module(kind::MODULE) { dict: GcField<Dict> }
}

crate::plain_kinds!(Module);

impl Module {
    /// The namespace; none only while the module is being made.
    #[inline(always)]
    pub fn dict(&self) -> Option<Gc<Dict>> {
        self.dict.get()
    }
}

/// Writes that carry the barrier.
pub trait ModuleExt {
    /// Replaces the namespace.
    fn set_dict(self, dict: Gc<Dict>);
}

impl ModuleExt for Gc<Module> {
    fn set_dict(self, dict: Gc<Dict>) {
        self.dict.set(self, Some(dict));
    }
}

impl Vm {
    /// A module called `name`, empty but for the standard names.
    pub fn new_module(&mut self, name: &str) -> PyResult<Gc<Module>> {
        let name = self.intern(name)?;
        let class = self.types.module;
        let module = self.new_module_of(class)?;
        self.initialise_module(module, name.value(), Value::NONE)?;
        Ok(module)
    }

    fn new_module_of(&mut self, class: Gc<Type>) -> PyResult<Gc<Module>> {
        let dict = self.new_namespace()?;
        self.new_object_of(
            class,
            Module { header: gc::Header::unset(), dict: GcField::new(Some(dict)) },
        )
    }

    fn initialise_module(&mut self, module: Gc<Module>, name: Value, doc: Value) -> PyResult<()> {
        let Some(dict) = module.dict() else { return Ok(()) };
        for (key, value) in [
            (Name::NameDunder, name),
            (Name::Doc, doc),
            (Name::Package, Value::NONE),
            (Name::Loader, Value::NONE),
            (Name::Spec, Value::NONE),
        ] {
            dict.set_name(self, self.name(key), value)?;
        }
        Ok(())
    }

    /// The module's `__name__` as text, or `?`.
    pub fn module_name(&mut self, module: Gc<Module>) -> String {
        let name =
            module.dict().and_then(|dict| dict.find_interned(self, self.name(Name::NameDunder)));
        name.and_then(|name| name.cast::<Str>())
            .map_or_else(|| "?".to_owned(), |name| name.to_string_lossy())
    }
}

fn this(value: Value) -> Gc<Module> {
    value.cast().expect("the receiver was checked")
}

fn new(
    vm: &mut Vm,
    class: Gc<Type>,
    _args: crate::native::Rest,
    _kwargs: crate::native::Keywords,
) -> PyResult<Gc<Module>> {
    vm.new_module_of(class)
}

fn init(vm: &mut Vm, module: Value, name: Value, doc: Value) -> PyResult<()> {
    if !name.is::<Str>() {
        let class = vm.type_of(name).name_text();
        return Err(
            vm.type_error(format_args!("module() argument 'name' must be str, not {class}"))
        );
    }
    vm.initialise_module(this(module), name, doc)
}

fn repr(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let Some(dict) = this(value).dict() else { return Ok(vm.new_str("<module '?'>")?.value()) };
    // importlib knows how to describe a module from its spec; before it is there, the name must do.
    let spec = dict.get_name(vm, vm.name(Name::Spec))?.unwrap_or(Value::NONE);
    let name = match dict.get_name(vm, vm.name(Name::NameDunder))? {
        Some(name) => vm.repr_text(name)?,
        None => "'?'".to_owned(),
    };
    let mut origin = None;
    if !spec.is_none() {
        let has_location = match vm.find_attribute_named(spec, Name::HasLocation)? {
            Some(truth) => vm.is_true(truth)?,
            None => false,
        };
        let place = vm.find_attribute_named(spec, Name::Origin)?.unwrap_or(Value::NONE);
        if !place.is_none() {
            origin = Some(if has_location {
                format!("from {}", vm.repr_text(place)?)
            } else {
                format!("({})", vm.str(place)?.to_string_lossy())
            });
        }
    }
    if origin.is_none()
        && let Some(file) = dict.get_name(vm, vm.name(Name::File))?
    {
        origin = Some(format!("from {}", vm.repr_text(file)?));
    }
    let text = match origin {
        Some(origin) => format!("<module {name} {origin}>"),
        None => format!("<module {name}>"),
    };
    Ok(vm.new_str(&text)?.value())
}

/// `module.name`, or `None` where that raises `AttributeError`.
pub fn find_module_attribute(vm: &mut Vm, value: Value, name: Gc<Str>) -> PyResult<Option<Value>> {
    if let Some(found) = crate::object::attribute::generic_find_attribute(vm, value, name)? {
        return Ok(Some(found));
    }
    let Some(dict) = this(value).dict() else { return Ok(None) };
    if name == vm.name(Name::Spec) || name == vm.name(Name::Loader) {
        return vm.describe_module(value, name);
    }
    match dict.get_name(vm, vm.name(Name::GetAttr))? {
        Some(function) => vm.call_values(function, &[name.value()]).map(Some),
        None => Ok(None),
    }
}

fn get_attribute(vm: &mut Vm, value: Value, name: Gc<Str>) -> PyResult<Value> {
    if let Some(found) = find_module_attribute(vm, value, name)? {
        return Ok(found);
    }
    let module = vm.module_name(this(value));
    let text = name.to_string_lossy();
    let mut message = format!("module '{module}' has no attribute '{text}'");
    if vm.is_importing(&module) {
        message = format!(
            "partially initialized module '{module}' has no attribute '{text}' (most likely due to a circular import)"
        );
    }
    Err(vm.attribute_error(value, name, message))
}

fn dir(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let Some(dict) = this(value).dict() else { return Ok(vm.new_list(&[])?.value()) };
    let name = vm.intern("__dir__")?;
    if let Some(function) = dict.get_name(vm, name)? {
        return vm.call_values(function, &[]);
    }
    let names = vm.collect_items(dict.value())?;
    Ok(vm.new_list(&names)?.value())
}

fn annotations(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let Some(dict) = this(value).dict() else { return Ok(Value::NONE) };
    if let Some(found) = dict.get_name(vm, vm.name(Name::Annotations))? {
        return Ok(found);
    }
    let annotate = dict.get_name(vm, vm.name(Name::Annotate))?.unwrap_or(Value::NONE);
    let annotations = if vm.is_callable(annotate) {
        vm.call_values(annotate, &[Value::from_small(1)])?
    } else {
        vm.new_dict()?.value()
    };
    dict.set_name(vm, vm.name(Name::Annotations), annotations)?;
    Ok(annotations)
}

fn set_annotations(vm: &mut Vm, value: Value, annotations: Value) -> PyResult<()> {
    let Some(dict) = this(value).dict() else { return Ok(()) };
    if annotations.is_unbound() {
        if dict.delete_name(vm, vm.name(Name::Annotations))?.is_none() {
            return Err(vm.no_attribute(value, vm.name(Name::Annotations)));
        }
        return Ok(());
    }
    dict.set_name(vm, vm.name(Name::Annotations), annotations)?;
    let _ = dict.delete_name(vm, vm.name(Name::Annotate))?;
    Ok(())
}

fn annotate(vm: &mut Vm, value: Value) -> PyResult<Value> {
    let Some(dict) = this(value).dict() else { return Ok(Value::NONE) };
    Ok(dict.get_name(vm, vm.name(Name::Annotate))?.unwrap_or(Value::NONE))
}

fn set_annotate(vm: &mut Vm, value: Value, annotate: Value) -> PyResult<()> {
    if annotate.is_unbound() {
        return Err(vm.type_error("cannot delete __annotate__ attribute"));
    }
    if !annotate.is_none() && !vm.is_callable(annotate) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    let Some(dict) = this(value).dict() else { return Ok(()) };
    dict.set_name(vm, vm.name(Name::Annotate), annotate)?;
    if !annotate.is_none() {
        let _ = dict.delete_name(vm, vm.name(Name::Annotations))?;
    }
    Ok(())
}

builtin_type! {
    /// Create a module object.
    ///
    /// The name must be a string; the optional docstring can have any type.
    pub static MODULE = "module"("object") {
        kind kind::MODULE;
        traits { is_base, has_dict, has_weakref }
        slots { repr: repr, get_attribute: get_attribute, set_attribute: generic_set_attribute }
        new "module(cls, *args, **kwargs)" => new;
        init "module(self, name, doc=None)" => init;
        methods {
            /// __dir__() -> list
            /// specialized dir() implementation
            "__dir__(self, /)" => dir;
        }
        getters {
            "__annotations__" => annotations, set_annotations;
            "__annotate__" => annotate, set_annotate;
        }
    }
}
