//! `too-many`: a list with too many items.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "too-many",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/too-many.md"),
    check: Check::Engine,
};
