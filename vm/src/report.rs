//! Uncaught exceptions as text, as CPython prints them.

use gc::{Gc, Value};

use crate::builtins::exceptions::Exception;
use crate::builtins::list::List;
use crate::builtins::str::Str;
use crate::builtins::traceback::Traceback;
use crate::builtins::tuple::Tuple;
use crate::{Name, PyResult, Vm};

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// More equal entries in a row than this are counted only.
const REPEATS: usize = 3;

impl Vm {
    /// The traceback and message of `exception`, with what led to it.
    pub fn report(&mut self, exception: Value) -> String {
        let mut out = String::new();
        let mut seen = Vec::new();
        self.report_chain(exception, &mut out, &mut seen, 0);
        out
    }

    fn report_chain(
        &mut self,
        exception: Value,
        out: &mut String,
        seen: &mut Vec<Value>,
        depth: usize,
    ) {
        let Some(object) = exception.cast::<Exception>() else { return };
        seen.push(exception);
        if depth < 100 {
            let (cause, context) = (object.cause.get(), object.context.get());
            if !cause.is_none() {
                if !seen.contains(&cause) {
                    self.report_chain(cause, out, seen, depth + 1);
                    out.push_str(CAUSE);
                }
            } else if !context.is_none()
                && !object.suppress_context.get()
                && !seen.contains(&context)
            {
                self.report_chain(context, out, seen, depth + 1);
                out.push_str(CONTEXT);
            }
        }
        let mut own = String::new();
        if let Some(traceback) = object.traceback.get().cast::<Traceback>() {
            own.push_str("Traceback (most recent call last):\n");
            self.report_traceback(traceback, &mut own);
        }
        self.report_exception(exception, object, &mut own);
        out.push_str(&own);
        self.report_group(object, exception, out, seen, depth);
    }

    fn report_traceback(&mut self, traceback: Gc<Traceback>, out: &mut String) {
        let (mut current, mut last, mut count) = (Some(traceback), None, 0usize);
        while let Some(entry) = current {
            current = entry.next();
            let Some(frame) = entry.frame() else { continue };
            let code = self.code_of(frame.code());
            let key = (code.filename.to_string(), entry.line(), code.name.to_string());
            if last.as_ref() == Some(&key) {
                count += 1;
            } else {
                repeated(out, count);
                count = 1;
                last = Some(key.clone());
            }
            if count > REPEATS {
                continue;
            }
            let (filename, line, name) = key;
            out.push_str(&format!("  File \"{filename}\", line {line}, in {name}\n"));
            if let Some(text) = self.source_line(&filename, line) {
                let trimmed = text.trim();
                if !trimmed.is_empty() {
                    out.push_str(&format!("    {trimmed}\n"));
                    let position = code
                        .positions
                        .get(entry.instruction() as usize)
                        .copied()
                        .unwrap_or_default();
                    if let Some(carets) = carets(&text, &position) {
                        out.push_str(&format!("    {carets}\n"));
                    }
                }
            }
        }
        repeated(out, count);
    }

    /// Line `line` of a source file, if it can be read.
    pub fn source_line(&mut self, filename: &str, line: u32) -> Option<String> {
        if !self.sources.contains_key(filename) {
            let bytes = self
                .frozen_source(filename)
                .or_else(|| self.host.fs().read_file(filename.as_bytes()).ok())?;
            self.sources.insert(filename.to_owned(), String::from_utf8_lossy(&bytes).into());
        }
        let text = self.sources.get(filename)?;
        text.lines().nth((line as usize).checked_sub(1)?).map(str::to_owned)
    }

    fn report_exception(&mut self, exception: Value, object: Gc<Exception>, out: &mut String) {
        let class = self.type_of(exception);
        let is_syntax = class.is_subtype(self.exceptions.SyntaxError);
        if is_syntax {
            self.report_syntax(object, out);
        }
        let mut name = class
            .qualname
            .get()
            .cast::<Str>()
            .map(|name| name.to_string_lossy())
            .unwrap_or_default();
        if let Ok(module) = self.type_module(class)
            && let Some(module) = module.cast::<Str>()
            && !module.eq_str("builtins")
            && !module.eq_str("__main__")
        {
            name = format!("{}.{name}", module.to_string_lossy());
        }
        let text =
            if is_syntax { self.plain_text(object.field(0)) } else { self.plain_text(exception) };
        match text.as_str() {
            "" => out.push_str(&format!("{name}\n")),
            text => out.push_str(&format!("{name}: {text}\n")),
        }
        let notes = self.find_attribute_named(exception, Name::Notes);
        let notes = self.or_nothing(notes).flatten();
        if let Some(notes) = notes {
            let items = notes.cast::<List>().map(|list| gc::TempVec::from(list.items()));
            match items {
                Some(items) => {
                    for &note in items.iter() {
                        let text = self.plain_text(note);
                        for line in text.split('\n') {
                            out.push_str(line);
                            out.push('\n');
                        }
                    }
                }
                None => {
                    let text = self.repr_text(notes);
                    let text = self
                        .or_nothing(text)
                        .unwrap_or_else(|| "<__notes__ repr() failed>".to_owned());
                    out.push_str(&text);
                    out.push('\n');
                }
            }
        }
    }

    /// `str(value)`, whatever happens.
    fn plain_text(&mut self, value: Value) -> String {
        let text = self.str(value).map(|text| text.to_string_lossy());
        self.or_nothing(text).unwrap_or_else(|| "<exception str() failed>".to_owned())
    }

