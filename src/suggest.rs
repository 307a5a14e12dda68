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
    let mut allowed = wanted.len().div_ceil(3);
    let mut closest = None;
    for candidate in candidates {
        // Of most candidates the length says enough.
        if candidate.is_ascii() && candidate.len().abs_diff(wanted.len()) > allowed {
            continue;
        }
        let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        let Some(distance) = distance(&wanted, &letters, allowed) else {
            continue;
        };
        closest = Some(candidate);
        // Of those that are as close, the first counts.
        let Some(less) = distance.checked_sub(1) else {
            break;
        };
        allowed = less;
    }
    closest
}

/// Optimal string alignment: Levenshtein's distance with swaps of neighbours. None where it is more than `allowed`.
fn distance(a: &[char], b: &[char], allowed: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > allowed {
        return None;
    }
    let mut before_last: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row: Vec<usize> = vec![0; b.len() + 1];
    let mut least = 0;
    for (i, x) in a.iter().enumerate() {
        let least_before = std::mem::replace(&mut least, i + 1);
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = last[j] + usize::from(x != y);
            let mut best = change.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before_last[j - 1] + 1);
            }
            row[j + 1] = best;
            least = least.min(best);
        }
        // Later rows come from the last two, and from the one before by a swap, which counts.
        if least > allowed && least_before + 1 > allowed {
            return None;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    Some(last[b.len()]).filter(|distance| *distance <= allowed)
}
