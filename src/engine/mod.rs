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
mod verdict;

pub use analyse::analyse;
pub use divide::analyse_divided;
pub use facts::{
    AutoscalerFacts, BudgetFacts, Detail, Facts, Hashes, PodsFacts, Selector, ServiceFacts, Spanned,
};
pub(crate) use facts::{hash_of, hash_of_label, pairs};
pub use ignores::{Ignored, add_ignores, check_reason};
pub use kustomize::Kustomization;
pub use link::link;
pub use outcome::{Counts, Outcome, Skip};
pub use settings::Settings;
pub use stored::stored;
pub use suppress::{ANNOTATION, Suppression};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::Preset;
use crate::source::{Source, SourceId};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// What the analysis of one source gives, or of a part of a large one.
#[derive(Debug, Default)]
pub struct Analysis {
    /// What can be said from each document alone, in order.
    pub diagnostics: Diagnostics,
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
    /// Whether the source holds what Helm prints for a whole chart. The first part says so.
    pub is_stream: bool,
}

/// Joins the analyses of all sources: links, applies levels and suppressions, sorts. The order of `analyses` is that of `sources`.
#[must_use]
pub fn finish(sources: Vec<Source>, analyses: Vec<Analysis>, settings: &Settings) -> Outcome {
    let analyses = analyses.into_iter().map(|one| vec![one]).collect();
    finish_each(sources, analyses, &[settings], 1)
}

/// Like [`finish`], on up to `threads` threads, with any number of analyses for each source, and with settings of its own
/// for each source, in their order; those of the first for the rest.
#[must_use]
pub fn finish_each(
    sources: Vec<Source>,
    mut analyses: Vec<Vec<Analysis>>,
    settings: &[&Settings],
    threads: usize,
) -> Outcome {
    let kustomizations: Vec<Kustomization> = analyses
        .iter_mut()
        .flatten()
        .flat_map(|analysis| std::mem::take(&mut analysis.kustomizations))
        .collect();
    judge_patches_again(&sources, &mut analyses, &kustomizations, settings);
    let mut outcome = Outcome {
        sources,
        ..Outcome::default()
    };
    let mut suppressions = Vec::new();
    let mut streams = BTreeSet::new();
    let mut origins = FxHashMap::default();
    for (index, parts) in analyses.iter_mut().enumerate() {
        let source = SourceId(index as u32);
        for analysis in parts {
            if analysis.is_stream {
                streams.insert(source);
            }
            for (document, path) in analysis.origins.drain(..) {
                origins.insert((source, document), path);
            }
            outcome.counts += analysis.counts;
            outcome.skips.append(&mut analysis.skips);
            suppressions.append(&mut analysis.suppressions);
        }
    }
    let facts: Vec<&Facts> = analyses
        .iter()
        .flatten()
        .flat_map(|one| &one.facts)
        .collect();
    let mut linked = link(
        &outcome.sources,
        &facts,
        &kustomizations,
        &streams,
        settings,
        threads,
    );
    keep(&mut linked, settings);
    outcome.diagnostics = joined(&mut analyses, linked);
    if !origins.is_empty() {
        for one in &mut outcome.diagnostics {
            if let Some(path) = origins.get(&(one.source, one.document)) {
                one.notes.push(format!("Made from {path}.").into());
            }
        }
    }
    if !suppressions.is_empty() {
        let diagnostics = &mut outcome.diagnostics;
        outcome.counts.suppressed += suppress::apply(diagnostics, &suppressions, settings);
        keep(diagnostics, settings);
        sort(diagnostics);
    }
    outcome.analyses = analyses;
    outcome
}

/// What was found in each source alone, which is in order, with what was found besides, in the order of the text.
fn joined(analyses: &mut [Vec<Analysis>], mut besides: Diagnostics) -> Diagnostics {
    let alone = analyses.iter().flatten().map(|one| one.diagnostics.len());
    let mut all = Vec::with_capacity(alone.sum::<usize>() + besides.len());
    sort(&mut besides);
    let mut besides = besides.into_iter().peekable();
    for (index, parts) in analyses.iter_mut().enumerate() {
        let start = all.len();
        for part in parts {
            all.append(&mut part.diagnostics);
        }
        let alone = all.len();
        while let Some(one) = besides.next_if(|one| one.source.0 as usize == index) {
            all.push(one);
        }
        if all.len() > alone {
            sort(&mut all[start..]);
        }
    }
    all.extend(besides);
    all
}

/// Keeps what is wanted where it stands.
fn keep(diagnostics: &mut Diagnostics, settings: &[&Settings]) {
    diagnostics.retain_mut(|diagnostic| {
        of_source(settings, diagnostic.source)
            .is_none_or(|settings| settings.rules.keeps(diagnostic))
    });
}

/// Puts findings into the order in which they are shown: that of the text.
fn sort(diagnostics: &mut [Box<Diagnostic>]) {
    let key = |one: &Diagnostic| (one.source, one.span, one.rule);
    diagnostics.sort_by(|one, other| {
        let order = key(one).cmp(&key(other));
        order.then_with(|| one.path.cmp(&other.path))
    });
}

/// What a kustomization names as a patch is one, whatever it looks like on its own.
fn judge_patches_again(
    sources: &[Source],
    analyses: &mut [Vec<Analysis>],
    kustomizations: &[Kustomization],
    settings: &[&Settings],
) {
    if kustomizations.iter().all(|one| one.patches.is_empty()) {
        return;
    }
    for patch in kustomize::Kustomizations::new(kustomizations, sources).patches() {
        let index = patch.0 as usize;
        let (Some(source), Some(parts), Some(settings)) = (
            sources.get(index),
            analyses.get_mut(index),
            of_source(settings, patch),
        ) else {
            continue;
        };
        // That preset judges every text as it stands.
        let was_read = parts.first().is_some_and(|first| first.counts.files > 0);
        if !settings.presets.contains(&Preset::Api) && was_read {
            *parts = vec![analyse::analyse_patch(source, patch, settings)];
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
