//! The defaults that the apiserver puts into a pod template.
//!
//! Follows `pkg/apis/apps/v1/zz_generated.defaults.go`: `SetObjectDefaults_DaemonSet`, and `pkg/apis/core/v1/defaults.go`.

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
    service_account(spec);
    for volume in each(spec, "volumes") {
        volume_defaults(volume);
    }
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for container in each(spec, list) {
            container_defaults(container);
        }
    }
}

/// The deprecated name goes with the new one: `pkg/apis/core/v1/conversion.go`: `Convert_core_PodSpec_To_v1_PodSpec`.
fn service_account(spec: &mut Object) {
    let name = |key: &str| {
        spec.get(key)
            .and_then(Value::as_str)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
    };
    if let Some(account) = name("serviceAccountName").or_else(|| name("serviceAccount")) {
        spec.insert("serviceAccountName".into(), json!(account));
        spec.insert("serviceAccount".into(), json!(account));
    }
}

/// `SetDefaults_Container`, and what hangs below it.
fn container_defaults(container: &mut Object) {
    let image = container
        .get("image")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let policy = pull_policy(image);
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
        let policy = pull_policy(reference);
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

/// Always for the tag `latest`, written or meant; else, and for what is no image name, IfNotPresent.
fn pull_policy(image: &str) -> &'static str {
    if tag_of(image) == Some("latest") {
        "Always"
    } else {
        "IfNotPresent"
    }
}

/// The tag of an image, `latest` where it has neither tag nor digest; None for what cannot be read, or a bare digest.
///
/// Follows `pkg/util/parsers/parsers.go`: `ParseImageName`, and the grammar of `distribution/reference`.
fn tag_of(image: &str) -> Option<&str> {
    let (rest, digest) = match image.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (image, None),
    };
    if digest.is_some_and(|digest| !is_digest(digest)) {
        return None;
    }
    let (domain, remainder) = match rest.split_once('/') {
        Some((first, rest))
            if first.contains(['.', ':'])
                || first == "localhost"
                || first.bytes().any(|b| b.is_ascii_uppercase()) =>
        {
            (Some(first), rest)
        }
        _ => (None, rest),
    };
    let (path, tag) = match remainder.split_once(':') {
        Some((path, tag)) => (path, Some(tag)),
        None => (remainder, None),
    };
    let is_id = rest.len() == 64
        && rest
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if is_id
        || domain.is_some_and(|domain| !is_domain(domain))
        || !path.split('/').all(is_path_part)
    {
        return None;
    }
    match (tag, digest) {
        (Some(tag), _) => is_tag(tag).then_some(tag),
        (None, Some(_)) => None,
        (None, None) => Some("latest"),
    }
}

fn is_tag(tag: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    tag.len() <= 128
        && tag.bytes().next().is_some_and(word)
        && tag.bytes().all(|b| word(b) || b == b'.' || b == b'-')
}

fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else {
        return false;
    };
    let part = |part: &str| {
        part.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let length = match algorithm {
        "sha256" => hex.len() == 64,
        "sha384" => hex.len() == 96,
        "sha512" => hex.len() == 128,
        _ => false,
    };
    algorithm.split(['+', '.', '-', '_']).all(part)
        && length
        && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

fn is_domain(domain: &str) -> bool {
    if let Some(rest) = domain.strip_prefix('[') {
        return rest.contains(']');
    }
    let (host, port) = match domain.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (domain, None),
    };
    port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
        && host.split('.').all(|part| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !part.starts_with('-')
                && !part.ends_with('-')
        })
}

/// Lower-case letters and digits, joined by `.`, `_`, `__` or dashes.
fn is_path_part(part: &str) -> bool {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    if !part.bytes().next().is_some_and(letter) || !part.bytes().last().is_some_and(letter) {
        return false;
    }
    part.split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        .filter(|joint| !joint.is_empty())
        .all(|joint| {
            joint == "." || joint == "_" || joint == "__" || joint.bytes().all(|b| b == b'-')
        })
}
