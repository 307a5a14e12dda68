//! `unknown-field`: a key that Kubernetes does not have there.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Edit, KubernetesAnswer, Level, Safety};
use crate::model::values::go_quote;
use crate::schema::{self, Definition, Finding, Hint, Kind};
use crate::source::Span;
use crate::yaml::{NodeId, Style, Tree};

pub(super) const RULE: Rule = Rule {
    id: "unknown-field",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: Some(Safety::Safe),
    page: include_str!("../../rules/unknown-field.md"),
    check: Check::Engine,
};

/// The diagnostic of an unknown field.
pub(crate) fn report(
    kind: Kind,
    definition: Definition,
    name: &str,
    strict: &str,
    finding: &Finding,
    context: &ObjectContext<'_>,
) -> Diagnostic {
    let tree = context.object.tree;
    let minor = context.settings.kubernetes_minor;
    let span = tree.span(finding.at);
    let within = finding
        .path
        .strip_suffix(name)
        .map_or("", |path| path.trim_end_matches('.'));
    let place = if within.is_empty() {
        String::new()
    } else {
        format!(" in `{within}`")
    };
    let hint = schema::hint(kind, definition, finding, name, minor);
    let said = match &hint {
        Some(Hint::OtherVersion(versions)) => match (versions.since(), versions.until()) {
            (Some(since), _) if since > minor => RULE
                .at(span, format!("`{name}` is there since Kubernetes 1.{since}, this is judged by 1.{minor}"))
                .label(format!("since 1.{since}"))
                .help(format!("remove it for clusters before 1.{since}; for newer ones set `--kubernetes-version 1.{since}`")),
            (_, Some(until)) => RULE
                .at(span, format!("`{name}` is gone: Kubernetes had it until 1.{until}"))
                .label(format!("until 1.{until}"))
                .help("remove it"),
            _ => RULE.at(span, format!("unknown field `{name}`{place} in Kubernetes 1.{minor}")).help("remove it"),
        },
        Some(Hint::Rename(near)) => {
            let label = if near.eq_ignore_ascii_case(name) { "upper and lower case count" } else { "no such field" };
            RULE.at(span, format!("unknown field `{name}`{place}: did you mean `{near}`?"))
                .label(label)
                .help(format!("write `{near}`"))
        }
        Some(Hint::Split(path)) => RULE
            .at(span, format!("unknown field `{name}`{place}: did you mean `{path}`?"))
            .label("no such field")
            .help(format!("write `{path}`")),
        Some(Hint::Move(path)) => {
            let to = if path.is_empty() { String::from("the top level of the object") } else { format!("`{path}`") };
            RULE.at(span, format!("unknown field `{name}`{place}: it belongs under {to}"))
                .label("wrong level")
                .help(format!("move it to {to}; check the indentation"))
        }
        None => RULE
            .at(span, format!("unknown field `{name}`{place}"))
            .label(format!("{} has no such field", words(definition)))
            .help("remove it"),
    };
    let said = said
        .path(finding.path.clone())
        .note("`kubectl apply` refuses the object; a client that does not validate strictly drops the field without a word.")
        .kubernetes(KubernetesAnswer {
            stage: "strict",
            reason: None,
            field: None,
            detail: Some(format!("unknown field {}", go_quote(strict))),
        });
    fix(said, hint.as_ref(), name, finding.at, tree)
}

/// The diagnostic of a field that the schema of a custom resource does not have.
pub(crate) fn custom(path: &str, known: &[String], key: NodeId, tree: &Tree<'_>) -> Diagnostic {
    let name = tree.key_text(key);
    let within = path
        .strip_suffix(&*name)
        .map_or("", |path| path.trim_end_matches('.'));
    let place = if within.is_empty() {
        String::new()
    } else {
        format!(" in `{within}`")
    };
    let near = crate::suggest::closest(&name, known.iter().map(String::as_str));
    let mut said = RULE
        .at(tree.span(key), format!("unknown field `{name}`{place}"))
        .label("not in the CustomResourceDefinition")
        .path(path)
        .note("`kubectl apply` refuses the object; a client that does not validate strictly drops the field without a word.")
        .kubernetes(KubernetesAnswer {
            stage: "strict",
            reason: None,
            field: None,
            detail: Some(format!("unknown field {}", go_quote(path))),
        });
    if let Some(near) = near {
        said.message.push_str(&format!(": did you mean `{near}`?"));
        said = said.help(format!("write `{near}`"));
    }
    said
}

/// `PodSpec` as people call it.
fn words(definition: Definition) -> String {
    let name = definition.go_name();
    match name {
        "ObjectMeta" => String::from("`metadata`"),
        "LabelSelector" => String::from("a label selector"),
        "PodTemplateSpec" => String::from("a pod template"),
        _ => format!(
            "{} {name}",
            if name.starts_with(['A', 'E', 'I', 'O']) {
                "an"
            } else {
                "a"
            }
        ),
    }
}

fn fix(
    said: Diagnostic,
    hint: Option<&Hint>,
    name: &str,
    key: NodeId,
    tree: &Tree<'_>,
) -> Diagnostic {
    if tree.used_at(key).is_some() {
        return said;
    }
    let parent = tree.parent(key);
    match hint {
        Some(Hint::Rename(near))
            if tree.entry(parent, near).is_none() && tree.node(key).style == Style::Plain =>
        {
            let edits = vec![Edit {
                span: tree.span(key),
                text: (*near).to_owned(),
            }];
            // Another letter case leaves no doubt; a guess at a slip does.
            let safety = if near.eq_ignore_ascii_case(name) {
                Safety::Safe
            } else {
                Safety::Unsafe
            };
            said.fix(format!("rename it to `{near}`"), safety, edits)
        }
        Some(Hint::OtherVersion(_)) | None => match entry_lines(tree, parent, key) {
            Some(span) => said.fix(
                format!("remove `{name}`"),
                Safety::Safe,
                vec![Edit {
                    span,
                    text: String::new(),
                }],
            ),
            None => said,
        },
        _ => said,
    }
}

/// The lines of an entry of a block mapping, where they hold nothing else and are not all of it.
fn entry_lines(tree: &Tree<'_>, map: NodeId, key: NodeId) -> Option<Span> {
    let text = tree.source();
    if tree.node(map).style != Style::Block || tree.entries(map).nth(1).is_none() {
        return None;
    }
    let span = tree.span(key);
    let value = tree.span(tree.after(key));
    let line = text
        .get(..span.start as usize)?
        .rfind('\n')
        .map_or(0, |at| at + 1);
    if !text
        .get(line..span.start as usize)?
        .bytes()
        .all(|byte| byte == b' ')
    {
        return None;
    }
    let end = value.end.max(span.end) as usize;
    let rest = text.get(end..)?;
    let after = rest.find('\n').map_or(text.len(), |at| end + at + 1);
    let tail = rest
        .get(..after - end)?
        .trim()
        .trim_start_matches(':')
        .trim_start();
    (tail.is_empty() || tail.starts_with('#')).then_some(Span::new(line as u32, after as u32))
}
