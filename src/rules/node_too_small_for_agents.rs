//! `node-too-small-for-agents`: a DaemonSet asks for more than a node it wants has when empty.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::sim::node::Node;
use crate::sim::room::{Load, Room};

pub(super) const RULE: Rule = Rule {
    id: "node-too-small-for-agents",
    level: Level::Warning,
    group: Group::Resources,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/node-too-small-for-agents.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, _: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if !nodes::is_daemon_set(context) {
        return;
    }
    let Some((all, shape, tolerations)) = nodes::pods_and_nodes(context) else {
        return;
    };
    let load = Load {
        requests: shape.requests(),
        ports: Vec::new(),
    };
    let small: Vec<&Node> = all
        .iter()
        .filter(|node| Room::new(node.allocatable.as_ref()).is_too_small(&load))
        .filter(|node| {
            nodes::is_selected(shape, node) && nodes::kept_away_by(&tolerations, node).is_none()
        })
        .collect();
    let Some(first) = small.first() else { return };
    let mut why = Vec::new();
    Room::new(first.allocatable.as_ref()).resource_reasons(&load, &mut why);
    let what: Vec<String> = why
        .iter()
        .map(|one| one.scheduler_text().to_lowercase())
        .collect();
    let s = if small.len() == 1 { "" } else { "s" };
    out.push(
        RULE.at(
            shape.containers_at,
            format!(
                "asks for more than {} node{s} can offer even when empty",
                small.len()
            ),
        )
        .note(format!(
            "{}: {}. The pod is made, and stays Pending for ever.",
            nodes::names(&small),
            super::words::list(&what)
        ))
        .help("ask for less, or select larger nodes"),
    );
}
