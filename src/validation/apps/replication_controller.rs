//! ReplicationControllers.
//!
//! Follows `ValidateReplicationController` of `pkg/apis/core/validation/validation.go`.

use super::validate_runs_for_ever;
use crate::model::core::{ReplicationController, ReplicationControllerSpec};
use crate::model::field::{Map, Text};
use crate::validation::Errors;
use crate::validation::common::nonnegative;
use crate::validation::core::{PodOptions, validate_pod_template_spec};
use crate::validation::meta::{
    MetaRules, SELECTOR_MISMATCH, name_is_long_name, validate_object_meta,
};

const META: MetaRules = MetaRules {
    name: name_is_long_name,
    namespaced: true,
    keeps_generation: false,
};

/// `ValidateReplicationController`.
pub fn validate_replication_controller(
    controller: &ReplicationController,
    errs: &mut Errors<'_, '_>,
) {
    validate_object_meta(&controller.metadata, META, errs);
    validate_replication_controller_spec(&controller.spec, errs);
}

/// `ValidateReplicationControllerSpec`.
pub(super) fn validate_replication_controller_spec(
    spec: &ReplicationControllerSpec,
    errs: &mut Errors<'_, '_>,
) {
    nonnegative(&spec.min_ready_seconds, errs);
    if spec.selector.entries().is_empty() {
        errs.required(&spec.selector, "");
    }
    nonnegative(&spec.replicas, errs);
    let Some(template) = spec.template.get() else {
        errs.required(&spec.template, "");
        return;
    };
    let labels = &template.metadata.labels;
    if !selects(&spec.selector, labels) {
        errs.invalid(labels, SELECTOR_MISMATCH);
    }
    validate_pod_template_spec(template, PodOptions::default(), errs);
    validate_runs_for_ever(template, "ReplicationController", errs);
}

/// `labels.SelectorFromSet`: every label of the selector.
fn selects(selector: &Map<Text>, labels: &Map<Text>) -> bool {
    selector.entries().iter().all(|(key, value)| {
        labels
            .field(key)
            .is_some_and(|label| label.str() == value.str())
    })
}
