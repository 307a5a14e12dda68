//! `expired-suppression`: a suppression whose last day has passed. The engine reports it.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "expired-suppression",
    level: Level::Note,
    group: Group::Style,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/expired-suppression.md"),
    check: Check::Engine,
};

/// The diagnostic for a suppression that was to end on `until`.
pub(crate) fn report(span: Span, until: &str, level: Level) -> Diagnostic {
    let mut diagnostic = RULE
        .at(span, format!("this was to be mended until {until}"))
        .note("It still silences its rules, so that no build turns red on a date alone.")
        .help("mend the cause, or set a new date");
    diagnostic.level = level;
    diagnostic
}
