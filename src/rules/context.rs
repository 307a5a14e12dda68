//! What a rule sees.

use crate::diagnostic::{Diagnostic, ObjectId};
use crate::engine::{Detail, Facts, Selector, Settings};
use crate::model::field::Located;
use crate::model::{Model, ObjectTree, PodView};
use crate::sim::pod::PodShape;
use crate::source::Span;
use crate::yaml;
use rustc_hash::FxHashMap;
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
    /// It, typed, as the user wrote it (no defaults); None for kinds without a model.
    pub model: Option<&'t Model>,
    /// Whether it is a part that something completes (a kustomize patch, a template of an operator): what is missing
    /// in it is not missing.
    pub partial: bool,
    /// What the run is asked to do.
    pub settings: &'t Settings,
    shape: OnceCell<Option<PodShape>>,
}

impl<'t> ObjectContext<'t> {
    /// The context of an object.
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
            model,
            partial,
            settings,
            shape: OnceCell::new(),
        }
    }

    /// The pods that the object makes or is.
    #[must_use]
    pub fn pods(&self) -> Option<PodView<'t>> {
        self.model?.pods()
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

/// The objects that belong together: a folder tree, or one overlay of it.
///
/// Indexed, so that a rule over thousands of objects looks at few of them for each.
#[derive(Debug)]
pub struct Scope<'f> {
    /// Facts of every object, in the order in which they stand.
    pub objects: Vec<&'f Facts>,
    kinds: FxHashMap<&'f str, Vec<&'f Facts>>,
    names: FxHashMap<&'f str, Vec<&'f Facts>>,
    /// By a label of their pods.
    pods: FxHashMap<(&'f str, &'f str), Vec<&'f Facts>>,
    /// Services by the first label of their selector.
    services: FxHashMap<(&'f str, &'f str), Vec<&'f Facts>>,
}

impl<'f> Scope<'f> {
    /// The scope of these objects.
    #[must_use]
    pub fn new(objects: Vec<&'f Facts>) -> Self {
        let mut kinds: FxHashMap<&str, Vec<&Facts>> = FxHashMap::default();
        let mut names: FxHashMap<&str, Vec<&Facts>> = FxHashMap::default();
        let mut pods: FxHashMap<(&str, &str), Vec<&Facts>> = FxHashMap::default();
        let mut services: FxHashMap<(&str, &str), Vec<&Facts>> = FxHashMap::default();
        for one in objects.iter().copied() {
            kinds.entry(&one.id.kind).or_default().push(one);
            names.entry(one.name()).or_default().push(one);
            for (key, value) in one.pods().map_or(&[][..], |pods| &pods.labels.value) {
                pods.entry((key, value)).or_default().push(one);
            }
            if let Detail::Service(service) = &one.detail
                && let Some(selector) = &service.selector
                && let Some((key, value)) = selector.value.labels.first()
            {
                services.entry((key, value)).or_default().push(one);
            }
        }
        Self {
            objects,
            kinds,
            names,
            pods,
            services,
        }
    }

    /// The objects of a kind.
    pub fn kind<'s>(&'s self, kind: &str) -> impl Iterator<Item = &'f Facts> + 's {
        self.kinds.get(kind).into_iter().flatten().copied()
    }

    /// The objects of a name.
    pub fn named<'s>(&'s self, name: &str) -> impl Iterator<Item = &'f Facts> + 's {
        self.names.get(name).into_iter().flatten().copied()
    }

    /// The Services that select pods with these labels.
    pub fn services_of<'s>(
        &'s self,
        labels: &'s [(String, String)],
    ) -> impl Iterator<Item = &'f Facts> + 's {
        labels
            .iter()
            .filter_map(|(key, value)| self.services.get(&(key.as_str(), value.as_str())))
            .flatten()
            .copied()
            .filter(|one| match &one.detail {
                Detail::Service(service) => service
                    .selector
                    .as_ref()
                    .is_some_and(|selector| selector.value.matches(labels)),
                _ => false,
            })
    }

    /// The objects whose pods have a label.
    fn with_label<'s>(&'s self, label: &'s (String, String)) -> &'s [&'f Facts] {
        let label = (label.0.as_str(), label.1.as_str());
        self.pods.get(&label).map_or(&[][..], Vec::as_slice)
    }

    /// The objects whose pods a selector selects.
    pub fn selected<'s>(&'s self, selector: &'s Selector) -> impl Iterator<Item = &'f Facts> + 's {
        // The rarest label leaves the fewest to look at.
        let few = selector
            .labels
            .iter()
            .map(|label| self.with_label(label))
            .min_by_key(|found| found.len());
        let candidates = few.unwrap_or(&self.objects).iter().copied();
        candidates.filter(|one| {
            one.pods()
                .is_some_and(|pods| selector.matches(&pods.labels.value))
        })
    }
}
