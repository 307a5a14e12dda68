//! One large source, part by part.

use super::analyse::{analyse, joined, run_part};
use super::{Analysis, Settings};
use crate::source::{Source, SourceId};
use crate::threads;
use crate::yaml::Parts;

/// Below so many bytes threads cost more than they bring, and the documents need not give way to one another.
const LARGE: usize = 512 << 10;
/// Bytes of a part: small enough that all threads end together and what is made of it stays in the processor's caches,
/// large enough that fetching one costs nothing.
const PART: usize = 128 << 10;

/// Like [`analyse`], on up to `threads` threads. Of a large source each part has an analysis, on one thread too.
#[must_use]
pub fn analyse_divided(
    source: &Source,
    id: SourceId,
    settings: &Settings,
    threads: usize,
) -> Vec<Analysis> {
    let is_large = source.text.len() >= LARGE;
    let parts = is_large.then(|| Parts::new(&source.text, PART)).flatten();
    let Some(parts) = parts else {
        return vec![analyse(source, id, settings)];
    };
    // Whichever thread is free cuts off the next part: where documents end is only known from the start on.
    let parts = threads::each(threads, parts, |part| run_part(source, id, part, settings));
    joined(source, id, parts, settings)
}
