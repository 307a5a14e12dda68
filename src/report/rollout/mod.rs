//! What a change will do: as JSON and for people. One file per format.

mod human;
mod json;
mod words;

pub use human::human;
pub use json::json;
pub(super) use words::{duration, help, order, short, title};

use crate::rollout::{Forecast, ObjectChange, Place};
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
    /// How each rolls out, where it does.
    pub forecasts: &'r [Option<Forecast>],
    /// How many nodes are known; None where none are.
    pub nodes: Option<usize>,
    /// With what happens step by step.
    pub timeline: bool,
}

impl<'r> RolloutRun<'r> {
    /// The source in which the object stands: the new one, or the old one where it is gone.
    pub(super) fn source(&self, object: &ObjectChange) -> Option<(&'r Source, Place)> {
        let (sources, place) = match (object.new, object.old) {
            (Some(place), _) => (self.new, place),
            (None, Some(place)) => (self.old, place),
            (None, None) => return None,
        };
        Some((sources.get(place.source.0 as usize)?, place))
    }

    /// `file:line` of a place in the manifest of an object.
    pub(super) fn place(&self, object: &ObjectChange, span: crate::source::Span) -> String {
        match self.source(object) {
            Some((source, _)) => {
                format!("{}:{}", super::plain(&source.name), source.line(span.start))
            }
            None => String::new(),
        }
    }

    /// The objects with their forecasts.
    pub(super) fn each(
        &self,
    ) -> impl Iterator<Item = (&'r ObjectChange, Option<&'r Forecast>)> + use<'r> {
        let forecasts = self.forecasts.iter().map(Option::as_ref);
        self.objects
            .iter()
            .zip(forecasts.chain(std::iter::repeat(None)))
    }
}
