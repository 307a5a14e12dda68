//! Objects against each other, scope by scope.

use super::{Facts, Settings, custom, guard};
use crate::diagnostic::Diagnostic;
use crate::rules::{self, Check, Scope};
use crate::source::{Source, Span};
use std::collections::{BTreeMap, HashSet};

/// Judges objects against each other, scope by scope.
#[must_use]
pub fn link(sources: &[Source], facts: &[Facts], settings: &[&Settings]) -> Vec<Diagnostic> {
    let mut found = custom::judge(sources, facts);
    // Whether a finding is wanted where it stands is asked later: here a rule runs if anybody wants it.
    let rules: Vec<_> = rules::ALL
        .iter()
        .filter(|rule| settings.iter().any(|one| one.rules.is_on(rule.id)))
        .collect();
    for scope in scopes(sources, facts) {
        for rule in &rules {
            if let Check::Scope(check) = rule.check {
                guard::run(rule, Span::default(), &mut found, |found| {
                    check(&scope, found)
                });
            }
        }
    }
    found
}

/// All objects are one scope; where one of them is there twice (overlays), every folder is a scope of its own.
fn scopes<'f>(sources: &[Source], facts: &'f [Facts]) -> Vec<Scope<'f>> {
    let mut seen = HashSet::new();
    let mut has_overlays = false;
    for one in facts {
        has_overlays |= one.id.name.is_some() && !seen.insert(&one.id);
    }
    if !has_overlays {
        return vec![Scope {
            objects: facts.iter().collect(),
        }];
    }
    let mut folders: BTreeMap<&str, Vec<&Facts>> = BTreeMap::new();
    for one in facts {
        let name = sources
            .get(one.source.0 as usize)
            .map_or("", |source| source.name.as_str());
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push(one);
    }
    folders
        .into_values()
        .map(|objects| Scope { objects })
        .collect()
}
