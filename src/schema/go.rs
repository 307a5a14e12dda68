//! The Go side of the API where the OpenAPI facts do not show it: names of types, embedded structs.

use super::facts::{Definition, Type};

/// Fields of a JSON schema that hold a schema, a list of them, or a boolean (`JSONSchemaPropsOrBool`, `…OrArray`).
pub(super) fn holds_schema((definition, field): (Definition, &'static str)) -> bool {
    definition.go_name() == "JSONSchemaProps"
        && matches!(field, "items" | "additionalItems" | "additionalProperties")
}

/// The struct that a Go type embeds and that a field is a member of; the decoder names it on the way to the field.
pub(super) fn embedded(_definition: Definition, _field: &str) -> Option<&'static str> {
    None
}

/// The Go type of a field, or of the items of its list or map.
pub(super) fn type_name(_definition: Definition, _field: &str, _ty: Type) -> Option<String> {
    None
}
