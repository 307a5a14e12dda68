//! What `explain` shows of a kind, a field or a definition to people.

use super::context::Context;
use everynode::rules::{self, Rule};
use everynode::schema::{self, Definition, Field, Kind, Scope, Type, docs, lookup};
use std::io;

/// Columns of running text.
const WIDTH: usize = 96;

/// Writes the page of a target.
pub(crate) fn write(
    target: &lookup::Target,
    minor: u8,
    recursive: bool,
    context: &mut Context<'_>,
) -> io::Result<()> {
    match target {
        lookup::Target::Field { kind, path, field } => {
            head(*kind, path, context)?;
            match field {
                Some((holder, field)) => facts_of(*holder, *field, path, context)?,
                None => life(*kind, minor, context)?,
            }
        }
        lookup::Target::Definition(definition) => {
            writeln!(context.out, "{}", bold(definition.name(), context))?;
            if !definition.versions().contains(minor) {
                writeln!(
                    context.out,
                    "  not in Kubernetes 1.{minor}{}",
                    span_of(definition.versions())
                )?;
            }
        }
    }
    let Some(below) = target.definition() else {
        return Ok(());
    };
    if recursive {
        writeln!(context.out)?;
        return tree(below, minor, context);
    }
    fields(below, minor, context)
}

/// The rules whose page speaks about a field.
pub(crate) fn rules_about(name: &str) -> impl Iterator<Item = &'static Rule> {
    let (alone, at_end) = (format!("`{name}`"), format!(".{name}`"));
    rules::ALL
        .iter()
        .copied()
        .filter(move |rule| rule.page.contains(&alone) || rule.page.contains(&at_end))
}

