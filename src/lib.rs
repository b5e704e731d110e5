//! moltvm as a library.
