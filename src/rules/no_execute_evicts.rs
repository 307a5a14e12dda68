//! `no-execute-evicts`: a DaemonSet's toleration that ends, so that its pod is evicted and made again without end.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;

pub(super) const RULE: Rule = Rule {
    id: "no-execute-evicts",
    level: Level::Warning,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/no-execute-evicts.md"),
    check: Check::Pods(check),
};

/// Taints for which the DaemonSet controller puts its own toleration, without an end, in place of an equal one.
const KEPT: [&str; 2] = [
    "node.kubernetes.io/not-ready",
    "node.kubernetes.io/unreachable",
];

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if !nodes::is_daemon_set(context) {
        return;
    }
    for toleration in &pods.spec.tolerations {
        let Some(seconds) = toleration.toleration_seconds.get().copied() else {
            continue;
        };
        if toleration.effect != "NoExecute" {
            // With any other effect the apiserver refuses it.
            continue;
        }
        let key = toleration.key.str();
        if KEPT.contains(&key) {
            if toleration.operator == "Exists" {
                let message =
                    format!("`tolerationSeconds: {seconds}` has no effect in a DaemonSet");
                let finding = context.report(&RULE, &toleration.toleration_seconds, message);
                out.push(
                    Diagnostic { level: Level::Note, ..finding }
                        .note(format!("The controller puts its own toleration for `{key}` in its place, which never ends.")),
                );
            }
            continue;
        }
        let which = if key.is_empty() {
            String::from("any NoExecute taint")
        } else {
            format!("`{key}`")
        };
        let message = format!(
            "under {which} the pod is evicted after {seconds} s, made again, evicted again"
        );
        out.push(
            context
                .report(&RULE, &toleration.toleration_seconds, message)
                .note("The DaemonSet controller sees a taint that is tolerated and makes the pod again at once; the node's taint evicts it again when the time is up.")
                .help("remove `tolerationSeconds` to stay, or the toleration to go for good"),
        );
    }
}
