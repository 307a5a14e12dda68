//! A panic in one rule costs that rule's findings on one object, never the run.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The rule id under which a caught panic is reported.
pub(super) const INTERNAL_ERROR: &str = "internal-error";

/// Runs one rule; what it found before a panic is dropped with it.
pub(super) fn run(
    rule: &Rule,
    span: Span,
    found: &mut Vec<Diagnostic>,
    check: impl FnOnce(&mut Vec<Diagnostic>),
) {
    let before = found.len();
    let outcome = catch_unwind(AssertUnwindSafe(|| check(found)));
    if outcome.is_err() {
        found.truncate(before);
        let message = format!(
            "everynode failed to judge `{}` here; its other rules were applied",
            rule.id
        );
        found.push(
            Diagnostic::new(INTERNAL_ERROR, Level::Warning, span, message)
                .help("please report it, with this manifest if you can"),
        );
    }
}
