//! `everynode baseline`, and the baseline that `check` leaves out.

use super::args;
use super::check;
use super::config_file::{Configs, absolute};
use super::context::{Answer, Context, Exit, Failure};
use super::write::write_whole;
use everynode::baseline::{self, Entry};
use everynode::engine::Outcome;
use everynode::source::Source;
use std::path::{Path, PathBuf};

/// Runs the verb.
pub(crate) fn run(args: &args::Baseline, context: &mut Context<'_>) -> Answer {
    let Some(prepared) = check::prepare(&args.check, context)? else {
        return Ok(Exit::Failed);
    };
    let (judged, failed) = check::look(&args.check, &prepared, context);
    if failed {
        return Err(Failure::new(
            "not everything could be looked at; nothing was written",
        ));
    }
    let path = prepared
        .baseline
        .unwrap_or_else(|| PathBuf::from(baseline::FILE));
    let there = path.exists().then(|| path.clone());
    let shown = shown(&path);
    let mut outcome = judged.outcome;
    if args.write {
        let entries = baseline::entries(&outcome, &names(&outcome, &path));
        write_whole(&path, baseline::write(&entries).as_bytes())?;
        writeln!(
            context.out,
            "{shown} holds {} now; `everynode check` leaves them out and complains about new ones",
            count(entries.len())
        )?;
        return Ok(Exit::Fine);
    }
    let Some(accepted) = there.map(|path| load(&path)).transpose()? else {
        return Err(
            Failure::new("there is no baseline yet").help("`everynode baseline --write` makes one")
        );
    };
    let names = names(&outcome, &path);
    let stale: Vec<Entry> = baseline::apply(&mut outcome, &accepted, &names, &is_gone(&path))
        .into_iter()
        .cloned()
        .collect();
    let gone = |entry: &&Entry| stale.contains(entry);
    if args.prune {
        let kept: Vec<Entry> = accepted
            .iter()
            .filter(|entry| !gone(entry))
            .cloned()
            .collect();
        if kept.len() < accepted.len() {
            write_whole(&path, baseline::write(&kept).as_bytes())?;
        }
        let mended = accepted.len() - kept.len();
        writeln!(
            context.out,
            "{shown} holds {} now, {mended} fewer",
            count(kept.len())
        )?;
        return Ok(Exit::Fine);
    }
    let mended = accepted.iter().filter(gone).count();
    let (known, new) = (count(accepted.len()), count(outcome.diagnostics.len()));
    writeln!(
        context.out,
        "{shown} holds {known}, {mended} of them mended (--prune); {new} beside it (--write)"
    )?;
    Ok(Exit::Fine)
}

/// Takes the accepted findings out of a run, and says what is mended.
pub(crate) fn apply(
    path: &Path,
    args: &args::Check,
    outcome: &mut Outcome,
    context: &Context<'_>,
) -> Result<(), Failure> {
    let accepted = load(path)?;
    let names = names(outcome, path);
    let stale = baseline::apply(outcome, &accepted, &names, &is_gone(path));
    if !stale.is_empty() && !args.quiet {
        let (mended, shown) = (count(stale.len()), shown(path));
        context.say(&format!(
            "{mended} of {shown} mended: `everynode baseline --prune` takes them out"
        ));
    }
    Ok(())
}

/// The baseline of a run: the flag's, the config file's, or the one that lies upward from here.
pub(crate) fn find(args: &args::Check, configs: &Configs) -> Option<PathBuf> {
    if args.baseline.is_some() {
        return args.baseline.clone();
    }
    let outermost = configs
        .all
        .iter()
        .min_by_key(|one| one.path.components().count());
    let named = outermost.and_then(|one| {
        let layers = one.layers().filter_map(|(folder, config)| {
            let written = config.baseline.as_ref()?;
            Some(folder.join(&written.text))
        });
        layers.last()
    });
    if named.is_some() || args.isolated {
        return named;
    }
    let here = std::env::current_dir().ok()?;
    for folder in here.ancestors() {
        let path = folder.join(baseline::FILE);
        if path.is_file() {
            return Some(path);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}

fn load(path: &Path) -> Result<Vec<Entry>, Failure> {
    let shown = shown(path);
    let help = "`everynode baseline --write` makes one";
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::new(format!("cannot read the baseline {shown}: {error}")).help(help)
    })?;
    baseline::read(&text)
        .map_err(|reason| Failure::new(format!("the baseline {shown} {reason}")).help(help))
}

/// The folder that a baseline's names of files are relative to.
fn folder(baseline: &Path) -> PathBuf {
    let path = absolute(baseline);
    path.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// The names of a run's sources as the baseline has them, wherever the run started.
fn names(outcome: &Outcome, baseline: &Path) -> Vec<String> {
    let folder = folder(baseline);
    let name = |source: &Source| {
        let path = absolute(Path::new(&source.name));
        match path.strip_prefix(&folder) {
            Ok(below) => {
                let parts = below
                    .components()
                    .map(|part| part.as_os_str().to_string_lossy());
                parts.collect::<Vec<_>>().join("/")
            }
            Err(_) => source.name.clone(),
        }
    };
    outcome.sources.iter().map(name).collect()
}

/// Whether a file that a baseline names is there no more.
fn is_gone(baseline: &Path) -> impl Fn(&str) -> bool + use<> {
    let folder = folder(baseline);
    move |file| !folder.join(file).exists()
}

/// A path as it is shown: from here where it lies below.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here)
        .unwrap_or(path)
        .display()
        .to_string()
}

fn count(many: usize) -> String {
    format!("{many} finding{}", if many == 1 { "" } else { "s" })
}
