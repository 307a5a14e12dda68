//! What a rule sees.

use crate::diagnostic::{Diagnostic, ObjectId};
use crate::engine::{Detail, Facts, PodsFacts, Selector, Settings};
use crate::model::field::Located;
use crate::model::{Model, ObjectTree, PodView};
use crate::sim::pod::PodShape;
use crate::source::Span;
use crate::yaml;
use rustc_hash::FxBuildHasher;
use std::cell::OnceCell;
use std::hash::{BuildHasher as _, Hash};
use std::sync::{Arc, OnceLock};

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
    // Each is made when it is first asked for: rules that run side by side make them side by side.
    kinds: OnceLock<Index<'f>>,
    names: OnceLock<Index<'f>>,
    pods: OnceLock<Index<'f>>,
    services: OnceLock<Index<'f>>,
}

/// Objects by the hash of a text, in the order in which they stand. A table that is sorted once is made in a fraction of the
/// time of a map with a list for each key.
#[derive(Debug, Default)]
struct Index<'f>(Vec<(u64, &'f Facts)>);

impl<'f> Index<'f> {
    fn new<K: Hash>(entries: impl Iterator<Item = (K, &'f Facts)>) -> Self {
        let hashed = entries.map(|(key, object)| (FxBuildHasher.hash_one(key), object));
        let mut hashed: Vec<_> = hashed.collect();
        hashed.sort_by_key(|entry| entry.0);
        Self(hashed)
    }

    /// The objects of that key, and seldom some of another one with the same hash.
    fn find(&self, key: impl Hash) -> &[(u64, &'f Facts)] {
        let hash = FxBuildHasher.hash_one(key);
        let from = self.0.partition_point(|entry| entry.0 < hash);
        let rest = self.0.get(from..).unwrap_or_default();
        let count = rest.iter().take_while(|entry| entry.0 == hash).count();
        &rest[..count]
    }
}

impl<'f> Scope<'f> {
    /// The scope of these objects.
    #[must_use]
    pub fn new(objects: Vec<&'f Facts>) -> Self {
        Self {
            objects,
            kinds: OnceLock::new(),
            names: OnceLock::new(),
            pods: OnceLock::new(),
            services: OnceLock::new(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &'f Facts> {
        self.objects.iter().copied()
    }

    fn kinds(&self) -> &Index<'f> {
        let entries = || self.all().map(|one| (one.id.kind.as_str(), one));
        self.kinds.get_or_init(|| Index::new(entries()))
    }

    fn names(&self) -> &Index<'f> {
        let entries = || self.all().map(|one| (one.name(), one));
        self.names.get_or_init(|| Index::new(entries()))
    }

    /// By each label of their pods.
    fn pods(&self) -> &Index<'f> {
        let labels = |one: &'f Facts| one.pods().map_or(&[][..], |pods| &pods.labels.value);
        let entries = |one| {
            let labels = labels(one).iter();
            labels.map(move |(key, value)| ((key.as_str(), value.as_str()), one))
        };
        self.pods
            .get_or_init(|| Index::new(self.all().flat_map(entries)))
    }

    /// Services by the first label of their selector.
    fn services(&self) -> &Index<'f> {
        let entry = |one: &'f Facts| {
            let Detail::Service(service) = &one.detail else {
                return None;
            };
            let (key, value) = service.selector.as_ref()?.value.labels.first()?;
            Some(((key.as_str(), value.as_str()), one))
        };
        self.services
            .get_or_init(|| Index::new(self.all().filter_map(entry)))
    }

    /// The objects of a kind.
    pub fn kind<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'f Facts> + 's {
        let found = self.kinds().find(kind).iter().map(|entry| entry.1);
        found.filter(move |one| one.id.kind == kind)
    }

    /// The objects of a name.
    pub fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'f Facts> + 's {
        let found = self.names().find(name).iter().map(|entry| entry.1);
        found.filter(move |one| one.name() == name)
    }

    /// The Services that select pods with these labels.
    pub fn services_of<'s>(
        &'s self,
        labels: &'s [(String, String)],
    ) -> impl Iterator<Item = &'f Facts> + 's {
        labels
            .iter()
            .flat_map(|(key, value)| self.services().find((key.as_str(), value.as_str())))
            .map(|entry| entry.1)
            .filter(|one| match &one.detail {
                Detail::Service(service) => service
                    .selector
                    .as_ref()
                    .is_some_and(|selector| selector.value.matches(labels)),
                _ => false,
            })
    }

    /// The workloads whose pods a budget counts, with these pods; no parts that something completes.
    pub fn under_budget<'s>(
        &'s self,
        budget: &'s Facts,
        selector: &'s Selector,
    ) -> impl Iterator<Item = (&'f Facts, &'f PodsFacts)> + 's {
        self.selected(selector)
            .filter(|workload| workload.namespace() == budget.namespace() && !workload.partial)
            .filter_map(|workload| Some((workload, workload.pods()?)))
    }

    /// The objects whose pods a selector selects.
    pub fn selected<'s>(&'s self, selector: &'s Selector) -> impl Iterator<Item = &'f Facts> + 's {
        self.perhaps_selected(selector)
            .filter(|one| one.is_selected(selector))
    }

    /// Objects among which all are whose pods a selector selects.
    pub fn perhaps_selected(&self, selector: &Selector) -> impl Iterator<Item = &'f Facts> {
        // The rarest label leaves the fewest to look at.
        let few = selector
            .labels
            .iter()
            .map(|(key, value)| self.pods().find((key.as_str(), value.as_str())))
            .min_by_key(|found| found.len());
        let (few, all) = match few {
            Some(few) => (few, &[][..]),
            None => (&[][..], self.objects.as_slice()),
        };
        few.iter().map(|entry| entry.1).chain(all.iter().copied())
    }
}
