//! Finding what a path means without leaving the granted roots: one component at a time, each
//! opened from the one before, never through a link.
//!
//! The text of the path chooses a root; from there on only handles count. A link is read and its
//! text walked in turn; `..` goes back to a handle already held. When either leads out of the root,
//! the walk starts again at whichever root the new text belongs to, and is denied if there is none.
//! Nothing outside the roots is ever looked at, so a denial cannot tell whether it exists.

use crate::capability::Capability;
use crate::denied::{Denied, HostError, HostResult};
use crate::fs::kinds::{FileType, Request};
use crate::grants::Grants;
use crate::scope::Scope;
use crate::scope::path::{Rights, assemble, climbs_out, components, is_beneath, lexical, strip};
use std::collections::VecDeque;

/// The most links one path may lead through, as in Linux.
const MOST_LINKS: usize = 40;

/// The most components one walk looks at, links included.
const MOST_STEPS: usize = 4096;

/// What a file system must offer to be walked.
pub(crate) trait Tree {
    /// A place that children are opened from.
    type Node: Clone;

    /// What `name` in `directory` is, never following a link. Errors are error numbers.
    fn child(&self, directory: &Self::Node, name: &[u8]) -> Result<Found<Self::Node>, i32>;
}

/// A thing in a directory.
pub(crate) struct Found<Node> {
    pub(crate) node: Node,
    pub(crate) file_type: FileType,
    /// Device and inode: what it is whatever it is called.
    pub(crate) identity: (u64, u64),
    /// The text of a link.
    pub(crate) target: Vec<u8>,
}

/// A granted file or directory, held open since launch.
#[derive(Clone)]
pub(crate) struct Root<Node> {
    /// The paths it is known by: as granted, and without links.
    names: [Vec<u8>; 2],
    /// What may be done beneath it.
    rights: Rights,
    /// The directory; for a single name, the directory that holds it.
    pub(crate) node: Node,
    /// A single name in the directory: a file, or one that was missing at launch.
    pub(crate) single: Option<Vec<u8>>,
}

impl<Node> Root<Node> {
    /// Whether all of the file system lies beneath it.
    pub(crate) fn is_whole(&self) -> bool {
        self.names[1] == b"/"
    }

    /// The path, without links, of what `node` stands for.
    fn base(&self) -> Vec<u8> {
        match self.single {
            Some(_) => lexical(&self.names[1], b".."),
            None => self.names[1].clone(),
        }
    }
}

/// What must not be reached even beneath a root.
#[derive(Clone)]
struct Barrier {
    names: [Vec<u8>; 2],
    identity: Option<(u64, u64)>,
    rights: Rights,
}

/// A granted or denied path, as found at launch.
pub(crate) struct Pin<Node> {
    /// The path without links.
    pub(crate) canonical: Vec<u8>,
    /// The directory, or the one that holds a single name.
    pub(crate) node: Node,
    /// Whether it is a directory.
    pub(crate) is_directory: bool,
    /// Device and inode, if it exists.
    pub(crate) identity: Option<(u64, u64)>,
}

/// The roots and barriers of the grants on one host.
pub(crate) struct Roots<Node> {
    roots: Vec<Root<Node>>,
    barriers: Vec<Barrier>,
}

/// Where a walk ended.
pub(crate) struct Walked<Node> {
    /// The directory.
    pub(crate) parent: Node,
    /// The name in it; `None` if the path names `parent` itself.
    pub(crate) name: Option<Vec<u8>>,
    /// What was there when the walk passed; `None` if nothing.
    pub(crate) found: Option<Found<Node>>,
    /// The path without links.
    pub(crate) canonical: Vec<u8>,
}

fn rights_of(capability: Capability) -> Rights {
    match capability {
        Capability::FsRead => Rights::READ,
        Capability::FsWrite => Rights::WRITE,
        _ => Rights::NONE,
    }
}

/// The capability to name when `need` is not met.
fn missing(need: Rights, have: Rights) -> Capability {
    if need.read && !have.read { Capability::FsRead } else { Capability::FsWrite }
}

