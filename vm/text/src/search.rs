//! Substring search over elements of any width, in linear time.
//!
//! Bytes go to `memchr`. Other widths are scanned directly, and where that goes badly the search
//! continues with the Knuth-Morris-Pratt automaton, so that no input takes quadratic time.

/// The first occurrence in bytes.
pub fn find_bytes(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [byte] => memchr::memchr(*byte, haystack),
        _ => memchr::memmem::find(haystack, needle),
    }
}

/// The last occurrence in bytes.
pub fn rfind_bytes(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [byte] => memchr::memrchr(*byte, haystack),
        _ => memchr::memmem::rfind(haystack, needle),
    }
}

/// The first occurrence, the widths of both sides being free.
pub fn find<H, N>(haystack: &[H], needle: &[N]) -> Option<usize>
where
    H: Copy + Into<u32>,
    N: Copy + Into<u32>,
{
    let at = |index: usize| haystack.get(index).map(|c| (*c).into());
    let wanted = |index: usize| needle.get(index).map(|c| (*c).into());
    search(haystack.len(), at, needle.len(), wanted)
}

/// The last occurrence, the widths of both sides being free.
pub fn rfind<H, N>(haystack: &[H], needle: &[N]) -> Option<usize>
where
    H: Copy + Into<u32>,
    N: Copy + Into<u32>,
{
    let (length, wanted_length) = (haystack.len(), needle.len());
    let mirrored = |length: usize, index: usize| length.checked_sub(index.checked_add(1)?);
    let at = |index| haystack.get(mirrored(length, index)?).map(|c| (*c).into());
    let wanted = |index| needle.get(mirrored(wanted_length, index)?).map(|c| (*c).into());
    // The mirrored match lies within the haystack.
    search(length, at, wanted_length, wanted).map(|start| length - start - wanted_length)
}

fn search(
    length: usize,
    at: impl Fn(usize) -> Option<u32>,
    wanted_length: usize,
    wanted: impl Fn(usize) -> Option<u32>,
) -> Option<usize> {
    let last = length.checked_sub(wanted_length)?;
    if wanted_length == 0 {
        return Some(0);
    }
    let first = wanted(0);
    let mut wasted = 0_usize;
    for start in 0..=last {
        if at(start) != first {
            continue;
        }
        let matched =
            (1..wanted_length).take_while(|index| at(start + index) == wanted(*index)).count();
        if matched + 1 == wanted_length {
            return Some(start);
        }
        wasted += matched;
        if wasted > 4 * start + 256 {
            return search_automaton(start + 1, length, &at, wanted_length, &wanted);
        }
    }
    None
}

/// Knuth-Morris-Pratt from `start` on.
fn search_automaton(
    start: usize,
    length: usize,
    at: &impl Fn(usize) -> Option<u32>,
    wanted_length: usize,
    wanted: &impl Fn(usize) -> Option<u32>,
) -> Option<usize> {
    // borders[i]: the longest proper border of the first i + 1 elements of the needle.
    let mut borders = vec![0_usize; wanted_length];
    let shorter = |borders: &[usize], matched: usize| {
        borders.get(matched.wrapping_sub(1)).copied().unwrap_or(0)
    };
    let mut matched = 0;
    for index in 1..wanted_length {
        while matched > 0 && wanted(index) != wanted(matched) {
            matched = shorter(&borders, matched);
        }
        matched += usize::from(wanted(index) == wanted(matched));
        if let Some(border) = borders.get_mut(index) {
            *border = matched;
        }
    }
    matched = 0;
    for index in start..length {
        while matched > 0 && at(index) != wanted(matched) {
            matched = shorter(&borders, matched);
        }
        matched += usize::from(at(index) == wanted(matched));
        if matched == wanted_length {
            return Some(index + 1 - wanted_length);
        }
    }
    None
}

/// The starts of occurrences that do not overlap, at most `limit` of them, from the left. An empty
/// needle occurs before each element and at the end, as `str.count` and `str.replace` have it.
pub fn occurrences<H, N>(haystack: &[H], needle: &[N], limit: usize) -> Vec<usize>
where
    H: Copy + Into<u32>,
    N: Copy + Into<u32>,
{
    if needle.is_empty() {
        return (0..=haystack.len()).take(limit).collect();
    }
    let mut starts = Vec::new();
    let mut from = 0;
    while starts.len() < limit
        && let Some(found) = haystack.get(from..).and_then(|rest| find(rest, needle))
    {
        starts.push(from + found);
        from += found + needle.len();
    }
    starts
}

/// `str.count`.
pub fn count<H, N>(haystack: &[H], needle: &[N]) -> usize
where
    H: Copy + Into<u32>,
    N: Copy + Into<u32>,
{
    if needle.is_empty() {
        haystack.len() + 1
    } else {
        occurrences(haystack, needle, usize::MAX).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_from_both_ends_in_mixed_widths() {
        let wide: Vec<u32> = "abcabcab".chars().map(u32::from).collect();
        assert_eq!((find(&wide, b"cab"), rfind(&wide, b"cab")), (Some(2), Some(5)));
        assert_eq!((find(&wide, b""), rfind(&wide, b"")), (Some(0), Some(8)));
        assert_eq!((find(&wide, b"cb"), rfind(b"ab", &wide)), (None, None));
        assert_eq!(occurrences(b"aaaaa", &[97_u16, 97], 9), [0, 2]);
        assert_eq!((count(b"abc", b""), count(b"aaaa", b"aa")), (4, 2));
        assert_eq!((find_bytes(b"abcb", b"b"), rfind_bytes(b"abcb", b"b")), (Some(1), Some(3)));
    }

    #[test]
    fn bad_cases_stay_linear_and_right() {
        let mut hay = vec![1_u16; 200_000];
        let mut needle = vec![1_u16; 50_000];
        needle.push(2);
        assert_eq!(find(&hay, &needle), None);
        hay.push(2);
        hay.push(1);
        assert_eq!(find(&hay, &needle), Some(150_000));
        needle.reverse();
        hay.reverse();
        assert_eq!(rfind(&hay, &needle), Some(1));
    }
}
