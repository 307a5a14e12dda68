//! Custom resources against the CustomResourceDefinitions of the run.
//!
//! Trees are not kept between analysing and linking: only the sources that hold such objects are read once more.

use super::{Detail, Facts, hash_of};
use crate::diagnostic::{Diagnostic, Related};
use crate::rules::{invalid_custom_resource, unknown_field, unknown_kind};
use crate::schema::{self, CustomFault, CustomFinding, CustomKind};
use crate::source::{Source, SourceId};
use crate::threads;
use crate::yaml::{self, NodeId, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Judges every object whose kind a CustomResourceDefinition of the run defines.
pub(super) fn judge(sources: &[Source], facts: &[&Facts], threads: usize) -> Vec<Diagnostic> {
    let mut definitions: FxHashMap<Name<'_>, Vec<&Facts>> = FxHashMap::default();
    for one in facts.iter().copied() {
        if let Some(name) = defined(one) {
            definitions.entry(name).or_default().push(one);
        }
    }
    if definitions.is_empty() {
        return Vec::new();
    }
    let mut wanted: BTreeMap<SourceId, Vec<&Facts>> = BTreeMap::new();
    // Most definitions of a run are of kinds that nothing in it is of: only the others are read, in the versions asked for.
    let mut versions: BTreeMap<Place, (&Facts, Vec<&str>)> = BTreeMap::new();
    let mut asked = FxHashSet::default();
    for one in facts.iter().copied() {
        let (group, version) = group_and_version(one);
        let kind = (group, one.id.kind.as_str());
        let Some(definitions) = definitions.get(&kind) else {
            continue;
        };
        wanted.entry(one.source).or_default().push(one);
        if !asked.insert((top(sources, one), kind, version)) {
            continue;
        }
        for definition in definitions
            .iter()
            .filter(|definition| belong_together(sources, one, definition))
        {
            let place = (definition.source, definition.document, definition.item);
            let asked = versions.entry(place).or_insert((definition, Vec::new()));
            if !asked.1.contains(&version) {
                asked.1.push(version);
            }
        }
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let definitions = read(sources, &versions, threads);
    let mut times: FxHashMap<_, usize> = FxHashMap::default();
    for one in wanted.values().flatten() {
        *times.entry(&one.id).or_default() += 1;
    }
    let found = threads::each(threads, wanted.iter(), |(source, objects)| {
        let mut found = Vec::new();
        with_roots(sources, *source, objects, |one, tree, root| {
            let overlaid = times.get(&one.id).is_some_and(|times| *times > 1);
            found.extend(one_object(one, tree, root, &definitions, overlaid, sources));
        });
        found
    });
    found.into_iter().flatten().collect()
}

/// Group and kind.
type Name<'f> = (&'f str, &'f str);
/// Source, document, item of a list.
type Place = (SourceId, u32, Option<u32>);

/// Whether it defines a kind that objects of the run may be of.
pub(super) fn defines(one: &Facts) -> bool {
    defined(one).is_some()
}

/// What it defines, where it defines a kind of a group that is not Kubernetes' own.
fn defined(one: &Facts) -> Option<Name<'_>> {
    match &one.detail {
        Detail::Definition { group, kind } if !schema::group_is_known(group) => Some((group, kind)),
        _ => None,
    }
}

fn group_and_version(one: &Facts) -> (&str, &str) {
    let api_version = &one.id.api_version;
    api_version.rsplit_once('/').unwrap_or(("", api_version))
}

/// The definitions that are read.
struct Definitions<'f> {
    /// Each kind as often as it is written differently.
    kinds: Vec<CustomKind>,
    /// Where each is written, by group and kind, once a source.
    places: FxHashMap<Name<'f>, Vec<Defined<'f>>>,
}

/// An index into the kinds, and the object that defines the kind.
type Defined<'f> = (usize, &'f Facts);

