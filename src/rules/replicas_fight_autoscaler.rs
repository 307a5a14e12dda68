//! `replicas-fight-autoscaler`: a fixed number of replicas beside an autoscaler that owns it.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Edit, Level, Safety};

pub(super) const RULE: Rule = Rule {
    id: "replicas-fight-autoscaler",
    level: Level::Warning,
    group: Group::Consistency,
    presets: &[
        Preset::Default,
        Preset::Strict,
        Preset::KubeLinter,
        Preset::KubeScore,
    ],
    fix: Some(Safety::Unsafe),
    page: include_str!("../../rules/replicas-fight-autoscaler.md"),
    check: Check::Scope(check),
};

fn check(scope: &Scope<'_>, out: &mut Vec<Diagnostic>) {
    for target in &scope.objects {
        let Some(pods) = target.pods() else { continue };
        let Some(replicas) = &pods.replicas else {
            continue;
        };
        let Some(count) = replicas.value else {
            continue;
        };
        let mut autoscalers = scope.autoscalers_of(target);
        let Some((scaler, autoscaler)) = autoscalers.find(|(scaler, autoscaler)| {
            autoscaler.target.value.0 == target.id.kind && scaler.namespace() == target.namespace()
        }) else {
            continue;
        };
        let (kind, name) = &autoscaler.target.value;
        let message = format!(
            "`replicas: {count}` beside HorizontalPodAutoscaler `{}`, which sets it too",
            scaler.name()
        );
        let mut diagnostic = target
            .report(&RULE, replicas.span, "spec.replicas", message)
            .label("every apply resets the number to this")
            .note(format!("Each `kubectl apply` scales {kind} `{name}` to {count}, until the autoscaler scales it back: pods are killed and started for nothing."))
            .help("remove `replicas`; the autoscaler owns the number");
        diagnostic
            .related
            .push(scaler.related(autoscaler.target.span, "the autoscaler's target"));
        if let Some(entry) = pods.replicas_entry {
            let nothing = Edit {
                span: entry,
                text: String::new(),
            };
            diagnostic = diagnostic.fix("remove `replicas`", Safety::Unsafe, vec![nothing]);
        }
        out.push(diagnostic);
    }
}
