//! `sarif`: SARIF 2.1.0 as GitHub code scanning wants it.
//!
//! The first location is one line at most (an alert shows on a pull request only where all its lines were changed), paths
//! are seen from the root of the repository, and every result has the fingerprint that GitHub itself would compute.

use super::Run;
use super::line_hash::{LineHash, line_hashes};
use crate::diagnostic::{Diagnostic, Fix, Level};
use crate::fingerprint::Fingerprints;
use crate::rules;
use crate::source::{Source, SourceId, Span};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

/// GitHub refuses more results of one run.
const MOST_RESULTS: usize = 25_000;

/// GitHub keeps no more places of one result.
const MOST_PLACES: usize = 100;

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut ids: Vec<&str> = run
        .outcome
        .diagnostics
        .iter()
        .map(|found| found.rule)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let index: BTreeMap<&str, usize> = ids
        .iter()
        .enumerate()
        .map(|(index, id)| (*id, index))
        .collect();

    let mut fingerprints = Fingerprints::default();
    let mut hashes: HashMap<SourceId, Vec<LineHash>> = HashMap::new();
    let mut results = Vec::new();
    for found in &run.outcome.diagnostics {
        let fingerprint = fingerprints.next(found, &run.outcome.sources);
        let Some(source) = run.source(found) else {
            continue;
        };
        let line = source.position(found.span.start).line as usize;
        let hashes = hashes
            .entry(found.source)
            .or_insert_with(|| line_hashes(&source.text));
        let mut result = result(run, found, source);
        result["ruleIndex"] = index.get(found.rule).copied().into();
        let mut prints = json!({ "everynode/v1": fingerprint.to_string() });
        if let Some(hash) = hashes.get(line - 1) {
            prints["primaryLocationLineHash"] = hash.to_string().into();
        }
        result["partialFingerprints"] = prints;
        results.push((found.level, result));
    }
    let cut = results.len().saturating_sub(MOST_RESULTS);
    if cut > 0 {
        results.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
        results.truncate(MOST_RESULTS);
    }
    let results: Vec<Value> = results.into_iter().map(|(_, result)| result).collect();

    let mut one = json!({
        "tool": { "driver": {
            "name": "everynode",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": ids.iter().map(|id| rule(id)).collect::<Vec<_>>(),
        }},
        "automationDetails": { "id": "everynode/" },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "The root of the repository." } } },
        "results": results,
    });
    // No link unless Cargo.toml names a `homepage`: one that leads nowhere helps nobody.
    let home = env!("CARGO_PKG_HOMEPAGE");
    if !home.is_empty() {
        one["tool"]["driver"]["informationUri"] = home.into();
    }
    if cut > 0 {
        let text = format!(
            "{cut} more findings, none worse than those here, are left out: code scanning takes {MOST_RESULTS} a run."
        );
        one["invocations"] = json!([{
            "executionSuccessful": true,
            "toolExecutionNotifications": [{ "level": "warning", "message": { "text": text } }],
        }]);
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [one],
    });
    serde_json::to_writer(&mut *out, &log)?;
    writeln!(out)
}

/// What viewers show of a rule: its page.
fn rule(id: &str) -> Value {
    let Some(rule) = rules::find(id) else {
        let text = json!({ "text": id });
        return json!({ "id": id, "shortDescription": text, "fullDescription": text, "help": text });
    };
    let summary = match rule.summary() {
        "" => id,
        summary => summary,
    };
    let name: String = id.split('-').map(capitalised).collect();
    json!({
        "id": id,
        "name": name,
        "shortDescription": { "text": shortened(summary) },
        "fullDescription": { "text": shortened(summary) },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": rule.level.as_str() },
        "properties": {
            "tags": ["kubernetes", rule.group.as_str()],
            "precision": "high",
            "problem.severity": match rule.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "recommendation",
            },
        },
    })
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_ascii_uppercase().to_string() + letters.as_str()
    })
}

/// GitHub takes 1024 characters.
fn shortened(text: &str) -> String {
    text.chars().take(1024).collect()
}

fn result(run: &Run<'_>, found: &Diagnostic, source: &Source) -> Value {
    let mut text = without_links(&found.message);
    for line in found.notes.iter().chain(&found.help) {
        text.push('\n');
        text.push_str(&without_links(line));
    }
    let mut related = Vec::new();
    for (id, place) in found.related.iter().take(MOST_PLACES).enumerate() {
        let Some(source) = run.outcome.sources.get(place.source.0 as usize) else {
            continue;
        };
        // A link in the message is what makes viewers show the place.
        text.push_str(&format!("\n[{}]({})", link_text(&place.message), id + 1));
        let mut location = location(run, source, place.span);
        location["id"] = (id + 1).into();
        location["message"] = json!({ "text": place.message });
        related.push(location);
    }
    let level = found.level.as_str();
    let mut result = json!({
        "ruleId": found.rule,
        "level": level,
        "message": { "text": text },
        "locations": [location(run, source, found.span)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(fix) = &found.fix {
        result["fixes"] = json!([fix_value(run, fix, source)]);
    }
    result
}

/// A text in which nothing is a link: what a manifest says must not send anybody anywhere.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at + 1);
        plain.push_str(before);
        // Regular expressions have `](` too; what follows there is no address.
        if !after[1..].starts_with(['[', '\\', '?']) {
            plain.push(' ');
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// The text of a link, in which brackets have a meaning.
fn link_text(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
}

fn location(run: &Run<'_>, source: &Source, span: Span) -> Value {
    let line = source.line_span(source.line(span.start));
    let end = span.end.min(line.end).max(span.start);
    json!({ "physicalLocation": {
        "artifactLocation": artifact(run, source),
        "region": region(source, Span::new(span.start, end)),
    }})
}

fn artifact(run: &Run<'_>, source: &Source) -> Value {
    let path = run.repository_path(source);
    if path.starts_with('/') {
        json!({ "uri": format!("file://{}", uri(&path)) })
    } else {
        json!({ "uri": uri(&path), "uriBaseId": "%SRCROOT%" })
    }
}

fn region(source: &Source, span: Span) -> Value {
    let (start, end) = (source.position(span.start), source.position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn fix_value(run: &Run<'_>, fix: &Fix, source: &Source) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| json!({ "deletedRegion": region(source, edit.span), "insertedContent": { "text": edit.text } }))
        .collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": artifact(run, source), "replacements": replacements }],
    })
}

/// A path as a URI reference.
pub(super) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'/'
            | b'@'
            | b'+'
            | b'='
            | b',' => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
