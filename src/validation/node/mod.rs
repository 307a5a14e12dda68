//! RuntimeClasses.
//!
//! Follows `pkg/apis/node/validation/validation.go` of Kubernetes 1.36.

use crate::model::core::Toleration;
use crate::model::field::{List, Obj};
use crate::model::node::{Overhead, RuntimeClass, Scheduling};
use crate::model::values::names;
use crate::validation::Errors;
use crate::validation::core::{
    validate_container_resource_name, validate_resource_requirements, validate_tolerations,
};
use crate::validation::meta::{
    MetaRules, name_is_dns_subdomain, validate_labels, validate_object_meta,
};
use std::collections::HashSet;

const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: false,
    keeps_generation: false,
};

/// `ValidateRuntimeClass`.
pub fn validate_runtime_class(class: &RuntimeClass, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&class.metadata, META, errs);
    errs.invalid_each(&class.handler, names::dns1123_label(class.handler.str()));
    if let Some(overhead) = class.overhead.get() {
        validate_overhead(overhead, class.overhead.slot, errs);
    }
    if let Some(scheduling) = class.scheduling.get() {
        validate_scheduling(scheduling, errs);
    }
}

/// `validateOverhead`: judged, and named, like the limits of a container.
fn validate_overhead(overhead: &Overhead, at: crate::model::Slot, errs: &mut Errors<'_, '_>) {
    let before = errs.len();
    validate_resource_requirements(
        at,
        &overhead.pod_fixed,
        None,
        validate_container_resource_name,
        errs,
    );
    errs.rename_since(before, "overhead.podFixed", "overhead.limits");
}

/// `validateScheduling`.
fn validate_scheduling(scheduling: &Scheduling, errs: &mut Errors<'_, '_>) {
    validate_labels(&scheduling.node_selector, errs);
    validate_tolerations(&scheduling.tolerations, errs);
    validate_no_duplicates(&scheduling.tolerations, errs);
}

/// The end of `validateTolerations`: no two may differ by their seconds alone.
fn validate_no_duplicates(tolerations: &List<Obj<Toleration>>, errs: &mut Errors<'_, '_>) {
    let mut seen = HashSet::new();
    for toleration in tolerations {
        let inner: &Toleration = toleration;
        let key = (
            inner.key.str(),
            inner.operator.str(),
            inner.value.str(),
            inner.effect.str(),
        );
        if !seen.insert(key) {
            errs.duplicate(toleration);
        }
    }
}
