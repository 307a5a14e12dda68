//! `tap`: the Test Anything Protocol, version 13. A finding is a test that failed; a note, and a clean file, one that passed.

use super::{Run, plain};
use crate::diagnostic::Level;
use std::io::{self, Write};

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let tests: usize = run.by_source().map(|(_, found)| found.len().max(1)).sum();
    writeln!(out, "TAP version 13\n1..{tests}")?;
    let mut number = 0;
    for (source, found) in run.by_source() {
        let name = plain(&source.name);
        if found.is_empty() {
            number += 1;
            writeln!(out, "ok {number} - {}", describe(&name))?;
        }
        for diagnostic in found {
            number += 1;
            let at = source.position(diagnostic.span.start);
            let verdict = if diagnostic.level > Level::Note {
                "not ok"
            } else {
                "ok"
            };
            let text = format!(
                "{name}:{}:{}: {}",
                at.line,
                at.column,
                plain(&diagnostic.message)
            );
            writeln!(out, "{verdict} {number} - {}", describe(&text))?;
            // JSON strings are YAML, whatever is in them.
            let (file, message) = (json(&source.name)?, json(&diagnostic.message)?);
            let (rule, level) = (diagnostic.rule, diagnostic.level.as_str());
            writeln!(
                out,
                "  ---\n  rule: {rule}\n  severity: {level}\n  message: {message}"
            )?;
            writeln!(
                out,
                "  file: {file}\n  line: {}\n  column: {}\n  ...",
                at.line, at.column
            )?;
        }
    }
    Ok(())
}

/// A description, in which `#` would open a directive.
fn describe(text: &str) -> String {
    text.replace('\\', "\\\\").replace('#', "\\#")
}

fn json(text: &str) -> io::Result<String> {
    Ok(serde_json::to_string(text)?)
}
