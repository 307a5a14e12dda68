//! A template as text for hashing (`dump.ForHash`) and as the JSON that Go writes.
//!
//! Follows `k8s.io/utils/dump`: `ForHash` (spew with types, sorted maps, no methods), and `encoding/json` with omitempty.

use super::quantity::Quantity;
use super::types::{Shape, TEMPLATE, fields, shape};
use crate::model::values;
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// The text over which Kubernetes takes the hash of a template. Give the template with its defaults.
#[must_use]
pub fn dump(template: &Value) -> String {
    let mut out = String::with_capacity(8192);
    write_value(&mut out, TEMPLATE, Some(template), true, false);
    out
}

fn given(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

/// `rounded`: quantities of a resource list, which defaulting rounds up to thousandths.
fn write_value(
    out: &mut String,
    ty: &'static str,
    value: Option<&Value>,
    typed: bool,
    rounded: bool,
) {
    let value = given(value);
    if typed {
        let _ = write!(out, "({ty})");
    }
    match shape(ty) {
        Shape::Pointer(inner) => match value {
            None => out.push_str("<nil>"),
            Some(value) => write_value(out, inner, Some(value), false, rounded),
        },
        Shape::Slice(inner) => match value.and_then(Value::as_array) {
            None => out.push_str("<nil>"),
            Some(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(' ');
                    }
                    write_value(out, inner, Some(item), false, rounded);
                }
                out.push(']');
            }
        },
        Shape::Map(inner) => match value.and_then(Value::as_object) {
            None => out.push_str("<nil>"),
            Some(map) => {
                let mut entries: Vec<(&String, &Value)> = map.iter().collect();
                entries.sort_by_key(|entry| entry.0);
                out.push_str("map[");
                for (index, (key, item)) in entries.into_iter().enumerate() {
                    if index > 0 {
                        out.push(' ');
                    }
                    let _ = write!(out, "{key}:");
                    write_value(out, inner, Some(item), false, ty == "v1.ResourceList");
                }
                out.push(']');
            }
        },
        Shape::Text => out.push_str(value.and_then(Value::as_str).unwrap_or_default()),
        Shape::Bool => {
            let _ = write!(
                out,
                "{}",
                value.and_then(Value::as_bool).unwrap_or_default()
            );
        }
        Shape::Int => {
            let _ = write!(out, "{}", integer(value));
        }
        Shape::Struct(name) => write_struct(out, name, value),
        Shape::Quantity => {
            let text = value.map(plain_text);
            out.push_str(&Quantity::read(text.as_deref(), rounded).dump());
        }
        Shape::IntOrString => write_int_or_string(out, value),
        Shape::Time => out
            .push_str("{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}"),
        Shape::Opaque => out.push_str("{}"),
    }
}

fn write_struct(out: &mut String, name: &'static str, value: Option<&Value>) {
    out.push('{');
    for (index, field) in fields(name).iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let _ = write!(out, "{}:", field.go_name);
        let inner = match field.json_name {
            None => value,
            Some(key) => value.and_then(|value| value.get(key)),
        };
        write_value(out, field.ty, inner, true, false);
    }
    out.push('}');
}

fn write_int_or_string(out: &mut String, value: Option<&Value>) {
    let (kind, number, text) = match value {
        Some(Value::String(text)) => (1, 0, text.as_str()),
        other => (0, integer(other), ""),
    };
    let _ = write!(
        out,
        "{{Type:(intstr.Type){kind} IntVal:(int32){number} StrVal:(string){text}}}"
    );
}

fn integer(value: Option<&Value>) -> i64 {
    value.and_then(Value::as_i64).unwrap_or_default()
}

fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The template as the apiserver stores it and hands it to controllers: known fields only, in Go's order, empty ones left out
/// where Go leaves them out, quantities in their canonical text, the service account under both its names.
/// Equal stored templates are one revision, whatever their hashes say; the hash on a cluster is that of the stored template.
///
/// Follows `pkg/controller/daemon/update.go`: `getPatch`; `pkg/apis/core/v1/conversion.go`: `Convert_core_PodSpec_To_v1_PodSpec`.
#[must_use]
pub fn stored(template: &Value) -> Value {
    let mut stored = stored_value(TEMPLATE, Some(template), false);
    if let Some(spec) = stored.get_mut("spec").and_then(Value::as_object_mut)
        && let Some(name) = spec
            .get("serviceAccountName")
            .or_else(|| spec.get("serviceAccount"))
            .cloned()
    {
        spec.insert("serviceAccountName".into(), name.clone());
        spec.insert("serviceAccount".into(), name);
    }
    stored
}

fn stored_value(ty: &'static str, value: Option<&Value>, rounded: bool) -> Value {
    let value = given(value);
    match shape(ty) {
        Shape::Pointer(inner) => value.map_or(Value::Null, |value| {
            stored_value(inner, Some(value), rounded)
        }),
        Shape::Slice(inner) => value
            .and_then(Value::as_array)
            .map_or(Value::Null, |items| {
                items
                    .iter()
                    .map(|item| stored_value(inner, Some(item), rounded))
                    .collect()
            }),
        Shape::Map(inner) => value.and_then(Value::as_object).map_or(Value::Null, |map| {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            entries.sort_by_key(|entry| entry.0);
            let list = ty == "v1.ResourceList";
            Value::Object(
                entries
                    .into_iter()
                    .map(|(k, v)| (k.clone(), stored_value(inner, Some(v), list)))
                    .collect(),
            )
        }),
        Shape::Text => Value::from(value.and_then(Value::as_str).unwrap_or_default()),
        Shape::Bool => Value::from(value.and_then(Value::as_bool).unwrap_or_default()),
        Shape::Int => Value::from(integer(value)),
        Shape::Struct(name) => {
            let mut map = Map::new();
            store_fields(&mut map, name, value);
            Value::Object(map)
        }
        Shape::Quantity => Value::from(stored_quantity(value, rounded)),
        Shape::IntOrString => match value {
            Some(Value::String(text)) => Value::from(text.as_str()),
            other => Value::from(integer(other)),
        },
        Shape::Time | Shape::Opaque => Value::Null,
    }
}

/// The text in which a quantity is stored; the zero value where there is none.
fn stored_quantity(value: Option<&Value>, rounded: bool) -> String {
    let Some(text) = value.map(plain_text) else {
        return "0".into();
    };
    match values::Quantity::from_text(&text) {
        Ok(mut quantity) => {
            if rounded {
                quantity.round_up_to_milli();
            }
            quantity.to_string()
        }
        Err(_) => text,
    }
}

fn store_fields(map: &mut Map<String, Value>, name: &'static str, value: Option<&Value>) {
    for field in fields(name) {
        match (field.json_name, shape(field.ty)) {
            (None, Shape::Struct(inner)) => store_fields(map, inner, value),
            (None, _) => {}
            (Some(key), kind) => {
                let inner = value.and_then(|value| value.get(key));
                let stored = stored_value(field.ty, inner, false);
                let pointer = matches!(kind, Shape::Pointer(_));
                if !(field.omit_empty && is_empty(&stored, pointer, kind)) {
                    map.insert(key.to_owned(), stored);
                }
            }
        }
    }
}

/// What `omitempty` leaves out: nil pointers, false, 0, "", empty lists and maps; never a struct.
fn is_empty(stored: &Value, pointer: bool, kind: Shape) -> bool {
    match stored {
        Value::Null => true,
        _ if pointer => false,
        Value::Bool(value) => !value,
        Value::Number(value) => value.as_i64() == Some(0) && kind == Shape::Int,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty() && matches!(kind, Shape::Map(_)),
    }
}
