//! What the developer tools share: running a measured child process, reading command lines, and
//! the parts of `bench-report` and `conform` that can be tested without a virtual machine.

pub mod bench;
pub mod child;
pub mod conform;
pub mod options;
