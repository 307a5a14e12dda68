//! Containers. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use super::reference::{
    ConfigMapKeySelector, FileKeySelector, ObjectFieldSelector, ResourceFieldSelector,
    SecretKeySelector,
};
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::values::{IntOrString, Quantity};

objects! {
    /// `core.v1.Container`.
    pub struct Container {
        pub args: List<Field<Text>>,
        pub command: List<Field<Text>>,
        pub env: List<Obj<EnvVar>>,
        pub env_from: List<Obj<EnvFromSource>>,
        pub image: Field<Text>,
        pub image_pull_policy: Field<Text>,
        pub lifecycle: Field<Box<Lifecycle>>,
        pub liveness_probe: Field<Box<Probe>>,
        pub name: Field<Text>,
        pub ports: List<Obj<ContainerPort>>,
        pub readiness_probe: Field<Box<Probe>>,
        pub resize_policy: List<Obj<ContainerResizePolicy>>,
        pub resources: Obj<ResourceRequirements>,
        pub restart_policy: Field<Text>,
        pub restart_policy_rules: List<Obj<ContainerRestartRule>>,
        pub security_context: Field<Box<SecurityContext>>,
        pub startup_probe: Field<Box<Probe>>,
        pub stdin: Field<bool>,
        pub stdin_once: Field<bool>,
        pub termination_message_path: Field<Text>,
        pub termination_message_policy: Field<Text>,
        pub tty: Field<bool>,
        pub volume_devices: List<Obj<VolumeDevice>>,
        pub volume_mounts: List<Obj<VolumeMount>>,
        pub working_dir: Field<Text>,
    }

    /// `core.v1.EphemeralContainer`.
    pub struct EphemeralContainer {
        pub args: List<Field<Text>>,
        pub command: List<Field<Text>>,
        pub env: List<Obj<EnvVar>>,
        pub env_from: List<Obj<EnvFromSource>>,
        pub image: Field<Text>,
        pub image_pull_policy: Field<Text>,
        pub lifecycle: Field<Box<Lifecycle>>,
        pub liveness_probe: Field<Box<Probe>>,
        pub name: Field<Text>,
        pub ports: List<Obj<ContainerPort>>,
        pub readiness_probe: Field<Box<Probe>>,
        pub resize_policy: List<Obj<ContainerResizePolicy>>,
        pub resources: Obj<ResourceRequirements>,
        pub restart_policy: Field<Text>,
        pub restart_policy_rules: List<Obj<ContainerRestartRule>>,
        pub security_context: Field<Box<SecurityContext>>,
        pub startup_probe: Field<Box<Probe>>,
        pub stdin: Field<bool>,
        pub stdin_once: Field<bool>,
        pub target_container_name: Field<Text>,
        pub termination_message_path: Field<Text>,
        pub termination_message_policy: Field<Text>,
        pub tty: Field<bool>,
        pub volume_devices: List<Obj<VolumeDevice>>,
        pub volume_mounts: List<Obj<VolumeMount>>,
        pub working_dir: Field<Text>,
    }

    /// `core.v1.ResourceRequirements`.
    pub struct ResourceRequirements {
        pub claims: List<Obj<ResourceClaim>>,
        pub limits: Map<Quantity>,
        pub requests: Map<Quantity>,
    }

    /// `core.v1.EnvVar`.
    pub struct EnvVar {
        pub name: Field<Text>,
        pub value: Field<Text>,
        pub value_from: Field<Box<EnvVarSource>>,
    }

    /// `core.v1.EnvFromSource`.
    pub struct EnvFromSource {
        pub config_map_ref: Field<Box<ConfigMapEnvSource>>,
        pub prefix: Field<Text>,
        pub secret_ref: Field<Box<SecretEnvSource>>,
    }

    /// `core.v1.Lifecycle`.
    pub struct Lifecycle {
        pub post_start: Field<Box<LifecycleHandler>>,
        pub pre_stop: Field<Box<LifecycleHandler>>,
        pub stop_signal: Field<Text>,
    }

    /// `core.v1.Probe`.
    pub struct Probe {
        pub exec: Field<Box<ExecAction>>,
        pub failure_threshold: Field<i32>,
        pub grpc: Field<Box<GRPCAction>>,
        pub http_get: Field<Box<HTTPGetAction>>,
        pub initial_delay_seconds: Field<i32>,
        pub period_seconds: Field<i32>,
        pub success_threshold: Field<i32>,
        pub tcp_socket: Field<Box<TCPSocketAction>>,
        pub termination_grace_period_seconds: Field<i64>,
        pub timeout_seconds: Field<i32>,
    }

    /// `core.v1.ContainerPort`.
    pub struct ContainerPort {
        pub container_port: Field<i32>,
        #[serde(rename = "hostIP")]
        pub host_ip: Field<Text>,
        pub host_port: Field<i32>,
        pub name: Field<Text>,
        pub protocol: Field<Text>,
    }

    /// `core.v1.ContainerResizePolicy`.
    pub struct ContainerResizePolicy {
        pub resource_name: Field<Text>,
        pub restart_policy: Field<Text>,
    }

    /// `core.v1.ContainerRestartRule`.
    pub struct ContainerRestartRule {
        pub action: Field<Text>,
        pub exit_codes: Field<Box<ContainerRestartRuleOnExitCodes>>,
    }

    /// `core.v1.SecurityContext`.
    pub struct SecurityContext {
        pub allow_privilege_escalation: Field<bool>,
        pub app_armor_profile: Field<Box<AppArmorProfile>>,
        pub capabilities: Field<Box<Capabilities>>,
        pub privileged: Field<bool>,
        pub proc_mount: Field<Text>,
        pub read_only_root_filesystem: Field<bool>,
        pub run_as_group: Field<i64>,
        pub run_as_non_root: Field<bool>,
        pub run_as_user: Field<i64>,
        pub se_linux_options: Field<Box<SELinuxOptions>>,
        pub seccomp_profile: Field<Box<SeccompProfile>>,
        pub windows_options: Field<Box<WindowsSecurityContextOptions>>,
    }

    /// `core.v1.VolumeDevice`.
    pub struct VolumeDevice {
        pub device_path: Field<Text>,
        pub name: Field<Text>,
    }

    /// `core.v1.VolumeMount`.
    pub struct VolumeMount {
        pub mount_path: Field<Text>,
        pub mount_propagation: Field<Text>,
        pub name: Field<Text>,
        pub read_only: Field<bool>,
        pub recursive_read_only: Field<Text>,
        pub sub_path: Field<Text>,
        pub sub_path_expr: Field<Text>,
    }

    /// `core.v1.ResourceClaim`.
    pub struct ResourceClaim {
        pub name: Field<Text>,
        pub request: Field<Text>,
    }

    /// `core.v1.AppArmorProfile`.
    pub struct AppArmorProfile {
        pub localhost_profile: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.SELinuxOptions`.
    pub struct SELinuxOptions {
        pub level: Field<Text>,
        pub role: Field<Text>,
        pub r#type: Field<Text>,
        pub user: Field<Text>,
    }

    /// `core.v1.SeccompProfile`.
    pub struct SeccompProfile {
        pub localhost_profile: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.WindowsSecurityContextOptions`.
    pub struct WindowsSecurityContextOptions {
        pub gmsa_credential_spec: Field<Text>,
        pub gmsa_credential_spec_name: Field<Text>,
        pub host_process: Field<bool>,
        pub run_as_user_name: Field<Text>,
    }

    /// `core.v1.EnvVarSource`.
    pub struct EnvVarSource {
        pub config_map_key_ref: Field<Box<ConfigMapKeySelector>>,
        pub field_ref: Field<Box<ObjectFieldSelector>>,
        pub file_key_ref: Field<Box<FileKeySelector>>,
        pub resource_field_ref: Field<Box<ResourceFieldSelector>>,
        pub secret_key_ref: Field<Box<SecretKeySelector>>,
    }

    /// `core.v1.ConfigMapEnvSource`.
    pub struct ConfigMapEnvSource {
        pub name: Field<Text>,
        pub optional: Field<bool>,
    }

    /// `core.v1.SecretEnvSource`.
    pub struct SecretEnvSource {
        pub name: Field<Text>,
        pub optional: Field<bool>,
    }

    /// `core.v1.LifecycleHandler`.
    pub struct LifecycleHandler {
        pub exec: Field<Box<ExecAction>>,
        pub http_get: Field<Box<HTTPGetAction>>,
        pub sleep: Field<Box<SleepAction>>,
        pub tcp_socket: Field<Box<TCPSocketAction>>,
    }

    /// `core.v1.ExecAction`.
    pub struct ExecAction {
        pub command: List<Field<Text>>,
    }

    /// `core.v1.GRPCAction`.
    pub struct GRPCAction {
        pub port: Field<i32>,
        pub service: Field<Text>,
    }

    /// `core.v1.HTTPGetAction`.
    pub struct HTTPGetAction {
        pub host: Field<Text>,
        pub http_headers: List<Obj<HTTPHeader>>,
        pub path: Field<Text>,
        pub port: Field<IntOrString>,
        pub scheme: Field<Text>,
    }

    /// `core.v1.TCPSocketAction`.
    pub struct TCPSocketAction {
        pub host: Field<Text>,
        pub port: Field<IntOrString>,
    }

    /// `core.v1.ContainerRestartRuleOnExitCodes`.
    pub struct ContainerRestartRuleOnExitCodes {
        pub operator: Field<Text>,
        pub values: List<Field<i32>>,
    }

    /// `core.v1.Capabilities`.
    pub struct Capabilities {
        pub add: List<Field<Text>>,
        pub drop: List<Field<Text>>,
    }

    /// `core.v1.SleepAction`.
    pub struct SleepAction {
        pub seconds: Field<i64>,
    }

    /// `core.v1.HTTPHeader`.
    pub struct HTTPHeader {
        pub name: Field<Text>,
        pub value: Field<Text>,
    }
}
