//! Runs CPython's `Lib/test` in place and keeps the ledger of what passes.
//!
//! Each module runs in a machine of its own. When that crashes or hangs, the method which was
//! running is noted and the rest of the module goes on in a new one.

use moltvm_tools::child::{last_line, run};
use moltvm_tools::conform::{
    DRIVER, Ledger, MODULES, Methods, Report, TABLE_HEAD, Tally, Verdict, reasons, record,
};
use moltvm_tools::options::{Options, command_words};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const USAGE: &str = "\
usage: conform [options] [module...]
  --lib DIR         CPython's Lib folder               (environment: CPYTHON_LIB)
  --vm CMD          the machine, {lib} is replaced     (target/release/moltvm --allow all --path {lib})
  --ledger FILE     what is known                      (tests/cpython/expectations.txt)
  --timeout S       seconds for a module               (180)
  --limit S         seconds for a method               (20)
  --jobs N          modules at a time                  (number of cores)
  --why N           print the N most frequent reasons for failures
  --failures        print every method that did not pass, with its reason
  --check           exit with 1 if a method that passed does not
  --update          rewrite the ledger (with --check: only if nothing got worse)
  --census CMD      count the methods with this Python and write the counts to the ledger";

/// A module that crashes more often than this is given up.
const MOST_RESTARTS: usize = 25;

struct Setup {
    vm: Vec<String>,
    timeout: Duration,
    limit: u64,
}

/// What came out of one module.
#[derive(Default)]
struct Outcome {
    methods: Methods,
    remark: String,
}

fn main() -> ExitCode {
    match conform() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("conform: {message}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn conform() -> Result<bool, String> {
    let options = Options::parse(
        std::env::args().skip(1),
        &["lib", "vm", "ledger", "timeout", "limit", "jobs", "why", "census"],
        &["check", "update", "failures", "help"],
    )?;
    if options.has("help") {
        println!("{USAGE}");
        return Ok(true);
    }
    let lib = options.get("lib").map(str::to_owned).or_else(|| std::env::var("CPYTHON_LIB").ok());
    let command = |template: &str| -> Result<Vec<String>, String> {
        if template.contains("{lib}") && lib.is_none() {
            return Err("--lib is needed: the Lib folder of a CPython".to_owned());
        }
        let words = command_words(template, &[("{lib}", lib.as_deref().unwrap_or(""))]);
        if words.is_empty() { Err("an empty command".to_owned()) } else { Ok(words) }
    };
    let ledger_path = options.get("ledger").unwrap_or("tests/cpython/expectations.txt");
    let mut ledger = match std::fs::read_to_string(ledger_path) {
        Ok(text) => Ledger::parse(&text)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ledger::default(),
        Err(error) => return Err(format!("{ledger_path}: {error}")),
    };
    let modules: Vec<String> = if options.rest.is_empty() {
        MODULES.iter().map(|name| (*name).to_owned()).collect()
    } else {
        options.rest.clone()
    };
    let mut setup = Setup {
        vm: Vec::new(),
        timeout: Duration::from_secs(options.number("timeout", 180)?),
        limit: options.number("limit", 20)?,
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let jobs: usize = options.number("jobs", cores)?;
    let save = |ledger: &Ledger| {
        std::fs::write(ledger_path, ledger.render()).map_err(|e| format!("{ledger_path}: {e}"))
    };

    if let Some(census) = options.get("census") {
        setup.vm = command(census)?;
        let counts = in_parallel(&modules, jobs, |module| count_methods(&setup, module));
        for (module, count) in modules.iter().zip(counts) {
            let count = count.map_err(|why| format!("{module}: {why}"))?;
            println!("{module}: {count} methods");
            ledger.modules.entry(module.clone()).or_default().count = count;
        }
        save(&ledger)?;
        return Ok(true);
    }

    setup.vm =
        command(options.get("vm").unwrap_or("target/release/moltvm --allow all --path {lib}"))?;
    let outcomes = in_parallel(&modules, jobs, |module| run_module(&setup, module));
    println!("{TABLE_HEAD}");
    let mut sum = Tally::default();
    let mut regressions = Vec::new();
    for (module, outcome) in modules.iter().zip(&outcomes) {
        let known = ledger.modules.get(module).map_or(0, |expected| expected.count);
        let tally = Tally::of(&outcome.methods, known);
        println!("{}", tally.row(module, &outcome.remark));
        sum.add(tally);
        for (method, now) in ledger.regressions(module, &outcome.methods) {
            let now = now.map_or("missing".to_owned(), |verdict| verdict.to_string());
            regressions.push(format!("{module} {method}: passed, now {now}"));
        }
    }
    println!("{}\n", sum.row("all", ""));
    if options.has("failures") {
        for (module, outcome) in modules.iter().zip(&outcomes) {
            for (method, (verdict, why)) in &outcome.methods {
                if !matches!(verdict, Verdict::Pass | Verdict::Skip) {
                    println!("{verdict:7} {module} {method}: {why}");
                }
            }
        }
    }
    let most = options.number("why", 0)?;
    for (count, why) in reasons(outcomes.iter().map(|outcome| &outcome.methods), most) {
        println!("{count:5} × {why}");
    }
    for regression in &regressions {
        println!("regression: {regression}");
    }
    let good = !options.has("check") || regressions.is_empty();
    if options.has("update") && good {
        for (module, outcome) in modules.iter().zip(&outcomes) {
            ledger.update(module, &outcome.methods);
        }
        save(&ledger)?;
    }
    Ok(good)
}

/// Applies `work` to every item on `jobs` threads; results keep the order.
fn in_parallel<T: Send + Default>(
    items: &[String],
    jobs: usize,
    work: impl Fn(&str) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<T>> = items.iter().map(|_| Mutex::default()).collect();
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, items.len().max(1)) {
            scope.spawn(|| {
                while let Some(at) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < items.len())
                {
                    let result = work(&items[at]);
                    eprintln!("done: {}", items[at]);
                    *results[at].lock().expect("no worker panics with the lock held") = result;
                }
            });
        }
    });
    results
        .into_iter()
        .map(|result| result.into_inner().expect("no worker panics with the lock held"))
        .collect()
}

