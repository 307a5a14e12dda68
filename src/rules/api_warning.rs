//! `api-warning`: what the apiserver warns of when it takes an object.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, KubernetesAnswer, Level};
use crate::validation::Warning;

pub(super) const RULE: Rule = Rule {
    id: "api-warning",
    level: Level::Warning,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/api-warning.md"),
    check: Check::Engine,
};

/// The diagnostic of a warning.
pub(crate) fn report(warning: &Warning) -> Diagnostic {
    let text = warning.detail.as_str();
    let message = match text.strip_prefix(&warning.path) {
        Some(rest) if !warning.path.is_empty() => {
            let name = super::api_words::last_name(&warning.path);
            format!("`{name}`: {}", rest.trim_start_matches([':', ' ']))
        }
        _ => text.to_owned(),
    };
    RULE.at(warning.span, message)
        .path(warning.path.clone())
        .note(format!("apiserver: Warning: {text}"))
        .kubernetes(KubernetesAnswer {
            stage: "warning",
            reason: None,
            field: None,
            detail: Some(text.to_owned()),
        })
}
