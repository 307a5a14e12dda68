//! What a rule sees.

use crate::diagnostic::{Diagnostic, ObjectId};
use crate::engine::Settings;
use crate::model::field::Located;
use crate::model::{Model, ObjectTree, PodView};
use crate::sim::pod::PodShape;
use crate::source::Span;
use crate::yaml;
use std::cell::OnceCell;
use std::sync::Arc;

/// One document, whatever it holds.
#[derive(Debug)]
pub struct DocumentContext<'t> {
    /// The document.
    pub document: &'t yaml::Document<'t>,
    /// Its tree.
    pub tree: &'t yaml::Tree<'t>,
    /// What the run is asked to do.
    pub settings: &'t Settings,
}

/// One object.
#[derive(Debug)]
pub struct ObjectContext<'t> {
    /// Its tree, paths and spans.
    pub object: &'t ObjectTree<'t>,
    /// Its identity.
    pub id: &'t Arc<ObjectId>,
    /// Whether it is a part that something completes (a kustomize patch, a template of an operator): what is missing
    /// in it is not missing.
    pub partial: bool,
    /// What the run is asked to do.
    pub settings: &'t Settings,
    model: Option<&'t Model>,
    shape: OnceCell<Option<PodShape>>,
}

impl<'t> ObjectContext<'t> {
    /// The context of an object whose model is at hand, if its kind has one.
    #[must_use]
    pub fn new(
        object: &'t ObjectTree<'t>,
        id: &'t Arc<ObjectId>,
        model: Option<&'t Model>,
        partial: bool,
        settings: &'t Settings,
    ) -> Self {
        Self {
            object,
            id,
            partial,
            settings,
            model,
            shape: OnceCell::new(),
        }
    }

    /// It, typed; None for kinds without a model. As the user wrote it, but for what is said in place of the apiserver's
    /// own refusal: what that was found in has the defaults.
    #[must_use]
    pub fn model(&self) -> Option<&'t Model> {
        self.model
    }

    /// The pods that the object makes or is.
    #[must_use]
    pub fn pods(&self) -> Option<PodView<'_>> {
        self.model()?.pods()
    }

    /// The shape of these pods for placement, made once for all rules.
    #[must_use]
    pub fn shape(&self) -> Option<&PodShape> {
        let shape = self
            .shape
            .get_or_init(|| Some(PodShape::new(self.pods()?, self.object)));
        shape.as_ref()
    }

    /// Where a field stands: its value, or the key of the nearest written parent.
    #[must_use]
    pub fn span(&self, at: &impl Located) -> Span {
        self.object.span(at.slot())
    }

    /// Where to point for a field as a whole: its key.
    #[must_use]
    pub fn key_span(&self, at: &impl Located) -> Span {
        let slot = at.slot();
        if slot.node.is_none() {
            self.object.span(slot)
        } else {
            self.object.grip(slot.node)
        }
    }

    /// The path of a field.
    #[must_use]
    pub fn path(&self, at: &impl Located) -> String {
        self.object.path(at.slot())
    }

    /// The text of the source.
    #[must_use]
    pub fn text(&self, span: Span) -> &'t str {
        self.object
            .tree
            .source()
            .get(span.range())
            .unwrap_or_default()
    }

    /// A diagnostic of a rule at a field, with its path.
    #[must_use]
    pub fn report(
        &self,
        rule: &super::Rule,
        at: &impl Located,
        message: impl Into<String>,
    ) -> Diagnostic {
        rule.at(self.span(at), message).path(self.path(at))
    }
}
