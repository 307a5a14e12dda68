//! PodDisruptionBudget (`policy/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::{Condition, LabelSelector, ObjectMeta};
use crate::model::values::{IntOrString, Time};

objects! {
    /// `policy.v1.PodDisruptionBudget`.
    pub struct PodDisruptionBudget {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<PodDisruptionBudgetSpec>,
        pub status: Field<Box<PodDisruptionBudgetStatus>>,
    }

    /// `policy.v1.PodDisruptionBudgetSpec`.
    pub struct PodDisruptionBudgetSpec {
        pub max_unavailable: Field<IntOrString>,
        pub min_available: Field<IntOrString>,
        pub selector: Field<Box<LabelSelector>>,
        pub unhealthy_pod_eviction_policy: Field<Text>,
    }

    /// `policy.v1.PodDisruptionBudgetStatus`.
    pub struct PodDisruptionBudgetStatus {
        pub conditions: List<Obj<Condition>>,
        pub current_healthy: Field<i32>,
        pub desired_healthy: Field<i32>,
        pub disrupted_pods: Map<Time>,
        pub disruptions_allowed: Field<i32>,
        pub expected_pods: Field<i32>,
        pub observed_generation: Field<i64>,
    }
}
