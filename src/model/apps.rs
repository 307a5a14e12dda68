//! DaemonSet, Deployment, ReplicaSet, StatefulSet, ControllerRevision (`apps/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::core::{PersistentVolumeClaim, PodTemplateSpec};
use crate::model::decode::objects;
use crate::model::field::{Field, List, Obj, Raw, Text};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::{IntOrString, Time};

objects! {
    /// `apps.v1.DaemonSet`.
    pub struct DaemonSet {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<DaemonSetSpec>,
        pub status: Field<Box<DaemonSetStatus>>,
    }

    /// `apps.v1.Deployment`.
    pub struct Deployment {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<DeploymentSpec>,
        pub status: Field<Box<DeploymentStatus>>,
    }

    /// `apps.v1.ReplicaSet`.
    pub struct ReplicaSet {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<ReplicaSetSpec>,
        pub status: Field<Box<ReplicaSetStatus>>,
    }

    /// `apps.v1.StatefulSet`.
    pub struct StatefulSet {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<StatefulSetSpec>,
        pub status: Field<Box<StatefulSetStatus>>,
    }

    /// `apps.v1.ControllerRevision`.
    pub struct ControllerRevision {
        pub api_version: Field<Text>,
        pub data: Field<Raw>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub revision: Field<i64>,
    }

    /// `apps.v1.DaemonSetSpec`.
    pub struct DaemonSetSpec {
        pub min_ready_seconds: Field<i32>,
        pub revision_history_limit: Field<i32>,
        pub selector: Field<Box<LabelSelector>>,
        pub template: Obj<PodTemplateSpec>,
        pub update_strategy: Obj<DaemonSetUpdateStrategy>,
    }

    /// `apps.v1.DaemonSetStatus`.
    pub struct DaemonSetStatus {
        pub collision_count: Field<i32>,
        pub conditions: List<Obj<DaemonSetCondition>>,
        pub current_number_scheduled: Field<i32>,
        pub desired_number_scheduled: Field<i32>,
        pub number_available: Field<i32>,
        pub number_misscheduled: Field<i32>,
        pub number_ready: Field<i32>,
        pub number_unavailable: Field<i32>,
        pub observed_generation: Field<i64>,
        pub updated_number_scheduled: Field<i32>,
    }

    /// `apps.v1.DeploymentSpec`.
    pub struct DeploymentSpec {
        pub min_ready_seconds: Field<i32>,
        pub paused: Field<bool>,
        pub progress_deadline_seconds: Field<i32>,
        pub replicas: Field<i32>,
        pub revision_history_limit: Field<i32>,
        pub selector: Field<Box<LabelSelector>>,
        pub strategy: Obj<DeploymentStrategy>,
        pub template: Obj<PodTemplateSpec>,
    }

    /// `apps.v1.DeploymentStatus`.
    pub struct DeploymentStatus {
        pub available_replicas: Field<i32>,
        pub collision_count: Field<i32>,
        pub conditions: List<Obj<DeploymentCondition>>,
        pub observed_generation: Field<i64>,
        pub ready_replicas: Field<i32>,
        pub replicas: Field<i32>,
        pub terminating_replicas: Field<i32>,
        pub unavailable_replicas: Field<i32>,
        pub updated_replicas: Field<i32>,
    }

    /// `apps.v1.ReplicaSetSpec`.
    pub struct ReplicaSetSpec {
        pub min_ready_seconds: Field<i32>,
        pub replicas: Field<i32>,
        pub selector: Field<Box<LabelSelector>>,
        pub template: Obj<PodTemplateSpec>,
    }

    /// `apps.v1.ReplicaSetStatus`.
    pub struct ReplicaSetStatus {
        pub available_replicas: Field<i32>,
        pub conditions: List<Obj<ReplicaSetCondition>>,
        pub fully_labeled_replicas: Field<i32>,
        pub observed_generation: Field<i64>,
        pub ready_replicas: Field<i32>,
        pub replicas: Field<i32>,
        pub terminating_replicas: Field<i32>,
    }

    /// `apps.v1.StatefulSetSpec`.
    pub struct StatefulSetSpec {
        pub min_ready_seconds: Field<i32>,
        pub ordinals: Field<Box<StatefulSetOrdinals>>,
        pub persistent_volume_claim_retention_policy:
            Field<Box<StatefulSetPersistentVolumeClaimRetentionPolicy>>,
        pub pod_management_policy: Field<Text>,
        pub replicas: Field<i32>,
        pub revision_history_limit: Field<i32>,
        pub selector: Field<Box<LabelSelector>>,
        pub service_name: Field<Text>,
        pub template: Obj<PodTemplateSpec>,
        pub update_strategy: Obj<StatefulSetUpdateStrategy>,
        pub volume_claim_templates: List<Obj<PersistentVolumeClaim>>,
    }

    /// `apps.v1.StatefulSetStatus`.
    pub struct StatefulSetStatus {
        pub available_replicas: Field<i32>,
        pub collision_count: Field<i32>,
        pub conditions: List<Obj<StatefulSetCondition>>,
        pub current_replicas: Field<i32>,
        pub current_revision: Field<Text>,
        pub observed_generation: Field<i64>,
        pub ready_replicas: Field<i32>,
        pub replicas: Field<i32>,
        pub update_revision: Field<Text>,
        pub updated_replicas: Field<i32>,
    }

    /// `apps.v1.DaemonSetUpdateStrategy`.
    pub struct DaemonSetUpdateStrategy {
        pub rolling_update: Field<Box<RollingUpdateDaemonSet>>,
        pub r#type: Field<Text>,
    }

    /// `apps.v1.DaemonSetCondition`.
    pub struct DaemonSetCondition {
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `apps.v1.DeploymentStrategy`.
    pub struct DeploymentStrategy {
        pub rolling_update: Field<Box<RollingUpdateDeployment>>,
        pub r#type: Field<Text>,
    }

    /// `apps.v1.DeploymentCondition`.
    pub struct DeploymentCondition {
        pub last_transition_time: Field<Time>,
        pub last_update_time: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `apps.v1.ReplicaSetCondition`.
    pub struct ReplicaSetCondition {
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `apps.v1.StatefulSetOrdinals`.
    pub struct StatefulSetOrdinals {
        pub start: Field<i32>,
    }

    /// `apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy`.
    pub struct StatefulSetPersistentVolumeClaimRetentionPolicy {
        pub when_deleted: Field<Text>,
        pub when_scaled: Field<Text>,
    }

    /// `apps.v1.StatefulSetUpdateStrategy`.
    pub struct StatefulSetUpdateStrategy {
        pub rolling_update: Field<Box<RollingUpdateStatefulSetStrategy>>,
        pub r#type: Field<Text>,
    }

    /// `apps.v1.StatefulSetCondition`.
    pub struct StatefulSetCondition {
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `apps.v1.RollingUpdateDaemonSet`.
    pub struct RollingUpdateDaemonSet {
        pub max_surge: Field<IntOrString>,
        pub max_unavailable: Field<IntOrString>,
    }

    /// `apps.v1.RollingUpdateDeployment`.
    pub struct RollingUpdateDeployment {
        pub max_surge: Field<IntOrString>,
        pub max_unavailable: Field<IntOrString>,
    }

    /// `apps.v1.RollingUpdateStatefulSetStrategy`.
    pub struct RollingUpdateStatefulSetStrategy {
        pub max_unavailable: Field<IntOrString>,
        pub partition: Field<i32>,
    }
}
