//! Affinity, node selectors, taints, tolerations and spreading, as written in a manifest. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::decode::objects;
use crate::model::field::{Field, List, Obj, Text};
use crate::model::meta::LabelSelector;
use crate::model::values::Time;

objects! {
    /// `core.v1.Affinity`.
    pub struct Affinity {
        pub node_affinity: Field<Box<NodeAffinity>>,
        pub pod_affinity: Field<Box<PodAffinity>>,
        pub pod_anti_affinity: Field<Box<PodAntiAffinity>>,
    }

    /// `core.v1.Toleration`.
    pub struct Toleration {
        pub effect: Field<Text>,
        pub key: Field<Text>,
        pub operator: Field<Text>,
        pub toleration_seconds: Field<i64>,
        pub value: Field<Text>,
    }

    /// `core.v1.TopologySpreadConstraint`.
    pub struct TopologySpreadConstraint {
        pub label_selector: Field<Box<LabelSelector>>,
        pub match_label_keys: List<Field<Text>>,
        pub max_skew: Field<i32>,
        pub min_domains: Field<i32>,
        pub node_affinity_policy: Field<Text>,
        pub node_taints_policy: Field<Text>,
        pub topology_key: Field<Text>,
        pub when_unsatisfiable: Field<Text>,
    }

    /// `core.v1.Taint`.
    pub struct Taint {
        pub effect: Field<Text>,
        pub key: Field<Text>,
        pub time_added: Field<Time>,
        pub value: Field<Text>,
    }

    /// `core.v1.NodeAffinity`.
    pub struct NodeAffinity {
        pub preferred_during_scheduling_ignored_during_execution: List<Obj<PreferredSchedulingTerm>>,
        pub required_during_scheduling_ignored_during_execution: Field<Box<NodeSelector>>,
    }

    /// `core.v1.PodAffinity`.
    pub struct PodAffinity {
        pub preferred_during_scheduling_ignored_during_execution: List<Obj<WeightedPodAffinityTerm>>,
        pub required_during_scheduling_ignored_during_execution: List<Obj<PodAffinityTerm>>,
    }

    /// `core.v1.PodAntiAffinity`.
    pub struct PodAntiAffinity {
        pub preferred_during_scheduling_ignored_during_execution: List<Obj<WeightedPodAffinityTerm>>,
        pub required_during_scheduling_ignored_during_execution: List<Obj<PodAffinityTerm>>,
    }

    /// `core.v1.NodeSelector`.
    pub struct NodeSelector {
        pub node_selector_terms: List<Obj<NodeSelectorTerm>>,
    }

    /// `core.v1.PreferredSchedulingTerm`.
    pub struct PreferredSchedulingTerm {
        pub preference: Obj<NodeSelectorTerm>,
        pub weight: Field<i32>,
    }

    /// `core.v1.WeightedPodAffinityTerm`.
    pub struct WeightedPodAffinityTerm {
        pub pod_affinity_term: Obj<PodAffinityTerm>,
        pub weight: Field<i32>,
    }

    /// `core.v1.PodAffinityTerm`.
    pub struct PodAffinityTerm {
        pub label_selector: Field<Box<LabelSelector>>,
        pub match_label_keys: List<Field<Text>>,
        pub mismatch_label_keys: List<Field<Text>>,
        pub namespace_selector: Field<Box<LabelSelector>>,
        pub namespaces: List<Field<Text>>,
        pub topology_key: Field<Text>,
    }

    /// `core.v1.NodeSelectorTerm`.
    pub struct NodeSelectorTerm {
        pub match_expressions: List<Obj<NodeSelectorRequirement>>,
        pub match_fields: List<Obj<NodeSelectorRequirement>>,
    }

    /// `core.v1.NodeSelectorRequirement`.
    pub struct NodeSelectorRequirement {
        pub key: Field<Text>,
        pub operator: Field<Text>,
        pub values: List<Field<Text>>,
    }
}
