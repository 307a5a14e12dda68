//! Words that several rules share.

/// `a`, `a and b`, `a, b and c`, `a, b and 7 more`.
pub(super) fn list(names: &[String]) -> String {
    const MOST: usize = 4;
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] if names.len() <= MOST => format!("{} and {last}", start.join(", ")),
        _ => format!(
            "{} and {} more",
            names[..MOST - 1].join(", "),
            names.len() - MOST + 1
        ),
    }
}

/// A text on one line, shortened in the middle when long.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.replace(['\n', '\r', '\t'], " ");
    let letters: Vec<char> = line.chars().collect();
    if letters.len() <= MOST {
        return line;
    }
    let half = MOST / 2 - 1;
    let start: String = letters[..half].iter().collect();
    let end: String = letters[letters.len() - half..].iter().collect();
    format!("{start}…{end}")
}
