//! ReplicationController. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use super::pod::PodTemplateSpec;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::Time;

objects! {
    /// `core.v1.ReplicationController`.
    pub struct ReplicationController {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<ReplicationControllerSpec>,
        pub status: Field<Box<ReplicationControllerStatus>>,
    }

    /// `core.v1.ReplicationControllerSpec`.
    pub struct ReplicationControllerSpec {
        pub min_ready_seconds: Field<i32>,
        pub replicas: Field<i32>,
        pub selector: Map<Text>,
        pub template: Field<Box<PodTemplateSpec>>,
    }

    /// `core.v1.ReplicationControllerStatus`.
    pub struct ReplicationControllerStatus {
        pub available_replicas: Field<i32>,
        pub conditions: List<Obj<ReplicationControllerCondition>>,
        pub fully_labeled_replicas: Field<i32>,
        pub observed_generation: Field<i64>,
        pub ready_replicas: Field<i32>,
        pub replicas: Field<i32>,
    }

    /// `core.v1.ReplicationControllerCondition`.
    pub struct ReplicationControllerCondition {
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }
}
