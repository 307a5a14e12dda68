//! Which object of the old revision is which of the new one.

use super::revision::{Key, Revision};
use std::collections::HashMap;

/// An object of either revision, or one of both; indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    Added(usize),
    Removed(usize),
    Both(usize, usize),
}

/// Pairs in the order of the new revision, then what is gone.
///
/// Objects are one when group, kind, namespace and name are equal. Where a revision has several of these (overlays), those
/// in the file of the same name belong together, the rest in the order in which they stand. What stands in a file that
/// nobody asked for counts only where its partner was asked for.
pub(super) fn pairs(old: &Revision<'_>, new: &Revision<'_>) -> Vec<Pair> {
    let mut before: HashMap<&Key, Vec<usize>> = HashMap::new();
    for (index, object) in old.objects.iter().enumerate() {
        before.entry(&object.key).or_default().push(index);
    }
    let mut partner: Vec<Option<usize>> = vec![None; new.objects.len()];
    for (index, object) in new.objects.iter().enumerate() {
        if let Some(left) = before.get_mut(&object.key) {
            let same_file = |one: &usize| {
                old.objects
                    .get(*one)
                    .is_some_and(|one| old.file(one) == new.file(object))
            };
            if let Some(at) = left.iter().position(same_file) {
                partner[index] = Some(left.remove(at));
            }
        }
    }
    // Those asked for come first: what stands aside is taken last, on both sides.
    for aside in [false, true] {
        for (index, object) in new.objects.iter().enumerate() {
            if partner[index].is_some() || object.aside != aside {
                continue;
            }
            if let Some(left) = before.get_mut(&object.key).filter(|left| !left.is_empty()) {
                let asked = |one: &usize| old.objects.get(*one).is_some_and(|one| !one.aside);
                let at = left.iter().position(asked).unwrap_or(0);
                partner[index] = Some(left.remove(at));
            }
        }
    }
    let mut pairs = Vec::new();
    let mut taken = vec![false; old.objects.len()];
    for (index, object) in new.objects.iter().enumerate() {
        match partner[index] {
            Some(before) => {
                taken[before] = true;
                if !(object.aside && old.objects[before].aside) {
                    pairs.push(Pair::Both(before, index));
                }
            }
            None if object.aside => {}
            None => pairs.push(Pair::Added(index)),
        }
    }
    let gone =
        |(index, object): &(usize, &super::revision::Object)| !taken[*index] && !object.aside;
    let gone = old.objects.iter().enumerate().filter(gone);
    pairs.extend(gone.map(|(index, _)| Pair::Removed(index)));
    pairs
}
