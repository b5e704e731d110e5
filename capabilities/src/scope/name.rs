//! `NAME` or `PREFIX*`.

/// A set of environment variable names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamePattern {
    /// This name only.
    Exact(Vec<u8>),
    /// Every name that starts so.
    Prefix(Vec<u8>),
}

impl NamePattern {
    /// Reads a pattern; a `*` may only stand at the end.
    pub fn parse(text: &str) -> Result<NamePattern, String> {
        let (stem, is_prefix) = match text.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (text, false),
        };
        if stem.contains(['*', '=', '\0']) {
            return Err(format!("'{text}' is not a name or a PREFIX*"));
        }
        let stem = stem.as_bytes().to_vec();
        Ok(if is_prefix { NamePattern::Prefix(stem) } else { NamePattern::Exact(stem) })
    }

    /// Whether the pattern covers `name`.
    pub fn covers(&self, name: &[u8]) -> bool {
        match self {
            NamePattern::Exact(exact) => exact == name,
            NamePattern::Prefix(prefix) => name.starts_with(prefix),
        }
    }
}
