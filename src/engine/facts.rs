//! The little that cross-object rules know about one object.

use crate::diagnostic::{Diagnostic, ObjectId, Related};
use crate::model::field::{Field, Map, Text};
use crate::model::meta::LabelSelector;
use crate::model::values::IntOrString;
use crate::model::{Model, ObjectTree, PodView};
use crate::rules::Rule;
use crate::schema::CustomKind;
use crate::source::{SourceId, Span};
use crate::yaml::{NodeId, Tree};
use rustc_hash::FxBuildHasher;
use std::hash::{BuildHasher as _, Hash};
use std::sync::Arc;

/// Something that was written, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// What.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// One object as others see it.
#[derive(Clone, Debug)]
pub struct Facts {
    /// In which source.
    pub source: SourceId,
    /// Which document of it.
    pub document: u32,
    /// Which item of a list.
    pub item: Option<u32>,
    /// Its identity.
    pub id: Arc<ObjectId>,
    /// Hashes of what others ask for.
    pub hashes: Hashes,
    /// Where its name stands, or where to point for the object as a whole.
    pub span: Span,
    /// The labels of a Namespace; nobody asks for those of other objects.
    pub labels: Vec<(Text, Text)>,
    /// Whether it is a part that something completes.
    pub partial: bool,
    /// The namespace that a kustomization puts it into.
    pub set_namespace: Option<Text>,
    /// What its kind has besides.
    pub detail: Detail,
}

/// Hashes of what objects are found by. They are made while the object is at hand, so that a search through thousands of
/// objects never looks at their texts.
#[derive(Clone, Debug, Default)]
pub struct Hashes {
    /// Of group, kind, namespace and name; None where it has no name.
    pub identity: Option<u64>,
    /// Of its kind.
    pub kind: u64,
    /// Of its name.
    pub name: u64,
    /// Of its namespace.
    pub namespace: u64,
    /// Of each label of its pods.
    pub labels: Vec<u64>,
    /// Of the selector of its pods.
    pub selector: u64,
}

impl Hashes {
    /// The hashes of an object, once all else about it is known.
    pub(super) fn of(facts: &Facts) -> Self {
        let pods = facts.pods();
        let labels = pods.map(|pods| pods.labels.value.iter());
        Self {
            identity: identity_hash(&facts.id),
            kind: hash_of(facts.id.kind.as_str()),
            name: hash_of(facts.name()),
            namespace: hash_of(facts.namespace()),
            labels: labels.into_iter().flatten().map(hash_of_label).collect(),
            selector: pods
                .and_then(|pods| pods.selector.as_ref())
                .map_or(0, |selector| hash_of(&selector.value)),
        }
    }
}

/// The hash by which things are found.
pub(crate) fn hash_of(key: impl Hash) -> u64 {
    FxBuildHasher.hash_one(key)
}

/// The hash of a label.
pub(crate) fn hash_of_label((key, value): &(Text, Text)) -> u64 {
    hash_of((key.as_str(), value.as_str()))
}

/// What others may ask about an object of some kind.
#[derive(Clone, Debug)]
pub enum Detail {
    /// Makes pods, or is one.
    Pods(Box<PodsFacts>),
    /// Selects pods and gives them a name.
    Service(ServiceFacts),
    /// Limits how many pods may be away.
    Budget(BudgetFacts),
    /// Sets the replicas of another object.
    Autoscaler(AutoscalerFacts),
    /// A CustomResourceDefinition.
    Definition {
        /// The group of the kind that it defines.
        group: String,
        /// The kind.
        kind: String,
    },
    /// Nothing that a rule asks for.
    Other,
}

