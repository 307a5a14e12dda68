//! DNS, host names and host aliases of a pod.

use super::pod::PodContext;
use crate::model::core::{HostAlias, PodDNSConfig, PodSpec};
use crate::model::field::{Field, List, Obj, Text};
use crate::model::values::names;
use crate::validation::Errors;
use crate::validation::ip::validate_ip;

/// Most name servers (`MaxDNSNameservers`).
const MAX_NAMESERVERS: usize = 3;
/// Most search domains (`MaxDNSSearchPaths`).
const MAX_SEARCHES: usize = 32;
/// Most bytes of the search list with its blanks (`MaxDNSSearchListChars`).
const MAX_SEARCH_CHARS: usize = 2048;
/// Longest `hostnameOverride`, in bytes.
const MAX_HOSTNAME: usize = 64;

/// `validatePodDNSConfig`.
pub(super) fn validate_pod_dns_config(spec: &PodSpec, errs: &mut Errors<'_, '_>) {
    let config = &spec.dns_config;
    if spec.dns_policy == "None" {
        if config.is_missing() {
            errs.required(config, "must provide `dnsConfig` when `dnsPolicy` is None");
            return;
        }
        if let Some(config) = config.get()
            && config.nameservers.is_empty()
        {
            errs.required(
                &config.nameservers,
                "must provide at least one DNS nameserver when `dnsPolicy` is None",
            );
            return;
        }
    }
    if let Some(config) = config.get() {
        validate_dns_parts(config, errs);
    }
}

fn validate_dns_parts(config: &PodDNSConfig, errs: &mut Errors<'_, '_>) {
    if config.nameservers.len() > MAX_NAMESERVERS {
        errs.invalid(
            &config.nameservers,
            format!("must not have more than {MAX_NAMESERVERS} nameservers"),
        );
    }
    for server in &config.nameservers {
        validate_ip(server.str(), server, errs);
    }
    let searches = &config.searches;
    if searches.len() > MAX_SEARCHES {
        errs.invalid(
            searches,
            format!("must not have more than {MAX_SEARCHES} search paths"),
        );
    }
    let chars: usize = searches.iter().map(|search| search.str().len() + 1).sum();
    if chars > MAX_SEARCH_CHARS + 1 {
        errs.invalid(
            searches,
            format!(
                "must not have more than {MAX_SEARCH_CHARS} characters (including spaces) in the search list"
            ),
        );
    }
    for search in searches {
        if search.str() != "." {
            let name = search.str().strip_suffix('.').unwrap_or(search.str());
            errs.invalid_each(search, names::dns1123_subdomain_with_underscore(name));
        }
    }
    for option in &config.options {
        if option.name.str().is_empty() {
            errs.required(option, "must not be empty");
        }
    }
}

/// `validatePodHostName`.
pub(super) fn validate_pod_host_name(spec: &PodSpec, errs: &mut Errors<'_, '_>) {
    let hostname = &spec.hostname_override;
    let Some(text) = hostname.get() else {
        return;
    };
    if spec.set_hostname_as_fqdn.value() {
        errs.forbidden(
            hostname,
            "may not be specified when setHostnameAsFQDN is true",
        );
    }
    if spec.host_network.value() {
        errs.forbidden(hostname, "may not be specified when hostNetwork is true");
    }
    if text.len() > MAX_HOSTNAME {
        errs.too_long(hostname, MAX_HOSTNAME);
    }
    errs.invalid_each(hostname, names::dns1123_subdomain(text));
}

/// `ValidateHostAliases`.
pub(super) fn validate_host_aliases(aliases: &List<Obj<HostAlias>>, errs: &mut Errors<'_, '_>) {
    for alias in aliases {
        validate_ip(alias.ip.str(), &alias.ip, errs);
        for hostname in &alias.hostnames {
            errs.invalid_each(hostname, names::dns1123_subdomain(hostname.str()));
        }
    }
}

/// A name that is judged only where it is written: `nodeName`, `hostname`, ….
pub(super) fn validate_optional_name(
    field: &Field<Text>,
    rule: fn(&str) -> Vec<String>,
    errs: &mut Errors<'_, '_>,
) {
    if !field.str().is_empty() {
        errs.invalid_each(field, rule(field.str()));
    }
}

/// `validatePodHostNetworkDeps`.
pub(super) fn validate_pod_host_network_deps(pod: &PodContext<'_>, errs: &mut Errors<'_, '_>) {
    if !pod.spec.host_network.value() {
        return;
    }
    for container in &pod.spec.containers {
        for port in &container.ports {
            let (host, inside) = (port.host_port.value(), port.container_port.value());
            // In a template 0 is filled in later, when the pod is made.
            if (pod.is_pod() || host != 0) && host != inside {
                errs.invalid(
                    &port.host_port,
                    "must match `containerPort` when `hostNetwork` is true",
                );
            }
        }
    }
}
