//! A placement run for people: a table, then what each workload misses and why, each reason once.

use super::groups::{Fate, Group, groups, names};
use super::overhead::{bytes, cpu, overhead, share, smallest};
use super::table::{self, Side};
use super::{PlacementRun, selector_text};
use crate::report::plain;
use crate::sim::workload::Makes;
use std::io::{self, Write};

/// Writes the run.
///
/// # Errors
/// When `out` does not take it.
pub fn human(run: &PlacementRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    if run.workloads.is_empty() {
        return writeln!(
            out,
            "No workload in these files: nothing to place on {} nodes.",
            run.inventory.nodes.len()
        );
    }
    daemon_sets(run, out)?;
    others(run, out)?;
    for index in 0..run.workloads.len() {
        section(run, index, out)?;
    }
    smallest_node(run, out)
}

fn daemon_sets(run: &PlacementRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut heads = vec![
        ("DAEMONSET", Side::Left),
        ("DESIRED", Side::Right),
        ("RUNNING", Side::Right),
        ("MISSED", Side::Right),
    ];
    if run.wide {
        heads.extend([
            ("CPU", Side::Right),
            ("MEMORY", Side::Right),
            ("OVER ALL NODES", Side::Right),
            ("SMALLEST NODE", Side::Right),
        ]);
    }
    heads.push(("NODE SELECTOR", Side::Left));
    let mut rows = Vec::new();
    for (index, workload) in run.workloads.iter().enumerate() {
        let Some(placement) = run
            .placed
            .placements
            .get(index)
            .filter(|_| workload.makes == Makes::OnePerNode)
        else {
            continue;
        };
        let missed = run.inventory.nodes.len().saturating_sub(placement.running);
        let mut row = vec![
            run.title(workload),
            placement.desired.to_string(),
            placement.running.to_string(),
            missed.to_string(),
        ];
        if run.wide {
            let cost = overhead(run, index).unwrap_or_default();
            let pods = cost.pods as i64;
            row.extend([cpu(cost.milli_cpu), bytes(cost.memory)]);
            row.push(format!(
                "{} cpu, {}",
                cpu(cost.milli_cpu.saturating_mul(pods)),
                bytes(cost.memory.saturating_mul(pods))
            ));
            row.push(smallest(run).map_or_else(
                || String::from("-"),
                |(_, _, node)| {
                    format!(
                        "{} cpu, {} memory",
                        share(cost.milli_cpu, node.milli_cpu),
                        share(cost.memory, node.memory)
                    )
                },
            ));
        }
        row.push(selector_text(&workload.shape));
        rows.push(row);
    }
    if rows.is_empty() {
        Ok(())
    } else {
        table::write(&heads, &rows, out)
    }
}

/// Workloads that are no DaemonSets.
fn others(run: &PlacementRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let heads = [
        ("WORKLOAD", Side::Left),
        ("REPLICAS", Side::Right),
        ("PLACED", Side::Right),
        ("FITS ON", Side::Right),
        ("NODE SELECTOR", Side::Left),
    ];
    let nodes = run.inventory.nodes.len();
    let mut rows = Vec::new();
    for (index, workload) in run.workloads.iter().enumerate() {
        let Some(placement) = run
            .placed
            .placements
            .get(index)
            .filter(|_| workload.makes != Makes::OnePerNode)
        else {
            continue;
        };
        let fits = placement
            .by_node
            .iter()
            .filter(|outcome| **outcome == 1)
            .count();
        rows.push(vec![
            format!("{} {}", plain(&workload.id.kind), run.title(workload)),
            placement.desired.to_string(),
            placement.running.to_string(),
            format!("{fits} of {nodes}"),
            selector_text(&workload.shape),
        ]);
    }
    if rows.is_empty() {
        return Ok(());
    }
    if rows.len() < run.workloads.len() {
        writeln!(out)?;
    }
    table::write(&heads, &rows, out)
}

/// What one workload misses, and why.
fn section(run: &PlacementRun<'_>, index: usize, out: &mut dyn Write) -> io::Result<()> {
    let (Some(workload), Some(placement)) =
        (run.workloads.get(index), run.placed.placements.get(index))
    else {
        return Ok(());
    };
    let nodes = run.inventory.nodes.len();
    let (title, daemon) = (run.title(workload), workload.makes == Makes::OnePerNode);
    let missed = if daemon {
        nodes.saturating_sub(placement.running)
    } else {
        placement.desired.saturating_sub(placement.running)
    };
    if !daemon {
        if let Some(refusal) = placement.refusals.first() {
            writeln!(out, "\n{title}: no pod is made: {}", refusal.message)?;
            writeln!(out, "  {}", run.place(workload, refusal.span))?;
        } else if let Some(message) = &placement.message {
            writeln!(out, "\n{title} finds no node: {message}")?;
        } else if missed > placement.evicted.len() {
            writeln!(
                out,
                "\n{title}: {missed} of {} pods find no room",
                placement.desired
            )?;
        } else if !run.wide {
            return notes(run, index, out);
        } else {
            writeln!(out, "\n{title}")?;
        }
    } else if missed > 0 {
        writeln!(out, "\n{title} misses {missed} of {nodes} nodes")?;
    } else if run.wide {
        writeln!(out, "\n{title} runs on all {nodes} nodes")?;
    } else {
        return notes(run, index, out);
    }
    let told: Vec<Group> = groups(run, index)
        .into_iter()
        .filter(|group| run.wide || group.fate != Fate::Runs)
        .collect();
    let who: Vec<String> = told.iter().map(|group| who(run, group)).collect();
    let widest = who
        .iter()
        .map(|text| text.chars().count())
        .filter(|width| *width <= 48)
        .max()
        .unwrap_or(0);
    for (group, who) in told.iter().zip(&who) {
        write_group(run, index, group, who, widest, out)?;
    }
    notes(run, index, out)
}

