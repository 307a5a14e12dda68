//! How long whole rollouts take: `cargo run --release --example rollout_speed [DAEMONSETS] [NODES] [MAX_UNAVAILABLE]`.
//!
//! Every DaemonSet is rolled out over all nodes from the first deletion to the last pod that is Ready; two at a time.
#![allow(clippy::print_stdout, reason = "an example speaks")]

use everynode::sim::rollout::{Detail, Scenario, Simulation};
use serde_json::{Value, json};
use std::time::Instant;

fn scenario(nodes: usize, strategy: &Value) -> Scenario {
    let manifest = |image: &str| {
        json!({
            "apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "agent"},
            "spec": {
                "selector": {"matchLabels": {"app": "agent"}},
                "updateStrategy": {"rollingUpdate": strategy},
                "template": {
                    "metadata": {"labels": {"app": "agent"}},
                    "spec": {
                        "containers": [{"name": "agent", "image": image}],
                        "nodeSelector": {"kubernetes.io/os": "linux"},
                        "tolerations": [{"key": "node-role.kubernetes.io/control-plane", "operator": "Exists"}],
                    },
                },
            },
        })
    };
    let node = |n: usize| {
        let taints = if n.is_multiple_of(100) {
            json!(["node-role.kubernetes.io/control-plane:NoSchedule"])
        } else {
            json!([])
        };
        json!({"name": format!("node-{n:05}"), "labels": {"topology.kubernetes.io/zone": format!("z{}", n % 3)}, "taints": taints})
    };
    let scenario = json!({
        "params": {"tick_seconds": 5, "ready_after": 2, "terminate_after": 1, "ticks": 1_000_000_000},
        "nodes": (0..nodes).map(node).collect::<Vec<_>>(),
        "daemonsets": {"old": manifest("agent:1"), "new": manifest("agent:2")},
        "script": [{"tick": 1, "event": "apply", "daemonset": "new"}],
    });
    Scenario::read(&scenario).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn main() {
    let mut args = std::env::args().skip(1);
    let mut number = |default: usize| {
        args.next()
            .map_or(default, |arg| arg.parse().unwrap_or(default))
    };
    let (daemonsets, nodes, unavailable) = (number(500), number(5000), number(1));
    for (name, strategy) in [
        (
            format!("maxUnavailable {unavailable}"),
            json!({"maxUnavailable": unavailable}),
        ),
        (
            "maxUnavailable 10%".into(),
            json!({"maxUnavailable": "10%"}),
        ),
        (
            "maxSurge 25%".into(),
            json!({"maxSurge": "25%", "maxUnavailable": 0}),
        ),
    ] {
        let scenario = scenario(nodes, &strategy);
        let start = Instant::now();
        let ends: Vec<_> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..2)
                .map(|worker| {
                    let scenario = &scenario;
                    scope.spawn(move || {
                        (worker..daemonsets)
                            .step_by(2)
                            .map(|_| Simulation::new(scenario, Detail::EndOnly).run().end)
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            workers
                .into_iter()
                .flat_map(|worker| worker.join().unwrap_or_default())
                .collect()
        });
        assert_eq!(ends.len(), daemonsets);
        assert!(
            ends.iter()
                .all(|end| end.complete && end.old_pods_left == 0)
        );
        let ticks = ends.first().map_or(0, |end| end.quiet_since);
        println!(
            "{daemonsets} DaemonSets × {nodes} nodes, {name}: {:.2?} ({ticks} ticks each)",
            start.elapsed()
        );
    }
}
