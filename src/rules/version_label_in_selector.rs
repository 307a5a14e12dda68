//! `version-label-in-selector`: a label that changes with every release, in a selector that may not change.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};

pub(super) const RULE: Rule = Rule {
    id: "version-label-in-selector",
    level: Level::Warning,
    group: Group::Rollout,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/version-label-in-selector.md"),
    check: Check::Object(check),
};

fn check(context: &ObjectContext<'_>, out: &mut Vec<Diagnostic>) {
    // The selector of a Job is made by the apiserver and never applied again.
    if context.id.kind == "Job" {
        return;
    }
    let Some(selector) = context.model().and_then(|model| model.selector()?.get()) else {
        return;
    };
    let more = context.settings.rules.texts(RULE.id, "labels");
    for (key, value) in selector.match_labels.entries() {
        let is_version = match key.as_str() {
            "app.kubernetes.io/version" | "helm.sh/chart" => true,
            "version" | "chart" | "release-version" | "appVersion"
                if has_version_number(value.str()) =>
            {
                true
            }
            key => more.iter().any(|label| label == key),
        };
        if is_version {
            let kind = &context.id.kind;
            out.push(
                context
                    .report(&RULE, value, format!("the selector holds `{key}: {}`, which changes with the next release", value.str()))
                    .label("the selector may not change")
                    .note(format!("The next upgrade is refused: spec.selector: field is immutable. The {kind} must be deleted and made anew."))
                    .help(format!("leave `{key}` to the labels of the pods; select by labels that stay")),
            );
        }
    }
}

/// Whether a text ends in three numbers or more: `1.2.3`, `v1.2.3`, `web-1.2.3`.
fn has_version_number(text: &str) -> bool {
    let last = text
        .rsplit('-')
        .next()
        .unwrap_or(text)
        .trim_start_matches('v');
    let parts: Vec<&str> = last.split('.').collect();
    parts.len() >= 3
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
