//! `misses-nodes`: a DaemonSet that is kept off nodes of the inventory by taints alone.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::values::selector::Labels as _;
use crate::sim::node::Node;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "misses-nodes",
    level: Level::Warning,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/misses-nodes.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, _: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if !nodes::is_daemon_set(context) {
        return;
    }
    let Some((all, shape, tolerations)) = nodes::pods_and_nodes(context) else {
        return;
    };
    let meant = context.settings.rules.texts(RULE.id, "taints");
    let mut reached = 0;
    let mut missed: BTreeMap<String, Vec<&Node>> = BTreeMap::new();
    for node in all.iter().filter(|node| nodes::is_selected(shape, node)) {
        match nodes::kept_away_by(&tolerations, node) {
            None => reached += 1,
            // What a controller sets for a while is not the manifest's affair.
            Some(taint) if is_passing(&taint) || has_key(&taint, meant) => {}
            // Programs of Linux are not missed on Windows; `missing-os-selector` has a word on that.
            Some(_) if node.label("kubernetes.io/os") == Some("windows") => {}
            Some(taint) => missed.entry(taint).or_default().push(node),
        }
    }
    let count: usize = missed.values().map(Vec::len).sum();
    // Reaching none at all is `selects-no-node`.
    if count == 0 || reached == 0 {
        return;
    }
    let mut finding = RULE.at(
        shape.tolerations_at,
        format!(
            "misses {count} of the {} nodes that it selects: taints that it does not tolerate",
            reached + count
        ),
    );
    for (taint, nodes) in missed.iter().take(4) {
        finding = finding.note(format!("{taint}: {}", nodes::names(nodes)));
    }
    out.push(finding.help("tolerate the taint, or select the nodes that are meant; `everynode place` tells node by node"));
}

/// Whether a taint, as it is printed, has one of these keys.
fn has_key(taint: &str, keys: &[String]) -> bool {
    let key = taint.split(['=', ':']).next().unwrap_or(taint);
    keys.iter().any(|one| one == key)
}

fn is_passing(taint: &str) -> bool {
    [
        "node.kubernetes.io/",
        "node.cloudprovider.kubernetes.io/",
        "ToBeDeleted",
        "DeletionCandidate",
        "karpenter.sh/disrupt",
    ]
    .iter()
    .any(|start| taint.starts_with(start))
}
