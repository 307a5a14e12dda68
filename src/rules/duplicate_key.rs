//! `duplicate-key`: a key that is written twice in one mapping.

use super::{Check, DocumentContext, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::yaml::{self, NodeId};

pub(super) const RULE: Rule = Rule {
    id: "duplicate-key",
    level: Level::Error,
    group: Group::Syntax,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/duplicate-key.md"),
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, out: &mut Vec<Diagnostic>) {
    let duplicates = yaml::duplicates(context.tree);
    out.extend(
        duplicates
            .iter()
            .map(|one| report(context, one.first, one.second)),
    );
}

fn report(context: &DocumentContext<'_>, first: NodeId, second: NodeId) -> Diagnostic {
    let tree = context.tree;
    let key = tree.key_text(second);
    RULE.at(
        tree.span(second),
        format!("`{key}` is written twice in the same mapping"),
    )
    .label("this one counts")
    .related(tree.span(first), "this one is dropped")
    .note("kubectl keeps the last one and drops the others without a word.")
    .help("merge the two, or remove one")
}
