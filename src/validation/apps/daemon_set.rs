//! DaemonSets.

use super::int_or_percent::{
    is_nonzero, validate_not_more_than_100_percent, validate_positive_int_or_percent,
};
use super::{META, converts, is_empty, validate_runs_for_ever, validate_selector_matches};
use crate::model::apps::{
    DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet,
};
use crate::model::field::{Located, Obj};
use crate::validation::Errors;
use crate::validation::common::nonnegative;
use crate::validation::core::{PodOptions, validate_pod_template_spec};
use crate::validation::meta::{validate_label_selector, validate_object_meta};

/// `ValidateDaemonSet`.
pub fn validate_daemon_set(set: &DaemonSet, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&set.metadata, META, errs);
    validate_daemon_set_spec(&set.spec, errs);
}

/// `ValidateDaemonSetSpec`.
pub(super) fn validate_daemon_set_spec(spec: &DaemonSetSpec, errs: &mut Errors<'_, '_>) {
    validate_label_selector(&spec.selector, errs);
    if converts(&spec.selector) {
        validate_selector_matches(&spec.selector, &spec.template, errs);
    }
    if is_empty(&spec.selector) {
        errs.invalid(&spec.selector, "empty selector is invalid for daemonset");
    }
    validate_pod_template_spec(&spec.template, PodOptions::default(), errs);
    validate_runs_for_ever(&spec.template, "DaemonSet", errs);
    nonnegative(&spec.min_ready_seconds, errs);
    validate_daemon_set_update_strategy(&spec.update_strategy, errs);
    nonnegative(&spec.revision_history_limit, errs);
}

/// `ValidateDaemonSetUpdateStrategy`.
fn validate_daemon_set_update_strategy(
    strategy: &Obj<DaemonSetUpdateStrategy>,
    errs: &mut Errors<'_, '_>,
) {
    if strategy.r#type.is_invalid() {
        return;
    }
    match strategy.r#type.str() {
        "OnDelete" => {}
        "RollingUpdate" => {
            if let Some(rolling) = strategy.rolling_update.get() {
                validate_rolling_update_daemon_set(rolling, errs);
            }
        }
        _ => errs.not_supported(strategy, &["RollingUpdate", "OnDelete"]),
    }
}

/// `ValidateRollingUpdateDaemonSet`.
fn validate_rolling_update_daemon_set(rolling: &RollingUpdateDaemonSet, errs: &mut Errors<'_, '_>) {
    let (unavailable, surge) = (&rolling.max_unavailable, &rolling.max_surge);
    validate_positive_int_or_percent(unavailable, errs);
    validate_positive_int_or_percent(surge, errs);
    validate_not_more_than_100_percent(unavailable, errs);
    validate_not_more_than_100_percent(surge, errs);
    if unavailable.is_invalid() || surge.is_invalid() {
        return;
    }
    match (is_nonzero(unavailable), is_nonzero(surge)) {
        (true, true) => errs.invalid(surge, "may not be set when maxUnavailable is non-zero"),
        (false, false) => errs.required(unavailable, "cannot be 0 when maxSurge is 0"),
        _ => {}
    }
}
