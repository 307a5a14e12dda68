//! PriorityClass (`scheduling.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, Obj, Text};
use crate::model::meta::ObjectMeta;

objects! {
    /// `scheduling.v1.PriorityClass`.
    pub struct PriorityClass {
        pub api_version: Field<Text>,
        pub description: Field<Text>,
        pub global_default: Field<bool>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub preemption_policy: Field<Text>,
        pub value: Field<i32>,
    }
}
