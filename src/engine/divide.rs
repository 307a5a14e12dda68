//! One large source on several threads.

use super::analyse::{analyse, joined, run_part};
use super::{Analysis, Settings};
use crate::source::{Source, SourceId};
use crate::yaml::Parts;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

/// As much stack as deep documents need, whichever thread meets them. Only what is used is paid for.
pub const STACK: usize = 64 << 20;
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
    let parts = Mutex::new(parts.enumerate());
    let work = || {
        let mut done = Vec::new();
        loop {
            let next = parts.lock().ok().and_then(|mut parts| parts.next());
            let Some((index, part)) = next else {
                return done;
            };
            done.push((index, run_part(source, id, part, settings)));
        }
    };
    let mut done = thread::scope(|scope| {
        // A thread that cannot be had is not missed: this one does its share.
        let others: Vec<_> = (1..threads)
            .filter_map(|_| {
                let builder = thread::Builder::new().stack_size(STACK);
                builder.spawn_scoped(scope, work).ok()
            })
            .collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(theirs) => done.extend(theirs),
                Err(panic) => resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    let parts = done.into_iter().map(|(_, part)| part).collect();
    joined(source, id, parts, settings)
}
