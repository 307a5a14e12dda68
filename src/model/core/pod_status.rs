//! What the kubelet reports of a pod. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use super::container::ResourceRequirements;
use super::node::NodeAllocatableResourceClaimStatus;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::values::{Quantity, Time};

objects! {
    /// `core.v1.PodStatus`.
    pub struct PodStatus {
        pub allocated_resources: Map<Quantity>,
        pub conditions: List<Obj<PodCondition>>,
        pub container_statuses: List<Obj<ContainerStatus>>,
        pub ephemeral_container_statuses: List<Obj<ContainerStatus>>,
        pub extended_resource_claim_status: Field<Box<PodExtendedResourceClaimStatus>>,
        #[serde(rename = "hostIP")]
        pub host_ip: Field<Text>,
        pub host_i_ps: List<Obj<HostIP>>,
        pub init_container_statuses: List<Obj<ContainerStatus>>,
        pub message: Field<Text>,
        pub node_allocatable_resource_claim_statuses: List<Obj<NodeAllocatableResourceClaimStatus>>,
        pub nominated_node_name: Field<Text>,
        pub observed_generation: Field<i64>,
        pub phase: Field<Text>,
        #[serde(rename = "podIP")]
        pub pod_ip: Field<Text>,
        pub pod_i_ps: List<Obj<PodIP>>,
        pub qos_class: Field<Text>,
        pub reason: Field<Text>,
        pub resize: Field<Text>,
        pub resource_claim_statuses: List<Obj<PodResourceClaimStatus>>,
        pub resources: Field<Box<ResourceRequirements>>,
        pub start_time: Field<Time>,
    }

    /// `core.v1.PodCondition`.
    pub struct PodCondition {
        pub last_probe_time: Field<Time>,
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub observed_generation: Field<i64>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.ContainerStatus`.
    pub struct ContainerStatus {
        pub allocated_resources: Map<Quantity>,
        pub allocated_resources_status: List<Obj<ResourceStatus>>,
        #[serde(rename = "containerID")]
        pub container_id: Field<Text>,
        pub image: Field<Text>,
        #[serde(rename = "imageID")]
        pub image_id: Field<Text>,
        pub last_state: Obj<ContainerState>,
        pub name: Field<Text>,
        pub ready: Field<bool>,
        pub resources: Field<Box<ResourceRequirements>>,
        pub restart_count: Field<i32>,
        pub started: Field<bool>,
        pub state: Obj<ContainerState>,
        pub stop_signal: Field<Text>,
        pub user: Field<Box<ContainerUser>>,
        pub volume_mounts: List<Obj<VolumeMountStatus>>,
    }

    /// `core.v1.PodExtendedResourceClaimStatus`.
    pub struct PodExtendedResourceClaimStatus {
        pub request_mappings: List<Obj<ContainerExtendedResourceRequest>>,
        pub resource_claim_name: Field<Text>,
    }

    /// `core.v1.HostIP`.
    pub struct HostIP {
        pub ip: Field<Text>,
    }

    /// `core.v1.PodIP`.
    pub struct PodIP {
        pub ip: Field<Text>,
    }

    /// `core.v1.PodResourceClaimStatus`.
    pub struct PodResourceClaimStatus {
        pub name: Field<Text>,
        pub resource_claim_name: Field<Text>,
    }

    /// `core.v1.ResourceStatus`.
    pub struct ResourceStatus {
        pub name: Field<Text>,
        pub resources: List<Obj<ResourceHealth>>,
    }

    /// `core.v1.ContainerState`.
    pub struct ContainerState {
        pub running: Field<Box<ContainerStateRunning>>,
        pub terminated: Field<Box<ContainerStateTerminated>>,
        pub waiting: Field<Box<ContainerStateWaiting>>,
    }

    /// `core.v1.ContainerUser`.
    pub struct ContainerUser {
        pub linux: Field<Box<LinuxContainerUser>>,
    }

    /// `core.v1.VolumeMountStatus`.
    pub struct VolumeMountStatus {
        pub mount_path: Field<Text>,
        pub name: Field<Text>,
        pub read_only: Field<bool>,
        pub recursive_read_only: Field<Text>,
        pub volume_status: Field<Box<VolumeStatus>>,
    }

    /// `core.v1.ContainerExtendedResourceRequest`.
    pub struct ContainerExtendedResourceRequest {
        pub container_name: Field<Text>,
        pub request_name: Field<Text>,
        pub resource_name: Field<Text>,
    }

    /// `core.v1.ResourceHealth`.
    pub struct ResourceHealth {
        pub health: Field<Text>,
        pub message: Field<Text>,
        #[serde(rename = "resourceID")]
        pub resource_id: Field<Text>,
    }

    /// `core.v1.ContainerStateRunning`.
    pub struct ContainerStateRunning {
        pub started_at: Field<Time>,
    }

    /// `core.v1.ContainerStateTerminated`.
    pub struct ContainerStateTerminated {
        #[serde(rename = "containerID")]
        pub container_id: Field<Text>,
        pub exit_code: Field<i32>,
        pub finished_at: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub signal: Field<i32>,
        pub started_at: Field<Time>,
    }

    /// `core.v1.ContainerStateWaiting`.
    pub struct ContainerStateWaiting {
        pub message: Field<Text>,
        pub reason: Field<Text>,
    }

    /// `core.v1.LinuxContainerUser`.
    pub struct LinuxContainerUser {
        pub gid: Field<i64>,
        pub supplemental_groups: List<Field<i64>>,
        pub uid: Field<i64>,
    }

    /// `core.v1.VolumeStatus`.
    pub struct VolumeStatus {
        pub image: Field<Box<ImageVolumeStatus>>,
    }

    /// `core.v1.ImageVolumeStatus`.
    pub struct ImageVolumeStatus {
        pub image_ref: Field<Text>,
    }
}
