//! Which objects are meant to be together: a kustomization, what Helm prints, else a tree of folders.
//!
//! Where an object is there twice in a tree the tree holds variants (overlays, examples): it is taken apart along its
//! folders until no object is there twice.

use super::facts::{Hashes, identity};
use super::kustomize::{self, Built, Kustomizations, folder};
use super::{Detail, Facts, Kustomization};
use crate::source::{Source, SourceId};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::ops::Deref;

/// The objects of one scope.
pub(super) type Group<'f> = Vec<Member<'f>>;

/// An object of a scope.
pub(super) enum Member<'f> {
    /// As it is written.
    Written(&'f Facts),
    /// As a kustomization makes it.
    Made(Box<Facts>),
}

impl Deref for Member<'_> {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        match self {
            Self::Written(facts) => facts,
            Self::Made(facts) => facts,
        }
    }
}

/// The scopes of a run. An object is in as many as use it.
pub(super) fn scopes<'f>(
    sources: &'f [Source],
    facts: &[&'f Facts],
    kustomizations: &[Kustomization],
    streams: &BTreeSet<SourceId>,
) -> Vec<Group<'f>> {
    let known = Kustomizations::new(kustomizations, sources);
    let patches = known.patches();
    let mut taken: BTreeSet<SourceId> = patches.clone();
    let mut scopes: Vec<Group<'f>> = Vec::new();
    for built in known.build() {
        let group = of_kustomization(&built, facts, &patches);
        taken.extend(built.members.iter().map(|member| member.source));
        if !group.is_empty() {
            scopes.push(group);
        }
    }
    for stream in streams.difference(&taken) {
        let group = of_source(facts, *stream).iter().copied();
        scopes.push(group.map(Member::Written).collect());
    }
    taken.extend(streams);
    let mut rest: Vec<Open<'_>> = Vec::with_capacity(facts.len());
    for of_source in facts.chunk_by(|one, other| one.source == other.source) {
        if let Some(first) = of_source.first().filter(|one| !taken.contains(&one.source)) {
            let source = sources.get(first.source.0 as usize);
            let folder = source.map_or("", |source| folder(&source.name));
            rest.extend(of_source.iter().map(|one| Open::new(one, folder)));
        }
    }
    forget_unique(&mut rest);
    split(rest, &mut scopes);
    scopes
}

/// The objects of one source: all objects are in the order of their sources.
fn of_source<'a, 'f>(facts: &'a [&'f Facts], source: SourceId) -> &'a [&'f Facts] {
    let from = facts.partition_point(|one| one.source < source);
    let to = facts.partition_point(|one| one.source <= source);
    &facts[from..to]
}

/// The objects that a kustomization makes, with its namespace and labels.
fn of_kustomization<'f>(
    built: &Built,
    facts: &[&'f Facts],
    patches: &BTreeSet<SourceId>,
) -> Group<'f> {
    let members = built
        .members
        .iter()
        .filter(|member| !patches.contains(&member.source));
    let objects = members.flat_map(|member| {
        let objects = of_source(facts, member.source).iter();
        objects.map(move |one| as_made(one, member))
    });
    objects.collect()
}

/// An object with the namespace and labels that a kustomization gives it.
fn as_made<'f>(one: &'f Facts, built: &kustomize::Member) -> Member<'f> {
    if built.namespace.is_none() && built.labels.is_empty() {
        return Member::Written(one);
    }
    let mut one = Box::new(one.clone());
    if let Some(namespace) = &built.namespace {
        one.set_namespace = Some(namespace.into());
    }
    if let Detail::Pods(pods) = &mut one.detail {
        for (key, value) in &built.labels {
            pods.labels.value.retain(|label| label.0 != *key);
            pods.labels.value.push((key.into(), value.into()));
        }
    }
    one.hashes = Hashes::of(&one);
    Member::Made(one)
}

