//! Runs Python programs through the machine in every mode and compares with what was recorded.
//!
//! A chapter is a folder; every `.py` file below it is a program, described by [`program`]. What is
//! known not to work yet stands in `tests/known-failures.txt`, see [`ledger`]. Two variables of the
//! environment change what a run does:
//!
//! * `BLESS=1` records the expectations anew from the CPython that `MOLTVM_ORACLE` names;
//! * `LEDGER=1` rewrites the chapter's part of the ledger.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests read files and start the machine themselves"
)]

mod diff;
mod ledger;
mod modes;
mod program;

use ledger::{Entry, Ledger};
use modes::{MODES, Mode};
use program::Program;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One test for each chapter, and one that finds forgotten folders.
macro_rules! chapters {
    ($area:literal : $($chapter:ident),+ $(,)?) => {
        $(
            #[test]
            fn $chapter() {
                crate::suite::run_chapter($area, stringify!($chapter).trim_end_matches('_'));
            }
        )+

        #[test]
        fn every_folder_is_a_chapter() {
            let listed = [$(stringify!($chapter).trim_end_matches('_')),+];
            crate::suite::check_folders($area, &listed);
        }
    };
}
pub(crate) use chapters;

/// The folder `tests`.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Fails when a folder of `area` is not listed, or a listed one is empty.
pub(crate) fn check_folders(area: &str, listed: &[&str]) {
    let folders = std::fs::read_dir(root().join(area)).expect("the area has a folder");
    let mut found: Vec<String> = folders
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    let mut listed: Vec<&str> = listed.to_vec();
    listed.sort_unstable();
    assert_eq!(found, listed, "folders of tests/{area} and chapters of tests/{area}.rs");
}

/// Runs every program of a chapter in every mode, or records them.
pub(crate) fn run_chapter(area: &str, chapter: &str) {
    let programs = program::find(&root(), &format!("{area}/{chapter}"));
    assert!(!programs.is_empty(), "no programs in tests/{area}/{chapter}");
    if is_set("BLESS") {
        bless(&programs);
        return;
    }
    let failures = run_all(&programs);
    let prefix = format!("{area}/{chapter}/");
    let path = root().join("known-failures.txt");
    if is_set("LEDGER") {
        let entries = failures.iter().map(|failure| failure.entry.clone()).collect();
        ledger::rewrite(&path, &prefix, entries);
        return;
    }
    let mut complaints = String::new();
    let known = Ledger::read(&path);
    for failure in &failures {
        if !known.contains(&failure.entry.path, failure.entry.mode) {
            complaints.push_str(&failure.detail);
        }
    }
    for (path, mode) in
        known.passing(&prefix, &failures.iter().map(|f| &f.entry).collect::<Vec<_>>())
    {
        complaints.push_str(&format!(
            "\n=== {path} in mode {mode} passes, or is gone: remove it from the ledger\n"
        ));
    }
    assert!(
        complaints.is_empty(),
        "{complaints}\nLEDGER=1 cargo test rewrites tests/known-failures.txt; expectations are \
         recorded by BLESS=1 MOLTVM_ORACLE=python3.13 cargo test\n"
    );
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty() && value != "0")
}

/// A program that did not do what was recorded.
struct Failure {
    entry: Entry,
    detail: String,
}

fn run_all(programs: &[Program]) -> Vec<Failure> {
    let jobs: Vec<(&Program, &Mode)> =
        programs.iter().flat_map(|program| MODES.iter().map(move |mode| (program, mode))).collect();
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some((program, mode)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err((reason, detail)) = program.check(mode) {
                        let entry = Entry { path: program.name.clone(), mode: mode.name, reason };
                        let detail =
                            format!("\n=== {} in mode {}\n{detail}", program.name, mode.name);
                        let mut failures = failures.lock().expect("no holder panics");
                        failures.push(Failure { entry, detail });
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("no holder panics");
    failures.sort_by(|a, b| a.entry.cmp(&b.entry));
    failures
}

fn bless(programs: &[Program]) {
    let oracle = std::env::var("MOLTVM_ORACLE").unwrap_or_default();
    let oracle = moltvm_tools::options::command_words(&oracle, &[]);
    assert!(
        !oracle.is_empty(),
        "BLESS=1 records from CPython: set MOLTVM_ORACLE to its command (python3.13)"
    );
    let version = program::oracle_version(&oracle);
    let trouble: Vec<String> =
        programs.iter().filter_map(|program| program.bless(&oracle, version).err()).collect();
    assert!(trouble.is_empty(), "{}", trouble.join("\n"));
}
