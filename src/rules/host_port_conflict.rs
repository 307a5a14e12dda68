//! `host-port-conflict`: two DaemonSets that run everywhere want the same port of every node.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Level};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "host-port-conflict",
    level: Level::Warning,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/host-port-conflict.md"),
    check: Check::Scope(check),
};

fn check(scope: &Scope<'_>, out: &mut Vec<Diagnostic>) {
    let mut taken = BTreeMap::new();
    for object in scope.kind("DaemonSet") {
        let Some(pods) = object.pods().filter(|pods| pods.everywhere) else {
            continue;
        };
        for port in &pods.host_ports {
            let (protocol, ip, number) = &port.value;
            let all = taken
                .entry((protocol.clone(), *number))
                .or_insert_with(Vec::new);
            let before =
                all.iter()
                    .find(|(other_ip, other, _): &&(_, &crate::engine::Facts, _)| {
                        let overlap = other_ip == ip || other_ip == "0.0.0.0" || ip == "0.0.0.0";
                        // The same name twice is a second version, another file often an alternative: neither is surely a neighbour.
                        overlap && other.name() != object.name() && other.source == object.source
                    });
            if let Some((_, other, span)) = before {
                let message = format!(
                    "host port {number}/{protocol} is taken by DaemonSet `{}` on every node",
                    other.name()
                );
                let mut finding = object
                    .report(&RULE, port.span, "", message)
                    .note("The scheduler binds one pod per port and node: whichever comes second stays Pending on every node.")
                    .help("take another port, or keep the two apart with node selectors");
                finding.related.push(other.related(*span, "here"));
                out.push(finding);
            }
            all.push((ip.clone(), object, port.span));
        }
    }
}
