//! Upper, lower and title case and case folding, with the mappings to several characters.

use icu_casemap::CaseMapper;

use super::property::{is_case_ignorable, is_cased, is_lower, is_title, is_upper};

/// What one character maps to: up to three characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseMapping {
    length: u8,
    code_points: [u32; 3],
}

impl CaseMapping {
    const fn one(c: u32) -> CaseMapping {
        CaseMapping { length: 1, code_points: [c, 0, 0] }
    }

    fn several(chars: impl Iterator<Item = char>, otherwise: u32) -> CaseMapping {
        let mut mapping = CaseMapping { length: 0, code_points: [0; 3] };
        for c in chars {
            match mapping.code_points.get_mut(usize::from(mapping.length)) {
                Some(place) => *place = u32::from(c),
                None => return CaseMapping::one(otherwise),
            }
            mapping.length += 1;
        }
        if mapping.length == 0 { CaseMapping::one(otherwise) } else { mapping }
    }

    /// The characters.
    #[inline]
    pub fn as_slice(&self) -> &[u32] {
        self.code_points.get(..usize::from(self.length)).unwrap_or(&self.code_points)
    }
}

/// Where the mappings to several characters are; everything else maps one to one.
fn may_map_to_several(c: u32) -> bool {
    matches!(
        c,
        0xDF | 0x130 | 0x149 | 0x1F0 | 0x390 | 0x3B0 | 0x587
            | 0x1E96..=0x1E9E
            | 0x1F50..=0x1FFC
            | 0xFB00..=0xFB17
    )
}

fn simple(c: u32, map: impl Fn(char) -> char) -> CaseMapping {
    CaseMapping::one(char::from_u32(c).map_or(c, |c| u32::from(map(c))))
}

/// The lower case of one character. (A capital sigma gives σ; see [`lower_final_sigma`].)
#[inline]
pub fn to_lower(c: u32) -> CaseMapping {
    if c < 0x80 {
        return CaseMapping::one(if matches!(c, 0x41..=0x5A) { c + 32 } else { c });
    }
    if c == 0x130 {
        return CaseMapping { length: 2, code_points: [0x69, 0x307, 0] };
    }
    simple(c, |c| CaseMapper::new().simple_lowercase(c))
}

/// The upper case of one character.
#[inline]
pub fn to_upper(c: u32) -> CaseMapping {
    if c < 0x80 {
        return CaseMapping::one(if matches!(c, 0x61..=0x7A) { c - 32 } else { c });
    }
    if may_map_to_several(c)
        && let Some(character) = char::from_u32(c)
    {
        return CaseMapping::several(character.to_uppercase(), c);
    }
    simple(c, |c| CaseMapper::new().simple_uppercase(c))
}

/// The title case of one character.
#[inline]
pub fn to_title(c: u32) -> CaseMapping {
    // ŉ keeps its capital after the apostrophe.
    if c < 0x80 || c == 0x149 {
        return to_upper(c);
    }
    if may_map_to_several(c) {
        // A letter whose upper case has several characters has them all in upper case there; in title
        // case the first stays and the following are lowered, unless a title letter exists.
        let single = simple(c, |c| CaseMapper::new().simple_titlecase(c));
        if single.code_points[0] != c || is_title(c) {
            return single;
        }
        let mut mapping = to_upper(c);
        for place in mapping.code_points.iter_mut().take(usize::from(mapping.length)).skip(1) {
            *place = to_lower(*place).code_points[0];
        }
        // Iota subscript: the upper case writes a capital iota, the title case the combining mark.
        if matches!(
            c,
            0x1FB2 | 0x1FB4 | 0x1FB7 | 0x1FC2 | 0x1FC4 | 0x1FC7 | 0x1FF2 | 0x1FF4 | 0x1FF7
        ) && let Some(last) = mapping.code_points.get_mut(usize::from(mapping.length) - 1)
        {
            *last = 0x345;
        }
        return mapping;
    }
    simple(c, |c| CaseMapper::new().simple_titlecase(c))
}

