//! The options of the command line, in one table.

use capabilities::{GrantError, Grants};

/// What is run.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// `-c CODE`
    Code(String),
    /// `-m MODULE`
    Module(String),
    /// A script.
    File(String),
    /// `-`: standard input.
    Input,
    /// No program: a prompt, or standard input if that is no terminal.
    Interactive,
    /// Nothing; this text is printed.
    Print(String),
}

/// The command line, understood.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) what: What,
    /// `sys.argv`.
    pub(crate) arguments: Vec<String>,
    /// `-i`: a prompt after the program.
    pub(crate) interactive: bool,
    /// `sys.warnoptions`.
    pub(crate) warnings: Vec<String>,
    /// `-X`, for `sys._xoptions`.
    pub(crate) extras: Vec<String>,
    pub(crate) paths: Vec<String>,
    pub(crate) grants: Result<Grants, GrantError>,
    pub(crate) optimize: u8,
    pub(crate) gc_stress: bool,
    pub(crate) disassemble: bool,
}

/// Option, argument, meaning.
const TABLE: &[(&str, &str, &str)] = &[
    ("-c", "CODE", "run this program text"),
    ("-m", "MODULE", "run a module of the search path as a script"),
    ("-", "", "run the program read from standard input"),
    (
        "--allow",
        "GRANT",
        "grant something: fs.read=PATH[,PATH], fs.write=PATH, env.read=NAME,PREFIX_*, time.wall, random, all",
    ),
    ("--deny", "GRANT", "take something out of what is granted"),
    (
        "--path",
        "DIR",
        "look for modules in this folder too (it must be readable: --allow fs.read=DIR)",
    ),
    ("-i", "", "go on interactively after the program"),
    ("-W", "FILTER", "warning filter, as of CPython"),
    ("-X", "NAME[=VALUE]", "enters sys._xoptions"),
    ("-O", "", "skip assert statements (-OO: and docstrings)"),
    ("--dis", "", "print the bytecode instead of running it"),
    ("--gc-stress", "", "collect garbage as often as possible (to find bugs)"),
    ("--version", "", "print the version"),
    ("--help", "", "print this text"),
];

fn help() -> String {
    let mut text = String::from(
        "moltvm runs Python programs. A program may do only what it was granted.\n\nUsage: moltvm [options] script.py [arguments]\n       moltvm [options] -c CODE [arguments]\n       moltvm [options] -m MODULE [arguments]\n\nOptions:\n",
    );
    for (option, argument, meaning) in TABLE {
        let left = format!("{option} {argument}");
        text.push_str(&format!("  {left:<16} {meaning}\n"));
    }
    text.push_str("\nExample: moltvm --allow fs.read=data report.py data/sales.csv\n");
    text
}

impl Options {
    /// Understands the arguments behind the program's name.
    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        let mut options = Options {
            what: What::Interactive,
            arguments: Vec::new(),
            interactive: false,
            warnings: Vec::new(),
            extras: Vec::new(),
            paths: Vec::new(),
            grants: Ok(Grants::here()),
            optimize: 0,
            gc_stress: false,
            disassemble: false,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = |name: &str| {
                rest.next().cloned().ok_or_else(|| format!("option {name} needs an argument"))
            };
            match argument.as_str() {
                "-c" => {
                    options.what = What::Code(value("-c")?);
                    options.arguments.push("-c".to_owned());
                    options.arguments.extend(rest.cloned());
                    return Ok(options);
                }
                "-m" => {
                    options.what = What::Module(value("-m")?);
                    options.arguments.push("-m".to_owned());
                    options.arguments.extend(rest.cloned());
                    return Ok(options);
                }
                "-" => {
                    options.what = What::Input;
                    options.arguments.push("-".to_owned());
                    options.arguments.extend(rest.cloned());
                    return Ok(options);
                }
                "--allow" => {
                    let grant = value("--allow")?;
                    options.grants =
                        options.grants.and_then(|mut grants| grants.allow(&grant).map(|()| grants));
                }
                "--deny" => {
                    let grant = value("--deny")?;
                    options.grants =
                        options.grants.and_then(|mut grants| grants.deny(&grant).map(|()| grants));
                }
                "--path" => {
                    let path = value("--path")?;
                    options.paths.push(path);
                }
                "-i" => options.interactive = true,
                "-W" => {
                    let filter = value("-W")?;
                    options.warnings.push(filter);
                }
                "-X" => {
                    let extra = value("-X")?;
                    options.extras.push(extra);
                }
                // What these switch off or on is never on, or always, here.
                "-B" | "-E" | "-I" | "-P" | "-S" | "-s" | "-u" | "-q" | "-b" | "-bb" | "-v"
                | "-R" => {}
                "-O" => options.optimize = 1,
                "-OO" => options.optimize = 2,
                "--dis" => options.disassemble = true,
                "--gc-stress" => options.gc_stress = true,
                "--version" | "-V" => {
                    options.what = What::Print(format!(
                        "moltvm {} (Python 3.14)\n",
                        env!("CARGO_PKG_VERSION")
                    ));
                    return Ok(options);
                }
                "--help" | "-h" => {
                    options.what = What::Print(help());
                    return Ok(options);
                }
                filter if filter.starts_with("-W") && filter.len() > 2 => {
                    options.warnings.push(filter[2..].to_owned());
                }
                extra if extra.starts_with("-X") && extra.len() > 2 => {
                    options.extras.push(extra[2..].to_owned());
                }
                unknown if unknown.starts_with('-') => {
                    return Err(format!("unknown option {unknown}; moltvm --help lists them"));
                }
                script => {
                    options.what = What::File(script.to_owned());
                    options.arguments.push(script.to_owned());
                    options.arguments.extend(rest.cloned());
                    return Ok(options);
                }
            }
        }
        Ok(options)
    }

    /// What tracebacks call the program.
    pub(crate) fn filename(&self) -> &str {
        match &self.what {
            What::File(path) => path,
            What::Input | What::Interactive => "<stdin>",
            _ => "<string>",
        }
    }

    /// `sys.path`.
    pub(crate) fn search_path(&self) -> Vec<String> {
        let mut paths = Vec::new();
        match &self.what {
            What::File(path) => paths.push(
                path.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned()),
            ),
            _ => paths.push(String::new()),
        }
        paths.extend(self.paths.iter().cloned());
        paths.push("<frozen>".to_owned());
        paths
    }
}
