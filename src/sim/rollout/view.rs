//! What the controller sees of one node, and the sums over all nodes.
//!
//! A view is made anew only for a node that something happened to, so a sync costs what changed.

use super::nodeset::NodeSet;
use super::record::Status;
use super::state::{Pod, Simulation};

/// Which pods that are not terminating a node has: `findUpdatedPodsOnNode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Class {
    /// Neither wanted nor with a pod: not in the controller's map.
    #[default]
    Absent,
    /// More than one old or more than one new pod.
    Excess,
    /// None, although wanted or with a pod that is terminating.
    Empty,
    /// An old and a new one.
    Both {
        old_available: bool,
        new_available: bool,
    },
    /// A new one alone.
    New { available: bool },
    /// An old one alone.
    Old { available: bool },
}

/// One node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct View {
    /// Out of date.
    pub(super) dirty: bool,
    class: Class,
    /// The pod to delete when the old one goes.
    pub(super) old: Option<usize>,
    should_run: bool,
    desired: bool,
    misscheduled: bool,
    current: bool,
    ready: bool,
    available: bool,
    updated: bool,
}

/// Sums and lists over all nodes.
#[derive(Debug, Default)]
pub(super) struct Totals {
    desired: i64,
    misscheduled: i64,
    current: i64,
    ready: i64,
    available: i64,
    updated: i64,
    pub(super) excess: i64,
    pub(super) empty: i64,
    pub(super) both: i64,
    pub(super) both_new_unavailable: i64,
    pub(super) both_old_available: i64,
    pub(super) new_unavailable: i64,
    pub(super) new_available: i64,
    /// Old pods that have an available new one beside them.
    pub(super) replaced: NodeSet,
    /// Old pods alone, not available.
    pub(super) old_unavailable: NodeSet,
    /// Old pods alone, available.
    pub(super) old_available: NodeSet,
    /// Of the nodes with an old pod alone, those that want none.
    pub(super) sunset: NodeSet,
    /// Nodes for which `manage` may have something to do.
    pub(super) manage: NodeSet,
}

impl Totals {
    pub(super) fn new(nodes: usize) -> Self {
        let set = || NodeSet::new(nodes);
        Self {
            replaced: set(),
            old_unavailable: set(),
            old_available: set(),
            sunset: set(),
            manage: set(),
            ..Self::default()
        }
    }

    /// Nodes that should have a pod.
    pub(super) fn desired(&self) -> i64 {
        self.desired
    }

    /// Follows `daemon_controller.go`: `updateDaemonSetStatus`.
    pub(super) fn status(&self, observed_generation: i64) -> Status {
        Status {
            desired: self.desired,
            current: self.current,
            ready: self.ready,
            updated: self.updated,
            available: self.available,
            unavailable: self.desired - self.available,
            misscheduled: self.misscheduled,
            observed_generation,
        }
    }

    /// Counts a node in (`sign` 1) or out (-1).
    fn count(&mut self, node: usize, view: &View, sign: i64) {
        let yes = |flag: bool| if flag { sign } else { 0 };
        self.desired += yes(view.desired);
        self.misscheduled += yes(view.misscheduled);
        self.current += yes(view.current);
        self.ready += yes(view.ready);
        self.available += yes(view.available);
        self.updated += yes(view.updated);
        let member = sign > 0;
        match view.class {
            Class::Absent => {}
            Class::Excess => self.excess += sign,
            Class::Empty => self.empty += sign,
            Class::Both {
                old_available,
                new_available,
            } => {
                self.both += sign;
                self.both_old_available += yes(old_available);
                self.both_new_unavailable += yes(!new_available);
                self.replaced.set(node, member && new_available);
            }
            Class::New { available } => {
                self.new_available += yes(available);
                self.new_unavailable += yes(!available);
            }
            Class::Old { available } => {
                let set = if available {
                    &mut self.old_available
                } else {
                    &mut self.old_unavailable
                };
                set.set(node, member);
                self.sunset.set(node, member && !view.should_run);
            }
        }
    }
}

impl Simulation<'_> {
    /// Looks again at all nodes that something happened to.
    pub(super) fn refresh(&mut self) {
        for node in std::mem::take(&mut self.dirty) {
            let view = self.look(node);
            let manage = self.needs_managing(node);
            if let Some(old) = self.views.get_mut(node) {
                let old = std::mem::replace(old, view);
                self.totals.count(node, &old, -1);
                self.totals.count(node, &view, 1);
                self.totals.manage.set(node, manage);
            }
        }
    }

    fn look(&self, index: usize) -> View {
        let Some(node) = self.nodes.get(index) else {
            return View::default();
        };
        let should_run = node.exists && node.wanted.should_run;
        let mut view = View {
            should_run,
            desired: should_run,
            ..View::default()
        };
        // `getNodesToDaemonPods` leaves out pods that are terminal and being deleted.
        let mut pods = node
            .pods
            .iter()
            .filter_map(|id| Some((*id, self.pods.get(*id)?)))
            .filter(|(_, p)| !p.ignored());
        let first = pods
            .clone()
            .min_by_key(|(_, pod)| (!pod.bound, pod.created, pod.number));
        if let Some((_, pod)) = first.filter(|_| node.exists) {
            view.misscheduled = !should_run;
            view.current = should_run;
            view.ready = should_run && pod.ready;
            view.available = should_run && self.is_available(pod);
            view.updated = should_run && self.is_updated(pod);
        }
        if first.is_none() && !should_run {
            return view;
        }
        let (mut new, mut old) = (None, None);
        let excess = pods.any(|(id, pod)| {
            !pod.deleted
                && if self.is_updated(pod) {
                    &mut new
                } else {
                    &mut old
                }
                .replace(id)
                .is_some()
        });
        let available = |id: usize| self.pods.get(id).is_some_and(|pod| self.is_available(pod));
        view.class = match (excess, old, new) {
            (true, ..) => Class::Excess,
            (_, None, None) => Class::Empty,
            (_, Some(old), Some(new)) => Class::Both {
                old_available: available(old),
                new_available: available(new),
            },
            (_, None, Some(new)) => Class::New {
                available: available(new),
            },
            (_, Some(old), None) => Class::Old {
                available: available(old),
            },
        };
        view.old = old;
        view
    }
}

impl Pod {
    pub(super) fn ignored(&self) -> bool {
        self.failed && self.deleted
    }
}
