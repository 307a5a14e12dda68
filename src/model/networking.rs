//! NetworkPolicy, Ingress and IngressClass (`networking.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::core::TypedLocalObjectReference;
use crate::model::field::{Field, List, Obj};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::IntOrString;
use serde::{Deserialize, Serialize};

/// `networking.v1.NetworkPolicy`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkPolicy {
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub spec: Obj<NetworkPolicySpec>,
}

/// `networking.v1.Ingress`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ingress {
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub spec: Obj<IngressSpec>,
    pub status: Field<Box<IngressStatus>>,
}

/// `networking.v1.IngressClass`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressClass {
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub spec: Obj<IngressClassSpec>,
}

/// `networking.v1.NetworkPolicySpec`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkPolicySpec {
    pub egress: List<Obj<NetworkPolicyEgressRule>>,
    pub ingress: List<Obj<NetworkPolicyIngressRule>>,
    pub pod_selector: Obj<LabelSelector>,
    pub policy_types: List<Field<String>>,
}

/// `networking.v1.IngressSpec`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressSpec {
    pub default_backend: Field<Box<IngressBackend>>,
    pub ingress_class_name: Field<String>,
    pub rules: List<Obj<IngressRule>>,
    pub tls: List<Obj<IngressTLS>>,
}

/// `networking.v1.IngressStatus`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressStatus {
    pub load_balancer: Obj<IngressLoadBalancerStatus>,
}

/// `networking.v1.IngressClassSpec`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressClassSpec {
    pub controller: Field<String>,
    pub parameters: Field<Box<IngressClassParametersReference>>,
}

/// `networking.v1.NetworkPolicyEgressRule`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkPolicyEgressRule {
    pub ports: List<Obj<NetworkPolicyPort>>,
    pub to: List<Obj<NetworkPolicyPeer>>,
}

/// `networking.v1.NetworkPolicyIngressRule`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkPolicyIngressRule {
    pub from: List<Obj<NetworkPolicyPeer>>,
    pub ports: List<Obj<NetworkPolicyPort>>,
}

/// `networking.v1.IngressBackend`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressBackend {
    pub resource: Field<Box<TypedLocalObjectReference>>,
    pub service: Field<Box<IngressServiceBackend>>,
}

/// `networking.v1.IngressRule`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressRule {
    pub host: Field<String>,
    pub http: Field<Box<HTTPIngressRuleValue>>,
}

/// `networking.v1.IngressTLS`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressTLS {
    pub hosts: List<Field<String>>,
    pub secret_name: Field<String>,
}

/// `networking.v1.IngressLoadBalancerStatus`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressLoadBalancerStatus {
    pub ingress: List<Obj<IngressLoadBalancerIngress>>,
}

/// `networking.v1.IngressClassParametersReference`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressClassParametersReference {
    pub api_group: Field<String>,
    pub kind: Field<String>,
    pub name: Field<String>,
    pub namespace: Field<String>,
    pub scope: Field<String>,
}

/// `networking.v1.NetworkPolicyPort`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkPolicyPort {
    pub end_port: Field<i32>,
    pub port: Field<IntOrString>,
    pub protocol: Field<String>,
}

/// `networking.v1.NetworkPolicyPeer`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkPolicyPeer {
    pub ip_block: Field<Box<IPBlock>>,
    pub namespace_selector: Field<Box<LabelSelector>>,
    pub pod_selector: Field<Box<LabelSelector>>,
}

/// `networking.v1.IngressServiceBackend`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressServiceBackend {
    pub name: Field<String>,
    pub port: Obj<ServiceBackendPort>,
}

/// `networking.v1.HTTPIngressRuleValue`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPIngressRuleValue {
    pub paths: List<Obj<HTTPIngressPath>>,
}

/// `networking.v1.IngressLoadBalancerIngress`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressLoadBalancerIngress {
    pub hostname: Field<String>,
    pub ip: Field<String>,
    pub ports: List<Obj<IngressPortStatus>>,
}

/// `networking.v1.IPBlock`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IPBlock {
    pub cidr: Field<String>,
    pub except: List<Field<String>>,
}

/// `networking.v1.ServiceBackendPort`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceBackendPort {
    pub name: Field<String>,
    pub number: Field<i32>,
}

/// `networking.v1.HTTPIngressPath`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HTTPIngressPath {
    pub backend: Obj<IngressBackend>,
    pub path: Field<String>,
    pub path_type: Field<String>,
}

/// `networking.v1.IngressPortStatus`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IngressPortStatus {
    pub error: Field<String>,
    pub port: Field<i32>,
    pub protocol: Field<String>,
}
