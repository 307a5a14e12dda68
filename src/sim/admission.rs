//! Is the pod made at all? What the apiserver's admission plugins add to a pod, and for what they refuse it.
//!
//! Follows `plugin/pkg/admission/{serviceaccount,priority,runtimeclass,limitranger}` and, for quotas, `super::quota`.
//! Plugins that change pods come first, then those that judge, each in the apiserver's order.

use super::pod::PodShape;
use super::policies::{Limit, Policies};
use super::requests::{Quantities, Role};
use super::workload::Forbidden;
use crate::model::values::Quantity;
use crate::source::Span;

/// Why no pod is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The apiserver's words.
    pub message: String,
    /// What decides in the manifest.
    pub span: Span,
    /// What would have to exist, where the run only does not show it: `ServiceAccount x exists`.
    pub unseen: Option<String>,
}

impl Refusal {
    fn new(message: String, span: Span) -> Self {
        Self {
            message,
            span,
            unseen: None,
        }
    }
}

/// A pod as it comes out of the plugins that change pods.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// Its shape with everything that was added.
    pub shape: PodShape,
    /// Its priority.
    pub priority: i32,
    /// It evicts nobody.
    pub never_preempts: bool,
}

/// Runs the changing plugins. Refusals do not stop them: the pod goes on as if the missing thing existed and did nothing.
#[must_use]
pub fn change(shape: &PodShape, namespace: &str, policies: &Policies) -> (Admitted, Vec<Refusal>) {
    let mut shape = shape.clone();
    let mut refusals = Vec::new();
    for limit in policies.limit_ranges.get(namespace).into_iter().flatten() {
        apply_defaults(&mut shape, limit);
    }
    if let Some(account) = &shape.service_account {
        let name = &account.value;
        let known = policies
            .service_accounts
            .contains(&(namespace.to_owned(), name.clone()));
        if name != "default" && !known {
            refusals.push(Refusal {
                message: format!("error looking up service account {namespace}/{name}: serviceaccount \"{name}\" not found"),
                span: account.span,
                unseen: Some(format!("ServiceAccount {name} exists")),
            });
        }
    }
    let (priority, class_never_preempts) = priority(&shape, policies, &mut refusals);
    let never_preempts = match shape.preemption_policy.as_deref() {
        Some(policy) => policy == "Never",
        None => class_never_preempts,
    };
    runtime_class(&mut shape, policies, &mut refusals);
    (
        Admitted {
            shape,
            priority,
            never_preempts,
        },
        refusals,
    )
}

/// `mergePodResourceRequirements`.
fn apply_defaults(shape: &mut PodShape, limit: &Limit) {
    if limit.kind != "Container" {
        return;
    }
    let fill = |into: &mut Quantities, from: &Quantities| {
        for (name, amount) in from {
            into.entry(name.clone()).or_insert_with(|| amount.clone());
        }
    };
    for container in &mut shape.needs.containers {
        fill(&mut container.limits, &limit.default);
        fill(&mut container.requests, &limit.default_request);
    }
}

/// The classes that every cluster has.
const SYSTEM_CLASSES: [(&str, i32); 2] = [
    ("system-cluster-critical", 2_000_000_000),
    ("system-node-critical", 2_000_001_000),
];

/// `priorityPlugin.admitPod`: the priority, and whether its class never preempts.
fn priority(shape: &PodShape, policies: &Policies, refusals: &mut Vec<Refusal>) -> (i32, bool) {
    let (computed, never) = match &shape.priority_class {
        None => {
            let defaults = policies
                .priority_classes
                .values()
                .filter(|class| class.global_default);
            defaults
                .min_by_key(|class| class.value)
                .map_or((0, false), |class| (class.value, class.never_preempts))
        }
        Some(name) => {
            let system = SYSTEM_CLASSES
                .iter()
                .find(|(system, _)| *system == name.value);
            match (policies.priority_classes.get(&name.value), system) {
                (Some(class), _) => (class.value, class.never_preempts),
                (None, Some((_, value))) => (*value, false),
                (None, None) => {
                    refusals.push(Refusal {
                        message: format!("no PriorityClass with name {} was found", name.value),
                        span: name.span,
                        unseen: Some(format!("PriorityClass {} exists", name.value)),
                    });
                    return (
                        shape.priority.as_ref().map_or(0, |priority| priority.value),
                        false,
                    );
                }
            }
        }
    };
    match &shape.priority {
        // A stored pod carries the priority that was computed for it.
        Some(written) if shape.priority_class.is_none() => (written.value, never),
        Some(written) if written.value != computed => {
            refusals.push(Refusal::new(
                format!(
                    "the integer value of priority ({}) must not be provided in pod spec; priority admission controller computed {computed} from the given PriorityClass name",
                    written.value
                ),
                written.span,
            ));
            (computed, never)
        }
        _ => (computed, never),
    }
}

