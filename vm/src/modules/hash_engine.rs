//! `_hash_engine`: digests, for `_md5`, `_sha1`, `_sha2`, `_sha3` and `_blake2`.

use blake2::digest::{Update as _, VariableOutput as _};
use gc::{Gc, Value};
use sha2::digest::DynDigest;
use sha3::digest::{ExtendableOutput as _, XofReader as _};

use crate::builtins::host_object::HostObject;
use crate::object::kind;
use crate::{PyResult, Vm, builtin_type, native_module};

/// A digest in the making.
#[derive(Clone)]
enum State {
    Fixed(Box<dyn DynDigest>),
    Shake128(sha3::Shake128),
    Shake256(sha3::Shake256),
    Blake2b(blake2::Blake2bVar),
    Blake2s(blake2::Blake2sVar),
}

impl State {
    fn new(name: &str, size: usize) -> Option<State> {
        Some(match name {
            "md5" => State::Fixed(Box::new(md5::Md5::default())),
            "sha1" => State::Fixed(Box::new(sha1::Sha1::default())),
            "sha224" => State::Fixed(Box::new(sha2::Sha224::default())),
            "sha256" => State::Fixed(Box::new(sha2::Sha256::default())),
            "sha384" => State::Fixed(Box::new(sha2::Sha384::default())),
            "sha512" => State::Fixed(Box::new(sha2::Sha512::default())),
            "sha3_224" => State::Fixed(Box::new(sha3::Sha3_224::default())),
            "sha3_256" => State::Fixed(Box::new(sha3::Sha3_256::default())),
            "sha3_384" => State::Fixed(Box::new(sha3::Sha3_384::default())),
            "sha3_512" => State::Fixed(Box::new(sha3::Sha3_512::default())),
            "shake_128" => State::Shake128(sha3::Shake128::default()),
            "shake_256" => State::Shake256(sha3::Shake256::default()),
            "blake2b" => State::Blake2b(blake2::Blake2bVar::new(size).ok()?),
            "blake2s" => State::Blake2s(blake2::Blake2sVar::new(size).ok()?),
            _ => return None,
        })
    }

    fn update(&mut self, data: &[u8]) {
        match self {
            State::Fixed(digest) => digest.update(data),
            State::Shake128(digest) => digest.update(data),
            State::Shake256(digest) => digest.update(data),
            State::Blake2b(digest) => digest.update(data),
            State::Blake2s(digest) => digest.update(data),
        }
    }

    /// The digest; `len` counts for those of any length only.
    fn finish(self, len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        match self {
            State::Fixed(digest) => return digest.finalize().to_vec(),
            State::Shake128(digest) => digest.finalize_xof().read(&mut bytes),
            State::Shake256(digest) => digest.finalize_xof().read(&mut bytes),
            State::Blake2b(digest) => {
                bytes.resize(digest.output_size(), 0);
                let _ = digest.finalize_variable(&mut bytes);
            }
            State::Blake2s(digest) => {
                bytes.resize(digest.output_size(), 0);
                let _ = digest.finalize_variable(&mut bytes);
            }
        }
        bytes
    }
}

fn state(vm: &mut Vm, value: Value) -> PyResult<State> {
    match value.cast::<HostObject>().and_then(|object| vm.host_state::<State>(object)) {
        Some(state) => Ok(state.clone()),
        None => Err(vm.type_error("not a digest")),
    }
}

fn make(vm: &mut Vm, state: State) -> PyResult<Gc<HostObject>> {
    let class = vm.native_type(&DIGEST)?;
    vm.new_host_object(class, state)
}

fn new(vm: &mut Vm, name: String, size: i64) -> PyResult<Gc<HostObject>> {
    match State::new(&name, usize::try_from(size).unwrap_or(0)) {
        Some(state) => make(vm, state),
        None => Err(vm.value_error(format_args!("unsupported hash type {name}"))),
    }
}

fn update(vm: &mut Vm, value: Value, data: Value) -> PyResult<()> {
    if data.is::<crate::builtins::str::Str>() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    let Some(bytes) = vm.bytes_text(data) else {
        let bytes = vm.bytes_like(data);
        return match bytes {
            Ok(bytes) => feed(vm, value, &bytes),
            Err(raised) => {
                let _ = vm.catch(raised)?;
                Err(vm.type_error("object supporting the buffer API required"))
            }
        };
    };
    feed(vm, value, &bytes)
}

fn feed(vm: &mut Vm, value: Value, bytes: &[u8]) -> PyResult<()> {
    vm.charge(bytes.len() / 16)?;
    if let Some(state) =
        value.cast::<HostObject>().and_then(|object| vm.host_state::<State>(object))
    {
        state.update(bytes);
    }
    Ok(())
}

fn digest(vm: &mut Vm, value: Value, len: i64) -> PyResult<Value> {
    let Some(len) = usize::try_from(len).ok().filter(|&len| len < 1 << 29) else {
        return Err(vm.value_error("length is too large"));
    };
    vm.charge(len / 16)?;
    let bytes = state(vm, value)?.finish(len);
    Ok(vm.new_bytes(&bytes)?.value())
}

builtin_type! {
    /// A digest in the making.
    static DIGEST = "_hash_engine.Digest"("object") {
        kind kind::HOST_OBJECT;
        methods {
            "update(self, data, /)" => update;
            "digest(self, length, /)" => digest;
            "copy(self, /)" => |vm: &mut Vm, value: Value| { let state = state(vm, value)?; make(vm, state) };
        }
    }
}

native_module! {
    /// Digests.
    pub(super) static HASH_ENGINE = "_hash_engine" {
        functions { "new(name, size, /)" => new; }
    }
}
