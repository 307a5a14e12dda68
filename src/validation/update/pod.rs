//! Updates of Pods.
//!
//! Follows `ValidatePodUpdate` of `pkg/apis/core/validation/validation.go`.

use super::pair::{Pair, without_empty};
use super::scheduling;
use crate::model::core::{Container, Pod};
use crate::model::encode;
use crate::model::field::{List, Obj, Text};
use crate::validation::{ErrorType, Errors, core};
use serde_json::{Value, json};

const MAY_CHANGE: &str = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/// `ValidatePodUpdate`. `live` is the Pod that the server has.
pub(super) fn validate_pod_update(
    live: &Value,
    new: &Pod,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    core::validate_pod_metadata_and_spec(new, errs);
    validate_annotations(live, new, errs);
    let Some(before) = live.get("spec") else {
        return;
    };
    for (containers, key) in [
        (&new.spec.containers, "containers"),
        (&new.spec.init_containers, "initContainers"),
    ] {
        if !validate_container_count(before, containers, key, errs) {
            return;
        }
    }
    if !validate_active_deadline(before, new, errs) {
        return;
    }
    let Ok(after) = encode(&new.spec, pair.new) else {
        return;
    };
    validate_tolerations(before, &after, new, errs);
    validate_gates(before, new, errs);
    let (mut old, mut now) = (
        munged(before.clone(), before),
        munged(after.clone(), before),
    );
    if before.get("schedulingGates").is_some_and(has_items) {
        scheduling::take_placement(&mut old, &mut now, new, errs);
    }
    if old != now {
        errs.forbidden(&new.spec, MAY_CHANGE);
    }
}

/// `ValidatePodSpecificAnnotationUpdates`.
fn validate_annotations(live: &Value, new: &Pod, errs: &mut Errors<'_, '_>) {
    const MIRROR: &str = "kubernetes.io/config.mirror";
    const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
    let annotations = &new.metadata.annotations;
    let old = live
        .pointer("/metadata/annotations")
        .and_then(Value::as_object);
    let mut refuse = |key: &str, detail: &str| {
        let path = format!("metadata.annotations[{key}]");
        match annotations.field(key) {
            Some(field) => errs.add_as(ErrorType::Forbidden, field, path, detail),
            None => errs.add_as(ErrorType::Forbidden, annotations, path, detail),
        }
    };
    for (key, value) in old.into_iter().flatten() {
        if annotations.value_of(key).map(Text::as_str) == value.as_str() {
            continue;
        }
        if key.starts_with(APP_ARMOR) {
            refuse(key, "may not remove or update AppArmor annotations");
        }
        if key == MIRROR {
            refuse(key, "may not remove or update mirror pod annotation");
        }
    }
    let is_new = |key: &str| old.is_none_or(|old| !old.contains_key(key));
    for (key, _) in annotations.entries() {
        if key.starts_with(APP_ARMOR) && is_new(key) {
            refuse(key, "may not add AppArmor annotations");
        }
        if key == MIRROR && is_new(key) {
            refuse(key, "may not add mirror pod annotation");
        }
    }
}

/// `validateSchedulingGatesUpdate`: gates are only taken away.
fn validate_gates(before: &Value, new: &Pod, errs: &mut Errors<'_, '_>) {
    let old: Vec<&str> = before
        .get("schedulingGates")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|gate| gate.get("name").and_then(Value::as_str))
        .collect();
    for gate in &new.spec.scheduling_gates {
        let name = gate.name.str();
        if !old.contains(&name) {
            let detail =
                format!("only deletion is allowed, but found new scheduling gate '{name}'");
            errs.forbidden(&gate.name, detail);
        }
    }
}

fn has_items(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty())
}

/// `ValidateContainerUpdates`.
fn validate_container_count(
    before: &Value,
    containers: &List<Obj<Container>>,
    key: &str,
    errs: &mut Errors<'_, '_>,
) -> bool {
    let old = before
        .get(key)
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    if old != containers.len() {
        errs.forbidden(containers, "pod updates may not add or remove containers");
        return false;
    }
    true
}

/// The deadline may only come nearer.
fn validate_active_deadline(before: &Value, new: &Pod, errs: &mut Errors<'_, '_>) -> bool {
    let old = before.get("activeDeadlineSeconds").and_then(Value::as_i64);
    let field = &new.spec.active_deadline_seconds;
    match (old, field.get()) {
        (Some(old), Some(new)) if old < *new => {
            errs.invalid(field, "must be less than or equal to previous value");
            false
        }
        (_, Some(new)) => (0..=i64::from(i32::MAX)).contains(new),
        (Some(_), None) => {
            errs.invalid(
                field,
                "must not update from a positive integer to nil value",
            );
            true
        }
        (None, None) => true,
    }
}

/// `validateOnlyAddedTolerations`.
fn validate_tolerations(before: &Value, after: &Value, new: &Pod, errs: &mut Errors<'_, '_>) {
    let all = |value: &Value| -> Vec<Value> {
        let list = value.get("tolerations").and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .map(|toleration| {
                let mut toleration = toleration.clone();
                if let Some(fields) = toleration.as_object_mut() {
                    fields.remove("tolerationSeconds");
                }
                toleration
            })
            .collect()
    };
    let now = all(after);
    if all(before)
        .iter()
        .any(|toleration| !now.contains(toleration))
    {
        errs.forbidden(
            &new.spec.tolerations,
            "existing toleration can not be modified except its tolerationSeconds",
        );
    }
}

/// The spec without what may change.
fn munged(mut spec: Value, before: &Value) -> Value {
    for list in ["containers", "initContainers"] {
        let containers = spec.get_mut(list).and_then(Value::as_array_mut);
        for container in containers.into_iter().flatten() {
            if let Some(fields) = container.as_object_mut() {
                fields.remove("image");
            }
        }
    }
    let negative = before
        .get("terminationGracePeriodSeconds")
        .and_then(Value::as_i64)
        .is_some_and(|seconds| seconds < 0);
    if let Some(fields) = spec.as_object_mut() {
        for free in [
            "activeDeadlineSeconds",
            "tolerations",
            "schedulingGates",
            "serviceAccount",
        ] {
            fields.remove(free);
        }
        let grace = fields.get("terminationGracePeriodSeconds");
        if negative && (grace == Some(&json!(1)) || grace.and_then(Value::as_i64) < Some(0)) {
            fields.remove("terminationGracePeriodSeconds");
        }
    }
    without_empty(spec)
}
