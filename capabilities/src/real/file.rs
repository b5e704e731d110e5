//! An open file of the system.

use super::system::{last_error, metadata};
use crate::denied::{HostError, HostResult};
use crate::fs::kinds::{HostFile, Metadata, Whence};
use std::mem::ManuallyDrop;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};

/// A descriptor, closed at the end unless it is a standard stream.
pub(super) struct RealFile {
    fd: ManuallyDrop<OwnedFd>,
    is_standard: bool,
}

impl RealFile {
    pub(super) fn new(fd: OwnedFd) -> RealFile {
        RealFile { fd: ManuallyDrop::new(fd), is_standard: false }
    }

    /// One of the streams 0, 1 and 2, which belong to the process.
    pub(super) fn standard(number: i32) -> RealFile {
        // SAFETY: the standard numbers are the process's own for its whole life, and `drop` below
        // leaves them open. If one was closed before launch, calls on it fail with EBADF.
        let fd = ManuallyDrop::new(unsafe { OwnedFd::from_raw_fd(number) });
        RealFile { fd, is_standard: true }
    }
}

impl Drop for RealFile {
    fn drop(&mut self) {
        if !self.is_standard {
            // SAFETY: `fd` is not used after this, for the value ends here.
            unsafe { ManuallyDrop::drop(&mut self.fd) };
        }
    }
}

fn count(result: isize) -> HostResult<usize> {
    usize::try_from(result).map_err(|_| HostError::os(last_error()))
}

fn offset(position: u64) -> HostResult<i64> {
    i64::try_from(position).map_err(|_| HostError::os(libc::EINVAL))
}

impl HostFile for RealFile {
    fn read(&self, buffer: &mut [u8]) -> HostResult<usize> {
        let fd = self.fd.as_raw_fd();
        // SAFETY: at most `buffer.len()` bytes are written to it.
        count(unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) })
    }

    fn write(&self, bytes: &[u8]) -> HostResult<usize> {
        let fd = self.fd.as_raw_fd();
        // SAFETY: `bytes` is readable to its length.
        count(unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) })
    }

    fn read_at(&self, buffer: &mut [u8], at: u64) -> HostResult<usize> {
        let (fd, at) = (self.fd.as_raw_fd(), offset(at)?);
        // SAFETY: at most `buffer.len()` bytes are written to it.
        count(unsafe { libc::pread(fd, buffer.as_mut_ptr().cast(), buffer.len(), at) })
    }

    fn write_at(&self, bytes: &[u8], at: u64) -> HostResult<usize> {
        let (fd, at) = (self.fd.as_raw_fd(), offset(at)?);
        // SAFETY: `bytes` is readable to its length.
        count(unsafe { libc::pwrite(fd, bytes.as_ptr().cast(), bytes.len(), at) })
    }

    fn seek(&self, by: i64, whence: Whence) -> HostResult<u64> {
        let whence = match whence {
            Whence::Start => libc::SEEK_SET,
            Whence::Current => libc::SEEK_CUR,
            Whence::End => libc::SEEK_END,
        };
        // SAFETY: no memory is passed.
        let position = unsafe { libc::lseek(self.fd.as_raw_fd(), by, whence) };
        u64::try_from(position).map_err(|_| HostError::os(last_error()))
    }

    fn truncate(&self, size: u64) -> HostResult<()> {
        // SAFETY: no memory is passed.
        count(unsafe { libc::ftruncate(self.fd.as_raw_fd(), offset(size)?) } as isize).map(drop)
    }

    fn sync(&self) -> HostResult<()> {
        // SAFETY: no memory is passed.
        count(unsafe { libc::fsync(self.fd.as_raw_fd()) } as isize).map(drop)
    }

    fn metadata(&self) -> HostResult<Metadata> {
        metadata(self.fd.as_fd()).map_err(HostError::os)
    }

    fn is_terminal(&self) -> bool {
        // SAFETY: no memory is passed.
        unsafe { libc::isatty(self.fd.as_raw_fd()) == 1 }
    }
}
