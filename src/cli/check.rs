//! `everynode check`: find files, judge them in parallel, report.

use super::args;
use super::config_file::{Configs, Wanted};
use super::context::{Answer, Context, Exit, Failure};
use super::judge::{Judged, judge};
use super::reports;
use super::settings::{self, Plan};
use everynode::engine::{Outcome, Settings};
use everynode::input::{self, Found, Request};
use everynode::schema::{NEWEST, OLDEST};
use std::io::IsTerminal as _;
use std::path::PathBuf;

/// Runs the verb.
pub(crate) fn run(args: &args::Check, context: &mut Context<'_>) -> Answer {
    if let Some(file) = &args.show_settings {
        return super::show::settings(&args.look, file, context);
    }
    if args.watch {
        return super::watch::run(args, context);
    }
    once(args, context)
}

/// What to look for.
pub(crate) fn request(args: &args::Look) -> Request {
    Request {
        paths: args.inputs.paths.clone(),
        stdin_name: args.inputs.stdin_filename.clone(),
        take_ignored: args.inputs.no_respect_gitignore,
        // Whether they are taken is for flags and configs to say, once these are found.
        take_templates: false,
    }
}

/// The files of a run, and what counts for each.
pub(crate) struct Prepared {
    pub(crate) found: Found,
    pub(crate) plan: Plan,
    /// The baseline that counts, and is there.
    pub(crate) baseline: Option<PathBuf>,
}

/// Finds the files and the configs that count for them; else the mistakes in these configs.
pub(crate) fn prepare(
    args: &args::Look,
    context: &Context<'_>,
) -> Result<Result<Prepared, Outcome>, Failure> {
    let made = super::made::run(args)?;
    let mut found = if made.is_empty() || !args.inputs.paths.is_empty() {
        input::walk(&request(args))
    } else {
        Found::default()
    };
    found.files.extend(made);
    let mut configs = Configs::load(wanted(args), &args.inputs.paths, &found.files)?;
    if let Some(faults) = configs.faults() {
        return Ok(Err(faults));
    }
    found.settle_templates(|file| settings::judges_templates(args, &configs, file));
    settings::leave_out(&mut found, &configs, args.force_exclude);
    let mut plan = Plan::new(args, &configs, &found.files)?;
    let configured = configs
        .outermost()
        .and_then(|one| one.paths(|config| config.nodes.as_ref()))
        .unwrap_or_default();
    if let Some(inventory) = super::inventory::load(&args.inventory, &configured, context)? {
        plan.set_nodes(inventory.nodes);
    } else if args.verbose {
        let rules = everynode::rules::NEED_NODES.join(", ");
        context.say(&format!(
            "no nodes are known, so that these rules stay quiet: {rules}; give --nodes FILE or --nodes profile:NAME"
        ));
    }
    let minor = plan.general().kubernetes_minor;
    if !(OLDEST..=NEWEST).contains(&minor) && !args.quiet {
        let nearest = minor.clamp(OLDEST, NEWEST);
        context.say(&format!(
            "this build knows Kubernetes 1.{OLDEST} to 1.{NEWEST}: 1.{minor} is judged as 1.{nearest}"
        ));
    }
    let baseline = super::baseline::find(args, &configs);
    Ok(Ok(Prepared {
        found,
        plan,
        baseline,
    }))
}

/// Which config files the flags ask for.
pub(crate) fn wanted(args: &args::Look) -> Wanted<'_> {
    match &args.config {
        Some(path) => Wanted::Named(path),
        None if args.isolated => Wanted::Isolated,
        None => Wanted::Nearest,
    }
}

