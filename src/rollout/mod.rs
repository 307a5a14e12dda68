//! The step from one revision of manifests to the next: what the apiserver refuses, what changes, which pods restart,
//! and how the rollout goes.
//!
//! Knows objects, the verdict on updates and the simulation; knows neither files nor output. What it answers is plain
//! data, which reports print.

mod changes;
pub mod forecast;
mod matching;
mod revision;
mod verdict;

pub use changes::{FieldChange, Step as PathStep};
pub use forecast::{Circumstances, Ending, Forecast};
pub use revision::{Place, Revision, Role, Unread};
pub use verdict::Refusal;

use crate::diagnostic::ObjectId;
use revision::Object;
use serde_json::Value;
use std::sync::Arc;

/// How an object comes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the new revision has it.
    Added,
    /// Only the old revision has it.
    Removed,
    /// What is stored differs.
    Changed,
    /// What is stored is equal.
    Same,
}

impl Change {
    /// `added`, `removed`, `changed` or `same`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Same => "same",
        }
    }
}

/// How the new manifests are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Send {
    /// `kubectl apply`: a three-way merge, with the old manifest as what was applied last.
    #[default]
    Apply,
    /// `kubectl replace`: the new manifest as it stands.
    Replace,
}

/// An object of either revision.
#[derive(Clone, Debug)]
pub struct ObjectChange {
    /// Which one; as the new revision writes it, where that has it.
    pub id: Arc<ObjectId>,
    /// What becomes of it.
    pub change: Change,
    /// Where the old revision has it.
    pub old: Option<Place>,
    /// Where the new revision has it.
    pub new: Option<Place>,
    /// What the apiserver (or kubectl) refuses.
    pub refused: Vec<Refusal>,
    /// What differs in what is stored.
    pub changes: Vec<FieldChange>,
    /// What is stored of the old manifest, defaulted; None where it cannot be read.
    pub before: Option<Value>,
    /// What is stored then, whether it is refused or not.
    pub after: Option<Value>,
}

impl ObjectChange {
    /// Whether an edit makes the pods of the workload anew.
    #[must_use]
    pub fn restarts_pods(&self) -> bool {
        self.changes.iter().any(|change| change.restarts)
    }

    /// How the rollout goes; None where no pod is made anew.
    #[must_use]
    pub fn forecast(&self, circumstances: Circumstances<'_>) -> Option<Forecast> {
        if !self.restarts_pods() {
            return None;
        }
        forecast::forecast(self.before.as_ref()?, self.after.as_ref()?, circumstances)
    }
}

/// Compares two revisions: objects in the order of the new revision, then those that are gone.
#[must_use]
pub fn compare(old: &Revision<'_>, new: &Revision<'_>, send: Send) -> Vec<ObjectChange> {
    let mut all = Vec::new();
    for pair in matching::pairs(old, new) {
        all.push(match pair {
            matching::Pair::Added(index) => added(new, &new.objects[index]),
            matching::Pair::Removed(index) => removed(old, &old.objects[index]),
            matching::Pair::Both(before, after) => {
                both(old, &old.objects[before], new, &new.objects[after], send)
            }
        });
    }
    all
}

fn added(revision: &Revision<'_>, object: &Object) -> ObjectChange {
    let (refused, after) = verdict::create(revision, object);
    ObjectChange {
        id: Arc::clone(&object.id),
        change: Change::Added,
        old: None,
        new: Some(object.place),
        refused,
        changes: Vec::new(),
        before: None,
        after,
    }
}

fn removed(revision: &Revision<'_>, object: &Object) -> ObjectChange {
    ObjectChange {
        id: Arc::clone(&object.id),
        change: Change::Removed,
        old: Some(object.place),
        new: None,
        refused: Vec::new(),
        changes: Vec::new(),
        before: verdict::stored(revision, object),
        after: None,
    }
}

fn both(
    old: &Revision<'_>,
    before: &Object,
    new: &Revision<'_>,
    after: &Object,
    send: Send,
) -> ObjectChange {
    let update = verdict::update((old, before), (new, after), send);
    let changes = match (&update.before, &update.after) {
        (Some(was), Some(will)) => changes::between(was, will, &after.id.kind),
        _ => Vec::new(),
    };
    let change = if changes.is_empty() && update.refused.is_empty() {
        Change::Same
    } else {
        Change::Changed
    };
    ObjectChange {
        id: Arc::clone(&after.id),
        change,
        old: Some(before.place),
        new: Some(after.place),
        refused: update.refused,
        changes,
        before: update.before,
        after: update.after,
    }
}
