//! `statefulset-without-headless-service`: a StatefulSet whose pods get no DNS names.

use super::{Check, Group, Preset, Rule, Scope};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::{Detail, Facts};

pub(super) const RULE: Rule = Rule {
    id: "statefulset-without-headless-service",
    level: Level::Warning,
    group: Group::Consistency,
    presets: &[Preset::Default, Preset::Strict, Preset::KubeScore],
    fix: None,
    page: include_str!("../../rules/statefulset-without-headless-service.md"),
    check: Check::Scope(check),
};

fn check(scope: &Scope<'_>, out: &mut Vec<Diagnostic>) {
    for set in scope.kind("StatefulSet").filter(|set| !set.partial) {
        let Some(pods) = set.pods() else { continue };
        let Some(name) = pods
            .service_name
            .as_ref()
            .filter(|name| !name.value.is_empty())
        else {
            continue;
        };
        let named = scope
            .named(&name.value, set)
            .find(|one| one.id.kind == "Service");
        if let Some(service) = named {
            if !is_headless(service) {
                let message = format!(
                    "`serviceName: {}` names a Service that is not headless",
                    name.value
                );
                let mut diagnostic = report(set, name.span, &name.value, message)
                    .help("write `clusterIP: None` in a Service of that name");
                diagnostic
                    .related
                    .push(service.related(service.span, "this Service has a cluster IP"));
                out.push(diagnostic);
            }
            continue;
        }
        // The Service may come from elsewhere, but not where a headless one for these very pods stands in the same file.
        let meant = scope
            .services_of(set)
            .filter(|(service, facts)| service.source == set.source && facts.headless)
            .map(|(service, _)| service)
            .min_by_key(|service| service.span);
        if let Some(service) = meant {
            let message = format!(
                "`serviceName: {}`, but the headless Service of these pods is called `{}`",
                name.value,
                service.name()
            );
            let mut diagnostic = report(set, name.span, &name.value, message)
                .help(format!("write `serviceName: {}`", service.name()));
            diagnostic
                .related
                .push(service.related(service.span, "selects the pods of the StatefulSet"));
            out.push(diagnostic);
        }
    }
}

fn report(set: &Facts, span: crate::source::Span, service: &str, message: String) -> Diagnostic {
    let namespace = set.id.namespace.as_deref().unwrap_or("default");
    let dns = format!("{}-0.{service}.{namespace}.svc.cluster.local", set.name());
    set.report(&RULE, span, "spec.serviceName", message)
        .note(format!(
            "The name `{dns}` does not resolve: the pods cannot find each other by name."
        ))
}

fn is_headless(service: &Facts) -> bool {
    matches!(&service.detail, Detail::Service(facts) if facts.headless)
}
