//! `gitlab`: the code quality report that merge requests show.

use super::Run;
use crate::diagnostic::Level;
use crate::fingerprint::Fingerprints;
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let mut issues: Vec<Value> = Vec::new();
    for diagnostic in &run.outcome.diagnostics {
        let fingerprint = fingerprints.next(diagnostic, &run.outcome.sources);
        let Some(source) = run.source(diagnostic) else {
            continue;
        };
        let severity = match diagnostic.level {
            Level::Error => "major",
            Level::Warning => "minor",
            Level::Note => "info",
        };
        let (start, end) = (
            source.position(diagnostic.span.start),
            source.position(diagnostic.span.end),
        );
        issues.push(json!({
            "type": "issue",
            // The widget does not show `check_name`.
            "description": format!("{}: {}", diagnostic.rule, diagnostic.message),
            "check_name": diagnostic.rule,
            "fingerprint": fingerprint.to_string(),
            "severity": severity,
            "categories": ["Bug Risk"],
            "location": {
                "path": run.repository_path(source),
                "lines": { "begin": start.line, "end": end.line },
            },
        }));
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}
