//! A placement run as a Markdown table, for pull requests.

use super::groups::{Fate, groups, names};
use super::{PlacementRun, selector_text};
use crate::report::plain;
use crate::sim::workload::Makes;
use std::io::{self, Write};

/// Writes the run.
///
/// # Errors
/// When `out` does not take it.
pub fn markdown(run: &PlacementRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    let nodes = run.inventory.nodes.len();
    writeln!(
        out,
        "| Workload | Desired | Running | Missed | Node selector | Why |"
    )?;
    writeln!(out, "|---|--:|--:|--:|---|---|")?;
    for (index, (workload, placement)) in
        run.workloads.iter().zip(&run.placed.placements).enumerate()
    {
        let daemon = workload.makes == Makes::OnePerNode;
        let of = if daemon { nodes } else { placement.desired };
        let missed = of.saturating_sub(placement.running);
        let why = if missed == 0 {
            String::new()
        } else if let (false, Some(message)) = (daemon, &placement.message) {
            message.clone()
        } else {
            let told = groups(run, index)
                .into_iter()
                .filter(|group| group.fate != Fate::Runs);
            let told = told.map(|group| {
                let reasons: Vec<&str> = group
                    .reasons
                    .iter()
                    .map(|reason| reason.0.as_str())
                    .collect();
                format!("{}: {}", names(run, &group.nodes), reasons.join("; "))
            });
            told.collect::<Vec<_>>().join("<br>")
        };
        let title = if daemon {
            run.title(workload)
        } else {
            format!("{} {}", workload.id.kind, run.title(workload))
        };
        writeln!(
            out,
            "| {} | {} | {} | {missed} of {of} | {} | {} |",
            cell(&title),
            placement.desired,
            placement.running,
            cell(&selector_text(&workload.shape)),
            cell(&why),
        )?;
    }
    Ok(())
}

/// A text that stays in its cell.
fn cell(text: &str) -> String {
    let text = plain(text).replace('|', "\\|");
    // The line breaks of our own stay; other angle brackets are text.
    text.replace('<', "&lt;").replace("&lt;br>", "<br>")
}
