//! The door to files. Each method checks and acts in one call; paths are bytes, as the program gave
//! them, meant from the program's own working directory.

pub mod kinds;
pub(crate) mod table;
pub(crate) mod walk;

use crate::capability::Capability;
use crate::denied::{Denied, HostError, HostResult};
use crate::host::State;
use crate::scope::path::Rights;
use kinds::{
    DirectoryEntry, FileId, FileType, HostFile, Metadata, OpenOptions, Request, Stamp, Times,
    Whence,
};
use std::sync::{Arc, MutexGuard, PoisonError};

/// Files and directories within `fs.read` and `fs.write`.
#[derive(Clone)]
pub struct Fs {
    pub(crate) state: Arc<State>,
}

impl Fs {
    fn directory(&self) -> MutexGuard<'_, Vec<u8>> {
        self.state.directory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn request(&self, path: &[u8]) -> HostResult<Request> {
        Request::new(&self.directory(), path)
    }

    fn file(&self, id: FileId) -> HostResult<Arc<dyn HostFile>> {
        self.state.files.get(id)
    }

    // -- Open files --------------------------------------------------------------------------

    /// Opens a file. A pipe, socket or device is refused unless all of `/` is granted.
    pub fn open(&self, path: &[u8], options: OpenOptions) -> HostResult<FileId> {
        let file = self.state.side.open(&self.request(path)?, options)?;
        self.state.files.insert(file)
    }

    /// Reads at the position; 0 at the end. `EINTR` when a signal came first. Standard input needs
    /// `stdin`.
    pub fn read(&self, id: FileId, buffer: &mut [u8]) -> HostResult<usize> {
        if id == FileId::STDIN {
            self.state.require(Capability::Stdin)?;
        }
        self.file(id)?.read(buffer)
    }

    /// Writes at the position and returns how much was written.
    pub fn write(&self, id: FileId, bytes: &[u8]) -> HostResult<usize> {
        self.file(id)?.write(bytes)
    }

    /// Reads at `offset`, leaving the position.
    pub fn read_at(&self, id: FileId, buffer: &mut [u8], offset: u64) -> HostResult<usize> {
        if id == FileId::STDIN {
            self.state.require(Capability::Stdin)?;
        }
        self.file(id)?.read_at(buffer, offset)
    }

    /// Writes at `offset`, leaving the position.
    pub fn write_at(&self, id: FileId, bytes: &[u8], offset: u64) -> HostResult<usize> {
        self.file(id)?.write_at(bytes, offset)
    }

    /// Moves the position and returns it.
    pub fn seek(&self, id: FileId, offset: i64, whence: Whence) -> HostResult<u64> {
        self.file(id)?.seek(offset, whence)
    }

    /// The position.
    pub fn tell(&self, id: FileId) -> HostResult<u64> {
        self.seek(id, 0, Whence::Current)
    }

    /// Makes the open file `size` bytes long.
    pub fn truncate(&self, id: FileId, size: u64) -> HostResult<()> {
        self.file(id)?.truncate(size)
    }

    /// Makes the file at `path` `size` bytes long.
    pub fn truncate_path(&self, path: &[u8], size: u64) -> HostResult<()> {
        let options = OpenOptions { write: true, ..OpenOptions::default() };
        self.state.side.open(&self.request(path)?, options)?.truncate(size)
    }

    /// Waits until what was written is stored.
    pub fn sync(&self, id: FileId) -> HostResult<()> {
        self.file(id)?.sync()
    }

    /// Forgets the number; it never becomes valid again.
    pub fn close(&self, id: FileId) -> HostResult<()> {
        self.state.files.close(id)
    }

    /// Another number for the same open file, position shared. Copies of standard input are refused
    /// without `stdin`.
    pub fn duplicate(&self, id: FileId) -> HostResult<FileId> {
        if id == FileId::STDIN {
            self.state.require(Capability::Stdin)?;
        }
        self.state.files.insert(self.file(id)?)
    }

    /// Makes `to`, an open number or a standard stream, mean the file of `from`.
    pub fn duplicate_to(&self, from: FileId, to: FileId) -> HostResult<FileId> {
        if from == FileId::STDIN {
            self.state.require(Capability::Stdin)?;
        }
        self.state.files.replace(from, to)
    }

    /// Whether the open file is a terminal.
    pub fn is_terminal(&self, id: FileId) -> HostResult<bool> {
        Ok(self.file(id)?.is_terminal())
    }

    /// `fstat`.
    pub fn file_metadata(&self, id: FileId) -> HostResult<Metadata> {
        self.file(id)?.metadata()
    }

