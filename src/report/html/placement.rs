//! The matrix of nodes and workloads.

use super::Text;
use super::page::page;
use crate::report::placement::PlacementRun;
use crate::sim::placement::Outcome;
use crate::sim::workload::Makes;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes the page.
///
/// # Errors
/// When `out` does not take it.
pub fn placement(run: &PlacementRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let daemons: Vec<usize> = (0..run.workloads.len())
        .filter(|index| is_daemon(run, *index))
        .collect();
    let lead = format!(
        "DaemonSets: {}, other workloads: {}, nodes: {}.",
        daemons.len(),
        run.workloads.len() - daemons.len(),
        run.inventory.nodes.len()
    );
    page("Where the pods go", &lead, out, |out| {
        key(out)?;
        matrix(run, &daemons, out)?;
        for index in 0..run.workloads.len() {
            reasons(run, index, out)?;
        }
        Ok(())
    })
}

fn is_daemon(run: &PlacementRun<'_>, index: usize) -> bool {
    run.workloads
        .get(index)
        .is_some_and(|workload| workload.makes == Makes::OnePerNode)
}

fn key(out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<p class=\"key\"><span class=\"new\">✓ runs</span> <span class=\"wait\">… waits</span> a pod is made, and the scheduler \
         finds no place for it there; <span class=\"none\">✗ refused</span> the node is wanted, and the pod is not made; \
         <span class=\"off\">–</span> the DaemonSet does not want the node. Nodes with one answer to all are one row.</p>"
    )
}

/// What a cell shows: class, mark.
fn cell(outcome: &Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::None => ("off", "–"),
        Outcome::Running => ("new", "✓"),
        Outcome::Pending(_) | Outcome::Gated => ("wait", "…"),
        Outcome::Refused(_) => ("none", "✗"),
    }
}

/// Why a node has no running pod of a workload; empty where it has.
fn why(run: &PlacementRun<'_>, index: usize, node: usize) -> String {
    let (Some(workload), Some(placement), Some(at)) = (
        run.workloads.get(index),
        run.placed.placements.get(index),
        run.inventory.nodes.get(node),
    ) else {
        return String::new();
    };
    let decided = run.placed.decision(index, node);
    let mut all: Vec<String> = decided
        .into_iter()
        .flat_map(|decision| &decision.why)
        .map(|why| why.tell(&workload.shape, at).message)
        .collect();
    match placement.outcome(node) {
        Outcome::Pending(late) => {
            all.extend(late.iter().map(|why| why.tell(&workload.shape, at).message));
        }
        Outcome::Gated => all.push(String::from("scheduling gates hold the pod back")),
        Outcome::Refused(refusal) => {
            let refusal = placement.refusals.get(*refusal as usize);
            all.extend(refusal.map(|refusal| refusal.message.clone()));
        }
        Outcome::None | Outcome::Running => {}
    }
    all.join("; ")
}

/// Nodes by what all DaemonSets answer, in the order of the inventory.
fn matrix(run: &PlacementRun<'_>, daemons: &[usize], out: &mut dyn Write) -> io::Result<()> {
    if daemons.is_empty() {
        return Ok(());
    }
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut known: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
    for node in 0..run.inventory.nodes.len() {
        let answers = daemons
            .iter()
            .filter_map(|index| run.placed.placements.get(*index))
            .map(|placement| placement.by_node.get(node).copied().unwrap_or_default());
        let row = *known.entry(answers.collect()).or_insert_with(|| {
            rows.push(Vec::new());
            rows.len() - 1
        });
        if let Some(row) = rows.get_mut(row) {
            row.push(node);
        }
    }
    writeln!(
        out,
        "<h2>Nodes and DaemonSets</h2>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Node</th>"
    )?;
    for index in daemons {
        if let Some(workload) = run.workloads.get(*index) {
            writeln!(out, "<th scope=\"col\">{}</th>", Text(&run.title(workload)))?;
        }
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in &rows {
        write!(out, "<tr><th scope=\"row\">{}</th>", Text(&names(run, row)))?;
        let node = row.first().copied().unwrap_or_default();
        for index in daemons {
            let outcome = run.placed.placements.get(*index);
            let (class, mark) =
                cell(outcome.map_or(&Outcome::None, |placement| placement.outcome(node)));
            let why = why(run, *index, node);
            write!(
                out,
                "<td class=\"cell {class}\" title=\"{}\">{mark}</td>",
                Text(&why)
            )?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table></div>")
}

/// `n1, n2, n3 and 6 more (9 nodes)`.
fn names(run: &PlacementRun<'_>, nodes: &[usize]) -> String {
    const SHOWN: usize = 3;
    let name = |index: &usize| run.inventory.nodes.get(*index).map(|node| &*node.name);
    let shown: Vec<&str> = nodes.iter().take(SHOWN).filter_map(name).collect();
    match nodes.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!(
            "{} and {more} more ({} nodes)",
            shown.join(", "),
            nodes.len()
        ),
    }
}

/// A workload in words: how many run, and each reason once with its nodes.
fn reasons(run: &PlacementRun<'_>, index: usize, out: &mut dyn Write) -> io::Result<()> {
    let (Some(workload), Some(placement)) =
        (run.workloads.get(index), run.placed.placements.get(index))
    else {
        return Ok(());
    };
    let place = run.place(workload, workload.at);
    writeln!(
        out,
        "<h2>{} {}</h2>\n<p>{} of {} pods run. <span class=\"dim\"><code>{}</code></span></p>",
        Text(&workload.id.kind),
        Text(&run.title(workload)),
        placement.running,
        placement.desired,
        Text(&place)
    )?;
    if let Some(message) = &placement.message {
        writeln!(out, "<p class=\"bad\">{}</p>", Text(message))?;
    }
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for node in 0..run.inventory.nodes.len() {
        let why = why(run, index, node);
        if why.is_empty() {
            continue;
        }
        let group = *known.entry(why.clone()).or_insert_with(|| {
            groups.push((why, Vec::new()));
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(group) {
            group.1.push(node);
        }
    }
    if groups.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<table><thead><tr><th scope=\"col\">Not on</th><th scope=\"col\">Why</th></tr></thead><tbody>"
    )?;
    for (why, nodes) in &groups {
        writeln!(
            out,
            "<tr><td>{}</td><td>{}</td></tr>",
            Text(&names(run, nodes)),
            Text(why)
        )?;
    }
    writeln!(out, "</tbody></table>")
}
