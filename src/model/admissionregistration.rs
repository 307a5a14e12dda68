//! Webhook configurations (`admissionregistration.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Obj};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::Bytes;

objects! {
    /// `admissionregistration.v1.ValidatingWebhookConfiguration`.
    pub struct ValidatingWebhookConfiguration {
        pub api_version: Field<String>,
        pub kind: Field<String>,
        pub metadata: Obj<ObjectMeta>,
        pub webhooks: List<Obj<ValidatingWebhook>>,
    }

    /// `admissionregistration.v1.MutatingWebhookConfiguration`.
    pub struct MutatingWebhookConfiguration {
        pub api_version: Field<String>,
        pub kind: Field<String>,
        pub metadata: Obj<ObjectMeta>,
        pub webhooks: List<Obj<MutatingWebhook>>,
    }

    /// `admissionregistration.v1.ValidatingWebhook`.
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
    pub struct WebhookClientConfig {
        pub ca_bundle: Field<Bytes>,
        pub service: Field<Box<ServiceReference>>,
        pub url: Field<String>,
    }

    /// `admissionregistration.v1.MatchCondition`.
    pub struct MatchCondition {
        pub expression: Field<String>,
        pub name: Field<String>,
    }

    /// `admissionregistration.v1.RuleWithOperations`.
    pub struct RuleWithOperations {
        pub api_groups: List<Field<String>>,
        pub api_versions: List<Field<String>>,
        pub operations: List<Field<String>>,
        pub resources: List<Field<String>>,
        pub scope: Field<String>,
    }

    /// `admissionregistration.v1.ServiceReference`.
    pub struct ServiceReference {
        pub name: Field<String>,
        pub namespace: Field<String>,
        pub path: Field<String>,
        pub port: Field<i32>,
    }
}
