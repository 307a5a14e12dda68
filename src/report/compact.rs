//! `compact`: `file:line:column: level[rule]: message`, for logs, editors and grep.

use super::{Run, plain};
use std::io::{self, Write};

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &run.outcome.diagnostics {
        let Some(source) = run.source(diagnostic) else {
            continue;
        };
        let at = source.position(diagnostic.span.start);
        let (name, message) = (plain(&source.name), plain(&diagnostic.message));
        writeln!(
            out,
            "{name}:{}:{}: {}[{}]: {message}",
            at.line,
            at.column,
            diagnostic.level.as_str(),
            diagnostic.rule
        )?;
    }
    Ok(())
}
