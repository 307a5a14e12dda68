//! analyse → link → finish: from sources to the diagnostics that people see.
//!
//! No IO, no clock, no environment: whoever runs it (command line, editor, tests) reads the files and passes them in.

mod analyse;
mod custom;
mod divide;
mod enforced;
mod facts;
mod guard;
mod ignores;
mod kustomize;
mod link;
mod outcome;
mod partial;
mod recognise;
mod scope;
mod settings;
pub mod skips;
mod stored;
mod suppress;
mod threads;
mod verdict;

pub use analyse::analyse;
pub use divide::analyse_divided;
pub use facts::{
    AutoscalerFacts, BudgetFacts, Detail, Facts, PodsFacts, Selector, ServiceFacts, Spanned,
};
pub use ignores::{Ignored, add_ignores, check_reason};
pub use kustomize::Kustomization;
pub use link::link;
pub use outcome::{Counts, Outcome, Skip};
pub use settings::Settings;
pub use stored::stored;
pub use suppress::{ANNOTATION, Suppression};
pub use threads::on as on_threads;

use crate::diagnostic::Diagnostic;
use crate::rules::Preset;
use crate::source::{Source, SourceId};
use std::collections::{BTreeSet, HashMap};

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
    /// The kustomizations in it.
    pub kustomizations: Vec<Kustomization>,
    /// The files that documents were made from, where Helm or kustomize says so.
    pub origins: Vec<(u32, String)>,
    /// Whether it holds what Helm prints for a whole chart.
    pub is_stream: bool,
}

/// Joins the analyses of all sources: links, applies levels and suppressions, sorts. The order of `analyses` is that of `sources`.
#[must_use]
pub fn finish(sources: Vec<Source>, analyses: Vec<Analysis>, settings: &Settings) -> Outcome {
    finish_each(sources, analyses, &[settings], 1)
}

/// Like [`finish`], on up to `threads` threads, with settings of its own for each source, in their order; those of the
/// first for the rest.
#[must_use]
pub fn finish_each(
    sources: Vec<Source>,
    mut analyses: Vec<Analysis>,
    settings: &[&Settings],
    threads: usize,
) -> Outcome {
    let kustomizations: Vec<Kustomization> = analyses
        .iter_mut()
        .flat_map(|analysis| std::mem::take(&mut analysis.kustomizations))
        .collect();
    judge_patches_again(&sources, &mut analyses, &kustomizations, settings);
    let mut outcome = Outcome {
        sources,
        ..Outcome::default()
    };
    let count = analyses.iter().map(|one| one.diagnostics.len()).sum();
    outcome.diagnostics.reserve(count);
    let mut suppressions = Vec::new();
    let mut streams = BTreeSet::new();
    let mut origins = HashMap::new();
    for (index, analysis) in analyses.iter_mut().enumerate() {
        if analysis.is_stream {
            streams.insert(SourceId(index as u32));
        }
        for (document, path) in analysis.origins.drain(..) {
            origins.insert((SourceId(index as u32), document), path);
        }
        outcome.diagnostics.append(&mut analysis.diagnostics);
        outcome.counts += analysis.counts;
        outcome.skips.append(&mut analysis.skips);
        suppressions.append(&mut analysis.suppressions);
    }
    let facts: Vec<&Facts> = analyses.iter().flat_map(|one| &one.facts).collect();
    let linked = link(
        &outcome.sources,
        &facts,
        &kustomizations,
        &streams,
        settings,
        threads,
    );
    outcome.diagnostics.extend(linked);
    if !origins.is_empty() {
        for one in &mut outcome.diagnostics {
            if let Some(path) = origins.get(&(one.source, one.document)) {
                one.notes.push(format!("Made from {path}."));
            }
        }
    }
    let keep = |diagnostics: &mut Vec<Diagnostic>| {
        diagnostics.retain_mut(|diagnostic| {
            of_source(settings, diagnostic.source)
                .is_none_or(|settings| settings.rules.keeps(diagnostic))
        });
    };
    keep(&mut outcome.diagnostics);
    outcome.counts.suppressed += suppress::apply(&mut outcome.diagnostics, &suppressions, settings);
    keep(&mut outcome.diagnostics);
    outcome.diagnostics = sorted(outcome.diagnostics);
    outcome.analyses = analyses;
    outcome
}

/// In the order of the text. Sorts numbers: diagnostics are large, and to move each of them once is enough.
fn sorted(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |index: &u32| {
        let one = &diagnostics[*index as usize];
        (one.source, one.span, one.rule, one.path.as_str())
    };
    let mut order: Vec<u32> = (0..diagnostics.len() as u32).collect();
    order.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut diagnostics: Vec<Option<Diagnostic>> = diagnostics.into_iter().map(Some).collect();
    let in_order = order.into_iter();
    in_order
        .filter_map(|index| diagnostics[index as usize].take())
        .collect()
}

/// What a kustomization names as a patch is one, whatever it looks like on its own.
fn judge_patches_again(
    sources: &[Source],
    analyses: &mut [Analysis],
    kustomizations: &[Kustomization],
    settings: &[&Settings],
) {
    if kustomizations.iter().all(|one| one.patches.is_empty()) {
        return;
    }
    for patch in kustomize::Kustomizations::new(kustomizations, sources).patches() {
        let index = patch.0 as usize;
        let (Some(source), Some(analysis), Some(settings)) = (
            sources.get(index),
            analyses.get_mut(index),
            of_source(settings, patch),
        ) else {
            continue;
        };
        // That preset judges every text as it stands.
        if !settings.presets.contains(&Preset::Api) && analysis.counts.files > 0 {
            *analysis = analyse::analyse_patch(source, patch, settings);
        }
    }
}

/// The settings of a source.
fn of_source<'s>(settings: &[&'s Settings], source: SourceId) -> Option<&'s Settings> {
    settings
        .get(source.0 as usize)
        .or_else(|| settings.first())
        .copied()
}
