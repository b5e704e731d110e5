//! The ways the machine runs a program. All must print the same.

/// A way to run a program.
pub(crate) struct Mode {
    /// Name in reports and in the ledger.
    pub(crate) name: &'static str,
    /// What the machine is told.
    pub(crate) flags: &'static [&'static str],
    /// Seconds a program may take.
    pub(crate) seconds: u64,
}

/// Every program runs in each of these.
pub(crate) const MODES: &[Mode] = &[
    Mode { name: "interpreter", flags: &[], seconds: 10 },
    Mode { name: "gc-stress", flags: &["--gc-stress"], seconds: 60 },
];
