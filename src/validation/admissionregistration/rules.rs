//! Which requests a webhook is called for.

use super::optional_enum;
use crate::model::admissionregistration::RuleWithOperations;
use crate::model::field::{Field, List, Text};
use crate::validation::Errors;
use std::collections::HashSet;

/// `validateRuleWithOperations`, `validateRule`.
pub(super) fn validate_rule_with_operations(rule: &RuleWithOperations, errs: &mut Errors<'_, '_>) {
    const OPERATIONS: &[&str] = &["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
    some_without_wildcard(&rule.operations, "operations", errs);
    for operation in &rule.operations {
        if !OPERATIONS.contains(&operation.str()) {
            errs.not_supported(operation, OPERATIONS);
        }
    }
    some_without_wildcard(&rule.api_groups, "API groups", errs);
    some_without_wildcard(&rule.api_versions, "API versions", errs);
    for version in &rule.api_versions {
        if version.str().is_empty() {
            errs.required(version, "");
        }
    }
    validate_resources(&rule.resources, errs);
    optional_enum(&rule.scope, &["*", "Cluster", "Namespaced"], errs);
}

/// A list that is not empty, in which a wildcard stands alone.
fn some_without_wildcard(list: &List<Field<Text>>, what: &str, errs: &mut Errors<'_, '_>) {
    if list.is_empty() {
        errs.required(list, "");
    }
    if list.len() > 1 && list.iter().any(|item| item.str() == "*") {
        errs.invalid(
            list,
            format!("if '*' is present, must not specify other {what}"),
        );
    }
}

/// `validateResources`.
fn validate_resources(resources: &List<Field<Text>>, errs: &mut Errors<'_, '_>) {
    if resources.is_empty() {
        errs.required(resources, "");
    }
    let mut all_of = HashSet::new();
    let mut in_all = HashSet::new();
    let (mut double, mut single, mut plain) = (false, false, false);
    for resource in resources {
        let name = resource.str();
        if name.is_empty() {
            errs.required(resource, "");
            continue;
        }
        double |= name == "*/*";
        single |= name == "*";
        let Some((of, part)) = name.split_once('/') else {
            plain |= name != "*";
            continue;
        };
        if all_of.contains(of) {
            errs.invalid(
                resource,
                format!("if '{of}/*' is present, must not specify {name}"),
            );
        }
        if in_all.contains(part) {
            errs.invalid(
                resource,
                format!("if '*/{part}' is present, must not specify {name}"),
            );
        }
        if part == "*" {
            all_of.insert(of);
        }
        if of == "*" {
            in_all.insert(part);
        }
    }
    if resources.len() > 1 && double {
        errs.invalid(
            resources,
            "if '*/*' is present, must not specify other resources",
        );
    }
    if single && plain {
        errs.invalid(
            resources,
            "if '*' is present, must not specify other resources without subresources",
        );
    }
}
