//! `budget-blocks-rollout`: a disruption budget that never lets a pod of several go.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::Detail;
use crate::model::values::IntOrString;

pub(super) const RULE: Rule = Rule {
    id: "budget-blocks-rollout",
    level: Level::Warning,
    group: Group::Rollout,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/budget-blocks-rollout.md"),
    check: Check::Scope(check),
};

fn check(scope: &Scope<'_>, out: &mut Vec<Diagnostic>) {
    for budget in scope.kind("PodDisruptionBudget") {
        let Detail::Budget(facts) = &budget.detail else {
            continue;
        };
        let Some(selector) = facts.selector.as_ref() else {
            continue;
        };
        for (workload, pods) in scope.under_budget(budget, &selector.value) {
            let Some(replicas) = pods
                .replicas
                .as_ref()
                .and_then(|replicas| replicas.value)
                .filter(|count| *count > 1)
            else {
                continue;
            };
            let none = |amount: &IntOrString| {
                matches!(amount, IntOrString::Int(0)) || amount.percentage() == Some(0)
            };
            let all = |amount: &IntOrString| {
                matches!(amount, IntOrString::Int(count) if *count >= replicas)
                    || amount.percentage() == Some(100)
            };
            let max = facts
                .max_unavailable
                .as_ref()
                .filter(|amount| none(&amount.value))
                .map(|amount| (amount, "spec.maxUnavailable"));
            let min = facts
                .min_available
                .as_ref()
                .filter(|amount| all(&amount.value))
                .map(|amount| (amount, "spec.minAvailable"));
            let Some((amount, path)) = max.or(min) else {
                continue;
            };
            let message = format!(
                "never lets one of the {replicas} pods of {} `{}` go",
                workload.id.kind,
                workload.name()
            );
            let mut diagnostic = budget
                .report(&RULE, amount.span, path, message)
                .label("no pod may be away")
                .note("Every eviction is refused: `kubectl drain`, node upgrades and the cluster autoscaler wait for ever.")
                .help("let at least one pod go: `maxUnavailable: 1`");
            diagnostic
                .related
                .push(workload.related(workload.span, "the workload"));
            out.push(diagnostic);
            break;
        }
    }
}
