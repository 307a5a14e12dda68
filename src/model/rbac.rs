//! Roles and their bindings (`rbac.authorization.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Obj, Text};
use crate::model::meta::{LabelSelector, ObjectMeta};

objects! {
    /// `rbac.v1.Role`.
    pub struct Role {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub rules: List<Obj<PolicyRule>>,
    }

    /// `rbac.v1.ClusterRole`.
    pub struct ClusterRole {
        pub aggregation_rule: Field<Box<AggregationRule>>,
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub rules: List<Obj<PolicyRule>>,
    }

    /// `rbac.v1.RoleBinding`.
    pub struct RoleBinding {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub role_ref: Obj<RoleRef>,
        pub subjects: List<Obj<Subject>>,
    }

    /// `rbac.v1.ClusterRoleBinding`.
    pub struct ClusterRoleBinding {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub role_ref: Obj<RoleRef>,
        pub subjects: List<Obj<Subject>>,
    }

    /// `rbac.v1.PolicyRule`.
    pub struct PolicyRule {
        pub api_groups: List<Field<Text>>,
        #[serde(rename = "nonResourceURLs")]
        pub non_resource_ur_ls: List<Field<Text>>,
        pub resource_names: List<Field<Text>>,
        pub resources: List<Field<Text>>,
        pub verbs: List<Field<Text>>,
    }

    /// `rbac.v1.AggregationRule`.
    pub struct AggregationRule {
        pub cluster_role_selectors: List<Obj<LabelSelector>>,
    }

    /// `rbac.v1.RoleRef`.
    pub struct RoleRef {
        pub api_group: Field<Text>,
        pub kind: Field<Text>,
        pub name: Field<Text>,
    }

    /// `rbac.v1.Subject`.
    pub struct Subject {
        pub api_group: Field<Text>,
        pub kind: Field<Text>,
        pub name: Field<Text>,
        pub namespace: Field<Text>,
    }
}
