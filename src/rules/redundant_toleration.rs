//! `redundant-toleration`: a toleration that another one, or the DaemonSet controller, makes needless.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::values::taint::Toleration;
use crate::sim::toleration::DAEMON_TOLERATIONS;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "redundant-toleration",
    level: Level::Note,
    group: Group::Placement,
    presets: &[Preset::Strict],
    fix: None,
    page: include_str!("../../rules/redundant-toleration.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    if pods.spec.tolerations.is_empty() {
        return;
    }
    let Some(shape) = nodes::pods(context) else {
        return;
    };
    let all: Vec<(&Toleration, Span)> = shape
        .tolerations
        .iter()
        .filter_map(|one| Some((&one.value, one.span?)))
        .collect();
    let daemon = nodes::is_daemon_set(context);
    let mut found: Vec<(Span, &str)> = Vec::new();
    for (index, (one, span)) in all.iter().enumerate() {
        let by_other = all.iter().enumerate().any(|(other, (wide, _))| {
            // Of two that say the same, the later one is needless.
            index != other && covers(wide, one) && (other < index || !covers(one, wide))
        });
        if by_other {
            found.push((*span, "another toleration covers it"));
        } else if daemon && is_added(one, shape.host_network) {
            found.push((*span, "the DaemonSet controller adds it"));
        }
    }
    let Some(((first, why), rest)) = found.split_first() else {
        return;
    };
    let message = match rest.len() {
        0 => format!("this toleration changes nothing: {why}"),
        more => format!("{} tolerations change nothing: {why}", more + 1),
    };
    let mut finding = RULE
        .at(*first, message)
        .path(context.path(&pods.spec.tolerations));
    for (span, why) in rest {
        finding = finding.related(*span, *why);
    }
    out.push(
        finding.help("leave it out; removing it restarts the pods, so take the next change along"),
    );
}

/// Whether every taint that `narrow` meets is met by `wide`, for as long.
fn covers(wide: &Toleration, narrow: &Toleration) -> bool {
    let exists = |one: &Toleration| one.operator == "Exists";
    let equal = |one: &Toleration| matches!(one.operator.as_str(), "" | "Equal");
    (wide.effect.is_empty() || wide.effect == narrow.effect)
        && (wide.key.is_empty() || wide.key == narrow.key)
        && (exists(wide) && (exists(narrow) || equal(narrow))
            || equal(wide) && equal(narrow) && wide.value == narrow.value)
        && wide.toleration_seconds == narrow.toleration_seconds
}

/// Whether the DaemonSet controller adds the same.
fn is_added(one: &Toleration, host_network: bool) -> bool {
    one.operator == "Exists"
        && DAEMON_TOLERATIONS.iter().any(|(key, effect, host)| {
            one.key == *key && one.effect == *effect && (!host || host_network)
        })
}
