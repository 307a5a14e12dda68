//! Custom resources against the CustomResourceDefinitions of the run.
//!
//! Trees are not kept between analysing and linking: only the sources that hold such objects are read once more.

use super::Facts;
use crate::diagnostic::{Diagnostic, Related};
use crate::rules::{invalid_custom_resource, unknown_field, unknown_kind};
use crate::schema::{self, CustomFault, CustomFinding, CustomKind};
use crate::source::{Source, SourceId};
use crate::yaml::{self, NodeId, Tree};
use std::collections::{BTreeMap, HashMap};

/// Judges every object whose kind a CustomResourceDefinition of the run defines.
pub(super) fn judge(sources: &[Source], facts: &[Facts]) -> Vec<Diagnostic> {
    let definitions: Vec<&Facts> = facts.iter().filter(|one| is_definition(one)).collect();
    let mut found = Vec::new();
    if definitions.is_empty() {
        return found;
    }
    let groups: Vec<&str> = definitions
        .iter()
        .filter_map(|one| Some(one.id.name.as_deref()?.split_once('.')?.1))
        .collect();
    let mut wanted: BTreeMap<SourceId, Vec<&Facts>> = BTreeMap::new();
    for one in facts
        .iter()
        .filter(|one| groups.contains(&schema::group(&one.id.api_version)))
    {
        wanted.entry(one.source).or_default().push(one);
    }
    if wanted.is_empty() {
        return found;
    }
    let kinds = read(sources, &definitions);
    let mut times: HashMap<_, usize> = HashMap::new();
    for one in wanted.values().flatten() {
        *times.entry(&one.id).or_default() += 1;
    }
    for (source, objects) in &wanted {
        with_roots(sources, *source, objects, |one, tree, root| {
            let overlaid = times.get(&one.id).is_some_and(|times| *times > 1);
            found.extend(one_object(one, tree, root, &kinds, overlaid, sources));
        });
    }
    found
}

/// Whether it defines a kind, of a group that is not Kubernetes' own.
fn is_definition(one: &Facts) -> bool {
    let group = one
        .id
        .name
        .as_deref()
        .and_then(|name| Some(name.split_once('.')?.1));
    one.id.kind == "CustomResourceDefinition"
        && one.id.api_version == "apiextensions.k8s.io/v1"
        && group.is_some_and(|group| !schema::group_is_known(group))
}

/// A kind, and the object that defines it.
type Defined<'f> = (CustomKind, &'f Facts);

fn read<'f>(sources: &[Source], definitions: &[&'f Facts]) -> Vec<Defined<'f>> {
    let mut by_source: BTreeMap<SourceId, Vec<&'f Facts>> = BTreeMap::new();
    for one in definitions {
        by_source.entry(one.source).or_default().push(one);
    }
    let mut kinds = Vec::new();
    for (source, objects) in by_source {
        with_roots(sources, source, &objects, |one, tree, root| {
            kinds.extend(CustomKind::read(tree, root).map(|kind| (kind, one)));
        });
    }
    kinds
}

/// Reads a source and hands out the roots of some of its objects.
pub(super) fn with_roots<'f>(
    sources: &[Source],
    source: SourceId,
    objects: &[&'f Facts],
    mut each: impl FnMut(&'f Facts, &Tree<'_>, NodeId),
) {
    let Some(source) = sources.get(source.0 as usize) else {
        return;
    };
    let stream = yaml::parse(&source.text);
    for one in objects {
        let document = stream
            .documents
            .iter()
            .find(|document| document.index == one.document);
        let Some(Ok(tree)) = document.map(|document| &document.content) else {
            continue;
        };
        let root = match one.item {
            None => Some(tree.root()),
            Some(item) => tree
                .items(tree.entry(tree.root(), "items"))
                .nth(item as usize),
        };
        if let Some(root) = root {
            each(one, tree, root);
        }
    }
}

