//! `missing-selector`: a workload of `apps/v1` without a selector.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::validation::meta::SELECTOR_MISMATCH;

pub(super) const RULE: Rule = Rule {
    id: "missing-selector",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/missing-selector.md"),
    check: Check::Instead(check),
};

fn check(generic: &Diagnostic, context: &ObjectContext<'_>) -> Option<Diagnostic> {
    let answer = generic.kubernetes.as_ref()?;
    // Of a DaemonSet without selector the apiserver only says that its (empty) selector does not match.
    let mismatch = |field: &str| {
        field.ends_with("metadata.labels") && answer.detail.as_deref() == Some(SELECTOR_MISMATCH)
    };
    let field = answer.field.as_deref()?;
    if answer.stage != "validation" || !(field == "spec.selector" || mismatch(field)) {
        return None;
    }
    let model = context.model()?;
    let selector = model.selector().filter(|selector| selector.is_missing())?;
    let kind = &context.id.kind;
    let labels = &model.pods()?.metadata.labels;
    let mut better = RULE
        .at(context.span(selector), format!("{kind} without `selector`"))
        .label("no `selector` here")
        .path(context.path(selector))
        .note(format!("Kubernetes refuses the {kind}: since apps/v1 the selector is no longer taken from the template's labels."));
    let wanted: Vec<String> = labels
        .entries()
        .iter()
        .map(|(key, value)| format!("{key}: {}", value.str()))
        .collect();
    if wanted.is_empty() {
        better = better.help("add `selector.matchLabels`, and the same labels to the template");
    } else {
        better = better
            .related(context.span(labels), "the pods carry these labels")
            .help(format!("add `selector: {{matchLabels: {{{}}}}}`; it cannot be changed once the object exists", wanted.join(", ")));
    }
    Some(better)
}
