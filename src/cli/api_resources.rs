//! `everynode api-resources`: the kinds that a version serves.

use super::args::{self, AnswerFormat};
use super::context::{Answer, Context, Exit};
use everynode::schema::{self, Kind, Removal, Scope, lookup};
use std::io::Write;

/// Runs the verb.
pub(crate) fn run(args: &args::ApiResources, context: &mut Context<'_>) -> Answer {
    let minor = args.kubernetes.minor.unwrap_or(schema::NEWEST);
    let served: Vec<Kind> = schema::kinds()
        .filter(|kind| kind.versions().contains(minor) && kind.scope() != Scope::List)
        .collect();
    match args.output {
        AnswerFormat::Json => json(&served, context.out)?,
        AnswerFormat::Human => table(&served, minor, context.out)?,
    }
    Ok(Exit::Fine)
}

fn version(minor: Option<u8>) -> Option<String> {
    minor.map(|minor| format!("1.{minor}"))
}

fn json(kinds: &[Kind], out: &mut dyn Write) -> std::io::Result<()> {
    let rows: Vec<_> = kinds
        .iter()
        .map(|kind| {
            let end = schema::removal(kind.api_version(), kind.name());
            let replacement = end.and_then(Removal::replacement);
            serde_json::json!({
                "apiVersion": kind.api_version(),
                "kind": kind.name(),
                "resource": kind.resource(),
                "shortName": lookup::short_name(kind.resource()),
                "namespaced": kind.scope() == Scope::Namespaced,
                "definition": kind.definition().name(),
                "deprecated": version(end.and_then(Removal::deprecated)),
                "removed": version(end.and_then(Removal::removed)),
                "replacement": replacement.map(|(api_version, kind)| serde_json::json!({"apiVersion": api_version, "kind": kind})),
            })
        })
        .collect();
    writeln!(
        out,
        "{}",
        serde_json::json!({"version": 1, "resources": rows})
    )
}

fn table(kinds: &[Kind], minor: u8, out: &mut dyn Write) -> std::io::Result<()> {
    let row = |kind: &Kind| {
        let scope = if kind.scope() == Scope::Namespaced {
            "namespace"
        } else {
            "cluster"
        };
        let short = lookup::short_name(kind.resource()).unwrap_or("");
        let end = schema::removal(kind.api_version(), kind.name())
            .map_or_else(String::new, |end| note(end, minor));
        [
            kind.resource().to_owned(),
            short.to_owned(),
            kind.api_version().to_owned(),
            kind.name().to_owned(),
            scope.to_owned(),
            end,
        ]
    };
    let head = ["NAME", "SHORT", "APIVERSION", "KIND", "IN", "END"].map(String::from);
    let rows: Vec<_> = std::iter::once(head).chain(kinds.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    for row in &rows {
        let mut line = String::new();
        for (text, width) in row.iter().zip(widths.iter().chain([&0])) {
            line.push_str(&format!("{text:width$}  "));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// "removed in 1.37, use apps/v1 DaemonSet"
fn note(end: Removal, minor: u8) -> String {
    let mut parts = Vec::new();
    match (end.removed(), end.deprecated()) {
        (Some(removed), _) => parts.push(format!("removed in 1.{removed}")),
        (None, Some(deprecated)) if deprecated <= minor => {
            parts.push(format!("deprecated since 1.{deprecated}"))
        }
        _ => {}
    }
    if let Some((api_version, kind)) = end.replacement() {
        parts.push(format!("use {api_version} {kind}"));
    }
    parts.join(", ")
}
