//! `unknown-kind`: a kind that its group does not have, in a group of Kubernetes' own.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Edit, KubernetesAnswer, Level, Safety};
use crate::schema::{self, Finding, lookup};
use crate::source::Span;
use crate::suggest;
use crate::yaml::Style;

pub(super) const RULE: Rule = Rule {
    id: "unknown-kind",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: Some(Safety::Unsafe),
    page: include_str!("../../rules/unknown-kind.md"),
    check: Check::Engine,
};

/// What kubectl says of a kind that the cluster does not serve.
pub(super) fn no_matches(api_version: &str, kind: &str) -> KubernetesAnswer {
    KubernetesAnswer {
        stage: "decode",
        reason: None,
        field: None,
        detail: Some(format!(
            "no matches for kind \"{kind}\" in version \"{api_version}\""
        )),
    }
}

/// The diagnostic of a kind that the facts do not have.
pub(crate) fn report(
    api_version: &str,
    kind: &str,
    finding: &Finding,
    context: &ObjectContext<'_>,
) -> Diagnostic {
    let minor = context.settings.kubernetes_minor;
    let served = || schema::kinds().filter(|known| known.versions().contains(minor));
    let here = || {
        served()
            .filter(|known| known.api_version() == api_version)
            .map(schema::Kind::name)
    };
    let slip = suggest::closest(kind, here());
    let elsewhere =
        lookup::resource(kind, minor).filter(|known| known.name().eq_ignore_ascii_case(kind));
    let mut said = at(
        finding,
        context,
        format!("Kubernetes 1.{minor} has no {kind} in `{api_version}`"),
    );
    if let Some(near) = slip
        .filter(|near| near.eq_ignore_ascii_case(kind))
        .or(slip.filter(|_| elsewhere.is_none()))
    {
        said.message.push_str(&format!(": did you mean {near}?"));
        said = change(
            said.help(format!("write `kind: {near}`")),
            "kind",
            near,
            context,
        );
    } else if let Some(known) = elsewhere {
        let right = known.api_version();
        said.message.push_str(&format!("; it is in `{right}`"));
        said = change(
            said.help(format!("write `apiVersion: {right}`")),
            "apiVersion",
            right,
            context,
        );
    } else if here().next().is_none() {
        let group = schema::group(api_version);
        let mut versions: Vec<_> = served()
            .map(schema::Kind::api_version)
            .filter(|version| schema::group(version) == group)
            .collect();
        versions.dedup();
        if !versions.is_empty() {
            said = said.help(format!("the group has {}", versions.join(", ")));
        }
    }
    said.kubernetes(no_matches(api_version, kind))
}

/// The diagnostic of a custom resource in a version that its CustomResourceDefinition does not serve.
pub(crate) fn custom(api_version: &str, kind: &str, served: &[&str], span: Span) -> Diagnostic {
    let said = RULE
        .at(
            span,
            format!("the CustomResourceDefinition of {kind} does not serve `{api_version}`"),
        )
        .label("not served")
        .path("apiVersion")
        .kubernetes(no_matches(api_version, kind));
    match served {
        [] => said.help("it serves no version at all"),
        served => said.help(format!("it serves {}", served.join(", "))),
    }
}

/// The diagnostic of a kind that only other versions serve.
pub(crate) fn not_served(
    (api_version, kind): (&str, &str),
    (since, until): (Option<u8>, Option<u8>),
    finding: &Finding,
    context: &ObjectContext<'_>,
) -> Diagnostic {
    let minor = context.settings.kubernetes_minor;
    let said = match (since, until) {
        (Some(since), _) if since > minor => at(
            finding,
            context,
            format!("`{api_version}` {kind} is there since Kubernetes 1.{since}, this is judged by 1.{minor}"),
        )
        .help(format!("for clusters of 1.{since} and later set `--kubernetes-version 1.{since}`")),
        (_, Some(until)) => {
            let said = at(finding, context, format!("`{api_version}` {kind} is gone: Kubernetes had it until 1.{until}"));
            match lookup::resource(kind, minor) {
                Some(known) if known.name() == kind => said.help(format!("write `apiVersion: {}`", known.api_version())),
                _ => said,
            }
        }
        _ => at(finding, context, format!("Kubernetes 1.{minor} does not serve `{api_version}` {kind}")),
    };
    said.kubernetes(no_matches(api_version, kind))
}

fn at(finding: &Finding, context: &ObjectContext<'_>, message: String) -> Diagnostic {
    RULE.at(context.object.tree.span(finding.at), message)
        .label("not served")
        .path(finding.path.clone())
        .note("kubectl refuses the object: the cluster has no such kind in that version.")
}

fn change(said: Diagnostic, key: &str, text: &str, context: &ObjectContext<'_>) -> Diagnostic {
    let tree = context.object.tree;
    let node = tree.entry(context.object.root, key);
    if node.is_none() || tree.used_at(node).is_some() || tree.node(node).style != Style::Plain {
        return said;
    }
    let edits = vec![Edit {
        span: tree.span(node),
        text: text.to_owned(),
    }];
    said.fix(format!("write {text}"), Safety::Unsafe, edits)
}
