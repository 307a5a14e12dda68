//! Numbers, dates and base64 as Go's standard library reads and prints them.
//!
//! Knows `strconv`, `time.Parse` and `encoding/base64`; knows no YAML.

use super::scalar::Scalar;
use std::fmt::Write as _;

/// A decimal number as most are written: a few digits, no sign. What is not that short may be a number all the same.
#[inline]
pub(super) fn parse_short(text: &[u8]) -> Option<i64> {
    if text.len() > 9 || text.len() > 1 && text[0] == b'0' {
        return None;
    }
    text.iter().try_fold(0, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i64::from(byte - b'0'))
    })
}

/// `strconv.ParseInt(text, 0, 64)`, then `strconv.ParseUint(text, 0, 64)`, on text without underscores.
pub(super) fn parse_integer(text: &str) -> Option<Scalar<'static>> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let signed = unsigned.len() != text.len();
    let value = parse_magnitude(unsigned)?;
    if negative {
        // i64::MIN has no positive twin.
        return (value <= 1 << 63).then(|| Scalar::Int((value as i64).wrapping_neg()));
    }
    match i64::try_from(value) {
        Ok(value) => Some(Scalar::Int(value)),
        Err(_) if signed => None,
        Err(_) => Some(Scalar::Uint(value)),
    }
}

/// Digits with Go's base prefixes: `0x`, `0o`, `0b`, and a plain leading `0` for octal.
fn parse_magnitude(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let (base, digits) = match bytes {
        [b'0', b'x' | b'X', _, ..] => (16, &text[2..]),
        [b'0', b'o' | b'O', _, ..] => (8, &text[2..]),
        [b'0', b'b' | b'B', _, ..] => (2, &text[2..]),
        [b'0', _, ..] => (8, &text[1..]),
        _ => (10, text),
    };
    // `from_str_radix` takes a sign, Go does not.
    digits
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric())
        .then(|| u64::from_str_radix(digits, base).ok())?
}

/// What go-yaml reads from `0b-101` when nothing else fits: `strconv.ParseInt(text[2:], 2, 64)` takes a sign.
pub(super) fn parse_signed_binary(text: &str) -> Option<i64> {
    let digits = text.strip_prefix("0b")?;
    i64::from_str_radix(digits, 2).ok()
}

/// go-yaml's `yamlStyleFloat`, `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`, then `strconv.ParseFloat`.
/// Out of range is None: Go reports an error there, and the text stays a string.
pub(super) fn parse_float(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        from + bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let whole = digits(at);
    if bytes.get(whole) == Some(&b'.') {
        let fraction = digits(whole + 1);
        if whole == at && fraction == whole + 1 {
            return None;
        }
        at = fraction;
    } else if whole == at {
        return None;
    } else {
        at = whole;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(bytes.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        let exponent = digits(at);
        if exponent == at {
            return None;
        }
        at = exponent;
    }
    if at != bytes.len() {
        return None;
    }
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// `strconv.ParseFloat` on a text that starts with a point; underscores may stand between digits.
pub(super) fn parse_float_with_underscores(text: &str) -> Option<f64> {
    if !text.contains('_') {
        return parse_float(text);
    }
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let placed = |at: usize| at > 0 && digit(at - 1) && digit(at + 1);
    let fits = bytes
        .iter()
        .enumerate()
        .all(|(at, byte)| *byte != b'_' || placed(at));
    if fits {
        parse_float(&text.replace('_', ""))
    } else {
        None
    }
}

/// A float key as sigs.k8s.io/yaml prints it: `strconv.FormatFloat(value, 'g', -1, 32)`, with YAML's words for the rest.
pub(super) fn format_key(value: f64) -> String {
    let value = value as f32;
    if value.is_nan() {
        return String::from(".nan");
    }
    if value.is_infinite() {
        return String::from(if value > 0.0 { ".inf" } else { "-.inf" });
    }
    // `{:e}` prints the shortest digits that read back: `1.6777216e7`.
    let scientific = format!("{value:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    // With the shortest precision `%g` prints an exponent below 1e-4 and from 1e6 on.
    if (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let mut out = String::from(mantissa);
    let sign = if exponent < 0 { '-' } else { '+' };
    let _ = write!(out, "e{sign}{:02}", exponent.abs());
    out
}

/// `base64.StdEncoding.DecodeString`, the bytes made a JSON string as `json.Marshal` does it:
/// every byte that is not UTF-8 becomes U+FFFD.
pub(super) fn decode_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut group = 0u32;
    let mut filled = 0u8;
    let mut padding = 0u8;
    for byte in text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' if filled + padding >= 2 && filled + padding < 4 => {
                padding += 1;
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        group = group << 6 | u32::from(value);
        filled += 1;
        if filled == 4 {
            bytes.extend_from_slice(&group.to_be_bytes()[1..]);
            (group, filled) = (0, 0);
        }
    }
    match (filled, padding) {
        (0, 0) => {}
        (2, 2) => bytes.push((group >> 4) as u8),
        (3, 1) => bytes.extend_from_slice(&((group >> 2) as u16).to_be_bytes()),
        _ => return None,
    }
    Some(replace_invalid(&bytes))
}

/// UTF-8 with one U+FFFD for each byte that does not belong to a character.
fn replace_invalid(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| '\u{FFFD}'));
    }
    out
}

/// go-yaml's `parseTimestamp`: whether `time.Parse` takes the text with one of
/// `2006-1-2T15:4:5.999999999Z07:00`, the same with `t`, `2006-1-2 15:4:5.999999999`, `2006-1-2`.
pub(super) fn is_timestamp(text: &str) -> bool {
    let mut at = Fields {
        rest: text.as_bytes(),
    };
    date_and_time(&mut at).is_some() && at.rest.is_empty()
}

fn date_and_time(at: &mut Fields<'_>) -> Option<()> {
    let year = at.number(4, 4)?;
    at.byte(b'-')?;
    let month = at.number(1, 2).filter(|month| (1..=12).contains(month))?;
    at.byte(b'-')?;
    let day = at.number(1, 2)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if day < 1 || day > days {
        return None;
    }
    let Some((separator, rest)) = at.rest.split_first() else {
        return Some(());
    };
    at.rest = rest;
    let zoned = match separator {
        b'T' | b't' => true,
        b' ' => false,
        _ => return None,
    };
    at.number(1, 2).filter(|hour| *hour < 24)?;
    at.byte(b':')?;
    at.number(1, 2).filter(|minute| *minute < 60)?;
    at.byte(b':')?;
    at.number(1, 2).filter(|second| *second < 60)?;
    if let [b'.' | b',', b'0'..=b'9', ..] = at.rest {
        at.rest = &at.rest[1..];
        let digits = at
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        at.rest = &at.rest[digits..];
    }
    if zoned && at.byte(b'Z').is_none() {
        at.byte(b'+').or_else(|| at.byte(b'-'))?;
        at.number(2, 2).filter(|hours| *hours <= 24)?;
        at.byte(b':')?;
        at.number(2, 2).filter(|minutes| *minutes < 60)?;
    }
    Some(())
}

/// The rest of a date that is being read.
struct Fields<'t> {
    rest: &'t [u8],
}

impl Fields<'_> {
    /// A number of `least` to `most` digits.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let digits = self
            .rest
            .iter()
            .take(most)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if digits < least {
            return None;
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        Some(
            number
                .iter()
                .fold(0, |value, digit| value * 10 + u32::from(digit - b'0')),
        )
    }

    fn byte(&mut self, byte: u8) -> Option<()> {
        self.rest = self.rest.strip_prefix(&[byte])?;
        Some(())
    }
}
