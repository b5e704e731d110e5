//! "Did you mean": the candidate nearest to a misspelt name, by CPython's weighted edit distance.

const MOVE: usize = 2;
const CASE: usize = 1;
const MAX_LEN: usize = 40;

/// The candidate that `wrong` most probably meant, if one is near enough.
pub fn closest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if wrong.len() > MAX_LEN {
        return None;
    }
    let mut best: Option<(&str, usize)> = None;
    for candidate in candidates {
        if candidate == wrong || candidate.len() > MAX_LEN {
            continue;
        }
        // No more than a third of the characters may be wrong.
        let mut limit = (candidate.len() + wrong.len() + 3) * MOVE / 6;
        if let Some((_, distance)) = best {
            limit = limit.min(distance.saturating_sub(1));
        }
        let distance = distance(wrong.as_bytes(), candidate.as_bytes());
        if distance <= limit && best.is_none_or(|(_, least)| distance < least) {
            best = Some((candidate, distance));
        }
    }
    best.map(|(candidate, _)| candidate)
}

fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).map(|index| index * MOVE).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) * MOVE;
        for (j, &to) in b.iter().enumerate() {
            let replaced = diagonal + substitution(from, to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + MOVE).min(diagonal + MOVE);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        assert_eq!(closest("prnit", ["print", "repr"].into_iter()), Some("print"));
        assert_eq!(closest("Foo", ["foo", "fob"].into_iter()), Some("foo"));
        assert_eq!(closest("x", ["yyyy"].into_iter()), None);
    }
}
