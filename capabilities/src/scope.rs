//! What a grant covers: paths, names, addresses.

pub mod address;
pub mod name;
pub mod path;

use address::AddressPattern;
use name::NamePattern;

/// The part of a capability that a grant covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Everything,
    /// The file or directory of this absolute path, and all beneath it.
    Path(Vec<u8>),
    /// Names.
    Name(NamePattern),
    /// Hosts and ports.
    Address(AddressPattern),
    /// The program of this absolute path.
    Program(Vec<u8>),
}
