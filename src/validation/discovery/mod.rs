//! EndpointSlices.
//!
//! Follows `pkg/apis/discovery/validation/validation.go` of Kubernetes 1.36.

use crate::model::discovery::{Endpoint, EndpointPort, EndpointSlice};
use crate::model::field::{Field, List, Obj, Text};
use crate::model::values::names;
use crate::validation::Errors;
use crate::validation::ip::{is_ipv6, parse_ip_sloppy, validate_endpoint_ip, validate_ip};
use crate::validation::meta::{MetaRules, name_is_dns_subdomain, validate_object_meta};
use std::collections::HashSet;

const MAX_ENDPOINTS: usize = 1000;
const MAX_ADDRESSES: usize = 100;
const MAX_PORTS: usize = 20_000;
const MAX_ZONE_HINTS: usize = 8;

const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: true,
    keeps_generation: true,
};

/// `ValidateEndpointSliceCreate`.
pub fn validate_endpoint_slice(slice: &EndpointSlice, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&slice.metadata, META, errs);
    match slice.address_type.str() {
        "" => errs.required(&slice.address_type, ""),
        "FQDN" | "IPv4" | "IPv6" => {}
        _ => errs.not_supported(&slice.address_type, &["FQDN", "IPv4", "IPv6"]),
    }
    if slice.endpoints.len() > MAX_ENDPOINTS {
        errs.too_many(&slice.endpoints, MAX_ENDPOINTS);
    } else {
        for endpoint in &slice.endpoints {
            validate_endpoint(endpoint, slice.address_type.str(), errs);
        }
    }
    validate_ports(&slice.ports, errs);
}

fn validate_endpoint(endpoint: &Endpoint, address_type: &str, errs: &mut Errors<'_, '_>) {
    if endpoint.addresses.is_empty() {
        errs.required(&endpoint.addresses, "must contain at least 1 address");
    } else if endpoint.addresses.len() > MAX_ADDRESSES {
        errs.too_many(&endpoint.addresses, MAX_ADDRESSES);
    }
    for address in &endpoint.addresses {
        validate_address(address, address_type, errs);
    }
    if let Some(node) = endpoint.node_name.get() {
        errs.invalid_each(&endpoint.node_name, names::dns1123_subdomain(node));
    }
    if let Some(hostname) = endpoint.hostname.get() {
        errs.invalid_each(&endpoint.hostname, names::dns1123_label(hostname));
    }
    if let Some(hints) = endpoint.hints.get()
        && hints.for_zones.len() > MAX_ZONE_HINTS
    {
        errs.too_many(&hints.for_zones, MAX_ZONE_HINTS);
    }
}

/// An address of the kind that the slice holds.
fn validate_address(address: &Field<Text>, address_type: &str, errs: &mut Errors<'_, '_>) {
    let text = address.str();
    match address_type {
        "IPv4" | "IPv6" => {
            validate_ip(text, address, errs);
            let Some(ip) = parse_ip_sloppy(text) else {
                return;
            };
            match (address_type, is_ipv6(ip)) {
                ("IPv4", true) => errs.invalid(address, "must be an IPv4 address"),
                ("IPv6", false) => errs.invalid(address, "must be an IPv6 address"),
                _ => {}
            }
            validate_endpoint_ip(text, address, errs);
        }
        "FQDN" => {
            for error in names::fully_qualified_domain_name(text) {
                match error {
                    names::PartError::Required => errs.required(address, ""),
                    names::PartError::Invalid { detail, .. } => errs.invalid(address, detail),
                }
            }
        }
        _ => {}
    }
}

fn validate_ports(ports: &List<Obj<EndpointPort>>, errs: &mut Errors<'_, '_>) {
    if ports.len() > MAX_PORTS {
        errs.too_many(ports, MAX_PORTS);
        return;
    }
    let mut seen = HashSet::new();
    for port in ports {
        let name = port.name.str();
        if !name.is_empty() {
            errs.invalid_each(&port.name, names::dns1123_label(name));
        }
        if !seen.insert(name) {
            errs.duplicate(&port.name);
        }
        match port.protocol.get().map(Text::as_str) {
            None => errs.required(&port.protocol, ""),
            Some("SCTP" | "TCP" | "UDP") => {}
            Some(_) => errs.not_supported(&port.protocol, &["SCTP", "TCP", "UDP"]),
        }
        if let Some(protocol) = port.app_protocol.get() {
            errs.invalid_each(&port.app_protocol, names::qualified_name(protocol));
        }
    }
}
