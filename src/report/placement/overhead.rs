//! What DaemonSets cost: requests of one pod, of all of them, and as a share of the smallest node.

use super::PlacementRun;
use crate::sim::node::{Amounts, Node};
use crate::sim::workload::Makes;

/// What one DaemonSet asks for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Overhead {
    /// Of one pod, in thousandths of a core.
    pub(super) milli_cpu: i64,
    /// Of one pod, in bytes.
    pub(super) memory: i64,
    /// How many pods ask for it.
    pub(super) pods: usize,
}

/// The overhead of a DaemonSet over the nodes that want its pod; None for other workloads.
pub(super) fn overhead(run: &PlacementRun<'_>, index: usize) -> Option<Overhead> {
    let workload = run.workloads.get(index)?;
    let placement = run.placed.placements.get(index)?;
    if workload.makes != Makes::OnePerNode {
        return None;
    }
    Some(Overhead {
        milli_cpu: placement.requests.milli_cpu,
        memory: placement.requests.memory,
        pods: placement.desired,
    })
}

/// The node that offers least memory, and least cpu among equals.
pub(super) fn smallest<'r>(run: &PlacementRun<'r>) -> Option<(usize, &'r Node, &'r Amounts)> {
    let nodes = run.inventory.nodes.iter().enumerate();
    let sized = nodes.filter_map(|(index, node)| Some((index, node, node.allocatable.as_ref()?)));
    sized.min_by_key(|(_, _, amounts)| (amounts.memory, amounts.milli_cpu))
}

/// `250m`, `2`, `1.5`: cores.
pub(super) fn cpu(milli: i64) -> String {
    if milli % 1000 == 0 {
        (milli / 1000).to_string()
    } else if milli < 1000 {
        format!("{milli}m")
    } else {
        format!("{:.1}", milli as f64 / 1000.0)
    }
}

/// `200 MiB`, `2.1 GiB`.
pub(super) fn bytes(bytes: i64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    if value >= 10.0 || value.fract() == 0.0 {
        format!("{value:.0} {}", UNITS[unit])
    } else {
        format!("{value:.1} {}", UNITS[unit])
    }
}

/// `12 %` of a whole; `-` where there is no whole.
pub(super) fn share(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return String::from("-");
    }
    let percent = part as f64 * 100.0 / whole as f64;
    if percent > 0.0 && percent < 1.0 {
        String::from("<1 %")
    } else {
        format!("{percent:.0} %")
    }
}
