//! Tables that define native functions and types.

use std::sync::OnceLock;

use gc::{Kind, Value};

use super::{NativeFn, Signature};
use crate::object::Slots;
use crate::{PyResult, Vm};

/// What calling a native may do, for the tracer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Anything.
    Any,
    /// Depends on its arguments alone and changes nothing.
    Pure,
}

/// A native function.
pub struct NativeDef {
    /// `name(parameters)`.
    pub signature_text: &'static str,
    /// `__doc__`.
    pub doc: &'static str,
    /// The function.
    pub call: NativeFn,
    /// What it may do.
    pub effect: Effect,
    /// The parsed signature, once asked for.
    pub parsed: &'static OnceLock<Signature>,
}

impl NativeDef {
    /// A row of a table of functions.
    pub const fn new(
        signature_text: &'static str,
        doc: &'static str,
        call: NativeFn,
        parsed: &'static OnceLock<Signature>,
    ) -> NativeDef {
        NativeDef { signature_text, doc, call, effect: Effect::Any, parsed }
    }

    /// The function's name.
    pub fn name(&self) -> &'static str {
        self.signature_text.split('(').next().unwrap_or(self.signature_text)
    }

    /// The parsed signature.
    #[inline]
    pub fn signature(&self) -> &Signature {
        self.parsed.get_or_init(|| Signature::parse(self.signature_text))
    }
}

/// An attribute computed by functions.
pub struct GetSetDef {
    /// The attribute.
    pub name: &'static str,
    /// Its documentation.
    pub doc: &'static str,
    /// Computes it.
    pub get: fn(&mut Vm, Value) -> PyResult<Value>,
    /// Sets it (an unbound value deletes); none if it is read-only.
    pub set: Option<fn(&mut Vm, Value, Value) -> PyResult<()>>,
}

/// How a built-in type is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TypeTraits {
    /// Classes may derive from it.
    pub is_base: bool,
    /// Instances have a `__dict__` of their own.
    pub has_dict: bool,
    /// Instances can be weakly referenced.
    pub has_weakref: bool,
    /// Patterns take instances for sequences.
    pub is_sequence: bool,
    /// Patterns take instances for mappings.
    pub is_mapping: bool,
}

/// A type implemented in Rust.
pub struct TypeDef {
    /// `module.name`, or just the name for `builtins`.
    pub name: &'static str,
    /// The name of the base type.
    pub base: &'static str,
    /// `__doc__`.
    pub doc: &'static str,
    /// Which struct instances are; `None` as the base.
    pub kind: Option<Kind>,
    /// The special methods.
    pub slots: Slots,
    /// `__new__`: its signature's first parameter is the class.
    pub methods: &'static [NativeDef],
    /// Methods that receive the class.
    pub class_methods: &'static [NativeDef],
    /// Methods that receive neither.
    pub static_methods: &'static [NativeDef],
    /// Computed attributes.
    pub getters: &'static [GetSetDef],
    /// How it is used.
    pub traits: TypeTraits,
}

/// Defines a built-in type in one table. See [`crate::native`] for the form. All sections are
/// optional, in this order: `kind`, `traits`, `slots`, `new`, `init`, `methods`, `class_methods`, `static_methods`, `getters`.
#[macro_export]
macro_rules! builtin_type {
    (
        $(#[doc = $doc:literal])*
        $vis:vis static $NAME:ident = $name:literal($base:literal) {
            $(kind $kind:expr;)?
            $(traits { $($trait_:ident),* $(,)? })?
            $(slots { $($slot:ident : $slot_fn:expr),* $(,)? })?
            $($(#[doc = $new_doc:literal])* new $new_signature:literal => $new_fn:expr;)?
            $($(#[doc = $init_doc:literal])* init $init_signature:literal => $init_fn:expr;)?
            $(methods { $($(#[doc = $mdoc:literal])* $msig:literal => $mfn:expr $(, $meffect:ident)?;)* })?
            $(class_methods { $($(#[doc = $cdoc:literal])* $csig:literal => $cfn:expr;)* })?
            $(static_methods { $($(#[doc = $sdoc:literal])* $ssig:literal => $sfn:expr;)* })?
            $(getters { $($(#[doc = $gdoc:literal])* $gname:literal => $gget:expr $(, $gset:expr)?;)* })?
        }
    ) => {
        $(#[doc = $doc])*
        $vis static $NAME: $crate::native::TypeDef = $crate::native::TypeDef {
            name: $name,
            base: $base,
            doc: concat!($($doc, "\n",)* ""),
            kind: {
                #[allow(unused_mut, unused_assignments, reason = "the section is optional")]
                let mut kind: Option<gc::Kind> = None;
                $(kind = Some($kind);)?
                kind
            },
            slots: {
                #[allow(unused_mut, reason = "the section is optional")]
                let mut slots = $crate::object::slots::EMPTY;
                $($(slots.$slot = Some($slot_fn);)*)?
                $({
                    static NEW: $crate::native::NativeDef = $crate::native_def!(concat!($($new_doc, "\n",)* ""), $new_signature, $new_fn);
                    slots.new = Some($crate::object::slots::Maker::Native(&NEW));
                })?
                $({
                    static INIT: $crate::native::NativeDef = $crate::native_def!(concat!($($init_doc, "\n",)* ""), $init_signature, $init_fn);
                    slots.init = Some($crate::object::slots::Maker::Native(&INIT));
                })?
                slots
            },
            methods: &[$($($crate::native_def!(concat!($($mdoc, "\n",)* ""), $msig, $mfn $(, $meffect)?)),*)?],
            class_methods: &[$($($crate::native_def!(concat!($($cdoc, "\n",)* ""), $csig, $cfn)),*)?],
            static_methods: &[$($($crate::native_def!(concat!($($sdoc, "\n",)* ""), $ssig, $sfn)),*)?],
            getters: &[$($($crate::native::GetSetDef {
                name: $gname,
                doc: concat!($($gdoc, "\n",)* ""),
                get: $gget,
                set: { #[allow(unused_mut, unused_assignments, reason = "most are read-only")] let mut set: Option<fn(&mut $crate::Vm, gc::Value, gc::Value) -> $crate::PyResult<()>> = None; $(set = Some($gset);)? set },
            }),*)?],
            traits: {
                #[allow(unused_mut, reason = "the section is optional")]
                let mut traits = $crate::native::define::NO_TRAITS;
                $($(traits.$trait_ = true;)*)?
                traits
            },
        };
    };
}

/// No trait at all.
pub const NO_TRAITS: TypeTraits = TypeTraits {
    is_base: false,
    has_dict: false,
    has_weakref: false,
    is_sequence: false,
    is_mapping: false,
};

/// One native function; a signature that does not fit the Rust function does not compile.
#[macro_export]
macro_rules! native_def {
    ($doc:expr, $signature:literal, $function:expr $(, $effect:ident)?) => {{
        const _: () = assert!(
            $crate::native::signature::parameter_count($signature) == $crate::native::call::arity(&$function),
            "the signature and the Rust function differ in their number of parameters"
        );
        static PARSED: std::sync::OnceLock<$crate::native::Signature> = std::sync::OnceLock::new();
        #[allow(unused_mut, reason = "the effect is optional")]
        let mut def = $crate::native::NativeDef::new($signature, $doc, $crate::native::call::native($function), &PARSED);
        $(def.effect = $crate::native::define::effect::$effect;)?
        def
    }};
}

/// The words of a row that name an effect.
#[allow(non_upper_case_globals, reason = "written as words in tables")]
pub mod effect {
    use super::Effect;
    /// Depends on the arguments alone.
    pub const pure: Effect = Effect::Pure;
}
