//! `stale-node-label`: asks for a label that nodes no longer carry, or that is about to go.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::values::selector::{Labels as _, Operator};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "stale-node-label",
    level: Level::Note,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/stale-node-label.md"),
    check: Check::Object(check),
};

const MASTER: &str = "node-role.kubernetes.io/master";
const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

/// Labels that are deprecated, what took their place, and since when.
const RENAMED: [(&str, &str, &str); 5] = [
    ("beta.kubernetes.io/os", "kubernetes.io/os", "1.14"),
    ("beta.kubernetes.io/arch", "kubernetes.io/arch", "1.14"),
    (
        "beta.kubernetes.io/instance-type",
        "node.kubernetes.io/instance-type",
        "1.17",
    ),
    (
        "failure-domain.beta.kubernetes.io/zone",
        "topology.kubernetes.io/zone",
        "1.17",
    ),
    (
        "failure-domain.beta.kubernetes.io/region",
        "topology.kubernetes.io/region",
        "1.17",
    ),
];

/// A label that the pods ask nodes for.
struct Asked<'s> {
    key: &'s str,
    /// Whether nodes without it are left out.
    wanted: bool,
    span: Span,
}

fn check(context: &ObjectContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some((shape, _)) = nodes::pods(context) else {
        return;
    };
    let mut asked: Vec<Asked<'_>> = shape
        .node_selector
        .iter()
        .map(|(key, _, span)| Asked {
            key,
            wanted: true,
            span: *span,
        })
        .collect();
    let terms = shape.affinity.iter().flat_map(|required| &required.terms);
    asked.extend(terms.flat_map(|term| &term.expressions).map(|one| Asked {
        key: one.value.key(),
        wanted: !matches!(
            one.value.operator(),
            Operator::NotIn | Operator::DoesNotExist
        ),
        span: one.span,
    }));
    let nodes = nodes::inventory(context).unwrap_or_default();
    for one in &asked {
        if nodes.iter().any(|node| node.label(one.key).is_some()) {
            continue;
        }
        let names = |key| asked.iter().any(|other| other.key == key);
        if one.key == MASTER && !names(CONTROL_PLANE) {
            out.push(master(one));
        } else if let Some((_, now, since)) = RENAMED
            .iter()
            .find(|(old, now, _)| *old == one.key && !names(now))
        {
            out.push(
                RULE.at(one.span, format!("`{}` is deprecated since {since}: `{now}` took its place", one.key))
                    .note("Kubelets and cloud providers set both for now; the day they stop, these pods find no node.")
                    .help(format!("ask for `{now}`; a changed pod template restarts the pods")),
            );
        }
    }
}

fn master(one: &Asked<'_>) -> Diagnostic {
    let (message, note) = if one.wanted {
        (
            "asks for a node label that kubeadm sets no more since 1.24",
            "No node of a kubeadm cluster since 1.24 has `node-role.kubernetes.io/master`: nothing matches. OpenShift still sets it.",
        )
    } else {
        (
            "keeps away from a node label that kubeadm sets no more since 1.24",
            "Control planes since 1.24 carry `node-role.kubernetes.io/control-plane` instead: they match.",
        )
    };
    Diagnostic {
        level: Level::Warning,
        ..RULE.at(one.span, message)
    }
    .note(note)
    .help(format!("use `{CONTROL_PLANE}`"))
}
