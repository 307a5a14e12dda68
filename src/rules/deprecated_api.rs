//! `deprecated-api`: an apiVersion that the apiserver still serves, with a warning.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, KubernetesAnswer, Level};
use crate::schema::{Finding, Removal};

pub(super) const RULE: Rule = Rule {
    id: "deprecated-api",
    level: Level::Warning,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/deprecated-api.md"),
    check: Check::Engine,
};

/// The diagnostic of a kind that is going away; a note where no end is known.
pub(crate) fn report(
    removal: Removal,
    finding: &Finding,
    context: &ObjectContext<'_>,
) -> Diagnostic {
    let (api_version, kind) = (removal.api_version(), removal.kind());
    let since = removal.deprecated().unwrap_or_default();
    let message = match removal.removed() {
        Some(removed) => format!(
            "`{api_version}` {kind} is deprecated and will be gone in Kubernetes 1.{removed}"
        ),
        None => format!("`{api_version}` {kind} is deprecated since Kubernetes 1.{since}"),
    };
    let mut said = RULE
        .at(context.object.tree.span(finding.at), message)
        .path(finding.path.clone())
        .kubernetes(KubernetesAnswer {
            stage: "warning",
            reason: None,
            field: None,
            detail: Some(warning(removal)),
        });
    if removal.removed().is_none() {
        said.level = Level::Note;
    }
    match removal.replacement() {
        Some((version, kind)) => said
            .label(format!("deprecated since 1.{since}"))
            .help(format!("write a `{version}` {kind}")),
        None => said.label(format!("deprecated since 1.{since}")),
    }
}

/// The apiserver's words: apiserver/pkg/endpoints/deprecation/deprecation.go `WarningMessage`.
fn warning(removal: Removal) -> String {
    let (api_version, kind) = (removal.api_version(), removal.kind());
    let mut text = format!(
        "{api_version} {kind} is deprecated in v1.{}+",
        removal.deprecated().unwrap_or_default()
    );
    if let Some(removed) = removal.removed() {
        text.push_str(&format!(", unavailable in v1.{removed}+"));
    }
    if let Some((version, kind)) = removal.replacement() {
        text.push_str(&format!("; use {version} {kind}"));
    }
    text
}
