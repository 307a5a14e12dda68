//! NetworkPolicies.

use super::META;
use crate::model::field::{List, Obj};
use crate::model::networking::{
    IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
};
use crate::model::values::{IntOrString, names};
use crate::validation::Errors;
use crate::validation::ip::{parse_cidr_sloppy, validate_cidr};
use crate::validation::meta::{
    validate_label_selector, validate_label_selector_contents, validate_object_meta,
};

/// `ValidateNetworkPolicy`.
pub fn validate_network_policy(policy: &NetworkPolicy, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&policy.metadata, META, errs);
    validate_network_policy_spec(&policy.spec, errs);
}

/// `ValidateNetworkPolicySpec`.
fn validate_network_policy_spec(spec: &NetworkPolicySpec, errs: &mut Errors<'_, '_>) {
    validate_label_selector_contents(&spec.pod_selector, errs);
    for rule in &spec.ingress {
        validate_ports(&rule.ports, errs);
        validate_peers(&rule.from, errs);
    }
    for rule in &spec.egress {
        validate_ports(&rule.ports, errs);
        validate_peers(&rule.to, errs);
    }
    if spec.policy_types.len() > 2 {
        errs.invalid(
            &spec.policy_types,
            "may not specify more than two policyTypes",
        );
        return;
    }
    for policy_type in &spec.policy_types {
        if !matches!(policy_type.str(), "Ingress" | "Egress") {
            errs.not_supported(policy_type, &["Ingress", "Egress"]);
        }
    }
}

fn validate_ports(ports: &List<Obj<NetworkPolicyPort>>, errs: &mut Errors<'_, '_>) {
    for port in ports {
        validate_network_policy_port(port, errs);
    }
}

/// `ValidateNetworkPolicyPort`.
fn validate_network_policy_port(port: &NetworkPolicyPort, errs: &mut Errors<'_, '_>) {
    if let Some(protocol) = port.protocol.get()
        && !matches!(protocol.as_str(), "TCP" | "UDP" | "SCTP")
    {
        errs.not_supported(&port.protocol, &["TCP", "UDP", "SCTP"]);
    }
    let end = &port.end_port;
    match port.port.get() {
        Some(IntOrString::Int(number)) => {
            errs.invalid_each(&port.port, names::port_number(i64::from(*number)));
            if let Some(last) = end.get() {
                if last < number {
                    errs.invalid(end, "must be greater than or equal to `port`");
                }
                errs.invalid_each(end, names::port_number(i64::from(*last)));
            }
        }
        Some(IntOrString::String(name)) => {
            if end.is_set() {
                errs.invalid(end, "may not be specified when `port` is non-numeric");
            }
            errs.invalid_each(&port.port, names::port_name(name));
        }
        None => {
            if end.is_set() && port.port.is_missing() {
                errs.invalid(end, "may not be specified when `port` is not specified");
            }
        }
    }
}

fn validate_peers(peers: &List<Obj<NetworkPolicyPeer>>, errs: &mut Errors<'_, '_>) {
    for peer in peers {
        validate_network_policy_peer(peer, errs);
    }
}

/// `ValidateNetworkPolicyPeer`.
fn validate_network_policy_peer(peer: &Obj<NetworkPolicyPeer>, errs: &mut Errors<'_, '_>) {
    validate_label_selector(&peer.pod_selector, errs);
    validate_label_selector(&peer.namespace_selector, errs);
    if let Some(block) = peer.ip_block.get() {
        validate_ip_block(block, errs);
    }
    let selects = !peer.pod_selector.is_missing() || !peer.namespace_selector.is_missing();
    if !selects && peer.ip_block.is_missing() {
        errs.required(peer, "must specify a peer");
    } else if selects && peer.ip_block.is_set() {
        errs.forbidden(peer, "may not specify both ipBlock and another peer");
    }
}

/// `ValidateIPBlock`.
fn validate_ip_block(block: &IPBlock, errs: &mut Errors<'_, '_>) {
    let text = block.cidr.str();
    if text.is_empty() {
        errs.required(&block.cidr, "");
        return;
    }
    validate_cidr(text, &block.cidr, errs);
    let Some(cidr) = parse_cidr_sloppy(text) else {
        return;
    };
    for except in &block.except {
        validate_cidr(except.str(), except, errs);
        if let Some(part) = parse_cidr_sloppy(except.str())
            && (!cidr.contains(part.network()) || cidr.bits >= part.bits)
        {
            errs.invalid(except, "must be a strict subset of `cidr`");
        }
    }
}
