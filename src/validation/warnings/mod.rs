//! What the apiserver says of objects that it accepts.
//!
//! Follows the `WarningsOnCreate` of the strategies in `pkg/registry`.

use crate::model::field::Located;
use crate::model::{Model, ObjectTree};
use crate::source::Span;

/// One warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The server's text.
    pub detail: String,
    /// The field it is about, as the server writes it.
    pub path: String,
    /// Where that stands.
    pub span: Span,
}

/// The warnings of one object.
pub(super) struct Warnings<'o, 't> {
    object: &'o ObjectTree<'t>,
    list: Vec<Warning>,
}

impl Warnings<'_, '_> {
    fn path(&self, at: &impl Located) -> String {
        self.object.path(at.slot())
    }

    /// `<path>: <text>`.
    fn add(&mut self, at: &impl Located, text: impl std::fmt::Display) {
        let path = self.path(at);
        self.add_as(at, path, text);
    }

    /// `<path>: <text>` with a path of its own.
    fn add_as(&mut self, at: &impl Located, path: String, text: impl std::fmt::Display) {
        let detail = format!("{path}: {text}");
        self.say(at, path, detail);
    }

    /// A text as it stands.
    fn say(&mut self, at: &impl Located, path: String, detail: String) {
        if !self.list.iter().any(|warning| warning.detail == detail) {
            let span = self.object.span(at.slot());
            self.list.push(Warning { detail, path, span });
        }
    }
}

/// `WarningsOnCreate`.
pub(super) fn on_create(model: &Model, object: &ObjectTree<'_>) -> Vec<Warning> {
    let warnings = Warnings {
        object,
        list: Vec::new(),
    };
    let _ = model;
    warnings.list
}