fn driver(setup: &Setup, module: &str, mode: &str, after: Option<&str>) -> Command {
    let mut command = Command::new(&setup.vm[0]);
    command.args(&setup.vm[1..]).args(["-c", DRIVER, module, &setup.limit.to_string(), mode]);
    command.args(after);
    command
}

/// `Err` is the default so that a count nobody made is not taken for zero methods.
struct Count(Result<usize, String>);

impl Default for Count {
    fn default() -> Self {
        Self(Err("not counted".to_owned()))
    }
}

impl Count {
    fn map_err(self, f: impl Fn(String) -> String) -> Result<usize, String> {
        self.0.map_err(f)
    }
}

fn count_methods(setup: &Setup, module: &str) -> Count {
    let done = match run(&mut driver(setup, module, "list", None), setup.timeout) {
        Ok(done) => done,
        Err(error) => return Count(Err(error.to_string())),
    };
    let report = Report::read(&String::from_utf8_lossy(&done.stdout));
    Count(match done.trouble() {
        Some(trouble) => Err(trouble),
        None => {
            let mut known = report.known;
            known.sort();
            known.dedup();
            Ok(known.len())
        }
    })
}

fn run_module(setup: &Setup, module: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let mut after: Option<String> = None;
    for _ in 0..=MOST_RESTARTS {
        let command = &mut driver(setup, module, "run", after.as_deref());
        let done = match run(command, setup.timeout) {
            Ok(done) => done,
            Err(error) => {
                outcome.remark = format!("{}: {error}", setup.vm[0]);
                return outcome;
            }
        };
        let report = Report::read(&String::from_utf8_lossy(&done.stdout));
        for (method, (verdict, why)) in &report.methods {
            record(&mut outcome.methods, method, *verdict, why);
        }
        if report.complete {
            return outcome;
        }
        let trouble = done.trouble().unwrap_or_else(|| "ended early".to_owned());
        let Some(running) = report.running else {
            // Nothing was running: the module itself does not load.
            let why = last_line(&done.stderr).unwrap_or(trouble);
            outcome.remark = format!("did not run: {}", why.replace('|', "\\|"));
            return outcome;
        };
        let verdict = if done.timed_out { Verdict::Timeout } else { Verdict::Crash };
        record(&mut outcome.methods, &running, verdict, &trouble);
        after = Some(running);
    }
    outcome.remark = format!("given up after {MOST_RESTARTS} restarts");
    outcome
}