    /// The whole of a file.
    pub fn read_file(&self, path: &[u8]) -> HostResult<Vec<u8>> {
        let file = self.state.side.open(&self.request(path)?, OpenOptions::reading())?;
        let mut content = Vec::new();
        let mut buffer = [0u8; 16384];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(content),
                Ok(count) => content.extend_from_slice(buffer.get(..count).unwrap_or_default()),
                Err(error) if error.errno() == libc::EINTR => {}
                Err(error) => return Err(HostError::at(error.errno(), path)),
            }
        }
    }

    // -- Asking --------------------------------------------------------------------------------

    /// `stat`: follows links.
    pub fn metadata(&self, path: &[u8]) -> HostResult<Metadata> {
        self.state.side.metadata(&self.request(path)?, true)
    }

    /// `lstat`: a link is itself.
    pub fn link_metadata(&self, path: &[u8]) -> HostResult<Metadata> {
        self.state.side.metadata(&self.request(path)?, false)
    }

    /// Whether something is there. Without a grant this is a refusal, not `false`.
    pub fn exists(&self, path: &[u8]) -> HostResult<bool> {
        match self.metadata(path) {
            Ok(_) => Ok(true),
            Err(error @ HostError::Denied(_)) => Err(error),
            Err(_) => Ok(false),
        }
    }

    /// `access`, with the `R_OK`, `W_OK` and `X_OK` bits. What is there but not granted for writing
    /// is not writable.
    pub fn access(&self, path: &[u8], mode: i32) -> HostResult<bool> {
        self.state.side.access(&self.request(path)?, mode)
    }

    /// The names in a directory with their types, without `.` and `..`, in no particular order.
    pub fn list(&self, path: &[u8]) -> HostResult<Vec<DirectoryEntry>> {
        self.state.side.list(&self.request(path)?)
    }

    /// The text of a link.
    pub fn read_link(&self, path: &[u8]) -> HostResult<Vec<u8>> {
        self.state.side.read_link(&self.request(path)?)
    }

    /// The path without links and dots; its last component may be missing.
    pub fn real_path(&self, path: &[u8]) -> HostResult<Vec<u8>> {
        self.state.side.real_path(&self.request(path)?)
    }

    // -- Changing ------------------------------------------------------------------------------

    /// Makes a directory.
    pub fn make_directory(&self, path: &[u8], mode: u32) -> HostResult<()> {
        self.state.side.make_directory(&self.request(path)?, mode)
    }

    /// Removes an empty directory.
    pub fn remove_directory(&self, path: &[u8]) -> HostResult<()> {
        self.state.side.remove_directory(&self.request(path)?)
    }

    /// Removes a name that is not a directory.
    pub fn unlink(&self, path: &[u8]) -> HostResult<()> {
        self.state.side.unlink(&self.request(path)?)
    }

    /// Gives `from` the name `to`, taking it from what had it. `replace` is the same call.
    pub fn rename(&self, from: &[u8], to: &[u8]) -> HostResult<()> {
        let (source, target) = (self.request(from)?, self.request(to)?);
        self.state.side.rename(&source, &target).map_err(|error| error.between(from, to))
    }

    /// Another name for a file. Needs reading and writing where it is, and writing where it will be.
    pub fn link(&self, from: &[u8], to: &[u8]) -> HostResult<()> {
        let (source, target) = (self.request(from)?, self.request(to)?);
        self.state.side.link(&source, &target).map_err(|error| error.between(from, to))
    }

    /// A symbolic link. Its target must lie within the grants, lest it mislead other programs.
    pub fn symlink(&self, target: &[u8], at: &[u8]) -> HostResult<()> {
        if target.contains(&0) {
            return Err(HostError::InvalidPath);
        }
        let place = self.request(at)?;
        self.state.side.symlink(target, &place).map_err(|error| error.between(target, at))
    }

    /// Changes the permission bits, following links.
    pub fn set_mode(&self, path: &[u8], mode: u32) -> HostResult<()> {
        self.state.side.set_mode(&self.request(path)?, mode)
    }

    /// Changes the times of access and modification.
    pub fn set_times(&self, path: &[u8], times: Times, follow: bool) -> HostResult<()> {
        let bad = |stamp: Stamp| stamp.nanoseconds > 999_999_999;
        if matches!(times, Times::At(a, m) if bad(a) || bad(m)) {
            return Err(HostError::at(libc::EINVAL, path));
        }
        self.state.side.set_times(&self.request(path)?, times, follow)
    }

    // -- The working directory -------------------------------------------------------------------

    /// The program's own working directory. Needs no grant: every relative path tells it anyway.
    pub fn current_directory(&self) -> Vec<u8> {
        self.directory().clone()
    }

    /// Changes the program's own working directory, not the process's. Needs `fs.read` there.
    pub fn change_directory(&self, path: &[u8]) -> HostResult<()> {
        let request = self.request(path)?;
        if self.state.side.metadata(&request, true)?.file_type() != FileType::Directory {
            return Err(HostError::at(libc::ENOTDIR, path));
        }
        let real = self.state.side.real_path(&request)?;
        *self.directory() = real;
        Ok(())
    }

    /// `Ok` if the text of `path` lies within the grants: for code that wants to refuse early. The
    /// methods above check again, on what the path really names.
    pub fn check(&self, path: &[u8], rights: Rights) -> HostResult<()> {
        let request = self.request(path)?;
        let grants = self.state.grants();
        for (wanted, capability) in
            [(rights.read, Capability::FsRead), (rights.write, Capability::FsWrite)]
        {
            if wanted && !grants.covers_path(capability, &request.absolute) {
                return Err(Denied::new(capability, path).into());
            }
        }
        Ok(())
    }
}
