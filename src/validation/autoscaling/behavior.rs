//! How fast an autoscaler may scale.

use crate::model::autoscaling::v2::{
    HPAScalingPolicy, HPAScalingRules, HorizontalPodAutoscalerBehavior,
};
use crate::model::field::{Field, Obj};
use crate::validation::Errors;

/// `MaxPeriodSeconds`.
const MAX_PERIOD_SECONDS: i32 = 1800;
/// `MaxStabilizationWindowSeconds`.
const MAX_STABILIZATION_WINDOW_SECONDS: i32 = 3600;

/// `validateBehavior`.
pub(super) fn validate_behavior(
    behavior: &Field<Box<HorizontalPodAutoscalerBehavior>>,
    errs: &mut Errors<'_, '_>,
) {
    let Some(behavior) = behavior.get() else {
        return;
    };
    for rules in [&behavior.scale_up, &behavior.scale_down] {
        if let Some(rules) = rules.get() {
            validate_scaling_rules(rules, errs);
        }
    }
}

/// `validateScalingRules`.
fn validate_scaling_rules(rules: &HPAScalingRules, errs: &mut Errors<'_, '_>) {
    let window = &rules.stabilization_window_seconds;
    if window.value() < 0 {
        errs.invalid(window, "must be greater than or equal to zero");
    }
    if window.value() > MAX_STABILIZATION_WINDOW_SECONDS {
        errs.invalid(
            window,
            format!("must be less than or equal to {MAX_STABILIZATION_WINDOW_SECONDS}"),
        );
    }
    if let Some(policy) = rules.select_policy.get()
        && !matches!(policy.as_str(), "Disabled" | "Max" | "Min")
    {
        errs.not_supported(&rules.select_policy, &["Disabled", "Max", "Min"]);
    }
    if rules.policies.is_empty() {
        errs.required(&rules.policies, "must specify at least one Policy");
    }
    for policy in &rules.policies {
        validate_scaling_policy(policy, errs);
    }
    if rules.tolerance.get().is_some_and(|share| share.sign() < 0) {
        errs.invalid(&rules.tolerance, "must be greater than or equal to 0");
    }
}

/// `validateScalingPolicy`.
fn validate_scaling_policy(policy: &Obj<HPAScalingPolicy>, errs: &mut Errors<'_, '_>) {
    let policy: &HPAScalingPolicy = policy;
    if !matches!(policy.r#type.str(), "Percent" | "Pods") {
        errs.not_supported(&policy.r#type, &["Percent", "Pods"]);
    }
    for field in [&policy.value, &policy.period_seconds] {
        if field.value() <= 0 {
            errs.invalid(field, "must be greater than zero");
        }
    }
    if policy.period_seconds.value() > MAX_PERIOD_SECONDS {
        errs.invalid(
            &policy.period_seconds,
            format!("must be less than or equal to {MAX_PERIOD_SECONDS}"),
        );
    }
}
