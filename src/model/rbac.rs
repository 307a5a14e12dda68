//! Roles and their bindings (`rbac.authorization.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::field::{Field, List, Obj};
use crate::model::meta::{LabelSelector, ObjectMeta};
use serde::{Deserialize, Serialize};

/// `rbac.v1.Role`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub rules: List<Obj<PolicyRule>>,
}

/// `rbac.v1.ClusterRole`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClusterRole {
    pub aggregation_rule: Field<Box<AggregationRule>>,
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub rules: List<Obj<PolicyRule>>,
}

/// `rbac.v1.RoleBinding`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleBinding {
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub role_ref: Obj<RoleRef>,
    pub subjects: List<Obj<Subject>>,
}

/// `rbac.v1.ClusterRoleBinding`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClusterRoleBinding {
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub role_ref: Obj<RoleRef>,
    pub subjects: List<Obj<Subject>>,
}

/// `rbac.v1.PolicyRule`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyRule {
    pub api_groups: List<Field<String>>,
    #[serde(rename = "nonResourceURLs")]
    pub non_resource_ur_ls: List<Field<String>>,
    pub resource_names: List<Field<String>>,
    pub resources: List<Field<String>>,
    pub verbs: List<Field<String>>,
}

/// `rbac.v1.AggregationRule`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AggregationRule {
    pub cluster_role_selectors: List<Obj<LabelSelector>>,
}

/// `rbac.v1.RoleRef`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleRef {
    pub api_group: Field<String>,
    pub kind: Field<String>,
    pub name: Field<String>,
}

/// `rbac.v1.Subject`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    pub api_group: Field<String>,
    pub kind: Field<String>,
    pub name: Field<String>,
    pub namespace: Field<String>,
}
