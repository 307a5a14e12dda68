//! `placeholder`: something to be filled in before the manifest is applied.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Level};

/// The engine says it once for each source.
pub(crate) const ID: &str = "placeholder";

pub(super) const RULE: Rule = Rule {
    id: ID,
    level: Level::Note,
    group: Group::Syntax,
    presets: &[Preset::Default, Preset::Strict],
    fix: None,
    page: include_str!("../../rules/placeholder.md"),
    check: Check::Instead(check),
};

fn check(generic: &Diagnostic, context: &ObjectContext<'_>) -> Option<Diagnostic> {
    let answer = generic.kubernetes.as_ref()?;
    if !matches!(answer.stage, "decode" | "validation")
        || context.settings.presets.contains(&Preset::Api)
    {
        return None;
    }
    let written = context.text(generic.span);
    let forms = context.settings.rules.texts(ID, "forms");
    let placeholder = find(written, forms)?;
    Some(
        RULE.at(
            generic.span,
            format!("`{placeholder}` is to be filled in; what will stand here is not judged"),
        )
        .label("a placeholder")
        .path(generic.path.clone())
        .note("As it stands Kubernetes refuses it.")
        .help("fill it in first (`envsubst`, `sed`, …) and pipe the result to `everynode -`"),
    )
}

/// The placeholder in a scalar: `${NAME}`, `{{ .Name }}`, `__NAME__`, `<name>`, or of one of the user's forms.
fn find<'t>(written: &'t str, forms: &[String]) -> Option<&'t str> {
    if written.contains('\n') {
        return None;
    }
    between(written, "${", "}")
        .or_else(|| between(written, "{{", "}}"))
        .or_else(|| between(written, "__", "__"))
        .or_else(|| between(written, "<", ">"))
        .or_else(|| {
            let mut ends = forms.iter().filter_map(|form| form.split_once("NAME"));
            ends.find_map(|(open, close)| between(written, open, close))
        })
}

/// The first `open…close` with a name in between.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    // Nearly no text has even its first character.
    if let Some(first) = open.bytes().next() {
        memchr::memchr(first, text.as_bytes())?;
    }
    let start = text.find(open)?;
    let inside = &text[start + open.len()..];
    let length = inside.find(close)?;
    let name = &inside[..length];
    let is_name = !name.is_empty()
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || "_-.:/ ".contains(letter));
    is_name.then(|| &text[start..start + open.len() + length + close.len()])
}
