//! Compares two commands on the programs of `benches/programs`, interleaved in one run.
//!
//! Each round runs every program under the baseline and then under the candidate, so that noise
//! of the machine falls on both. The least CPU time of all rounds counts. Their outputs must be
//! equal.

use moltvm_tools::bench::{Figures, Least, Row, table};
use moltvm_tools::child::{Finished, run};
use moltvm_tools::options::{Options, command_words};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

const USAGE: &str = "\
usage: bench-report [options] [program...]
  --baseline CMD    command to compare with          (python3.13)
  --candidate CMD   command to judge                 (target/release/moltvm)
  --programs DIR    where the programs are           (benches/programs)
  --rounds N        times each program runs          (5)
  --threshold R     ratios below R are flagged       (1.0)
  --timeout S       seconds for one run              (60)
  --scale N         passed to every program instead of its default
  --startup         also the time to start, with several imports
  --memory          also peak resident memory
  --strict          exit with 1 when a program is below the threshold";

struct Setup {
    baseline: Vec<String>,
    candidate: Vec<String>,
    rounds: u32,
    threshold: f64,
    limit: Duration,
    scale: Option<String>,
}

fn main() -> ExitCode {
    match report() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("bench-report: {message}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn report() -> Result<bool, String> {
    let options = Options::parse(
        std::env::args().skip(1),
        &["baseline", "candidate", "programs", "rounds", "threshold", "timeout", "scale"],
        &["startup", "memory", "strict", "help"],
    )?;
    if options.has("help") {
        println!("{USAGE}");
        return Ok(true);
    }
    let setup = Setup {
        baseline: command_words(options.get("baseline").unwrap_or("python3.13"), &[]),
        candidate: command_words(options.get("candidate").unwrap_or("target/release/moltvm"), &[]),
        rounds: options.number("rounds", 5)?,
        threshold: options.number("threshold", 1.0)?,
        limit: Duration::from_secs(options.number("timeout", 60)?),
        scale: options.get("scale").map(str::to_owned),
    };
    if setup.baseline.is_empty() || setup.candidate.is_empty() || setup.rounds == 0 {
        return Err("commands and rounds must not be empty".to_owned());
    }
    let folder = Path::new(options.get("programs").unwrap_or("benches/programs"));
    let programs = find_programs(folder, &options.rest)?;

    println!("baseline: `{}`", setup.baseline.join(" "));
    println!("candidate: `{}`", setup.candidate.join(" "));
    println!("least of {} rounds, ratio = baseline / candidate\n", setup.rounds);
    let jobs: Vec<(String, Vec<String>)> = programs
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let mut arguments = vec![path.to_string_lossy().into_owned()];
            arguments.extend(setup.scale.clone());
            (name, arguments)
        })
        .collect();
    let measured = measure(&setup, &jobs);
    let rows = rows(&jobs, &measured, |side| side.cpu.get());
    print!("{}", table("CPU time", "s", &rows, setup.threshold));
    let mut good = judge(&rows, &setup, options.has("strict"));
    if options.has("memory") {
        let rows = self::rows(&jobs, &measured, |side| side.peak_mib.get());
        print!("{}", table("Peak resident memory", "MiB", &rows, setup.threshold));
    }
    if options.has("startup") {
        let jobs = startup_jobs();
        let measured = measure(&setup, &jobs);
        let rows = self::rows(&jobs, &measured, |side| side.wall.get() * 1000.0);
        print!("{}", table("Start", "ms", &rows, setup.threshold));
        good &= judge(&rows, &setup, options.has("strict"));
        let rows = self::rows(&jobs, &measured, |side| side.peak_mib.get());
        print!("{}", table("Memory at start", "MiB", &rows, setup.threshold));
    }
    Ok(good)
}

fn judge(rows: &[Row], setup: &Setup, strict: bool) -> bool {
    rows.iter().all(|row| match &row.outcome {
        Ok(figures) => !strict || figures.ratio() >= setup.threshold,
        Err(_) => false,
    })
}

fn find_programs(folder: &Path, wanted: &[String]) -> Result<Vec<PathBuf>, String> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut programs: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    programs.sort();
    if wanted.is_empty() {
        return Ok(programs);
    }
    wanted
        .iter()
        .map(|name| {
            let path = folder.join(name).with_extension("py");
            programs.contains(&path).then_some(path).ok_or(format!("no program named {name}"))
        })
        .collect()
}

fn startup_jobs() -> Vec<(String, Vec<String>)> {
    [
        "pass",
        "import os",
        "import re",
        "import json",
        "import dataclasses",
        "import asyncio",
        "import os, sys, re, json, math, random, datetime, collections, itertools, functools",
    ]
    .iter()
    .map(|code| ((*code).to_owned(), vec!["-c".to_owned(), (*code).to_owned()]))
    .collect()
}

#[derive(Default, Clone, Copy)]
struct Side {
    cpu: Least,
    wall: Least,
    peak_mib: Least,
}

type Measured = Result<(Side, Side), String>;

fn measure(setup: &Setup, jobs: &[(String, Vec<String>)]) -> Vec<Measured> {
    let mut measured: Vec<Measured> =
        jobs.iter().map(|_| Ok((Side::default(), Side::default()))).collect();
    for round in 0..setup.rounds {
        for ((name, arguments), slot) in jobs.iter().zip(&mut measured) {
            // What failed once is not tried again.
            let Ok((baseline, candidate)) = slot else { continue };
            eprint!("\rround {}/{} {name:40.40}", round + 1, setup.rounds);
            let outcome = once(&setup.baseline, arguments, setup.limit, baseline)
                .map_err(|why| format!("baseline: {why}"))
                .and_then(|expected| {
                    let output = once(&setup.candidate, arguments, setup.limit, candidate)?;
                    if output == expected {
                        Ok(())
                    } else {
                        Err(format!(
                            "output differs: {:?} for {:?}",
                            String::from_utf8_lossy(&output),
                            String::from_utf8_lossy(&expected)
                        ))
                    }
                });
            if let Err(why) = outcome {
                *slot = Err(why);
            }
        }
    }
    eprintln!("\r{:60}", "");
    measured
}

fn once(
    command: &[String],
    arguments: &[String],
    limit: Duration,
    side: &mut Side,
) -> Result<Vec<u8>, String> {
    let done: Finished = run(Command::new(&command[0]).args(&command[1..]).args(arguments), limit)
        .map_err(|error| format!("{}: {error}", command[0]))?;
    if let Some(trouble) = done.trouble() {
        return Err(trouble);
    }
    side.cpu.add_duration(done.cpu);
    side.wall.add_duration(done.wall);
    side.peak_mib.add(done.peak_kib as f64 / 1024.0);
    Ok(done.stdout)
}

fn rows(
    jobs: &[(String, Vec<String>)],
    measured: &[Measured],
    figure: impl Fn(&Side) -> f64,
) -> Vec<Row> {
    jobs.iter()
        .zip(measured)
        .map(|((name, _), measured)| Row {
            name: name.clone(),
            outcome: measured.as_ref().map_err(Clone::clone).map(|(baseline, candidate)| Figures {
                baseline: figure(baseline),
                candidate: figure(candidate),
            }),
        })
        .collect()
}
