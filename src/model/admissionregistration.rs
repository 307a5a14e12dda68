//! Webhook configurations (`admissionregistration.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::field::{Field, List, Obj};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::Bytes;
use serde::{Deserialize, Serialize};

/// `admissionregistration.v1.ValidatingWebhookConfiguration`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidatingWebhookConfiguration {
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub webhooks: List<Obj<ValidatingWebhook>>,
}

/// `admissionregistration.v1.MutatingWebhookConfiguration`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MutatingWebhookConfiguration {
    pub api_version: Field<String>,
    pub kind: Field<String>,
    pub metadata: Obj<ObjectMeta>,
    pub webhooks: List<Obj<MutatingWebhook>>,
}

/// `admissionregistration.v1.ValidatingWebhook`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidatingWebhook {
    pub admission_review_versions: List<Field<String>>,
    pub client_config: Obj<WebhookClientConfig>,
    pub failure_policy: Field<String>,
    pub match_conditions: List<Obj<MatchCondition>>,
    pub match_policy: Field<String>,
    pub name: Field<String>,
    pub namespace_selector: Field<Box<LabelSelector>>,
    pub object_selector: Field<Box<LabelSelector>>,
    pub rules: List<Obj<RuleWithOperations>>,
    pub side_effects: Field<String>,
    pub timeout_seconds: Field<i32>,
}

/// `admissionregistration.v1.MutatingWebhook`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MutatingWebhook {
    pub admission_review_versions: List<Field<String>>,
    pub client_config: Obj<WebhookClientConfig>,
    pub failure_policy: Field<String>,
    pub match_conditions: List<Obj<MatchCondition>>,
    pub match_policy: Field<String>,
    pub name: Field<String>,
    pub namespace_selector: Field<Box<LabelSelector>>,
    pub object_selector: Field<Box<LabelSelector>>,
    pub reinvocation_policy: Field<String>,
    pub rules: List<Obj<RuleWithOperations>>,
    pub side_effects: Field<String>,
    pub timeout_seconds: Field<i32>,
}

/// `admissionregistration.v1.WebhookClientConfig`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WebhookClientConfig {
    pub ca_bundle: Field<Bytes>,
    pub service: Field<Box<ServiceReference>>,
    pub url: Field<String>,
}

/// `admissionregistration.v1.MatchCondition`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MatchCondition {
    pub expression: Field<String>,
    pub name: Field<String>,
}

/// `admissionregistration.v1.RuleWithOperations`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleWithOperations {
    pub api_groups: List<Field<String>>,
    pub api_versions: List<Field<String>>,
    pub operations: List<Field<String>>,
    pub resources: List<Field<String>>,
    pub scope: Field<String>,
}

/// `admissionregistration.v1.ServiceReference`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceReference {
    pub name: Field<String>,
    pub namespace: Field<String>,
    pub path: Field<String>,
    pub port: Field<i32>,
}
