//! `unbounded-cpu`: containers without CPU request and limit.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::core::Container;
use crate::model::field::{Located, Map, Obj};
use crate::model::values::Quantity;

pub(super) const RULE: Rule = Rule {
    id: "unbounded-cpu",
    level: Level::Note,
    group: Group::Resources,
    presets: &[
        Preset::Default,
        Preset::Strict,
        Preset::KubeLinter,
        Preset::KubeScore,
        Preset::Polaris,
    ],
    fix: None,
    page: include_str!("../../rules/unbounded-cpu.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if context.partial {
        return;
    }
    let has = |resources: &Map<Quantity>| {
        resources.is_invalid() || resources.field("cpu").is_some_and(|cpu| !cpu.is_missing())
    };
    if pods
        .spec
        .resources
        .get()
        .is_some_and(|resources| has(&resources.limits) || has(&resources.requests))
    {
        return;
    }
    let excepted = context.settings.rules.texts(RULE.id, "containers");
    let unbounded: Vec<&Obj<Container>> = pods
        .spec
        .containers
        .iter()
        .filter(|container| {
            !has(&container.resources.limits) && !has(&container.resources.requests)
        })
        .filter(|container| !excepted.iter().any(|name| container.name == name.as_str()))
        .collect();
    let Some(first) = unbounded.first() else {
        return;
    };
    let names: Vec<&str> = unbounded
        .iter()
        .map(|container| container.name.str())
        .collect();
    let names = super::words::quoted_list(&names);
    let noun = if unbounded.len() == 1 {
        "container"
    } else {
        "containers"
    };
    let mut diagnostic = context
        .report(&RULE, &first.resources.requests, format!("{noun} {names} with neither CPU request nor limit"))
        .label("no `cpu` under `resources`")
        .note("The scheduler counts it as nothing, and under pressure it gets next to nothing; in idle times it may take every core.")
        .help("write `resources.requests.cpu`");
    diagnostic.span = context.span(&first.name);
    for container in &unbounded[1..] {
        diagnostic = diagnostic.related(context.span(&container.name), "nor here");
    }
    out.push(diagnostic);
}
