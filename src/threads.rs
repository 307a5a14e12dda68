//! Work on several threads: those of one pool, which live as long as the process.
//!
//! A run has several parts that go side by side, each shorter than it takes the system to give a new thread a processor
//! of its own: threads that are there already have one.

use rayon_core::ThreadPoolBuilder;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, ThreadId};

/// As much stack as deep documents need, whichever thread meets them. Only what is used is paid for.
const STACK: usize = 64 << 20;

/// The thread that counts as one of the pool's.
static LEADER: OnceLock<ThreadId> = OnceLock::new();

/// How many threads the machine runs side by side.
#[must_use]
pub fn available() -> usize {
    // The system answers from half a dozen files.
    static AVAILABLE: OnceLock<usize> = OnceLock::new();
    *AVAILABLE.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// Makes this thread one of those that work side by side. For a thread that lives as long as the process: without it
/// there is one more, which waits for the others.
pub fn lead() {
    LEADER.get_or_init(|| thread::current().id());
}

/// Whether there are threads to work side by side; they are started when they are first needed.
fn are_there() -> bool {
    static THERE: OnceLock<bool> = OnceLock::new();
    *THERE.get_or_init(|| {
        let mut pool = ThreadPoolBuilder::new()
            .num_threads(available())
            .stack_size(STACK);
        if LEADER.get() == Some(&thread::current().id()) {
            pool = pool.use_current_thread();
        }
        pool.build_global().is_ok()
    })
}

/// Runs the same work up to `times` times, side by side as far as the machine has processors, and gives what each run
/// of it returns, in no particular order.
pub fn on<T: Send>(times: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    // Threads that cannot be had are not missed: this one does all of it.
    if times < 2 || !are_there() {
        return vec![work()];
    }
    let done = Mutex::new(Vec::with_capacity(times));
    let run = || {
        let result = work();
        done.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(result);
    };
    rayon_core::scope(|scope| {
        for _ in 1..times {
            scope.spawn(|_| run());
        }
        run();
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Does jobs, which are handed out one by one to up to `threads` threads, and gives their results in the order of the
/// jobs.
pub fn each<J, T: Send>(
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
