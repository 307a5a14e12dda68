//! Work on several threads.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// As much stack as deep documents need, whichever thread meets them. Only what is used is paid for.
pub const STACK: usize = 64 << 20;

/// Runs the same work on up to `threads` threads, this one among them, and gives what each of them returns.
pub(super) fn on<T: Send>(threads: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    thread::scope(|scope| {
        // A thread that cannot be had is not missed: this one does its share.
        let others: Vec<_> = (1..threads)
            .filter_map(|_| {
                let builder = thread::Builder::new().stack_size(STACK);
                builder.spawn_scoped(scope, &work).ok()
            })
            .collect();
        let mut done = vec![work()];
        for other in others {
            match other.join() {
                Ok(theirs) => done.push(theirs),
                Err(panic) => resume_unwind(panic),
            }
        }
        done
    })
}

/// Does `count` jobs, which are handed out one by one, and joins their results in the order of the jobs.
pub(super) fn each<T: Send>(
    threads: usize,
    count: usize,
    job: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    if threads < 2 || count < 2 {
        return (0..count).map(job).collect();
    }
    let next = AtomicUsize::new(0);
    let done = on(threads.min(count), || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            done.push((index, job(index)));
        }
    });
    let mut all: Vec<(usize, T)> = done.into_iter().flatten().collect();
    all.sort_unstable_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, result)| result).collect()
}
