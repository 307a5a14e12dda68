//! `successPolicy` of an Indexed Job.

use crate::model::batch::{JobSpec, SuccessPolicyRule};
use crate::model::field::Obj;
use crate::model::values::go_quote;
use crate::validation::Errors;
use crate::validation::common::nonnegative;

/// `maxSuccessPolicyRule`.
const MAX_RULES: usize = 20;
/// `maxJobSuccessPolicySucceededIndexesLimit`, in bytes.
const MAX_INDEXES: usize = 64 * 1024;

/// `validateSuccessPolicy`.
pub(super) fn validate_success_policy(spec: &JobSpec, errs: &mut Errors<'_, '_>) {
    let Some(policy) = spec.success_policy.get() else {
        return;
    };
    if policy.rules.is_empty() {
        errs.required(
            &policy.rules,
            "at least one rules must be specified when the successPolicy is specified",
        );
    }
    if policy.rules.len() > MAX_RULES {
        errs.too_many(&policy.rules, MAX_RULES);
    }
    for rule in &policy.rules {
        validate_rule(spec, rule, errs);
    }
}

/// `validateSuccessPolicyRule`. Without completions the real server panics here; that they are required has been said.
fn validate_rule(spec: &JobSpec, rule: &Obj<SuccessPolicyRule>, errs: &mut Errors<'_, '_>) {
    let (count, indexes) = (&rule.succeeded_count, &rule.succeeded_indexes);
    if count.is_missing() && indexes.is_missing() {
        errs.required(
            rule,
            "at least one of succeededCount or succeededIndexes must be specified",
        );
    }
    let Some(completions) = spec.completions.get().copied() else {
        return;
    };
    let mut total = 0;
    if let Some(text) = indexes.get() {
        if text.len() > MAX_INDEXES {
            errs.too_long(indexes, MAX_INDEXES);
        }
        match parse_indexes(text, i64::from(completions)) {
            Ok(number) => total = number,
            Err(why) => errs.invalid(indexes, format!("error parsing succeededIndexes: {why}")),
        }
    }
    let Some(number) = count.get().copied() else {
        return;
    };
    nonnegative(count, errs);
    if number > completions {
        errs.invalid(
            count,
            format!(
                "must be less than or equal to {completions} (the number of specified completions)"
            ),
        );
    }
    if indexes.is_set() && i64::from(number) > total {
        errs.invalid(
            count,
            format!(
                "must be less than or equal to {total} (the number of indexes in the specified succeededIndexes field)"
            ),
        );
    }
}

/// `validateIndexesFormat`: how many indexes `1,3-5` names.
fn parse_indexes(text: &str, completions: i64) -> Result<i64, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let mut last: Option<i64> = None;
    let mut total = 0;
    for interval in text.split(',') {
        let limits: Vec<&str> = interval.split('-').collect();
        if limits.len() > 2 {
            return Err(format!(
                "the fragment {} violates the requirement that an index interval can have at most two parts separated by '-'",
                go_quote(interval)
            ));
        }
        let before = last;
        for limit in &limits {
            let index: i64 = limit.parse().map_err(|_| {
                format!(
                    "cannot convert string to integer for index: {}",
                    go_quote(limit)
                )
            })?;
            if index >= completions {
                return Err(format!("too large index: {}", go_quote(limit)));
            }
            if let Some(previous) = last
                && previous >= index
            {
                return Err(format!(
                    "non-increasing order, previous: {previous}, current: {index}"
                ));
            }
            total += match (last, before == last) {
                (Some(previous), false) => index - previous,
                _ => 1,
            };
            last = Some(index);
        }
    }
    Ok(total)
}
