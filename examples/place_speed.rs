//! How long placement takes: `cargo run --release --example place_speed [DAEMONSETS] [NODES]`.
//!
//! Reads made-up nodes and DaemonSets, places them and writes the table for people, as `everynode place` does.
#![allow(clippy::print_stdout, reason = "an example speaks")]

use everynode::inventory::{self, Selection};
use everynode::report::placement::{PlacementRun, human};
use everynode::sim::placement::{Cluster, run};
use everynode::source::{Source, SourceId};
use std::fmt::Write as _;
use std::time::Instant;

const POOLS: [&str; 4] = ["general", "gpu", "spot", "infra"];

fn nodes(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let pool = POOLS[n % POOLS.len()];
        let taint = if pool == "general" {
            String::new()
        } else {
            format!("{{key: dedicated, value: {pool}, effect: NoSchedule}}")
        };
        let _ = write!(
            text,
            "---\napiVersion: v1\nkind: Node\nmetadata: {{name: node-{n}, labels: {{pool: {pool}, kubernetes.io/hostname: node-{n}}}}}\nspec: {{taints: [{taint}]}}\nstatus: {{allocatable: {{cpu: '16', memory: {}Mi, pods: '500'}}}}\n",
            60_000 + n
        );
    }
    text
}

fn daemon_sets(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let pool = POOLS[n % POOLS.len()];
        let selector = if n % 3 == 0 {
            format!("nodeSelector: {{pool: {pool}}}, ")
        } else {
            String::new()
        };
        let _ = write!(
            text,
            "---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {{name: agent-{n}}}\nspec:\n  selector: {{matchLabels: {{app: a{n}}}}}\n  template:\n    metadata: {{labels: {{app: a{n}}}}}\n    spec: {{{selector}tolerations: [{{key: dedicated, value: {pool}}}], containers: [{{name: c, image: 'a:1', resources: {{requests: {{cpu: 10m, memory: 20Mi}}}}}}]}}\n"
        );
    }
    text
}

fn main() {
    let mut sizes = std::env::args()
        .skip(1)
        .filter_map(|text| text.parse().ok());
    let (sets, count) = (sizes.next().unwrap_or(1000), sizes.next().unwrap_or(10_000));
    let manifests = Source::new("daemonsets.yaml", daemon_sets(sets));
    let nodes = Source::new("nodes.yaml", nodes(count));
    let start = Instant::now();
    let contents = inventory::read(&nodes, SourceId(0), Selection::Nodes);
    let Ok(inventory) = inventory::join(vec![nodes], vec![contents]) else {
        return;
    };
    let workloads = inventory::read(&manifests, SourceId(0), Selection::Workloads).workloads;
    let read = start.elapsed();
    let cluster = Cluster {
        nodes: &inventory.nodes,
        pods: &inventory.pods,
        policies: &inventory.policies,
        assume_unseen: true,
    };
    let placed = run(&workloads, cluster);
    let decided = start.elapsed();
    let report = PlacementRun {
        sources: &[manifests],
        inventory: &inventory,
        workloads: &workloads,
        placed: &placed,
        refused: &[],
        wide: false,
    };
    let mut out = Vec::new();
    let _ = human(&report, &mut out);
    println!(
        "{sets} DaemonSets on {count} nodes: read {read:.2?}, placed after {decided:.2?}, {} bytes of table after {:.2?}",
        out.len(),
        start.elapsed()
    );
}
