//! The door to the standard streams. Writing is free; reading needs `stdin`.

use crate::capability::Capability;
use crate::denied::{HostError, HostResult};
use crate::fs::kinds::FileId;
use crate::host::State;
use std::sync::Arc;

/// The standard streams, unbuffered: buffering is the caller's.
#[derive(Clone)]
pub struct Stdio {
    pub(crate) state: Arc<State>,
}

impl Stdio {
    /// Writes all of `bytes` to standard output. `EPIPE` when nobody reads any more.
    pub fn write_out(&self, bytes: &[u8]) -> HostResult<()> {
        self.write_all(FileId::STDOUT, bytes)
    }

    /// Writes all of `bytes` to standard error.
    pub fn write_error(&self, bytes: &[u8]) -> HostResult<()> {
        self.write_all(FileId::STDERR, bytes)
    }

    fn write_all(&self, id: FileId, mut bytes: &[u8]) -> HostResult<()> {
        let stream = self.state.files.get(id)?;
        while !bytes.is_empty() {
            match stream.write(bytes) {
                Ok(0) => return Err(HostError::os(libc::EIO)),
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                // Half a line would be worse than a late Ctrl-C.
                Err(error) if error.errno() == libc::EINTR => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Reads what standard input has, at most a buffer; 0 at its end.
    pub fn read(&self, buffer: &mut [u8]) -> HostResult<usize> {
        self.state.require(Capability::Stdin)?;
        self.state.files.get(FileId::STDIN)?.read(buffer)
    }

    /// Reads a line with its newline; empty at the end. `EINTR` when a signal came first.
    ///
    /// Byte by byte, so that nothing is taken from whoever reads the stream next.
    pub fn read_line(&self) -> HostResult<Vec<u8>> {
        let mut line = Vec::new();
        let mut byte = [0u8; 1];
        while self.read(&mut byte)? == 1 {
            line.push(byte[0]);
            if byte[0] == b'\n' {
                break;
            }
        }
        Ok(line)
    }

    /// Whether a standard stream is a terminal.
    pub fn is_terminal(&self, id: FileId) -> bool {
        self.state.files.get(id).is_ok_and(|stream| stream.is_terminal())
    }
}
