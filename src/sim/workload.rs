//! What a run places: workloads and pods, with where they stand; and the pods that run already.

use super::pod::PodShape;
use super::policies;
use crate::diagnostic::ObjectId;
use crate::model::{Model, ObjectTree, PodView};
use crate::source::{SourceId, Span};
use crate::validation::pod_security;

/// How many pods a workload makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Makes {
    /// One for each node that wants one.
    OnePerNode,
    /// So many, wherever the scheduler puts them.
    Replicas(u32),
}

/// A workload (or a bare Pod).
#[derive(Clone, Debug)]
pub struct Workload {
    /// Which object it is.
    pub id: ObjectId,
    /// Its namespace; `default` where none is written.
    pub namespace: String,
    /// Its name; empty where none is written.
    pub name: String,
    /// How many pods it makes.
    pub makes: Makes,
    /// Its pods.
    pub shape: PodShape,
    /// In which source.
    pub source: SourceId,
    /// In which document of it.
    pub document: u32,
    /// Which item of a list.
    pub item: Option<u32>,
    /// Where its name is written.
    pub at: Span,
    /// What the Pod Security Standards forbid in its pods.
    pub forbidden: Forbidden,
}

/// What the Pod Security Standards forbid in a pod, in the admission plugin's words, with where it stands.
#[derive(Clone, Debug, Default)]
pub struct Forbidden {
    /// At the level `baseline`.
    pub baseline: Vec<(String, Span)>,
    /// At the level `restricted`.
    pub restricted: Vec<(String, Span)>,
}

impl Forbidden {
    fn new(pods: PodView<'_>, object: &ObjectTree<'_>) -> Self {
        let at = |level| {
            let found =
                pod_security::evaluate(level, pod_security::LATEST, pods.metadata, pods.spec);
            let told = found.into_iter().map(|one| {
                let text = match one.detail.as_str() {
                    "" => one.reason.to_owned(),
                    detail => format!("{} ({detail})", one.reason),
                };
                let slot = one.fields.first().copied().unwrap_or(pods.spec.slot);
                (text, object.span(slot))
            });
            told.collect()
        };
        Self {
            baseline: at(pod_security::Level::Baseline),
            restricted: at(pod_security::Level::Restricted),
        }
    }
}

/// A pod that has a node.
#[derive(Clone, Debug)]
pub struct RunningPod {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The node it runs on.
    pub node: String,
    /// Kind and name of its controller.
    pub owner: Option<(String, String)>,
    /// Its shape.
    pub shape: PodShape,
}

impl Workload {
    /// The workload that an object is; None for objects without pods.
    #[must_use]
    pub fn new(model: &Model, id: ObjectId, object: &ObjectTree<'_>) -> Option<Self> {
        let pods = model.pods()?;
        let metadata = model.metadata();
        let count = |replicas: Option<i32>| {
            Makes::Replicas(u32::try_from(replicas.unwrap_or(1)).unwrap_or(0))
        };
        let makes = match model {
            Model::DaemonSet(_) => Makes::OnePerNode,
            Model::Job(job) => count(job.spec.parallelism.get().copied()),
            Model::PodTemplate(_) => Makes::Replicas(0),
            other => count(
                other
                    .replicas()
                    .and_then(|replicas| replicas.get().copied()),
            ),
        };
        let slot = if metadata.name.slot.node.is_none() {
            metadata.slot
        } else {
            metadata.name.slot
        };
        Some(Self {
            id,
            namespace: policies::namespace(metadata).to_owned(),
            name: metadata.name.str().to_owned(),
            makes,
            shape: PodShape::new(pods, object),
            source: SourceId(0),
            document: 0,
            item: None,
            at: object.span(slot),
            forbidden: Forbidden::new(pods, object),
        })
    }

    /// Whether a running pod is one of its own.
    #[must_use]
    pub fn owns(&self, pod: &RunningPod) -> bool {
        if pod.namespace != self.namespace || self.name.is_empty() {
            return false;
        }
        match (self.id.kind.as_str(), &pod.owner) {
            ("Pod", _) => pod.name == self.name,
            ("Deployment", Some((kind, name))) => {
                // A Deployment's ReplicaSets are called after it, with a hash behind.
                let hash = name
                    .strip_prefix(self.name.as_str())
                    .and_then(|rest| rest.strip_prefix('-'));
                kind == "ReplicaSet" && hash.is_some_and(|hash| !hash.contains('-'))
            }
            (kind, Some((owner, name))) => kind == owner && *name == self.name,
            (_, None) => false,
        }
    }
}

impl RunningPod {
    /// The pod, when it has a node: it holds what it asks for there, whatever its phase.
    #[must_use]
    pub fn new(model: &Model, object: &ObjectTree<'_>) -> Option<Self> {
        let Model::Pod(pod) = model else { return None };
        if pod.spec.node_name.str().is_empty() {
            return None;
        }
        let controller = pod
            .metadata
            .owner_references
            .iter()
            .find(|owner| owner.controller.value());
        Some(Self {
            namespace: policies::namespace(&pod.metadata).to_owned(),
            name: pod.metadata.name.str().to_owned(),
            node: pod.spec.node_name.str().to_owned(),
            owner: controller
                .map(|owner| (owner.kind.str().to_owned(), owner.name.str().to_owned())),
            shape: PodShape::new(model.pods()?, object),
        })
    }
}