/// The nodes of a group: folded, or in full.
fn who(run: &PlacementRun<'_>, group: &Group) -> String {
    if !run.wide {
        return names(run, &group.nodes);
    }
    let name = |index: &u32| {
        run.inventory
            .nodes
            .get(*index as usize)
            .map_or("", |node| &*node.name)
    };
    group.nodes.iter().map(name).collect::<Vec<_>>().join(" ")
}

fn write_group(
    run: &PlacementRun<'_>,
    index: usize,
    group: &Group,
    who: &str,
    widest: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(workload) = run.workloads.get(index) else {
        return Ok(());
    };
    let what = match group.fate {
        Fate::Runs => "runs",
        Fate::Stays => "stays, although no new pod would come: ",
        Fate::Waits if workload.makes == Makes::OnePerNode => "pending: ",
        Fate::Refused => "refused: ",
        Fate::Waits | Fate::Missed => "",
    };
    let width = who.chars().count();
    let indent = " ".repeat(widest + 5);
    let mut before = if width <= widest {
        format!("  {who}{}   ", " ".repeat(widest - width))
    } else {
        format!("  {who}\n{indent}")
    };
    if group.reasons.is_empty() {
        return writeln!(out, "{before}{what}");
    }
    for (at, (reason, span)) in group.reasons.iter().enumerate() {
        writeln!(
            out,
            "{before}{}{}",
            if at == 0 { what } else { "" },
            plain(reason)
        )?;
        before.clone_from(&indent);
        // Reasons that stand in one place name it once, below the last of them.
        if group.reasons.get(at + 1).is_none_or(|next| next.1 != *span) {
            writeln!(
                out,
                "{indent}{}{}",
                run.place(workload, *span),
                tolerates(run, index, reason)
            )?;
        }
    }
    Ok(())
}

/// Which taints the pods tolerate instead.
fn tolerates(run: &PlacementRun<'_>, index: usize, reason: &str) -> String {
    let Some(workload) = run
        .workloads
        .get(index)
        .filter(|_| reason.starts_with("untolerated taint"))
    else {
        return String::new();
    };
    let mut keys: Vec<&str> = workload
        .shape
        .tolerations
        .iter()
        .map(|one| {
            if one.value.key.is_empty() {
                "every key of one effect"
            } else {
                one.value.key.as_str()
            }
        })
        .collect();
    keys.dedup();
    let shown = keys
        .iter()
        .take(3)
        .map(|key| plain(key))
        .collect::<Vec<_>>()
        .join(", ");
    match keys.len() {
        0 => String::from("  tolerates none"),
        1..=3 => format!("  tolerates only {shown}"),
        _ => format!("  tolerates only {shown}, …"),
    }
}

/// What the run takes for granted, and what the apiserver would say.
fn notes(run: &PlacementRun<'_>, index: usize, out: &mut dyn Write) -> io::Result<()> {
    let (Some(workload), Some(placement)) =
        (run.workloads.get(index), run.placed.placements.get(index))
    else {
        return Ok(());
    };
    for (node, by) in placement.evicted.iter().take(3) {
        let name = run
            .inventory
            .nodes
            .get(*node)
            .map_or("", |node| &*node.name);
        let by = run
            .workloads
            .get(*by)
            .map_or_else(String::new, |by| run.title(by));
        writeln!(
            out,
            "\n{}: evicted from {name} by {by}, whose priority is higher",
            run.title(workload)
        )?;
    }
    if !placement.assumed.is_empty() {
        let list = placement.assumed.join(" and ");
        writeln!(
            out,
            "\n{}: if {} (not among these files)",
            run.title(workload),
            plain(&list)
        )?;
    }
    if let Some((_, errors)) = run.refused.iter().find(|(refused, _)| *refused == index) {
        let s = if *errors == 1 { "" } else { "s" };
        writeln!(
            out,
            "\n{}: the apiserver refuses it as it stands ({errors} error{s}; `everynode check` tells them)",
            run.title(workload)
        )?;
    }
    Ok(())
}

/// What all DaemonSets together take from the smallest node.
fn smallest_node(run: &PlacementRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some((index, node, amounts)) = smallest(run) else {
        return Ok(());
    };
    let (mut cpus, mut memory, mut count) = (0i64, 0i64, 0);
    for workload in 0..run.workloads.len() {
        let wanted = run
            .placed
            .decision(workload, index)
            .is_some_and(|decision| decision.should_run);
        if let Some(cost) = overhead(run, workload).filter(|_| wanted) {
            cpus = cpus.saturating_add(cost.milli_cpu);
            memory = memory.saturating_add(cost.memory);
            count += 1;
        }
    }
    if cpus == 0 && memory == 0 {
        return Ok(());
    }
    let who = if count == 1 {
        String::from("The DaemonSet asks")
    } else {
        format!("The {count} DaemonSets ask")
    };
    writeln!(
        out,
        "\n{who} for {} of cpu ({}) and {} of memory ({}) of the smallest node, {}.",
        cpu(cpus),
        share(cpus, amounts.milli_cpu),
        bytes(memory),
        share(memory, amounts.memory),
        node.name,
    )
}
