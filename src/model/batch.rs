//! Job and CronJob (`batch/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::core::{ObjectReference, PodTemplateSpec};
use crate::model::decode::objects;
use crate::model::field::{Field, List, Obj, Text};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::Time;

objects! {
    /// `batch.v1.Job`.
    pub struct Job {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<JobSpec>,
        pub status: Field<Box<JobStatus>>,
    }

    /// `batch.v1.CronJob`.
    pub struct CronJob {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<CronJobSpec>,
        pub status: Field<Box<CronJobStatus>>,
    }

    /// `batch.v1.JobSpec`.
    pub struct JobSpec {
        pub active_deadline_seconds: Field<i64>,
        pub backoff_limit: Field<i32>,
        pub backoff_limit_per_index: Field<i32>,
        pub completion_mode: Field<Text>,
        pub completions: Field<i32>,
        pub managed_by: Field<Text>,
        pub manual_selector: Field<bool>,
        pub max_failed_indexes: Field<i32>,
        pub parallelism: Field<i32>,
        pub pod_failure_policy: Field<Box<PodFailurePolicy>>,
        pub pod_replacement_policy: Field<Text>,
        pub selector: Field<Box<LabelSelector>>,
        pub success_policy: Field<Box<SuccessPolicy>>,
        pub suspend: Field<bool>,
        pub template: Obj<PodTemplateSpec>,
        pub ttl_seconds_after_finished: Field<i32>,
    }

    /// `batch.v1.JobStatus`.
    pub struct JobStatus {
        pub active: Field<i32>,
        pub completed_indexes: Field<Text>,
        pub completion_time: Field<Time>,
        pub conditions: List<Obj<JobCondition>>,
        pub failed: Field<i32>,
        pub failed_indexes: Field<Text>,
        pub ready: Field<i32>,
        pub start_time: Field<Time>,
        pub succeeded: Field<i32>,
        pub terminating: Field<i32>,
        pub uncounted_terminated_pods: Field<Box<UncountedTerminatedPods>>,
    }

    /// `batch.v1.CronJobSpec`.
    pub struct CronJobSpec {
        pub concurrency_policy: Field<Text>,
        pub failed_jobs_history_limit: Field<i32>,
        pub job_template: Obj<JobTemplateSpec>,
        pub schedule: Field<Text>,
        pub starting_deadline_seconds: Field<i64>,
        pub successful_jobs_history_limit: Field<i32>,
        pub suspend: Field<bool>,
        pub time_zone: Field<Text>,
    }

    /// `batch.v1.CronJobStatus`.
    pub struct CronJobStatus {
        pub active: List<Obj<ObjectReference>>,
        pub last_schedule_time: Field<Time>,
        pub last_successful_time: Field<Time>,
    }

    /// `batch.v1.PodFailurePolicy`.
    pub struct PodFailurePolicy {
        pub rules: List<Obj<PodFailurePolicyRule>>,
    }

    /// `batch.v1.SuccessPolicy`.
    pub struct SuccessPolicy {
        pub rules: List<Obj<SuccessPolicyRule>>,
    }

    /// `batch.v1.JobCondition`.
    pub struct JobCondition {
        pub last_probe_time: Field<Time>,
        pub last_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `batch.v1.UncountedTerminatedPods`.
    pub struct UncountedTerminatedPods {
        pub failed: List<Field<Text>>,
        pub succeeded: List<Field<Text>>,
    }

    /// `batch.v1.JobTemplateSpec`.
    pub struct JobTemplateSpec {
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<JobSpec>,
    }

    /// `batch.v1.PodFailurePolicyRule`.
    pub struct PodFailurePolicyRule {
        pub action: Field<Text>,
        pub on_exit_codes: Field<Box<PodFailurePolicyOnExitCodesRequirement>>,
        pub on_pod_conditions: List<Obj<PodFailurePolicyOnPodConditionsPattern>>,
    }

    /// `batch.v1.SuccessPolicyRule`.
    pub struct SuccessPolicyRule {
        pub succeeded_count: Field<i32>,
        pub succeeded_indexes: Field<Text>,
    }

    /// `batch.v1.PodFailurePolicyOnExitCodesRequirement`.
    pub struct PodFailurePolicyOnExitCodesRequirement {
        pub container_name: Field<Text>,
        pub operator: Field<Text>,
        pub values: List<Field<i32>>,
    }

    /// `batch.v1.PodFailurePolicyOnPodConditionsPattern`.
    pub struct PodFailurePolicyOnPodConditionsPattern {
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }
}
