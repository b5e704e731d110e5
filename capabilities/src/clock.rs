//! The door to time. Intervals are free; the calendar needs `time.wall`.

use crate::capability::Capability;
use crate::denied::HostResult;
use crate::fs::kinds::Stamp;
use crate::host::State;
use std::sync::Arc;
use std::time::Duration;

/// Clocks and sleep.
#[derive(Clone)]
pub struct Clock {
    pub(crate) state: Arc<State>,
}

impl Clock {
    /// The time since 1970.
    pub fn wall(&self) -> HostResult<Stamp> {
        self.state.require(Capability::TimeWall)?;
        Ok(self.state.side.wall_time())
    }

    /// The local zone at a time: seconds east of UTC, daylight saving included, and the short name.
    pub fn zone(&self, at: i64) -> HostResult<(i32, String)> {
        self.state.require(Capability::TimeWall)?;
        Ok(self.state.side.zone(at))
    }

    /// Time since the host was built; never goes back.
    pub fn monotonic(&self) -> Duration {
        self.state.side.monotonic()
    }

    /// Processor time of the process.
    pub fn process_time(&self) -> Duration {
        self.state.side.process_time()
    }

    /// Processor time of the calling thread.
    pub fn thread_time(&self) -> Duration {
        self.state.side.thread_time()
    }

    /// Waits, but no longer than until an interrupt is pending; says whether the whole time passed.
    pub fn sleep(&self, duration: Duration) -> bool {
        self.state.side.sleep(duration, &self.state.interrupts);
        !self.state.interrupts.is_pending()
    }
}
