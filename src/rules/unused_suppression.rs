//! `unused-suppression`: a comment that silences nothing. The engine reports it.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "unused-suppression",
    level: Level::Warning,
    group: Group::Style,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/unused-suppression.md"),
    check: Check::Engine,
};

/// The diagnostic for one name in a suppression.
pub(crate) fn report(span: Span, rule: &str) -> Diagnostic {
    RULE.at(span, format!("`{rule}` finds nothing here"))
        .label("silences nothing")
        .help("remove it: it would hide the next fault of that kind")
}
