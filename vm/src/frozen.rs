//! The standard library that is part of the program.

use crate::Vm;

/// The folder that `__file__` of frozen modules shows.
pub(crate) const ROOT: &str = "<frozen>";

impl Vm {
    /// Is `file` of the machine's own making: a stand-in for what CPython writes in C, or the import system? Tracebacks leave its
    /// frames out.
    pub(crate) fn is_machinery(&self, file: &str) -> bool {
        let Some(name) = file.strip_prefix("<frozen>/").and_then(|file| file.strip_suffix(".py"))
        else {
            return false;
        };
        name.starts_with("importlib/_bootstrap") || self.frozen_builtins.contains(&name)
    }

    /// The source of the frozen file `path`, if there is one.
    pub(crate) fn frozen_source(&self, path: &str) -> Option<Vec<u8>> {
        (self.frozen)(path.strip_prefix(ROOT)?.strip_prefix('/')?)
    }
}
