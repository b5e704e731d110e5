//! A host in memory: a tree of files, a clock that stands still, entropy from a seed, captured
//! streams. The same grants and the same walk as on the real machine.

use crate::capability::Capability;
use crate::denied::{Denied, HostError, HostResult};
use crate::fs::kinds::{
    DirectoryEntry, FileType, HostFile, Metadata, OpenOptions, Request, Stamp, Times, Whence,
};
use crate::fs::walk::{Found, Pin, Roots, Tree, Walked};
use crate::grants::{GrantError, Grants};
use crate::host::HostSide;
use crate::scope::path::{Rights, components, is_beneath, lexical};
use crate::signal::Interrupts;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

/// The device number of the tree, and its root's inode.
const DEVICE: u64 = 1;
const ROOT: usize = 0;

enum Content {
    File(Vec<u8>),
    Directory(BTreeMap<Vec<u8>, usize>),
    Link(Vec<u8>),
}

struct Inode {
    content: Content,
    permissions: u32,
    accessed: Stamp,
    modified: Stamp,
    links: u64,
}

/// Inodes by number. Those without a name stay, for a file may still have them open.
struct Disk {
    inodes: Vec<Inode>,
    capacity: u64,
    used: u64,
}

impl Disk {
    fn add(&mut self, content: Content, permissions: u32, now: Stamp) -> usize {
        let permissions = permissions & 0o7777;
        self.inodes.push(Inode { content, permissions, accessed: now, modified: now, links: 1 });
        self.inodes.len() - 1
    }

    fn entries(&mut self, directory: usize) -> Result<&mut BTreeMap<Vec<u8>, usize>, i32> {
        match self.inodes.get_mut(directory).map(|inode| &mut inode.content) {
            Some(Content::Directory(entries)) => Ok(entries),
            _ => Err(libc::ENOTDIR),
        }
    }

    fn file_type(&self, inode: usize) -> FileType {
        match self.inodes.get(inode).map(|inode| &inode.content) {
            Some(Content::Directory(_)) => FileType::Directory,
            Some(Content::Link(_)) => FileType::Symlink,
            _ => FileType::File,
        }
    }

    fn bytes(&mut self, inode: usize) -> Result<&mut Vec<u8>, i32> {
        match self.inodes.get_mut(inode).map(|inode| &mut inode.content) {
            Some(Content::File(bytes)) => Ok(bytes),
            Some(Content::Directory(_)) => Err(libc::EISDIR),
            _ => Err(libc::EBADF),
        }
    }

    fn resize(&mut self, inode: usize, size: u64) -> Result<(), i32> {
        let (capacity, used) = (self.capacity, self.used);
        let bytes = self.bytes(inode)?;
        let others = used.saturating_sub(bytes.len() as u64);
        let total = others.checked_add(size).filter(|&total| total <= capacity);
        let (Some(total), Ok(length)) = (total, usize::try_from(size)) else {
            return Err(libc::ENOSPC);
        };
        bytes.resize(length, 0);
        self.used = total;
        Ok(())
    }

    fn metadata(&self, number: usize) -> Result<Metadata, i32> {
        let inode = self.inodes.get(number).ok_or(libc::EBADF)?;
        let (kind, size) = match &inode.content {
            Content::File(bytes) => (libc::S_IFREG, bytes.len()),
            Content::Directory(_) => (libc::S_IFDIR, 4096),
            Content::Link(target) => (libc::S_IFLNK, target.len()),
        };
        let size = size as u64;
        Ok(Metadata {
            mode: kind | inode.permissions,
            inode: number as u64 + 1,
            device: DEVICE,
            links: inode.links,
            size,
            block_size: 4096,
            blocks: size.div_ceil(512),
            accessed: inode.accessed,
            modified: inode.modified,
            changed: inode.modified,
            ..Metadata::default()
        })
    }
}

type SharedDisk = Arc<Mutex<Disk>>;

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Tree for SharedDisk {
    type Node = usize;

    fn child(&self, directory: &usize, name: &[u8]) -> Result<Found<usize>, i32> {
        let mut disk = locked(self);
        let node = disk.entries(*directory)?.get(name).copied().ok_or(libc::ENOENT)?;
        let target = match disk.inodes.get(node).map(|inode| &inode.content) {
            Some(Content::Link(target)) => target.clone(),
            _ => Vec::new(),
        };
        let identity = (DEVICE, node as u64);
        Ok(Found { node, file_type: disk.file_type(node), identity, target })
    }
}

