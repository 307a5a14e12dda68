//! Which values Kubernetes' JSON decoder (sigs.k8s.io/json and the types' own `UnmarshalJSON`) takes for a type.
//!
//! The JSON is that of kubectl: YAML `1.0` and `1e3` are the numbers 1 and 1000 there, `yes` is true.

use super::facts::Type;
use crate::model::values::{self, Bytes, Duration, MicroTime, Quantity, Time, ValueError};
use crate::yaml::{Kind, NodeId, Scalar, Tree};

/// Why a value does not decode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// `json: cannot unmarshal <this> into … of type <that>`: what stands there, as the decoder names it.
    Unmarshal(String),
    /// The same for an item of a list of bytes.
    Octet(String),
    /// The text of the type's own `UnmarshalJSON`, or of the base64 decoder.
    Own(String),
}

/// What the decoder calls a value: `string`, `number`, `bool`, `array`, `object`.
pub(super) fn json_name(tree: &Tree<'_>, node: NodeId) -> &'static str {
    match tree.kind(node) {
        Kind::Map => "object",
        Kind::Seq => "array",
        Kind::Null | Kind::Scalar => match tree.scalar(node) {
            Scalar::Null => "null",
            Scalar::Bool(_) => "bool",
            Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_) => "number",
            Scalar::Str(_) => "string",
        },
    }
}

/// Whether a value decodes into a type that is not a struct, list or map. Null decodes into everything else too.
#[inline]
pub(super) fn check(ty: Type, tree: &Tree<'_>, node: NodeId) -> Result<(), Refusal> {
    match ty {
        // Long texts are not unescaped or folded only to be called strings.
        Type::String | Type::IntOrString if tree.is_surely_string(node) => return Ok(()),
        Type::Any | Type::Object | Type::Ref(_) | Type::List(_) | Type::Map(_) => return Ok(()),
        Type::Quantity => return quantity(tree, node),
        Type::Bytes if tree.kind(node) == Kind::Seq => return octets(tree, node),
        _ => {}
    }
    let scalar = match tree.kind(node) {
        Kind::Map | Kind::Seq => return Err(Refusal::Unmarshal(json_name(tree, node).to_owned())),
        Kind::Null | Kind::Scalar => tree.scalar(node),
    };
    match (ty, &scalar) {
        (Type::Duration, Scalar::Null) => {
            return Err(Refusal::Own(String::from("time: invalid duration \"\"")));
        }
        (_, Scalar::Null) => return Ok(()),
        (Type::String | Type::IntOrString, Scalar::Str(_)) | (Type::Bool, Scalar::Bool(_)) => {
            return Ok(());
        }
        (Type::Number, Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_)) => return Ok(()),
        (Type::Int32 | Type::IntOrString, Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_)) => {
            return whole(&scalar, i64::from(i32::MIN), i64::from(i32::MAX));
        }
        (Type::Int64, Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_)) => {
            return whole(&scalar, i64::MIN, i64::MAX);
        }
        (Type::Bytes, Scalar::Str(text)) => return Bytes::parse(text).map(drop).map_err(own),
        (Type::Time, Scalar::Str(text)) => return Time::parse(text).map(drop).map_err(own),
        (Type::MicroTime, Scalar::Str(text)) => {
            return MicroTime::parse(text).map(drop).map_err(own);
        }
        (Type::Duration, Scalar::Str(text)) => {
            return Duration::parse(text).map(drop).map_err(own);
        }
        _ => {}
    }
    Err(Refusal::Unmarshal(json_name(tree, node).to_owned()))
}

/// A whole number in bounds, written in whatever way.
fn whole(scalar: &Scalar<'_>, least: i64, most: i64) -> Result<(), Refusal> {
    let value = match scalar {
        Scalar::Int(value) => Some(*value),
        Scalar::Float(value) => float_as_int(*value),
        _ => None,
    };
    match value {
        Some(value) if (least..=most).contains(&value) => Ok(()),
        _ => Err(Refusal::Unmarshal(format!(
            "number {}",
            json_number(scalar)
        ))),
    }
}

/// The integer as which Go writes a double, where it does.
fn float_as_int(value: f64) -> Option<i64> {
    // From 2^63 on it overflows int64; Go writes whole doubles below 1e21 without an exponent.
    (value.fract() == 0.0
        && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value))
    .then_some(value as i64)
}

/// A number as the decoder gets it.
pub(super) fn json_number(scalar: &Scalar<'_>) -> String {
    match scalar {
        Scalar::Int(value) => value.to_string(),
        // Through a double: kubectl's unstructured decoder keeps what int64 cannot hold as one.
        Scalar::Uint(value) => values::go_json_number(*value as f64),
        // Minus zero is read back as the integer 0.
        Scalar::Float(0.0) => String::from("0"),
        Scalar::Float(value) => values::go_json_number(*value),
        _ => String::new(),
    }
}

/// `[]byte` takes a list of small numbers too.
fn octets(tree: &Tree<'_>, node: NodeId) -> Result<(), Refusal> {
    for item in tree.items(node) {
        let scalar = tree.scalar(item);
        match (tree.kind(item), &scalar) {
            (Kind::Null | Kind::Scalar, Scalar::Null) => {}
            (Kind::Scalar, Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_)) => {
                if whole(&scalar, 0, 255).is_err() {
                    return Err(Refusal::Octet(format!("number {}", json_number(&scalar))));
                }
            }
            _ => return Err(Refusal::Octet(json_name(tree, item).to_owned())),
        }
    }
    Ok(())
}

/// `resource.Quantity.UnmarshalJSON`: the JSON text, less its quotes and the blanks around, whatever it is.
fn quantity(tree: &Tree<'_>, node: NodeId) -> Result<(), Refusal> {
    let scalar = match tree.kind(node) {
        Kind::Map => return Quantity::parse("{").map(drop).map_err(own),
        Kind::Seq => return Quantity::parse("[").map(drop).map_err(own),
        Kind::Null | Kind::Scalar => tree.scalar(node),
    };
    let read = match &scalar {
        Scalar::Null => return Ok(()),
        Scalar::Bool(value) => Quantity::parse(if *value { "true" } else { "false" }),
        Scalar::Str(text) => Quantity::from_text(text),
        number => Quantity::parse(&json_number(number)),
    };
    read.map(drop).map_err(own)
}

fn own(error: ValueError) -> Refusal {
    Refusal::Own(error.to_string())
}
