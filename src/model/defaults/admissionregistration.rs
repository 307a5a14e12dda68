//! Defaults of webhook configurations.
//!
//! Follows `pkg/apis/admissionregistration/v1/defaults.go`.

use crate::model::ObjectTree;
use crate::model::admissionregistration::{
    MutatingWebhookConfiguration, RuleWithOperations, ValidatingWebhookConfiguration,
    WebhookClientConfig,
};
use crate::model::field::{List, Obj};

/// `SetDefaults_ValidatingWebhook`.
pub fn validating_webhook_configuration(
    configuration: &mut ValidatingWebhookConfiguration,
    object: &ObjectTree<'_>,
) {
    for hook in configuration.webhooks.items_mut() {
        hook.failure_policy.default_to("Fail");
        hook.match_policy.default_to("Equivalent");
        hook.namespace_selector.make(object);
        hook.object_selector.make(object);
        hook.timeout_seconds.default_to(10);
        client_config(&mut hook.client_config);
        rules(&mut hook.rules);
    }
}

/// `SetDefaults_MutatingWebhook`.
pub fn mutating_webhook_configuration(
    configuration: &mut MutatingWebhookConfiguration,
    object: &ObjectTree<'_>,
) {
    for hook in configuration.webhooks.items_mut() {
        hook.failure_policy.default_to("Fail");
        hook.match_policy.default_to("Equivalent");
        hook.namespace_selector.make(object);
        hook.object_selector.make(object);
        hook.timeout_seconds.default_to(10);
        hook.reinvocation_policy.default_to("Never");
        client_config(&mut hook.client_config);
        rules(&mut hook.rules);
    }
}

/// `SetDefaults_ServiceReference`.
fn client_config(config: &mut WebhookClientConfig) {
    if let Some(service) = config.service.get_mut() {
        service.port.default_to(443);
    }
}

/// `SetDefaults_Rule`.
fn rules(rules: &mut List<Obj<RuleWithOperations>>) {
    for rule in rules.items_mut() {
        rule.scope.default_to("*");
    }
}
