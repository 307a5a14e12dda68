//! The apiserver's refusals in a person's words.
//!
//! One generic rule per kind of fault; a rule that knows a fault by a name of its own takes over (`Check::Instead`).

use super::words::shorten;
use super::{
    ObjectContext, Rule, duplicate_value, forbidden_field, invalid_value, required_field, too_long,
    too_many, undefined_reference, unsupported_value,
};
use crate::diagnostic::{Diagnostic, KubernetesAnswer};
use crate::model::values::go_quote;
use crate::validation::{ErrorType, FieldError, PathOf};
use crate::yaml::{Kind, Scalar};
use std::borrow::Cow;

/// The rule that says a refusal of this type.
const fn rule(error: ErrorType) -> &'static Rule {
    match error {
        ErrorType::Required => &required_field::RULE,
        ErrorType::NotSupported => &unsupported_value::RULE,
        ErrorType::Duplicate => &duplicate_value::RULE,
        ErrorType::Forbidden => &forbidden_field::RULE,
        ErrorType::TooLong => &too_long::RULE,
        ErrorType::TooMany => &too_many::RULE,
        ErrorType::NotFound => &undefined_reference::RULE,
        ErrorType::Invalid | ErrorType::TypeInvalid | ErrorType::InternalError => {
            &invalid_value::RULE
        }
    }
}

/// What is written at the place of a refusal.
struct Place<'t> {
    /// The field's name, without the way to it.
    name: String,
    /// The way to it in the text.
    path: String,
    /// The value as written, where it is a single one.
    value: Option<Value<'t>>,
}

struct Value<'t> {
    /// As it stands in the file, without quotes.
    text: Cow<'t, str>,
    /// As Kubernetes prints it.
    printed: String,
}

fn place<'t>(error: &FieldError, context: &ObjectContext<'t>) -> Place<'t> {
    let own = match error.path {
        PathOf::Field => None,
        PathOf::Renamed | PathOf::Another => Some(context.object.path(error.slot)),
    };
    // What is missing from a map has no place of its own.
    let missing_key = error.error == ErrorType::Required && error.field.ends_with(']');
    let written = own
        .as_deref()
        .filter(|path| !path.is_empty() && !missing_key);
    let name = last_name(written.unwrap_or(&error.field)).to_owned();
    let path = match own {
        Some(own) if error.path == PathOf::Another => own,
        _ => error.field.clone(),
    };
    let tree = context.object.tree;
    let node = context.object.written(error.slot);
    let value = (tree.kind(node) == Kind::Scalar).then(|| {
        let text = tree.text(node);
        let printed = match tree.scalar(node) {
            Scalar::Str(text) => go_quote(&text),
            _ => text.clone().into_owned(),
        };
        Value { text, printed }
    });
    Place { name, path, value }
}

/// `image` of `spec.containers[0].image`, `app` of `metadata.labels[app]`, `args[1]` of `spec.containers[0].args[1]`.
pub(super) fn last_name(path: &str) -> &str {
    if let Some(inside) = path.strip_suffix(']')
        && let Some((before, key)) = inside.rsplit_once('[')
    {
        if !key.bytes().all(|byte| byte.is_ascii_digit()) {
            return key;
        }
        let start = before.rfind('.').map_or(0, |dot| dot + 1);
        return path.get(start..).unwrap_or(path);
    }
    path.rsplit('.').next().unwrap_or(path)
}

/// The diagnostic of a refusal.
pub(crate) fn report(error: FieldError, context: &ObjectContext<'_>) -> Diagnostic {
    let place = place(&error, context);
    let message = message(&error, &place);
    let line = server_line(&error, &place);
    let help = help(&error, &place);
    let mut said = rule(error.error)
        .at(error.span, message)
        .path(place.path)
        .note(line)
        .kubernetes(KubernetesAnswer {
            stage: "validation",
            reason: Some(error.error.as_str().to_owned()),
            field: Some(error.field),
            detail: Some(error.detail),
        });
    said.caused_by = error.caused_by;
    if let Some(help) = help {
        said = said.help(help);
    }
    said
}

