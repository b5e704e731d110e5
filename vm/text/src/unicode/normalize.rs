//! Normalization and decomposition of text that may hold lone surrogates.

use icu_normalizer::properties::{CanonicalDecomposition, Decomposed};
use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};

use super::decomposition_table::{COMPATIBILITY_EXCEPTIONS, COMPATIBILITY_TAGS};

/// A normalization form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NormalForm {
    /// Canonical composition.
    Nfc,
    /// Canonical decomposition.
    Nfd,
    /// Compatibility composition.
    Nfkc,
    /// Compatibility decomposition.
    Nfkd,
}

impl NormalForm {
    /// The form of that name, as `unicodedata.normalize` takes it.
    pub fn from_name(name: &str) -> Option<NormalForm> {
        match name {
            "NFC" => Some(NormalForm::Nfc),
            "NFD" => Some(NormalForm::Nfd),
            "NFKC" => Some(NormalForm::Nfkc),
            "NFKD" => Some(NormalForm::Nfkd),
            _ => None,
        }
    }

    /// Below this no character changes or combines with what follows it from below.
    fn first_affected(self) -> u32 {
        match self {
            NormalForm::Nfc => 0x300,
            NormalForm::Nfd => 0xC0,
            NormalForm::Nfkc | NormalForm::Nfkd => 0xA0,
        }
    }
}

/// `unicodedata.normalize`. Lone surrogates stay where they are.
pub fn normalize(form: NormalForm, text: &[u32]) -> Vec<u32> {
    let first_affected = form.first_affected();
    if text.iter().all(|c| *c < first_affected) {
        return text.to_vec();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.iter().take_while(|c| char::from_u32(**c).is_some()).count();
        let (run, after) = rest.split_at(length);
        let run = run.iter().filter_map(|c| char::from_u32(*c));
        match form {
            NormalForm::Nfc => {
                out.extend(ComposingNormalizer::new_nfc().normalize_iter(run).map(u32::from));
            }
            NormalForm::Nfd => {
                out.extend(DecomposingNormalizer::new_nfd().normalize_iter(run).map(u32::from));
            }
            NormalForm::Nfkc => {
                out.extend(ComposingNormalizer::new_nfkc().normalize_iter(run).map(u32::from));
            }
            NormalForm::Nfkd => {
                out.extend(DecomposingNormalizer::new_nfkd().normalize_iter(run).map(u32::from));
            }
        }
        let surrogates = after.iter().take_while(|c| char::from_u32(**c).is_none()).count();
        let (surrogates, after) = after.split_at(surrogates);
        out.extend_from_slice(surrogates);
        rest = after;
    }
    out
}

/// `unicodedata.is_normalized`.
pub fn is_normalized(form: NormalForm, text: &[u32]) -> bool {
    let first_affected = form.first_affected();
    text.iter().all(|c| *c < first_affected) || normalize(form, text) == text
}

/// `unicodedata.decomposition`: the mapping in hexadecimal after its tag, or an empty string.
/// (Hangul syllables have none there.)
pub fn decomposition(c: u32) -> String {
    let Some(character) = char::from_u32(c) else { return String::new() };
    if matches!(c, 0..0xA0 | 0xAC00..=0xD7A3) {
        return String::new();
    }
    let hexadecimal = |mapping: &[u32], mut text: String| {
        for c in mapping {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&format!("{c:04X}"));
        }
        text
    };
    let after = COMPATIBILITY_TAGS.partition_point(|run| run.0 <= c);
    if let Some((first, length, tag)) =
        after.checked_sub(1).and_then(|at| COMPATIBILITY_TAGS.get(at))
        && c - first < u32::from(*length)
    {
        let tag = format!("<{tag}>");
        if let Ok(at) = COMPATIBILITY_EXCEPTIONS.binary_search_by_key(&c, |row| row.0)
            && let Some((_, mapping)) = COMPATIBILITY_EXCEPTIONS.get(at)
        {
            return hexadecimal(mapping, tag);
        }
        let full = DecomposingNormalizer::new_nfkd().normalize_iter(std::iter::once(character));
        let mapping: Vec<u32> =
            ComposingNormalizer::new_nfc().normalize_iter(full).map(u32::from).collect();
        return hexadecimal(&mapping, tag);
    }
    match CanonicalDecomposition::new().decompose(character) {
        Decomposed::Default => String::new(),
        Decomposed::Singleton(to) => hexadecimal(&[u32::from(to)], String::new()),
        Decomposed::Expansion(first, second) => {
            hexadecimal(&[u32::from(first), u32::from(second)], String::new())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_divide_runs() {
        let text = [0x65, 0x301, 0xD800, 0x301, 0xFB01];
        assert_eq!(normalize(NormalForm::Nfc, &text), [0xE9, 0xD800, 0x301, 0xFB01]);
        assert_eq!(normalize(NormalForm::Nfkd, &text), [0x65, 0x301, 0xD800, 0x301, 0x66, 0x69]);
        assert!(
            is_normalized(NormalForm::Nfc, &[0xE9]) && !is_normalized(NormalForm::Nfd, &[0xE9])
        );
    }

    #[test]
    fn decompositions_print_as_in_unicodedata() {
        assert_eq!(decomposition(0xE9), "0065 0301");
        assert_eq!(decomposition(0xFB01), "<compat> 0066 0069");
        assert_eq!(decomposition(0x1D400), "<font> 0041");
        assert_eq!(decomposition(0x320E), "<compat> 0028 1100 1161 0029");
        assert_eq!(decomposition(0x2126), "03A9");
        assert_eq!(decomposition(0xAC00), "");
    }
}
