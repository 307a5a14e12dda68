//! The objects that are judged together.

use super::index::Index;
use crate::engine::{Detail, Facts, PodsFacts, Selector, hash_of, hash_of_label};
use crate::model::field::Text;
use std::sync::OnceLock;

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
    neighbours: OnceLock<Index<'f>>,
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
            neighbours: OnceLock::new(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &'f Facts> {
        self.objects.iter().copied()
    }

    fn kinds(&self) -> &Index<'f> {
        let entries = || self.all().map(|one| (one.hashes.kind, one));
        self.kinds.get_or_init(|| Index::new(entries()))
    }

    fn names(&self) -> &Index<'f> {
        let entries = || self.all().map(|one| (one.hashes.name, one));
        self.names.get_or_init(|| Index::new(entries()))
    }

    /// By each label of their pods.
    fn pods(&self) -> &Index<'f> {
        let entries = |one: &'f Facts| one.hashes.labels.iter().map(move |label| (*label, one));
        self.pods
            .get_or_init(|| Index::new(self.all().flat_map(entries)))
    }

    /// Services by the first label of their selector.
    fn services(&self) -> &Index<'f> {
        let entry = |one: &'f Facts| {
            let Detail::Service(service) = &one.detail else {
                return None;
            };
            let label = service.selector.as_ref()?.value.labels.first()?;
            Some((hash_of_label(label), one))
        };
        self.services
            .get_or_init(|| Index::new(self.all().filter_map(entry)))
    }

    /// Controllers by their file, their namespace and each label of their pods.
    fn neighbours(&self) -> &Index<'f> {
        let entries = |one: &'f Facts| {
            let labels = one.hashes.labels.iter();
            labels.map(move |label| (beside(one, *label), one))
        };
        self.neighbours
            .get_or_init(|| Index::new(self.controllers().flat_map(entries)))
    }

    /// The objects that keep pods alive by a selector, as far as they are complete. Jobs get selectors of their own.
    pub fn controllers(&self) -> impl Iterator<Item = &'f Facts> {
        let is_one = |one: &&Facts| {
            matches!(
                one.id.kind.as_str(),
                "DaemonSet" | "Deployment" | "ReplicaSet" | "StatefulSet" | "ReplicationController"
            )
        };
        self.all().filter(|one| !one.partial).filter(is_one)
    }

    /// The objects of a kind.
    pub fn kind<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'f Facts> + 's {
        let found = self.kinds().find(hash_of(kind));
        found.filter(move |one| one.id.kind == kind)
    }

    /// The objects of a name.
    pub fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'f Facts> + 's {
        let found = self.names().find(hash_of(name));
        found.filter(move |one| one.name() == name)
    }

    /// The Services that select pods with these labels.
    pub fn services_of<'s>(
        &'s self,
        labels: &'s [(Text, Text)],
    ) -> impl Iterator<Item = &'f Facts> + 's {
        labels
            .iter()
            .flat_map(|label| self.services().find(hash_of_label(label)))
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
        let labels = selector.labels.iter().map(hash_of_label);
        let few = self.pods().rarest(labels);
        let all = match few {
            Some(_) => &[][..],
            None => self.objects.as_slice(),
        };
        let found = few.into_iter().flatten().chain(all.iter().copied());
        found.filter(|one| one.is_selected(selector))
    }

    /// The controllers in the file and namespace of one, itself among them, whose pods its selector selects by labels. Its
    /// twins that stand before it are left out: they have the same to say.
    pub fn selected_beside<'s>(
        &'s self,
        one: &'s Facts,
        selector: &'s Selector,
    ) -> impl Iterator<Item = &'f Facts> + 's {
        let labels = selector.labels.iter().map(hash_of_label);
        let keys = labels.map(|label| beside(one, label));
        let found = self.neighbours().rarest(keys).into_iter().flatten();
        let is_said =
            |other: &Facts| other.hashes.twins == one.hashes.twins && other.span < one.span;
        found.filter(move |other| {
            !is_said(other)
                && one.source == other.source
                && one.namespace() == other.namespace()
                && other.is_selected(selector)
        })
    }
}

/// What controllers of one file and namespace share whose pods have a label of that hash.
fn beside(one: &Facts, label: u64) -> u64 {
    hash_of((one.source, one.hashes.namespace, label))
}
