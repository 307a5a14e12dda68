//! Work on several threads.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

/// As much stack as deep documents need, whichever thread meets them. Only what is used is paid for.
const STACK: usize = 64 << 20;

/// How many threads the machine runs side by side.
#[must_use]
pub fn available() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Runs the same work on up to `threads` threads, this one among them, and gives what each of them returns.
pub fn on<T: Send>(threads: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
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

/// Does jobs, which are handed out one by one, and gives their results in the order of the jobs.
pub(crate) fn each<J, T: Send>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J) -> T + Sync,
) -> Vec<T> {
    let threads = jobs.size_hint().1.map_or(threads, |jobs| threads.min(jobs));
    if threads < 2 {
        return jobs.map(work).collect();
    }
    let jobs = Mutex::new(jobs.enumerate());
    let done = on(threads, || {
        let mut done = Vec::new();
        loop {
            let next = jobs.lock().ok().and_then(|mut jobs| jobs.next());
            let Some((index, job)) = next else {
                return done;
            };
            done.push((index, work(job)));
        }
    });
    let mut all: Vec<(usize, T)> = done.into_iter().flatten().collect();
    all.sort_unstable_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, result)| result).collect()
}
