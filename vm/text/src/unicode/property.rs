//! Yes-or-no properties, categories and numeric values.

use icu_properties::props::{
    BidiClass, BidiMirrored, CanonicalCombiningClass, CaseIgnorable, Cased, EastAsianWidth,
    GeneralCategory, Lowercase, Uppercase, XidContinue, XidStart,
};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::numeric_table::NUMERIC_RUNS;

/// Two lookup bits per ASCII character would be overkill: the ranges are tests of the CPU already.
fn ascii(c: u32) -> Option<u8> {
    u8::try_from(c).ok().filter(u8::is_ascii)
}

pub(super) fn general_category(c: u32) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get32(c)
}

/// `str.isalpha` for one character: any letter.
#[inline]
pub fn is_alpha(c: u32) -> bool {
    match ascii(c) {
        Some(byte) => byte.is_ascii_alphabetic(),
        None => matches!(
            general_category(c),
            GeneralCategory::UppercaseLetter
                | GeneralCategory::LowercaseLetter
                | GeneralCategory::TitlecaseLetter
                | GeneralCategory::ModifierLetter
                | GeneralCategory::OtherLetter
        ),
    }
}

/// The run holding `c` and the offset in it.
fn numeric_run(c: u32) -> Option<(u8, i64, u16)> {
    let after = NUMERIC_RUNS.partition_point(|run| run.0 <= c);
    let run = NUMERIC_RUNS.get(after.checked_sub(1)?)?;
    let offset = c - run.0;
    (offset < u32::from(run.1)).then(|| (run.2, run.3 + run.4 * i64::from(offset), run.5))
}

/// The value of a decimal digit (`unicodedata.decimal`).
#[inline]
pub fn decimal_value(c: u32) -> Option<u8> {
    if let Some(byte) = ascii(c) {
        return byte.is_ascii_digit().then(|| byte - b'0');
    }
    match numeric_run(c) {
        Some((0, value, _)) => u8::try_from(value).ok(),
        _ => None,
    }
}

/// The value of a digit, superscripts and the like included (`unicodedata.digit`).
#[inline]
pub fn digit_value(c: u32) -> Option<u8> {
    if let Some(byte) = ascii(c) {
        return byte.is_ascii_digit().then(|| byte - b'0');
    }
    match numeric_run(c) {
        Some((0 | 1, value, _)) => u8::try_from(value).ok(),
        _ => None,
    }
}

/// The value of a numeric character (`unicodedata.numeric`).
#[inline]
pub fn numeric_value(c: u32) -> Option<f64> {
    if let Some(byte) = ascii(c) {
        return byte.is_ascii_digit().then(|| f64::from(byte - b'0'));
    }
    numeric_run(c).map(|(_, numerator, denominator)| numerator as f64 / f64::from(denominator))
}

/// `str.isdecimal` for one character.
#[inline]
pub fn is_decimal(c: u32) -> bool {
    decimal_value(c).is_some()
}

/// `str.isdigit` for one character.
#[inline]
pub fn is_digit(c: u32) -> bool {
    digit_value(c).is_some()
}

/// `str.isnumeric` for one character.
#[inline]
pub fn is_numeric(c: u32) -> bool {
    match ascii(c) {
        Some(byte) => byte.is_ascii_digit(),
        None => numeric_run(c).is_some(),
    }
}

/// `str.isalnum` for one character.
#[inline]
pub fn is_alnum(c: u32) -> bool {
    match ascii(c) {
        Some(byte) => byte.is_ascii_alphanumeric(),
        None => is_alpha(c) || is_numeric(c),
    }
}

/// The property Lowercase.
#[inline]
pub fn is_lower(c: u32) -> bool {
    match ascii(c) {
        Some(byte) => byte.is_ascii_lowercase(),
        None => CodePointSetData::new::<Lowercase>().contains32(c),
    }
}

/// The property Uppercase.
#[inline]
pub fn is_upper(c: u32) -> bool {
    match ascii(c) {
        Some(byte) => byte.is_ascii_uppercase(),
        None => CodePointSetData::new::<Uppercase>().contains32(c),
    }
}

/// Whether the character is a titlecase letter.
#[inline]
pub fn is_title(c: u32) -> bool {
    ascii(c).is_none() && general_category(c) == GeneralCategory::TitlecaseLetter
}

/// Whether the character has case, as `str.title` and final sigma need it.
#[inline]
pub fn is_cased(c: u32) -> bool {
    match ascii(c) {
        Some(byte) => byte.is_ascii_alphabetic(),
        None => CodePointSetData::new::<Cased>().contains32(c),
    }
}

/// Whether the character is passed over when looking for cased neighbours.
pub fn is_case_ignorable(c: u32) -> bool {
    CodePointSetData::new::<CaseIgnorable>().contains32(c)
}

/// `str.isspace` for one character: what `split` and `strip` take away.
#[inline]
pub fn is_space(c: u32) -> bool {
    match c {
        0x09..=0x0D | 0x1C..=0x20 | 0x85 | 0xA0 => true,
        0..0x1680 => false,
        0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 => true,
        _ => false,
    }
}

