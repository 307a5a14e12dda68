//! `untolerated-control-plane-taint`: an agent that watches every node, but not the control planes.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::core::PodSpec;

pub(super) const RULE: Rule = Rule {
    id: "untolerated-control-plane-taint",
    level: Level::Warning,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/untolerated-control-plane-taint.md"),
    check: Check::Pods(check),
};

/// Programs that are run to see or serve every node, by the last part of their image's name; and what is lost on nodes without them.
const AGENTS: &[(&str, &str)] = &[
    ("fluentd", "logs"),
    ("fluent-bit", "logs"),
    ("fluentd-elasticsearch", "logs"),
    ("fluentd-kubernetes-daemonset", "logs"),
    ("filebeat", "logs"),
    ("promtail", "logs"),
    ("vector", "logs"),
    ("node-exporter", "metrics"),
    ("node_exporter", "metrics"),
    ("metricbeat", "metrics"),
    ("node-problem-detector", "problems"),
    ("kube-proxy", "service traffic"),
    ("kube-router", "pod traffic"),
    ("calico-node", "pod traffic"),
    ("cilium", "pod traffic"),
    ("flannel", "pod traffic"),
    ("falco", "security events"),
    ("kured", "reboots"),
];

const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";
const MASTER: &str = "node-role.kubernetes.io/master";

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if context.id.kind != "DaemonSet" || context.partial {
        return;
    }
    let spec = pods.spec;
    let more = context.settings.rules.texts(RULE.id, "programs");
    let agent = spec.containers.iter().find_map(|container| {
        let program = program(container.image.str());
        let known = AGENTS.iter().find(|agent| agent.0 == program);
        let named = more.iter().find(|name| *name == program);
        known
            .map(|agent| (agent.0, Some(agent.1)))
            .or_else(|| named.map(|name| (name.as_str(), None)))
    });
    let Some((program, loses)) = agent else {
        return;
    };
    if is_meant_for_some_nodes(spec) || tolerates_control_plane(spec) {
        return;
    }
    out.push(
        context
            .report(&RULE, &spec.tolerations, format!("`{program}` is run on every node, but does not tolerate the taint of control planes"))
            .label(if spec.tolerations.is_empty() { "no `tolerations` here" } else { "none of these" })
            .note(match loses {
                Some(loses) => format!("Nodes with `{CONTROL_PLANE}:NoSchedule` get no pod: their {loses} are missing."),
                None => format!("Nodes with `{CONTROL_PLANE}:NoSchedule` get no pod."),
            })
            .help(format!("add a toleration `{{key: {CONTROL_PLANE}, operator: Exists, effect: NoSchedule}}`, or select the worker nodes to say that this is meant")),
    );
}

/// The last part of an image's name, without registry, tag and digest.
fn program(image: &str) -> &str {
    let name = image.rsplit('/').next().unwrap_or(image);
    name.split(['@', ':']).next().unwrap_or(name)
}

/// Whether the manifest itself says that not every node is meant. Operating system and architecture do not count.
fn is_meant_for_some_nodes(spec: &PodSpec) -> bool {
    let selects = spec
        .node_selector
        .entries()
        .iter()
        .any(|(key, _)| !matches!(key.rsplit('/').next(), Some("os" | "arch")));
    let affinity = spec
        .affinity
        .get()
        .is_some_and(|affinity| affinity.node_affinity.is_set());
    selects || affinity || spec.node_name.is_set()
}

fn tolerates_control_plane(spec: &PodSpec) -> bool {
    spec.tolerations.iter().any(|toleration| {
        let key = toleration.key.str();
        let all_keys = key.is_empty() && toleration.operator == "Exists";
        // The old key has a rule of its own.
        let effect = toleration.effect.str();
        (all_keys || key == CONTROL_PLANE || key == MASTER)
            && (effect.is_empty() || effect == "NoSchedule")
    })
}
