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
    let most = match context.model() {
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
    let Some(most) = most else { return };
    let limit = context.settings.rules.number(RULE.id, "most").unwrap_or(99);
    let share = most.written().and_then(IntOrString::percentage);
    let share = share.map(u64::from);
    let Some(share) = share.filter(|share| *share > limit.min(99)) else {
        return;
    };
    if share < 100 {
        out.push(
            context
                .report(&RULE, most, format!("a rollout may take away {share} % of the pods at once"))
                .label(format!("more than {limit} %"))
                .note("Old pods are killed before the new ones are ready; the rest has to carry the load.")
                .help(format!("write `{limit}%` or less")),
        );
        return;
    }
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
