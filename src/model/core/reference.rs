//! References from one object to another. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::Field;
use crate::model::values::Quantity;

objects! {
    /// `core.v1.LocalObjectReference`.
    pub struct LocalObjectReference {
        pub name: Field<String>,
    }

    /// `core.v1.ObjectReference`.
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
    pub struct TypedLocalObjectReference {
        pub api_group: Field<String>,
        pub kind: Field<String>,
        pub name: Field<String>,
    }

    /// `core.v1.TypedObjectReference`.
    pub struct TypedObjectReference {
        pub api_group: Field<String>,
        pub kind: Field<String>,
        pub name: Field<String>,
        pub namespace: Field<String>,
    }

    /// `core.v1.SecretReference`.
    pub struct SecretReference {
        pub name: Field<String>,
        pub namespace: Field<String>,
    }

    /// `core.v1.ConfigMapKeySelector`.
    pub struct ConfigMapKeySelector {
        pub key: Field<String>,
        pub name: Field<String>,
        pub optional: Field<bool>,
    }

    /// `core.v1.ObjectFieldSelector`.
    pub struct ObjectFieldSelector {
        pub api_version: Field<String>,
        pub field_path: Field<String>,
    }

    /// `core.v1.FileKeySelector`.
    pub struct FileKeySelector {
        pub key: Field<String>,
        pub optional: Field<bool>,
        pub path: Field<String>,
        pub volume_name: Field<String>,
    }

    /// `core.v1.ResourceFieldSelector`.
    pub struct ResourceFieldSelector {
        pub container_name: Field<String>,
        pub divisor: Field<Quantity>,
        pub resource: Field<String>,
    }

    /// `core.v1.SecretKeySelector`.
    pub struct SecretKeySelector {
        pub key: Field<String>,
        pub name: Field<String>,
        pub optional: Field<bool>,
    }
}
