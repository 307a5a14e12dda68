//! Node. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use super::affinity::Taint;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::{Quantity, Time};

objects! {
    /// `core.v1.Node`.
    pub struct Node {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<NodeSpec>,
        pub status: Field<Box<NodeStatus>>,
    }

    /// `core.v1.NodeSpec`.
    pub struct NodeSpec {
        pub config_source: Field<Box<NodeConfigSource>>,
        #[serde(rename = "externalID")]
        pub external_id: Field<Text>,
        #[serde(rename = "podCIDR")]
        pub pod_cidr: Field<Text>,
        #[serde(rename = "podCIDRs")]
        pub pod_cid_rs: List<Field<Text>>,
        #[serde(rename = "providerID")]
        pub provider_id: Field<Text>,
        pub taints: List<Obj<Taint>>,
        pub unschedulable: Field<bool>,
    }

    /// `core.v1.NodeStatus`.
    pub struct NodeStatus {
        pub addresses: List<Obj<NodeAddress>>,
        pub allocatable: Map<Quantity>,
        pub capacity: Map<Quantity>,
        pub conditions: List<Obj<NodeCondition>>,
        pub config: Field<Box<NodeConfigStatus>>,
        pub daemon_endpoints: Obj<NodeDaemonEndpoints>,
        pub declared_features: List<Field<Text>>,
        pub features: Field<Box<NodeFeatures>>,
        pub images: List<Obj<ContainerImage>>,
        pub node_info: Obj<NodeSystemInfo>,
        pub phase: Field<Text>,
        pub runtime_handlers: List<Obj<NodeRuntimeHandler>>,
        pub volumes_attached: List<Obj<AttachedVolume>>,
        pub volumes_in_use: List<Field<Text>>,
    }

    /// `core.v1.NodeAllocatableResourceClaimStatus`.
    pub struct NodeAllocatableResourceClaimStatus {
        pub containers: List<Field<Text>>,
        pub resource_claim_name: Field<Text>,
    }

    /// `core.v1.NodeConfigSource`.
    pub struct NodeConfigSource {
        pub config_map: Field<Box<ConfigMapNodeConfigSource>>,
    }

    /// `core.v1.NodeAddress`.
    pub struct NodeAddress {
        pub address: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.NodeCondition`.
    pub struct NodeCondition {
        pub last_heartbeat_time: Field<Time>,
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.NodeConfigStatus`.
    pub struct NodeConfigStatus {
        pub active: Field<Box<NodeConfigSource>>,
        pub assigned: Field<Box<NodeConfigSource>>,
        pub error: Field<Text>,
        pub last_known_good: Field<Box<NodeConfigSource>>,
    }

    /// `core.v1.NodeDaemonEndpoints`.
    pub struct NodeDaemonEndpoints {
        pub kubelet_endpoint: Obj<DaemonEndpoint>,
    }

    /// `core.v1.NodeFeatures`.
    pub struct NodeFeatures {
        pub supplemental_groups_policy: Field<bool>,
    }

    /// `core.v1.ContainerImage`.
    pub struct ContainerImage {
        pub names: List<Field<Text>>,
        pub size_bytes: Field<i64>,
    }

    /// `core.v1.NodeSystemInfo`.
    pub struct NodeSystemInfo {
        pub architecture: Field<Text>,
        #[serde(rename = "bootID")]
        pub boot_id: Field<Text>,
        pub container_runtime_version: Field<Text>,
        pub kernel_version: Field<Text>,
        pub kube_proxy_version: Field<Text>,
        pub kubelet_version: Field<Text>,
        #[serde(rename = "machineID")]
        pub machine_id: Field<Text>,
        pub operating_system: Field<Text>,
        pub os_image: Field<Text>,
        pub swap: Field<Box<NodeSwapStatus>>,
        #[serde(rename = "systemUUID")]
        pub system_uuid: Field<Text>,
    }

    /// `core.v1.NodeRuntimeHandler`.
    pub struct NodeRuntimeHandler {
        pub features: Field<Box<NodeRuntimeHandlerFeatures>>,
        pub name: Field<Text>,
    }

    /// `core.v1.AttachedVolume`.
    pub struct AttachedVolume {
        pub device_path: Field<Text>,
        pub name: Field<Text>,
    }

    /// `core.v1.ConfigMapNodeConfigSource`.
    pub struct ConfigMapNodeConfigSource {
        pub kubelet_config_key: Field<Text>,
        pub name: Field<Text>,
        pub namespace: Field<Text>,
        pub resource_version: Field<Text>,
        pub uid: Field<Text>,
    }

    /// `core.v1.DaemonEndpoint`.
    pub struct DaemonEndpoint {
        #[serde(rename = "Port")]
        pub port: Field<i32>,
    }

    /// `core.v1.NodeSwapStatus`.
    pub struct NodeSwapStatus {
        pub capacity: Field<i64>,
    }

    /// `core.v1.NodeRuntimeHandlerFeatures`.
    pub struct NodeRuntimeHandlerFeatures {
        pub recursive_read_only_mounts: Field<bool>,
        pub user_namespaces: Field<bool>,
    }
}
