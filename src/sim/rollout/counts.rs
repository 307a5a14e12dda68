//! The numbers behind maxUnavailable and maxSurge.
//!
//! Knows integers and percentages; knows no nodes and no pods.

use crate::model::values::IntOrString;

/// `spec.updateStrategy` of a DaemonSet, defaulted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateStrategy {
    /// Old pods stay until someone deletes them.
    OnDelete,
    /// Old pods are replaced within these limits.
    RollingUpdate {
        /// Nodes that may be without an available pod.
        max_unavailable: IntOrString,
        /// Nodes that may have a second pod.
        max_surge: IntOrString,
    },
}

/// What one sync may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many nodes may have a second pod.
    pub max_surge: i64,
    /// How many nodes may be without an available pod.
    pub max_unavailable: i64,
}

fn scaled(value: &IntOrString, desired: i64) -> Result<i64, String> {
    value
        .scaled(desired, true)
        .map_err(|why| why.as_str().to_owned())
}

/// maxUnavailable for `desired` nodes; 0 for OnDelete.
///
/// # Errors
/// Kubernetes' text where the value is no percentage.
///
/// Follows `pkg/controller/daemon/util/daemonset_util.go`: `UnavailableCount`.
pub fn unavailable_count(strategy: &UpdateStrategy, desired: i64) -> Result<i64, String> {
    match strategy {
        UpdateStrategy::OnDelete => Ok(0),
        UpdateStrategy::RollingUpdate {
            max_unavailable, ..
        } => scaled(max_unavailable, desired),
    }
}

/// maxSurge for `desired` nodes; 0 for OnDelete.
///
/// # Errors
/// Kubernetes' text where the value is no percentage.
///
/// Follows `pkg/controller/daemon/util/daemonset_util.go`: `SurgeCount`.
pub fn surge_count(strategy: &UpdateStrategy, desired: i64) -> Result<i64, String> {
    match strategy {
        UpdateStrategy::OnDelete => Ok(0),
        UpdateStrategy::RollingUpdate { max_surge, .. } => scaled(max_surge, desired),
    }
}

/// Whether a node may have two pods at all.
///
/// Follows `pkg/controller/daemon/util/daemonset_util.go`: `AllowsSurge`.
#[must_use]
pub fn allows_surge(strategy: &UpdateStrategy) -> bool {
    surge_count(strategy, 1).is_ok_and(|surge| surge > 0)
}

/// Both limits for `desired` wanted nodes. Where both come out 0, one node may be unavailable.
///
/// # Errors
/// Kubernetes' text where a value is no percentage.
///
/// Follows `pkg/controller/daemon/update.go`: `updatedDesiredNodeCounts`.
pub fn limits(strategy: &UpdateStrategy, desired: i64) -> Result<Limits, String> {
    let mut max_unavailable = unavailable_count(strategy, desired)
        .map_err(|why| format!("invalid value for MaxUnavailable: {why}"))?;
    let max_surge = surge_count(strategy, desired)
        .map_err(|why| format!("invalid value for MaxSurge: {why}"))?;
    if desired > 0 && max_unavailable == 0 && max_surge == 0 {
        max_unavailable = 1;
    }
    Ok(Limits {
        max_surge,
        max_unavailable,
    })
}
