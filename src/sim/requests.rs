//! What a pod asks for: requests and limits per container, summed as the scheduler sums them.
//!
//! Follows `component-helpers/resource/helpers.go` (`PodRequests`, `PodLimits`) and the pod defaults that copy limits into
//! requests. Sums are exact; they are rounded once, into the scheduler's units.

use super::node::Amounts;
use crate::model::core::{Container, PodSpec, ResourceRequirements};
use crate::model::field::{Map, Obj};
use crate::model::values::{Quantity, names};
use std::collections::BTreeMap;

/// Amounts by resource name.
pub type Quantities = BTreeMap<String, Quantity>;

/// When a container runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Before the others, to its end.
    Init,
    /// An init container that keeps running.
    Sidecar,
    /// For the pod's life.
    Main,
}

/// What one container asks for.
#[derive(Clone, Debug)]
pub struct ContainerNeeds {
    /// Its name.
    pub name: String,
    /// When it runs.
    pub role: Role,
    /// Its requests; a missing one is its limit.
    pub requests: Quantities,
    /// Its limits.
    pub limits: Quantities,
}

/// What a pod asks for.
#[derive(Clone, Debug, Default)]
pub struct PodNeeds {
    /// Init containers in order, then containers.
    pub containers: Vec<ContainerNeeds>,
    /// `spec.resources`.
    pub pod: Option<(Quantities, Quantities)>,
    /// `spec.overhead`.
    pub overhead: Quantities,
}

fn quantities(map: &Map<Quantity>) -> Quantities {
    map.entries()
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.get()?.clone())))
        .collect()
}

/// Requests and limits as a pod has them: `SetDefaults_Pod` fills a missing request with the limit.
fn both(resources: &ResourceRequirements) -> (Quantities, Quantities) {
    let limits = quantities(&resources.limits);
    let mut requests = quantities(&resources.requests);
    for (name, limit) in &limits {
        requests
            .entry(name.clone())
            .or_insert_with(|| limit.clone());
    }
    (requests, limits)
}

fn add(into: &mut Quantities, more: &Quantities) {
    for (name, amount) in more {
        match into.get_mut(name) {
            Some(sum) => sum.add(amount),
            None => {
                into.insert(name.clone(), amount.clone());
            }
        }
    }
}

fn at_least(into: &mut Quantities, other: &Quantities) {
    for (name, amount) in other {
        match into.get_mut(name) {
            Some(most) if *most < *amount => *most = amount.clone(),
            Some(_) => {}
            None => {
                into.insert(name.clone(), amount.clone());
            }
        }
    }
}

/// `IsSupportedPodLevelResource`.
fn is_pod_level(name: &str) -> bool {
    matches!(name, "cpu" | "memory") || name.starts_with("hugepages-")
}

impl PodNeeds {
    /// What a pod spec asks for.
    #[must_use]
    pub fn new(spec: &PodSpec) -> Self {
        let needs = |container: &Obj<Container>, role| {
            let (requests, limits) = both(&container.resources);
            ContainerNeeds {
                name: container.name.str().to_owned(),
                role,
                requests,
                limits,
            }
        };
        let init = spec.init_containers.iter().map(|container| {
            let stays = container.restart_policy == "Always";
            needs(container, if stays { Role::Sidecar } else { Role::Init })
        });
        let main = spec
            .containers
            .iter()
            .map(|container| needs(container, Role::Main));
        Self {
            containers: init.chain(main).collect(),
            pod: spec.resources.get().map(|resources| {
                (
                    quantities(&resources.requests),
                    quantities(&resources.limits),
                )
            }),
            overhead: quantities(&spec.overhead),
        }
    }

    /// `AggregateContainerRequests`, for requests or for limits.
    fn of_containers(&self, of: impl Fn(&ContainerNeeds) -> &Quantities) -> Quantities {
        let (mut sum, mut sidecars, mut init) =
            (Quantities::new(), Quantities::new(), Quantities::new());
        for container in self.containers.iter().filter(|one| one.role == Role::Main) {
            add(&mut sum, of(container));
        }
        for container in &self.containers {
            match container.role {
                Role::Main => {}
                Role::Sidecar => {
                    add(&mut sum, of(container));
                    add(&mut sidecars, of(container));
                    at_least(&mut init, &sidecars);
                }
                Role::Init => {
                    let mut at_once = of(container).clone();
                    add(&mut at_once, &sidecars);
                    at_least(&mut init, &at_once);
                }
            }
        }
        at_least(&mut sum, &init);
        sum
    }

    /// `PodRequests`.
    #[must_use]
    pub fn requests(&self) -> Quantities {
        let mut sum = self.of_containers(|container| &container.requests);
        if let Some((requests, limits)) = &self.pod {
            for (name, limit) in limits {
                // Defaulted at creation: a pod-level limit is the request where no container asks for that resource.
                if is_pod_level(name) && !requests.contains_key(name) && !sum.contains_key(name) {
                    sum.insert(name.clone(), limit.clone());
                }
            }
            for (name, request) in requests.iter().filter(|(name, _)| is_pod_level(name)) {
                sum.insert(name.clone(), request.clone());
            }
        }
        add(&mut sum, &self.overhead);
        sum
    }

    /// `PodLimits`: the overhead counts only where there is a limit.
    #[must_use]
    pub fn limits(&self) -> Quantities {
        let mut sum = self.of_containers(|container| &container.limits);
        if let Some((_, limits)) = &self.pod {
            for (name, limit) in limits.iter().filter(|(name, _)| is_pod_level(name)) {
                sum.insert(name.clone(), limit.clone());
            }
        }
        for (name, amount) in &self.overhead {
            if let Some(limit) = sum.get_mut(name)
                && !limit.is_zero()
            {
                limit.add(amount);
            }
        }
        sum
    }
}

impl Amounts {
    /// `Resource.Add` on nothing: the scheduler's units; resources that it does not count are dropped.
    #[must_use]
    pub fn from_quantities<'q>(all: impl IntoIterator<Item = (&'q str, &'q Quantity)>) -> Self {
        let mut amounts = Self::default();
        for (name, quantity) in all {
            match name {
                "cpu" => amounts.milli_cpu = quantity.milli_value(),
                "memory" => amounts.memory = quantity.value(),
                "ephemeral-storage" => amounts.ephemeral_storage = quantity.value(),
                "pods" => amounts.pods = quantity.value(),
                _ if is_scalar(name) => amounts.other.push((name.into(), quantity.value())),
                _ => {}
            }
        }
        amounts.other.sort();
        amounts
    }
}

/// `IsScalarResourceName`.
fn is_scalar(name: &str) -> bool {
    name.starts_with("hugepages-")
        || name.starts_with("attachable-volumes-")
        || name.contains("kubernetes.io/")
        || is_extended(name)
}

/// `IsExtendedResourceName`.
#[must_use]
pub fn is_extended(name: &str) -> bool {
    name.contains('/')
        && !name.contains("kubernetes.io/")
        && !name.starts_with("requests.")
        && names::qualified_name(&format!("requests.{name}")).is_empty()
}
