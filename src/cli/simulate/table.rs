//! A simulation for people: kubectl's columns, one line per tick in which something changed.

use super::super::context::Context;
use everynode::sim::rollout::record::Final;
use everynode::sim::rollout::{Ended, Outcome, Scenario, Status, TickRecord};
use std::collections::BTreeSet;
use std::io;

const HEAD: [&str; 8] = [
    "TICK",
    "AFTER",
    "DESIRED",
    "CURRENT",
    "READY",
    "UP-TO-DATE",
    "AVAILABLE",
    "NODE SELECTOR",
];

/// Writes the table and how it ended.
pub(super) fn write(
    context: &mut Context<'_>,
    scenario: &Scenario,
    outcome: &Outcome,
) -> io::Result<()> {
    let mut rows: Vec<(Vec<String>, String)> =
        vec![(HEAD.map(str::to_owned).to_vec(), "WHAT HAPPENED".into())];
    let mut status = Status::default();
    let mut version = scenario.first;
    let mut ready = BTreeSet::new();
    for tick in &outcome.ticks {
        version = applied(scenario, tick.tick).unwrap_or(version);
        status = tick.status.unwrap_or(status);
        let mut what = happened(scenario, tick);
        if let Some(change) = readiness(tick, &mut ready).filter(|_| tick.tick > 0) {
            what.push(change);
        }
        rows.push((columns(scenario, tick, &status, version), what.join(", ")));
    }
    let widths: Vec<usize> = (0..HEAD.len())
        .map(|column| {
            rows.iter()
                .filter_map(|(cells, _)| cells.get(column))
                .map(|cell| cell.chars().count())
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    for (cells, what) in &rows {
        let padded = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}   "));
        let line = padded.collect::<String>() + what;
        writeln!(context.out, "{}", line.trim_end())?;
    }
    writeln!(context.out, "\n{}", ending(scenario, &outcome.end))
}

fn columns(scenario: &Scenario, tick: &TickRecord, status: &Status, version: usize) -> Vec<String> {
    let seconds = u64::try_from(scenario.params.tick_seconds)
        .unwrap_or(1)
        .saturating_mul(tick.tick);
    let selector = scenario
        .versions
        .get(version)
        .map(|version| version.1.wishes.node_selector_text());
    let counts = [
        status.desired,
        status.current,
        status.ready,
        status.updated,
        status.available,
    ];
    let mut cells = vec![tick.tick.to_string(), duration(seconds)];
    cells.extend(counts.map(|count| count.to_string()));
    cells.push(selector.unwrap_or_default());
    cells
}

/// The version that was applied last up to this tick.
fn applied(scenario: &Scenario, tick: u64) -> Option<usize> {
    use everynode::sim::rollout::scenario::Event;
    scenario
        .script
        .iter()
        .rev()
        .filter(|step| step.0 <= tick)
        .find_map(|(_, event)| match event {
            Event::Apply(version) => Some(*version),
            _ => None,
        })
}

/// `2m5s`
fn duration(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s}s"),
        (0, m, s) => format!("{m}m{s}s"),
        (h, m, _) => format!("{h}h{m}m"),
    }
}

/// Events, creations and deletions of a tick.
fn happened(scenario: &Scenario, tick: &TickRecord) -> Vec<String> {
    use everynode::sim::rollout::scenario::Event;
    let mut parts = Vec::new();
    for (_, event) in scenario.script.iter().filter(|step| step.0 == tick.tick) {
        parts.push(match event {
            Event::Apply(version) => {
                let name = scenario
                    .versions
                    .get(*version)
                    .map_or("", |version| version.0.as_str());
                format!("{name} applied")
            }
            Event::AddNode(node) => format!("{} joins", node.name),
            Event::Node(node, what) => format!("{node} {}", what.words()),
        });
    }
    for (verb, names) in [
        (
            "deletes",
            tick.syncs
                .iter()
                .flat_map(|sync| &sync.delete)
                .collect::<Vec<_>>(),
        ),
        (
            "creates on",
            tick.syncs
                .iter()
                .flat_map(|sync| &sync.create)
                .collect::<Vec<_>>(),
        ),
    ] {
        if !names.is_empty() {
            parts.push(format!("{verb} {}", some(&names)));
        }
    }
    parts
}

/// Pods that became Ready.
fn readiness<'o>(tick: &'o TickRecord, ready: &mut BTreeSet<&'o str>) -> Option<String> {
    let mut new: Vec<&String> = Vec::new();
    for pod in tick.nodes.iter().flat_map(|(_, pods)| pods) {
        if !pod.flags.contains('r') {
            ready.remove(pod.name.as_str());
        } else if ready.insert(&pod.name) {
            new.push(&pod.name);
        }
    }
    (!new.is_empty()).then(|| format!("{} Ready", some(&new)))
}

/// The first few names, and how many more.
fn some(names: &[&String]) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(|name| name.as_str()).collect();
    let more = names.len().saturating_sub(SHOWN);
    if more == 0 {
        shown.join(" ")
    } else {
        format!("{} and {more} more", shown.join(" "))
    }
}

fn ending(scenario: &Scenario, end: &Final) -> String {
    let seconds = u64::try_from(scenario.params.tick_seconds)
        .unwrap_or(1)
        .saturating_mul(end.quiet_since);
    let since = format!("tick {} ({})", end.quiet_since, duration(seconds));
    let old = match end.old_pods_left {
        0 => String::new(),
        1 => ", 1 pod of another template is left".into(),
        left => format!(", {left} pods of another template are left"),
    };
    match (end.ended, end.complete) {
        (Ended::Quiet, true) => format!("Complete: nothing changes after {since}{old}."),
        (Ended::Quiet, false) => {
            format!("Stuck, or waiting for somebody: nothing changes after {since}{old}.")
        }
        (Ended::TickLimit, complete) => {
            let state = if complete { "complete" } else { "not complete" };
            format!(
                "Stopped at the limit of {} ticks, {state}; last change in {since}{old}.",
                scenario.params.ticks
            )
        }
    }
}
