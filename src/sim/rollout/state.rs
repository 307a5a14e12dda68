//! Nodes, pods and the clock.

use super::backoff::Backoff;
use super::daemonset::DaemonSet;
use super::fit::Wanted;
use super::record::{Ended, Final, Outcome, Recorder, Status};
use super::scenario::{Event, NodeSpec, Scenario};
use super::view::{Totals, View};
use crate::model::values::taint::Taint;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// How much is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Every tick.
    Everything,
    /// The end alone.
    EndOnly,
}

#[derive(Clone, Debug)]
pub(super) struct Node<'s> {
    pub(super) name: &'s str,
    pub(super) labels: Cow<'s, BTreeMap<String, String>>,
    pub(super) taints: Cow<'s, [Taint]>,
    pub(super) exists: bool,
    /// No kubelet answers.
    pub(super) dead: bool,
    pub(super) app_down: bool,
    /// Its pods, oldest first as they were made.
    pub(super) pods: Vec<usize>,
    /// How many pods were made for it.
    pub(super) made: u32,
    pub(super) wanted: Wanted,
    /// A pod there found no place; it tries again when something changes.
    pub(super) stuck: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Pod {
    pub(super) node: usize,
    pub(super) number: u32,
    /// The version whose template it has.
    pub(super) version: usize,
    /// Index of its revision hash.
    pub(super) hash: u16,
    pub(super) template_generation: i64,
    /// Second in which it was made.
    pub(super) created: i64,
    pub(super) bound: bool,
    /// Tick from which it may be Ready.
    pub(super) ready_from: u64,
    pub(super) ready: bool,
    /// Second since which it is Ready.
    pub(super) ready_since: i64,
    pub(super) deleted: bool,
    /// Tick from which a kubelet lets it go.
    pub(super) ends: u64,
    pub(super) failed: bool,
    pub(super) gone: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Timer {
    /// The pod may be Ready.
    Ready(usize),
    /// The kubelet lets the pod go.
    Ends(usize),
    /// A pod on the node has been Ready for minReadySeconds.
    Available(usize),
}

/// A ControllerRevision.
#[derive(Clone, Debug)]
pub(super) struct History {
    /// A version with its template.
    pub(super) version: usize,
    pub(super) hash: u16,
    pub(super) revision: i64,
}

/// A cluster with one DaemonSet, and its controller.
#[derive(Debug)]
pub struct Simulation<'s> {
    pub(super) scenario: &'s Scenario,
    pub(super) detail: Detail,
    pub(super) tick: u64,
    /// Seconds since tick 0.
    pub(super) now: i64,
    /// All nodes that ever are, by name.
    pub(super) nodes: Vec<Node<'s>>,
    pub(super) pods: Vec<Pod>,
    /// For every version the first one with the same template.
    pub(super) templates: Vec<usize>,
    pub(super) hashes: Vec<String>,
    /// How many pods carry the hash with the same index.
    pub(super) carriers: Vec<usize>,
    /// Index of the version that is applied.
    pub(super) version: usize,
    pub(super) generation: i64,
    pub(super) template_generation: i64,
    pub(super) status: Status,
    pub(super) histories: Vec<History>,
    pub(super) backoff: Backoff,
    /// Second at which the back-off of a failed pod ends.
    pub(super) wake: Option<i64>,
    pub(super) views: Vec<View>,
    pub(super) totals: Totals,
    /// Nodes whose view is out of date.
    pub(super) dirty: Vec<usize>,
    /// Nodes that something happened to in this tick.
    pub(super) touched: Vec<usize>,
    /// Free choices of this tick.
    pub(super) preferred: HashMap<String, Vec<(usize, Option<u32>)>>,
    pub(super) timers: BTreeMap<u64, Vec<Timer>>,
    pub(super) to_bind: Vec<usize>,
    /// Pods whose readiness is to be looked at.
    pub(super) to_probe: Vec<usize>,
    pub(super) recorder: Recorder,
    next_event: usize,
}

/// The two hours for which the first version has run.
const RUNNING_SINCE: i64 = -7200;

