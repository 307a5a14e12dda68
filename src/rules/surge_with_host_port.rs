//! `surge-with-host-port`: a DaemonSet that starts the new pod first, on a port that the old one holds.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::core::{ContainerPort, PodSpec};
use crate::model::field::Obj;
use crate::model::values::IntOrString;
use crate::model::{Model, PodView};

pub(super) const RULE: Rule = Rule {
    id: "surge-with-host-port",
    level: Level::Error,
    group: Group::Rollout,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/surge-with-host-port.md"),
    check: Check::Object(check),
};

fn check(context: &ObjectContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Model::DaemonSet(daemon_set)) = context.model() else {
        return;
    };
    let strategy = &daemon_set.spec.update_strategy;
    if strategy.r#type == "OnDelete" {
        return;
    }
    let Some(rolling) = strategy.rolling_update.get() else {
        return;
    };
    let surges = match rolling.max_surge.get() {
        Some(IntOrString::Int(count)) => *count > 0,
        Some(IntOrString::String(share)) => share
            .trim_end_matches('%')
            .parse::<u32>()
            .is_ok_and(|share| share > 0),
        None => false,
    };
    let Some(pods) = context.pods().filter(|_| surges) else {
        return;
    };
    let Some((port, number)) = host_port(pods) else {
        return;
    };
    let mut diagnostic = context
        .report(&RULE, &rolling.max_surge, format!("`maxSurge` starts the new pod before the old one ends, and both want host port {number}"))
        .label("the new pod waits for the old one, and the old one for the new")
        .note("The new pod stays Pending on every node (\"didn't have free ports\"), the old one is never removed: the rollout hangs at its first step.")
        .help("use `maxUnavailable` in place of `maxSurge`, or give up the host port");
    diagnostic = diagnostic.related(context.span(port), "the port on the node");
    out.push(diagnostic);
}

/// The first port that the pod holds on its node.
fn host_port(pods: PodView<'_>) -> Option<(&Obj<ContainerPort>, i32)> {
    let spec: &PodSpec = pods.spec;
    // With the network of the node every container port is a port of the node.
    let number = |port: &ContainerPort| {
        let wanted = port.host_port.value();
        if wanted == 0 && spec.host_network.value() {
            port.container_port.value()
        } else {
            wanted
        }
    };
    let mut ports = spec
        .containers
        .iter()
        .flat_map(|container| container.ports.iter());
    ports
        .find(|port| number(port) != 0)
        .map(|port| (port, number(port)))
}
