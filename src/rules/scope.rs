//! The objects that are judged together.

use super::index::Index;
use crate::engine::{
    AutoscalerFacts, BudgetFacts, Detail, Facts, PodsFacts, Selector, ServiceFacts, hash_of,
    hash_of_label,
};
use rustc_hash::FxHashMap;
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
    everyone: OnceLock<Index<'f>>,
    pods: OnceLock<Index<'f>>,
    services: OnceLock<Index<'f>>,
    budgets: OnceLock<Index<'f>>,
    autoscalers: OnceLock<Index<'f>>,
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
            everyone: OnceLock::new(),
            pods: OnceLock::new(),
            services: OnceLock::new(),
            budgets: OnceLock::new(),
            autoscalers: OnceLock::new(),
            neighbours: OnceLock::new(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &'f Facts> {
        self.objects.iter().copied()
    }

    fn kinds(&self) -> &Index<'f> {
        let entries = || self.all().map(|one| (one.hashes.kind, one));
        self.kinds.get_or_init(|| Index::of_every(entries()))
    }

    fn names(&self) -> &Index<'f> {
        let entries = || self.all().map(|one| (one.hashes.name, one));
        self.names.get_or_init(|| Index::new(entries()))
    }

    /// All that make pods, together.
    fn everyone(&self) -> &Index<'f> {
        let entry = |one: &'f Facts| one.pods().map(|_| (NO_LABEL, one));
        self.everyone
            .get_or_init(|| Index::new(self.all().filter_map(entry)))
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

    /// Disruption budgets by the first label of their selector; those without a label under a hash of their own.
    fn budgets(&self) -> &Index<'f> {
        let entry = |one: &'f Facts| {
            let Detail::Budget(budget) = &one.detail else {
                return None;
            };
            let first = budget.selector.as_ref()?.value.labels.first();
            Some((first.map_or(NO_LABEL, hash_of_label), one))
        };
        self.budgets
            .get_or_init(|| Index::new(self.all().filter_map(entry)))
    }

    /// Autoscalers by the name of what they scale.
    fn autoscalers(&self) -> &Index<'f> {
        let entry = |one: &'f Facts| match &one.detail {
            Detail::Autoscaler(scaler) => Some((hash_of(scaler.target.value.1.as_str()), one)),
            _ => None,
        };
        self.autoscalers
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
        let found = self.kinds().find(hash_of(kind), None);
        found.filter(move |one| one.id.kind == kind)
    }

    /// The objects of a name that may be in the namespace of one.
    pub fn named<'s>(
        &'s self,
        name: &'s str,
        one: &'s Facts,
    ) -> impl Iterator<Item = &'f Facts> + 's {
        let found = self.names().find(hash_of(name), namespace_of(one));
        found.filter(move |other| other.name() == name && other.may_share_namespace(one))
    }

    /// The Services that select pods with the labels of a workload's, and may be in its namespace.
    pub fn services_of<'s>(
        &'s self,
        workload: &'s Facts,
    ) -> impl Iterator<Item = (&'f Facts, &'f ServiceFacts)> + 's {
        let labels = workload.hashes.labels.iter();
        let found = labels.flat_map(|label| self.services().find(*label, namespace_of(workload)));
        found
            .filter_map(|one| match &one.detail {
                Detail::Service(service) => Some((one, service)),
                _ => None,
            })
            .filter(|(one, service)| {
                let selector = service.selector.as_ref();
                selector.is_some_and(|selector| workload.is_selected(&selector.value))
                    && one.may_share_namespace(workload)
            })
    }

    /// The workloads whose pods a budget counts, with these pods; no parts that something completes.
    pub fn under_budget<'s>(
        &'s self,
        budget: &'s Facts,
        selector: &'s Selector,
    ) -> impl Iterator<Item = (&'f Facts, &'f PodsFacts)> + 's {
        self.selected(selector, budget)
            .filter(|workload| workload.namespace() == budget.namespace() && !workload.partial)
            .filter_map(|workload| Some((workload, workload.pods()?)))
    }

    /// The disruption budgets that count the pods of a workload.
    pub fn budgets_over<'s>(
        &'s self,
        workload: &'s Facts,
    ) -> impl Iterator<Item = (&'f Facts, &'f BudgetFacts)> + 's {
        let labels = workload.hashes.labels.iter().copied();
        labels
            .chain([NO_LABEL])
            .flat_map(|label| self.budgets().find(label, namespace_of(workload)))
            .filter(|budget| budget.namespace() == workload.namespace())
            .filter_map(move |budget| match &budget.detail {
                Detail::Budget(facts) => Some((budget, facts)),
                _ => None,
            })
            .filter(|(_, facts)| {
                let selector = facts.selector.as_ref();
                selector.is_some_and(|selector| workload.is_selected(&selector.value))
            })
    }

    /// The autoscalers of what is named like a workload and may be in its namespace.
    pub fn autoscalers_of<'s>(
        &'s self,
        workload: &'s Facts,
    ) -> impl Iterator<Item = (&'f Facts, &'f AutoscalerFacts)> + 's {
        let name = hash_of(workload.name());
        let found = self.autoscalers().find(name, namespace_of(workload));
        found.filter_map(|one| match &one.detail {
            Detail::Autoscaler(scaler)
                if scaler.target.value.1 == workload.name()
                    && one.may_share_namespace(workload) =>
            {
                Some((one, scaler))
            }
            _ => None,
        })
    }

    /// The objects whose pods a selector of one selects, and that may be in its namespace.
    pub fn selected<'s>(
        &'s self,
        selector: &'s Selector,
        one: &'s Facts,
    ) -> impl Iterator<Item = &'f Facts> + 's {
        let labels = selector.labels.iter().map(hash_of_label);
        let few = self.pods().rarest(labels, namespace_of(one));
        let all = few
            .is_none()
            .then(|| self.everyone().find(NO_LABEL, namespace_of(one)));
        let found = few.into_iter().flatten().chain(all.into_iter().flatten());
        found.filter(|other| other.is_selected(selector) && other.may_share_namespace(one))
    }

    /// The controllers with another selector in the file and namespace of one whose pods its selector selects by labels.
    pub fn selected_beside<'s>(
        &'s self,
        one: &'s Facts,
        selector: &'s Selector,
    ) -> impl Iterator<Item = &'f Facts> + 's {
        let labels = selector.labels.iter().map(hash_of_label);
        let keys = labels.map(|label| beside(one, label));
        let found = self.neighbours().rarest(keys, None).into_iter().flatten();
        found.filter(move |other| {
            one.hashes.selector != other.hashes.selector
                && one.source == other.source
                && one.namespace() == other.namespace()
                && other.is_selected(selector)
        })
    }

    /// For each of these objects, in their order, the next in its file and namespace with the same selector and another
    /// name.
    pub fn twins(&self, objects: &[&'f Facts]) -> Vec<Option<&'f Facts>> {
        // The one behind, and the one behind that with another name.
        let mut behind: FxHashMap<u64, (&Facts, Option<&Facts>)> = FxHashMap::default();
        let mut twins = vec![None; objects.len()];
        for (one, twin) in objects.iter().copied().zip(&mut twins).rev() {
            let last = behind.entry(beside(one, one.hashes.selector));
            let last = last.or_insert((one, None));
            if last.0.id != one.id {
                last.1 = Some(last.0);
            }
            last.0 = one;
            *twin = last.1;
        }
        twins
    }
}

/// The hash under which stands what has no label in its place.
const NO_LABEL: u64 = 0;

/// The namespace in which others are looked for; None where it is not written, and may be any.
fn namespace_of(one: &Facts) -> Option<u64> {
    (!one.namespace().is_empty()).then_some(one.hashes.namespace)
}

/// What controllers of one file and namespace share that have a hash in common.
fn beside(one: &Facts, hash: u64) -> u64 {
    hash_of((one.source, one.hashes.namespace, hash))
}
