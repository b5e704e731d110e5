//! How deep a syntax tree can become, bounded from its tokens.
//!
//! The parser, the destructor of the tree and the compiler recurse over the tree, so a source
//! whose tree would be too deep is refused before there is one. The bound is an over-estimate:
//! everything that can deepen the tree within one expression counts, and only what certainly
//! begins a new branch (a comma, an assignment, a new statement) takes the count back.

use crate::source::Source;

use super::tokens::{Kind, Token};
use super::{SyntaxError, SyntaxErrorKind};

/// The deepest tree that is handed out, in nested expressions, counted as [`check`] counts.
pub const MAX_DEPTH: usize = 3000;

/// Refuses a source whose tree could be deeper than [`MAX_DEPTH`].
pub(super) fn check(source: &Source, tokens: &[Token]) -> Result<(), SyntaxError> {
    let text = source.text();
    // One entry for each open bracket or list of lambda parameters: the depth it began at.
    let mut frames: Vec<(usize, bool)> = Vec::new();
    let mut base = 0_usize;
    let mut depth = 0_usize;
    let mut blocks = 0_usize;
    for token in tokens {
        match token.kind {
            Kind::Newline => {
                frames.clear();
                (base, depth) = (0, 0);
            }
            Kind::Indent => blocks += 1,
            Kind::Dedent => blocks = blocks.saturating_sub(1),
            Kind::Name | Kind::Operator => {
                let word = text.get(token.start as usize..token.end as usize).unwrap_or_default();
                match word {
                    "(" | "[" | "{" => {
                        depth += 1;
                        frames.push((base, false));
                        // The bracket itself may be one link of a chain of calls, so what comes
                        // after it goes on from `depth`; `base` restarts the count inside.
                        base = depth;
                    }
                    ")" | "]" | "}" => {
                        while let Some((outer, lambda)) = frames.pop() {
                            depth = base;
                            base = outer;
                            if !lambda {
                                break;
                            }
                        }
                    }
                    "lambda" => {
                        depth += 1;
                        frames.push((base, true));
                        base = depth;
                    }
                    ":" if frames.last().is_some_and(|frame| frame.1) => {
                        depth = base;
                        if let Some((outer, _)) = frames.pop() {
                            base = outer;
                        }
                    }
                    "," | "=" | ";" => depth = base,
                    "if" | "else" | "not" | "await" | "for" | "in" | "is" | "and" | "or"
                    | "yield" | "async" | "from" | "as" => depth += 1,
                    ":" => {}
                    _ if token.kind == Kind::Operator => depth += 1,
                    _ => {}
                }
            }
            Kind::FieldStart => depth += 1,
            _ => {}
        }
        if depth.saturating_add(blocks) > MAX_DEPTH {
            let mut error = SyntaxError::at(
                source,
                SyntaxErrorKind::Memory,
                "Parser stack overflowed - Python source too complex to compile".to_owned(),
                token.start,
                token.end,
            );
            error.text_line = None;
            return Err(error);
        }
    }
    Ok(())
}
