//! Inventories and placement: what nodes are read from, where pods go, who is told why not.

use crate::project::shared;
use everynode::inventory::{self, Inventory, Selection, WhatIf};
use everynode::report::placement::{self as report, PlacementRun};
use everynode::sim::placement::{Cluster, Outcome, Placed, run};
use everynode::sim::workload::Workload;
use everynode::source::{Source, SourceId};
use serde_json::Value;

fn nodes(text: &str) -> Result<Inventory, Vec<String>> {
    let source = Source::new("nodes.yaml", text);
    let contents = inventory::read(&source, SourceId(0), Selection::Nodes);
    inventory::join(vec![source], vec![contents]).map_err(|(sources, problems)| {
        let told = |one: &everynode::diagnostic::Diagnostic| {
            format!("{}: {}", sources[0].line(one.span.start), one.message)
        };
        problems.iter().map(told).collect()
    })
}

fn cluster(text: &str) -> Inventory {
    nodes(text).expect("an inventory")
}

struct Ran {
    sources: Vec<Source>,
    inventory: Inventory,
    workloads: Vec<Workload>,
    placed: Placed,
}

fn place(manifests: &str, inventory: Inventory, assume_unseen: bool) -> Ran {
    let source = Source::new("k8s/all.yaml", manifests);
    let contents = inventory::read(&source, SourceId(0), Selection::Workloads);
    let mut policies = inventory.policies.clone();
    policies.extend(contents.policies);
    let placed = run(
        &contents.workloads,
        Cluster {
            nodes: &inventory.nodes,
            pods: &inventory.pods,
            policies: &policies,
            assume_unseen,
        },
    );
    Ran {
        sources: vec![source],
        inventory,
        workloads: contents.workloads,
        placed,
    }
}

impl Ran {
    fn report(&self) -> PlacementRun<'_> {
        PlacementRun {
            sources: &self.sources,
            inventory: &self.inventory,
            workloads: &self.workloads,
            placed: &self.placed,
            refused: &[],
            wide: false,
        }
    }

    fn human(&self) -> String {
        let mut out = Vec::new();
        report::human(&self.report(), &mut out).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    fn json(&self) -> Value {
        let mut out = Vec::new();
        report::json(&self.report(), &mut out).expect("memory takes it");
        serde_json::from_slice(&out).expect("JSON")
    }

    /// The pod of a workload on each node, in one word.
    fn pods(&self, workload: usize) -> Vec<&'static str> {
        let placement = &self.placed.placements[workload];
        (0..self.inventory.nodes.len())
            .map(|node| match placement.outcome(node) {
                Outcome::None => "none",
                Outcome::Running => "running",
                Outcome::Pending(_) | Outcome::Gated => "pending",
                Outcome::Refused(_) => "refused",
            })
            .collect()
    }
}

const THREE: &str = "\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Node
  metadata: {name: cp-1, labels: {kubernetes.io/os: linux}}
  spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}
  status: {allocatable: {cpu: '2', memory: 4Gi, pods: '110'}}
- apiVersion: v1
  kind: Node
  metadata: {name: worker-1, labels: {kubernetes.io/os: linux, disk: ssd}}
  status: {allocatable: {cpu: '2', memory: 4Gi, pods: '110'}}
- apiVersion: v1
  kind: Node
  metadata: {name: worker-2, labels: {kubernetes.io/os: linux}}
  status: {allocatable: {cpu: '1', memory: 2Gi, pods: '2'}}
";

/// A DaemonSet with these lines in its pod spec, indented by six.
fn daemon_set(name: &str, spec: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {{name: {name}}}\nspec:\n  selector: {{matchLabels: {{app: {name}}}}}\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n{spec}      containers:\n      - {{name: c, image: 'a:1', resources: {{requests: {{cpu: 600m, memory: 100Mi}}}}}}\n"
    )
}

#[test]
fn a_plain_daemon_set_misses_the_control_plane_and_says_where() {
    let ran = place(&daemon_set("log", ""), cluster(THREE), true);
    assert_eq!(ran.pods(0), ["none", "running", "running"]);
    let text = ran.human();
    assert!(text.contains("default/log misses 1 of 3 nodes"), "{text}");
    assert!(
        text.contains("cp-1   untolerated taint node-role.kubernetes.io/control-plane:NoSchedule"),
        "{text}"
    );
    assert!(text.contains("k8s/all.yaml:8  tolerates none"), "{text}");
    let answer = ran.json();
    let reason = &answer["workloads"][0]["nodes"][0]["reasons"][0];
    assert_eq!(reason["kind"], "untolerated-taint");
    assert_eq!(
        reason["taint"],
        "node-role.kubernetes.io/control-plane:NoSchedule"
    );
    assert_eq!(answer["workloads"][0]["desired"], 2);
}

