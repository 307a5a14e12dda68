//! Defaults of Jobs and CronJobs.
//!
//! Follows `pkg/apis/batch/v1/defaults.go`.

use super::apps::labels_from_template;
use super::pod::pod_template_spec;
use crate::model::ObjectTree;
use crate::model::batch::{CronJob, Job, JobSpec};

/// `SetDefaults_Job`.
pub fn job(job: &mut Job, object: &ObjectTree<'_>) {
    let spec = &mut *job.spec;
    if spec.completions.is_missing() && spec.parallelism.is_missing() {
        spec.completions.default_to(1);
    }
    spec.parallelism.default_to(1);
    let backoff_limit = if spec.backoff_limit_per_index.is_missing() {
        6
    } else {
        i32::MAX
    };
    spec.backoff_limit.default_to(backoff_limit);
    labels_from_template(&mut job.metadata.labels, &job.spec.template.metadata.labels);
    let spec = &mut *job.spec;
    spec.completion_mode.default_to("NonIndexed");
    spec.suspend.default_to(false);
    let replacement = if spec.pod_failure_policy.is_missing() {
        "TerminatingOrFailed"
    } else {
        "Failed"
    };
    spec.pod_replacement_policy.default_to(replacement);
    spec.manual_selector.default_to(false);
    job_spec(spec, object);
}

/// `SetDefaults_CronJob`. The Job that it makes is defaulted when it is made, except for its pods.
pub fn cron_job(job: &mut CronJob, object: &ObjectTree<'_>) {
    let spec = &mut *job.spec;
    spec.concurrency_policy.default_if_empty("Allow");
    spec.suspend.default_to(false);
    spec.successful_jobs_history_limit.default_to(3);
    spec.failed_jobs_history_limit.default_to(1);
    job_spec(&mut spec.job_template.spec, object);
}

/// What the generated code calls for the spec of a Job.
fn job_spec(spec: &mut JobSpec, object: &ObjectTree<'_>) {
    if let Some(policy) = spec.pod_failure_policy.get_mut() {
        for rule in policy.rules.items_mut() {
            for pattern in rule.on_pod_conditions.items_mut() {
                // `SetDefaults_PodFailurePolicyOnPodConditionsPattern`.
                pattern.status.default_if_empty("True");
            }
        }
    }
    pod_template_spec(&mut spec.template, object);
}
