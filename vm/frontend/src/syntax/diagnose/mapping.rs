//! From the parser's errors to CPython's.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{InterpolatedStringErrorType, ParseError, ParseErrorType};

use super::targets;
use super::{View, range_of};
use crate::syntax::tokens::Kind;
use crate::syntax::{SyntaxError, SyntaxErrorKind};

impl View<'_> {
    /// What CPython would say of the parser's error.
    pub(super) fn explain(&self, refusal: &ParseError) -> SyntaxError {
        use ParseErrorType as Type;
        let (start, end) = range_of(refusal);
        let index = self.at(start);
        match &refusal.error {
            Type::OtherError(message) => self.other(message, index, (start, end)),
            Type::UnexpectedIndentation => self.unexpected_indent(index),
            Type::ExpectedToken { expected, .. } => self.expected(*expected, index),
            Type::InvalidAssignmentTarget => self.assignment(start, end),
            Type::InvalidDeleteTarget => {
                self.target(start, end, |what| format!("cannot delete {what}"))
            }
            Type::InvalidNamedAssignmentTarget if self.word(index) == "yield" => {
                let walrus = (index..self.tokens.len()).find(|&index| self.word(index) == ":=");
                self.plain_invalid(walrus.unwrap_or(index))
            }
            Type::InvalidNamedAssignmentTarget => self.target(start, end, |what| {
                format!("cannot use assignment expressions with {what}")
            }),
            Type::InvalidAnnotatedAssignmentTarget => self.target(start, end, |what| match what {
                "tuple" | "list" => format!("only single target (not {what}) can be annotated"),
                _ => "illegal target for annotation".to_owned(),
            }),
            Type::InvalidAugmentedAssignmentTarget => self.target(start, end, |what| {
                format!("'{what}' is an illegal expression for augmented assignment")
            }),
            Type::PositionalAfterKeywordArgument => {
                self.on("positional argument follows keyword argument", self.closing(index))
            }
            Type::PositionalAfterKeywordUnpacking => self
                .on("positional argument follows keyword argument unpacking", self.closing(index)),
            Type::InvalidArgumentUnpackingOrder => self.error(
                "iterable argument unpacking follows keyword argument unpacking",
                self.tokens[index.saturating_sub(1)].start,
                self.tokens[self.closing(index).saturating_sub(1)].end,
            ),
            Type::UnparenthesizedGeneratorExpression => {
                self.error("Generator expression must be parenthesized", start, end)
            }
            Type::NonDefaultParamAfterDefaultParam => {
                self.on("parameter without a default follows parameter with a default", index)
            }
            Type::ParamAfterVarKeywordParam => {
                self.on("arguments cannot follow var-keyword argument", index)
            }
            Type::VarParameterWithDefault => {
                let equals = (index..self.tokens.len()).find(|&index| self.word(index) == "=");
                let equals = equals.unwrap_or(index);
                let double = (0..equals).rev().find(|&index| self.word(index).starts_with('*'));
                let kind = match double.map(|index| self.word(index)) {
                    Some("**") => "var-keyword",
                    _ => "var-positional",
                };
                self.on(format!("{kind} argument cannot have default value"), equals)
            }
            Type::ExpectedKeywordParam => {
                let star = (0..=index).rev().find(|&index| self.word(index) == "*");
                self.on("named arguments must follow bare *", star.unwrap_or(index))
            }
            Type::InvalidStarredExpressionUsage
                if index > 0 && self.word(index - 1) == ":" && self.level(index) > 0 =>
            {
                self.error("cannot use a starred expression in a dictionary value", start, end)
            }
            Type::InvalidStarredExpressionUsage | Type::InvalidStarPatternUsage => {
                self.error("can't use starred expression here", start, end)
            }
            Type::IterableUnpackingInComprehension => {
                self.error("iterable unpacking cannot be used in comprehension", start, end)
            }
            Type::EmptyImportNames => {
                let mut error = self.on("Expected one or more names after 'import'", index);
                if matches!(self.kind(index), Kind::Newline | Kind::End) {
                    error.end_column = error.column;
                }
                error
            }
            Type::FStringError(kind) => self.interpolated("f-string", kind, start, end),
            Type::TStringError(kind) => self.interpolated("t-string", kind, start, end),
            Type::ExpectedExpression => self.expected_expression(index),
            Type::UnparenthesizedNamedExpression => {
                let walrus = (index..self.tokens.len()).find(|&index| self.word(index) == ":=");
                self.invalid(walrus.unwrap_or(index))
            }
            _ => self.invalid(index),
        }
    }

    /// The bracket that closes what a token is in.
    fn closing(&self, index: usize) -> usize {
        let level = self.level(index);
        (index..self.tokens.len())
            .find(|&index| self.tokens[index].level < level || self.kind(index) == Kind::End)
            .unwrap_or(index)
    }

    fn unexpected_indent(&self, index: usize) -> SyntaxError {
        let offset = match self.kind(index) {
            Kind::Indent => self.tokens[index].end,
            _ => self.tokens[index].start,
        };
        let mut error = SyntaxError::at(
            self.source,
            SyntaxErrorKind::Indentation,
            "unexpected indent".to_owned(),
            offset,
            offset,
        );
        error.column = error.column.saturating_sub(1);
        error.end_column = 0;
        error
    }

    fn other(&self, message: &str, index: usize, range: (u32, u32)) -> SyntaxError {
        if let Some(rest) = message.strip_prefix("Expected an indented block after ") {
            return self.no_block(rest, index);
        }
        if message.contains("`except` or `finally`") && message.contains("after `try`") {
            return self.on("expected 'except' or 'finally' block", self.past_layout(index));
        }
        if message.starts_with("Trailing comma not allowed") {
            let next = if self.word(index) == "," { index + 1 } else { index };
            let statement = self.statement(index);
            if self.word(statement) == "from" {
                return self.on("trailing comma not allowed without surrounding parentheses", next);
            }
            return self.invalid(next);
        }
        if message.contains("cannot be mixed") {
            return self.mixed_literals(index);
        }
        if message.contains("unparenthesized") && message.contains("except")
            || message.starts_with("Multiple exception types must be parenthesized")
        {
            let last = (index..self.tokens.len())
                .find(|&index| self.word(index + 1) == ":" || self.is_layout(index + 1))
                .unwrap_or(index);
            return self.between("multiple exception types must be parenthesized", index, last);
        }
        if message.starts_with("Expected a parameter name") {
            return self.keyword_argument(index);
        }
        if message.starts_with("Only single target") {
            let (start, end) = (self.tokens[index].start, range.1);
            return self.error(message.replacen("Only", "only", 1), start, end);
        }
        if message.starts_with("Cannot have both 'except' and 'except*'") {
            let header = (index..self.tokens.len())
                .find(|&index| self.word(index) == "except")
                .unwrap_or(index);
            return self.on("cannot have both 'except' and 'except*' on the same 'try'", header);
        }
        if message.starts_with("'/' parameter must appear before") {
            return self.on("/ must be ahead of *", index);
        }
        if message.starts_with("Only one '/' separator") {
            return self.on("/ may appear only once", index);
        }
        if message.contains("Only one '*' parameter") || message.contains("Only one `*` parameter")
        {
            return self.on("* argument may appear only once", index);
        }
        if message.starts_with("Expected one or more") {
            return self.on("expected one or more exception types", index);
        }
        self.invalid(self.past_layout_if_layout(index))
    }

    /// `expression=value` as an argument.
    fn keyword_argument(&self, index: usize) -> SyntaxError {
        let level = self.level(index);
        let equals = (index..self.tokens.len())
            .find(|&index| self.level(index) == level && self.word(index) == "=");
        let Some(equals) = equals.filter(|&equals| equals > index) else {
            return self.invalid(index);
        };
        let word = self.word(index);
        if equals == index + 1 && matches!(word, "True" | "False" | "None") {
            return self.between(format!("cannot assign to {word}"), index, equals);
        }
        self.between(
            "expression cannot contain assignment, perhaps you meant \"==\"?",
            index,
            equals,
        )
    }

    fn past_layout(&self, index: usize) -> usize {
        let mut index = index;
        while matches!(self.kind(index), Kind::Newline | Kind::Indent | Kind::Dedent)
            && index + 1 < self.tokens.len()
            && self.kind(index + 1) != Kind::End
        {
            index += 1;
        }
        index
    }

    fn past_layout_if_layout(&self, index: usize) -> usize {
        if matches!(self.kind(index), Kind::Indent | Kind::Dedent) {
            self.past_layout(index)
        } else {
            index
        }
    }

    /// A header without a block. `what` is the parser's description of it.
    fn no_block(&self, what: &str, index: usize) -> SyntaxError {
        let at = self.past_layout(index);
        // The header ends in the colon before.
        let colon = (0..at).rev().find(|&index| !self.is_layout(index)).unwrap_or(0);
        let header = self.statement(colon);
        let line = self.source.line_of(self.tokens[header].start);
        let keyword = match self.word(header) {
            "async" => self.word(header + 1),
            word => word,
        };
        let described = match keyword {
            "def" => "function definition".to_owned(),
            "class" => "class definition".to_owned(),
            "except" if self.word(header + 1) == "*" => "'except*' statement".to_owned(),
            "if" | "elif" | "else" | "for" | "while" | "with" | "try" | "except" | "finally"
            | "match" | "case" => format!("'{keyword}' statement"),
            _ => what.replace('`', "'"),
        };
        let mut error =
            self.on(format!("expected an indented block after {described} on line {line}"), at);
        error.kind = SyntaxErrorKind::Indentation;
        error
    }

    fn mixed_literals(&self, index: usize) -> SyntaxError {
        let mut last = index;
        while matches!(
            self.kind(last),
            Kind::String | Kind::FieldStart | Kind::FieldText | Kind::FieldEnd
        ) {
            last += 1;
        }
        let prefixed = |index: usize| {
            self.word(index).split(['\'', '"']).next().unwrap_or("").to_ascii_lowercase()
        };
        let has_template = (index..last)
            .any(|index| self.kind(index) == Kind::FieldStart && prefixed(index).contains('t'));
        let message = if has_template {
            "cannot mix t-string literals with string or bytes literals"
        } else {
            "cannot mix bytes and nonbytes literals"
        };
        self.on(message, last)
    }

    fn expected(&self, expected: TokenKind, index: usize) -> SyntaxError {
        let first = self.statement(index);
        let keyword = match self.word(first) {
            "async" => self.word(first + 1),
            word => word,
        };
        let is_line_end = matches!(self.kind(index), Kind::Newline | Kind::End);
        if self.word(index) == "for" && self.level(index) > 0 {
            return self.comprehension_target(index);
        }
        if self.word(index) == "(" && matches!(keyword, "def") && self.level(index) == 1
            || self.word(index) == "(" && index > 0 && self.word(index - 1) == "lambda"
        {
            let what = if self.word(index.saturating_sub(1)) == "lambda" {
                "Lambda expression"
            } else {
                "Function"
            };
            let last = self.closing(index + 1);
            return self.between(format!("{what} parameters cannot be parenthesized"), index, last);
        }
        if keyword == "def" && self.level(index) == 1 {
            return self.plain_invalid(index);
        }
        if self.word(index).ends_with('=') && self.word(index).len() > 1 && index > first {
            let target = (self.tokens[first].start, self.tokens[index - 1].end);
            return self.target(target.0, target.1, |what| {
                format!("'{what}' is an illegal expression for augmented assignment")
            });
        }
        match expected {
            TokenKind::Colon if self.level(index) > 0 => self.in_brackets(index),
            TokenKind::Colon => {
                if self.word(index) == "="
                    && let Some(hint) = self.meant_comparison(index)
                {
                    return hint;
                }
                let forced = matches!(keyword, "def" | "else" | "try" | "finally" | "class");
                let known = matches!(
                    keyword,
                    "if" | "elif" | "while" | "for" | "with" | "match" | "case" | "except"
                );
                if forced || known && is_line_end {
                    return self.on("expected ':'", index);
                }
                self.invalid(index)
            }
            TokenKind::Lpar if keyword == "def" => self.on("expected '('", index),
            TokenKind::Else => {
                let start = index
                    .checked_sub(1)
                    .and_then(|last| self.start_of_conditional(last))
                    .unwrap_or(index);
                self.between(
                    "expected 'else' after 'if' expression",
                    start,
                    index.saturating_sub(1),
                )
            }
            TokenKind::In if self.level(index) > 0 => {
                self.on("'in' expected after for-loop variables", index)
            }
            _ => self.invalid(index),
        }
    }

    /// `[a, b for …]`.
    fn comprehension_target(&self, index: usize) -> SyntaxError {
        let level = self.level(index);
        let open = (0..index)
            .rev()
            .find(|&index| self.level(index) < level && self.tokens[index].level == level);
        if let Some(open) = open
            && matches!(self.word(open), "[" | "{")
            && (open + 1..index)
                .any(|index| self.tokens[index].level == level && self.word(index) == ",")
        {
            return self.between(
                "did you forget parentheses around the comprehension target?",
                open + 1,
                index - 1,
            );
        }
        self.plain_invalid(index)
    }

    /// The first token of `a if b` that ends at a token.
    fn start_of_conditional(&self, last: usize) -> Option<usize> {
        let condition = self.start_of_disjunction(last)?;
        self.start_of_disjunction(condition.checked_sub(2)?)
    }

    /// A colon is missing within braces (or a lambda's).
    fn in_brackets(&self, index: usize) -> SyntaxError {
        let level = self.level(index);
        let open = (0..index)
            .rev()
            .find(|&index| self.level(index) < level && self.tokens[index].level == level);
        let in_dict = open.is_some_and(|open| {
            self.word(open) == "{"
                && (open..index)
                    .any(|index| self.tokens[index].level == level && self.word(index) == ":")
        });
        if in_dict && index > 0 && self.ends_expression(index - 1) {
            let key = self.tokens[index - 1];
            let mut error = self.error("':' expected after dictionary key", key.end, key.end);
            error.column = error.column.saturating_sub(1);
            error.end_column = 0;
            return error;
        }
        self.invalid(index)
    }

    fn expected_expression(&self, index: usize) -> SyntaxError {
        let before = index.saturating_sub(1);
        if self.level(index) > 0
            && self.word(before) == ":"
            && matches!(self.word(index), "}" | ",")
        {
            return self.on("expression expected after dictionary key and ':'", before);
        }
        if self.word(before) == "="
            && matches!(self.word(index), ")" | ",")
            && index >= 2
            && self.kind(index - 2) == Kind::Name
        {
            return self.between("expected argument value expression", index - 2, before);
        }
        if self.word(before) == "*" && self.word(index) == ")" {
            return self.on("Invalid star expression", index);
        }
        if self.kind(before) == Kind::Operator
            && self.word(before) == "{"
            && self.word(index) == "}"
            && self.in_field(before)
        {
            let what = self.string_kind(before);
            return self.on(format!("{what}: valid expression required before '}}'"), index);
        }
        self.invalid(self.past_layout_if_layout(index))
    }

    /// What the string is called that a replacement field is in.
    fn string_kind(&self, brace: usize) -> &'static str {
        let start = (0..brace).rev().find(|&index| self.kind(index) == Kind::FieldStart);
        match start.map(|index| self.word(index).to_ascii_lowercase()) {
            Some(prefix) if prefix.contains('t') => "t-string",
            _ => "f-string",
        }
    }

    /// Is an opening brace that of a replacement field?
    fn in_field(&self, brace: usize) -> bool {
        (0..brace).rev().find_map(|index| match self.kind(index) {
            Kind::FieldStart | Kind::FieldText => Some(true),
            Kind::FieldEnd | Kind::Newline => Some(false),
            _ => None,
        }) == Some(true)
    }

    fn interpolated(
        &self,
        what: &str,
        kind: &InterpolatedStringErrorType,
        start: u32,
        end: u32,
    ) -> SyntaxError {
        use InterpolatedStringErrorType as Type;
        let index = self.at(start);
        match kind {
            Type::UnclosedLbrace if self.hint(index).is_some() => self.invalid(index),
            Type::UnclosedLbrace => {
                let mut error = self.on(format!("{what}: expecting '}}'"), index);
                error.end_line = error.line;
                error.end_column = error.column;
                error
            }
            Type::InvalidConversionFlag if self.word(index) == "}" => {
                self.on(format!("{what}: missing conversion character"), index)
            }
            Type::InvalidConversionFlag => {
                let name = self.word(index);
                self.error(
                    format!(
                        "{what}: invalid conversion character '{name}': expected 's', 'r', or 'a'"
                    ),
                    start,
                    end,
                )
            }
            Type::SingleRbrace => {
                self.error(format!("{what}: single '}}' is not allowed"), start, start)
            }
            Type::LambdaWithoutParentheses => self.error(
                format!("{what}: lambda expressions are not allowed without parentheses"),
                start,
                end,
            ),
            Type::ConversionFlagNotImmediatelyAfterExclamation => self.on(
                format!("{what}: conversion type must come right after the exclamation mark"),
                index,
            ),
            _ => self.invalid(index),
        }
    }

    fn target(&self, start: u32, end: u32, message: impl Fn(&str) -> String) -> SyntaxError {
        let text = self.text.get(start as usize..end as usize).unwrap_or("");
        let what = match text.strip_prefix('*') {
            Some(_) => "starred",
            None => targets::describe(text).unwrap_or("expression"),
        };
        self.error(message(what), start, end)
    }

    fn assignment(&self, start: u32, end: u32) -> SyntaxError {
        let text = self.text.get(start as usize..end as usize).unwrap_or("");
        let what = targets::describe(text).unwrap_or("expression");
        let index = self.at(start);
        let first = self.statement(index);
        let keyword = match self.word(first) {
            "async" => self.word(first + 1),
            word => word,
        };
        if matches!(keyword, "for" | "with") && self.level(index) == 0
            || !self.tokens[first..].iter().any(|token| token.start <= start)
        {
            return self.error(format!("cannot assign to {what}"), start, end);
        }
        let last = self.end_of_line(first);
        let equals: Vec<usize> = (first..=last)
            .filter(|&index| self.level(index) == 0 && self.word(index) == "=")
            .collect();
        // A target alone before the only `=`, and of a kind that is compared: `==` may have been meant.
        let whole = equals.first().is_some_and(|&equals| {
            let target = self.tokens[first].start as usize..self.tokens[equals - 1].end as usize;
            self.text.get(target).is_some_and(|target| {
                let opening = target.trim_start();
                let bad_start =
                    ["True", "False", "None"].iter().any(|word| opening.starts_with(word))
                        || opening.starts_with('(') && self.begins_with_tuple(first)
                        || opening.starts_with('[') && self.begins_with_list(first);
                targets::binds_tightly(target)
                    && !bad_start
                    && self.tokens[equals - 1].end >= end
                    && !matches!(targets::describe(target), Some("tuple" | "list"))
            })
        });
        if whole && equals.len() == 1 {
            return self.error(
                format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"),
                start,
                end,
            );
        }
        if what == "yield expression" {
            return self.error("assignment to yield expression not possible", start, end);
        }
        self.error(format!("cannot assign to {what}"), start, end)
    }

    /// The text of the bracketed part that begins at a token.
    fn group(&self, open: usize) -> Option<&str> {
        let level = self.level(open);
        let close =
            (open + 1..self.tokens.len()).find(|&index| self.tokens[index].level == level)?;
        self.text.get(self.tokens[open].start as usize..self.tokens[close].end as usize)
    }

    fn begins_with_tuple(&self, open: usize) -> bool {
        let what = self.group(open).and_then(targets::describe);
        matches!(what, Some("tuple" | "generator expression"))
    }

    fn begins_with_list(&self, open: usize) -> bool {
        self.group(open).and_then(targets::describe) == Some("list")
    }
}
