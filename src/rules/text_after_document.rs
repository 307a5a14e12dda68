//! `text-after-document`: text behind the root node, which Kubernetes drops.

use super::{Check, DocumentContext, Group, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};

pub(super) const RULE: Rule = Rule {
    id: "text-after-document",
    level: Level::Error,
    group: Group::Syntax,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/text-after-document.md"),
    check: Check::Document(check),
};

fn check(context: &DocumentContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(dropped) = context.document.dropped else {
        return;
    };
    let text = context
        .tree
        .source()
        .get(dropped.range())
        .unwrap_or_default();
    let first_line = text.lines().next().unwrap_or_default().trim_end();
    let span = crate::source::Span::new(dropped.start, dropped.start + first_line.len() as u32);
    out.push(
        RULE.at(span, format!("`{first_line}` stands behind the end of the document"))
            .label("from here on nothing is read")
            .note("Kubernetes reads one value per document and drops the rest of its text without a word.")
            .help("indent it to where it belongs, or start a new document with a line `---`"),
    );
}
