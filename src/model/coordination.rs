//! Lease (`coordination.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::MicroTime;

objects! {
    /// `coordination.v1.Lease`.
    pub struct Lease {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<LeaseSpec>,
    }

    /// `coordination.v1.LeaseSpec`.
    pub struct LeaseSpec {
        pub acquire_time: Field<MicroTime>,
        pub holder_identity: Field<Text>,
        pub lease_duration_seconds: Field<i32>,
        pub lease_transitions: Field<i32>,
        pub preferred_holder: Field<Text>,
        pub renew_time: Field<MicroTime>,
        pub strategy: Field<Text>,
    }
}
