//! `everynode place`: which nodes the workloads reach, which they miss, and why.

use super::args::{self, PlaceFormat};
use super::config_file::{Configs, Loaded, Wanted};
use super::context::{Answer, Context, Exit, Failure};
use super::inventory as nodes;
use super::write::write_whole;
use everynode::diagnostic::Level;
use everynode::engine::{self, Settings};
use everynode::input::{self, Request};
use everynode::inventory::{Inventory, Selection};
use everynode::report::html;
use everynode::report::placement::{self, PlacementRun};
use everynode::rules::Preset;
use everynode::sim::placement::{Cluster, Placed, run as place};
use everynode::sim::workload::{Makes, Workload};
use everynode::source::{Source, SourceId};
use everynode::suggest;
use std::collections::BTreeMap;

/// Runs the verb.
pub(crate) fn run(args: &args::Place, context: &mut Context<'_>) -> Answer {
    let of_config = nodes_of_config(args, context)?;
    let Some(inventory) = nodes::load(&args.inventory, &of_config, context)? else {
        return Err(Failure::new("place needs nodes").help(
            "--nodes nodes.yaml (`kubectl get nodes,pods -A -o yaml` writes it), or --nodes profile:kubeadm for an example cluster",
        ));
    };
    let (sources, failed) = manifests(args, context)?;
    let mut workloads = Vec::new();
    let mut policies = inventory.policies.clone();
    for (source, contents) in sources
        .iter()
        .zip(nodes::read_all(&sources, Selection::Workloads))
    {
        for (span, why) in &contents.unread {
            context.say(&format!(
                "{}:{}: {why}; this document was skipped",
                source.name,
                source.line(span.start)
            ));
        }
        workloads.extend(contents.workloads);
        policies.extend(contents.policies);
    }
    let cluster = Cluster {
        nodes: &inventory.nodes,
        pods: &inventory.pods,
        policies: &policies,
        assume_unseen: args.output != PlaceFormat::Json,
    };
    let placed = place(&workloads, cluster);
    let refused = if args.output == PlaceFormat::Json {
        Vec::new()
    } else {
        refused(&sources, &workloads)
    };
    let report = PlacementRun {
        sources: &sources,
        inventory: &inventory,
        workloads: &workloads,
        placed: &placed,
        refused: &refused,
        wide: args.output == PlaceFormat::Wide,
    };
    if args.node.is_empty() {
        match args.output {
            PlaceFormat::Json => placement::json(&report, context.out)?,
            PlaceFormat::Markdown => placement::markdown(&report, context.out)?,
            PlaceFormat::Human | PlaceFormat::Wide => placement::human(&report, context.out)?,
        }
    }
    if let Some(path) = &args.html {
        let mut page = Vec::new();
        html::placement(&report, &mut page)?;
        write_whole(path, &page)?;
    }
    for name in &args.node {
        placement::story(&report, node(name, &inventory)?, context.out)?;
    }
    let missed = args.fail_on_missed && misses(&workloads, &placed, inventory.nodes.len());
    // Taking a large run apart piece by piece would only delay the exit.
    std::mem::forget((placed, workloads, inventory));
    Ok(match (failed, missed) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Fine,
    })
}

/// The nodes that config files name, where no `--nodes` is given.
fn nodes_of_config(args: &args::Place, context: &Context<'_>) -> Result<Vec<String>, Failure> {
    if args.isolated || !args.inventory.nodes.is_empty() {
        return Ok(Vec::new());
    }
    let configs = Configs::load(Wanted::Nearest, &args.inputs.paths, &[])?.or_complain(context)?;
    let paths = |loaded: &Loaded| loaded.paths(|config| config.nodes.as_ref());
    Ok(configs.all.iter().find_map(paths).unwrap_or_default())
}

/// The texts of the manifests, and whether some could not be read.
fn manifests(args: &args::Place, context: &Context<'_>) -> Result<(Vec<Source>, bool), Failure> {
    let found = input::walk(&Request {
        paths: args.inputs.paths.clone(),
        stdin_name: args.inputs.stdin_filename.clone(),
        take_ignored: args.inputs.no_respect_gitignore,
        take_templates: false,
    });
    let mut failed = !found.failures.is_empty();
    for failure in &found.failures {
        context.complain(&format!("{}: {}", failure.name, failure.message), None);
    }
    let mut sources = Vec::new();
    for file in &found.files {
        match nodes::read(file) {
            Ok(source) => sources.push(source),
            Err(why) => {
                failed |= file.named;
                context.complain(&why, None);
            }
        }
    }
    Ok((sources, failed))
}

/// The workloads that the apiserver would refuse as they stand, and with how many errors. They are placed all the same.
fn refused(sources: &[Source], workloads: &[Workload]) -> Vec<(usize, usize)> {
    let settings = Settings::new(&[Preset::Api]);
    let mut errors: BTreeMap<(u32, u32, Option<u32>), usize> = BTreeMap::new();
    for (index, source) in sources.iter().enumerate() {
        let id = SourceId(index as u32);
        for found in engine::analyse(source, id, &settings).diagnostics {
            let stage = found.kubernetes.as_ref().map(|answer| answer.stage);
            if found.level == Level::Error && matches!(stage, Some("decode" | "validation")) {
                *errors
                    .entry((id.0, found.document, found.item))
                    .or_default() += 1;
            }
        }
    }
    let key = |one: &Workload| (one.source.0, one.document, one.item);
    let workloads = workloads.iter().enumerate();
    workloads
        .filter_map(|(index, one)| Some((index, *errors.get(&key(one))?)))
        .collect()
}

/// The node that `--node` names.
fn node(name: &str, inventory: &Inventory) -> Result<usize, Failure> {
    inventory
        .nodes
        .iter()
        .position(|node| *node.name == *name)
        .ok_or_else(|| {
            let failure = Failure::new(format!("--node: there is no node `{name}`"));
            match suggest::closest(name, inventory.nodes.iter().map(|node| &*node.name)) {
                Some(meant) => failure.help(format!("did you mean `{meant}`?")),
                None => failure.help(format!("the inventory has {} nodes", inventory.nodes.len())),
            }
        })
}

/// Whether a DaemonSet misses a node, or a pod of another workload finds none.
fn misses(workloads: &[Workload], placed: &Placed, nodes: usize) -> bool {
    workloads
        .iter()
        .zip(&placed.placements)
        .any(|(workload, placement)| match workload.makes {
            Makes::OnePerNode => placement.running < nodes,
            Makes::Replicas(_) => placement.running < placement.desired,
        })
}
