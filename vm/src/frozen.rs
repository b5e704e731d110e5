//! The standard library that is part of the program.

use crate::Vm;

/// The folder that `__file__` of frozen modules shows.
pub(crate) const ROOT: &str = "<frozen>";

impl Vm {
    /// The source of the frozen file `path`, if there is one.
    pub(crate) fn frozen_source(&self, path: &str) -> Option<Vec<u8>> {
        (self.frozen)(path.strip_prefix(ROOT)?.strip_prefix('/')?)
    }
}
