//! The standard library that is part of the program.

/// The folder that `__file__` of frozen modules shows.
pub const ROOT: &str = "<frozen>";

/// The source of the frozen file `path`, if there is one.
pub fn source(path: &str) -> Option<Vec<u8>> {
    let relative = path.strip_prefix(ROOT)?.strip_prefix('/')?;
    let _ = relative;
    None
}
