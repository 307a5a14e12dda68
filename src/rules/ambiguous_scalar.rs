//! `ambiguous-scalar`: a word that reads like text to people and like something else to Kubernetes.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Edit, Level, Safety};
use crate::yaml::{Scalar, scalar};
use std::borrow::Cow;

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-scalar",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api, Preset::Strict],
    fix: Some(Safety::Safe),
    page: include_str!("../../rules/ambiguous-scalar.md"),
    check: Check::Instead(check),
};

fn check(generic: &Diagnostic, context: &ObjectContext<'_>) -> Option<Diagnostic> {
    if generic.rule != "wrong-type" {
        return None;
    }
    let written = context.text(generic.span);
    let what = surprise(written)?;
    // Only where quotes are the cure: the value is refused because it is no string.
    if !generic.message.contains("string") {
        return None;
    }
    let mut better = RULE
        .at(
            generic.span,
            format!("`{written}` is {what} to Kubernetes, and a string is wanted here"),
        )
        .label(format!("read as {what}"))
        .path(generic.path.clone())
        .help(format!("write `\"{written}\"`"))
        .fix(
            "quote the value",
            Safety::Safe,
            vec![Edit {
                span: generic.span,
                text: format!("\"{written}\""),
            }],
        );
    better.notes.clone_from(&generic.notes);
    Some(better)
}

/// What Kubernetes makes of a plain scalar that people take for text; None where nobody is surprised.
fn surprise(written: &str) -> Option<String> {
    let first = written.chars().next()?;
    if written.chars().any(char::is_whitespace)
        || matches!(first, '"' | '\'' | '{' | '[' | '|' | '>' | '&' | '*' | '!')
    {
        return None;
    }
    match scalar::plain(Cow::Borrowed(written)) {
        Scalar::Bool(value)
            if !written.eq_ignore_ascii_case("true") && !written.eq_ignore_ascii_case("false") =>
        {
            Some(format!("the boolean {value}"))
        }
        Scalar::Int(value) if value.to_string() != written => Some(format!("the number {value}")),
        Scalar::Uint(value) if value.to_string() != written => Some(format!("the number {value}")),
        Scalar::Float(value) if written.contains(['e', 'E', '_']) => {
            Some(format!("the number {value}"))
        }
        _ => None,
    }
}
