//! `invalid-config`: a mistake in `everynode.yaml`. Whoever reads the config reports it.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "invalid-config",
    level: Level::Error,
    group: Group::Syntax,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/invalid-config.md"),
    check: Check::Engine,
};

/// A mistake at a place of the config file.
pub(crate) fn report(span: Span, message: impl Into<String>) -> Diagnostic {
    RULE.at(span, message)
}
