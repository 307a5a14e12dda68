//! A panic in one rule costs that rule's findings on one object, never the run.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The rule id under which a caught panic is reported.
pub(super) const INTERNAL_ERROR: &str = "internal-error";

/// Runs rules one after the other; what one found before a panic is dropped with it.
pub(super) fn run<F>(
    rules: &[(&Rule, F)],
    span: Span,
    found: &mut Vec<Diagnostic>,
    check: impl Fn(&F, &mut Vec<Diagnostic>),
) {
    let (mut next, mut before) = (0, found.len());
    while next < rules.len() {
        // To catch is not free: one for all rules up to the first that panics.
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            for (_, rule) in &rules[next..] {
                before = found.len();
                check(rule, found);
                next += 1;
            }
        }));
        if outcome.is_err() {
            found.truncate(before);
            found.push(failed(rules[next].0, span));
            next += 1;
        }
    }
}

fn failed(rule: &Rule, span: Span) -> Diagnostic {
    let message = format!(
        "everynode failed to judge `{}` here; its other rules were applied",
        rule.id
    );
    Diagnostic::new(INTERNAL_ERROR, Level::Warning, span, message)
        .help("please report it, with this manifest if you can")
}

#[cfg(test)]
mod tests {
    use super::{INTERNAL_ERROR, run};
    use crate::diagnostic::Diagnostic;
    use crate::rules::{ALL, Rule};
    use crate::source::Span;

    #[test]
    fn a_panic_costs_the_findings_of_one_rule() {
        let rules: Vec<(&Rule, usize)> = ALL.iter().copied().zip(0..5).collect();
        let mut found = Vec::new();
        run(&rules, Span::default(), &mut found, |index, found| {
            let rule = rules[*index].0;
            found.push(Diagnostic::new(
                rule.id,
                rule.level,
                Span::default(),
                "found",
            ));
            assert!(index % 2 == 0, "on purpose");
        });
        let ids: Vec<&str> = found.iter().map(|one| one.rule).collect();
        let [first, .., third, _, fifth] = [0, 1, 2, 3, 4].map(|index| rules[index].0.id);
        assert_eq!(
            ids,
            [first, INTERNAL_ERROR, third, INTERNAL_ERROR, fifth],
            "{found:?}"
        );
    }
}
