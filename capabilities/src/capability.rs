//! The one table of capabilities. The enum, the parser, the refusals and the docs derive from it.

use std::fmt;

/// Calls `$callback!` with every capability: `method = Variant("dotted.name", ScopeKind)`.
#[macro_export]
macro_rules! for_each_capability {
    ($callback:ident) => {
        $callback! {
            /// Read files, list directories, ask for their metadata.
            fs_read = FsRead("fs.read", Path);
            /// Create, change, move and delete files and directories. Does not imply `fs.read`.
            fs_write = FsWrite("fs.write", Path);
            /// Open connections to `HOST:PORT`.
            net_connect = NetConnect("net.connect", Address);
            /// Accept connections on `ADDRESS:PORT`.
            net_listen = NetListen("net.listen", Address);
            /// Read environment variables, by `NAME` or `PREFIX*`.
            env_read = EnvRead("env.read", Name);
            /// Set and remove environment variables, seen by the program only.
            env_write = EnvWrite("env.write", Name);
            /// Know the calendar time and the local time zone.
            time_wall = TimeWall("time.wall", None);
            /// Draw from the system's entropy.
            random = Random("random", None);
            /// Run another program, by absolute path.
            process_spawn = ProcessSpawn("process.spawn", Program);
            /// Send signals.
            process_signal = ProcessSignal("process.signal", None);
            /// Start threads.
            thread_spawn = ThreadSpawn("thread.spawn", None);
            /// Read standard input.
            stdin = Stdin("stdin", None);
        }
    };
}

/// What the text after `=` of a capability means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// There is none: the capability is whole or absent.
    None,
    /// A file or directory and all beneath it.
    Path,
    /// A name, or a prefix followed by `*`.
    Name,
    /// A host and a port.
    Address,
    /// A program, by absolute path.
    Program,
}

macro_rules! define_capability {
    ($($(#[doc = $doc:literal])+ $method:ident = $variant:ident($name:literal, $scope:ident);)+) => {
        /// A single authority.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Capability { $($(#[doc = $doc])+ $variant,)+ }

        impl Capability {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Capability] = &[$(Capability::$variant,)+];

            /// The dotted name used in flags and refusals.
            pub fn name(self) -> &'static str {
                match self { $(Capability::$variant => $name,)+ }
            }

            /// What its scope is.
            pub fn scope_kind(self) -> ScopeKind {
                match self { $(Capability::$variant => ScopeKind::$scope,)+ }
            }

            /// One sentence for help texts.
            pub fn doc(self) -> &'static str {
                match self { $(Capability::$variant => concat!($($doc,)+).trim_ascii(),)+ }
            }

            /// The capability of that name.
            pub fn from_name(name: &str) -> Option<Capability> {
                match name { $($name => Some(Capability::$variant),)+ _ => None }
            }
        }
    };
}
for_each_capability!(define_capability);

impl Capability {
    /// All names, separated by commas, for messages.
    pub fn names() -> String {
        Capability::ALL.iter().map(|c| c.name()).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
