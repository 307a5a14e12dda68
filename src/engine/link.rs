//! Objects against each other, scope by scope.

use super::{Facts, Kustomization, Settings, custom, enforced, guard, scope};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::{self, Check, Rule, Scope};
use crate::source::{Source, SourceId, Span};
use crate::threads;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// Fewer objects than this are linked on one thread: to start another takes longer.
const MANY: usize = 500;

/// Judges objects against each other, scope by scope, on up to `threads` threads. `facts` are in the order of their
/// sources; `streams` are sources that hold what Helm prints.
#[must_use]
pub fn link(
    sources: &[Source],
    facts: &[&Facts],
    kustomizations: &[Kustomization],
    streams: &BTreeSet<SourceId>,
    settings: &[&Settings],
    threads: usize,
) -> Diagnostics {
    let threads = if facts.len() < MANY { 1 } else { threads };
    // Whether a finding is wanted where it stands is asked later: here a rule runs if anybody wants it.
    let rules: Vec<_> = rules::ALL
        .iter()
        .filter(|rule| matches!(rule.check, Check::Scope(_)))
        .filter(|rule| settings.iter().any(|one| one.rules.is_on(rule.id)))
        .collect();
    let scoped = || {
        let enforced = facts.iter().copied().any(enforced::asks);
        if rules.is_empty() && !enforced {
            return Vec::new();
        }
        let groups = scope::scopes(sources, facts, kustomizations, streams);
        let mut found = if enforced {
            enforced::judge(sources, &groups, settings)
        } else {
            Vec::new()
        };
        let objects = groups
            .iter()
            .map(|group| group.iter().map(|one| &**one).collect());
        let scopes: Vec<Scope<'_>> = objects.map(Scope::new).collect();
        // Rule by rule, so that one scope that holds everything is divided too.
        let of_rules = threads::each(threads, rules.iter(), |rule| {
            let mut found = Vec::new();
            for scope in &scopes {
                judge(rule, scope, &mut found);
            }
            found
        });
        found.extend(of_rules.into_iter().flatten());
        found
    };
    // Custom resources read their sources once more, which takes as long as all the rest.
    let jobs = [Job::Custom, Job::Scopes];
    let has_custom = facts.iter().copied().any(custom::defines);
    let jobs = if has_custom { &jobs[..] } else { &jobs[1..] };
    let found = threads::each(threads, jobs.iter(), |job| match job {
        Job::Custom => custom::judge(sources, facts, threads),
        Job::Scopes => scoped(),
    });
    let mut found: Diagnostics = found.into_iter().flatten().map(Box::new).collect();
    say_once(&mut found);
    found
}

/// What can be judged side by side.
enum Job {
    Custom,
    Scopes,
}

fn judge(rule: &'static Rule, scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    if let Check::Scope(check) = rule.check {
        let rules = [(rule, check)];
        guard::run(&rules, Span::default(), found, |check, found| {
            check(scope, found);
        });
    }
}

/// An object of two overlays may have the same fault in both: it is said once.
fn say_once(found: &mut Diagnostics) {
    let mut seen = FxHashSet::default();
    found.retain(|one| {
        seen.insert((
            one.rule,
            one.source,
            one.span,
            one.path.clone(),
            one.message.clone(),
        ))
    });
}
