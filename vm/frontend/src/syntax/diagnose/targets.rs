//! What an expression is called in errors about assigning to it.

use ruff_python_ast::{Expr, UnaryOp};

/// The name of the kind of the expression in `text`, if it is one.
pub(super) fn describe(text: &str) -> Option<&'static str> {
    // In parentheses line breaks mean nothing.
    let parsed = ruff_python_parser::parse_expression(&format!("({text}\n)")).ok()?;
    Some(name(&parsed.syntax().body))
}

/// Is the expression one whose comparison was probably meant (not of the loosest-binding kinds)?
pub(super) fn binds_tightly(text: &str) -> bool {
    match ruff_python_parser::parse_expression(&format!("({text}\n)")) {
        Ok(parsed) => match &*parsed.syntax().body {
            Expr::Compare(_) | Expr::BoolOp(_) | Expr::Lambda(_) | Expr::If(_) => false,
            Expr::UnaryOp(operation) => operation.op != UnaryOp::Not,
            _ => true,
        },
        Err(_) => false,
    }
}

fn name(expression: &Expr) -> &'static str {
    match expression {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "expression",
        Expr::Generator(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::FString(_) => "f-string expression",
        Expr::TString(_) => "t-string expression",
        Expr::NoneLiteral(_) => "None",
        Expr::BooleanLiteral(literal) if literal.value => "True",
        Expr::BooleanLiteral(_) => "False",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::Compare(_) => "comparison",
        Expr::If(_) => "conditional expression",
        Expr::Named(_) => "named expression",
        _ => "literal",
    }
}
