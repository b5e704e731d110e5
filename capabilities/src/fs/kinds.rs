//! What the file system door takes and gives.

use crate::denied::HostError;
use crate::denied::HostResult;
use crate::scope::path::{Rights, components, join};

/// A file opened through a door: `fileno()`. 0, 1 and 2 are the standard streams. It is an index
/// into the host's table, never a descriptor of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub i32);

impl FileId {
    /// Standard input.
    pub const STDIN: FileId = FileId(0);
    /// Standard output.
    pub const STDOUT: FileId = FileId(1);
    /// Standard error.
    pub const STDERR: FileId = FileId(2);
}

/// How to open a file. The rights needed follow from all of the fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// Read from it.
    pub read: bool,
    /// Write to it.
    pub write: bool,
    /// Make it if it is missing.
    pub create: bool,
    /// Fail if it is there.
    pub exclusive: bool,
    /// Empty it.
    pub truncate: bool,
    /// Write at the end.
    pub append: bool,
    /// Fail unless it is a directory.
    pub directory: bool,
    /// Fail if the last component is a link.
    pub no_follow: bool,
    /// Permission bits of a file that is made.
    pub mode: u32,
}

impl OpenOptions {
    /// To read what is there.
    pub fn reading() -> OpenOptions {
        OpenOptions { read: true, mode: 0o666, ..OpenOptions::default() }
    }

    /// To write over what is there, or make it.
    pub fn writing() -> OpenOptions {
        OpenOptions {
            write: true,
            create: true,
            truncate: true,
            mode: 0o666,
            ..OpenOptions::default()
        }
    }

    /// From the flags of `os.open`. Flags that reach past the grants are not carried over.
    pub fn from_flags(flags: i32, mode: u32) -> OpenOptions {
        let access = flags & libc::O_ACCMODE;
        OpenOptions {
            read: access != libc::O_WRONLY,
            write: access != libc::O_RDONLY,
            create: flags & libc::O_CREAT != 0,
            exclusive: flags & libc::O_EXCL != 0,
            truncate: flags & libc::O_TRUNC != 0,
            append: flags & libc::O_APPEND != 0,
            directory: flags & libc::O_DIRECTORY != 0,
            no_follow: flags & libc::O_NOFOLLOW != 0,
            mode,
        }
    }

    /// What must be granted for this.
    pub fn needs(self) -> Rights {
        let write = self.write || self.create || self.truncate || self.append;
        Rights { read: self.read || !write, write }
    }
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    Symlink,
    /// A pipe, socket or device.
    Other,
}

/// A time stamp: seconds since 1970 and nanoseconds within the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// Whole seconds, negative before 1970.
    pub seconds: i64,
    /// 0 to 999,999,999.
    pub nanoseconds: u32,
}

/// What `os.stat` tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields of stat(2), under their usual names")]
pub struct Metadata {
    pub mode: u32,
    pub inode: u64,
    pub device: u64,
    pub links: u64,
    pub user: u32,
    pub group: u32,
    pub size: u64,
    pub block_size: u64,
    pub blocks: u64,
    pub special_device: u64,
    pub accessed: Stamp,
    pub modified: Stamp,
    pub changed: Stamp,
}

impl Metadata {
    /// The type bits of `mode`.
    pub fn file_type(&self) -> FileType {
        match self.mode & libc::S_IFMT {
            libc::S_IFREG => FileType::File,
            libc::S_IFDIR => FileType::Directory,
            libc::S_IFLNK => FileType::Symlink,
            _ => FileType::Other,
        }
    }
}

/// One name in a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// The name, without the directory.
    pub name: Vec<u8>,
    /// What it names, not following links.
    pub file_type: FileType,
    /// Its inode number.
    pub inode: u64,
}

/// Where `seek` counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// The start of the file.
    Start,
    /// The present position.
    Current,
    /// The end of the file.
    End,
}

/// The new times of `utime`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// The present time.
    Now,
    /// Accessed and modified.
    At(Stamp, Stamp),
}

/// An open file of some host. Positions live in it, so copies made by `dup` share them.
pub trait HostFile: Send + Sync {
    /// Reads at the position; 0 at the end.
    fn read(&self, buffer: &mut [u8]) -> HostResult<usize>;
    /// Writes at the position; may write less than all.
    fn write(&self, bytes: &[u8]) -> HostResult<usize>;
    /// Reads at `offset`, leaving the position.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> HostResult<usize>;
    /// Writes at `offset`, leaving the position.
    fn write_at(&self, bytes: &[u8], offset: u64) -> HostResult<usize>;
    /// Moves the position and returns it.
    fn seek(&self, offset: i64, whence: Whence) -> HostResult<u64>;
    /// Makes the file `size` bytes long.
    fn truncate(&self, size: u64) -> HostResult<()>;
    /// Waits until all is stored.
    fn sync(&self) -> HostResult<()>;
    /// `fstat`.
    fn metadata(&self) -> HostResult<Metadata>;
    /// Whether it is a terminal.
    fn is_terminal(&self) -> bool;
}

/// A path as the program gave it, made absolute.
#[derive(Clone, Debug)]
pub struct Request {
    /// As given: what messages quote.
    pub given: Vec<u8>,
    /// From the root, `..` kept.
    pub absolute: Vec<u8>,
    /// Whether it must be a directory, for it ended in `/` or `/.`.
    pub must_be_directory: bool,
}

impl Request {
    /// Refuses NUL bytes, and what is too long to be a path on any host.
    pub fn new(directory: &[u8], given: &[u8]) -> HostResult<Request> {
        if given.contains(&0) {
            return Err(HostError::InvalidPath);
        }
        if given.is_empty() {
            return Err(HostError::at(libc::ENOENT, given));
        }
        let absolute = join(directory, given);
        let too_long =
            given.len() >= libc::PATH_MAX as usize || components(&absolute).any(|c| c.len() > 255);
        if too_long {
            return Err(HostError::at(libc::ENAMETOOLONG, given));
        }
        let must_be_directory = given.ends_with(b"/") || given.ends_with(b"/.");
        Ok(Request { given: given.to_vec(), absolute, must_be_directory })
    }
}
