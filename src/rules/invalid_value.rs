//! `invalid-value`: a value that Kubernetes does not accept.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "invalid-value",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/invalid-value.md"),
    check: Check::Engine,
};
