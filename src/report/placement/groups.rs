//! Nodes with one verdict, folded into one group whatever their number.

use super::PlacementRun;
use crate::sim::placement::Outcome;
use crate::sim::reason::Told;
use crate::source::Span;
use std::collections::BTreeMap;

/// What becomes of the pods of a group of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// Runs, or would fit.
    Runs,
    /// Runs although the node wants no new one.
    Stays,
    /// Made, and waits.
    Waits,
    /// Not made: refused.
    Refused,
    /// Not wanted.
    Missed,
}

/// Nodes with one verdict.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) fate: Fate,
    /// Indexes of the nodes, in the inventory's order.
    pub(super) nodes: Vec<u32>,
    /// Why, each reason once, with the place that decides.
    pub(super) reasons: Vec<(String, Span)>,
}

/// Sorts the nodes of a workload into groups.
pub(super) fn groups(run: &PlacementRun<'_>, index: usize) -> Vec<Group> {
    let Some(placement) = run.placed.placements.get(index) else {
        return Vec::new();
    };
    // Few verdicts on many nodes: what is alike by its numbers is put into words once.
    let width = placement.outcomes.len().max(1);
    let mut by_number: Vec<Option<u32>> = vec![None; run.placed.kinds * width];
    let mut by_words: BTreeMap<(Fate, Vec<(String, Span)>), u32> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (node, (kind, outcome)) in run.placed.alike.iter().zip(&placement.by_node).enumerate() {
        let Some(known) = by_number.get_mut(*kind as usize * width + usize::from(*outcome)) else {
            continue;
        };
        let at = *known.get_or_insert_with(|| {
            let (fate, told) = verdict(run, index, node);
            let reasons: Vec<(String, Span)> = told
                .into_iter()
                .map(|one| (one.message, one.span))
                .collect();
            *by_words.entry((fate, reasons.clone())).or_insert_with(|| {
                groups.push(Group {
                    fate,
                    nodes: Vec::new(),
                    reasons,
                });
                groups.len() as u32 - 1
            })
        });
        if let Some(group) = groups.get_mut(at as usize) {
            group.nodes.push(node as u32);
        }
    }
    groups.sort_by_key(|group| group.fate);
    groups
}

/// What becomes of the pod for one node, and why.
pub(super) fn verdict(run: &PlacementRun<'_>, workload: usize, node: usize) -> (Fate, Vec<Told>) {
    let (Some(object), Some(placement), Some(decision), Some(value)) = (
        run.workloads.get(workload),
        run.placed.placements.get(workload),
        run.placed.decision(workload, node),
        run.inventory.nodes.get(node),
    ) else {
        return (Fate::Missed, Vec::new());
    };
    let shape = &object.shape;
    let mut told: Vec<Told> = decision
        .why
        .iter()
        .map(|why| why.tell(shape, value))
        .collect();
    let fate = match placement.outcome(node) {
        Outcome::None => Fate::Missed,
        Outcome::Running if told.is_empty() => Fate::Runs,
        Outcome::Running => Fate::Stays,
        // The scheduler looks for room only where nothing else stands against the node.
        Outcome::Pending(_) if !told.is_empty() => Fate::Missed,
        Outcome::Pending(why) => {
            told.extend(why.iter().map(|why| why.tell(shape, value)));
            Fate::Waits
        }
        Outcome::Gated => {
            let message = String::from("scheduling gates hold it back");
            told.push(Told {
                kind: "unschedulable",
                taint: None,
                message,
                span: shape.spec_at,
            });
            Fate::Waits
        }
        Outcome::Refused(index) => {
            told.extend(placement.refusals.get(*index as usize).map(|refusal| Told {
                kind: "refused",
                taint: None,
                message: refusal.message.clone(),
                span: refusal.span,
            }));
            Fate::Refused
        }
    };
    (fate, told)
}

/// `cp-1 cp-2 cp-3`, or `worker-1 … worker-9 (9 nodes)`.
pub(super) fn names(run: &PlacementRun<'_>, nodes: &[u32]) -> String {
    const MOST: usize = 3;
    let name = |index: &u32| {
        run.inventory
            .nodes
            .get(*index as usize)
            .map_or("", |node| &*node.name)
    };
    if nodes.len() <= MOST && nodes.iter().map(|index| name(index).len()).sum::<usize>() <= 60 {
        return nodes.iter().map(name).collect::<Vec<_>>().join(" ");
    }
    match nodes {
        [] => String::new(),
        [one] => name(one).to_owned(),
        [first, .., last] => format!("{} … {} ({} nodes)", name(first), name(last), nodes.len()),
    }
}
