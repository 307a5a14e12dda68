//! Lease (`coordination.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::field::{Field, Obj};
use crate::model::meta::ObjectMeta;
use crate::model::values::MicroTime;
use serde::{Deserialize, Serialize};

/// `coordination.v1.Lease`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lease {
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub spec: Obj<LeaseSpec>,
}

/// `coordination.v1.LeaseSpec`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeaseSpec {
    pub acquire_time: Field<MicroTime>,
    pub holder_identity: Field<String>,
    pub lease_duration_seconds: Field<i32>,
    pub lease_transitions: Field<i32>,
    pub preferred_holder: Field<String>,
    pub renew_time: Field<MicroTime>,
    pub strategy: Field<String>,
}
