//! The kinds of `apps/v1`, and the ReplicationController, which is judged like them.
//!
//! Follows `pkg/apis/apps/validation/validation.go` of Kubernetes 1.36.

mod controller_revision;
mod daemon_set;
mod deployment;
mod int_or_percent;
mod replication_controller;
mod stateful_set;

pub use controller_revision::validate_controller_revision;
pub use daemon_set::validate_daemon_set;
pub use deployment::{validate_deployment, validate_replica_set};
pub(crate) use int_or_percent::{
    validate_not_more_than_100_percent, validate_positive_int_or_percent,
};
pub use replication_controller::validate_replication_controller;
pub use stateful_set::validate_stateful_set;
pub(in crate::validation) use stateful_set::validate_stateful_set_spec;

use crate::model::core::PodTemplateSpec;
use crate::model::field::{Field, Located};
use crate::model::meta::LabelSelector;
use crate::validation::Errors;
use crate::validation::meta::{
    MetaRules, SELECTOR_MISMATCH, empty_selector, name_is_dns_subdomain, selector_converts,
    selector_matches,
};

/// How the metadata of a workload is judged.
const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: true,
    keeps_generation: false,
};

/// `LabelSelectorAsSelector`: a missing selector converts (to one that selects nothing).
fn converts(selector: &Field<Box<LabelSelector>>) -> bool {
    selector.get().is_none_or(|it| selector_converts(it))
}

/// Whether a selector is there and selects everything.
fn is_empty(selector: &Field<Box<LabelSelector>>) -> bool {
    selector.get().is_some_and(|it| empty_selector(it))
}

/// A selector that converts and is not empty must select the template's pods.
fn validate_selector_matches(
    selector: &Field<Box<LabelSelector>>,
    template: &PodTemplateSpec,
    errs: &mut Errors<'_, '_>,
) {
    let labels = &template.metadata.labels;
    if selector.is_invalid() {
        return;
    }
    if !selector_matches(selector, labels) {
        errs.invalid(labels, SELECTOR_MISMATCH);
    }
}

/// Pods that run for ever restart always and have no deadline.
fn validate_runs_for_ever(template: &PodTemplateSpec, owner: &str, errs: &mut Errors<'_, '_>) {
    let spec = &template.spec;
    if spec.restart_policy.str() != "Always" {
        errs.not_supported(&spec.restart_policy, &["Always"]);
    }
    if spec.active_deadline_seconds.is_set() {
        let detail = format!("activeDeadlineSeconds in {owner} is not Supported");
        errs.forbidden(&spec.active_deadline_seconds, detail);
    }
}
