//! What a change will do: as JSON and for people. One file per format.

mod json;

pub use json::json;

use crate::rollout::{ObjectChange, Place};
use crate::source::Source;

/// A comparison to report.
#[derive(Clone, Copy, Debug)]
pub struct RolloutRun<'r> {
    /// The manifests of the old revision.
    pub old: &'r [Source],
    /// The manifests of the new one.
    pub new: &'r [Source],
    /// What becomes of each object.
    pub objects: &'r [ObjectChange],
}

impl<'r> RolloutRun<'r> {
    /// The source in which the object stands: the new one, or the old one where it is gone.
    fn source(&self, object: &ObjectChange) -> Option<(&'r Source, Place)> {
        let (sources, place) = match (object.new, object.old) {
            (Some(place), _) => (self.new, place),
            (None, Some(place)) => (self.old, place),
            (None, None) => return None,
        };
        Some((sources.get(place.source.0 as usize)?, place))
    }
}
