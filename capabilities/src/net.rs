//! The door to the network. It only checks: there is no method that connects, so a grant of
//! `net.connect` or `net.listen` opens nothing yet.

use crate::capability::Capability;
use crate::denied::{Denied, HostResult};
use crate::host::State;
use std::sync::Arc;

/// Hosts and ports within `net.connect` and `net.listen`.
#[derive(Clone)]
pub struct Net {
    pub(crate) state: Arc<State>,
}

impl Net {
    /// Whether connecting to `host` at `port` is granted.
    pub fn check_connect(&self, host: &str, port: u16) -> HostResult<()> {
        self.check(Capability::NetConnect, host, port)
    }

    /// Whether listening at `host` and `port` is granted.
    pub fn check_listen(&self, host: &str, port: u16) -> HostResult<()> {
        self.check(Capability::NetListen, host, port)
    }

    fn check(&self, capability: Capability, host: &str, port: u16) -> HostResult<()> {
        if self.state.grants().covers_address(capability, host, port) {
            return Ok(());
        }
        Err(Denied::new(capability, format!("{host}:{port}").as_bytes()).into())
    }
}
