//! Updates of Jobs.
//!
//! Follows `ValidateJobSpecUpdate` of `pkg/apis/batch/validation/validation.go` and `validationOptionsForJob` of
//! `pkg/registry/batch/job/strategy.go`.

use super::pair::IMMUTABLE;
use super::pair::Pair;
use crate::model::batch::{Job, JobSpec};
use crate::model::core::PodTemplateSpec;
use crate::model::encode;
use crate::model::field::Obj;
use crate::validation::batch::{CONTROLLER_UID, JOB_NAME, validate_job_with};
use crate::validation::{ErrorType, Errors};
use serde_json::Value;

/// `ValidateJob` and `ValidateJobUpdate`.
pub(super) fn validate_job_update(
    old: &Job,
    new: &Job,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    let (before, after) = (&old.spec, &new.spec);
    validate_job_with(new, has_prefixed_labels(old), errs);
    validate_completions(before, after, pair, errs);
    pair.immutable(&before.selector, &after.selector, errs);
    validate_pod_template_update(old, new, pair, errs);
    pair.immutable(&before.completion_mode, &after.completion_mode, errs);
    pair.immutable(&before.pod_failure_policy, &after.pod_failure_policy, errs);
    pair.immutable(
        &before.backoff_limit_per_index,
        &after.backoff_limit_per_index,
        errs,
    );
    pair.immutable(&before.managed_by, &after.managed_by, errs);
    pair.immutable(&before.success_policy, &after.success_policy, errs);
}

/// `validateCompletions`: an Indexed Job grows and shrinks together with its parallelism.
fn validate_completions(
    before: &JobSpec,
    after: &JobSpec,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    if pair.same(&before.completions, &after.completions) {
        return;
    }
    let is_elastic = after.completion_mode == "Indexed"
        && before.completions.is_set()
        && after.completions.is_set();
    if !is_elastic {
        errs.invalid(&after.completions, IMMUTABLE);
    } else if after.completions.get() != after.parallelism.get() {
        errs.invalid(
            &after.completions,
            "can only be modified in tandem with spec.parallelism",
        );
    }
}

/// Whether none of the Job's pods runs, because it never started or is told to be suspended.
fn is_still(job: &Job) -> bool {
    let Some(status) = job.status.get() else {
        return true;
    };
    let is_told = || {
        status
            .conditions
            .iter()
            .any(|condition| condition.r#type == "Suspended" && condition.status == "True")
    };
    status.active.value() == 0 && (status.start_time.is_missing() || is_told())
}

/// Whether the pods have the labels under Kubernetes' own name (`RequirePrefixedLabels`).
fn has_prefixed_labels(job: &Job) -> bool {
    let labels = &job.spec.template.metadata.labels;
    labels.field(CONTROLLER_UID).is_some() && labels.field(JOB_NAME).is_some()
}

/// `validatePodTemplateUpdate`.
fn validate_pod_template_update(
    old: &Job,
    new: &Job,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    let template = |template: &Obj<PodTemplateSpec>, object| encode(template, object).ok();
    let (Some(mut before), Some(after)) = (
        template(&old.spec.template, pair.old),
        template(&new.spec.template, pair.new),
    ) else {
        return;
    };
    let suspends = old.spec.suspend.value();
    let may_move = suspends && is_still(old);
    if may_move {
        take_scheduling(&mut before, &after);
        take_resources(&mut before, &after);
        // Of a template that may change, only the pods' spec is compared.
        if before.get("spec") == after.get("spec") {
            return;
        }
    } else if before == after {
        return;
    }
    let at = &new.spec.template;
    if may_move {
        let path = errs.path(&at.spec);
        errs.add_as(ErrorType::Invalid, &at.spec, path, IMMUTABLE);
    } else {
        errs.invalid(at, IMMUTABLE);
    }
}

/// What says where pods run: it may change while none does.
fn take_scheduling(before: &mut Value, after: &Value) {
    for (parent, keys) in [
        ("/metadata", &["labels", "annotations"][..]),
        ("/spec", &["nodeSelector", "tolerations", "schedulingGates"]),
    ] {
        for key in keys {
            take(before, after, parent, key);
        }
    }
    // Of the affinity, the part about nodes.
    let has_other = |value: &Value| {
        let affinity = value.pointer("/spec/affinity").and_then(Value::as_object);
        affinity.is_some_and(|affinity| affinity.keys().any(|key| key != "nodeAffinity"))
    };
    if has_other(before) || has_other(after) {
        if before.pointer("/spec/affinity").is_some() && after.pointer("/spec/affinity").is_some() {
            take(before, after, "/spec/affinity", "nodeAffinity");
        }
    } else {
        take(before, after, "/spec", "affinity");
    }
}

/// What the containers ask for.
fn take_resources(before: &mut Value, after: &Value) {
    for list in ["containers", "initContainers"] {
        let count = |value: &Value| {
            value
                .pointer(&format!("/spec/{list}"))
                .and_then(Value::as_array)
                .map_or(0, Vec::len)
        };
        if count(before) == count(after) {
            for index in 0..count(before) {
                take(before, after, &format!("/spec/{list}/{index}"), "resources");
            }
        }
    }
}

/// Makes an entry of the one equal to that of the other.
fn take(before: &mut Value, after: &Value, parent: &str, key: &str) {
    let value = after.pointer(parent).and_then(|parent| parent.get(key));
    let Some(target) = before.pointer_mut(parent).and_then(Value::as_object_mut) else {
        return;
    };
    match value {
        Some(value) => target.insert(key.to_owned(), value.clone()),
        None => target.remove(key),
    };
}
