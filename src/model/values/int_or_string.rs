//! `IntOrString`: a port number or name, a count or a percentage. Follows apimachinery `util/intstr/intstr.go`.
use super::{ValueError, atoi, go_json_number, go_quote, names};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// A 32-bit number or a string.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum IntOrString {
    /// Written as a number.
    Int(i32),
    /// Written as a string, whatever it contains.
    String(String),
}

impl Default for IntOrString {
    fn default() -> Self {
        IntOrString::Int(0)
    }
}

impl From<i32> for IntOrString {
    fn from(value: i32) -> Self {
        IntOrString::Int(value)
    }
}

impl From<&str> for IntOrString {
    fn from(value: &str) -> Self {
        IntOrString::String(value.to_owned())
    }
}

impl IntOrString {
    /// A number as it stands in JSON text: a whole one that fits 32 bits.
    pub fn from_json_number(text: &str) -> Result<Self, ValueError> {
        // Go's decoder hands the literal to ParseInt: `1.0` and `1e2` are no integers.
        text.parse().map(IntOrString::Int).map_err(|_| {
            ValueError::new(format!(
                "json: cannot unmarshal number {text} into Go value of type int32"
            ))
        })
    }

    /// `intstr.Parse`: a text that may be a number (command lines).
    pub fn parse(text: &str) -> Self {
        match text.parse() {
            Ok(number) => IntOrString::Int(number),
            Err(_) => text.into(),
        }
    }

    /// `IntValue()`: the number; of a string its number, or 0.
    pub fn int_value(&self) -> i64 {
        match self {
            IntOrString::Int(number) => i64::from(*number),
            IntOrString::String(text) => match atoi(text) {
                Ok(number) => number,
                // Go's Atoi returns the nearest number together with a range error.
                Err(error) if !error.range => 0,
                Err(_) if text.starts_with('-') => i64::MIN,
                Err(_) => i64::MAX,
            },
        }
    }

    /// Whether it is a string that ends in `%` (its digits may still be wrong).
    pub fn is_percent(&self) -> bool {
        matches!(self, IntOrString::String(text) if text.ends_with('%'))
    }

    /// The number before `%`; None for whole numbers and for what is no percentage.
    #[must_use]
    pub fn percentage(&self) -> Option<u32> {
        match self {
            IntOrString::Int(_) => None,
            IntOrString::String(text) => text.strip_suffix('%')?.parse().ok(),
        }
    }

    /// `getIntOrPercentValueSafely`: the number, and whether it is a percentage.
    fn int_or_percent(&self) -> Result<(i64, bool), ValueError> {
        let text = match self {
            IntOrString::Int(number) => return Ok((i64::from(*number), false)),
            IntOrString::String(text) => text,
        };
        let Some(digits) = text.strip_suffix('%') else {
            return Err(ValueError::new("invalid type: string is not a percentage"));
        };
        let number = atoi(digits)
            .map_err(|why| ValueError::new(format!("invalid value {}: {why}", go_quote(text))))?;
        Ok((number, true))
    }

    /// `GetScaledValueFromIntOrPercent`: the number, or the percentage of `total`, rounded up or down.
    pub fn scaled(&self, total: i64, round_up: bool) -> Result<i64, ValueError> {
        let (value, percent) = self
            .int_or_percent()
            .map_err(|why| ValueError::new(format!("invalid value for IntOrString: {why}")))?;
        if !percent {
            return Ok(value);
        }
        // Floating point as in Go, so that the rounding is Go's.
        let part = value as f64 * total as f64 / 100.0;
        let part = if round_up { part.ceil() } else { part.floor() };
        // What does not fit becomes the lowest number on the machines that clusters run on.
        Ok(if part >= i64::MAX as f64 {
            i64::MIN
        } else {
            part as i64
        })
    }

    /// `IsValidPercent` for a string; a number is no percentage but no error either.
    pub fn percent_errors(&self) -> Vec<String> {
        match self {
            IntOrString::Int(_) => Vec::new(),
            IntOrString::String(text) => names::percent(text),
        }
    }

    /// `ValidatePortNumOrName`'s messages: a port number or an IANA service name.
    pub fn port_errors(&self) -> Vec<String> {
        match self {
            IntOrString::Int(number) => names::port_number(i64::from(*number)),
            IntOrString::String(text) => names::port_name(text),
        }
    }
}

impl fmt::Display for IntOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IntOrString::Int(number) => number.fmt(f),
            IntOrString::String(text) => f.write_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for IntOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IntOrStringVisitor)
    }
}

struct IntOrStringVisitor;

impl Visitor<'_> for IntOrStringVisitor {
    type Value = IntOrString;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a 32-bit integer or a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<IntOrString, E> {
        Ok(text.into())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<IntOrString, E> {
        Ok(IntOrString::String(text))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<IntOrString, E> {
        match i32::try_from(number) {
            Ok(number) => Ok(IntOrString::Int(number)),
            Err(_) => IntOrString::from_json_number(&number.to_string()).map_err(E::custom),
        }
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<IntOrString, E> {
        IntOrString::from_json_number(&number.to_string()).map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<IntOrString, E> {
        IntOrString::from_json_number(&go_json_number(number)).map_err(E::custom)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<IntOrString, E> {
        Err(E::custom(
            "json: cannot unmarshal bool into Go value of type int32",
        ))
    }
}

impl Serialize for IntOrString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            IntOrString::Int(number) => serializer.serialize_i32(*number),
            IntOrString::String(text) => serializer.serialize_str(text),
        }
    }
}
