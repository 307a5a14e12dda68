//! `stale-node-label`: asks for the label that control planes carried until 1.23.
//!
//! The beta labels are no business of this rule: the apiserver warns of them itself.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::values::selector::{Labels as _, Operator};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "stale-node-label",
    level: Level::Warning,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/stale-node-label.md"),
    check: Check::Pods(check),
};

const MASTER: &str = "node-role.kubernetes.io/master";
const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

/// A label that the pods ask nodes for.
struct Asked<'s> {
    key: &'s str,
    /// Whether nodes without it are left out.
    wanted: bool,
    span: Span,
}

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if !ask_for_master(pods) {
        return;
    }
    let Some(shape) = nodes::pods(context) else {
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
    let carried = |key| nodes.iter().any(|node| node.label(key).is_some());
    if carried(MASTER) || asked.iter().any(|one| one.key == CONTROL_PLANE) {
        return;
    }
    out.extend(asked.iter().filter(|one| one.key == MASTER).map(master));
}

/// Whether anything asks for the label, in whatever way.
fn ask_for_master(pods: PodView<'_>) -> bool {
    let by_label = pods.spec.node_selector.field(MASTER).is_some();
    by_label
        || nodes::required_terms(pods).iter().any(|term| {
            let mut expressions = term.match_expressions.iter();
            expressions.any(|one| one.key == MASTER)
        })
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
    RULE.at(one.span, message)
        .note(note)
        .help(format!("use `{CONTROL_PLANE}`"))
}
