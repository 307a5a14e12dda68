//! Namespace, LimitRange and ResourceQuota. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::{Quantity, Time};

objects! {
    /// `core.v1.Namespace`.
    pub struct Namespace {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<NamespaceSpec>,
        pub status: Field<Box<NamespaceStatus>>,
    }

    /// `core.v1.LimitRange`.
    pub struct LimitRange {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<LimitRangeSpec>,
    }

    /// `core.v1.ResourceQuota`.
    pub struct ResourceQuota {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<ResourceQuotaSpec>,
        pub status: Field<Box<ResourceQuotaStatus>>,
    }

    /// `core.v1.NamespaceSpec`.
    pub struct NamespaceSpec {
        pub finalizers: List<Field<Text>>,
    }

    /// `core.v1.NamespaceStatus`.
    pub struct NamespaceStatus {
        pub conditions: List<Obj<NamespaceCondition>>,
        pub phase: Field<Text>,
    }

    /// `core.v1.LimitRangeSpec`.
    pub struct LimitRangeSpec {
        pub limits: List<Obj<LimitRangeItem>>,
    }

    /// `core.v1.ResourceQuotaSpec`.
    pub struct ResourceQuotaSpec {
        pub hard: Map<Quantity>,
        pub scope_selector: Field<Box<ScopeSelector>>,
        pub scopes: List<Field<Text>>,
    }

    /// `core.v1.ResourceQuotaStatus`.
    pub struct ResourceQuotaStatus {
        pub hard: Map<Quantity>,
        pub used: Map<Quantity>,
    }

    /// `core.v1.NamespaceCondition`.
    pub struct NamespaceCondition {
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.LimitRangeItem`.
    pub struct LimitRangeItem {
        pub default: Map<Quantity>,
        pub default_request: Map<Quantity>,
        pub max: Map<Quantity>,
        pub max_limit_request_ratio: Map<Quantity>,
        pub min: Map<Quantity>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.ScopeSelector`.
    pub struct ScopeSelector {
        pub match_expressions: List<Obj<ScopedResourceSelectorRequirement>>,
    }

    /// `core.v1.ScopedResourceSelectorRequirement`.
    pub struct ScopedResourceSelectorRequirement {
        pub operator: Field<Text>,
        pub scope_name: Field<Text>,
        pub values: List<Field<Text>>,
    }
}
