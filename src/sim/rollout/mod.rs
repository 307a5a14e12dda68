//! What the DaemonSet controller does over time: updates, node changes, failures, tick by tick.
//!
//! Knows nodes, versions of one DaemonSet and a script as plain values; knows no YAML text, no files and no output format.
//! The controller follows `pkg/controller/daemon` of Kubernetes 1.36. Where Go walks a map in no fixed order, nodes are taken
//! in the order of their names, or as the scenario's `choices` say. Work is proportional to what changes: nodes that nothing
//! happened to are not looked at again, ticks in which nothing is due are skipped. The controller syncs in every tick; which
//! node updates would wake it at once tells [`node_update_wakes`].

mod backoff;
mod controller;
pub mod counts;
pub mod daemonset;
mod events;
pub mod fit;
mod history;
mod nodeset;
mod pods;
pub mod record;
pub mod scenario;
mod state;
pub mod template;
mod view;

pub use events::{NodeState, node_update_wakes};
pub use record::{Ended, Final, Outcome, PodRecord, Revision, Status, SyncRecord, TickRecord};
pub use scenario::{Fault, Scenario};
pub use state::{Detail, Simulation};

/// Plays a scenario to its end and records every change.
#[must_use]
pub fn simulate(scenario: &Scenario) -> Outcome {
    Simulation::new(scenario, Detail::Everything).run()
}
