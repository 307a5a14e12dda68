//! `missing-kind`: a document that does not say what it is.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, KubernetesAnswer, Level};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "missing-kind",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/missing-kind.md"),
    check: Check::Engine,
};

/// The diagnostic of a document that is no object; `detail` are kubectl's words.
pub(crate) fn report(span: Span, path: &str, detail: &str) -> Diagnostic {
    let what = detail
        .strip_prefix("error validating data: ")
        .unwrap_or(detail);
    let message = if what.starts_with("json: ") {
        String::from("a Kubernetes object must be a mapping with `apiVersion` and `kind`")
    } else if what.starts_with('[') {
        String::from("`apiVersion` and `kind` are missing")
    } else if what.ends_with("isn't string type") {
        format!("`{path}` must be text")
    } else if what.ends_with("not set") || what.starts_with("Object 'Kind'") {
        format!("`{path}` is missing")
    } else {
        format!("`{path}` is not an apiVersion: it must be `version` or `group/version`")
    };
    RULE.at(span, message)
        .path(path)
        .note("kubectl cannot tell what to send to the cluster, and sends nothing.")
        .kubernetes(KubernetesAnswer {
            stage: "decode",
            reason: None,
            field: None,
            detail: Some(detail.to_owned()),
        })
}
