//! `invalid-custom-resource`: a custom resource that the schema of its CustomResourceDefinition refuses.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, KubernetesAnswer, Level};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "invalid-custom-resource",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/invalid-custom-resource.md"),
    check: Check::Engine,
};

/// The diagnostic of a value that the schema refuses.
pub(crate) fn report(span: Span, path: &str, reason: &str, detail: &str) -> Diagnostic {
    let name = if path.is_empty() { "the object" } else { path };
    let said = detail
        .strip_prefix(&format!("{path} in body "))
        .unwrap_or(detail);
    let message = match reason {
        "FieldValueRequired" => format!("`{name}` is missing"),
        "FieldValueDuplicate" => format!("`{name}` is there twice"),
        "FieldValueNotSupported" => format!("`{name}` has none of the {said}"),
        _ => format!("`{name}` {said}"),
    };
    RULE.at(span, message)
        .path(path)
        .note("The apiserver refuses the object: the CustomResourceDefinition asks for it.")
        .kubernetes(KubernetesAnswer {
            stage: "validation",
            reason: Some(reason.to_owned()),
            field: Some(path.to_owned()),
            detail: Some(detail.to_owned()),
        })
}
