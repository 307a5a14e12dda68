//! A comparison as JSON, version 1.

use super::RolloutRun;
use crate::rollout::{FieldChange, ObjectChange, Refusal};
use crate::source::{Source, Span};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the comparison.
///
/// # Errors
/// When `out` does not take it.
pub fn json(run: &RolloutRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let objects: Vec<Value> = run.objects.iter().map(|one| object(run, one)).collect();
    serde_json::to_writer(&mut *out, &json!({"version": 1, "objects": objects}))?;
    writeln!(out)
}

fn object(run: &RolloutRun<'_>, object: &ObjectChange) -> Value {
    let id = &object.id;
    let source = run.source(object);
    let was_in = object
        .old
        .and_then(|place| run.old.get(place.source.0 as usize))
        .map(|source| &source.name);
    json!({
        "object": {"apiVersion": id.api_version, "kind": id.kind, "namespace": id.namespace, "name": id.name},
        "change": object.change.as_str(),
        "file": source.map(|(source, _)| &source.name),
        "document": source.map(|(_, place)| place.document),
        "item": source.and_then(|(_, place)| place.item),
        "oldFile": was_in,
        "refused": object.refused.iter().map(|one| refusal(one, source.map(|(source, _)| source))).collect::<Vec<_>>(),
        "restartsPods": object.restarts_pods(),
        "changes": object.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn refusal(refusal: &Refusal, source: Option<&Source>) -> Value {
    json!({
        "stage": refusal.stage,
        "reason": refusal.reason,
        "field": refusal.field,
        "detail": refusal.detail,
        "range": source.map(|source| range(source, refusal.span)),
    })
}

fn change(change: &FieldChange) -> Value {
    json!({"path": change.path, "old": change.old, "new": change.new, "restarts": change.restarts})
}

fn range(source: &Source, span: Span) -> Value {
    let position = |offset| {
        let at = source.position(offset);
        json!({"offset": at.offset, "line": at.line, "column": at.column})
    };
    json!({"start": position(span.start), "end": position(span.end)})
}
