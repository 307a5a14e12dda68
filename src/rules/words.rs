//! Words that several rules share.

/// `a`, `a and b`, `a, b and c`, `a, b, c and 7 more`.
pub(super) fn list(names: &[String]) -> String {
    joined(names, "")
}

/// The same, each name in backquotes.
pub(super) fn quoted_list(names: &[&str]) -> String {
    joined(names, "`")
}

fn joined(names: &[impl AsRef<str>], quote: &str) -> String {
    const MOST: usize = 4;
    let shown = if names.len() <= MOST {
        names.len()
    } else {
        MOST - 1
    };
    let mut text = String::new();
    for (index, name) in names[..shown].iter().enumerate() {
        match index {
            0 => {}
            _ if index + 1 == names.len() => text.push_str(" and "),
            _ => text.push_str(", "),
        }
        text.extend([quote, name.as_ref(), quote]);
    }
    if shown < names.len() {
        text.push_str(&format!(" and {} more", names.len() - shown));
    }
    text
}

/// A text on one line, shortened in the middle when long.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    const BREAKS: [char; 3] = ['\n', '\r', '\t'];
    // As nearly all are: no letter has to be counted.
    if text.len() <= MOST && !text.contains(BREAKS) {
        return text.to_owned();
    }
    let line = text.replace(BREAKS, " ");
    let letters: Vec<char> = line.chars().collect();
    if letters.len() <= MOST {
        return line;
    }
    let half = MOST / 2 - 1;
    let start: String = letters[..half].iter().collect();
    let end: String = letters[letters.len() - half..].iter().collect();
    format!("{start}…{end}")
}
