//! `Host`: the grants plus the means, built once at launch and only ever narrowed.
//!
//! The means are a [`HostSide`]: [`RealHost`](crate::RealHost), [`VirtualHost`](crate::VirtualHost)
//! or [`DenyAll`]. Callers see only doors, cheap copies of one shared state.

use crate::capability::Capability;
use crate::clock::Clock;
use crate::denied::{HostError, HostResult};
use crate::env::Env;
use crate::fs::Fs;
use crate::fs::kinds::{DirectoryEntry, HostFile, Metadata, OpenOptions, Request, Stamp, Times};
use crate::fs::table::FileTable;
use crate::grants::{GrantError, Grants};
use crate::net::Net;
use crate::process::Process;
use crate::random::Random;
use crate::signal::Interrupts;
use crate::stdio::Stdio;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

/// What stands behind the doors. Every path method resolves and acts in one call, within the grants
/// last given to [`pin`](HostSide::pin); the doors check whatever has no path.
#[allow(missing_docs, reason = "each is the system call or the door method of its name")]
pub trait HostSide: Send + Sync {
    /// Opens the roots of the grants. Called at launch, and again with less.
    fn pin(&self, grants: &Grants) -> Result<(), GrantError>;

    fn open(&self, path: &Request, options: OpenOptions) -> HostResult<Arc<dyn HostFile>>;
    fn metadata(&self, path: &Request, follow: bool) -> HostResult<Metadata>;
    fn access(&self, path: &Request, mode: i32) -> HostResult<bool>;
    fn list(&self, path: &Request) -> HostResult<Vec<DirectoryEntry>>;
    fn read_link(&self, path: &Request) -> HostResult<Vec<u8>>;
    fn real_path(&self, path: &Request) -> HostResult<Vec<u8>>;
    fn make_directory(&self, path: &Request, mode: u32) -> HostResult<()>;
    fn remove_directory(&self, path: &Request) -> HostResult<()>;
    fn unlink(&self, path: &Request) -> HostResult<()>;
    fn rename(&self, from: &Request, to: &Request) -> HostResult<()>;
    fn link(&self, from: &Request, to: &Request) -> HostResult<()>;
    fn symlink(&self, target: &[u8], at: &Request) -> HostResult<()>;
    fn set_mode(&self, path: &Request, mode: u32) -> HostResult<()>;
    fn set_times(&self, path: &Request, times: Times, follow: bool) -> HostResult<()>;
    /// The one file named at launch, read without a grant.
    fn launch_file(&self, path: &[u8]) -> HostResult<Vec<u8>>;

    fn standard_streams(&self) -> [Arc<dyn HostFile>; 3];
    fn environment(&self) -> BTreeMap<Vec<u8>, Vec<u8>>;
    fn wall_time(&self) -> Stamp;
    fn monotonic(&self) -> Duration;
    fn process_time(&self) -> Duration;
    fn thread_time(&self) -> Duration;
    /// Seconds east of UTC and the zone's short name at that time.
    fn zone(&self, at: i64) -> (i32, String);
    fn sleep(&self, duration: Duration, interrupts: &Interrupts);
    fn entropy(&self, buffer: &mut [u8]) -> HostResult<()>;
    fn process_id(&self) -> u32;
    fn parent_process_id(&self) -> u32;
}

pub(crate) struct State {
    pub(crate) grants: RwLock<Grants>,
    pub(crate) side: Arc<dyn HostSide>,
    pub(crate) files: FileTable,
    pub(crate) directory: Mutex<Vec<u8>>,
    pub(crate) environment: Mutex<BTreeMap<Vec<u8>, Vec<u8>>>,
    pub(crate) interrupts: Interrupts,
    hash_key: [u64; 2],
}

impl State {
    pub(crate) fn grants(&self) -> RwLockReadGuard<'_, Grants> {
        self.grants.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn require(&self, capability: Capability) -> HostResult<()> {
        Ok(self.grants().require(capability)?)
    }
}

