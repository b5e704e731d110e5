//! Shows where two texts part.

use std::fmt::Write as _;

const BEFORE: usize = 3;
const AFTER: usize = 8;

/// `None` if equal, else the lines around the first difference: `-` expected, `+` printed.
pub(crate) fn differ(what: &str, expected: &str, printed: &str) -> Option<String> {
    if expected == printed {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) =
        (expected.split('\n').collect(), printed.split('\n').collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[same..].iter().rev().zip(new[same..].iter().rev()).take_while(|(a, b)| a == b);
    let tail = tail.count();
    let mut out = format!("{what} differs from line {}:\n", same + 1);
    for line in &old[same.saturating_sub(BEFORE)..same] {
        let _ = writeln!(out, "  {line}");
    }
    for (sign, lines) in [('-', &old[same..old.len() - tail]), ('+', &new[same..new.len() - tail])]
    {
        for line in lines.iter().take(AFTER) {
            let _ = writeln!(out, "{sign} {line}");
        }
        if lines.len() > AFTER {
            let _ = writeln!(out, "{sign} ... {} more lines", lines.len() - AFTER);
        }
    }
    Some(out)
}
