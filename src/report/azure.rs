//! `azure`: logging commands of Azure Pipelines.

use super::{Run, plain, summary};
use crate::diagnostic::Level;
use std::io::{self, Write};

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in run.worst_first() {
        let Some(source) = run.source(diagnostic) else {
            continue;
        };
        let at = source.position(diagnostic.span.start);
        let (path, message) = (run.repository_path(source), plain(&diagnostic.message));
        let kind = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            // Azure knows no third level, and a note is no warning.
            Level::Note => {
                writeln!(
                    out,
                    "note: {}:{}:{}: {} [{}]",
                    tame(&plain(&path)),
                    at.line,
                    at.column,
                    tame(&message),
                    diagnostic.rule
                )?;
                continue;
            }
        };
        writeln!(
            out,
            "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};code={};]{}",
            property(&path),
            at.line,
            at.column,
            diagnostic.rule,
            tame(&message.replace('%', "%AZP25")),
        )?;
    }
    let summary = summary::sentences(run);
    if !summary.is_empty() && !run.style.quiet {
        writeln!(out, "{}", tame(&summary))?;
    }
    Ok(())
}

/// The value of a property, as the agent reads it back.
fn property(text: &str) -> String {
    let text = text
        .replace('%', "%AZP25")
        .replace(';', "%3B")
        .replace(']', "%5D");
    plain(&text.replace('\r', "%0D").replace('\n', "%0A")).replace("##", "# #")
}

/// The agent looks for commands anywhere in a line.
fn tame(text: &str) -> String {
    text.replace("##", "# #")
}
