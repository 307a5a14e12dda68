//! What a run is asked to do.

use crate::rules::{Preset, RuleTable};
use crate::sim::node::Node;
use std::sync::Arc;

/// What a run is asked to do. Config files and flags both end here.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Minor version of Kubernetes 1 whose kinds and fields count, e.g. 37.
    pub kubernetes_minor: u8,
    /// Presets in force.
    pub presets: Vec<Preset>,
    /// Rules in force, and their levels.
    pub rules: RuleTable,
    /// The day of the run, `2027-01-31`, for suppressions that end; None where no clock is to be asked.
    pub today: Option<String>,
    /// The nodes that the rules on placement ask about; None without an inventory.
    pub nodes: Option<Arc<[Node]>>,
}

impl Settings {
    /// The rules of these presets, for the newest version.
    #[must_use]
    pub fn new(presets: &[Preset]) -> Self {
        Self {
            kubernetes_minor: 37,
            presets: presets.to_vec(),
            rules: RuleTable::new(presets),
            today: None,
            nodes: None,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::new(&[Preset::Default])
    }
}
