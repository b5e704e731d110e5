//! What was allowed and denied at launch, and the parser of `--allow` and `--deny`.
//!
//! ```text
//! grant = capability [ "=" scope *( "," scope ) ]       capability = "all" | one of the table
//! ```
//! A comma inside a scope is written `%2C`, a percent sign before two such digits `%25`. A
//! capability with scopes must have one; `fs.read=/` says "all of it". Deny beats allow.

use crate::capability::{Capability, ScopeKind};
use crate::denied::Denied;
use crate::scope::Scope;
use crate::scope::address::AddressPattern;
use crate::scope::name::NamePattern;
use crate::scope::path::{is_beneath, lexical};
use std::fmt;

/// A grant that cannot be understood or honoured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantError(pub String);

impl fmt::Display for GrantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for GrantError {}

/// The authority of a program: nothing at first.
#[derive(Clone, Debug)]
pub struct Grants {
    launch_directory: Vec<u8>,
    allows: Vec<(Capability, Scope)>,
    denies: Vec<(Capability, Scope)>,
    is_all: bool,
}

impl Grants {
    /// No authority at all. Relative paths in grants are meant from `launch_directory`.
    pub fn none(launch_directory: &[u8]) -> Grants {
        Grants {
            launch_directory: launch_directory.to_vec(),
            allows: Vec::new(),
            denies: Vec::new(),
            is_all: false,
        }
    }

    /// No authority at all, started in the process's working directory.
    pub fn here() -> Grants {
        use std::os::unix::ffi::OsStringExt;
        let directory = std::env::current_dir().map(|d| d.into_os_string().into_vec());
        Grants::none(&directory.unwrap_or_else(|_| b"/".to_vec()))
    }

    /// Adds what `--allow TEXT` says.
    pub fn allow(&mut self, text: &str) -> Result<(), GrantError> {
        if text == "all" {
            self.is_all = true;
            self.allows.extend(Capability::ALL.iter().map(|&c| (c, Scope::Everything)));
            return Ok(());
        }
        let parsed = self.parse(text, "allow")?;
        self.allows.extend(parsed);
        Ok(())
    }

    /// Adds what `--deny TEXT` says. Here a missing scope means all of the capability.
    pub fn deny(&mut self, text: &str) -> Result<(), GrantError> {
        if text == "all" {
            self.denies.extend(Capability::ALL.iter().map(|&c| (c, Scope::Everything)));
            return Ok(());
        }
        let parsed = self.parse(text, "deny")?;
        self.denies.extend(parsed);
        Ok(())
    }

    fn parse(&self, text: &str, flag: &str) -> Result<Vec<(Capability, Scope)>, GrantError> {
        let (name, scopes) = match text.split_once('=') {
            Some((name, scopes)) => (name, Some(scopes)),
            None => (text, None),
        };
        let fail = |what: String| Err(GrantError(format!("--{flag} {text}: {what}")));
        let Some(capability) = Capability::from_name(name) else {
            return fail(format!(
                "unknown capability '{name}' (one of {}, or all)",
                Capability::names()
            ));
        };
        let Some(scopes) = scopes else {
            if capability.scope_kind() == ScopeKind::None || flag == "deny" {
                return Ok(vec![(capability, Scope::Everything)]);
            }
            let example = match capability.scope_kind() {
                ScopeKind::Path => "/some/directory, or =/ for everything",
                ScopeKind::Name => "NAME,PREFIX*, or =* for everything",
                ScopeKind::Address => "HOST:PORT, or =*:* for everything",
                ScopeKind::Program | ScopeKind::None => "/path/of/program",
            };
            return fail(format!("{capability} needs a scope: {capability}={example}"));
        };
        if capability.scope_kind() == ScopeKind::None {
            return fail(format!("{capability} takes no scope"));
        }
        let mut parsed = Vec::new();
        for scope in scopes.split(',') {
            if scope.is_empty() {
                return fail("empty scope".to_owned());
            }
            let scope = unescape(scope);
            if scope.contains('\0') {
                return fail("a scope cannot hold a NUL".to_owned());
            }
            let scope = match capability.scope_kind() {
                ScopeKind::Path => Scope::Path(lexical(&self.launch_directory, scope.as_bytes())),
                ScopeKind::Program if scope.starts_with('/') => {
                    Scope::Program(lexical(b"/", scope.as_bytes()))
                }
                ScopeKind::Program => return fail(format!("'{scope}' is not an absolute path")),
                ScopeKind::Name => match NamePattern::parse(&scope) {
                    Ok(pattern) => Scope::Name(pattern),
                    Err(what) => return fail(what),
                },
                ScopeKind::Address => match AddressPattern::parse(&scope) {
                    Ok(pattern) => Scope::Address(pattern),
                    Err(what) => return fail(what),
                },
                ScopeKind::None => Scope::Everything,
            };
            parsed.push((capability, scope));
        }
        Ok(parsed)
    }

