//! PodDisruptionBudgets.
//!
//! Follows `pkg/apis/policy/validation/validation.go` of Kubernetes 1.36.

use crate::model::field::Obj;
use crate::model::policy::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use crate::validation::Errors;
use crate::validation::apps::{
    validate_not_more_than_100_percent, validate_positive_int_or_percent,
};
use crate::validation::meta::validate_label_selector;

/// `ValidatePodDisruptionBudget`, which leaves the metadata to the rules for all kinds.
pub fn validate_pod_disruption_budget(budget: &PodDisruptionBudget, errs: &mut Errors<'_, '_>) {
    validate_pod_disruption_budget_spec(&budget.spec, errs);
}

/// `ValidatePodDisruptionBudgetSpec`.
fn validate_pod_disruption_budget_spec(
    spec: &Obj<PodDisruptionBudgetSpec>,
    errs: &mut Errors<'_, '_>,
) {
    if spec.min_available.is_set() && spec.max_unavailable.is_set() {
        errs.invalid(spec, "minAvailable and maxUnavailable cannot be both set");
    }
    for count in [&spec.min_available, &spec.max_unavailable] {
        validate_positive_int_or_percent(count, errs);
        validate_not_more_than_100_percent(count, errs);
    }
    validate_label_selector(&spec.selector, errs);
    let policy = &spec.unhealthy_pod_eviction_policy;
    if let Some(name) = policy.get()
        && !matches!(name.as_str(), "AlwaysAllow" | "IfHealthyBudget")
    {
        errs.not_supported(policy, &["AlwaysAllow", "IfHealthyBudget"]);
    }
}