/// `runtimeclass.Admit`: overhead, node selector, tolerations.
fn runtime_class(shape: &mut PodShape, policies: &Policies, refusals: &mut Vec<Refusal>) {
    let Some(name) = shape.runtime_class.clone() else {
        return;
    };
    let Some(class) = policies.runtime_classes.get(&name.value) else {
        refusals.push(Refusal {
            message: format!("pod rejected: RuntimeClass \"{}\" not found", name.value),
            span: name.span,
            unseen: Some(format!("RuntimeClass {} exists", name.value)),
        });
        return;
    };
    if shape.needs.overhead.is_empty() {
        shape.needs.overhead.clone_from(&class.overhead);
    }
    for (key, value) in &class.node_selector {
        match shape.node_selector.iter().find(|entry| entry.0 == *key) {
            Some(entry) if entry.1 != *value => refusals.push(Refusal::new(
                format!("conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; pod.spec.nodeSelector[{key}] = {}", entry.1),
                entry.2,
            )),
            Some(_) => {}
            None => shape.node_selector.push((key.clone(), value.clone(), name.span)),
        }
    }
    shape.tolerations.extend(class.tolerations.iter().cloned());
}

/// What the namespace's Pod Security level refuses, as the newest version of the policy judges it.
#[must_use]
pub fn pod_security_refusal(
    forbidden: &Forbidden,
    namespace: &str,
    policies: &Policies,
) -> Option<Refusal> {
    let labels = policies.namespaces.get(namespace)?;
    let level = labels.get("pod-security.kubernetes.io/enforce")?;
    let found = match level.as_str() {
        "baseline" => &forbidden.baseline,
        "restricted" => &forbidden.restricted,
        _ => return None,
    };
    let (_, span) = found.first()?;
    let version = labels
        .get("pod-security.kubernetes.io/enforce-version")
        .map_or("latest", String::as_str);
    let list = found
        .iter()
        .map(|(text, _)| text.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    Some(Refusal::new(
        format!("violates PodSecurity \"{level}:{version}\": {list}"),
        *span,
    ))
}

/// `PodValidateLimitFunc`: what the LimitRanges of the namespace refuse.
#[must_use]
pub fn limit_range_refusal(
    shape: &PodShape,
    namespace: &str,
    policies: &Policies,
) -> Option<Refusal> {
    let mut errors = Vec::new();
    for limit in policies.limit_ranges.get(namespace).into_iter().flatten() {
        match limit.kind.as_str() {
            "Container" => {
                let (main, init): (Vec<_>, Vec<_>) = shape
                    .needs
                    .containers
                    .iter()
                    .partition(|container| container.role == Role::Main);
                for container in main.into_iter().chain(init) {
                    check(
                        limit,
                        "Container",
                        &container.requests,
                        &container.limits,
                        &mut errors,
                    );
                }
            }
            "Pod" => check(
                limit,
                "Pod",
                &shape.needs.requests(),
                &shape.needs.limits(),
                &mut errors,
            ),
            _ => {}
        }
    }
    let message = match errors.as_slice() {
        [] => return None,
        [one] => one.clone(),
        _ => format!("[{}]", errors.join(", ")),
    };
    Some(Refusal::new(message, shape.containers_at))
}

fn check(
    limit: &Limit,
    kind: &str,
    requests: &Quantities,
    limits: &Quantities,
    errors: &mut Vec<String>,
) {
    let said = errors.len();
    for (name, least) in &limit.min {
        let text = format!("minimum {name} usage per {kind} is {least}");
        match (requests.get(name), limits.get(name)) {
            (None, _) => errors.push(format!("{text}.  No request is specified")),
            (Some(request), _) if request < least => {
                errors.push(format!("{text}, but request is {request}"))
            }
            (_, Some(top)) if top < least => errors.push(format!("{text}, but limit is {top}")),
            _ => {}
        }
    }
    for (name, most) in &limit.max {
        let text = format!("maximum {name} usage per {kind} is {most}");
        match (requests.get(name), limits.get(name)) {
            (_, None) => errors.push(format!("{text}.  No limit is specified")),
            (_, Some(top)) if top > most => errors.push(format!("{text}, but limit is {top}")),
            (Some(request), _) if request > most => {
                errors.push(format!("{text}, but request is {request}"))
            }
            _ => {}
        }
    }
    for (name, most) in &limit.max_ratio {
        let text = format!("{name} max limit to request ratio per {kind} is {most}");
        let some = |amount: Option<&Quantity>| {
            amount
                .map(|amount| amount.milli_value() as f64)
                .filter(|amount| *amount != 0.0)
        };
        match (some(requests.get(name)), some(limits.get(name))) {
            (None, _) => errors.push(format!(
                "{text}, but no request is specified or request is 0"
            )),
            (_, None) => errors.push(format!("{text}, but no limit is specified or limit is 0")),
            (Some(request), Some(top)) if top / request * 1000.0 > most.milli_value() as f64 => {
                errors.push(format!(
                    "{text}, but provided ratio is {:.6}",
                    top / request
                ));
            }
            _ => {}
        }
    }
    // Kubernetes walks Go maps here; a fixed order serves people better.
    if let Some(new) = errors.get_mut(said..) {
        new.sort();
    }
}