fn bold(text: &str, context: &Context<'_>) -> String {
    if context.color {
        format!("\x1b[1m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

fn head(kind: Kind, path: &str, context: &mut Context<'_>) -> io::Result<()> {
    let dot = if path.is_empty() { "" } else { "." };
    let title = bold(&format!("{}{dot}{path}", kind.name()), context);
    let scope = match kind.scope() {
        Scope::Namespaced => "in a namespace",
        Scope::Cluster => "of the cluster",
        Scope::List => "a list",
    };
    let short =
        lookup::short_name(kind.resource()).map_or_else(String::new, |short| format!(" ({short})"));
    writeln!(
        context.out,
        "{title}   {} · {}{short} · {scope}",
        kind.api_version(),
        kind.resource()
    )
}

/// How long a kind has been there, and how long it will.
fn life(kind: Kind, minor: u8, context: &mut Context<'_>) -> io::Result<()> {
    if let Some(since) = kind.versions().since() {
        writeln!(context.out, "  since      Kubernetes 1.{since}")?;
    }
    let Some(end) = schema::removal(kind.api_version(), kind.name()) else {
        return Ok(());
    };
    if let Some(deprecated) = end.deprecated().filter(|deprecated| *deprecated <= minor) {
        writeln!(context.out, "  deprecated since 1.{deprecated}")?;
    }
    if let Some(removed) = end.removed() {
        writeln!(context.out, "  removed    in 1.{removed}")?;
    }
    if let Some((api_version, kind)) = end.replacement() {
        writeln!(context.out, "  instead    {api_version} {kind}")?;
    }
    Ok(())
}

/// Everything that is known of one field.
fn facts_of(
    holder: Definition,
    field: Field,
    path: &str,
    context: &mut Context<'_>,
) -> io::Result<()> {
    let attributes = field.attributes();
    let doc = docs::field(holder.name(), field.name());
    let mut rows: Vec<(&str, String)> = vec![("type", type_name(field.ty()))];
    if attributes.required() {
        rows.push(("required", String::from("yes")));
    }
    if let Some(values) = attributes.values() {
        rows.push((
            "values",
            values
                .map(|value| if value.is_empty() { "\"\"" } else { value })
                .collect::<Vec<_>>()
                .join(" | "),
        ));
    }
    if let Some(default) = doc.and_then(|doc| doc.default).or(attributes.default()) {
        rows.push(("default", default.to_owned()));
    }
    if let Some(list) = attributes.list_type() {
        let keys: Vec<_> = attributes.list_keys().collect();
        let how = match list {
            schema::ListType::Atomic => String::from("replaced as a whole (server-side apply)"),
            schema::ListType::Set => String::from("each value once"),
            schema::ListType::Map => format!("items told apart by {}", keys.join(", ")),
        };
        rows.push(("list", how));
    }
    if let Some(change) = doc.and_then(|doc| doc.immutable) {
        rows.push(("changes", change.to_owned()));
    }
    let versions = holder.versions_of(field.name());
    if let Some(since) = versions.since() {
        rows.push(("since", format!("Kubernetes 1.{since}")));
    }
    if let Some(until) = versions.until() {
        rows.push(("until", format!("Kubernetes 1.{until}")));
    }
    let about: Vec<&str> = if path.contains("status") {
        Vec::new()
    } else {
        rules_about(field.name()).map(|rule| rule.id).collect()
    };
    if !about.is_empty() {
        rows.push(("rules", about.join(", ")));
    }
    for (name, text) in rows {
        writeln!(context.out, "  {name:9}  {text}")?;
    }
    if let Some(doc) = doc {
        writeln!(context.out)?;
        paragraph(doc.sentence, 2, context)?;
    }
    Ok(())
}

/// The fields of a definition, each with the sentence that is written about it.
fn fields(definition: Definition, minor: u8, context: &mut Context<'_>) -> io::Result<()> {
    let fields: Vec<Field> = definition.fields(minor).collect();
    if fields.is_empty() {
        return Ok(());
    }
    let title = bold(&format!("fields of {}", definition.go_name()), context);
    writeln!(context.out, "\n{title}")?;
    for field in fields {
        let mut flags = Vec::new();
        if field.attributes().required() {
            flags.push(String::from("required"));
        }
        let versions = definition.versions_of(field.name());
        if let Some(since) = versions.since() {
            flags.push(format!("since 1.{since}"));
        }
        if let Some(until) = versions.until() {
            flags.push(format!("until 1.{until}"));
        }
        let flags = if flags.is_empty() {
            String::new()
        } else {
            format!("  ({})", flags.join(", "))
        };
        writeln!(
            context.out,
            "  {}  {}{flags}",
            bold(field.name(), context),
            type_name(field.ty())
        )?;
        if let Some(doc) = docs::field(definition.name(), field.name()) {
            paragraph(doc.sentence, 6, context)?;
        }
    }
    Ok(())
}

/// Every field below, with its type; a definition inside itself is not opened again.
fn tree(root: Definition, minor: u8, context: &mut Context<'_>) -> io::Result<()> {
    let mut open = vec![(root, root.fields(minor).collect::<Vec<_>>().into_iter())];
    while let Some((_, fields)) = open.last_mut() {
        let Some(field) = fields.next() else {
            open.pop();
            continue;
        };
        let indent = open.len() * 2;
        writeln!(
            context.out,
            "{:indent$}{}  {}",
            "",
            field.name(),
            type_name(field.ty())
        )?;
        if let Some(inner) = lookup::struct_of(field.ty())
            && open.iter().all(|(outer, _)| *outer != inner)
        {
            open.push((inner, inner.fields(minor).collect::<Vec<_>>().into_iter()));
        }
    }
    Ok(())
}

/// `[]Container`, `map of string`.
fn type_name(ty: Type) -> String {
    match ty {
        Type::Ref(definition) => definition.go_name().to_owned(),
        Type::List(item) => format!("[]{}", type_name(item.get())),
        Type::Map(item) => format!("map of {}", type_name(item.get())),
        other => other.to_string(),
    }
}

/// " (there from 1.29 to 1.31)"
fn span_of(versions: schema::Versions) -> String {
    match (versions.since(), versions.until()) {
        (None, None) => String::new(),
        (Some(since), None) => format!(" (since 1.{since})"),
        (None, Some(until)) => format!(" (until 1.{until})"),
        (Some(since), Some(until)) => format!(" (from 1.{since} to 1.{until})"),
    }
}

/// Running text, broken at blanks.
fn paragraph(text: &str, indent: usize, context: &mut Context<'_>) -> io::Result<()> {
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.len() + word.len() + 1 + indent > WIDTH {
            writeln!(context.out, "{:indent$}{line}", "")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(context.out, "{:indent$}{line}", "")
}
