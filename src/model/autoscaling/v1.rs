//! HorizontalPodAutoscaler (`autoscaling/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::Time;

objects! {
    /// `autoscaling.v1.HorizontalPodAutoscaler`.
    pub struct HorizontalPodAutoscaler {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<HorizontalPodAutoscalerSpec>,
        pub status: Field<Box<HorizontalPodAutoscalerStatus>>,
    }

    /// `autoscaling.v1.HorizontalPodAutoscalerSpec`.
    pub struct HorizontalPodAutoscalerSpec {
        pub max_replicas: Field<i32>,
        pub min_replicas: Field<i32>,
        pub scale_target_ref: Obj<CrossVersionObjectReference>,
        #[serde(rename = "targetCPUUtilizationPercentage")]
        pub target_cpu_utilization_percentage: Field<i32>,
    }

    /// `autoscaling.v1.HorizontalPodAutoscalerStatus`.
    pub struct HorizontalPodAutoscalerStatus {
        #[serde(rename = "currentCPUUtilizationPercentage")]
        pub current_cpu_utilization_percentage: Field<i32>,
        pub current_replicas: Field<i32>,
        pub desired_replicas: Field<i32>,
        pub last_scale_time: Field<Time>,
        pub observed_generation: Field<i64>,
    }

    /// `autoscaling.v1.CrossVersionObjectReference`.
    pub struct CrossVersionObjectReference {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub name: Field<Text>,
    }
}
