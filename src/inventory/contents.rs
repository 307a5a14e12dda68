//! What one source holds: nodes, pods, workloads and what decides about them, lists taken apart.

use super::{RULE, nodes};
use crate::diagnostic::{Diagnostic, Level, ObjectId};
use crate::model::field::{Field, Text};
use crate::model::{Model, ObjectTree};
use crate::sim::node::Node;
use crate::sim::policies::Policies;
use crate::sim::workload::{RunningPod, Workload};
use crate::source::{Source, SourceId, Span};
use crate::yaml::{self, Kind, NodeId, Tree};

/// Which part of a source is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Manifests: workloads (bare pods among them) and what decides about them.
    Workloads,
    /// An inventory: nodes, running pods and what decides about new ones.
    Nodes,
}

/// What one source holds.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its nodes.
    pub nodes: Vec<Node>,
    /// Its pods that have a node.
    pub pods: Vec<RunningPod>,
    /// Its workloads, in text order.
    pub workloads: Vec<Workload>,
    /// What decides whether pods are made.
    pub policies: Policies,
    /// How many objects of each kind there are, most first.
    pub kinds: Vec<(String, usize)>,
    /// What is wrong with it as an inventory.
    pub problems: Vec<Diagnostic>,
    /// Documents that cannot be read: where, and why.
    pub unread: Vec<(Span, String)>,
}

/// Reads a source.
#[must_use]
pub fn read(source: &Source, id: SourceId, selection: Selection) -> Contents {
    let mut reader = Reader {
        id,
        selection,
        document: 0,
        out: Contents::default(),
    };
    for document in yaml::parse(&source.text).documents {
        reader.document = document.index;
        match &document.content {
            Ok(tree) if tree.is_empty() || tree.is_null(tree.root()) => {}
            Ok(tree) => reader.document(tree),
            Err(error) => reader.out.unread.push((error.span, error.message.clone())),
        }
    }
    reader.finish()
}

struct Reader {
    id: SourceId,
    selection: Selection,
    document: u32,
    out: Contents,
}

/// Lists in lists are taken apart down to this depth.
const DEEPEST: usize = 8;

impl Reader {
    fn document(&mut self, tree: &Tree<'_>) {
        let root = tree.root();
        if tree.kind(root) == Kind::Map {
            return self.object(tree, root, None, None, 0);
        }
        if self.selection == Selection::Nodes {
            let message = "is no Kubernetes object; kubectl's table will not do";
            let problem = Diagnostic::new(RULE, Level::Error, tree.span(root), message);
            self.problem(
                problem.help("`kubectl get nodes -o yaml > nodes.yaml` writes what is needed"),
            );
        }
    }

    fn problem(&mut self, mut problem: Diagnostic) {
        problem.source = self.id;
        self.out.problems.push(problem);
    }

    /// An object, or the objects of a list; `of` is the kind of items that do not say theirs.
    fn object(
        &mut self,
        tree: &Tree<'_>,
        root: NodeId,
        item: Option<u32>,
        of: Option<&str>,
        depth: usize,
    ) {
        let text = |key: &str| tree.string(tree.entry(root, key));
        let kind = text("kind").map_or_else(
            || of.unwrap_or_default().to_owned(),
            std::borrow::Cow::into_owned,
        );
        let items = tree.entry(root, "items");
        if let Some(of) = kind.strip_suffix("List")
            && tree.kind(items) == Kind::Seq
            && depth < DEEPEST
        {
            for (index, item) in tree.items(items).enumerate() {
                self.object(tree, item, Some(index as u32), Some(of), depth + 1);
            }
            return;
        }
        if kind.is_empty() || kind.ends_with("List") {
            return;
        }
        self.count(&kind);
        let object = ObjectTree::new(tree, root);
        if kind == "Node" && self.selection == Selection::Nodes {
            match nodes::node(&object, self.id) {
                Ok(node) => self.out.nodes.push(node),
                Err(problems) => problems
                    .into_iter()
                    .for_each(|problem| self.problem(problem)),
            }
            return;
        }
        let api_version =
            text("apiVersion").map_or_else(|| String::from("v1"), std::borrow::Cow::into_owned);
        let Some(model) = Model::decode(served_version(&api_version, &kind), &kind, &object) else {
            return;
        };
        match self.selection {
            Selection::Nodes => self.out.pods.extend(RunningPod::new(&model, &object)),
            Selection::Workloads => {
                let metadata = model.metadata();
                let named =
                    |field: &Field<Text>| Some(field.text()).filter(|text| !text.is_empty());
                let id = ObjectId {
                    namespace: named(&metadata.namespace),
                    name: named(&metadata.name),
                    api_version: api_version.into(),
                    kind: kind.into(),
                };
                if let Some(workload) = Workload::new(&model, id, &object) {
                    let (source, document) = (self.id, self.document);
                    self.out.workloads.push(Workload {
                        source,
                        document,
                        item,
                        ..workload
                    });
                }
            }
        }
        self.out.policies.add(&model, &object);
    }

    fn count(&mut self, kind: &str) {
        match self.out.kinds.iter_mut().find(|entry| entry.0 == kind) {
            Some(entry) => entry.1 += 1,
            None => self.out.kinds.push((kind.to_owned(), 1)),
        }
    }

    fn finish(mut self) -> Contents {
        self.out
            .kinds
            .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        if self.selection == Selection::Nodes {
            for (span, message) in std::mem::take(&mut self.out.unread) {
                self.problem(Diagnostic::new(RULE, Level::Error, span, message));
            }
        }
        self.out
    }
}

/// The version whose model reads the pods of an object: removed versions had the same templates.
fn served_version<'v>(api_version: &'v str, kind: &str) -> &'v str {
    let is_app = matches!(
        kind,
        "DaemonSet" | "Deployment" | "ReplicaSet" | "StatefulSet"
    );
    match api_version {
        "extensions/v1beta1" | "apps/v1beta1" | "apps/v1beta2" if is_app => "apps/v1",
        "batch/v1beta1" | "batch/v2alpha1" if kind == "CronJob" => "batch/v1",
        _ => api_version,
    }
}
