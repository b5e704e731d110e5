//! CPython's own tests: what a driver in Python reports, and the ledger that keeps it.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;

/// The Python program that runs one test module and reports each method.
pub const DRIVER: &str = include_str!("conform/driver.py");

/// The modules the project has set itself.
pub const MODULES: &[&str] = &[
    "test_grammar",
    "test_builtin",
    "test_int",
    "test_float",
    "test_complex",
    "test_bool",
    "test_str",
    "test_format",
    "test_string_literals",
    "test_bytes",
    "test_list",
    "test_tuple",
    "test_dict",
    "test_set",
    "test_range",
    "test_slice",
    "test_class",
    "test_descr",
    "test_super",
    "test_property",
    "test_generators",
    "test_coroutines",
    "test_asyncgen",
    "test_exceptions",
    "test_exception_group",
    "test_except_star",
    "test_with",
    "test_patma",
    "test_scope",
    "test_fstring",
    "test_syntax",
    "test_unpack",
    "test_unpack_ex",
    "test_named_expressions",
    "test_decorators",
    "test_dataclasses",
    "test_enum",
    "test_functools",
    "test_itertools",
    "test_collections",
    "test_contextlib",
    "test_copy",
    "test_heapq",
    "test_bisect",
    "test_math",
    "test_operator",
    "test_string",
    "test_textwrap",
    "test_typing",
    "test_types",
    "test_weakref",
    "test_gc",
    "test_io",
    "test_pathlib",
    "test_json",
    "test_random",
];

/// How a test method ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As its author wanted.
    Pass,
    /// It declared itself not applicable.
    Skip,
    /// An assertion did not hold.
    Fail,
    /// It raised something else.
    Error,
    /// The machine had to be stopped.
    Timeout,
    /// The machine ended in the middle.
    Crash,
}

impl Verdict {
    const WORDS: &[(&str, Self)] = &[
        ("pass", Self::Pass),
        ("skip", Self::Skip),
        ("fail", Self::Fail),
        ("error", Self::Error),
        ("timeout", Self::Timeout),
        ("crash", Self::Crash),
    ];

    /// Reads the word of the ledger.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(text, _)| *text == word).map(|(_, verdict)| *verdict)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::WORDS.iter().find(|(_, verdict)| verdict == self).map_or("", |(w, _)| w);
        f.pad(word)
    }
}

/// Verdict and reason of every method of a module.
pub type Methods = BTreeMap<String, (Verdict, String)>;

/// One run of the driver, read back.
#[derive(Debug, Default)]
pub struct Report {
    /// Methods that ended.
    pub methods: Methods,
    /// Methods that a listing named.
    pub known: Vec<String>,
    /// The method that was running when the output stopped.
    pub running: Option<String>,
    /// The driver came to its end.
    pub complete: bool,
}

impl Report {
    /// Reads what the driver printed; lines of the tests themselves are passed over.
    #[must_use]
    pub fn read(output: &str) -> Self {
        let mut report = Self::default();
        for line in output.lines() {
            // A test may have left an unfinished line of its own before the mark.
            let Some(at) = line.find("\u{1e}method ") else { continue };
            let mut words = line[at..].splitn(4, ' ').skip(1);
            let (Some(word), Some(name)) = (words.next(), words.next()) else { continue };
            let why = words.next().unwrap_or("").trim();
            match word {
                "start" => report.running = Some(name.to_owned()),
                "known" => report.known.push(name.to_owned()),
                "done" => report.complete = true,
                _ => {
                    if let Some(verdict) = Verdict::parse(word) {
                        record(&mut report.methods, name, verdict, why);
                        report.running = None;
                    }
                }
            }
        }
        report
    }
}

/// Keeps the worse verdict when a name comes twice.
pub fn record(methods: &mut Methods, name: &str, verdict: Verdict, why: &str) {
    let entry = methods.entry(name.to_owned()).or_insert_with(|| (verdict, why.to_owned()));
    if verdict > entry.0 {
        *entry = (verdict, why.to_owned());
    }
}

/// What the ledger says of one module.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Expected {
    /// How many methods CPython finds in the module; 0 when nobody has counted.
    pub count: usize,
    /// The methods that were ever reported.
    pub methods: BTreeMap<String, Verdict>,
}

/// The ledger: module, method, verdict.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// By module.
    pub modules: BTreeMap<String, Expected>,
}

const HEADER: &str = "\
# What is known of CPython's own tests, written by `conform --update`, never by hand.
# [module] number of its methods, then a line for each that was reported. May only improve.
";

