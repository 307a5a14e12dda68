//! `on-delete-update`: a change of the template reaches a pod only when someone deletes it.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::Model;

pub(super) const RULE: Rule = Rule {
    id: "on-delete-update",
    level: Level::Note,
    group: Group::Rollout,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/on-delete-update.md"),
    check: Check::Object(check),
};

fn check(context: &ObjectContext<'_>, out: &mut Vec<Diagnostic>) {
    let strategy = match context.model() {
        Some(Model::DaemonSet(object)) => &object.spec.update_strategy.r#type,
        Some(Model::StatefulSet(object)) => &object.spec.update_strategy.r#type,
        _ => return,
    };
    if *strategy != "OnDelete" {
        return;
    }
    out.push(
        context
            .report(&RULE, strategy, format!("a change of this {} reaches a pod only when someone deletes it", context.id.kind))
            .label("nothing is rolled out")
            .note("Pods that restart or move get the new template, the others keep the old one: both run side by side until every pod was deleted.")
            .help("`RollingUpdate` replaces the pods by itself"),
    );
}
