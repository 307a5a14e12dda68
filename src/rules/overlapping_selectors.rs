//! `overlapping-selectors`: workloads that take each other's pods for their own.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Level};

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
    for one in scope.controllers() {
        let Some(selector) = one.pods().and_then(|pods| pods.selector.as_ref()) else {
            continue;
        };
        if selector.value.labels.is_empty() {
            continue;
        }
        // In another file it may be an alternative, which is never applied beside this one.
        for other in scope.selected_beside(one, &selector.value) {
            let Some(pods) = other.pods() else { continue };
            if one.id == other.id {
                continue;
            }
            // Where each selects the other's pods the first one says it for both.
            let mutual = pods
                .selector
                .as_ref()
                .is_some_and(|theirs| one.is_selected(&theirs.value));
            if mutual && other.span < one.span {
                continue;
            }
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
            break;
        }
    }
}
