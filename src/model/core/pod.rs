//! Pod, its spec, and pod templates. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use super::affinity::{Affinity, Toleration, TopologySpreadConstraint};
use super::container::{
    AppArmorProfile, Container, EphemeralContainer, ResourceRequirements, SELinuxOptions,
    SeccompProfile, WindowsSecurityContextOptions,
};
use super::pod_status::PodStatus;
use super::reference::LocalObjectReference;
use super::volume::Volume;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::Quantity;

objects! {
    /// `core.v1.Pod`.
    pub struct Pod {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<PodSpec>,
        pub status: Field<Box<PodStatus>>,
    }

    /// `core.v1.PodTemplate`.
    pub struct PodTemplate {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub template: Obj<PodTemplateSpec>,
    }

    /// `core.v1.PodSpec`.
    pub struct PodSpec {
        pub active_deadline_seconds: Field<i64>,
        pub affinity: Field<Box<Affinity>>,
        pub automount_service_account_token: Field<bool>,
        pub containers: List<Obj<Container>>,
        pub dns_config: Field<Box<PodDNSConfig>>,
        pub dns_policy: Field<Text>,
        pub enable_service_links: Field<bool>,
        pub ephemeral_containers: List<Obj<EphemeralContainer>>,
        pub host_aliases: List<Obj<HostAlias>>,
        #[serde(rename = "hostIPC")]
        pub host_ipc: Field<bool>,
        pub host_network: Field<bool>,
        #[serde(rename = "hostPID")]
        pub host_pid: Field<bool>,
        pub host_users: Field<bool>,
        pub hostname: Field<Text>,
        pub hostname_override: Field<Text>,
        pub image_pull_secrets: List<Obj<LocalObjectReference>>,
        pub init_containers: List<Obj<Container>>,
        pub node_name: Field<Text>,
        pub node_selector: Map<Text>,
        pub os: Field<Box<PodOS>>,
        pub overhead: Map<Quantity>,
        pub preemption_policy: Field<Text>,
        pub priority: Field<i32>,
        pub priority_class_name: Field<Text>,
        pub readiness_gates: List<Obj<PodReadinessGate>>,
        pub resource_claims: List<Obj<PodResourceClaim>>,
        pub resources: Field<Box<ResourceRequirements>>,
        pub restart_policy: Field<Text>,
        pub runtime_class_name: Field<Text>,
        pub scheduler_name: Field<Text>,
        pub scheduling_gates: List<Obj<PodSchedulingGate>>,
        pub scheduling_group: Field<Box<PodSchedulingGroup>>,
        pub security_context: Field<Box<PodSecurityContext>>,
        pub service_account: Field<Text>,
        pub service_account_name: Field<Text>,
        #[serde(rename = "setHostnameAsFQDN")]
        pub set_hostname_as_fqdn: Field<bool>,
        pub share_process_namespace: Field<bool>,
        pub subdomain: Field<Text>,
        pub termination_grace_period_seconds: Field<i64>,
        pub tolerations: List<Obj<Toleration>>,
        pub topology_spread_constraints: List<Obj<TopologySpreadConstraint>>,
        pub volumes: List<Obj<Volume>>,
    }

    /// `core.v1.PodTemplateSpec`.
    pub struct PodTemplateSpec {
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<PodSpec>,
    }

    /// `core.v1.TopologySelectorTerm`.
    pub struct TopologySelectorTerm {
        pub match_label_expressions: List<Obj<TopologySelectorLabelRequirement>>,
    }

    /// `core.v1.PodDNSConfig`.
    pub struct PodDNSConfig {
        pub nameservers: List<Field<Text>>,
        pub options: List<Obj<PodDNSConfigOption>>,
        pub searches: List<Field<Text>>,
    }

    /// `core.v1.HostAlias`.
    pub struct HostAlias {
        pub hostnames: List<Field<Text>>,
        pub ip: Field<Text>,
    }

    /// `core.v1.PodOS`.
    pub struct PodOS {
        pub name: Field<Text>,
    }

    /// `core.v1.PodReadinessGate`.
    pub struct PodReadinessGate {
        pub condition_type: Field<Text>,
    }

    /// `core.v1.PodResourceClaim`.
    pub struct PodResourceClaim {
        pub name: Field<Text>,
        pub resource_claim_name: Field<Text>,
        pub resource_claim_template_name: Field<Text>,
    }

    /// `core.v1.PodSchedulingGate`.
    pub struct PodSchedulingGate {
        pub name: Field<Text>,
    }

    /// `core.v1.PodSchedulingGroup`.
    pub struct PodSchedulingGroup {
        pub pod_group_name: Field<Text>,
    }

    /// `core.v1.PodSecurityContext`.
    pub struct PodSecurityContext {
        pub app_armor_profile: Field<Box<AppArmorProfile>>,
        pub fs_group: Field<i64>,
        pub fs_group_change_policy: Field<Text>,
        pub run_as_group: Field<i64>,
        pub run_as_non_root: Field<bool>,
        pub run_as_user: Field<i64>,
        pub se_linux_change_policy: Field<Text>,
        pub se_linux_options: Field<Box<SELinuxOptions>>,
        pub seccomp_profile: Field<Box<SeccompProfile>>,
        pub supplemental_groups: List<Field<i64>>,
        pub supplemental_groups_policy: Field<Text>,
        pub sysctls: List<Obj<Sysctl>>,
        pub windows_options: Field<Box<WindowsSecurityContextOptions>>,
    }

    /// `core.v1.TopologySelectorLabelRequirement`.
    pub struct TopologySelectorLabelRequirement {
        pub key: Field<Text>,
        pub values: List<Field<Text>>,
    }

    /// `core.v1.PodDNSConfigOption`.
    pub struct PodDNSConfigOption {
        pub name: Field<Text>,
        pub value: Field<Text>,
    }

    /// `core.v1.Sysctl`.
    pub struct Sysctl {
        pub name: Field<Text>,
        pub value: Field<Text>,
    }
}
