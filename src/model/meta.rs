//! Object metadata and label selectors (`meta/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Raw, Text};
use crate::model::values::Time;

objects! {
    /// `meta.v1.ObjectMeta`.
    pub struct ObjectMeta {
        pub annotations: Map<Text>,
        pub creation_timestamp: Field<Time>,
        pub deletion_grace_period_seconds: Field<i64>,
        pub deletion_timestamp: Field<Time>,
        pub finalizers: List<Field<Text>>,
        pub generate_name: Field<Text>,
        pub generation: Field<i64>,
        pub labels: Map<Text>,
        pub managed_fields: List<Obj<ManagedFieldsEntry>>,
        pub name: Field<Text>,
        pub namespace: Field<Text>,
        pub owner_references: List<Obj<OwnerReference>>,
        pub resource_version: Field<Text>,
        pub self_link: Field<Text>,
        pub uid: Field<Text>,
    }

    /// `meta.v1.ManagedFieldsEntry`.
    pub struct ManagedFieldsEntry {
        pub api_version: Field<Text>,
        pub fields_type: Field<Text>,
        pub fields_v1: Field<Raw>,
        pub manager: Field<Text>,
        pub operation: Field<Text>,
        pub subresource: Field<Text>,
        pub time: Field<Time>,
    }

    /// `meta.v1.OwnerReference`.
    pub struct OwnerReference {
        pub api_version: Field<Text>,
        pub block_owner_deletion: Field<bool>,
        pub controller: Field<bool>,
        pub kind: Field<Text>,
        pub name: Field<Text>,
        pub uid: Field<Text>,
    }

    /// `meta.v1.Condition`.
    pub struct Condition {
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub observed_generation: Field<i64>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `meta.v1.LabelSelector`.
    pub struct LabelSelector {
        pub match_expressions: List<Obj<LabelSelectorRequirement>>,
        pub match_labels: Map<Text>,
    }

    /// `meta.v1.LabelSelectorRequirement`.
    pub struct LabelSelectorRequirement {
        pub key: Field<Text>,
        pub operator: Field<Text>,
        pub values: List<Field<Text>>,
    }
}
