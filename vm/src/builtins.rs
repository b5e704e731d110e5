//! The built-in types: one file each, named as in Python.
//!
//! [`for_each_type!`](crate::for_each_type) is the list. From it derive the [`Types`] struct (`vm.types.list`), the
//! compile-time shape numbers ([`shapes`]) and the order in which the types are made.

pub mod bytearray;
pub mod bytes;
pub mod cell;
pub mod class;
pub mod code;
pub mod complex;
pub mod descriptors;
pub mod dict;
pub mod exceptions;
pub mod float;
pub mod frame;
pub mod function;
pub mod functions;
pub mod generator;
pub mod generic_alias;
pub mod host_object;
pub mod int;
pub mod iterators;
pub mod list;
pub mod mapping_proxy;
pub mod memoryview;
pub mod method;
pub mod module;
pub mod namespace;
pub mod native_function;
pub mod object;
pub mod property;
pub mod range;
pub mod set;
pub mod simple;
pub mod singletons;
pub mod slice;
pub mod str;
pub(crate) mod struct_sequence;
pub mod super_type;
pub mod traceback;
pub mod tuple;
pub mod weakref;

use gc::{Gc, Value, Visitor};

use crate::native::TypeDef;
use crate::object::Type;

/// Calls `$callback!` with every type that exists from the start: shape constant, field of [`Types`],
/// definition. A base precedes what derives from it. Append new rows at the end.
#[macro_export]
#[allow(clippy::crate_in_macro_def, reason = "the rows name types of this crate only")]
macro_rules! for_each_type {
    ($callback:ident) => { $callback! {
        OBJECT object $crate::builtins::object::OBJECT;
        TYPE type_ $crate::builtins::class::TYPE;
        NONE_TYPE none_type crate::builtins::singletons::NONE_TYPE;
        ELLIPSIS ellipsis crate::builtins::singletons::ELLIPSIS;
        NOT_IMPLEMENTED not_implemented crate::builtins::singletons::NOT_IMPLEMENTED;
        INT int crate::builtins::int::INT;
        BOOL bool crate::builtins::int::BOOL;
        FLOAT float crate::builtins::float::FLOAT;
        COMPLEX complex crate::builtins::complex::COMPLEX;
        STR str crate::builtins::str::STR;
        BYTES bytes crate::builtins::bytes::BYTES;
        TUPLE tuple crate::builtins::tuple::TUPLE;
        LIST list crate::builtins::list::LIST;
        DICT dict crate::builtins::dict::DICT;
        CELL cell crate::builtins::cell::CELL;
        CODE code crate::builtins::code::CODE;
        FUNCTION function crate::builtins::function::FUNCTION;
        BOUND_METHOD method crate::builtins::method::BOUND_METHOD;
        NATIVE_FUNCTION native_function crate::builtins::native_function::NATIVE_FUNCTION;
        METHOD_DESCRIPTOR method_descriptor crate::builtins::descriptors::METHOD_DESCRIPTOR;
        CLASS_METHOD_DESCRIPTOR class_method_descriptor crate::builtins::descriptors::CLASS_METHOD_DESCRIPTOR;
        SLOT_WRAPPER slot_wrapper crate::builtins::descriptors::SLOT_WRAPPER;
        METHOD_WRAPPER method_wrapper crate::builtins::descriptors::METHOD_WRAPPER;
        GETSET_DESCRIPTOR getset_descriptor crate::builtins::descriptors::GETSET_DESCRIPTOR;
        MEMBER_DESCRIPTOR member_descriptor crate::builtins::descriptors::MEMBER_DESCRIPTOR;
        MODULE module crate::builtins::module::MODULE;
        PROPERTY property crate::builtins::property::PROPERTY;
        CLASS_METHOD class_method crate::builtins::property::CLASS_METHOD;
        STATIC_METHOD static_method crate::builtins::property::STATIC_METHOD;
        SUPER super_ crate::builtins::super_type::SUPER;
        GENERATOR generator crate::builtins::generator::GENERATOR;
        COROUTINE coroutine crate::builtins::generator::COROUTINE;
        ASYNC_GENERATOR async_generator crate::builtins::generator::ASYNC_GENERATOR;
        COROUTINE_WRAPPER coroutine_wrapper crate::builtins::generator::COROUTINE_WRAPPER;
        FRAME frame crate::builtins::frame::FRAME;
        GENERIC_ALIAS generic_alias crate::builtins::generic_alias::GENERIC_ALIAS;
        UNION union crate::builtins::generic_alias::UNION;
        ASYNC_STEP async_step crate::builtins::generator::ASYNC_STEP;
        ASYNC_WRAPPED async_wrapped crate::builtins::generator::ASYNC_WRAPPED;
        ANEXT_DEFAULT anext_default crate::builtins::generator::ANEXT_DEFAULT;
        WEAK_REFERENCE weak_reference crate::builtins::weakref::WEAK_REFERENCE;
        WEAK_PROXY weak_proxy crate::builtins::weakref::WEAK_PROXY;
        BYTEARRAY bytearray crate::builtins::bytearray::BYTEARRAY;
        MEMORY_VIEW memoryview crate::builtins::memoryview::MEMORY_VIEW;
        SIMPLE_NAMESPACE simple_namespace crate::builtins::namespace::SIMPLE_NAMESPACE;
        TRACEBACK traceback crate::builtins::traceback::TRACEBACK;
        DICT_KEYS dict_keys crate::builtins::dict::DICT_KEYS;
        DICT_VALUES dict_values crate::builtins::dict::DICT_VALUES;
        DICT_ITEMS dict_items crate::builtins::dict::DICT_ITEMS;
        DICT_KEY_ITERATOR dict_key_iterator crate::builtins::dict::DICT_KEY_ITERATOR;
        DICT_VALUE_ITERATOR dict_value_iterator crate::builtins::dict::DICT_VALUE_ITERATOR;
        DICT_ITEM_ITERATOR dict_item_iterator crate::builtins::dict::DICT_ITEM_ITERATOR;
        DICT_REVERSE_KEY_ITERATOR dict_reverse_key_iterator crate::builtins::dict::DICT_REVERSE_KEY_ITERATOR;
        DICT_REVERSE_VALUE_ITERATOR dict_reverse_value_iterator crate::builtins::dict::DICT_REVERSE_VALUE_ITERATOR;
        DICT_REVERSE_ITEM_ITERATOR dict_reverse_item_iterator crate::builtins::dict::DICT_REVERSE_ITEM_ITERATOR;
        MAPPING_PROXY mapping_proxy crate::builtins::mapping_proxy::MAPPING_PROXY;
        SET set crate::builtins::set::SET;
        FROZENSET frozenset crate::builtins::set::FROZENSET;
        SET_ITERATOR set_iterator crate::builtins::set::SET_ITERATOR;
        RANGE range crate::builtins::range::RANGE;
        RANGE_ITERATOR range_iterator crate::builtins::range::RANGE_ITERATOR;
        LONG_RANGE_ITERATOR long_range_iterator crate::builtins::range::LONG_RANGE_ITERATOR;
        SLICE slice crate::builtins::slice::SLICE;
        LIST_ITERATOR list_iterator crate::builtins::iterators::LIST_ITERATOR;
        LIST_REVERSE_ITERATOR list_reverse_iterator crate::builtins::iterators::LIST_REVERSE_ITERATOR;
        TUPLE_ITERATOR tuple_iterator crate::builtins::iterators::TUPLE_ITERATOR;
        SEQUENCE_ITERATOR sequence_iterator crate::builtins::iterators::SEQUENCE_ITERATOR;
        REVERSED reversed crate::builtins::iterators::REVERSED;
        CALLABLE_ITERATOR callable_iterator crate::builtins::iterators::CALLABLE_ITERATOR;
        ENUMERATE enumerate crate::builtins::iterators::ENUMERATE;
        ZIP zip crate::builtins::iterators::ZIP;
        MAP map crate::builtins::iterators::MAP;
        FILTER filter crate::builtins::iterators::FILTER;
        STR_ITERATOR str_iterator crate::builtins::str::STR_ITERATOR;
        BYTES_ITERATOR bytes_iterator crate::builtins::bytes::BYTES_ITERATOR;
    } };
}