fn message(error: &FieldError, place: &Place<'_>) -> String {
    let Place { name, value, .. } = place;
    let detail = without_regex(&error.detail);
    let and = |more: &[&str]| {
        let shown = match value {
            Some(value) => ["`", name, ": ", &shorten(&value.text), "`"].concat(),
            None => ["`", name, "`"].concat(),
        };
        shown + &more.concat()
    };
    match error.error {
        ErrorType::Required => {
            let empty = value.as_ref().is_some_and(|value| value.text.is_empty());
            let start = if empty {
                format!("`{name}` must not be empty")
            } else {
                format!("`{name}` is missing")
            };
            if detail.is_empty() {
                start
            } else if reads_on(detail) {
                format!("`{name}`: {detail}")
            } else {
                format!("{start}: {detail}")
            }
        }
        ErrorType::NotSupported => match value {
            Some(value) if value.text.is_empty() => format!("`{name}` must not be empty"),
            Some(_) => and(&[" is none of the values that Kubernetes knows"]),
            None => format!("`{name}` has a value that Kubernetes does not know"),
        },
        ErrorType::Duplicate => match detail {
            "" => and(&[" is here for the second time"]),
            _ => and(&[" is here for the second time: ", detail]),
        },
        ErrorType::NotFound => match value {
            Some(value) => format!(
                "`{name}` names `{}`, which is not there",
                shorten(&value.text)
            ),
            None if detail.is_empty() => format!("`{name}` names nothing that is there"),
            None => format!("`{name}` {detail}"),
        },
        ErrorType::TooLong => format!("`{name}` is too long: it {detail}"),
        ErrorType::TooMany => format!("`{name}` is too long: it {detail}"),
        _ if reads_on(detail) => and(&[" ", detail]),
        _ if detail.is_empty() => and(&[" is not valid"]),
        _ => and(&[": ", detail]),
    }
}

/// Whether a detail reads on after the field that it is about.
fn reads_on(detail: &str) -> bool {
    [
        "must ", "may ", "can ", "cannot ", "does ", "should ", "is ", "has ",
    ]
    .iter()
    .any(|start| detail.starts_with(start))
}

/// A detail without its examples and regular expression, which the server's own line has.
fn without_regex(detail: &str) -> &str {
    // Most details have neither.
    if !detail.contains('(') {
        return detail;
    }
    let cut = detail.find(" (e.g. ").or(detail.find(", (e.g. "));
    match cut {
        Some(at) if detail.contains("regex used for validation") || detail.contains(", (e.g. ") => {
            detail.get(..at).unwrap_or(detail).trim_end_matches(',')
        }
        _ => detail,
    }
}

/// What to write instead.
fn help(error: &FieldError, place: &Place<'_>) -> Option<String> {
    if error.error != ErrorType::NotSupported {
        return None;
    }
    let list = error.detail.strip_prefix("supported values: ")?;
    let values: Vec<&str> = list
        .split(", ")
        .map(|value| value.trim_matches('"'))
        .collect();
    let close = place
        .value
        .as_ref()
        .and_then(|value| crate::suggest::closest(&value.text, values.iter().copied()));
    Some(match close {
        Some(close) => format!("did you mean `{close}`? Kubernetes knows {list}"),
        None => format!("write one of {list}"),
    })
}

/// The server's own line: `apiserver: path: Invalid value: "x": detail`.
fn server_line(error: &FieldError, place: &Place<'_>) -> String {
    let has_value = matches!(
        error.error,
        ErrorType::Invalid
            | ErrorType::TypeInvalid
            | ErrorType::NotSupported
            | ErrorType::Duplicate
            | ErrorType::NotFound
    );
    let value = place.value.as_ref().filter(|_| has_value);
    let value = value.map(|value| value.printed.as_str());
    let detail = (!error.detail.is_empty()).then_some(error.detail.as_str());
    let mut line = ["apiserver: ", &error.field, ": ", error.error.label()].concat();
    for more in [value, detail].into_iter().flatten() {
        line.push_str(": ");
        line.push_str(more);
    }
    line
}
