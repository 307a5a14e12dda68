//! The selector and labels that the apiserver gives a Job, and what the user may not put in their place.
//!
//! Follows `generateSelector` of `pkg/registry/batch/job/strategy.go` and `ValidateGeneratedSelector`.

use crate::model::ObjectTree;
use crate::model::batch::Job;
use crate::model::field::{Map, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::validation::meta::{object_name, selector_converts, selector_selects};
use crate::validation::{ErrorType, Errors};

/// The uid of an object that is not made yet: a server takes one at random.
const UID: &str = "00000000-0000-4000-8000-000000000001";

pub(in crate::validation) const CONTROLLER_UID: &str = "batch.kubernetes.io/controller-uid";
pub(in crate::validation) const JOB_NAME: &str = "batch.kubernetes.io/job-name";
const LEGACY_CONTROLLER_UID: &str = "controller-uid";
const LEGACY_JOB_NAME: &str = "job-name";

fn is_manual(job: &Job) -> bool {
    job.spec.manual_selector.value()
}

/// `generateSelectorIfNeeded`: part of `PrepareForCreate`, before the Job is judged.
pub fn generate_selector(job: &mut Job, object: &ObjectTree<'_>) {
    if is_manual(job) {
        return;
    }
    let name = object_name(&job.metadata).into_owned();
    let shared = job.metadata.labels.is_defaulted();
    for (key, value) in [
        (LEGACY_JOB_NAME, name.as_str()),
        (JOB_NAME, name.as_str()),
        (LEGACY_CONTROLLER_UID, UID),
        (CONTROLLER_UID, UID),
    ] {
        let labels = &mut job.spec.template.metadata.labels;
        labels.default_entry(object, key, Text::from(value));
        if shared {
            // Labels that defaulting took from the template are one map with the template's in Go.
            let labels = &mut job.metadata.labels;
            labels.default_entry(object, key, Text::from(value));
        }
    }
    if let Some(selector) = job.spec.selector.make(object) {
        selector
            .match_labels
            .default_entry(object, CONTROLLER_UID, Text::from(UID));
    }
}

/// `ValidateGeneratedSelector`.
pub(super) fn validate_generated_selector(
    job: &Job,
    needs_prefixed_labels: bool,
    errs: &mut Errors<'_, '_>,
) {
    if is_manual(job) {
        return;
    }
    let Some(selector) = job.spec.selector.get() else {
        return;
    };
    let name = object_name(&job.metadata);
    let expected = [
        (LEGACY_CONTROLLER_UID, UID),
        (LEGACY_JOB_NAME, &*name),
        (CONTROLLER_UID, UID),
        (JOB_NAME, &*name),
    ];
    let expected = if needs_prefixed_labels {
        &expected[..]
    } else {
        &expected[..2]
    };
    for (key, value) in expected {
        validate_has_label(&job.spec.template.metadata, key, value, errs);
    }
    let label = |key: &str| expected.iter().find(|one| one.0 == key).map(|one| one.1);
    if selector_converts(selector) && !selector_selects(selector, label) {
        errs.invalid(&job.spec.selector, "`selector` not auto-generated");
    }
}

/// `ValidateHasLabel`.
fn validate_has_label(
    meta: &Obj<ObjectMeta>,
    key: &str,
    expected: &str,
    errs: &mut Errors<'_, '_>,
) {
    let labels: &Map<Text> = &meta.labels;
    let path = format!("{}[{key}]", errs.path(labels));
    let detail = format!("must be '{expected}'");
    match labels.field(key) {
        None => errs.add_as(ErrorType::Required, labels, path, detail),
        Some(label) if label.str() != expected => {
            errs.add_as(ErrorType::Invalid, label, path, detail);
        }
        Some(_) => {}
    }
}
