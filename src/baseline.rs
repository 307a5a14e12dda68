//! A baseline: the findings that were accepted one day, so that only new ones count.
//!
//! Keyed by fingerprint (rule, object, path), never by line. Knows outcomes and JSON; reads and writes no file.

use crate::diagnostic::Diagnostic;
use crate::engine::Outcome;
use crate::fingerprint::Fingerprints;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// The name that a baseline has unless it is given another.
pub const FILE: &str = "everynode-baseline.json";

/// A finding that was accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Where it stood when it was accepted.
    pub file: String,
    /// Id of the rule.
    pub rule: String,
    /// The object, for people: `apps/v1 DaemonSet logging/agent`.
    pub object: String,
    /// The field, for people.
    pub path: String,
    /// What it is known by.
    pub fingerprint: String,
}

/// Every finding of a run as entries, sorted. `names` are the sources' names as the baseline has them.
#[must_use]
pub fn entries(outcome: &Outcome, names: &[String]) -> Vec<Entry> {
    let mut fingerprints = Fingerprints::default();
    let mut entries: Vec<Entry> = Vec::new();
    for found in &outcome.diagnostics {
        let file = name_of(names, found);
        let fingerprint = fingerprints.next_in(found, file).to_string();
        let object = found.object.as_deref().map(|object| {
            let namespace = object.namespace.as_ref().map(|name| format!("{name}/"));
            let name = object.name.as_deref().unwrap_or("");
            let namespace = namespace.unwrap_or_default();
            format!("{} {} {namespace}{name}", object.api_version, object.kind)
        });
        entries.push(Entry {
            file: file.to_owned(),
            rule: found.rule.to_string(),
            object: object.unwrap_or_default(),
            path: found.path.clone(),
            fingerprint,
        });
    }
    entries.sort();
    entries
}

/// The text of a baseline: a line an entry, so that versions compare well.
#[must_use]
pub fn write(entries: &[Entry]) -> String {
    let mut text = String::from("{\"version\":1,\"findings\":[\n");
    for (index, entry) in entries.iter().enumerate() {
        let line = json!({
            "file": entry.file,
            "rule": entry.rule,
            "object": entry.object,
            "path": entry.path,
            "fingerprint": entry.fingerprint,
        });
        text.push_str(&line.to_string());
        text.push_str(if index + 1 < entries.len() {
            ",\n"
        } else {
            "\n"
        });
    }
    text.push_str("]}\n");
    text
}

/// Reads a baseline.
///
/// # Errors
/// In a person's words, when the text is none.
pub fn read(text: &str) -> Result<Vec<Entry>, String> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("is no JSON: {error}"))?;
    if value["version"] != 1 {
        return Err(format!(
            "has version {}, this build knows version 1",
            value["version"]
        ));
    }
    let findings = value["findings"]
        .as_array()
        .ok_or("has no list of findings")?;
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or("").to_string();
    findings
        .iter()
        .map(|finding| {
            let entry = Entry {
                file: text(finding, "file"),
                rule: text(finding, "rule"),
                object: text(finding, "object"),
                path: text(finding, "path"),
                fingerprint: text(finding, "fingerprint"),
            };
            if entry.fingerprint.is_empty() {
                return Err(String::from("has a finding without a fingerprint"));
            }
            Ok(entry)
        })
        .collect()
}

/// Takes the accepted findings out of an outcome and counts them; returns the entries that nothing met any more.
///
/// An entry is only missed where everything that could meet it was looked at: its own file and those of its likes (the
/// same object in other overlays) are part of the run, or `is_gone`.
pub fn apply<'e>(
    outcome: &mut Outcome,
    accepted: &'e [Entry],
    names: &[String],
    is_gone: &dyn Fn(&str) -> bool,
) -> Vec<&'e Entry> {
    let known: HashMap<&str, usize> = accepted
        .iter()
        .enumerate()
        .map(|(index, entry)| (entry.fingerprint.as_str(), index))
        .collect();
    let mut met = vec![false; accepted.len()];
    let mut fingerprints = Fingerprints::default();
    let before = outcome.diagnostics.len();
    outcome.diagnostics.retain(|found| {
        let fingerprint = fingerprints.next_in(found, name_of(names, found));
        match known.get(fingerprint.to_string().as_str()) {
            Some(index) => {
                met[*index] = true;
                false
            }
            None => true,
        }
    });
    outcome.counts.suppressed += (before - outcome.diagnostics.len()) as u32;
    let seen: HashSet<&str> = names.iter().map(String::as_str).collect();
    let likes = |entry: &'e Entry| (&entry.rule, &entry.object, &entry.path);
    let elsewhere: HashSet<_> = accepted
        .iter()
        .filter(|entry| !seen.contains(entry.file.as_str()) && !is_gone(&entry.file))
        .map(likes)
        .collect();
    accepted
        .iter()
        .zip(met)
        .filter(|(entry, met)| !met && !elsewhere.contains(&likes(entry)))
        .map(|(entry, _)| entry)
        .collect()
}

fn name_of<'n>(names: &'n [String], found: &Diagnostic) -> &'n str {
    let name = names.get(found.source.0 as usize);
    name.map_or("", String::as_str)
}
