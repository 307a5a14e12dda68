//! Warnings about the ports of all containers of a pod together.
//!
//! Follows the second half of `warningsForPodSpecAndMeta` in `pkg/api/pod/warnings.go`.

use super::Warnings;
use crate::model::core::{ContainerPort, PodSpec};
use crate::model::field::Obj;
use crate::model::values::go_quote;
use std::collections::HashMap;

/// More ports with one number and protocol are not compared one by one.
const FEW: usize = 64;
/// So many ports of a pod are looked through for equal ones before anything is put into tables.
const USUAL: usize = 16;

pub(super) fn warn_of_ports(spec: &PodSpec, out: &mut Warnings<'_, '_>) {
    let containers = spec.init_containers.iter().chain(&spec.containers);
    let ports: Vec<&Obj<ContainerPort>> = containers
        .clone()
        .flat_map(|container| container.ports.iter())
        .collect();
    if ports.len() <= USUAL && !have_equals(&ports) {
        for port in ports {
            warn_of_host_ip(port, out);
        }
        return;
    }
    let mut all: HashMap<(i32, &str), Vec<&Obj<ContainerPort>>> = HashMap::new();
    for port in &ports {
        warn_of_host_ip(port, out);
        let others = all
            .entry((port.container_port.value(), port.protocol.str()))
            .or_default();
        for other in others.iter().take(FEW) {
            if let Some(relation) = relation(port, other) {
                let text = format!("{relation} port definition with {}", out.path(*other));
                out.add(*port, text);
            }
        }
        others.push(port);
    }
    let mut names: HashMap<&str, &Obj<ContainerPort>> = HashMap::new();
    for port in ports {
        let name = port.name.str();
        if name.is_empty() {
            continue;
        }
        if let Some(first) = names.get(name) {
            let path = out.path(*first);
            let text = format!(
                "duplicate port name {} with {path}, services and probes that select ports by name will use {path}",
                go_quote(name)
            );
            out.add(port, text);
        } else {
            names.insert(name, port);
        }
    }
}

/// Whether two of the ports have a number and protocol, or a name, in common.
fn have_equals(ports: &[&Obj<ContainerPort>]) -> bool {
    let is_equal = |one: &ContainerPort, other: &ContainerPort| {
        let (name, other_name) = (one.name.str(), other.name.str());
        one.container_port.value() == other.container_port.value()
            && one.protocol.str() == other.protocol.str()
            || !name.is_empty() && name == other_name
    };
    ports.iter().enumerate().any(|(index, one)| {
        let mut earlier = ports[..index].iter();
        earlier.any(|other| is_equal(one, other))
    })
}

fn warn_of_host_ip(port: &Obj<ContainerPort>, out: &mut Warnings<'_, '_>) {
    if port.host_ip.str().is_empty() || port.host_port.value() != 0 {
        return;
    }
    let text = format!(
        "hostIP set without hostPort: {{Name:{} HostPort:0 ContainerPort:{} Protocol:{} HostIP:{}}}",
        port.name.str(),
        port.container_port.value(),
        port.protocol.str(),
        port.host_ip.str()
    );
    out.add(port, text);
}

/// What two definitions of one port and protocol are to each other.
fn relation(port: &ContainerPort, other: &ContainerPort) -> Option<&'static str> {
    let (mine, theirs) = (port.host_port.value(), other.host_port.value());
    let (my_ip, their_ip) = (port.host_ip.str(), other.host_ip.str());
    if mine == theirs && my_ip == their_ip {
        Some("duplicate")
    } else if mine == 0 || theirs == 0 {
        Some("overlapping")
    } else if mine == theirs && my_ip.is_empty() != their_ip.is_empty() {
        Some("dangerously ambiguous")
    } else {
        None
    }
}
