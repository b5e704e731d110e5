//! The heap kinds: one row for each Rust struct that lives in the heap.

use gc::{HeapObject, KindInfo};

/// Calls `$callback!` with every kind: its constant and its struct. Append new rows at the end.
#[macro_export]
#[allow(clippy::crate_in_macro_def, reason = "the rows name types of this crate only")]
macro_rules! for_each_kind {
    ($callback:ident) => {
        $callback! {
            ARRAY => $crate::object::Array;
            RAW => $crate::object::Raw;
            INSTANCE => crate::object::Instance;
            TYPE => crate::object::Type;
            STR => crate::builtins::str::Str;
            INT => crate::builtins::int::BigInteger;
            COMPLEX => crate::builtins::complex::Complex;
            BYTES => crate::builtins::bytes::Bytes;
            TUPLE => crate::builtins::tuple::Tuple;
            LIST => crate::builtins::list::List;
            DICT => crate::builtins::dict::Dict;
            CELL => crate::builtins::cell::Cell;
            CODE => crate::builtins::code::CodeObject;
            FUNCTION => crate::builtins::function::Function;
            BOUND_METHOD => crate::builtins::method::BoundMethod;
            NATIVE_FUNCTION => crate::builtins::native_function::NativeFunction;
            METHOD_DESCRIPTOR => crate::builtins::descriptors::MethodDescriptor;
            SLOT_WRAPPER => crate::builtins::descriptors::SlotWrapper;
            METHOD_WRAPPER => crate::builtins::descriptors::MethodWrapper;
            GETSET_DESCRIPTOR => crate::builtins::descriptors::GetSetDescriptor;
            MEMBER_DESCRIPTOR => crate::builtins::descriptors::MemberDescriptor;
            EXCEPTION => crate::builtins::exceptions::Exception;
            MODULE => crate::builtins::module::Module;
            HOST_OBJECT => crate::builtins::host_object::HostObject;
            PROPERTY => crate::builtins::property::Property;
            WRAPPED_METHOD => crate::builtins::property::WrappedMethod;
            SUPER => crate::builtins::super_type::Super;
            GENERATOR => crate::builtins::generator::Generator;
            FRAME => crate::builtins::frame::FrameObject;
            GENERIC_ALIAS => crate::builtins::generic_alias::GenericAlias;
            UNION => crate::builtins::generic_alias::Union;
            COROUTINE_WRAPPER => crate::builtins::generator::CoroutineWrapper;
            ASYNC_STEP => crate::builtins::generator::AsyncStep;
            ASYNC_WRAPPED => crate::builtins::generator::AsyncWrapped;
            TRACEBACK => crate::builtins::traceback::Traceback;
        WEAK_REFERENCE => crate::builtins::weakref::WeakReference;
        BYTE_ARRAY => crate::builtins::bytearray::ByteArray;
        MEMORY_VIEW => crate::builtins::memoryview::MemoryView;
        CELLS => crate::builtins::simple::Cells;
            ANEXT_DEFAULT => crate::builtins::generator::AnextDefault;
            DICT_VIEW => crate::builtins::dict::DictView;
            DICT_ITERATOR => crate::builtins::dict::DictIterator;
            MAPPING_PROXY => crate::builtins::mapping_proxy::MappingProxy;
            SET => crate::builtins::set::Set;
            SET_ITERATOR => crate::builtins::set::SetIterator;
            RANGE => crate::builtins::range::Range;
            RANGE_ITERATOR => crate::builtins::range::RangeIterator;
            LONG_RANGE_ITERATOR => crate::builtins::range::LongRangeIterator;
            SLICE => crate::builtins::slice::Slice;
            SEQUENCE_ITERATOR => crate::builtins::iterators::SequenceIterator;
            CALLABLE_ITERATOR => crate::builtins::iterators::CallableIterator;
            ADAPTOR => crate::builtins::iterators::Adaptor;
            FLOAT_OBJECT => crate::builtins::float::FloatObject;
            BYTES_ITERATOR => crate::builtins::bytes::BytesIterator;
            STR_ITERATOR => crate::builtins::str::StrIterator;
        }
    };
}

macro_rules! define_kinds {
    ($($NAME:ident => $Struct:ty;)*) => {
        #[repr(u8)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "only numbers the constants")]
        enum Number { $($NAME,)* }

        $(
            #[doc = concat!("The kind of [`", stringify!($Struct), "`].")]
            pub const $NAME: gc::Kind = gc::Kind(Number::$NAME as u8);
            const _: () = assert!(<$Struct as HeapObject>::KIND.0 == $NAME.0);
        )*

        /// What the collector knows of every kind.
        pub static KINDS: &[KindInfo] = &[$(info::<$Struct>(stringify!($NAME))),*];
    };
}

for_each_kind!(define_kinds);

/// The collector's row for the kind of `T`.
const fn info<T: HeapObject + Describe>(name: &'static str) -> KindInfo {
    KindInfo { weak: T::WEAK, release: T::RELEASE, ..KindInfo::of::<T>(name) }
}

/// What a heap struct tells the collector beyond its layout. Most have nothing to tell.
pub trait Describe {
    /// See [`KindInfo::weak`].
    const WEAK: Option<unsafe fn(*const gc::Header) -> *const std::cell::Cell<gc::Value>> = None;
    /// See [`KindInfo::release`].
    const RELEASE: Option<unsafe fn(*const gc::Header) -> u32> = None;
}

/// `plain_kinds! { A B }`: these structs have nothing to tell beyond their layout.
#[macro_export]
macro_rules! plain_kinds {
    ($($Struct:ty),* $(,)?) => { $( impl $crate::object::kind::Describe for $Struct {} )* };
}
