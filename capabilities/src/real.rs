//! The real machine: Linux.
//!
//! Every granted root is opened once, at launch. A path is then opened beneath its root by one
//! `openat2(RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS)`; where the kernel refuses, has no such call, or
//! something is denied beneath the roots, the [walk](crate::fs::walk) decides component by
//! component. Changes are made by name in the directory that the walk holds open.

mod file;
mod system;

use crate::capability::Capability;
use crate::denied::{Denied, HostError, HostResult};
use crate::fs::kinds::{
    DirectoryEntry, FileType, HostFile, Metadata, OpenOptions, Request, Stamp, Times,
};
use crate::fs::walk::{Found, Pin, Roots, Tree, Walked};
use crate::grants::{GrantError, Grants};
use crate::host::HostSide;
use crate::scope::path::{Rights, is_beneath};
use crate::signal::Interrupts;
use file::RealFile;
use std::collections::BTreeMap;
use std::ffi::{CStr, OsStr};
use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use system::{Change, metadata, open_at, open_beneath};

type Node = Arc<OwnedFd>;

struct RealTree;

impl Tree for RealTree {
    type Node = Node;

    fn child(&self, directory: &Node, name: &[u8]) -> Result<Found<Node>, i32> {
        let fd = open_at(directory.as_fd(), name, libc::O_PATH | libc::O_NOFOLLOW, 0)?;
        let about = metadata(fd.as_fd())?;
        let file_type = about.file_type();
        let target = match file_type {
            FileType::Symlink => system::read_link(fd.as_fd())?,
            _ => Vec::new(),
        };
        let identity = (about.device, about.inode);
        Ok(Found { node: Arc::new(fd), file_type, identity, target })
    }
}

/// Finds a granted path and opens it: a directory itself, of anything else its directory.
fn pin(path: &[u8]) -> Result<Pin<Node>, String> {
    let as_path = Path::new(OsStr::from_bytes(path));
    let (canonical, about) = match std::fs::canonicalize(as_path) {
        Ok(found) => {
            let about = std::fs::metadata(&found).map_err(|e| e.to_string())?;
            (found, Some(about))
        }
        // A file that is yet to be made, in a directory that is there.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let is_link = std::fs::symlink_metadata(as_path).is_ok();
            match (as_path.parent(), as_path.file_name()) {
                (Some(parent), Some(name)) if !is_link => {
                    let parent = std::fs::canonicalize(parent).map_err(|e| e.to_string())?;
                    (parent.join(name), None)
                }
                _ => return Err(error.to_string()),
            }
        }
        Err(error) => return Err(error.to_string()),
    };
    let canonical = canonical.into_os_string().into_vec();
    let is_directory = about.as_ref().is_some_and(std::fs::Metadata::is_dir);
    let to_open = match Path::new(OsStr::from_bytes(&canonical)).parent() {
        Some(parent) if !is_directory => parent.as_os_str().as_bytes().to_vec(),
        _ => canonical.clone(),
    };
    let root = std::fs::File::open("/").map_err(|e| e.to_string())?;
    let flags = libc::O_PATH | libc::O_DIRECTORY;
    let node = open_at(root.as_fd(), &to_open, flags, 0).map_err(HostError::message)?;
    let identity = about.map(|about| {
        use std::os::unix::fs::MetadataExt;
        (about.dev(), about.ino())
    });
    Ok(Pin { canonical, node: Arc::new(node), is_directory, identity })
}

/// The same for a grant, which must not name what is special: `/proc/self/mem` looks like a file.
fn pin_granted(path: &[u8]) -> Result<Pin<Node>, String> {
    let pinned = pin(path)?;
    for special in [&b"/proc"[..], b"/sys", b"/dev"] {
        if is_beneath(&pinned.canonical, special) && !is_beneath(&pinned.canonical, b"/dev/shm") {
            return Err("special file systems are granted only as part of '/'".to_owned());
        }
    }
    Ok(pinned)
}

