//! `unreachable-affinity`: a required node affinity, or a term of it, that no node can match.

use super::nodes;
use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::PodView;
use crate::model::field::{Map, Text};
use crate::model::values::names;
use crate::model::values::selector::{Operator, Requirement};
use crate::sim::affinity::{Required, Term};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "unreachable-affinity",
    level: Level::Error,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/unreachable-affinity.md"),
    check: Check::Pods(check),
};

fn check(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    let Some(field) = nodes::required_affinity(pods).filter(|_| !context.partial) else {
        return;
    };
    let Some(written) = field.get() else { return };
    let required = Required::new(written, context.key_span(field), context.object);
    if required.written > 0 && required.terms.is_empty() {
        out.push(finding(
            Level::Error,
            required.span,
            "an empty node affinity term matches no node",
        ));
        return;
    }
    let dead: Vec<(Span, String)> = required
        .terms
        .iter()
        .filter_map(|term| why_never(term, &pods.spec.node_selector))
        .collect();
    let level = if dead.len() == required.terms.len() {
        Level::Error
    } else {
        Level::Warning
    };
    out.extend(
        dead.into_iter()
            .map(|(span, why)| finding(level, span, &why)),
    );
}

fn finding(level: Level, span: Span, why: &str) -> Diagnostic {
    let consequence = match level {
        Level::Error => {
            "No node of any cluster can take these pods: a DaemonSet has DESIRED 0, other pods stay Pending."
        }
        _ => "This term adds no node; the others still can.",
    };
    Diagnostic {
        level,
        ..RULE.at(span, why)
    }
    .note(consequence)
    .help("requirements inside a term must all hold; terms are alternatives")
}

/// Why no node can match a term, and where; None where one can, or where the apiserver says so itself.
fn why_never(term: &Term, node_selector: &Map<Text>) -> Option<(Span, String)> {
    if let Some((span, _)) = &term.broken {
        return no_number(term).map(|why| (*span, why));
    }
    for (index, one) in term.expressions.iter().enumerate() {
        let key = one.value.key();
        if term
            .expressions
            .iter()
            .take(index)
            .any(|earlier| earlier.value.key() == key)
        {
            continue;
        }
        let all: Vec<&Requirement> = term
            .expressions
            .iter()
            .map(|one| &one.value)
            .filter(|one| one.key() == key)
            .collect();
        let last = term
            .expressions
            .iter()
            .rev()
            .find(|one| one.value.key() == key)
            .map_or(one.span, |one| one.span);
        if contradict(key, &all) {
            return Some((
                last,
                format!("no value of `{key}` meets all of its requirements"),
            ));
        }
        let selected = node_selector.field(key).map(|value| value.str());
        if let Some(value) = selected
            && !all.iter().all(|one| one.matches(&[(key, value)][..]))
        {
            return Some((
                last,
                format!("nodeSelector asks for `{key}: {value}`, which this excludes"),
            ));
        }
    }
    None
}

/// A term that the apiserver takes and the scheduler cannot read: Gt or Lt against what is no whole number.
fn no_number(term: &Term) -> Option<String> {
    let value = term
        .compared
        .iter()
        .find(|value| value.parse::<i64>().is_err())?;
    names::label_value(value)
        .is_empty()
        .then(|| format!("Gt and Lt compare whole numbers, `{value}` is none"))
}

/// Whether no value of a label, present or absent, meets all requirements.
fn contradict(key: &str, all: &[&Requirement]) -> bool {
    let meets = |value: &str| all.iter().all(|one| one.matches(&[(key, value)][..]));
    if let Some(one) = all.iter().find(|one| one.operator() == Operator::In) {
        return !one.values().iter().any(|value| meets(value));
    }
    let has = |operator| all.iter().any(|one| one.operator() == operator);
    let numbers = |operator| {
        all.iter()
            .filter(move |one| one.operator() == operator)
            .filter_map(|one| one.values().first()?.parse::<i64>().ok())
    };
    let present = has(Operator::Exists) || has(Operator::GreaterThan) || has(Operator::LessThan);
    if present && has(Operator::DoesNotExist) {
        return true;
    }
    match (
        numbers(Operator::GreaterThan).max(),
        numbers(Operator::LessThan).min(),
    ) {
        (Some(above), Some(below)) => above.checked_add(1).is_none_or(|first| first >= below),
        _ => false,
    }
}
