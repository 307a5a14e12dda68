//! What Kubernetes reads from a scalar: go-yaml v2's `resolve`.

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
    /// Any other finite number.
    Float(f64),
    /// Everything else, and everything quoted.
    Str(Cow<'t, str>),
}

impl Scalar<'_> {
    /// As sigs.k8s.io/yaml turns a key into a string.
    #[must_use]
    pub fn as_key(&self) -> String {
        match self {
            Self::Null => String::from("null"),
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Uint(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Str(text) => text.to_string(),
        }
    }
}

/// An untagged plain scalar.
#[must_use]
pub fn plain(text: Cow<'_, str>) -> Scalar<'_> {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        _ => number(&text).unwrap_or(Scalar::Str(text)),
    }
}

fn number(text: &str) -> Option<Scalar<'static>> {
    if !matches!(text.as_bytes()[0], b'0'..=b'9' | b'+' | b'-' | b'.') {
        return None;
    }
    if let Ok(value) = text.parse() {
        return Some(Scalar::Int(value));
    }
    text.parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
        .map(Scalar::Float)
}

/// A scalar with a tag such as `!!str`.
#[must_use]
pub fn tagged<'t>(tag: &str, text: Cow<'t, str>) -> Scalar<'t> {
    match tag {
        "!!int" | "!!float" | "!!bool" | "!!null" => plain(text),
        _ => Scalar::Str(text),
    }
}