/// A workload, a pod template or a Pod.
#[derive(Clone, Debug, Default)]
pub struct PodsFacts {
    /// The workload's selector.
    pub selector: Option<Spanned<Selector>>,
    /// Labels of its pods.
    pub labels: Spanned<Vec<(Text, Text)>>,
    /// `spec.replicas`; the span is that of the value, or of the key of `spec` where it is missing. None for kinds without.
    pub replicas: Option<Spanned<Option<i32>>>,
    /// Where the entry `replicas: N` stands as a whole, to be removed.
    pub replicas_entry: Option<Span>,
    /// `spec.serviceName` of a StatefulSet.
    pub service_name: Option<Spanned<Text>>,
    /// Ports of the node that the pods take: protocol, address, number.
    pub host_ports: Vec<Spanned<(Text, Text, i32)>>,
    /// Whether nothing narrows the nodes down: no node selector, no affinity to nodes, no node name.
    pub everywhere: bool,
}

impl<T: Default> Default for Spanned<T> {
    fn default() -> Self {
        Self {
            value: T::default(),
            span: Span::default(),
        }
    }
}

/// A Service.
#[derive(Clone, Debug)]
pub struct ServiceFacts {
    /// Its selector; None where it has none.
    pub selector: Option<Spanned<Selector>>,
    /// Whether `clusterIP` is `None`.
    pub headless: bool,
    /// `ExternalName`: selects nothing by design.
    pub external: bool,
}

/// A PodDisruptionBudget.
#[derive(Clone, Debug)]
pub struct BudgetFacts {
    /// Its selector.
    pub selector: Option<Spanned<Selector>>,
    /// `minAvailable`.
    pub min_available: Option<Spanned<IntOrString>>,
    /// `maxUnavailable`.
    pub max_unavailable: Option<Spanned<IntOrString>>,
}

/// A HorizontalPodAutoscaler.
#[derive(Clone, Debug)]
pub struct AutoscalerFacts {
    /// Kind and name of what it scales.
    pub target: Spanned<(Text, Text)>,
}

/// A label selector.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Selector {
    /// Labels that must be equal.
    pub labels: Vec<(Text, Text)>,
    /// Key, operator, values.
    pub expressions: Vec<(Text, Text, Vec<Text>)>,
}

impl Selector {
    fn of_map(map: &Map<Text>) -> Self {
        Self {
            labels: pairs(map),
            expressions: Vec::new(),
        }
    }

    pub(crate) fn of(selector: &LabelSelector) -> Self {
        let expressions = selector.match_expressions.iter().map(|expression| {
            let values = expression.values.iter().map(Field::text).collect();
            (expression.key.text(), expression.operator.text(), values)
        });
        Self {
            labels: pairs(&selector.match_labels),
            expressions: expressions.collect(),
        }
    }

    /// Whether it selects everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.expressions.is_empty()
    }

    /// Whether it selects something with these labels.
    #[must_use]
    pub fn matches(&self, labels: &[(Text, Text)]) -> bool {
        let value = |key: &str| {
            labels
                .iter()
                .find(|label| label.0 == key)
                .map(|label| label.1.as_str())
        };
        self.labels
            .iter()
            .all(|(key, wanted)| value(key) == Some(wanted))
            && self
                .expressions
                .iter()
                .all(|(key, operator, values)| match operator.as_str() {
                    "In" => {
                        value(key).is_some_and(|have| values.iter().any(|wanted| wanted == have))
                    }
                    "NotIn" => {
                        value(key).is_none_or(|have| values.iter().all(|wanted| wanted != have))
                    }
                    "Exists" => value(key).is_some(),
                    "DoesNotExist" => value(key).is_none(),
                    _ => false,
                })
    }
}

/// The labels that others ask for.
pub(super) fn own_labels(model: &Model) -> Vec<(Text, Text)> {
    match model {
        Model::Namespace(namespace) => pairs(&namespace.metadata.labels),
        _ => Vec::new(),
    }
}

/// The entries of a map of texts.
pub(crate) fn pairs(map: &Map<Text>) -> Vec<(Text, Text)> {
    map.entries()
        .iter()
        .map(|(key, value)| (key.clone(), value.text()))
        .collect()
}

