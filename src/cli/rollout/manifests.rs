//! The two revisions: from two paths, or from a commit and the work tree.

use super::super::context::{Context, Failure};
use super::super::inventory::read;
use super::git::Repository;
use everynode::input::{self, File, Request};
use everynode::rollout::Role;
use everynode::source::Source;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The texts of a revision.
#[derive(Default)]
pub(super) struct Manifests {
    pub(super) sources: Vec<Source>,
    pub(super) roles: Vec<Role>,
    /// Whether something could not be read.
    pub(super) failed: bool,
}

impl Manifests {
    fn take(&mut self, file: &File, role: Role, context: &Context<'_>) {
        match read(file) {
            Ok(source) => {
                self.sources.push(source);
                self.roles.push(role);
            }
            Err(why) => {
                self.failed |= file.named;
                context.complain(&why, None);
            }
        }
    }
}

/// What lies below a path.
pub(super) fn of_path(path: &Path, context: &Context<'_>) -> Manifests {
    let mut manifests = Manifests::default();
    for file in walk(&[path.to_owned()], &mut manifests.failed, context) {
        let below = file
            .path
            .as_deref()
            .and_then(|file| file.strip_prefix(path).ok());
        let name = below.map(|below| below.to_string_lossy().replace('\\', "/"));
        let role = Role {
            name: name.unwrap_or_default(),
            aside: false,
        };
        manifests.take(&file, role, context);
    }
    manifests
}

fn walk(paths: &[PathBuf], failed: &mut bool, context: &Context<'_>) -> Vec<File> {
    let found = input::walk(&Request {
        paths: paths.to_vec(),
        ..Request::default()
    });
    for failure in &found.failures {
        *failed = true;
        context.complain(&format!("{}: {}", failure.name, failure.message), None);
    }
    found.files
}

/// What the commit holds at or below the paths, and what the work tree has there. Manifests that changed elsewhere are
/// read aside on both sides, so that what moved is found.
pub(super) fn of_commit(
    reference: &str,
    paths: &[PathBuf],
    context: &Context<'_>,
) -> Result<(Manifests, Manifests), Failure> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let repository = Repository::open(reference, first)?;
    let mut below = Vec::new();
    for path in paths {
        let one = repository.below(path).ok_or_else(|| {
            Failure::new(format!(
                "--against: {} does not lie in the repository of {}",
                path.display(),
                first.display()
            ))
        })?;
        if !path.exists() && repository.under(std::slice::from_ref(&one)).is_empty() {
            return Err(Failure::new(format!(
                "{}: no such file, neither here nor in {reference}",
                path.display()
            )));
        }
        below.push(one);
    }
    let before = repository.under(&below);
    let changed = repository.changed()?;
    let mut new = Manifests::default();
    let standing: Vec<PathBuf> = paths.iter().filter(|path| path.exists()).cloned().collect();
    let mut seen = BTreeSet::new();
    let files = if standing.is_empty() {
        Vec::new()
    } else {
        walk(&standing, &mut new.failed, context)
    };
    for file in files {
        let name = file.path.as_deref().and_then(|path| repository.below(path));
        let name = name.unwrap_or_else(|| file.name.clone());
        seen.insert(name.clone());
        new.take(&file, Role { name, aside: false }, context);
    }
    // What git follows counts, also where .gitignore names it.
    let ignored = before.iter().map(|name| (name, false));
    let elsewhere = changed
        .iter()
        .filter(|name| !before.contains(name))
        .map(|name| (name, true));
    for (name, aside) in ignored.chain(elsewhere) {
        let path = repository.path(name);
        if path.is_file() && seen.insert(name.clone()) {
            let file = File {
                name: name.clone(),
                path: Some(path),
                named: false,
                made: None,
            };
            let name = name.clone();
            new.take(&file, Role { name, aside }, context);
        }
    }
    let asked: BTreeSet<&String> = before.iter().collect();
    let mut wanted: Vec<(String, bool)> = before.iter().map(|name| (name.clone(), false)).collect();
    let moved = changed.iter().filter(|name| !asked.contains(name));
    wanted.extend(moved.map(|name| (name.clone(), true)));
    let (sources, roles) = repository.read(&wanted)?;
    let old = Manifests {
        sources,
        roles,
        failed: false,
    };
    Ok((old, new))
}
