//! From paths to texts: walks folders, tells manifests from other files, reads.
//!
//! The only reader of files in the library. Knows names, bytes and encodings; knows neither YAML nor Kubernetes.

mod read;
mod walk;

pub use read::{Unread, read};
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
    /// Take everything that could be YAML, also the templates of Helm charts.
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
    /// Files that are left out, and why.
    pub skipped: Vec<Skipped>,
    /// Paths that could not be looked at.
    pub failures: Vec<Failure>,
    /// How many other files there were, by extension (lower case, without its dot; empty for none).
    pub others: BTreeMap<String, usize>,
}

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
