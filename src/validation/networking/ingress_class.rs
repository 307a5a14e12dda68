//! IngressClasses.

use super::{META, validate_typed_reference};
use crate::model::field::Text;
use crate::model::networking::{IngressClass, IngressClassParametersReference, IngressClassSpec};
use crate::model::values::names::{self, PartError};
use crate::validation::Errors;
use crate::validation::meta::{MetaRules, validate_object_meta};

/// `maxLenIngressClassController`.
const MAX_CONTROLLER: usize = 250;

/// `ValidateIngressClass`.
pub fn validate_ingress_class(class: &IngressClass, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        namespaced: false,
        ..META
    };
    validate_object_meta(&class.metadata, rules, errs);
    validate_ingress_class_spec(&class.spec, errs);
}

/// `validateIngressClassSpec`.
fn validate_ingress_class_spec(spec: &IngressClassSpec, errs: &mut Errors<'_, '_>) {
    let controller = &spec.controller;
    if controller.str().len() > MAX_CONTROLLER {
        errs.too_long(controller, MAX_CONTROLLER);
    }
    for error in names::domain_prefixed_path(controller.str()) {
        match error {
            PartError::Required => errs.required(controller, ""),
            PartError::Invalid { detail, .. } => errs.invalid(controller, detail),
        }
    }
    if let Some(parameters) = spec.parameters.get() {
        validate_parameters(parameters, errs);
    }
}

/// `validateIngressClassParametersReference`.
fn validate_parameters(parameters: &IngressClassParametersReference, errs: &mut Errors<'_, '_>) {
    validate_typed_reference(
        &parameters.api_group,
        &parameters.kind,
        &parameters.name,
        errs,
    );
    let namespace = &parameters.namespace;
    match parameters.scope.get().map(Text::as_str) {
        Some("Namespace") => match namespace.get() {
            None => errs.required(namespace, "`parameters.scope` is set to 'Namespace'"),
            Some(name) => errs.invalid_each(namespace, names::dns1123_label(name)),
        },
        Some("Cluster") => {
            if namespace.is_set() {
                errs.forbidden(namespace, "`parameters.scope` is set to 'Cluster'");
            }
        }
        Some(_) => errs.not_supported(&parameters.scope, &["Cluster", "Namespace"]),
        None => errs.required(&parameters.scope, ""),
    }
}
