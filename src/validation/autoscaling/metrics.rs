//! What an autoscaler looks at.

use super::{Reference, validate_cross_version_object_reference};
use crate::model::Slot;
use crate::model::autoscaling::v2::{MetricIdentifier, MetricSpec, MetricTarget};
use crate::model::field::{Field, List, Located, Obj};
use crate::model::values::{Quantity, names};
use crate::validation::Errors;
use crate::validation::core::validate_container_resource_name;

const TYPES: &[&str] = &[
    "ContainerResource",
    "External",
    "Object",
    "Pods",
    "Resource",
];

/// `validateMetrics`.
pub(super) fn validate_metrics(
    metrics: &List<Obj<MetricSpec>>,
    least: &Field<i32>,
    errs: &mut Errors<'_, '_>,
) {
    for metric in metrics {
        validate_metric_spec(metric, errs);
    }
    let counts_from_outside =
        |metric: &Obj<MetricSpec>| matches!(metric.r#type.str(), "Object" | "External");
    if least.get() == Some(&0) && !metrics.iter().any(counts_from_outside) {
        errs.forbidden(metrics, NO_METRIC_AT_ZERO);
    }
}

pub(super) const NO_METRIC_AT_ZERO: &str =
    "must specify at least one Object or External metric to support scaling to zero replicas";

/// `validateMetricSpec`.
fn validate_metric_spec(metric: &MetricSpec, errs: &mut Errors<'_, '_>) {
    let kind = metric.r#type.str();
    if kind.is_empty() {
        errs.required(&metric.r#type, "must specify a metric source type");
    }
    if !TYPES.contains(&kind) {
        errs.not_supported(&metric.r#type, TYPES);
    }
    validate_first_source(metric, errs);
    let sources: [(&str, Slot, bool, bool); 5] = [
        source("Object", &metric.object),
        source("External", &metric.external),
        source("Pods", &metric.pods),
        source("Resource", &metric.resource),
        source("ContainerResource", &metric.container_resource),
    ];
    for (of, slot, _, missing) in &sources {
        if *of == kind && *missing {
            errs.required(
                slot,
                "must populate information for the given metric source",
            );
        }
    }
    if sources.iter().filter(|source| source.2).count() != 1 {
        for (of, slot, present, _) in &sources {
            if *present && *of != kind {
                errs.forbidden(slot, "must populate the given metric source only");
            }
        }
    }
}

/// A source: its type, where it is, whether it is there, whether it is missing.
fn source<T>(kind: &'static str, field: &Field<T>) -> (&'static str, Slot, bool, bool) {
    (kind, field.slot(), field.is_set(), field.is_missing())
}

/// Only the first of several sources is looked at.
fn validate_first_source(metric: &MetricSpec, errs: &mut Errors<'_, '_>) {
    if let Some(object) = metric.object.get() {
        let described = &object.described_object;
        validate_cross_version_object_reference(
            Reference {
                api_version: &described.api_version,
                kind: &described.kind,
                name: &described.name,
                needs_group: false,
            },
            errs,
        );
        validate_metric_identifier(&object.metric, errs);
        validate_metric_target(&object.target, errs);
        let target: &MetricTarget = &object.target;
        if target.value.is_missing() && target.average_value.is_missing() {
            errs.required(
                &target.average_value,
                "must set either a target value or averageValue",
            );
        }
    } else if let Some(external) = metric.external.get() {
        validate_metric_identifier(&external.metric, errs);
        validate_metric_target(&external.target, errs);
        let target: &MetricTarget = &external.target;
        if target.value.is_missing() && target.average_value.is_missing() {
            errs.required(
                &target.average_value,
                "must set either a target value for metric or a per-pod target",
            );
        }
        if target.value.is_set() && target.average_value.is_set() {
            errs.forbidden(
                &target.value,
                "may not set both a target value for metric and a per-pod target",
            );
        }
    } else if let Some(pods) = metric.pods.get() {
        validate_metric_identifier(&pods.metric, errs);
        validate_metric_target(&pods.target, errs);
        if pods.target.average_value.is_missing() {
            errs.required(
                &pods.target.average_value,
                "must specify a positive target averageValue",
            );
        }
    } else if let Some(resource) = metric.resource.get() {
        if resource.name.str().is_empty() {
            errs.required(&resource.name, "must specify a resource name");
        }
        validate_metric_target(&resource.target, errs);
        validate_utilization(&resource.target, errs);
    } else if let Some(resource) = metric.container_resource.get() {
        if resource.name.str().is_empty() {
            errs.required(&resource.name, "must specify a resource name");
        } else {
            validate_container_resource_name(resource.name.str(), &resource.name, errs);
        }
        if resource.container.str().is_empty() {
            errs.required(&resource.container, "must specify a container");
        } else {
            errs.invalid_each(
                &resource.container,
                names::dns1123_label(resource.container.str()),
            );
        }
        validate_metric_target(&resource.target, errs);
        validate_utilization(&resource.target, errs);
    }
}

/// A share of what is requested or an amount, one of them.
fn validate_utilization(target: &MetricTarget, errs: &mut Errors<'_, '_>) {
    let (share, amount) = (&target.average_utilization, &target.average_value);
    if share.is_missing() && amount.is_missing() {
        errs.required(
            share,
            "must set either a target raw value or a target utilization",
        );
    }
    if share.is_set() && amount.is_set() {
        errs.forbidden(
            amount,
            "may not set both a target raw value and a target utilization",
        );
    }
}

/// `validateMetricTarget`.
fn validate_metric_target(target: &Obj<MetricTarget>, errs: &mut Errors<'_, '_>) {
    let target: &MetricTarget = target;
    if target.r#type.str().is_empty() {
        errs.required(&target.r#type, "must specify a metric target type");
    }
    if !matches!(
        target.r#type.str(),
        "Utilization" | "Value" | "AverageValue"
    ) {
        errs.invalid(
            &target.r#type,
            "must be either Utilization, Value, or AverageValue",
        );
    }
    validate_positive(&target.value, errs);
    validate_positive(&target.average_value, errs);
    if target
        .average_utilization
        .get()
        .is_some_and(|share| *share < 1)
    {
        errs.invalid(&target.average_utilization, "must be greater than 0");
    }
}

fn validate_positive(amount: &Field<Quantity>, errs: &mut Errors<'_, '_>) {
    if amount.get().is_some_and(|amount| amount.sign() <= 0) {
        errs.invalid(amount, "must be positive");
    }
}

/// `validateMetricIdentifier`.
fn validate_metric_identifier(metric: &MetricIdentifier, errs: &mut Errors<'_, '_>) {
    if metric.name.str().is_empty() {
        errs.required(&metric.name, "must specify a metric name");
    } else {
        errs.invalid_each(&metric.name, names::path_segment_name(metric.name.str()));
    }
}
