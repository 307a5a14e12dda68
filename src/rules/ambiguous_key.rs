//! `ambiguous-key`: a key that Kubernetes reads as something else than it looks.

use super::{Check, DocumentContext, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, Edit, Level, Safety};
use crate::yaml::{NodeId, Scalar};

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-key",
    level: Level::Warning,
    group: Group::Syntax,
    presets: &[Preset::Default, Preset::Strict],
    fix: Some(Safety::Unsafe),
    page: include_str!("../../rules/ambiguous-key.md"),
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, out: &mut Vec<Diagnostic>) {
    let tree = context.tree;
    if tree.has_plain_keys() {
        return;
    }
    // Other programs read other YAML: `on:` is right in a workflow of GitHub Actions.
    let lacks = |key| tree.entry(tree.root(), key).is_none();
    if lacks("apiVersion") && lacks("kind") {
        return;
    }
    let keys = (0..tree.len() as u32).map(NodeId);
    for key in keys.filter(|id| tree.is_key(*id) && !tree.is_plain_name(*id)) {
        let read = match tree.scalar(key) {
            Scalar::Str(_) | Scalar::Null => continue,
            other => other.as_key(),
        };
        let written = tree.text(key);
        if tree.used_at(key).is_some() || read == *written || read.eq_ignore_ascii_case(&written) {
            continue;
        }
        let span = tree.span(key);
        out.push(
            RULE.at(
                span,
                format!("the key `{written}` is `{read}` to Kubernetes"),
            )
            .label(format!("read as `\"{read}\"`"))
            .note("YAML 1.1, which Kubernetes reads, takes it for a boolean or a number.")
            .help(format!("write `\"{written}\"`"))
            .fix(
                "quote the key",
                Safety::Unsafe,
                vec![Edit {
                    span,
                    text: format!("\"{written}\""),
                }],
            ),
        );
    }
}
