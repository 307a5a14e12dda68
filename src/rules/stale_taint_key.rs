//! `stale-taint-key`: tolerates a taint that no Kubernetes sets any more.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;

pub(super) const RULE: Rule = Rule {
    id: "stale-taint-key",
    level: Level::Note,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/stale-taint-key.md"),
    check: Check::Pods(check),
};

/// Keys that are gone, what is set instead, and since when.
const GONE: [(&str, Option<&str>, &str); 5] = [
    (
        "node.alpha.kubernetes.io/notReady",
        Some("node.kubernetes.io/not-ready"),
        "1.8",
    ),
    (
        "node.alpha.kubernetes.io/not-ready",
        Some("node.kubernetes.io/not-ready"),
        "1.8",
    ),
    (
        "node.alpha.kubernetes.io/unreachable",
        Some("node.kubernetes.io/unreachable"),
        "1.8",
    ),
    ("node.kubernetes.io/out-of-disk", None, "1.13"),
    (
        "node.cloudprovider.kubernetes.io/uninitialised",
        Some("node.cloudprovider.kubernetes.io/uninitialized"),
        "1.6",
    ),
];

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    let tolerations = &pods.spec.tolerations;
    for toleration in tolerations {
        let Some((old, now, since)) = GONE.iter().find(|(old, _, _)| toleration.key == *old) else {
            continue;
        };
        let message = match now {
            Some(now) => format!("`{old}` has not been set since {since}: it is `{now}` now"),
            None => format!("`{old}` has not been set since {since}"),
        };
        let help = match now {
            Some(now) if !tolerations.iter().any(|other| other.key == *now) => {
                format!("tolerate `{now}`")
            }
            _ => String::from("leave it out with the next change of the template"),
        };
        out.push(context.report(&RULE, &toleration.key, message).help(help));
    }
}
