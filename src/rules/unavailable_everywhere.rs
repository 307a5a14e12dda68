//! `unavailable-everywhere`: a rollout that may take every pod away at once.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::Model;
use crate::model::values::IntOrString;

pub(super) const RULE: Rule = Rule {
    id: "unavailable-everywhere",
    level: Level::Warning,
    group: Group::Rollout,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/unavailable-everywhere.md"),
    check: Check::Object(check),
};

fn check(context: &ObjectContext<'_>, out: &mut Vec<Diagnostic>) {
    let most = match context.model {
        Some(Model::DaemonSet(object)) => object
            .spec
            .update_strategy
            .rolling_update
            .get()
            .map(|rolling| &rolling.max_unavailable),
        Some(Model::Deployment(object))
            if object.spec.replicas.get().is_some_and(|count| *count > 1) =>
        {
            object
                .spec
                .strategy
                .rolling_update
                .get()
                .map(|rolling| &rolling.max_unavailable)
        }
        _ => None,
    };
    let Some(most) = most.filter(|most| most.written().is_some_and(is_all)) else {
        return;
    };
    let what = if context.id.kind == "DaemonSet" {
        "on every node"
    } else {
        "of the Deployment"
    };
    out.push(
        context
            .report(&RULE, most, format!("a rollout may take away every pod {what} at once"))
            .label("all of them")
            .note("Old pods are all killed before one new pod is ready; a broken image leaves nothing running.")
            .help("write a number or a share that the service can do without, such as `10%`"),
    );
}

fn is_all(most: &IntOrString) -> bool {
    most.percentage().is_some_and(|share| share >= 100)
}
