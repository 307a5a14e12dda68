//! `missing-os-selector`: pods that may land on Windows nodes as well as on Linux ones.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::values::selector::Labels as _;
use crate::sim::node::Node;

pub(super) const RULE: Rule = Rule {
    id: "missing-os-selector",
    level: Level::Warning,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/missing-os-selector.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, _: PodView<'_>, out: &mut Vec<Diagnostic>) {
    let Some((all, shape, tolerations)) = nodes::pods_and_nodes(context) else {
        return;
    };
    let of = |os: &str| -> Vec<&Node> {
        all.iter()
            .filter(|node| node.label("kubernetes.io/os") == Some(os))
            .filter(|node| {
                nodes::is_selected(shape, node) && nodes::kept_away_by(&tolerations, node).is_none()
            })
            .collect()
    };
    let (linux, windows) = (of("linux"), of("windows"));
    if linux.is_empty() || windows.is_empty() {
        return;
    }
    let message = format!(
        "may land on {} Linux and {} Windows nodes",
        linux.len(),
        windows.len()
    );
    out.push(
        RULE.at(shape.spec_at, message)
            .note(format!("An image for the other system does not start: on {} or on {} the pod ends in ImagePullBackOff or CreateContainerError.", nodes::names(&windows), nodes::names(&linux)))
            .help("nodeSelector `kubernetes.io/os: linux` (or `windows`)"),
    );
}
