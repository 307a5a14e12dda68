//! Labels and label selectors.
//!
//! Follows `k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go`.

use crate::model::field::{Field, Located, Map, Text};
use crate::model::meta::{LabelSelector, LabelSelectorRequirement};
use crate::model::values::names;
use crate::validation::Errors;

/// `ValidateLabelName`: the format of a label key.
pub fn validate_label_name(name: &str, at: &impl Located, errs: &mut Errors<'_, '_>) {
    errs.invalid_each(at, names::qualified_name(name));
}

/// `ValidateLabels`: every key and value. The errors stand at the map, as Kubernetes prints no key.
pub fn validate_labels(labels: &Map<Text>, errs: &mut Errors<'_, '_>) {
    for (key, value) in labels.entries() {
        if !names::is_qualified_name(key) {
            errs.invalid_each(labels, names::qualified_name(key));
        }
        if !names::is_label_value(value.str()) {
            errs.invalid_each(labels, names::label_value(value.str()));
        }
    }
}

/// `ValidateLabelSelector`, without the relaxations for updates. Nothing for a missing selector.
pub fn validate_label_selector(selector: &Field<Box<LabelSelector>>, errs: &mut Errors<'_, '_>) {
    if let Some(selector) = selector.get() {
        validate_label_selector_contents(selector, errs);
    }
}

/// `ValidateLabelSelector` of a selector that is there.
pub fn validate_label_selector_contents(selector: &LabelSelector, errs: &mut Errors<'_, '_>) {
    validate_labels(&selector.match_labels, errs);
    for requirement in &selector.match_expressions {
        validate_label_selector_requirement(requirement, errs);
    }
}

/// `ValidateLabelSelectorRequirement`.
fn validate_label_selector_requirement(
    requirement: &LabelSelectorRequirement,
    errs: &mut Errors<'_, '_>,
) {
    match requirement.operator.str() {
        "In" | "NotIn" => {
            if requirement.values.is_empty() {
                errs.required(
                    &requirement.values,
                    "must be specified when `operator` is 'In' or 'NotIn'",
                );
            }
        }
        "Exists" | "DoesNotExist" => {
            if !requirement.values.is_empty() {
                errs.forbidden(
                    &requirement.values,
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                );
            }
        }
        _ => errs.invalid(&requirement.operator, "not a valid selector operator"),
    }
    validate_label_name(requirement.key.str(), &requirement.key, errs);
    for value in &requirement.values {
        errs.invalid_each(value, names::label_value(value.str()));
    }
}

/// Whether `matchLabels` and `matchExpressions` are both empty.
#[must_use]
pub fn empty_selector(selector: &LabelSelector) -> bool {
    selector.match_labels.entries().is_empty() && selector.match_expressions.is_empty()
}

/// Whether `metav1.LabelSelectorAsSelector` has no error.
#[must_use]
pub fn selector_converts(selector: &LabelSelector) -> bool {
    selector
        .match_labels
        .entries()
        .iter()
        .all(|(key, value)| names::is_qualified_name(key) && names::is_label_value(value.str()))
        && selector.match_expressions.iter().all(requirement_converts)
}

/// `labels.NewRequirement`.
fn requirement_converts(requirement: &crate::model::field::Obj<LabelSelectorRequirement>) -> bool {
    let values_fit = match requirement.operator.str() {
        "In" | "NotIn" => !requirement.values.is_empty(),
        "Exists" | "DoesNotExist" => requirement.values.is_empty(),
        _ => false,
    };
    values_fit
        && names::is_qualified_name(requirement.key.str())
        && requirement
            .values
            .iter()
            .all(|value| names::is_label_value(value.str()))
}

/// What the apiserver says of a template's labels that the selector of the workload does not select.
pub const SELECTOR_MISMATCH: &str = "`selector` does not match template `labels`";

/// Whether a selector that converts selects the labels; a missing one selects nothing, an empty one everything.
#[must_use]
pub fn selector_matches(selector: &Field<Box<LabelSelector>>, labels: &Map<Text>) -> bool {
    selector.get().is_some_and(|selector| {
        selector_selects(selector, |key| labels.field(key).map(|value| value.str()))
    })
}

/// Whether a selector that converts selects what has the labels that `label` tells.
pub fn selector_selects<'l>(
    selector: &LabelSelector,
    label: impl Fn(&str) -> Option<&'l str>,
) -> bool {
    selector
        .match_labels
        .entries()
        .iter()
        .all(|(key, value)| label(key) == Some(value.str()))
        && selector.match_expressions.iter().all(|requirement| {
            let value = label(requirement.key.str());
            let listed =
                || value.is_some_and(|v| requirement.values.iter().any(|item| item.str() == v));
            match requirement.operator.str() {
                "In" => listed(),
                "NotIn" => !listed(),
                "Exists" => value.is_some(),
                "DoesNotExist" => value.is_none(),
                _ => false,
            }
        })
}