/// The real machine.
pub struct RealHost {
    roots: RwLock<Roots<Node>>,
    started: Instant,
}

impl Default for RealHost {
    fn default() -> RealHost {
        RealHost::new()
    }
}

impl RealHost {
    /// With no roots until grants are pinned.
    pub fn new() -> RealHost {
        RealHost { roots: RwLock::new(Roots::empty()), started: Instant::now() }
    }

    fn roots(&self) -> RwLockReadGuard<'_, Roots<Node>> {
        self.roots.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens what `path` names, beneath the roots.
    fn open_path(
        &self,
        path: &Request,
        need: Rights,
        follow: bool,
        flags: i32,
        mode: u32,
    ) -> HostResult<OwnedFd> {
        let roots = self.roots();
        let no_follow = if follow { 0 } else { libc::O_NOFOLLOW };
        let (root, mut rest) = roots.choose(&path.absolute, need, &path.given)?;
        if !roots.has_barriers() && root.single.is_none() {
            if path.must_be_directory && !rest.is_empty() {
                rest.push(b'/');
            }
            let whole = root.is_whole();
            match open_beneath(root.node.as_fd(), &rest, flags | no_follow, mode, whole) {
                Err(libc::EXDEV | libc::ELOOP | libc::ENOSYS | libc::EAGAIN | libc::EPERM) => {}
                result => return result.map_err(|errno| HostError::at(errno, &path.given)),
            }
        }
        // A component that became a link since the walk saw it fails with ELOOP: walk again.
        for _ in 0..16 {
            let walked = roots.walk(&RealTree, path, need, follow)?;
            let is_link = walked.found.as_ref().is_some_and(|f| f.file_type == FileType::Symlink);
            let name = walked.name.as_deref().unwrap_or(b".");
            let flags = match walked.name {
                Some(_) => flags | libc::O_NOFOLLOW,
                None => flags & !(libc::O_CREAT | libc::O_EXCL),
            };
            match open_at(walked.parent.as_fd(), name, flags, mode & 0o7777) {
                Err(libc::EINTR) => {}
                Err(libc::ELOOP) if !is_link => {}
                result => return result.map_err(|errno| HostError::at(errno, &path.given)),
            }
        }
        Err(HostError::at(libc::ELOOP, &path.given))
    }

    /// Opens without the right to read or write, to ask or to change by descriptor.
    fn locate(&self, path: &Request, need: Rights, follow: bool) -> HostResult<OwnedFd> {
        let fd = self.open_path(path, need, follow, libc::O_PATH, 0)?;
        self.check_barriers(&fd, need, path)?;
        Ok(fd)
    }

    fn check_barriers(&self, fd: &OwnedFd, need: Rights, path: &Request) -> HostResult<Metadata> {
        let about = metadata(fd.as_fd()).map_err(|errno| HostError::at(errno, &path.given))?;
        self.roots().check_opened((about.device, about.inode), need, &path.given)?;
        Ok(about)
    }

    /// The directory and the name in it that a change is about; `on_root` is the error for a path
    /// that has no name, such as a granted root itself.
    fn place(
        &self,
        path: &Request,
        need: Rights,
        on_root: i32,
    ) -> HostResult<(Walked<Node>, Vec<u8>)> {
        let mut walked = self.roots().walk(&RealTree, path, need, false)?;
        match walked.name.take() {
            Some(name) => Ok((walked, name)),
            None => Err(HostError::at(on_root, &path.given)),
        }
    }

    fn change(&self, path: &Request, on_root: i32, change: Change) -> HostResult<()> {
        let (walked, name) = self.place(path, Rights::WRITE, on_root)?;
        if !matches!(change, Change::MakeDirectory(_)) {
            self.roots().check_movable(&walked.canonical, &path.given)?;
        }
        system::change(walked.parent.as_fd(), &name, change)
            .map_err(|errno| HostError::at(errno, &path.given))
    }
}

