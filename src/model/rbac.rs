//! Roles and their bindings (`rbac.authorization.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Obj};
use crate::model::meta::{LabelSelector, ObjectMeta};

objects! {
    /// `rbac.v1.Role`.
    pub struct Role {
        pub api_version: Field<String>,
        pub kind: Field<String>,
        pub metadata: Obj<ObjectMeta>,
        pub rules: List<Obj<PolicyRule>>,
    }

    /// `rbac.v1.ClusterRole`.
    pub struct ClusterRole {
        pub aggregation_rule: Field<Box<AggregationRule>>,
        pub api_version: Field<String>,
        pub kind: Field<String>,
        pub metadata: Obj<ObjectMeta>,
        pub rules: List<Obj<PolicyRule>>,
    }

    /// `rbac.v1.RoleBinding`.
    pub struct RoleBinding {
        pub api_version: Field<String>,
        pub kind: Field<String>,
        pub metadata: Obj<ObjectMeta>,
        pub role_ref: Obj<RoleRef>,
        pub subjects: List<Obj<Subject>>,
    }

    /// `rbac.v1.ClusterRoleBinding`.
    pub struct ClusterRoleBinding {
        pub api_version: Field<String>,
        pub kind: Field<String>,
        pub metadata: Obj<ObjectMeta>,
        pub role_ref: Obj<RoleRef>,
        pub subjects: List<Obj<Subject>>,
    }

    /// `rbac.v1.PolicyRule`.
    pub struct PolicyRule {
        pub api_groups: List<Field<String>>,
        #[serde(rename = "nonResourceURLs")]
        pub non_resource_ur_ls: List<Field<String>>,
        pub resource_names: List<Field<String>>,
        pub resources: List<Field<String>>,
        pub verbs: List<Field<String>>,
    }

    /// `rbac.v1.AggregationRule`.
    pub struct AggregationRule {
        pub cluster_role_selectors: List<Obj<LabelSelector>>,
    }

    /// `rbac.v1.RoleRef`.
    pub struct RoleRef {
        pub api_group: Field<String>,
        pub kind: Field<String>,
        pub name: Field<String>,
    }

    /// `rbac.v1.Subject`.
    pub struct Subject {
        pub api_group: Field<String>,
        pub kind: Field<String>,
        pub name: Field<String>,
        pub namespace: Field<String>,
    }
}
