//! `undefined-reference`: a name that nothing in the object has.

use super::{Check, Group, Preset, Rule};
use crate::diagnostic::Level;

pub(super) const RULE: Rule = Rule {
    id: "undefined-reference",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: None,
    page: include_str!("../../rules/undefined-reference.md"),
    check: Check::Engine,
};
