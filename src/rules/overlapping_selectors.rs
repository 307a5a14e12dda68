//! `overlapping-selectors`: workloads that take each other's pods for their own.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::{Facts, Selector};

pub(super) const RULE: Rule = Rule {
    id: "overlapping-selectors",
    level: Level::Warning,
    group: Group::Rollout,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/overlapping-selectors.md"),
    check: Check::Scope(check),
};

fn check(scope: &Scope<'_>, out: &mut Vec<Diagnostic>) {
    // One that misses its own pods is refused.
    let selects_itself = |one: &&Facts| {
        selector_of(one)
            .is_some_and(|selector| !selector.labels.is_empty() && one.is_selected(selector))
    };
    let controllers: Vec<&Facts> = scope.controllers().filter(selects_itself).collect();
    let twins = scope.twins(&controllers);
    for (one, twin) in controllers.into_iter().zip(twins) {
        let Some(selector) = one.pods().and_then(|pods| pods.selector.as_ref()) else {
            continue;
        };
        // In another file it may be an alternative, which is never applied beside this one.
        let mut others = scope.selected_beside(one, &selector.value);
        let other = others.find(|other| {
            // Where each selects the other's pods the first one says it for both.
            let is_mutual = selector_of(other).is_some_and(|theirs| one.is_selected(theirs));
            one.id != other.id && (one.span < other.span || !is_mutual)
        });
        let first = other.into_iter().chain(twin).min_by_key(|one| one.span);
        if let Some((other, pods)) = first.and_then(|other| Some((other, other.pods()?))) {
            let message = format!(
                "the selector of {} `{}` also selects the pods of {} `{}`",
                one.id.kind,
                one.name(),
                other.id.kind,
                other.name()
            );
            let mut diagnostic = one
                .report(&RULE, selector.span, "spec.selector", message)
                .label("selects the pods of both")
                .note("Pods that lose their owner (`kubectl delete --cascade=orphan`) are adopted by the other; Services, budgets and autoscalers count both.")
                .help("add a label that tells the two apart to selector and template of each, such as `app.kubernetes.io/component`");
            diagnostic
                .related
                .push(other.related(pods.labels.span, "these labels are met"));
            out.push(diagnostic);
        }
    }
}

fn selector_of(one: &Facts) -> Option<&Selector> {
    let selector = one.pods()?.selector.as_ref()?;
    Some(&selector.value)
}
