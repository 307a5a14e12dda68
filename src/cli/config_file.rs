//! Finds and reads `everynode.yaml` files, and says what counts for each file of a run.
//!
//! The nearest config counts: looked for upward from each path that is named to the root of the repository (the folder
//! with `.git`), and in the folders that the walk goes through.

use super::context::{Context, Failure};
use everynode::config::{self, Config, Glob, Written};
use everynode::diagnostic::Diagnostic;
use everynode::engine::Outcome;
use everynode::input::{self, File};
use everynode::inventory;
use everynode::source::{Source, SourceId};
use std::path::{Component, Path, PathBuf};

/// The config files of a run.
#[derive(Debug, Default)]
pub(crate) struct Configs {
    /// One for each folder that has one, or the one that was named.
    pub(crate) all: Vec<Loaded>,
    sources: Vec<Source>,
    faults: Vec<Diagnostic>,
}

/// A config file with what it extends, in the order in which they count: later ones count more.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The file.
    pub(crate) path: PathBuf,
    /// Where it counts: below this folder; None is everywhere.
    folder: Option<PathBuf>,
    /// Each with the folder that its paths are relative to.
    layers: Vec<(PathBuf, Config)>,
}

impl Loaded {
    /// The last value that any layer gives.
    pub(crate) fn last<T>(&self, of: impl Fn(&Config) -> Option<T>) -> Option<T> {
        self.layers.iter().rev().find_map(|(_, config)| of(config))
    }

    /// Every layer, those that count more later.
    pub(crate) fn layers(&self) -> impl Iterator<Item = (&Path, &Config)> {
        self.layers
            .iter()
            .map(|(folder, config)| (folder.as_path(), config))
    }

    /// The last list of paths that any layer gives, from where they were written.
    pub(crate) fn paths(
        &self,
        of: impl Fn(&Config) -> Option<&Vec<Written>>,
    ) -> Option<Vec<String>> {
        self.layers.iter().rev().find_map(|(folder, config)| {
            let resolve = |written: &Written| resolved(folder, &written.text);
            of(config).map(|list| list.iter().map(resolve).collect())
        })
    }

    /// Whether the config leaves a file out.
    pub(crate) fn excludes(&self, file: &Path) -> bool {
        self.layers()
            .any(|(folder, config)| any_matches(&config.exclude, folder, file))
    }
}

/// `profile:NAME` stays; a path is taken from the folder of the config file.
fn resolved(folder: &Path, text: &str) -> String {
    if text.starts_with("profile:") {
        return text.to_owned();
    }
    let path = plain(&folder.join(text));
    let here = std::env::current_dir().unwrap_or_default();
    let shown = path.strip_prefix(&here).unwrap_or(&path);
    shown.to_string_lossy().into_owned()
}

/// Whether a glob of a config in `folder` means `file` (an absolute path).
pub(crate) fn any_matches(globs: &[Glob], folder: &Path, file: &Path) -> bool {
    if globs.is_empty() {
        return false;
    }
    let Ok(below) = file.strip_prefix(folder) else {
        return false;
    };
    let path = slashed(below);
    globs.iter().any(|glob| glob.matches(&path))
}

/// Which config files are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted<'p> {
    /// None.
    Isolated,
    /// This one, for every file.
    Named(&'p Path),
    /// The nearest to each file.
    Nearest,
}

