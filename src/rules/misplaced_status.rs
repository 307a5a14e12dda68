//! `misplaced-status`: a `status` in a manifest, which the apiserver drops.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::schema::Finding;

pub(super) const RULE: Rule = Rule {
    id: "misplaced-status",
    level: Level::Note,
    group: Group::Api,
    presets: &[Preset::Default],
    fix: None,
    page: include_str!("../../rules/misplaced-status.md"),
    check: Check::Engine,
};

/// The diagnostic of a `status` with something in it.
pub(crate) fn report(finding: &Finding, context: &ObjectContext<'_>) -> Diagnostic {
    RULE.at(
        context.object.tree.span(finding.at),
        "`status` is written by the cluster, not by manifests",
    )
    .label("dropped")
    .path(finding.path.clone())
    .note("The apiserver drops it when it creates or updates the object.")
    .help("remove it")
}