impl<'s> Simulation<'s> {
    /// The state before tick 0: the first version runs, available, on all wanted nodes.
    #[must_use]
    pub fn new(scenario: &'s Scenario, detail: Detail) -> Self {
        let mut specs: BTreeMap<&str, (&NodeSpec, bool)> = BTreeMap::new();
        for (_, event) in &scenario.script {
            if let Event::AddNode(node) = event {
                specs.insert(&node.name, (node, false));
            }
        }
        for node in &scenario.nodes {
            specs.insert(&node.name, (node, true));
        }
        let nodes: Vec<Node<'s>> = specs
            .into_values()
            .map(|(spec, exists)| Node {
                name: &spec.name,
                labels: Cow::Borrowed(&spec.labels),
                taints: Cow::Borrowed(&spec.taints),
                exists,
                dead: false,
                app_down: false,
                pods: Vec::new(),
                made: 0,
                wanted: Wanted::default(),
                stuck: false,
            })
            .collect();
        let count = nodes.len();
        let mut simulation = Self {
            scenario,
            detail,
            tick: 0,
            now: 0,
            nodes,
            pods: Vec::new(),
            templates: templates(scenario),
            hashes: Vec::new(),
            carriers: Vec::new(),
            version: scenario.first,
            generation: 1,
            template_generation: 1,
            status: Status::default(),
            histories: Vec::new(),
            backoff: Backoff::default(),
            wake: None,
            views: vec![View::default(); count],
            totals: Totals::new(count),
            dirty: Vec::new(),
            touched: Vec::new(),
            preferred: HashMap::new(),
            timers: BTreeMap::new(),
            to_bind: Vec::new(),
            to_probe: Vec::new(),
            recorder: Recorder::default(),
            next_event: 0,
        };
        simulation.start();
        simulation
    }

    fn start(&mut self) {
        if self.scenario.versions.get(self.version).is_none() {
            return;
        }
        self.construct_history();
        self.judge_nodes();
        for node in 0..self.nodes.len() {
            if self.nodes[node].exists && self.nodes[node].wanted.should_run {
                let pod = self.create_pod(node);
                let ready = !self.is_broken(self.version);
                if let Some(pod) = self.pods.get_mut(pod) {
                    (pod.created, pod.bound, pod.ready, pod.ready_since) =
                        (RUNNING_SINCE, true, ready, RUNNING_SINCE);
                }
            }
        }
        self.to_bind.clear();
        self.mark_all();
        self.refresh();
        self.status = self.totals.status(self.generation);
    }

    /// Plays all ticks in which anything can happen.
    #[must_use]
    pub fn run(mut self) -> Outcome {
        let limit = self.scenario.params.ticks;
        let mut quiet_since = 0;
        let mut next = self.scenario.versions.get(self.version).map(|_| 0);
        while let Some(tick) = next.filter(|tick| *tick < limit) {
            self.tick = tick;
            self.now = i64::try_from(tick)
                .unwrap_or(i64::MAX)
                .saturating_mul(self.scenario.params.tick_seconds);
            if self.play() && tick > 0 {
                quiet_since = tick;
            }
            next = self.next_tick();
        }
        let params = &self.scenario.params;
        // Two ticks without a change show nothing yet: a pod may be on its way to being Ready, or to its end.
        let patience = 1 + params.ready_after.max(params.terminate_after);
        let quiet = next.is_none() && quiet_since + patience < limit;
        self.refresh();
        let Status {
            desired,
            updated,
            available,
            ..
        } = self.status;
        let end = Final {
            quiet_since,
            ended: if quiet {
                Ended::Quiet
            } else {
                Ended::TickLimit
            },
            status: self.status,
            complete: updated == desired && available == desired,
            old_pods_left: self
                .pods
                .iter()
                .filter(|pod| !pod.gone && !pod.deleted && !self.is_updated(pod))
                .count(),
        };
        Outcome {
            ticks: self.recorder.ticks,
            end,
        }
    }

    /// The next tick in which anything is due.
    fn next_tick(&self) -> Option<u64> {
        let after = self.tick + 1;
        let event = self.scenario.script.get(self.next_event).map(|step| step.0);
        let timer = self.timers.keys().next().copied();
        let wake = self.wake.map(|second| self.tick_at(second));
        let bind = (!self.to_bind.is_empty()).then_some(after);
        [event, timer, wake, bind]
            .into_iter()
            .flatten()
            .min()
            .map(|tick| tick.max(after))
    }

    /// The first tick at or after this second.
    fn tick_at(&self, second: i64) -> u64 {
        let seconds = self.scenario.params.tick_seconds.max(1);
        u64::try_from(second.div_euclid(seconds) + i64::from(second.rem_euclid(seconds) != 0))
            .unwrap_or(0)
    }

