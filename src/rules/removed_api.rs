//! `removed-api`: an apiVersion that the Kubernetes version does not serve any more.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Edit, Level, Safety};
use crate::schema::{self, Finding, Removal};
use crate::yaml::Style;

pub(super) const RULE: Rule = Rule {
    id: "removed-api",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: Some(Safety::Unsafe),
    page: include_str!("../../rules/removed-api.md"),
    check: Check::Engine,
};

/// The diagnostic of a kind that is gone.
pub(crate) fn report(
    removal: Removal,
    finding: &Finding,
    context: &ObjectContext<'_>,
) -> Diagnostic {
    let tree = context.object.tree;
    let (api_version, kind) = (removal.api_version(), removal.kind());
    let gone = removal.removed().unwrap_or_default();
    let said = RULE
        .at(
            tree.span(finding.at),
            format!("`{api_version}` {kind} is gone since Kubernetes 1.{gone}"),
        )
        .path(finding.path.clone())
        .note("kubectl refuses the object: the cluster has no such kind in that version.")
        .kubernetes(super::unknown_kind::no_matches(api_version, kind));
    let Some((new_version, new_kind)) = removal.replacement() else {
        return said
            .help("there is no successor; see the deprecation guide")
            .label("nothing took its place");
    };
    let said = said.label(format!("`{new_version}` has it now"));
    if new_kind != kind {
        return said.help(format!("write a `{new_version}` {new_kind}"));
    }
    let minor = context.settings.kubernetes_minor;
    let fits = schema::kind(new_version, new_kind, minor).is_some_and(|kind| {
        schema::check_against(tree, context.object.root, kind.definition(), minor).is_empty()
    });
    let said = if fits {
        said.help(format!(
            "write `apiVersion: {new_version}`; its defaults and required fields may differ"
        ))
    } else {
        said.help(format!(
            "write `apiVersion: {new_version}` and change the fields that are different there"
        ))
    };
    if !fits || tree.used_at(finding.at).is_some() || tree.node(finding.at).style != Style::Plain {
        return said;
    }
    let edits = vec![Edit {
        span: tree.span(finding.at),
        text: new_version.to_owned(),
    }];
    said.fix(format!("write {new_version}"), Safety::Unsafe, edits)
}