impl Configs {
    /// Finds and reads what counts for a run over `paths` that takes `files`. What is wrong with them is reported by
    /// [`Configs::faults`].
    pub(crate) fn load(
        wanted: Wanted<'_>,
        paths: &[PathBuf],
        files: &[File],
    ) -> Result<Self, Failure> {
        let mut configs = Self::default();
        match wanted {
            Wanted::Isolated => {}
            Wanted::Named(path) => {
                let path = absolute(path);
                if let Err(error) = std::fs::metadata(&path) {
                    return Err(Failure::new(format!(
                        "--config {}: {}",
                        path.display(),
                        input::reason(&error)
                    )));
                }
                configs.add(&path, None);
            }
            Wanted::Nearest => {
                let mut found: Vec<PathBuf> = starts(paths)
                    .iter()
                    .filter_map(|start| upward(start, config::FILE_NAME))
                    .collect();
                let walked = files.iter().filter_map(|file| file.path.as_deref());
                found.extend(
                    walked
                        .filter(|path| {
                            path.file_name()
                                .is_some_and(|name| name == config::FILE_NAME)
                        })
                        .map(absolute),
                );
                found.sort();
                found.dedup();
                for path in found {
                    let folder = path.parent().map(Path::to_path_buf);
                    configs.add(&path, folder);
                }
            }
        }
        Ok(configs)
    }

    /// The config that lies outside of all others.
    pub(crate) fn outermost(&self) -> Option<&Loaded> {
        let depth = |one: &&Loaded| one.path.components().count();
        self.all.iter().min_by_key(depth)
    }

    /// The config that counts for a file (an absolute path), as an index into `all`.
    pub(crate) fn of(&self, file: &Path) -> Option<usize> {
        let depth = |index: &usize| {
            let folder = self.all[*index].folder.as_deref();
            folder.map_or(0, |folder| folder.components().count() + 1)
        };
        (0..self.all.len())
            .filter(|index| {
                let folder = self.all[*index].folder.as_deref();
                folder.is_none_or(|folder| file.starts_with(folder))
            })
            .max_by_key(depth)
    }

    /// What is wrong with the config files, to be reported instead of a run.
    pub(crate) fn faults(&mut self) -> Option<Outcome> {
        if self.faults.is_empty() {
            return None;
        }
        let mut outcome = Outcome {
            sources: std::mem::take(&mut self.sources),
            diagnostics: self.faults.drain(..).map(Box::new).collect(),
            ..Outcome::default()
        };
        outcome.counts.files = outcome.sources.len() as u32;
        outcome
            .diagnostics
            .sort_by_key(|one| (one.source, one.span));
        Some(outcome)
    }

    /// For verbs that have no report of findings: the first mistake as a complaint.
    pub(crate) fn or_complain(mut self, context: &Context<'_>) -> Result<Self, Failure> {
        match self.faults() {
            Some(outcome) => Err(complain(&outcome, context)),
            None => Ok(self),
        }
    }

    fn add(&mut self, path: &Path, folder: Option<PathBuf>) {
        let mut layers = Vec::new();
        self.read(path, &mut vec![path.to_path_buf()], None, &mut layers);
        self.all.push(Loaded {
            path: path.to_path_buf(),
            folder,
            layers,
        });
    }

    /// Reads a file and, before it, what it extends. `from` is where it was named.
    fn read(
        &mut self,
        path: &Path,
        open: &mut Vec<PathBuf>,
        from: Option<(SourceId, &Written)>,
        layers: &mut Vec<(PathBuf, Config)>,
    ) {
        let text = match std::fs::read(path) {
            Ok(bytes) => everynode::yaml::decode(&bytes).text.into_owned(),
            Err(error) => {
                let message = format!("cannot read {}: {}", shown(path), input::reason(&error));
                return match from {
                    Some((source, written)) => self.fault(source, written, message),
                    None => {
                        let source = self.source(shown(path), String::new());
                        let written = Written {
                            text: String::new(),
                            span: everynode::source::Span::default(),
                        };
                        self.fault(source, &written, message);
                    }
                };
            }
        };
        let id = self.source(shown(path), text);
        let (config, faults) = config::read(&self.sources[id.0 as usize], id);
        self.faults.extend(faults);
        let folder = path.parent().unwrap_or(Path::new(".")).to_path_buf();
        for base in &config.extends {
            let base_path = absolute(&folder.join(&base.text));
            if open.contains(&base_path) {
                let round: Vec<String> = open.iter().map(|path| shown(path)).collect();
                let message = format!(
                    "`{}` extends this file, which is a circle: {} → {}",
                    base.text,
                    round.join(" → "),
                    shown(&base_path)
                );
                self.fault(id, base, message);
                continue;
            }
            open.push(base_path.clone());
            self.read(&base_path, open, Some((id, base)), layers);
            open.pop();
        }
        for named in config.nodes.iter().flatten() {
            if let Err((message, help)) = nodes_are_there(&folder, &named.text) {
                self.fault(id, named, message);
                if let Some(fault) = self.faults.last_mut() {
                    fault.help = help.map(Into::into);
                }
            }
        }
        layers.push((folder, config));
    }

