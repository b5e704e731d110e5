//! `_host`: the doors to files, folders and the environment, as the library's `posix` and `_io` use them.

use capabilities::{FileId, HostResult, Metadata, OpenOptions, Stamp, Whence};
use gc::{TempVec, Value};

use crate::builtins::str::Str;
use crate::{PyResult, Vm, native_module};

/// The bytes of a path given as str or bytes.
fn path(vm: &mut Vm, value: Value) -> PyResult<Vec<u8>> {
    if let Some(text) = value.cast::<Str>() {
        if text.iter().any(|point| point == 0) {
            return Err(vm.value_error("embedded null character"));
        }
        let encoded = vm.encode(value, "utf-8", "surrogateescape")?;
        return vm.bytes_like(encoded);
    }
    match vm.bytes_text(value) {
        Some(bytes) if bytes.contains(&0) => Err(vm.value_error("embedded null byte")),
        Some(bytes) => Ok(bytes),
        None => {
            let class = vm.type_of(value).name_text();
            Err(vm
                .type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")))
        }
    }
}

fn answer<T>(vm: &mut Vm, result: HostResult<T>) -> PyResult<T> {
    match result {
        Ok(value) => Ok(value),
        Err(error) => Err(vm.host_error(error)),
    }
}

fn file(number: i64) -> FileId {
    FileId(i32::try_from(number).unwrap_or(-1))
}

fn open(vm: &mut Vm, name: Value, flags: i64, mode: i64) -> PyResult<i64> {
    let name = path(vm, name)?;
    let result = vm.host.fs().open(&name, OpenOptions::from_flags(flags as i32, mode as u32));
    answer(vm, result).map(|id| i64::from(id.0))
}

fn read(vm: &mut Vm, number: i64, count: i64) -> PyResult<Value> {
    let Ok(count) = usize::try_from(count) else { return Err(vm.os_error(22, None, None)) };
    let mut buffer = Vec::new();
    if buffer.try_reserve_exact(count.min(1 << 30)).is_err() {
        return Err(vm.memory_error());
    }
    buffer.resize(count.min(1 << 30), 0);
    let result = if number == 0 {
        vm.host.stdio().read(&mut buffer)
    } else {
        vm.host.fs().read(file(number), &mut buffer)
    };
    let read = answer(vm, result)?;
    Ok(vm.new_bytes(&buffer[..read])?.value())
}

fn write(vm: &mut Vm, number: i64, data: Value) -> PyResult<i64> {
    let bytes = vm.bytes_like(data)?;
    let len = bytes.len();
    let result = match number {
        1 => vm.host.stdio().write_out(&bytes).map(|()| len),
        2 => vm.host.stdio().write_error(&bytes).map(|()| len),
        _ => vm.host.fs().write(file(number), &bytes),
    };
    answer(vm, result).map(|written| written as i64)
}

fn seek(vm: &mut Vm, number: i64, offset: i64, whence: i64) -> PyResult<i64> {
    let whence = match whence {
        0 => Whence::Start,
        1 => Whence::Current,
        2 => Whence::End,
        _ => return Err(vm.os_error(22, None, None)),
    };
    let result = vm.host.fs().seek(file(number), offset, whence);
    answer(vm, result).map(|place| place as i64)
}

fn stat_tuple(vm: &mut Vm, metadata: &Metadata) -> PyResult<Value> {
    let time = |stamp: Stamp| (stamp.seconds, i64::from(stamp.nanoseconds));
    let mut values = TempVec::new();
    for number in [
        i64::from(metadata.mode),
        metadata.inode as i64,
        metadata.device as i64,
        metadata.links as i64,
        i64::from(metadata.user),
        i64::from(metadata.group),
        metadata.size as i64,
        time(metadata.accessed).0,
        time(metadata.modified).0,
        time(metadata.changed).0,
        time(metadata.accessed).1,
        time(metadata.modified).1,
        time(metadata.changed).1,
        metadata.block_size as i64,
        metadata.blocks as i64,
        metadata.special_device as i64,
    ] {
        values.push(vm.new_int(number)?);
    }
    Ok(vm.new_tuple(&values)?.value())
}

fn stat(vm: &mut Vm, name: Value, follow: bool) -> PyResult<Value> {
    let fs = vm.host.fs();
    let result = match name.as_small() {
        Some(number) => fs.file_metadata(file(number)),
        None => {
            let name = path(vm, name)?;
            if follow { fs.metadata(&name) } else { fs.link_metadata(&name) }
        }
    };
    let metadata = answer(vm, result)?;
    stat_tuple(vm, &metadata)
}

fn list(vm: &mut Vm, name: Value) -> PyResult<Value> {
    let name = path(vm, name)?;
    let result = vm.host.fs().list(&name);
    let entries = answer(vm, result)?;
    let mut rows = TempVec::with_capacity(entries.len());
    for entry in entries {
        let kind = match entry.file_type {
            capabilities::FileType::File => 1,
            capabilities::FileType::Directory => 2,
            capabilities::FileType::Symlink => 3,
            capabilities::FileType::Other => 0,
        };
        let (name, inode) = (vm.path_text(&entry.name)?, vm.new_int(entry.inode as i64)?);
        let row = vm.new_tuple(&[name, Value::from_small(kind), inode])?;
        rows.push(row.value());
    }
    Ok(vm.new_list(&rows)?.value())
}

macro_rules! on_path {
    ($($function:ident($($argument:ident: $Type:ty),*) |$fs:ident, $name:ident| $call:expr;)*) => { $(
        fn $function(vm: &mut Vm, name: Value $(, $argument: $Type)*) -> PyResult<()> {
            let $name = path(vm, name)?;
            let $fs = vm.host.fs();
            let result = $call;
            answer(vm, result).map(|_| ())
        }
    )* };
}

on_path! {
    make_directory(mode: i64) |fs, name| fs.make_directory(&name, mode as u32);
    remove_directory() |fs, name| fs.remove_directory(&name);
    unlink() |fs, name| fs.unlink(&name);
    change_directory() |fs, name| fs.change_directory(&name);
    set_mode(mode: i64) |fs, name| fs.set_mode(&name, mode as u32);
    truncate_path(size: i64) |fs, name| fs.truncate_path(&name, size.max(0) as u64);
}

fn two_paths(vm: &mut Vm, first: Value, second: Value, what: i64) -> PyResult<()> {
    let (first, second) = (path(vm, first)?, path(vm, second)?);
    let fs = vm.host.fs();
    let result = match what {
        0 => fs.rename(&first, &second),
        1 => fs.link(&first, &second),
        _ => fs.symlink(&first, &second),
    };
    answer(vm, result)
}

fn read_link(vm: &mut Vm, name: Value) -> PyResult<Value> {
    let name = path(vm, name)?;
    let result = vm.host.fs().read_link(&name);
    let target = answer(vm, result)?;
    vm.path_text(&target)
}

fn access(vm: &mut Vm, name: Value, mode: i64) -> PyResult<bool> {
    let name = path(vm, name)?;
    Ok(vm.host.fs().access(&name, mode as i32).unwrap_or(false))
}

fn environment(vm: &mut Vm) -> PyResult<Value> {
    let dict = vm.new_dict()?;
    for (name, value) in vm.host.env().items() {
        let (name, value) = (vm.new_bytes(&name)?, vm.new_bytes(&value)?);
        crate::builtins::dict::DictChange::set(dict, vm, name.value(), value.value())?;
    }
    Ok(dict.value())
}

fn random(vm: &mut Vm, count: i64) -> PyResult<Value> {
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("negative argument not allowed"));
    };
    let mut buffer = vec![0; count.min(1 << 28)];
    let result = vm.host.random().fill(&mut buffer);
    answer(vm, result)?;
    Ok(vm.new_bytes(&buffer)?.value())
}