impl<Node: Clone> Roots<Node> {
    /// None at all.
    pub(crate) fn empty() -> Roots<Node> {
        Roots { roots: Vec::new(), barriers: Vec::new() }
    }

    /// Pins every granted path by `pin` and every denied one by `pin_denied`, whose errors say why
    /// it cannot be found.
    pub(crate) fn new(
        grants: &Grants,
        pin: impl Fn(&[u8]) -> Result<Pin<Node>, String>,
        pin_denied: impl Fn(&[u8]) -> Result<Pin<Node>, String>,
    ) -> Result<Roots<Node>, String> {
        let (barriers, closed) = Roots::barriers(grants, pin_denied);
        let mut roots: Vec<Root<Node>> = Vec::new();
        for capability in [Capability::FsRead, Capability::FsWrite] {
            for scope in grants.allowed(capability) {
                let path = match scope {
                    Scope::Path(path) => path.clone(),
                    _ => b"/".to_vec(),
                };
                let found = pin(&path).map_err(|why| {
                    format!("--allow {capability}={}: {why}", String::from_utf8_lossy(&path))
                })?;
                let single = (!found.is_directory)
                    .then(|| components(&found.canonical).last().map(<[u8]>::to_vec))
                    .flatten();
                roots.push(Root {
                    names: [path, found.canonical],
                    rights: rights_of(capability),
                    node: found.node,
                    single,
                });
            }
        }
        // Beneath a root that lies in another, both hold.
        let granted: Vec<(Vec<u8>, Rights)> =
            roots.iter().map(|r| (r.names[1].clone(), r.rights)).collect();
        for root in &mut roots {
            for (path, rights) in &granted {
                if is_beneath(&root.names[1], path) {
                    root.rights = root.rights.union(*rights);
                }
            }
            root.rights = root.rights.without(closed);
        }
        Ok(Roots { roots, barriers })
    }

    /// The denials of the grants, and what is denied altogether.
    fn barriers(
        grants: &Grants,
        pin: impl Fn(&[u8]) -> Result<Pin<Node>, String>,
    ) -> (Vec<Barrier>, Rights) {
        let mut barriers: Vec<Barrier> = Vec::new();
        let mut closed = Rights::NONE;
        for capability in [Capability::FsRead, Capability::FsWrite] {
            for scope in grants.denied(capability) {
                let Scope::Path(path) = scope else {
                    closed = closed.union(rights_of(capability));
                    continue;
                };
                // What cannot be found now is denied by name alone.
                let found = pin(path).ok();
                let canonical =
                    found.as_ref().map_or_else(|| path.clone(), |p| p.canonical.clone());
                barriers.push(Barrier {
                    names: [path.clone(), canonical],
                    identity: found.and_then(|p| p.identity),
                    rights: rights_of(capability),
                });
            }
        }
        (barriers, closed)
    }

    /// The same roots with the denials of `grants`. Nothing is opened anew: a root stays the
    /// directory it was at launch. Barriers known by identity stay, too.
    pub(crate) fn narrowed(
        &self,
        grants: &Grants,
        pin_denied: impl Fn(&[u8]) -> Result<Pin<Node>, String>,
    ) -> Roots<Node> {
        let (mut barriers, closed) = Roots::barriers(grants, pin_denied);
        barriers.extend(self.barriers.iter().cloned());
        let mut roots = self.roots.clone();
        for root in &mut roots {
            root.rights = root.rights.without(closed);
        }
        Roots { roots, barriers }
    }

    /// Whether no path is granted.
    pub(crate) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Whether everything is granted for `need`, devices and all.
    pub(crate) fn is_whole(&self, need: Rights) -> bool {
        self.roots.iter().any(|root| root.is_whole() && root.rights.include(need))
    }

    /// What the canonical path may be used for, by its text.
    fn rights_at(&self, canonical: &[u8]) -> Rights {
        let open = self.roots.iter().filter(|root| is_beneath(canonical, &root.names[1]));
        let open = open.fold(Rights::NONE, |all, root| all.union(root.rights));
        let closed = self.barriers.iter().filter(|b| is_beneath(canonical, &b.names[1]));
        closed.fold(open, |left, barrier| left.without(barrier.rights))
    }

