//! StatefulSets.

use super::{META, converts, is_empty, validate_runs_for_ever, validate_selector_matches};
use crate::model::apps::{StatefulSet, StatefulSetSpec};
use crate::model::field::{Field, Located, Text};
use crate::model::values::names;
use crate::validation::common::nonnegative;
use crate::validation::core::{
    PodOptions, validate_persistent_volume_claim_spec, validate_pod_template_spec,
};
use crate::validation::meta::{
    MetaRules, name_is_dns_label, validate_label_selector, validate_object_meta,
};
use crate::validation::{ErrorType, Errors};
use std::collections::HashSet;

/// `ValidateStatefulSet` at create: the names of its pods are made from its own.
pub fn validate_stateful_set(set: &StatefulSet, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        name: name_is_dns_label,
        ..META
    };
    validate_object_meta(&set.metadata, rules, errs);
    for claim in &set.spec.volume_claim_templates {
        validate_persistent_volume_claim_spec(&claim.spec, errs);
    }
    validate_stateful_set_spec(&set.spec, errs);
    let service = set.spec.service_name.str();
    if !service.is_empty() {
        errs.invalid_each(&set.spec.service_name, names::dns1123_label(service));
    }
}

/// `ValidateStatefulSetSpec`.
pub(in crate::validation) fn validate_stateful_set_spec(
    spec: &StatefulSetSpec,
    errs: &mut Errors<'_, '_>,
) {
    if !matches!(
        spec.pod_management_policy.str(),
        "OrderedReady" | "Parallel"
    ) {
        errs.invalid(
            &spec.pod_management_policy,
            "must be 'OrderedReady' or 'Parallel'",
        );
    }
    validate_update_strategy(spec, errs);
    if let Some(policy) = spec.persistent_volume_claim_retention_policy.get() {
        validate_retention(&policy.when_deleted, errs);
        validate_retention(&policy.when_scaled, errs);
    }
    nonnegative(&spec.replicas, errs);
    nonnegative(&spec.min_ready_seconds, errs);
    if let Some(ordinals) = spec.ordinals.get()
        && ordinals.start.value() < 0
    {
        errs.invalid(&ordinals.start, "must be greater than or equal to 0");
    }
    if spec.selector.is_missing() {
        errs.required(&spec.selector, "");
    }
    validate_label_selector(&spec.selector, errs);
    if is_empty(&spec.selector) {
        errs.invalid(&spec.selector, "empty selector is invalid for statefulset");
    }
    if converts(&spec.selector) {
        validate_template(spec, errs);
    } else {
        errs.invalid(&spec.selector, "");
    }
    validate_runs_for_ever(&spec.template, "StatefulSet", errs);
}

fn validate_update_strategy(spec: &StatefulSetSpec, errs: &mut Errors<'_, '_>) {
    let strategy = &spec.update_strategy;
    if strategy.r#type.is_invalid() {
        return;
    }
    let rolling = &strategy.rolling_update;
    match strategy.r#type.str() {
        "OnDelete" => {
            if rolling.is_set() {
                errs.invalid(rolling, "only allowed for updateStrategy 'RollingUpdate'");
            }
        }
        "RollingUpdate" => {
            if let Some(rolling) = rolling.get() {
                nonnegative(&rolling.partition, errs);
            }
        }
        _ => errs.invalid(strategy, "must be 'RollingUpdate' or 'OnDelete'"),
    }
}

/// `ValidatePersistentVolumeClaimRetentionPolicyType`.
fn validate_retention(policy: &Field<Text>, errs: &mut Errors<'_, '_>) {
    if !matches!(policy.str(), "Retain" | "Delete") {
        errs.add(
            ErrorType::NotSupported,
            policy,
            crate::validation::errors::supported_values(&["Retain", "Delete"]),
        );
    }
}

/// `ValidatePodTemplateSpecForStatefulSet`.
fn validate_template(spec: &StatefulSetSpec, errs: &mut Errors<'_, '_>) {
    if !is_empty(&spec.selector) {
        validate_selector_matches(&spec.selector, &spec.template, errs);
    }
    let claims: Vec<&str> = spec
        .volume_claim_templates
        .iter()
        .map(|claim| claim.metadata.name.str())
        .collect();
    let options = PodOptions {
        claim_templates: &claims,
        ignores_hostname: true,
        ..PodOptions::default()
    };
    let before = errs.len();
    validate_pod_template_spec(&spec.template, options, errs);
    validate_claim_volumes(spec, &claims, before, errs);
}

/// The volumes that claim templates make come first, so that those of the template have other indexes.
fn validate_claim_volumes(
    spec: &StatefulSetSpec,
    claims: &[&str],
    before: usize,
    errs: &mut Errors<'_, '_>,
) {
    let mut seen = HashSet::new();
    let unique: Vec<&str> = claims
        .iter()
        .copied()
        .filter(|name| seen.insert(*name))
        .collect();
    let volumes = &spec.template.spec.volumes;
    let start = format!("{}[", errs.path(volumes));
    let mut next = unique.len();
    let indexes: Vec<usize> = volumes
        .iter()
        .map(|volume| {
            let index = next;
            next += usize::from(!seen.contains(volume.name.str()));
            index
        })
        .collect();
    errs.move_since(before, |field| {
        let (index, end) = field.strip_prefix(&start)?.split_once(']')?;
        let index = indexes.get(index.parse::<usize>().ok()?)?;
        Some(format!("{start}{index}]{end}"))
    });
    for (index, name) in unique.iter().enumerate() {
        if name.is_empty() {
            let claim = format!("{start}{index}].persistentVolumeClaim.claimName");
            errs.add_as(ErrorType::Required, volumes, claim, "");
            let path = format!("{start}{index}].name");
            errs.add_as(ErrorType::Required, volumes, path, "");
        } else {
            for detail in names::dns1123_label(name) {
                let path = format!("{start}{index}].name");
                errs.add_as(ErrorType::Invalid, volumes, path, detail);
            }
        }
    }
}