native_module! {
    /// The doors to the host's files, folders and environment.
    pub(super) static HOST = "_host" {
        functions {
            "open(path, flags, mode, /)" => open;
            "close(fd, /)" => |vm: &mut Vm, number: i64| { let result = vm.host.fs().close(file(number)); answer(vm, result) };
            "read(fd, count, /)" => read;
            "write(fd, data, /)" => write;
            "seek(fd, offset, whence, /)" => seek;
            "truncate(fd, size, /)" => |vm: &mut Vm, number: i64, size: i64| { let result = vm.host.fs().truncate(file(number), size.max(0) as u64); answer(vm, result) };
            "truncate_path(path, size, /)" => truncate_path;
            "sync(fd, /)" => |vm: &mut Vm, number: i64| { let result = vm.host.fs().sync(file(number)); answer(vm, result) };
            "isatty(fd, /)" => |vm: &mut Vm, number: i64| vm.host.fs().is_terminal(file(number)).unwrap_or(false) || vm.host.stdio().is_terminal(file(number));
            "stat(path, follow, /)" => stat;
            "list(path, /)" => list;
            "mkdir(path, mode, /)" => make_directory;
            "rmdir(path, /)" => remove_directory;
            "unlink(path, /)" => unlink;
            "chdir(path, /)" => change_directory;
            "chmod(path, mode, /)" => set_mode;
            "two_paths(first, second, what, /)" => two_paths;
            "readlink(path, /)" => read_link;
            "access(path, mode, /)" => access;
            "getcwd()" => |vm: &mut Vm| { let folder = vm.host.fs().current_directory(); vm.path_text(&folder) };
            "environ()" => environment;
            "random(count, /)" => random;
            "getpid()" => |vm: &mut Vm| vm.host.process().id();
        }
    }
}
