//! StorageClass and CSIDriver (`storage.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::core::TopologySelectorTerm;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::ObjectMeta;

objects! {
    /// `storage.v1.StorageClass`.
    pub struct StorageClass {
        pub allow_volume_expansion: Field<bool>,
        pub allowed_topologies: List<Obj<TopologySelectorTerm>>,
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub mount_options: List<Field<Text>>,
        pub parameters: Map<Text>,
        pub provisioner: Field<Text>,
        pub reclaim_policy: Field<Text>,
        pub volume_binding_mode: Field<Text>,
    }

    /// `storage.v1.CSIDriver`.
    pub struct CSIDriver {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<CSIDriverSpec>,
    }

    /// `storage.v1.CSIDriverSpec`.
    pub struct CSIDriverSpec {
        pub attach_required: Field<bool>,
        pub fs_group_policy: Field<Text>,
        pub node_allocatable_update_period_seconds: Field<i64>,
        pub pod_info_on_mount: Field<bool>,
        pub prevent_pod_scheduling_if_missing: Field<bool>,
        pub requires_republish: Field<bool>,
        pub se_linux_mount: Field<bool>,
        pub service_account_token_in_secrets: Field<bool>,
        pub storage_capacity: Field<bool>,
        pub token_requests: List<Obj<TokenRequest>>,
        pub volume_lifecycle_modes: List<Field<Text>>,
    }

    /// `storage.v1.TokenRequest`.
    pub struct TokenRequest {
        pub audience: Field<Text>,
        pub expiration_seconds: Field<i64>,
    }
}
