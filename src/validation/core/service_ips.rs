//! Cluster addresses and address families of services.

use super::supported;
use crate::model::core::ServiceSpec;
use crate::model::field::{Field, Text};
use crate::validation::ip::{ip_errors, is_ipv6, parse_ip_sloppy, validate_ip};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};

const IP_FAMILIES: [&str; 2] = ["IPv4", "IPv6"];
const IP_FAMILY_POLICIES: [&str; 3] = ["PreferDualStack", "RequireDualStack", "SingleStack"];
const NONE: &str = "None";

/// `clusterIPs` as the server completes them from `clusterIP` (`normalizeClusterIPs` of `pkg/registry/core/service/strategy.go`).
pub(in crate::validation) fn cluster_ips(spec: &ServiceSpec) -> &[Field<Text>] {
    if !spec.cluster_i_ps.is_empty() {
        return spec.cluster_i_ps.items();
    }
    if spec.cluster_ip.str().is_empty() {
        return &[];
    }
    std::slice::from_ref(&spec.cluster_ip)
}

/// `isHeadlessService`.
pub(in crate::validation) fn is_headless(spec: &ServiceSpec) -> bool {
    matches!(cluster_ips(spec), [only] if *only == NONE)
}

/// `ValidateServiceClusterIPsRelatedFields`.
pub(super) fn validate_service_cluster_ips_related_fields(
    spec: &ServiceSpec,
    errs: &mut Errors<'_, '_>,
) {
    if spec.r#type == "ExternalName" {
        return;
    }
    let list = &spec.cluster_i_ps;
    if let Some(first) = list.items().first() {
        if spec.cluster_ip.str().is_empty() {
            errs.invalid(list, "must be empty when `clusterIP` is not specified");
        } else if first.str() != spec.cluster_ip.str() {
            errs.invalid(list, "first value must match `clusterIP`");
        }
    }
    let mut seen = Seen::default();
    for family in &spec.ip_families {
        if !IP_FAMILIES.contains(&family.str()) {
            errs.not_supported(family, &IP_FAMILIES);
        }
        if !seen.insert(family.str()) {
            errs.duplicate(family);
        }
    }
    supported(&spec.ip_family_policy, &IP_FAMILY_POLICIES, errs);
    if validate_addresses(spec, errs) {
        validate_address_families(spec, errs);
    }
}

/// The addresses one by one. Whether all are good.
fn validate_addresses(spec: &ServiceSpec, errs: &mut Errors<'_, '_>) -> bool {
    let all = cluster_ips(spec);
    let mut good = true;
    for (index, ip) in all.iter().enumerate() {
        if index == 0 && *ip == NONE {
            if all.len() > 1 {
                good = false;
                errs.invalid(
                    &spec.cluster_i_ps,
                    "'None' must be the first and only value",
                );
            }
            continue;
        }
        if ip_errors(ip.str()).is_empty() {
            continue;
        }
        good = false;
        let start = errs.len();
        validate_ip(ip.str(), ip, errs);
        errs.rename_since(start, "spec.clusterIP", "spec.clusterIPs[0]");
        errs.rename_since(start, "spec.clusterIPs[0]s", "spec.clusterIPs");
    }
    if all.len() > 2 {
        errs.invalid(&spec.cluster_i_ps, "may only hold up to 2 values");
    }
    good
}

/// One address of each family, and in the order of `ipFamilies`.
fn validate_address_families(spec: &ServiceSpec, errs: &mut Errors<'_, '_>) {
    let all = cluster_ips(spec);
    let ipv6 = |ip: &Field<Text>| parse_ip_sloppy(ip.str()).is_some_and(is_ipv6);
    if all.len() > 1 && all.iter().all(ipv6) | !all.iter().any(ipv6) {
        errs.invalid(
            &spec.cluster_i_ps,
            "may specify no more than one IP for each IP family",
        );
    }
    if is_headless(spec) {
        return;
    }
    for (index, (ip, family)) in all.iter().zip(&spec.ip_families).enumerate() {
        let expected = match family.str() {
            "IPv4" if ipv6(ip) => "IPv4",
            "IPv6" if !ipv6(ip) => "IPv6",
            _ => continue,
        };
        errs.add_as(
            ErrorType::Invalid,
            ip,
            format!("spec.clusterIPs[{index}]"),
            format!("expected an {expected} value as indicated by `ipFamilies[{index}]`"),
        );
    }
}
