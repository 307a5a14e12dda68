//! `pod-security`: what the Pod Security Standards forbid.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, KubernetesAnswer, Level};
use crate::model::ObjectTree;
use crate::validation::pod_security::{self, Violation};

/// Its id.
pub(crate) const ID: &str = "pod-security";

pub(super) const RULE: Rule = Rule {
    id: ID,
    level: Level::Error,
    group: Group::Security,
    presets: &[Preset::Default, Preset::PssBaseline, Preset::PssRestricted],
    fix: None,
    page: include_str!("../../rules/pod-security.md"),
    check: Check::Engine,
};

/// The diagnostic of a check that failed.
pub(crate) fn report(
    violation: &Violation,
    level: pod_security::Level,
    version: u8,
    object: &ObjectTree<'_>,
    kind: &str,
) -> Diagnostic {
    let first = violation.fields.first().copied();
    let at = first.unwrap_or(crate::model::Slot::NONE);
    let mut said = RULE
        .at(
            object.span(at),
            format!(
                "the Pod Security Standard `{}` forbids this: {}",
                level.as_str(),
                violation.detail
            ),
        )
        .label(violation.reason)
        .path(object.path(at))
        .note(answer(violation, level, version, kind))
        .kubernetes(KubernetesAnswer {
            stage: "pod-security",
            reason: Some(violation.reason.to_owned()),
            field: None,
            detail: Some(violation.detail.clone()),
        });
    for field in violation.fields.iter().skip(1) {
        said = said.related(object.span(*field), "and here");
    }
    said
}

/// What the admission plugin says of a Pod that it refuses, of a workload that it warns of.
fn answer(violation: &Violation, level: pod_security::Level, version: u8, kind: &str) -> String {
    let version = if version >= pod_security::LATEST {
        "latest".to_owned()
    } else {
        format!("v1.{version}")
    };
    let verb = if kind == "Pod" {
        "violates"
    } else {
        "would violate"
    };
    format!(
        "apiserver: {verb} PodSecurity \"{}:{version}\": {} ({})",
        level.as_str(),
        violation.reason,
        violation.detail
    )
}