    /// Refuses a move that would make readable what was not.
    pub(crate) fn check_no_gain(&self, from: &[u8], to: &[u8], given: &[u8]) -> HostResult<()> {
        if self.rights_at(to).read && !self.rights_at(from).read {
            return Err(Denied::new(Capability::FsRead, given).into());
        }
        Ok(())
    }

    /// Whether anything is denied, so that each step must be looked at.
    pub(crate) fn has_barriers(&self) -> bool {
        !self.barriers.is_empty()
    }

    /// The root that `absolute` belongs to by its text, and what remains.
    ///
    /// A `..` is left to the walk where it stays beneath the root by text, for after a link it means
    /// something else than the text says; otherwise the text decides.
    pub(crate) fn choose(
        &self,
        absolute: &[u8],
        need: Rights,
        given: &[u8],
    ) -> HostResult<(&Root<Node>, Vec<u8>)> {
        let mut have = Rights::NONE;
        for path in [absolute.to_vec(), lexical(b"/", absolute)] {
            let mut best: Option<(&Root<Node>, usize, &[u8])> = None;
            for root in &self.roots {
                for name in &root.names {
                    let Some(rest) = strip(&path, name) else { continue };
                    if climbs_out(rest) && name != b"/" {
                        continue;
                    }
                    if !root.rights.include(need) {
                        have = have.union(root.rights);
                    } else if best.is_none_or(|(_, length, _)| name.len() > length) {
                        best = Some((root, name.len(), rest));
                    }
                }
            }
            if let Some((root, _, rest)) = best {
                return Ok((root, rest.to_vec()));
            }
        }
        Err(Denied::new(missing(need, have), given).into())
    }

    fn check_barriers(
        &self,
        canonical: &[u8],
        identity: Option<(u64, u64)>,
        need: Rights,
        given: &[u8],
    ) -> HostResult<()> {
        for barrier in &self.barriers {
            let is_same = identity.is_some() && identity == barrier.identity;
            let is_named = barrier.names.iter().any(|name| is_beneath(canonical, name));
            if barrier.rights.meet(need) && (is_same || is_named) {
                let capability = missing(need, need.without(barrier.rights));
                return Err(Denied::because(capability, given, "denied at launch").into());
            }
        }
        Ok(())
    }

    /// Refuses when `identity`, that of an opened file, is a denied one.
    pub(crate) fn check_opened(
        &self,
        identity: (u64, u64),
        need: Rights,
        given: &[u8],
    ) -> HostResult<()> {
        self.barriers.iter().try_for_each(|barrier| {
            if barrier.identity == Some(identity) && barrier.rights.meet(need) {
                let capability = missing(need, need.without(barrier.rights));
                return Err(Denied::because(capability, given, "denied at launch").into());
            }
            Ok(())
        })
    }

    /// Refuses to move or delete a directory that holds something denied: it would get a name that
    /// is not denied.
    pub(crate) fn check_movable(&self, canonical: &[u8], given: &[u8]) -> HostResult<()> {
        let holds = |barrier: &Barrier| barrier.names.iter().any(|n| is_beneath(n, canonical));
        if self.barriers.iter().any(holds) {
            let why = "something in it is denied";
            return Err(Denied::because(Capability::FsWrite, given, why).into());
        }
        Ok(())
    }

