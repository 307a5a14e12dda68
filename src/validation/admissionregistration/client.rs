//! Where a webhook is called.
//!
//! Follows `staging/src/k8s.io/apiserver/pkg/util/webhook/validation.go`.

use crate::model::admissionregistration::{ServiceReference, WebhookClientConfig};
use crate::model::field::{Field, Obj, Text};
use crate::model::values::names;
use crate::validation::Errors;

/// The end of `validateValidatingWebhook`.
pub(super) fn validate_client_config(config: &Obj<WebhookClientConfig>, errs: &mut Errors<'_, '_>) {
    match (config.url.get(), config.service.get()) {
        (Some(url), None) => validate_webhook_url(url, &config.url, errs),
        (None, Some(service)) => validate_webhook_service(service, errs),
        _ => errs.required(config, "exactly one of url or service is required"),
    }
}

/// `ValidateWebhookURL` with https forced.
fn validate_webhook_url(url: &str, at: &Field<Text>, errs: &mut Errors<'_, '_>) {
    const FORM: &str = "; desired format: https://host[/path]";
    let (rest, fragment) = url.split_once('#').map_or((url, ""), |(a, b)| (a, b));
    let (rest, query) = rest.split_once('?').map_or((rest, ""), |(a, b)| (a, b));
    let (scheme, rest) = rest.split_once("://").unwrap_or(("", rest));
    let has_scheme = url.contains("://");
    let authority = if has_scheme {
        rest.split('/').next().unwrap_or_default()
    } else {
        ""
    };
    if scheme != "https" {
        errs.invalid(at, format!("'https' is the only allowed URL scheme{FORM}"));
    }
    let host = authority.rsplit('@').next().unwrap_or_default();
    if host.is_empty() {
        errs.invalid(at, format!("host must be specified{FORM}"));
    }
    if authority.contains('@') {
        errs.invalid(at, "user information is not permitted in the URL");
    }
    if !fragment.is_empty() {
        errs.invalid(at, "fragments are not permitted in the URL");
    }
    if !query.is_empty() {
        errs.invalid(at, "query parameters are not permitted in the URL");
    }
}

/// `ValidateWebhookService`.
fn validate_webhook_service(service: &ServiceReference, errs: &mut Errors<'_, '_>) {
    if service.name.str().is_empty() {
        errs.required(&service.name, "service name is required");
    }
    if service.namespace.str().is_empty() {
        errs.required(&service.namespace, "service namespace is required");
    }
    let details = names::port_number(i64::from(service.port.value()));
    if !details.is_empty() {
        errs.invalid(
            &service.port,
            format!("port is not valid: {}", details.join(",")),
        );
    }
    validate_path(&service.path, errs);
}

fn validate_path(at: &Field<Text>, errs: &mut Errors<'_, '_>) {
    let path = at.str();
    if matches!(path, "" | "/") {
        return;
    }
    if path == "//" {
        errs.invalid(at, "segment[0] may not be empty");
        return;
    }
    if !path.starts_with('/') {
        errs.invalid(at, "must start with a '/'");
    }
    // Kubernetes takes off the first character, whatever it is.
    let mut rest = path.chars();
    rest.next();
    let rest = rest.as_str();
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    for (index, segment) in rest.split('/').enumerate() {
        if segment.is_empty() {
            errs.invalid(at, format!("segment[{index}] may not be empty"));
            continue;
        }
        for detail in names::dns1123_subdomain(segment) {
            errs.invalid(at, format!("segment[{index}]: {detail}"));
        }
    }
}
