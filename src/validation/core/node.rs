//! Nodes.

use super::resource_names::validate_resource_quantity_value;
use super::resources::quantity;
use super::toleration::validate_node_taints;
use crate::model::core::{Node, NodeStatus};
use crate::model::field::{Field, List, Map, Text};
use crate::model::values::{Quantity, go_quote, names};
use crate::validation::ip::{is_ipv6, parse_cidr_sloppy, validate_cidr};
use crate::validation::meta::{MetaRules, name_is_dns_subdomain, validate_object_meta};
use crate::validation::{ErrorType, Errors};

/// `ValidateNode`.
pub fn validate_node(node: &Node, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        name: name_is_dns_subdomain,
        namespaced: false,
        keeps_generation: true,
    };
    validate_object_meta(&node.metadata, rules, errs);
    validate_node_taints(&node.spec.taints, errs);
    if let Some(status) = node.status.get() {
        validate_node_resources(status, errs);
        validate_node_declared_features(&status.declared_features, errs);
    }
    validate_pod_cidrs(node, errs);
}

/// `ValidateNodeResources`; the paths have dots for brackets.
fn validate_node_resources(status: &NodeStatus, errs: &mut Errors<'_, '_>) {
    let lists: [(&Map<Quantity>, &str); 2] = [
        (&status.capacity, "status.capacity"),
        (&status.allocatable, "status.allocatable"),
    ];
    for (list, path) in lists {
        for (name, field) in list.entries() {
            let Some(amount) = quantity(field) else {
                continue;
            };
            let start = errs.len();
            validate_resource_quantity_value(name, &amount, field, errs);
            if errs.len() > start {
                let from = errs.path(field);
                errs.rename_since(start, &from, &format!("{path}.{name}"));
            }
        }
    }
}

/// `validateNodeDeclaredFeatures`.
fn validate_node_declared_features(features: &List<Field<Text>>, errs: &mut Errors<'_, '_>) {
    let mut previous: Option<&str> = None;
    for feature in features {
        let name = feature.str();
        match previous {
            Some(before) if before == name => errs.duplicate(feature),
            Some(before) if before > name => {
                errs.invalid(feature, "list must be sorted alphabetically");
            }
            _ => {}
        }
        let quoted = || go_quote(name);
        if name.len() > names::SUBDOMAIN_MAX {
            errs.invalid(
                feature,
                format!(
                    "invalid feature name {}: must be no more than {} characters",
                    quoted(),
                    names::SUBDOMAIN_MAX
                ),
            );
        } else if !is_feature_name(name) {
            errs.invalid(
                feature,
                format!(
                    "invalid feature name {}: must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes",
                    quoted()
                ),
            );
        }
        previous = Some(name);
    }
}

/// `nodeDeclaredFeatureRegexp`.
fn is_feature_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.split('/').all(|segment| {
            segment.starts_with(|c: char| c.is_ascii_alphabetic())
                && segment.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// `spec.podCIDRs`, which the server completes from `spec.podCIDR` (`Convert_v1_NodeSpec_To_core_NodeSpec`).
fn validate_pod_cidrs(node: &Node, errs: &mut Errors<'_, '_>) {
    const PATH: &str = "spec.podCIDRs";
    let spec = &node.spec;
    let single = spec.pod_cidr.str();
    let all: &[Field<Text>] = match spec.pod_cid_rs.items() {
        [] if single.is_empty() => return,
        [first, ..] if single.is_empty() || first.str() == single => spec.pod_cid_rs.items(),
        _ => std::slice::from_ref(&spec.pod_cidr),
    };
    let start = errs.len();
    for cidr in all {
        validate_cidr(cidr.str(), cidr, errs);
    }
    if all.len() == 1 && errs.len() > start {
        let from = all.first().map(|cidr| errs.path(cidr)).unwrap_or_default();
        errs.rename_since(start, &from, &format!("{PATH}[0]"));
    }
    if all.len() < 2 {
        return;
    }
    let mut families = (false, false);
    for (index, cidr) in all.iter().enumerate() {
        match parse_cidr_sloppy(cidr.str()) {
            Some(parsed) if is_ipv6(parsed.address) => families.1 = true,
            Some(_) => families.0 = true,
            None => {
                families = (false, false);
                let detail = format!(
                    "invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[{index}]: <nil> (invalid CIDR address: {})",
                    cidr.str()
                );
                errs.add(ErrorType::InternalError, &spec.pod_cid_rs, detail);
                break;
            }
        }
    }
    if families != (true, true) || all.len() > 2 {
        errs.invalid(
            &spec.pod_cid_rs,
            "may specify no more than one CIDR for each IP family",
        );
    }
}
