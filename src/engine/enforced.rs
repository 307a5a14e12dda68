//! Pods in a namespace whose label `pod-security.kubernetes.io/enforce` asks for a Pod Security Standard.

use super::custom::with_roots;
use super::scope::Group;
use super::{Facts, Settings, of_source};
use crate::diagnostic::{Diagnostic, Related};
use crate::model::{Model, ObjectTree};
use crate::rules::{self, Preset};
use crate::source::{Source, SourceId};
use crate::validation::{self, pod_security};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
const VERSION: &str = "pod-security.kubernetes.io/enforce-version";

/// What a namespace asks for.
#[derive(Clone, Copy)]
struct Policy<'f> {
    level: pod_security::Level,
    /// Minor version; None: the newest.
    version: Option<u8>,
    namespace: &'f Facts,
}

/// Whether an object is a namespace that asks for anything.
pub(super) fn asks(one: &Facts) -> bool {
    policy(one).is_some()
}

fn policy(one: &Facts) -> Option<Policy<'_>> {
    // Only namespaces have any: told without a look at what is kept elsewhere.
    if one.labels.is_empty() || one.id.kind != "Namespace" || one.id.api_version != "v1" {
        return None;
    }
    let label = |key: &str| {
        let found = one.labels.iter().find(|label| label.0 == key);
        found.map(|label| label.1.as_str())
    };
    let level = match label(ENFORCE)? {
        "baseline" => pod_security::Level::Baseline,
        "restricted" => pod_security::Level::Restricted,
        _ => return None,
    };
    Some(Policy {
        level,
        version: label(VERSION)
            .and_then(|version| version.strip_prefix("v1."))
            .and_then(|minor| minor.parse().ok()),
        namespace: one,
    })
}

/// Judges the pods of such namespaces. A preset that chooses a standard for all pods leaves nothing to do.
pub(super) fn judge(
    sources: &[Source],
    groups: &[Group<'_>],
    settings: &[&Settings],
) -> Vec<Diagnostic> {
    let mut wanted: BTreeMap<SourceId, (Vec<&Facts>, Policies<'_>)> = BTreeMap::new();
    let mut judged = BTreeSet::new();
    for group in groups {
        let policies: HashMap<&str, Policy<'_>> = group
            .iter()
            .filter_map(|one| Some((one.id.name.as_deref()?, policy(one)?)))
            .collect();
        if policies.is_empty() {
            continue;
        }
        for one in group {
            let Some(policy) = policies.get(one.namespace()) else {
                continue;
            };
            let Some(settings) = of_source(settings, one.source) else {
                continue;
            };
            let chosen = [Preset::PssBaseline, Preset::PssRestricted];
            if one.pods().is_none()
                || one.partial
                || one.id.kind == "PodTemplate"
                || chosen
                    .iter()
                    .any(|preset| settings.presets.contains(preset))
                || !settings.rules.is_on(rules::pod_security::ID)
                || !judged.insert((one.source, one.document, one.item))
            {
                continue;
            }
            let version = policy.version.unwrap_or(pod_security::LATEST);
            let place = (one.document, one.item);
            let (ones, policies) = wanted.entry(one.source).or_default();
            ones.push(one);
            policies.insert(place, (*policy, version.min(settings.kubernetes_minor)));
        }
    }
    let mut found = Vec::new();
    for (source, (ones, policies)) in &wanted {
        found.extend(violations(sources, *source, ones, policies));
    }
    found
}

/// Document, item of a list.
type Place = (u32, Option<u32>);
/// The policy of each pod, and the version by which it is judged.
type Policies<'f> = BTreeMap<Place, (Policy<'f>, u8)>;

/// What the pods of a source violate; their policies, and the versions by which they are judged, by place.
fn violations(
    sources: &[Source],
    source: SourceId,
    ones: &[&Facts],
    policies: &Policies<'_>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    with_roots(sources, source, ones, |one, tree, root| {
        let Some((policy, version)) = policies.get(&(one.document, one.item)) else {
            return;
        };
        let version = *version;
        let object = ObjectTree::new(tree, root);
        let Some(mut model) = Model::decode(&one.id.api_version, &one.id.kind, &object) else {
            return;
        };
        validation::prepare(&mut model, &object);
        let Some(pods) = model.pods() else {
            return;
        };
        for violation in pod_security::evaluate(policy.level, version, pods.metadata, pods.spec) {
            let kind = &one.id.kind;
            let mut said =
                rules::pod_security::report(&violation, policy.level, version, &object, kind);
            for related in &mut said.related {
                related.source = one.source;
            }
            said.source = one.source;
            said.document = one.document;
            said.item = one.item;
            said.object = Some(one.id.clone());
            said.related.push(Related {
                message: String::from("the namespace that enforces it"),
                source: policy.namespace.source,
                span: policy.namespace.span,
            });
            found.push(said);
        }
    });
    found
}
