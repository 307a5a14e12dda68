//! Requests and limits of a whole pod (`spec.resources`).

use super::pod::PodContext;
use super::resource_names::{is_huge_page, validate_pod_resource_name};
use super::resources::{quantity, validate_resource_claim_names, validate_resource_requirements};
use crate::model::core::{Container, PodSpec, ResourceRequirements};
use crate::model::field::{Field, Located, Map};
use crate::model::values::Quantity;
use crate::validation::{ErrorType, Errors};

/// `validatePodResources`.
pub(super) fn validate_pod_resources(pod: &PodContext<'_>, errs: &mut Errors<'_, '_>) {
    let field = &pod.spec.resources;
    let Some(resources) = field.get() else {
        return;
    };
    if pod.os() == Some("windows") {
        errs.forbidden(field, "may not be set for a windows pod");
        return;
    }
    if resources.claims.is_set() {
        errs.forbidden(
            &resources.claims,
            "claims may not be set for Resources at pod-level",
        );
    }
    validate_resource_requirements(
        field.slot(),
        &resources.limits,
        Some(&resources.requests),
        validate_pod_resource_name,
        errs,
    );
    validate_resource_claim_names(&resources.claims, &pod.claim_names, errs);
    validate_pod_resource_consistency(pod.spec, field, resources, errs);
}

/// `validatePodResourceConsistency`.
fn validate_pod_resource_consistency(
    spec: &PodSpec,
    field: &Field<Box<ResourceRequirements>>,
    resources: &ResourceRequirements,
    errs: &mut Errors<'_, '_>,
) {
    for (name, request) in resources.requests.entries() {
        if let Some(mine) = quantity(request)
            && let Some(sum) = aggregate(spec, name, |container| &container.resources.requests)
            && sum > *mine
        {
            errs.invalid(
                request,
                format!("must be greater than or equal to aggregate container requests of {sum}"),
            );
        }
    }
    for (name, limit) in resources.limits.entries() {
        if is_huge_page(name)
            && let Some(mine) = quantity(limit)
            && let Some(sum) = aggregate(spec, name, |container| &container.resources.limits)
            && sum > *mine
        {
            errs.invalid(
                limit,
                format!("must be greater than or equal to aggregate container limits of {sum}"),
            );
        }
    }
    if resources.limits.entries().is_empty() {
        return;
    }
    for (index, container) in spec.containers.iter().enumerate() {
        for (name, limit) in container.resources.limits.entries() {
            if let Some(most) = resources.limits.field(name).and_then(quantity)
                && let Some(mine) = quantity(limit)
                && *mine > *most
            {
                let path = format!("{}.containers[{index}][{name}].limits", errs.path(field));
                errs.add_as(
                    ErrorType::Invalid,
                    limit,
                    path,
                    format!("must be less than or equal to pod limits of {most}"),
                );
            }
        }
    }
}

/// `AggregateContainerRequests` and `AggregateContainerLimits` of component-helpers, for one resource: containers and
/// sidecars together, or what an init container needs beside the sidecars before it, whichever is more.
fn aggregate(
    spec: &PodSpec,
    name: &str,
    list: impl Fn(&Container) -> &Map<Quantity>,
) -> Option<Quantity> {
    let amount = |container: &Container| {
        list(container)
            .field(name)
            .and_then(quantity)
            .map(|amount| amount.into_owned())
    };
    let mut sum = None;
    for container in &spec.containers {
        add(&mut sum, amount(container));
    }
    let (mut sidecars, mut init) = (None, None);
    for container in &spec.init_containers {
        let mine = amount(container);
        let mut needed = mine.clone();
        if container.restart_policy == "Always" {
            add(&mut sum, mine.clone());
            add(&mut sidecars, mine);
            needed = sidecars.clone();
        } else {
            add(&mut needed, sidecars.clone());
        }
        max(&mut init, needed);
    }
    max(&mut sum, init);
    sum
}

fn add(sum: &mut Option<Quantity>, amount: Option<Quantity>) {
    match (sum.as_mut(), amount) {
        (Some(sum), Some(amount)) => sum.add(&amount),
        (None, amount) => *sum = amount,
        (Some(_), None) => {}
    }
}

fn max(most: &mut Option<Quantity>, amount: Option<Quantity>) {
    if let Some(amount) = amount
        && most.as_ref().is_none_or(|most| amount > *most)
    {
        *most = Some(amount);
    }
}