impl Detail {
    /// The facts of an object of a kind that has no model.
    pub(super) fn without_model(id: &ObjectId, tree: &Tree<'_>, root: NodeId) -> Self {
        if id.kind != "CustomResourceDefinition" {
            return Self::Other;
        }
        CustomKind::named(tree, root).map_or(Self::Other, |(group, kind)| Self::Definition {
            group,
            kind,
        })
    }

    /// The facts of a model, before defaulting.
    #[must_use]
    pub fn of(model: &Model, object: &ObjectTree<'_>) -> Self {
        let map_selector = |map: &Map<Text>| {
            map.get().map(|_| Spanned {
                value: Selector::of_map(map),
                span: object.span(map.slot),
            })
        };
        let selector = |field: &Field<Box<LabelSelector>>| {
            field.get().map(|selector| Spanned {
                value: Selector::of(selector),
                span: object.span(field.slot),
            })
        };
        match model {
            Model::Service(service) => {
                let spec = &service.spec;
                Self::Service(ServiceFacts {
                    selector: map_selector(&spec.selector)
                        .filter(|selector| !selector.value.is_empty()),
                    headless: spec.cluster_ip == "None",
                    external: spec.r#type == "ExternalName",
                })
            }
            Model::PodDisruptionBudget(budget) => {
                let spec = &budget.spec;
                let amount = |field: &Field<IntOrString>| {
                    field.get().map(|value| Spanned {
                        value: value.clone(),
                        span: object.span(field.slot),
                    })
                };
                Self::Budget(BudgetFacts {
                    selector: selector(&spec.selector),
                    min_available: amount(&spec.min_available),
                    max_unavailable: amount(&spec.max_unavailable),
                })
            }
            Model::HorizontalPodAutoscaler(scaler) => {
                let target = &scaler.spec.scale_target_ref;
                Self::Autoscaler(AutoscalerFacts {
                    target: Spanned {
                        value: (target.kind.text(), target.name.text()),
                        span: object.span(target.slot),
                    },
                })
            }
            Model::HorizontalPodAutoscalerV1(scaler) => {
                let target = &scaler.spec.scale_target_ref;
                Self::Autoscaler(AutoscalerFacts {
                    target: Spanned {
                        value: (target.kind.text(), target.name.text()),
                        span: object.span(target.slot),
                    },
                })
            }
            _ => match model.pods() {
                Some(pods) => Self::Pods(Box::new(PodsFacts {
                    selector: model
                        .selector()
                        .and_then(selector)
                        .or_else(|| model.label_map_selector().and_then(map_selector)),
                    ..pods_facts(model, pods, object)
                })),
                None => Self::Other,
            },
        }
    }
}

fn pods_facts(model: &Model, pods: PodView<'_>, object: &ObjectTree<'_>) -> PodsFacts {
    let replicas = model.replicas();
    let entry = replicas
        .filter(|field| !field.slot.node.is_none())
        .map(|field| {
            let key = object.grip(field.slot.node);
            Span::new(key.start, object.span(field.slot).end)
        });
    let service_name = match model {
        Model::StatefulSet(set) => {
            let name = &set.spec.service_name;
            name.get().map(|text| Spanned {
                value: text.clone(),
                span: object.span(name.slot),
            })
        }
        _ => None,
    };
    PodsFacts {
        selector: None,
        labels: Spanned {
            value: pairs(&pods.metadata.labels),
            span: object.span(pods.metadata.labels.slot),
        },
        replicas: replicas.map(|field| Spanned {
            value: field.get().copied(),
            span: object.span(field.slot),
        }),
        replicas_entry: entry,
        service_name,
        host_ports: crate::sim::pod::host_ports(pods, object)
            .into_iter()
            .map(|port| Spanned {
                value: (port.protocol, port.ip, port.port),
                span: port.span,
            })
            .collect(),
        everywhere: pods.spec.node_selector.entries().is_empty()
            && pods.spec.node_name.str().is_empty()
            && pods
                .spec
                .affinity
                .get()
                .is_none_or(|affinity| affinity.node_affinity.is_missing()),
    }
}

