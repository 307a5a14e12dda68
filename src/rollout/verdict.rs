//! What Kubernetes answers to one object: to its creation, or to its update.

use super::Send;
use super::revision::{Object, Revision, first_line};
use crate::apply;
use crate::model::{self, ObjectTree};
use crate::schema::{self, Fault};
use crate::source::Span;
use crate::validation::update::{self, Written};
use crate::validation::{self, FieldError};
use crate::yaml::{NodeId, Tree};
use serde_json::Value;

/// One refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Who refuses: `decode`, `strict`, `apply`, `validation` (of a new object) or `update`.
    pub stage: &'static str,
    /// Kubernetes' error type.
    pub reason: Option<&'static str>,
    /// The path that Kubernetes prints.
    pub field: Option<String>,
    /// Kubernetes' text.
    pub detail: String,
    /// Where it stands in the new manifest.
    pub span: Span,
}

/// What becomes of an update.
#[derive(Debug, Default)]
pub(super) struct Update {
    pub(super) refused: Vec<Refusal>,
    /// What is stored before.
    pub(super) before: Option<Value>,
    /// What would be stored then.
    pub(super) after: Option<Value>,
}

/// The creation of an object: refusals, and what is stored.
pub(super) fn create(revision: &Revision<'_>, object: &Object) -> (Vec<Refusal>, Option<Value>) {
    let Some(tree) = revision.tree(object) else {
        return (Vec::new(), None);
    };
    let refused = before_validation(tree, object.root);
    if !refused.is_empty() {
        return (refused, None);
    }
    let view = ObjectTree::new(tree, object.root);
    let verdict = validation::validate(&object.id.api_version, &object.id.kind, &view);
    let errors = verdict.map(|verdict| verdict.errors).unwrap_or_default();
    (refusals("validation", &errors), stored(revision, object))
}

/// The update of an object.
pub(super) fn update(
    (old, before): (&Revision<'_>, &Object),
    (new, after): (&Revision<'_>, &Object),
    send: Send,
) -> Update {
    let (Some(old_tree), Some(new_tree)) = (old.tree(before), new.tree(after)) else {
        return Update::default();
    };
    let refused = before_validation(new_tree, after.root);
    if !refused.is_empty() {
        return Update {
            refused,
            before: stored(old, before),
            after: stored(new, after),
        };
    }
    let (from, to) = (
        Written {
            tree: old_tree,
            root: before.root,
        },
        Written {
            tree: new_tree,
            root: after.root,
        },
    );
    let update = match send {
        Send::Apply => update::update(from, to),
        Send::Replace => update::replace(from, to),
    };
    match update {
        // A kind without a model: what is written is what is stored.
        None => Update {
            refused: Vec::new(),
            before: stored(old, before),
            after: stored(new, after),
        },
        Some(Err(error)) => Update {
            refused: vec![Refusal {
                stage: "apply",
                reason: None,
                field: None,
                detail: error.message,
                span: first_line(new_tree, error.at),
            }],
            before: stored(old, before),
            after: None,
        },
        Some(Ok(update)) => Update {
            refused: refusals("update", &update.errors),
            after: model::stored(&update.merged, update.merged.root())
                .ok()
                .flatten()
                .map(|value| with_data(value, &after.id.kind)),
            before: Some(update.live),
        },
    }
}

fn refusals(stage: &'static str, errors: &[FieldError]) -> Vec<Refusal> {
    errors
        .iter()
        .map(|error| Refusal {
            stage,
            reason: Some(error.error.as_str()),
            field: Some(error.field.clone()),
            detail: error.detail.clone(),
            span: error.span,
        })
        .collect()
}

/// What kubectl and the decoder refuse, before anything is compared.
fn before_validation(tree: &Tree<'_>, root: NodeId) -> Vec<Refusal> {
    let report = schema::check(tree, root, schema::NEWEST);
    let decoding = report.refused_at_decoding();
    let refusal = |finding: &schema::Finding| {
        let (stage, field, detail) = match &finding.fault {
            Fault::UnknownField { strict, .. } if !decoding => {
                ("strict", None, format!("unknown field \"{strict}\""))
            }
            Fault::WrongType { wanted, detail, .. } => {
                let own = || format!("this is not of the type {wanted:?}");
                let detail = detail.clone().unwrap_or_else(own);
                ("decode", Some(finding.path.clone()), detail)
            }
            Fault::NoObject { detail } => ("decode", None, detail.clone()),
            Fault::RemovedApi(_) | Fault::NotServed { .. } | Fault::UnknownKind { .. } => (
                "decode",
                None,
                String::from("the server has no such kind in this version"),
            ),
            _ => return None,
        };
        Some(Refusal {
            stage,
            reason: None,
            field,
            detail,
            span: first_line(tree, finding.at),
        })
    };
    report.findings.iter().filter_map(refusal).collect()
}

/// What is stored of an object as it is written; the text itself for a kind without a model.
pub(super) fn stored(revision: &Revision<'_>, object: &Object) -> Option<Value> {
    let tree = revision.tree(object)?;
    match model::stored(tree, object.root) {
        Ok(Some(value)) => Some(with_data(value, &object.id.kind)),
        Ok(None) => Some(apply::json(tree, object.root)),
        Err(_) => None,
    }
}

/// A Secret with its `stringData` written into `data`, as the apiserver stores it.
fn with_data(mut value: Value, kind: &str) -> Value {
    if kind != "Secret" {
        return value;
    }
    let Some(secret) = value.as_object_mut() else {
        return value;
    };
    if let Some(Value::Object(texts)) = secret.remove("stringData") {
        let data = secret
            .entry("data")
            .or_insert_with(|| Value::Object(serde_json::Map::new()));
        if let Some(data) = data.as_object_mut() {
            for (key, text) in texts {
                let bytes = model::values::Bytes(text.as_str().unwrap_or("").into());
                data.insert(key, Value::from(bytes.to_string()));
            }
        }
    }
    value
}
