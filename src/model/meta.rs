//! Object metadata and label selectors (`meta/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Raw};
use crate::model::values::Time;

objects! {
    /// `meta.v1.ObjectMeta`.
    pub struct ObjectMeta {
        pub annotations: Map<String>,
        pub creation_timestamp: Field<Time>,
        pub deletion_grace_period_seconds: Field<i64>,
        pub deletion_timestamp: Field<Time>,
        pub finalizers: List<Field<String>>,
        pub generate_name: Field<String>,
        pub generation: Field<i64>,
        pub labels: Map<String>,
        pub managed_fields: List<Obj<ManagedFieldsEntry>>,
        pub name: Field<String>,
        pub namespace: Field<String>,
        pub owner_references: List<Obj<OwnerReference>>,
        pub resource_version: Field<String>,
        pub self_link: Field<String>,
        pub uid: Field<String>,
    }

    /// `meta.v1.ManagedFieldsEntry`.
    pub struct ManagedFieldsEntry {
        pub api_version: Field<String>,
        pub fields_type: Field<String>,
        pub fields_v1: Field<Raw>,
        pub manager: Field<String>,
        pub operation: Field<String>,
        pub subresource: Field<String>,
        pub time: Field<Time>,
    }

    /// `meta.v1.OwnerReference`.
    pub struct OwnerReference {
        pub api_version: Field<String>,
        pub block_owner_deletion: Field<bool>,
        pub controller: Field<bool>,
        pub kind: Field<String>,
        pub name: Field<String>,
        pub uid: Field<String>,
    }

    /// `meta.v1.Condition`.
    pub struct Condition {
        pub last_transition_time: Field<Time>,
        pub message: Field<String>,
        pub observed_generation: Field<i64>,
        pub reason: Field<String>,
        pub status: Field<String>,
        pub r#type: Field<String>,
    }

    /// `meta.v1.LabelSelector`.
    pub struct LabelSelector {
        pub match_expressions: List<Obj<LabelSelectorRequirement>>,
        pub match_labels: Map<String>,
    }

    /// `meta.v1.LabelSelectorRequirement`.
    pub struct LabelSelectorRequirement {
        pub key: Field<String>,
        pub operator: Field<String>,
        pub values: List<Field<String>>,
    }
}
