//! `markdown`: a table for step summaries and comments on merge requests.

use super::{Run, plain, summary};
use std::io::{self, Write};

/// How many findings the table holds unless all are asked for: what shows it cuts at a megabyte.
const ROWS: usize = 200;

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### everynode\n\n{}", escape(&summary::sentences(run)))?;
    let found = run.worst_first();
    if found.is_empty() {
        return Ok(());
    }
    let rows = if run.style.all {
        found.len()
    } else {
        found.len().min(ROWS)
    };
    writeln!(out, "\n| level | where | what | rule |\n|---|---|---|---|")?;
    for diagnostic in &found[..rows] {
        let Some(source) = run.source(diagnostic) else {
            continue;
        };
        let at = source.position(diagnostic.span.start);
        let name = run.repository_path(source);
        let (name, message) = (escape(&name), escape(&diagnostic.message));
        let level = diagnostic.level.as_str();
        writeln!(
            out,
            "| {level} | {name}:{}:{} | {message} | {} |",
            at.line, at.column, diagnostic.rule
        )?;
    }
    if rows < found.len() {
        writeln!(out, "\nand {} more", found.len() - rows)?;
    }
    Ok(())
}

/// A text that stays a text: no markup, no HTML, no mention of anybody, no new cell.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in plain(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            character => escaped.push(character),
        }
    }
    // Code in backquotes shows escapes as they stand; without them a finding reads as well.
    escaped.replace('`', "'")
}