/// The authority of one program and the means to use it.
#[derive(Clone)]
pub struct Host {
    state: Arc<State>,
}

impl Host {
    /// Pins the grants on a host. Fails if a granted path cannot be found.
    pub fn new(grants: Grants, side: impl HostSide + 'static) -> Result<Host, GrantError> {
        side.pin(&grants)?;
        let mut key = [0u8; 16];
        side.entropy(&mut key).map_err(|e| GrantError(format!("no entropy: {e}")))?;
        let key = u128::from_ne_bytes(key);
        let mut environment = side.environment();
        environment.retain(|name, _| grants.covers_name(Capability::EnvRead, name));
        let state = State {
            files: FileTable::new(side.standard_streams()),
            directory: Mutex::new(grants.launch_directory().to_vec()),
            environment: Mutex::new(environment),
            interrupts: Interrupts::default(),
            hash_key: [key as u64, (key >> 64) as u64],
            side: Arc::new(side),
            grants: RwLock::new(grants),
        };
        Ok(Host { state: Arc::new(state) })
    }

    /// The real machine.
    pub fn real(grants: Grants) -> Result<Host, GrantError> {
        Host::new(grants, crate::real::RealHost::new())
    }

    /// A host that refuses everything.
    pub fn deny_all() -> Host {
        match Host::new(Grants::none(b"/"), DenyAll) {
            Ok(host) => host,
            Err(_) => unreachable!("no grants cannot fail to be pinned, and entropy is constant"),
        }
    }

    /// Gives up part of the authority, for good: what `--deny TEXT` would have said. Files that are
    /// open stay open.
    pub fn drop(&self, text: &str) -> Result<(), GrantError> {
        let mut grants = self.state.grants.write().unwrap_or_else(PoisonError::into_inner);
        let mut narrower = grants.clone();
        narrower.deny(text)?;
        self.state.side.pin(&narrower)?;
        let mut environment = self.state.environment.lock().unwrap_or_else(PoisonError::into_inner);
        environment.retain(|name, _| {
            narrower.covers_name(Capability::EnvRead, name)
                || narrower.covers_name(Capability::EnvWrite, name)
        });
        *grants = narrower;
        Ok(())
    }

    /// Whether the capability, or some part of it, is held.
    pub fn has(&self, capability: Capability) -> bool {
        self.state.grants().has(capability)
    }

    /// A copy of the grants as they are now.
    pub fn grants(&self) -> Grants {
        self.state.grants().clone()
    }

    /// Reads the file named at launch, which needs no grant. Not for anything a program names.
    pub fn launch_file(&self, path: &[u8]) -> HostResult<Vec<u8>> {
        if path.contains(&0) {
            return Err(HostError::InvalidPath);
        }
        self.state.side.launch_file(path)
    }

    /// The secret key of hashes, for the virtual machine only: a program must not learn it.
    pub fn hash_key(&self) -> [u64; 2] {
        self.state.hash_key
    }

    /// The flag that Ctrl-C raises.
    pub fn interrupts(&self) -> Interrupts {
        self.state.interrupts.clone()
    }

    /// Files and directories.
    pub fn fs(&self) -> Fs {
        Fs { state: self.state.clone() }
    }

    /// Environment variables.
    pub fn env(&self) -> Env {
        Env { state: self.state.clone() }
    }

    /// Time.
    pub fn clock(&self) -> Clock {
        Clock { state: self.state.clone() }
    }

    /// Entropy.
    pub fn random(&self) -> Random {
        Random { state: self.state.clone() }
    }

    /// The standard streams.
    pub fn stdio(&self) -> Stdio {
        Stdio { state: self.state.clone() }
    }

    /// This process.
    pub fn process(&self) -> Process {
        Process { state: self.state.clone() }
    }

    /// The network.
    pub fn net(&self) -> Net {
        Net { state: self.state.clone() }
    }
}

pub use deny_all::DenyAll;
mod deny_all;
