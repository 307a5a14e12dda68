//! HorizontalPodAutoscaler (`autoscaling/v2`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Obj, Text};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::{Quantity, Time};

objects! {
    /// `autoscaling.v2.HorizontalPodAutoscaler`.
    pub struct HorizontalPodAutoscaler {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<HorizontalPodAutoscalerSpec>,
        pub status: Field<Box<HorizontalPodAutoscalerStatus>>,
    }

    /// `autoscaling.v2.HorizontalPodAutoscalerSpec`.
    pub struct HorizontalPodAutoscalerSpec {
        pub behavior: Field<Box<HorizontalPodAutoscalerBehavior>>,
        pub max_replicas: Field<i32>,
        pub metrics: List<Obj<MetricSpec>>,
        pub min_replicas: Field<i32>,
        pub scale_target_ref: Obj<CrossVersionObjectReference>,
    }

    /// `autoscaling.v2.HorizontalPodAutoscalerStatus`.
    pub struct HorizontalPodAutoscalerStatus {
        pub conditions: List<Obj<HorizontalPodAutoscalerCondition>>,
        pub current_metrics: List<Obj<MetricStatus>>,
        pub current_replicas: Field<i32>,
        pub desired_replicas: Field<i32>,
        pub last_scale_time: Field<Time>,
        pub observed_generation: Field<i64>,
    }

    /// `autoscaling.v2.HorizontalPodAutoscalerBehavior`.
    pub struct HorizontalPodAutoscalerBehavior {
        pub scale_down: Field<Box<HPAScalingRules>>,
        pub scale_up: Field<Box<HPAScalingRules>>,
    }

    /// `autoscaling.v2.MetricSpec`.
    pub struct MetricSpec {
        pub container_resource: Field<Box<ContainerResourceMetricSource>>,
        pub external: Field<Box<ExternalMetricSource>>,
        pub object: Field<Box<ObjectMetricSource>>,
        pub pods: Field<Box<PodsMetricSource>>,
        pub resource: Field<Box<ResourceMetricSource>>,
        pub r#type: Field<Text>,
    }

    /// `autoscaling.v2.CrossVersionObjectReference`.
    pub struct CrossVersionObjectReference {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub name: Field<Text>,
    }

    /// `autoscaling.v2.HorizontalPodAutoscalerCondition`.
    pub struct HorizontalPodAutoscalerCondition {
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `autoscaling.v2.MetricStatus`.
    pub struct MetricStatus {
        pub container_resource: Field<Box<ContainerResourceMetricStatus>>,
        pub external: Field<Box<ExternalMetricStatus>>,
        pub object: Field<Box<ObjectMetricStatus>>,
        pub pods: Field<Box<PodsMetricStatus>>,
        pub resource: Field<Box<ResourceMetricStatus>>,
        pub r#type: Field<Text>,
    }

    /// `autoscaling.v2.HPAScalingRules`.
    pub struct HPAScalingRules {
        pub policies: List<Obj<HPAScalingPolicy>>,
        pub select_policy: Field<Text>,
        pub stabilization_window_seconds: Field<i32>,
        pub tolerance: Field<Quantity>,
    }

    /// `autoscaling.v2.ContainerResourceMetricSource`.
    pub struct ContainerResourceMetricSource {
        pub container: Field<Text>,
        pub name: Field<Text>,
        pub target: Obj<MetricTarget>,
    }

    /// `autoscaling.v2.ExternalMetricSource`.
    pub struct ExternalMetricSource {
        pub metric: Obj<MetricIdentifier>,
        pub target: Obj<MetricTarget>,
    }

    /// `autoscaling.v2.ObjectMetricSource`.
    pub struct ObjectMetricSource {
        pub described_object: Obj<CrossVersionObjectReference>,
        pub metric: Obj<MetricIdentifier>,
        pub target: Obj<MetricTarget>,
    }

    /// `autoscaling.v2.PodsMetricSource`.
    pub struct PodsMetricSource {
        pub metric: Obj<MetricIdentifier>,
        pub target: Obj<MetricTarget>,
    }

    /// `autoscaling.v2.ResourceMetricSource`.
    pub struct ResourceMetricSource {
        pub name: Field<Text>,
        pub target: Obj<MetricTarget>,
    }

    /// `autoscaling.v2.ContainerResourceMetricStatus`.
    pub struct ContainerResourceMetricStatus {
        pub container: Field<Text>,
        pub current: Obj<MetricValueStatus>,
        pub name: Field<Text>,
    }

    /// `autoscaling.v2.ExternalMetricStatus`.
    pub struct ExternalMetricStatus {
        pub current: Obj<MetricValueStatus>,
        pub metric: Obj<MetricIdentifier>,
    }

    /// `autoscaling.v2.ObjectMetricStatus`.
    pub struct ObjectMetricStatus {
        pub current: Obj<MetricValueStatus>,
        pub described_object: Obj<CrossVersionObjectReference>,
        pub metric: Obj<MetricIdentifier>,
    }

    /// `autoscaling.v2.PodsMetricStatus`.
    pub struct PodsMetricStatus {
        pub current: Obj<MetricValueStatus>,
        pub metric: Obj<MetricIdentifier>,
    }

    /// `autoscaling.v2.ResourceMetricStatus`.
    pub struct ResourceMetricStatus {
        pub current: Obj<MetricValueStatus>,
        pub name: Field<Text>,
    }

    /// `autoscaling.v2.HPAScalingPolicy`.
    pub struct HPAScalingPolicy {
        pub period_seconds: Field<i32>,
        pub r#type: Field<Text>,
        pub value: Field<i32>,
    }

    /// `autoscaling.v2.MetricTarget`.
    pub struct MetricTarget {
        pub average_utilization: Field<i32>,
        pub average_value: Field<Quantity>,
        pub r#type: Field<Text>,
        pub value: Field<Quantity>,
    }

    /// `autoscaling.v2.MetricIdentifier`.
    pub struct MetricIdentifier {
        pub name: Field<Text>,
        pub selector: Field<Box<LabelSelector>>,
    }

    /// `autoscaling.v2.MetricValueStatus`.
    pub struct MetricValueStatus {
        pub average_utilization: Field<i32>,
        pub average_value: Field<Quantity>,
        pub value: Field<Quantity>,
    }
}
