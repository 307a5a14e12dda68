//! `selector-mismatch`: a workload whose selector does not match its own pods.

use super::{Check, Group, ObjectContext, Preset, Rule};
use crate::diagnostic::{Diagnostic, Edit, Level, Safety};
use crate::model::field::{Field, Text};
use crate::validation::meta::SELECTOR_MISMATCH;

pub(super) const RULE: Rule = Rule {
    id: "selector-mismatch",
    level: Level::Error,
    group: Group::Api,
    presets: &[Preset::Default, Preset::Api],
    fix: Some(Safety::Unsafe),
    page: include_str!("../../rules/selector-mismatch.md"),
    check: Check::Instead(check),
};

fn check(generic: &Diagnostic, context: &ObjectContext<'_>) -> Option<Diagnostic> {
    let answer = generic.kubernetes.as_ref()?;
    if !answer.field.as_deref()?.ends_with("metadata.labels")
        || answer.detail.as_deref() != Some(SELECTOR_MISMATCH)
    {
        return None;
    }
    let model = context.model()?;
    let labels = &model.pods()?.metadata.labels;
    let selector_labels = match (model.selector(), model.label_map_selector()) {
        (Some(selector), _) => &selector.get()?.match_labels,
        (None, Some(map)) => map,
        _ => return None,
    };
    // A Job has labels that the apiserver put there; they are not what the user got wrong.
    let label = |key: &str| labels.field(key).filter(|label| !label.is_defaulted());
    let wrong = selector_labels
        .entries()
        .iter()
        .filter(|(_, wanted)| !wanted.is_defaulted())
        .find(|(key, wanted)| label(key).and_then(Field::get) != wanted.get());
    let Some((key, wanted)) = wrong else {
        let better = RULE.at(
            generic.span,
            "the pods' labels do not meet the selector's `matchExpressions`",
        );
        return Some(finish(better.label("every pod gets these"), context));
    };
    let wanted_text = wanted.str();
    let kind = &context.id.kind;
    let better = match label(key) {
        Some(label) => {
            let have = label.str();
            let mut better = RULE
                .at(context.span(label), format!("the selector asks for `{key}: {wanted_text}`, the pods are labelled `{key}: {have}`"))
                .label("every pod gets this");
            if let Some(text) = generic.kubernetes.as_ref().and(wanted.written()) {
                let edits = vec![Edit {
                    span: context.span(label),
                    text: as_written(context, wanted, text),
                }];
                better = better.fix(
                    format!("label the pods `{key}: {wanted_text}`"),
                    Safety::Unsafe,
                    edits,
                );
            }
            better
        }
        None => RULE
            .at(
                generic.span,
                format!(
                    "the selector asks for `{key}: {wanted_text}`, the pods have no label `{key}`"
                ),
            )
            .label("no such label here"),
    };
    let better = better.related(context.span(wanted), "the selector asks for this");
    Some(finish(better, context).note(format!("A selector that does not match its own pods would make the controller create {kind} pods for ever.")))
}

/// The wanted value as the user spelled it, quotes included, so that it stays a string.
fn as_written(context: &ObjectContext<'_>, wanted: &Field<Text>, text: &str) -> String {
    let written = context.text(context.span(wanted));
    if written.is_empty() {
        text.to_owned()
    } else {
        written.to_owned()
    }
}

fn finish(better: Diagnostic, context: &ObjectContext<'_>) -> Diagnostic {
    let path = context
        .model()
        .and_then(|model| model.pods().map(|pods| context.path(&pods.metadata.labels)));
    better
        .path(path.unwrap_or_default())
        .help("write the same label in both places; the selector cannot be changed once the object exists")
}
