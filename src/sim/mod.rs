//! What a cluster does with pods: placement, scheduling, admission, and (in `rollout`) changes over time.
//!
//! Functions over models and plain values; knows no YAML text, no file and no output format.

pub mod admission;
pub mod affinity;
pub mod classes;
pub mod daemon;
pub mod node;
pub mod placement;
pub mod pod;
pub mod policies;
mod preemption;
pub mod quota;
pub mod reason;
pub mod requests;
pub mod rollout;
pub mod room;
pub mod scheduler;
pub mod toleration;
pub mod workload;
