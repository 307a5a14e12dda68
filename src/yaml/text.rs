//! The value of a scalar from its text, for scalars that the fast reader and the JSON reader have already checked.
//!
//! What is malformed never comes here; it would give a wrong value, not a panic.

use super::tree::Style;

/// The value of the scalar written as `raw`; `indent` is the indentation of a block scalar's content.
pub(super) fn decode(raw: &str, style: Style, indent: usize) -> String {
    let inside = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
    match style {
        Style::SingleQuoted => single_quoted(inside),
        Style::DoubleQuoted => double_quoted(inside),
        Style::Literal => block(raw, indent, false),
        Style::Folded => block(raw, indent, true),
        Style::Plain | Style::Flow | Style::Block => plain(raw),
    }
}

/// Lines joined: a line break is a space, further ones are kept.
fn plain(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut empty = 0;
    for (index, line) in raw.split('\n').enumerate() {
        let line = line.trim_matches([' ', '\t', '\r']);
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if index > 0 {
            push_breaks(&mut out, empty);
        }
        empty = 0;
        out.push_str(line);
    }
    out
}

/// A line break and `empty` empty lines behind it.
fn push_breaks(out: &mut String, empty: usize) {
    if empty == 0 {
        out.push(' ');
    }
    out.extend(std::iter::repeat_n('\n', empty));
}

fn single_quoted(inside: &str) -> String {
    let mut out = String::with_capacity(inside.len());
    fold_lines(inside, &mut out, |line, out| {
        let mut rest = line;
        while let Some(at) = rest.find("''") {
            out.push_str(&rest[..=at]);
            rest = &rest[at + 2..];
        }
        out.push_str(rest);
        true
    });
    out
}

fn double_quoted(inside: &str) -> String {
    let mut out = String::with_capacity(inside.len());
    fold_lines(inside, &mut out, unescape);
    out
}

/// The lines of a quoted scalar, each put out by `push`, which says whether the line break behind it counts.
fn fold_lines(inside: &str, out: &mut String, push: impl Fn(&str, &mut String) -> bool) {
    let mut lines = inside.split('\n').peekable();
    let mut is_first = true;
    let mut empty = 0;
    let mut break_counts = true;
    while let Some(line) = lines.next() {
        let is_last = lines.peek().is_none();
        let mut line = if is_first {
            line
        } else {
            line.trim_start_matches([' ', '\t'])
        };
        if !is_last {
            line = line.strip_suffix('\r').unwrap_or(line);
            line = trim_line_end(line);
        }
        if line.is_empty() && !is_first && !is_last {
            empty += 1;
            continue;
        }
        if !is_first {
            if break_counts {
                push_breaks(out, empty);
            } else {
                out.extend(std::iter::repeat_n('\n', empty));
            }
        }
        empty = 0;
        break_counts = push(line, out);
        is_first = false;
    }
}

/// Without the blanks before a line break; one that is escaped stays.
fn trim_line_end(line: &str) -> &str {
    let trimmed = line.trim_end_matches([' ', '\t']);
    let backslashes = trimmed
        .bytes()
        .rev()
        .take_while(|byte| *byte == b'\\')
        .count();
    if backslashes % 2 == 1 && trimmed.len() < line.len() {
        &line[..=trimmed.len()]
    } else {
        trimmed
    }
}

/// A line of a double-quoted scalar. False when it ends in an escaped line break.
fn unescape(line: &str, out: &mut String) -> bool {
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut characters = rest[at + 1..].chars();
        let Some(escape) = characters.next() else {
            return false;
        };
        rest = characters.as_str();
        let character = match escape {
            '0' => '\0',
            'a' => '\x07',
            'b' => '\x08',
            't' => '\t',
            'n' => '\n',
            'v' => '\x0B',
            'f' => '\x0C',
            'r' => '\r',
            'e' => '\x1B',
            'N' => '\u{85}',
            '_' => '\u{A0}',
            'L' => '\u{2028}',
            'P' => '\u{2029}',
            'x' => code(&mut rest, 2),
            'u' => surrogates(&mut rest),
            'U' => code(&mut rest, 8),
            other => other,
        };
        out.push(character);
    }
    out.push_str(rest);
    true
}

/// So many hexadecimal digits.
fn hex(rest: &mut &str, digits: usize) -> u32 {
    let Some((code, behind)) = rest.split_at_checked(digits) else {
        return u32::MAX;
    };
    *rest = behind;
    u32::from_str_radix(code, 16).unwrap_or(u32::MAX)
}

fn code(rest: &mut &str, digits: usize) -> char {
    char::from_u32(hex(rest, digits)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// `\ud83d\ude00`, which only JSON has; half a pair is U+FFFD there.
fn surrogates(rest: &mut &str) -> char {
    let first = hex(rest, 4);
    if (0xD800..0xDC00).contains(&first)
        && let Some(mut behind) = rest.strip_prefix("\\u")
    {
        let second = hex(&mut behind, 4);
        if (0xDC00..0xE000).contains(&second) {
            *rest = behind;
            let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            return char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        }
    }
    char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn push(out: &mut String, breaks: usize) {
    for _ in 0..breaks {
        out.push('\n');
    }
}

/// A block scalar from its indicator to the end of its last line. Never one with `+`: what follows is not in `raw`.
fn block(raw: &str, indent: usize, folded: bool) -> String {
    let Some((header, body)) = raw.split_once('\n') else {
        return String::new();
    };
    let mut out = String::with_capacity(body.len() + 1);
    let mut breaks = 0;
    let mut is_first = true;
    let mut before_is_indented = false;
    let ends = memchr::memchr_iter(b'\n', body.as_bytes()).chain([body.len()]);
    let mut start = 0;
    for end in ends {
        let mut line = &body[start..end];
        start = end + 1;
        if line.as_bytes().last() == Some(&b'\r') {
            line = &line[..line.len() - 1];
        }
        let content = line.get(indent..).unwrap_or("");
        if content.is_empty() {
            breaks += 1;
            continue;
        }
        let is_indented = matches!(content.as_bytes().first(), Some(b' ' | b'\t'));
        if is_first {
            push(&mut out, breaks);
        } else if folded && !before_is_indented && !is_indented {
            push_breaks(&mut out, breaks);
        } else {
            push(&mut out, breaks + 1);
        }
        out.push_str(content);
        breaks = 0;
        is_first = false;
        before_is_indented = is_indented;
    }
    let strips = header
        .split(['#', ' ', '\t'])
        .next()
        .is_some_and(|header| header.contains('-'));
    if !strips && !is_first {
        out.push('\n');
    }
    out
}
