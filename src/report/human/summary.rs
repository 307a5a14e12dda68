//! The last line: how many problems, in how much, and what was not looked at.

use super::super::{Run, plain};
use crate::diagnostic::Level;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// How many skipped files are named unless all are asked for.
const NAMED: usize = 3;

pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let outcome = run.outcome;
    let files = run.files();
    let found = outcome.diagnostics.len();
    if files == 0 && found == 0 {
        // What there was instead is said elsewhere.
        let skipped = skipped(run);
        return if skipped.is_empty() {
            Ok(())
        } else {
            writeln!(out, "{}", skipped.trim_start())
        };
    }
    if found == 0 {
        let objects = outcome.counts.objects as usize;
        write!(
            out,
            "{}, {}: no problems.",
            count(files, "file"),
            count(objects, "object")
        )?;
    } else {
        let touched = outcome
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.source)
            .collect::<BTreeSet<_>>()
            .len();
        let levels = [
            (Level::Error, "error"),
            (Level::Warning, "warning"),
            (Level::Note, "note"),
        ];
        let levels: Vec<String> = levels
            .iter()
            .map(|(level, name)| (run.count(*level), name))
            .filter(|(n, _)| *n > 0)
            .map(|(n, name)| count(n, name))
            .collect();
        write!(
            out,
            "{} in {touched} of {}: {}.",
            count(found, "problem"),
            count(files, "file"),
            levels.join(", ")
        )?;
    }
    if outcome.counts.suppressed > 0 {
        write!(out, " {} suppressed.", outcome.counts.suppressed)?;
    }
    writeln!(out, "{}", skipped(run))
}

fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// What was not judged: a sentence for each reason.
fn skipped(run: &Run<'_>) -> String {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (what, name) in run.left_out {
        by_reason.entry(what).or_default().push(name);
    }
    for skip in &run.outcome.skips {
        let name = run
            .outcome
            .sources
            .get(skip.source.0 as usize)
            .map_or("", |source| &source.name);
        by_reason.entry(skip.what).or_default().push(name);
    }
    let mut text = String::new();
    for (what, mut names) in by_reason {
        let many = names.len();
        names.dedup();
        text.push_str(&format!(
            " {many} {} skipped",
            if many == 1 {
                singular(what)
            } else {
                what.to_string()
            }
        ));
        if what == "Helm templates" {
            text.push_str(": pipe `helm template` to `everynode -`");
        } else if run.style.verbose
            || (names.len() <= NAMED && (what == "binary files" || what == "files over 100 MB"))
        {
            let names: Vec<_> = names.iter().map(|name| plain(name)).collect();
            text.push_str(&format!(": {}", names.join(", ")));
        }
        text.push('.');
    }
    text
}

/// `Helm templates` → `Helm template`, `documents that are …` → `document that is …`.
fn singular(what: &str) -> String {
    let what = what.replacen(
        "documents that are not Kubernetes objects",
        "document that is not a Kubernetes object",
        1,
    );
    let what = what.replacen("files over", "file over", 1);
    what.strip_suffix('s').map(str::to_string).unwrap_or(what)
}
