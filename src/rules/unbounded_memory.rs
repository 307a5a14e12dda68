//! `unbounded-memory`: containers that may take all memory of their node.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::core::Container;
use crate::model::field::{Field, Obj};

pub(super) const RULE: Rule = Rule {
    id: "unbounded-memory",
    level: Level::Warning,
    group: Group::Resources,
    presets: &[
        Preset::Default,
        Preset::Strict,
        Preset::KubeLinter,
        Preset::KubeScore,
        Preset::Polaris,
    ],
    fix: None,
    page: include_str!("../../rules/unbounded-memory.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if context.partial {
        return;
    }
    let pod_limit = pods
        .spec
        .resources
        .get()
        .is_some_and(|resources| resources.limits.field("memory").is_some());
    if pod_limit {
        return;
    }
    let excepted = context.settings.rules.texts(RULE.id, "containers");
    let unbounded: Vec<&Obj<Container>> = pods
        .spec
        .containers
        .iter()
        .filter(|container| lacks_limit(container))
        .filter(|container| !excepted.iter().any(|name| container.name == name.as_str()))
        .collect();
    let Some(first) = unbounded.first() else {
        return;
    };
    let is_daemon_set = context.id.kind == "DaemonSet";
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
    let multiplied = if is_daemon_set {
        ", on every node that the DaemonSet reaches"
    } else {
        ""
    };
    let mut diagnostic = context
        .report(&RULE, &first.resources.limits, format!("{noun} {names} without a memory limit{multiplied}"))
        .label("no `resources.limits.memory`")
        .note("A leak takes the node's memory first; then the kernel kills whatever it finds, other pods included.")
        .help("write `resources.limits.memory`, and the same as `resources.requests.memory`");
    diagnostic.span = context.span(&first.name);
    diagnostic.level = if is_daemon_set {
        Level::Warning
    } else {
        Level::Note
    };
    for container in &unbounded[1..] {
        diagnostic = diagnostic.related(context.span(&container.name), "nor here");
    }
    out.push(diagnostic);
}

/// Whether it has no memory limit, and none that could not be read.
fn lacks_limit(container: &Obj<Container>) -> bool {
    let limits = &container.resources.limits;
    !crate::model::field::Located::is_invalid(limits)
        && limits.field("memory").is_none_or(Field::is_missing)
}
