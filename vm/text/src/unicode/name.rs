//! Names of characters and back.

use super::alias_table::ALIASES;
use super::property::category;

/// `unicodedata.name`.
pub fn name(c: u32) -> Option<String> {
    let character = char::from_u32(c)?;
    // The names may come from a newer Unicode than the properties.
    if matches!(category(c), "Cn" | "Cc" | "Cs" | "Co") {
        return None;
    }
    unicode_names2::name(character).map(|name| name.to_string())
}

/// `unicodedata.lookup` and `\N{…}`: names and aliases in any case, nothing looser.
pub fn lookup(wanted: &str) -> Option<u32> {
    // Longer than any name; the crate's buffer is sized for its longest.
    if wanted.len() > 256 {
        return None;
    }
    let upper = wanted.to_ascii_uppercase();
    if let Ok(at) = ALIASES.binary_search_by_key(&upper.as_str(), |row| row.0) {
        return ALIASES.get(at).map(|row| row.1);
    }
    let found = u32::from(unicode_names2::character(&upper)?);
    // The crate also accepts missing spaces and the like, which Python does not.
    (name(found)? == upper).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_and_forth() {
        assert_eq!(name(0x41).as_deref(), Some("LATIN CAPITAL LETTER A"));
        assert_eq!(name(0xAC01).as_deref(), Some("HANGUL SYLLABLE GAG"));
        assert_eq!(name(0x4E00).as_deref(), Some("CJK UNIFIED IDEOGRAPH-4E00"));
        assert_eq!(name(0x0A), None);
        assert_eq!(lookup("latin small letter a"), Some(0x61));
        assert_eq!(lookup("LATINSMALLLETTERA"), None);
        assert_eq!(lookup("LINE FEED"), Some(0x0A));
        assert_eq!(lookup("nbsp"), Some(0xA0));
        assert_eq!(lookup("HANGUL SYLLABLE GAG"), Some(0xAC01));
        assert_eq!(lookup("snow_man"), None);
    }
}
