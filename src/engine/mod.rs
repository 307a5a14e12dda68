//! analyse → link → finish: from sources to the diagnostics that people see.
//!
//! No IO, no clock, no environment: whoever runs it (command line, editor, tests) reads the files and passes them in.

mod analyse;
mod custom;
mod facts;
mod guard;
mod link;
mod outcome;
mod partial;
mod recognise;
mod settings;
pub mod skips;
mod stored;
mod suppress;
mod verdict;

pub use analyse::analyse;
pub use facts::{
    AutoscalerFacts, BudgetFacts, Detail, Facts, PodsFacts, Selector, ServiceFacts, Spanned,
};
pub use link::link;
pub use outcome::{Counts, Outcome, Skip};
pub use settings::Settings;
pub use stored::stored;
pub use suppress::{ANNOTATION, Suppression};

use crate::diagnostic::Diagnostic;
use crate::source::{Source, SourceId};

/// What the analysis of one source gives.
#[derive(Debug, Default)]
pub struct Analysis {
    /// What can be said from each document alone.
    pub diagnostics: Vec<Diagnostic>,
    /// What other objects may ask about the objects in it.
    pub facts: Vec<Facts>,
    /// What was looked at.
    pub counts: Counts,
    /// Why documents of it (or all of it) were not judged.
    pub skips: Vec<Skip>,
    /// What comments and annotations silence.
    pub suppressions: Vec<Suppression>,
}

/// Joins the analyses of all sources: links, applies levels and suppressions, sorts. The order of `analyses` is that of `sources`.
#[must_use]
pub fn finish(sources: Vec<Source>, analyses: Vec<Analysis>, settings: &Settings) -> Outcome {
    finish_each(sources, analyses, &[settings])
}

/// Like [`finish`], with settings of its own for each source, in their order; those of the first for the rest.
#[must_use]
pub fn finish_each(
    sources: Vec<Source>,
    analyses: Vec<Analysis>,
    settings: &[&Settings],
) -> Outcome {
    let mut outcome = Outcome {
        sources,
        ..Outcome::default()
    };
    let mut facts = Vec::new();
    let mut suppressions = Vec::new();
    for analysis in analyses {
        outcome.diagnostics.extend(analysis.diagnostics);
        outcome.counts += analysis.counts;
        outcome.skips.extend(analysis.skips);
        facts.extend(analysis.facts);
        suppressions.extend(analysis.suppressions);
    }
    let linked = link(&outcome.sources, &facts, settings);
    outcome.diagnostics.extend(linked);
    let keep = |diagnostics: &mut Vec<Diagnostic>| {
        diagnostics.retain_mut(|diagnostic| {
            of_source(settings, diagnostic.source)
                .is_none_or(|settings| settings.rules.keeps(diagnostic))
        });
    };
    keep(&mut outcome.diagnostics);
    outcome.counts.suppressed += suppress::apply(&mut outcome.diagnostics, &suppressions, settings);
    keep(&mut outcome.diagnostics);
    outcome.diagnostics.sort_by(|a, b| {
        (a.source, a.span, a.rule, &a.path).cmp(&(b.source, b.span, b.rule, &b.path))
    });
    outcome
}

/// The settings of a source.
fn of_source<'s>(settings: &[&'s Settings], source: SourceId) -> Option<&'s Settings> {
    settings
        .get(source.0 as usize)
        .or_else(|| settings.first())
        .copied()
}
