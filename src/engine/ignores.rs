//! Writes suppression comments: for each finding where it can stand, leaving every other byte as it is.
//!
//! A comment goes on its own line above the key (or item) that holds the finding; where that would cover more than the
//! key, behind it on its line; else to the head of the document, or of the file. What Kubernetes reads stays the same,
//! which is read back before anything is offered.

use super::suppress;
use crate::diagnostic::{Diagnostic, Edit};
use crate::source::{Source, SourceId, Span};
use crate::span_index::SpanIndex;
use crate::yaml::{self, Kind, NodeId, Style, Tree};
use std::collections::BTreeMap;

/// A text with comments added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The new text.
    pub text: String,
    /// How many comments were added.
    pub comments: usize,
    /// How many of the findings they silence.
    pub silenced: usize,
}

/// Fails for a reason that no comment can hold, and says why.
///
/// # Errors
/// In a person's words.
pub fn check_reason(reason: &str) -> Result<(), String> {
    if reason.trim().is_empty() || reason.contains(char::is_control) {
        return Err(String::from("a reason is needed, in one line"));
    }
    match suppress::fault(&format!("# everynode: ignore[all] {reason}")) {
        Some(why) => Err(why),
        None => Ok(()),
    }
}

/// The source with comments that silence `findings` (all of this source), as far as it takes comments. None where it
/// takes none: JSON, and documents that cannot be read.
#[must_use]
pub fn add_ignores(source: &Source, findings: &[&Diagnostic], reason: &str) -> Option<Ignored> {
    let stream = yaml::parse(&source.text);
    let mut wanted: BTreeMap<Place, Vec<&str>> = BTreeMap::new();
    let mut silenced = 0;
    for finding in findings {
        let at = finding.span.start;
        let documents = &stream.documents;
        let index = documents.binary_search_by_key(&finding.document, |document| document.index);
        let document = index.ok().and_then(|index| documents.get(index));
        let tree = document.and_then(|document| document.content.as_ref().ok());
        let place = match tree {
            Some(tree) if !tree.is_json() && tree.kind(tree.root()) != Kind::Null => {
                place(tree, at)
            }
            _ => None,
        };
        if let Some(place) = place {
            let rules = wanted.entry(place).or_default();
            if !rules.contains(&finding.rule) {
                rules.push(finding.rule);
            }
            silenced += 1;
        }
    }
    if wanted.is_empty() {
        return None;
    }
    let edits: Vec<Edit> = wanted
        .iter()
        .map(|(place, rules)| place.edit(&source.text, rules, reason))
        .collect();
    let text = yaml::edit::apply(&source.text, &edits);
    let holds = means_the_same(&source.text, &text) && covers(&text, &edits, findings, silenced);
    holds.then_some(Ignored {
        text,
        comments: edits.len(),
        silenced,
    })
}

/// Where a comment goes. In text order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Where it is inserted.
    at: u32,
    /// On a line of its own, before the text at `at`, with that many bytes of indentation before it; else behind a line.
    own_line: Option<u32>,
}

impl Place {
    fn edit(self, text: &str, rules: &[&str], reason: &str) -> Edit {
        let comment = format!("# everynode: ignore[{}] {reason}", rules.join(", "));
        let comment = comment.trim_end();
        let text = match self.own_line {
            Some(indent) => format!(
                "{}{comment}{}",
                " ".repeat(indent as usize),
                line_break(text, self.at)
            ),
            None => format!(" {comment}"),
        };
        Edit {
            span: Span::new(self.at, self.at),
            text,
        }
    }
}

