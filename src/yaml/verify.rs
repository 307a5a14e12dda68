//! What Kubernetes refuses although the grammar allows it: tags that do not fit, keys that are no strings, numbers that
//! JSON does not have, values nested too deeply.
//!
//! Follows go-yaml's `decoder.scalar` and `mapping`, sigs.k8s.io/yaml's `convertToJSONableObject`, and Go's JSON encoder
//! and decoder. Only documents that hold something unusual come here.

use super::scalar::{self, Scalar};
use super::slow::{Mark, Problem};
use super::tree::{KEY, Kind, NodeId, Tree};
use std::collections::HashMap;

/// How deep JSON may nest: `maxNestingDepth` of Go's encoding/json.
pub(super) const MAX_DEPTH: usize = 10_000;

/// Checks a document that has something unusual.
pub(super) fn verify(tree: &Tree<'_>) -> Result<(), Box<Problem>> {
    check_nodes(tree)?;
    check_survivors(tree)
}

fn problem(tree: &Tree<'_>, id: NodeId, text: String) -> Box<Problem> {
    let at = tree.used_at(id).unwrap_or(tree.span(id)).start;
    Problem::decode(
        text,
        Mark {
            offset: at as usize,
            ..Mark::default()
        },
    )
}

/// What fails wherever it stands: go-yaml decodes every node, also what a later key replaces.
fn check_nodes(tree: &Tree<'_>) -> Result<(), Box<Problem>> {
    for (id, _, tag) in &tree.tags {
        let id = NodeId(*id);
        if matches!(tree.kind(id), Kind::Null | Kind::Scalar)
            && scalar::tagged(*tag, tree.text(id)).is_err()
        {
            let written = tree.tag(id).unwrap_or("");
            return Err(problem(
                tree,
                id,
                format!("cannot decode `{}` as a {written}", tree.text(id)),
            ));
        }
    }
    for (index, node) in tree.nodes.iter().enumerate() {
        if node.flags & KEY != 0 && matches!(node.kind, Kind::Map | Kind::Seq) {
            let what = if node.kind == Kind::Map {
                "map"
            } else {
                "list"
            };
            return Err(problem(
                tree,
                NodeId(index as u32),
                format!("invalid map key: a {what}"),
            ));
        }
    }
    Ok(())
}

/// What fails only where no later key of the same mapping replaces it: go-yaml's maps are turned to JSON when they are
/// complete.
fn check_survivors(tree: &Tree<'_>) -> Result<(), Box<Problem>> {
    let mut left = vec![(tree.root(), 1)];
    while let Some((id, depth)) = left.pop() {
        let kind = tree.kind(id);
        if depth > MAX_DEPTH && matches!(kind, Kind::Map | Kind::Seq) {
            return Err(problem(tree, id, String::from("exceeded max depth")));
        }
        match kind {
            Kind::Seq => left.extend(tree.items(id).map(|item| (item, depth + 1))),
            Kind::Map => {
                for (key, value) in survivors(tree, id) {
                    match tree.scalar(key) {
                        Scalar::Null => {
                            return Err(problem(
                                tree,
                                key,
                                String::from("unsupported map key of type: %!s(<nil>)"),
                            ));
                        }
                        Scalar::Uint(_) => {
                            return Err(problem(
                                tree,
                                key,
                                String::from("unsupported map key of type: uint64"),
                            ));
                        }
                        _ => left.push((value, depth + 1)),
                    }
                }
            }
            Kind::Null | Kind::Scalar => {
                if let Scalar::Float(number) = tree.scalar(id)
                    && !number.is_finite()
                {
                    return Err(problem(
                        tree,
                        id,
                        format!("json: unsupported value: {}", tree.text(id)),
                    ));
                }
            }
        }
    }
    Ok(())
}

/// Entries of a mapping that no later entry with the same Go value as key replaces.
fn survivors(tree: &Tree<'_>, map: NodeId) -> Vec<(NodeId, NodeId)> {
    let mut last: HashMap<(u8, String), NodeId> = HashMap::new();
    let identity = |key: NodeId| {
        let scalar = tree.scalar(key);
        let (kind, text) = match &scalar {
            Scalar::Null => (0, String::new()),
            Scalar::Bool(value) => (1, value.to_string()),
            Scalar::Int(value) => (2, value.to_string()),
            Scalar::Uint(value) => (3, value.to_string()),
            // Not a number is equal to nothing, itself included.
            Scalar::Float(value) if value.is_nan() => (4, format!("{}", key.0)),
            Scalar::Float(value) => (4, value.to_string()),
            Scalar::Str(text) => (5, text.to_string()),
        };
        (kind, text)
    };
    for (key, _) in tree.entries(map) {
        last.insert(identity(key), key);
    }
    tree.entries(map)
        .filter(|(key, _)| last.get(&identity(*key)) == Some(key))
        .collect()
}
