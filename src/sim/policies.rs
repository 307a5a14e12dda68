//! What a cluster holds beside nodes and pods that decides whether a pod is made: accounts, classes, limits, quotas.
//!
//! Read from models into plain values; judging is `admission`'s business.

use super::requests::Quantities;
use super::toleration::{self, Toleration};
use crate::model::Model;
use crate::model::ObjectTree;
use crate::model::core::{LimitRange, ResourceQuota};
use crate::model::field::{Map, Obj};
use crate::model::meta::ObjectMeta;
use crate::model::values::Quantity;
use std::collections::{BTreeMap, BTreeSet};

/// A PriorityClass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriorityClass {
    /// Its value.
    pub value: i32,
    /// Its preemption policy is Never.
    pub never_preempts: bool,
    /// Whether pods without a class get it.
    pub global_default: bool,
}

/// A RuntimeClass.
#[derive(Clone, Debug, Default)]
pub struct RuntimeClass {
    /// What its pods need beside their containers.
    pub overhead: Quantities,
    /// Labels that its nodes have.
    pub node_selector: Vec<(String, String)>,
    /// What its pods tolerate.
    pub tolerations: Vec<Toleration>,
}

/// One item of a LimitRange, defaults filled in.
#[derive(Clone, Debug, Default)]
pub struct Limit {
    /// `Container`, `Pod`, …
    pub kind: String,
    /// Least request.
    pub min: Quantities,
    /// Highest limit.
    pub max: Quantities,
    /// Limits of containers that have none.
    pub default: Quantities,
    /// Requests of containers that have none.
    pub default_request: Quantities,
    /// How often the request fits into the limit at most.
    pub max_ratio: Quantities,
}

/// What a quota's scope asks of a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// `BestEffort`, `PriorityClass`, …
    pub name: String,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    pub operator: String,
    /// Names of classes.
    pub values: Vec<String>,
}

/// A ResourceQuota.
#[derive(Clone, Debug, Default)]
pub struct Quota {
    /// Its name.
    pub name: String,
    /// What is allowed.
    pub hard: Quantities,
    /// What is used, where the quota comes from a cluster that says so.
    pub used: Option<Quantities>,
    /// Which pods it counts; all when empty.
    pub scopes: Vec<Scope>,
}

/// What decides whether pods are made.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    /// Namespace and name.
    pub service_accounts: BTreeSet<(String, String)>,
    /// By name.
    pub priority_classes: BTreeMap<String, PriorityClass>,
    /// By name.
    pub runtime_classes: BTreeMap<String, RuntimeClass>,
    /// By namespace.
    pub limit_ranges: BTreeMap<String, Vec<Limit>>,
    /// By namespace, sorted by name.
    pub quotas: BTreeMap<String, Vec<Quota>>,
    /// Labels of namespaces.
    pub namespaces: BTreeMap<String, BTreeMap<String, String>>,
}

/// The namespace of an object: the one that is written, else `default`.
#[must_use]
pub fn namespace(metadata: &ObjectMeta) -> &str {
    match metadata.namespace.str() {
        "" => "default",
        name => name,
    }
}

fn quantities(map: &Map<Quantity>) -> Quantities {
    map.entries()
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.get()?.clone())))
        .collect()
}

