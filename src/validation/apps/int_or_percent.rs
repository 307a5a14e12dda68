//! Counts that may be shares: `maxUnavailable`, `maxSurge`.

use crate::model::field::Field;
use crate::model::values::IntOrString;
use crate::validation::Errors;

/// `ValidatePositiveIntOrPercent`.
pub(crate) fn validate_positive_int_or_percent(
    field: &Field<IntOrString>,
    errs: &mut Errors<'_, '_>,
) {
    match field.get() {
        Some(IntOrString::Int(number)) if *number < 0 => {
            errs.invalid(field, "must be greater than or equal to 0");
        }
        Some(value @ IntOrString::String(_)) => errs.invalid_each(field, value.percent_errors()),
        _ => {}
    }
}

/// `IsNotMoreThan100Percent`.
pub(crate) fn validate_not_more_than_100_percent(
    field: &Field<IntOrString>,
    errs: &mut Errors<'_, '_>,
) {
    if field
        .get()
        .and_then(percent)
        .is_some_and(|share| share > 100)
    {
        errs.invalid(field, "must not be greater than 100%");
    }
}

/// `getPercentValue`.
fn percent(value: &IntOrString) -> Option<i64> {
    let IntOrString::String(text) = value else {
        return None;
    };
    if !value.percent_errors().is_empty() {
        return None;
    }
    // More digits than fit are more than any bound; Go's Atoi gives up on them and takes 0.
    Some(text.trim_end_matches('%').parse().unwrap_or(0))
}

/// Whether `getIntOrPercentValue` is not zero. An unreadable field counts as missing.
pub(crate) fn is_nonzero(field: &Field<IntOrString>) -> bool {
    field
        .get()
        .is_some_and(|value| percent(value).unwrap_or_else(|| value.int_value()) != 0)
}
