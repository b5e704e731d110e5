//! Errors of refused sources, against what CPython 3.13 says of them.
//!
//! Each line of the table: the source (`\n`, `\t` and `\\` escaped), the exception, its message, line, column, end line and end
//! column. The counts below may only rise.

use moltvm_frontend::compile::{CompileMode, CompileOptions};
use moltvm_frontend::syntax::SyntaxErrorKind;

const TABLE: &str = include_str!("syntax_errors.txt");
/// How many of them have CPython's exception and message.
const MESSAGES: usize = 255;
/// How many have its place too.
const PLACES: usize = 251;

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => {}
            },
            _ => out.push(char),
        }
    }
    out
}

#[test]
fn refused_sources_get_the_errors_that_cpython_gives() {
    let (mut messages, mut places, mut report) = (0, 0, String::new());
    for row in TABLE.lines() {
        let fields: Vec<&str> = row.split('\t').collect();
        let [source, class, message, place @ ..] = &fields[..] else { panic!("a bad row: {row}") };
        let source = unescape(source);
        let options = CompileOptions::default();
        let compiled =
            moltvm_frontend::compile_text(source.as_bytes(), "<s>", CompileMode::Module, &options);
        let Err(error) = compiled else {
            report.push_str(&format!("accepted: {source:?}\n"));
            continue;
        };
        let found = match error.kind {
            SyntaxErrorKind::Indentation => "IndentationError",
            SyntaxErrorKind::Tab => "TabError",
            _ => "SyntaxError",
        };
        if found != *class || error.message != *message {
            report.push_str(&format!(
                "{source:?}: {found} {}, not {class} {message}\n",
                error.message
            ));
            continue;
        }
        messages += 1;
        let numbers = [error.line, error.column, error.end_line, error.end_column];
        let wanted: Vec<u32> =
            place.iter().map(|number| number.parse::<i64>().unwrap_or(0).max(0) as u32).collect();
        if wanted == numbers {
            places += 1;
        } else {
            report.push_str(&format!("{source:?}: at {numbers:?}, not {wanted:?}\n"));
        }
    }
    assert_eq!((messages, places), (MESSAGES, PLACES), "\n{report}");
}
