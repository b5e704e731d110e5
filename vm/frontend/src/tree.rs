//! The syntax tree as Python's module `ast` shows it: classes, fields and places of CPython's grammar, made of the parser's tree.

mod expression;
mod pattern;
mod statement;

use ruff_python_ast::{Identifier, Mod, TypeParam};
use ruff_text_size::{Ranged, TextRange};

use crate::bytecode::Constant;
use crate::source::{Origin, Source};
use crate::syntax::{Mode, ParseFlags, SyntaxError};

/// An object of one of the classes of `ast`.
#[derive(Debug)]
pub struct Node {
    /// The class.
    pub class: &'static str,
    /// The fields, in the order of the grammar.
    pub fields: Vec<(&'static str, Field)>,
    /// First line, first column, last line and end column; columns in bytes of UTF-8. `None` of nodes without a place.
    pub place: Option<[u32; 4]>,
}

/// The value of a field.
#[derive(Debug)]
pub enum Field {
    /// A plain value.
    Constant(Constant),
    /// A node.
    Node(Box<Node>),
    /// A list.
    List(Vec<Field>),
}

impl Field {
    fn none() -> Field {
        Field::Constant(Constant::None)
    }

    fn text(text: &str) -> Field {
        Field::Constant(Constant::Str(text.into()))
    }

    fn int(number: i64) -> Field {
        Field::Constant(Constant::Int(number))
    }

    fn name(name: Option<&Identifier>) -> Field {
        name.map_or_else(Field::none, |name| Field::text(name.id.as_str()))
    }

    /// A node of a class without fields, such as `Load`.
    fn mark(class: &'static str) -> Field {
        Field::Node(Box::new(Node { class, fields: Vec::new(), place: None }))
    }
}

/// Makes nodes out of the parser's.
struct Builder<'a> {
    source: &'a Source,
}

impl Builder<'_> {
    fn place(&self, range: TextRange) -> [u32; 4] {
        let start = self.source.position(range.start().to_u32());
        let end = self.source.position(range.end().to_u32());
        [start.line, start.byte_column, end.line, end.byte_column]
    }

    fn node(
        &self,
        class: &'static str,
        range: TextRange,
        fields: Vec<(&'static str, Field)>,
    ) -> Field {
        Field::Node(Box::new(Node { class, fields, place: Some(self.place(range)) }))
    }

    fn type_parameters(&self, parameters: Option<&ruff_python_ast::TypeParams>) -> Field {
        let parameters = parameters.map_or(&[][..], |parameters| &parameters.type_params);
        Field::List(
            parameters
                .iter()
                .map(|parameter| match parameter {
                    TypeParam::TypeVar(variable) => self.node(
                        "TypeVar",
                        variable.range(),
                        vec![
                            ("name", Field::name(Some(&variable.name))),
                            ("bound", self.optional(variable.bound.as_deref())),
                            ("default_value", self.optional(variable.default.as_deref())),
                        ],
                    ),
                    TypeParam::TypeVarTuple(variable) => self.node(
                        "TypeVarTuple",
                        variable.range(),
                        vec![
                            ("name", Field::name(Some(&variable.name))),
                            ("default_value", self.optional(variable.default.as_deref())),
                        ],
                    ),
                    TypeParam::ParamSpec(variable) => self.node(
                        "ParamSpec",
                        variable.range(),
                        vec![
                            ("name", Field::name(Some(&variable.name))),
                            ("default_value", self.optional(variable.default.as_deref())),
                        ],
                    ),
                })
                .collect(),
        )
    }
}

/// The tree of a source, or what is wrong with it.
pub fn tree_of(bytes: &[u8], filename: &str, mode: Mode) -> Result<Node, SyntaxError> {
    let source = Source::from_bytes(filename, bytes, Origin::Bytes)?;
    let parsed = crate::syntax::parse(&source, mode, ParseFlags::default())?;
    let builder = Builder { source: &source };
    // As deep as the parser's tree.
    Ok(stacker::maybe_grow(2 << 20, 16 << 20, || match &parsed.module {
        Mod::Module(module) => {
            let mut fields = vec![("body", builder.block(&module.body))];
            if mode == Mode::Exec {
                fields.push(("type_ignores", Field::List(Vec::new())));
            }
            let class = if mode == Mode::Exec { "Module" } else { "Interactive" };
            Node { class, fields, place: None }
        }
        Mod::Expression(expression) => Node {
            class: "Expression",
            fields: vec![("body", builder.expression(&expression.body))],
            place: None,
        },
    }))
}
