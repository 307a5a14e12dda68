//! One version of a DaemonSet, as far as a rollout looks at it.

use super::counts::UpdateStrategy;
use super::fit::Wishes;
use super::scenario::{Fault, check_shape, integer, object, text};
use super::template::{revision_hash, stored, with_defaults};
use crate::model::values::IntOrString;
use serde_json::{Map, Value, json};

/// A port of the host that a pod takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HostPort {
    ip: String,
    protocol: String,
    port: i64,
}

impl HostPort {
    /// Follows `kube-scheduler/framework/types.go`: `HostPortInfo.CheckConflict`.
    pub(super) fn conflicts(&self, other: &Self) -> bool {
        let any = |ip: &str| ip == "0.0.0.0";
        self.port == other.port
            && self.protocol == other.protocol
            && (self.ip == other.ip || any(&self.ip) || any(&other.ip))
    }
}

/// A version of a DaemonSet, defaulted.
#[derive(Clone, Debug)]
pub struct DaemonSet {
    /// `metadata.name`.
    pub name: String,
    /// `spec.minReadySeconds`.
    pub min_ready_seconds: i64,
    /// `spec.revisionHistoryLimit`.
    pub revision_history_limit: usize,
    /// `spec.updateStrategy`.
    pub strategy: UpdateStrategy,
    /// What its pods ask of a node.
    pub wishes: Wishes,
    /// The `controller-revision-hash` of its template.
    pub hash: String,
    /// The template as stored: equal ones are one revision.
    pub(super) template: Value,
    pub(super) host_ports: Vec<HostPort>,
    /// All of the spec but the template; a difference raises the generation.
    pub(super) rest: Value,
    /// Metadata that a person writes; a difference is an update without a new generation.
    pub(super) metadata: Value,
}

impl DaemonSet {
    /// Reads a manifest and defaults it.
    ///
    /// # Errors
    /// The first place that is shaped so that no rollout can be told.
    ///
    /// Follows `pkg/apis/apps/v1/defaults.go`: `SetDefaults_DaemonSet`.
    pub fn read(manifest: &Value, path: &str) -> Result<Self, Fault> {
        let manifest = object(manifest, path)?;
        let kind = manifest
            .get("kind")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if kind != "DaemonSet" {
            return Err(Fault::new(
                format!("{path}.kind"),
                format!("{kind:?} is no DaemonSet"),
            ));
        }
        let at = |key: &str| format!("{path}.{key}");
        let empty = json!({});
        let metadata = manifest.get("metadata").unwrap_or(&empty);
        let name = text(object(metadata, &at("metadata"))?, "name", &at("metadata"))?;
        let spec_path = at("spec");
        let spec = object(manifest.get("spec").unwrap_or(&empty), &spec_path)?;
        let written = spec.get("template").unwrap_or(&empty);
        let template_path = format!("{spec_path}.template");
        check_shape(written, &template_path)?;
        let defaulted = with_defaults(written);
        let template = stored(&defaulted);
        let pod_spec = defaulted.get("spec").unwrap_or(&empty);
        let strategy = strategy(
            spec.get("updateStrategy").unwrap_or(&empty),
            &format!("{spec_path}.updateStrategy"),
        )?;
        let min_ready_seconds = integer(spec, "minReadySeconds", 0, &spec_path)?;
        let limit = integer(spec, "revisionHistoryLimit", 10, &spec_path)?;
        Ok(Self {
            name,
            min_ready_seconds: min_ready_seconds.clamp(0, i32::MAX.into()),
            revision_history_limit: usize::try_from(limit).unwrap_or(0),
            wishes: Wishes::of(pod_spec),
            host_ports: host_ports(pod_spec),
            hash: revision_hash(&template, None),
            template,
            rest: rest(spec, &strategy, min_ready_seconds, limit),
            strategy,
            metadata: metadata.clone(),
        })
    }
}

/// Everything in the spec that raises the generation, the template aside.
fn rest(
    spec: &Map<String, Value>,
    strategy: &UpdateStrategy,
    min_ready_seconds: i64,
    limit: i64,
) -> Value {
    let selector = spec.get("selector").cloned().unwrap_or_default();
    json!([selector, format!("{strategy:?}"), min_ready_seconds, limit])
}

fn strategy(value: &Value, path: &str) -> Result<UpdateStrategy, Fault> {
    let map = object(value, path)?;
    match map
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("RollingUpdate")
    {
        "OnDelete" => return Ok(UpdateStrategy::OnDelete),
        "RollingUpdate" | "" => {}
        other => {
            return Err(Fault::new(
                format!("{path}.type"),
                format!("{other:?} is neither RollingUpdate nor OnDelete"),
            ));
        }
    }
    let rolling = map.get("rollingUpdate").unwrap_or(&Value::Null);
    let count = |key: &str, default: i32| match rolling.get(key) {
        None | Some(Value::Null) => Ok(IntOrString::Int(default)),
        Some(value) => {
            let count = match value {
                Value::String(text) => Some(text.as_str().into()),
                other => other
                    .as_i64()
                    .and_then(|number| i32::try_from(number).ok())
                    .map(IntOrString::Int),
            };
            count
                .filter(|count: &IntOrString| count.scaled(1, true).is_ok_and(|count| count >= 0))
                .ok_or_else(|| {
                    Fault::new(
                        format!("{path}.rollingUpdate.{key}"),
                        format!("{value} is neither a count nor a percentage"),
                    )
                })
        }
    };
    Ok(UpdateStrategy::RollingUpdate {
        max_unavailable: count("maxUnavailable", 1)?,
        max_surge: count("maxSurge", 0)?,
    })
}

/// The host ports that the scheduler looks at: those of containers and of init containers that go on running.
///
/// Follows `kube-scheduler` `NodePorts`, and `SetDefaults_Pod`: with hostNetwork every port is one of the host.
fn host_ports(spec: &Value) -> Vec<HostPort> {
    let host_network = spec
        .get("hostNetwork")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let list = |key: &str| {
        spec.get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    };
    let sidecars = list("initContainers")
        .filter(|c| c.get("restartPolicy").and_then(Value::as_str) == Some("Always"));
    let mut ports = Vec::new();
    for port in list("containers")
        .chain(sidecars)
        .filter_map(|container| container.get("ports").and_then(Value::as_array))
        .flatten()
    {
        let number = |key: &str| port.get(key).and_then(Value::as_i64).unwrap_or(0);
        let word = |key: &str, default: &str| {
            let text = port.get(key).and_then(Value::as_str).unwrap_or_default();
            if text.is_empty() {
                default.to_owned()
            } else {
                text.to_owned()
            }
        };
        let taken = match number("hostPort") {
            0 if host_network => number("containerPort"),
            port => port,
        };
        if taken > 0 {
            ports.push(HostPort {
                ip: word("hostIP", "0.0.0.0"),
                protocol: word("protocol", "TCP"),
                port: taken,
            });
        }
    }
    ports
}
