//! Node affinity, pod affinity and node selectors.

use super::pod::PodContext;
use super::topology_spread::validate_match_label_keys_and_mismatch_label_keys;
use crate::model::core::{
    Affinity, NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm,
    PodAffinityTerm, WeightedPodAffinityTerm,
};
use crate::model::field::{Field, List, Obj};
use crate::model::values::names;
use crate::validation::meta::{
    name_is_dns_label, name_is_dns_subdomain, validate_label_name, validate_label_selector,
};
use crate::validation::{ErrorType, Errors};

const NOT_AN_OPERATOR: &str = "not a valid selector operator";
const WEIGHT_RANGE: &str = "must be in the range 1-100";

/// `validateAffinity`.
pub(super) fn validate_affinity(
    affinity: &Field<Box<Affinity>>,
    pod: &PodContext<'_>,
    errs: &mut Errors<'_, '_>,
) {
    let Some(affinity) = affinity.get() else {
        return;
    };
    if let Some(node_affinity) = affinity.node_affinity.get() {
        validate_node_affinity(node_affinity, errs);
    }
    if let Some(term) = affinity.pod_affinity.get() {
        validate_pod_affinity_terms(
            &term.required_during_scheduling_ignored_during_execution,
            &term.preferred_during_scheduling_ignored_during_execution,
            pod,
            errs,
        );
    }
    if let Some(term) = affinity.pod_anti_affinity.get() {
        validate_pod_affinity_terms(
            &term.required_during_scheduling_ignored_during_execution,
            &term.preferred_during_scheduling_ignored_during_execution,
            pod,
            errs,
        );
    }
}

/// `validateNodeAffinity`, with `ValidatePreferredSchedulingTerms`.
fn validate_node_affinity(affinity: &NodeAffinity, errs: &mut Errors<'_, '_>) {
    if let Some(selector) = affinity
        .required_during_scheduling_ignored_during_execution
        .get()
    {
        validate_node_selector(selector, errs);
    }
    for term in &affinity.preferred_during_scheduling_ignored_during_execution {
        if !(1..=100).contains(&term.weight.value()) {
            errs.invalid(&term.weight, WEIGHT_RANGE);
        }
        // Invalid label values are let through here: they bring a warning.
        validate_node_selector_term(&term.preference, true, errs);
    }
}

/// `ValidateNodeSelector`.
pub fn validate_node_selector(selector: &NodeSelector, errs: &mut Errors<'_, '_>) {
    if selector.node_selector_terms.is_empty() {
        errs.required(
            &selector.node_selector_terms,
            "must have at least one node selector term",
        );
    }
    for term in &selector.node_selector_terms {
        validate_node_selector_term(term, false, errs);
    }
}

/// `ValidateNodeSelectorTerm`.
pub fn validate_node_selector_term(
    term: &NodeSelectorTerm,
    allow_invalid_label_values: bool,
    errs: &mut Errors<'_, '_>,
) {
    for requirement in &term.match_expressions {
        validate_node_selector_requirement(requirement, allow_invalid_label_values, errs);
    }
    for requirement in &term.match_fields {
        validate_node_field_selector_requirement(requirement, errs);
    }
}

/// `ValidateNodeSelectorRequirement`.
fn validate_node_selector_requirement(
    requirement: &NodeSelectorRequirement,
    allow_invalid_label_values: bool,
    errs: &mut Errors<'_, '_>,
) {
    let values = &requirement.values;
    match requirement.operator.str() {
        "In" | "NotIn" => {
            if values.is_empty() {
                errs.required(
                    values,
                    "must be specified when `operator` is 'In' or 'NotIn'",
                );
            }
        }
        "Exists" | "DoesNotExist" => {
            if !values.is_empty() {
                errs.forbidden(
                    values,
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                );
            }
        }
        "Gt" | "Lt" => {
            if values.len() != 1 {
                errs.required(
                    values,
                    "must be specified single value when `operator` is 'Lt' or 'Gt'",
                );
            }
        }
        _ => errs.invalid(&requirement.operator, NOT_AN_OPERATOR),
    }
    validate_label_name(requirement.key.str(), &requirement.key, errs);
    if !allow_invalid_label_values {
        for value in values {
            errs.invalid_each(value, names::label_value(value.str()));
        }
    }
}

/// `ValidateNodeFieldSelectorRequirement`.
fn validate_node_field_selector_requirement(
    requirement: &NodeSelectorRequirement,
    errs: &mut Errors<'_, '_>,
) {
    match requirement.operator.str() {
        "In" | "NotIn" => {
            if requirement.values.len() != 1 {
                errs.required(
                    &requirement.values,
                    "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
                );
            }
        }
        _ => errs.invalid(&requirement.operator, NOT_AN_OPERATOR),
    }
    if requirement.key.str() != "metadata.name" {
        errs.invalid(&requirement.key, "not a valid field selector key");
        return;
    }
    for value in &requirement.values {
        errs.invalid_each(value, name_is_dns_subdomain(value.str(), false));
    }
}

/// `validatePodAffinity` and `validatePodAntiAffinity`.
fn validate_pod_affinity_terms(
    required: &List<Obj<PodAffinityTerm>>,
    preferred: &List<Obj<WeightedPodAffinityTerm>>,
    pod: &PodContext<'_>,
    errs: &mut Errors<'_, '_>,
) {
    for term in required {
        validate_pod_affinity_term(term, pod, errs);
    }
    for weighted in preferred {
        if !(1..=100).contains(&weighted.weight.value()) {
            errs.invalid(&weighted.weight, WEIGHT_RANGE);
        }
        validate_pod_affinity_term(&weighted.pod_affinity_term, pod, errs);
    }
}

/// `validatePodAffinityTerm`.
fn validate_pod_affinity_term(
    term: &Obj<PodAffinityTerm>,
    pod: &PodContext<'_>,
    errs: &mut Errors<'_, '_>,
) {
    validate_label_selector(&term.label_selector, errs);
    pod.validate_merged_label_keys(
        &term.label_selector,
        &[&term.match_label_keys, &term.mismatch_label_keys],
        errs,
    );
    validate_label_selector(&term.namespace_selector, errs);
    for name in &term.namespaces {
        for detail in name_is_dns_label(name.str(), false) {
            let path = errs.path(term) + ".namespace";
            errs.add_as(ErrorType::Invalid, name, path, detail);
        }
    }
    validate_match_label_keys_and_mismatch_label_keys(
        term,
        &term.match_label_keys,
        Some(&term.mismatch_label_keys),
        &term.label_selector,
        pod,
        errs,
    );
    if term.topology_key.str().is_empty() {
        errs.required(&term.topology_key, "can not be empty");
    }
    validate_label_name(term.topology_key.str(), &term.topology_key, errs);
}
