//! Suppressions: comments and annotations that silence findings, and what is wrong with them.
//!
//! `# everynode: ignore[rule, rule] reason until 2027-01-31` on a line or above a key covers that key's subtree; at the
//! head of a document, the document. `# everynode: ignore-file[rule] reason` covers the file. The annotation
//! `everynode.dev/ignore: "rule rule"` covers the object.

use super::Settings;
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::model::values::time::Time;
use crate::rules::{self, expired_suppression, unknown_suppression, unused_suppression};
use crate::source::{SourceId, Span};
use crate::span_index::SpanIndex;
use crate::suggest;
use crate::yaml::{Document, NodeId, Tree};
use rustc_hash::FxHashMap;

/// The annotation that silences rules for its object.
pub const ANNOTATION: &str = "everynode.dev/ignore";

/// One place that silences rules for a stretch of text.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// In which source.
    pub source: SourceId,
    /// In which document of it.
    pub document: u32,
    /// What it covers: findings that start inside.
    pub covers: Span,
    /// The comment or annotation itself.
    pub span: Span,
    /// The rules, each with the place where it is named.
    pub rules: Vec<(String, Span)>,
    /// Why.
    pub reason: String,
    /// The last day on which it counts: `2027-01-31`.
    pub until: Option<String>,
    /// What of it cannot be understood, and where.
    pub fault: Option<(Span, String)>,
}

/// The suppressions of one document: its comments and the annotations of its objects.
pub(super) fn of_document(
    document: &Document<'_>,
    tree: &Tree<'_>,
    source: SourceId,
    file: Span,
) -> Vec<Suppression> {
    let mut found = Vec::new();
    let mut written: Vec<NodeId> = Vec::new();
    for comment in tree.comments() {
        let text = &tree.source()[comment.range()];
        let Some(parsed) = parse(text, comment.start) else {
            continue;
        };
        let covers = if parsed.whole_file {
            file
        } else {
            if written.is_empty() {
                written = (0..tree.len() as u32)
                    .map(NodeId)
                    .filter(|id| tree.used_at(*id).is_none())
                    .collect();
                written.sort_by_key(|id| tree.span(*id).start);
            }
            covered(document, tree, *comment, &written)
        };
        found.push(Suppression {
            source,
            document: document.index,
            covers,
            span: *comment,
            rules: parsed.rules,
            reason: parsed.reason,
            until: parsed.until,
            fault: parsed.fault,
        });
    }
    found
}

/// The suppression that one of the annotations of the object at `root` makes.
pub(super) fn of_annotation(
    document: &Document<'_>,
    tree: &Tree<'_>,
    source: SourceId,
    root: NodeId,
    annotations: NodeId,
) -> Option<Suppression> {
    let value = tree.entry(annotations, ANNOTATION);
    let text = tree.string(value)?;
    let span = tree.span(value);
    let rules = text
        .split([' ', ','])
        .filter(|rule| !rule.is_empty())
        .map(|rule| (rule.to_owned(), span))
        .collect();
    let covers = tree.span(root);
    Some(Suppression {
        source,
        document: document.index,
        covers,
        span,
        rules,
        reason: String::new(),
        until: None,
        fault: None,
    })
}

#[derive(Default)]
struct Parsed {
    whole_file: bool,
    rules: Vec<(String, Span)>,
    reason: String,
    until: Option<String>,
    fault: Option<(Span, String)>,
}

/// Reads one comment; None where it does not speak to everynode.
fn parse(comment: &str, start: u32) -> Option<Parsed> {
    let words = comment
        .trim_start_matches('#')
        .trim_start()
        .strip_prefix("everynode:")?
        .trim_start();
    let Some((whole_file, list, reason)) = parts(words) else {
        let whole = Span::new(start, start + comment.len() as u32);
        let message = String::from("this comment is not understood, and silences nothing");
        return Some(Parsed {
            fault: Some((whole, message)),
            ..Parsed::default()
        });
    };
    // Offsets follow from where the slices lie in the comment.
    let offset = |part: &str| start + (part.as_ptr() as usize - comment.as_ptr() as usize) as u32;
    let rules = list.split([',', ' ']).filter(|rule| !rule.is_empty());
    let rules = rules
        .map(|rule| {
            (
                rule.to_owned(),
                Span::new(offset(rule), offset(rule) + rule.len() as u32),
            )
        })
        .collect();
    let behind = reason.split_once("until ").map(|(_, rest)| rest);
    let word = behind.and_then(|rest| rest.split([' ', ',', ')', '.', ';']).next());
    // Anything else is a sentence: "until the chart is gone".
    let date = word.filter(|word| looks_like_date(word));
    let fault = date.filter(|date| !is_date(date)).map(|date| {
        let span = Span::new(offset(date), offset(date) + date.len() as u32);
        (span, format!("`{date}` is no day, so that this never ends"))
    });
    Some(Parsed {
        whole_file,
        rules,
        reason: reason.trim().to_owned(),
        until: date.filter(|date| is_date(date)).map(str::to_owned),
        fault,
    })
}

/// What of a comment cannot be understood.
pub(super) fn fault(comment: &str) -> Option<String> {
    Some(parse(comment, 0)?.fault?.1)
}

