//! Endpoints.

use super::ports::{PROTOCOLS, validate_port_num};
use super::required_enum;
use crate::model::core::{EndpointAddress, EndpointPort, EndpointSubset, Endpoints};
use crate::model::field::{List, Obj};
use crate::model::values::names;
use crate::validation::Errors;
use crate::validation::ip::{validate_endpoint_ip, validate_ip};
use crate::validation::meta::{MetaRules, name_is_dns_subdomain, validate_object_meta};

/// `ValidateEndpoints`.
pub fn validate_endpoints(endpoints: &Endpoints, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        name: name_is_dns_subdomain,
        namespaced: true,
        keeps_generation: true,
    };
    validate_object_meta(&endpoints.metadata, rules, errs);
    validate_endpoint_subsets(&endpoints.subsets, errs);
}

/// `validateEndpointSubsets`.
fn validate_endpoint_subsets(subsets: &List<Obj<EndpointSubset>>, errs: &mut Errors<'_, '_>) {
    for subset in subsets {
        if subset.addresses.is_empty() && subset.not_ready_addresses.is_empty() {
            errs.required(subset, "must specify `addresses` or `notReadyAddresses`");
        }
        for address in subset.addresses.iter().chain(&subset.not_ready_addresses) {
            validate_endpoint_address(address, errs);
        }
        for port in &subset.ports {
            validate_endpoint_port(port, subset.ports.len() > 1, errs);
        }
    }
}

/// `validateEndpointAddress`.
fn validate_endpoint_address(address: &EndpointAddress, errs: &mut Errors<'_, '_>) {
    validate_ip(address.ip.str(), &address.ip, errs);
    if !address.hostname.str().is_empty() {
        errs.invalid_each(
            &address.hostname,
            names::dns1123_label(address.hostname.str()),
        );
    }
    if let Some(node) = address.node_name.get() {
        errs.invalid_each(&address.node_name, names::dns1123_subdomain(node));
    }
    validate_endpoint_ip(address.ip.str(), &address.ip, errs);
}

/// `validateEndpointPort`.
fn validate_endpoint_port(port: &EndpointPort, require_name: bool, errs: &mut Errors<'_, '_>) {
    if !port.name.str().is_empty() {
        errs.invalid_each(&port.name, names::dns1123_label(port.name.str()));
    } else if require_name {
        errs.required(&port.name, "");
    }
    validate_port_num(&port.port, errs);
    required_enum(&port.protocol, &PROTOCOLS, errs);
    if let Some(protocol) = port.app_protocol.get() {
        errs.invalid_each(&port.app_protocol, names::qualified_name(protocol));
    }
}