/// The line break of the line at `at`.
fn line_break(text: &str, at: u32) -> &'static str {
    let rest = text.get(at as usize..).unwrap_or("");
    match rest.find('\n') {
        Some(end) if rest[..end].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The best place for a comment that covers what starts at `at`.
fn place(tree: &Tree<'_>, at: u32) -> Option<Place> {
    let text = tree.source();
    // From the innermost key or item that holds it outward.
    for (id, is_item) in around(tree, at).into_iter().rev() {
        let start = tree.span(id).start;
        let line = text[..start as usize].rfind('\n').map_or(0, |at| at + 1);
        let before = text.get(line..start as usize)?;
        let indent = before.bytes().take_while(|byte| *byte == b' ').count();
        let marks = &before[indent..];
        let dashes = marks.split(' ').all(|part| part.is_empty() || part == "-");
        if !dashes {
            continue;
        }
        let is_first = start <= tree.span(tree.root()).start;
        // A comment above covers an item as a whole, and a key that opens no item.
        if !is_first && is_item != marks.is_empty() && (!is_item || !is_nested(marks)) {
            return Some(Place {
                at: line as u32,
                own_line: Some(indent as u32),
            });
        }
        if !is_item && let Some(end) = end_of_line(tree, id) {
            return Some(Place {
                at: end,
                own_line: None,
            });
        }
    }
    // The head of the document covers all of it.
    let start = tree.span(tree.root()).start;
    let line = text[..start as usize].rfind('\n').map_or(0, |at| at + 1);
    let is_plain = text
        .get(line..start as usize)?
        .trim_matches([' ', '-', '\u{feff}'])
        .is_empty();
    let shares_line_with_mark = text.get(line..start as usize)?.contains("---");
    (is_plain && !shares_line_with_mark && line as u32 > 0 && tree.kind(tree.root()) == Kind::Map)
        .then_some(Place {
            at: line as u32,
            own_line: Some(0),
        })
}

/// `- - a`: the outer item starts on this line, too.
fn is_nested(marks: &str) -> bool {
    marks.matches('-').count() > 1
}

/// Keys and items in block style whose text holds `at`, from the root inward; whether each is an item.
fn around(tree: &Tree<'_>, at: u32) -> Vec<(NodeId, bool)> {
    let mut found = Vec::new();
    let mut open = tree.root();
    loop {
        if open.is_none() || tree.used_at(open).is_some() {
            return found;
        }
        let is_flow = tree.node(open).style == Style::Flow;
        let next = match tree.kind(open) {
            _ if is_flow => None,
            Kind::Map => tree
                .entries(open)
                .filter(|(key, _)| tree.used_at(*key).is_none())
                .find(|(key, value)| {
                    let end = if tree.used_at(*value).is_some() {
                        tree.span(*key).end
                    } else {
                        tree.span(*value).end.max(tree.span(*key).end)
                    };
                    (tree.span(*key).start..end).contains(&at)
                })
                .map(|(key, value)| (key, value, false)),
            Kind::Seq => tree
                .items(open)
                .filter(|item| tree.used_at(*item).is_none())
                .find(|item| tree.span(*item).range().contains(&(at as usize)))
                .map(|item| (item, item, true)),
            Kind::Null | Kind::Scalar => None,
        };
        let Some((id, inner, is_item)) = next else {
            return found;
        };
        found.push((id, is_item));
        open = inner;
    }
}

/// Where a comment can follow on the line of a key: its value is there, ends there, and nothing is behind it.
fn end_of_line(tree: &Tree<'_>, key: NodeId) -> Option<u32> {
    let text = tree.source();
    let value = tree.after(key);
    let span = tree.span(key);
    let line_end = text[span.end as usize..]
        .find(['\n', '\r'])
        .map_or(text.len(), |at| span.end as usize + at);
    let rest = text.get(span.end as usize..line_end)?;
    let is_block =
        matches!(tree.kind(value), Kind::Map | Kind::Seq) && tree.node(value).style != Style::Flow;
    let ends_here = match tree.kind(value) {
        _ if tree.used_at(value).is_some() => false,
        Kind::Null => true,
        _ if is_block => rest.trim() == ":",
        _ => {
            let end = tree.span(value).end as usize;
            let is_text = matches!(tree.node(value).style, Style::Literal | Style::Folded);
            !is_text && end <= line_end && text.get(end..line_end)?.trim().is_empty()
        }
    };
    let comments = tree.comments();
    let behind = comments.partition_point(|comment| comment.start < span.end);
    let has_comment =
        (comments.get(behind)).is_some_and(|comment| comment.start as usize <= line_end);
    (ends_here && !has_comment).then_some((text[..line_end].trim_end_matches(' ').len()) as u32)
}

/// Whether Kubernetes reads the same from both texts.
fn means_the_same(a: &str, b: &str) -> bool {
    let values = |text: &str| {
        let stream = yaml::parse(text);
        let documents = stream.documents.iter().map(|document| {
            let tree = document.content.as_ref().ok()?;
            let mut out = String::new();
            yaml::write_json(tree, tree.root(), &mut out);
            Some(out)
        });
        // Documents that are nothing but comments count for nothing.
        let documents = documents.filter(|one| one.as_deref() != Some("null"));
        (documents.collect::<Vec<_>>(), stream.stop.is_some())
    };
    values(a) == values(b)
}

/// Whether the comments of the new text cover as many of the findings as they were made for.
fn covers(text: &str, edits: &[Edit], findings: &[&Diagnostic], wanted: usize) -> bool {
    let stream = yaml::parse(text);
    let file = Span::new(0, text.len() as u32);
    let mut suppressions = Vec::new();
    for document in &stream.documents {
        if let Ok(tree) = &document.content {
            let of = suppress::of_document(document, tree, SourceId(0), file);
            suppressions.extend(of);
        }
    }
    // Edits are in text order: what each and all before it add.
    let added: Vec<u32> = edits
        .iter()
        .scan(0, |added, edit| {
            *added += edit.text.len() as u32;
            Some(*added)
        })
        .collect();
    let moved = |at: u32| {
        let before = edits.partition_point(|edit| edit.span.start <= at);
        at + before.checked_sub(1).map_or(0, |last| added[last])
    };
    let spans = SpanIndex::new(suppressions.iter().map(|one| one.covers));
    let covered = findings.iter().filter(|finding| {
        let mut around = spans.covering(moved(finding.span.start));
        around.any(|index| {
            let mut rules = suppressions[index].rules.iter();
            rules.any(|(rule, _)| rule == finding.rule)
        })
    });
    covered.count() >= wanted
}
