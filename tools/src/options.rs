//! Command lines of the tools: `--name value`, `--flag`, and the rest.

use std::collections::HashMap;

/// A parsed command line.
#[derive(Debug, Default)]
pub struct Options {
    values: HashMap<String, String>,
    flags: Vec<String>,
    /// Arguments that are no options.
    pub rest: Vec<String>,
}

impl Options {
    /// Sorts `arguments` into options with a value (`valued`), flags (`flags`) and the rest.
    ///
    /// # Errors
    /// A sentence for the user when an option is unknown or lacks its value.
    pub fn parse(
        arguments: impl IntoIterator<Item = String>,
        valued: &[&str],
        flags: &[&str],
    ) -> Result<Self, String> {
        let mut options = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let Some(name) = argument.strip_prefix("--") else {
                options.rest.push(argument);
                continue;
            };
            let (name, inline) = match name.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (name, None),
            };
            if valued.contains(&name) {
                let value = inline
                    .or_else(|| arguments.next())
                    .ok_or_else(|| format!("--{name} needs a value"))?;
                options.values.insert(name.to_owned(), value);
            } else if flags.contains(&name) && inline.is_none() {
                options.flags.push(name.to_owned());
            } else {
                return Err(format!("unknown option: {argument}"));
            }
        }
        Ok(options)
    }

    /// The value of an option, if given.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Whether a flag was given.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.flags.iter().any(|flag| flag == name)
    }

    /// The value of an option as a number, or `default`.
    ///
    /// # Errors
    /// A sentence for the user when the value is no number of this type.
    pub fn number<T: std::str::FromStr>(&self, name: &str, default: T) -> Result<T, String> {
        match self.get(name) {
            None => Ok(default),
            Some(text) => text.parse().map_err(|_| format!("--{name}: not a number: {text}")),
        }
    }
}

/// A command given as text, split at white space; `{name}` in it is replaced.
#[must_use]
pub fn command_words(template: &str, replacements: &[(&str, &str)]) -> Vec<String> {
    template
        .split_whitespace()
        .map(|word| {
            replacements
                .iter()
                .fold(word.to_owned(), |word, (name, value)| word.replace(name, value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn values_flags_and_the_rest_are_told_apart() {
        let line = words("--rounds 3 nbody --memory --only=fib richards");
        let options = Options::parse(line, &["rounds", "only"], &["memory"]).unwrap();
        assert_eq!(options.number("rounds", 5), Ok(3));
        assert_eq!(options.number("threshold", 1.5), Ok(1.5));
        assert_eq!(options.get("only"), Some("fib"));
        assert!(options.has("memory"));
        assert_eq!(options.rest, ["nbody", "richards"]);
    }

    #[test]
    fn mistakes_are_named() {
        let parse = |text| Options::parse(words(text), &["rounds"], &["memory"]).unwrap_err();
        assert_eq!(parse("--round 3"), "unknown option: --round");
        assert_eq!(parse("--rounds"), "--rounds needs a value");
        assert_eq!(parse("--memory=yes"), "unknown option: --memory=yes");
    }

    #[test]
    fn templates_are_filled() {
        let words = command_words("moltvm --path {lib}", &[("{lib}", "/a b/Lib")]);
        assert_eq!(words, ["moltvm", "--path", "/a b/Lib"]);
    }
}
