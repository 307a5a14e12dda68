//! Reads and judges files in parallel, and shows that it is at it.

use super::made;
use super::settings::Plan;
use everynode::engine::{self, Analysis, Counts, Outcome, Settings, Skip};
use everynode::input::{self, File, Unread};
use everynode::source::{Source, SourceId};
use everynode::threads;
use std::io::{IsTerminal as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Runs shorter than this show no progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// Fewer files than this are read by one thread: to start another takes longer.
const FEW: usize = 8;

/// How many threads take files, and how many one of them may use for a large file.
fn divided(wanted: Option<usize>, files: usize) -> (usize, usize) {
    let all = wanted.unwrap_or_else(threads::available);
    if files < FEW && wanted.is_none() {
        (1, all)
    } else {
        let side_by_side = all.clamp(1, files.max(1));
        (side_by_side, all.div_ceil(side_by_side))
    }
}

/// What was found in the files, and what could not be judged.
pub(crate) struct Judged {
    pub(crate) outcome: Outcome,
    pub(crate) troubles: Vec<input::Failure>,
}

/// Reads and analyses every file, then joins what was found.
pub(crate) fn judge(
    files: &[File],
    plan: &Plan,
    threads_wanted: Option<usize>,
    quiet: bool,
) -> Judged {
    let (side_by_side, for_one) = divided(threads_wanted, files.len());
    let next = AtomicUsize::new(0);
    // A place for each file, filled by whichever thread takes it: nothing is sorted or moved about.
    let done: Vec<OnceLock<One>> = files.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        let mut reader = input::Reader::default();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let (Some(file), Some(place)) = (files.get(index), done.get(index)) else {
                return;
            };
            let id = SourceId(index as u32);
            place.get_or_init(|| one(file, &mut reader, id, plan.of(index), for_one));
        }
    };
    let finished = AtomicBool::new(false);
    thread::scope(|scope| {
        let watcher = (files.len() > 1 && !quiet && std::io::stderr().is_terminal())
            .then(|| scope.spawn(|| show_progress(&next, files.len(), &finished)));
        threads::on(side_by_side, work);
        finished.store(true, Ordering::Relaxed);
        if let Some(watcher) = watcher {
            watcher.thread().unpark();
        }
    });
    let mut sources = Vec::with_capacity(files.len());
    let mut analyses = Vec::with_capacity(files.len());
    let mut troubles = Vec::new();
    for (file, place) in files.iter().zip(done) {
        // Each place is filled, even where judging a file panics.
        let one = place.into_inner().unwrap_or_else(|| One::unread(file));
        sources.push(one.source);
        analyses.push(one.analyses);
        troubles.extend(one.trouble);
    }
    let settings = plan.each(files.len());
    Judged {
        outcome: engine::finish_each(sources, analyses, &settings, side_by_side.max(for_one)),
        troubles,
    }
}

/// A line on standard error, for runs that take longer than one is patient; gone before the report.
fn show_progress(next: &AtomicUsize, files: usize, finished: &AtomicBool) {
    let mut shown = false;
    let mut wait = PATIENCE;
    loop {
        thread::park_timeout(wait);
        if finished.load(Ordering::Relaxed) {
            break;
        }
        let done = next.load(Ordering::Relaxed).min(files);
        let _ = write!(std::io::stderr(), "\r{done} of {files} files");
        shown = true;
        wait = Duration::from_millis(100);
    }
    if shown {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
}

/// One file, judged on its own.
struct One {
    source: Source,
    analyses: Vec<Analysis>,
    trouble: Option<input::Failure>,
}

impl One {
    /// A file of which nothing is known.
    fn unread(file: &File) -> Self {
        Self {
            source: Source::new(file.name.clone(), String::new()),
            analyses: Vec::new(),
            trouble: None,
        }
    }
}

fn one(
    file: &File,
    reader: &mut input::Reader,
    id: SourceId,
    settings: &Settings,
    threads: usize,
) -> One {
    let failure = |message: String| {
        Some(input::Failure {
            name: file.name.clone(),
            message,
        })
    };
    let left_out = |what| {
        vec![Analysis {
            skips: vec![Skip { source: id, what }],
            counts: Counts {
                skipped: 1,
                ..Counts::default()
            },
            ..Analysis::default()
        }]
    };
    let source = match reader.read(file, threads) {
        Ok(source) => source,
        Err(unread) => {
            let (analyses, trouble) = match unread {
                Unread::Binary => (left_out("binary files"), None),
                Unread::Large if !file.named => (left_out("files over 100 MB"), None),
                Unread::Large => (
                    Vec::new(),
                    failure(String::from("over 4 GiB: too large to count positions in")),
                ),
                Unread::Failed(reason) => (Vec::new(), failure(reason)),
            };
            return One {
                analyses,
                trouble,
                ..One::unread(file)
            };
        }
    };
    // One file that trips over a fault of ours must not cost the others their verdict.
    let analyse = || engine::analyse_divided(&source, id, settings, threads);
    match catch_unwind(AssertUnwindSafe(analyse)) {
        Ok(mut analyses) => {
            if file.made.is_some() {
                for (_, path) in analyses.iter_mut().flat_map(|part| &mut part.origins) {
                    *path = made::origin(&file.name, path);
                }
            }
            One {
                source,
                analyses,
                trouble: None,
            }
        }
        Err(_) => One {
            source,
            analyses: Vec::new(),
            trouble: failure(String::from(
                "everynode tripped over this file; that is a bug of everynode",
            )),
        },
    }
}
