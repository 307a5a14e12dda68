//! Autoscalers in the words of `autoscaling/v1`, judged as what they become in Kubernetes' own.

use super::metrics::NO_METRIC_AT_ZERO;
use super::{META, Reference, validate_bounds, validate_cross_version_object_reference};
use crate::model::autoscaling::v1::{HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec};
use crate::validation::meta::validate_object_meta;
use crate::validation::{ErrorType, Errors};

/// `ValidateHorizontalPodAutoscaler` behind the conversion of `pkg/apis/autoscaling/v1/conversion.go`.
pub fn validate_horizontal_pod_autoscaler_v1(
    scaler: &HorizontalPodAutoscaler,
    errs: &mut Errors<'_, '_>,
) {
    validate_object_meta(&scaler.metadata, META, errs);
    validate_horizontal_pod_autoscaler_v1_spec(&scaler.spec, errs);
}

pub(crate) fn validate_horizontal_pod_autoscaler_v1_spec(
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
    let share = &spec.target_cpu_utilization_percentage;
    if share.get().is_some_and(|share| *share < 1) {
        errs.add_as(
            ErrorType::Invalid,
            share,
            "spec.metrics[0].resource.target.averageUtilization",
            "must be greater than 0",
        );
    }
    if spec.min_replicas.get() == Some(&0) {
        errs.add_as(
            ErrorType::Forbidden,
            &spec.min_replicas,
            "spec.metrics",
            NO_METRIC_AT_ZERO,
        );
    }
}
