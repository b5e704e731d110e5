//! Constant folding.

use num_bigint::BigInt;
use ruff_python_ast::{Expr, ExprStringLiteral, ExprTuple, Number, Operator, UnaryOp};

use crate::bytecode::{Constant, Text};

/// The constant an expression is, if it is one.
pub(super) fn constant(expression: &Expr, optimize: u8, source: &str) -> Option<Constant> {
    Some(match expression {
        Expr::NoneLiteral(_) => Constant::None,
        Expr::BooleanLiteral(literal) => Constant::Bool(literal.value),
        Expr::EllipsisLiteral(_) => Constant::Ellipsis,
        Expr::NumberLiteral(literal) => number(&literal.value)?,
        Expr::StringLiteral(literal) => Constant::Str(string(literal, source)),
        Expr::BytesLiteral(literal) => {
            Constant::Bytes(literal.value.bytes().collect::<Vec<u8>>().into())
        }
        Expr::Name(name) if &*name.id == "__debug__" => Constant::Bool(optimize == 0),
        Expr::UnaryOp(unary) => {
            let operand = constant(&unary.operand, optimize, source)?;
            match (unary.op, operand) {
                (UnaryOp::USub, Constant::Int(number)) => Constant::Int(number.checked_neg()?),
                (UnaryOp::USub, Constant::BigInt(number)) => small(-number),
                (UnaryOp::USub, Constant::Float(number)) => Constant::Float(-number),
                (UnaryOp::USub, Constant::Complex(real, imaginary)) => {
                    Constant::Complex(-real, -imaginary)
                }
                (
                    UnaryOp::UAdd,
                    number @ (Constant::Int(_) | Constant::BigInt(_) | Constant::Float(_)),
                ) => number,
                (UnaryOp::Invert, Constant::Int(number)) => Constant::Int(!number),
                (UnaryOp::Not, Constant::Bool(truth)) => Constant::Bool(!truth),
                (UnaryOp::Not, Constant::None) => Constant::Bool(true),
                _ => return None,
            }
        }
        Expr::BinOp(operation) => {
            let (left, right) = (
                constant(&operation.left, optimize, source)?,
                constant(&operation.right, optimize, source)?,
            );
            binary(operation.op, left, right)?
        }
        Expr::Tuple(tuple) => Constant::Tuple(constants(tuple, optimize, source)?),
        _ => return None,
    })
}

fn constants(tuple: &ExprTuple, optimize: u8, source: &str) -> Option<Vec<Constant>> {
    tuple.elts.iter().map(|element| constant(element, optimize, source)).collect()
}

fn small(number: BigInt) -> Constant {
    match i64::try_from(&number) {
        Ok(number) => Constant::Int(number),
        Err(_) => Constant::BigInt(number),
    }
}

pub(crate) fn number(number: &Number) -> Option<Constant> {
    Some(match number {
        Number::Int(number) => match number.as_i64() {
            Some(number) => Constant::Int(number),
            None => {
                let text = number.to_string().replace('_', "").to_ascii_lowercase();
                let (digits, radix) = match text.get(..2) {
                    Some("0x") => (&text[2..], 16),
                    Some("0o") => (&text[2..], 8),
                    Some("0b") => (&text[2..], 2),
                    _ => (&text[..], 10),
                };
                small(BigInt::parse_bytes(digits.as_bytes(), radix)?)
            }
        },
        Number::Float(number) => Constant::Float(*number),
        Number::Complex { real, imag } => Constant::Complex(*real, *imag),
    })
}

/// The text of a literal. Ruff puts U+FFFD for escapes of lone surrogates: such literals are read again from the source.
pub(crate) fn string(literal: &ExprStringLiteral, source: &str) -> Text {
    let text = literal.value.to_str();
    if text.contains('\u{FFFD}') {
        let mut points = Vec::new();
        let whole = literal.value.iter().try_for_each(|part| {
            let raw = part.flags.prefix().is_raw();
            read_again(source.get(std::ops::Range::<usize>::from(part.range))?, raw, &mut points)
        });
        if whole.is_some() && points.iter().any(|point| (0xD800..0xE000).contains(point)) {
            return Text::Points(points.into());
        }
    }
    Text::Utf8(text.into())
}

