//! The numbers behind maxUnavailable and maxSurge.
//!
//! Knows integers and percentages; knows no nodes and no pods.

/// An `IntOrString` of an update strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntOrPercent {
    /// A plain number; it passes through unscaled, even above the number of nodes.
    Int(i64),
    /// A text; only a whole number followed by `%` can be scaled.
    Text(String),
}

impl IntOrPercent {
    /// The value for `total` nodes, rounded up.
    ///
    /// # Errors
    /// Kubernetes' text where the value is no percentage.
    ///
    /// Follows `apimachinery/pkg/util/intstr/intstr.go`: `GetScaledValueFromIntOrPercent`.
    pub fn scaled_up(&self, total: i64) -> Result<i64, String> {
        let text = match self {
            Self::Int(value) => return Ok(*value),
            Self::Text(text) => text,
        };
        let wrong = |why: String| format!("invalid value for IntOrString: {why}");
        let Some(number) = text.strip_suffix('%') else {
            return Err(wrong("invalid type: string is not a percentage".into()));
        };
        let parsed = number.parse::<i64>().map_err(|_| {
            wrong(format!(
                "invalid value {text:?}: strconv.Atoi: parsing {number:?}: invalid syntax"
            ))
        })?;
        let product = i128::from(parsed) * i128::from(total);
        // Rounding up also for negative products, as `math.Ceil` does.
        let rounded = product.div_euclid(100) + i128::from(product.rem_euclid(100) != 0);
        Ok(i64::try_from(rounded).unwrap_or(i64::MAX))
    }
}

/// `spec.updateStrategy` of a DaemonSet, defaulted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateStrategy {
    /// Old pods stay until someone deletes them.
    OnDelete,
    /// Old pods are replaced within these limits.
    RollingUpdate {
        /// Nodes that may be without an available pod.
        max_unavailable: IntOrPercent,
        /// Nodes that may have a second pod.
        max_surge: IntOrPercent,
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
        } => max_unavailable.scaled_up(desired),
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
        UpdateStrategy::RollingUpdate { max_surge, .. } => max_surge.scaled_up(desired),
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
