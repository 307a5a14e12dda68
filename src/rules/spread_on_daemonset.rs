//! `spread-on-daemonset`: spreading, anti-affinity or scaling of pods that come one per node anyway.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::{Selector, pairs};
use crate::model::core::PodAffinityTerm;
use crate::model::field::Obj;
use crate::model::{Model, PodView};

pub(super) const RULE: Rule = Rule {
    id: "spread-on-daemonset",
    level: Level::Warning,
    group: Group::Placement,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/spread-on-daemonset.md"),
    check: Check::Object(check),
};

const HOSTNAME: &str = "kubernetes.io/hostname";

fn check(context: &ObjectContext<'_>, out: &mut Vec<Diagnostic>) {
    match context.model() {
        Some(Model::DaemonSet(_)) => {
            if let Some(pods) = context.pods() {
                spread(context, pods, out);
                anti_affinity(context, pods, out);
            }
        }
        Some(Model::HorizontalPodAutoscaler(scaler))
            if scaler.spec.scale_target_ref.kind == "DaemonSet" =>
        {
            out.push(autoscaler(context.report(
                &RULE,
                &scaler.spec.scale_target_ref.kind,
                AUTOSCALED,
            )));
        }
        Some(Model::HorizontalPodAutoscalerV1(scaler))
            if scaler.spec.scale_target_ref.kind == "DaemonSet" =>
        {
            out.push(autoscaler(context.report(
                &RULE,
                &scaler.spec.scale_target_ref.kind,
                AUTOSCALED,
            )));
        }
        _ => {}
    }
}

const AUTOSCALED: &str = "an autoscaler cannot scale a DaemonSet";

fn autoscaler(finding: Diagnostic) -> Diagnostic {
    finding
        .note("A DaemonSet has no `scale` subresource: the autoscaler reports FailedGetScale and changes nothing.")
        .help("use a VerticalPodAutoscaler, or a Deployment")
}

fn spread(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    for constraint in &pods.spec.topology_spread_constraints {
        let strict = constraint.when_unsatisfiable != "ScheduleAnyway";
        let finding = context
            .report(
                &RULE,
                constraint,
                "a DaemonSet's pods cannot be spread: each is for one node",
            )
            .help("remove the constraint");
        out.push(if strict {
            finding.note("With DoNotSchedule the scheduler leaves a pod Pending whenever zones have unequal numbers of nodes.")
        } else {
            Diagnostic { level: Level::Note, ..finding }
        });
    }
}

fn anti_affinity(context: &ObjectContext<'_>, pods: PodView<'_>, out: &mut Vec<Diagnostic>) {
    let Some(anti) = pods
        .spec
        .affinity
        .get()
        .and_then(|affinity| affinity.pod_anti_affinity.get())
    else {
        return;
    };
    let labels = pairs(&pods.metadata.labels);
    let own = |term: &Obj<PodAffinityTerm>| {
        term.label_selector
            .get()
            .is_some_and(|selector| Selector::of(selector).matches(&labels))
    };
    for term in anti
        .required_during_scheduling_ignored_during_execution
        .iter()
        .filter(|term| own(term))
    {
        let key = term.topology_key.str();
        let finding = if key == HOSTNAME {
            let text =
                "anti-affinity of a DaemonSet against itself: a node never gets two of its pods";
            Diagnostic {
                level: Level::Note,
                ..context.report(&RULE, term, text)
            }
        } else {
            context
                .report(&RULE, term, format!("anti-affinity of a DaemonSet against itself over `{key}`"))
                .note(format!("One pod per value of `{key}` is bound; on every other node there the pod stays Pending."))
        };
        out.push(finding.help("remove the term"));
    }
}