    /// One tick. Whether anything changed.
    fn play(&mut self) -> bool {
        if self.wake.is_some_and(|second| second <= self.now) {
            self.wake = None;
        }
        self.preferred = self.preferences();
        let scenario = self.scenario;
        while let Some((_, event)) = scenario
            .script
            .get(self.next_event)
            .filter(|step| step.0 <= self.tick)
        {
            self.next_event += 1;
            self.happen(event);
        }
        let probes = self.end_pods();
        self.bind_pods();
        self.to_probe.extend(probes);
        self.probe_pods();
        self.sync_until_quiet();
        match self.detail {
            Detail::Everything => self.record(),
            Detail::EndOnly => !std::mem::take(&mut self.touched).is_empty(),
        }
    }

    /// Due choices, by kind, as nodes and numbers of pods.
    fn preferences(&self) -> HashMap<String, Vec<(usize, Option<u32>)>> {
        let mut found: HashMap<String, Vec<(usize, Option<u32>)>> = HashMap::new();
        for choice in self
            .scenario
            .choices
            .iter()
            .filter(|choice| choice.tick == self.tick)
        {
            let list = found.entry(choice.kind.clone()).or_default();
            for name in &choice.take {
                let (node, number) = match name.rsplit_once('#') {
                    Some((node, number)) => (node, number.parse().ok()),
                    None => (name.as_str(), None),
                };
                list.extend(self.node_named(node).map(|node| (node, number)));
            }
        }
        found
    }

    pub(super) fn node_named(&self, name: &str) -> Option<usize> {
        self.nodes.binary_search_by(|node| node.name.cmp(name)).ok()
    }

    pub(super) fn watch_availability(&mut self, node: usize, second: i64) {
        let tick = self.tick_at(second);
        self.timers
            .entry(tick)
            .or_default()
            .push(Timer::Available(node));
    }

    /// Something happened to a node or its pods.
    pub(super) fn mark(&mut self, index: usize) {
        if let Some(view) = self.views.get_mut(index)
            && !std::mem::replace(&mut view.dirty, true)
        {
            self.dirty.push(index);
        }
        self.touched.push(index);
        if let Some(node) = self.nodes.get_mut(index)
            && std::mem::take(&mut node.stuck)
        {
            let waiting = node
                .pods
                .iter()
                .filter(|id| self.pods.get(**id).is_some_and(|pod| !pod.bound));
            self.to_bind.extend(waiting);
        }
    }

    pub(super) fn mark_all(&mut self) {
        for node in 0..self.nodes.len() {
            self.mark(node);
        }
    }

    pub(super) fn ds(&self) -> &'s DaemonSet {
        self.template_of(self.version)
    }

    pub(super) fn template_of(&self, version: usize) -> &'s DaemonSet {
        &self.scenario.versions[version].1
    }

    pub(super) fn is_broken(&self, version: usize) -> bool {
        self.scenario
            .versions
            .get(version)
            .is_some_and(|version| self.scenario.params.broken.contains(&version.0))
    }

    /// Whether two versions have one template.
    pub(super) fn same_template(&self, one: usize, other: usize) -> bool {
        self.templates.get(one) == self.templates.get(other)
    }

    /// Follows `pkg/api/v1/pod/util.go`: `IsPodAvailable`.
    pub(super) fn is_available(&self, pod: &Pod) -> bool {
        pod.ready && pod.ready_since.saturating_add(self.ds().min_ready_seconds) <= self.now
    }

    /// Follows `pkg/controller/daemon/util/daemonset_util.go`: `IsPodUpdated`.
    pub(super) fn is_updated(&self, pod: &Pod) -> bool {
        pod.hash == self.current_hash() || pod.template_generation == self.template_generation
    }

    /// Pods of a node in the order of `podByCreationTimestampAndPhase`.
    pub(super) fn sorted_pods(&self, node: usize) -> Vec<usize> {
        let mut pods = self
            .nodes
            .get(node)
            .map(|node| node.pods.clone())
            .unwrap_or_default();
        if pods.len() > 1 {
            pods.sort_by_key(|id| {
                self.pods
                    .get(*id)
                    .map(|pod| (!pod.bound, pod.created, pod.number))
            });
        }
        pods
    }
}

fn templates(scenario: &Scenario) -> Vec<usize> {
    let versions = &scenario.versions;
    let first = |ds: &DaemonSet| {
        versions
            .iter()
            .position(|(_, other)| other.template == ds.template)
    };
    versions
        .iter()
        .map(|(_, ds)| first(ds).unwrap_or_default())
        .collect()
}
