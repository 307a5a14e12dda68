//! NetworkPolicy, Ingress and IngressClass (`networking.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::core::TypedLocalObjectReference;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Obj, Text};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::IntOrString;

objects! {
    /// `networking.v1.NetworkPolicy`.
    pub struct NetworkPolicy {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<NetworkPolicySpec>,
    }

    /// `networking.v1.Ingress`.
    pub struct Ingress {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<IngressSpec>,
        pub status: Field<Box<IngressStatus>>,
    }

    /// `networking.v1.IngressClass`.
    pub struct IngressClass {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<IngressClassSpec>,
    }

    /// `networking.v1.NetworkPolicySpec`.
    pub struct NetworkPolicySpec {
        pub egress: List<Obj<NetworkPolicyEgressRule>>,
        pub ingress: List<Obj<NetworkPolicyIngressRule>>,
        pub pod_selector: Obj<LabelSelector>,
        pub policy_types: List<Field<Text>>,
    }

    /// `networking.v1.IngressSpec`.
    pub struct IngressSpec {
        pub default_backend: Field<Box<IngressBackend>>,
        pub ingress_class_name: Field<Text>,
        pub rules: List<Obj<IngressRule>>,
        pub tls: List<Obj<IngressTLS>>,
    }

    /// `networking.v1.IngressStatus`.
    pub struct IngressStatus {
        pub load_balancer: Obj<IngressLoadBalancerStatus>,
    }

    /// `networking.v1.IngressClassSpec`.
    pub struct IngressClassSpec {
        pub controller: Field<Text>,
        pub parameters: Field<Box<IngressClassParametersReference>>,
    }

    /// `networking.v1.NetworkPolicyEgressRule`.
    pub struct NetworkPolicyEgressRule {
        pub ports: List<Obj<NetworkPolicyPort>>,
        pub to: List<Obj<NetworkPolicyPeer>>,
    }

    /// `networking.v1.NetworkPolicyIngressRule`.
    pub struct NetworkPolicyIngressRule {
        pub from: List<Obj<NetworkPolicyPeer>>,
        pub ports: List<Obj<NetworkPolicyPort>>,
    }

    /// `networking.v1.IngressBackend`.
    pub struct IngressBackend {
        pub resource: Field<Box<TypedLocalObjectReference>>,
        pub service: Field<Box<IngressServiceBackend>>,
    }

    /// `networking.v1.IngressRule`.
    pub struct IngressRule {
        pub host: Field<Text>,
        pub http: Field<Box<HTTPIngressRuleValue>>,
    }

    /// `networking.v1.IngressTLS`.
    pub struct IngressTLS {
        pub hosts: List<Field<Text>>,
        pub secret_name: Field<Text>,
    }

    /// `networking.v1.IngressLoadBalancerStatus`.
    pub struct IngressLoadBalancerStatus {
        pub ingress: List<Obj<IngressLoadBalancerIngress>>,
    }

    /// `networking.v1.IngressClassParametersReference`.
    pub struct IngressClassParametersReference {
        pub api_group: Field<Text>,
        pub kind: Field<Text>,
        pub name: Field<Text>,
        pub namespace: Field<Text>,
        pub scope: Field<Text>,
    }

    /// `networking.v1.NetworkPolicyPort`.
    pub struct NetworkPolicyPort {
        pub end_port: Field<i32>,
        pub port: Field<IntOrString>,
        pub protocol: Field<Text>,
    }

    /// `networking.v1.NetworkPolicyPeer`.
    pub struct NetworkPolicyPeer {
        pub ip_block: Field<Box<IPBlock>>,
        pub namespace_selector: Field<Box<LabelSelector>>,
        pub pod_selector: Field<Box<LabelSelector>>,
    }

    /// `networking.v1.IngressServiceBackend`.
    pub struct IngressServiceBackend {
        pub name: Field<Text>,
        pub port: Obj<ServiceBackendPort>,
    }

    /// `networking.v1.HTTPIngressRuleValue`.
    pub struct HTTPIngressRuleValue {
        pub paths: List<Obj<HTTPIngressPath>>,
    }

    /// `networking.v1.IngressLoadBalancerIngress`.
    pub struct IngressLoadBalancerIngress {
        pub hostname: Field<Text>,
        pub ip: Field<Text>,
        pub ports: List<Obj<IngressPortStatus>>,
    }

    /// `networking.v1.IPBlock`.
    pub struct IPBlock {
        pub cidr: Field<Text>,
        pub except: List<Field<Text>>,
    }

    /// `networking.v1.ServiceBackendPort`.
    pub struct ServiceBackendPort {
        pub name: Field<Text>,
        pub number: Field<i32>,
    }

    /// `networking.v1.HTTPIngressPath`.
    pub struct HTTPIngressPath {
        pub backend: Obj<IngressBackend>,
        pub path: Field<Text>,
        pub path_type: Field<Text>,
    }

    /// `networking.v1.IngressPortStatus`.
    pub struct IngressPortStatus {
        pub error: Field<Text>,
        pub port: Field<i32>,
        pub protocol: Field<Text>,
    }
}
