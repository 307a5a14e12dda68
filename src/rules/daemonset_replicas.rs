//! `daemonset-replicas`: replicas where the kind has none.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level, Safety};

pub(super) const RULE: Rule = Rule {
    id: "daemonset-replicas",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: Some(Safety::Safe),
    page: include_str!("../../rules/daemonset-replicas.md"),
    check: Check::Instead(check),
};

fn check(generic: &Diagnostic, context: &ObjectContext<'_>) -> Option<Diagnostic> {
    if generic.rule != "unknown-field" || !generic.path.ends_with("spec.replicas") {
        return None;
    }
    let (what, help) = match context.id.kind.as_str() {
        "DaemonSet" => (
            "a DaemonSet, which runs one pod on every eligible node",
            "remove it; to run on fewer nodes use `spec.template.spec.nodeSelector`, for a fixed number of pods a Deployment",
        ),
        "Job" | "CronJob" => (
            "a Job, which counts its pods by `parallelism` and `completions`",
            "remove it, or write `parallelism`",
        ),
        _ => return None,
    };
    let mut better = RULE
        .at(generic.span, format!("`replicas` in {what}"))
        .label("no such field in this kind")
        .path(generic.path.clone())
        .note("`kubectl apply` refuses the object; a client that does not validate strictly drops the field without a word.")
        .help(help);
    better.fix.clone_from(&generic.fix);
    Some(better)
}
