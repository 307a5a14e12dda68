//! Reports: one finding or many, in the words of whoever reads them. One file per format.
//!
//! Reporters translate; they never filter or decide. They know no files and no environment: names come in, bytes go out.

mod azure;
mod checkstyle;
mod compact;
mod github;
mod gitlab;
pub mod html;
mod human;
mod json;
mod json_schema;
mod junit;
pub mod line_hash;
mod link;
mod markdown;
mod object;
pub mod placement;
mod rdjson;
pub mod rollout;
mod sarif;
mod summary;
mod tap;
mod xml;

pub use json_schema::schema;
pub use link::file_uri;

use crate::diagnostic::{Diagnostic, Level};
use crate::engine::Outcome;
use crate::source::{Source, SourceId};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

/// What a report looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the lines, marked.
    Human,
    /// `file:line:column: level[rule]: message`, a line a finding.
    Compact,
    /// One JSON object.
    Json,
    /// A JSON object a line and finding.
    Jsonl,
    /// SARIF 2.1.0, for GitHub code scanning and other viewers.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit XML: a suite per file, a case per finding.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// Reviewdog's diagnostic format.
    Rdjson,
    /// Logging commands of Azure Pipelines.
    Azure,
    /// The Test Anything Protocol, version 13.
    Tap,
    /// A table for step summaries and comments.
    Markdown,
}

impl Format {
    /// Every format, in the order in which help names them.
    pub const ALL: [Self; 13] = [
        Self::Human,
        Self::Compact,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Checkstyle,
        Self::Rdjson,
        Self::Azure,
        Self::Tap,
        Self::Markdown,
    ];

    /// Its name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Compact => "compact",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Checkstyle => "checkstyle",
            Self::Rdjson => "rdjson",
            Self::Azure => "azure",
            Self::Tap => "tap",
            Self::Markdown => "markdown",
        }
    }
}

/// How a report may look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// With ANSI colours.
    pub color: bool,
    /// With box characters.
    pub unicode: bool,
    /// Every finding, not the worst alone.
    pub all: bool,
    /// Findings and nothing else.
    pub quiet: bool,
    /// With the names of everything that was left out.
    pub verbose: bool,
}

/// A run to report.
#[derive(Debug)]
pub struct Run<'r> {
    /// What was found.
    pub outcome: &'r Outcome,
    /// Files that were left out before they were read: why, and which.
    pub left_out: &'r [(&'static str, String)],
    /// Where the run started, seen from the root of the repository: empty, or ending in `/`. Reports that name places in
    /// the repository put it before the names of files.
    pub folder: &'r str,
    /// Files that lie elsewhere than their names say, such as symbolic links: the name, and the place in the repository.
    pub elsewhere: &'r HashMap<String, String>,
    /// The Kubernetes version that judged, such as `1.36`.
    pub kubernetes_version: &'r str,
    /// How it may look.
    pub style: Style,
    /// The URI of each source that is a file, for terminals that follow links; None where none does.
    pub links: Option<&'r [Option<String>]>,
}

impl<'r> Run<'r> {
    /// The source of a diagnostic.
    fn source(&self, diagnostic: &Diagnostic) -> Option<&'r Source> {
        self.outcome.sources.get(diagnostic.source.0 as usize)
    }

    /// Where a source lies, for terminals that follow links.
    fn link(&self, source: SourceId) -> Option<&'r str> {
        self.links?.get(source.0 as usize)?.as_deref()
    }

    /// The name of a source, seen from the root of the repository.
    fn repository_path(&self, source: &'r Source) -> Cow<'r, str> {
        let name = source.name.as_str();
        if let Some(place) = self.elsewhere.get(name) {
            return place.into();
        }
        if self.folder.is_empty() || name.starts_with(['/', '<']) {
            return name.into();
        }
        let mut parts: Vec<&str> = self
            .folder
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        for part in name.split('/') {
            match part {
                ".." if !parts.is_empty() => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        parts.join("/").into()
    }

    /// The findings, worst first, else in their order.
    fn worst_first(&self) -> Vec<&'r Diagnostic> {
        let mut diagnostics: Vec<&Diagnostic> =
            self.outcome.diagnostics.iter().map(|one| &**one).collect();
        diagnostics.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
        diagnostics
    }

    /// Every source with its findings, in order; sources without any, too.
    fn by_source(&self) -> impl Iterator<Item = (&'r Source, &'r [Box<Diagnostic>])> {
        let diagnostics = self.outcome.diagnostics.as_slice();
        self.outcome
            .sources
            .iter()
            .enumerate()
            .map(move |(index, source)| {
                let start = diagnostics.partition_point(|found| (found.source.0 as usize) < index);
                let end = diagnostics.partition_point(|found| found.source.0 as usize <= index);
                (source, diagnostics.get(start..end).unwrap_or_default())
            })
    }

    /// How many files were read.
    fn files(&self) -> usize {
        self.outcome.sources.len()
    }

    /// How many findings have that level.
    fn count(&self, level: Level) -> usize {
        self.outcome.count(level)
    }

    /// How many files and documents were not judged.
    fn skipped(&self) -> usize {
        self.left_out.len() + self.outcome.skips.len()
    }
}

/// Writes a report.
///
/// # Errors
/// When `out` does not take it.
pub fn write(format: Format, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(run, out),
        Format::Compact => compact::write(run, out),
        Format::Json => json::write(run, out),
        Format::Jsonl => json::write_lines(run, out),
        Format::Sarif => sarif::write(run, out),
        Format::Github => github::write(run, out),
        Format::Gitlab => gitlab::write(run, out),
        Format::Junit => junit::write(run, out),
        Format::Checkstyle => checkstyle::write(run, out),
        Format::Rdjson => rdjson::write(run, out),
        Format::Azure => azure::write(run, out),
        Format::Tap => tap::write(run, out),
        Format::Markdown => markdown::write(run, out),
    }
}

/// Writes how often each rule fired, most often first.
///
/// # Errors
/// When `out` does not take it.
pub fn write_statistics(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: std::collections::BTreeMap<(&str, Level), usize> =
        std::collections::BTreeMap::new();
    for diagnostic in &run.outcome.diagnostics {
        *counts
            .entry((diagnostic.rule, diagnostic.level))
            .or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for ((rule, level), count) in counts {
        writeln!(out, "{count:>7}  {:<7}  {rule}", level.as_str())?;
    }
    Ok(())
}

/// A text without line breaks, terminal codes and characters that reorder what is read: names and messages may hold anything.
fn plain(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' => plain.push_str("\\n"),
            '\r' => plain.push_str("\\r"),
            '\t' => plain.push_str("\\t"),
            character if is_hostile(character) => plain.extend(character.escape_unicode()),
            character => plain.push(character),
        }
    }
    plain.into()
}

/// Control characters, and those that turn the direction of writing.
fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}')
}
