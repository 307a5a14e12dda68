//! ConfigMap, Secret and ServiceAccount. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use super::reference::{LocalObjectReference, ObjectReference};
use crate::model::decode::objects;
use crate::model::field::{Field, List, LongText, Map, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::Bytes;

objects! {
    /// `core.v1.ConfigMap`.
    pub struct ConfigMap {
        pub api_version: Field<Text>,
        pub binary_data: Map<Bytes>,
        pub data: Map<LongText>,
        pub immutable: Field<bool>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
    }

    /// `core.v1.Secret`.
    pub struct Secret {
        pub api_version: Field<Text>,
        pub data: Map<Bytes>,
        pub immutable: Field<bool>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub string_data: Map<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.ServiceAccount`.
    pub struct ServiceAccount {
        pub api_version: Field<Text>,
        pub automount_service_account_token: Field<bool>,
        pub image_pull_secrets: List<Obj<LocalObjectReference>>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub secrets: List<Obj<ObjectReference>>,
    }
}
