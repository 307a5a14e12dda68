//! Where pods go: a placement run as JSON, for people, as Markdown. One file per format.

mod groups;
mod human;
mod json;
mod markdown;
mod overhead;
mod story;
mod table;

pub use human::human;
pub use json::json;
pub use markdown::markdown;
pub use story::story;

use crate::inventory::Inventory;
use crate::sim::placement::Placed;
use crate::sim::workload::Workload;
use crate::source::Source;

/// A placement run to report.
#[derive(Clone, Copy, Debug)]
pub struct PlacementRun<'r> {
    /// The manifests; workloads point into them.
    pub sources: &'r [Source],
    /// The nodes.
    pub inventory: &'r Inventory,
    /// What was placed.
    pub workloads: &'r [Workload],
    /// Where.
    pub placed: &'r Placed,
    /// Workloads that the apiserver would refuse: index, and how many errors there are.
    pub refused: &'r [(usize, usize)],
    /// With every column and every node.
    pub wide: bool,
}

impl PlacementRun<'_> {
    /// `namespace/name`, as kubectl prints it.
    pub(super) fn title(&self, workload: &Workload) -> String {
        let name = if workload.name.is_empty() {
            "<no name>"
        } else {
            &workload.name
        };
        format!("{}/{}", workload.namespace, super::plain(name))
    }

    /// `file:line` of a place in a workload's source.
    pub(super) fn place(&self, workload: &Workload, span: crate::source::Span) -> String {
        match self.sources.get(workload.source.0 as usize) {
            Some(source) => format!("{}:{}", source.name, source.line(span.start)),
            None => String::new(),
        }
    }
}

/// The node selector as `kubectl get daemonsets` prints it.
fn selector_text(shape: &crate::sim::pod::PodShape) -> String {
    if shape.node_selector.is_empty() {
        return String::from("<none>");
    }
    let entries = shape
        .node_selector
        .iter()
        .map(|(key, value, _)| format!("{key}={value}"));
    super::plain(&entries.collect::<Vec<_>>().join(",")).into_owned()
}
