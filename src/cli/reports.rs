//! The reports of a run: to standard output and to files, several at once.

use super::args;
use super::config_file::{absolute, repository, slashed};
use super::context::{Context, Failure};
use super::values::Output;
use super::write::write_whole;
use everynode::engine::{Outcome, Settings};
use everynode::input::Found;
use everynode::report::{self, Format, Run, Style};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Writes every report that was asked for.
pub(crate) fn write(
    args: &args::Check,
    context: &mut Context<'_>,
    settings: &Settings,
    found: &Found,
    outcome: &Outcome,
) -> Result<(), Failure> {
    refuse_the_same_file(&args.output)?;
    let left_out: Vec<(&'static str, String)> = found
        .skipped
        .iter()
        .map(|skipped| (skipped.what, skipped.name.clone()))
        .collect();
    let repository = Repository::around();
    let places = args.output.iter().any(|output| {
        // These show people and scripts the names that they gave.
        !matches!(
            output.format,
            Format::Human | Format::Compact | Format::Json | Format::Jsonl
        )
    });
    let elsewhere = match &repository {
        Some(repository) if places => repository.elsewhere(found, outcome),
        _ => HashMap::new(),
    };
    let version = format!("1.{}", settings.kubernetes_minor);
    let style = Style {
        color: context.color,
        unicode: context.unicode,
        all: args.all,
        quiet: args.look.quiet,
        verbose: args.look.verbose,
    };
    let links = context.links.then(|| links(found, outcome));
    let mut run = Run {
        outcome,
        left_out: &left_out,
        folder: repository.as_ref().map_or("", |one| &one.folder),
        elsewhere: &elsewhere,
        kubernetes_version: &version,
        style,
        links: links.as_deref(),
    };
    let human = [Output {
        format: Format::Human,
        file: None,
    }];
    let outputs = if args.output.iter().any(|output| output.file.is_none()) || args.statistics {
        &args.output[..]
    } else {
        &[&human[..], &args.output].concat()
    };
    if args.statistics {
        report::write_statistics(&run, context.out)?;
    }
    for output in outputs {
        match &output.file {
            None if args.statistics => {}
            None => {
                run.style = style;
                run.links = links.as_deref();
                report::write(output.format, &run, context.out)?;
            }
            Some(path) => {
                run.style = Style {
                    color: false,
                    unicode: false,
                    ..style
                };
                run.links = None;
                let mut bytes = Vec::new();
                report::write(output.format, &run, &mut bytes)?;
                write_whole(path, &bytes)?;
            }
        }
    }
    Ok(())
}

/// A second report would replace the first without a word.
fn refuse_the_same_file(outputs: &[Output]) -> Result<(), Failure> {
    let mut seen = HashSet::new();
    for path in outputs.iter().filter_map(|output| output.file.as_deref()) {
        // A pipe or a screen takes both.
        let takes_one = path.metadata().map_or(true, |meta| meta.is_file());
        if takes_one && !seen.insert(path) {
            let message = format!("two reports are to go to the same file: {}", path.display());
            return Err(Failure::new(message).help("name a file for each"));
        }
    }
    Ok(())
}

/// Which sources the findings of a run point into.
fn pointed_at(outcome: &Outcome) -> Vec<bool> {
    let mut pointed_at = vec![false; outcome.sources.len()];
    for diagnostic in &outcome.diagnostics {
        let related = diagnostic.related.iter().map(|related| related.source);
        for source in related.chain([diagnostic.source]) {
            if let Some(is_it) = pointed_at.get_mut(source.0 as usize) {
                *is_it = true;
            }
        }
    }
    pointed_at
}

/// The URI of each source that a finding points into; none for what is no file.
fn links(found: &Found, outcome: &Outcome) -> Vec<Option<String>> {
    let host = gethostname::gethostname();
    let host = host.to_string_lossy();
    let uri = |path: &PathBuf| {
        let path = absolute(path);
        let path = path.to_string_lossy();
        if cfg!(windows) {
            report::file_uri(&host, &path.replace('\\', "/"))
        } else {
            report::file_uri(&host, &path)
        }
    };
    let files = found.files.iter().zip(pointed_at(outcome));
    files
        .map(|(file, is_asked)| file.path.as_ref().filter(|_| is_asked).map(uri))
        .collect()
}

/// The repository in which the run started.
struct Repository {
    /// Its root, links resolved.
    root: PathBuf,
    /// Where the current folder lies in it: empty at the root, else ending in `/`.
    folder: String,
}

impl Repository {
    /// The repository around the current folder; None outside of any.
    fn around() -> Option<Self> {
        let here = std::env::current_dir().ok()?;
        let root = repository(&here)?;
        let mut folder = slashed(here.strip_prefix(root).ok()?);
        if !folder.is_empty() {
            folder.push('/');
        }
        Some(Self {
            root: root.canonicalize().ok()?,
            folder,
        })
    }

    /// The files with findings that lie elsewhere in the repository than their names say: links, and files named from the
    /// root of the disk. Services that keep the repository know no links.
    fn elsewhere(&self, found: &Found, outcome: &Outcome) -> HashMap<String, String> {
        let paths: HashMap<&str, &Path> = found
            .files
            .iter()
            .filter_map(|file| Some((file.name.as_str(), file.path.as_deref()?)))
            .collect();
        let sources = outcome
            .sources
            .iter()
            .zip(pointed_at(outcome))
            .filter(|(_, is_asked)| *is_asked);
        sources
            .filter_map(|(source, _)| {
                let path = paths.get(source.name.as_str())?.canonicalize().ok()?;
                let place = slashed(path.strip_prefix(&self.root).ok()?);
                (place != source.name).then(|| (source.name.clone(), place))
            })
            .collect()
    }
}
