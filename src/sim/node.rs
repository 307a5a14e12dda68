//! Nodes as the simulation sees them: labels, taints, what they can hold. Plain values.
//!
//! Knows no text and no file.

use crate::model::values::selector::Labels;
use crate::model::values::taint::Taint;
use crate::source::{SourceId, Span};

/// Whether an untolerated taint keeps new pods away: all effects but `PreferNoSchedule`, which only makes others tried first.
#[must_use]
pub fn forbids(taint: &Taint) -> bool {
    matches!(taint.effect.as_str(), NO_SCHEDULE | NO_EXECUTE)
}

/// No new pod is bound.
pub const NO_SCHEDULE: &str = "NoSchedule";
/// No new pod is bound, and running pods are evicted.
pub const NO_EXECUTE: &str = "NoExecute";

/// Amounts of resources in the whole units of the scheduler (`framework.Resource`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// In thousandths of a core.
    pub milli_cpu: i64,
    /// In bytes.
    pub memory: i64,
    /// In bytes.
    pub ephemeral_storage: i64,
    /// How many pods a node takes; 0 in a pod's requests.
    pub pods: i64,
    /// Extended resources and huge pages, sorted by name.
    pub other: Vec<(Box<str>, i64)>,
}

impl Amounts {
    /// The amount of an extended resource; 0 where there is none.
    #[must_use]
    pub fn other(&self, name: &str) -> i64 {
        self.other
            .iter()
            .find(|entry| &*entry.0 == name)
            .map_or(0, |entry| entry.1)
    }

    /// Whether a pod with these requests asks for nothing (`fitsRequest`'s early return).
    #[must_use]
    pub fn asks_nothing(&self) -> bool {
        self.milli_cpu == 0
            && self.memory == 0
            && self.ephemeral_storage == 0
            && self.other.is_empty()
    }
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its name.
    pub name: Box<str>,
    /// Sorted by key, no key twice.
    pub labels: Vec<(Box<str>, Box<str>)>,
    /// In the order in which they stand.
    pub taints: Vec<Taint>,
    /// Whether it is cordoned (`spec.unschedulable`).
    pub unschedulable: bool,
    /// What it offers to pods; None where nothing says so, and everything fits.
    pub allocatable: Option<Amounts>,
    /// Where its name is written: an index into the sources of the inventory, and the place there.
    pub at: (SourceId, Span),
}

impl Labels for Node {
    fn label(&self, key: &str) -> Option<&str> {
        let at = self
            .labels
            .binary_search_by(|label| (*label.0).cmp(key))
            .ok()?;
        self.labels.get(at).map(|label| &*label.1)
    }
}

impl Node {
    /// Sets or takes away a label.
    pub fn set_label(&mut self, key: &str, value: Option<&str>) {
        match (
            self.labels.binary_search_by(|label| (*label.0).cmp(key)),
            value,
        ) {
            (Ok(at), Some(value)) => self.labels[at].1 = value.into(),
            (Ok(at), None) => {
                self.labels.remove(at);
            }
            (Err(at), Some(value)) => self.labels.insert(at, (key.into(), value.into())),
            (Err(_), None) => {}
        }
    }
}