impl Ledger {
    /// Reads a ledger.
    ///
    /// # Errors
    /// The number of the line that cannot be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut ledger = Self::default();
        let mut module: Option<&mut Expected> = None;
        for (index, line) in text.lines().enumerate() {
            let bad = || format!("line {} of the ledger cannot be read: {line}", index + 1);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(rest) = line.strip_prefix('[') {
                let (name, count) = rest.split_once("] ").ok_or_else(bad)?;
                let expected = ledger.modules.entry(name.to_owned()).or_default();
                expected.count = count.parse().map_err(|_| bad())?;
                module = Some(expected);
                continue;
            }
            let (word, method) = line.split_once(' ').ok_or_else(bad)?;
            let verdict = Verdict::parse(word).ok_or_else(bad)?;
            let module = module.as_mut().ok_or_else(bad)?;
            module.methods.insert(method.to_owned(), verdict);
        }
        Ok(ledger)
    }

    /// The ledger as text.
    #[must_use]
    pub fn render(&self) -> String {
        let mut out = HEADER.to_owned();
        for (name, expected) in &self.modules {
            let _ = writeln!(out, "\n[{name}] {}", expected.count);
            for (method, verdict) in &expected.methods {
                let _ = writeln!(out, "{verdict} {method}");
            }
        }
        out
    }

    /// Methods that passed according to the ledger and do not now, with what they do.
    #[must_use]
    pub fn regressions(&self, module: &str, now: &Methods) -> Vec<(String, Option<Verdict>)> {
        let Some(expected) = self.modules.get(module) else { return Vec::new() };
        expected
            .methods
            .iter()
            .filter(|(_, verdict)| **verdict == Verdict::Pass)
            .map(|(method, _)| (method.clone(), now.get(method).map(|(verdict, _)| *verdict)))
            .filter(|(_, verdict)| *verdict != Some(Verdict::Pass))
            .collect()
    }

    /// Takes over what was found of a module.
    pub fn update(&mut self, module: &str, now: &Methods) {
        let expected = self.modules.entry(module.to_owned()).or_default();
        expected.methods =
            now.iter().map(|(method, (verdict, _))| (method.clone(), *verdict)).collect();
    }
}

/// Counts of one module, for the table.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    /// All methods that exist.
    pub total: usize,
    /// Passed.
    pub pass: usize,
    /// Failed an assertion.
    pub fail: usize,
    /// Raised, crashed or hung.
    pub error: usize,
    /// Not applicable.
    pub skip: usize,
}

impl Tally {
    /// Counts `methods`, of which `known` exist.
    #[must_use]
    pub fn of(methods: &Methods, known: usize) -> Self {
        let count = |wanted: &[Verdict]| {
            methods.values().filter(|(verdict, _)| wanted.contains(verdict)).count()
        };
        Self {
            total: known.max(methods.len()),
            pass: count(&[Verdict::Pass]),
            fail: count(&[Verdict::Fail]),
            error: count(&[Verdict::Error, Verdict::Timeout, Verdict::Crash]),
            skip: count(&[Verdict::Skip]),
        }
    }

    /// Adds the counts of another module.
    pub fn add(&mut self, other: Self) {
        self.total += other.total;
        self.pass += other.pass;
        self.fail += other.fail;
        self.error += other.error;
        self.skip += other.skip;
    }

    /// Methods that were never reported.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.total.saturating_sub(self.pass + self.fail + self.error + self.skip)
    }

    /// Passed, of those that apply.
    #[must_use]
    pub fn percent(&self) -> f64 {
        100.0 * self.pass as f64 / (self.total.saturating_sub(self.skip)).max(1) as f64
    }

    /// A line of the table.
    #[must_use]
    pub fn row(&self, name: &str, remark: &str) -> String {
        format!(
            "| {name:22} | {:>7} | {:>6} | {:>5} | {:>5} | {:>5} | {:>7} | {:>5.1} | {remark} |",
            self.total,
            self.pass,
            self.fail,
            self.error,
            self.skip,
            self.missing(),
            self.percent()
        )
    }
}

/// The head of the table.
pub const TABLE_HEAD: &str = "\
| module                 | methods |   pass |  fail | error |  skip | missing |     % | |
|:-----------------------|--------:|-------:|------:|------:|------:|--------:|------:|:-|";

/// The most frequent reasons for not passing.
#[must_use]
pub fn reasons<'a>(
    all: impl IntoIterator<Item = &'a Methods>,
    most: usize,
) -> Vec<(usize, String)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for methods in all {
        for (verdict, why) in methods.values() {
            if !matches!(verdict, Verdict::Pass | Verdict::Skip) {
                *counts.entry(why).or_default() += 1;
            }
        }
    }
    let mut ranked: Vec<(usize, String)> =
        counts.into_iter().map(|(why, count)| (count, why.to_owned())).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    ranked.truncate(most);
    ranked
}

#[cfg(test)]
mod tests;
