//! Autoscalers.
//!
//! Follows `pkg/apis/autoscaling/validation/validation.go` of Kubernetes 1.36.

mod behavior;
mod metrics;
mod v1;

pub use v1::validate_horizontal_pod_autoscaler_v1;

use crate::model::autoscaling::v2::{HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec};
use crate::model::field::{Field, Text};
use crate::model::values::names;
use crate::validation::Errors;
use crate::validation::meta::{MetaRules, name_is_dns_subdomain, validate_object_meta};

const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: true,
    keeps_generation: true,
};

/// `ValidateHorizontalPodAutoscaler`.
pub fn validate_horizontal_pod_autoscaler(
    scaler: &HorizontalPodAutoscaler,
    errs: &mut Errors<'_, '_>,
) {
    validate_object_meta(&scaler.metadata, META, errs);
    validate_horizontal_pod_autoscaler_spec(&scaler.spec, errs);
}

/// `validateHorizontalPodAutoscalerSpec`.
pub(crate) fn validate_horizontal_pod_autoscaler_spec(
    spec: &HorizontalPodAutoscalerSpec,
    errs: &mut Errors<'_, '_>,
) {
    validate_bounds(&spec.min_replicas, &spec.max_replicas, errs);
    let target = &spec.scale_target_ref;
    validate_cross_version_object_reference(
        Reference {
            api_version: &target.api_version,
            kind: &target.kind,
            name: &target.name,
            needs_group: true,
        },
        errs,
    );
    metrics::validate_metrics(&spec.metrics, &spec.min_replicas, errs);
    behavior::validate_behavior(&spec.behavior, errs);
}

/// The bounds of the number of pods. `HPAScaleToZero` is off.
fn validate_bounds(least: &Field<i32>, most: &Field<i32>, errs: &mut Errors<'_, '_>) {
    if least.get().is_some_and(|least| *least < 1) {
        errs.invalid(least, "must be greater than or equal to 1");
    }
    if most.value() < 1 {
        errs.required(most, "must be set and greater than 0");
    }
    if least.get().is_some_and(|least| most.value() < *least) {
        errs.invalid(most, "must be greater than or equal to `minReplicas`");
    }
}

/// A reference to an object of any version.
#[derive(Clone, Copy)]
struct Reference<'m> {
    api_version: &'m Field<Text>,
    kind: &'m Field<Text>,
    name: &'m Field<Text>,
    /// Whether the version must have a group (not `AllowEmptyAPIGroup`).
    needs_group: bool,
}

/// `ValidateCrossVersionObjectReference`.
fn validate_cross_version_object_reference(reference: Reference<'_>, errs: &mut Errors<'_, '_>) {
    for field in [reference.kind, reference.name] {
        if field.str().is_empty() {
            errs.required(field, "");
        } else {
            errs.invalid_each(field, names::path_segment_name(field.str()));
        }
    }
    // `ValidateAPIVersion`, which has `schema.ParseGroupVersion`.
    let version = reference.api_version.str();
    if version.matches('/').count() > 1 {
        errs.invalid(
            reference.api_version,
            format!("unexpected GroupVersion string: {version}"),
        );
        return;
    }
    let group = version.split_once('/').map_or("", |(group, _)| group);
    if reference.needs_group && group.is_empty() && reference.kind.str() != "ReplicationController"
    {
        errs.invalid(reference.api_version, "apiVersion must specify API group");
    }
}
