//! Which files a run is about.
//!
//! A file that is named is always taken. Folders give their `.yaml`, `.yml` and `.json` files, and kustomizations;
//! `.gitignore` counts from the folder that was named down, symbolic links to files are followed, those to folders are not.

use super::folders::{self, Met};
use super::read::reason;
use super::{Failure, File, Found, Request};
use crate::threads;
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// The one name of a manifest that has no extension: kustomize takes it as it takes `kustomization.yaml`.
const KUSTOMIZATION: &str = "Kustomization";

/// The folder of a Helm chart in which its templates lie.
const TEMPLATES: &str = "templates";

/// Looks for the files of a run.
#[must_use]
pub fn walk(request: &Request) -> Found {
    let mut walk = Walk {
        found: Found::default(),
        here: std::env::current_dir().ok(),
        charts: HashMap::new(),
        links: Vec::new(),
        request,
    };
    if request.paths.is_empty() {
        walk.folder(Path::new("."));
    }
    for path in &request.paths {
        walk.path(path);
    }
    walk.drop_doubled_links();
    let mut found = walk.found;
    found.sort();
    found
}

struct Walk<'r> {
    found: Found,
    here: Option<PathBuf>,
    /// Whether a folder holds a `Chart.yaml`, for folders asked about.
    charts: HashMap<PathBuf, bool>,
    /// Indices of files that are symbolic links.
    links: Vec<usize>,
    request: &'r Request,
}

impl Walk<'_> {
    /// A path from the command line.
    fn path(&mut self, path: &Path) {
        if path == Path::new("-") {
            let name = self
                .request
                .stdin_name
                .clone()
                .unwrap_or_else(|| String::from("<stdin>"));
            self.found.files.push(File {
                name,
                path: None,
                named: true,
                made: None,
            });
            return;
        }
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.folder(path),
            // A pipe from the shell (`<(helm template …)`) is a file as good as any.
            Ok(_) => self.found.files.push(File {
                name: self.name(path),
                path: Some(path.to_path_buf()),
                named: true,
                made: None,
            }),
            Err(error) => self.fail(path, &error),
        }
    }

    fn folder(&mut self, root: &Path) {
        // To read thousands of folders takes as long as to read the files in them: several threads do it.
        let here = self.here.clone();
        let seen = folders::walk(
            root,
            self.request.take_ignored,
            threads::available(),
            |met| Seen::of(met, here.as_deref()),
        );
        let before = self.found.failures.len();
        for seen in seen {
            match seen {
                Seen::Other(extension) => *self.found.others.entry(extension).or_default() += 1,
                Seen::Manifest(file, is_link) => self.manifest(file, is_link),
                Seen::Failed(path, error) => self.fail(&path, &error),
            }
        }
        self.found.failures[before..].sort();
    }

    fn manifest(&mut self, file: File, is_link: bool) {
        if !self.request.take_templates
            && let Some(path) = &file.path
            && self.is_chart_template(path)
        {
            return self.found.templates.push(file);
        }
        if is_link {
            self.links.push(self.found.files.len());
        }
        self.found.files.push(file);
    }

    /// Whether the file lies under a `templates` folder beside a `Chart.yaml`.
    fn is_chart_template(&mut self, path: &Path) -> bool {
        // Nearly no path has such a folder at all, which is quickly seen.
        let bytes = path.as_os_str().as_encoded_bytes();
        if memchr::memmem::find(bytes, TEMPLATES.as_bytes()).is_none() {
            return false;
        }
        for folder in path.ancestors().skip(1) {
            if folder.file_name().is_some_and(|name| name == TEMPLATES) {
                let chart = folder.parent().unwrap_or(Path::new("."));
                let is_chart = match self.charts.get(chart) {
                    Some(known) => *known,
                    None => {
                        let known = chart.join("Chart.yaml").is_file();
                        self.charts.insert(chart.to_path_buf(), known);
                        known
                    }
                };
                if is_chart {
                    return true;
                }
            }
        }
        false
    }

    /// A link to a file that the run has anyway would say everything twice.
    fn drop_doubled_links(&mut self) {
        if self.links.is_empty() {
            return;
        }
        let links: HashSet<usize> = self.links.iter().copied().collect();
        let target = |file: &File| {
            file.path
                .as_ref()
                .and_then(|path| std::fs::canonicalize(path).ok())
        };
        let mut real: HashSet<PathBuf> = self
            .found
            .files
            .iter()
            .enumerate()
            .filter(|(index, _)| !links.contains(index))
            .filter_map(|(_, file)| target(file))
            .collect();
        let mut index = 0;
        self.found.files.retain(|file| {
            let keep = !links.contains(&index)
                || file.named
                || target(file).is_none_or(|target| real.insert(target));
            index += 1;
            keep
        });
    }

    fn fail(&mut self, path: &Path, error: &std::io::Error) {
        let name = self.name(path);
        self.found.failures.push(Failure {
            name,
            message: reason(error),
        });
    }

    /// How a path is shown.
    fn name(&self, path: &Path) -> String {
        shown(path, self.here.as_deref())
    }
}

