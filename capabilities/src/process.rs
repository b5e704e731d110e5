//! The door to processes. It knows this one; it checks, but does not start or signal others yet.

use crate::capability::Capability;
use crate::denied::{Denied, HostError, HostResult};
use crate::host::State;
use crate::scope::path::lexical;
use std::sync::Arc;

/// This process.
#[derive(Clone)]
pub struct Process {
    pub(crate) state: Arc<State>,
}

impl Process {
    /// Its number.
    pub fn id(&self) -> u32 {
        self.state.side.process_id()
    }

    /// The number of the one that started it.
    pub fn parent_id(&self) -> u32 {
        self.state.side.parent_process_id()
    }

    /// Whether `process.spawn` covers the program of that absolute path. There is no method that
    /// starts it: granted or not, no other program is run.
    pub fn check_spawn(&self, program: &[u8]) -> HostResult<()> {
        if program.contains(&0) {
            return Err(HostError::InvalidPath);
        }
        let path = lexical(b"/", program);
        let is_covered = program.starts_with(b"/")
            && self.state.grants().covers_program(Capability::ProcessSpawn, &path);
        if is_covered { Ok(()) } else { Err(Denied::new(Capability::ProcessSpawn, program).into()) }
    }

    /// Whether `process.signal` is held. There is no method that sends one.
    pub fn check_signal(&self) -> HostResult<()> {
        self.state.require(Capability::ProcessSignal)
    }

    /// Whether `thread.spawn` is held.
    pub fn check_thread(&self) -> HostResult<()> {
        self.state.require(Capability::ThreadSpawn)
    }
}
