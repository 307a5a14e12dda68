//! Resource quotas.

use super::resource_names::{
    is_standard_for_quota, validate_resource_quantity_value, validate_resource_quota_resource_name,
};
use super::resources::quantity;
use crate::model::core::{ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement};
use crate::model::field::{Field, Text};
use crate::validation::meta::{MetaRules, name_is_dns_subdomain, validate_object_meta};
use crate::validation::{ErrorType, Errors};

const CONFLICTS: [(&str, &str); 2] = [
    ("BestEffort", "NotBestEffort"),
    ("NotTerminating", "Terminating"),
];

/// `ValidateResourceQuota`. The status is emptied before.
pub fn validate_resource_quota(quota: &ResourceQuota, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        name: name_is_dns_subdomain,
        namespaced: true,
        keeps_generation: true,
    };
    validate_object_meta(&quota.metadata, rules, errs);
    let spec = &quota.spec;
    for (name, field) in spec.hard.entries() {
        validate_resource_quota_resource_name(name, field, errs);
        if let Some(amount) = quantity(field) {
            validate_resource_quantity_value(name, &amount, field, errs);
        }
    }
    validate_resource_quota_scopes(spec, errs);
    validate_scoped_resource_selector_requirement(spec, errs);
}

/// `IsStandardResourceQuotaScope`.
fn is_standard_scope(scope: &str) -> bool {
    matches!(
        scope,
        "Terminating"
            | "NotTerminating"
            | "BestEffort"
            | "NotBestEffort"
            | "PriorityClass"
            | "CrossNamespacePodAffinity"
            | "VolumeAttributesClass"
    )
}

/// `IsResourceQuotaScopeValidForResource`.
fn is_scope_valid_for(scope: &str, resource: &str) -> bool {
    match scope {
        "Terminating"
        | "NotTerminating"
        | "NotBestEffort"
        | "PriorityClass"
        | "CrossNamespacePodAffinity" => matches!(
            resource,
            "pods"
                | "cpu"
                | "memory"
                | "limits.cpu"
                | "limits.memory"
                | "requests.cpu"
                | "requests.memory"
        ),
        "BestEffort" => resource == "pods",
        "VolumeAttributesClass" => {
            matches!(resource, "persistentvolumeclaims" | "requests.storage")
        }
        _ => true,
    }
}

/// How many of the resources the scope cannot hold.
fn misfits(spec: &ResourceQuotaSpec, scope: &str) -> usize {
    spec.hard
        .entries()
        .iter()
        .filter(|(name, _)| is_standard_for_quota(name) && !is_scope_valid_for(scope, name))
        .count()
}

/// `validateResourceQuotaScopes`; all errors stand at the list.
fn validate_resource_quota_scopes(spec: &ResourceQuotaSpec, errs: &mut Errors<'_, '_>) {
    let scopes = &spec.scopes;
    for scope in scopes {
        if !is_standard_scope(scope.str()) {
            errs.invalid(scopes, "unsupported scope");
        }
        if misfits(spec, scope.str()) > 0 {
            errs.invalid(scopes, "unsupported scope applied to resource");
        }
    }
    let has = |wanted: &str| scopes.iter().any(|scope| scope.str() == wanted);
    for (one, other) in CONFLICTS {
        if has(one) && has(other) {
            errs.invalid(scopes, "conflicting scopes");
        }
    }
}

/// `validateScopedResourceSelectorRequirement`; the paths have no index.
fn validate_scoped_resource_selector_requirement(
    spec: &ResourceQuotaSpec,
    errs: &mut Errors<'_, '_>,
) {
    let Some(selector) = spec.scope_selector.get() else {
        return;
    };
    let requirements = &selector.match_expressions;
    for requirement in requirements {
        let start = errs.len();
        validate_requirement(requirement, errs);
        if errs.len() > start {
            let (from, to) = (errs.path(requirement), errs.path(requirements));
            errs.rename_since(start, &from, &to);
        }
        if misfits(spec, requirement.scope_name.str()) > 0 {
            errs.invalid(requirements, "unsupported scope applied to resource");
        }
    }
    let has = |wanted: &str| requirements.iter().any(|r| r.scope_name.str() == wanted);
    for (one, other) in CONFLICTS {
        if has(one) && has(other) {
            errs.invalid(requirements, "conflicting scopes");
        }
    }
}

fn validate_requirement(
    requirement: &ScopedResourceSelectorRequirement,
    errs: &mut Errors<'_, '_>,
) {
    let scope: &Field<Text> = &requirement.scope_name;
    let operator = &requirement.operator;
    if !is_standard_scope(scope.str()) {
        errs.invalid(scope, "unsupported scope");
    }
    let only_exists = matches!(
        scope.str(),
        "BestEffort"
            | "NotBestEffort"
            | "Terminating"
            | "NotTerminating"
            | "CrossNamespacePodAffinity"
    );
    if only_exists && operator.str() != "Exists" {
        errs.invalid(
            operator,
            "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity",
        );
    }
    let values = &requirement.values;
    match operator.str() {
        "In" | "NotIn" => {
            if values.is_empty() {
                errs.add(
                    ErrorType::Required,
                    values,
                    "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
                );
            }
        }
        "Exists" | "DoesNotExist" => {
            if !values.is_empty() {
                errs.invalid(
                    values,
                    "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
                );
            }
        }
        _ => errs.invalid(operator, "not a valid selector operator"),
    }
}
