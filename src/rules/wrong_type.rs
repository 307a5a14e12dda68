//! `wrong-type`: a value that Kubernetes cannot decode.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Edit, KubernetesAnswer, Level, Safety};
use crate::schema::{Finding, Type};
use crate::source::Span;
use crate::yaml::{Kind, NodeId, Scalar, Style, Tree};

pub(super) const RULE: Rule = Rule {
    id: "wrong-type",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: Some(Safety::Safe),
    page: include_str!("../../rules/wrong-type.md"),
    check: Check::Engine,
};

/// The diagnostic of a value that does not decode.
pub(crate) fn report(
    wanted: Type,
    detail: Option<&str>,
    finding: &Finding,
    context: &ObjectContext<'_>,
) -> Diagnostic {
    let tree = context.object.tree;
    let name = finding.path.rsplit('.').next().unwrap_or("");
    let found = found(tree, finding, context);
    let said = RULE
        .at(
            span(tree, finding.at),
            format!("`{name}` must be {}, not {found}", noun(wanted)),
        )
        .label(format!("not {}", short(wanted)))
        .path(finding.path.clone())
        .note("Kubernetes cannot decode the object and refuses all of it.")
        .kubernetes(KubernetesAnswer {
            stage: "decode",
            reason: None,
            field: Some(finding.path.clone()),
            detail: detail.map(str::to_owned),
        });
    mend(said, wanted, tree, finding.at)
}

/// The value; of a mapping or list only its first line.
fn span(tree: &Tree<'_>, node: NodeId) -> Span {
    let span = tree.span(node);
    let text = tree.source().get(span.range()).unwrap_or("");
    let line = text.find('\n').map_or(text.len(), |at| at);
    Span::new(
        span.start,
        span.start + text[..line].trim_end().len() as u32,
    )
}

/// What should stand there.
fn noun(wanted: Type) -> &'static str {
    match wanted {
        Type::String => "a string",
        Type::Int32 => "a whole number of at most 32 bits",
        Type::Int64 => "a whole number",
        Type::Number => "a number",
        Type::Bool => "`true` or `false`",
        Type::Bytes => "text in base64",
        Type::Quantity => "a quantity such as `250m` or `64Mi`",
        Type::IntOrString => "a whole number or a string such as `25%`",
        Type::Time => "a time such as `2030-01-31T12:00:00Z`",
        Type::MicroTime => "a time such as `2030-01-31T12:00:00.000000Z`",
        Type::Duration => "a duration such as `1m30s`",
        Type::Ref(_) | Type::Map(_) | Type::Object => "a mapping",
        Type::List(_) => "a list",
        Type::Any => "something else",
    }
}

fn short(wanted: Type) -> &'static str {
    match wanted {
        Type::Int32 => "a whole number that fits",
        Type::Bytes => "base64",
        Type::Quantity => "a quantity",
        Type::IntOrString => "a whole number or a string",
        Type::Time | Type::MicroTime => "such a time",
        Type::Duration => "a duration",
        other => noun(other),
    }
}

/// What stands there, in a person's words; the contents of Secrets are not repeated.
fn found(tree: &Tree<'_>, finding: &Finding, context: &ObjectContext<'_>) -> String {
    let secret = context.id.kind == "Secret" && finding.path.contains("ata[");
    match tree.kind(finding.at) {
        Kind::Map => return String::from("a mapping"),
        Kind::Seq => return String::from("a list"),
        Kind::Null | Kind::Scalar => {}
    }
    let written = tree
        .source()
        .get(tree.span(finding.at).range())
        .unwrap_or("");
    let plain = tree.node(finding.at).style == Style::Plain;
    match tree.scalar(finding.at) {
        Scalar::Null => String::from("null"),
        Scalar::Bool(value) if secret || written == value.to_string() => {
            format!("the boolean {value}")
        }
        Scalar::Bool(value) => format!("`{written}`, which YAML reads as {value}"),
        _ if secret => String::from("what is written"),
        Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_) => format!("the number {written}"),
        Scalar::Str(text) if plain => format!("`{}`", shorten(&text)),
        Scalar::Str(text) => format!("the text \"{}\"", shorten(&text)),
    }
}

/// A long text without its middle, on one line.
fn shorten(text: &str) -> String {
    let flat: Vec<char> = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if flat.len() <= 60 {
        return flat.into_iter().collect();
    }
    flat[..36]
        .iter()
        .chain(&['…'])
        .chain(&flat[flat.len() - 20..])
        .collect()
}

/// Quotes what should be text, unquotes what should not.
fn mend(said: Diagnostic, wanted: Type, tree: &Tree<'_>, node: NodeId) -> Diagnostic {
    let style = tree.node(node).style;
    let written = tree.source().get(tree.span(node).range()).unwrap_or("");
    let edit = |text: String| {
        vec![Edit {
            span: tree.span(node),
            text,
        }]
    };
    let copied = tree.used_at(node).is_some();
    match (wanted, tree.kind(node), tree.scalar(node)) {
        (
            Type::String,
            Kind::Scalar,
            Scalar::Bool(_) | Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_),
        ) if style == Style::Plain => {
            let quoted = format!("\"{written}\"");
            let said = said.help(format!("quote it: `{quoted}`"));
            if copied {
                said
            } else {
                said.fix(format!("quote it: {quoted}"), Safety::Safe, edit(quoted))
            }
        }
        (Type::Int32 | Type::Int64 | Type::Number, Kind::Scalar, Scalar::Str(text))
            if style != Style::Plain
                && !text.is_empty()
                && text.len() < 10
                && text.bytes().all(|b| b.is_ascii_digit()) =>
        {
            let bare = text.trim_start_matches('0');
            let bare = if bare.is_empty() {
                String::from("0")
            } else {
                bare.to_owned()
            };
            let said = said.help(format!("write it without quotes: `{bare}`"));
            if copied {
                said
            } else {
                said.fix(format!("write {bare}"), Safety::Safe, edit(bare))
            }
        }
        (Type::Bool, Kind::Scalar, Scalar::Str(text))
            if matches!(&*text.to_ascii_lowercase(), "true" | "false") =>
        {
            let bare = text.to_ascii_lowercase();
            let said = said.help(format!("write it without quotes: `{bare}`"));
            if copied {
                said
            } else {
                said.fix(format!("write {bare}"), Safety::Safe, edit(bare))
            }
        }
        (Type::List(_), Kind::Map, _) => said.help("begin each item with `- `"),
        (Type::List(_), Kind::Scalar, _) => {
            said.help("write a list: `[…]`, or one item a line behind `- `")
        }
        (Type::Ref(_) | Type::Map(_), Kind::Seq, _) => {
            said.help("write `key: value` lines without `- `")
        }
        (Type::Map(_), Kind::Scalar, Scalar::Str(text)) if text.contains('=') => {
            said.help("write `key: value` lines, not `key=value`")
        }
        (Type::Bytes, Kind::Scalar, _) => said.help(
            "encode it with base64, or write it under `stringData` (Secret) or `data` (ConfigMap)",
        ),
        (Type::Quantity, Kind::Scalar, _) => said.help(
            "suffixes are `m`, `k`, `M`, `G`, `T` and `Ki`, `Mi`, `Gi`, `Ti`; no blank, no `B`",
        ),
        _ => said,
    }
}
