//! `everynode explain`: a rule's page, a kind or field, or a definition.

use super::args::{self, AnswerFormat};
use super::context::{Answer, Context, Exit, Failure};
use super::{field_page, rule_page};
use everynode::rules;
use everynode::schema::{self, Definition, Field, docs, lookup};
use everynode::suggest;
use serde_json::{Value, json};

/// Runs the verb.
pub(crate) fn run(args: &args::Explain, context: &mut Context<'_>) -> Answer {
    let minor = args.kubernetes.minor.unwrap_or(schema::NEWEST);
    let mut first = true;
    for word in &args.what {
        if let Some(rule) = rules::find(word) {
            match args.output {
                AnswerFormat::Json => writeln!(context.out, "{}", rule_page::line(rule))?,
                AnswerFormat::Human => {
                    if !std::mem::take(&mut first) {
                        writeln!(context.out)?;
                    }
                    rule_page::write(rule, context)?;
                }
            }
            continue;
        }
        let target =
            lookup::target(word, minor).map_err(|reason| not_found(word, &reason, minor))?;
        match args.output {
            AnswerFormat::Json => writeln!(context.out, "{}", line(&target, minor))?,
            AnswerFormat::Human => {
                if !std::mem::take(&mut first) {
                    writeln!(context.out)?;
                }
                field_page::write(&target, minor, args.recursive, context)?;
            }
        }
    }
    Ok(Exit::Fine)
}

/// What to say of a word that names nothing.
fn not_found(word: &str, reason: &lookup::NotFound, minor: u8) -> Failure {
    match reason {
        lookup::NotFound::Field {
            parent,
            name,
            known,
            versions,
        } => {
            let failure = Failure::new(format!(
                "{parent} has no field `{name}` in Kubernetes 1.{minor}"
            ));
            if let Some(since) = versions.since() {
                return failure.help(format!(
                    "it is there since 1.{since}: --kubernetes-version 1.{since}"
                ));
            }
            if let Some(until) = versions.until() {
                return failure.help(format!(
                    "it was there until 1.{until}: --kubernetes-version 1.{until}"
                ));
            }
            match suggest::closest(name, known.iter().copied()) {
                Some(close) => failure.help(format!("did you mean `{close}`?")),
                None if known.is_empty() => failure.help("nothing stands below that field"),
                None => failure.help(format!("it has {}", known.join(", "))),
            }
        }
        lookup::NotFound::Word => {
            let kinds = schema::kinds().filter(|kind| kind.versions().contains(minor));
            let first = word.split('.').next().unwrap_or(word);
            let close = suggest::closest(word, rules::ALL.iter().map(|rule| rule.id))
                .or_else(|| {
                    suggest::closest(first, kinds.flat_map(|kind| [kind.name(), kind.resource()]))
                })
                .or_else(|| suggest::closest(word, schema::definitions().map(Definition::name)));
            let failure = Failure::new(format!("`{word}` is no rule, no kind and no definition"));
            match close {
                Some(close) => failure.help(format!("did you mean `{close}`?")),
                None => failure
                    .help("`everynode rules` lists the rules, `everynode api-resources` the kinds"),
            }
        }
    }
}

/// The answer for scripts.
fn line(target: &lookup::Target, minor: u8) -> Value {
    let mut answer = serde_json::Map::new();
    if let lookup::Target::Field { kind, path, field } = target {
        answer.insert("apiVersion".into(), kind.api_version().into());
        answer.insert("kind".into(), kind.name().into());
        answer.insert("path".into(), path.as_str().into());
        if let Some((holder, field)) = field {
            answer.insert("field".into(), field_json(*holder, *field));
        }
    }
    let below = target.definition();
    answer.insert("definition".into(), below.map(Definition::name).into());
    let present = below.is_none_or(|definition| definition.versions().contains(minor));
    answer.insert("present".into(), present.into());
    let fields: Vec<Value> = below
        .into_iter()
        .flat_map(|definition| {
            definition
                .fields(minor)
                .map(move |field| field_json(definition, field))
        })
        .collect();
    answer.insert("fields".into(), fields.into());
    Value::Object(answer)
}

fn field_json(holder: Definition, field: Field) -> Value {
    let attributes = field.attributes();
    let versions = holder.versions_of(field.name());
    let doc = docs::field(holder.name(), field.name());
    let version = |minor: Option<u8>| minor.map(|minor| format!("1.{minor}"));
    json!({
        "name": field.name(),
        "type": field.ty().to_string(),
        "required": attributes.required(),
        "default": attributes.default().and_then(|text| serde_json::from_str::<Value>(text).ok()),
        "enum": attributes.values().map(Iterator::collect::<Vec<_>>),
        "since": version(versions.since()),
        "until": version(versions.until()),
        "listType": attributes.list_type().map(schema::ListType::as_str),
        "listKeys": attributes.list_keys().collect::<Vec<_>>(),
        "mergeKey": attributes.patch_key(),
        "apiserverDefault": doc.and_then(|doc| doc.default),
        "changes": doc.and_then(|doc| doc.immutable),
        "rules": field_page::rules_about(field.name()).map(|rule| rule.id).collect::<Vec<_>>(),
        "description": doc.map(|doc| doc.sentence).filter(|text| !text.is_empty()),
    })
}
