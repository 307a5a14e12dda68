//! `rdjson`: reviewdog's diagnostic format. Its columns count bytes of UTF-8, from 1.

use super::Run;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Source, Span};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let diagnostics: Vec<Value> = run
        .outcome
        .diagnostics
        .iter()
        .filter_map(|found| Some(diagnostic(run, found, run.source(found)?)))
        .collect();
    let report = json!({ "source": { "name": "everynode" }, "diagnostics": diagnostics });
    serde_json::to_writer(&mut *out, &report)?;
    writeln!(out)
}

fn diagnostic(run: &Run<'_>, found: &Diagnostic, source: &Source) -> Value {
    let severity = match found.level {
        Level::Error => "ERROR",
        Level::Warning => "WARNING",
        Level::Note => "INFO",
    };
    let mut value = json!({
        "message": found.message,
        "location": { "path": source.name, "range": range(source, found.span) },
        "severity": severity,
        "code": { "value": found.rule },
    });
    // reviewdog takes one replacement for one range.
    if let Some(fix) = &found.fix
        && let [edit] = fix.edits.as_slice()
    {
        value["suggestions"] = json!([{ "range": range(source, edit.span), "text": edit.text }]);
    }
    let related: Vec<Value> = found
        .related
        .iter()
        .filter_map(|related| {
            let source = run.outcome.sources.get(related.source.0 as usize)?;
            let location = json!({ "path": source.name, "range": range(source, related.span) });
            Some(json!({ "message": related.message, "location": location }))
        })
        .collect();
    if !related.is_empty() {
        value["related_locations"] = related.into();
    }
    value
}

fn range(source: &Source, span: Span) -> Value {
    let position = |offset: u32| {
        let at = source.position(offset);
        let line = source.line_span(at.line);
        json!({ "line": at.line, "column": at.offset.saturating_sub(line.start) + 1 })
    };
    json!({ "start": position(span.start), "end": position(span.end) })
}
