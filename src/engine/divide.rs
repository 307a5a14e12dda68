//! One large source on several threads.

use super::analyse::{analyse, joined, run_part};
use super::{Analysis, Settings, threads};
use crate::source::{Source, SourceId};
use crate::yaml::Parts;

/// Below so many bytes threads cost more than they bring.
const LARGE: usize = 512 << 10;
/// Bytes of a part: small enough that all threads end together, large enough that fetching one costs nothing.
const PART: usize = 128 << 10;

/// Like [`analyse`], on up to `threads` threads where the source is large.
#[must_use]
pub fn analyse_divided(
    source: &Source,
    id: SourceId,
    settings: &Settings,
    threads: usize,
) -> Analysis {
    if threads < 2 || source.text.len() < LARGE {
        return analyse(source, id, settings);
    }
    let Some(parts) = Parts::new(&source.text, PART) else {
        return analyse(source, id, settings);
    };
    // Whichever thread is free cuts off the next part: where documents end is only known from the start on.
    let parts = threads::each(threads, parts, |part| run_part(source, id, part, settings));
    joined(source, id, parts, settings)
}
