//! The apiserver's verdict on a change: what it refuses of what `kubectl apply` makes of a new manifest.
//!
//! Follows `BeforeUpdate` of `k8s.io/apiserver/pkg/registry/rest/update.go`, the update strategies of `pkg/registry` and
//! the `Validate*Update` functions of `pkg/apis/*/validation`.

mod claim;
mod core_kinds;
mod job;
mod live;
mod meta;
mod pair;
mod pod;
mod scheduling;
mod service;
mod workloads;

use super::create::prepare;
use super::{Errors, FieldError, create};
use crate::apply::{self, MergeError, Sides};
use crate::model::{Model, ObjectTree, defaults};
use crate::schema;
use crate::yaml::{NodeId, Tree};
use pair::Pair;
use serde_json::Value;

/// An object of a document.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a, 's> {
    /// The document.
    pub tree: &'a Tree<'s>,
    /// The object in it.
    pub root: NodeId,
}

/// What an apply comes to.
#[derive(Debug)]
pub struct Update<'s> {
    /// What the apiserver refuses, with places in the new manifest.
    pub errors: Vec<FieldError>,
    /// The object that is sent, whose nodes stand in the text of the new manifest.
    pub merged: Tree<'s>,
    /// The object that the server had, as it prints it.
    pub live: Value,
}

/// Applies `new` over what `old` made and judges the result. None for kinds without a model, and where the kinds differ.
///
/// # Errors
/// Where kubectl cannot make a patch.
pub fn update<'s>(
    old: Written<'_, '_>,
    new: Written<'_, 's>,
) -> Option<Result<Update<'s>, MergeError>> {
    send(old, new, false)
}

/// Judges `new` in place of what `old` made, as `kubectl replace` sends it. None as in [`update`].
///
/// # Errors
/// Never; it has the form of [`update`].
pub fn replace<'s>(
    old: Written<'_, '_>,
    new: Written<'_, 's>,
) -> Option<Result<Update<'s>, MergeError>> {
    send(old, new, true)
}

/// What a PUT takes from the object that is there (`BeforeUpdate`, `ValidateObjectMetaUpdate`, `PrepareForUpdate`).
fn kept(live: &Value) -> Value {
    let mut kept = serde_json::json!({"metadata": {}});
    for pointer in ["uid", "creationTimestamp", "generation", "namespace"] {
        if let Some(value) = live.pointer(&format!("/metadata/{pointer}")) {
            kept["metadata"][pointer] = value.clone();
        }
    }
    if let Some(status) = live.get("status") {
        kept["status"] = status.clone();
    }
    kept
}

fn send<'s>(
    old: Written<'_, '_>,
    new: Written<'_, 's>,
    put: bool,
) -> Option<Result<Update<'s>, MergeError>> {
    let api_version = old.tree.string(old.tree.entry(old.root, "apiVersion"))?;
    let kind = old.tree.string(old.tree.entry(old.root, "kind"))?;
    let old_object = ObjectTree::new(old.tree, old.root);
    let mut old_model = Model::decode(&api_version, &kind, &old_object)?;
    prepare(&mut old_model, &old_object);
    defaults::make_status(&mut old_model, &old_object);
    let live = live::live(&mut old_model, &old_object)?;
    let definition =
        schema::kind(&api_version, &kind, schema::NEWEST).map(schema::Kind::definition);
    let mut original = apply::json(old.tree, old.root);
    if let Some(meta) = original.get_mut("metadata").and_then(Value::as_object_mut) {
        // kubectl writes the namespace into what it applies.
        meta.remove("namespace");
    }
    let base = put.then(|| kept(&live));
    if put {
        original = Value::Object(serde_json::Map::new());
    }
    let sides = Sides {
        original: &original,
        live: base.as_ref().unwrap_or(&live),
        new: new.tree,
        root: new.root,
    };
    let merged = match apply::apply(sides, definition) {
        Ok(merged) => merged,
        Err(error) => return Some(Err(error)),
    };
    let errors = judge(&old_model, &old_object, &live, &merged, &api_version, &kind)?;
    Some(Ok(Update {
        errors,
        merged,
        live,
    }))
}

fn judge(
    old: &Model,
    old_object: &ObjectTree<'_>,
    live: &Value,
    merged: &Tree<'_>,
    api_version: &str,
    kind: &str,
) -> Option<Vec<FieldError>> {
    let object = ObjectTree::new(merged, merged.root());
    let mut new = Model::decode(api_version, kind, &object)?;
    defaults::apply(&mut new, &object);
    let mut errs = Errors::new(&object);
    if let (Model::Service(new), Model::Service(old)) = (&mut new, old) {
        service::prepare(new, old, live);
    }
    let has_standard_finalizers = !matches!(
        new,
        Model::Lease(_)
            | Model::PodDisruptionBudget(_)
            | Model::ValidatingWebhookConfiguration(_)
            | Model::MutatingWebhookConfiguration(_)
    );
    meta::validate_object_meta_update(live, new.metadata(), has_standard_finalizers, &mut errs);
    let pair = Pair {
        old: old_object,
        new: &object,
    };
    validate_kind_update(old, &new, live, pair, &mut errs);
    let mut errors = errs.into_list();
    // The server counts generations, and keeps the finalizers of a namespace, itself.
    errors.retain(|error| {
        error.field != "metadata.generation"
            && !(kind == "Namespace" && error.field.starts_with("spec.finalizers"))
    });
    Some(errors)
}

/// `ValidateUpdate` of the kind's strategy.
fn validate_kind_update(
    old: &Model,
    new: &Model,
    live: &Value,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    match (old, new) {
        (Model::StatefulSet(old), Model::StatefulSet(new)) => {
            workloads::validate_stateful_set_update(old, new, pair, errs);
            return;
        }
        (Model::CronJob(old), Model::CronJob(new)) => {
            super::batch::validate_cron_job_update(&old.spec, &new.spec, errs);
            return;
        }
        (Model::Pod(_), Model::Pod(new)) => {
            pod::validate_pod_update(live, new, pair, errs);
            return;
        }
        (Model::Job(old), Model::Job(new)) => {
            job::validate_job_update(old, new, pair, errs);
            return;
        }
        (Model::PersistentVolumeClaim(_), Model::PersistentVolumeClaim(new)) => {
            claim::validate_persistent_volume_claim_update(live, new, pair, errs);
            return;
        }
        (Model::PriorityClass(_) | Model::ControllerRevision(_), _) => {
            core_kinds::validate_update(old, new, live, pair, errs);
            return;
        }
        (Model::Ingress(_), Model::Ingress(new)) => {
            super::networking::validate_ingress(new, errs);
            return;
        }
        _ => {}
    }
    create::validate_kind(new, errs);
    match (old, new) {
        (Model::DaemonSet(_) | Model::Deployment(_) | Model::ReplicaSet(_), _) => {
            workloads::validate_selector_update(old, new, pair, errs);
        }
        (Model::Service(old), Model::Service(new)) => {
            service::validate_service_update(old, live, new, errs);
        }
        _ => core_kinds::validate_update(old, new, live, pair, errs),
    }
}
