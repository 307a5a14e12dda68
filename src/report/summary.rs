//! The last line: how many problems, in how much, and what was not looked at.

use super::{Run, plain};
use crate::diagnostic::Level;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// How many skipped files are named unless all are asked for.
const NAMED: usize = 3;

/// The sentences, without a line break; empty when there is nothing to say.
pub(super) fn sentences(run: &Run<'_>) -> String {
    let outcome = run.outcome;
    let files = run.files();
    let found = outcome.diagnostics.len();
    if files == 0 && found == 0 {
        // What there was instead is said elsewhere.
        return skipped(run).trim_start().to_string();
    }
    let mut text = String::new();
    // Writing to a String never fails.
    let _ = if found == 0 {
        let objects = outcome.counts.objects as usize;
        let (files, objects) = (count(files, "file"), count(objects, "object"));
        write!(text, "{files}, {objects}: no problems.")
    } else {
        let touched: BTreeSet<_> = outcome
            .diagnostics
            .iter()
            .map(|found| found.source)
            .collect();
        let (problems, files) = (count(found, "problem"), count(files, "file"));
        let levels = levels(run).join(", ");
        write!(
            text,
            "{problems} in {} of {files}: {levels}.",
            touched.len()
        )
    };
    if outcome.counts.suppressed > 0 {
        let _ = write!(text, " {} suppressed.", outcome.counts.suppressed);
    }
    text + &skipped(run)
}

/// `1 error`, `2 warnings`: the levels that occur.
fn levels(run: &Run<'_>) -> Vec<String> {
    [Level::Error, Level::Warning, Level::Note]
        .into_iter()
        .map(|level| (run.count(level), level.as_str()))
        .filter(|(many, _)| *many > 0)
        .map(|(many, name)| count(many, name))
        .collect()
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
            let chart = one_chart(&names).unwrap_or("DIR");
            text.push_str(&format!(
                ": lint what Helm makes with `--helm {}` or `helm template … | everynode -`",
                plain(chart)
            ));
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

/// The folder of the chart that all these templates belong to.
fn one_chart<'n>(templates: &[&'n str]) -> Option<&'n str> {
    let mut charts = templates
        .iter()
        .map(|name| name.split_once("/templates/").map(|split| split.0));
    let first = charts.next()??;
    charts.all(|chart| chart == Some(first)).then_some(first)
}

/// `Helm templates` → `Helm template`, `documents that are …` → `document that is …`.
fn singular(what: &str) -> String {
    let what = what.replacen(
        "documents that are not Kubernetes objects",
        "document that is not a Kubernetes object",
        1,
    );
    let what = what.replacen("files over", "file over", 1);
    let what = what.replacen("files that", "file that", 1);
    if what.contains(" that ") || what.contains(" over ") {
        return what;
    }
    what.strip_suffix('s').map(str::to_string).unwrap_or(what)
}
