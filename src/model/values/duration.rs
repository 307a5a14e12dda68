//! `Duration`: `1h30m`, `300ms`. Follows `metav1.Duration`, that is Go's `time.ParseDuration` and `Duration.String`.
use super::ValueError;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// A span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    /// In nanoseconds; negative ones exist.
    pub nanos: i64,
}

const SECOND: u64 = 1_000_000_000;
const HALF: u64 = 1 << 63;

impl Duration {
    /// Whole seconds, capped at what 64 bits of nanoseconds hold.
    pub fn from_secs(seconds: i64) -> Self {
        Duration {
            nanos: seconds.saturating_mul(SECOND as i64),
        }
    }

    /// `time.ParseDuration`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let fail = |what: &str| ValueError::new(format!("time: {what} duration {}", quote(text)));
        let invalid = || fail("invalid");
        let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
        if rest == "0" {
            return Ok(Duration::default());
        }
        if rest.is_empty() {
            return Err(invalid());
        }
        let mut total: u64 = 0;
        while !rest.is_empty() {
            let (whole, after) = split_digits(rest);
            let (fraction, after) = match after.strip_prefix('.') {
                Some(after) => split_digits(after),
                None => ("", after),
            };
            if whole.is_empty() && fraction.is_empty() {
                return Err(invalid());
            }
            let whole = whole_number(whole).ok_or_else(invalid)?;
            let end = after
                .find(|c: char| c == '.' || c.is_ascii_digit())
                .unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            if name.is_empty() {
                return Err(fail("missing unit in"));
            }
            let unit =
                unit(name).ok_or_else(|| fail(&format!("unknown unit {} in", quote(name))))?;
            let mut part = whole
                .checked_mul(unit)
                .filter(|p| *p <= HALF)
                .ok_or_else(invalid)?;
            let (digits, scale) = fraction_of(fraction);
            if digits > 0 {
                // In floating point, as Go does.
                part += (digits as f64 * (unit as f64 / scale)) as u64;
            }
            total = total
                .checked_add(part)
                .filter(|t| part <= HALF && *t <= HALF)
                .ok_or_else(invalid)?;
            rest = after;
        }
        if text.starts_with('-') {
            return Ok(Duration {
                nanos: (total as i64).wrapping_neg(),
            });
        }
        i64::try_from(total)
            .map(|nanos| Duration { nanos })
            .map_err(|_| invalid())
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len()),
    )
}

/// `leadingInt`: up to 2^63.
fn whole_number(digits: &str) -> Option<u64> {
    if digits.is_empty() {
        return Some(0);
    }
    digits.parse().ok().filter(|n| *n <= HALF)
}

/// `leadingFraction`: the digits that fit, and the power of ten they are over.
fn fraction_of(digits: &str) -> (u64, f64) {
    let (mut number, mut scale) = (0u64, 1f64);
    for digit in digits.bytes() {
        if number > (HALF - 1) / 10 {
            break;
        }
        let next = number * 10 + u64::from(digit - b'0');
        if next > HALF {
            break;
        }
        number = next;
        scale *= 10.0;
    }
    (number, scale)
}

fn unit(name: &str) -> Option<u64> {
    Some(match name {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => SECOND,
        "m" => 60 * SECOND,
        "h" => 3600 * SECOND,
        _ => return None,
    })
}

/// `time.quote`: other than `%q` it writes everything beyond ASCII as bytes.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(byte as char);
            }
            b' '..=0x7f => out.push(byte as char),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push('"');
    out
}

impl fmt::Display for Duration {
    /// `Duration.String()`: `1h30m0s`, `1.5s`, `100ms`, `0s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nanos < 0 {
            f.write_str("-")?;
        }
        let nanos = self.nanos.unsigned_abs();
        let small = |f: &mut fmt::Formatter<'_>, unit: u64, name: &str| {
            write!(f, "{}{name}", with_fraction(nanos, unit))
        };
        match nanos {
            0 => f.write_str("0s"),
            1..1_000 => small(f, 1, "ns"),
            1_000..1_000_000 => small(f, 1_000, "µs"),
            1_000_000..SECOND => small(f, 1_000_000, "ms"),
            _ => {
                let minutes = nanos / (60 * SECOND);
                if minutes >= 60 {
                    write!(f, "{}h", minutes / 60)?;
                }
                if minutes > 0 {
                    write!(f, "{}m", minutes % 60)?;
                }
                write!(f, "{}s", with_fraction(nanos % (60 * SECOND), SECOND))
            }
        }
    }
}

/// `nanos` in `unit` (a power of ten) with the fraction it needs.
fn with_fraction(nanos: u64, unit: u64) -> String {
    let mut out = (nanos / unit).to_string();
    let fraction = (nanos % unit + unit).to_string();
    let fraction = fraction.get(1..).unwrap_or("").trim_end_matches('0');
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Duration;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a duration string")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Duration, E> {
                Duration::parse(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Text)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
