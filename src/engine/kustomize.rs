//! Kustomizations: which sources they join, which of them are patches, and what they do to all objects.
//!
//! Follows kustomize's `types.Kustomization`; what it generates or fetches from elsewhere is not known here.

use crate::schema::Head;
use crate::source::{Source, SourceId};
use crate::yaml::{Kind, NodeId, Tree};
use std::collections::{BTreeSet, HashMap};

/// The names that kustomize looks for in a folder.
const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// What one kustomization says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kustomization {
    /// In which source.
    pub source: SourceId,
    /// Files, and folders with a kustomization: `resources`, `bases`, `components`.
    pub resources: Vec<String>,
    /// Files that hold patches.
    pub patches: Vec<String>,
    /// The namespace that every object gets.
    pub namespace: Option<String>,
    /// The labels that every pod gets.
    pub labels: Vec<(String, String)>,
}

/// Whether a source is a kustomization by its name.
pub(super) fn is_named_so(name: &str) -> bool {
    NAMES.contains(&name.rsplit('/').next().unwrap_or_default())
}

/// Reads one; None where the document is something else, as far as it and the name of its source say.
pub(super) fn read(
    tree: &Tree<'_>,
    head: &Head,
    source: SourceId,
    is_named_so: bool,
) -> Option<Kustomization> {
    let root = tree.root();
    let says_so = tree
        .string(head.api_version)
        .is_some_and(|version| version.starts_with("kustomize.config.k8s.io/"));
    if tree.kind(root) != Kind::Map || !(says_so || is_named_so) {
        return None;
    }
    let texts = |at: NodeId| {
        let items = tree.items(at).filter_map(|item| tree.string(item));
        items.map(std::borrow::Cow::into_owned).collect::<Vec<_>>()
    };
    let mut found = Kustomization {
        source,
        namespace: tree
            .string(tree.entry(root, "namespace"))
            .filter(|text| !text.is_empty())
            .map(std::borrow::Cow::into_owned),
        ..Kustomization::default()
    };
    for key in ["resources", "bases", "components"] {
        found.resources.extend(texts(tree.entry(root, key)));
    }
    // An entry of more than one line is the patch itself.
    let merges = texts(tree.entry(root, "patchesStrategicMerge"));
    let files = merges.into_iter().filter(|text| !text.contains('\n'));
    found.patches.extend(files);
    for key in ["patches", "patchesJson6902"] {
        for item in tree.items(tree.entry(root, key)) {
            let path = tree.string(tree.entry(item, "path"));
            found.patches.extend(path.map(std::borrow::Cow::into_owned));
        }
    }
    let mut labels = |at: NodeId| {
        for (key, value) in tree.entries(at) {
            if let Some(value) = tree.string(value) {
                let key = tree.key_text(key).into_owned();
                found.labels.push((key, value.into_owned()));
            }
        }
    };
    labels(tree.entry(root, "commonLabels"));
    for item in tree.items(tree.entry(root, "labels")) {
        let on = |key: &str| tree.scalar(tree.entry(item, key)) == crate::yaml::Scalar::Bool(true);
        if on("includeSelectors") || on("includeTemplates") {
            labels(tree.entry(item, "pairs"));
        }
    }
    Some(found)
}

/// What a kustomization that no other one uses makes of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Built {
    /// The sources whose objects it joins, and what it does to the objects of each: namespace, labels of pods.
    pub(super) members: Vec<Member>,
}

/// A source within a kustomization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) source: SourceId,
    pub(super) namespace: Option<String>,
    pub(super) labels: Vec<(String, String)>,
}

/// The kustomizations of a run, and where they lie.
pub(super) struct Kustomizations<'k> {
    all: &'k [Kustomization],
    /// Sources by their name without `.` and `..`.
    by_name: HashMap<String, SourceId>,
    /// Kustomizations (by index) by their folder.
    by_folder: HashMap<String, usize>,
    folders: Vec<String>,
}

