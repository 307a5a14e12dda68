//! `everynode baseline`, and the baseline that `check` leaves out.

use super::args;
use super::check::{self, Prepared};
use super::config_file::{Configs, absolute, complain, repository, shown, slashed, starts, upward};
use super::context::{Answer, Context, Exit, Failure};
use super::made;
use super::write::write_whole;
use everynode::baseline::{self, Entry};
use everynode::engine::Outcome;
use everynode::input;
use everynode::source::Source;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Runs the verb.
pub(crate) fn run(args: &args::Baseline, context: &mut Context<'_>) -> Answer {
    let prepared = match check::prepare(&args.look, context)? {
        Ok(prepared) => prepared,
        Err(mistakes) => return Err(complain(&mistakes, context)),
    };
    let (judged, failed) = check::look(&args.look, &prepared, context);
    if failed {
        return Err(incomplete());
    }
    let mut outcome = judged.outcome;
    if args.write {
        return write(&args.look, &prepared, &mut outcome, context);
    }
    let Some(path) = &prepared.baseline else {
        return Err(absent());
    };
    let accepted = load(path)?;
    let stale = stale(&args.look, &prepared, path, &accepted, &mut outcome);
    if args.look.prune {
        let said = prune(path, &accepted, &stale)?;
        writeln!(context.out, "{said}")?;
        return Ok(Exit::Fine);
    }
    let (known, new) = (count(accepted.len()), count(outcome.diagnostics.len()));
    writeln!(
        context.out,
        "{} holds {known}, {} of them mended (--prune); {new} beside it (--write)",
        shown(path),
        stale.len()
    )?;
    Ok(Exit::Fine)
}

/// Writes what a run found. What was accepted elsewhere, in files and by rules that the run left out, stays accepted.
fn write(
    args: &args::Look,
    prepared: &Prepared,
    outcome: &mut Outcome,
    context: &mut Context<'_>,
) -> Answer {
    let new = || new_path(&args.inputs.paths);
    let path = prepared.baseline.clone().unwrap_or_else(new);
    let mut entries = baseline::entries(outcome, &names(outcome, &path));
    // A file that cannot be read is what this is the remedy for.
    let accepted = load(&path).unwrap_or_default();
    let stale = stale(args, prepared, &path, &accepted, outcome);
    let found: HashSet<String> = entries.iter().map(|one| one.fingerprint.clone()).collect();
    let elsewhere = accepted
        .iter()
        .filter(|entry| !stale.contains(entry) && !found.contains(&entry.fingerprint));
    entries.extend(elsewhere.cloned());
    entries.sort();
    write_whole(&path, baseline::write(&entries).as_bytes())?;
    let kept = match entries.len() - found.len() {
        0 => String::new(),
        kept => format!(", {kept} of them from outside of this run"),
    };
    writeln!(
        context.out,
        "{} holds {} now{kept}; `everynode check` leaves them out and complains about new ones",
        shown(&path),
        count(entries.len())
    )?;
    Ok(Exit::Fine)
}

/// Where a baseline is made: at the root of the repository, where every folder below finds it.
fn new_path(paths: &[PathBuf]) -> PathBuf {
    let here = absolute(Path::new("."));
    let named = starts(paths);
    let mut folders = std::iter::once(&here).chain(&named);
    let root = folders.find_map(|folder| repository(folder));
    root.unwrap_or(&here).join(baseline::FILE)
}

