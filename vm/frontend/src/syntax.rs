//! Syntax: from a [`Source`] to a syntax tree, or to the error CPython would report.
//!
//! The tree comes from ruff's parser. Two passes of our own surround it. [`tokens`] reads the text
//! by CPython's lexical rules first: it finds lexical errors, and bounds how deep the tree can
//! become before anything recursive touches the input. [`diagnose`] runs only on refused sources
//! and finds the error CPython would have reported, because ruff's wording and places differ.

mod depth;
mod diagnose;
mod error;
mod incomplete;
mod tokens;
mod warnings;

pub use error::{SyntaxError, SyntaxErrorKind};
pub use incomplete::{Completeness, is_incomplete};
pub use warnings::SyntaxWarning;

use ruff_python_ast::token::Tokens;
use ruff_python_ast::{AtomicNodeIndex, Mod, ModModule, PythonVersion, Stmt};
use ruff_text_size::Ranged;

use crate::source::Source;

/// What kind of text is parsed: the second argument of `compile`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A module: any number of statements.
    Exec,
    /// One expression.
    Eval,
    /// One interactive statement.
    Single,
}

/// Choices of the caller that change what is accepted or reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParseFlags {
    /// Report a source that merely stops too early as [`SyntaxErrorKind::IncompleteInput`]
    /// (`PyCF_ALLOW_INCOMPLETE_INPUT`).
    pub allow_incomplete: bool,
    /// In [`Mode::Single`], accept a block that no blank line ends. `compile` without
    /// `PyCF_DONT_IMPLY_DEDENT` does.
    pub dont_imply_dedent: bool,
}

/// An accepted source: its tree, its tokens and the warnings known without compiling it.
///
/// The tree is at most [`MAX_DEPTH`] levels deep; walkers of it may recurse on 8 MiB of stack.
#[derive(Debug)]
pub struct Parsed {
    /// The tree. Offsets in it are byte offsets into [`Source::text`].
    pub module: Mod,
    /// The tokens, in order.
    pub tokens: Tokens,
    /// Warnings, in the order of their places.
    pub warnings: Vec<SyntaxWarning>,
}

pub use depth::MAX_DEPTH;

impl Drop for Parsed {
    fn drop(&mut self) {
        let empty = Mod::Module(ModModule {
            node_index: AtomicNodeIndex::NONE,
            range: self.module.range(),
            body: ruff_python_ast::Suite::new(),
        });
        let module = std::mem::replace(&mut self.module, empty);
        // Dropping recurses as deep as the tree is; callers may be on small stacks.
        stacker::maybe_grow(2 << 20, 8 << 20, || drop(module));
    }
}

/// Parses `source`, or says why it cannot be as CPython would say it.
pub fn parse(source: &Source, mode: Mode, flags: ParseFlags) -> Result<Parsed, SyntaxError> {
    let scan = tokens::scan(source);
    let mut refusal = None;
    if scan.error.is_none() {
        depth::check(source, &scan.tokens)?;
        match parse_tree(source, mode) {
            Ok(parsed) => return accept(source, mode, parsed),
            Err(error) => refusal = error,
        }
    }
    let mut error = diagnose::diagnose(source, &scan, mode, refusal.as_ref());
    if flags.allow_incomplete && incomplete::stops_early(source, &scan, &error) {
        error.kind = SyntaxErrorKind::IncompleteInput;
        error.message = "incomplete input".to_owned();
    }
    Err(error)
}

type Tree = ruff_python_parser::Parsed<Mod>;

/// Ruff's tree, or the first error when it refuses the source.
fn parse_tree(source: &Source, mode: Mode) -> Result<Tree, Option<ruff_python_parser::ParseError>> {
    let mode = match mode {
        Mode::Exec | Mode::Single => ruff_python_parser::Mode::Module,
        Mode::Eval => ruff_python_parser::Mode::Expression,
    };
    let options =
        ruff_python_parser::ParseOptions::from(mode).with_target_version(PythonVersion::PY314);
    let text = source.text();
    // A bug of the parser must not become a crash of the virtual machine.
    let attempt = std::panic::catch_unwind(|| {
        stacker::maybe_grow(2 << 20, 8 << 20, || {
            let parsed = ruff_python_parser::parse_unchecked(text, options);
            if parsed.has_no_syntax_errors() {
                return Ok(parsed);
            }
            let first = parsed.errors().iter().min_by_key(|error| error.range().start());
            Err(first.cloned())
        })
    });
    attempt.unwrap_or(Err(None))
}

fn accept(source: &Source, mode: Mode, parsed: Tree) -> Result<Parsed, SyntaxError> {
    let tokens = parsed.tokens().clone();
    let module = parsed.into_syntax();
    let warnings = warnings::collect(source, &module, &tokens);
    let parsed = Parsed { module, tokens, warnings };
    diagnose::check_tree(source, &parsed.module)?;
    if mode == Mode::Single
        && let Mod::Module(module) = &parsed.module
        && let [_, second, ..] = module.body.as_slice()
        && !on_one_line(source, &module.body)
    {
        let first_end = module.body.first().map_or(0, |first| first.end().to_u32());
        let _ = second;
        return Err(SyntaxError::at(
            source,
            SyntaxErrorKind::Syntax,
            "multiple statements found while compiling a single statement".to_owned(),
            first_end,
            first_end,
        ));
    }
    Ok(parsed)
}

/// Simple statements joined by semicolons are one interactive statement.
fn on_one_line(source: &Source, body: &[Stmt]) -> bool {
    body.windows(2).all(|pair| match pair {
        [first, second] => {
            source.line_of(first.end().to_u32()) == source.line_of(second.start().to_u32())
        }
        _ => true,
    })
}
