//! The defaults that the apiserver puts into a pod template.
//!
//! Follows `pkg/apis/apps/v1/zz_generated.defaults.go`: `SetObjectDefaults_DaemonSet`, and `pkg/apis/core/v1/defaults.go`.

use crate::model::values::image::default_pull_policy;
use serde_json::{Map, Value, json};

type Object = Map<String, Value>;

/// The template with its defaults. Anything that is not shaped like a template is left alone.
#[must_use]
pub fn with_defaults(template: &Value) -> Value {
    let mut template = template.clone();
    if let Some(map) = template.as_object_mut()
        && map.get("spec").is_none_or(Value::is_null)
    {
        map.insert("spec".into(), json!({}));
    }
    if let Some(spec) = template.get_mut("spec").and_then(Value::as_object_mut) {
        pod_spec(spec);
    }
    template
}

/// Sets a pointer field that is nil.
fn when_nil(map: &mut Object, key: &str, value: Value) {
    if map.get(key).is_none_or(Value::is_null) {
        map.insert(key.into(), value);
    }
}

/// Sets a plain field that has Go's zero value.
fn when_zero(map: &mut Object, key: &str, value: Value) {
    let zero = match map.get(key) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Number(number)) => number.as_i64() == Some(0),
        Some(_) => false,
    };
    if zero {
        map.insert(key.into(), value);
    }
}

fn object<'v>(map: &'v mut Object, key: &str) -> Option<&'v mut Object> {
    map.get_mut(key).and_then(Value::as_object_mut)
}

fn each<'v>(map: &'v mut Object, key: &str) -> impl Iterator<Item = &'v mut Object> + use<'v> {
    map.get_mut(key)
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
}

/// `SetDefaults_PodSpec`, and what hangs below it.
fn pod_spec(spec: &mut Object) {
    when_zero(spec, "dnsPolicy", json!("ClusterFirst"));
    when_zero(spec, "restartPolicy", json!("Always"));
    when_nil(spec, "securityContext", json!({}));
    when_nil(spec, "terminationGracePeriodSeconds", json!(30));
    when_zero(spec, "schedulerName", json!("default-scheduler"));
    for volume in each(spec, "volumes") {
        volume_defaults(volume);
    }
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for container in each(spec, list) {
            container_defaults(container);
        }
    }
}

/// `SetDefaults_Container`, and what hangs below it.
fn container_defaults(container: &mut Object) {
    let image = container
        .get("image")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let policy = default_pull_policy(image);
    when_zero(container, "imagePullPolicy", json!(policy));
    when_zero(
        container,
        "terminationMessagePath",
        json!("/dev/termination-log"),
    );
    when_zero(container, "terminationMessagePolicy", json!("File"));
    for port in each(container, "ports") {
        when_zero(port, "protocol", json!("TCP"));
    }
    for env in each(container, "env") {
        if let Some(from) = object(env, "valueFrom") {
            field_ref(from);
            if let Some(file) = object(from, "fileKeyRef") {
                when_nil(file, "optional", json!(false));
            }
        }
    }
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        if let Some(probe) = object(container, probe) {
            when_zero(probe, "timeoutSeconds", json!(1));
            when_zero(probe, "periodSeconds", json!(10));
            when_zero(probe, "successThreshold", json!(1));
            when_zero(probe, "failureThreshold", json!(3));
            http_get(probe);
            if let Some(grpc) = object(probe, "grpc") {
                when_nil(grpc, "service", json!(""));
            }
        }
    }
    if let Some(lifecycle) = object(container, "lifecycle") {
        for hook in ["postStart", "preStop"] {
            if let Some(hook) = object(lifecycle, hook) {
                http_get(hook);
            }
        }
    }
}

/// `SetDefaults_HTTPGetAction`.
fn http_get(handler: &mut Object) {
    if let Some(get) = object(handler, "httpGet") {
        when_zero(get, "path", json!("/"));
        when_zero(get, "scheme", json!("HTTP"));
    }
}

/// `SetDefaults_ObjectFieldSelector`.
fn field_ref(holder: &mut Object) {
    if let Some(field) = object(holder, "fieldRef") {
        when_zero(field, "apiVersion", json!("v1"));
    }
}

/// `SetDefaults_Volume`, and the sources.
fn volume_defaults(volume: &mut Object) {
    if volume
        .iter()
        .all(|(key, value)| key == "name" || value.is_null())
    {
        volume.insert("emptyDir".into(), json!({}));
    }
    if let Some(image) = object(volume, "image") {
        let reference = image
            .get("reference")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let policy = default_pull_policy(reference);
        when_zero(image, "pullPolicy", json!(policy));
    }
    if let Some(source) = object(volume, "hostPath") {
        when_nil(source, "type", json!(""));
    }
    for source in ["secret", "configMap", "downwardAPI", "projected"] {
        if let Some(source) = object(volume, source) {
            when_nil(source, "defaultMode", json!(0o644));
        }
    }
    if let Some(source) = object(volume, "iscsi") {
        when_zero(source, "iscsiInterface", json!("default"));
    }
    if let Some(source) = object(volume, "rbd") {
        when_zero(source, "pool", json!("rbd"));
        when_zero(source, "user", json!("admin"));
        when_zero(source, "keyring", json!("/etc/ceph/keyring"));
    }
    if let Some(source) = object(volume, "downwardAPI") {
        each(source, "items").for_each(field_ref);
    }
    if let Some(source) = object(volume, "azureDisk") {
        when_nil(source, "cachingMode", json!("ReadWrite"));
        when_nil(source, "fsType", json!("ext4"));
        when_nil(source, "readOnly", json!(false));
        when_nil(source, "kind", json!("Shared"));
    }
    if let Some(source) = object(volume, "projected") {
        for projection in each(source, "sources") {
            if let Some(downward) = object(projection, "downwardAPI") {
                each(downward, "items").for_each(field_ref);
            }
            if let Some(token) = object(projection, "serviceAccountToken") {
                when_nil(token, "expirationSeconds", json!(3600));
            }
        }
    }
    if let Some(source) = object(volume, "scaleIO") {
        when_zero(source, "storageMode", json!("ThinProvisioned"));
        when_zero(source, "fsType", json!("xfs"));
    }
    if let Some(source) = object(volume, "ephemeral")
        && let Some(claim) = object(source, "volumeClaimTemplate")
    {
        when_nil(claim, "spec", json!({}));
        if let Some(spec) = object(claim, "spec") {
            when_nil(spec, "volumeMode", json!("Filesystem"));
        }
    }
}
