//! One revision: the objects of its manifests, lists taken apart.
//!
//! Knows YAML trees and which kinds have a namespace.

use crate::diagnostic::ObjectId;
use crate::model::field::Text;
use crate::schema::{self, Scope};
use crate::source::{Source, SourceId, Span};
use crate::yaml::{self, Kind, NodeId, Tree};
use std::sync::Arc;

/// Where an object stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which source of its revision.
    pub source: SourceId,
    /// In which document of it.
    pub document: u32,
    /// Which item of a list.
    pub item: Option<u32>,
    /// Where its name is written, or its first line.
    pub span: Span,
}

/// The part that a source plays in its revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// Its name within the revision: the same file has the same one in both.
    pub name: String,
    /// Whether nobody asked for it: objects may have moved to or from there.
    pub aside: bool,
}

/// A document that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// In which source.
    pub source: SourceId,
    /// Where it goes wrong.
    pub span: Span,
    /// Why.
    pub message: String,
}

/// What makes two objects one: group, kind, namespace, name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    group: String,
    kind: String,
    namespace: String,
    name: String,
}

/// An object of a revision.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) id: Arc<ObjectId>,
    pub(super) key: Key,
    pub(super) place: Place,
    /// Index of the tree it is in.
    pub(super) tree: usize,
    pub(super) root: NodeId,
    /// Whether its source was read only to find what moved.
    pub(super) aside: bool,
}

/// The objects of some manifests.
#[derive(Debug, Default)]
pub struct Revision<'s> {
    pub(super) roles: &'s [Role],
    pub(super) trees: Vec<Tree<'s>>,
    pub(super) objects: Vec<Object>,
    /// Documents that cannot be read.
    pub unread: Vec<Unread>,
}

/// Lists in lists are taken apart down to this depth.
const DEEPEST: usize = 8;

impl<'s> Revision<'s> {
    /// Reads manifests; `roles` says what part each plays.
    #[must_use]
    pub fn read(sources: &'s [Source], roles: &'s [Role]) -> Self {
        let mut revision = Self {
            roles,
            ..Self::default()
        };
        for (index, source) in sources.iter().enumerate() {
            let aside = roles.get(index).is_some_and(|role| role.aside);
            let id = SourceId(index as u32);
            let stream = yaml::parse(&source.text);
            if let Some(stop) = stream.stop {
                revision.unread(id, stop);
            }
            for document in stream.documents {
                match document.content {
                    Ok(tree) => {
                        let place = Place {
                            source: id,
                            document: document.index,
                            item: None,
                            span: Span::new(0, 0),
                        };
                        let at = revision.trees.len();
                        let mut found = Vec::new();
                        objects(&tree, tree.root(), place, None, 0, &mut found);
                        revision.trees.push(tree);
                        revision
                            .objects
                            .extend(found.into_iter().map(|object| Object {
                                tree: at,
                                aside,
                                ..object
                            }));
                    }
                    Err(error) => revision.unread(id, error),
                }
            }
        }
        revision
    }

    /// How many objects it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether it has no object.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    fn unread(&mut self, source: SourceId, error: yaml::SyntaxError) {
        self.unread.push(Unread {
            source,
            span: error.span,
            message: error.message,
        });
    }

    /// The file that an object stands in.
    pub(super) fn file(&self, object: &Object) -> &'s str {
        let index = object.place.source.0 as usize;
        self.roles.get(index).map_or("", |role| &role.name)
    }

    /// The tree that an object stands in.
    pub(super) fn tree(&self, object: &Object) -> Option<&Tree<'s>> {
        self.trees.get(object.tree)
    }
}

/// An object, or the objects of a list; `of` is the kind of items that do not say theirs.
fn objects(
    tree: &Tree<'_>,
    root: NodeId,
    place: Place,
    of: Option<(&str, &str)>,
    depth: usize,
    found: &mut Vec<Object>,
) {
    if tree.kind(root) != Kind::Map {
        return;
    }
    let text = |node: NodeId, key: &str| {
        let text = tree.string(tree.entry(node, key));
        text.filter(|text| !text.is_empty())
            .map(std::borrow::Cow::into_owned)
    };
    let version = text(root, "apiVersion").or_else(|| of.map(|of| of.0.to_owned()));
    let kind = text(root, "kind").or_else(|| of.map(|of| of.1.to_owned()));
    let (Some(api_version), Some(kind)) = (version, kind) else {
        return;
    };
    let items = tree.entry(root, "items");
    if let Some(of) = kind.strip_suffix("List")
        && tree.kind(items) == Kind::Seq
        && depth < DEEPEST
    {
        let of = (!of.is_empty()).then_some((&*api_version, of));
        for (index, item) in tree.items(items).enumerate() {
            let item_place = Place {
                item: Some(index as u32),
                ..place
            };
            objects(tree, item, item_place, of, depth + 1, found);
        }
        return;
    }
    // What tells kustomize what to do never reaches a cluster.
    if api_version.starts_with("kustomize.config.k8s.io/") {
        return;
    }
    let metadata = tree.entry(root, "metadata");
    let name = tree.entry(metadata, "name");
    let id = ObjectId {
        namespace: text(metadata, "namespace").map(Text::from),
        name: text(metadata, "name").map(Text::from),
        api_version: api_version.into(),
        kind: kind.into(),
    };
    let key = key(&id, text(metadata, "generateName"));
    let grip = if name.is_none() { root } else { name };
    found.push(Object {
        key,
        place: Place {
            span: first_line(tree, grip),
            ..place
        },
        tree: 0,
        root,
        id: Arc::new(id),
        aside: false,
    });
}

fn key(id: &ObjectId, generate_name: Option<String>) -> Key {
    let group = match id.api_version.split_once('/') {
        Some((group, _)) => group,
        None => "",
    };
    let scope = schema::kind_in_any_version(&id.api_version, &id.kind)
        .next()
        .map(schema::Kind::scope);
    let namespace = match scope {
        Some(Scope::Cluster) => "",
        _ => id.namespace.as_deref().unwrap_or("default"),
    };
    Key {
        group: group.to_owned(),
        kind: id.kind.to_string(),
        namespace: namespace.to_owned(),
        name: (id.name.as_ref().map(Text::to_string))
            .or(generate_name)
            .unwrap_or_default(),
    }
}

/// The first line of what is written there.
pub(super) fn first_line(tree: &Tree<'_>, node: NodeId) -> Span {
    let span = tree.span(node);
    let text = tree.source().get(span.range()).unwrap_or("");
    let line = text.split('\n').next().unwrap_or("").trim_end();
    Span::new(span.start, span.start + line.len() as u32)
}
