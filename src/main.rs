//! The command line. It does not run programs yet, and says so.

use std::process::ExitCode;

fn main() -> ExitCode {
    eprintln!("moltvm: this build cannot run Python programs yet");
    ExitCode::from(2)
}