fn cpu_time(clock: libc::clockid_t) -> Duration {
    let mut spec = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `spec` is writable and of the right type.
    unsafe { libc::clock_gettime(clock, &mut spec) };
    Duration::new(u64::try_from(spec.tv_sec).unwrap_or(0), u32::try_from(spec.tv_nsec).unwrap_or(0))
}

impl HostSide for RealHost {
    fn pin(&self, grants: &Grants) -> Result<(), GrantError> {
        let mut roots = self.roots.write().unwrap_or_else(PoisonError::into_inner);
        *roots = if roots.is_empty() {
            Roots::new(grants, pin_granted, pin).map_err(GrantError)?
        } else {
            roots.narrowed(grants, pin)
        };
        Ok(())
    }

    fn open(&self, path: &Request, options: OpenOptions) -> HostResult<Arc<dyn HostFile>> {
        let fail = |errno| HostError::at(errno, &path.given);
        let need = options.needs();
        if options.create && path.must_be_directory {
            self.roots().choose(&path.absolute, need, &path.given)?;
            return Err(fail(libc::EISDIR));
        }
        let whole = self.roots().is_whole(need);
        let writes = options.write || options.truncate || options.append;
        let mut flags = match (options.read, writes) {
            (_, false) => libc::O_RDONLY,
            (true, true) => libc::O_RDWR,
            (false, true) => libc::O_WRONLY,
        };
        // Emptied only below, once it is known what was opened.
        for (is_set, flag) in [
            (options.create, libc::O_CREAT),
            (options.create && options.exclusive, libc::O_EXCL),
            (options.append, libc::O_APPEND),
            (options.directory, libc::O_DIRECTORY),
            (!whole, libc::O_NONBLOCK),
        ] {
            flags |= if is_set { flag } else { 0 };
        }
        let follow = !(options.no_follow || options.create && options.exclusive);
        let fd = self.open_path(path, need, follow, flags | libc::O_NOCTTY, options.mode);
        let fd = match fd {
            // A pipe without a reader, a socket: neither is a file.
            Err(HostError::Os { errno: libc::ENXIO, .. }) if !whole => {
                return Err(not_regular(need, path));
            }
            other => other?,
        };
        let about = self.check_barriers(&fd, need, path)?;
        let file_type = about.file_type();
        if !whole {
            if !matches!(file_type, FileType::File | FileType::Directory) {
                return Err(not_regular(need, path));
            }
            // SAFETY: no memory is passed.
            unsafe {
                let flags = libc::fcntl(std::os::fd::AsRawFd::as_raw_fd(&fd), libc::F_GETFL);
                libc::fcntl(
                    std::os::fd::AsRawFd::as_raw_fd(&fd),
                    libc::F_SETFL,
                    flags & !libc::O_NONBLOCK,
                );
            }
        }
        let file = RealFile::new(fd);
        if options.truncate && file_type == FileType::File && about.size > 0 {
            file.truncate(0).map_err(|error| fail(error.errno()))?;
        }
        Ok(Arc::new(file))
    }

    fn metadata(&self, path: &Request, follow: bool) -> HostResult<Metadata> {
        let fd = self.open_path(path, Rights::READ, follow, libc::O_PATH, 0)?;
        self.check_barriers(&fd, Rights::READ, path)
    }

    fn access(&self, path: &Request, mode: i32) -> HostResult<bool> {
        let need = if mode == libc::F_OK || mode & (libc::R_OK | libc::X_OK) != 0 {
            Rights::READ
        } else {
            Rights::WRITE
        };
        let fd = match self.locate(path, need, true) {
            Err(error @ HostError::Denied(_)) => return Err(error),
            Err(_) => return Ok(false),
            Ok(fd) => fd,
        };
        if mode & libc::W_OK != 0
            && self.roots().walk(&RealTree, path, Rights::WRITE, true).is_err()
        {
            return Ok(false);
        }
        Ok(system::access(fd.as_fd(), mode & 7))
    }

