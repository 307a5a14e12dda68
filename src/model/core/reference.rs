//! References from one object to another. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::field::Field;
use crate::model::values::Quantity;
use serde::{Deserialize, Serialize};

/// `core.v1.LocalObjectReference`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LocalObjectReference {
    pub name: Field<String>,
}

/// `core.v1.ObjectReference`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectReference {
    pub api_version: Field<String>,
    pub field_path: Field<String>,
    pub kind: Field<String>,
    pub name: Field<String>,
    pub namespace: Field<String>,
    pub resource_version: Field<String>,
    pub uid: Field<String>,
}

/// `core.v1.TypedLocalObjectReference`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TypedLocalObjectReference {
    pub api_group: Field<String>,
    pub kind: Field<String>,
    pub name: Field<String>,
}

/// `core.v1.TypedObjectReference`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TypedObjectReference {
    pub api_group: Field<String>,
    pub kind: Field<String>,
    pub name: Field<String>,
    pub namespace: Field<String>,
}

/// `core.v1.SecretReference`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretReference {
    pub name: Field<String>,
    pub namespace: Field<String>,
}

/// `core.v1.ConfigMapKeySelector`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigMapKeySelector {
    pub key: Field<String>,
    pub name: Field<String>,
    pub optional: Field<bool>,
}

/// `core.v1.ObjectFieldSelector`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectFieldSelector {
    pub api_version: Field<String>,
    pub field_path: Field<String>,
}

/// `core.v1.FileKeySelector`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileKeySelector {
    pub key: Field<String>,
    pub optional: Field<bool>,
    pub path: Field<String>,
    pub volume_name: Field<String>,
}

/// `core.v1.ResourceFieldSelector`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceFieldSelector {
    pub container_name: Field<String>,
    pub divisor: Field<Quantity>,
    pub resource: Field<String>,
}

/// `core.v1.SecretKeySelector`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretKeySelector {
    pub key: Field<String>,
    pub name: Field<String>,
    pub optional: Field<bool>,
}