struct VirtualFile {
    disk: SharedDisk,
    inode: usize,
    position: Mutex<u64>,
    options: OpenOptions,
    now: Stamp,
}

impl HostFile for VirtualFile {
    fn read(&self, buffer: &mut [u8]) -> HostResult<usize> {
        let mut position = locked(&self.position);
        let count = self.read_at(buffer, *position)?;
        *position = position.saturating_add(count as u64);
        Ok(count)
    }

    fn write(&self, bytes: &[u8]) -> HostResult<usize> {
        let mut position = locked(&self.position);
        if self.options.append {
            *position = self.metadata()?.size;
        }
        let count = self.write_at(bytes, *position)?;
        *position = position.saturating_add(count as u64);
        Ok(count)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> HostResult<usize> {
        if !self.options.needs().read {
            return Err(HostError::os(libc::EBADF));
        }
        let mut disk = locked(&self.disk);
        let bytes = disk.bytes(self.inode).map_err(HostError::os)?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let rest = bytes.get(start..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        Ok(count)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> HostResult<usize> {
        if !(self.options.write || self.options.append) {
            return Err(HostError::os(libc::EBADF));
        }
        let mut disk = locked(&self.disk);
        let end = offset.checked_add(bytes.len() as u64).ok_or(HostError::os(libc::EFBIG))?;
        if end > disk.bytes(self.inode).map_err(HostError::os)?.len() as u64 && !bytes.is_empty() {
            disk.resize(self.inode, end).map_err(HostError::os)?;
        }
        let content = disk.bytes(self.inode).map_err(HostError::os)?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        for (to, from) in content.iter_mut().skip(start).zip(bytes) {
            *to = *from;
        }
        if let Some(inode) = disk.inodes.get_mut(self.inode) {
            inode.modified = self.now;
        }
        Ok(bytes.len())
    }

    fn seek(&self, offset: i64, whence: Whence) -> HostResult<u64> {
        let mut position = locked(&self.position);
        let base = match whence {
            Whence::Start => 0,
            Whence::Current => *position,
            Whence::End => self.metadata()?.size,
        };
        let target = base.checked_add_signed(offset).filter(|&t| t <= i64::MAX as u64);
        *position = target.ok_or(HostError::os(libc::EINVAL))?;
        Ok(*position)
    }

    fn truncate(&self, size: u64) -> HostResult<()> {
        if !self.options.needs().write {
            return Err(HostError::os(libc::EINVAL));
        }
        locked(&self.disk).resize(self.inode, size).map_err(HostError::os)
    }

    fn sync(&self) -> HostResult<()> {
        Ok(())
    }

    fn metadata(&self) -> HostResult<Metadata> {
        locked(&self.disk).metadata(self.inode).map_err(HostError::os)
    }

    fn is_terminal(&self) -> bool {
        false
    }
}

/// What was written to a captured stream. Clones share it.
#[derive(Clone, Default)]
pub struct Captured {
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl Captured {
    /// A copy of all that was written so far.
    pub fn bytes(&self) -> Vec<u8> {
        locked(&self.bytes).clone()
    }

    /// Takes what was written so far.
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *locked(&self.bytes))
    }
}

/// One end of a captured stream: input to be read, or output to be kept.
struct Stream {
    input: Option<Mutex<std::collections::VecDeque<u8>>>,
    output: Option<Captured>,
}

impl HostFile for Stream {
    fn read(&self, buffer: &mut [u8]) -> HostResult<usize> {
        let input = self.input.as_ref().ok_or(HostError::os(libc::EBADF))?;
        let mut input = locked(input);
        let count = input.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(input.drain(..count)) {
            *to = from;
        }
        Ok(count)
    }
    fn write(&self, bytes: &[u8]) -> HostResult<usize> {
        let output = self.output.as_ref().ok_or(HostError::os(libc::EBADF))?;
        locked(&output.bytes).extend_from_slice(bytes);
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
        Err(HostError::os(libc::EINVAL))
    }
    fn metadata(&self) -> HostResult<Metadata> {
        Ok(Metadata { mode: libc::S_IFIFO | 0o600, links: 1, ..Metadata::default() })
    }
    fn is_terminal(&self) -> bool {
        false
    }
}

/// A host in memory. Built up with its methods, then given to [`Host::new`](crate::Host::new).
pub struct VirtualHost {
    disk: SharedDisk,
    roots: RwLock<Roots<usize>>,
    environment: BTreeMap<Vec<u8>, Vec<u8>>,
    input: Vec<u8>,
    output: Captured,
    errors: Captured,
    now: Stamp,
    slept: Mutex<Duration>,
    seed: Mutex<u64>,
}

impl Default for VirtualHost {
    fn default() -> VirtualHost {
        VirtualHost::new()
    }
}

impl VirtualHost {
    /// An empty disk of 64 MiB, the year 2000, seed 0.
    pub fn new() -> VirtualHost {
        let now = Stamp { seconds: 946_684_800, nanoseconds: 0 };
        let mut disk = Disk { inodes: Vec::new(), capacity: 64 << 20, used: 0 };
        disk.add(Content::Directory(BTreeMap::new()), 0o755, now);
        VirtualHost {
            disk: Arc::new(Mutex::new(disk)),
            roots: RwLock::new(Roots::empty()),
            environment: BTreeMap::new(),
            input: Vec::new(),
            output: Captured::default(),
            errors: Captured::default(),
            now,
            slept: Mutex::new(Duration::ZERO),
            seed: Mutex::new(0),
        }
    }

    fn plant(&self, path: &str, content: Content) {
        let mut disk = locked(&self.disk);
        let path = lexical(b"/", path.as_bytes());
        let parts: Vec<&[u8]> = components(&path).collect();
        let Some((last, parents)) = parts.split_last() else { return };
        let mut directory = ROOT;
        for part in parents {
            let known = disk.entries(directory).ok().and_then(|e| e.get(*part).copied());
            directory = known.unwrap_or_else(|| {
                let made = disk.add(Content::Directory(BTreeMap::new()), 0o755, self.now);
                if let Ok(entries) = disk.entries(directory) {
                    entries.insert(part.to_vec(), made);
                }
                made
            });
        }
        let is_directory = matches!(content, Content::Directory(_));
        if let Content::File(bytes) = &content {
            disk.used = disk.used.saturating_add(bytes.len() as u64);
        }
        let made = disk.add(content, if is_directory { 0o755 } else { 0o644 }, self.now);
        if let Ok(entries) = disk.entries(directory) {
            entries.insert(last.to_vec(), made);
        }
    }

    /// With a file, and the directories above it.
    pub fn file(self, path: &str, content: impl Into<Vec<u8>>) -> VirtualHost {
        self.plant(path, Content::File(content.into()));
        self
    }

    /// With an empty directory.
    pub fn directory(self, path: &str) -> VirtualHost {
        self.plant(path, Content::Directory(BTreeMap::new()));
        self
    }

    /// With a symbolic link.
    pub fn symbolic_link(self, path: &str, target: &str) -> VirtualHost {
        self.plant(path, Content::Link(target.as_bytes().to_vec()));
        self
    }

    /// With an environment variable.
    pub fn variable(mut self, name: &str, value: &str) -> VirtualHost {
        self.environment.insert(name.as_bytes().to_vec(), value.as_bytes().to_vec());
        self
    }

    /// With this standard input.
    pub fn input(mut self, bytes: impl Into<Vec<u8>>) -> VirtualHost {
        self.input = bytes.into();
        self
    }

    /// With this seed of the entropy.
    pub fn seed(self, seed: u64) -> VirtualHost {
        *locked(&self.seed) = seed;
        self
    }

    /// With this calendar time.
    pub fn now(mut self, now: Stamp) -> VirtualHost {
        self.now = now;
        self
    }

    /// With room for this many bytes of files.
    pub fn capacity(self, bytes: u64) -> VirtualHost {
        locked(&self.disk).capacity = bytes;
        self
    }

    /// What the program writes to standard output.
    pub fn output(&self) -> Captured {
        self.output.clone()
    }

    /// What the program writes to standard error.
    pub fn errors(&self) -> Captured {
        self.errors.clone()
    }

    fn roots(&self) -> RwLockReadGuard<'_, Roots<usize>> {
        self.roots.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn pin_path(&self, path: &[u8]) -> Result<Pin<usize>, String> {
        // The walk itself, with all of the disk as its root.
        let mut grants = Grants::none(b"/");
        let everything = grants.allow("fs.read=/");
        everything.map_err(|error| error.to_string())?;
        let whole = |_: &[u8]| {
            Ok(Pin { canonical: b"/".to_vec(), node: ROOT, is_directory: true, identity: None })
        };
        let roots = Roots::new(&grants, whole, whole)?;
        let request = Request::new(b"/", path).map_err(|error| error.to_string())?;
        let walked = roots.walk(&self.disk, &request, Rights::READ, true);
        let Walked { parent, name, found, canonical } = walked.map_err(|e| e.to_string())?;
        Ok(match found {
            Some(found) => {
                let is_directory = found.file_type == FileType::Directory;
                let node = if is_directory { found.node } else { parent };
                Pin { canonical, node, is_directory, identity: Some(found.identity) }
            }
            None => Pin { canonical, node: parent, is_directory: name.is_none(), identity: None },
        })
    }

    fn find(&self, path: &Request, need: Rights, follow: bool) -> HostResult<usize> {
        let walked = self.roots().walk(&self.disk, path, need, follow)?;
        match (walked.name, walked.found) {
            (None, _) => Ok(walked.parent),
            (Some(_), Some(found)) => Ok(found.node),
            (Some(_), None) => Err(HostError::at(libc::ENOENT, &path.given)),
        }
    }

    fn place(&self, path: &Request, on_root: i32) -> HostResult<(Walked<usize>, Vec<u8>)> {
        let mut walked = self.roots().walk(&self.disk, path, Rights::WRITE, false)?;
        match walked.name.take() {
            Some(name) => Ok((walked, name)),
            None => Err(HostError::at(on_root, &path.given)),
        }
    }

    fn make(&self, path: &Request, content: Content, permissions: u32) -> HostResult<()> {
        let (walked, name) = self.place(path, libc::EEXIST)?;
        let fail = |errno| HostError::at(errno, &path.given);
        let mut disk = locked(&self.disk);
        if disk.entries(walked.parent).map_err(fail)?.contains_key(&name) {
            return Err(fail(libc::EEXIST));
        }
        let made = disk.add(content, permissions, self.now);
        disk.entries(walked.parent).map_err(fail)?.insert(name, made);
        Ok(())
    }

    fn remove(&self, path: &Request, directory: bool) -> HostResult<()> {
        let on_root = if directory { libc::EBUSY } else { libc::EISDIR };
        let (walked, name) = self.place(path, on_root)?;
        self.roots().check_movable(&walked.canonical, &path.given)?;
        let fail = |errno| HostError::at(errno, &path.given);
        let node = walked.found.map(|f| f.node).ok_or_else(|| fail(libc::ENOENT))?;
        let mut disk = locked(&self.disk);
        match (disk.file_type(node), directory) {
            (FileType::Directory, false) => return Err(fail(libc::EISDIR)),
            (FileType::Directory, true) if !disk.entries(node).map_err(fail)?.is_empty() => {
                return Err(fail(libc::ENOTEMPTY));
            }
            (FileType::Directory, true) | (_, false) => {}
            (_, true) => return Err(fail(libc::ENOTDIR)),
        }
        disk.entries(walked.parent).map_err(fail)?.remove(&name);
        release(&mut disk, node);
        Ok(())
    }
}

/// Counts a name less; what has none any more gives its room back.
fn release(disk: &mut Disk, node: usize) {
    let Some(inode) = disk.inodes.get_mut(node) else { return };
    inode.links = inode.links.saturating_sub(1);
    if let (0, Content::File(bytes)) = (inode.links, &inode.content) {
        disk.used = disk.used.saturating_sub(bytes.len() as u64);
    }
}

impl HostSide for VirtualHost {
    fn pin(&self, grants: &Grants) -> Result<(), GrantError> {
        let pin = |path: &[u8]| self.pin_path(path);
        let mut roots = self.roots.write().unwrap_or_else(PoisonError::into_inner);
        *roots = if roots.is_empty() {
            Roots::new(grants, pin, pin).map_err(GrantError)?
        } else {
            roots.narrowed(grants, pin)
        };
        Ok(())
    }

    fn open(&self, path: &Request, options: OpenOptions) -> HostResult<Arc<dyn HostFile>> {
        let fail = |errno| HostError::at(errno, &path.given);
        let exclusive = options.create && options.exclusive;
        let follow = !options.no_follow && !exclusive;
        let walked = self.roots().walk(&self.disk, path, options.needs(), follow)?;
        if options.create && path.must_be_directory {
            return Err(fail(libc::EISDIR));
        }
        let mut disk = locked(&self.disk);
        let inode = match (walked.name, walked.found) {
            (None, _) => walked.parent,
            (Some(_), Some(_)) if exclusive => return Err(fail(libc::EEXIST)),
            (Some(_), Some(found)) => found.node,
            (Some(name), None) if options.create => {
                let made = disk.add(Content::File(Vec::new()), options.mode, self.now);
                disk.entries(walked.parent).map_err(fail)?.insert(name, made);
                made
            }
            (Some(_), None) => return Err(fail(libc::ENOENT)),
        };
        match disk.file_type(inode) {
            FileType::Symlink => return Err(fail(libc::ELOOP)),
            FileType::Directory if options.needs().write => return Err(fail(libc::EISDIR)),
            FileType::File if options.directory => return Err(fail(libc::ENOTDIR)),
            FileType::File if options.truncate => disk.resize(inode, 0).map_err(fail)?,
            _ => {}
        }
        drop(disk);
        let (disk, position, now) = (self.disk.clone(), Mutex::new(0), self.now);
        Ok(Arc::new(VirtualFile { disk, inode, position, options, now }))
    }

    fn metadata(&self, path: &Request, follow: bool) -> HostResult<Metadata> {
        let node = self.find(path, Rights::READ, follow)?;
        locked(&self.disk).metadata(node).map_err(|errno| HostError::at(errno, &path.given))
    }

    fn access(&self, path: &Request, mode: i32) -> HostResult<bool> {
        let about = match self.metadata(path, true) {
            Err(error @ HostError::Denied(_)) => return Err(error),
            Err(_) => return Ok(false),
            Ok(about) => about,
        };
        let writable = mode & libc::W_OK == 0 || self.find(path, Rights::WRITE, true).is_ok();
        let wanted = u32::try_from(mode & 7).unwrap_or(0);
        Ok(writable && (about.mode >> 6) & wanted == wanted)
    }

    fn list(&self, path: &Request) -> HostResult<Vec<DirectoryEntry>> {
        let node = self.find(path, Rights::READ, true)?;
        let mut disk = locked(&self.disk);
        let entries = disk.entries(node).map_err(|errno| HostError::at(errno, &path.given))?;
        let entries: Vec<_> = entries.iter().map(|(name, inode)| (name.clone(), *inode)).collect();
        let entry = |(name, inode): (Vec<u8>, usize)| DirectoryEntry {
            name,
            file_type: disk.file_type(inode),
            inode: inode as u64 + 1,
        };
        Ok(entries.into_iter().map(entry).collect())
    }

    fn read_link(&self, path: &Request) -> HostResult<Vec<u8>> {
        let node = self.find(path, Rights::READ, false)?;
        match locked(&self.disk).inodes.get(node).map(|inode| &inode.content) {
            Some(Content::Link(target)) => Ok(target.clone()),
            _ => Err(HostError::at(libc::EINVAL, &path.given)),
        }
    }

    fn real_path(&self, path: &Request) -> HostResult<Vec<u8>> {
        Ok(self.roots().walk(&self.disk, path, Rights::READ, true)?.canonical)
    }

    fn make_directory(&self, path: &Request, mode: u32) -> HostResult<()> {
        let path = &Request { must_be_directory: false, ..path.clone() };
        self.make(path, Content::Directory(BTreeMap::new()), mode)
    }

    fn remove_directory(&self, path: &Request) -> HostResult<()> {
        self.remove(path, true)
    }

    fn unlink(&self, path: &Request) -> HostResult<()> {
        self.remove(path, false)
    }

    fn rename(&self, from: &Request, to: &Request) -> HostResult<()> {
        let fail = |errno| HostError::at(errno, &from.given);
        let (source, old) = self.place(from, libc::EBUSY)?;
        let node = source.found.map(|f| f.node).ok_or_else(|| fail(libc::ENOENT))?;
        let is_directory = locked(&self.disk).file_type(node) == FileType::Directory;
        let must_be_directory = to.must_be_directory && !is_directory;
        let to = &Request { must_be_directory, ..to.clone() };
        let (target, new) = self.place(to, libc::EBUSY)?;
        let roots = self.roots();
        roots.check_movable(&source.canonical, &from.given)?;
        roots.check_movable(&target.canonical, &to.given)?;
        roots.check_no_gain(&source.canonical, &target.canonical, &from.given)?;
        if source.canonical == target.canonical {
            return Ok(());
        }
        if is_directory && is_beneath(&target.canonical, &source.canonical) {
            return Err(fail(libc::EINVAL));
        }
        let mut disk = locked(&self.disk);
        if let Some(over) = target.found.map(|f| f.node) {
            match (is_directory, disk.file_type(over) == FileType::Directory) {
                (true, false) => return Err(fail(libc::ENOTDIR)),
                (false, true) => return Err(fail(libc::EISDIR)),
                (true, true) if !disk.entries(over).map_err(fail)?.is_empty() => {
                    return Err(fail(libc::ENOTEMPTY));
                }
                // Two names of one file: nothing happens, as POSIX has it.
                _ if over == node => return Ok(()),
                _ => release(&mut disk, over),
            }
        }
        disk.entries(source.parent).map_err(fail)?.remove(&old);
        disk.entries(target.parent).map_err(fail)?.insert(new, node);
        Ok(())
    }

    fn link(&self, from: &Request, to: &Request) -> HostResult<()> {
        let fail = |errno| HostError::at(errno, &from.given);
        let node = self.find(from, Rights::BOTH, false)?;
        let (target, name) = self.place(to, libc::EEXIST)?;
        let mut disk = locked(&self.disk);
        if disk.file_type(node) != FileType::File {
            return Err(fail(libc::EPERM));
        }
        if target.found.is_some() {
            return Err(fail(libc::EEXIST));
        }
        disk.entries(target.parent).map_err(fail)?.insert(name, node);
        if let Some(inode) = disk.inodes.get_mut(node) {
            inode.links = inode.links.saturating_add(1);
        }
        Ok(())
    }

    fn symlink(&self, target: &[u8], at: &Request) -> HostResult<()> {
        let (walked, _) = self.place(at, libc::EEXIST)?;
        if !self.roots().link_stays(&walked.canonical, target) {
            let why = "a link may not lead out of the grants";
            return Err(Denied::because(Capability::FsWrite, target, why).into());
        }
        self.make(at, Content::Link(target.to_vec()), 0o777)
    }

    fn set_mode(&self, path: &Request, mode: u32) -> HostResult<()> {
        let node = self.find(path, Rights::WRITE, true)?;
        if let Some(inode) = locked(&self.disk).inodes.get_mut(node) {
            inode.permissions = mode & 0o7777;
        }
        Ok(())
    }

    fn set_times(&self, path: &Request, times: Times, follow: bool) -> HostResult<()> {
        let node = self.find(path, Rights::WRITE, follow)?;
        if let Some(inode) = locked(&self.disk).inodes.get_mut(node) {
            (inode.accessed, inode.modified) = match times {
                Times::Now => (self.now, self.now),
                Times::At(accessed, modified) => (accessed, modified),
            };
        }
        Ok(())
    }

    fn launch_file(&self, path: &[u8]) -> HostResult<Vec<u8>> {
        let fail = |errno| HostError::at(errno, path);
        let pinned = self.pin_path(path).map_err(|_| fail(libc::ENOENT))?;
        let name = components(&pinned.canonical).last().unwrap_or_default().to_vec();
        let mut disk = locked(&self.disk);
        if pinned.is_directory {
            return Err(fail(libc::EISDIR));
        }
        let found = disk.entries(pinned.node).map_err(fail)?.get(&name).copied();
        let inode = found.ok_or_else(|| fail(libc::ENOENT))?;
        Ok(disk.bytes(inode).map_err(fail)?.clone())
    }

    fn standard_streams(&self) -> [Arc<dyn HostFile>; 3] {
        let input = Some(Mutex::new(self.input.iter().copied().collect()));
        let output = |to: &Captured| Arc::new(Stream { input: None, output: Some(to.clone()) });
        [Arc::new(Stream { input, output: None }), output(&self.output), output(&self.errors)]
    }

    fn environment(&self) -> BTreeMap<Vec<u8>, Vec<u8>> {
        self.environment.clone()
    }

    fn wall_time(&self) -> Stamp {
        self.now
    }

    fn monotonic(&self) -> Duration {
        *locked(&self.slept)
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

    /// Takes no time, but the monotonic clock goes on.
    fn sleep(&self, duration: Duration, _: &Interrupts) {
        let mut slept = locked(&self.slept);
        *slept = slept.saturating_add(duration);
    }

    /// SplitMix64 from the seed.
    fn entropy(&self, buffer: &mut [u8]) -> HostResult<()> {
        let mut seed = locked(&self.seed);
        for chunk in buffer.chunks_mut(8) {
            *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = *seed;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            for (to, from) in chunk.iter_mut().zip(mixed.to_le_bytes()) {
                *to = from;
            }
        }
        Ok(())
    }

    fn process_id(&self) -> u32 {
        1
    }

    fn parent_process_id(&self) -> u32 {
        0
    }
}

#[cfg(test)]
mod tests;