    fn list(&self, path: &Request) -> HostResult<Vec<DirectoryEntry>> {
        let flags = libc::O_RDONLY | libc::O_DIRECTORY;
        let fd = self.open_path(path, Rights::READ, true, flags, 0)?;
        self.check_barriers(&fd, Rights::READ, path)?;
        system::list(fd).map_err(|errno| HostError::at(errno, &path.given))
    }

    fn read_link(&self, path: &Request) -> HostResult<Vec<u8>> {
        let fd = self.locate(path, Rights::READ, false)?;
        let is_link = metadata(fd.as_fd()).is_ok_and(|m| m.file_type() == FileType::Symlink);
        if !is_link {
            return Err(HostError::at(libc::EINVAL, &path.given));
        }
        system::read_link(fd.as_fd()).map_err(|errno| HostError::at(errno, &path.given))
    }

    fn real_path(&self, path: &Request) -> HostResult<Vec<u8>> {
        Ok(self.roots().walk(&RealTree, path, Rights::READ, true)?.canonical)
    }

    fn make_directory(&self, path: &Request, mode: u32) -> HostResult<()> {
        // A slash at the end asks for what is about to be made.
        let path = &Request { must_be_directory: false, ..path.clone() };
        self.change(path, libc::EEXIST, Change::MakeDirectory(mode))
    }

    fn remove_directory(&self, path: &Request) -> HostResult<()> {
        self.change(path, libc::EBUSY, Change::RemoveDirectory)
    }

    fn unlink(&self, path: &Request) -> HostResult<()> {
        self.change(path, libc::EISDIR, Change::Unlink)
    }

    fn rename(&self, from: &Request, to: &Request) -> HostResult<()> {
        let (source, old) = self.place(from, Rights::WRITE, libc::EBUSY)?;
        let is_directory =
            source.found.as_ref().is_some_and(|f| f.file_type == FileType::Directory);
        let must_be_directory = to.must_be_directory && !is_directory;
        let to = &Request { must_be_directory, ..to.clone() };
        let (target, new) = self.place(to, Rights::WRITE, libc::EBUSY)?;
        let roots = self.roots();
        roots.check_movable(&source.canonical, &from.given)?;
        roots.check_movable(&target.canonical, &to.given)?;
        // What may be written but not read must not become readable by moving it.
        roots.check_no_gain(&source.canonical, &target.canonical, &from.given)?;
        system::rename((source.parent.as_fd(), &old), (target.parent.as_fd(), &new))
            .map_err(|errno| HostError::at(errno, &from.given))
    }

    fn link(&self, from: &Request, to: &Request) -> HostResult<()> {
        // A second name carries the rights of its place, so the first must have had them all.
        let file = self.locate(from, Rights::BOTH, false)?;
        let (target, name) = self.place(to, Rights::WRITE, libc::EEXIST)?;
        if metadata(file.as_fd()).is_ok_and(|m| m.file_type() != FileType::File) {
            return Err(HostError::at(libc::EPERM, &from.given));
        }
        system::link(file.as_fd(), (target.parent.as_fd(), &name))
            .map_err(|errno| HostError::at(errno, &from.given))
    }

    fn symlink(&self, target: &[u8], at: &Request) -> HostResult<()> {
        let (walked, name) = self.place(at, Rights::WRITE, libc::EEXIST)?;
        if !self.roots().link_stays(&walked.canonical, target) {
            let why = "a link may not lead out of the grants";
            return Err(Denied::because(Capability::FsWrite, target, why).into());
        }
        system::symlink(target, (walked.parent.as_fd(), &name))
            .map_err(|errno| HostError::at(errno, &at.given))
    }