macro_rules! define_types {
    ($($SHAPE:ident $field:ident $def:path;)*) => {
        /// The built-in types.
        #[derive(Clone, Copy)]
        #[allow(missing_docs, reason = "each is the Python type of its name")]
        pub struct Types { $(pub $field: Gc<Type>,)* }

        /// The shapes of exact instances of built-in types, known at compile time.
        pub mod shapes {
            use crate::object::ShapeId;
            use crate::object::shape::FIRST_TYPE;

            #[repr(u32)]
            #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "only numbers the constants")]
            enum Row { $($SHAPE,)* }

            $(
                #[doc = concat!("The shape of exact instances of `", stringify!($field), "`.")]
                pub const $SHAPE: ShapeId = FIRST_TYPE + Row::$SHAPE as ShapeId;
            )*
        }

        /// The definitions, in the order of their shapes.
        pub static TYPE_DEFS: &[&TypeDef] = &[$(&$def),*];

        impl Types {
            /// The types from a list in the order of [`TYPE_DEFS`].
            pub(crate) fn from_list(classes: &[Gc<Type>]) -> Types {
                let mut classes = classes.iter().copied();
                Types { $($field: classes.next().expect("as many types as rows"),)* }
            }

            /// Shows every type to the visitor.
            pub fn visit(&self, visitor: &mut Visitor) {
                $(visitor.value(Value::from(self.$field));)*
            }
        }
    };
}

for_each_type!(define_types);
