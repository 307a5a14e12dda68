//! Where a Pod that waits for its gates may yet be sent: its node selector and affinity may become narrower.
//!
//! Follows `validateNodeSelectorMutation`, `validateNodeAffinityMutation` of `pkg/apis/core/validation/validation.go`.

use crate::model::core::Pod;
use crate::validation::Errors;
use serde_json::{Map, Value};

/// Judges what changed, and takes it out of both specs.
pub(super) fn take_placement(
    old: &mut Value,
    new: &mut Value,
    pod: &Pod,
    errs: &mut Errors<'_, '_>,
) {
    let before = remove(old, "nodeSelector");
    let after = remove(new, "nodeSelector");
    let only_adds = entries(&before)
        .all(|(key, value)| after.as_ref().and_then(|after| after.get(key)) == Some(value));
    if !only_adds {
        errs.invalid(
            &pod.spec.node_selector,
            "only additions to spec.nodeSelector are allowed (no mutations or deletions)",
        );
    }
    let before = remove_node_affinity(old);
    let after = remove_node_affinity(new);
    validate_node_affinity(before.as_ref(), after.as_ref(), pod, errs);
}

fn remove(spec: &mut Value, key: &str) -> Option<Value> {
    spec.as_object_mut()?.remove(key)
}

/// Takes out the part about nodes, and the affinity with it where nothing else is in it.
fn remove_node_affinity(spec: &mut Value) -> Option<Value> {
    let affinity = spec.get_mut("affinity")?.as_object_mut()?;
    let nodes = affinity.remove("nodeAffinity");
    if affinity.is_empty() {
        remove(spec, "affinity");
    }
    nodes
}

fn entries(value: &Option<Value>) -> impl Iterator<Item = (&String, &Value)> {
    value
        .as_ref()
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::iter)
}

fn validate_node_affinity(
    before: Option<&Value>,
    after: Option<&Value>,
    pod: &Pod,
    errs: &mut Errors<'_, '_>,
) {
    const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
    let terms = |value: Option<&Value>| -> Vec<Value> {
        value
            .and_then(|value| value.get(REQUIRED))
            .and_then(|required| required.get("nodeSelectorTerms"))
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let (old, new) = (terms(before), terms(after));
    if old.is_empty() {
        return;
    }
    let written = pod
        .spec
        .affinity
        .get()
        .and_then(|affinity| affinity.node_affinity.get())
        .and_then(|nodes| {
            nodes
                .required_during_scheduling_ignored_during_execution
                .get()
        });
    let Some(written) = written else {
        errs.invalid(
            &pod.spec.affinity,
            "no additions/deletions to non-empty NodeSelectorTerms list are allowed",
        );
        return;
    };
    if old.len() != new.len() {
        errs.invalid(
            &written.node_selector_terms,
            "no additions/deletions to non-empty NodeSelectorTerms list are allowed",
        );
        return;
    }
    for ((old, new), term) in old.iter().zip(&new).zip(&written.node_selector_terms) {
        let is_kept = ["matchExpressions", "matchFields"].iter().all(|list| {
            let of = |value: &Value| -> Vec<Value> {
                let items = value.get(list).and_then(Value::as_array);
                items.cloned().unwrap_or_default()
            };
            of(new).starts_with(&of(old))
        });
        if !is_kept {
            errs.invalid(
                term,
                "only additions are allowed (no mutations or deletions)",
            );
        }
    }
}
