//! The door to entropy.

use crate::capability::Capability;
use crate::denied::HostResult;
use crate::host::State;
use std::sync::Arc;

/// Entropy, with `random`.
#[derive(Clone)]
pub struct Random {
    pub(crate) state: Arc<State>,
}

impl Random {
    /// Fills the buffer with bytes nobody can foretell.
    pub fn fill(&self, buffer: &mut [u8]) -> HostResult<()> {
        self.state.require(Capability::Random)?;
        self.state.side.entropy(buffer)
    }
}
