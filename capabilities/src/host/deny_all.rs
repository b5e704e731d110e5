//! A host with nothing behind the doors: no files, no time, streams that swallow.

use super::HostSide;
use crate::capability::Capability;
use crate::denied::{Denied, HostError, HostResult};
use crate::fs::kinds::{
    DirectoryEntry, HostFile, Metadata, OpenOptions, Request, Stamp, Times, Whence,
};
use crate::grants::{GrantError, Grants};
use crate::signal::Interrupts;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Refuses whatever is granted. Its hash key is constant.
pub struct DenyAll;

struct Nowhere;

impl HostFile for Nowhere {
    fn read(&self, _: &mut [u8]) -> HostResult<usize> {
        Ok(0)
    }
    fn write(&self, bytes: &[u8]) -> HostResult<usize> {
        Ok(bytes.len())
    }
    fn read_at(&self, _: &mut [u8], _: u64) -> HostResult<usize> {
        Err(HostError::os(libc::ESPIPE))
    }
    fn write_at(&self, _: &[u8], _: u64) -> HostResult<usize> {
        Err(HostError::os(libc::ESPIPE))
    }
    fn seek(&self, _: i64, _: Whence) -> HostResult<u64> {
        Err(HostError::os(libc::ESPIPE))
    }
    fn truncate(&self, _: u64) -> HostResult<()> {
        Err(HostError::os(libc::EINVAL))
    }
    fn sync(&self) -> HostResult<()> {
        Ok(())
    }
    fn metadata(&self) -> HostResult<Metadata> {
        Ok(Metadata { mode: libc::S_IFCHR | 0o666, links: 1, ..Metadata::default() })
    }
    fn is_terminal(&self) -> bool {
        false
    }
}

fn read<T>(path: &Request) -> HostResult<T> {
    Err(Denied::new(Capability::FsRead, &path.given).into())
}

fn write<T>(path: &Request) -> HostResult<T> {
    Err(Denied::new(Capability::FsWrite, &path.given).into())
}

impl HostSide for DenyAll {
    fn pin(&self, _: &Grants) -> Result<(), GrantError> {
        Ok(())
    }
    fn open(&self, path: &Request, options: OpenOptions) -> HostResult<Arc<dyn HostFile>> {
        if options.needs().read { read(path) } else { write(path) }
    }
    fn metadata(&self, path: &Request, _: bool) -> HostResult<Metadata> {
        read(path)
    }
    fn access(&self, path: &Request, _: i32) -> HostResult<bool> {
        read(path)
    }
    fn list(&self, path: &Request) -> HostResult<Vec<DirectoryEntry>> {
        read(path)
    }
    fn read_link(&self, path: &Request) -> HostResult<Vec<u8>> {
        read(path)
    }
    fn real_path(&self, path: &Request) -> HostResult<Vec<u8>> {
        read(path)
    }
    fn make_directory(&self, path: &Request, _: u32) -> HostResult<()> {
        write(path)
    }
    fn remove_directory(&self, path: &Request) -> HostResult<()> {
        write(path)
    }
    fn unlink(&self, path: &Request) -> HostResult<()> {
        write(path)
    }
    fn rename(&self, from: &Request, _: &Request) -> HostResult<()> {
        write(from)
    }
    fn link(&self, from: &Request, _: &Request) -> HostResult<()> {
        write(from)
    }
    fn symlink(&self, _: &[u8], at: &Request) -> HostResult<()> {
        write(at)
    }
    fn set_mode(&self, path: &Request, _: u32) -> HostResult<()> {
        write(path)
    }
    fn set_times(&self, path: &Request, _: Times, _: bool) -> HostResult<()> {
        write(path)
    }
    fn launch_file(&self, path: &[u8]) -> HostResult<Vec<u8>> {
        Err(Denied::new(Capability::FsRead, path).into())
    }
    fn standard_streams(&self) -> [Arc<dyn HostFile>; 3] {
        [Arc::new(Nowhere), Arc::new(Nowhere), Arc::new(Nowhere)]
    }
    fn environment(&self) -> BTreeMap<Vec<u8>, Vec<u8>> {
        BTreeMap::new()
    }
    fn wall_time(&self) -> Stamp {
        Stamp::default()
    }
    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
    fn process_time(&self) -> Duration {
        Duration::ZERO
    }
    fn thread_time(&self) -> Duration {
        Duration::ZERO
    }
    fn zone(&self, _: i64) -> (i32, String) {
        (0, "UTC".to_owned())
    }
    fn sleep(&self, _: Duration, _: &Interrupts) {}
    fn entropy(&self, buffer: &mut [u8]) -> HostResult<()> {
        buffer.fill(0x5a);
        Ok(())
    }
    fn process_id(&self) -> u32 {
        1
    }
    fn parent_process_id(&self) -> u32 {
        0
    }
}
