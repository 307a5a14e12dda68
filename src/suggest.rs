//! "Did you mean …": the word that a misspelt one was meant to be.
//!
//! Knows words only.

/// The candidate closest to `word`, if one is close enough to be what was meant.
///
/// Distance counts inserted, dropped, changed and swapped characters, letter case apart; a third of the word may be wrong.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    // A word of kilobytes is nobody's slip of the pen.
    if wanted.is_empty() || wanted.len() > 64 {
        return None;
    }
    let allowed = wanted.len().div_ceil(3);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
            let distance = if letters.len().abs_diff(wanted.len()) > allowed {
                return None;
            } else {
                distance(&wanted, &letters)
            };
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Optimal string alignment: Levenshtein's distance with swaps of neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let change = last[j] + usize::from(x != y);
            let mut best = change.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
