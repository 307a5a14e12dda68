//! References from one object to another. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, Text};
use crate::model::values::Quantity;

objects! {
    /// `core.v1.LocalObjectReference`.
    pub struct LocalObjectReference {
        pub name: Field<Text>,
    }

    /// `core.v1.ObjectReference`.
    pub struct ObjectReference {
        pub api_version: Field<Text>,
        pub field_path: Field<Text>,
        pub kind: Field<Text>,
        pub name: Field<Text>,
        pub namespace: Field<Text>,
        pub resource_version: Field<Text>,
        pub uid: Field<Text>,
    }

    /// `core.v1.TypedLocalObjectReference`.
    pub struct TypedLocalObjectReference {
        pub api_group: Field<Text>,
        pub kind: Field<Text>,
        pub name: Field<Text>,
    }

    /// `core.v1.TypedObjectReference`.
    pub struct TypedObjectReference {
        pub api_group: Field<Text>,
        pub kind: Field<Text>,
        pub name: Field<Text>,
        pub namespace: Field<Text>,
    }

    /// `core.v1.SecretReference`.
    pub struct SecretReference {
        pub name: Field<Text>,
        pub namespace: Field<Text>,
    }

    /// `core.v1.ConfigMapKeySelector`.
    pub struct ConfigMapKeySelector {
        pub key: Field<Text>,
        pub name: Field<Text>,
        pub optional: Field<bool>,
    }

    /// `core.v1.ObjectFieldSelector`.
    pub struct ObjectFieldSelector {
        pub api_version: Field<Text>,
        pub field_path: Field<Text>,
    }

    /// `core.v1.FileKeySelector`.
    pub struct FileKeySelector {
        pub key: Field<Text>,
        pub optional: Field<bool>,
        pub path: Field<Text>,
        pub volume_name: Field<Text>,
    }

    /// `core.v1.ResourceFieldSelector`.
    pub struct ResourceFieldSelector {
        pub container_name: Field<Text>,
        pub divisor: Field<Quantity>,
        pub resource: Field<Text>,
    }

    /// `core.v1.SecretKeySelector`.
    pub struct SecretKeySelector {
        pub key: Field<Text>,
        pub name: Field<Text>,
        pub optional: Field<bool>,
    }
}
