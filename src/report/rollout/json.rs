//! A comparison as JSON, version 1.

use super::RolloutRun;
use crate::rollout::forecast::Stage;
use crate::rollout::{FieldChange, Forecast, ObjectChange, Refusal};
use crate::source::{Source, Span};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the comparison.
///
/// # Errors
/// When `out` does not take it.
pub fn json(run: &RolloutRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let objects: Vec<Value> = run
        .each()
        .map(|(one, forecast)| object(run, one, forecast))
        .collect();
    let answer = json!({"version": 1, "nodes": run.nodes, "objects": objects});
    serde_json::to_writer(&mut *out, &answer)?;
    writeln!(out)
}

fn object(run: &RolloutRun<'_>, object: &ObjectChange, forecast: Option<&Forecast>) -> Value {
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
        "rollout": forecast.map(|forecast| rollout(run, forecast)),
    })
}

fn rollout(run: &RolloutRun<'_>, forecast: &Forecast) -> Value {
    let mut answer = json!({
        "steps": forecast.stages.iter().enumerate().map(step).collect::<Vec<_>>(),
        "outcome": forecast.ending.as_str(),
        "why": forecast.why,
        "seconds": {
            "least": forecast.seconds.map(|seconds| seconds.0),
            "most": forecast.seconds.map(|seconds| seconds.1),
        },
        "pace": forecast.pace,
        "meanwhile": forecast.meanwhile,
        "stuckIf": forecast.stuck_if,
        "pods": forecast.pods,
        "readyAfter": forecast.ready_after,
        "terminationGracePeriodSeconds": forecast.grace,
    });
    if let Some((old, new)) = &forecast.hashes {
        answer["revision"] = json!({"old": old, "new": new});
    }
    if run.timeline {
        let moments = forecast.timeline.iter().map(|moment| {
            let cells = forecast.columns.iter().zip(&moment.cells);
            let columns: serde_json::Map<String, Value> = cells
                .map(|(name, cell)| ((*name).to_owned(), json!(cell)))
                .collect();
            json!({"seconds": moment.seconds, "columns": columns, "what": moment.what})
        });
        answer["timeline"] = moments.collect();
    }
    answer
}

fn step((index, stage): (usize, &Stage)) -> Value {
    json!({
        "step": index + 1,
        "who": stage.who,
        "create": stage.create,
        "delete": stage.delete,
        "seconds": {"least": stage.least, "most": stage.most},
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
