//! The door to environment variables: a snapshot taken at launch. Changes stay in the program.

use crate::capability::Capability;
use crate::denied::{Denied, HostError, HostResult};
use crate::host::State;
use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard, PoisonError};

/// Variables within `env.read` and `env.write`.
#[derive(Clone)]
pub struct Env {
    pub(crate) state: Arc<State>,
}

impl Env {
    fn variables(&self) -> MutexGuard<'_, BTreeMap<Vec<u8>, Vec<u8>>> {
        self.state.environment.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn require(&self, capability: Capability, name: &[u8]) -> HostResult<()> {
        if self.state.grants().covers_name(capability, name) {
            return Ok(());
        }
        Err(Denied::new(capability, name).into())
    }

    /// The value of `name`; refused without a grant, whether it is set or not.
    pub fn get(&self, name: &[u8]) -> HostResult<Option<Vec<u8>>> {
        self.require(Capability::EnvRead, name)?;
        Ok(self.variables().get(name).cloned())
    }

    /// All variables that may be read, by name. Empty without a grant.
    pub fn items(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let grants = self.state.grants();
        let readable = |name: &[u8]| grants.covers_name(Capability::EnvRead, name);
        let variables = self.variables();
        variables.iter().filter(|(n, _)| readable(n)).map(|(n, v)| (n.clone(), v.clone())).collect()
    }

    /// Sets a variable.
    pub fn set(&self, name: &[u8], value: &[u8]) -> HostResult<()> {
        if name.contains(&0) || value.contains(&0) {
            return Err(HostError::InvalidPath);
        }
        if name.is_empty() || name.contains(&b'=') {
            return Err(HostError::os(libc::EINVAL));
        }
        self.require(Capability::EnvWrite, name)?;
        self.variables().insert(name.to_vec(), value.to_vec());
        Ok(())
    }

    /// Removes a variable; nothing happens if it is not set.
    pub fn unset(&self, name: &[u8]) -> HostResult<()> {
        self.require(Capability::EnvWrite, name)?;
        self.variables().remove(name);
        Ok(())
    }
}
