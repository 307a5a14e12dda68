//! `forbidden-field`: a field that may not be set there.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "forbidden-field",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/forbidden-field.md"),
    check: Check::Engine,
};
