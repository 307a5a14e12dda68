//! `tolerates-everything`: pods that no taint keeps away, dead nodes included.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::sim::node::forbids;
use crate::sim::toleration::tolerated_by;

pub(super) const RULE: Rule = Rule {
    id: "tolerates-everything",
    level: Level::Warning,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/tolerates-everything.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    let spec = pods.spec;
    let all = spec.tolerations.iter().find(|one| {
        one.key.str().is_empty()
            && one.operator == "Exists"
            && matches!(one.effect.str(), "" | "NoExecute")
            && one.toleration_seconds.get().is_none()
    });
    let Some(all) = all.filter(|_| !context.partial) else {
        return;
    };
    let span = context.span(all);
    if context.id.kind == "Pod" && !spec.node_name.str().is_empty() {
        return;
    }
    if nodes::is_daemon_set(context) {
        // Agents that belong on every node say so like this; what it lets them onto is worth a look, no more.
        let Some((all, shape, tolerations)) = nodes::pods_and_nodes(context) else {
            return;
        };
        let others: Vec<_> = tolerations
            .iter()
            .filter(|one| one.span != Some(span))
            .cloned()
            .collect();
        let onto = all.iter().filter(|node| {
            let kept = |taint| forbids(taint) && tolerated_by(&others, taint).is_none();
            nodes::is_selected(shape, node) && node.taints.iter().any(kept)
        });
        let onto: Vec<_> = onto.collect();
        if !onto.is_empty() {
            let message = format!(
                "tolerates every taint, which lets it onto {}",
                nodes::names(&onto)
            );
            out.push(Diagnostic {
                level: Level::Note,
                ..RULE.at(span, message)
            });
        }
        return;
    }
    // What sets up the network of nodes must run on broken ones; such pods are on the host's network themselves.
    let level = if spec.host_network.value() {
        Level::Note
    } else {
        RULE.level
    };
    let finding = RULE
        .at(span, "tolerates every taint: its pods stay on nodes that are dead")
        .note("Kubernetes marks a node that is not ready or unreachable with a NoExecute taint, and evicts what does not tolerate it. These pods are never evicted, and new ones are bound to broken, cordoned and reserved nodes.")
        .help("tolerate the taints that are meant, by key");
    out.push(Diagnostic { level, ..finding });
}
