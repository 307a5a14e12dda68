//! `replicas-fight-autoscaler`: a fixed number of replicas beside an autoscaler that owns it.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Edit, Level, Safety};
use crate::engine::Detail;

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
    for scaler in scope.kind("HorizontalPodAutoscaler") {
        let Detail::Autoscaler(autoscaler) = &scaler.detail else {
            continue;
        };
        let (kind, name) = &autoscaler.target.value;
        for target in scope
            .named(name)
            .filter(|target| target.id.kind == *kind && target.namespace() == scaler.namespace())
        {
            let Some(replicas) = target.pods().and_then(|pods| pods.replicas.as_ref()) else {
                continue;
            };
            let Some(count) = replicas.value else {
                continue;
            };
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
            if let Some(entry) = target.pods().and_then(|pods| pods.replicas_entry) {
                diagnostic = diagnostic.fix(
                    "remove `replicas`",
                    Safety::Unsafe,
                    vec![Edit {
                        span: entry,
                        text: String::new(),
                    }],
                );
            }
            out.push(diagnostic);
        }
    }
}
