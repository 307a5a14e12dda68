//! What the server has after an object was created: defaults, and what the apiserver fills in itself.

use crate::model::{Model, ObjectTree, encode};
use crate::validation::meta::object_name;
use serde_json::{Map, Value, json};

/// The uid of the object: a server takes one at random.
const UID: &str = "00000000-0000-4000-8000-000000000001";
/// When it was made; any time will do.
const CREATED: &str = "2000-01-01T00:00:00Z";
/// The first address of a cluster's service range that a Service may be given.
const CLUSTER_IP: &str = "10.96.0.2";
const FIRST_NODE_PORT: u64 = 30_000;

/// The object as the server prints it; None where it cannot be read.
pub(super) fn live(model: &mut Model, object: &ObjectTree<'_>) -> Option<Value> {
    let mut live = encode(model, object).ok()?;
    metadata(&mut live, model);
    let spec = live.get_mut("spec").and_then(Value::as_object_mut);
    match (model, spec) {
        (Model::Service(_), Some(spec)) => service(spec),
        (Model::Pod(_), Some(spec)) => pod(spec),
        (Model::PersistentVolumeClaim(_), Some(spec)) => data_source(spec),
        (Model::Secret(_), _) => string_data(&mut live),
        _ => {}
    }
    Some(live)
}

/// `BeforeCreate`.
fn metadata(live: &mut Value, model: &Model) {
    let name = object_name(model.metadata()).into_owned();
    let Some(meta) = live.get_mut("metadata").and_then(Value::as_object_mut) else {
        return;
    };
    for wiped in [
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "selfLink",
    ] {
        meta.remove(wiped);
    }
    meta.insert(String::from("name"), json!(name));
    meta.insert(String::from("uid"), json!(UID));
    meta.insert(String::from("creationTimestamp"), json!(CREATED));
    meta.insert(String::from("generation"), json!(1));
    meta.entry("namespace").or_insert_with(|| json!("default"));
}

/// Admission: the ServiceAccount that a Pod gets.
fn pod(spec: &mut Map<String, Value>) {
    let account = spec
        .get("serviceAccountName")
        .or_else(|| spec.get("serviceAccount"))
        .cloned()
        .unwrap_or_else(|| json!("default"));
    spec.insert(String::from("serviceAccountName"), account.clone());
    spec.insert(String::from("serviceAccount"), account);
}

/// `NormalizeDataSources` of `pkg/api/persistentvolumeclaim/util.go`.
pub(super) fn data_source(spec: &mut Map<String, Value>) {
    if let Some(source) = spec.get("dataSource").cloned() {
        spec.entry("dataSourceRef").or_insert(source);
    } else if let Some(reference) = spec.get("dataSourceRef").cloned()
        && reference.get("namespace").is_none()
    {
        spec.insert(String::from("dataSource"), reference);
    }
}

/// `stringData` is written into `data`, in base64.
fn string_data(live: &mut Value) {
    let Some(secret) = live.as_object_mut() else {
        return;
    };
    let Some(Value::Object(texts)) = secret.remove("stringData") else {
        return;
    };
    let data = secret.entry("data").or_insert_with(|| json!({}));
    if let Some(data) = data.as_object_mut() {
        for (key, text) in texts {
            let bytes = crate::model::values::Bytes(text.as_str().unwrap_or("").into());
            data.insert(key, json!(bytes.to_string()));
        }
    }
}

/// Addresses and ports that a Service is given (`pkg/registry/core/service/storage/alloc.go`).
fn service(spec: &mut Map<String, Value>) {
    let kind = text(spec, "type");
    if kind == "ExternalName" {
        return;
    }
    if text(spec, "clusterIP").is_empty() {
        let first = spec
            .get("clusterIPs")
            .and_then(|all| all.get(0))
            .cloned()
            .unwrap_or_else(|| json!(CLUSTER_IP));
        spec.insert(String::from("clusterIP"), first);
    }
    let first = text(spec, "clusterIP");
    spec.entry("clusterIPs").or_insert_with(|| json!([first]));
    let family = if first.contains(':') { "IPv6" } else { "IPv4" };
    spec.entry("ipFamilies").or_insert_with(|| json!([family]));
    spec.entry("ipFamilyPolicy")
        .or_insert_with(|| json!("SingleStack"));
    let needs_node_ports = kind == "NodePort"
        || kind == "LoadBalancer"
            && spec.get("allocateLoadBalancerNodePorts") != Some(&json!(false));
    if needs_node_ports && let Some(Value::Array(ports)) = spec.get_mut("ports") {
        for (port, number) in ports.iter_mut().zip(FIRST_NODE_PORT..) {
            if let Some(port) = port.as_object_mut() {
                port.entry("nodePort").or_insert_with(|| json!(number));
            }
        }
    }
    if kind == "LoadBalancer" && text(spec, "externalTrafficPolicy") == "Local" {
        spec.entry("healthCheckNodePort")
            .or_insert_with(|| json!(FIRST_NODE_PORT + 999));
    }
}

fn text(of: &Map<String, Value>, key: &str) -> String {
    of.get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
