//! Services.

use super::ports::{PROTOCOLS, validate_port_num, validate_port_num_or_name};
use super::service_ips::{is_headless, validate_service_cluster_ips_related_fields};
use super::{require, required_enum, supported};
use crate::model::core::{Service, ServicePort, ServiceSpec, SessionAffinityConfig};
use crate::model::field::{Field, Obj};
use crate::model::values::names;
use crate::validation::ip::{cidr_errors, ip_errors, validate_endpoint_ip, validate_ip};
use crate::validation::meta::{
    MetaRules, name_is_dns_label, validate_labels, validate_object_meta,
};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};

const SERVICE_TYPES: [&str; 4] = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const TRAFFIC_POLICIES: [&str; 2] = ["Cluster", "Local"];
const TRAFFIC_DISTRIBUTIONS: [&str; 3] = ["PreferClose", "PreferSameZone", "PreferSameNode"];
const ONLY_LOAD_BALANCER: &str = "may only be used when `type` is 'LoadBalancer'";
const SOURCE_RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
const TOPOLOGY_HINTS: &str = "service.kubernetes.io/topology-aware-hints";
const TOPOLOGY_MODE: &str = "service.kubernetes.io/topology-mode";
/// Longest session affinity, in seconds (`MaxClientIPServiceAffinitySeconds`).
const MAX_AFFINITY_SECONDS: i32 = 86400;

/// `ValidateServiceCreate`; RelaxedServiceNameValidation is on. The server assigns addresses first, and where those
/// that are asked for cannot be it says nothing else (`initIPFamilyFields` of `pkg/registry/core/service/storage/alloc.go`).
pub fn validate_service_create(service: &Service, errs: &mut Errors<'_, '_>) {
    let start = errs.len();
    validate_service_cluster_ips_related_fields(&service.spec, errs);
    if errs.len() > start {
        return;
    }
    let rules = MetaRules {
        name: name_is_dns_label,
        namespaced: true,
        keeps_generation: true,
    };
    validate_object_meta(&service.metadata, rules, errs);
    validate_service(service, errs);
}

/// `validateService`.
fn validate_service(service: &Service, errs: &mut Errors<'_, '_>) {
    let spec = &service.spec;
    validate_topology_annotations(service, errs);
    let kind = spec.r#type.str();
    if spec.ports.is_empty() && !is_headless(spec) && kind != "ExternalName" {
        errs.required(&spec.ports, "");
    }
    validate_type_dependents(spec, errs);
    let mut names = Seen::default();
    for port in &spec.ports {
        validate_service_port(port, spec.ports.len() > 1, &mut names, errs);
    }
    validate_labels(&spec.selector, errs);
    validate_session_affinity(spec, errs);
    for ip in &spec.external_i_ps {
        if ip_errors(ip.str()).is_empty() {
            validate_endpoint_ip(ip.str(), ip, errs);
        } else {
            validate_ip(ip.str(), ip, errs);
        }
    }
    required_enum(&spec.r#type, &SERVICE_TYPES, errs);
    validate_port_pairs(spec, errs);
    validate_source_ranges(service, errs);
    if spec.allocate_load_balancer_node_ports.is_set() && kind != "LoadBalancer" {
        errs.forbidden(&spec.allocate_load_balancer_node_ports, ONLY_LOAD_BALANCER);
    }
    if let Some(class) = spec.load_balancer_class.get() {
        if kind == "LoadBalancer" {
            errs.invalid_each(&spec.load_balancer_class, names::qualified_name(class));
        } else {
            errs.forbidden(&spec.load_balancer_class, ONLY_LOAD_BALANCER);
        }
    }
    validate_service_external_traffic_policy(spec, errs);
    let internal = &spec.internal_traffic_policy;
    if internal.is_missing() && matches!(kind, "ClusterIP" | "NodePort" | "LoadBalancer") {
        errs.required(internal, "");
    }
    supported(internal, &TRAFFIC_POLICIES, errs);
    supported(&spec.traffic_distribution, &TRAFFIC_DISTRIBUTIONS, errs);
}

fn validate_topology_annotations(service: &Service, errs: &mut Errors<'_, '_>) {
    let annotations = &service.metadata.annotations;
    if let Some(mode) = annotations.field(TOPOLOGY_MODE)
        && let Some(hints) = annotations.field(TOPOLOGY_HINTS)
        && mode.str() != hints.str()
    {
        errs.invalid(
            mode,
            format!("must match annotations[{TOPOLOGY_HINTS}] when both are specified"),
        );
    }
}

/// What a type of service may not have.
fn validate_type_dependents(spec: &ServiceSpec, errs: &mut Errors<'_, '_>) {
    match spec.r#type.str() {
        kind @ ("LoadBalancer" | "NodePort") if is_headless(spec) => {
            let detail = format!("may not be set to 'None' for {kind} services");
            let first = spec.cluster_i_ps.items().first();
            let at = first.unwrap_or(&spec.cluster_ip);
            errs.add_as(ErrorType::Invalid, at, "spec.clusterIPs[0]", detail);
        }
        "ExternalName" => {
            const NOT_HERE: &str = "may not be set for ExternalName services";
            if !spec.cluster_i_ps.is_empty() {
                errs.forbidden(&spec.cluster_i_ps, NOT_HERE);
            } else if !spec.cluster_ip.str().is_empty() {
                // The server copies `clusterIP` there.
                errs.add_as(
                    ErrorType::Forbidden,
                    &spec.cluster_ip,
                    "spec.clusterIPs",
                    NOT_HERE,
                );
            }
            if !spec.ip_families.is_empty() {
                errs.forbidden(&spec.ip_families, NOT_HERE);
            }
            if spec.ip_family_policy.is_set() {
                errs.forbidden(&spec.ip_family_policy, NOT_HERE);
            }
            let name = spec.external_name.str();
            let name = name.strip_suffix('.').unwrap_or(name);
            if name.is_empty() {
                errs.required(&spec.external_name, "");
            } else {
                errs.invalid_each(&spec.external_name, names::dns1123_subdomain(name));
            }
        }
        _ => {}
    }
}

