//! What the host can do, and who may ask.
//!
//! A program starts with no authority. [`Grants`] holds what `--allow` and `--deny` said. A [`Host`]
//! is the grants plus the means, a [`HostSide`]: [`RealHost`], [`VirtualHost`] or [`DenyAll`]. It is
//! built once at launch and can only be narrowed. It hands out *doors* ([`Fs`], [`Env`], [`Clock`],
//! [`Random`], [`Stdio`], [`Process`], [`Net`]): whoever holds none cannot act, and every method of
//! a door checks and acts in one call, so nothing can change in between. A refusal is a [`Denied`],
//! which names the flag that would lift it. Nothing here knows of Python.

pub mod capability;
pub mod clock;
pub mod denied;
pub mod env;
pub mod fs;
pub mod grants;
pub mod host;
pub mod net;
pub mod process;
pub mod random;
pub mod real;
pub mod scope;
pub mod signal;
pub mod stdio;
pub mod virtual_host;

pub use capability::{Capability, ScopeKind};
pub use clock::Clock;
pub use denied::{Denied, HostError, HostResult};
pub use env::Env;
pub use fs::Fs;
pub use fs::kinds::{
    DirectoryEntry, FileId, FileType, HostFile, Metadata, OpenOptions, Request, Stamp, Times,
    Whence,
};
pub use grants::{GrantError, Grants};
pub use host::{DenyAll, Host, HostSide};
pub use net::Net;
pub use process::Process;
pub use random::Random;
pub use real::RealHost;
pub use scope::Scope;
pub use signal::Interrupts;
pub use stdio::Stdio;
pub use virtual_host::VirtualHost;
