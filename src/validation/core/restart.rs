//! Restart policies and rules of containers, and what a resize does to them.

use super::supported;
use crate::model::core::{ContainerResizePolicy, ContainerRestartRule};
use crate::model::field::{Field, List, Obj, Text};
use crate::validation::Errors;
use crate::validation::seen::Seen;

const RESIZE_RESOURCES: [&str; 2] = ["cpu", "memory"];
const RESIZE_POLICIES: [&str; 2] = ["NotRequired", "RestartContainer"];
const RESTART_POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
const ACTIONS: [&str; 2] = ["Restart", "RestartAllContainers"];
const OPERATORS: [&str; 2] = ["In", "NotIn"];
/// Most rules of a container.
const MAX_RULES: usize = 20;
/// Most exit codes of a rule.
const MAX_EXIT_CODES: usize = 255;

/// `validateResizePolicy`. All but duplicates are reported at the list.
pub(super) fn validate_resize_policy(
    policies: &List<Obj<ContainerResizePolicy>>,
    pod_restart_policy: &str,
    errs: &mut Errors<'_, '_>,
) {
    let mut resources = Seen::default();
    for policy in policies {
        if !resources.insert(policy.resource_name.str()) {
            errs.duplicate(policy);
        }
        at_list(&policy.resource_name, &RESIZE_RESOURCES, policies, errs);
        at_list(&policy.restart_policy, &RESIZE_POLICIES, policies, errs);
        if pod_restart_policy == "Never" && policy.restart_policy.str() != "NotRequired" {
            errs.invalid(
                policies,
                "must be 'NotRequired' when pod `restartPolicy` is 'Never'",
            );
        }
    }
}

fn at_list(
    field: &Field<Text>,
    values: &[&str],
    list: &List<Obj<ContainerResizePolicy>>,
    errs: &mut Errors<'_, '_>,
) {
    if field.str().is_empty() {
        errs.required(list, "");
    } else if !values.contains(&field.str()) {
        errs.not_supported(list, values);
    }
}

/// `validateContainerRestartPolicy`; ContainerRestartRules and RestartAllContainersOnContainerExits are on.
pub(super) fn validate_container_restart_policy(
    policy: &Field<Text>,
    rules: &List<Obj<ContainerRestartRule>>,
    errs: &mut Errors<'_, '_>,
) {
    if policy.is_missing() {
        if rules.is_empty() {
            return;
        }
        errs.required(
            policy,
            "must specify restartPolicy when restart rules are used",
        );
    }
    supported(policy, &RESTART_POLICIES, errs);
    if rules.len() > MAX_RULES {
        errs.too_many(rules, MAX_RULES);
    }
    for rule in rules {
        if !ACTIONS.contains(&rule.action.str()) {
            errs.not_supported(&rule.action, &ACTIONS);
        }
        let Some(codes) = rule.exit_codes.get() else {
            errs.required(&rule.exit_codes, "must be specified");
            continue;
        };
        if !OPERATORS.contains(&codes.operator.str()) {
            errs.not_supported(&codes.operator, &OPERATORS);
        }
        if codes.values.len() > MAX_EXIT_CODES {
            errs.too_many(&codes.values, MAX_EXIT_CODES);
        }
    }
}

/// `validateInitContainerRestartPolicy`.
pub(super) fn validate_init_container_restart_policy(
    policy: &Field<Text>,
    rules: &List<Obj<ContainerRestartRule>>,
    errs: &mut Errors<'_, '_>,
) {
    if policy.is_missing() {
        if !rules.is_empty() {
            errs.required(
                policy,
                "must specify restartPolicy when restart rules are used",
            );
        }
        return;
    }
    validate_container_restart_policy(policy, rules, errs);
}