fn one_object(
    one: &Facts,
    tree: &Tree<'_>,
    root: NodeId,
    kinds: &[Defined<'_>],
    overlaid: bool,
    sources: &[Source],
) -> Vec<Diagnostic> {
    let (group, version) = one
        .id
        .api_version
        .rsplit_once('/')
        .unwrap_or(("", &one.id.api_version));
    let mut candidates: Vec<&Defined<'_>> = kinds
        .iter()
        .filter(|(kind, _)| kind.group == group && kind.kind == one.id.kind)
        .filter(|(_, definition)| belong_together(sources, one, definition))
        .collect();
    candidates.sort_by_key(|(_, definition)| std::cmp::Reverse(nearness(sources, one, definition)));
    let Some((nearest, definition)) = candidates.first().copied() else {
        return Vec::new();
    };
    let place = |mut said: Diagnostic| {
        said.source = one.source;
        said.document = one.document;
        said.item = one.item;
        said.object = Some(one.id.clone());
        said.related.push(Related {
            message: String::from("its CustomResourceDefinition"),
            source: definition.source,
            span: definition.span,
        });
        said
    };
    if !candidates.iter().any(|(kind, _)| kind.serves(version)) {
        // Releases of several years often lie side by side; only within one file a version is surely missing.
        if definition.source != one.source {
            return Vec::new();
        }
        let served: Vec<&str> = nearest.served().collect();
        let span = tree.span(tree.entry(root, "apiVersion"));
        return vec![place(unknown_kind::custom(
            &one.id.api_version,
            &one.id.kind,
            &served,
            span,
        ))];
    }
    let judge = |kind: &CustomKind| schema::check_custom(kind, version, tree, root);
    let Some((nearest, _)) = candidates.iter().find(|(kind, _)| kind.serves(version)) else {
        return Vec::new();
    };
    let findings = judge(nearest);
    if findings.is_empty()
        || candidates
            .iter()
            .skip(1)
            .any(|(kind, _)| kind.serves(version) && judge(kind).is_empty())
    {
        return Vec::new();
    }
    let partial = one.partial || overlaid;
    findings
        .iter()
        .filter(|finding| !(partial && is_missing(finding)))
        .map(|finding| place(said(finding, tree, root, nearest.has_cel)))
        .collect()
}

fn is_missing(finding: &CustomFinding) -> bool {
    matches!(
        finding.fault,
        CustomFault::Invalid {
            reason: "FieldValueRequired",
            ..
        }
    )
}

fn said(finding: &CustomFinding, tree: &Tree<'_>, root: NodeId, has_cel: bool) -> Diagnostic {
    let said = match &finding.fault {
        CustomFault::Unknown { known } => {
            unknown_field::custom(&finding.path, known, finding.at, tree)
        }
        CustomFault::Invalid { reason, detail } => {
            let key = if finding.at == root {
                tree.entries(root).next().map(|entry| entry.0)
            } else {
                Some(tree.key_of(finding.at))
            };
            let at = match key {
                Some(key)
                    if !key.is_none()
                        && (is_missing(finding) || tree.kind(finding.at) == yaml::Kind::Map) =>
                {
                    key
                }
                _ => finding.at,
            };
            invalid_custom_resource::report(tree.span(at), &finding.path, reason, detail)
        }
    };
    if has_cel {
        said.note("The CustomResourceDefinition has rules in CEL besides, which are not checked.")
    } else {
        said
    }
}

/// Whether two objects can be meant for one cluster: not where they stand in different projects side by side.
fn belong_together(sources: &[Source], one: &Facts, other: &Facts) -> bool {
    let top = |facts: &Facts| name(sources, facts).split_once('/').map(|(top, _)| top);
    match (top(one), top(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

fn name<'s>(sources: &'s [Source], facts: &Facts) -> &'s str {
    sources
        .get(facts.source.0 as usize)
        .map_or("", |source| source.name.as_str())
}

/// How much of the path two sources share; the same source is nearest.
fn nearness(sources: &[Source], one: &Facts, other: &Facts) -> usize {
    if one.source == other.source {
        return usize::MAX;
    }
    let (one, other) = (name(sources, one), name(sources, other));
    one.split('/')
        .zip(other.split('/'))
        .take_while(|(a, b)| a == b)
        .count()
}