impl<'k> Kustomizations<'k> {
    pub(super) fn new(all: &'k [Kustomization], sources: &[Source]) -> Self {
        let mut this = Self {
            all,
            by_name: HashMap::new(),
            by_folder: HashMap::new(),
            folders: Vec::new(),
        };
        if all.is_empty() {
            return this;
        }
        for (index, source) in sources.iter().enumerate() {
            let id = SourceId(index as u32);
            this.by_name.insert(joined("", &source.name), id);
        }
        for (index, one) in all.iter().enumerate() {
            let name = sources
                .get(one.source.0 as usize)
                .map_or("", |source| &source.name);
            let folder = folder(&joined("", name)).to_owned();
            if is_named_so(name) {
                this.by_folder.entry(folder.clone()).or_insert(index);
            }
            this.folders.push(folder);
        }
        this
    }

    /// The sources that are only patches.
    pub(super) fn patches(&self) -> BTreeSet<SourceId> {
        let mut found = BTreeSet::new();
        for (one, folder) in self.all.iter().zip(&self.folders) {
            for path in &one.patches {
                found.extend(self.by_name.get(&joined(folder, path)));
            }
        }
        found
    }

    /// What each kustomization makes that no other one uses.
    pub(super) fn build(&self) -> Vec<Built> {
        let mut used = BTreeSet::new();
        for index in 0..self.all.len() {
            used.extend(
                self.uses(index)
                    .1
                    .into_iter()
                    .filter(|other| *other != index),
            );
        }
        let mut roots: Vec<usize> = (0..self.all.len())
            .filter(|index| !used.contains(index))
            .collect();
        if roots.is_empty() {
            // A circle is kustomize's to complain about; each is taken as it stands.
            roots.extend(0..self.all.len());
        }
        roots.into_iter().map(|root| self.build_one(root)).collect()
    }

    /// The sources and kustomizations that one names.
    fn uses(&self, index: usize) -> (Vec<SourceId>, Vec<usize>) {
        let (mut files, mut others) = (Vec::new(), Vec::new());
        for path in &self.all[index].resources {
            let path = joined(&self.folders[index], path);
            if let Some(other) = self.by_folder.get(&path) {
                others.push(*other);
            } else if let Some(file) = self.by_name.get(&path) {
                files.push(*file);
            }
        }
        (files, others)
    }

    fn build_one(&self, root: usize) -> Built {
        let mut built = Built::default();
        let mut seen = BTreeSet::from([root]);
        let mut open = vec![(root, None::<String>, Vec::new())];
        while let Some((index, namespace, mut labels)) = open.pop() {
            let one = &self.all[index];
            // What is outside is done last and wins.
            let namespace = namespace.or_else(|| one.namespace.clone());
            labels.extend(one.labels.iter().cloned());
            let (files, others) = self.uses(index);
            for source in files {
                if !built.members.iter().any(|member| member.source == source) {
                    built.members.push(Member {
                        source,
                        namespace: namespace.clone(),
                        labels: labels.clone(),
                    });
                }
            }
            for other in others {
                if seen.insert(other) {
                    open.push((other, namespace.clone(), labels.clone()));
                }
            }
        }
        built.members.sort_by_key(|member| member.source);
        built
    }
}

/// The folder of a path; empty for none.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path from a folder, without `.` and `..` where they can be taken out.
fn joined(folder: &str, path: &str) -> String {
    let absolute = path.starts_with('/')
        || (path.is_empty() && folder.starts_with('/'))
        || folder.starts_with('/');
    let start = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let text = parts.join("/");
    if absolute { format!("/{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn paths_are_joined_as_people_mean_them() {
        assert_eq!(joined("a/b", "../base/x.yaml"), "a/base/x.yaml");
        assert_eq!(joined("", "./x.yaml"), "x.yaml");
        assert_eq!(joined("../over", "../../base/"), "../../base");
        assert_eq!(joined("/r/over", "../base"), "/r/base");
        assert_eq!(joined("a", "/abs/x"), "/abs/x");
    }
}
