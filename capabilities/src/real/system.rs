//! The system calls of the file system, each with its `unsafe` in one place. Errors are numbers.

use crate::fs::kinds::{DirectoryEntry, FileType, Metadata, Stamp, Times};
use std::ffi::{CStr, CString};
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, IntoRawFd, OwnedFd};

/// The system's last error number.
pub(super) fn last_error() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(libc::EIO)
}

fn check(result: i64) -> Result<i64, i32> {
    if result < 0 { Err(last_error()) } else { Ok(result) }
}

/// `name` for the system. Paths with NUL were refused before.
pub(super) fn c_string(name: &[u8]) -> Result<CString, i32> {
    CString::new(name).map_err(|_| libc::EINVAL)
}

fn owned(fd: i64) -> Result<OwnedFd, i32> {
    let fd = check(fd)?;
    // SAFETY: the system just returned this descriptor to us alone.
    Ok(unsafe { OwnedFd::from_raw_fd(fd as i32) })
}

pub(super) fn open_at(
    directory: BorrowedFd<'_>,
    name: &[u8],
    flags: i32,
    mode: u32,
) -> Result<OwnedFd, i32> {
    let name = c_string(name)?;
    // SAFETY: `name` is NUL-terminated and lives through the call.
    owned(i64::from(unsafe {
        libc::openat(directory.as_raw_fd(), name.as_ptr(), flags | libc::O_CLOEXEC, mode)
    }))
}

/// The argument of `openat2`, as the kernel lays it out.
#[repr(C)]
struct OpenHow {
    flags: u64,
    mode: u64,
    resolve: u64,
}

const BENEATH: u64 = 0x08;
const NO_MAGICLINKS: u64 = 0x02;

/// `openat2`: the whole path in one call. Unless `free`, never out of `directory` and never through
/// a magic link: that fails with `EXDEV` or `ELOOP`.
pub(super) fn open_beneath(
    directory: BorrowedFd<'_>,
    path: &[u8],
    flags: i32,
    mode: u32,
    free: bool,
) -> Result<OwnedFd, i32> {
    let path = c_string(if path.is_empty() { b"." } else { path })?;
    let creates = flags & libc::O_CREAT != 0;
    let how = OpenHow {
        flags: (flags | libc::O_CLOEXEC) as u64,
        mode: if creates { u64::from(mode & 0o7777) } else { 0 },
        resolve: if free { 0 } else { BENEATH | NO_MAGICLINKS },
    };
    // EAGAIN: something was renamed meanwhile, and the kernel could not be sure.
    for _ in 0..16 {
        // SAFETY: `path` is NUL-terminated, `how` is laid out as the kernel wants and its size is
        // given; both live through the call.
        let result = owned(unsafe {
            libc::syscall(
                libc::SYS_openat2,
                directory.as_raw_fd(),
                path.as_ptr(),
                &raw const how,
                size_of::<OpenHow>(),
            )
        });
        match result {
            Err(libc::EAGAIN | libc::EINTR) => {}
            other => return other,
        }
    }
    Err(libc::EAGAIN)
}

pub(super) fn metadata(fd: BorrowedFd<'_>) -> Result<Metadata, i32> {
    // SAFETY: all-zero bytes are a valid `stat`.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: `stat` is writable and of the right type.
    check(i64::from(unsafe { libc::fstat(fd.as_raw_fd(), &mut stat) }))?;
    let stamp = |seconds, nanoseconds: i64| Stamp {
        seconds,
        nanoseconds: u32::try_from(nanoseconds).unwrap_or(0),
    };
    Ok(Metadata {
        mode: stat.st_mode,
        inode: stat.st_ino,
        device: stat.st_dev,
        #[allow(clippy::useless_conversion, reason = "the width differs between architectures")]
        links: u64::from(stat.st_nlink),
        user: stat.st_uid,
        group: stat.st_gid,
        size: u64::try_from(stat.st_size).unwrap_or(0),
        block_size: u64::try_from(stat.st_blksize).unwrap_or(0),
        blocks: u64::try_from(stat.st_blocks).unwrap_or(0),
        special_device: stat.st_rdev,
        accessed: stamp(stat.st_atime, stat.st_atime_nsec),
        modified: stamp(stat.st_mtime, stat.st_mtime_nsec),
        changed: stamp(stat.st_ctime, stat.st_ctime_nsec),
    })
}

/// The text of the link that `fd`, opened with `O_PATH | O_NOFOLLOW`, is.
pub(super) fn read_link(fd: BorrowedFd<'_>) -> Result<Vec<u8>, i32> {
    let mut buffer = vec![0u8; libc::PATH_MAX as usize];
    // SAFETY: the empty name is NUL-terminated; at most `buffer.len()` bytes are written.
    let length = check(unsafe {
        libc::readlinkat(fd.as_raw_fd(), c"".as_ptr(), buffer.as_mut_ptr().cast(), buffer.len())
            as i64
    })?;
    buffer.truncate(usize::try_from(length).unwrap_or(0));
    Ok(buffer)
}

