//! `yaml-syntax`: text that Kubernetes cannot read as YAML. The engine reports it.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, KubernetesAnswer, Level};
use crate::yaml::SyntaxError;

pub(super) const RULE: Rule = Rule {
    id: "yaml-syntax",
    level: Level::Error,
    group: Group::Syntax,
    presets: &[Preset::Default, Preset::Api, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/yaml-syntax.md"),
    check: Check::Engine,
};

/// The diagnostic for a document (or the rest of a stream) that cannot be read.
pub(crate) fn report(error: &SyntaxError) -> Diagnostic {
    let mut diagnostic = RULE
        .at(error.span, error.message.clone())
        .kubernetes(KubernetesAnswer {
            stage: "decode",
            reason: None,
            field: None,
            detail: Some(error.message.clone()),
        });
    diagnostic.help = error.help.clone().map(Into::into);
    diagnostic
}
