//! Roles and their bindings.
//!
//! Follows `pkg/apis/rbac/validation/validation.go` of Kubernetes 1.36.

use crate::model::field::{Field, List, Obj, Text};
use crate::model::rbac::{
    AggregationRule, ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef,
    Subject,
};
use crate::model::values::names;
use crate::validation::Errors;
use crate::validation::meta::{
    MetaRules, name_is_path_segment, selector_converts, validate_label_selector_contents,
    validate_object_meta,
};

const GROUP: &str = "rbac.authorization.k8s.io";

const fn meta(namespaced: bool) -> MetaRules {
    MetaRules {
        name: name_is_path_segment,
        namespaced,
        keeps_generation: true,
    }
}

/// `ValidateRole`.
pub fn validate_role(role: &Role, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&role.metadata, meta(true), errs);
    validate_policy_rules(&role.rules, true, errs);
}

/// `ValidateClusterRole`.
pub fn validate_cluster_role(role: &ClusterRole, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&role.metadata, meta(false), errs);
    validate_policy_rules(&role.rules, false, errs);
    if let Some(aggregation) = role.aggregation_rule.get() {
        validate_aggregation_rule(aggregation, errs);
    }
}

fn validate_aggregation_rule(aggregation: &AggregationRule, errs: &mut Errors<'_, '_>) {
    let selectors = &aggregation.cluster_role_selectors;
    if selectors.is_empty() {
        errs.required(
            selectors,
            "at least one clusterRoleSelector required if aggregationRule is non-nil",
        );
    }
    for selector in selectors {
        validate_label_selector_contents(selector, errs);
        if !selector_converts(selector) {
            errs.invalid(selector, "invalid label selector.");
        }
    }
}

fn validate_policy_rules(
    rules: &List<Obj<PolicyRule>>,
    namespaced: bool,
    errs: &mut Errors<'_, '_>,
) {
    for rule in rules {
        validate_policy_rule(rule, namespaced, errs);
    }
}

/// `ValidatePolicyRule`.
fn validate_policy_rule(rule: &PolicyRule, namespaced: bool, errs: &mut Errors<'_, '_>) {
    if rule.verbs.is_empty() {
        errs.required(&rule.verbs, "verbs must contain at least one value");
    }
    let urls = &rule.non_resource_ur_ls;
    if !urls.is_empty() {
        if namespaced {
            errs.invalid(urls, "namespaced rules cannot apply to non-resource URLs");
        }
        if !rule.api_groups.is_empty()
            || !rule.resources.is_empty()
            || !rule.resource_names.is_empty()
        {
            errs.invalid(
                urls,
                "rules cannot apply to both regular resources and non-resource URLs",
            );
        }
        return;
    }
    if rule.api_groups.is_empty() {
        errs.required(
            &rule.api_groups,
            "resource rules must supply at least one api group",
        );
    }
    if rule.resources.is_empty() {
        errs.required(
            &rule.resources,
            "resource rules must supply at least one resource",
        );
    }
}

/// `ValidateRoleBinding`.
pub fn validate_role_binding(binding: &RoleBinding, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&binding.metadata, meta(true), errs);
    validate_role_ref(&binding.role_ref, &["Role", "ClusterRole"], errs);
    for subject in &binding.subjects {
        validate_subject(subject, true, errs);
    }
}

/// `ValidateClusterRoleBinding`.
pub fn validate_cluster_role_binding(binding: &ClusterRoleBinding, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&binding.metadata, meta(false), errs);
    validate_role_ref(&binding.role_ref, &["ClusterRole"], errs);
    for subject in &binding.subjects {
        validate_subject(subject, false, errs);
    }
}

fn validate_role_ref(reference: &RoleRef, kinds: &[&str], errs: &mut Errors<'_, '_>) {
    if reference.api_group.str() != GROUP {
        errs.not_supported(&reference.api_group, &[GROUP]);
    }
    if !kinds.contains(&reference.kind.str()) {
        errs.not_supported(&reference.kind, kinds);
    }
    let name: &Field<Text> = &reference.name;
    if name.str().is_empty() {
        errs.required(name, "");
    } else {
        errs.invalid_each(name, names::path_segment_name(name.str()));
    }
}

/// `ValidateRoleBindingSubject`, `ValidateClusterRoleBindingSubject`.
fn validate_subject(subject: &Subject, namespaced: bool, errs: &mut Errors<'_, '_>) {
    if subject.name.str().is_empty() {
        errs.required(&subject.name, "");
    }
    match subject.kind.str() {
        "ServiceAccount" => {
            if !subject.name.str().is_empty() {
                errs.invalid_each(&subject.name, names::dns1123_subdomain(subject.name.str()));
            }
            if !subject.api_group.str().is_empty() {
                errs.not_supported(&subject.api_group, &[""]);
            }
            if !namespaced && subject.namespace.str().is_empty() {
                errs.required(&subject.namespace, "");
            }
        }
        "User" | "Group" => {
            if subject.api_group.str() != GROUP {
                errs.not_supported(&subject.api_group, &[GROUP]);
            }
        }
        _ => errs.not_supported(&subject.kind, &["ServiceAccount", "User", "Group"]),
    }
}
