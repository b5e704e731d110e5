//! Modules implemented in Rust.

use gc::{Gc, Value};

use super::{NativeDef, TypeDef};
use crate::builtins::dict::DictChange;
use crate::builtins::module::Module;
use crate::{PyResult, Vm};

/// A constant of a module.
pub enum ConstantDef {
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string.
    Str(&'static str),
}

impl From<i64> for ConstantDef {
    fn from(number: i64) -> Self {
        ConstantDef::Int(number)
    }
}

/// A module.
pub struct ModuleDef {
    /// Its name.
    pub name: &'static str,
    /// `__doc__`.
    pub doc: &'static str,
    /// Constants.
    pub constants: &'static [(&'static str, ConstantDef)],
    /// Functions.
    pub functions: &'static [NativeDef],
    /// Types; made when the module is first imported.
    pub types: &'static [&'static TypeDef],
    /// Completes the module: what tables cannot say.
    pub init: Option<fn(&mut Vm, Gc<Module>) -> PyResult<()>>,
}

/// Defines a module in one table. Sections are optional, in this order.
///
/// ```ignore
/// native_module! {
///     /// Access to the mathematical functions defined by the C standard.
///     pub static MATH = "math" {
///         constants { "pi" = ConstantDef::Float(std::f64::consts::PI); }
///         functions {
///             /// Return the square root of x.
///             "sqrt(x, /)" => sqrt, pure;
///         }
///         types { &SOME_TYPE }
///         init complete;
///     }
/// }
/// ```
#[macro_export]
macro_rules! native_module {
    (
        $(#[doc = $doc:literal])*
        $vis:vis static $NAME:ident = $name:literal {
            $(constants { $($cname:literal = $cvalue:expr;)* })?
            $(functions { $($(#[doc = $fdoc:literal])* $fsig:literal => $ffn:expr $(, $feffect:ident)?;)* })?
            $(types { $($type_:expr),* $(,)? })?
            $(init $init:expr;)?
        }
    ) => {
        $(#[doc = $doc])*
        $vis static $NAME: $crate::native::ModuleDef = $crate::native::ModuleDef {
            name: $name,
            doc: concat!($($doc, "\n",)* ""),
            constants: &[$($(($cname, $cvalue)),*)?],
            functions: &[$($($crate::native_def!(concat!($($fdoc, "\n",)* ""), $fsig, $ffn $(, $feffect)?)),*)?],
            types: &[$($($type_),*)?],
            init: {
                #[allow(unused_mut, unused_assignments, reason = "the section is optional")]
                let mut init: Option<fn(&mut $crate::Vm, gc::Gc<$crate::builtins::module::Module>) -> $crate::PyResult<()>> = None;
                $(init = Some($init);)?
                init
            },
        };
    };
}

impl Vm {
    /// The attribute of a native module whose rest is written in Python and loaded when something asks for it: what `rest` has
    /// under that name.
    pub(crate) fn rest_of_module(
        &mut self,
        module: &str,
        rest: &str,
        name: Gc<crate::builtins::str::Str>,
    ) -> PyResult<Value> {
        let text = name.to_string_lossy();
        let found = if text.starts_with("__") {
            None
        } else {
            let rest = self.import_module(rest)?;
            self.find_attribute(rest, name)?
        };
        match found {
            Some(value) => Ok(value),
            None => {
                let message = format!("module '{module}' has no attribute '{text}'");
                let module = self.import_module(module)?;
                Err(self.attribute_error(module, name, message))
            }
        }
    }

    /// An exception class that belongs to `module`.
    pub fn new_exception_class(
        &mut self,
        module: &str,
        name: &str,
        base: Gc<crate::object::Type>,
    ) -> PyResult<Value> {
        let namespace = self.new_dict()?;
        let module = self.intern(module)?;
        let key = self.name(crate::Name::Module);
        namespace.set_name(self, key, module.value())?;
        let name = self.intern(name)?;
        let bases = self.new_tuple(&[base.value()])?;
        let class = self.types.type_.value();
        self.call_values(class, &[name.value(), bases.value(), namespace.value()])
    }

    /// Makes the module that `def` describes; does not enter it in `sys.modules`.
    pub fn new_native_module(&mut self, def: &'static ModuleDef) -> PyResult<Gc<Module>> {
        let module = self.new_module(def.name)?;
        let dict = module.dict().expect("a new module has a dict");
        if !def.doc.is_empty() {
            let doc = self.new_str(def.doc.trim())?;
            dict.set_name(self, self.name(crate::Name::Doc), doc.value())?;
        }
        for (name, constant) in def.constants {
            let value = match constant {
                ConstantDef::Int(number) => self.new_int(*number)?,
                ConstantDef::Float(number) => Value::from_f64(*number),
                ConstantDef::Str(text) => self.new_str(text)?.value(),
            };
            let name = self.intern(name)?;
            dict.set_name(self, name, value)?;
        }
        let module_name = self.intern(def.name)?;
        for function in def.functions {
            let value = self.new_native_function(function, Value::UNBOUND, module_name.value())?;
            let name = self.intern(function.name())?;
            dict.set_name(self, name, value.value())?;
        }
        for &type_def in def.types {
            let class = self.native_type(type_def)?;
            let name = class.name();
            dict.set_name(self, name, class.value())?;
        }
        if let Some(init) = def.init {
            init(self, module)?;
        }
        Ok(module)
    }
}