    /// Whether `--allow all` was given.
    pub fn is_all(&self) -> bool {
        self.is_all
    }

    /// The directory relative paths are meant from.
    pub fn launch_directory(&self) -> &[u8] {
        &self.launch_directory
    }

    /// The scopes allowed for a capability.
    pub fn allowed(&self, capability: Capability) -> impl Iterator<Item = &Scope> {
        self.allows.iter().filter(move |(c, _)| *c == capability).map(|(_, scope)| scope)
    }

    /// The scopes denied for a capability.
    pub fn denied(&self, capability: Capability) -> impl Iterator<Item = &Scope> {
        self.denies.iter().filter(move |(c, _)| *c == capability).map(|(_, scope)| scope)
    }

    /// Whether an unscoped capability is held; for scoped ones, whether any part of it may be.
    pub fn has(&self, capability: Capability) -> bool {
        self.allowed(capability).next().is_some()
            && !self.denied(capability).any(|scope| *scope == Scope::Everything)
    }

    /// `Ok` if the unscoped `capability` is held.
    pub fn require(&self, capability: Capability) -> Result<(), Denied> {
        if self.has(capability) { Ok(()) } else { Err(Denied::whole(capability)) }
    }

    fn covers(&self, capability: Capability, matches: impl Fn(&Scope) -> bool) -> bool {
        let matches = |scope: &Scope| *scope == Scope::Everything || matches(scope);
        self.allowed(capability).any(matches) && !self.denied(capability).any(matches)
    }

    /// Whether the environment variable `name` is within the grants.
    pub fn covers_name(&self, capability: Capability, name: &[u8]) -> bool {
        self.covers(capability, |scope| matches!(scope, Scope::Name(p) if p.covers(name)))
    }

    /// Whether `host` at `port` is within the grants.
    pub fn covers_address(&self, capability: Capability, host: &str, port: u16) -> bool {
        self.covers(capability, |scope| matches!(scope, Scope::Address(p) if p.covers(host, port)))
    }

    /// Whether the program of that absolute path is within the grants.
    pub fn covers_program(&self, capability: Capability, path: &[u8]) -> bool {
        self.covers(capability, |scope| matches!(scope, Scope::Program(p) if p == path))
    }

    /// Whether `path`, absolute and taken literally, is within the grants. It says nothing about
    /// where links lead: the doors decide that on the descriptors they open.
    pub fn covers_path(&self, capability: Capability, path: &[u8]) -> bool {
        let path = lexical(b"/", path);
        self.covers(capability, |scope| matches!(scope, Scope::Path(p) if is_beneath(&path, p)))
    }
}

/// Undoes `%2C` and `%25`; other percent signs stand for themselves.
fn unescape(scope: &str) -> String {
    let mut out = String::new();
    let mut rest = scope;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        rest = if let Some(tail) = after.strip_prefix("2C").or_else(|| after.strip_prefix("2c")) {
            out.push(',');
            tail
        } else if let Some(tail) = after.strip_prefix("25") {
            out.push('%');
            tail
        } else {
            out.push('%');
            after
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        Grants::none(b"/home").allow(text).expect_err("must be refused").0
    }

    #[test]
    fn relative_paths_start_at_the_launch_directory() {
        let mut grants = Grants::none(b"/home/u");
        grants.allow("fs.read=data,./a/../b,/x%2Cy%25").expect("a valid grant");
        assert!(grants.covers_path(Capability::FsRead, b"/home/u/data/f"));
        assert!(grants.covers_path(Capability::FsRead, b"/home/u/b"));
        assert!(grants.covers_path(Capability::FsRead, b"/x,y%/z"));
        assert!(!grants.covers_path(Capability::FsRead, b"/home/u/database"));
        assert!(!grants.covers_path(Capability::FsWrite, b"/home/u/data/f"));
    }

    #[test]
    fn deny_beats_allow() {
        let mut grants = Grants::none(b"/");
        grants.deny("env.read=AWS_*").expect("a valid denial");
        grants.allow("env.read=*").expect("a valid grant");
        assert!(grants.covers_name(Capability::EnvRead, b"HOME"));
        assert!(!grants.covers_name(Capability::EnvRead, b"AWS_SECRET"));
        grants.allow("all").expect("a valid grant");
        grants.deny("random").expect("a valid denial");
        assert!(!grants.has(Capability::Random));
        assert!(grants.has(Capability::TimeWall));
    }

    #[test]
    fn mistakes_are_explained() {
        assert!(refusal("fs.raed=/a").contains("unknown capability 'fs.raed' (one of fs.read,"));
        assert!(refusal("fs.read").contains("fs.read needs a scope"));
        assert!(refusal("fs.read=").contains("empty scope"));
        assert!(refusal("fs.read=/a,,/b").contains("empty scope"));
        assert!(refusal("time.wall=1").contains("takes no scope"));
        assert!(refusal("process.spawn=git").contains("not an absolute path"));
        assert!(refusal("env.read=*A").contains("PREFIX*"));
    }
}
