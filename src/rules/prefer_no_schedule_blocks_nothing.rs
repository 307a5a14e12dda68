//! `prefer-no-schedule-blocks-nothing`: a DaemonSet tolerates a taint that would not have kept it away.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;

pub(super) const RULE: Rule = Rule {
    id: "prefer-no-schedule-blocks-nothing",
    level: Level::Note,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/prefer-no-schedule-blocks-nothing.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if !nodes::is_daemon_set(context) {
        return;
    }
    for toleration in pods
        .spec
        .tolerations
        .iter()
        .filter(|one| one.effect == "PreferNoSchedule")
    {
        out.push(
            context
                .report(&RULE, &toleration.effect, "PreferNoSchedule keeps no DaemonSet pod away: there is nothing to tolerate")
                .note("Such a taint makes the scheduler try other nodes first. A DaemonSet's pod has one node alone.")
                .help("to reach nodes that are closed, tolerate NoSchedule; else leave the toleration out"),
        );
    }
}
