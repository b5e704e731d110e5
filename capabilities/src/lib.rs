//! What the host can do, and who may ask.
//!
//! A program starts with no authority. [`Grants`] holds what `--allow` and `--deny` said; a
//! [`Denied`] is a refusal that names the flag which would lift it. Nothing here knows of Python.

pub mod capability;
pub mod denied;
pub mod grants;
pub mod scope;

pub use capability::{Capability, ScopeKind};
pub use denied::{Denied, HostError, HostResult};
pub use grants::{GrantError, Grants};
pub use scope::Scope;
