//! Expressions.

use ruff_python_ast::{
    Arguments, BoolOp, CmpOp, Comprehension, ConversionFlag, Expr, ExprCall, ExprContext,
    FStringPart, InterpolatedElement, InterpolatedStringElement, InterpolatedStringElements,
    Operator, Parameter, Parameters, UnaryOp,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{Builder, Field, Node};
use crate::bytecode::Constant;
use crate::compile::fold;

/// The pieces of an f-string or t-string; neighbouring literals become one.
#[derive(Default)]
struct Pieces {
    fields: Vec<Field>,
    text: String,
    range: Option<TextRange>,
}

impl Builder<'_> {
    /// A node without a place.
    pub(super) fn unplaced(class: &'static str, fields: Vec<(&'static str, Field)>) -> Field {
        Field::Node(Box::new(Node { class, fields, place: None }))
    }

    /// Expressions as a list.
    pub(super) fn expressions(&self, expressions: &[Expr]) -> Field {
        Field::List(expressions.iter().map(|expression| self.expression(expression)).collect())
    }

    /// An expression, or `None`.
    pub(super) fn optional(&self, expression: Option<&Expr>) -> Field {
        expression.map_or_else(Field::none, |expression| self.expression(expression))
    }

    /// The class of a binary operator.
    pub(super) fn operator(operator: Operator) -> Field {
        Field::mark(match operator {
            Operator::Add => "Add",
            Operator::Sub => "Sub",
            Operator::Mult => "Mult",
            Operator::MatMult => "MatMult",
            Operator::Div => "Div",
            Operator::Mod => "Mod",
            Operator::Pow => "Pow",
            Operator::LShift => "LShift",
            Operator::RShift => "RShift",
            Operator::BitOr => "BitOr",
            Operator::BitXor => "BitXor",
            Operator::BitAnd => "BitAnd",
            Operator::FloorDiv => "FloorDiv",
        })
    }

    fn comparison(operator: CmpOp) -> Field {
        Field::mark(match operator {
            CmpOp::Eq => "Eq",
            CmpOp::NotEq => "NotEq",
            CmpOp::Lt => "Lt",
            CmpOp::LtE => "LtE",
            CmpOp::Gt => "Gt",
            CmpOp::GtE => "GtE",
            CmpOp::Is => "Is",
            CmpOp::IsNot => "IsNot",
            CmpOp::In => "In",
            CmpOp::NotIn => "NotIn",
        })
    }

    fn context(context: ExprContext) -> Field {
        Field::mark(match context {
            ExprContext::Store => "Store",
            ExprContext::Del => "Del",
            ExprContext::Load | ExprContext::Invalid => "Load",
        })
    }

    fn constant(&self, range: TextRange, constant: Constant, kind: Field) -> Field {
        self.node("Constant", range, vec![("value", Field::Constant(constant)), ("kind", kind)])
    }

    fn plain(&self, range: TextRange, constant: Constant) -> Field {
        self.constant(range, constant, Field::none())
    }

    /// An expression as a node.
    pub(super) fn expression(&self, expression: &Expr) -> Field {
        let range = expression.range();
        match expression {
            Expr::BoolOp(node) => self.node(
                "BoolOp",
                range,
                vec![
                    ("op", Field::mark(if node.op == BoolOp::And { "And" } else { "Or" })),
                    ("values", self.expressions(&node.values)),
                ],
            ),
            Expr::Named(node) => self.node(
                "NamedExpr",
                range,
                vec![
                    ("target", self.expression(&node.target)),
                    ("value", self.expression(&node.value)),
                ],
            ),
            Expr::BinOp(node) => self.node(
                "BinOp",
                range,
                vec![
                    ("left", self.expression(&node.left)),
                    ("op", Self::operator(node.op)),
                    ("right", self.expression(&node.right)),
                ],
            ),
            Expr::UnaryOp(node) => self.node(
                "UnaryOp",
                range,
                vec![
                    (
                        "op",
                        Field::mark(match node.op {
                            UnaryOp::Invert => "Invert",
                            UnaryOp::Not => "Not",
                            UnaryOp::UAdd => "UAdd",
                            UnaryOp::USub => "USub",
                        }),
                    ),
                    ("operand", self.expression(&node.operand)),
                ],
            ),
            Expr::Lambda(node) => {
                let parameters = match &node.parameters {
                    Some(parameters) => self.parameters(parameters),
                    None => self.parameters(&Parameters::default()),
                };
                self.node(
                    "Lambda",
                    range,
                    vec![("args", parameters), ("body", self.expression(&node.body))],
                )
            }
            Expr::If(node) => self.node(
                "IfExp",
                range,
                vec![
                    ("test", self.expression(&node.test)),
                    ("body", self.expression(&node.body)),
                    ("orelse", self.expression(&node.orelse)),
                ],
            ),
            Expr::Dict(node) => self.node(
                "Dict",
                range,
                vec![
                    (
                        "keys",
                        Field::List(
                            node.items
                                .iter()
                                .map(|item| self.optional(item.key.as_ref()))
                                .collect(),
                        ),
                    ),
                    (
                        "values",
                        Field::List(
                            node.items.iter().map(|item| self.expression(&item.value)).collect(),
                        ),
                    ),
                ],
            ),
            Expr::Set(node) => {
                self.node("Set", range, vec![("elts", self.expressions(&node.elts))])
            }
            Expr::ListComp(node) => {
                self.comprehension("ListComp", range, &node.elt, &node.generators)
            }
            Expr::SetComp(node) => {
                self.comprehension("SetComp", range, &node.elt, &node.generators)
            }
            Expr::Generator(node) => {
                self.comprehension("GeneratorExp", range, &node.elt, &node.generators)
            }
            Expr::DictComp(node) => self.node(
                "DictComp",
                range,
                vec![
                    ("key", self.optional(node.key.as_deref())),
                    ("value", self.expression(&node.value)),
                    ("generators", self.generators(&node.generators)),
                ],
            ),
            Expr::Await(node) => {
                self.node("Await", range, vec![("value", self.expression(&node.value))])
            }
            Expr::Yield(node) => {
                self.node("Yield", range, vec![("value", self.optional(node.value.as_deref()))])
            }
            Expr::YieldFrom(node) => {
                self.node("YieldFrom", range, vec![("value", self.expression(&node.value))])
            }
            Expr::Compare(node) => {
                let operators = node.ops.iter().map(|&operator| Self::comparison(operator));
                self.node(
                    "Compare",
                    range,
                    vec![
                        ("left", self.expression(&node.left)),
                        ("ops", Field::List(operators.collect())),
                        ("comparators", self.expressions(&node.comparators)),
                    ],
                )
            }
            Expr::Call(node) => self.call(node, range),
            Expr::FString(node) => {
                let mut pieces = Pieces::default();
                for part in node.value.iter() {
                    match part {
                        FStringPart::Literal(literal) => {
                            self.literal(&mut pieces, &literal.value, literal.range);
                        }
                        FStringPart::FString(string) => self.pieces(&mut pieces, &string.elements),
                    }
                }
                let values = self.finish(pieces);
                self.node("JoinedStr", range, vec![("values", values)])
            }
            Expr::TString(node) => {
                let mut pieces = Pieces::default();
                for part in node.value.iter() {
                    for element in &part.elements {
                        match element {
                            InterpolatedStringElement::Literal(literal) => {
                                self.literal(&mut pieces, &literal.value, literal.range);
                            }
                            InterpolatedStringElement::Interpolation(field) => {
                                self.field(&mut pieces, field, true);
                            }
                        }
                    }
                }
                let values = self.finish(pieces);
                self.node("TemplateStr", range, vec![("values", values)])
            }
            Expr::StringLiteral(node) => {
                let unicode =
                    node.value.iter().next().is_some_and(|part| part.flags.prefix().is_unicode());
                let kind = if unicode { Field::text("u") } else { Field::none() };
                self.constant(range, Constant::Str(fold::string(node, self.source.text())), kind)
            }
            Expr::BytesLiteral(node) => {
                let bytes: Vec<u8> =
                    node.value.iter().flat_map(|part| part.value.iter().copied()).collect();
                self.plain(range, Constant::Bytes(bytes.into()))
            }
            Expr::NumberLiteral(node) => {
                self.plain(range, fold::number(&node.value).unwrap_or(Constant::None))
            }
            Expr::BooleanLiteral(node) => self.plain(range, Constant::Bool(node.value)),
            Expr::NoneLiteral(_) | Expr::IpyEscapeCommand(_) => self.plain(range, Constant::None),
            Expr::EllipsisLiteral(_) => self.plain(range, Constant::Ellipsis),
            Expr::Attribute(node) => self.node(
                "Attribute",
                range,
                vec![
                    ("value", self.expression(&node.value)),
                    ("attr", Field::name(Some(&node.attr))),
                    ("ctx", Self::context(node.ctx)),
                ],
            ),
            Expr::Subscript(node) => self.node(
                "Subscript",
                range,
                vec![
                    ("value", self.expression(&node.value)),
                    ("slice", self.expression(&node.slice)),
                    ("ctx", Self::context(node.ctx)),
                ],
            ),
            Expr::Starred(node) => self.node(
                "Starred",
                range,
                vec![("value", self.expression(&node.value)), ("ctx", Self::context(node.ctx))],
            ),
            Expr::Name(node) => self.node(
                "Name",
                range,
                vec![("id", Field::text(node.id.as_str())), ("ctx", Self::context(node.ctx))],
            ),
            Expr::List(node) => self.node(
                "List",
                range,
                vec![("elts", self.expressions(&node.elts)), ("ctx", Self::context(node.ctx))],
            ),
            Expr::Tuple(node) => self.node(
                "Tuple",
                range,
                vec![("elts", self.expressions(&node.elts)), ("ctx", Self::context(node.ctx))],
            ),
            Expr::Slice(node) => self.node(
                "Slice",
                range,
                vec![
                    ("lower", self.optional(node.lower.as_deref())),
                    ("upper", self.optional(node.upper.as_deref())),
                    ("step", self.optional(node.step.as_deref())),
                ],
            ),
        }
    }

    fn call(&self, node: &ExprCall, range: TextRange) -> Field {
        let arguments = match &*node.arguments.args {
            // A generator that is the only argument has the call's parentheses.
            [Expr::Generator(generator)] if !generator.parenthesized => {
                Field::List(vec![self.comprehension(
                    "GeneratorExp",
                    node.arguments.range(),
                    &generator.elt,
                    &generator.generators,
                )])
            }
            arguments => self.expressions(arguments),
        };
        self.node(
            "Call",
            range,
            vec![
                ("func", self.expression(&node.func)),
                ("args", arguments),
                ("keywords", self.keywords(&node.arguments)),
            ],
        )
    }

    /// The keyword arguments of a call or class.
    pub(super) fn keywords(&self, arguments: &Arguments) -> Field {
        Field::List(
            arguments
                .keywords
                .iter()
                .map(|keyword| {
                    self.node(
                        "keyword",
                        keyword.range(),
                        vec![
                            ("arg", Field::name(keyword.arg.as_ref())),
                            ("value", self.expression(&keyword.value)),
                        ],
                    )
                })
                .collect(),
        )
    }

    fn comprehension(
        &self,
        class: &'static str,
        range: TextRange,
        element: &Expr,
        generators: &[Comprehension],
    ) -> Field {
        self.node(
            class,
            range,
            vec![("elt", self.expression(element)), ("generators", self.generators(generators))],
        )
    }

    fn generators(&self, generators: &[Comprehension]) -> Field {
        Field::List(
            generators
                .iter()
                .map(|generator| {
                    Self::unplaced(
                        "comprehension",
                        vec![
                            ("target", self.expression(&generator.target)),
                            ("iter", self.expression(&generator.iter)),
                            ("ifs", self.expressions(&generator.ifs)),
                            ("is_async", Field::int(i64::from(generator.is_async))),
                        ],
                    )
                })
                .collect(),
        )
    }

    fn parameter(&self, parameter: &Parameter) -> Field {
        // Without the stars.
        let range = TextRange::new(parameter.name.range().start(), parameter.range().end());
        self.node(
            "arg",
            range,
            vec![
                ("arg", Field::name(Some(&parameter.name))),
                ("annotation", self.optional(parameter.annotation.as_deref())),
                ("type_comment", Field::none()),
            ],
        )
    }

    /// Parameters of a function.
    pub(super) fn parameters(&self, parameters: &Parameters) -> Field {
        let list = |list: &[ruff_python_ast::ParameterWithDefault]| {
            Field::List(list.iter().map(|each| self.parameter(&each.parameter)).collect())
        };
        let one = |parameter: Option<&Parameter>| {
            parameter.map_or_else(Field::none, |parameter| self.parameter(parameter))
        };
        let defaults = parameters
            .posonlyargs
            .iter()
            .chain(&parameters.args)
            .filter_map(|each| each.default.as_deref())
            .map(|default| self.expression(default))
            .collect();
        let keyword_defaults = parameters
            .kwonlyargs
            .iter()
            .map(|each| self.optional(each.default.as_deref()))
            .collect();
        Self::unplaced(
            "arguments",
            vec![
                ("posonlyargs", list(&parameters.posonlyargs)),
                ("args", list(&parameters.args)),
                ("vararg", one(parameters.vararg.as_deref())),
                ("kwonlyargs", list(&parameters.kwonlyargs)),
                ("kw_defaults", Field::List(keyword_defaults)),
                ("kwarg", one(parameters.kwarg.as_deref())),
                ("defaults", Field::List(defaults)),
            ],
        )
    }

    // -- f-strings and t-strings -------------------------------------------------------------

    fn literal(&self, pieces: &mut Pieces, text: &str, range: TextRange) {
        pieces.text.push_str(text);
        pieces.range = Some(pieces.range.map_or(range, |before| before.cover(range)));
    }

    fn flush(&self, pieces: &mut Pieces) {
        let text = std::mem::take(&mut pieces.text);
        if let Some(range) = pieces.range.take()
            && !text.is_empty()
        {
            let constant = self.plain(range, Constant::Str(text.as_str().into()));
            pieces.fields.push(constant);
        }
    }

    fn finish(&self, mut pieces: Pieces) -> Field {
        self.flush(&mut pieces);
        Field::List(pieces.fields)
    }

    fn pieces(&self, pieces: &mut Pieces, elements: &InterpolatedStringElements) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    self.literal(pieces, &literal.value, literal.range);
                }
                InterpolatedStringElement::Interpolation(field) => self.field(pieces, field, false),
            }
        }
    }

    fn field(&self, pieces: &mut Pieces, field: &InterpolatedElement, template: bool) {
        let source = &self.source.text()[field.expression.range()];
        if let Some(debug) = &field.debug_text {
            let text = format!("{}{source}{}", debug.leading(), debug.trailing());
            self.literal(pieces, &text, field.expression.range());
        }
        self.flush(pieces);
        let conversion = match field.conversion {
            ConversionFlag::Str => i64::from(b's'),
            ConversionFlag::Repr => i64::from(b'r'),
            ConversionFlag::Ascii => i64::from(b'a'),
            ConversionFlag::None if field.debug_text.is_some() && field.format_spec.is_none() => {
                i64::from(b'r')
            }
            ConversionFlag::None => -1,
        };
        let spec = match &field.format_spec {
            None => Field::none(),
            Some(spec) => {
                let mut inner = Pieces::default();
                self.pieces(&mut inner, &spec.elements);
                let values = self.finish(inner);
                // With its colon.
                let start = spec.range().start() - TextSize::from(1);
                let range = TextRange::new(start, spec.range().end());
                self.node("JoinedStr", range, vec![("values", values)])
            }
        };
        let mut fields = vec![("value", self.expression(&field.expression))];
        if template {
            fields.push(("str", Field::text(source)));
        }
        fields.push(("conversion", Field::int(conversion)));
        fields.push(("format_spec", spec));
        let class = if template { "Interpolation" } else { "FormattedValue" };
        let node = self.node(class, field.range(), fields);
        pieces.fields.push(node);
    }
}
