//! Service and Endpoints. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use super::reference::ObjectReference;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::{Condition, ObjectMeta};
use crate::model::values::IntOrString;

objects! {
    /// `core.v1.Service`.
    pub struct Service {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<ServiceSpec>,
        pub status: Field<Box<ServiceStatus>>,
    }

    /// `core.v1.Endpoints`.
    pub struct Endpoints {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub subsets: List<Obj<EndpointSubset>>,
    }

    /// `core.v1.ServiceSpec`.
    pub struct ServiceSpec {
        pub allocate_load_balancer_node_ports: Field<bool>,
        #[serde(rename = "clusterIP")]
        pub cluster_ip: Field<Text>,
        pub cluster_i_ps: List<Field<Text>>,
        pub external_i_ps: List<Field<Text>>,
        pub external_name: Field<Text>,
        pub external_traffic_policy: Field<Text>,
        pub health_check_node_port: Field<i32>,
        pub internal_traffic_policy: Field<Text>,
        pub ip_families: List<Field<Text>>,
        pub ip_family_policy: Field<Text>,
        pub load_balancer_class: Field<Text>,
        #[serde(rename = "loadBalancerIP")]
        pub load_balancer_ip: Field<Text>,
        pub load_balancer_source_ranges: List<Field<Text>>,
        pub ports: List<Obj<ServicePort>>,
        pub publish_not_ready_addresses: Field<bool>,
        pub selector: Map<Text>,
        pub session_affinity: Field<Text>,
        pub session_affinity_config: Field<Box<SessionAffinityConfig>>,
        pub traffic_distribution: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.ServiceStatus`.
    pub struct ServiceStatus {
        pub conditions: List<Obj<Condition>>,
        pub load_balancer: Obj<LoadBalancerStatus>,
    }

    /// `core.v1.EndpointSubset`.
    pub struct EndpointSubset {
        pub addresses: List<Obj<EndpointAddress>>,
        pub not_ready_addresses: List<Obj<EndpointAddress>>,
        pub ports: List<Obj<EndpointPort>>,
    }

    /// `core.v1.ServicePort`.
    pub struct ServicePort {
        pub app_protocol: Field<Text>,
        pub name: Field<Text>,
        pub node_port: Field<i32>,
        pub port: Field<i32>,
        pub protocol: Field<Text>,
        pub target_port: Field<IntOrString>,
    }

    /// `core.v1.SessionAffinityConfig`.
    pub struct SessionAffinityConfig {
        #[serde(rename = "clientIP")]
        pub client_ip: Field<Box<ClientIPConfig>>,
    }

    /// `core.v1.LoadBalancerStatus`.
    pub struct LoadBalancerStatus {
        pub ingress: List<Obj<LoadBalancerIngress>>,
    }

    /// `core.v1.EndpointAddress`.
    pub struct EndpointAddress {
        pub hostname: Field<Text>,
        pub ip: Field<Text>,
        pub node_name: Field<Text>,
        pub target_ref: Field<Box<ObjectReference>>,
    }

    /// `core.v1.EndpointPort`.
    pub struct EndpointPort {
        pub app_protocol: Field<Text>,
        pub name: Field<Text>,
        pub port: Field<i32>,
        pub protocol: Field<Text>,
    }

    /// `core.v1.ClientIPConfig`.
    pub struct ClientIPConfig {
        pub timeout_seconds: Field<i32>,
    }

    /// `core.v1.LoadBalancerIngress`.
    pub struct LoadBalancerIngress {
        pub hostname: Field<Text>,
        pub ip: Field<Text>,
        pub ip_mode: Field<Text>,
        pub ports: List<Obj<PortStatus>>,
    }

    /// `core.v1.PortStatus`.
    pub struct PortStatus {
        pub error: Field<Text>,
        pub port: Field<i32>,
        pub protocol: Field<Text>,
    }
}
