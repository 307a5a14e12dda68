//! What Kubernetes reads from a scalar: `resolve` of go.yaml.in/yaml/v2 (resolve.go).
//!
//! Knows text, tags and Go's number syntax; knows neither spans nor trees.

use super::number;
use std::borrow::Cow;

/// The meaning of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'t> {
    /// `null`, `~`, or nothing.
    Null,
    /// `true`, `yes`, `on`, `y`, …
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number above `i64::MAX`.
    Uint(u64),
    /// Any other number. Not finite only for `.inf` and `.nan`, which Kubernetes refuses as a value.
    Float(f64),
    /// Everything else, and everything quoted.
    Str(Cow<'t, str>),
}

impl<'t> Scalar<'t> {
    /// As sigs.k8s.io/yaml turns a key into a string (`convertToJSONableObject`).
    /// It refuses null and whole numbers above `i64::MAX`; `parse` never lets those through.
    #[must_use]
    pub fn as_key(&self) -> String {
        match self {
            Self::Null => String::from("null"),
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Uint(value) => value.to_string(),
            Self::Float(value) => number::format_key(*value),
            Self::Str(text) => text.to_string(),
        }
    }

    /// The same without borrowing from the tree.
    #[must_use]
    pub fn into_owned(self) -> Scalar<'static> {
        match self {
            Self::Null => Scalar::Null,
            Self::Bool(value) => Scalar::Bool(value),
            Self::Int(value) => Scalar::Int(value),
            Self::Uint(value) => Scalar::Uint(value),
            Self::Float(value) => Scalar::Float(value),
            Self::Str(text) => Scalar::Str(Cow::Owned(text.into_owned())),
        }
    }
}

/// The tags that go-yaml knows; the long form and the `!!` form are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// `!!str`
    Str,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!null`
    Null,
    /// `!!timestamp`
    Timestamp,
    /// `!!binary`
    Binary,
    /// `!!merge`
    Merge,
    /// `!`: go-yaml reads a string, but takes `! <<` for a merge key.
    NonSpecific,
    /// Any other: the scalar is a string.
    Other,
}

/// What YAML's own tags begin with.
const LONG_PREFIX: &str = "tag:yaml.org,2002:";

impl Tag {
    /// A tag after its handle has been resolved: `tag:yaml.org,2002:str`, `!local`.
    #[must_use]
    pub fn resolved(tag: &str) -> Self {
        match tag.strip_prefix(LONG_PREFIX) {
            Some(name) => Self::named(name),
            None if tag == "!" => Self::NonSpecific,
            None => Self::Other,
        }
    }

    /// What stands behind `!!`.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "str" => Self::Str,
            "bool" => Self::Bool,
            "int" => Self::Int,
            "float" => Self::Float,
            "null" => Self::Null,
            "timestamp" => Self::Timestamp,
            "binary" => Self::Binary,
            "merge" => Self::Merge,
            _ => Self::Other,
        }
    }
}

/// An untagged plain scalar.
#[must_use]
#[inline]
pub fn plain(text: Cow<'_, str>) -> Scalar<'_> {
    match untagged(&text) {
        Some(value) => value,
        None => Scalar::Str(text),
    }
}

/// Whether an untagged plain scalar is null.
#[must_use]
#[inline]
pub fn is_null(text: &str) -> bool {
    match text.len() {
        0 => true,
        1 => text == "~",
        4 => matches!(text, "null" | "Null" | "NULL"),
        _ => false,
    }
}

/// What an untagged plain scalar is if it is not a string. (`resolve` with an empty tag.)
#[must_use]
#[inline]
pub fn untagged(text: &str) -> Option<Scalar<'static>> {
    if !may_be_other(text.as_bytes()) {
        return None;
    }
    match text.as_bytes().first() {
        None => Some(Scalar::Null),
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number(text),
        Some(_) => word(text),
    }
}

/// Whether an untagged plain scalar may be something else than a string, by its ends and its length.
#[must_use]
#[inline]
pub fn may_be_other(text: &[u8]) -> bool {
    match text.first() {
        // The longest word is `False`.
        Some(b'~' | b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O') => {
            text.len() <= 5
        }
        Some(b'0'..=b'9') => {
            // Of bases above ten there is only sixteen.
            matches!(text.last(), Some(last) if last.is_ascii_hexdigit() || matches!(last, b'.' | b'_'))
        }
        Some(b'+' | b'-') => matches!(text.get(1), Some(b'0'..=b'9' | b'.' | b'_')),
        // `.inf`, `.NaN`
        Some(b'.') => matches!(text.get(1), Some(b'0'..=b'9' | b'i' | b'I' | b'n' | b'N')),
        None => true,
        Some(_) => false,
    }
}

/// go-yaml's `resolveMap`, words.
fn word(text: &str) -> Option<Scalar<'static>> {
    Some(match text {
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        _ => return None,
    })
}

/// Texts that start with a digit, a sign or a point. Dates stay strings, as everything does that is no number.
fn number(text: &str) -> Option<Scalar<'static>> {
    let bytes = text.as_bytes();
    if let Some(value) = number::parse_short(bytes) {
        return Some(Scalar::Int(value));
    }
    if !bytes[0].is_ascii_digit() {
        match text {
            ".nan" | ".NaN" | ".NAN" => return Some(Scalar::Float(f64::NAN)),
            ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
                return Some(Scalar::Float(f64::INFINITY));
            }
            "-.inf" | "-.Inf" | "-.INF" => return Some(Scalar::Float(f64::NEG_INFINITY)),
            _ => {}
        }
        if bytes[0] == b'.' {
            return number::parse_float_with_underscores(text).map(Scalar::Float);
        }
    }
    let without;
    let text = if bytes.contains(&b'_') {
        without = text.replace('_', "");
        &without
    } else {
        text
    };
    if let Some(value) = number::parse_integer(text) {
        return Some(value);
    }
    if let Some(value) = number::parse_float(text) {
        return Some(Scalar::Float(value));
    }
    number::parse_signed_binary(text).map(Scalar::Int)
}

/// A scalar that its tag does not fit, such as `!!int x`; or `!!binary` that is not base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit;

/// A scalar with a tag, quoted or not.
///
/// # Errors
/// Where go-yaml says `cannot decode !!str … as a !!int`.
pub fn tagged(tag: Tag, text: Cow<'_, str>) -> Result<Scalar<'_>, Misfit> {
    match tag {
        Tag::Str | Tag::Merge | Tag::NonSpecific | Tag::Other => Ok(Scalar::Str(text)),
        Tag::Binary => number::decode_base64(&text)
            .map(|value| Scalar::Str(Cow::Owned(value)))
            .ok_or(Misfit),
        Tag::Timestamp if number::is_timestamp(&text) => Ok(Scalar::Str(text)),
        Tag::Timestamp => Err(Misfit),
        Tag::Null | Tag::Bool | Tag::Int | Tag::Float => match (tag, untagged(&text)) {
            (Tag::Null, Some(Scalar::Null)) => Ok(Scalar::Null),
            (Tag::Bool, Some(value @ Scalar::Bool(_)))
            | (Tag::Int, Some(value @ (Scalar::Int(_) | Scalar::Uint(_))))
            | (Tag::Float, Some(value @ Scalar::Float(_))) => Ok(value),
            (Tag::Float, Some(Scalar::Int(value))) => Ok(Scalar::Float(value as f64)),
            _ => Err(Misfit),
        },
    }
}
