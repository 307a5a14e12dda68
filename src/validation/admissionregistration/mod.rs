//! Webhook configurations.
//!
//! Follows `pkg/apis/admissionregistration/validation/validation.go` of Kubernetes 1.36. Expressions of match conditions
//! are not compiled.

mod client;
mod rules;

use crate::model::admissionregistration::{
    MutatingWebhookConfiguration, RuleWithOperations, ValidatingWebhookConfiguration,
    WebhookClientConfig,
};
use crate::model::field::{Field, List, Obj, Text};
use crate::model::meta::LabelSelector;
use crate::model::values::names::{self, PartError};
use crate::validation::Errors;
use crate::validation::meta::{
    MetaRules, name_is_dns_subdomain, validate_label_selector, validate_object_meta_accessor,
};
use std::collections::HashSet;

const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: false,
    keeps_generation: false,
};

/// `ValidateValidatingWebhookConfiguration`.
pub fn validate_validating_webhook_configuration(
    configuration: &ValidatingWebhookConfiguration,
    errs: &mut Errors<'_, '_>,
) {
    validate_object_meta_accessor(&configuration.metadata, META, errs);
    let mut seen = HashSet::new();
    for hook in &configuration.webhooks {
        let common = Hook {
            name: &hook.name,
            rules: &hook.rules,
            failure_policy: &hook.failure_policy,
            match_policy: &hook.match_policy,
            side_effects: &hook.side_effects,
            timeout_seconds: &hook.timeout_seconds,
            namespace_selector: &hook.namespace_selector,
            object_selector: &hook.object_selector,
            client_config: &hook.client_config,
            versions: &hook.admission_review_versions,
        };
        validate_webhook(&common, errs);
        if !hook.name.str().is_empty() && !seen.insert(hook.name.str()) {
            errs.duplicate(&hook.name);
        }
    }
}

/// `ValidateMutatingWebhookConfiguration`.
pub fn validate_mutating_webhook_configuration(
    configuration: &MutatingWebhookConfiguration,
    errs: &mut Errors<'_, '_>,
) {
    validate_object_meta_accessor(&configuration.metadata, META, errs);
    let mut seen = HashSet::new();
    for hook in &configuration.webhooks {
        let common = Hook {
            name: &hook.name,
            rules: &hook.rules,
            failure_policy: &hook.failure_policy,
            match_policy: &hook.match_policy,
            side_effects: &hook.side_effects,
            timeout_seconds: &hook.timeout_seconds,
            namespace_selector: &hook.namespace_selector,
            object_selector: &hook.object_selector,
            client_config: &hook.client_config,
            versions: &hook.admission_review_versions,
        };
        validate_webhook(&common, errs);
        optional_enum(&hook.reinvocation_policy, &["IfNeeded", "Never"], errs);
        if !hook.name.str().is_empty() && !seen.insert(hook.name.str()) {
            errs.duplicate(&hook.name);
        }
    }
}

/// What both kinds of webhooks have.
struct Hook<'m> {
    name: &'m Field<Text>,
    rules: &'m List<Obj<RuleWithOperations>>,
    failure_policy: &'m Field<Text>,
    match_policy: &'m Field<Text>,
    side_effects: &'m Field<Text>,
    timeout_seconds: &'m Field<i32>,
    namespace_selector: &'m Field<Box<LabelSelector>>,
    object_selector: &'m Field<Box<LabelSelector>>,
    client_config: &'m Obj<WebhookClientConfig>,
    versions: &'m List<Field<Text>>,
}

/// `validateValidatingWebhook`, `validateMutatingWebhook`, `validateAdmissionReviewVersions`.
fn validate_webhook(hook: &Hook<'_>, errs: &mut Errors<'_, '_>) {
    for error in names::fully_qualified_name(hook.name.str()) {
        match error {
            PartError::Required => errs.required(hook.name, ""),
            PartError::Invalid { detail, .. } => errs.invalid(hook.name, detail),
        }
    }
    for rule in hook.rules {
        rules::validate_rule_with_operations(rule, errs);
    }
    optional_enum(hook.failure_policy, &["Fail", "Ignore"], errs);
    optional_enum(hook.match_policy, &["Equivalent", "Exact"], errs);
    if hook.side_effects.is_missing() {
        errs.required(hook.side_effects, "must specify one of None, NoneOnDryRun");
    }
    optional_enum(hook.side_effects, &["None", "NoneOnDryRun"], errs);
    if hook
        .timeout_seconds
        .get()
        .is_some_and(|seconds| !(1..=30).contains(seconds))
    {
        errs.invalid(
            hook.timeout_seconds,
            "the timeout value must be between 1 and 30 seconds",
        );
    }
    validate_label_selector(hook.namespace_selector, errs);
    validate_label_selector(hook.object_selector, errs);
    client::validate_client_config(hook.client_config, errs);
    validate_versions(hook.versions, errs);
}

fn optional_enum(field: &Field<Text>, values: &[&str], errs: &mut Errors<'_, '_>) {
    if let Some(value) = field.get()
        && !values.contains(&value.as_str())
    {
        errs.not_supported(field, values);
    }
}

/// `validateAdmissionReviewVersions`.
fn validate_versions(versions: &List<Field<Text>>, errs: &mut Errors<'_, '_>) {
    if versions.is_empty() {
        errs.required(versions, "must specify one of v1, v1beta1");
        return;
    }
    let mut seen = HashSet::new();
    for version in versions {
        if seen.insert(version.str()) {
            errs.invalid_each(version, names::dns1035_label(version.str()));
        } else {
            errs.invalid(version, "duplicate version");
        }
    }
    if !seen.contains("v1") && !seen.contains("v1beta1") {
        errs.invalid(versions, "must include at least one of v1, v1beta1");
    }
}