/// `validateServicePort`.
fn validate_service_port<'m>(
    port: &'m Obj<ServicePort>,
    require_name: bool,
    all_names: &mut Seen<&'m str>,
    errs: &mut Errors<'_, '_>,
) {
    let name = port.name.str();
    if name.is_empty() {
        if require_name {
            require(&port.name, errs);
        }
    } else {
        errs.invalid_each(&port.name, names::dns1123_label(name));
        if !all_names.insert(name) {
            errs.duplicate(&port.name);
        }
    }
    validate_port_num(&port.port, errs);
    required_enum(&port.protocol, &PROTOCOLS, errs);
    validate_port_num_or_name(&port.target_port, errs);
    if let Some(protocol) = port.app_protocol.get() {
        errs.invalid_each(&port.app_protocol, names::qualified_name(protocol));
    }
}

fn validate_session_affinity(spec: &ServiceSpec, errs: &mut Errors<'_, '_>) {
    required_enum(&spec.session_affinity, &["ClientIP", "None"], errs);
    let config = &spec.session_affinity_config;
    if spec.session_affinity == "ClientIP" {
        validate_client_ip_affinity_config(config, errs);
    } else if spec.session_affinity == "None" && config.is_set() {
        errs.forbidden(config, "must not be set when session affinity is None");
    }
}

/// `validateClientIPAffinityConfig`.
fn validate_client_ip_affinity_config(
    config: &Field<Box<SessionAffinityConfig>>,
    errs: &mut Errors<'_, '_>,
) {
    const DETAIL: &str = "when session affinity type is ClientIP";
    let Some(inner) = config.get() else {
        errs.required(config, DETAIL);
        return;
    };
    let Some(client) = inner.client_ip.get() else {
        errs.required(&inner.client_ip, DETAIL);
        return;
    };
    let seconds = &client.timeout_seconds;
    if seconds.is_missing() {
        errs.required(seconds, DETAIL);
    } else if !(1..=MAX_AFFINITY_SECONDS).contains(&seconds.value()) {
        errs.invalid(
            seconds,
            format!("must be greater than 0 and less than {MAX_AFFINITY_SECONDS}"),
        );
    }
}

/// Ports that may stand once: node ports and ports, each with its protocol.
fn validate_port_pairs(spec: &ServiceSpec, errs: &mut Errors<'_, '_>) {
    if spec.r#type == "ClusterIP" {
        for port in &spec.ports {
            if port.node_port.value() != 0 {
                errs.forbidden(
                    &port.node_port,
                    "may not be used when `type` is 'ClusterIP'",
                );
            }
        }
    }
    let mut node_ports = Seen::default();
    for port in &spec.ports {
        let number = port.node_port.value();
        if number != 0 && !node_ports.insert((port.protocol.str(), number)) {
            errs.duplicate(&port.node_port);
        }
    }
    let mut ports = Seen::default();
    for port in &spec.ports {
        if !ports.insert((port.protocol.str(), port.port.value())) {
            errs.duplicate(port);
        }
    }
}

/// `loadBalancerSourceRanges`, whose path Kubernetes prints with a capital L, or the annotation of old.
fn validate_source_ranges(service: &Service, errs: &mut Errors<'_, '_>) {
    let spec = &service.spec;
    let is_load_balancer = spec.r#type == "LoadBalancer";
    let ranges = &spec.load_balancer_source_ranges;
    if !ranges.is_empty() {
        const PATH: &str = "spec.LoadBalancerSourceRanges";
        if !is_load_balancer {
            errs.add_as(ErrorType::Forbidden, ranges, PATH, ONLY_LOAD_BALANCER);
        }
        for (index, range) in ranges.iter().enumerate() {
            for detail in cidr_errors(range.str().trim()) {
                let path = format!("{PATH}[{index}]");
                errs.add_as(ErrorType::Invalid, range, path, detail);
            }
        }
    } else if let Some(annotation) = service.metadata.annotations.field(SOURCE_RANGES) {
        if !is_load_balancer {
            errs.forbidden(annotation, ONLY_LOAD_BALANCER);
        }
        let list = annotation.str().trim();
        if !list.is_empty() {
            for range in list.split(',') {
                for detail in cidr_errors(range.trim()) {
                    errs.invalid(annotation, detail);
                }
            }
        }
    }
}

/// `validateServiceExternalTrafficPolicy`. A health check port that is needed and not given has been assigned before.
fn validate_service_external_traffic_policy(spec: &ServiceSpec, errs: &mut Errors<'_, '_>) {
    let policy = &spec.external_traffic_policy;
    let kind = spec.r#type.str();
    let accessible = matches!(kind, "LoadBalancer" | "NodePort")
        || kind == "ClusterIP" && !spec.external_i_ps.is_empty();
    if accessible {
        required_enum(policy, &TRAFFIC_POLICIES, errs);
    } else if !policy.str().is_empty() {
        errs.invalid(policy, "may only be set for externally-accessible services");
    }
    let check = &spec.health_check_node_port;
    if kind == "LoadBalancer" && *policy == "Local" {
        if check.value() != 0 {
            validate_port_num(check, errs);
        }
    } else if check.value() != 0 {
        errs.invalid(
            check,
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
        );
    }
}
