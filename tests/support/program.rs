//! A Python program with its recorded behaviour.
//!
//! `name.out` beside `name.py` holds the standard output, `name.err` the standard error (no file:
//! nothing is printed there). Comment lines at the top say more:
//!
//! * `# exit: 1`: the exit code, when it is not 0;
//! * `# grants: fs.read={here}, fs.write={tmp}`: what the machine is allowed;
//! * `# args: {tmp} word`: arguments of the program;
//! * `# language: 3.14`: the oracle must be at least this version, older ones leave it alone;
//! * `# expected: …`: the expectation was written by hand, for the reason given; never recorded.
//!
//! `{here}` is the folder of the program, `{tmp}` a fresh folder, in which the program also
//! runs. In what is printed these paths, and that of the program as `{file}`, are put back.

use super::diff::differ;
use super::modes::Mode;
use moltvm_tools::child::{Finished, last_line, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A program of the suite.
pub(crate) struct Program {
    /// Path below `tests`, as in the ledger.
    pub(crate) name: String,
    path: PathBuf,
    exit: i32,
    grants: Vec<String>,
    arguments: Vec<String>,
    language: (u32, u32),
    is_by_hand: bool,
}

/// What a run printed, with the paths of this machine put back to their names.
struct Observed {
    stdout: String,
    stderr: String,
    exit: Option<i32>,
    trouble: Option<String>,
}

/// All programs below `folder`, in order.
pub(crate) fn find(root: &Path, folder: &str) -> Vec<Program> {
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                // Folders with an underscore hold modules and data of the programs.
                if !name.starts_with('_') {
                    folders.push(path);
                }
            } else if name.ends_with(".py") && !name.starts_with('_') {
                found.push(Program::load(root, path));
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Major and minor version of the Python that records.
pub(crate) fn oracle_version(oracle: &[String]) -> (u32, u32) {
    let code = "import sys; print(*sys.version_info[:2])";
    let done = run(
        Command::new(&oracle[0]).args(&oracle[1..]).args(["-c", code]),
        Duration::from_secs(20),
    )
    .unwrap_or_else(|error| panic!("{}: {error}", oracle[0]));
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let mut words = text.split_whitespace().filter_map(|word| word.parse().ok());
    match (words.next(), words.next()) {
        (Some(major), Some(minor)) => (major, minor),
        _ => panic!("{}: no Python: {text}", oracle[0]),
    }
}

impl Program {
    fn load(root: &Path, path: PathBuf) -> Self {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut program = Self {
            name,
            path,
            exit: 0,
            grants: Vec::new(),
            arguments: Vec::new(),
            language: (3, 13),
            is_by_hand: false,
        };
        for line in text.lines().take_while(|line| line.starts_with('#')) {
            let Some((key, value)) = line[1..].split_once(": ") else { continue };
            let value = value.trim();
            match key.trim() {
                "exit" => program.exit = value.parse().expect("an exit code is a number"),
                "grants" => {
                    program.grants =
                        value.split(',').map(|grant| grant.trim().to_owned()).collect();
                }
                "args" => {
                    program.arguments = value.split_whitespace().map(str::to_owned).collect();
                }
                "language" => {
                    let (major, minor) = value.split_once('.').expect("a version has a dot");
                    program.language = (
                        major.parse().expect("a version is made of numbers"),
                        minor.parse().expect("a version is made of numbers"),
                    );
                }
                "expected" => program.is_by_hand = true,
                _ => {}
            }
        }
        program
    }

    fn beside(&self, extension: &str) -> PathBuf {
        self.path.with_extension(extension)
    }

    /// Runs in `mode`; a short reason and a long report when it does not do what was recorded.
    pub(crate) fn check(&self, mode: &Mode) -> Result<(), (String, String)> {
        let machine = vec![env!("CARGO_BIN_EXE_moltvm").to_owned()];
        let flags = mode.flags.iter().map(|flag| (*flag).to_owned()).collect();
        let seen = self.observe(&machine, flags, true, Duration::from_secs(mode.seconds));
        let out = fs::read_to_string(self.beside("out"));
        let err = fs::read_to_string(self.beside("err"));
        if out.is_err() && err.is_err() {
            return Err(("nothing recorded".to_owned(), "no .out or .err beside it\n".to_owned()));
        }
        let mut detail = String::new();
        let mut reason = String::new();
        if let Some(text) = differ("output", &out.unwrap_or_default(), &seen.stdout) {
            reason = "output differs".to_owned();
            detail.push_str(&text);
        }
        if let Some(text) = differ("standard error", &err.unwrap_or_default(), &seen.stderr) {
            reason = last_line(seen.stderr.as_bytes()).unwrap_or("no error printed".to_owned());
            detail.push_str(&text);
        }
        if seen.exit != Some(self.exit) {
            let trouble = seen.trouble.unwrap_or_else(|| "exit 0".to_owned());
            detail.push_str(&format!("expected exit {}, got {trouble}\n", self.exit));
            reason = trouble;
        }
        if detail.is_empty() {
            return Ok(());
        }
        Err((reason.chars().take(120).collect(), detail))
    }

    /// Records what the oracle does.
    pub(crate) fn bless(&self, oracle: &[String], version: (u32, u32)) -> Result<(), String> {
        if self.is_by_hand || self.language > version {
            return Ok(());
        }
        let seen = self.observe(oracle, Vec::new(), false, Duration::from_secs(60));
        if seen.exit != Some(self.exit) {
            let trouble = seen.trouble.unwrap_or_else(|| "exit 0".to_owned());
            return Err(format!(
                "{}: exit code {} is declared, the oracle: {trouble}\n{}",
                self.name, self.exit, seen.stderr
            ));
        }
        for (extension, text) in [("out", &seen.stdout), ("err", &seen.stderr)] {
            let path = self.beside(extension);
            let result = if text.is_empty() && (extension == "err" || !seen.stderr.is_empty()) {
                fs::remove_file(&path).or_else(|error| match error.kind() {
                    std::io::ErrorKind::NotFound => Ok(()),
                    _ => Err(error),
                })
            } else {
                fs::write(&path, text)
            };
            result.map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(())
    }

    fn observe(
        &self,
        machine: &[String],
        mut flags: Vec<String>,
        grants: bool,
        limit: Duration,
    ) -> Observed {
        let scratch = Scratch::new();
        let here = self.path.parent().unwrap_or(Path::new("/")).to_string_lossy().into_owned();
        let file = self.path.to_string_lossy().into_owned();
        let fill = |text: &String| text.replace("{tmp}", &scratch.0).replace("{here}", &here);
        if grants {
            for grant in &self.grants {
                flags.extend(["--allow".to_owned(), fill(grant)]);
            }
        }
        let mut command = Command::new(&machine[0]);
        command.args(&machine[1..]).args(flags).arg(&file).args(self.arguments.iter().map(fill));
        command.current_dir(&scratch.0).env_clear();
        command.envs(
            ["PATH", "HOME"].iter().filter_map(|name| Some((name, std::env::var(name).ok()?))),
        );
        command.env("LC_ALL", "C.UTF-8").env("TZ", "UTC").env("PYTHONDONTWRITEBYTECODE", "1");
        let put_back = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes)
                .replace(&file, "{file}")
                .replace(&scratch.0, "{tmp}")
                .replace(&here, "{here}")
        };
        match run(&mut command, limit) {
            Ok(done) => Observed {
                stdout: put_back(&done.stdout),
                stderr: put_back(&done.stderr),
                exit: exit_code(&done),
                trouble: done.trouble().map(|text| put_back(text.as_bytes())),
            },
            Err(error) => Observed {
                stdout: String::new(),
                stderr: String::new(),
                exit: None,
                trouble: Some(format!("{}: {error}", machine[0])),
            },
        }
    }
}

fn exit_code(done: &Finished) -> Option<i32> {
    if done.timed_out { None } else { done.status.code() }
}

/// A folder for one run, removed afterwards.
struct Scratch(String);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("moltvm-test-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(path.to_string_lossy().into_owned())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system.
        let _ = fs::remove_dir_all(&self.0);
    }
}
