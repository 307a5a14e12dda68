//! Defaults of autoscalers.
//!
//! Follows `pkg/apis/autoscaling/{v1,v2}/defaults.go`.

use crate::model::ObjectTree;
use crate::model::autoscaling::v2::{HPAScalingPolicy, HPAScalingRules};
use crate::model::autoscaling::{v1, v2};
use crate::model::field::{Field, List, Obj, State};

/// The share of the requested cpu that is aimed at where nothing is said.
const CPU_UTILIZATION: i32 = 80;

/// `SetDefaults_HorizontalPodAutoscaler` of `autoscaling/v1`.
pub fn horizontal_pod_autoscaler_v1(scaler: &mut v1::HorizontalPodAutoscaler) {
    scaler.spec.min_replicas.default_to(1);
}

/// `SetDefaults_HorizontalPodAutoscaler`, `SetDefaults_HorizontalPodAutoscalerBehavior` of `autoscaling/v2`.
pub fn horizontal_pod_autoscaler(
    scaler: &mut v2::HorizontalPodAutoscaler,
    object: &ObjectTree<'_>,
) {
    let spec = &mut *scaler.spec;
    spec.min_replicas.default_to(1);
    let metrics = &mut spec.metrics;
    if (metrics.is_missing() || metrics.is_set() && metrics.is_empty())
        && let Some(mut metric) = Obj::<v2::MetricSpec>::item_of(object, metrics.slot)
    {
        metric.r#type.default_to("Resource");
        if let Some(resource) = metric.resource.make(object) {
            resource.name.default_to("cpu");
            resource.target.r#type.default_to("Utilization");
            resource
                .target
                .average_utilization
                .default_to(CPU_UTILIZATION);
        }
        metrics.state = State::Default(vec![metric]);
    }
    let Some(behavior) = spec.behavior.get_mut() else {
        return;
    };
    // `GenerateHPAScaleUpRules`, `GenerateHPAScaleDownRules`.
    if let Some(up) = behavior.scale_up.make(object) {
        up.stabilization_window_seconds.default_to(0);
        rules(up, object, &[("Pods", 4), ("Percent", 100)]);
    }
    if let Some(down) = behavior.scale_down.make(object) {
        rules(down, object, &[("Percent", 100)]);
    }
}

fn rules(rules: &mut HPAScalingRules, object: &ObjectTree<'_>, defaults: &[(&str, i32)]) {
    rules.select_policy.default_to("Max");
    if rules.policies.is_missing() {
        let policies: List<Obj<HPAScalingPolicy>> = Field {
            slot: rules.policies.slot,
            state: State::Default(
                defaults
                    .iter()
                    .filter_map(|(kind, value)| {
                        let mut policy =
                            Obj::<HPAScalingPolicy>::item_of(object, rules.policies.slot)?;
                        policy.r#type.default_to(*kind);
                        (*policy).value.default_to(*value);
                        policy.period_seconds.default_to(15);
                        Some(policy)
                    })
                    .collect(),
            ),
        };
        rules.policies = policies;
    }
}
