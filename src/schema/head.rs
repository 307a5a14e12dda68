//! What every object begins with, found in one walk over its entries and one over its metadata.

use crate::names::Name;
use crate::yaml::{NodeId, Tree};

/// The values of the keys that every kind has; NONE where one is not written.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// `apiVersion`
    pub api_version: NodeId,
    /// `kind`
    pub kind: NodeId,
    /// `metadata`
    pub metadata: NodeId,
    /// `metadata.name`
    pub name: NodeId,
    /// `metadata.namespace`
    pub namespace: NodeId,
    /// `metadata.annotations`
    pub annotations: NodeId,
    /// `items`
    pub items: NodeId,
    /// `status`
    pub status: NodeId,
}

const ROOT: [Name; 5] = [
    Name::of("apiVersion"),
    Name::of("kind"),
    Name::of("metadata"),
    Name::of("items"),
    Name::of("status"),
];
const METADATA: [Name; 3] = [
    Name::of("name"),
    Name::of("namespace"),
    Name::of("annotations"),
];

impl Head {
    /// The head of the object at `root`.
    #[must_use]
    pub fn of(tree: &Tree<'_>, root: NodeId) -> Self {
        let [api_version, kind, metadata, items, status] = tree.values(root, ROOT);
        let [name, namespace, annotations] = tree.values(metadata, METADATA);
        Self {
            api_version,
            kind,
            metadata,
            name,
            namespace,
            annotations,
            items,
            status,
        }
    }
}