#[test]
fn daemon_sets_compete_for_room_in_the_order_in_which_they_stand() {
    let both = format!(
        "{}---\n{}",
        daemon_set("first", ""),
        daemon_set("second", "")
    );
    let ran = place(&both, cluster(THREE), true);
    assert_eq!(ran.pods(0), ["none", "running", "running"]);
    assert_eq!(ran.pods(1), ["none", "running", "pending"]);
    let answer = ran.json();
    assert_eq!(
        answer["workloads"][1]["nodes"][2]["message"],
        "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]."
    );
}

#[test]
fn a_higher_priority_evicts_and_both_sides_are_told() {
    let classes = "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: 1000\n---\n";
    let manifests = format!(
        "{classes}{}---\n{}",
        daemon_set("low", ""),
        daemon_set("high", "      priorityClassName: high\n")
    );
    let ran = place(&manifests, cluster(THREE), true);
    assert_eq!(ran.pods(1), ["none", "running", "running"]);
    assert_eq!(ran.pods(0), ["none", "running", "pending"]);
    let text = ran.human();
    assert!(
        text.contains("default/low: evicted from worker-2 by default/high"),
        "{text}"
    );
}

#[test]
fn what_the_run_does_not_show_is_refused_for_programs_and_assumed_for_people() {
    let manifests = daemon_set("log", "      serviceAccountName: log\n");
    let strict = place(&manifests, cluster(THREE), false);
    assert_eq!(strict.pods(0), ["none", "refused", "refused"]);
    let answer = strict.json();
    let node = &answer["workloads"][0]["nodes"][1];
    assert_eq!(
        (&node["shouldRun"], &node["pod"]),
        (&true.into(), &"none".into())
    );
    assert_eq!(node["reasons"][0]["kind"], "refused");
    let people = place(&manifests, cluster(THREE), true);
    assert_eq!(people.pods(0), ["none", "running", "running"]);
    assert!(
        people
            .human()
            .contains("if ServiceAccount log exists (not among these files)")
    );
}

#[test]
fn pods_that_run_already_hold_their_room_and_those_of_the_workload_itself_stay() {
    let pod = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: big, ownerReferences: [{apiVersion: apps/v1, kind: OWNER, name: log, controller: true}]}\nspec: {nodeName: worker-2, containers: [{name: c, image: 'a:1', resources: {requests: {cpu: 900m}}}]}\n";
    let foreign = cluster(&format!("{THREE}{}", pod.replace("OWNER", "StatefulSet")));
    assert_eq!(
        place(&daemon_set("log", ""), foreign, true).pods(0),
        ["none", "running", "pending"]
    );
    let own = cluster(&format!("{THREE}{}", pod.replace("OWNER", "DaemonSet")));
    assert_eq!(
        place(&daemon_set("log", ""), own, true).pods(0),
        ["none", "running", "running"]
    );
}

#[test]
fn a_pod_that_fits_nowhere_has_the_schedulers_words() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  nodeSelector: {disk: nvme}\n  containers: [{name: c, image: 'a:1'}]\n";
    let answer = place(pod, cluster(THREE), true).json();
    assert_eq!(
        answer["workloads"][0]["message"],
        "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector."
    );
    assert_eq!(
        answer["workloads"][0]["nodes"][0]["reasons"][0]["filter"],
        "TaintToleration"
    );
    assert_eq!(
        answer["workloads"][0]["nodes"][1]["reasons"][0]["filter"],
        "NodeAffinity"
    );
}

#[test]
fn bad_inventories_are_told_with_their_lines() {
    let told = |text: &str| nodes(text).err().unwrap_or_default().join("\n");
    let pods =
        "apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: a}}, {metadata: {name: b}}]\n";
    assert_eq!(told(pods), "1: holds 2 Pods and no Node");
    assert_eq!(
        told("apiVersion: v1\nkind: NodeList\nitems: []\n"),
        "1: holds no Node"
    );
    assert!(told("NAME STATUS\n").contains("is no Kubernetes object"));
    let twice = format!("{THREE}---\napiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\n");
    assert_eq!(told(&twice), "21: the node worker-1 is there twice");
    let taint = "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nspec:\n  taints:\n  - {key: a, effect: NoExcute}\n";
    assert_eq!(
        told(taint),
        "6: there is no effect `NoExcute`: did you mean `NoExecute`?"
    );
    assert!(told("apiVersion: v1\nkind: Node\nmetadata: {}\n").contains("a Node without a name"));
    assert!(
        told("apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nspec: {taints: 3}\n")
            .contains("`taints` of the node cannot be read")
    );
    assert!(!told("a: [\n").is_empty());
}

