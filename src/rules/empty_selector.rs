//! `empty-selector`: a workload whose selector would select every pod of the namespace.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};

pub(super) const RULE: Rule = Rule {
    id: "empty-selector",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/empty-selector.md"),
    check: Check::Instead(check),
};

fn check(generic: &Diagnostic, context: &ObjectContext<'_>) -> Option<Diagnostic> {
    let answer = generic.kubernetes.as_ref()?;
    if !answer.detail.as_deref()?.starts_with("empty selector is ") {
        return None;
    }
    let kind = &context.id.kind;
    Some(
        RULE.at(generic.span, format!("the selector of the {kind} is empty"))
            .label("selects every pod of the namespace")
            .path(generic.path.clone())
            .note(format!("Kubernetes refuses the {kind}; it would take every pod of its namespace for its own."))
            .help("write `matchLabels` with labels that only its own pods carry"),
    )
}
