//! Requests, limits and claims of containers and pods.

use super::resource_names::{
    is_huge_page, is_huge_page_value_divisible, is_overcommit_allowed,
    validate_resource_quantity_value,
};
use crate::model::Slot;
use crate::model::core::ResourceClaim;
use crate::model::field::{Field, List, Map, Obj};
use crate::model::values::{Quantity, names};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};
use std::borrow::Cow;
use std::collections::HashMap;

/// Judges the name of a resource at its entry.
pub(in crate::validation) type NameFn = fn(&str, &Field<Quantity>, &mut Errors<'_, '_>);

/// More entries than this are looked up through a hash map.
const FEW: usize = 16;

/// A quantity as Go has it: null is zero. None where it cannot be read.
pub(super) fn quantity(field: &Field<Quantity>) -> Option<Cow<'_, Quantity>> {
    match field.get() {
        Some(quantity) => Some(Cow::Borrowed(quantity)),
        None if field.is_missing() => Some(Cow::Owned(Quantity::default())),
        None => None,
    }
}

/// Looks entries up by name, in constant time also where there are many.
pub(super) struct Lookup<'m> {
    map: &'m Map<Quantity>,
    index: Option<HashMap<&'m str, &'m Field<Quantity>>>,
}

impl<'m> Lookup<'m> {
    pub(super) fn new(map: &'m Map<Quantity>) -> Self {
        let entries = map.entries();
        let index = (entries.len() > FEW).then(|| {
            entries
                .iter()
                .map(|(name, value)| (name.as_str(), value))
                .collect()
        });
        Self { map, index }
    }

    pub(super) fn get(&self, name: &str) -> Option<Cow<'m, Quantity>> {
        let field = match &self.index {
            Some(index) => index.get(name).copied(),
            None => self.map.field(name),
        };
        field.and_then(quantity)
    }
}

/// `validateResourceRequirements`, without the claims. `at` is what has the limits and requests.
pub(in crate::validation) fn validate_resource_requirements(
    at: Slot,
    limits: &Map<Quantity>,
    requests: Option<&Map<Quantity>>,
    name_fn: NameFn,
    errs: &mut Errors<'_, '_>,
) {
    let (mut cpu_or_memory, mut huge_pages) = (false, false);
    for (name, field) in limits.entries() {
        let Some(amount) = quantity(field) else {
            continue;
        };
        validate_entry(name, field, &amount, name_fn, errs);
        validate_huge_page(name, field, &amount, errs);
        huge_pages |= is_huge_page(name);
        cpu_or_memory |= matches!(name.as_str(), "cpu" | "memory");
    }
    if let Some(requests) = requests {
        let all_limits = Lookup::new(limits);
        for (name, field) in requests.entries() {
            let Some(amount) = quantity(field) else {
                continue;
            };
            validate_entry(name, field, &amount, name_fn, errs);
            validate_request(name, &amount, requests, limits, &all_limits, errs);
            validate_huge_page(name, field, &amount, errs);
            huge_pages |= is_huge_page(name);
            cpu_or_memory |= matches!(name.as_str(), "cpu" | "memory");
        }
    }
    if huge_pages && !cpu_or_memory {
        errs.forbidden(&at, "HugePages require cpu or memory");
    }
}

fn validate_entry(
    name: &str,
    field: &Field<Quantity>,
    amount: &Quantity,
    name_fn: NameFn,
    errs: &mut Errors<'_, '_>,
) {
    if !matches!(name, "cpu" | "memory") {
        name_fn(name, field, errs);
    }
    validate_resource_quantity_value(name, amount, field, errs);
}

/// `validateResourceQuantityHugePageValue`.
fn validate_huge_page(
    name: &str,
    field: &Field<Quantity>,
    amount: &Quantity,
    errs: &mut Errors<'_, '_>,
) {
    if is_huge_page(name) && !is_huge_page_value_divisible(name, amount) {
        errs.invalid(
            field,
            format!("{amount} is not positive integer multiple of {name}"),
        );
    }
}

/// A request against its limit; reported at all requests, as Kubernetes does.
fn validate_request(
    name: &str,
    amount: &Quantity,
    requests: &Map<Quantity>,
    limits: &Map<Quantity>,
    all_limits: &Lookup<'_>,
    errs: &mut Errors<'_, '_>,
) {
    let Some(limit) = all_limits.get(name) else {
        if !is_overcommit_allowed(name) {
            errs.required(limits, "Limit must be set for non overcommitable resources");
        }
        return;
    };
    if *amount != *limit && !is_overcommit_allowed(name) {
        errs.invalid(
            requests,
            format!("must be equal to {name} limit of {limit}"),
        );
    } else if *amount > *limit {
        errs.invalid(
            requests,
            format!("must be less than or equal to {name} limit of {limit}"),
        );
    }
}

/// `validateResourceClaimNames`.
pub(super) fn validate_resource_claim_names(
    claims: &List<Obj<ResourceClaim>>,
    pod_claims: &Seen<&str>,
    errs: &mut Errors<'_, '_>,
) {
    // Whole claims, single requests of claims, and the claims of which a request was named.
    let mut whole = Seen::default();
    let mut requests = Seen::default();
    let mut parts: HashMap<&str, usize> = HashMap::new();
    for claim in claims {
        let (name, request) = (claim.name.str(), claim.request.str());
        if name.is_empty() {
            errs.required(claim, "");
            continue;
        }
        if whole.has(name) {
            errs.duplicate(claim);
        } else if request.is_empty() {
            for _ in 0..parts.get(name).copied().unwrap_or(0) {
                errs.duplicate(claim);
            }
            whole.insert(name);
        } else {
            errs.invalid_each(&claim.request, names::dns1123_label(request));
            if requests.insert((name, request)) {
                *parts.entry(name).or_default() += 1;
            } else {
                errs.duplicate(claim);
            }
        }
        if !pod_claims.has(name) {
            let mut detail = "must be one of the names in pod.spec.resourceClaims".to_owned();
            if pod_claims.is_empty() {
                detail.push_str(" which is empty");
            } else {
                detail.push_str(": ");
                detail.push_str(&pod_claims.sorted().join(", "));
            }
            errs.add(ErrorType::NotFound, claim, detail);
        }
    }
}