/// An object that is not taken yet. What is asked of each again and again stands here, not where the object lies.
#[derive(Clone, Copy)]
struct Open<'f> {
    /// The hash of its identity, where another object of the run may have the same.
    identity: Option<u64>,
    source: SourceId,
    /// The path of its folder.
    folder: &'f str,
    facts: &'f Facts,
}

impl<'f> Open<'f> {
    fn new(facts: &'f Facts, folder: &'f str) -> Self {
        Self {
            identity: facts.hashes.identity,
            source: facts.source,
            folder,
            facts,
        }
    }

    /// The part of its folder's path that starts `from` bytes in; None where it lies there itself.
    fn part(&self, from: usize) -> Option<&'f str> {
        let rest = self.folder.get(from..).filter(|rest| !rest.is_empty())?;
        Some(rest.split_once('/').map_or(rest, |(part, _)| part))
    }
}

/// The identities of some objects, sorted by their hashes: hash, index of the object.
fn identities(objects: &[Open<'_>]) -> Vec<(u64, u32)> {
    let objects = objects.iter().enumerate();
    let mut hashes: Vec<(u64, u32)> = objects
        .filter_map(|(index, one)| Some((one.identity?, index as u32)))
        .collect();
    hashes.sort_unstable();
    hashes
}

/// Forgets the identities that one object alone has, as nearly all do.
fn forget_unique(objects: &mut [Open<'_>]) {
    let hashes = identities(objects);
    for same in hashes.chunk_by(|one, other| one.0 == other.0) {
        if let [(_, index)] = same {
            objects[*index as usize].identity = None;
        }
    }
}

/// Whether an object is there twice.
fn has_variants(objects: &[Open<'_>]) -> bool {
    let hashes = identities(objects);
    let name = |(_, index): (u64, u32)| identity(&objects[index as usize].facts.id);
    // Equal hashes are nearly always equal names.
    let mut same = hashes.chunk_by(|one, other| one.0 == other.0);
    same.any(|same| {
        let mut seen = FxHashSet::default();
        same.len() > 1 && same.iter().any(|one| !seen.insert(name(*one)))
    })
}

/// The part of their folders' paths that starts `from` bytes in, where all lie below the same folder there.
fn shared_part<'f>(objects: &[Open<'f>], from: usize) -> Option<&'f str> {
    let part = objects.first()?.part(from)?;
    let mut all = objects.iter();
    all.all(|one| one.part(from) == Some(part)).then_some(part)
}

/// Takes folders apart until no object is there twice in a part.
fn split<'f>(objects: Vec<Open<'f>>, scopes: &mut Vec<Group<'f>>) {
    let mut found: Vec<Vec<Open<'f>>> = Vec::new();
    // What is open shares that many bytes of its folder's path.
    let mut open = vec![(0, objects)];
    while let Some((mut from, mut objects)) = open.pop() {
        if !has_variants(&objects) {
            found.push(objects);
            continue;
        }
        while let Some(part) = shared_part(&objects, from) {
            from += part.len() + 1;
        }
        // They lie in order already, but for what other programs made.
        objects.sort_by_key(|one| one.part(from));
        for here in objects.chunk_by(|one, other| one.part(from) == other.part(from)) {
            if let Some(part) = here.first().and_then(|one| one.part(from)) {
                open.push((from + part.len() + 1, here.to_vec()));
            } else if has_variants(here) {
                // Variants side by side in one folder: a file each.
                let files = here.chunk_by(|one, other| one.source == other.source);
                found.extend(files.map(<[_]>::to_vec));
            } else {
                found.push(here.to_vec());
            }
        }
    }
    found.retain(|objects| !objects.is_empty());
    found.sort_by_key(|objects| objects.first().map(|one| (one.source, one.facts.document)));
    let groups = found.into_iter().map(|objects| {
        let objects = objects.into_iter();
        objects.map(|one| Member::Written(one.facts)).collect()
    });
    scopes.extend(groups);
}
