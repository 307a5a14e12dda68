//! `github`: workflow commands, which GitHub Actions shows as annotations.
//!
//! It shows ten errors and ten warnings of a step: the worst come first.

use super::{Run, summary};
use crate::diagnostic::Level;
use std::io::{self, Write};

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in run.worst_first() {
        let Some(source) = run.source(diagnostic) else {
            continue;
        };
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let (start, end) = (
            source.position(diagnostic.span.start),
            source.position(diagnostic.span.end),
        );
        let file = property(&run.repository_path(source));
        write!(
            out,
            "::{command} file={file},line={},endLine={}",
            start.line, end.line
        )?;
        // With columns over several lines, the annotation is not shown at all.
        if start.line == end.line {
            write!(
                out,
                ",col={},endColumn={}",
                start.column,
                end.column.max(start.column + 1)
            )?;
        }
        let mut text = diagnostic.message.clone();
        for line in diagnostic.notes.iter().chain(&diagnostic.help) {
            text.push('\n');
            text.push_str(line);
        }
        writeln!(out, ",title={}::{}", property(diagnostic.rule), data(&text))?;
    }
    let summary = summary::sentences(run);
    if !summary.is_empty() && !run.style.quiet {
        // The runner looks for commands of its older form anywhere in a line.
        writeln!(out, "{}", summary.replace("##", "# #"))?;
    }
    Ok(())
}

/// The text of a command.
fn data(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c == '\u{1b}' { '\u{FFFD}' } else { c })
        .collect();
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
