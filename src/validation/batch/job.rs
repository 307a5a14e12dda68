//! Jobs.

use super::META;
use super::failure_policy::validate_pod_failure_policy;
use super::generated::validate_generated_selector;
use super::success_policy::validate_success_policy;
use crate::model::batch::{Job, JobSpec};
use crate::model::field::{Field, Located, Text};
use crate::model::values::names::{self, PartError};
use crate::validation::Errors;
use crate::validation::common::nonnegative;
use crate::validation::core::{PodOptions, validate_pod_template_spec};
use crate::validation::meta::{
    SELECTOR_MISMATCH, object_name, selector_converts, selector_matches, validate_label_selector,
    validate_object_meta,
};

/// `maxParallelismForIndexedJob`.
const MAX_PARALLELISM: i32 = 100_000;
/// `maxFailedIndexesForIndexedJob`, also the completions above which less is allowed.
const MAX_FAILED_INDEXES: i32 = 100_000;
/// `completionsSoftLimit`.
const SOFT_COMPLETIONS: i32 = 100_000;
/// `parallelismLimitForHighCompletions`, `maxFailedIndexesLimitForHighCompletions`.
const HIGH_COMPLETIONS_LIMIT: i32 = 10_000;
/// `maxManagedByLength`.
const MAX_MANAGED_BY: usize = 63;

/// `ValidateJob`.
pub fn validate_job(job: &Job, errs: &mut Errors<'_, '_>) {
    validate_job_with(job, true, errs);
}

/// `ValidateJob`; Jobs of old servers lack the labels under Kubernetes' own name.
pub(in crate::validation) fn validate_job_with(
    job: &Job,
    needs_prefixed_labels: bool,
    errs: &mut Errors<'_, '_>,
) {
    validate_object_meta(&job.metadata, META, errs);
    validate_generated_selector(job, needs_prefixed_labels, errs);
    validate_job_spec(&job.spec, errs);
    let completions = job.spec.completions.value();
    if is_indexed(&job.spec) && completions > 0 {
        let pod = format!("{}-{}", object_name(&job.metadata), completions - 1);
        for _ in names::dns1123_label(&pod) {
            let detail = format!("will not able to create pod with invalid DNS label: {pod}");
            errs.invalid(&job.metadata.name, detail);
        }
    }
}

pub(super) fn is_indexed(spec: &JobSpec) -> bool {
    spec.completion_mode.str() == "Indexed"
}

/// `ValidateJobSpec`.
pub(super) fn validate_job_spec(spec: &JobSpec, errs: &mut Errors<'_, '_>) {
    validate_spec(spec, errs);
    let selector = &spec.selector;
    if selector.is_missing() {
        errs.required(selector, "");
    }
    validate_label_selector(selector, errs);
    if selector.is_invalid() || selector.get().is_some_and(|it| !selector_converts(it)) {
        return;
    }
    let labels = &spec.template.metadata.labels;
    if !selector_matches(selector, labels) {
        errs.invalid(labels, SELECTOR_MISMATCH);
    }
}

/// `validateJobSpec`: the part that holds for the Jobs of a CronJob, too.
pub(super) fn validate_spec(spec: &JobSpec, errs: &mut Errors<'_, '_>) {
    nonnegative(&spec.parallelism, errs);
    nonnegative(&spec.completions, errs);
    nonnegative(&spec.active_deadline_seconds, errs);
    nonnegative(&spec.backoff_limit, errs);
    nonnegative(&spec.ttl_seconds_after_finished, errs);
    nonnegative(&spec.backoff_limit_per_index, errs);
    nonnegative(&spec.max_failed_indexes, errs);
    if spec.max_failed_indexes.is_set() && spec.backoff_limit_per_index.is_missing() {
        errs.required(
            &spec.backoff_limit_per_index,
            "when maxFailedIndexes is specified",
        );
    }
    validate_managed_by(&spec.managed_by, errs);
    validate_completion_mode(spec, errs);
    validate_pod_failure_policy(spec, errs);
    if spec.success_policy.is_set() && !spec.completion_mode.is_invalid() {
        if is_indexed(spec) {
            validate_success_policy(spec, errs);
        } else {
            errs.invalid(&spec.success_policy, REQUIRES_INDEXED);
        }
    }
    validate_pod_replacement_policy(spec, errs);
    validate_pod_template_spec(&spec.template, PodOptions::default(), errs);
    validate_restart_policy(spec, errs);
}

