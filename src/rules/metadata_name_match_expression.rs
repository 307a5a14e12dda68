//! `metadata-name-match-expression`: a node selected by name in the wrong list.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Edit, Level, Safety};
use crate::model::PodView;
use crate::model::core::NodeSelectorTerm;
use crate::model::field::Obj;

pub(super) const RULE: Rule = Rule {
    id: "metadata-name-match-expression",
    level: Level::Error,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: Some(Safety::Unsafe),
    page: include_str!("../../rules/metadata-name-match-expression.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    let affinity = pods.spec.affinity.get();
    let Some(affinity) = affinity.and_then(|affinity| affinity.node_affinity.get()) else {
        return;
    };
    if let Some(required) = affinity
        .required_during_scheduling_ignored_during_execution
        .get()
    {
        for term in &required.node_selector_terms {
            look(context, term, Level::Error, out);
        }
    }
    for preferred in &affinity.preferred_during_scheduling_ignored_during_execution {
        look(context, &preferred.preference, Level::Warning, out);
    }
}

fn look(
    context: &ObjectContext<'_>,
    term: &Obj<NodeSelectorTerm>,
    level: Level,
    out: &mut Vec<Diagnostic>,
) {
    let expressions = &term.match_expressions;
    let Some(wrong) = expressions
        .iter()
        .find(|expression| expression.key == "metadata.name")
    else {
        return;
    };
    // These operators are met by every node, since no node has such a label.
    if wrong.operator == "NotIn" || wrong.operator == "DoesNotExist" {
        return;
    }
    let mut diagnostic = context
        .report(&RULE, &wrong.key, "`metadata.name` is no label of a node: this term matches no node")
        .label("a field, not a label")
        .note(if level == Level::Error {
            "`matchExpressions` looks at labels only. Where no other term matches, the pod stays Pending, and a DaemonSet runs nowhere."
        } else {
            "`matchExpressions` looks at labels only: the preference never counts."
        })
        .help("write `matchFields` in place of `matchExpressions`");
    diagnostic.level = level;
    if expressions.len() == 1 && term.match_fields.is_missing() && !expressions.slot.node.is_none()
    {
        let key = context.object.grip(expressions.slot.node);
        if context.text(key) == "matchExpressions" {
            diagnostic = diagnostic.fix(
                "write `matchFields`",
                Safety::Unsafe,
                vec![Edit {
                    span: key,
                    text: "matchFields".to_owned(),
                }],
            );
        }
    }
    out.push(diagnostic);
}
