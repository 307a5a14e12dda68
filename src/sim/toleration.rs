//! Does a toleration meet a taint? And which tolerations a DaemonSet's pods get beside their own.
//!
//! Follows `api/core/v1/toleration.go` (`ToleratesTaint`) with the gate TaintTolerationComparisonOperators off, its default,
//! and `pkg/controller/daemon/util/daemonset_util.go` (`AddOrUpdateDaemonPodTolerations`).

use super::node::{NO_EXECUTE, NO_SCHEDULE};
use crate::model::ObjectTree;
use crate::model::core::Toleration as Written;
use crate::model::field::{List, Obj};
use crate::model::values::taint::{self as values, Taint};
use crate::source::Span;

/// A toleration of a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toleration {
    /// What it tolerates.
    pub value: values::Toleration,
    /// Where it is written; None for what a controller adds.
    pub span: Option<Span>,
}

impl Toleration {
    /// Whether it meets the taint.
    #[must_use]
    pub fn tolerates(&self, taint: &Taint) -> bool {
        self.value.tolerates(taint, false)
    }

    /// A toleration of any value that nobody wrote.
    #[must_use]
    pub fn automatic(key: &str, effect: &str) -> Self {
        let value = values::Toleration {
            key: key.to_owned(),
            operator: String::from("Exists"),
            value: String::new(),
            effect: effect.to_owned(),
            toleration_seconds: None,
        };
        Self { value, span: None }
    }

    /// `MatchToleration`: equal but for the seconds.
    fn matches(&self, other: &Self) -> bool {
        let parts = |one: &Self| {
            let value = &one.value;
            [&value.key, &value.operator, &value.value, &value.effect].map(String::clone)
        };
        parts(self) == parts(other)
    }
}

/// The tolerations as they are written.
#[must_use]
pub fn written(list: &List<Obj<Written>>, object: &ObjectTree<'_>) -> Vec<Toleration> {
    list.iter()
        .map(|item| {
            let value = values::Toleration {
                key: item.key.str().to_owned(),
                operator: item.operator.str().to_owned(),
                value: item.value.str().to_owned(),
                effect: item.effect.str().to_owned(),
                toleration_seconds: item.toleration_seconds.get().copied(),
            };
            Toleration {
                value,
                span: Some(object.span(item.slot)),
            }
        })
        .collect()
}

/// What the DaemonSet controller lets its pods tolerate, in its order: key, effect, whether for host network pods alone.
pub const DAEMON_TOLERATIONS: [(&str, &str, bool); 7] = [
    ("node.kubernetes.io/not-ready", NO_EXECUTE, false),
    ("node.kubernetes.io/unreachable", NO_EXECUTE, false),
    ("node.kubernetes.io/disk-pressure", NO_SCHEDULE, false),
    ("node.kubernetes.io/memory-pressure", NO_SCHEDULE, false),
    ("node.kubernetes.io/pid-pressure", NO_SCHEDULE, false),
    ("node.kubernetes.io/unschedulable", NO_SCHEDULE, false),
    ("node.kubernetes.io/network-unavailable", NO_SCHEDULE, true),
];

/// `AddOrUpdateDaemonPodTolerations`: an equal toleration is replaced where it stands, all else is appended.
pub fn add_daemon_tolerations(tolerations: &mut Vec<Toleration>, host_network: bool) {
    for (key, effect, for_host_network) in DAEMON_TOLERATIONS {
        if for_host_network && !host_network {
            continue;
        }
        let added = Toleration::automatic(key, effect);
        let mut found = false;
        for toleration in tolerations
            .iter_mut()
            .filter(|toleration| added.matches(toleration))
        {
            toleration.value.toleration_seconds = None;
            found = true;
        }
        if !found {
            tolerations.push(added);
        }
    }
}

/// Index of the first toleration that meets the taint.
#[must_use]
pub fn tolerated_by(tolerations: &[Toleration], taint: &Taint) -> Option<usize> {
    tolerations
        .iter()
        .position(|toleration| toleration.tolerates(taint))
}
