//! What a run found.

use super::Analysis;
use crate::diagnostic::{Diagnostics, Level};
use crate::source::{Source, SourceId};
use std::ops::AddAssign;

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files read.
    pub files: u32,
    /// YAML documents that are not empty.
    pub documents: u32,
    /// Kubernetes objects, items of lists included.
    pub objects: u32,
    /// Documents and files that were not judged; `Outcome::skips` says why.
    pub skipped: u32,
    /// Findings that a comment, an annotation or the baseline silences.
    pub suppressed: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.files += other.files;
        self.documents += other.documents;
        self.objects += other.objects;
        self.skipped += other.skipped;
        self.suppressed += other.suppressed;
    }
}

/// Something that was not judged, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skip {
    /// In which source.
    pub source: SourceId,
    /// A countable noun in the plural: `Helm templates`, `documents that are not Kubernetes objects`, `binary files`.
    pub what: &'static str,
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Every source, in the order of its `SourceId`.
    pub sources: Vec<Source>,
    /// Every finding that is to be shown, in order.
    pub diagnostics: Diagnostics,
    /// How much was looked at.
    pub counts: Counts,
    /// What was not judged.
    pub skips: Vec<Skip>,
    /// What is left of the analyses of each source: the facts. To take them apart is a good part of a large run, so
    /// whoever ends the process with it can leave that to the system.
    pub analyses: Vec<Vec<Analysis>>,
}

impl Outcome {
    /// How many findings have that level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == level)
            .count()
    }
}
