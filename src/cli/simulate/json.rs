//! A simulation as JSON, in the form of the scenario's own records.

use everynode::sim::rollout::{Ended, Outcome, TickRecord};
use serde_json::{Map, Value, json};

/// The whole answer. The scenario's `id` is handed on.
pub(super) fn answer(scenario: &Value, outcome: &Outcome) -> Value {
    let mut answer = Map::new();
    answer.insert("version".into(), json!(1));
    if let Some(id) = scenario.get("id") {
        answer.insert("id".into(), id.clone());
    }
    answer.insert("ticks".into(), outcome.ticks.iter().map(tick).collect());
    let end = &outcome.end;
    let ended = match end.ended {
        Ended::Quiet => "quiet",
        Ended::TickLimit => "tick limit",
    };
    answer.insert(
        "final".into(),
        json!({
            "quiet_since": end.quiet_since,
            "ended": ended,
            "status": end.status,
            "complete": end.complete,
            "old_pods_left": end.old_pods_left,
        }),
    );
    Value::Object(answer)
}

/// One tick; what did not change is left out.
fn tick(tick: &TickRecord) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| map.insert(key.into(), value);
    put("tick", json!(tick.tick));
    if !tick.syncs.is_empty() {
        let syncs = tick.syncs.iter().map(|sync| {
            let mut map = Map::new();
            for (key, names) in [("create", &sync.create), ("delete", &sync.delete)] {
                if !names.is_empty() {
                    map.insert(key.into(), json!(names));
                }
            }
            Value::Object(map)
        });
        put("syncs", syncs.collect());
    }
    if !tick.nodes.is_empty() {
        let nodes = tick.nodes.iter().map(|(node, pods)| {
            let pods = pods
                .iter()
                .map(|pod| json!([pod.name, pod.hash, pod.flags]))
                .collect();
            (node.clone(), Value::Array(pods))
        });
        put("nodes", Value::Object(nodes.collect()));
    }
    if !tick.gone.is_empty() {
        put("gone", json!(tick.gone));
    }
    if let Some(status) = &tick.status {
        put("status", json!(status));
    }
    if let Some(text) = &tick.rollout_status {
        put("rollout_status", json!(text));
    }
    if let Some(revisions) = &tick.revisions {
        put("revisions", json!(revisions));
    }
    Value::Object(map)
}
