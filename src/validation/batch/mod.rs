//! The kinds of `batch/v1`.
//!
//! Follows `pkg/apis/batch/validation/validation.go` of Kubernetes 1.36.

mod cron_job;
mod failure_policy;
mod generated;
mod job;
mod success_policy;

pub use cron_job::validate_cron_job;
pub(in crate::validation) use cron_job::validate_cron_job_update;
pub use generated::generate_selector;
pub(in crate::validation) use generated::{CONTROLLER_UID, JOB_NAME};
pub use job::validate_job;
pub(in crate::validation) use job::validate_job_with;

use crate::validation::meta::{MetaRules, name_is_dns_subdomain};

/// How the metadata of a Job or CronJob is judged.
const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: true,
    keeps_generation: false,
};