/// The names in the directory, which is consumed.
pub(super) fn list(directory: OwnedFd) -> Result<Vec<DirectoryEntry>, i32> {
    // SAFETY: the descriptor is ours; on success the stream owns it.
    let stream = unsafe { libc::fdopendir(directory.as_raw_fd()) };
    if stream.is_null() {
        return Err(last_error());
    }
    let _ = directory.into_raw_fd();
    let mut entries = Vec::new();
    let result = loop {
        // SAFETY: errno is this thread's own; the stream is open until `closedir` below.
        let entry = unsafe {
            *libc::__errno_location() = 0;
            libc::readdir(stream)
        };
        if entry.is_null() {
            let errno = last_error();
            break if errno == 0 { Ok(()) } else { Err(errno) };
        }
        // SAFETY: `readdir` returned a valid entry, good until the next call; its name ends in NUL.
        // The name is reached by pointer, for the entry may be shorter than the declared array.
        let (name, kind, inode) = unsafe {
            let name = CStr::from_ptr((&raw const (*entry).d_name).cast());
            (name.to_bytes().to_vec(), (*entry).d_type, (*entry).d_ino)
        };
        if name == b"." || name == b".." {
            continue;
        }
        let file_type = match kind {
            libc::DT_REG => FileType::File,
            libc::DT_DIR => FileType::Directory,
            libc::DT_LNK => FileType::Symlink,
            libc::DT_UNKNOWN => {
                // SAFETY: the stream is open, and its descriptor with it.
                let directory = unsafe { BorrowedFd::borrow_raw(libc::dirfd(stream)) };
                open_at(directory, &name, libc::O_PATH | libc::O_NOFOLLOW, 0)
                    .and_then(|fd| metadata(std::os::fd::AsFd::as_fd(&fd)))
                    .map_or(FileType::Other, |m| m.file_type())
            }
            _ => FileType::Other,
        };
        entries.push(DirectoryEntry { name, file_type, inode });
    };
    // SAFETY: the stream came from `fdopendir` and is not used again.
    unsafe { libc::closedir(stream) };
    result.map(|()| entries)
}

/// A call on one name in a directory.
pub(super) enum Change {
    MakeDirectory(u32),
    RemoveDirectory,
    Unlink,
}

pub(super) fn change(directory: BorrowedFd<'_>, name: &[u8], change: Change) -> Result<(), i32> {
    let name = c_string(name)?;
    let (fd, name) = (directory.as_raw_fd(), name.as_ptr());
    // SAFETY: `name` is NUL-terminated and lives to the end of the function.
    let result = unsafe {
        match change {
            Change::MakeDirectory(mode) => libc::mkdirat(fd, name, mode & 0o7777),
            Change::RemoveDirectory => libc::unlinkat(fd, name, libc::AT_REMOVEDIR),
            Change::Unlink => libc::unlinkat(fd, name, 0),
        }
    };
    check(i64::from(result)).map(drop)
}

pub(super) fn rename(
    from: (BorrowedFd<'_>, &[u8]),
    to: (BorrowedFd<'_>, &[u8]),
) -> Result<(), i32> {
    let (old, new) = (c_string(from.1)?, c_string(to.1)?);
    // SAFETY: both names are NUL-terminated and live through the call.
    let result =
        unsafe { libc::renameat(from.0.as_raw_fd(), old.as_ptr(), to.0.as_raw_fd(), new.as_ptr()) };
    check(i64::from(result)).map(drop)
}

/// A link to the very file that `file` holds open, whatever its name means by now.
pub(super) fn link(file: BorrowedFd<'_>, to: (BorrowedFd<'_>, &[u8])) -> Result<(), i32> {
    // AT_EMPTY_PATH wants CAP_DAC_READ_SEARCH here; the entry in /proc is the same file.
    let old = c_string(format!("/proc/self/fd/{}", file.as_raw_fd()).as_bytes())?;
    let new = c_string(to.1)?;
    // SAFETY: both names are NUL-terminated and live through the call.
    let result = unsafe {
        libc::linkat(
            libc::AT_FDCWD,
            old.as_ptr(),
            to.0.as_raw_fd(),
            new.as_ptr(),
            libc::AT_SYMLINK_FOLLOW,
        )
    };
    check(i64::from(result)).map(drop)
}

pub(super) fn symlink(target: &[u8], at: (BorrowedFd<'_>, &[u8])) -> Result<(), i32> {
    let (target, name) = (c_string(target)?, c_string(at.1)?);
    // SAFETY: both texts are NUL-terminated and live through the call.
    let result = unsafe { libc::symlinkat(target.as_ptr(), at.0.as_raw_fd(), name.as_ptr()) };
    check(i64::from(result)).map(drop)
}

/// Changes the mode of what `fd`, opened with `O_PATH`, is.
pub(super) fn set_mode(fd: BorrowedFd<'_>, mode: u32) -> Result<(), i32> {
    let path = c_string(format!("/proc/self/fd/{}", fd.as_raw_fd()).as_bytes())?;
    // SAFETY: the path is NUL-terminated and lives through the call.
    check(i64::from(unsafe { libc::chmod(path.as_ptr(), mode & 0o7777) })).map(drop)
}

/// Changes the times of what `fd`, opened with `O_PATH`, is.
pub(super) fn set_times(fd: BorrowedFd<'_>, times: Times) -> Result<(), i32> {
    let spec = |stamp: Stamp| libc::timespec {
        tv_sec: stamp.seconds,
        tv_nsec: i64::from(stamp.nanoseconds),
    };
    let now = libc::timespec { tv_sec: 0, tv_nsec: libc::UTIME_NOW };
    let pair = match times {
        Times::Now => [now, now],
        Times::At(accessed, modified) => [spec(accessed), spec(modified)],
    };
    // SAFETY: the empty name is NUL-terminated, and `pair` holds the two times the call reads.
    let result = unsafe {
        libc::utimensat(fd.as_raw_fd(), c"".as_ptr(), pair.as_ptr(), libc::AT_EMPTY_PATH)
    };
    check(i64::from(result)).map(drop)
}

/// Whether the process may use what `fd` is, by the R, W and X bits.
pub(super) fn access(fd: BorrowedFd<'_>, mode: i32) -> bool {
    // SAFETY: the empty name is NUL-terminated.
    let result =
        unsafe { libc::faccessat(fd.as_raw_fd(), c"".as_ptr(), mode, libc::AT_EMPTY_PATH) };
    result == 0
}
