//! EndpointSlice (`discovery.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::core::ObjectReference;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::ObjectMeta;

objects! {
    /// `discovery.v1.EndpointSlice`.
    pub struct EndpointSlice {
        pub address_type: Field<Text>,
        pub api_version: Field<Text>,
        pub endpoints: List<Obj<Endpoint>>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub ports: List<Obj<EndpointPort>>,
    }

    /// `discovery.v1.Endpoint`.
    pub struct Endpoint {
        pub addresses: List<Field<Text>>,
        pub conditions: Obj<EndpointConditions>,
        pub deprecated_topology: Map<Text>,
        pub hints: Field<Box<EndpointHints>>,
        pub hostname: Field<Text>,
        pub node_name: Field<Text>,
        pub target_ref: Field<Box<ObjectReference>>,
        pub zone: Field<Text>,
    }

    /// `discovery.v1.EndpointPort`.
    pub struct EndpointPort {
        pub app_protocol: Field<Text>,
        pub name: Field<Text>,
        pub port: Field<i32>,
        pub protocol: Field<Text>,
    }

    /// `discovery.v1.EndpointConditions`.
    pub struct EndpointConditions {
        pub ready: Field<bool>,
        pub serving: Field<bool>,
        pub terminating: Field<bool>,
    }

    /// `discovery.v1.EndpointHints`.
    pub struct EndpointHints {
        pub for_nodes: List<Obj<ForNode>>,
        pub for_zones: List<Obj<ForZone>>,
    }

    /// `discovery.v1.ForNode`.
    pub struct ForNode {
        pub name: Field<Text>,
    }

    /// `discovery.v1.ForZone`.
    pub struct ForZone {
        pub name: Field<Text>,
    }
}
