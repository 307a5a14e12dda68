//! Resources that a Pod gets from what its containers and itself say.
//!
//! Follows `pkg/apis/core/v1/defaults.go` (`SetDefaults_Pod`, `defaultHugePagePodLimits`, `defaultPodRequests`) and
//! `component-helpers/resource/helpers.go` (`AggregateContainerRequests`, `AggregateContainerLimits`).

use crate::model::ObjectTree;
use crate::model::core::{Container, PodSpec, ResourceRequirements};
use crate::model::field::{List, Map, Obj};
use crate::model::values::Quantity;

/// In a Pod, what is limited and not requested is requested as it is limited.
pub(super) fn requests_from_limits(containers: &mut List<Obj<Container>>, object: &ObjectTree<'_>) {
    for container in containers.items_mut() {
        let resources: &mut ResourceRequirements = &mut container.resources;
        for (name, limit) in resources.limits.entries() {
            // A null is a zero to Go.
            let amount = limit.get().cloned().unwrap_or_default();
            if !limit.is_missing() && limit.get().is_none() {
                continue;
            }
            resources.requests.default_entry(object, name, amount);
        }
    }
}

/// `PodLevelResources`: limits and requests of the pod itself, where it says something about them.
pub(super) fn pod_level(spec: &mut PodSpec, object: &ObjectTree<'_>) {
    let limits = aggregate(spec, |resources| &resources.limits);
    let requests = aggregate(spec, |resources| &resources.requests);
    let Some(resources) = spec.resources.get_mut() else {
        return;
    };
    if resources.limits.entries().is_empty() && resources.requests.entries().is_empty() {
        return;
    }
    for (name, amount) in limits {
        if is_huge_page(&name) && resources.requests.field(&name).is_none() {
            resources.limits.default_entry(object, &name, amount);
        }
    }
    if resources.limits.entries().is_empty() {
        return;
    }
    for (name, amount) in requests {
        if matches!(name.as_str(), "cpu" | "memory") {
            resources.requests.default_entry(object, &name, amount);
        }
    }
    let resources: &mut ResourceRequirements = resources;
    for (name, limit) in resources.limits.entries() {
        if is_supported(name)
            && let Some(limit) = limit.get()
        {
            resources
                .requests
                .default_entry(object, name, limit.clone());
        }
    }
}

/// `IsSupportedPodLevelResource`.
fn is_supported(name: &str) -> bool {
    matches!(name, "cpu" | "memory") || is_huge_page(name)
}

fn is_huge_page(name: &str) -> bool {
    name.starts_with("hugepages-")
}

type Amounts = Vec<(String, Quantity)>;

/// What all containers need at once: those that run together add up, and an init container needs what it asks for
/// beside the sidecars that were started before it.
fn aggregate(spec: &PodSpec, of: fn(&ResourceRequirements) -> &Map<Quantity>) -> Amounts {
    let mut together = Amounts::new();
    for container in spec.containers.iter() {
        add(&mut together, of(&container.resources));
    }
    let mut sidecars = Amounts::new();
    let mut starting = Amounts::new();
    for container in spec.init_containers.iter() {
        let list = of(&container.resources);
        if container.restart_policy == "Always" {
            add(&mut together, list);
            add(&mut sidecars, list);
            raise(&mut starting, &sidecars);
        } else {
            let mut alone = Amounts::new();
            add(&mut alone, list);
            for (name, amount) in &sidecars {
                add_one(&mut alone, name, amount);
            }
            raise(&mut starting, &alone);
        }
    }
    raise(&mut together, &starting);
    together
}

fn add(total: &mut Amounts, list: &Map<Quantity>) {
    for (name, amount) in list.entries() {
        if let Some(amount) = amount.get() {
            add_one(total, name, amount);
        }
    }
}

fn add_one(total: &mut Amounts, name: &str, amount: &Quantity) {
    match total.iter_mut().find(|entry| entry.0 == name) {
        Some(entry) => entry.1.add(amount),
        None => total.push((name.to_owned(), amount.clone())),
    }
}

/// `maxResourceList`.
fn raise(total: &mut Amounts, other: &Amounts) {
    for (name, amount) in other {
        match total.iter_mut().find(|entry| entry.0 == *name) {
            Some(entry) if entry.1 < *amount => entry.1 = amount.clone(),
            Some(_) => {}
            None => total.push((name.clone(), amount.clone())),
        }
    }
}