/// The case folding of one character.
#[inline]
pub fn to_casefold(c: u32) -> CaseMapping {
    if c < 0x80 {
        return to_lower(c);
    }
    if may_map_to_several(c)
        && let Some(character) = char::from_u32(c)
    {
        let mut buffer = [0; 4];
        let folded = CaseMapper::new().fold_string(character.encode_utf8(&mut buffer)).into_owned();
        return CaseMapping::several(folded.chars(), c);
    }
    simple(c, |c| CaseMapper::new().simple_fold(c))
}

/// Whether the capital sigma at `index` ends a word, so that its lower case is ς.
pub fn lower_final_sigma(text: &[u32], index: usize) -> bool {
    let before = text.get(..index).unwrap_or(&[]);
    let after = text.get(index.saturating_add(1)..).unwrap_or(&[]);
    let cased_before = before.iter().rev().find(|c| !is_case_ignorable(**c));
    let cased_after = after.iter().find(|c| !is_case_ignorable(**c));
    cased_before.is_some_and(|c| is_cased(*c)) && !cased_after.is_some_and(|c| is_cased(*c))
}

fn push_lower(text: &[u32], index: usize, c: u32, out: &mut Vec<u32>) {
    if c == 0x3A3 {
        out.push(if lower_final_sigma(text, index) { 0x3C2 } else { 0x3C3 });
    } else {
        out.extend_from_slice(to_lower(c).as_slice());
    }
}

/// `str.lower`.
pub fn lower(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for (index, c) in text.iter().enumerate() {
        push_lower(text, index, *c, &mut out);
    }
    out
}

/// `str.upper`.
pub fn upper(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    text.iter().for_each(|c| out.extend_from_slice(to_upper(*c).as_slice()));
    out
}

/// `str.casefold`.
pub fn casefold(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    text.iter().for_each(|c| out.extend_from_slice(to_casefold(*c).as_slice()));
    out
}

/// `str.title`: words are runs of cased characters.
pub fn title(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    let mut previous_is_cased = false;
    for (index, c) in text.iter().enumerate() {
        if previous_is_cased {
            push_lower(text, index, *c, &mut out);
        } else {
            out.extend_from_slice(to_title(*c).as_slice());
        }
        previous_is_cased = is_cased(*c);
    }
    out
}

/// `str.capitalize`.
pub fn capitalize(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for (index, c) in text.iter().enumerate() {
        if index == 0 {
            out.extend_from_slice(to_title(*c).as_slice());
        } else {
            push_lower(text, index, *c, &mut out);
        }
    }
    out
}

/// `str.swapcase`.
pub fn swapcase(text: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len());
    for (index, c) in text.iter().enumerate() {
        if is_upper(*c) {
            push_lower(text, index, *c, &mut out);
        } else if is_lower(*c) {
            out.extend_from_slice(to_upper(*c).as_slice());
        } else {
            out.push(*c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_points(text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }

    #[test]
    fn words_are_mapped_as_by_str_methods() {
        assert_eq!(
            lower(&code_points("ΑΣ ΣΑΣ. ΟΔΥΣΣΕΥΣ Σ İ")),
            code_points("ας σας. οδυσσευς σ i̇")
        );
        assert_eq!(
            upper(&code_points("straße ﬁ ΐ ŉ")),
            code_points("STRASSE FI \u{399}\u{308}\u{301} ʼN")
        );
        assert_eq!(title(&code_points("they're ǆ ﬁx ßa ᾳx")), code_points("They'Re ǅ Fix Ssa ᾼx"));
        assert_eq!(capitalize(&code_points("ǆABC")), code_points("ǅabc"));
        assert_eq!(swapcase(&code_points("aBß ΑΣ")), code_points("AbSS ας"));
        assert_eq!(casefold(&code_points("Straße ẞ İ ﬃ Ꭰ ꭰ")), code_points("strasse ss i̇ ffi Ꭰ Ꭰ"));
    }
}
