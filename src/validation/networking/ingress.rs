//! Ingresses.

use super::{META, validate_typed_reference};
use crate::model::field::{List, Obj, Text};
use crate::model::networking::{
    HTTPIngressPath, Ingress, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec,
    IngressTLS,
};
use crate::model::values::names;
use crate::validation::ip::parse_ip_sloppy;
use crate::validation::meta::validate_object_meta;
use crate::validation::{ErrorType, Errors};

const CLASS_ANNOTATION: &str = "kubernetes.io/ingress.class";

/// What may not stand in a path that is matched by its parts.
const INVALID_SEQUENCES: &[&str] = &["//", "/./", "/../", "%2f", "%2F"];
const INVALID_SUFFIXES: &[&str] = &["/..", "/."];

/// `ValidateIngressCreate`.
pub fn validate_ingress_create(ingress: &Ingress, errs: &mut Errors<'_, '_>) {
    validate_ingress(ingress, errs);
    let (annotation, class) = (
        ingress.metadata.annotations.field(CLASS_ANNOTATION),
        ingress.spec.ingress_class_name.get(),
    );
    if let (Some(annotation), Some(class)) = (annotation, class)
        && annotation.str() != class
    {
        errs.add_as(
            ErrorType::Invalid,
            annotation,
            format!("annotations.{CLASS_ANNOTATION}"),
            "must match `ingressClassName` when both are specified",
        );
    }
}

/// `validateIngress`.
pub fn validate_ingress(ingress: &Ingress, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&ingress.metadata, META, errs);
    validate_ingress_spec(&ingress.spec, errs);
}

/// `ValidateIngressSpec`.
fn validate_ingress_spec(spec: &Obj<IngressSpec>, errs: &mut Errors<'_, '_>) {
    if spec.rules.is_empty() && spec.default_backend.is_missing() && !is_invalid(&spec.rules) {
        errs.invalid(spec, "either `defaultBackend` or `rules` must be specified");
    }
    if let Some(backend) = spec.default_backend.get() {
        validate_ingress_backend(backend, spec.default_backend.slot, errs);
    }
    for rule in &spec.rules {
        validate_ingress_rule(rule, errs);
    }
    for tls in &spec.tls {
        validate_ingress_tls(tls, errs);
    }
    if let Some(class) = spec.ingress_class_name.get() {
        errs.invalid_each(&spec.ingress_class_name, names::dns1123_subdomain(class));
    }
}

fn is_invalid<T>(list: &List<T>) -> bool {
    crate::model::field::Located::is_invalid(list)
}

/// `validateIngressTLS`.
fn validate_ingress_tls(tls: &IngressTLS, errs: &mut Errors<'_, '_>) {
    for host in &tls.hosts {
        errs.invalid_each(host, host_errors(host.str()));
    }
    let secret = tls.secret_name.str();
    if !secret.is_empty() {
        errs.invalid_each(&tls.secret_name, names::dns1123_subdomain(secret));
    }
}

fn host_errors(host: &str) -> Vec<String> {
    if host.contains('*') {
        names::wildcard_dns1123_subdomain(host)
    } else {
        names::dns1123_subdomain(host)
    }
}

/// `validateIngressRules`, `validateHTTPIngressRuleValue`.
fn validate_ingress_rule(rule: &IngressRule, errs: &mut Errors<'_, '_>) {
    let host = rule.host.str();
    if !host.is_empty() {
        if parse_ip_sloppy(host).is_some() {
            errs.invalid(&rule.host, "must be a DNS name, not an IP address");
        }
        errs.invalid_each(&rule.host, host_errors(host));
    }
    let Some(http) = rule.http.get() else {
        return;
    };
    if http.paths.is_empty() {
        errs.required(&http.paths, "");
    }
    for path in &http.paths {
        validate_http_ingress_path(path, errs);
    }
}

/// `validateHTTPIngressPath`.
fn validate_http_ingress_path(rule: &HTTPIngressPath, errs: &mut Errors<'_, '_>) {
    let path = rule.path.str();
    match rule.path_type.get().map(Text::as_str) {
        None => {
            errs.required(&rule.path_type, "pathType must be specified");
            return;
        }
        Some("Exact" | "Prefix") => {
            if !path.starts_with('/') {
                errs.invalid(&rule.path, "must be an absolute path");
            }
            for part in INVALID_SEQUENCES {
                if path.contains(part) {
                    errs.invalid(&rule.path, format!("must not contain '{part}'"));
                }
            }
            for end in INVALID_SUFFIXES {
                if path.ends_with(end) {
                    errs.invalid(&rule.path, format!("cannot end with '{end}'"));
                }
            }
        }
        Some("ImplementationSpecific") => {
            if !path.is_empty() && !path.starts_with('/') {
                errs.invalid(&rule.path, "must be an absolute path");
            }
        }
        Some(_) => errs.not_supported(
            &rule.path_type,
            &["Exact", "ImplementationSpecific", "Prefix"],
        ),
    }
    validate_ingress_backend(&rule.backend, rule.backend.slot, errs);
}

/// `validateIngressBackend`; `at` is where the backend is.
fn validate_ingress_backend(
    backend: &IngressBackend,
    at: crate::model::Slot,
    errs: &mut Errors<'_, '_>,
) {
    match (backend.resource.get(), backend.service.get()) {
        (Some(_), Some(_)) => errs.invalid(&at, "cannot set both resource and service backends"),
        (Some(resource), None) => {
            validate_typed_reference(&resource.api_group, &resource.kind, &resource.name, errs)
        }
        (None, Some(service)) => validate_service_backend(service, at, errs),
        (None, None) => {
            if backend.resource.is_missing() && backend.service.is_missing() {
                errs.invalid(&at, "resource or service backend is required");
            }
        }
    }
}

fn validate_service_backend(
    service: &IngressServiceBackend,
    at: crate::model::Slot,
    errs: &mut Errors<'_, '_>,
) {
    if service.name.str().is_empty() {
        errs.required(&service.name, "");
    } else {
        errs.invalid_each(&service.name, names::dns1123_label(service.name.str()));
    }
    let (name, number) = (&service.port.name, &service.port.number);
    match (!name.str().is_empty(), number.value() != 0) {
        (true, true) => errs.invalid(&at, "cannot set both port name & port number"),
        (true, false) => errs.invalid_each(name, names::port_name(name.str())),
        (false, true) => {
            errs.invalid_each(number, names::port_number(i64::from(number.value())));
        }
        (false, false) => errs.required(&at, "port name or number is required"),
    }
}
