//! `required-field`: a field that must be there.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "required-field",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/required-field.md"),
    check: Check::Engine,
};
