//! `_compress_engine`: deflate streams, for `zlib`.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use gc::{Gc, Value};

use crate::builtins::host_object::HostObject;
use crate::object::kind;
use crate::{PyResult, Vm, builtin_type, native_module};

/// The least room made for output at a time.
const STEP: usize = 16 << 10;

fn compressor(vm: &mut Vm, level: i64, bits: i64) -> PyResult<Gc<HostObject>> {
    let level = if level < 0 { 6 } else { level.clamp(0, 9) as u32 };
    let state = Compress::new(Compression::new(level), bits > 0);
    let class = vm.native_type(&STREAM)?;
    vm.new_host_object(class, state)
}

fn decompressor(vm: &mut Vm, bits: i64) -> PyResult<Gc<HostObject>> {
    let class = vm.native_type(&STREAM)?;
    vm.new_host_object(class, Decompress::new(bits > 0))
}

fn checked_room(vm: &mut Vm, output: &mut Vec<u8>) -> PyResult<()> {
    let limit = vm.heap.budget().limit().unwrap_or(usize::MAX);
    if output.len() > limit || output.try_reserve(STEP.max(output.len() / 2)).is_err() {
        return Err(vm.memory_error());
    }
    vm.charge(STEP / 16)
}

fn compress(vm: &mut Vm, value: Value, data: Value, flush: i64) -> PyResult<Value> {
    let bytes = vm.bytes_like(data)?;
    let flush = match flush {
        0 => FlushCompress::None,
        1 => FlushCompress::Partial,
        2 => FlushCompress::Sync,
        3 => FlushCompress::Full,
        _ => FlushCompress::Finish,
    };
    let mut output = Vec::with_capacity(STEP);
    let mut used = 0;
    loop {
        checked_room(vm, &mut output)?;
        let Some(state) =
            value.cast::<HostObject>().and_then(|object| vm.host_state::<Compress>(object))
        else {
            return Err(vm.type_error("not a compressor"));
        };
        let before = state.total_in();
        let status = state.compress_vec(&bytes[used..], &mut output, flush);
        used += (state.total_in() - before) as usize;
        let done = match status {
            Ok(Status::StreamEnd) => true,
            Ok(_) => {
                used == bytes.len()
                    && output.len() < output.capacity()
                    && !matches!(flush, FlushCompress::Finish)
            }
            Err(_) => return Err(vm.value_error("inconsistent stream state")),
        };
        if done {
            return Ok(vm.new_bytes(&output)?.value());
        }
    }
}

/// `(output, bytes used, end of the stream reached)`.
fn decompress(vm: &mut Vm, value: Value, data: Value, most: i64) -> PyResult<Value> {
    let bytes = vm.bytes_like(data)?;
    let most = usize::try_from(most).ok().filter(|&most| most > 0).unwrap_or(usize::MAX);
    let mut output: Vec<u8> = Vec::new();
    let (mut used, mut ended) = (0, false);
    while output.len() < most {
        checked_room(vm, &mut output)?;
        let Some(state) =
            value.cast::<HostObject>().and_then(|object| vm.host_state::<Decompress>(object))
        else {
            return Err(vm.type_error("not a decompressor"));
        };
        let (in_before, out_before) = (state.total_in(), output.len());
        let mut chunk = vec![0; (output.capacity() - output.len()).min(most - output.len())];
        let written_before = state.total_out();
        let status = state.decompress(&bytes[used..], &mut chunk, FlushDecompress::None);
        used += (state.total_in() - in_before) as usize;
        let written = (state.total_out() - written_before) as usize;
        output.extend_from_slice(&chunk[..written]);
        match status {
            Ok(Status::StreamEnd) => {
                ended = true;
                break;
            }
            Ok(_) if used == bytes.len() && output.len() == out_before => break,
            Ok(Status::BufError) => break,
            Ok(_) => {}
            Err(_) => return Err(vm.value_error("invalid data")),
        }
    }
    let output = vm.new_bytes(&output)?.value();
    let parts = [output, Value::from_small(used as i64), Value::from_bool(ended)];
    Ok(vm.new_tuple(&parts)?.value())
}

fn crc32(vm: &mut Vm, data: Value, start: i64) -> PyResult<i64> {
    let bytes = vm.bytes_like(data)?;
    vm.charge(bytes.len() / 32)?;
    Ok(i64::from(super::ascii_binary::crc_32(&bytes, start as u32)))
}

fn adler32(vm: &mut Vm, data: Value, start: i64) -> PyResult<i64> {
    let bytes = vm.bytes_like(data)?;
    vm.charge(bytes.len() / 32)?;
    let (mut low, mut high) = (start as u32 & 0xFFFF, start as u32 >> 16);
    // So many sums of bytes fit 32 bits before the remainder must be taken.
    for chunk in bytes.chunks(5552) {
        for &byte in chunk {
            low += u32::from(byte);
            high += low;
        }
        low %= 65521;
        high %= 65521;
    }
    Ok(i64::from(high << 16 | low))
}

builtin_type! {
    /// A stream that is compressed or decompressed.
    static STREAM = "_compress_engine.Stream"("object") {
        kind kind::HOST_OBJECT;
        methods {
            "compress(self, data, flush, /)" => compress;
            "decompress(self, data, most, /)" => decompress;
        }
    }
}

native_module! {
    /// Deflate streams.
    pub(super) static COMPRESS_ENGINE = "_compress_engine" {
        functions {
            "compressor(level, bits, /)" => compressor;
            "decompressor(bits, /)" => decompressor;
            "crc32(data, start, /)" => crc32;
            "adler32(data, start, /)" => adler32;
        }
    }
}
