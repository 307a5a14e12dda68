//! Which values Kubernetes' JSON decoder (sigs.k8s.io/json and the types' own `UnmarshalJSON`) takes for a type.
//!
//! The JSON is that of kubectl: YAML `1.0` and `1e3` are the numbers 1 and 1000 there, `yes` is true.

use super::facts::Type;
use crate::yaml::{Kind, NodeId, Scalar, Tree};

/// Why a value does not decode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// `json: cannot unmarshal <this> into … of type <that>`: what stands there, as the decoder names it.
    Unmarshal(String),
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
        (Type::Bytes, Scalar::Str(text)) => return base64(text),
        (Type::Time, Scalar::Str(text)) => return literal::time(text).map_err(Refusal::Own),
        (Type::MicroTime, Scalar::Str(text)) => {
            return literal::micro_time(text).map_err(Refusal::Own);
        }
        (Type::Duration, Scalar::Str(text)) => {
            return literal::duration(text).map_err(Refusal::Own);
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

/// A number as Go's encoding/json writes it.
pub(super) fn json_number(scalar: &Scalar<'_>) -> String {
    let value = match scalar {
        Scalar::Int(value) => return value.to_string(),
        // Through a double: kubectl's unstructured decoder keeps what int64 cannot hold as one.
        Scalar::Uint(value) => *value as f64,
        Scalar::Float(value) => *value,
        _ => return String::new(),
    };
    let size = value.abs();
    if value == 0.0 {
        // Minus zero is read back as the integer 0.
        return String::from("0");
    }
    if (1e-6..1e21).contains(&size) {
        return format!("{value}");
    }
    let text = format!("{value:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        // Go cleans e-09 to e-9, which is how Rust writes it.
        _ => text,
    }
}

/// `[]byte` takes a list of small numbers too.
fn octets(tree: &Tree<'_>, node: NodeId) -> Result<(), Refusal> {
    for item in tree.items(node) {
        let scalar = tree.scalar(item);
        match (tree.kind(item), &scalar) {
            (Kind::Null | Kind::Scalar, Scalar::Null) => {}
            (Kind::Scalar, Scalar::Int(_) | Scalar::Uint(_) | Scalar::Float(_)) => {
                whole(&scalar, 0, 255)?
            }
            _ => return Err(Refusal::Unmarshal(json_name(tree, item).to_owned())),
        }
    }
    Ok(())
}

/// Go's `base64.StdEncoding`: padding asked for, line breaks skipped.
fn base64(text: &str) -> Result<(), Refusal> {
    let refused = |at: usize| Refusal::Own(format!("illegal base64 data at input byte {at}"));
    let mut quantum = 0;
    let mut bytes = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| !matches!(byte, b'\n' | b'\r'));
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => quantum = (quantum + 1) % 4,
            b'=' if quantum >= 2 => {
                if quantum == 2 {
                    match bytes.next() {
                        Some((_, b'=')) => {}
                        Some((at, _)) => return Err(refused(at)),
                        None => return Err(refused(text.len())),
                    }
                }
                return bytes.next().map_or(Ok(()), |(at, _)| Err(refused(at)));
            }
            _ => return Err(refused(at)),
        }
    }
    if quantum == 0 {
        Ok(())
    } else {
        Err(refused(text.len()))
    }
}

/// `resource.Quantity.UnmarshalJSON`: the JSON text, less its quotes and the blanks around, whatever it is.
fn quantity(tree: &Tree<'_>, node: NodeId) -> Result<(), Refusal> {
    let scalar = match tree.kind(node) {
        Kind::Map => return literal::quantity("{").map_err(Refusal::Own),
        Kind::Seq => return literal::quantity("[").map_err(Refusal::Own),
        Kind::Null | Kind::Scalar => tree.scalar(node),
    };
    let read = match &scalar {
        Scalar::Null => return Ok(()),
        Scalar::Bool(value) => literal::quantity(if *value { "true" } else { "false" }),
        Scalar::Str(text) => literal::quantity(&json_escaped(text)),
        number => literal::quantity(&json_number(number)),
    };
    read.map_err(Refusal::Own)
}

/// The inside of a JSON string: the quantity parser does not undo escapes.
fn json_escaped(text: &str) -> std::borrow::Cow<'_, str> {
    if text
        .bytes()
        .all(|byte| byte >= 0x20 && !matches!(byte, b'"' | b'\\'))
    {
        return std::borrow::Cow::Borrowed(text);
    }
    let quoted = serde_json::to_string(text).unwrap_or_default();
    std::borrow::Cow::Owned(quoted.trim_matches('"').to_owned())
}

/// Texts with a form of their own.
mod literal {
    pub(super) fn quantity(text: &str) -> Result<(), String> {
        const FORMAT: &str = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
        let text = text.trim_matches(' ');
        let bytes = text.as_bytes();
        if bytes.is_empty() {
            return Err(FORMAT.into());
        }
        let sign = usize::from(matches!(bytes[0], b'+' | b'-'));
        let number = text[sign..]
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .map_or(text.len(), |at| at + sign);
        let suffix = &text[number..];
        let known = [
            "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
        ];
        if known.contains(&suffix)
            || suffix
                .strip_prefix(['e', 'E'])
                .is_some_and(|e| e.parse::<i32>().is_ok())
        {
            return Ok(());
        }
        if suffix
            .chars()
            .all(|c| "eEinumkKMGTP+-0123456789".contains(c))
        {
            return Err("unable to parse quantity's suffix".into());
        }
        Err(FORMAT.into())
    }
    pub(super) fn time(text: &str) -> Result<(), String> {
        let ok = text.len() >= 20 && text.as_bytes()[10] == b'T';
        if ok {
            Ok(())
        } else {
            Err(format!(
                "parsing time {text:?} as \"2006-01-02T15:04:05Z07:00\""
            ))
        }
    }
    pub(super) fn micro_time(text: &str) -> Result<(), String> {
        if text.contains('.') {
            time(text)
        } else {
            Err(format!("parsing time {text:?}"))
        }
    }
    pub(super) fn duration(text: &str) -> Result<(), String> {
        if text.is_empty() {
            Err("time: invalid duration \"\"".into())
        } else {
            Ok(())
        }
    }
}
