//! Updates of Services.
//!
//! Follows `ValidateServiceUpdate` of `pkg/apis/core/validation/validation.go`, and `patchAllocatedValues` and
//! `dropTypeDependentFields` of `pkg/registry/core/service/strategy.go`.

use crate::model::core::{Service, ServiceSpec};
use crate::model::field::{Field, List, State, Text};
use crate::validation::{ErrorType, Errors};
use serde_json::Value;

fn needs_cluster_ip(kind: &str) -> bool {
    matches!(kind, "ClusterIP" | "NodePort" | "LoadBalancer")
}

fn needs_node_port(kind: &str) -> bool {
    matches!(kind, "NodePort" | "LoadBalancer")
}

/// `needsExternalTrafficPolicy`: whether something outside the cluster comes in.
fn needs_traffic_policy(kind: &str, has_external_ips: bool) -> bool {
    needs_node_port(kind) || kind == "ClusterIP" && has_external_ips
}

/// `NormalizeClusterIPs`: a changed `clusterIP` goes into a list that was left as it was.
fn normalize_cluster_ips(spec: &mut ServiceSpec, before: Option<&Value>) {
    let ip = spec.cluster_ip.text();
    if ip == text(before, "clusterIP") || !same_list(&spec.cluster_i_ps, before, "clusterIPs") {
        return;
    }
    if ip.is_empty() {
        spec.cluster_i_ps.state = State::Absent;
    } else if let Some(first) = spec.cluster_i_ps.items_mut().first_mut() {
        first.state = State::Default(ip);
    }
}

/// Whether the load balancer asks nodes for their health.
fn needs_health_check(kind: &str, policy: &str) -> bool {
    kind == "LoadBalancer" && policy == "Local"
}

fn text<'v>(spec: Option<&'v Value>, key: &str) -> &'v str {
    spec.and_then(|spec| spec.get(key))
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// `PrepareForUpdate`: what was given to the Service for a type that it no longer has is taken back, unless it was
/// changed by hand.
pub(super) fn prepare(new: &mut Service, _old: &Service, live: &Value) {
    let before = live.get("spec");
    let (old_kind, new_kind) = (text(before, "type"), new.spec.r#type.str().to_owned());
    let old_policy = text(before, "externalTrafficPolicy");
    let spec: &mut ServiceSpec = &mut new.spec;
    normalize_cluster_ips(spec, before);
    if needs_cluster_ip(old_kind) && !needs_cluster_ip(&new_kind) {
        if spec.cluster_ip.str() == text(before, "clusterIP") {
            spec.cluster_ip.state = State::Absent;
            spec.cluster_i_ps.state = State::Absent;
        }
        if same_list(&spec.ip_families, before, "ipFamilies") {
            spec.ip_families.state = State::Absent;
        }
        if spec.ip_family_policy.str() == text(before, "ipFamilyPolicy") {
            spec.ip_family_policy.state = State::Absent;
        }
    }
    if needs_node_port(old_kind) && !needs_node_port(&new_kind) && same_node_ports(spec, before) {
        for port in spec.ports.items_mut() {
            port.node_port.state = State::Absent;
        }
    }
    let new_policy = spec.external_traffic_policy.str().to_owned();
    let number = before
        .and_then(|spec| spec.get("healthCheckNodePort"))
        .and_then(Value::as_i64)
        .unwrap_or(0);
    if needs_health_check(old_kind, old_policy)
        && !needs_health_check(&new_kind, &new_policy)
        && i64::from(spec.health_check_node_port.value()) == number
    {
        spec.health_check_node_port.state = State::Absent;
    }
    if old_kind == "LoadBalancer" && new_kind != "LoadBalancer" {
        let allocates = before
            .and_then(|spec| spec.get("allocateLoadBalancerNodePorts"))
            .and_then(Value::as_bool);
        if spec.allocate_load_balancer_node_ports.get().copied() == allocates {
            spec.allocate_load_balancer_node_ports.state = State::Absent;
        }
        if spec.load_balancer_class.str() == text(before, "loadBalancerClass") {
            spec.load_balancer_class.state = State::Absent;
        }
    }
    let had_external_ips = before
        .and_then(|spec| spec.get("externalIPs"))
        .and_then(Value::as_array)
        .is_some_and(|all| !all.is_empty());
    if needs_traffic_policy(old_kind, had_external_ips)
        && !needs_traffic_policy(&new_kind, !spec.external_i_ps.is_empty())
        && new_policy == old_policy
    {
        spec.external_traffic_policy.state = State::Absent;
    }
}

fn same_list(list: &List<Field<Text>>, before: Option<&Value>, key: &str) -> bool {
    let before = before
        .and_then(|spec| spec.get(key))
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    list.len() == before.len()
        && list
            .iter()
            .zip(before)
            .all(|(new, old)| Some(new.str()) == old.as_str())
}

/// `sameNodePorts`.
fn same_node_ports(spec: &ServiceSpec, before: Option<&Value>) -> bool {
    let mut old: Vec<i64> = before
        .and_then(|spec| spec.get("ports"))
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|port| port.get("nodePort").and_then(Value::as_i64))
        .collect();
    let mut new: Vec<i64> = spec
        .ports
        .iter()
        .map(|port| i64::from(port.node_port.value()))
        .filter(|number| *number != 0)
        .collect();
    old.sort_unstable();
    new.sort_unstable();
    old == new
}

/// `ValidateServiceUpdate`, without what holds at creation, too.
pub(super) fn validate_service_update(
    _old: &Service,
    live: &Value,
    new: &Service,
    errs: &mut Errors<'_, '_>,
) {
    let before = live.get("spec");
    let spec = &new.spec;
    let (old_kind, new_kind) = (text(before, "type"), spec.r#type.str());
    if needs_cluster_ip(old_kind) && needs_cluster_ip(new_kind) {
        let old_ip = text(before, "clusterIP");
        if !old_ip.is_empty()
            && !spec.cluster_ip.str().is_empty()
            && spec.cluster_ip.str() != old_ip
        {
            errs.add_as(
                ErrorType::Invalid,
                &spec.cluster_ip,
                "spec.clusterIPs[0]",
                "may not change once set",
            );
        }
        validate_families(before, spec, errs);
    }
    let number = before
        .and_then(|spec| spec.get("healthCheckNodePort"))
        .and_then(Value::as_i64);
    if needs_health_check(old_kind, text(before, "externalTrafficPolicy"))
        && needs_health_check(new_kind, spec.external_traffic_policy.str())
        && spec
            .health_check_node_port
            .get()
            .is_some_and(|port| Some(i64::from(*port)) != number && *port != 0)
    {
        errs.forbidden(&spec.health_check_node_port, "field is immutable");
    }
    if old_kind == "LoadBalancer" && new_kind == "LoadBalancer" {
        let old_class = before
            .and_then(|spec| spec.get("loadBalancerClass"))
            .and_then(Value::as_str);
        if spec.load_balancer_class.get().map(Text::as_str) != old_class {
            errs.invalid(&spec.load_balancer_class, "may not change once set");
        }
    }
}

/// `validateUpgradeDowngradeIPFamilies`: the first family stays.
fn validate_families(before: Option<&Value>, spec: &ServiceSpec, errs: &mut Errors<'_, '_>) {
    let old = before
        .and_then(|spec| spec.pointer("/ipFamilies/0"))
        .and_then(Value::as_str);
    if let (Some(old), Some(new)) = (old, spec.ip_families.iter().next())
        && new.str() != old
    {
        errs.add_as(
            ErrorType::Invalid,
            new,
            "spec.ipFamilies[0]",
            "may not change once set",
        );
    }
}
