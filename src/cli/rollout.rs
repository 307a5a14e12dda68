//! `everynode rollout`: what the step from one revision of manifests to the next will do.

mod git;
mod manifests;

use super::args::{self, AnswerFormat};
use super::config_file::{Configs, Loaded, Wanted};
use super::context::{Answer, Context, Exit, Failure};
use super::inventory as nodes;
use everynode::inventory::{Inventory, WhatIf};
use everynode::report::html;
use everynode::report::rollout::{self as report, RolloutRun};
use everynode::rollout::{self, Circumstances, Forecast, Revision, Send};
use everynode::source::Source;
use manifests::Manifests;

/// Runs the verb.
pub(crate) fn run(args: &args::Rollout, context: &mut Context<'_>) -> Answer {
    let (before, after) = manifests(args, context)?;
    let inventory = inventory(args, context)?;
    let old = Revision::read(&before.sources, &before.roles);
    let new = Revision::read(&after.sources, &after.roles);
    for (sources, revision) in [(&before.sources, &old), (&after.sources, &new)] {
        tell_unread(sources, revision, context);
    }
    let send = if args.replace {
        Send::Replace
    } else {
        Send::Apply
    };
    let objects = rollout::compare(&old, &new, send);
    let circumstances = Circumstances {
        nodes: inventory.as_ref().map(|inventory| &*inventory.nodes),
        ready_after: args.ready_after,
        broken: args.broken,
    };
    let forecasts: Vec<Option<Forecast>> = objects
        .iter()
        .map(|object| object.forecast(circumstances))
        .collect();
    let run = RolloutRun {
        old: &before.sources,
        new: &after.sources,
        objects: &objects,
        forecasts: &forecasts,
        nodes: inventory.as_ref().map(|inventory| inventory.nodes.len()),
        timeline: args.timeline,
    };
    match args.output {
        AnswerFormat::Json => report::json(&run, context.out)?,
        AnswerFormat::Human => report::human(&run, context.out)?,
    }
    if let Some(path) = &args.html {
        let mut page = Vec::new();
        html::rollout(&run, &mut page)?;
        super::write::write_whole(path, &page)?;
    }
    let refused = objects.iter().any(|object| !object.refused.is_empty());
    Ok(match (before.failed || after.failed, refused) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Fine,
    })
}

/// The two states.
fn manifests(
    args: &args::Rollout,
    context: &Context<'_>,
) -> Result<(Manifests, Manifests), Failure> {
    if let Some(reference) = &args.against {
        return manifests::of_commit(reference, &args.paths, context);
    }
    let [old, new] = args.paths.as_slice() else {
        return Err(Failure::new("rollout compares two states").help(
            "`everynode rollout OLD NEW` for files or folders, `everynode rollout --against HEAD~1 [PATH]` for a commit",
        ));
    };
    Ok((
        manifests::of_path(old, context),
        manifests::of_path(new, context),
    ))
}

/// The nodes of `--nodes`, else of the config file; `--unready` ones with the taint of nodes that are.
fn inventory(args: &args::Rollout, context: &Context<'_>) -> Result<Option<Inventory>, Failure> {
    let of_config = if args.isolated || !args.inventory.nodes.is_empty() {
        Vec::new()
    } else {
        let configs = Configs::load(Wanted::Nearest, &args.paths, &[])?.or_complain(context)?;
        let paths = |loaded: &Loaded| loaded.paths(|config| config.nodes.as_ref());
        configs.all.iter().find_map(paths).unwrap_or_default()
    };
    let mut inventory = nodes::load(&args.inventory, &of_config, context)?;
    for node in &args.unready {
        let Some(inventory) = &mut inventory else {
            return Err(Failure::new("--unready needs nodes")
                .help("--nodes FILE or --nodes profile:NAME says which"));
        };
        WhatIf::Taint(&format!("{node}=node.kubernetes.io/not-ready:NoExecute"))
            .apply(&mut inventory.nodes)
            .map_err(|error| {
                Failure::new(error.message.replace("--taint", "--unready")).help(error.help)
            })?;
    }
    Ok(inventory)
}

fn tell_unread(sources: &[Source], revision: &Revision<'_>, context: &Context<'_>) {
    for unread in &revision.unread {
        if let Some(source) = sources.get(unread.source.0 as usize) {
            let line = source.line(unread.span.start);
            let (name, why) = (&source.name, &unread.message);
            context.say(&format!("{name}:{line}: {why}; this document was skipped"));
        }
    }
}
