//! `unknown-suppression`: a comment that silences a rule which does not exist, or is none. The engine reports it.

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
    let mut rules = super::ALL.iter();
    match near {
        _ if rules.any(|known| known.group.as_str() == rule) => {
            diagnostic.help("that is a group; a comment names rules")
        }
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("`everynode rules` lists them"),
    }
}

/// The diagnostic for what of a comment cannot be understood.
pub(crate) fn malformed(span: Span, message: &str) -> Diagnostic {
    RULE.at(span, message).help(
        "write `# everynode: ignore[rule] reason`, with `until 2027-01-31` where it is to end",
    )
}