fn read<'f>(
    sources: &[Source],
    versions: &BTreeMap<Place, (&'f Facts, Vec<&str>)>,
    threads: usize,
) -> Definitions<'f> {
    let mut by_source: BTreeMap<SourceId, Vec<&'f Facts>> = BTreeMap::new();
    for (one, _) in versions.values() {
        by_source.entry(one.source).or_default().push(one);
    }
    let read = threads::each(threads, by_source.iter(), |(source, objects)| {
        let mut kinds = Vec::new();
        with_roots(sources, *source, objects, |one, tree, root| {
            let asked = versions.get(&(one.source, one.document, one.item));
            let is_asked = |version: &str| asked.is_some_and(|(_, all)| all.contains(&version));
            if let Some(kind) = CustomKind::read(tree, root, is_asked) {
                let text = tree.source().get(tree.span(root).range());
                kinds.push((kind, (text.map(hash_of), asked.map(|asked| &asked.1)), one));
            }
        });
        kinds
    });
    let mut kinds = Vec::new();
    let mut places: FxHashMap<_, Vec<Defined<'f>>> = FxHashMap::default();
    let mut same = FxHashMap::default();
    for (kind, text, one) in read.into_iter().flatten() {
        let Some(name) = defined(one) else { continue };
        let index = *same.entry((name, text)).or_insert_with(|| {
            kinds.push(kind);
            kinds.len() - 1
        });
        let places = places.entry(name).or_default();
        let is_it = |other: &&Defined<'_>| other.1.source == one.source;
        let mut here = places.iter().rev().take_while(is_it);
        if here.all(|other| other.0 != index) {
            places.push((index, one));
        }
    }
    Definitions { kinds, places }
}

/// Reads a source and hands out the roots of some of its objects, which are in the order of its documents.
pub(super) fn with_roots<'f>(
    sources: &[Source],
    source: SourceId,
    objects: &[&'f Facts],
    mut each: impl FnMut(&'f Facts, &Tree<'_>, NodeId),
) {
    let Some(source) = sources.get(source.0 as usize) else {
        return;
    };
    let wanted = |index| {
        let at = objects.binary_search_by_key(&index, |one| one.document);
        at.is_ok()
    };
    let documents = yaml::parse_some(&source.text, wanted);
    for one in objects {
        let at = documents.binary_search_by_key(&one.document, |document| document.index);
        let Some(Ok(tree)) = at.ok().map(|at| &documents[at].content) else {
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
    definitions: &Definitions<'_>,
    overlaid: bool,
    sources: &[Source],
) -> Vec<Diagnostic> {
    let (group, version) = group_and_version(one);
    let places = definitions.places.get(&(group, one.id.kind.as_str()));
    let places = places.into_iter().flatten();
    let mut near: Vec<Defined<'_>> = places
        .copied()
        .filter(|(_, definition)| belong_together(sources, one, definition))
        .collect();
    // Where all say the same, who is nearest is asked for one of them alone.
    if near.iter().any(|(kind, _)| *kind != near[0].0) {
        near.sort_by_cached_key(|(_, definition)| Reverse(nearness(sources, one, definition)));
    } else if let Some(nearest) = nearest(sources, one, &near) {
        near = vec![nearest];
    }
    let Some((_, definition)) = near.first().copied() else {
        return Vec::new();
    };
    let mut seen = FxHashSet::default();
    near.retain(|(kind, _)| seen.insert(*kind));
    let candidates: Vec<&CustomKind> = near
        .iter()
        .filter_map(|(kind, _)| definitions.kinds.get(*kind))
        .collect();
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
    let mut serving = candidates.iter().filter(|kind| kind.serves(version));
    let Some(nearest) = serving.next() else {
        // Releases of several years often lie side by side; only within one file a version is surely missing.
        if definition.source != one.source {
            return Vec::new();
        }
        let served: Option<Vec<&str>> = candidates.first().map(|kind| kind.served().collect());
        let span = tree.span(tree.entry(root, "apiVersion"));
        return vec![place(unknown_kind::custom(
            &one.id.api_version,
            &one.id.kind,
            &served.unwrap_or_default(),
            span,
        ))];
    };
    let judge = |kind: &CustomKind| schema::check_custom(kind, version, tree, root);
    let findings = judge(nearest);
    if findings.is_empty() || serving.any(|kind| judge(kind).is_empty()) {
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

/// The first folder of the path of an object's source; None where it lies in none.
fn top<'s>(sources: &'s [Source], one: &Facts) -> Option<&'s str> {
    name(sources, one).split_once('/').map(|(top, _)| top)
}

/// Whether two objects can be meant for one cluster: not where they stand in different projects side by side.
fn belong_together(sources: &[Source], one: &Facts, other: &Facts) -> bool {
    match (top(sources, one), top(sources, other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

fn name<'s>(sources: &'s [Source], facts: &Facts) -> &'s str {
    sources
        .get(facts.source.0 as usize)
        .map_or("", |source| source.name.as_str())
}

/// The first of the definitions nearest to an object.
fn nearest<'f>(sources: &[Source], one: &Facts, places: &[Defined<'f>]) -> Option<Defined<'f>> {
    let here = places.iter().find(|place| place.1.source == one.source);
    let nearest = || {
        let places = places.iter();
        places.min_by_key(|place| Reverse(nearness(sources, one, place.1)))
    };
    here.or_else(nearest).copied()
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
