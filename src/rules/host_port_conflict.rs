//! `host-port-conflict`: two DaemonSets that run everywhere want the same port of every node.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::Facts;
use crate::model::field::Text;
use std::collections::{BTreeMap, BTreeSet};

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
    let mut taken: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for object in scope.kind("DaemonSet") {
        let Some(pods) = object.pods().filter(|pods| pods.everywhere) else {
            continue;
        };
        for port in &pods.host_ports {
            let (protocol, ip, number) = &port.value;
            let any = "0.0.0.0";
            // What stands in another file is often an alternative, which is no neighbour for sure.
            let place = (object.source, protocol, *number);
            let all = taken.entry(place).or_default();
            let before = all
                .iter()
                .find(|(other_ip, other, _): &&(&Text, &Facts, _)| {
                    let overlap = *other_ip == ip || *other_ip == any || ip == any;
                    // The same name twice is a second version.
                    overlap && other.name() != object.name()
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
            // One that is there many times takes its ports once.
            if known.insert((place, ip, object.name())) {
                all.push((ip, object, port.span));
            }
        }
    }
}
