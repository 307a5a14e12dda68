//! CronJobs.

use super::META;
use super::job::validate_spec;
use crate::model::batch::{CronJob, CronJobSpec, JobTemplateSpec};
use crate::model::field::{Field, Text};
use crate::model::values::cron::Schedule;
use crate::model::values::zone::time_zone_errors;
use crate::validation::Errors;
use crate::validation::common::nonnegative;
use crate::validation::meta::{object_name, validate_object_meta};

/// A Job's name is its CronJob's with eleven characters more.
const MAX_NAME: usize = 63 - 11;

/// `ValidateCronJobCreate`.
pub fn validate_cron_job(job: &CronJob, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&job.metadata, META, errs);
    validate_cron_job_spec(&job.spec, None, errs);
    if object_name(&job.metadata).len() > MAX_NAME {
        errs.invalid(
            &job.metadata.name,
            format!("must be no more than {MAX_NAME} characters"),
        );
    }
}

/// `ValidateCronJobUpdate`, without the metadata.
pub(in crate::validation) fn validate_cron_job_update(
    old: &CronJobSpec,
    new: &CronJobSpec,
    errs: &mut Errors<'_, '_>,
) {
    validate_cron_job_spec(new, Some(old), errs);
}

/// `validateCronJobSpec`; `old` is the stored one at an update.
pub(super) fn validate_cron_job_spec(
    spec: &CronJobSpec,
    old: Option<&CronJobSpec>,
    errs: &mut Errors<'_, '_>,
) {
    if spec.schedule.str().is_empty() {
        errs.required(&spec.schedule, "");
    } else {
        let allows_zone = old.is_some_and(|old| old.schedule.str().contains("TZ"));
        validate_schedule_format(spec, allows_zone, errs);
    }
    nonnegative(&spec.starting_deadline_seconds, errs);
    if old.is_none_or(|old| old.time_zone.get() != spec.time_zone.get()) {
        validate_time_zone(&spec.time_zone, errs);
    }
    validate_concurrency_policy(&spec.concurrency_policy, errs);
    validate_job_template_spec(&spec.job_template, errs);
    nonnegative(&spec.successful_jobs_history_limit, errs);
    nonnegative(&spec.failed_jobs_history_limit, errs);
}

/// `validateScheduleFormat`.
fn validate_schedule_format(spec: &CronJobSpec, allows_zone: bool, errs: &mut Errors<'_, '_>) {
    let schedule = spec.schedule.str();
    if let Err(why) = Schedule::parse(schedule) {
        errs.invalid(&spec.schedule, why.to_string());
    }
    if !schedule.contains("TZ") {
        return;
    }
    if !allows_zone {
        errs.invalid(
            &spec.schedule,
            "cannot use TZ or CRON_TZ in schedule, use timeZone field instead",
        );
    } else if spec.time_zone.is_set() {
        errs.invalid(
            &spec.schedule,
            "cannot use both timeZone field and TZ or CRON_TZ in schedule",
        );
    }
}

/// `validateTimeZone`.
fn validate_time_zone(zone: &Field<Text>, errs: &mut Errors<'_, '_>) {
    let Some(name) = zone.get() else {
        return;
    };
    errs.invalid_each(zone, time_zone_errors(name));
}

/// `validateConcurrencyPolicy`.
fn validate_concurrency_policy(policy: &Field<Text>, errs: &mut Errors<'_, '_>) {
    match policy.str() {
        "" => errs.required(policy, ""),
        "Allow" | "Forbid" | "Replace" => {}
        _ => errs.not_supported(policy, &["Allow", "Forbid", "Replace"]),
    }
}

/// `ValidateJobTemplateSpec`.
fn validate_job_template_spec(template: &JobTemplateSpec, errs: &mut Errors<'_, '_>) {
    let spec = &template.spec;
    validate_spec(spec, errs);
    if spec.selector.is_set() {
        errs.invalid(&spec.selector, "`selector` will be auto-generated");
    }
    if spec.manual_selector.value() {
        errs.not_supported(&spec.manual_selector, &["nil", "false"]);
    }
}
