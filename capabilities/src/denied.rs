//! The refusal, which knows the flag that would lift it, and the errors of the host.

use crate::capability::{Capability, ScopeKind};
use std::fmt;

/// The longest scope text that a message quotes, in characters.
const LONGEST_QUOTE: usize = 200;

/// A refused operation. It never tells whether what was asked for exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// The missing capability.
    pub capability: Capability,
    /// What was asked for, as the program wrote it, escaped and shortened.
    pub scope: String,
    /// Why a grant of the scope would not help; `None` when it would.
    pub reason: Option<&'static str>,
}

impl Denied {
    /// A refusal for what the program called `scope`; control characters are escaped.
    pub fn new(capability: Capability, scope: &[u8]) -> Denied {
        Denied { capability, scope: quotable(scope), reason: None }
    }

    /// A refusal of a capability that has no scope.
    pub fn whole(capability: Capability) -> Denied {
        Denied::new(capability, b"")
    }

    /// A refusal that no grant of that scope lifts.
    pub fn because(capability: Capability, scope: &[u8], reason: &'static str) -> Denied {
        Denied { reason: Some(reason), ..Denied::new(capability, scope) }
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Denied { capability, scope, reason } = self;
        if capability.scope_kind() == ScopeKind::None {
            write!(f, "{capability} denied")?;
        } else {
            write!(f, "{capability} denied: '{scope}'")?;
        }
        match reason {
            Some(reason) => write!(f, " ({reason})"),
            None if capability.scope_kind() == ScopeKind::None => {
                write!(f, " (grant: --allow {capability})")
            }
            None => {
                // The same escapes as the parser of grants undoes.
                let scope = scope.replace('%', "%25").replace(',', "%2C");
                write!(f, " (grant: --allow {capability}={scope})")
            }
        }
    }
}

impl std::error::Error for Denied {}

/// Text that is safe to print: control and direction-changing characters escaped, the middle of a
/// long text left out.
fn quotable(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut kept = 0;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            let changes_direction = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            if c.is_control() || changes_direction {
                out.extend(c.escape_default());
            } else {
                out.push(c);
            }
            kept += 1;
            if kept >= LONGEST_QUOTE {
                out.push('…');
                return out;
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
            kept += 1;
        }
    }
    out
}

/// What can go wrong at a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostError {
    /// Not granted: a `PermissionError` with errno `EACCES` whose text is the refusal.
    Denied(Box<Denied>),
    /// The system refused: an `OSError`.
    Os {
        /// The error number.
        errno: i32,
        /// The path as the program wrote it.
        filename: Option<Vec<u8>>,
        /// The second path, of `rename`, `link` and `symlink`.
        filename2: Option<Vec<u8>>,
    },
    /// The path holds a NUL byte: `ValueError("embedded null byte")`.
    InvalidPath,
}

/// What a door returns.
pub type HostResult<T> = Result<T, HostError>;

impl HostError {
    /// A system error about no particular path.
    pub fn os(errno: i32) -> HostError {
        HostError::Os { errno, filename: None, filename2: None }
    }

    /// A system error about one path.
    pub fn at(errno: i32, path: &[u8]) -> HostError {
        HostError::Os { errno, filename: Some(path.to_vec()), filename2: None }
    }

    /// The same error, said to be about two paths.
    pub(crate) fn between(self, from: &[u8], to: &[u8]) -> HostError {
        match self {
            HostError::Os { errno, .. } => {
                HostError::Os { errno, filename: Some(from.to_vec()), filename2: Some(to.to_vec()) }
            }
            other => other,
        }
    }

    /// The error number Python shows.
    pub fn errno(&self) -> i32 {
        match self {
            HostError::Denied(_) => libc::EACCES,
            HostError::Os { errno, .. } => *errno,
            HostError::InvalidPath => libc::EINVAL,
        }
    }

    /// The system's words for an error number, as `os.strerror`.
    pub fn message(errno: i32) -> String {
        let mut buffer = [0u8; 128];
        // SAFETY: `strerror_r` writes at most `buffer.len()` bytes and ends them with NUL.
        unsafe { libc::strerror_r(errno, buffer.as_mut_ptr().cast(), buffer.len()) };
        let end = buffer.iter().position(|&b| b == 0).unwrap_or(0);
        String::from_utf8_lossy(buffer.get(..end).unwrap_or_default()).into_owned()
    }
}

impl From<Denied> for HostError {
    fn from(denied: Denied) -> HostError {
        HostError::Denied(Box::new(denied))
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostError::Denied(denied) => denied.fmt(f),
            HostError::InvalidPath => f.write_str("embedded null byte"),
            HostError::Os { errno, filename, filename2 } => {
                write!(f, "[Errno {errno}] {}", HostError::message(*errno))?;
                for (path, lead) in [(filename, ": "), (filename2, " -> ")] {
                    if let Some(path) = path {
                        write!(f, "{lead}'{}'", quotable(path))?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for HostError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_flag_that_lifts_it() {
        let denied = Denied::new(Capability::FsRead, b"/etc/passwd");
        assert_eq!(
            denied.to_string(),
            "fs.read denied: '/etc/passwd' (grant: --allow fs.read=/etc/passwd)"
        );
        let denied = Denied::whole(Capability::TimeWall);
        assert_eq!(denied.to_string(), "time.wall denied (grant: --allow time.wall)");
    }

    #[test]
    fn control_characters_and_commas_are_escaped() {
        let denied = Denied::new(Capability::FsRead, b"/a,b\x1b]0;x\n\xff");
        assert_eq!(
            denied.to_string(),
            "fs.read denied: '/a,b\\u{1b}]0;x\\n\\xff' \
             (grant: --allow fs.read=/a%2Cb\\u{1b}]0;x\\n\\xff)"
        );
    }

    #[test]
    fn long_scopes_are_shortened() {
        assert!(Denied::new(Capability::FsRead, &[b'a'; 9000]).to_string().len() < 600);
    }

    #[test]
    fn system_errors_read_like_cpython() {
        let error = HostError::at(libc::ENOENT, b"x");
        assert_eq!(error.to_string(), "[Errno 2] No such file or directory: 'x'");
    }
}