impl Policies {
    /// Takes in an object, if it is one that decides.
    pub fn add(&mut self, model: &Model, object: &ObjectTree<'_>) {
        let metadata = model.metadata();
        let name = metadata.name.str().to_owned();
        let namespace = namespace(metadata).to_owned();
        match model {
            Model::ServiceAccount(_) => {
                self.service_accounts.insert((namespace, name));
            }
            Model::PriorityClass(class) => {
                let class = PriorityClass {
                    value: class.value.value(),
                    never_preempts: class.preemption_policy == "Never",
                    global_default: class.global_default.value(),
                };
                self.priority_classes.insert(name, class);
            }
            Model::RuntimeClass(class) => {
                let scheduling = class.scheduling.get();
                let class = RuntimeClass {
                    overhead: class
                        .overhead
                        .get()
                        .map(|overhead| quantities(&overhead.pod_fixed))
                        .unwrap_or_default(),
                    node_selector: scheduling
                        .map(|scheduling| {
                            let entries = scheduling.node_selector.entries().iter();
                            entries
                                .map(|(key, value)| (key.to_string(), value.str().to_owned()))
                                .collect()
                        })
                        .unwrap_or_default(),
                    tolerations: scheduling
                        .map(|scheduling| toleration::written(&scheduling.tolerations, object))
                        .unwrap_or_default(),
                };
                self.runtime_classes.insert(name, class);
            }
            Model::LimitRange(range) => {
                self.limit_ranges
                    .entry(namespace)
                    .or_default()
                    .extend(limits(range));
            }
            Model::ResourceQuota(quota) => {
                let quotas = self.quotas.entry(namespace).or_default();
                quotas.retain(|before| before.name != name);
                quotas.push(self::quota(name, quota));
                quotas.sort_by(|a, b| a.name.cmp(&b.name));
            }
            Model::Namespace(namespace) => {
                let labels = namespace.metadata.labels.entries().iter();
                let labels = labels
                    .map(|(key, value)| (key.to_string(), value.str().to_owned()))
                    .collect();
                self.namespaces.insert(name, labels);
            }
            _ => {}
        }
    }

    /// With everything of another set; where both have a name, the other one's counts.
    pub fn extend(&mut self, other: Self) {
        self.service_accounts.extend(other.service_accounts);
        self.priority_classes.extend(other.priority_classes);
        self.runtime_classes.extend(other.runtime_classes);
        for (namespace, limits) in other.limit_ranges {
            self.limit_ranges
                .entry(namespace)
                .or_default()
                .extend(limits);
        }
        for (namespace, quotas) in other.quotas {
            let all = self.quotas.entry(namespace).or_default();
            for quota in quotas {
                match all.iter_mut().find(|before| before.name == quota.name) {
                    Some(before) => {
                        let used = quota.used.or_else(|| before.used.take());
                        *before = Quota { used, ..quota };
                    }
                    None => all.push(quota),
                }
            }
            all.sort_by(|a, b| a.name.cmp(&b.name));
        }
        self.namespaces.extend(other.namespaces);
    }
}

/// The items of a LimitRange with the defaults of `SetDefaults_LimitRangeItem`.
fn limits(range: &Obj<LimitRange>) -> impl Iterator<Item = Limit> + '_ {
    range.spec.limits.iter().map(|item| {
        let mut limit = Limit {
            kind: item.r#type.str().to_owned(),
            min: quantities(&item.min),
            max: quantities(&item.max),
            default: quantities(&item.default),
            default_request: quantities(&item.default_request),
            max_ratio: quantities(&item.max_limit_request_ratio),
        };
        if limit.kind == "Container" {
            let fill = |into: &mut Quantities, from: &Quantities| {
                for (name, amount) in from {
                    into.entry(name.clone()).or_insert_with(|| amount.clone());
                }
            };
            fill(&mut limit.default, &limit.max);
            fill(&mut limit.default_request, &limit.default);
            fill(&mut limit.default_request, &limit.min);
        }
        limit
    })
}

fn quota(name: String, quota: &Obj<ResourceQuota>) -> Quota {
    let plain = quota.spec.scopes.iter().map(|scope| Scope {
        name: scope.str().to_owned(),
        operator: String::from("Exists"),
        values: Vec::new(),
    });
    let selected = quota
        .spec
        .scope_selector
        .get()
        .into_iter()
        .flat_map(|selector| selector.match_expressions.iter());
    let selected = selected.map(|item| Scope {
        name: item.scope_name.str().to_owned(),
        operator: item.operator.str().to_owned(),
        values: item
            .values
            .iter()
            .map(|value| value.str().to_owned())
            .collect(),
    });
    let used = quota
        .status
        .get()
        .map(|status| quantities(&status.used))
        .filter(|used| !used.is_empty());
    Quota {
        name,
        hard: quantities(&quota.spec.hard),
        used,
        scopes: plain.chain(selected).collect(),
    }
}
