//! `too-long`: a text with too many bytes.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "too-long",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/too-long.md"),
    check: Check::Engine,
};
