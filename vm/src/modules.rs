//! The modules implemented in Rust.

mod ascii_binary;
mod codecs_engine;
mod compress_engine;
mod gc_module;
mod hash_engine;
mod host_files;
mod import_engine;
mod json_engine;
mod math;
mod operators;
mod random;
mod sre;
mod streams;
mod string_helpers;
pub(crate) mod struct_engine;
mod sys;
mod thread;
mod time;
mod unicode_data;
mod weakref;

use crate::native::ModuleDef;

/// Every native module but `builtins`, which exists from the start.
pub static MODULES: &[&ModuleDef] = &[
    &ascii_binary::BINASCII,
    &codecs_engine::CODECS_ENGINE,
    &compress_engine::COMPRESS_ENGINE,
    &gc_module::GC,
    &hash_engine::HASH_ENGINE,
    &host_files::HOST,
    &import_engine::IMPORT_ENGINE,
    &json_engine::JSON,
    &math::MATH,
    &operators::OPERATOR,
    &random::RANDOM,
    &sre::SRE_ENGINE,
    &string_helpers::STRING,
    &struct_engine::STRUCT_ENGINE,
    &sys::SYS,
    &thread::THREAD,
    &time::TIME,
    &unicode_data::UNICODEDATA,
    &weakref::WEAKREF,
];