#[test]
fn what_ifs_speak_kubectl_and_take_globs() {
    let mut inventory = cluster(THREE);
    let nodes = &mut inventory.nodes;
    WhatIf::Taint("worker-*=gpu=true:NoExecute")
        .apply(nodes)
        .expect("two workers");
    assert_eq!(
        nodes
            .iter()
            .map(|node| node.taints.len())
            .collect::<Vec<_>>(),
        [1, 1, 1]
    );
    WhatIf::Untaint("cp-1=node-role.kubernetes.io/control-plane")
        .apply(nodes)
        .expect("it is there");
    WhatIf::Label("*=pool=blue").apply(nodes).expect("all");
    WhatIf::Label("worker-1=disk-")
        .apply(nodes)
        .expect("it goes");
    WhatIf::Cordon("cp-1").apply(nodes).expect("cordoned");
    assert!(nodes[0].unschedulable && nodes[0].taints.len() == 1);
    WhatIf::Uncordon("cp-1").apply(nodes).expect("open again");
    assert!(!nodes[0].unschedulable && nodes[0].taints.is_empty());
    assert_eq!(
        nodes[1]
            .labels
            .iter()
            .map(|label| &*label.0)
            .collect::<Vec<_>>(),
        ["kubernetes.io/os", "pool"]
    );
    let wrong = |change: WhatIf<'_>, nodes: &mut [everynode::sim::node::Node]| {
        change.apply(nodes).expect_err("wrong")
    };
    assert_eq!(
        wrong(WhatIf::Taint("cp-1=a:NoExcute"), nodes).help,
        "did you mean `NoExecute`?"
    );
    assert_eq!(
        wrong(WhatIf::Cordon("wroker-1"), nodes).help,
        "did you mean `worker-1`?"
    );
    assert!(
        wrong(WhatIf::Taint("cp-1"), nodes)
            .message
            .contains("which node")
    );
    assert!(
        wrong(WhatIf::Untaint("cp-1=nothing"), nodes)
            .message
            .contains("there is no taint nothing")
    );
}

#[test]
fn every_profile_is_an_inventory() {
    for profile in inventory::profiles() {
        let inventory =
            nodes(profile.text).unwrap_or_else(|problems| panic!("{}: {problems:?}", profile.name));
        assert!(
            inventory
                .nodes
                .iter()
                .all(|node| node.allocatable.is_some()),
            "{}",
            profile.name
        );
        assert!(!profile.about.is_empty());
    }
    assert_eq!(
        inventory::profile("eks").expect("short").name,
        "eks-managed"
    );
    assert_eq!(
        inventory::profile("talso").expect_err("misspelt"),
        "did you mean `profile:talos`?"
    );
}

/// Nodes are folded into classes for speed; each node must still get what it gets alone.
#[test]
fn classes_change_no_verdict() {
    let manifests = [
        daemon_set("a", "      nodeSelector: {disk: ssd}\n"),
        daemon_set("b", "      tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists}]\n"),
        daemon_set("c", "      tolerations: [{key: dedicated, value: team-1}]\n"),
        daemon_set("d", "      affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: gen, operator: Gt, values: ['3']}]}, {matchFields: [{key: metadata.name, operator: In, values: [n7]}]}]}}}\n"),
    ]
    .join("---\n");
    let mut text = String::new();
    for index in 0..40 {
        let taint = match index % 4 {
            0 => format!(
                "{{key: dedicated, value: team-{}, effect: NoSchedule}}",
                index % 3
            ),
            1 => String::from("{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}"),
            2 => format!("{{key: own-{index}, effect: NoExecute}}"),
            _ => String::new(),
        };
        let disk = if index % 5 == 0 { "ssd" } else { "hdd" };
        text.push_str(&format!(
            "---\napiVersion: v1\nkind: Node\nmetadata: {{name: n{index}, labels: {{gen: '{}', disk: {disk}, kubernetes.io/hostname: n{index}}}}}\nspec: {{taints: [{taint}]}}\n",
            index % 7
        ));
    }
    let together = place(&manifests, cluster(&text), true).json();
    for (index, document) in text.split("---\n").skip(1).enumerate() {
        let alone = place(&manifests, cluster(document), true).json();
        for workload in 0..4 {
            let [one, all] = [
                &alone["workloads"][workload]["nodes"][0],
                &together["workloads"][workload]["nodes"][index],
            ];
            assert_eq!(one, all, "workload {workload} on n{index}");
        }
    }
}

#[test]
fn the_controllers_decisions_are_kubernetes_own() {
    let Some(folder) = shared("oracle/place") else {
        return;
    };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("readable");
    let ran = place(&read("daemonsets.yaml"), cluster(&read("nodes.yaml")), true);
    let workloads: std::collections::HashMap<&str, usize> = ran
        .workloads
        .iter()
        .enumerate()
        .map(|(index, one)| (one.name.as_str(), index))
        .collect();
    let nodes: std::collections::HashMap<&str, usize> = ran
        .inventory
        .nodes
        .iter()
        .enumerate()
        .map(|(index, one)| (&*one.name, index))
        .collect();
    let mut wrong = Vec::new();
    for line in read("pairs.jsonl").lines() {
        let pair: Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| pair[key].as_str().unwrap_or_default();
        let decision = ran
            .placed
            .decision(workloads[text("daemonset")], nodes[text("node")])
            .expect("decided");
        let same = pair["should_run"] == decision.should_run
            && pair["should_continue"] == decision.should_continue;
        if !same {
            wrong.push(text("id").to_owned());
        }
    }
    assert!(
        wrong.is_empty(),
        "{} pairs differ: {:?}",
        wrong.len(),
        &wrong[..wrong.len().min(5)]
    );
}
