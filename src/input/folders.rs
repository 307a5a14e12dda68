//! A tree of folders, gone through by several threads, without what its `.gitignore` files leave out.
//!
//! Knows folders; not what the files in them are for. The matcher of `.gitignore` is that of the `ignore` crate. Its own
//! parallel walk lets a thread that has nothing to do sleep for a millisecond, which is longer than most runs take.

use crate::threads;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The file in which a folder says what is left out.
const IGNORES: &str = ".gitignore";
/// The folder that is git's own.
const GIT: &str = ".git";

/// While fewer folders than this wait, one thread goes through them: to start another takes longer.
const FEW: usize = 16;

/// What a walk comes across: anything but a folder, or a path that cannot be looked at.
pub(super) type Met = Result<(PathBuf, FileType), (PathBuf, io::Error)>;

/// Goes through the folders at and below `root`, on up to `threads` threads, and gives what `visit` makes of what is met,
/// in no particular order. Symbolic links are met, not followed.
pub(super) fn walk<T: Send>(
    root: &Path,
    take_ignored: bool,
    threads: usize,
    visit: impl Fn(Met) -> Option<T> + Sync,
) -> Vec<T> {
    let walk = Walk {
        take_ignored,
        visit,
        queue: Mutex::new(Queue::default()),
        changed: Condvar::new(),
    };
    let mut seen = Vec::new();
    let mut open = vec![Folder {
        path: root.to_path_buf(),
        around: None,
    }];
    while open.len() < FEW {
        let Some(folder) = open.pop() else {
            return seen;
        };
        walk.folder(&folder, &mut open, &mut seen);
    }
    walk.queue().open = open;
    let of_threads = threads::on(threads, || walk.work());
    seen.extend(of_threads.into_iter().flatten());
    seen
}

/// A folder to go through.
struct Folder {
    path: PathBuf,
    around: Option<Arc<Rules>>,
}

/// What the `.gitignore` of a folder says, and of those around it.
struct Rules {
    own: Gitignore,
    around: Option<Arc<Self>>,
}

impl Rules {
    /// Those that count in a folder which has a `.gitignore`. A line that cannot be understood counts for nothing, as in git.
    fn of(folder: &Path, around: Option<Arc<Self>>) -> Self {
        let mut builder = GitignoreBuilder::new(folder);
        builder.add(folder.join(IGNORES));
        let own = builder.build().unwrap_or_else(|_| Gitignore::empty());
        Self { own, around }
    }

    /// Whether a path is left out: the nearest folder that says anything decides.
    fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        match self.own.matched(path, is_folder) {
            Match::Ignore(_) => true,
            Match::Whitelist(_) => false,
            Match::None => {
                let around = self.around.as_ref();
                around.is_some_and(|around| around.leave_out(path, is_folder))
            }
        }
    }
}

/// The folders that wait for a thread, how many threads may yet find more, and how many wait for that.
#[derive(Default)]
struct Queue {
    open: Vec<Folder>,
    busy: usize,
    waiting: usize,
}

struct Walk<V> {
    take_ignored: bool,
    visit: V,
    queue: Mutex<Queue>,
    /// Rung when folders are added, and when there will be no more.
    changed: Condvar,
}

impl<T, V: Fn(Met) -> Option<T>> Walk<V> {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes folders until there are no more.
    fn work(&self) -> Vec<T> {
        let mut seen = Vec::new();
        let mut below = Vec::new();
        let mut queue = self.queue();
        loop {
            if let Some(folder) = queue.open.pop() {
                queue.busy += 1;
                drop(queue);
                self.folder(&folder, &mut below, &mut seen);
                queue = self.queue();
                queue.busy -= 1;
                queue.open.append(&mut below);
                if queue.waiting > 0 {
                    self.changed.notify_all();
                }
            } else if queue.busy > 0 {
                queue.waiting += 1;
                let waited = self.changed.wait(queue);
                queue = waited.unwrap_or_else(PoisonError::into_inner);
                queue.waiting -= 1;
            } else {
                return seen;
            }
        }
    }

    /// Looks at everything in a folder, and notes the folders in it.
    fn folder(&self, folder: &Folder, below: &mut Vec<Folder>, seen: &mut Vec<T>) {
        let failed = |error| (folder.path.clone(), error);
        let entries = match fs::read_dir(&folder.path) {
            Ok(entries) => entries.map(|entry| named(entry.map_err(failed)?)).collect(),
            Err(error) => vec![Err(failed(error))],
        };
        let mut names = entries.iter().flatten().map(|entry| &entry.0);
        let rules = if !self.take_ignored && names.any(|name| name == IGNORES) {
            Some(Arc::new(Rules::of(&folder.path, folder.around.clone())))
        } else {
            folder.around.clone()
        };
        for entry in entries {
            let met = entry.map(|(name, kind)| {
                if name == GIT {
                    return None;
                }
                let path = folder.path.join(name);
                let rules = rules.as_ref();
                let is_left_out = rules.is_some_and(|rules| rules.leave_out(&path, kind.is_dir()));
                (!is_left_out).then_some((path, kind))
            });
            match met.transpose() {
                None => {}
                Some(Ok((path, kind))) if kind.is_dir() => below.push(Folder {
                    path,
                    around: rules.clone(),
                }),
                Some(met) => seen.extend((self.visit)(met)),
            }
        }
    }
}

/// An entry's name and what it is.
fn named(entry: fs::DirEntry) -> Result<(OsString, FileType), (PathBuf, io::Error)> {
    let kind = entry.file_type().map_err(|error| (entry.path(), error))?;
    Ok((entry.file_name(), kind))
}
