//! `rollout-never-finishes`: a StatefulSet whose partition keeps every pod at the old revision.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::Model;

pub(super) const RULE: Rule = Rule {
    id: "rollout-never-finishes",
    level: Level::Warning,
    group: Group::Rollout,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/rollout-never-finishes.md"),
    check: Check::Object(check),
};

fn check(context: &ObjectContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Model::StatefulSet(set)) = context.model().filter(|_| !context.partial) else {
        return;
    };
    let Some(rolling) = set.spec.update_strategy.rolling_update.get() else {
        return;
    };
    let replicas = set.spec.replicas.get().copied().unwrap_or(1);
    let first = set
        .spec
        .ordinals
        .get()
        .map_or(0, |ordinals| ordinals.start.value());
    let Some(partition) = rolling.partition.written().copied() else {
        return;
    };
    if replicas == 0 || partition < first.saturating_add(replicas) {
        return;
    }
    let pods = if replicas == 1 {
        "its one pod".to_owned()
    } else {
        format!("any of its {replicas} pods")
    };
    out.push(
        context
            .report(&RULE, &rolling.partition, format!("`partition: {partition}` never updates {pods}"))
            .label("only pods from this ordinal on are updated")
            .note("A new template is stored and changes no pod; `kubectl rollout status` reports it as done at once.")
            .help("lower `partition` to roll out, to 0 for all pods"),
    );
}
