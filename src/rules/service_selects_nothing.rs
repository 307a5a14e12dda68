//! `service-selects-nothing`: a Service that misses the pods it is plainly meant for.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::{Detail, Facts, Selector};

pub(super) const RULE: Rule = Rule {
    id: "service-selects-nothing",
    level: Level::Error,
    group: Group::Consistency,
    presets: &[
        Preset::Default,
        Preset::Strict,
        Preset::KubeLinter,
        Preset::KubeScore,
    ],
    fix: None,
    page: include_str!("../../rules/service-selects-nothing.md"),
    check: Check::Scope(check),
};

fn check(scope: &Scope<'_>, out: &mut Vec<Diagnostic>) {
    for service in scope.kind("Service") {
        let Detail::Service(facts) = &service.detail else {
            continue;
        };
        let Some(selector) = facts
            .selector
            .as_ref()
            .filter(|_| !facts.external && !service.partial)
        else {
            continue;
        };
        if scope.selected(&selector.value, service).next().is_some() {
            continue;
        }
        let nearly = scope
            .named(service.name(), service)
            .find_map(|other| nearly(service, &selector.value, other));
        let Some((workload, key, wanted, have)) = nearly else {
            continue;
        };
        let what = match have {
            Some(have) => format!(
                "the pods of {} `{}` have `{key}: {have}`",
                workload.id.kind,
                workload.name()
            ),
            None => format!(
                "the pods of {} `{}` have no label `{key}`",
                workload.id.kind,
                workload.name()
            ),
        };
        let labels = workload
            .pods()
            .map(|pods| pods.labels.span)
            .unwrap_or_default();
        let mut diagnostic = service
            .report(
                &RULE,
                selector.span,
                "spec.selector",
                format!("selects `{key}: {wanted}`, {what}"),
            )
            .label("no pod among these files has these labels")
            .note("The Service gets no endpoints: every connection to it fails.")
            .help("write the labels of the pods here");
        diagnostic
            .related
            .push(workload.related(labels, "labels of the pods"));
        out.push(diagnostic);
    }
}

/// A workload that the Service is plainly meant for: same file and same name, and every label of the selector but one
/// is met. With the label that is not.
fn nearly<'f>(
    service: &Facts,
    selector: &'f Selector,
    other: &'f Facts,
) -> Option<(&'f Facts, &'f str, &'f str, Option<&'f str>)> {
    if other.partial
        || other.source != service.source
        || other.name() != service.name()
        || other.name().is_empty()
    {
        return None;
    }
    let labels = &other.pods()?.labels.value;
    let value = |key: &str| {
        labels
            .iter()
            .find(|label| label.0 == key)
            .map(|label| label.1.as_str())
    };
    let mut missed = selector
        .labels
        .iter()
        .filter(|(key, wanted)| value(key) != Some(wanted));
    let (key, wanted) = missed.next()?;
    missed
        .next()
        .is_none()
        .then(|| (other, key.as_str(), wanted.as_str(), value(key)))
}