/// Looks at everything and reports.
pub(crate) fn once(args: &args::Check, context: &mut Context<'_>) -> Answer {
    let prepared = match prepare(&args.look, context)? {
        Ok(prepared) => prepared,
        Err(mistakes) => {
            let (settings, found) = (Settings::default(), Found::default());
            reports::write(args, context, &settings, &found, &mistakes)?;
            return Ok(Exit::Failed);
        }
    };
    let Prepared { found, plan, .. } = &prepared;
    if args.show_files {
        let failed = say_failures(found, context);
        for file in &found.files {
            writeln!(context.out, "{}", file.name)?;
        }
        return Ok(if failed { Exit::Failed } else { Exit::Fine });
    }
    let (mut judged, failed) = look(&args.look, &prepared, context);
    super::baseline::apply(&args.look, &prepared, failed, &mut judged.outcome, context)?;
    if let Some(reference) = &args.since {
        super::since::keep_changed(reference, &args.look, found, &mut judged.outcome, context)?;
    }
    if let Some(reason) = &args.add_ignores {
        return super::ignores::write(reason, found, &judged.outcome, context);
    }
    let nothing = say_if_empty(&args.look, context, found, &judged.outcome);
    reports::write(args, context, plan.general(), found, &judged.outcome)?;
    let worst = judged
        .outcome
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.level)
        .max();
    let exit = match (worst, args.fail_on.level()) {
        _ if failed || (nothing && args.fail_on_empty) => Exit::Failed,
        (Some(worst), Some(fails)) if worst >= fails && !args.exit_zero => Exit::Findings,
        _ => Exit::Fine,
    };
    // Taking a large run apart node by node would only delay the exit.
    std::mem::forget(judged);
    Ok(exit)
}

/// Judges every file. Whether some could not be looked at.
pub(crate) fn look(
    args: &args::Look,
    prepared: &Prepared,
    context: &Context<'_>,
) -> (Judged, bool) {
    let Prepared { found, plan, .. } = prepared;
    let failed = say_failures(found, context);
    if found.files.iter().any(is_stdin) && std::io::stdin().is_terminal() {
        context.say("reading standard input; end it with Ctrl-D");
    }
    let judged = judge(&found.files, plan, args.threads, args.quiet);
    for trouble in &judged.troubles {
        context.complain(&format!("{}: {}", trouble.name, trouble.message), None);
    }
    let failed = failed || !judged.troubles.is_empty();
    (judged, failed)
}

/// Names the paths that could not be looked at. Whether there are any.
fn say_failures(found: &Found, context: &Context<'_>) -> bool {
    for failure in &found.failures {
        context.complain(&format!("{}: {}", failure.name, failure.message), None);
    }
    !found.failures.is_empty()
}

fn is_stdin(file: &input::File) -> bool {
    file.path.is_none() && file.made.is_none()
}

/// Says so when there was nothing to judge, and what was there instead. Whether that is so.
fn say_if_empty(
    args: &args::Look,
    context: &Context<'_>,
    found: &Found,
    outcome: &Outcome,
) -> bool {
    if !found.files.is_empty() {
        let empty = outcome
            .sources
            .iter()
            .all(|source| source.text.trim().is_empty());
        if empty && found.files.iter().all(is_stdin) && !args.quiet {
            context.say("standard input was empty: did the command before the pipe fail?");
        }
        return outcome.counts.documents == 0;
    }
    if !args.quiet && found.failures.is_empty() {
        let total: usize = found.others.values().sum();
        let mut kinds: Vec<_> = found.others.iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let named = |extension: &str| {
            if extension.is_empty() {
                String::from("without extension")
            } else {
                format!(".{extension}")
            }
        };
        let kinds: Vec<String> = kinds
            .iter()
            .take(4)
            .map(|(extension, count)| format!("{count} {}", named(extension)))
            .collect();
        let there = match total {
            0 if found.skipped.is_empty() => String::from("no files at all"),
            0 => String::from("no other files"),
            _ => format!(
                "{total} other file{}: {}{}",
                if total == 1 { "" } else { "s" },
                kinds.join(", "),
                if found.others.len() > 4 { ", …" } else { "" }
            ),
        };
        context.say(&format!(
            "no .yaml, .yml or .json file to check ({there}; what .gitignore names is not counted)"
        ));
    }
    true
}
