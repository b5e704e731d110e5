//! What is known not to work yet: a line for each program and mode, exact in both directions.
//!
//! `path mode: reason`, where mode `all` stands for every mode.

use super::modes::MODES;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::Path;

const HEADER: &str = "\
# Programs that do not do yet what was recorded of CPython: path mode: reason.
# Must be exact: a listed program that passes is a failure. LEDGER=1 cargo test rewrites it.
";

/// A program that fails in a mode.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// Below `tests`.
    pub(crate) path: String,
    /// Name of the mode.
    pub(crate) mode: &'static str,
    /// In a few words.
    pub(crate) reason: String,
}

/// All known failures.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Reads the ledger; without a file nothing is known.
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        Self::parse(&text).unwrap_or_else(|line| panic!("{}: {line}", path.display()))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut ledger = Self::default();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (path, rest) = line.split_once(' ').ok_or(line)?;
            let (word, reason) = rest.split_once(": ").ok_or(line)?;
            let modes: Vec<&str> = MODES
                .iter()
                .map(|mode| mode.name)
                .filter(|name| word == "all" || word == *name)
                .collect();
            if modes.is_empty() {
                return Err(format!("no such mode: {line}"));
            }
            for mode in MODES.iter().map(|mode| mode.name).filter(|name| modes.contains(name)) {
                ledger.entries.push(Entry {
                    path: path.to_owned(),
                    mode,
                    reason: reason.to_owned(),
                });
            }
        }
        Ok(ledger)
    }

    /// Is this failure known?
    pub(crate) fn contains(&self, path: &str, mode: &str) -> bool {
        self.entries.iter().any(|entry| entry.path == path && entry.mode == mode)
    }

    /// Entries below `prefix` that are not among `failures`.
    pub(crate) fn passing(&self, prefix: &str, failures: &[&Entry]) -> Vec<(String, &'static str)> {
        self.entries
            .iter()
            .filter(|entry| entry.path.starts_with(prefix))
            .filter(|known| {
                !failures.iter().any(|entry| entry.path == known.path && entry.mode == known.mode)
            })
            .map(|entry| (entry.path.clone(), entry.mode))
            .collect()
    }

    fn render(&self) -> String {
        let mut by_path: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in &self.entries {
            by_path.entry(&entry.path).or_default().push(entry);
        }
        let mut out = HEADER.to_owned();
        for (path, entries) in by_path {
            if entries.len() == MODES.len() {
                let _ = writeln!(out, "{path} all: {}", entries[0].reason);
            } else {
                for entry in entries {
                    let _ = writeln!(out, "{path} {}: {}", entry.mode, entry.reason);
                }
            }
        }
        out
    }
}

/// Puts `entries` in the place of everything below `prefix`. Chapters may do so at the same time.
pub(crate) fn rewrite(path: &Path, prefix: &str, entries: Vec<Entry>) {
    let work = || -> std::io::Result<()> {
        let mut options = File::options();
        let mut file = options.read(true).write(true).create(true).truncate(false).open(path)?;
        file.lock()?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let mut ledger = Ledger::parse(&text).map_err(std::io::Error::other)?;
        ledger.entries.retain(|entry| !entry.path.starts_with(prefix));
        ledger.entries.extend(entries);
        ledger.entries.sort();
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(ledger.render().as_bytes())
    };
    work().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
