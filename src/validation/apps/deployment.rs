//! Deployments and ReplicaSets.

use super::int_or_percent::{
    is_nonzero, validate_not_more_than_100_percent, validate_positive_int_or_percent,
};
use super::{META, converts, is_empty, validate_runs_for_ever, validate_selector_matches};
use crate::model::apps::{
    Deployment, DeploymentSpec, DeploymentStrategy, ReplicaSet, ReplicaSetSpec,
    RollingUpdateDeployment,
};
use crate::model::core::PodTemplateSpec;
use crate::model::field::{Field, Located, Obj};
use crate::model::meta::LabelSelector;
use crate::validation::Errors;
use crate::validation::common::nonnegative;
use crate::validation::core::{PodOptions, validate_pod_template_spec};
use crate::validation::meta::{validate_label_selector, validate_object_meta};

/// `ValidateDeployment`.
pub fn validate_deployment(deployment: &Deployment, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&deployment.metadata, META, errs);
    validate_deployment_spec(&deployment.spec, errs);
}

/// `ValidateDeploymentSpec`.
pub(super) fn validate_deployment_spec(spec: &DeploymentSpec, errs: &mut Errors<'_, '_>) {
    nonnegative(&spec.replicas, errs);
    validate_selector(&spec.selector, errs);
    validate_template(&spec.selector, &spec.template, errs);
    validate_deployment_strategy(&spec.strategy, errs);
    nonnegative(&spec.min_ready_seconds, errs);
    nonnegative(&spec.revision_history_limit, errs);
    if let Some(deadline) = spec.progress_deadline_seconds.get() {
        nonnegative(&spec.progress_deadline_seconds, errs);
        if *deadline <= spec.min_ready_seconds.value() {
            errs.invalid(
                &spec.progress_deadline_seconds,
                "must be greater than minReadySeconds",
            );
        }
    }
}

/// `ValidateReplicaSet`.
pub fn validate_replica_set(set: &ReplicaSet, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&set.metadata, META, errs);
    validate_replica_set_spec(&set.spec, errs);
}

/// `ValidateReplicaSetSpec`.
pub(super) fn validate_replica_set_spec(spec: &ReplicaSetSpec, errs: &mut Errors<'_, '_>) {
    nonnegative(&spec.replicas, errs);
    nonnegative(&spec.min_ready_seconds, errs);
    validate_selector(&spec.selector, errs);
    validate_template(&spec.selector, &spec.template, errs);
}

fn validate_selector(selector: &Field<Box<LabelSelector>>, errs: &mut Errors<'_, '_>) {
    if selector.is_missing() {
        errs.required(selector, "");
        return;
    }
    validate_label_selector(selector, errs);
    if is_empty(selector) {
        // Kubernetes says so for ReplicaSets, too.
        errs.invalid(selector, "empty selector is invalid for deployment");
    }
}

/// `ValidatePodTemplateSpecForReplicaSet`, where the selector converts.
fn validate_template(
    selector: &Field<Box<LabelSelector>>,
    template: &PodTemplateSpec,
    errs: &mut Errors<'_, '_>,
) {
    if !converts(selector) {
        errs.invalid(selector, "invalid label selector");
        return;
    }
    if !is_empty(selector) {
        validate_selector_matches(selector, template, errs);
    }
    validate_pod_template_spec(template, PodOptions::default(), errs);
    validate_runs_for_ever(template, "ReplicaSet", errs);
}

/// `ValidateDeploymentStrategy`.
fn validate_deployment_strategy(strategy: &Obj<DeploymentStrategy>, errs: &mut Errors<'_, '_>) {
    if strategy.r#type.is_invalid() {
        return;
    }
    match strategy.r#type.str() {
        "Recreate" => {
            if strategy.rolling_update.is_set() {
                errs.forbidden(
                    &strategy.rolling_update,
                    "may not be specified when strategy `type` is 'Recreate'",
                );
            }
        }
        "RollingUpdate" => {
            if let Some(rolling) = strategy.rolling_update.get() {
                validate_rolling_update_deployment(rolling, errs);
            }
        }
        _ => errs.not_supported(strategy, &["Recreate", "RollingUpdate"]),
    }
}

/// `ValidateRollingUpdateDeployment`.
fn validate_rolling_update_deployment(
    rolling: &RollingUpdateDeployment,
    errs: &mut Errors<'_, '_>,
) {
    let (unavailable, surge) = (&rolling.max_unavailable, &rolling.max_surge);
    validate_positive_int_or_percent(unavailable, errs);
    validate_positive_int_or_percent(surge, errs);
    if !unavailable.is_invalid()
        && !surge.is_invalid()
        && !is_nonzero(unavailable)
        && !is_nonzero(surge)
    {
        errs.invalid(unavailable, "may not be 0 when `maxSurge` is 0");
    }
    validate_not_more_than_100_percent(unavailable, errs);
}
