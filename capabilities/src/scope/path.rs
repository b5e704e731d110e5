//! Paths as text: joining, normalizing, and which granted root a path belongs to.
//!
//! Text only chooses the root to start from. Where links lead is decided afterwards, on
//! descriptors beneath that root.

/// What an operation does to a path, as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Needs `fs.read`.
    pub read: bool,
    /// Needs `fs.write`.
    pub write: bool,
}

impl Rights {
    /// Reading only.
    pub const READ: Rights = Rights { read: true, write: false };
    /// Writing only.
    pub const WRITE: Rights = Rights { read: false, write: true };
    /// Both.
    pub const BOTH: Rights = Rights { read: true, write: true };
    /// Neither.
    pub const NONE: Rights = Rights { read: false, write: false };

    pub(crate) fn include(self, need: Rights) -> bool {
        (self.read || !need.read) && (self.write || !need.write)
    }

    pub(crate) fn meet(self, other: Rights) -> bool {
        (self.read && other.read) || (self.write && other.write)
    }

    pub(crate) fn union(self, other: Rights) -> Rights {
        Rights { read: self.read || other.read, write: self.write || other.write }
    }

    pub(crate) fn without(self, other: Rights) -> Rights {
        Rights { read: self.read && !other.read, write: self.write && !other.write }
    }
}

/// The components of a path, without empty ones and `.`.
pub fn components(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.split(|&b| b == b'/').filter(|c| !c.is_empty() && *c != b".")
}

/// An absolute path from components.
pub fn assemble<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        out.push(b'/');
        out.extend_from_slice(part);
    }
    if out.is_empty() {
        out.push(b'/');
    }
    out
}

/// `path` from `directory`, absolute, without `.` and empty components. `..` stays, since only
/// the file system knows what it means after a link.
pub fn join(directory: &[u8], path: &[u8]) -> Vec<u8> {
    let base: &[u8] = if path.starts_with(b"/") { b"" } else { directory };
    assemble(components(base).chain(components(path)))
}

/// `path` from `directory`, absolute, with `..` removed by text alone.
pub fn lexical(directory: &[u8], path: &[u8]) -> Vec<u8> {
    let joined = join(directory, path);
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in components(&joined) {
        if part == b".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    assemble(parts)
}

/// What lies beneath `root` of `path`, by whole components: `/data` does not hold `/database`.
pub fn strip<'a>(path: &'a [u8], root: &[u8]) -> Option<&'a [u8]> {
    if root == b"/" {
        return path.strip_prefix(b"/");
    }
    let rest = path.strip_prefix(root)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(b"/") }
}

/// Whether `path` is `root` or lies beneath it.
pub fn is_beneath(path: &[u8], root: &[u8]) -> bool {
    strip(path, root).is_some()
}

/// Whether following the relative path by text leaves where it started.
pub fn climbs_out(relative: &[u8]) -> bool {
    let mut depth = 0usize;
    for part in components(relative) {
        if part != b".." {
            depth = depth.saturating_add(1);
        } else if depth == 0 {
            return true;
        } else {
            depth -= 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_end_at_components() {
        assert!(is_beneath(b"/data/x", b"/data"));
        assert!(is_beneath(b"/data", b"/data"));
        assert!(!is_beneath(b"/database", b"/data"));
        assert!(is_beneath(b"/anything", b"/"));
    }

    #[test]
    fn dots_are_removed_only_when_asked() {
        assert_eq!(join(b"/a", b"b/./..//c"), b"/a/b/../c");
        assert_eq!(lexical(b"/a", b"b/../../../c"), b"/c");
        assert_eq!(lexical(b"/a", b"/"), b"/");
        assert!(climbs_out(b"a/../../b"));
        assert!(!climbs_out(b"a/../b"));
    }
}