    /// Walks to what `request` names; `follow` says whether a link at the end is followed.
    pub(crate) fn walk<T: Tree<Node = Node>>(
        &self,
        tree: &T,
        request: &Request,
        need: Rights,
        follow: bool,
    ) -> HostResult<Walked<Node>> {
        let given = &request.given[..];
        let fail = |errno| HostError::at(errno, given);
        let (mut links, mut steps) = (0usize, 0usize);
        let mut absolute = request.absolute.clone();
        'restart: loop {
            let (root, rest) = self.choose(&absolute, need, given)?;
            let base = root.base();
            let mut pending: VecDeque<Vec<u8>> = components(&rest).map(<[u8]>::to_vec).collect();
            // Handles from the root downwards, with their names.
            let mut below: Vec<(Vec<u8>, Node)> = Vec::new();
            let mut only = root.single.clone();
            if let Some(name) = &only {
                pending.push_front(name.clone());
            }
            let path_of = |below: &[(Vec<u8>, Node)], rest: &[&[u8]]| {
                let held = below.iter().map(|(name, _)| name.as_slice());
                assemble(components(&base).chain(held).chain(rest.iter().copied()))
            };
            while let Some(name) = pending.pop_front() {
                steps += 1;
                if steps > MOST_STEPS {
                    return Err(fail(libc::ELOOP));
                }
                let is_root_whole = root.is_whole();
                // Of the directory that holds a single name, nothing else may be touched.
                let strays = root.single.is_some() && below.is_empty() && only.take().is_none();
                let leaves = name == b".." && below.is_empty() && !is_root_whole;
                if strays || leaves {
                    links += 1;
                    if links > MOST_LINKS {
                        return Err(fail(libc::ELOOP));
                    }
                    let ahead = pending.iter().map(Vec::as_slice);
                    let all: Vec<&[u8]> = std::iter::once(&name[..]).chain(ahead).collect();
                    absolute = if leaves {
                        let up = lexical(&base, b"..");
                        let later = all.get(1..).unwrap_or_default();
                        assemble(components(&up).chain(later.iter().copied()))
                    } else {
                        path_of(&below, &all)
                    };
                    continue 'restart;
                }
                if name == b".." {
                    below.pop();
                    continue;
                }
                let directory = below.last().map_or(&root.node, |(_, node)| node).clone();
                let is_last = pending.is_empty();
                let canonical = path_of(&below, &[&name]);
                let found = match tree.child(&directory, &name) {
                    Ok(found) => found,
                    Err(libc::ENOENT) if is_last => {
                        self.check_barriers(&canonical, None, need, given)?;
                        return Ok(Walked {
                            parent: directory,
                            name: Some(name),
                            found: None,
                            canonical,
                        });
                    }
                    Err(errno) => {
                        self.check_barriers(&canonical, None, need, given)?;
                        return Err(fail(errno));
                    }
                };
                self.check_barriers(&canonical, Some(found.identity), need, given)?;
                let is_link = found.file_type == FileType::Symlink;
                if is_link && (!is_last || follow || request.must_be_directory) {
                    links += 1;
                    if links > MOST_LINKS {
                        return Err(fail(libc::ELOOP));
                    }
                    let target = &found.target;
                    if target.starts_with(b"/") {
                        let ahead = pending.iter().map(Vec::as_slice);
                        absolute = assemble(components(target).chain(ahead));
                        continue 'restart;
                    }
                    for part in components(target).collect::<Vec<_>>().into_iter().rev() {
                        pending.push_front(part.to_vec());
                    }
                    continue;
                }
                if is_last {
                    if request.must_be_directory && found.file_type != FileType::Directory {
                        return Err(fail(libc::ENOTDIR));
                    }
                    return Ok(Walked {
                        parent: directory,
                        name: Some(name),
                        found: Some(found),
                        canonical,
                    });
                }
                if found.file_type != FileType::Directory {
                    return Err(fail(libc::ENOTDIR));
                }
                below.push((name, found.node));
            }
            // The path ended in `..`, or names the root.
            let canonical = path_of(&below, &[]);
            if below.is_empty() && root.single.is_some() {
                absolute = canonical;
                links += 1;
                if links > MOST_LINKS {
                    return Err(fail(libc::ELOOP));
                }
                continue 'restart;
            }
            let parent = below.last().map_or(&root.node, |(_, node)| node).clone();
            self.check_barriers(&canonical, None, need, given)?;
            return Ok(Walked { parent, name: None, found: None, canonical });
        }
    }

    /// Whether a link in the directory of `canonical` with this text stays within the roots, so that
    /// tools outside the program cannot be led astray by it.
    pub(crate) fn link_stays(&self, canonical: &[u8], target: &[u8]) -> bool {
        let directory = lexical(canonical, b"..");
        let leads_to = lexical(&directory, target);
        self.choose(&leads_to, Rights::WRITE, target).is_ok()
            || self.choose(&leads_to, Rights::READ, target).is_ok()
    }
}
