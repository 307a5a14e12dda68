//! Webhook configurations (`admissionregistration.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Obj, Text};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::Bytes;

objects! {
    /// `admissionregistration.v1.ValidatingWebhookConfiguration`.
    pub struct ValidatingWebhookConfiguration {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub webhooks: List<Obj<ValidatingWebhook>>,
    }

    /// `admissionregistration.v1.MutatingWebhookConfiguration`.
    pub struct MutatingWebhookConfiguration {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub webhooks: List<Obj<MutatingWebhook>>,
    }

    /// `admissionregistration.v1.ValidatingWebhook`.
    pub struct ValidatingWebhook {
        pub admission_review_versions: List<Field<Text>>,
        pub client_config: Obj<WebhookClientConfig>,
        pub failure_policy: Field<Text>,
        pub match_conditions: List<Obj<MatchCondition>>,
        pub match_policy: Field<Text>,
        pub name: Field<Text>,
        pub namespace_selector: Field<Box<LabelSelector>>,
        pub object_selector: Field<Box<LabelSelector>>,
        pub rules: List<Obj<RuleWithOperations>>,
        pub side_effects: Field<Text>,
        pub timeout_seconds: Field<i32>,
    }

    /// `admissionregistration.v1.MutatingWebhook`.
    pub struct MutatingWebhook {
        pub admission_review_versions: List<Field<Text>>,
        pub client_config: Obj<WebhookClientConfig>,
        pub failure_policy: Field<Text>,
        pub match_conditions: List<Obj<MatchCondition>>,
        pub match_policy: Field<Text>,
        pub name: Field<Text>,
        pub namespace_selector: Field<Box<LabelSelector>>,
        pub object_selector: Field<Box<LabelSelector>>,
        pub reinvocation_policy: Field<Text>,
        pub rules: List<Obj<RuleWithOperations>>,
        pub side_effects: Field<Text>,
        pub timeout_seconds: Field<i32>,
    }

    /// `admissionregistration.v1.WebhookClientConfig`.
    pub struct WebhookClientConfig {
        pub ca_bundle: Field<Bytes>,
        pub service: Field<Box<ServiceReference>>,
        pub url: Field<Text>,
    }

    /// `admissionregistration.v1.MatchCondition`.
    pub struct MatchCondition {
        pub expression: Field<Text>,
        pub name: Field<Text>,
    }

    /// `admissionregistration.v1.RuleWithOperations`.
    pub struct RuleWithOperations {
        pub api_groups: List<Field<Text>>,
        pub api_versions: List<Field<Text>>,
        pub operations: List<Field<Text>>,
        pub resources: List<Field<Text>>,
        pub scope: Field<Text>,
    }

    /// `admissionregistration.v1.ServiceReference`.
    pub struct ServiceReference {
        pub name: Field<Text>,
        pub namespace: Field<Text>,
        pub path: Field<Text>,
        pub port: Field<i32>,
    }
}
