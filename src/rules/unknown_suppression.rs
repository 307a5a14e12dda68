//! `unknown-suppression`: a comment that silences a rule which does not exist. The engine reports it.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "unknown-suppression",
    level: Level::Warning,
    group: Group::Style,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/unknown-suppression.md"),
    check: Check::Engine,
};

/// The diagnostic for one name in a suppression.
pub(crate) fn report(span: Span, rule: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = RULE
        .at(span, format!("there is no rule `{rule}`"))
        .label("silences nothing");
    match near {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("`everynode rules` lists them"),
    }
}