    fn source(&mut self, name: String, text: String) -> SourceId {
        self.sources.push(Source::new(name, text));
        SourceId(self.sources.len() as u32 - 1)
    }

    fn fault(&mut self, source: SourceId, written: &Written, message: String) {
        let mut diagnostic = config::fault(written.span, message);
        diagnostic.source = source;
        self.faults.push(diagnostic);
    }
}

/// Fails where `nodes` of a config in `folder` names nothing: with a message, and what to do.
fn nodes_are_there(folder: &Path, named: &str) -> Result<(), (String, Option<String>)> {
    match named.strip_prefix("profile:") {
        Some(name) => inventory::profile(name)
            .map(drop)
            .map_err(|help| (format!("there is no profile `{name}`"), Some(help))),
        None => std::fs::metadata(folder.join(named))
            .map(drop)
            .map_err(|error| {
                let help = "`kubectl get nodes -o yaml > nodes.yaml` writes what is needed";
                let message = format!("cannot read {named}: {}", input::reason(&error));
                (message, Some(String::from(help)))
            }),
    }
}

/// Says all mistakes of config files but the first, which is the failure.
pub(crate) fn complain(mistakes: &Outcome, context: &Context<'_>) -> Failure {
    let mut lines = mistakes.diagnostics.iter().map(|one| {
        let source = &mistakes.sources[one.source.0 as usize];
        let at = source.position(one.span.start);
        let help = one
            .help
            .as_deref()
            .map_or(String::new(), |help| format!(" ({help})"));
        format!(
            "{}:{}:{}: {}{help}",
            source.name, at.line, at.column, one.message
        )
    });
    let first = lines.next().unwrap_or_default();
    for line in lines {
        context.complain(&line, None);
    }
    Failure::new(first)
}

/// The folders to look upward from, for the paths of a command line.
pub(crate) fn starts(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() {
        return vec![absolute(Path::new("."))];
    }
    let mut starts: Vec<PathBuf> = paths
        .iter()
        .map(|path| {
            if path.as_os_str() == "-" {
                return absolute(Path::new("."));
            }
            let path = absolute(path);
            if path.is_dir() {
                path
            } else {
                path.parent().map_or_else(PathBuf::new, Path::to_path_buf)
            }
        })
        .collect();
    starts.sort();
    starts.dedup();
    starts
}

/// The file of that name in the nearest folder, up to the root of the repository.
pub(crate) fn upward(start: &Path, name: &str) -> Option<PathBuf> {
    for folder in start.ancestors() {
        let path = folder.join(name);
        if path.is_file() {
            return Some(path);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

/// The root of the repository around a folder.
pub(crate) fn repository(start: &Path) -> Option<&Path> {
    start
        .ancestors()
        .find(|folder| folder.join(".git").exists())
}

/// An absolute path without `.` and `..`; symbolic links stay, as people write them.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    plain(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// A relative path as globs and reports have it: `/` between its parts, whatever the system writes.
pub(crate) fn slashed(below: &Path) -> String {
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// A path without `.` and `..`.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// A path as it is shown: below the current folder where it lies there.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    let parts: Vec<_> = path
        .components()
        .map(|part| match part {
            Component::RootDir => "".into(),
            part => part.as_os_str().to_string_lossy(),
        })
        .collect();
    parts.join("/")
}
