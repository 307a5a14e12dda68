//! Objects against each other, scope by scope.

use super::{Facts, Kustomization, Settings, custom, enforced, guard, scope};
use crate::diagnostic::Diagnostic;
use crate::rules::{self, Check, Scope};
use crate::source::{Source, SourceId, Span};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

/// Judges objects against each other, scope by scope. `streams` are sources that hold what Helm prints.
#[must_use]
pub fn link(
    sources: &[Source],
    facts: &[Facts],
    kustomizations: &[Kustomization],
    streams: &BTreeSet<SourceId>,
    settings: &[&Settings],
) -> Vec<Diagnostic> {
    let mut found = custom::judge(sources, facts);
    // Whether a finding is wanted where it stands is asked later: here a rule runs if anybody wants it.
    let rules: Vec<_> = rules::ALL
        .iter()
        .filter(|rule| matches!(rule.check, Check::Scope(_)))
        .filter(|rule| settings.iter().any(|one| one.rules.is_on(rule.id)))
        .collect();
    let enforced = facts.iter().any(enforced::asks);
    if rules.is_empty() && !enforced {
        return found;
    }
    let first = found.len();
    let groups = scope::scopes(sources, facts, kustomizations, streams);
    if enforced {
        found.extend(enforced::judge(sources, &groups, settings));
    }
    for group in groups {
        let scope = Scope::new(group.iter().map(Cow::as_ref).collect());
        for rule in &rules {
            if let Check::Scope(check) = rule.check {
                guard::run(rule, Span::default(), &mut found, |found| {
                    check(&scope, found)
                });
            }
        }
    }
    say_once(&mut found, first);
    found
}

/// An object of two overlays may have the same fault in both: it is said once.
fn say_once(found: &mut Vec<Diagnostic>, first: usize) {
    let mut seen = HashSet::new();
    let mut index = 0;
    found.retain(|one| {
        index += 1;
        index <= first
            || seen.insert((
                one.rule,
                one.source,
                one.span,
                one.path.clone(),
                one.message.clone(),
            ))
    });
}