/// What two objects of one cluster cannot share: group, kind, namespace, name.
pub(super) type Identity<'f> = (&'f str, &'f str, Option<&'f str>, Option<&'f str>);

pub(super) fn identity(id: &ObjectId) -> Identity<'_> {
    let group = id.api_version.rsplit_once('/').map_or("", |split| split.0);
    (group, &id.kind, id.namespace.as_deref(), id.name.as_deref())
}

/// The hash of an object's identity; None where it has no name, since such objects are told apart by the server.
fn identity_hash(id: &ObjectId) -> Option<u64> {
    id.name.as_ref()?;
    Some(hash_of(identity(id)))
}

impl Facts {
    /// A diagnostic of a rule at a place of this object.
    #[must_use]
    pub fn report(
        &self,
        rule: &Rule,
        span: Span,
        path: &str,
        message: impl Into<String>,
    ) -> Diagnostic {
        let mut diagnostic = rule.at(span, message).path(path);
        diagnostic.source = self.source;
        diagnostic.document = self.document;
        diagnostic.item = self.item;
        diagnostic.object = Some(Arc::clone(&self.id));
        diagnostic
    }

    /// A place of this object that belongs to another's diagnostic.
    #[must_use]
    pub fn related(&self, span: Span, message: impl Into<String>) -> Related {
        Related {
            message: message.into(),
            source: self.source,
            span,
        }
    }

    /// Its namespace; what is not written is `default` or set by whoever applies it.
    #[must_use]
    pub fn namespace(&self) -> &str {
        let set = self.set_namespace.as_ref();
        set.or(self.id.namespace.as_ref()).map_or("", Text::as_str)
    }

    /// Whether it may be in the same namespace as another: a namespace that is not written may be any.
    #[must_use]
    pub fn may_share_namespace(&self, other: &Self) -> bool {
        self.namespace() == other.namespace()
            || self.namespace().is_empty()
            || other.namespace().is_empty()
    }

    /// Its name; empty where it is missing or generated.
    #[must_use]
    pub fn name(&self) -> &str {
        self.id.name.as_deref().unwrap_or("")
    }

    /// A hash of all that rules ask about it, but its name and its places: of objects that share it, one stands for all.
    pub(crate) fn content_hash(&self) -> u64 {
        fn value<T>(part: &Option<Spanned<T>>) -> Option<&T> {
            part.as_ref().map(|part| &part.value)
        }
        let detail = match &self.detail {
            Detail::Pods(pods) => hash_of((
                value(&pods.selector),
                &pods.labels.value,
                value(&pods.replicas),
                value(&pods.service_name),
            )),
            Detail::Service(service) => {
                hash_of((value(&service.selector), service.headless, service.external))
            }
            Detail::Budget(budget) => hash_of((
                value(&budget.selector),
                value(&budget.min_available),
                value(&budget.max_unavailable),
            )),
            Detail::Autoscaler(scaler) => hash_of(&scaler.target.value),
            Detail::Definition { group, kind } => hash_of((group, kind)),
            Detail::Other => 0,
        };
        hash_of((
            self.id.kind.as_str(),
            self.namespace(),
            self.partial,
            detail,
        ))
    }

    /// Whether a selector selects its pods.
    #[must_use]
    pub fn is_selected(&self, selector: &Selector) -> bool {
        self.pods()
            .is_some_and(|pods| selector.matches(&pods.labels.value))
    }

    /// What it makes pods of, if it does.
    #[must_use]
    pub fn pods(&self) -> Option<&PodsFacts> {
        match &self.detail {
            Detail::Pods(pods) => Some(pods),
            _ => None,
        }
    }
}
