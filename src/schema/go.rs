//! The Go side of the API where the OpenAPI facts do not show it: names of types, embedded structs.
//!
//! Only the words of decode errors depend on it.

use super::facts::{Definition, Type};

/// Struct, field and the named string type that it has.
const TYPES: &str = include_str!("data/go-types.tsv");

/// The struct that a Go type embeds and that a field is a member of; the decoder names it on the way to the field.
pub(super) fn embedded(definition: Definition, field: &str) -> Option<&'static str> {
    match (definition.go_name(), field) {
        (_, "apiVersion" | "kind") if definition.field_ever("metadata").is_some() => {
            Some("TypeMeta")
        }
        ("Volume", "name") | ("EphemeralContainer", "targetContainerName") => None,
        ("Volume", _) => Some("VolumeSource"),
        ("EphemeralContainer", _) => Some("EphemeralContainerCommon"),
        (
            "PersistentVolumeSpec",
            "accessModes"
            | "capacity"
            | "claimRef"
            | "mountOptions"
            | "nodeAffinity"
            | "persistentVolumeReclaimPolicy"
            | "storageClassName"
            | "volumeAttributesClassName"
            | "volumeMode",
        ) => None,
        ("PersistentVolumeSpec", _) => Some("PersistentVolumeSource"),
        ("Probe", "exec" | "grpc" | "httpGet" | "tcpSocket") => Some("ProbeHandler"),
        ("IngressRule", "http") => Some("IngressRuleValue"),
        (
            "RuleWithOperations" | "NamedRuleWithOperations",
            "apiGroups" | "apiVersions" | "resources" | "scope",
        ) => Some("Rule"),
        (
            "ConfigMapKeySelector"
            | "SecretKeySelector"
            | "ConfigMapEnvSource"
            | "SecretEnvSource"
            | "ConfigMapProjection"
            | "SecretProjection"
            | "ConfigMapVolumeSource",
            "name",
        ) => Some("LocalObjectReference"),
        _ => None,
    }
}

/// The Go type of a value that a field holds: `int32`, `[]v1.Container`, `v1.ResourceList`. None where the facts do not tell.
pub(super) fn type_name(definition: Definition, field: &str, ty: Type) -> Option<String> {
    Some(match ty {
        Type::String => return string_name(definition, field),
        // Their own decoders ask for text, and for an int32.
        Type::Time | Type::MicroTime | Type::Duration => String::from("string"),
        Type::IntOrString | Type::Int32 => String::from("int32"),
        Type::Int64 => String::from("int64"),
        Type::Number => String::from("float64"),
        Type::Bool => String::from("bool"),
        Type::Bytes => String::from("[]uint8"),
        Type::Ref(definition) => {
            let version = definition.name().rsplit('.').nth(1)?;
            format!("{version}.{}", definition.go_name())
        }
        Type::List(item) => format!("[]{}", type_name(definition, field, item.get())?),
        Type::Map(item) if item.get() == Type::Quantity => String::from("v1.ResourceList"),
        Type::Map(item) => format!("map[string]{}", type_name(definition, field, item.get())?),
        Type::Quantity | Type::Object | Type::Any => return None,
    })
}

/// `string`, or the named type that a field has instead.
fn string_name(definition: Definition, field: &str) -> Option<String> {
    let named = TYPES.lines().find_map(|line| {
        let (at, name) = line.split_once('\t')?;
        (at.split_once('.')? == (definition.go_name(), field)).then_some(name)
    });
    if let Some(name) = named {
        return Some(name.to_owned());
    }
    // An enumerated type has a name, which the facts do not have.
    let enumerated = definition
        .field_ever(field)
        .is_some_and(|field| field.attributes().values().is_some());
    (!enumerated).then(|| String::from("string"))
}
