//! Statements.

use ruff_python_ast::{
    Alias, Decorator, ElifElseClause, ExceptHandler, Stmt, StmtClassDef, StmtFunctionDef, StmtIf,
    StmtTry,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{Builder, Field};

impl Builder<'_> {
    /// Statements as a list.
    pub(super) fn block(&self, body: &[Stmt]) -> Field {
        Field::List(body.iter().map(|statement| self.statement(statement)).collect())
    }

    fn statement(&self, statement: &Stmt) -> Field {
        let range = statement.range();
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::Return(node) => {
                self.node("Return", range, vec![("value", self.optional(node.value.as_deref()))])
            }
            Stmt::Delete(node) => {
                self.node("Delete", range, vec![("targets", self.expressions(&node.targets))])
            }
            Stmt::Assign(node) => self.node(
                "Assign",
                range,
                vec![
                    ("targets", self.expressions(&node.targets)),
                    ("value", self.expression(&node.value)),
                    ("type_comment", Field::none()),
                ],
            ),
            Stmt::TypeAlias(node) => self.node(
                "TypeAlias",
                range,
                vec![
                    ("name", self.expression(&node.name)),
                    ("type_params", self.type_parameters(node.type_params.as_deref())),
                    ("value", self.expression(&node.value)),
                ],
            ),
            Stmt::AugAssign(node) => self.node(
                "AugAssign",
                range,
                vec![
                    ("target", self.expression(&node.target)),
                    ("op", Self::operator(node.op)),
                    ("value", self.expression(&node.value)),
                ],
            ),
            Stmt::AnnAssign(node) => self.node(
                "AnnAssign",
                range,
                vec![
                    ("target", self.expression(&node.target)),
                    ("annotation", self.expression(&node.annotation)),
                    ("value", self.optional(node.value.as_deref())),
                    ("simple", Field::int(i64::from(node.simple))),
                ],
            ),
            Stmt::For(node) => self.node(
                if node.is_async { "AsyncFor" } else { "For" },
                range,
                vec![
                    ("target", self.expression(&node.target)),
                    ("iter", self.expression(&node.iter)),
                    ("body", self.block(&node.body)),
                    ("orelse", self.block(&node.orelse)),
                    ("type_comment", Field::none()),
                ],
            ),
            Stmt::While(node) => self.node(
                "While",
                range,
                vec![
                    ("test", self.expression(&node.test)),
                    ("body", self.block(&node.body)),
                    ("orelse", self.block(&node.orelse)),
                ],
            ),
            Stmt::If(node) => self.conditional(node),
            Stmt::With(node) => self.node(
                if node.is_async { "AsyncWith" } else { "With" },
                range,
                vec![
                    (
                        "items",
                        Field::List(
                            node.items
                                .iter()
                                .map(|item| {
                                    Self::unplaced(
                                        "withitem",
                                        vec![
                                            ("context_expr", self.expression(&item.context_expr)),
                                            (
                                                "optional_vars",
                                                self.optional(item.optional_vars.as_deref()),
                                            ),
                                        ],
                                    )
                                })
                                .collect(),
                        ),
                    ),
                    ("body", self.block(&node.body)),
                    ("type_comment", Field::none()),
                ],
            ),
            Stmt::Match(node) => self.node(
                "Match",
                range,
                vec![
                    ("subject", self.expression(&node.subject)),
                    (
                        "cases",
                        Field::List(
                            node.cases
                                .iter()
                                .map(|case| {
                                    Self::unplaced(
                                        "match_case",
                                        vec![
                                            ("pattern", self.pattern(&case.pattern)),
                                            ("guard", self.optional(case.guard.as_deref())),
                                            ("body", self.block(&case.body)),
                                        ],
                                    )
                                })
                                .collect(),
                        ),
                    ),
                ],
            ),
            Stmt::Raise(node) => self.node(
                "Raise",
                range,
                vec![
                    ("exc", self.optional(node.exc.as_deref())),
                    ("cause", self.optional(node.cause.as_deref())),
                ],
            ),
            Stmt::Try(node) => self.try_statement(node),
            Stmt::Assert(node) => self.node(
                "Assert",
                range,
                vec![
                    ("test", self.expression(&node.test)),
                    ("msg", self.optional(node.msg.as_deref())),
                ],
            ),
            Stmt::Import(node) => {
                self.node("Import", range, vec![("names", self.aliases(&node.names))])
            }
            Stmt::ImportFrom(node) => self.node(
                "ImportFrom",
                range,
                vec![
                    ("module", Field::name(node.module.as_ref())),
                    ("names", self.aliases(&node.names)),
                    ("level", Field::int(i64::from(node.level))),
                ],
            ),
            Stmt::Global(node) => self.node("Global", range, vec![("names", names(&node.names))]),
            Stmt::Nonlocal(node) => {
                self.node("Nonlocal", range, vec![("names", names(&node.names))])
            }
            Stmt::Expr(node) => {
                self.node("Expr", range, vec![("value", self.expression(&node.value))])
            }
            Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => self.node("Pass", range, Vec::new()),
            Stmt::Break(_) => self.node("Break", range, Vec::new()),
            Stmt::Continue(_) => self.node("Continue", range, Vec::new()),
        }
    }

    fn decorators(&self, decorators: &[Decorator]) -> Field {
        Field::List(
            decorators.iter().map(|decorator| self.expression(&decorator.expression)).collect(),
        )
    }

    /// The range of a definition without its decorators.
    fn undecorated(&self, range: TextRange, decorators: &[Decorator]) -> TextRange {
        let Some(last) = decorators.last() else { return range };
        let mut at = last.range().end().to_usize();
        let text = self.source.text();
        loop {
            let rest = &text[at..];
            let trimmed = rest.trim_start();
            at += rest.len() - trimmed.len();
            if !trimmed.starts_with('#') {
                break;
            }
            at += trimmed.find(['\n', '\r']).unwrap_or(trimmed.len());
        }
        TextRange::new(TextSize::from(at as u32).min(range.end()), range.end())
    }

    fn function(&self, node: &StmtFunctionDef) -> Field {
        let range = self.undecorated(node.range, &node.decorator_list);
        self.node(
            if node.is_async { "AsyncFunctionDef" } else { "FunctionDef" },
            range,
            vec![
                ("name", Field::name(Some(&node.name))),
                ("args", self.parameters(&node.parameters)),
                ("body", self.block(&node.body)),
                ("decorator_list", self.decorators(&node.decorator_list)),
                ("returns", self.optional(node.returns.as_deref())),
                ("type_comment", Field::none()),
                ("type_params", self.type_parameters(node.type_params.as_deref())),
            ],
        )
    }

    fn class(&self, node: &StmtClassDef) -> Field {
        let range = self.undecorated(node.range, &node.decorator_list);
        let (bases, keywords) = match &node.arguments {
            Some(arguments) => (self.expressions(&arguments.args), self.keywords(arguments)),
            None => (Field::List(Vec::new()), Field::List(Vec::new())),
        };
        self.node(
            "ClassDef",
            range,
            vec![
                ("name", Field::name(Some(&node.name))),
                ("bases", bases),
                ("keywords", keywords),
                ("body", self.block(&node.body)),
                ("decorator_list", self.decorators(&node.decorator_list)),
                ("type_params", self.type_parameters(node.type_params.as_deref())),
            ],
        )
    }

    fn conditional(&self, node: &StmtIf) -> Field {
        let orelse = self.otherwise(&node.elif_else_clauses, node.range);
        self.node(
            "If",
            node.range,
            vec![
                ("test", self.expression(&node.test)),
                ("body", self.block(&node.body)),
                ("orelse", orelse),
            ],
        )
    }

    /// `elif` and `else` as what an `if` does otherwise.
    fn otherwise(&self, clauses: &[ElifElseClause], whole: TextRange) -> Field {
        // From the last one inwards, so that long chains do not recurse.
        let mut orelse = Field::List(Vec::new());
        for clause in clauses.iter().rev() {
            orelse = match &clause.test {
                None => self.block(&clause.body),
                Some(test) => Field::List(vec![self.node(
                    "If",
                    TextRange::new(clause.range.start(), whole.end()),
                    vec![
                        ("test", self.expression(test)),
                        ("body", self.block(&clause.body)),
                        ("orelse", orelse),
                    ],
                )]),
            };
        }
        orelse
    }

    fn try_statement(&self, node: &StmtTry) -> Field {
        let handlers = node.handlers.iter().map(|handler| {
            let ExceptHandler::ExceptHandler(handler) = handler;
            self.node(
                "ExceptHandler",
                handler.range,
                vec![
                    ("type", self.optional(handler.type_.as_deref())),
                    ("name", Field::name(handler.name.as_ref())),
                    ("body", self.block(&handler.body)),
                ],
            )
        });
        self.node(
            if node.is_star { "TryStar" } else { "Try" },
            node.range,
            vec![
                ("body", self.block(&node.body)),
                ("handlers", Field::List(handlers.collect())),
                ("orelse", self.block(&node.orelse)),
                ("finalbody", self.block(&node.finalbody)),
            ],
        )
    }

    fn aliases(&self, aliases: &[Alias]) -> Field {
        Field::List(
            aliases
                .iter()
                .map(|alias| {
                    self.node(
                        "alias",
                        alias.range,
                        vec![
                            ("name", Field::name(Some(&alias.name))),
                            ("asname", Field::name(alias.asname.as_ref())),
                        ],
                    )
                })
                .collect(),
        )
    }
}

fn names(names: &[ruff_python_ast::Identifier]) -> Field {
    Field::List(names.iter().map(|name| Field::name(Some(name))).collect())
}