    fn set_mode(&self, path: &Request, mode: u32) -> HostResult<()> {
        let fd = self.locate(path, Rights::WRITE, true)?;
        // Between the walk and here a link may have appeared: `chmod` of it would follow.
        if metadata(fd.as_fd()).is_ok_and(|m| m.file_type() == FileType::Symlink) {
            return Err(HostError::at(libc::ELOOP, &path.given));
        }
        system::set_mode(fd.as_fd(), mode).map_err(|errno| HostError::at(errno, &path.given))
    }

    fn set_times(&self, path: &Request, times: Times, follow: bool) -> HostResult<()> {
        let fd = self.locate(path, Rights::WRITE, follow)?;
        system::set_times(fd.as_fd(), times).map_err(|errno| HostError::at(errno, &path.given))
    }

    fn launch_file(&self, path: &[u8]) -> HostResult<Vec<u8>> {
        let fail = |e: std::io::Error| HostError::at(e.raw_os_error().unwrap_or(libc::EIO), path);
        let mut content = Vec::new();
        let mut file = std::fs::File::open(OsStr::from_bytes(path)).map_err(fail)?;
        file.read_to_end(&mut content).map_err(fail)?;
        Ok(content)
    }

    fn standard_streams(&self) -> [Arc<dyn HostFile>; 3] {
        [0, 1, 2].map(|number| Arc::new(RealFile::standard(number)) as Arc<dyn HostFile>)
    }

    fn environment(&self) -> BTreeMap<Vec<u8>, Vec<u8>> {
        std::env::vars_os().map(|(name, value)| (name.into_vec(), value.into_vec())).collect()
    }

    fn wall_time(&self) -> Stamp {
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => Stamp {
                seconds: i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
                nanoseconds: since.subsec_nanos(),
            },
            // A clock set before 1970.
            Err(_) => Stamp::default(),
        }
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }

    fn process_time(&self) -> Duration {
        cpu_time(libc::CLOCK_PROCESS_CPUTIME_ID)
    }

    fn thread_time(&self) -> Duration {
        cpu_time(libc::CLOCK_THREAD_CPUTIME_ID)
    }

    fn zone(&self, at: i64) -> (i32, String) {
        // SAFETY: all-zero bytes are a valid `tm`.
        let mut parts: libc::tm = unsafe { std::mem::zeroed() };
        // SAFETY: both pointers are to live values of the right types.
        let found = unsafe { libc::localtime_r(&at, &mut parts) };
        if found.is_null() || parts.tm_zone.is_null() {
            return (0, "UTC".to_owned());
        }
        // SAFETY: on success `tm_zone` points at a NUL-terminated name that libc keeps.
        let name = unsafe { CStr::from_ptr(parts.tm_zone) }.to_string_lossy().into_owned();
        (i32::try_from(parts.tm_gmtoff).unwrap_or(0), name)
    }

    fn sleep(&self, duration: Duration, interrupts: &Interrupts) {
        // In short naps, since the signal may reach another thread than this one.
        const NAP: Duration = Duration::from_millis(20);
        let started = Instant::now();
        while !interrupts.is_pending() {
            let left = duration.saturating_sub(started.elapsed());
            if left.is_zero() {
                break;
            }
            std::thread::sleep(left.min(NAP));
        }
    }

    fn entropy(&self, buffer: &mut [u8]) -> HostResult<()> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            // SAFETY: at most `rest.len()` bytes are written to it.
            let count = unsafe { libc::getrandom(rest.as_mut_ptr().cast(), rest.len(), 0) };
            match usize::try_from(count) {
                Ok(count) => filled += count,
                Err(_) if system::last_error() == libc::EINTR => {}
                Err(_) => return Err(HostError::os(system::last_error())),
            }
        }
        Ok(())
    }

    fn process_id(&self) -> u32 {
        std::process::id()
    }

    fn parent_process_id(&self) -> u32 {
        std::os::unix::process::parent_id()
    }
}

fn not_regular(need: Rights, path: &Request) -> HostError {
    let capability = if need.write { Capability::FsWrite } else { Capability::FsRead };
    Denied::because(capability, &path.given, "not a regular file").into()
}