    fn or_nothing<T>(&mut self, result: PyResult<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(raised) => {
                let _ = self.catch(raised);
                None
            }
        }
    }

    fn report_syntax(&mut self, object: Gc<Exception>, out: &mut String) {
        let text = |value: Value| value.cast::<Str>().map(|text| text.to_string_lossy());
        let number = |value: Value| value.as_small();
        let (filename, line) = (text(object.field(1)), number(object.field(2)));
        if filename.is_none() && line.is_none() {
            return;
        }
        out.push_str(&format!("  File \"{}\"", filename.as_deref().unwrap_or("<string>")));
        if let Some(line) = line {
            out.push_str(&format!(", line {line}"));
        }
        out.push('\n');
        let Some(source) = text(object.field(4)) else { return };
        let source = source.trim_end_matches('\n');
        let stripped = source.trim_start_matches([' ', '\t', '\x0c', '\n']);
        out.push_str(&format!("    {stripped}\n"));
        let indent = source.chars().count() - stripped.chars().count();
        let Some(offset) = number(object.field(3)) else { return };
        let (end_line, mut end) =
            (number(object.field(5)), number(object.field(6)).unwrap_or(offset));
        if end == 0 || end_line.is_some_and(|end_line| Some(end_line) != line) {
            end = if end_line.is_some_and(|end_line| Some(end_line) != line) {
                source.chars().count() as i64 + 1
            } else {
                offset + 1
            };
        }
        let start = offset - 1 - indent as i64;
        if offset < 1 || start < 0 {
            return;
        }
        let width = (end - offset).max(1);
        let blank: String = stripped
            .chars()
            .take(start as usize)
            .map(|char| if char.is_whitespace() { char } else { ' ' })
            .collect();
        let missing = (start as usize).saturating_sub(blank.chars().count());
        out.push_str(&format!(
            "    {blank}{}{}\n",
            " ".repeat(missing),
            "^".repeat(width as usize)
        ));
    }

    /// The exceptions of a group, each in a box.
    fn report_group(
        &mut self,
        object: Gc<Exception>,
        exception: Value,
        out: &mut String,
        seen: &mut Vec<Value>,
        depth: usize,
    ) {
        if !self.type_of(exception).is_subtype(self.exceptions.BaseExceptionGroup) || depth > 10 {
            return;
        }
        // The group itself is drawn in a box of its own.
        let items = object
            .field(1)
            .cast::<Tuple>()
            .map_or_else(gc::TempVec::new, |tuple| gc::TempVec::from(tuple.items()));
        let is_top = depth == 0 || !out.starts_with("  + ");
        if is_top {
            let boxed: String = out
                .lines()
                .enumerate()
                .map(|(index, line)| {
                    let mark = if index == 0 { "  + " } else { "  | " };
                    format!("{mark}{line}\n")
                        .replace("  + Traceback", "  + Exception Group Traceback")
                })
                .collect();
            *out = boxed;
        }
        let count = items.len();
        for (index, &item) in items.iter().enumerate() {
            if index >= 15 {
                out.push_str("  +---------------- ... ----------------\n");
                out.push_str(&format!("    | and {} more exceptions\n", count - 15));
                break;
            }
            let head = if index == 0 { "  +-+---------------- " } else { "    +---------------- " };
            out.push_str(&format!("{head}{} ----------------\n", index + 1));
            let mut inner = String::new();
            self.report_chain(item, &mut inner, seen, depth + 1);
            for line in inner.lines() {
                let nested = line.starts_with("  +")
                    || line.starts_with("    ") && inner.starts_with("  + ");
                if nested || inner.starts_with("  + ") {
                    out.push_str(&format!("    {}\n", line.strip_prefix("  ").unwrap_or(line)));
                } else {
                    out.push_str(&format!("    | {line}\n"));
                }
            }
        }
        out.push_str("    +------------------------------------\n");
    }

    /// Tells of an exception that nobody can catch.
    pub(crate) fn write_unraisable(&mut self, exception: Value, object: Value) -> PyResult<()> {
        if let Err(raised) = self.report_unraisable(exception, "", object) {
            // The hook failed too: nobody is left to tell but the user.
            let failure = self.catch(raised)?;
            let text = self.report(failure);
            let _ = self.host.stdio().write_error(text.as_bytes());
        }
        Ok(())
    }

    /// Tells of a doubtful construct found while compiling.
    pub(crate) fn warn_syntax(
        &mut self,
        warning: &frontend::syntax::SyntaxWarning,
        filename: &str,
    ) -> PyResult<()> {
        let text = format!("{filename}:{}: SyntaxWarning: {}\n", warning.line, warning.message);
        let _ = self.host.stdio().write_error(text.as_bytes());
        Ok(())
    }
}

fn repeated(out: &mut String, count: usize) {
    if count > REPEATS {
        let more = count - REPEATS;
        let plural = if more == 1 { "" } else { "s" };
        out.push_str(&format!("  [Previous line repeated {more} more time{plural}]\n"));
    }
}

/// The marks under a source line, if they would not cover all of it.
fn carets(line: &str, position: &frontend::bytecode::Position) -> Option<String> {
    if position.line == 0 {
        return None;
    }
    let indent = line.len() - line.trim_start().len();
    let start = position.column as usize;
    let end = if position.end_line > position.line {
        line.trim_end().len()
    } else {
        position.end_column as usize
    };
    if start < indent
        || end <= start
        || end > line.len()
        || !line.is_char_boundary(start)
        || !line.is_char_boundary(end)
    {
        return None;
    }
    let trimmed = line.trim_end();
    if start == indent && end >= trimmed.len() {
        return None;
    }
    let before = line[indent..start].chars().count();
    let width = line[start..end].chars().count();
    Some(format!("{}{}", " ".repeat(before), "^".repeat(width)))
}
