//! Defaults of Services.
//!
//! Follows `SetDefaults_Service` of `pkg/apis/core/v1/defaults.go`.

use crate::model::ObjectTree;
use crate::model::core::{Service, ServiceSpec};
use crate::model::field::State;
use crate::model::values::IntOrString;

/// How long a client stays with the pod that served it: three hours.
const CLIENT_IP_SECONDS: i32 = 10_800;

/// `SetDefaults_Service`.
pub fn service(service: &mut Service, object: &ObjectTree<'_>) {
    let spec = &mut *service.spec;
    spec.session_affinity.default_if_empty("None");
    if spec.session_affinity == "None" {
        spec.session_affinity_config.state = State::Absent;
    }
    if spec.session_affinity == "ClientIP" {
        client_ip(spec, object);
    }
    spec.r#type.default_if_empty("ClusterIP");
    for port in spec.ports.items_mut() {
        port.protocol.default_if_empty("TCP");
        let is_empty = match port.target_port.get() {
            Some(IntOrString::Int(number)) => *number == 0,
            Some(IntOrString::String(text)) => text.is_empty(),
            None => port.target_port.is_missing(),
        };
        if is_empty {
            port.target_port.state = State::Default(port.port.value().into());
        }
    }
    let kind = spec.r#type.str().to_owned();
    // `ExternallyAccessible` (`pkg/api/v1/service/util.go`).
    if matches!(kind.as_str(), "LoadBalancer" | "NodePort")
        || (kind == "ClusterIP" && !spec.external_i_ps.is_empty())
    {
        spec.external_traffic_policy.default_if_empty("Cluster");
    }
    if matches!(kind.as_str(), "NodePort" | "LoadBalancer" | "ClusterIP") {
        spec.internal_traffic_policy.default_to("Cluster");
    }
    if kind != "LoadBalancer" {
        return;
    }
    spec.allocate_load_balancer_node_ports.default_to(true);
    if let Some(status) = service.status.get_mut() {
        for ingress in status.load_balancer.ingress.items_mut() {
            if !ingress.ip.str().is_empty() {
                ingress.ip_mode.default_to("VIP");
            }
        }
    }
}

fn client_ip(spec: &mut ServiceSpec, object: &ObjectTree<'_>) {
    if let Some(config) = spec.session_affinity_config.make(object)
        && let Some(client) = config.client_ip.make(object)
    {
        client.timeout_seconds.default_to(CLIENT_IP_SECONDS);
    }
}
