//! `podFailurePolicy` of a Job.

use crate::model::batch::{
    JobSpec, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyOnPodConditionsPattern,
    PodFailurePolicyRule,
};
use crate::model::field::{Field, List, Obj, Text};
use crate::model::values::names;
use crate::validation::Errors;
use crate::validation::common::quoted_list;

/// `maxPodFailurePolicyRules`.
const MAX_RULES: usize = 20;
/// `maxPodFailurePolicyOnExitCodesValues`.
const MAX_EXIT_CODES: usize = 255;
/// `maxPodFailurePolicyOnPodConditionsPatterns`.
const MAX_PATTERNS: usize = 20;

const ACTIONS: &[&str] = &["Count", "FailIndex", "FailJob", "Ignore"];
const OPERATORS: &[&str] = &["In", "NotIn"];
const STATUSES: &[&str] = &["False", "True", "Unknown"];

/// `validatePodFailurePolicy`.
pub(super) fn validate_pod_failure_policy(spec: &JobSpec, errs: &mut Errors<'_, '_>) {
    let Some(policy) = spec.pod_failure_policy.get() else {
        return;
    };
    if policy.rules.len() > MAX_RULES {
        errs.too_many(&policy.rules, MAX_RULES);
    }
    for rule in &policy.rules {
        validate_rule(spec, rule, errs);
    }
}

/// `validatePodFailurePolicyRule`.
fn validate_rule(spec: &JobSpec, rule: &Obj<PodFailurePolicyRule>, errs: &mut Errors<'_, '_>) {
    if rule.action.str() == "FailIndex" {
        if spec.backoff_limit_per_index.is_missing() {
            errs.invalid(&rule.action, "requires the backoffLimitPerIndex to be set");
        }
    } else {
        validate_enum(&rule.action, ACTIONS, errs);
    }
    if let Some(codes) = rule.on_exit_codes.get() {
        validate_exit_codes(spec, codes, errs);
    }
    validate_pod_conditions(&rule.on_pod_conditions, errs);
    let (codes, conditions) = (&rule.on_exit_codes, &rule.on_pod_conditions);
    if codes.is_set() && !conditions.is_empty() {
        errs.invalid(
            rule,
            "specifying both OnExitCodes and OnPodConditions is not supported",
        );
    }
    if codes.is_missing() && conditions.is_empty() {
        errs.invalid(
            rule,
            "specifying one of OnExitCodes and OnPodConditions is required",
        );
    }
}

/// An enumeration that may not be empty.
fn validate_enum(field: &Field<Text>, values: &[&str], errs: &mut Errors<'_, '_>) {
    if field.str().is_empty() {
        errs.required(field, format!("valid values: {}", quoted_list(values)));
    } else if !values.contains(&field.str()) {
        errs.not_supported(field, values);
    }
}

/// `validatePodFailurePolicyRuleOnExitCodes`.
fn validate_exit_codes(
    spec: &JobSpec,
    codes: &PodFailurePolicyOnExitCodesRequirement,
    errs: &mut Errors<'_, '_>,
) {
    validate_enum(&codes.operator, OPERATORS, errs);
    if let Some(name) = codes.container_name.get() {
        let pod = &spec.template.spec;
        let mut containers = pod.containers.iter().chain(pod.init_containers.iter());
        if !containers.any(|container| container.name.str() == name) {
            errs.invalid(
                &codes.container_name,
                "must be one of the container or initContainer names in the pod template",
            );
        }
    }
    let values = &codes.values;
    if values.is_empty() {
        errs.invalid(values, "at least one value is required");
    } else if values.len() > MAX_EXIT_CODES {
        errs.too_many(values, MAX_EXIT_CODES);
    }
    let mut is_ordered = true;
    let mut seen = std::collections::HashSet::new();
    let mut previous = i32::MIN;
    for value in values {
        let code = value.value();
        if code == 0 && codes.operator.str() == "In" {
            errs.invalid(value, "must not be 0 for the In operator");
        }
        if !seen.insert(code) {
            errs.duplicate(value);
        }
        is_ordered &= previous <= code;
        previous = code;
    }
    if !is_ordered {
        errs.invalid(values, "must be ordered");
    }
}

/// `validatePodFailurePolicyRuleOnPodConditions`.
fn validate_pod_conditions(
    conditions: &List<Obj<PodFailurePolicyOnPodConditionsPattern>>,
    errs: &mut Errors<'_, '_>,
) {
    if conditions.len() > MAX_PATTERNS {
        errs.too_many(conditions, MAX_PATTERNS);
    }
    for pattern in conditions {
        errs.invalid_each(&pattern.r#type, names::qualified_name(pattern.r#type.str()));
        validate_enum(&pattern.status, STATUSES, errs);
    }
}