/// `ignore[rules] reason`, `ignore-file[rules] reason`: whether it is for the file, the rules, the reason.
fn parts(words: &str) -> Option<(bool, &str, &str)> {
    let rest = words.strip_prefix("ignore")?;
    let (whole_file, rest) = match rest.strip_prefix("-file") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (list, reason) = rest.strip_prefix('[')?.split_once(']')?;
    let is_empty = list.trim_matches([' ', ',']).is_empty();
    (!is_empty).then_some((whole_file, list, reason))
}

/// Four digits and a `-`: meant as a day.
fn looks_like_date(text: &str) -> bool {
    let year = text.split_once('-').map(|(year, _)| year);
    year.is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `2027-01-31`, a day of the calendar.
fn is_date(text: &str) -> bool {
    text.len() == 10 && Time::parse(&format!("{text}T00:00:00Z")).is_ok()
}

/// What a comment covers: the key on its line, else the key or item below it; at the head of a document, the document.
/// `written` are the nodes in text order.
fn covered(document: &Document<'_>, tree: &Tree<'_>, comment: Span, written: &[NodeId]) -> Span {
    let text = tree.source();
    let line_of = |at: u32| {
        text[..at as usize]
            .rfind('\n')
            .map_or(0, |end| end as u32 + 1)
    };
    let from = |at: u32| written.partition_point(|id| tree.span(*id).start < at);
    let line = &written[from(line_of(comment.start))..from(comment.start)];
    let beside = line.iter().find(|id| tree.is_key(**id));
    if let Some(id) = beside.or(line.first()) {
        return subtree(tree, *id);
    }
    let is_head = written
        .first()
        .is_none_or(|root| comment.start < tree.span(*root).start);
    if is_head {
        return document.span;
    }
    let below = &written[from(comment.end)..];
    let Some(first) = below.first() else {
        return comment;
    };
    // A mapping starts where its first key does. What is meant is the key, unless the mapping is an item (`- key: …`).
    let start = tree.span(*first).start;
    let is_item = text
        .get(line_of(start) as usize..start as usize)
        .is_some_and(|before| before.contains('-'));
    let mut here = below.iter().take_while(|id| tree.span(**id).start == start);
    let key = here.find(|id| tree.is_key(**id));
    match key {
        Some(key) if !is_item => subtree(tree, *key),
        _ => subtree(tree, *first),
    }
}

/// A key with its value, or an item.
fn subtree(tree: &Tree<'_>, id: NodeId) -> Span {
    let span = tree.span(id);
    if !tree.is_key(id) {
        return span;
    }
    let value = tree.after(id);
    Span::new(
        span.start,
        if (value.0 as usize) < tree.len() {
            tree.span(value).end.max(span.end)
        } else {
            span.end
        },
    )
}

/// Takes away what is silenced, counts it, and adds what is wrong with the suppressions.
pub(super) fn apply(
    diagnostics: &mut Diagnostics,
    suppressions: &[Suppression],
    settings: &[&Settings],
) -> u32 {
    let mut used: Vec<Vec<bool>> = suppressions
        .iter()
        .map(|one| vec![false; one.rules.len()])
        .collect();
    let mut indexes: FxHashMap<SourceId, Vec<usize>> = FxHashMap::default();
    for (index, one) in suppressions.iter().enumerate() {
        indexes.entry(one.source).or_default().push(index);
    }
    let with_spans = indexes.into_iter().map(|(source, indexes)| {
        let covers = indexes.iter().map(|index| suppressions[*index].covers);
        (source, (SpanIndex::new(covers), indexes))
    });
    let of_source: FxHashMap<SourceId, (SpanIndex, Vec<usize>)> = with_spans.collect();
    let before = diagnostics.len();
    diagnostics.retain(|diagnostic| {
        let mut silenced = false;
        let Some((spans, indexes)) = of_source.get(&diagnostic.source) else {
            return true;
        };
        for around in spans.covering(diagnostic.span.start) {
            let index = indexes[around];
            let (one, used) = (&suppressions[index], &mut used[index]);
            for ((rule, _), used) in one.rules.iter().zip(used) {
                if rule == diagnostic.rule || rule == "all" {
                    *used = true;
                    silenced = true;
                }
            }
        }
        !silenced
    });
    let silenced = (before - diagnostics.len()) as u32;
    for (one, used) in suppressions.iter().zip(&used) {
        if let Some(settings) = super::of_source(settings, one.source) {
            complain(one, used, settings, diagnostics);
        }
    }
    silenced
}

fn complain(one: &Suppression, used: &[bool], settings: &Settings, out: &mut Diagnostics) {
    let mut say = |mut diagnostic: Diagnostic| {
        diagnostic.source = one.source;
        diagnostic.document = one.document;
        out.push(Box::new(diagnostic));
    };
    if let Some((span, message)) = &one.fault {
        say(unknown_suppression::malformed(*span, message));
    }
    for ((rule, span), used) in one.rules.iter().zip(used) {
        if rule != "all" && rules::find(rule).is_none() {
            let near = suggest::closest(rule, rules::ALL.iter().map(|known| known.id));
            say(unknown_suppression::report(*span, rule, near));
        } else if !used && (rule == "all" || settings.rules.is_on(rule)) {
            say(unused_suppression::report(*span, rule));
        }
    }
    if let (Some(until), Some(today)) = (&one.until, &settings.today)
        && until < today
    {
        let level = if settings.presets.contains(&rules::Preset::Strict) {
            Level::Error
        } else {
            Level::Note
        };
        say(expired_suppression::report(one.span, until, level));
    }
}