/// Takes the accepted findings out of a run; says what is mended, or takes it out of the file where that is asked for.
pub(crate) fn apply(
    args: &args::Look,
    prepared: &Prepared,
    failed: bool,
    outcome: &mut Outcome,
    context: &Context<'_>,
) -> Result<(), Failure> {
    let Some(path) = &prepared.baseline else {
        return if args.prune { Err(absent()) } else { Ok(()) };
    };
    let accepted = load(path)?;
    let stale = stale(args, prepared, path, &accepted, outcome);
    if args.prune {
        if failed {
            return Err(incomplete());
        }
        let said = prune(path, &accepted, &stale)?;
        if !args.quiet {
            context.say(&said);
        }
    } else if !stale.is_empty() && !args.quiet {
        let named = args.baseline.as_ref().map_or_else(String::new, |path| {
            format!(" --baseline {}", path.display())
        });
        context.say(&format!(
            "{} of {} mended: `everynode baseline --prune{named}` takes {} out",
            count(stale.len()),
            shown(path),
            if stale.len() == 1 { "it" } else { "them" }
        ));
    }
    Ok(())
}

/// Takes the accepted findings out of a run; gives those that were looked for and are there no more.
fn stale<'e>(
    args: &args::Look,
    prepared: &Prepared,
    path: &Path,
    accepted: &'e [Entry],
    outcome: &mut Outcome,
) -> Vec<&'e Entry> {
    let names = names(outcome, path);
    let mut stale = baseline::apply(outcome, accepted, &names, &is_gone(path));
    // A rule that the flags of this one run leave out has mended nothing.
    if !args.select.is_empty() || !args.ignore.is_empty() || !args.preset.is_empty() {
        let rules = &prepared.plan.general().rules;
        stale.retain(|entry| rules.is_on(&entry.rule));
    }
    stale
}

/// Writes the baseline without these entries, and says what it holds then.
fn prune(path: &Path, accepted: &[Entry], stale: &[&Entry]) -> Result<String, Failure> {
    let kept: Vec<Entry> = accepted
        .iter()
        .filter(|entry| !stale.contains(entry))
        .cloned()
        .collect();
    if kept.len() < accepted.len() {
        write_whole(path, baseline::write(&kept).as_bytes())?;
    }
    let (holds, fewer) = (count(kept.len()), accepted.len() - kept.len());
    Ok(format!("{} holds {holds} now, {fewer} fewer", shown(path)))
}

fn absent() -> Failure {
    Failure::new("there is no baseline yet").help("`everynode baseline --write` makes one")
}

fn incomplete() -> Failure {
    Failure::new("not everything could be looked at; nothing was written")
}

/// The baseline of a run: the flag's, the config file's, or the one that lies upward from here or from what is named.
pub(crate) fn find(args: &args::Look, configs: &Configs) -> Option<PathBuf> {
    if args.baseline.is_some() {
        return args.baseline.clone();
    }
    let named = configs.outermost().and_then(|one| {
        let layers = one.layers().filter_map(|(folder, config)| {
            let written = config.baseline.as_ref()?;
            Some(folder.join(&written.text))
        });
        layers.last()
    });
    if named.is_some() || args.isolated {
        return named;
    }
    // From here, else from the first path that has one: a run may start outside of the repository.
    std::iter::once(absolute(Path::new(".")))
        .chain(starts(&args.inputs.paths))
        .find_map(|start| upward(&start, baseline::FILE))
}

fn load(path: &Path) -> Result<Vec<Entry>, Failure> {
    let shown = shown(path);
    let help = "`everynode baseline --write` makes one";
    let text = std::fs::read_to_string(path).map_err(|error| {
        let reason = input::reason(&error);
        Failure::new(format!("cannot read the baseline {shown}: {reason}")).help(help)
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
            Ok(below) => slashed(below),
            Err(_) => source.name.clone(),
        }
    };
    outcome.sources.iter().map(name).collect()
}

/// Whether a file that a baseline names is there no more. What a tool made, or a pipe brought, was never a file.
fn is_gone(baseline: &Path) -> impl Fn(&str) -> bool + use<> {
    let folder = folder(baseline);
    move |file| !file.starts_with('<') && !made::is_made(file) && !folder.join(file).exists()
}

fn count(many: usize) -> String {
    format!("{many} finding{}", if many == 1 { "" } else { "s" })
}
