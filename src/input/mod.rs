//! From paths to texts: walks folders, tells manifests from other files, reads.
//!
//! The only reader of files in the library. Knows names, bytes and encodings; knows neither YAML nor Kubernetes.

mod folders;
mod read;
mod walk;

pub use read::{Reader, Unread, reason};
pub use walk::walk;

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The largest file that a walk takes, in bytes; a file that is named is taken whatever its size.
pub const LARGE: u64 = 100 * 1024 * 1024;

/// What to look for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files, folders, or `-` for standard input; the current folder when empty.
    pub paths: Vec<PathBuf>,
    /// The name to show for standard input.
    pub stdin_name: Option<String>,
    /// Take what `.gitignore` names, too.
    pub take_ignored: bool,
    /// Take the templates of Helm charts like every other file.
    pub take_templates: bool,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// As it is shown: relative to the current folder where it lies below, `/` between its parts.
    pub name: String,
    /// Where it lies; None is standard input.
    pub path: Option<PathBuf>,
    /// Whether it was named, not found.
    pub named: bool,
    /// Its text, where another program made it.
    pub made: Option<Vec<u8>>,
}

/// What a walk came across.
#[derive(Debug, Default)]
pub struct Found {
    /// The files to read, sorted by name, each once.
    pub files: Vec<File>,
    /// Templates of Helm charts, unless they were to be taken: see [`Found::settle_templates`].
    pub templates: Vec<File>,
    /// Files that are left out, and why.
    pub skipped: Vec<Skipped>,
    /// Paths that could not be looked at.
    pub failures: Vec<Failure>,
    /// How many other files there were, by extension (lower case, without its dot; empty for none).
    pub others: BTreeMap<String, usize>,
}

impl Found {
    /// Moves the templates that are wanted to the files, and the others to what is left out.
    pub fn settle_templates(&mut self, wanted: impl Fn(&File) -> bool) {
        for file in std::mem::take(&mut self.templates) {
            if wanted(&file) {
                self.files.push(file);
            } else {
                self.skipped.push(Skipped {
                    what: HELM_TEMPLATES,
                    name: file.name,
                });
            }
        }
        self.sort();
    }

    /// Sorts by name, and keeps one of each.
    fn sort(&mut self) {
        // A file that is named and found is named: sort it first, then keep one of a name.
        self.files
            .sort_by(|a, b| a.name.cmp(&b.name).then(b.named.cmp(&a.named)));
        self.files
            .dedup_by(|a, b| a.name == b.name && a.path.is_some() == b.path.is_some());
        self.skipped.sort();
        self.skipped.dedup();
    }
}

/// What templates of Helm charts are called where they are left out.
pub const HELM_TEMPLATES: &str = "Helm templates";

/// A file that is left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// A countable noun in the plural, such as `Helm templates`.
    pub what: &'static str,
    /// The file.
    pub name: String,
}

/// A path that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// The path as it was given or found.
    pub name: String,
    /// Why, in a person's words.
    pub message: String,
}
