//! Python signatures of native functions, parsed from the text that documents them.

/// How a parameter may be given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParameterKind {
    /// Before `/`.
    PositionalOnly,
    /// By position or by name.
    Positional,
    /// `*args`.
    Rest,
    /// After `*`.
    KeywordOnly,
    /// `**kwargs`.
    Keywords,
}

/// What an omitted argument is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Default {
    /// It may not be omitted.
    Required,
    /// Nothing: the native sees `None` of `Option`, or `Value::UNBOUND`.
    Unbound,
    /// Python's `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string.
    Str(&'static str),
    /// The empty tuple.
    EmptyTuple,
    /// Empty bytes.
    EmptyBytes,
}

/// One parameter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Parameter {
    /// Its name, without stars.
    pub name: &'static str,
    /// How it may be given.
    pub kind: ParameterKind,
    /// What it is when omitted.
    pub default: Default,
}

/// A parsed signature.
#[derive(Clone, PartialEq, Debug)]
pub struct Signature {
    /// The parameters, each of which the native receives one value for.
    pub parameters: Vec<Parameter>,
    /// How many of the first may be given by position.
    pub positional: usize,
    /// How many of the first must be given.
    pub required: usize,
    /// No `*args`, keyword-only or `**kwargs` parameter.
    pub is_simple: bool,
}

/// How many values a native with this signature text receives: its parameters without `/` and `*`.
pub const fn parameter_count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut index = 0;
    while index < bytes.len() && bytes[index] != b'(' {
        index += 1;
    }
    index += 1;
    let (mut count, mut depth, mut length, mut marker, mut quote) = (0, 0, 0, true, 0u8);
    while index < bytes.len() {
        let byte = bytes[index];
        let ends = depth == 0 && quote == 0 && (byte == b',' || byte == b')');
        if ends {
            if length > 0 && !marker {
                count += 1;
            }
            length = 0;
            marker = true;
            if byte == b')' {
                return count;
            }
        } else if quote != 0 {
            if byte == quote {
                quote = 0;
            }
        } else if byte != b' ' {
            if byte == b'\'' || byte == b'"' {
                quote = byte;
            } else if byte == b'(' || byte == b'[' {
                depth += 1;
            } else if byte == b')' || byte == b']' {
                depth -= 1;
            }
            length += 1;
            if !(length == 1 && (byte == b'/' || byte == b'*')) {
                marker = false;
            }
        }
        index += 1;
    }
    panic!("a signature ends in a parenthesis")
}

impl Signature {
    /// Parses `"name(a, b=1, /, *args, c=None, **kwargs)"`.
    pub fn parse(text: &'static str) -> Signature {
        let open = text.find('(').map_or(text.len(), |index| index + 1);
        let close = text.rfind(')').unwrap_or(text.len()).max(open);
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut kind = ParameterKind::Positional;
        for part in split_top_level(&text[open..close]) {
            let part = part.trim();
            match part {
                "" => {}
                "/" => {
                    for parameter in &mut parameters {
                        parameter.kind = ParameterKind::PositionalOnly;
                    }
                }
                "*" => kind = ParameterKind::KeywordOnly,
                _ => {
                    let (name, default) = match part.split_once('=') {
                        Some((name, default)) => (name, parse_default(default.trim())),
                        None => (part, Default::Required),
                    };
                    let (name, kind_here) = if let Some(name) = name.strip_prefix("**") {
                        (name, ParameterKind::Keywords)
                    } else if let Some(name) = name.strip_prefix('*') {
                        kind = ParameterKind::KeywordOnly;
                        (name, ParameterKind::Rest)
                    } else {
                        (name, kind)
                    };
                    let default = match kind_here {
                        ParameterKind::Rest | ParameterKind::Keywords => Default::Unbound,
                        _ => default,
                    };
                    parameters.push(Parameter { name: name.trim(), kind: kind_here, default });
                }
            }
        }
        let is_positional = |parameter: &&Parameter| {
            matches!(parameter.kind, ParameterKind::PositionalOnly | ParameterKind::Positional)
        };
        let positional = parameters.iter().take_while(is_positional).count();
        let required = parameters
            .iter()
            .take_while(is_positional)
            .take_while(|parameter| parameter.default == Default::Required)
            .count();
        let is_simple = positional == parameters.len();
        Signature { parameters, positional, required, is_simple }
    }
}

fn split_top_level(text: &'static str) -> Vec<&'static str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0, None);
    for (index, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'(' | b'[') => depth += 1,
            (None, b')' | b']') => depth -= 1,
            (None, b',') if depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn parse_default(text: &'static str) -> Default {
    match text {
        "None" => Default::None,
        "True" => Default::Bool(true),
        "False" => Default::Bool(false),
        "()" => Default::EmptyTuple,
        "b''" => Default::EmptyBytes,
        _ => {
            let unquoted =
                text.strip_prefix(['\'', '"']).and_then(|rest| rest.strip_suffix(['\'', '"']));
            if let Some(content) = unquoted {
                // Signatures spell the newline as Python does.
                return Default::Str(if content == "\\n" { "\n" } else { content });
            }
            if let Ok(number) = text.parse() {
                return Default::Int(number);
            }
            match text.parse() {
                Ok(number) => Default::Float(number),
                Err(_) => Default::Unbound,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_at_compile_time_agrees_with_parsing() {
        for text in [
            "f()",
            "f(self, /)",
            "f(a, b=1, /, c='x,)', *, d=None)",
            "f(*args, **kwargs)",
            "f(a, *args, key=<unrepresentable>, **kw)",
            "f(a=(), /)",
        ] {
            assert_eq!(parameter_count(text), Signature::parse(text).parameters.len(), "{text}");
        }
    }

    #[test]
    fn kinds_and_defaults() {
        let signature = Signature::parse("sort(self, /, n=-1, *, key=None, sep='\\n')");
        let kinds: Vec<_> = signature.parameters.iter().map(|parameter| parameter.kind).collect();
        use ParameterKind::*;
        assert_eq!(kinds, [PositionalOnly, Positional, KeywordOnly, KeywordOnly]);
        assert_eq!(signature.parameters[1].default, Default::Int(-1));
        assert_eq!(signature.parameters[3].default, Default::Str("\n"));
        assert_eq!((signature.positional, signature.required), (2, 1));
    }
}
