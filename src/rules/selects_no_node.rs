//! `selects-no-node`: no node of the inventory is what the pods ask for.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::sim::pod::PodShape;
use crate::sim::reason::Why;
use crate::sim::scheduler;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "selects-no-node",
    level: Level::Error,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/selects-no-node.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, _: PodView<'_>, out: &mut Vec<Diagnostic>) {
    let Some((all, shape, tolerations)) = nodes::pods_and_nodes(context) else {
        return;
    };
    let come_and_go = context.settings.rules.texts(RULE.id, "labels");
    if come_and_go.iter().any(|key| asks_for(shape, key)) {
        return;
    }
    // How many nodes each reason keeps away, with one of them; taints are told apart by their text.
    let mut reasons: BTreeMap<String, (Why, usize, usize)> = BTreeMap::new();
    for (index, node) in all.iter().enumerate() {
        let mut why = scheduler::static_reasons(shape, &tolerations, node);
        // A cordon passes.
        why.retain(|one| *one != Why::Unschedulable);
        if why.is_empty() {
            return;
        }
        for one in why {
            let text = one.tell(shape, node).message;
            reasons.entry(text).or_insert((one, index, 0)).2 += 1;
        }
    }
    let mut reasons: Vec<_> = reasons.into_values().collect();
    reasons.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    let Some(told) = reasons
        .first()
        .and_then(|(why, node, _)| Some(why.tell(shape, all.get(*node)?)))
    else {
        return;
    };
    let consequence = if nodes::is_daemon_set(context) {
        "The DaemonSet has DESIRED 0 and counts as rolled out: nothing says that no pod runs."
    } else {
        "Every pod stays Pending."
    };
    let mut finding = RULE
        .at(
            told.span,
            format!(
                "none of the {} nodes takes these pods: {}",
                all.len(),
                told.message
            ),
        )
        .note(consequence);
    for (why, node, count) in reasons.iter().skip(1).take(4) {
        if let Some(node) = all.get(*node) {
            finding = finding.note(format!(
                "{count} nodes such as {}: {}",
                node.name,
                why.tell(shape, node).message
            ));
        }
    }
    out.push(finding.help("`everynode place` tells node by node why"));
}

/// Whether the pods ask for nodes by this label.
fn asks_for(shape: &PodShape, key: &str) -> bool {
    let selected = shape.node_selector.iter().any(|entry| entry.0 == key);
    let required = shape.affinity.iter().flat_map(|required| &required.terms);
    let mut expressions = required.flat_map(|term| &term.expressions);
    selected || expressions.any(|one| one.value.key() == key)
}
