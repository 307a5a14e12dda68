//! `duplicate-key`: a key that is written twice in one mapping.

use super::{Check, DocumentContext, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::yaml::{Kind, NodeId};
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule {
    id: "duplicate-key",
    level: Level::Error,
    group: Group::Syntax,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/duplicate-key.md"),
    check: Check::Document(check),
};

/// Mappings with more keys than this are searched with a table.
const FEW: usize = 24;

fn check(context: &DocumentContext<'_>, out: &mut Vec<Diagnostic>) {
    let tree = context.tree;
    for index in 0..tree.len() as u32 {
        let map = NodeId(index);
        if tree.kind(map) != Kind::Map || tree.used_at(map).is_some() {
            continue;
        }
        let keys: Vec<NodeId> = tree.entries(map).map(|entry| entry.0).collect();
        if keys.len() <= FEW {
            for (at, key) in keys.iter().enumerate() {
                let text = tree.key_text(*key);
                if let Some(first) = keys[..at]
                    .iter()
                    .find(|earlier| tree.key_text(**earlier) == text)
                {
                    out.push(report(context, *first, *key));
                }
            }
        } else {
            let mut seen = HashMap::with_capacity(keys.len());
            for key in keys {
                if let Some(first) = seen.insert(tree.key_text(key).into_owned(), key) {
                    out.push(report(context, first, key));
                }
            }
        }
    }
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
