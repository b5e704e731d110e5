//! Patterns of `match`.

use ruff_python_ast::{Pattern, Singleton};
use ruff_text_size::Ranged;

use super::{Builder, Field};
use crate::bytecode::Constant;

impl Builder<'_> {
    fn patterns<'p>(&self, patterns: impl IntoIterator<Item = &'p Pattern>) -> Field {
        Field::List(patterns.into_iter().map(|pattern| self.pattern(pattern)).collect())
    }

    /// A pattern as a node.
    pub(super) fn pattern(&self, pattern: &Pattern) -> Field {
        let range = pattern.range();
        match pattern {
            Pattern::MatchValue(node) => {
                self.node("MatchValue", range, vec![("value", self.expression(&node.value))])
            }
            Pattern::MatchSingleton(node) => {
                let constant = match node.value {
                    Singleton::None => Constant::None,
                    Singleton::True => Constant::Bool(true),
                    Singleton::False => Constant::Bool(false),
                };
                self.node("MatchSingleton", range, vec![("value", Field::Constant(constant))])
            }
            Pattern::MatchSequence(node) => {
                self.node("MatchSequence", range, vec![("patterns", self.patterns(&node.patterns))])
            }
            Pattern::MatchMapping(node) => self.node(
                "MatchMapping",
                range,
                vec![
                    ("keys", self.expressions(&node.keys)),
                    ("patterns", self.patterns(&node.patterns)),
                    ("rest", Field::name(node.rest.as_ref())),
                ],
            ),
            Pattern::MatchClass(node) => {
                let keywords = &node.arguments.keywords;
                let attributes = keywords.iter().map(|keyword| Field::name(Some(&keyword.attr)));
                self.node(
                    "MatchClass",
                    range,
                    vec![
                        ("cls", self.expression(&node.cls)),
                        ("patterns", self.patterns(&node.arguments.patterns)),
                        ("kwd_attrs", Field::List(attributes.collect())),
                        (
                            "kwd_patterns",
                            self.patterns(keywords.iter().map(|keyword| &keyword.pattern)),
                        ),
                    ],
                )
            }
            Pattern::MatchStar(node) => {
                self.node("MatchStar", range, vec![("name", Field::name(node.name.as_ref()))])
            }
            Pattern::MatchAs(node) => {
                let inner = node.pattern.as_deref();
                self.node(
                    "MatchAs",
                    range,
                    vec![
                        (
                            "pattern",
                            inner.map_or_else(Field::none, |pattern| self.pattern(pattern)),
                        ),
                        ("name", Field::name(node.name.as_ref())),
                    ],
                )
            }
            Pattern::MatchOr(node) => {
                self.node("MatchOr", range, vec![("patterns", self.patterns(&node.patterns))])
            }
        }
    }
}
