//! StorageClasses.

use crate::model::core::{TopologySelectorLabelRequirement, TopologySelectorTerm};
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::storage::StorageClass;
use crate::model::values::names;
use crate::validation::meta::{
    MetaRules, name_is_dns_subdomain, validate_label_name, validate_object_meta,
};
use crate::validation::{ErrorType, Errors};
use std::collections::{BTreeMap, BTreeSet};

/// `maxProvisionerParameterLen`.
const MAX_PARAMETERS: usize = 512;
/// `maxProvisionerParameterSize`, in bytes.
const MAX_PARAMETERS_SIZE: usize = 256 * 1024;

const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: false,
    keeps_generation: true,
};

/// `ValidateStorageClass`.
pub fn validate_storage_class(class: &StorageClass, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&class.metadata, META, errs);
    validate_provisioner(&class.provisioner, errs);
    validate_parameters(&class.parameters, errs);
    if let Some(policy) = class.reclaim_policy.get()
        && !policy.is_empty()
        && !matches!(policy.as_str(), "Delete" | "Retain")
    {
        errs.not_supported(&class.reclaim_policy, &["Delete", "Retain"]);
    }
    validate_volume_binding_mode(&class.volume_binding_mode, errs);
    validate_allowed_topologies(&class.allowed_topologies, errs);
}

/// `validateProvisioner`.
fn validate_provisioner(provisioner: &Field<Text>, errs: &mut Errors<'_, '_>) {
    if provisioner.str().is_empty() {
        errs.required(provisioner, "");
    } else {
        let name = provisioner.str().to_lowercase();
        errs.invalid_each(provisioner, names::qualified_name(&name));
    }
}

/// `validateParameters`.
fn validate_parameters(parameters: &Map<Text>, errs: &mut Errors<'_, '_>) {
    let mut size = 0;
    if parameters.entries().len() > MAX_PARAMETERS {
        errs.too_long(parameters, MAX_PARAMETERS);
        return;
    }
    for (key, value) in parameters.entries() {
        if key.is_empty() {
            errs.invalid(parameters, "field can not be empty.");
        }
        size += key.len() + value.str().len();
    }
    if size > MAX_PARAMETERS_SIZE {
        errs.add(
            ErrorType::TooLong,
            parameters,
            format!("may not be more than {MAX_PARAMETERS_SIZE} bytes"),
        );
    }
}

/// `validateVolumeBindingMode`.
fn validate_volume_binding_mode(mode: &Field<Text>, errs: &mut Errors<'_, '_>) {
    match mode.get().map(Text::as_str) {
        None => errs.required(mode, ""),
        Some("Immediate" | "WaitForFirstConsumer") => {}
        Some(_) => errs.not_supported(mode, &["Immediate", "WaitForFirstConsumer"]),
    }
}

type Expressions<'m> = BTreeMap<&'m str, BTreeSet<&'m str>>;

/// `validateAllowedTopologies`.
fn validate_allowed_topologies(terms: &List<Obj<TopologySelectorTerm>>, errs: &mut Errors<'_, '_>) {
    let mut seen: BTreeSet<Expressions<'_>> = BTreeSet::new();
    for term in terms {
        let expressions = validate_topology_selector_term(term, errs);
        // Kubernetes compares with a list that begins with as many empty terms as there are: an empty one is always a
        // duplicate.
        if expressions.is_empty() || !seen.insert(expressions) {
            errs.duplicate(&term.match_label_expressions);
        }
    }
}

/// `ValidateTopologySelectorTerm` of `pkg/apis/core/validation`.
fn validate_topology_selector_term<'m>(
    term: &'m TopologySelectorTerm,
    errs: &mut Errors<'_, '_>,
) -> Expressions<'m> {
    let mut all = Expressions::new();
    for requirement in &term.match_label_expressions {
        let values = validate_label_requirement(requirement, errs);
        if all.insert(requirement.key.str(), values).is_some() {
            errs.duplicate(&requirement.key);
        }
    }
    all
}

/// `validateTopologySelectorLabelRequirement`.
fn validate_label_requirement<'m>(
    requirement: &'m TopologySelectorLabelRequirement,
    errs: &mut Errors<'_, '_>,
) -> BTreeSet<&'m str> {
    let mut values = BTreeSet::new();
    if requirement.values.is_empty() {
        errs.required(&requirement.values, "");
    }
    for value in &requirement.values {
        if !values.insert(value.str()) {
            errs.duplicate(value);
        }
    }
    validate_label_name(requirement.key.str(), &requirement.key, errs);
    values
}
