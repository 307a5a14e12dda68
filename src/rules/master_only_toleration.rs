//! `master-only-toleration`: tolerates the taint that control planes carried until 1.23, not the one they carry now.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;

pub(super) const RULE: Rule = Rule {
    id: "master-only-toleration",
    level: Level::Warning,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/master-only-toleration.md"),
    check: Check::Pods(check),
};

const MASTER: &str = "node-role.kubernetes.io/master";
const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    let tolerations = &pods.spec.tolerations;
    let Some(old) = tolerations
        .iter()
        .find(|toleration| toleration.key == MASTER)
    else {
        return;
    };
    let reaches_control_planes = tolerations.iter().any(|toleration| {
        toleration.key == CONTROL_PLANE
            || (toleration.key.str().is_empty() && toleration.operator == "Exists")
    });
    if reaches_control_planes {
        return;
    }
    let what = if context.id.kind == "DaemonSet" {
        "No pod runs on"
    } else {
        "No pod can be scheduled on"
    };
    out.push(
        context
            .report(&RULE, &old.key, "tolerates the taint that control planes carried until 1.23, not the one they carry now")
            .label(format!("nodes since 1.24 have `{CONTROL_PLANE}`"))
            .note(format!("{what} the control-plane nodes of any cluster newer than 1.24."))
            .help(format!("add a second toleration for `{CONTROL_PLANE}`")),
    );
}
