//! Topology spread constraints, and the label keys that they share with pod affinity.

use super::pod::PodContext;
use super::supported;
use crate::model::core::TopologySpreadConstraint;
use crate::model::field::{Field, List, Located, Obj, Text};
use crate::model::meta::LabelSelector;
use crate::validation::meta::{validate_label_name, validate_label_selector};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};

const SCHEDULE_ACTIONS: [&str; 2] = ["DoNotSchedule", "ScheduleAnyway"];
const NODE_POLICIES: [&str; 2] = ["Honor", "Ignore"];
const NOT_POSITIVE: &str = "must be greater than zero";

/// `validateTopologySpreadConstraints`.
pub(super) fn validate_topology_spread_constraints(
    constraints: &List<Obj<TopologySpreadConstraint>>,
    pod: &PodContext<'_>,
    errs: &mut Errors<'_, '_>,
) {
    let repeated = repeated_later(constraints);
    for (index, constraint) in constraints.iter().enumerate() {
        if constraint.max_skew.value() <= 0 {
            errs.invalid(&constraint.max_skew, NOT_POSITIVE);
        }
        if constraint.topology_key.str().is_empty() {
            errs.required(&constraint.topology_key, "can not be empty");
        }
        if !SCHEDULE_ACTIONS.contains(&constraint.when_unsatisfiable.str()) {
            errs.not_supported(&constraint.when_unsatisfiable, &SCHEDULE_ACTIONS);
        }
        if repeated.get(index) == Some(&true) {
            let path = errs.path(constraint) + ".{topologyKey, whenUnsatisfiable}";
            errs.add_as(ErrorType::Duplicate, constraint, path, "");
        }
        validate_min_domains(constraint, errs);
        supported(&constraint.node_affinity_policy, &NODE_POLICIES, errs);
        supported(&constraint.node_taints_policy, &NODE_POLICIES, errs);
        validate_match_label_keys_and_mismatch_label_keys(
            constraint,
            &constraint.match_label_keys,
            None,
            &constraint.label_selector,
            pod,
            errs,
        );
        validate_label_selector(&constraint.label_selector, errs);
        pod.validate_merged_label_keys(
            &constraint.label_selector,
            &[&constraint.match_label_keys],
            errs,
        );
    }
}

/// `ValidateSpreadConstraintNotRepeat`: which constraints stand again further on.
fn repeated_later(constraints: &List<Obj<TopologySpreadConstraint>>) -> Vec<bool> {
    if constraints.len() < 2 {
        return Vec::new();
    }
    let mut later = Seen::default();
    let mut repeated: Vec<bool> = constraints
        .iter()
        .rev()
        .map(|constraint| {
            !later.insert((
                constraint.topology_key.str(),
                constraint.when_unsatisfiable.str(),
            ))
        })
        .collect();
    repeated.reverse();
    repeated
}

/// `validateMinDomains`.
fn validate_min_domains(constraint: &TopologySpreadConstraint, errs: &mut Errors<'_, '_>) {
    let Some(domains) = constraint.min_domains.get() else {
        return;
    };
    if *domains <= 0 {
        errs.invalid(&constraint.min_domains, NOT_POSITIVE);
    }
    let action = constraint.when_unsatisfiable.str();
    if action != "DoNotSchedule" {
        errs.invalid(
            &constraint.min_domains,
            format!("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}"),
        );
    }
}

/// `ValidateMatchLabelKeysAndMismatchLabelKeys`. In a bare Pod the keys have become requirements of the selector before.
pub(super) fn validate_match_label_keys_and_mismatch_label_keys<'m>(
    holder: &impl Located,
    match_label_keys: &'m List<Field<Text>>,
    mismatch_label_keys: Option<&'m List<Field<Text>>>,
    selector: &'m Field<Box<LabelSelector>>,
    pod: &PodContext<'m>,
    errs: &mut Errors<'_, '_>,
) {
    validate_label_keys(match_label_keys, selector, errs);
    if let Some(keys) = mismatch_label_keys {
        validate_label_keys(keys, selector, errs);
    }
    if match_label_keys.is_empty() {
        return;
    }
    if let Some(selector) = selector.get() {
        let mut keys = Seen::default();
        for (key, _) in selector.match_labels.entries() {
            keys.insert(key.as_str());
        }
        let written = selector.match_expressions.iter().map(|e| e.key.str());
        let merged = [Some(match_label_keys), mismatch_label_keys]
            .into_iter()
            .flatten()
            .flat_map(|keys| pod.merged_keys(keys));
        for key in written.chain(merged) {
            let at = match_label_keys.iter().rposition(|item| item.str() == key);
            if let Some(index) = at
                && keys.has(key)
                && let Some(item) = match_label_keys.items().get(index)
            {
                // The path lacks `matchLabelKeys`, as Kubernetes prints it.
                let path = format!("{}[{index}]", errs.path(holder));
                errs.add_as(
                    ErrorType::Invalid,
                    item,
                    path,
                    "exists in both matchLabelKeys and labelSelector",
                );
            }
            keys.insert(key);
        }
    }
    let Some(mismatch) = mismatch_label_keys else {
        return;
    };
    let mut others = Seen::default();
    for key in mismatch {
        others.insert(key.str());
    }
    for key in match_label_keys {
        if others.has(key.str()) {
            errs.invalid(key, "exists in both matchLabelKeys and mismatchLabelKeys");
        }
    }
}

/// `validateLabelKeys`.
fn validate_label_keys(
    keys: &List<Field<Text>>,
    selector: &Field<Box<LabelSelector>>,
    errs: &mut Errors<'_, '_>,
) {
    if keys.is_empty() {
        return;
    }
    if selector.is_missing() {
        errs.forbidden(keys, "must not be specified when labelSelector is not set");
        return;
    }
    for key in keys {
        validate_label_name(key.str(), key, errs);
    }
}
