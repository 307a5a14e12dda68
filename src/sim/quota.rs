//! ResourceQuota: how much of it a pod uses, and when it refuses one.
//!
//! Follows `pkg/quota/v1/evaluator/core/pods.go` and `staging/…/admission/plugin/resourcequota/controller.go` (`CheckRequest`).

use super::admission::Refusal;
use super::pod::PodShape;
use super::policies::{Policies, Quota, Scope};
use super::requests::{Quantities, is_extended};
use crate::model::values::{Format, Quantity};
use std::collections::{BTreeMap, BTreeSet};

/// What is used of the quotas, by namespace and quota.
#[derive(Debug, Default)]
pub struct Ledger {
    used: BTreeMap<(String, String), Quantities>,
}

/// `podComputeUsageHelper`, with `requests.` and `limits.` names.
fn compute_usage(requests: &Quantities, limits: &Quantities) -> Quantities {
    let mut usage = Quantities::new();
    for (name, amount) in requests {
        match name.as_str() {
            "cpu" | "memory" | "ephemeral-storage" => {
                usage.insert(name.clone(), amount.clone());
                usage.insert(format!("requests.{name}"), amount.clone());
            }
            _ if name.starts_with("hugepages-") => {
                usage.insert(name.clone(), amount.clone());
                usage.insert(format!("requests.{name}"), amount.clone());
            }
            _ if is_extended(name) => {
                usage.insert(format!("requests.{name}"), amount.clone());
            }
            _ => {}
        }
    }
    for (name, amount) in limits {
        if matches!(name.as_str(), "cpu" | "memory" | "ephemeral-storage") {
            usage.insert(format!("limits.{name}"), amount.clone());
        }
    }
    usage
}

/// What one pod uses.
#[must_use]
pub fn usage(shape: &PodShape) -> Quantities {
    let mut usage = compute_usage(&shape.needs.requests(), &shape.needs.limits());
    for name in ["pods", "count/pods"] {
        usage.insert(String::from(name), Quantity::new(1, Format::DecimalSI));
    }
    usage
}

/// `podMatchesScopeFunc`.
fn matches(scope: &Scope, shape: &PodShape) -> bool {
    match scope.name.as_str() {
        "Terminating" => shape.terminates,
        "NotTerminating" => !shape.terminates,
        "BestEffort" => shape.is_best_effort(),
        "NotBestEffort" => !shape.is_best_effort(),
        "PriorityClass" => {
            let class = shape.priority_class.as_ref().map(|class| &class.value);
            let named = class.is_some_and(|class| scope.values.contains(class));
            match scope.operator.as_str() {
                "In" => named,
                "NotIn" => !named,
                "Exists" => class.is_some(),
                "DoesNotExist" => class.is_none(),
                _ => false,
            }
        }
        _ => false,
    }
}

fn counts(quota: &Quota, shape: &PodShape) -> bool {
    quota.scopes.iter().all(|scope| matches(scope, shape))
}

/// Resources that every container must ask for where a quota names them.
const REQUIRED: [&str; 6] = [
    "cpu",
    "memory",
    "requests.cpu",
    "requests.memory",
    "limits.cpu",
    "limits.memory",
];

/// `podEvaluator.Constraints`: what containers leave open that the quota counts.
fn constraints(quota: &Quota, shape: &PodShape) -> Option<String> {
    let required: Vec<&str> = REQUIRED
        .into_iter()
        .filter(|name| quota.hard.contains_key(*name))
        .collect();
    let of_pod = shape
        .needs
        .pod
        .as_ref()
        .map(|(requests, limits)| compute_usage(requests, limits))
        .unwrap_or_default();
    let mut missing: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for container in &shape.needs.containers {
        let usage = compute_usage(&container.requests, &container.limits);
        for name in &required {
            if !usage.contains_key(*name) && !of_pod.contains_key(*name) {
                missing.entry(name).or_default().insert(&container.name);
            }
        }
    }
    let parts: Vec<String> = missing
        .into_iter()
        .map(|(name, containers)| {
            format!(
                "{name} for: {}",
                containers.into_iter().collect::<Vec<_>>().join(",")
            )
        })
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "failed quota: {}: must specify {}",
            quota.name,
            parts.join("; ")
        )
    })
}

impl Ledger {
    /// What the quotas say is used where they say so; else what those pods use.
    #[must_use]
    pub fn new<'p>(
        policies: &Policies,
        pods: impl Iterator<Item = (&'p str, &'p PodShape)>,
    ) -> Self {
        let mut ledger = Self::default();
        let mut open: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (namespace, quotas) in &policies.quotas {
            for quota in quotas {
                let used = quota.used.clone().unwrap_or_default();
                ledger
                    .used
                    .insert((namespace.clone(), quota.name.clone()), used);
                if quota.used.is_none() {
                    open.insert((namespace, &quota.name));
                }
            }
        }
        if !open.is_empty() {
            for (namespace, shape) in pods {
                for quota in policies.quotas.get(namespace).into_iter().flatten() {
                    if open.contains(&(namespace, quota.name.as_str())) && counts(quota, shape) {
                        ledger.book(namespace, quota, &usage(shape));
                    }
                }
            }
        }
        ledger
    }

    fn book(&mut self, namespace: &str, quota: &Quota, usage: &Quantities) {
        let used = self
            .used
            .entry((namespace.to_owned(), quota.name.clone()))
            .or_default();
        for (name, amount) in usage
            .iter()
            .filter(|(name, _)| quota.hard.contains_key(*name))
        {
            used.entry(name.clone()).or_default().add(amount);
        }
    }

    /// Books one more pod, or says why not.
    pub fn admit(
        &mut self,
        namespace: &str,
        shape: &PodShape,
        policies: &Policies,
    ) -> Option<Refusal> {
        let quotas: Vec<&Quota> = policies
            .quotas
            .get(namespace)?
            .iter()
            .filter(|quota| counts(quota, shape))
            .collect();
        let refuse = |message| {
            Some(Refusal {
                message,
                span: shape.containers_at,
                unseen: None,
            })
        };
        if let Some(message) = quotas.iter().find_map(|quota| constraints(quota, shape)) {
            return refuse(message);
        }
        let usage = usage(shape);
        for quota in &quotas {
            if let Some(message) = self.exceeded(namespace, quota, &usage) {
                return refuse(message);
            }
        }
        for quota in quotas {
            self.book(namespace, quota, &usage);
        }
        None
    }

    fn exceeded(&self, namespace: &str, quota: &Quota, usage: &Quantities) -> Option<String> {
        let none = Quantities::new();
        let used = self
            .used
            .get(&(namespace.to_owned(), quota.name.clone()))
            .unwrap_or(&none);
        let (mut asked, mut had, mut allowed) = (Vec::new(), Vec::new(), Vec::new());
        for (name, hard) in &quota.hard {
            let Some(more) = usage.get(name) else {
                continue;
            };
            let before = used.get(name).cloned().unwrap_or_default();
            let mut sum = before.clone();
            sum.add(more);
            if sum > *hard {
                asked.push(format!("{name}={more}"));
                had.push(format!("{name}={before}"));
                allowed.push(format!("{name}={hard}"));
            }
        }
        (!asked.is_empty()).then(|| {
            format!(
                "exceeded quota: {}, requested: {}, used: {}, limited: {}",
                quota.name,
                asked.join(","),
                had.join(","),
                allowed.join(",")
            )
        })
    }
}
