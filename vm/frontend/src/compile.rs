//! The compiler: from a syntax tree to register bytecode.

use std::rc::Rc;

use crate::bytecode::Code;
use crate::source::{Origin, Source};
use crate::syntax::{Mode, ParseFlags, Parsed, SyntaxError, SyntaxWarning};

/// What is compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompileMode {
    /// A module or script.
    Module,
    /// One expression, whose value the code returns.
    Eval,
    /// One interactive statement, whose values are displayed.
    Single,
}

/// How it is compiled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CompileOptions {
    /// 0; 1 without asserts; 2 without docstrings either.
    pub optimize: u8,
    /// Annotations are kept as strings, as if the source began with `from __future__ import annotations`.
    pub future_annotations: bool,
    /// `await` outside functions makes the module a coroutine.
    pub allow_top_level_await: bool,
}

/// A compiled source.
pub struct Compiled {
    /// The code of the module.
    pub code: Rc<Code>,
    /// The decoded text.
    pub text: Rc<str>,
    /// What is doubtful in it.
    pub warnings: Vec<SyntaxWarning>,
}

/// Compiles an accepted source.
pub fn compile(_parsed: &Parsed, _source: &Source, _filename: &str, _mode: CompileMode, _options: &CompileOptions) -> Result<Rc<Code>, SyntaxError> {
    unimplemented!()
}

/// Decodes, parses and compiles a source.
pub fn compile_text(bytes: &[u8], filename: &str, mode: CompileMode, options: &CompileOptions) -> Result<Compiled, SyntaxError> {
    let source = Source::from_bytes(filename, bytes, Origin::Bytes)?;
    let parse_mode = match mode {
        CompileMode::Module => Mode::Exec,
        CompileMode::Eval => Mode::Eval,
        CompileMode::Single => Mode::Single,
    };
    let mut parsed = crate::syntax::parse(&source, parse_mode, ParseFlags::default())?;
    let warnings = std::mem::take(&mut parsed.warnings);
    let code = compile(&parsed, &source, filename, mode, options)?;
    Ok(Compiled { code, text: source.text().into(), warnings })
}
