//! Checks that many kinds share.
//!
//! Follows `ValidateNonnegativeField` of `apimachinery/pkg/api/validation/objectmeta.go` and its like.

use crate::model::field::Field;
use crate::validation::Errors;

/// `ValidateNonnegativeField`.
pub(crate) fn nonnegative<T>(field: &Field<T>, errs: &mut Errors<'_, '_>)
where
    T: Copy + Into<i64>,
{
    if field.get().is_some_and(|value| (*value).into() < 0) {
        errs.invalid(field, "must be greater than or equal to 0");
    }
}

/// Names in double quotes and brackets, as Go prints a list of strings with `%q`.
pub(crate) fn quoted_list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    format!("[{}]", quoted.join(" "))
}