/// The code points of a string literal as it is written; `None` if there are escapes by name.
fn read_again(literal: &str, raw: bool, points: &mut Vec<u32>) -> Option<()> {
    let body = literal.trim_start_matches(|char: char| char.is_ascii_alphabetic());
    let quotes = if body.starts_with("\"\"\"") || body.starts_with("'''") { 3 } else { 1 };
    let body = body.get(quotes..body.len().checked_sub(quotes)?)?.replace("\r\n", "\n");
    let mut chars = body.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '\\' || raw {
            points.push(u32::from(char));
            continue;
        }
        let escape = chars.next()?;
        let mut number = |digits: usize, radix: u32, first: u32| {
            let mut number = first;
            for _ in 0..digits {
                match chars.peek().and_then(|char| char.to_digit(radix)) {
                    Some(digit) => {
                        number = number.wrapping_mul(radix).wrapping_add(digit);
                        chars.next();
                    }
                    None => break,
                }
            }
            number
        };
        let point = match escape {
            '\n' => continue,
            '\\' | '\'' | '"' => u32::from(escape),
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            '0'..='7' => number(2, 8, escape.to_digit(8)?),
            'x' => number(2, 16, 0),
            'u' => number(4, 16, 0),
            'U' => number(8, 16, 0),
            'N' => return None,
            _ => {
                points.push(u32::from('\\'));
                u32::from(escape)
            }
        };
        points.push(point);
    }
    Some(())
}

fn binary(op: Operator, left: Constant, right: Constant) -> Option<Constant> {
    Some(match (left, right) {
        (Constant::Int(a), Constant::Int(b)) => match op {
            Operator::Add => small(BigInt::from(a) + b),
            Operator::Sub => small(BigInt::from(a) - b),
            Operator::Mult => small(BigInt::from(a) * b),
            Operator::Pow if (0..=64).contains(&b) && a.unsigned_abs() < 1 << 16 => {
                small(num_traits_pow(a, b as u32))
            }
            Operator::LShift if (0..=128).contains(&b) => small(BigInt::from(a) << b),
            Operator::RShift if (0..=63).contains(&b) => Constant::Int(a >> b),
            Operator::BitAnd => Constant::Int(a & b),
            Operator::BitOr => Constant::Int(a | b),
            Operator::BitXor => Constant::Int(a ^ b),
            Operator::FloorDiv if b > 0 => Constant::Int(a.div_euclid(b)),
            Operator::Mod if b > 0 => Constant::Int(a.rem_euclid(b)),
            Operator::Div if b != 0 && a.unsigned_abs() < 1 << 53 && b.unsigned_abs() < 1 << 53 => {
                Constant::Float(a as f64 / b as f64)
            }
            _ => return None,
        },
        (Constant::Float(a), Constant::Float(b)) => float(op, a, b)?,
        (Constant::Float(a), Constant::Int(b)) if b.unsigned_abs() < 1 << 53 => {
            float(op, a, b as f64)?
        }
        (Constant::Int(a), Constant::Float(b)) if a.unsigned_abs() < 1 << 53 => {
            float(op, a as f64, b)?
        }
        (Constant::Str(Text::Utf8(a)), Constant::Str(Text::Utf8(b)))
            if op == Operator::Add && a.len() + b.len() < 4096 =>
        {
            Constant::Str(Text::Utf8(format!("{a}{b}").into()))
        }
        (Constant::Int(a), Constant::Complex(0.0, b))
            if op == Operator::Add && a.unsigned_abs() < 1 << 53 =>
        {
            Constant::Complex(a as f64, b)
        }
        (Constant::Float(a), Constant::Complex(0.0, b)) if op == Operator::Add => {
            Constant::Complex(a, b)
        }
        _ => return None,
    })
}

fn num_traits_pow(base: i64, exponent: u32) -> BigInt {
    BigInt::from(base).pow(exponent)
}

fn float(op: Operator, a: f64, b: f64) -> Option<Constant> {
    Some(Constant::Float(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        _ => return None,
    }))
}
