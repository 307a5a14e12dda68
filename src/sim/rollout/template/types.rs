//! The table of Go types behind a pod template.

use std::collections::HashMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("go-types-1.36.txt");

/// The root of the table.
pub(super) const TEMPLATE: &str = "v1.PodTemplateSpec";

/// A field of a Go struct.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) go_name: &'static str,
    /// None: the fields of the inner struct stand in the same JSON object.
    pub(super) json_name: Option<&'static str>,
    pub(super) omit_empty: bool,
    pub(super) ty: &'static str,
}

/// What a type name means.
#[derive(Debug)]
pub(super) enum Named {
    /// Another name for this type.
    Alias(&'static str),
    /// A struct.
    Struct(Vec<Field>),
}

/// Shape of a type expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Pointer(&'static str),
    Slice(&'static str),
    Map(&'static str),
    Text,
    Bool,
    Int,
    Struct(&'static str),
    Quantity,
    IntOrString,
    Time,
    /// Nothing that a template carries.
    Opaque,
}

fn table() -> &'static HashMap<&'static str, Named> {
    static CELL: OnceLock<HashMap<&'static str, Named>> = OnceLock::new();
    CELL.get_or_init(read)
}

fn read() -> HashMap<&'static str, Named> {
    let mut named = HashMap::new();
    let mut open: Option<(&'static str, Vec<Field>)> = None;
    for line in TABLE.lines() {
        let words: Vec<&'static str> = line.split_whitespace().collect();
        match *words.as_slice() {
            ["N", name, underlying] => {
                named.insert(name, Named::Alias(underlying));
            }
            ["S", name] => {
                if let Some((name, fields)) = open.replace((name, Vec::new())) {
                    named.insert(name, Named::Struct(fields));
                }
            }
            [go_name, json_name, omit, ty] if line.starts_with(' ') => {
                if let Some((_, fields)) = &mut open {
                    let json_name = (json_name != ".").then_some(json_name);
                    fields.push(Field {
                        go_name,
                        json_name,
                        omit_empty: omit == "o",
                        ty,
                    });
                }
            }
            _ => {}
        }
    }
    if let Some((name, fields)) = open {
        named.insert(name, Named::Struct(fields));
    }
    named
}

/// The fields of a struct, in Go's order.
pub(super) fn fields(name: &str) -> &'static [Field] {
    match table().get(name) {
        Some(Named::Struct(fields)) => fields,
        _ => &[],
    }
}

/// What a type expression is.
pub(super) fn shape(ty: &'static str) -> Shape {
    if let Some(inner) = ty.strip_prefix('*') {
        return Shape::Pointer(inner);
    }
    if let Some(inner) = ty.strip_prefix("[]") {
        return Shape::Slice(inner);
    }
    if let Some((_, value)) = ty
        .strip_prefix("map[")
        .and_then(|rest| rest.split_once(']'))
    {
        return Shape::Map(value);
    }
    match ty {
        "string" => Shape::Text,
        "bool" => Shape::Bool,
        "int32" | "int64" | "int" => Shape::Int,
        "resource.Quantity" => Shape::Quantity,
        "intstr.IntOrString" => Shape::IntOrString,
        "v1.Time" => Shape::Time,
        _ => match table().get(ty) {
            Some(Named::Alias(underlying)) => shape(underlying),
            Some(Named::Struct(_)) => Shape::Struct(ty),
            None => Shape::Opaque,
        },
    }
}