const REQUIRES_INDEXED: &str = "requires indexed completion mode";

/// `validateManagedBy`... of a controller outside Kubernetes.
fn validate_managed_by(managed_by: &Field<Text>, errs: &mut Errors<'_, '_>) {
    let Some(name) = managed_by.get() else {
        return;
    };
    for error in names::domain_prefixed_path(name) {
        match error {
            PartError::Required => errs.required(managed_by, ""),
            PartError::Invalid { detail, .. } => errs.invalid(managed_by, detail),
        }
    }
    if name.len() > MAX_MANAGED_BY {
        errs.too_long(managed_by, MAX_MANAGED_BY);
    }
}

fn validate_completion_mode(spec: &JobSpec, errs: &mut Errors<'_, '_>) {
    let mode = &spec.completion_mode;
    match mode.get().map(Text::as_str) {
        Some("Indexed") => validate_indexed(spec, errs),
        None | Some("NonIndexed") => {
            for field in [&spec.backoff_limit_per_index, &spec.max_failed_indexes] {
                if field.is_set() && !mode.is_invalid() {
                    errs.invalid(field, REQUIRES_INDEXED);
                }
            }
        }
        Some(_) => errs.not_supported(mode, &["NonIndexed", "Indexed"]),
    }
}

fn validate_indexed(spec: &JobSpec, errs: &mut Errors<'_, '_>) {
    let (parallelism, failed) = (&spec.parallelism, &spec.max_failed_indexes);
    if spec.completions.is_missing() {
        errs.required(&spec.completions, "when completion mode is Indexed");
    }
    at_most(
        parallelism,
        MAX_PARALLELISM,
        " when completion mode is Indexed",
        errs,
    );
    if let (Some(completions), Some(most)) = (spec.completions.get(), failed.get())
        && most > completions
    {
        errs.invalid(failed, "must be less than or equal to completions");
    }
    at_most(failed, MAX_FAILED_INDEXES, "", errs);
    if spec.completions.value() > SOFT_COMPLETIONS && spec.backoff_limit_per_index.is_set() {
        if failed.is_missing() {
            let detail = format!("must be specified when completions is above {SOFT_COMPLETIONS}");
            errs.required(failed, detail);
        }
        let end = format!(
            " when completions are above {SOFT_COMPLETIONS} and used with backoff limit per index"
        );
        at_most(parallelism, HIGH_COMPLETIONS_LIMIT, &end, errs);
        at_most(failed, HIGH_COMPLETIONS_LIMIT, &end, errs);
    }
}

fn at_most(field: &Field<i32>, most: i32, end: &str, errs: &mut Errors<'_, '_>) {
    if field.value() > most {
        errs.invalid(field, format!("must be less than or equal to {most}{end}"));
    }
}

/// `validatePodReplacementPolicy`.
fn validate_pod_replacement_policy(spec: &JobSpec, errs: &mut Errors<'_, '_>) {
    let Some(policy) = spec.pod_replacement_policy.get() else {
        return;
    };
    let supported: &[&str] = if spec.pod_failure_policy.is_set() {
        &["Failed"]
    } else {
        &["Failed", "TerminatingOrFailed"]
    };
    if !supported.contains(&policy.as_str()) {
        errs.not_supported(&spec.pod_replacement_policy, supported);
    }
}

/// The end of `validateJobSpec`: the pods of a Job end. `Always` may be a default, hence the same answer as for nothing.
fn validate_restart_policy(spec: &JobSpec, errs: &mut Errors<'_, '_>) {
    let policy = &spec.template.spec.restart_policy;
    match policy.str() {
        "" | "Always" => errs.required(policy, "valid values: \"OnFailure\", \"Never\""),
        "Never" => {}
        "OnFailure" => {
            if spec.pod_failure_policy.is_set() {
                errs.invalid(
                    policy,
                    "only \"Never\" is supported when podFailurePolicy is specified",
                );
            }
        }
        _ => errs.not_supported(policy, &["OnFailure", "Never"]),
    }
}