/// What a walk comes across, other than folders.
enum Seen {
    /// A file that is no manifest, by its extension.
    Other(String),
    /// A manifest, and whether it is a symbolic link.
    Manifest(File, bool),
    /// What cannot be looked at.
    Failed(PathBuf, std::io::Error),
}

impl Seen {
    fn of(met: Met, here: Option<&Path>) -> Option<Self> {
        let (path, kind) = match met {
            Ok(met) => met,
            Err((path, error)) => return Some(Self::Failed(path, error)),
        };
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
        if !matches!(&*extension, "yaml" | "yml" | "json")
            && path.file_name() != Some(OsStr::new(KUSTOMIZATION))
        {
            return Some(Self::Other(extension));
        }
        if kind.is_symlink() {
            match std::fs::metadata(&path) {
                Ok(meta) if meta.is_file() => {}
                Ok(_) => return None,
                Err(error) => return Some(Self::Failed(path, error)),
            }
        } else if !kind.is_file() {
            // Sockets, devices and pipes would block or never end.
            return None;
        }
        let file = File {
            name: shown(&path, here),
            path: Some(path),
            named: false,
            made: None,
        };
        Some(Self::Manifest(file, kind.is_symlink()))
    }
}

/// How a path is shown: from the current folder on, `/` between its parts.
fn shown(path: &Path, here: Option<&Path>) -> String {
    if let Some(name) = shown_as_it_is(path, here) {
        return name.to_owned();
    }
    let below = here
        .filter(|_| path.is_absolute())
        .and_then(|here| path.strip_prefix(here).ok());
    let path = below
        .filter(|below| !below.as_os_str().is_empty())
        .unwrap_or(path);
    let mut name = String::new();
    for part in path.components() {
        match part {
            Component::CurDir => continue,
            Component::RootDir => name.push('/'),
            Component::Prefix(prefix) => name.push_str(&prefix.as_os_str().to_string_lossy()),
            Component::ParentDir | Component::Normal(_) => {
                if !name.is_empty() && !name.ends_with('/') {
                    name.push('/');
                }
                name.push_str(&part.as_os_str().to_string_lossy());
            }
        }
    }
    if name.is_empty() {
        String::from(".")
    } else {
        name
    }
}

/// The same where the text of the path needs no other change than to be cut, as nearly all do.
fn shown_as_it_is<'p>(path: &'p Path, here: Option<&Path>) -> Option<&'p str> {
    let text = path.to_str()?;
    if text.is_empty() || text.starts_with('.') || text.ends_with('/') || text.contains('\\') {
        return None;
    }
    // A part that is empty, `.` or `..`, or a name that looks like them.
    let bytes = text.as_bytes();
    if bytes.windows(2).any(|two| matches!(two, b"//" | b"/.")) {
        return None;
    }
    let below = here.and_then(|here| {
        let rest = text.strip_prefix(here.to_str()?.trim_end_matches('/'))?;
        rest.strip_prefix('/')
    });
    Some(below.filter(|below| !below.is_empty()).unwrap_or(text))
}
