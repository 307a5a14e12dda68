//! `single-replica-with-budget`: one replica, and a budget that never lets it go.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::{BudgetFacts, Spanned};
use crate::model::values::IntOrString;

pub(super) const RULE: Rule = Rule {
    id: "single-replica-with-budget",
    level: Level::Warning,
    group: Group::Consistency,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/single-replica-with-budget.md"),
    check: Check::Scope(check),
};

fn check(scope: &Scope<'_>, out: &mut Vec<Diagnostic>) {
    for workload in scope.objects.iter().filter(|one| !one.partial) {
        let replicas = workload.pods().and_then(|pods| pods.replicas.as_ref());
        let Some(replicas) = replicas.filter(|all| all.value.is_none_or(|count| count == 1)) else {
            continue;
        };
        let strict = scope.budgets_over(workload).filter_map(|(budget, facts)| {
            let selector = facts.selector.as_ref()?;
            let amount = never_lets_one_go(facts)?;
            (!selector.value.is_empty()).then_some((budget, amount))
        });
        let Some((budget, amount)) = strict.min_by_key(|(budget, _)| (budget.source, budget.span))
        else {
            continue;
        };
        if scope.autoscalers_of(workload).next().is_some() {
            continue;
        }
        let what = if replicas.value.is_some() {
            "`replicas: 1`"
        } else {
            "no `replicas`, which means 1,"
        };
        let message = format!(
            "{what} under PodDisruptionBudget `{}`, which never lets one pod go",
            budget.name()
        );
        let mut diagnostic = workload
            .report(&RULE, replicas.span, "spec.replicas", message)
            .note("Every eviction of the pod is refused: `kubectl drain`, node upgrades and the cluster autoscaler wait for ever.")
            .help("run two replicas or more, or let the budget give way (`maxUnavailable: 1`)");
        diagnostic
            .related
            .push(budget.related(amount, "no pod may be away"));
        out.push(diagnostic);
    }
}

/// Where the budget says that a workload of one replica may never be without it.
fn never_lets_one_go(budget: &BudgetFacts) -> Option<crate::source::Span> {
    let is = |amount: &Option<Spanned<IntOrString>>, wanted: fn(&IntOrString) -> bool| {
        amount
            .as_ref()
            .filter(|amount| wanted(&amount.value))
            .map(|amount| amount.span)
    };
    is(&budget.min_available, |least| match least {
        IntOrString::Int(count) => *count >= 1,
        // Percentages are rounded up: any share of one pod is one pod.
        share @ IntOrString::String(_) => share.percentage().is_some_and(|share| share > 0),
    })
    .or_else(|| {
        is(&budget.max_unavailable, |most| match most {
            IntOrString::Int(count) => *count == 0,
            share @ IntOrString::String(_) => share.percentage() == Some(0),
        })
    })
}
