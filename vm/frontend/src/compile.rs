//! The compiler: from a syntax tree to register bytecode.
//!
//! [`scope`] decides what names mean. [`unit`] holds one code object while it is made: registers, instructions, tables. The
//! other files compile statements, expressions, functions and classes, exceptions and patterns. Values live in registers:
//! named variables first, then temporaries used as a stack, so that the arguments of a call lie where the callee's window
//! begins.

mod exceptions;
mod expression;
pub(crate) mod fold;
mod function;
mod names;
mod pattern;
mod scope;
mod statement;
mod unit;

use std::rc::Rc;

use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange};

use self::scope::Scopes;
use self::unit::Unit;
use crate::bytecode::{Code, CodeFlags};
use crate::source::{Origin, Source};
use crate::syntax::{Mode, ParseFlags, Parsed, SyntaxError, SyntaxErrorKind, SyntaxWarning};

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

/// An error and where it is.
#[derive(Debug)]
pub(crate) struct Failure {
    range: TextRange,
    message: String,
}

impl Failure {
    fn at(range: TextRange, message: String) -> Failure {
        Failure { range, message }
    }
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// One compilation.
struct Compiler<'a> {
    source: &'a Source,
    filename: Rc<str>,
    options: CompileOptions,
    mode: CompileMode,
    scopes: Scopes,
    /// The units being made, the innermost last.
    units: Vec<Unit<'a>>,
    /// Inlined comprehensions around, within the innermost unit.
    comprehensions: Vec<scope::ScopeId>,
}

/// Compiles an accepted source.
pub fn compile(
    parsed: &Parsed,
    source: &Source,
    filename: &str,
    mode: CompileMode,
    options: &CompileOptions,
) -> std::result::Result<Rc<Code>, SyntaxError> {
    compile_module(&parsed.module, source, filename, mode, options).map_err(|failure| {
        SyntaxError::at(
            source,
            SyntaxErrorKind::Syntax,
            failure.message,
            failure.range.start().to_u32(),
            failure.range.end().to_u32(),
        )
    })
}

fn compile_module<'a>(
    module: &'a ast::Mod,
    source: &'a Source,
    filename: &str,
    mode: CompileMode,
    options: &CompileOptions,
) -> Result<Rc<Code>> {
    let mut options = *options;
    options.future_annotations |= future_annotations(module)?;
    let mut scopes = Scopes::collect(module, options.future_annotations)?;
    scopes.resolve()?;
    let mut flags = CodeFlags::empty();
    if options.future_annotations {
        flags |= CodeFlags::FUTURE_ANNOTATIONS;
    }
    let awaits = scopes.all[0].has_await;
    if awaits && options.allow_top_level_await {
        flags |= CodeFlags::COROUTINE;
    }
    let mut unit = Unit::new(0, "<module>", "<module>".to_owned(), flags, 1);
    let mut compiler = Compiler {
        source,
        filename: filename.into(),
        options,
        mode,
        scopes,
        units: Vec::new(),
        comprehensions: Vec::new(),
    };
    compiler.declare_variables(&mut unit);
    compiler.units.push(unit);
    compiler.prologue();
    match module {
        ast::Mod::Module(module) => compiler.module_body(module)?,
        ast::Mod::Expression(expression) => {
            let value = compiler.expression(&expression.body)?;
            compiler.unit().range = expression.body.range();
            compiler.emit(crate::bytecode::Opcode::Return, 0, value, 0, 0);
        }
    }
    compiler.finish_unit()
}

/// `from __future__` imports: is `annotations` among them?
fn future_annotations(module: &ast::Mod) -> Result<bool> {
    const FEATURES: &[&str] = &[
        "nested_scopes",
        "generators",
        "division",
        "absolute_import",
        "with_statement",
        "print_function",
        "unicode_literals",
        "barry_as_FLUFL",
        "generator_stop",
        "annotations",
    ];
    let ast::Mod::Module(module) = module else { return Ok(false) };
    let mut found = false;
    let mut allowed = true;
    for (index, statement) in module.body.iter().enumerate() {
        match statement {
            ast::Stmt::ImportFrom(import)
                if import.level == 0
                    && import.module.as_ref().is_some_and(|module| &**module == "__future__") =>
            {
                if !allowed {
                    return Err(Failure::at(
                        import.range(),
                        "from __future__ imports must occur at the beginning of the file"
                            .to_owned(),
                    ));
                }
                for alias in &import.names {
                    let name: &str = &alias.name;
                    found |= name == "annotations";
                    if name == "braces" {
                        return Err(Failure::at(alias.range(), "not a chance".to_owned()));
                    }
                    if !FEATURES.contains(&name) {
                        return Err(Failure::at(
                            alias.range(),
                            format!("future feature {name} is not defined"),
                        ));
                    }
                }
            }
            ast::Stmt::Expr(expression)
                if index == 0 && expression.value.is_string_literal_expr() => {}
            _ => allowed = false,
        }
    }
    Ok(found)
}

/// Decodes, parses and compiles a source.
pub fn compile_text(
    bytes: &[u8],
    filename: &str,
    mode: CompileMode,
    options: &CompileOptions,
) -> std::result::Result<Compiled, SyntaxError> {
    let source = Source::from_bytes(filename, bytes, Origin::Bytes)?;
    let parse_mode = match mode {
        CompileMode::Module => Mode::Exec,
        CompileMode::Eval => Mode::Eval,
        CompileMode::Single => Mode::Single,
    };
    let mut parsed = crate::syntax::parse(&source, parse_mode, ParseFlags::default())?;
    let warnings = std::mem::take(&mut parsed.warnings);
    let code = stacker::maybe_grow(2 << 20, 16 << 20, || {
        compile(&parsed, &source, filename, mode, options)
    })?;
    Ok(Compiled { code, text: source.text().into(), warnings })
}