/// Where `str.splitlines` breaks.
#[inline]
pub fn is_line_break(c: u32) -> bool {
    matches!(c, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}

/// Whether `repr` shows the character as itself.
#[inline]
pub fn is_printable(c: u32) -> bool {
    match ascii(c) {
        Some(byte) => matches!(byte, 0x20..=0x7E),
        None => !matches!(
            general_category(c),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::Surrogate
                | GeneralCategory::PrivateUse
                | GeneralCategory::Unassigned
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
                | GeneralCategory::SpaceSeparator
        ),
    }
}

/// Whether an identifier may begin with the character.
#[inline]
pub fn is_identifier_start(c: u32) -> bool {
    match ascii(c) {
        Some(byte) => byte.is_ascii_alphabetic() || byte == b'_',
        None => CodePointSetData::new::<XidStart>().contains32(c),
    }
}

/// Whether an identifier may go on with the character.
#[inline]
pub fn is_identifier_continue(c: u32) -> bool {
    match ascii(c) {
        Some(byte) => byte.is_ascii_alphanumeric() || byte == b'_',
        None => CodePointSetData::new::<XidContinue>().contains32(c),
    }
}

/// The two letters of the general category (`unicodedata.category`).
pub fn category(c: u32) -> &'static str {
    match general_category(c) {
        GeneralCategory::UppercaseLetter => "Lu",
        GeneralCategory::LowercaseLetter => "Ll",
        GeneralCategory::TitlecaseLetter => "Lt",
        GeneralCategory::ModifierLetter => "Lm",
        GeneralCategory::OtherLetter => "Lo",
        GeneralCategory::NonspacingMark => "Mn",
        GeneralCategory::SpacingMark => "Mc",
        GeneralCategory::EnclosingMark => "Me",
        GeneralCategory::DecimalNumber => "Nd",
        GeneralCategory::LetterNumber => "Nl",
        GeneralCategory::OtherNumber => "No",
        GeneralCategory::SpaceSeparator => "Zs",
        GeneralCategory::LineSeparator => "Zl",
        GeneralCategory::ParagraphSeparator => "Zp",
        GeneralCategory::Control => "Cc",
        GeneralCategory::Format => "Cf",
        GeneralCategory::PrivateUse => "Co",
        GeneralCategory::Surrogate => "Cs",
        GeneralCategory::DashPunctuation => "Pd",
        GeneralCategory::OpenPunctuation => "Ps",
        GeneralCategory::ClosePunctuation => "Pe",
        GeneralCategory::ConnectorPunctuation => "Pc",
        GeneralCategory::InitialPunctuation => "Pi",
        GeneralCategory::FinalPunctuation => "Pf",
        GeneralCategory::OtherPunctuation => "Po",
        GeneralCategory::MathSymbol => "Sm",
        GeneralCategory::CurrencySymbol => "Sc",
        GeneralCategory::ModifierSymbol => "Sk",
        GeneralCategory::OtherSymbol => "So",
        _ => "Cn",
    }
}

/// The bidirectional class (`unicodedata.bidirectional`), empty for unassigned characters.
pub fn bidirectional(c: u32) -> &'static str {
    if general_category(c) == GeneralCategory::Unassigned {
        return "";
    }
    match CodePointMapData::<BidiClass>::new().get32(c) {
        BidiClass::LeftToRight => "L",
        BidiClass::RightToLeft => "R",
        BidiClass::EuropeanNumber => "EN",
        BidiClass::EuropeanSeparator => "ES",
        BidiClass::EuropeanTerminator => "ET",
        BidiClass::ArabicNumber => "AN",
        BidiClass::CommonSeparator => "CS",
        BidiClass::ParagraphSeparator => "B",
        BidiClass::SegmentSeparator => "S",
        BidiClass::WhiteSpace => "WS",
        BidiClass::OtherNeutral => "ON",
        BidiClass::LeftToRightEmbedding => "LRE",
        BidiClass::LeftToRightOverride => "LRO",
        BidiClass::ArabicLetter => "AL",
        BidiClass::RightToLeftEmbedding => "RLE",
        BidiClass::RightToLeftOverride => "RLO",
        BidiClass::PopDirectionalFormat => "PDF",
        BidiClass::NonspacingMark => "NSM",
        BidiClass::BoundaryNeutral => "BN",
        BidiClass::FirstStrongIsolate => "FSI",
        BidiClass::LeftToRightIsolate => "LRI",
        BidiClass::RightToLeftIsolate => "RLI",
        BidiClass::PopDirectionalIsolate => "PDI",
        _ => "",
    }
}

/// The canonical combining class (`unicodedata.combining`).
pub fn combining(c: u32) -> u8 {
    match ascii(c) {
        Some(_) => 0,
        None => CodePointMapData::<CanonicalCombiningClass>::new().get32(c).to_icu4c_value(),
    }
}

/// The East Asian width (`unicodedata.east_asian_width`).
pub fn east_asian_width(c: u32) -> &'static str {
    match CodePointMapData::<EastAsianWidth>::new().get32(c) {
        EastAsianWidth::Ambiguous => "A",
        EastAsianWidth::Halfwidth => "H",
        EastAsianWidth::Fullwidth => "F",
        EastAsianWidth::Narrow => "Na",
        EastAsianWidth::Wide => "W",
        _ => "N",
    }
}

/// Whether the character is mirrored in right-to-left text (`unicodedata.mirrored`).
pub fn mirrored(c: u32) -> bool {
    CodePointSetData::new::<BidiMirrored>().contains32(c)
}
